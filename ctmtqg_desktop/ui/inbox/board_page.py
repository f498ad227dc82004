"""The first page of a receiving unit: what came in, and who has sent what."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.exchange.words import claimed
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.ui.inbox.parcel_fields import parcel_fields
from ctmtqg_desktop.ui.inbox.parcels import (
    BoardPlace,
    Parcel,
    SetColumn,
    UnitStanding,
)
from ctmtqg_desktop.ui.inbox.verdict_card import Facts, VerdictCard
from ctmtqg_desktop.ui.look.labels import tip
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.badges import (
    LINE_SIGNS,
    NOT_SENT,
    STATUS_SIGNS,
    line_words,
    status_words,
)
from ctmtqg_desktop.ui.parts.card import Card, Empty, button
from ctmtqg_desktop.ui.parts.files.ask import Ask, ask_paths
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.left_aside import LeftButton
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table
from ctmtqg_desktop.workspace.records import Outcome

_T = TypeVar("_T")
translate = QCoreApplication.translate
_ANSWERED = frozenset({Outcome.ACCEPTED, Outcome.DUPLICATE})
_FIT, _WIDE = 4, 156
"""So many report sets fit; more get so many pixels each, and the table scrolls sideways."""


class BoardPage(QWidget):
    """The inbox, the board and the verdict of what is chosen in either.

    Signals:
        dropped: tuple of paths to receive.
        place_opened: the Standing and the Place.
        return_wanted, life_wanted: the ReportKey that the verdict speaks of.
        receipts_wanted: write the receipts that were not given yet.
        parcel_opened: the Parcel of the inbox.
    """

    dropped = Signal(object)
    place_opened = Signal(object, object)
    return_wanted = Signal(object)
    life_wanted = Signal(object)
    receipts_wanted = Signal()
    parcel_opened = Signal(object)

    def __init__(self, columns: Sequence[SetColumn], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._columns = tuple(columns)
        self._facts: dict[str, tuple[tuple[str, str], ...]] = {}
        self._report: ReportKey | None = None
        self._period = ""
        page = QHBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._inbox_card(), 2)
        left.addWidget(self._board_card(), 3)
        page.addLayout(left, 1)
        page.addLayout(self._right())

    # -- building

    def _right(self) -> QVBoxLayout:
        """Return the verdict and, under it, what can be done with the chosen report."""
        column = QVBoxLayout()
        self.verdict = VerdictCard(self)
        self.verdict.setFixedWidth(330)
        column.addWidget(self.verdict, 1)
        row = QHBoxLayout()
        self.send_back = button(self.tr("Trả lại…"), self, picture="reply")
        self.life = button(self.tr("Vòng đời"), self, picture="history")
        for made, signal in ((self.send_back, self.return_wanted), (self.life, self.life_wanted)):
            made.clicked.connect(lambda _=False, signal=signal: signal.emit(self._report))
            row.addWidget(made, 1)
        column.addLayout(row)
        self._speak_of(None, self.tr("Chọn một báo cáo đã nộp."))
        return column

    def _speak_of(self, report: ReportKey | None, why_not: str = "") -> None:
        """Say which report the verdict and the buttons under it are about."""
        self._report = report
        for made in (self.send_back, self.life):
            made.setEnabled(report is not None)
            made.setToolTip(tip("" if report else why_not))

    def _inbox_card(self) -> Card:
        card = Card(self.tr("Hộp nhận"), self, note=self.tr("Nhấp đúp gói xung đột để so sánh"))
        files = button(self.tr("Nhập tệp…"), card, picture="file-text")
        folder = button(
            self.tr("Nhập thư mục…"), card, picture="folder-open", primary=True,
            tip=self.tr("Nhập mọi gói báo cáo trong một thư mục (Ctrl+O)"),
        )  # fmt: skip
        files.clicked.connect(self.ask_files)
        folder.clicked.connect(self.ask_folder)
        self.left = LeftButton(card)
        for made in (self.left, files, folder):
            card.heading.addWidget(made)
        self.inbox: Table[Parcel] = Table(self.tr("Hộp nhận"), parcel_fields(), card)
        self.inbox.opened.connect(self.parcel_opened)
        self.inbox.chosen.connect(self._show_parcel)
        self.inbox.clicked.connect(lambda _: self._show_parcel(self.inbox.current()))
        empty = Empty(
            "inbox", self.tr("Chưa có gói báo cáo nào."),
            self.tr("Kéo tệp hoặc thư mục từ USB thả vào đây, hoặc bấm “Nhập thư mục…”."), card,
        )  # fmt: skip
        self._inbox_stack = QStackedLayout()
        self._inbox_stack.addWidget(self.inbox)
        self._inbox_stack.addWidget(empty)
        card.body.addLayout(self._inbox_stack, 1)
        return card

    def _board_card(self) -> Card:
        card = Card(self.tr("Tình hình nộp báo cáo"), self)
        self._board_card_made = card
        receipts = button(self.tr("Cấp biên nhận…"), card, picture="package-check")
        receipts.clicked.connect(self.receipts_wanted)
        card.heading.addWidget(receipts)
        are_many = len(self._columns) > _FIT
        fields: list[Field[UnitStanding]] = [
            Field(
                self.tr("Đơn vị"), lambda s: s.unit.name, width=168 if are_many else 200,
                sign=_unit_sign,
            ),
            *(_place_field(column, _WIDE if are_many else 0) for column in self._columns),
            *(self._single_fields() if len(self._columns) == 1 else ()),
        ]  # fmt: skip
        self.board: Table[UnitStanding] = Table(self.tr("Đơn vị và bộ báo cáo"), fields, card)
        self.board.chosen.connect(self._show_standing)
        self.board.clicked.connect(lambda _: self._show_standing(self.board.current()))
        self.board.opened.connect(self._open_standing)
        empty = Empty(
            "users", self.tr("Không có đơn vị nào phải gửi báo cáo trong kỳ này."),
            self.tr("Chọn kỳ khác ở thanh phía trên."), card,
        )  # fmt: skip
        self._board_stack = QStackedLayout()
        self._board_stack.addWidget(self.board)
        self._board_stack.addWidget(empty)
        card.body.addLayout(self._board_stack, 1)
        return card

    def _single_fields(self) -> tuple[Field[UnitStanding], ...]:
        """Return what there is room for when the board has a single report set."""
        return (
            Field(self.tr("Kết luận"), _conclusion, width=140,
                  sign=lambda s: LINE_SIGNS.get(s.places[0].bottom_line)),
            Field(self.tr("Nhận lúc"), lambda s: moment(s.places[0].received_at), width=124),
        )  # fmt: skip

    # -- showing

    def show_inbox(self, parcels: Sequence[Parcel]) -> None:
        """Show the files that came, the newest first."""
        self.inbox.show_records(parcels)
        self._inbox_stack.setCurrentIndex(0 if parcels else 1)

    def show_board(self, standings: Sequence[UnitStanding]) -> None:
        """Show where every unit stands."""
        self.board.show_records(standings)
        self._show_columns({p.set_id for one in standings for p in one.places if p.is_owed})
        self._board_stack.setCurrentIndex(0 if standings else 1)
        places = [p for standing in standings for p in standing.places if p.is_owed]
        here = sum(place.status is not None for place in places)
        late = sum(_is_late(place) for place in places)
        said = self.tr("{here}/{all} báo cáo đã nộp, {late} muộn hạn")
        self._board_card_made.note.setText(said.format(here=here, all=len(places), late=late))

    def _show_columns(self, sets: Collection[str]) -> None:
        """Show the sets that somebody reports in this period; a few of them share the room."""
        header, are_few = self.board.horizontalHeader(), len(sets) <= _FIT
        mode = QHeaderView.ResizeMode.Stretch if are_few else QHeaderView.ResizeMode.Interactive
        for at, column in enumerate(self._columns, 1):
            self.board.setColumnHidden(at, bool(sets) and column.id not in sets)
            header.setSectionResizeMode(at, mode)
            if not are_few:
                header.resizeSection(at, _WIDE)

    def set_period(self, code: str, words: str) -> None:
        """Name the period in the heading of the board."""
        self._period = code
        title = self.tr("Tình hình nộp báo cáo {period}")
        self._board_card_made.set_title(title.format(period=words))

    def show_facts(self, facts: dict[str, tuple[tuple[str, str], ...]]) -> None:
        """Take what is known of each package (signer, times), by its digest."""
        self._facts = facts

    def _show_parcel(self, parcel: Parcel | None) -> None:
        self._speak_of(*self._report_in(parcel))
        if parcel is None or not parcel.answers:
            self.verdict.clear()
            return
        reason = "" if parcel.outcome == Outcome.ACCEPTED else parcel.message
        parts = (parcel.unit, parcel.about, claimed(parcel.file))
        title = " · ".join(part for part in parts if part)
        told = self._facts.get(parcel.sha256, ())
        seen = ((self.tr("Nhận lần đầu"), moment(parcel.at)),) if parcel.at else ()
        known = {what for what, _ in parcel.grounds}
        lines = (*parcel.grounds, *(pair for pair in (*told, *seen) if pair[0] not in known))
        facts = Facts(title, tuple(dict(lines).items()), reason, parcel.cautions)
        self.verdict.show_verdict(dict(parcel.answers), facts)

    def _report_in(self, parcel: Parcel | None) -> tuple[ReportKey | None, str]:
        """Return the report of a file that can be answered, else why there is none."""
        if parcel is None:
            return None, self.tr("Chọn một báo cáo đã nộp.")
        if parcel.outcome in _ANSWERED and parcel.report is not None:
            return parcel.report.report, ""
        return None, self.tr("Tệp này không được tiếp nhận thành báo cáo nào.")

    def _show_standing(self, standing: UnitStanding | None) -> None:
        place = self._place_of(standing) if standing else None
        shas = {place.package_sha256} if place else set()
        for row in range(self.inbox.records.rowCount()):
            parcel = self.inbox.records.record(row)
            if parcel.sha256 and parcel.sha256 in shas:
                self._show_parcel(parcel)
                return
        self.verdict.clear()
        if standing is None or place is None or place.status is None:
            self._speak_of(None, self.tr("Đơn vị chưa nộp báo cáo này."))
        else:
            self._speak_of(ReportKey(standing.unit.code, place.set_id, self._period))

    def _open_standing(self, standing: UnitStanding) -> None:
        self.place_opened.emit(standing, self._place_of(standing))

    def _place_of(self, standing: UnitStanding) -> BoardPlace:
        """Return where a unit stands in the column of the cursor, else with the first set."""
        at = self.board.currentIndex().column() - 1
        place = standing.place(self._columns[at].id) if 0 <= at < len(self._columns) else None
        return place or standing.places[0]

    # -- files coming in

    def ask_folder(self) -> None:
        """Ask for a folder and receive what is in it."""
        title = self.tr("Chọn thư mục chứa gói báo cáo")
        chosen = ask_paths(Ask.FOLDER, title, self, FileKind.MAIL)
        if chosen:
            self.dropped.emit(chosen)

    def ask_files(self) -> None:
        """Ask for files and receive them."""
        title = self.tr("Chọn gói báo cáo")
        chosen = ask_paths(Ask.FILES, title, self, FileKind.MAIL)
        if chosen:
            self.dropped.emit(chosen)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if local:
            self.dropped.emit(tuple(Path(name) for name in local))


def _place_field(column: SetColumn, width: int) -> Field[UnitStanding]:
    """Return the column of a report set; it stays blank where a unit does not owe the set."""

    def ask(tell: Callable[[BoardPlace], _T], nothing: _T) -> Callable[[UnitStanding], _T]:
        def told(standing: UnitStanding) -> _T:
            place = standing.place(column.id)
            return nothing if place is None else tell(place)

        return told

    words = _place_words if not width else _few_words
    return Field(
        column.short, ask(words, ""), about=column.title, sign=ask(_place_mark, None),
        tip=ask(_place_tip, ""), colour=ask(_place_colour, None), width=width,
    )  # fmt: skip


def _place_colour(place: BoardPlace) -> str | None:
    return COLOURS.error if _is_late(place) else None


def _is_late(place: BoardPlace) -> bool:
    return bool(place.days_late and place.days_late > 0)


def _conclusion(standing: UnitStanding) -> str:
    line = standing.places[0].bottom_line
    return line_words(line) if line else ""


def _unit_sign(standing: UnitStanding) -> Sign:
    if all(place.status is not None for place in standing.places if place.is_owed):
        return Sign("check", COLOURS.ok)
    late = any(_is_late(place) for place in standing.places)
    return Sign("circle-alert", COLOURS.error) if late else NOT_SENT


def _place_words(place: BoardPlace) -> str:
    words = _few_words(place)
    if not place.is_owed or place.status is None or _is_late(place):
        return words
    return translate("BoardPage", "{status}, đúng hạn").format(status=words)


def _few_words(place: BoardPlace) -> str:
    """Say what a narrow column has room for; being in time goes without saying."""
    if not place.is_owed:
        return ""
    if place.status is None:
        late = translate("BoardPage", "Chưa nộp, quá hạn {days} ngày")
        missing = translate("BoardPage", "Chưa nộp")
        return (late if _is_late(place) else missing).format(days=place.days_late)
    words = status_words(place.status)
    if place.revision > 1:
        again = translate("BoardPage", "{status} (lần {revision})")
        words = again.format(status=words, revision=place.revision)
    late = translate("BoardPage", "{status}, muộn {days} ngày")
    return late.format(status=words, days=place.days_late) if _is_late(place) else words


def _place_sign(place: BoardPlace) -> Sign | None:
    if not place.is_owed:
        return None
    if place.status is None:
        return Sign("circle-alert", COLOURS.error) if _is_late(place) else NOT_SENT
    return STATUS_SIGNS[place.status]


def _place_mark(place: BoardPlace) -> Sign | None:
    return _place_sign(place)


def _place_tip(place: BoardPlace) -> str:
    if not place.is_owed:
        return translate("BoardPage", "Đơn vị không báo cáo bộ này.")
    lines = [translate("BoardPage", "Hạn: {day}").format(day=format_date(place.deadline))]
    if place.received_at:
        words = translate("BoardPage", "Nhận: {moment}")
        lines.append(words.format(moment=moment(place.received_at)))
    if place.bottom_line:
        words = translate("BoardPage", "Kết luận: {line}")
        lines.append(words.format(line=line_words(place.bottom_line)))
    return "\n".join(lines)
