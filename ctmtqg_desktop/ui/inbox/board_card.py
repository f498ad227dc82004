"""The board: every unit against the reports that are due, and what of it is looked at."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

from ctmtqg_desktop.ui.inbox.board_filters import BoardFilters, Sieve
from ctmtqg_desktop.ui.inbox.board_words import (
    line_sign,
    place_colour,
    place_is_late,
    place_sign,
    place_tip,
    place_words,
    unit_sign,
)
from ctmtqg_desktop.ui.inbox.parcels import BoardPlace, SetColumn, UnitStanding
from ctmtqg_desktop.ui.inbox.pinned_table import PinnedTable
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.badges import line_words
from ctmtqg_desktop.ui.parts.card import Card, Empty, button
from ctmtqg_desktop.ui.parts.table import Field

_T = TypeVar("_T")
_UNIT_WIDTH, _LEAST, _BESIDE = 190, 92, 46
"""Pixels: of the unit's column, of a report's at least, and what stands beside its words."""


class BoardCard(Card):
    """Show where every unit stands; a report that is not due has a column on request only.

    Signals:
        chosen: the UnitStanding and the BoardPlace under the cursor, or None twice.
        opened: the same, on Enter or a double click.
        receipts_wanted: write the receipts that were not given yet.
    """

    chosen = Signal(object, object)
    opened = Signal(object, object)
    receipts_wanted = Signal()

    def __init__(self, columns: Sequence[SetColumn], parent: QWidget) -> None:
        super().__init__("", parent)
        self._all_columns = tuple(columns)
        self.columns: tuple[SetColumn, ...] = ()
        self._standings: tuple[UnitStanding, ...] = ()
        self._sieve = Sieve()
        self._marked = ""
        receipts = button(self.tr("Cấp biên nhận…"), self, picture="package-check")
        receipts.clicked.connect(self.receipts_wanted)
        self.heading.addWidget(receipts)
        self.filters = BoardFilters(self)
        self.filters.changed.connect(self._show)
        self.filters.left.connect(self._to_table)
        self.body.addWidget(self.filters)
        self.body.addLayout(self._stack(), 1)
        find = QShortcut(QKeySequence("Ctrl+G"), parent)
        find.activated.connect(self.filters.text.setFocus)

    def _stack(self) -> QStackedLayout:
        name = self.tr("Đơn vị và bộ báo cáo")
        self.table: PinnedTable[UnitStanding] = PinnedTable(name, self._fields(), self)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self.table.clicked.connect(lambda _: self._choose())
        self.table.opened.connect(self._open)
        self._empty = Empty("users", "", "", self)
        self._all_again = button(self.tr("Bỏ lọc"), self._empty, picture="x")
        self._all_again.clicked.connect(self.filters.clear)
        self._empty.add_way_on(self._all_again)
        self.stack = QStackedLayout()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self._empty)
        return self.stack

    # -- showing

    def show_board(self, standings: Sequence[UnitStanding]) -> None:
        """Show where every unit stands."""
        self._standings = tuple(standings)
        self._show()

    def set_period(self, words: str) -> None:
        """Name the period in the heading."""
        self.set_title(self.tr("Tình hình nộp báo cáo {period}").format(period=words))

    def mark_set(self, set_id: str) -> None:
        """Mark the column of a report and scroll to it."""
        self._marked = set_id
        self._show()
        at = [column.id for column in self.columns]
        row = max(self.table.currentIndex().row(), 0)
        if set_id in at and self.table.records.rowCount():
            self.table.setCurrentIndex(self.table.records.index(row, at.index(set_id) + 1))

    def _show(self) -> None:
        """Show what is looked at, and stay at the unit and the report where the user was."""
        here, place = self.table.current(), self.current_place()
        due = {p.set_id for one in self._standings for p in one.places if p.is_owed}
        is_all = self.filters.all_sets.isChecked()
        self.columns = tuple(c for c in self._all_columns if is_all or c.id in due)
        dues = [column for column in self._all_columns if column.id in due]
        self.filters.show_counts(self._standings, dues)
        self._sieve = self.filters.sieve
        shown = self._sieve.sift(self._standings)
        self.table.records.set_fields(self._fields())
        self.table.fit()
        self.table.records.show(shown)
        self._say(shown)
        codes = [one.unit.code for one in shown]
        sets = [column.id for column in self.columns]
        row = codes.index(here.unit.code) if here and here.unit.code in codes else 0
        wanted = place.set_id if place else self._marked
        at = sets.index(wanted) + 1 if wanted in sets else 0
        self.table.setCurrentIndex(self.table.records.index(row, at))
        self.stack.setCurrentIndex(0 if shown else 1)
        self._choose()

    def _say(self, shown: Sequence[UnitStanding]) -> None:
        """Say how many have come, and what the empty board is empty of."""
        places = [p for one in self._standings for p in one.places if p.is_owed]
        here = sum(place.status is not None for place in places)
        late = sum(map(place_is_late, places))
        words = self.tr("{here}/{all} báo cáo đã nộp, {late} muộn hạn")
        said = words.format(here=here, all=len(places), late=late)
        if len(shown) < len(self._standings):
            part = self.tr("đang xem {shown}/{all} đơn vị")
            said += " · " + part.format(shown=len(shown), all=len(self._standings))
        self.note.setText(said)
        self._all_again.setVisible(bool(self._standings))
        if self._standings:
            self._empty.say(self.tr("Không có đơn vị nào như đang lọc."))
        else:
            none = self.tr("Không có đơn vị nào phải gửi báo cáo trong kỳ này.")
            self._empty.say(none, self.tr("Chọn kỳ khác ở thanh phía trên."))

    # -- columns

    def _fields(self) -> list[Field[UnitStanding]]:
        fields: list[Field[UnitStanding]] = [
            Field(self.tr("Đơn vị"), lambda s: s.unit.name, width=_UNIT_WIDTH, sign=unit_sign,
                  tip=lambda s: s.unit.name),
            *(self._place_field(column) for column in self.columns),
        ]  # fmt: skip
        if len(self.columns) == 1:
            fields += self._single_fields(self.columns[0].id)
        return fields

    def _place_field(self, column: SetColumn) -> Field[UnitStanding]:
        """Return the column of a report, as wide as its longest word; blank where not owed."""

        def ask(tell: Callable[[BoardPlace], _T], nothing: _T) -> Callable[[UnitStanding], _T]:
            def told(standing: UnitStanding) -> _T:
                place = standing.place(column.id)
                return nothing if place is None else tell(place)

            return told

        places = [one.place(column.id) for one in self._standings]
        words = {place_words(place) for place in places if place is not None}
        measured = QFontMetrics(self.font())
        wide = max((measured.horizontalAdvance(word) for word in words), default=0) + _BESIDE
        title = f"▸ {column.short}" if column.id == self._marked else column.short
        wide = max(wide, measured.horizontalAdvance(title) + _BESIDE // 2, _LEAST)
        return Field(
            title, ask(place_words, ""), about=column.title, sign=ask(place_sign, None),
            tip=ask(place_tip, ""), colour=ask(self._colour, None), width=wide,
        )  # fmt: skip

    def _colour(self, place: BoardPlace) -> str | None:
        """Return the colour of a report's words; what is not looked at steps back."""
        if self._sieve.concern and not self._sieve.fits(place):
            return COLOURS.text_faint
        return place_colour(place)

    def _single_fields(self, set_id: str) -> list[Field[UnitStanding]]:
        """Return what there is room for when a single report is due."""

        def of(standing: UnitStanding) -> BoardPlace | None:
            return standing.place(set_id)

        def conclusion(standing: UnitStanding) -> str:
            place = of(standing)
            return line_words(place.bottom_line) if place and place.bottom_line else ""

        return [
            Field(self.tr("Kết luận"), conclusion, width=140,
                  sign=lambda s: line_sign(place) if (place := of(s)) else None),
            Field(self.tr("Nhận lúc"), lambda s: moment(place.received_at)
                  if (place := of(s)) else "", width=130),
        ]  # fmt: skip

    # -- choosing

    def current_place(self) -> BoardPlace | None:
        """Return the report under the cursor; beside the reports, the first that is looked at."""
        standing = self.table.current()
        if standing is None:
            return None
        at = self.table.currentIndex().column() - 1
        place = standing.place(self.columns[at].id) if 0 <= at < len(self.columns) else None
        if place is not None:
            return place
        owed = [one for one in standing.places if one.is_owed]
        return next((one for one in owed if self._sieve.fits(one)), next(iter(owed), None))

    def _choose(self) -> None:
        self.chosen.emit(self.table.current(), self.current_place())

    def _open(self, standing: UnitStanding) -> None:
        place = self.current_place()
        if place is not None:
            self.opened.emit(standing, place)

    def _to_table(self) -> None:
        self.table.setFocus()
        if self.table.records.rowCount() and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(QModelIndex())
