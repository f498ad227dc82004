"""Issue 9, hands: a word in composition survives whatever leaves its cell."""

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from ctmtqg_desktop.catalogue.records.form import CellType
from ctmtqg_desktop.entries.overview import inputs
from ctmtqg_desktop.ui.fill.form_tree import FORM
from ctmtqg_desktop.ui.sender_window import Sender

NTM = "ntm-cong-trinh"


@pytest.fixture
def composed(sender, qtbot):
    """Open a list with one row and compose a word in its first text cell."""
    sender.go(FORM + NTM)
    qtbot.waitUntil(lambda: sender.entry.page is not None)
    page = sender.entry.page
    page.view().add_row()
    cell = next(c for c in inputs(page.sheet) if page.sheet.spec(c).type is CellType.TEXT)
    page.go_to(cell)
    qtbot.waitUntil(page.view().table.hasFocus)
    QApplication.sendEvent(QApplication.focusWidget(), QInputMethodEvent("Nguyễn", []))
    return sender, page.sheet, cell


@pytest.mark.parametrize("leave", [
    lambda sender: sender.shell.close(),
    lambda sender: sender.go("home"),
    Sender.check,
], ids=["close", "home", "sign"])  # fmt: skip
def test_it_is_stored_when_the_window_goes_on(composed, leave):
    sender, sheet, cell = composed
    leave(sender)
    assert sheet.text(cell) == "Nguyễn"
    assert sender.desk.workspace.sheets.load(sheet.key).entries[cell] == "Nguyễn"
