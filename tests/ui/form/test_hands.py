"""Issue 9, hands: a composed word, F2, the end of a column and the end of a roster."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ctmtqg_desktop.entries.rows import remove_rows

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


def compose(preedit, commit=""):
    """Send what an input method sends while a word grows, and when it is complete."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def click(grid, cell, at):
    """Press a cell with the mouse, as the window system does it: the focus moves first."""
    row, column = grid.model.place(at(cell))
    spot = grid.table.visualRect(grid.model.index(row, column)).center()
    grid.table.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.mouseClick(grid.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)


@pytest.mark.parametrize("way", ["begun", "open"])
def test_a_word_in_composition_is_taken_on_a_click(grid, sheet, at, way):
    go(grid, "von.a.ghi_chu", at)
    if way == "open":
        press(KEY.Key_F2)
    compose("Nguyễn")
    click(grid, "von.b.ghi_chu", at)
    assert sheet.text(at("von.a.ghi_chu")) == "Nguyễn"
    compose("ă")
    compose("", "ăn")
    press(KEY.Key_Return)
    assert sheet.text(at("von.a.ghi_chu")) == "Nguyễn"
    assert sheet.text(at("von.b.ghi_chu")) == "ăn"


def test_a_word_in_composition_is_taken_by_buttons_that_take_no_focus(roster, sheet, at):
    press(KEY.Key_F5)
    compose("Kênh")
    roster.bar.add.click()
    assert sheet.text(at("ct.r1.ten")) == "Kênh"
    assert here(roster) == "ct.r2.ten"
    compose("Đường")
    roster.go_to(at("ct.r1.von"))
    assert sheet.text(at("ct.r2.ten")) == "Đường"


@pytest.mark.parametrize("key", [KEY.Key_Tab, KEY.Key_Return, KEY.Key_Enter])
def test_a_word_in_composition_is_taken_by_a_key(grid, sheet, at, key):
    go(grid, "von.a.ghi_chu", at)
    compose("", "Lò ")
    compose("Văn")
    press(key)
    assert sheet.text(at("von.a.ghi_chu")) == "Lò Văn"


def test_a_word_in_composition_is_taken_when_the_section_or_the_focus_changes(page, grid, at):
    sheet = page.sheet
    go(grid, "von.a.ghi_chu", at)
    compose("Văn")
    page.show_section(2)
    assert sheet.text(at("von.a.ghi_chu")) == "Văn"
    page.show_section(1)
    go(grid, "von.b.ghi_chu", at)
    compose("Thị")
    ctrl(KEY.Key_G)
    assert sheet.text(at("von.b.ghi_chu")) == "Thị"
    go(grid, "von.c.ghi_chu", at)
    compose("Ba")
    page.commit_typing()
    assert sheet.text(at("von.c.ghi_chu")) == "Ba"


def test_f2_goes_on_at_the_end_and_arrows_move_the_caret(grid, sheet, at):
    go(grid, "von.a.ke_hoach", at)
    type_text("12")
    press(KEY.Key_Return)
    go(grid, "von.a.ke_hoach", at)
    press(KEY.Key_F2)
    type_text("3")
    press(KEY.Key_Left)
    press(KEY.Key_Up)
    type_text("9")
    press(KEY.Key_Return)
    assert sheet.text(at("von.a.ke_hoach")) == "1.293"


def test_typing_past_the_end_of_a_column_loses_nothing_in_silence(page, grid, sheet, at):
    said = []
    page.editing.said.connect(said.append)
    go(grid, "von.b.ke_hoach", at)
    for figure in "5678":
        type_text(figure)
        press(KEY.Key_Return)
    assert [sheet.text(at(f"von.{row}.ke_hoach")) for row in "bc"] == ["5", "6"]
    assert any("Hết cột" in words for words in said)
    assert "“78”" in said[-1]
    press(KEY.Key_F2)
    type_text("0")
    press(KEY.Key_Return)
    assert sheet.text(at("von.c.ke_hoach")) == "60"


