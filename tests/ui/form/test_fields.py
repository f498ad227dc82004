"""Covers: single values: keys, states, names for screen readers, long texts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def test_the_first_field_has_the_focus_when_the_page_opens(page, at):
    assert QApplication.focusWidget() is page.view().field(at("chung.so_ho")).box


def test_enter_commits_and_goes_down_past_computed_fields(page, sheet, at):
    for figure in ("200", "15"):
        QTest.keyClicks(QApplication.focusWidget(), figure)
        press(Qt.Key.Key_Return)
    assert sheet.text(at("chung.ty_le")) == "7,5"
    assert page.view().field(at("chung.ty_le")).typed() == "7,5"
    assert page.view().current_cell() == at("chung.dat")
    press(Qt.Key.Key_Return, SHIFT)
    assert page.view().current_cell() == at("chung.ho_ngheo")


def test_tab_passes_over_computed_fields(page, at):
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    assert page.view().current_cell() == at("chung.dat")


def test_met_is_answered_by_one_key(page, sheet, at):
    page.go_to(at("chung.dat"))
    press(Qt.Key.Key_C)
    assert sheet.text(at("chung.dat")) == "Chưa đạt"
    assert page.view().field(at("chung.dat")).typed() == "Chưa đạt"


def test_a_refused_text_is_kept_with_icon_and_word(page, sheet, at):
    QTest.keyClicks(QApplication.focusWidget(), "12,5")
    press(Qt.Key.Key_Return)
    field = page.view().field(at("chung.so_ho"))
    assert sheet.text(at("chung.so_ho")) == "12,5"
    assert "không nhận" in field.words.text()
    assert field.mark.isVisible()
    assert field.box.property("state") == "refused"


def test_escape_brings_back_what_was_there(page, sheet, at):
    QTest.keyClicks(QApplication.focusWidget(), "12")
    press(Qt.Key.Key_Escape)
    assert page.view().field(at("chung.so_ho")).typed() == ""
    assert sheet.text(at("chung.so_ho")) == ""


def test_ctrl_z_takes_back_typing_first_and_then_changes(page, sheet, at):
    QTest.keyClicks(QApplication.focusWidget(), "12")
    press(Qt.Key.Key_Return)
    page.go_to(at("chung.so_ho"))
    QTest.keyClicks(QApplication.focusWidget(), "99")
    press(Qt.Key.Key_Z, CTRL)
    assert page.view().field(at("chung.so_ho")).typed() == "12"
    press(Qt.Key.Key_Z, CTRL)
    assert sheet.text(at("chung.so_ho")) == ""
    press(Qt.Key.Key_Y, CTRL)
    assert sheet.text(at("chung.so_ho")) == "12"


def test_a_long_text_wraps_and_grows_and_enter_commits_it(page, sheet, at):
    page.go_to(at("chung.kho_khan"))
    box = QApplication.focusWidget()
    assert isinstance(box, QPlainTextEdit)
    height = box.height()
    QTest.keyClicks(box, "mot hai ba bon " * 12)
    assert box.height() > height
    press(Qt.Key.Key_Return)
    assert sheet.text(at("chung.kho_khan")) == ("mot hai ba bon " * 12).strip()


def test_leaving_the_section_keeps_what_was_typed(page, sheet, at):
    QTest.keyClicks(QApplication.focusWidget(), "12")
    page.show_section(1)
    assert sheet.text(at("chung.so_ho")) == "12"


def test_every_field_and_table_has_a_name_for_screen_readers(page):
    for section in range(3):
        page.show_section(section)
    named = page.findChildren(QLineEdit) + page.findChildren(QPlainTextEdit)
    assert len(named) >= 6
    assert [w for w in named if not w.accessibleName()] == []
    assert page.view().table.accessibleName()


def test_required_fields_say_so(page, at):
    assert "bắt buộc" in page.view().field(at("chung.so_ho")).label.text()


@pytest.mark.parametrize("place", ["chung.kho_khan", "chung.ngay"])
def test_a_word_in_composition_is_taken_when_the_field_is_left(page, sheet, at, place):
    page.go_to(at(place))
    QApplication.sendEvent(QApplication.focusWidget(), QInputMethodEvent("Văn", []))
    page.go_to(at("chung.so_ho"))
    assert sheet.text(at(place)) == "Văn"
    assert page.view().field(at(place)).typed() == "Văn"


def test_letters_after_the_last_field_are_told_and_not_put_behind_it(page, sheet, at):
    said = []
    page.editing.said.connect(said.append)
    page.go_to(at("chung.kho_khan"))
    QTest.keyClicks(QApplication.focusWidget(), "xong")
    press(Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "them")
    press(Qt.Key.Key_Return)
    assert sheet.text(at("chung.kho_khan")) == "xong"
    assert "“them”" in said[-1]
    press(Qt.Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), " roi")
    press(Qt.Key.Key_Return)
    assert sheet.text(at("chung.kho_khan")) == "xong roi"


def test_a_finding_that_comes_between_two_letters_does_not_wipe_what_is_typed(page, sheet, at):
    """Issue 11: a required field was found empty while it was being typed, and its text went."""
    QTest.keyClicks(QApplication.focusWidget(), "2")
    page.editing.touched.emit(frozenset({at("chung.so_ho")}))
    QTest.keyClicks(QApplication.focusWidget(), "5")
    press(Qt.Key.Key_Return)
    assert sheet.text(at("chung.so_ho")) == "25"
    page.undo_action.trigger()
    assert page.view().field(at("chung.so_ho")).typed() == ""
