"""Where the keys lead after a cell, and what becomes of letters typed where they lead nowhere."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent


class CursorStep(Enum):
    """Where to go after a cell."""

    DOWN = "down"
    UP = "up"
    NEXT = "next"
    BACK = "back"


_STEPS = {
    Qt.Key.Key_Return: CursorStep.DOWN,
    Qt.Key.Key_Enter: CursorStep.DOWN,
    Qt.Key.Key_Tab: CursorStep.NEXT,
    Qt.Key.Key_Backtab: CursorStep.BACK,
}
_MOVES = frozenset(
    {
        Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home,
        Qt.Key.Key_End, Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_F2,
    }
)  # fmt: skip


def step_of(event: QKeyEvent) -> CursorStep | None:
    """Return where a key leads; Shift turns Enter upwards."""
    if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        return None
    step = _STEPS.get(Qt.Key(event.key()))
    if step is CursorStep.DOWN and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return CursorStep.UP
    return step


class LastCell:
    """Know that a key wanted to go on where nothing comes after.

    Until the cursor is moved or the cell opened on purpose, letters belong to a cell that is
    not there: they are told, and take no figure's place.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._end, self._typed = "", ""

    def reach(self, step: CursorStep) -> None:
        """Say that nothing comes after."""
        translate = QCoreApplication.translate
        column, form = translate("LastCell", "Hết cột"), translate("LastCell", "Hết biểu")
        self._end = form if step in {CursorStep.NEXT, CursorStep.BACK} else column
        if not self._typed:
            hint = translate("LastCell", "{end}: không còn ô nhập nào nữa.")
            self._say(hint.format(end=self._end))

    def leave(self) -> None:
        """Forget it: the cursor moved, or the cell was opened on purpose."""
        self._end, self._typed = "", ""

    def takes(self, event: QKeyEvent) -> bool:
        """Return whether a key's letter is told and not typed; a key that moves ends that."""
        typed = event.text()
        if typed and typed.isprintable():
            return self.swallow(typed)
        if event.key() in _MOVES:
            self.leave()
        return False

    def swallow(self, typed: str, composed: str = "") -> bool:
        """Say that letters are not taken; return whether that is so.

        Args:
            typed: what a key or an input method gives.
            composed: what it still composes.
        """
        if not self._end:
            return False
        self._typed = (self._typed + typed)[-40:]
        if self._typed or composed:
            hint = QCoreApplication.translate(
                "LastCell", "{end}: “{typed}” chưa được nhận. Bấm F2 để sửa ô này."
            )
            self._say(hint.format(end=self._end, typed=self._typed + composed))
        return True
