"""For a receiving unit: what was decided of its units, what they owe, what is asked beside."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.exchange.receiver.show_duties import Duties, RequestStanding, UnitDuties
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import Card, Empty, button
from ctmtqg_desktop.ui.parts.fields import PathBox, Rows
from ctmtqg_desktop.ui.parts.files.ask import Ask, ask_path
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table

_NONE = Sign("circle-question-mark", COLOURS.reason_edge)
_DECIDED = Sign("circle-check", COLOURS.ok)
_TWO_LINES = 42


class DutiesPage(QWidget):
    """Show units with their profiles and duties, and the requests.

    Args:
        says: what a profile says, in words; what a duty follows from.

    Signals:
        profile_wanted: the tuple of UnitDuties that are chosen.
        book_wanted: the Path of a table with a line a unit.
        request_wanted: the ReportRequest to change, or None for a new one.
        withdraw_wanted: the ReportRequest.
        publish_wanted: the folder.
    """

    profile_wanted = Signal(object)
    book_wanted = Signal(object)
    request_wanted = Signal(object)
    withdraw_wanted = Signal(object)
    publish_wanted = Signal(object)

    def __init__(self, says: Callable[[UnitDuties], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._says = says
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(12)
        page.addWidget(self._units_card(), 3)
        page.addWidget(self._requests_card(), 2)
        page.addWidget(self._folder_card())

    # -- building

    def _units_card(self) -> Card:
        self._card = card = Card(self.tr("Hồ sơ đơn vị"), self)
        many = self.tr("Chọn nhiều đơn vị bằng Ctrl hoặc Shift")
        self.decide = button(
            self.tr("Đặt hồ sơ…"), card, picture="clipboard-check", primary=True, tip=many
        )
        self.from_book = button(self.tr("Từ tệp Excel, CSV…"), card, picture="file-spreadsheet")
        self.decide.clicked.connect(lambda: self.profile_wanted.emit(self.chosen))
        self.from_book.clicked.connect(self._ask_book)
        for made in (self.from_book, self.decide):
            card.heading.addWidget(made)
        fields: tuple[Field[UnitDuties], ...] = (
            Field(self.tr("Đơn vị"), lambda u: u.unit.name, width=190,
                  sign=lambda u: _DECIDED if u.profile else _NONE),
            Field(self.tr("Hồ sơ"), self._says, tip=self._says,
                  colour=lambda u: None if u.profile else COLOURS.reason),
            Field(self.tr("Phải gửi trong kỳ"), _sets, tip=_sets),
            Field(self.tr("Chưa có"), lambda u: str(_missing(u) or ""), width=90, is_number=True),
        )  # fmt: skip
        self.units: Table[UnitDuties] = Table(self.tr("Đơn vị và hồ sơ"), fields, card)
        self.units.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.units.set_row_height(_TWO_LINES)
        self.units.setWordWrap(True)
        self.units.opened.connect(lambda one: self.profile_wanted.emit((one,)))
        card.body.addWidget(self.units, 1)
        return card

    def _requests_card(self) -> Card:
        card = Card(self.tr("Yêu cầu báo cáo"), self)
        self.ask = button(self.tr("Yêu cầu báo cáo…"), card, picture="send", primary=True)
        self.change = button(self.tr("Sửa…"), card, picture="file-text")
        self.withdraw = button(self.tr("Thu hồi…"), card, picture="x")
        self.ask.clicked.connect(lambda: self.request_wanted.emit(None))
        self.change.clicked.connect(self._change)
        self.withdraw.clicked.connect(self._withdraw)
        for made in (self.change, self.withdraw, self.ask):
            card.heading.addWidget(made)
        fields: tuple[Field[RequestStanding], ...] = (
            Field(self.tr("Báo cáo"), lambda r: f"{r.report_set.short}, {r.request.period}",
                  width=250, tip=lambda r: r.report_set.title),
            Field(self.tr("Hạn"), lambda r: format_date(r.request.deadline), width=110),
            Field(self.tr("Đã nộp"), self._came, width=120),
            Field(self.tr("Đơn vị"), _units, tip=_units),
            Field(self.tr("Để làm gì"), lambda r: r.request.why, tip=lambda r: r.request.source),
        )  # fmt: skip
        self.requests: Table[RequestStanding] = Table(self.tr("Yêu cầu báo cáo"), fields, card)
        empty = Empty(
            "send", self.tr("Chưa có yêu cầu báo cáo nào."),
            self.tr("Yêu cầu đã ban hành hiện ở đây, với số đơn vị đã nộp."), card,
        )  # fmt: skip
        self._stack = QStackedLayout()
        self._stack.addWidget(empty)
        self._stack.addWidget(self.requests)
        card.body.addLayout(self._stack, 1)
        return card

    def _folder_card(self) -> Card:
        card = Card(self.tr("Ban hành"), self)
        self.folder = PathBox(
            Ask.FOLDER, self.tr("Chọn thư mục biên soạn"), card, FileKind.CATALOGUES
        )
        self.publish = button(self.tr("Ban hành…"), card, picture="signature", primary=True)
        self.publish.clicked.connect(lambda: self.publish_wanted.emit(self.folder.path))
        row, rows = QHBoxLayout(), Rows()
        rows.add(self.tr("Hồ sơ, yêu cầu ghi vào thư mục"), self.folder)
        row.addLayout(rows, 1)
        row.addWidget(self.publish)
        card.body.addLayout(row)
        return card

    # -- showing

    def show_duties(self, duties: Duties, period: str) -> None:
        """Show who owes what for a period, and the requests."""
        self.units.show_records(duties.units)
        self.requests.show_records(duties.requests)
        self._stack.setCurrentIndex(1 if duties.requests else 0)
        undecided = sum(one.profile is None for one in duties.units)
        said = self.tr("{period}: {count} đơn vị, {undecided} chưa có hồ sơ")
        words = said.format(period=period, count=len(duties.units), undecided=undecided)
        self._card.note.setText(words)

    @property
    def chosen(self) -> tuple[UnitDuties, ...]:
        """Return the units whose rows are chosen."""
        rows = sorted({index.row() for index in self.units.selectionModel().selectedRows()})
        return tuple(self.units.records.record(row) for row in rows)

    def _came(self, one: RequestStanding) -> str:
        if one.request.is_withdrawn:
            return self.tr("Đã thu hồi")
        return f"{one.came}/{len(one.units)}"

    def _change(self) -> None:
        one = self.requests.current()
        if one is not None:
            self.request_wanted.emit(one.request)

    def _withdraw(self) -> None:
        one = self.requests.current()
        if one is not None:
            self.withdraw_wanted.emit(one.request)

    def _ask_book(self) -> None:
        title = self.tr("Chọn bảng hồ sơ, mỗi dòng một đơn vị")
        chosen = ask_path(Ask.FILE, title, self, FileKind.BOOKS_IN)
        if chosen is not None:
            self.book_wanted.emit(chosen)


def _sets(one: UnitDuties) -> str:
    return ", ".join(owed.report_set.short for owed in one.owed if owed.cause is not None)


def _missing(one: UnitDuties) -> int:
    return sum(owed.cause is not None and owed.status is None for owed in one.owed)


def _units(one: RequestStanding) -> str:
    return ", ".join(unit.name for unit in one.units)
