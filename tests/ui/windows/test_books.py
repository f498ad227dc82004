"""Issue 9, part 4: workbooks at the entry page, by keyboard; one step of undo."""

import os
from pathlib import Path

import pytest
from held_book import Held
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from ctmtqg_desktop.catalogue.records.form import Cell

FUNDS, WORKS = "ntm-nguon-luc", "ntm-cong-trinh"
PLAN = Cell("nguon_luc", "nsdp", "ke_hoach")
PICTURES = os.environ.get("CTMTQG_PICTURES", "")


def picture(widget, name):
    """Keep a picture for whoever wants to look."""
    if PICTURES:
        widget.grab().save(str(Path(PICTURES) / f"{name}.png"))


@pytest.fixture
def window(sender, qtbot):
    made = sender
    made.shell.resize(1366, 740)
    made.shell.show()
    qtbot.waitUntil(lambda: not made.jobs.is_busy and not made.is_opening)
    made.open_form(FUNDS)
    return made


def handed(window, qtbot, path, form=FUNDS):
    window.open_form(form)
    window.books.hand_out(path)
    qtbot.waitUntil(lambda: path.exists() and not window.jobs.is_busy)
    return Held(path)


def taken(window, qtbot, path):
    window.books.take(path)
    qtbot.waitUntil(lambda: not window.jobs.is_busy)


def text(window, cell=PLAN, form=FUNDS):
    return window.desk.sheet(form, window.period).text(cell)


def test_a_good_workbook_comes_back_with_one_click_and_one_undo(window, qtbot, tmp_path):
    held = handed(window, qtbot, tmp_path / "a.xlsx")
    before = text(window)
    held.put(str(PLAN), 77.5)
    held.put("nguon_luc.nsdp.luy_ke", 12)
    held.save()
    taken(window, qtbot, held.path)
    qtbot.waitUntil(lambda: text(window) == "77,5")
    assert window.books.dialog is None
    assert window.entry.updatesEnabled()
    assert "2 ô" in window.shell.notice.text()
    picture(window.shell, "taken")
    window.entry.undo()
    assert text(window) == before
    window.entry.redo()
    assert text(window) == "77,5"


def test_what_is_open_is_asked_and_answered_by_keyboard(window, qtbot, tmp_path):
    held = handed(window, qtbot, tmp_path / "a.xlsx")
    for row in ("nsdp", "cong_dong"):
        for column in ("ke_hoach", "keo_dai", "trong_ky", "luy_ke"):
            held.put(f"nguon_luc.{row}.{column}", None)
    held.put(str(PLAN), "28,113")
    held.put("nguon_luc.cong_dong.luy_ke", "nhiều")
    held.save()
    taken(window, qtbot, held.path)
    qtbot.waitUntil(lambda: window.books.dialog is not None)
    dialog = window.books.dialog
    qtbot.waitUntil(dialog.isVisible)
    picture(dialog, "asked")
    assert dialog.table.records.rowCount() > 1
    combo = next(c for c in dialog.switches.findChildren(QComboBox) if not c.currentData())
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    QTest.keyClick(combo, Qt.Key.Key_Down)
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    picture(dialog, "answered")
    assert all(c.currentData() for c in dialog.switches.combos)
    QTest.keyClick(dialog.take, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.books.dialog is None and not window.jobs.is_busy)
    qtbot.waitUntil(lambda: text(window) == "28.113")


def test_a_cell_that_both_changed_is_decided_in_the_dialog(window, qtbot, tmp_path):
    held = handed(window, qtbot, tmp_path / "a.xlsx")
    held.put(str(PLAN), 5)
    held.save()
    page = window.entry.page
    page.editing.type_texts([(PLAN, "6")])
    taken(window, qtbot, held.path)
    qtbot.waitUntil(lambda: window.books.dialog is not None)
    dialog = window.books.dialog
    assert dialog.prefers.isVisibleTo(dialog)
    assert not dialog.take.isEnabled()
    dialog.prefers.setCurrentIndex(1)
    dialog.prefers.activated.emit(1)
    qtbot.waitUntil(lambda: dialog.take.isEnabled() and not window.jobs.is_busy)
    dialog.take.click()
    qtbot.waitUntil(lambda: text(window) == "5")


def test_escape_leaves_everything_as_it_was(window, qtbot, tmp_path):
    held = handed(window, qtbot, tmp_path / "a.xlsx")
    before = text(window)
    held.put(str(PLAN), "nhiều")
    held.save()
    taken(window, qtbot, held.path)
    qtbot.waitUntil(lambda: window.books.dialog is not None)
    QTest.keyClick(window.books.dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.books.dialog is None)
    assert text(window) == before


def test_a_file_dropped_on_the_form_is_taken(window, qtbot, tmp_path):
    held = handed(window, qtbot, tmp_path / "a.xlsx")
    held.put(str(PLAN), 4)
    held.save()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(held.path))])
    buttons = Qt.MouseButton.LeftButton
    event = QDropEvent(
        QPointF(40, 40), Qt.DropAction.CopyAction, data, buttons, Qt.KeyboardModifier.NoModifier
    )
    window.entry.dropEvent(event)
    qtbot.waitUntil(lambda: text(window) == "4")


def test_a_list_that_came_back_grows_on_screen(window, qtbot, tmp_path):
    held = handed(window, qtbot, tmp_path / "a.xlsx", WORKS)
    before = len(window.desk.sheet(WORKS, window.period).rows("cong_trinh"))
    for number in range(3):
        held.put("cong_trinh.+.ten", f"Công trình mới {number}", number)
    held.save()
    taken(window, qtbot, held.path)
    rows = window.desk.sheet(WORKS, window.period).rows
    qtbot.waitUntil(lambda: len(rows("cong_trinh")) == before + 3)
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    picture(window.shell, "grown")
    window.entry.undo()
    assert len(rows("cong_trinh")) == before


def test_a_workbook_of_another_period_is_refused_in_words(window, qtbot, tmp_path):
    held = handed(window, qtbot, tmp_path / "a.xlsx")
    sheet = held.book["ctmtqg"]
    sheet.cell(4, 2).value = "2023"
    held.save()
    taken(window, qtbot, held.path)
    assert "đã bị sửa" in window.shell.notice.text()
    picture(window.shell, "refused")