def test_letters_typed_past_the_end_answer_nothing_and_compose_nothing(grid, sheet, at):
    go(grid, "von.c.dat", at)
    type_text("d")
    press(KEY.Key_Return)
    type_text("c")
    assert sheet.text(at("von.c.dat")) == "Đạt"
    go(grid, "von.c.ghi_chu", at)
    compose("", "xong")
    press(KEY.Key_Tab)
    compose("Văn")
    compose("", "Văn")
    type_text("a")
    assert sheet.text(at("von.c.ghi_chu")) == "xong"
    press(KEY.Key_Up)
    press(KEY.Key_Down)
    type_text("thôi")
    press(KEY.Key_Return)
    assert sheet.text(at("von.c.ghi_chu")) == "thôi"


def test_a_word_composed_past_the_end_is_told_while_it_grows(page, grid, at):
    said = []
    page.editing.said.connect(said.append)
    go(grid, "von.c.ghi_chu", at)
    press(KEY.Key_Return)
    compose("nữ")
    assert "“nữ”" in said[-1]
    compose("", "nữa")
    assert "“nữa”" in said[-1]


@pytest.mark.parametrize("key", [KEY.Key_Tab, KEY.Key_Return, KEY.Key_Enter])
def test_a_roster_grows_under_the_hands_and_keeps_no_blank_row(roster, sheet, at, key):
    press(KEY.Key_F5)
    for name in ("Kênh mương", "Đường"):
        type_text(name)
        press(KEY.Key_Tab)
        press(KEY.Key_Tab)
        type_text("01/02/2024")
        press(key)
    assert [sheet.text(at(f"ct.{row}.ten")) for row in sheet.rows("ct")] == [
        "Kênh mương", "Đường", "",
    ]  # fmt: skip
    assert here(roster) == "ct.r3.ten"
    press(key)
    assert len(sheet.rows("ct")) == 3
    roster.commit_typing()
    assert len(sheet.rows("ct")) == 2
    ctrl(KEY.Key_Z)
    assert sheet.text(at("ct.r2.ngay")) == ""


def test_a_row_that_grew_goes_when_it_is_left_blank(roster, sheet, at, qtbot):
    press(KEY.Key_F5)
    type_text("Kênh mương")
    press(KEY.Key_Return)
    assert len(sheet.rows("ct")) == 2
    go(roster, "ct.r1.von", at)
    qtbot.waitUntil(lambda: len(sheet.rows("ct")) == 1)
    assert here(roster) == "ct.r1.von"


def test_a_cell_of_a_row_that_is_going_is_nothing(roster, sheet, at):
    """Input methods ask about the cell under the cursor while its row goes."""
    press(KEY.Key_F5)
    index = roster.model.index(0, 1)
    assert roster.model.flags(index) & Qt.ItemFlag.ItemIsEditable
    step = remove_rows(sheet, "ct", ("r1",))
    assert not roster.model.flags(index) & Qt.ItemFlag.ItemIsEditable
    sheet.apply(step.change.inverse())


def test_the_reason_is_reached_and_written_by_keys_alone(page, grid, sheet, at):
    go(grid, "von.a.ke_hoach", at)
    type_text("1")
    press(KEY.Key_Tab)
    type_text("2")
    press(KEY.Key_F4)
    box = page.findings.reason.text
    assert box.hasFocus()
    press(KEY.Key_Escape)
    assert grid.table.hasFocus()
    press(KEY.Key_F4)
    type_text("bổ sung vốn")
    ctrl(KEY.Key_Return)
    assert sheet.reasons == {("qua-ke-hoach", "von.a.luy_ke"): "bổ sung vốn"}
    assert grid.table.hasFocus()
    assert here(grid) == "von.a.luy_ke"


def test_where_nothing_asks_for_a_reason_the_key_says_so(page, grid):
    said = []
    page.editing.said.connect(said.append)
    press(KEY.Key_F4)
    assert "Không có phát hiện nào" in said[-1]
    assert grid.table.hasFocus()
