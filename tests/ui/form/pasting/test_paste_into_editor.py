"""Issue 9 item 1: an open editor takes one cell; a block goes through the same door."""

from copied_block import figure, html, put_html, put_text
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

KEY = Qt.Key


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def ctrl_v():
    press(KEY.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_a_block_pasted_into_an_open_editor_goes_through_the_same_door(grid, sheet, at):
    grid.go_to(at("von.a.ke_hoach"))
    press(KEY.Key_F2)
    put_text("12\n345")  # a line edit would make 12345 of it
    ctrl_v()
    assert sheet.text(at("von.a.ke_hoach")) == "12"
    assert sheet.text(at("von.b.ke_hoach")) == "345"


def test_one_figure_pasted_into_an_open_editor_is_what_calc_holds(grid, sheet, at):
    grid.go_to(at("von.a.ke_hoach"))
    press(KEY.Key_F2)
    put_html(html([figure(28113, "28,113")]), "28,113")
    ctrl_v()
    press(KEY.Key_Return)
    assert sheet.text(at("von.a.ke_hoach")) == "28.113"


def test_lines_pasted_into_an_open_text_stay_one_text(roster, sheet, at):
    roster.add_row()
    press(KEY.Key_F2)
    put_text("Đường\nliên xã")
    ctrl_v()
    press(KEY.Key_Tab)
    assert sheet.text(at("ct.r1.ten")) == "Đường liên xã"


def test_a_field_takes_one_cell_and_never_two_as_one(page, sheet, at):
    page.show_section(0)
    page.view().go_to(at("chung.so_ho"))
    put_text("12\n345")
    ctrl_v()
    press(KEY.Key_Return)
    assert sheet.text(at("chung.so_ho")) == ""
    page.view().go_to(at("chung.so_ho"))
    put_html(html([figure(28113, "28,113")]), "28,113")
    ctrl_v()
    press(KEY.Key_Return)
    assert sheet.text(at("chung.so_ho")) == "28.113"


def test_a_paste_past_the_last_cell_overwrites_nothing(grid, store, at):
    grid.go_to(at("von.c.ke_hoach"))
    press(KEY.Key_Return)
    put_text("9")
    ctrl_v()
    assert store.changes == []


def test_letters_of_an_old_font_come_in_as_unicode_and_it_is_told(roster, page):
    cell = '<td><font face=".VnTime">§\u00ad\u00eang li\u00aan x\u00b7</font></td>'
    put_html(f"<table><tr>{cell}</tr></table>")
    roster.take_clipboard()
    assert roster.model.face(0, 1).text == "Đường liên xã"
    assert "bảng mã cũ" in page.detail.said.text()
