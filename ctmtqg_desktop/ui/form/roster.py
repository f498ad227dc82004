"""Rows that come and go: how an old list of rows becomes the new one, and the bar above them."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from ctmtqg_desktop.ui.look.icons import icon
from ctmtqg_desktop.ui.look.theme import COLOURS


@dataclass(frozen=True, slots=True)
class Move:
    """Neighbouring rows that came or went, in places as they are at that moment."""

    first: int
    keys: tuple[str, ...]
    is_added: bool


def row_moves(old: Sequence[str], new: Sequence[str]) -> list[Move]:
    """Return the moves that turn one list of keys into another, in the order to make them."""
    found: list[Move] = []
    shift = 0
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what in {"delete", "replace"}:
            found.append(Move(a + shift, tuple(old[a:b]), is_added=False))
            shift -= b - a
        if what in {"insert", "replace"}:
            found.append(Move(a + shift + (b - a), tuple(new[c:d]), is_added=True))
            shift += d - c
    return found


class RosterBar(QFrame):
    """Buttons to add and remove rows, with their keys, and how many rows there are."""

    add_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        self.add = self._button("plus", self.tr("Thêm dòng (F5)"), row)
        self.add.clicked.connect(self.add_wanted)
        self.remove = self._button("trash-2", self.tr("Xóa dòng (F6)"), row)
        self.remove.clicked.connect(self.remove_wanted)
        hint = QLabel(self.tr("Dán từ Excel: Ctrl+V, tự thêm dòng còn thiếu"), self)
        hint.setProperty("role", "faint")
        row.addWidget(hint)
        row.addStretch(1)
        self.count = QLabel(self)
        self.count.setProperty("role", "soft")
        row.addWidget(self.count)

    def show_count(self, rows: int) -> None:
        """Write how many rows there are; removing needs one."""
        self.count.setText(self.tr("{rows} dòng").format(rows=rows))
        self.remove.setEnabled(rows > 0)

    def _button(self, drawing: str, words: str, row: QHBoxLayout) -> QToolButton:

        button = QToolButton(self)
        button.setText(f" {words}")  # the style sets the icon close to the words
        button.setIcon(icon(drawing, COLOURS.accent, size=16))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(button)
        return button
