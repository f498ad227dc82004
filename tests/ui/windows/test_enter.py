"""Issue 9, hands: Enter presses whatever button has the focus, on every page and in dialogs."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QPushButton, QToolButton, QVBoxLayout
from typing_extensions import override

from ctmtqg_desktop.ui.pages import RECEIVER_PAGES, SENDER_PAGES
from ctmtqg_desktop.ui.parts import enter_press

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def buttons(window):
    """Return the buttons that the keyboard can reach now."""
    found = [*window.findChildren(QPushButton), *window.findChildren(QToolButton)]
    reached = Qt.FocusPolicy.TabFocus
    return [b for b in found if b.isVisible() and b.isEnabled() and b.focusPolicy() & reached]


@pytest.fixture
def pressed(monkeypatch):
    """Note what would be pressed, and press nothing."""
    found = []
    monkeypatch.setattr(enter_press, "_press", found.append)
    return found


@pytest.mark.parametrize("side", ["sender", "receiver"])
def test_enter_presses_every_button_of_every_page(side, request, pressed, qtbot):
    owner = request.getfixturevalue(side)
    seen = set()
    for spec in SENDER_PAGES if side == "sender" else RECEIVER_PAGES:
        owner.go(spec.id)
        qtbot.waitUntil(lambda: not owner.jobs.is_busy)
        for button in buttons(owner.shell):
            button.setFocus(Qt.FocusReason.TabFocusReason)
            if not button.hasFocus():
                continue
            for key in ENTER:
                pressed.clear()
                QTest.keyClick(button, key)
                assert pressed == [button], (spec.id, button.text())
            seen.add(button)
    assert len(seen) > 5, "the walk found too few buttons"


def test_enter_presses_a_button_of_a_dialog_and_not_another_one(qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    first, second = QPushButton("1", dialog), QPushButton("2", dialog)
    for button in (first, second):
        QVBoxLayout(dialog) if dialog.layout() is None else None
        dialog.layout().addWidget(button)
        button.setAutoDefault(False)
    second.setDefault(True)
    clicks = []
    first.clicked.connect(lambda: clicks.append(1))
    second.clicked.connect(lambda: clicks.append(2))
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert clicks == [1]


class Lists(QToolButton):
    """A button whose list opens without waiting for a choice."""

    def __init__(self):
        super().__init__()
        self.opened = 0
        self.setMenu(QMenu(self))

    @override
    def showMenu(self):
        self.opened += 1


def test_a_held_key_presses_once_and_a_list_opens(qtbot):
    button = Lists()
    qtbot.addWidget(button)
    button.show()
    button.activateWindow()
    qtbot.waitUntil(button.isActiveWindow)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True
    )
    QApplication.sendEvent(button, held)
    assert button.opened == 1


def test_enter_answers_the_pane_of_a_paste(page, qtbot):
    page.show_section(1)
    grid = page.view()
    grid.take_block("abc\t2\n3\tx")
    pane = grid.pane
    assert pane.isVisible()
    pane.none.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert not pane.isVisible()
