"""Covers: entry by keyboard alone: Enter, Tab, arrows, F2, F5, F6, Delete, Ctrl+D, Esc, met."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from ctmtqg_desktop.intake.clipboard.html import read_html
from ctmtqg_desktop.ui.form.choices import ChoiceEdit, fitting

KEY = Qt.Key


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def type_text(text):
    """Type letter by letter at whatever has the focus; QTest aborts on Vietnamese letters."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(QApplication.focusWidget(), event)


def ctrl(key):
    press(key, Qt.KeyboardModifier.ControlModifier)


def go(grid, text, at):
    assert grid.go_to(at(text))


def here(grid):
    return str(grid.current_cell())


def test_a_column_is_typed_with_digits_and_enter_alone(grid, sheet, at):
    go(grid, "von.a.ke_hoach", at)
    for figure in ("12,5", "100", "7"):
        type_text(figure)
        press(KEY.Key_Return)
    shown = [sheet.text(at(f"von.{row}.ke_hoach")) for row in ("tong", "a", "b", "c")]
    assert shown == ["119,5", "12,5", "100", "7"]
    assert here(grid) == "von.c.ke_hoach"
    assert grid.table.hasFocus()


def test_shift_enter_goes_up_past_locked_cells(grid, at):
    go(grid, "von.c.ke_hoach", at)
    press(KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert here(grid) == "von.b.ke_hoach"


def test_tab_goes_along_input_cells_across_rows_and_back(grid, at):
    go(grid, "von.a.luy_ke", at)
    seen = []
    for _ in range(5):
        press(KEY.Key_Tab)
        seen.append(here(grid).removeprefix("von."))
    assert seen == ["a.dat", "a.nguon", "a.ghi_chu", "b.ke_hoach", "b.luy_ke"]
    press(KEY.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert here(grid) == "von.b.ke_hoach"


def test_tab_while_typing_keeps_the_figure(grid, sheet, at):
    go(grid, "von.a.ke_hoach", at)
    type_text("5")
    press(KEY.Key_Tab)
    assert sheet.text(at("von.a.ke_hoach")) == "5"
    assert here(grid) == "von.a.luy_ke"


def test_typing_replaces_and_f2_edits_what_is_there(grid, sheet, at):
    go(grid, "von.a.ke_hoach", at)
    type_text("12")
    press(KEY.Key_Return)
    go(grid, "von.a.ke_hoach", at)
    press(KEY.Key_F2)
    press(KEY.Key_End)
    type_text("3")
    press(KEY.Key_Return)
    assert sheet.text(at("von.a.ke_hoach")) == "123"
    go(grid, "von.a.ke_hoach", at)
    type_text("9")
    press(KEY.Key_Return)
    assert sheet.text(at("von.a.ke_hoach")) == "9"


def test_escape_leaves_the_cell_as_it_was(grid, sheet, at):
    go(grid, "von.a.ke_hoach", at)
    type_text("12")
    press(KEY.Key_Escape)
    assert sheet.text(at("von.a.ke_hoach")) == ""
    assert grid.table.hasFocus()


def test_an_arrow_leaves_a_cell_that_is_being_typed(grid, sheet, at):
    go(grid, "von.a.ke_hoach", at)
    type_text("12")
    press(KEY.Key_Down)
    assert sheet.text(at("von.a.ke_hoach")) == "12"
    assert here(grid) == "von.b.ke_hoach"


def test_an_input_method_opens_the_editor_without_losing_the_first_letter(grid, sheet, at):
    go(grid, "von.a.ghi_chu", at)
    # Qt leaves the focus on the view until the first composition is done, and passes it on.
    QApplication.sendEvent(QApplication.focusWidget(), QInputMethodEvent("đ", []))
    assert grid.table.findChildren(QLineEdit)
    done = QInputMethodEvent("", [])
    done.setCommitString("đường")
    QApplication.sendEvent(QApplication.focusWidget(), done)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    type_text(" bản")
    press(KEY.Key_Return)
    assert sheet.text(at("von.a.ghi_chu")) == "đường bản"


def test_decomposed_letters_are_stored_composed(grid, sheet, at):
    go(grid, "von.a.ghi_chu", at)
    type_text("Đu\u031bo\u031b\u0300ng")
    press(KEY.Key_Return)
    assert sheet.text(at("von.a.ghi_chu")) == "Đường"


def test_an_invalid_text_is_kept_and_flagged(grid, page, sheet, at):
    go(grid, "von.a.ke_hoach", at)
    type_text("12a")
    press(KEY.Key_Return)
    page.editing.look_again()
    assert sheet.text(at("von.a.ke_hoach")) == "12a"
    assert [f.cell for f in page.editing.findings] == [at("von.a.ke_hoach")]


def test_an_ambiguous_number_is_read_back(grid, page, at):
    go(grid, "von.a.ke_hoach", at)
    type_text("1.234")
    press(KEY.Key_Return)
    assert "“1.234” được hiểu là 1234" in page.detail.said.text()


def test_a_comma_that_could_group_thousands_is_read_back(exact_page, at):
    grid = exact_page.view()
    go(grid, "von.a.ke_hoach", at)
    type_text("28,113")
    press(KEY.Key_Return)
    said = exact_page.detail.said.text()
    assert "“28,113” được hiểu là số lẻ 28,113" in said
    assert "gõ 28113" in said
    exact_page.say("")
    type_text("28113,125")
    press(KEY.Key_Return)
    assert exact_page.detail.said.text() == ""


@pytest.mark.parametrize(
    ("letters", "shown"),
    [("đ", "Đạt"), ("d", "Đạt"), ("c", "Chưa đạt"), ("k", "KAD"), ("Đ", "Đạt"), ("ck", "KAD")],
)
def test_met_is_answered_by_one_key(grid, sheet, at, letters, shown):
    go(grid, "von.a.dat", at)
    type_text(letters)
    assert sheet.text(at("von.a.dat")) == shown
    press(KEY.Key_Return)
    assert here(grid) == "von.b.dat"


def test_space_turns_met_round(grid, sheet, at):
    go(grid, "von.a.dat", at)
    seen = []
    for _ in range(5):
        type_text(" ")
        seen.append(sheet.text(at("von.a.dat")))
    assert seen == ["Đạt", "Chưa đạt", "KAD", "", "Đạt"]


def test_met_through_an_input_method(grid, sheet, at):
    go(grid, "von.a.dat", at)
    event = QInputMethodEvent("", [])
    event.setCommitString("đ")
    QApplication.sendEvent(grid.table, event)
    assert sheet.text(at("von.a.dat")) == "Đạt"


def test_a_choice_needs_a_few_letters_without_accents(grid, sheet, at):
    go(grid, "von.a.nguon", at)
    type_text("di")
    press(KEY.Key_Return)
    assert sheet.text(at("von.a.nguon")) == "Địa phương"
    assert here(grid) == "von.b.nguon"


def test_space_opens_the_list_and_down_takes_from_it(grid, sheet, at):
    go(grid, "von.a.nguon", at)
    type_text(" ")
    editor = QApplication.focusWidget()
    assert isinstance(editor, ChoiceEdit)
    assert editor.is_open
    press(KEY.Key_Down)
    press(KEY.Key_Return)
    assert sheet.text(at("von.a.nguon")) == "Địa phương"
    assert grid.table.hasFocus()


def test_a_choice_that_is_not_in_the_list_is_kept_and_flagged(grid, page, sheet, at):
    go(grid, "von.a.nguon", at)
    type_text("xyz")
    press(KEY.Key_Return)
    page.editing.look_again()
    assert sheet.text(at("von.a.nguon")) == "xyz"
    assert page.editing.findings[0].code == "entries.not-a-choice"


def test_fitting_puts_what_starts_so_first():
    assert fitting(["Chưa đạt", "Đạt"], "d") == ["Đạt", "Chưa đạt"]


def test_a_computed_cell_says_that_it_is_computed(grid, page, at):
    go(grid, "von.tong.ke_hoach", at)
    type_text("5")
    assert "tự tính" in page.detail.said.text()
    assert QApplication.focusWidget() is grid.table


def test_delete_empties_the_selected_block_in_one_step(grid, page, sheet, at):
    page.editing.type_texts([(at(f"von.{r}.ke_hoach"), "5") for r in "abc"])
    go(grid, "von.a.ke_hoach", at)
    for _ in range(3):
        press(KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(KEY.Key_Delete)
    assert [sheet.text(at(f"von.{r}.ke_hoach")) for r in "abc"] == ["", "", ""]
    ctrl(KEY.Key_Z)
    assert [sheet.text(at(f"von.{r}.ke_hoach")) for r in "abc"] == ["5", "5", "5"]


def test_fill_down_copies_the_top_of_the_selection(grid, page, sheet, at):
    page.editing.type_texts([(at("von.a.ke_hoach"), "5")])
    go(grid, "von.a.ke_hoach", at)
    for _ in range(3):
        press(KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    ctrl(KEY.Key_D)
    assert [sheet.text(at(f"von.{r}.ke_hoach")) for r in "abc"] == ["5", "5", "5"]


def test_copying_gives_excel_a_block(grid, page, at):
    page.editing.type_texts(
        [(at("von.a.ke_hoach"), "1.234,5"), (at("von.a.luy_ke"), "2"), (at("von.b.luy_ke"), "3")]
    )
    go(grid, "von.a.ke_hoach", at)
    press(KEY.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    press(KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    ctrl(KEY.Key_C)
    assert QGuiApplication.clipboard().text() == "1.234,5\t2\n\t3"
    rows = read_html(QGuiApplication.clipboard().mimeData().html()).table.rows
    assert [[g.number for g in row] for row in rows] == [[Decimal("1234.5"), 2], [None, 3]]


def test_a_block_copied_here_is_pasted_here_as_it_was(grid, page, sheet, at):
    page.editing.type_texts(
        [(at("von.a.ke_hoach"), "1.234"), (at("von.a.luy_ke"), "12,5"), (at("von.a.dat"), "KAD")]
    )
    go(grid, "von.a.ke_hoach", at)
    for _ in range(3):
        press(KEY.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    ctrl(KEY.Key_C)
    go(grid, "von.b.ke_hoach", at)
    ctrl(KEY.Key_V)
    press(KEY.Key_Return)  # the rate is reckoned here, and told to be left out
    for column in ("ke_hoach", "luy_ke", "ty_le", "dat"):
        assert sheet.text(at(f"von.b.{column}")) == sheet.text(at(f"von.a.{column}"))


def test_f5_and_f6_add_and_remove_roster_rows(roster, sheet, at):
    press(KEY.Key_F5)
    type_text("Kênh mương")
    press(KEY.Key_Tab)
    type_text("250")
    press(KEY.Key_Return)
    press(KEY.Key_F5)
    assert sheet.rows("ct") == ("r1", "r2")
    assert roster.model.face(0, 1).text == "Kênh mương"
    assert here(roster) == "ct.r2.ten"
    press(KEY.Key_F6)
    assert sheet.rows("ct") == ("r1",)
    assert roster.table.hasFocus()
    press(KEY.Key_F6)
    assert sheet.rows("ct") == ()
    assert roster.empty.isVisible()
    ctrl(KEY.Key_Z)
    assert sheet.text(at("ct.r1.von")) == "250"


def test_a_click_on_a_row_name_goes_to_its_first_input_cell(grid):
    index = grid.model.index(4, 1)
    grid.frozen.clicked.emit(index)
    assert here(grid) == "von.c.ke_hoach"
    assert grid.frozen.itemDelegate().marked_row == 4


def test_the_point_of_the_keypad_is_the_decimal_comma(grid, sheet, at):
    go(grid, "von.a.ke_hoach", at)
    type_text("12")
    keypad = Qt.KeyboardModifier.KeypadModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, KEY.Key_Period, keypad, ".")
        QApplication.sendEvent(QApplication.focusWidget(), event)
    type_text("5")
    press(KEY.Key_Return)
    assert sheet.text(at("von.a.ke_hoach")) == "12,5"


def test_a_double_click_opens_the_list_of_a_choice(grid, at):
    go(grid, "von.a.nguon", at)
    spot = grid.table.visualRect(grid.table.currentIndex()).center()
    QTest.mouseClick(
        grid.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot
    )
    QTest.mouseDClick(
        grid.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot
    )
    assert grid.table.findChildren(ChoiceEdit)[0].is_open


def test_the_strip_names_a_roster_row(page, sheet, at):
    page.show_section(2)
    press(KEY.Key_F5)
    type_text("Kênh mương")
    press(KEY.Key_Tab)
    assert page.detail.wording.text().startswith("Kênh mương (dòng 1")
    assert sheet.text(at("ct.r1.ten")) == "Kênh mương"
