"""The first page of a receiving unit: what came in, and who has sent what."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.exchange.words import claimed
from ctmtqg_desktop.ui.frame.steps_panel import StepsPanel
from ctmtqg_desktop.ui.inbox.board_card import BoardCard
from ctmtqg_desktop.ui.inbox.parcel_fields import parcel_fields
from ctmtqg_desktop.ui.inbox.parcels import (
    BoardPlace,
    Parcel,
    SetColumn,
    UnitStanding,
)
from ctmtqg_desktop.ui.inbox.verdict_card import Facts, VerdictCard
from ctmtqg_desktop.ui.look.giving_way import GivingColumn
from ctmtqg_desktop.ui.look.labels import tip
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.parts.card import Card, Empty, button
from ctmtqg_desktop.ui.parts.files.ask import Ask, ask_paths
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.left_aside import LeftButton
from ctmtqg_desktop.ui.parts.table import Table
from ctmtqg_desktop.workspace.records import Outcome

_ANSWERED = frozenset({Outcome.ACCEPTED, Outcome.DUPLICATE})
_CALM = _ANSWERED | {Outcome.HELD}
"""What is said of such a file is no alarm."""


class BoardPage(QWidget):
    """The inbox, the board and the verdict of what is chosen in either.

    Attributes:
        is_returned: says of a report whether it was returned and did not come again.

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
        self._facts: dict[str, tuple[tuple[str, str], ...]] = {}
        self._report: ReportKey | None = None
        self.is_returned: Callable[[ReportKey], bool] = lambda _: False
        self._period = ""
        column = GivingColumn(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        self.steps = StepsPanel(self)
        column.addWidget(self.steps)
        page = QHBoxLayout()
        page.setSpacing(12)
        column.addLayout(page, 1)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._inbox_card(), 2)
        self.card = BoardCard(columns, self)
        self.board = self.card.table
        self.card.chosen.connect(self._show_place)
        self.card.opened.connect(self.place_opened)
        self.card.receipts_wanted.connect(self.receipts_wanted)
        left.addWidget(self.card, 3)
        page.addLayout(left, 5)
        page.addLayout(self._right(), 2)

    # -- building

    def _right(self) -> QVBoxLayout:
        """Return the verdict and, under it, what can be done with the chosen report."""
        column = QVBoxLayout()
        self.verdict = VerdictCard(self)
        room = QScrollArea(self)  # much may be said of a package; the buttons stay in view
        room.setWidgetResizable(True)
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room.setWidget(self.verdict)
        room.setMaximumWidth(330)
        room.viewport().setAutoFillBackground(False)
        column.addWidget(room, 1)
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
        is_back = report is not None and self.is_returned(report)
        words = self.tr("Đã trả lại") if is_back else self.tr("Trả lại…")
        self.send_back.setText(f" {words}")
        self.send_back.setAccessibleName(words)
        if is_back:
            self.send_back.setToolTip(self.tr("Đã trả lại, chờ đơn vị gửi lại. Bấm để xem."))

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

    # -- showing

    def show_inbox(self, parcels: Sequence[Parcel]) -> None:
        """Show the files that came, the newest first."""
        self.inbox.show_records(parcels)
        self._inbox_stack.setCurrentIndex(0 if parcels else 1)
        if self._report is not None:
            self._speak_of(self._report)

    def show_board(self, standings: Sequence[UnitStanding]) -> None:
        """Show where every unit stands."""
        self.card.show_board(standings)

    def set_period(self, code: str, words: str) -> None:
        """Name the period in the heading of the board."""
        self._period = code
        self.card.set_period(words)

    def show_facts(self, facts: dict[str, tuple[tuple[str, str], ...]]) -> None:
        """Take what is known of each package (signer, times), by its digest."""
        self._facts = facts

    def choose_parcel(self, sha256: str) -> Parcel | None:
        """Choose a file of the inbox by its digest; None where it is not there."""
        for row in range(self.inbox.records.rowCount()):
            parcel = self.inbox.records.record(row)
            if parcel.sha256 == sha256:
                self.inbox.selectRow(row)
                self.inbox.setFocus()
                return parcel
        return None

    def choose_file(self, file: str) -> None:
        """Choose a file of the inbox by its name; nothing where it is not there."""
        for row in range(self.inbox.records.rowCount()):
            if self.inbox.records.record(row).file == file:
                self.inbox.selectRow(row)
                self._show_parcel(self.inbox.records.record(row))
                return

    def _show_parcel(self, parcel: Parcel | None) -> None:
        self._speak_of(*self._report_in(parcel))
        if parcel is None or not parcel.answers:
            self.verdict.clear()
            return
        is_calm = parcel.outcome in _CALM
        reason, note = ("", parcel.message) if is_calm else (parcel.message, "")
        parts = (parcel.unit, parcel.about, claimed(parcel.file))
        title = " · ".join(part for part in parts if part)
        told = self._facts.get(parcel.sha256, ())
        seen = ((self.tr("Nhận lần đầu"), moment(parcel.at)),) if parcel.at else ()
        known = {what for what, _ in parcel.grounds}
        more = (pair for pair in (*told[1:], *seen) if pair[0] not in known)
        lines = (*told[:1], *parcel.grounds, *more)  # whether it came in time stands first
        facts = Facts(title, tuple(dict(lines).items()), reason, parcel.cautions, note)
        self.verdict.show_verdict(dict(parcel.answers), facts)

    def _report_in(self, parcel: Parcel | None) -> tuple[ReportKey | None, str]:
        """Return the report of a file that can be answered, else why there is none."""
        if parcel is None:
            return None, self.tr("Chọn một báo cáo đã nộp.")
        if parcel.outcome in _ANSWERED and parcel.report is not None:
            return parcel.report.report, ""
        return None, self.tr("Tệp này không được tiếp nhận thành báo cáo nào.")

    def _show_place(self, standing: UnitStanding | None, place: BoardPlace | None) -> None:
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
