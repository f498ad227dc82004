"""Undo: one command per change a person made."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand
from typing_extensions import override

from ctmtqg_desktop.entries.change import Change


class ChangeCommand(QUndoCommand):
    """Hold a change that was already made, and replay it or its inverse."""

    def __init__(self, words: str, change: Change, replay: Callable[[Change], None]) -> None:
        super().__init__(words)
        self._change = change
        self._replay = replay
        self._is_made = True

    @override
    def redo(self) -> None:
        if self._is_made:  # the stack calls redo when the command is pushed
            self._is_made = False
            return
        self._replay(self._change)

    @override
    def undo(self) -> None:
        self._replay(self._change.inverse())
