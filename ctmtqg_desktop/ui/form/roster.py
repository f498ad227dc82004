"""Rows that come and go: how an old list of rows becomes the new one, and the bar above them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

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
    had, wanted = set(old), set(new)
    if [key for key in old if key in wanted] != [key for key in new if key in had]:
        return [Move(0, tuple(old), is_added=False), Move(0, tuple(new), is_added=True)]
    gone = [Move(first, keys, is_added=False) for first, keys in _runs(old, wanted)]
    come = [Move(first, keys, is_added=True) for first, keys in _runs(new, had)]
    return [*reversed(gone), *come]


def _runs(keys: Sequence[str], others: set[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the neighbours that are not among others, and where they stand."""
    first = 0
    for is_among, run in groupby(keys, others.__contains__):
        found = tuple(run)
        if not is_among:
            yield first, found
        first += len(found)


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
