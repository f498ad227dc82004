"""DESIGN 8: an error nobody expected is written to a file and told; the window lives on."""

import gc
import sys
import threading
from datetime import datetime
from itertools import count

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.ui.frame import crash
from ctmtqg_desktop.ui.frame.crash import CrashTeller, CrashWatch, write_crash


@pytest.fixture
def crashing(tmp_path, qtbot, monkeypatch):
    """Give a button whose slot raises, under the hook of the program; and who tells of it."""
    for hooks in (sys, threading):
        monkeypatch.setattr(hooks, "excepthook", hooks.excepthook)
    times = count(5)
    watch = CrashWatch(tmp_path, lambda: datetime(2024, 1, 2, 3, 4, next(times), tzinfo=VIETNAM))
    watch.install()
    teller = CrashTeller()
    watch.happened.connect(teller.tell)
    button = QPushButton()
    button.clicked.connect(lambda: 1 / 0)
    qtbot.addWidget(button)
    button.show()
    yield button, teller
    if teller.box is not None:
        teller.box.close()
    shiboken6.delete(button)


def settle():
    """Let everything happen that was to happen later, deletions too."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    QCoreApplication.processEvents()


@pytest.mark.qt_no_exception_capture
def test_an_error_in_a_slot_is_told_by_a_box_that_stays(crashing, qtbot, tmp_path):
    button, teller = crashing
    button.click()
    qtbot.waitUntil(lambda: teller.box is not None)
    settle()
    boxes = [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox)]
    assert [box.isVisible() for box in boxes] == [True]
    assert str(tmp_path / "loi-20240102-030405.txt") in boxes[0].informativeText()
    boxes[0].button(QMessageBox.StandardButton.Ok).click()
    assert teller.box is None


@pytest.mark.qt_no_exception_capture
def test_a_second_error_is_told_in_the_open_box(crashing, qtbot):
    button, teller = crashing
    button.click()
    qtbot.waitUntil(lambda: teller.box is not None)
    first = teller.box
    button.click()
    qtbot.waitUntil(lambda: "2 lần" in first.informativeText())
    assert teller.box is first
    assert first.informativeText().count("loi-2024") == 2
    first.close()
    assert teller.box is None
    button.click()
    qtbot.waitUntil(lambda: teller.box is not None)
    assert "lần" not in teller.box.informativeText()


@pytest.mark.qt_no_exception_capture
def test_the_box_outlives_the_dialog_the_error_came_from(crashing, qtbot):
    button, teller = crashing
    dialog = QDialog()
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    button.click()
    qtbot.waitUntil(lambda: teller.box is not None)
    dialog.close()
    shiboken6.delete(dialog)
    settle()
    assert teller.box.isVisible()


def test_crashes_of_one_second_share_a_file_that_stays_small(tmp_path, monkeypatch):
    monkeypatch.setattr(crash, "MOST_BYTES", 5)
    clock = lambda: datetime(2024, 1, 1, tzinfo=VIETNAM)  # noqa: E731
    paths = {write_crash(tmp_path, clock, text) for text in ("mot\n", "hai\n", "ba\n")}
    (path,) = paths
    assert path.read_text("utf-8") == "mot\nhai\n"


def test_a_crash_is_written_and_told(tmp_path, qtbot):
    watch = CrashWatch(tmp_path / "loi", lambda: datetime(2024, 1, 2, 3, 4, 5, tzinfo=VIETNAM))
    with qtbot.waitSignal(watch.happened) as got:
        watch.catch(ValueError, ValueError("xấu"), None)
    assert got.args[0].name == "loi-20240102-030405.txt"
    assert "ValueError: xấu" in got.args[0].read_text(encoding="utf-8")


def test_a_crash_on_a_full_disk_is_still_told(tmp_path):
    blocked = tmp_path / "tep"
    blocked.write_text("")
    clock = lambda: datetime(2024, 1, 1, tzinfo=VIETNAM)  # noqa: E731
    assert write_crash(blocked, clock, "x") is None
