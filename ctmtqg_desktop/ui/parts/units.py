"""Choose a unit by typing a piece of its name, with or without accents, or of its code."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget
from typing_extensions import override

from ctmtqg_desktop.catalogue.units import Unit
from ctmtqg_desktop.text import fold, format_date, natural_key
from ctmtqg_desktop.ui.parts.fields import line
from ctmtqg_desktop.ui.parts.table import calm_selection


class _Units(QAbstractListModel):
    def __init__(self, units: Sequence[Unit], parent: QWidget) -> None:
        super().__init__(parent)
        self._all: tuple[tuple[str, Unit], ...] = ()
        self.shown: tuple[Unit, ...] = ()
        self.offer(units)

    def offer(self, units: Sequence[Unit]) -> None:
        ordered = sorted(units, key=lambda u: (natural_key(u.name), u.code, u.valid_from))
        self._all = tuple((fold(f"{u.name} {u.code}"), u) for u in ordered)
        self.sift("")

    def sift(self, text: str) -> None:
        wanted = fold(text).split()
        self.beginResetModel()
        self.shown = tuple(u for folded, u in self._all if all(w in folded for w in wanted))
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return len(self.shown)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return unit_words(self.shown[index.row()])


def unit_words(unit: Unit) -> str:
    """Return a unit's name, its code, and how long the code means it, where that ends."""
    until = f", đến {format_date(unit.valid_to)}" if unit.valid_to else ""
    return f"{unit.name}  ·  mã {unit.code}{until}"


class UnitPicker(QWidget):
    """A search line over a list of units.

    Signals:
        picked: the Unit, None when nothing fits.
    """

    picked = Signal(object)

    def __init__(self, units: Sequence[Unit], parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.search = line(self, hint=self.tr("Gõ tên hoặc mã, không cần dấu: binh lu, 03412…"))
        self.search.setAccessibleName(self.tr("Tìm đơn vị"))
        self._units = _Units(units, self)
        self.list = QListView(self)
        self.list.setAccessibleName(self.tr("Danh sách đơn vị"))
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(2)
        calm_selection(self.list)
        self.list.setModel(self._units)
        self.list.selectionModel().currentChanged.connect(lambda: self.picked.emit(self.unit))
        self.search.textChanged.connect(self._sift)
        self.search.returnPressed.connect(self.list.setFocus)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.search)

    @property
    def unit(self) -> Unit | None:
        """Return the chosen unit."""
        index = self.list.currentIndex()
        return self._units.shown[index.row()] if index.isValid() else None

    def choose(self, code: str) -> None:
        """Choose the unit of a code, where it is listed."""
        for row, unit in enumerate(self._units.shown):
            if unit.code == code:
                self.list.setCurrentIndex(self._units.index(row, 0))
                return

    def offer(self, units: Sequence[Unit]) -> None:
        """List other units."""
        self._units.offer(units)
        self._sift(self.search.text())

    def _sift(self, text: str) -> None:
        self._units.sift(text)
        if text and self._units.shown:
            self.list.setCurrentIndex(self._units.index(0, 0))
        else:
            self.picked.emit(None)
