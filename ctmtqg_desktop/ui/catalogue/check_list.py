"""A short list of things to tick, by id."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ctmtqg_desktop.ui.look.labels import tip

_ID = Qt.ItemDataRole.UserRole
_ROW = 20


class CheckList(QListWidget):
    """Things with a box before each.

    Signals:
        changed: a box was ticked or cleared.
    """

    changed = Signal()

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        for one, words in choices:
            item = QListWidgetItem(words, self)
            item.setToolTip(tip(words))
            item.setData(_ID, one)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(lambda _: self.changed.emit())

    def show_rows(self, count: int) -> None:
        """Be as high as so many lines."""
        self.setFixedHeight(count * _ROW + 8)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Return the ids that are ticked, in the order of the list."""
        items = (self.item(row) for row in range(self.count()))
        return tuple(
            str(item.data(_ID)) for item in items if item.checkState() is Qt.CheckState.Checked
        )

    def choose(self, ids: Iterable[str]) -> None:
        """Tick these and no others."""
        wanted = set(ids)
        for row in range(self.count()):
            item = self.item(row)
            is_on = item.data(_ID) in wanted
            item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
