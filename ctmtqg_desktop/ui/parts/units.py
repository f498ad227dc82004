"""Choose a unit by typing a piece of its name, with or without accents, or of its code."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget
from typing_extensions import override

from ctmtqg_desktop.catalogue.records.lineage import Share
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.exchange.keeping.browse import Match
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.text import clean, fold, format_date, natural_key
from ctmtqg_desktop.ui.parts.fields import line
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.parts.table import calm_selection

Find = Callable[[str], Sequence[Match]]
"""Searches beyond the listed units; may be slow, so it runs on a worker."""
translate = QCoreApplication.translate
_TYPING_MS = 200


class _Units(QAbstractListModel):
    def __init__(self, units: Sequence[Unit], parent: QWidget) -> None:
        super().__init__(parent)
        self._all: tuple[tuple[str, Unit], ...] = ()
        self.shown: tuple[Unit, ...] = ()
        self._why: dict[Unit, str] = {}
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

    def add(self, found: Sequence[Match]) -> None:
        """Show units beside those that fit what was typed: where they lie, why they are here."""
        more = [match for match in found if match.unit not in self.shown]
        self._why = {m.unit: _joined(*m.above, match_words(m)) for m in found}
        self.beginResetModel()
        self.shown = (*self.shown, *(match.unit for match in more))
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return len(self.shown)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        unit = self.shown[index.row()]
        why = self._why.get(unit, "")
        return f"{unit_words(unit)}  ·  {why}" if why else unit_words(unit)


def unit_words(unit: Unit) -> str:
    """Return a unit's name, its code, and how long the code means it, where that ends."""
    words = translate("Units", "{name}  ·  mã {code}")
    if unit.valid_to:
        words = translate("Units", "{name}  ·  mã {code}, đến {day}")
    day = format_date(unit.valid_to) if unit.valid_to else ""
    return words.format(name=unit.name, code=unit.code, day=day)


def share_words(share: Share) -> str:
    """Return how much of a unit went over."""
    return say(f"screen.share-{share.value}", {})


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def match_words(match: Match) -> str:
    """Return why a unit was found by the words of another: "gồm toàn bộ Xã Sơn Bình (03413)"."""
    if match.by is None or match.share is None:
        return ""
    named = f"{match.by.name} ({match.by.code})"
    share = share_words(match.share)
    is_past = match.by.valid_from < match.unit.valid_from
    made_of = translate("Units", "gồm {share} {unit}")
    went = translate("Units", "vào {unit}: {share}")
    return (made_of if is_past else went).format(share=share, unit=named)


class UnitPicker(QWidget):
    """A search line over a list of units; with ``find`` over the national tables too.

    Signals:
        picked: the Unit, None when nothing fits.
    """

    picked = Signal(object)

    def __init__(
        self, units: Sequence[Unit], parent: QWidget, *, find: Find | None = None
    ) -> None:
        super().__init__(parent)
        self._find = find
        self.jobs = Jobs(self) if find is not None else None
        self._asked = 0
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._search)
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
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.timeout.connect(self._keep_in_view)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resized.start()  # when the list has its new height

    @property
    def unit(self) -> Unit | None:
        """Return the chosen unit."""
        index = self.list.currentIndex()
        return self._units.shown[index.row()] if index.isValid() else None

    def _keep_in_view(self) -> None:
        self.list.scrollTo(self.list.currentIndex())

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

    def close_search(self) -> None:
        """Stop searching; call it before the window goes."""
        self._typing.stop()
        if self.jobs is not None:
            self.jobs.close()

    def _search(self) -> None:
        """Look beyond the listed units, on the worker; an answer that is too late is let go."""
        find, text = self._find, clean(self.search.text()).strip()
        if find is None or self.jobs is None or not text:
            return
        self._asked += 1
        job = self.jobs.start(lambda _: find(text))
        job.done.connect(lambda found, asked=self._asked: self._add(asked, found))

    def _add(self, asked: int, found: Sequence[Match]) -> None:
        if asked != self._asked or self._typing.isActive():
            return
        chosen = self.unit
        self._units.add(found)
        shown = self._units.shown
        if shown:
            at = shown.index(chosen) if chosen in shown else 0
            self.list.setCurrentIndex(self._units.index(at, 0))

    def _sift(self, text: str) -> None:
        self._units.sift(text)
        if self._find is not None:
            self._typing.start()
        if text and self._units.shown:
            self.list.setCurrentIndex(self._units.index(0, 0))
        else:
            self.picked.emit(None)
