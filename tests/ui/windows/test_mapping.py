"""Issue 9, part 4: any workbook through the mapping screen, by keyboard and by choice."""

import os
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from ctmtqg_desktop.catalogue.records.form import Cell

WORKS = "ntm-cong-trinh"
PICTURES = os.environ.get("CTMTQG_PICTURES", "")
MESSY = (
    ("UBND XÃ BÌNH LƯ",),
    ("DANH SÁCH CÔNG TRÌNH NĂM 2024",),
    (),
    ("STT", "Tên công trình", "Địa điểm", "Vốn giao", "Đã trả (triệu đồng)", "Ghi chú"),
    (1, "Đường bản Hon", "Bản Hon", "28,113", 5, None),
    (2, "Cầu treo Nà Cà", "Nà Cà", "1.234,5", "chưa rõ", "chờ duyệt"),
    (3, "Kênh Thèn Thầu", "Thèn Thầu", 90, 12.5, None),
    ("Tổng cộng", None, None, 1352.613, 17.5, None),
    (),
    (None, None, None, "Người lập biểu"),
)


def picture(widget, name):
    """Keep a picture for whoever wants to look."""
    if PICTURES:
        widget.grab().save(str(Path(PICTURES) / f"{name}.png"))


@pytest.fixture
def messy(tmp_path):
    book = Workbook()
    book.active.title = "Sheet1"
    for row in MESSY:
        book.active.append(row)
    book.create_sheet("Ghi chú").append(["không có gì"])
    path = tmp_path / "la.xlsx"
    book.save(path)
    return path


@pytest.fixture
def window(sender, qtbot):
    sender.shell.resize(1366, 740)
    sender.shell.show()
    qtbot.waitUntil(lambda: not sender.jobs.is_busy and not sender.is_opening)
    sender.open_form(WORKS)
    return sender


@pytest.fixture
def dialog(window, messy, qtbot):
    window.books.take(messy)
    qtbot.waitUntil(lambda: window.books.mapping is not None and not window.jobs.is_busy)
    return window.books.mapping


def still(window, qtbot):
    qtbot.waitUntil(lambda: not window.jobs.is_busy)


def choose(combo, data):
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())


def test_heading_columns_and_total_are_found_and_shown(dialog):
    assert dialog.sheet.currentText() == "Sheet1"
    assert dialog.section.currentData() == "cong_trinh"
    assert dialog.heading.value() == 4
    assert dialog.columns.combos[1].currentData() == "ten"
    assert dialog.columns.combos[2].currentData() == "dia_diem"
    assert [row for row in range(4, 8) if dialog.rows.is_taken(row)] == [4, 5, 6]
    picture(dialog, "map-sheet")


def test_columns_are_chosen_and_questions_answered_and_all_goes_in(window, dialog, qtbot):
    choose(dialog.columns.combos[3], "ke_hoach")
    still(window, qtbot)
    choose(dialog.columns.combos[4], "luy_ke")
    still(window, qtbot)
    choose(dialog.columns.combos[5], "")
    still(window, qtbot)
    dialog.tabs.setCurrentIndex(1)
    picture(dialog, "map-before-after")
    codes = {line.reason for line in dialog.table.records._rows}
    assert any("chưa rõ" in reason for reason in codes)
    assert "1.234,5" in " ".join(line.came for line in dialog.table.records._rows)
    assert all(c.currentData() for c in dialog.switches.combos)
    dialog.take.click()
    sheet = window.desk.sheet(WORKS, window.period)
    qtbot.waitUntil(lambda: len(sheet.rows("cong_trinh")) == 3)
    still(window, qtbot)
    first = sheet.rows("cong_trinh")[0]
    assert sheet.text(Cell("cong_trinh", first, "ke_hoach")) == "28,113"
    window.entry.undo()
    assert sheet.rows("cong_trinh") == ()


def test_another_heading_row_and_no_section_are_said_by_keyboard(window, dialog, qtbot):
    dialog.heading.setFocus()
    QTest.keyClick(dialog.heading, Qt.Key.Key_Down)
    still(window, qtbot)
    assert dialog.heading.value() == 3
    QTest.keyClick(dialog.heading, Qt.Key.Key_Up)
    still(window, qtbot)
    assert dialog.columns.combos[1].currentData() == "ten"
    choose(dialog.section, "")
    still(window, qtbot)
    assert not dialog.take.isEnabled()
    choose(dialog.section, "cong_trinh")
    still(window, qtbot)
    assert dialog.take.isEnabled()


def test_a_row_is_left_out_and_taken_again_by_its_tick(window, dialog, qtbot):
    for expected in (False, True):
        state = Qt.CheckState.Checked if expected else Qt.CheckState.Unchecked
        dialog.rows.setData(dialog.rows.index(5, 0), state, Qt.ItemDataRole.CheckStateRole)
        still(window, qtbot)
        assert dialog.rows.is_taken(5) is expected


def test_a_question_is_answered_once_for_its_column(window, dialog, qtbot):
    dialog.rows.setData(
        dialog.rows.index(5, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole
    )
    still(window, qtbot)
    choose(dialog.columns.combos[3], "ke_hoach")
    still(window, qtbot)
    combo = next(c for c in dialog.switches.findChildren(QComboBox) if not c.currentData())
    dialog.tabs.setCurrentIndex(1)
    picture(dialog, "map-asked")
    choose(combo, "dot")
    still(window, qtbot)
    assert "28.113" in [line.came for line in dialog.table.records._rows]


def test_escape_takes_nothing(window, dialog, qtbot):
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.books.mapping is None)
    assert window.desk.sheet(WORKS, window.period).rows("cong_trinh") == ()


def test_a_mapping_that_was_accepted_is_proposed_again_and_forgotten(window, dialog, messy, qtbot):
    choose(dialog.columns.combos[3], "ke_hoach")
    still(window, qtbot)
    dialog.rows.setData(
        dialog.rows.index(5, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole
    )
    still(window, qtbot)
    choose(next(c for c in dialog.switches.findChildren(QComboBox) if not c.currentData()), "dot")
    still(window, qtbot)
    choose(dialog.columns.combos[5], "")
    still(window, qtbot)
    assert not dialog.known.isVisible()
    dialog.take.click()
    qtbot.waitUntil(lambda: window.books.mapping is None)
    still(window, qtbot)
    window.books.take(messy)
    qtbot.waitUntil(lambda: window.books.mapping is not None and not window.jobs.is_busy)
    again = window.books.mapping
    assert again.columns.combos[3].currentData() == "ke_hoach"
    assert again.columns.combos[5].currentData() == ""
    assert again.known.isVisible()
    picture(again, "map-known")
    again.known.offer.click()
    still(window, qtbot)
    assert not window.desk.workspace.book_maps.of(WORKS)
    again.reject()


def test_enter_in_a_field_carries_nothing_out(window, dialog, qtbot):
    for field in (dialog.heading, dialog.sheet, dialog.columns.combos[1], dialog.view):
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Return)
        still(window, qtbot)
        assert window.books.mapping is dialog
    dialog.take.setFocus()
    QTest.keyClick(dialog.take, Qt.Key.Key_Return)
    sheet = window.desk.sheet(WORKS, window.period)
    qtbot.waitUntil(lambda: len(sheet.rows("cong_trinh")) == 3)
    still(window, qtbot)
