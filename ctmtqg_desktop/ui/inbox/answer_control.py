"""The receiving unit's way back: remarks on cells, returns, receipts, conflicts."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ctmtqg_desktop.catalogue.owing import has_period
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import ReportKey, Status, Submission
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.post.revisions import due_back
from ctmtqg_desktop.exchange.post.signers import chairman
from ctmtqg_desktop.exchange.receiver.conflicts import Conflict
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import (
    Acknowledge,
    AddRemark,
    Decide,
    DropRemark,
    SendBack,
    ShowConflicts,
)
from ctmtqg_desktop.exchange.receiver.remarks import TIME_TO_CORRECT, notes_of
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.ui.fill.entry_page import EntryPage, SheetStanding
from ctmtqg_desktop.ui.fill.standing import is_there
from ctmtqg_desktop.ui.form.remarks import Said
from ctmtqg_desktop.ui.frame.frame import Deed, Shell
from ctmtqg_desktop.ui.inbox.board_page import BoardPage
from ctmtqg_desktop.ui.inbox.conflict_dialog import ConflictDialog
from ctmtqg_desktop.ui.inbox.parcels import BoardPlace, Parcel, UnitStanding
from ctmtqg_desktop.ui.life.life_page import Told
from ctmtqg_desktop.ui.parts.fields import text_of
from ctmtqg_desktop.ui.parts.reason_dialog import ReasonDialog
from ctmtqg_desktop.ui.sign.signing_dialog import SigningDialog
from ctmtqg_desktop.workspace.records import Outcome, Remark


class Answering(QObject):
    """Collect remarks on an opened report, and write returns and receipts.

    Signals:
        wanted: an order.
        sheet_wanted: the Sheet of a signed report to show, and the Cell or None.
    """

    wanted = Signal(object)
    sheet_wanted = Signal(object, object)

    def __init__(self, office: Office, shell: Shell, period: Callable[[], Period]) -> None:
        super().__init__(shell)
        self._office, self._shell, self._period = office, shell, period
        self._opened: Submission | None = None
        self._sheets: dict[str, Sheet] = {}
        self._page: EntryPage | None = None
        self._then: Callable[[], object] = _nothing

    # -- the opened report

    def connect_pages(self, board: BoardPage, sheet: EntryPage) -> None:
        """Answer what the board and an opened signed sheet ask for."""
        self._page = sheet
        board.receipts_wanted.connect(self.ask_receipts)
        board.parcel_opened.connect(self.open_parcel)
        sheet.offer_taken.connect(self.ask_return)
        sheet.drop_wanted.connect(self._drop_remark)
        sheet.add_cell_deed(self.tr("Góp ý ô này…"), lambda _, cell: self._remark(sheet, cell))
        sheet.add_part_deed(
            self.tr("Góp ý cả phần này…"), lambda _, part: self._remark(sheet, part)
        )
        self._shell.add_deeds(
            (
                Deed(self.tr("Góp ý ô đang chọn"), ("Ctrl+M",), lambda: self._remark(sheet)),
                Deed(
                    self.tr("Biểu sau của báo cáo"), ("Alt+PgDown",), lambda: self._turn(sheet, 1)
                ),
                Deed(
                    self.tr("Biểu trước của báo cáo"), ("Alt+PgUp",), lambda: self._turn(sheet, -1)
                ),
            ),
            self.tr("Bản đã ký"),
        )

    def _remark(self, sheet: EntryPage, place: Cell | str | None = None) -> None:
        """Ask about a place; by the key, about the cell of the cursor, else the part shown."""
        page = sheet.page
        if page is not None and sheet.isVisible():
            self.ask_remark(page.sheet, place or sheet.cell or page.section_id)

    def _turn(self, shown: EntryPage, by: int) -> None:
        """Go to another form of the opened report."""
        sheets = list(self._sheets.values())
        now = shown.page.sheet if shown.page is not None else None
        if now in sheets and shown.isVisible():
            self.sheet_wanted.emit(sheets[(sheets.index(now) + by) % len(sheets)], None)

    def key(self, standing: UnitStanding, place: BoardPlace) -> ReportKey:
        """Return the report of one unit and one column of the board."""
        return ReportKey(standing.unit.code, place.set_id, self._period().code)

    def open(self, key: ReportKey) -> None:
        """Open the last revision of a report, to read it and to remark upon it."""
        self._opened = self._office.latest(key)
        if self._opened is None:
            self._shell.say(self.tr("{unit} chưa nộp.").format(unit=self._name(key)))
        else:
            self._sheets = self._office.sheets_of(self._opened)
            self._show_again(next(iter(self._sheets.values())), None)

    def standing(self, sheet: Sheet) -> SheetStanding:
        """Return how a signed sheet stands: locked, with the remarks noted so far."""
        submission = self._submission(sheet)
        if submission is None:
            words = self.tr("Bản đã ký của {unit}, chỉ xem. Alt+← quay lại.")
            said_of = words.format(unit=sheet.unit.name)
            return SheetStanding(locked=said_of, about=(sheet.period.label, sheet.unit.name))
        notes = notes_of(self._office.workspace, submission)
        marks, said = {}, []
        for note in notes or self._sent_remarks(submission):
            form_id, _, rest = note.cell.partition("/")
            cell = Cell.parse(rest) if "." in rest and form_id == sheet.form.id else None
            if cell is not None and is_there(sheet, cell):
                marks[cell] = note.text
                said.append(Said(cell, sheet.label(cell), note.text, note.cell))
            else:
                said.append(Said(None, self._part_words(sheet, note.cell), note.text, note.cell))
        back = self._returned_words(submission)
        words = f"{self._subject_words(submission)} {back or self._way_words()}"
        offer = self.tr("Trả lại lần nữa…") if back else self.tr("Trả lại báo cáo…")
        return SheetStanding(
            locked=words, remarks=marks, said=tuple(said), offer=offer, may_drop=bool(notes),
            about=self.about(submission.key),
        )  # fmt: skip

    def _subject_words(self, submission: Submission) -> str:
        """Say whose signed report is on screen, of which period and revision."""
        key = submission.key
        return self.tr("{unit}, {report}, {period}, lần {revision}: bản đã ký, chỉ xem.").format(
            unit=self._name(key), period=Period.parse(key.period).label,
            report=self._office.catalogue.report_set(key.report_set).short,
            revision=submission.revision,
        )  # fmt: skip

    def _way_words(self) -> str:
        return self.tr("Chuột phải vào ô (Ctrl+M) để góp ý; Alt+PgDn biểu sau; Alt+← quay lại.")

    def _returned_words(self, submission: Submission) -> str:
        """Say that a report was returned, and until when it is awaited again; else nothing."""
        if submission.status is not Status.RETURNED:
            return ""
        day = due_back(self._office.workspace, submission)
        words = self.tr("Đã trả lại, {count} góp ý, hạn {day}; chờ đơn vị gửi lại.")
        return words.format(
            count=len(self._sent_remarks(submission)),
            day=format_date(day) if day else say("way.no-day", {}),
        )

    def _sent_remarks(self, submission: Submission) -> tuple[Remark, ...]:
        """Return what a return of a revision has asked."""
        known = self._office.workspace.reports.remarks(submission.key)
        return tuple(one for one in known if one.revision == submission.revision)

    def _part_words(self, sheet: Sheet, place: str) -> str:
        """Return what a person calls a place that is no cell of the sheet on screen."""
        form_id, _, rest = place.partition("/")
        found = self._sheets.get(form_id, sheet if sheet.form.id == form_id else None)
        section = found.form.section(rest.partition(".")[0]) if found is not None else None
        parts = (found.form.short if found is not None else "", section.title if section else "")
        return " · ".join(part for part in parts if part) or self.tr("Cả báo cáo")

    def _submission(self, sheet: Sheet) -> Submission | None:
        """Return the revision that a sheet on screen is of, where it is the last that came."""
        if any(sheet is one for one in self._sheets.values()):
            return self._opened
        self._sheets, self._opened = {}, None
        for membership in sheet.form.report_sets:
            key = ReportKey(sheet.unit.code, membership.id, sheet.period.code)
            found = self._office.latest(key)
            if found is not None and found.current:
                self._opened = found
        return self._opened

    # -- remarks

    def ask_remark(self, sheet: Sheet, about: Cell | str) -> ReasonDialog | None:
        """Ask what is to be corrected in a cell, or in a section, and want it noted."""
        submission = self._submission(sheet)
        if submission is None:
            return None
        title, words = self._asking(sheet, about)
        hint = self.tr("Ví dụ: chưa khớp số liệu Chi cục Thống kê")
        dialog = ReasonDialog(title, words, self._shell, hint=hint)
        place = f"{sheet.form.id}/{about}"
        cell = about if isinstance(about, Cell) else None

        def note() -> None:
            self._then = lambda: self._show_again(sheet, cell)
            self.wanted.emit(AddRemark(submission.content_sha256, place, dialog.reason))

        dialog.accepted.connect(note)
        dialog.open()
        return dialog

    def _asking(self, sheet: Sheet, about: Cell | str) -> tuple[str, str]:
        """Return title and words of the question about a cell, or about a section."""
        if isinstance(about, Cell):
            words = self.tr("Cần đơn vị sửa gì ở ô “{where}”?")
            return self.tr("Góp ý ô này"), words.format(where=sheet.label(about))
        section = sheet.form.section(about)
        where = section.title if section is not None and section.title else sheet.form.short
        words = self.tr("Cần đơn vị sửa gì ở phần “{where}”? Đơn vị được thêm, xóa, sửa dòng.")
        return self.tr("Góp ý cả phần"), words.format(where=where)

    def _drop_remark(self, place: str) -> None:
        if self._opened is not None:
            self._then = self._refresh
            self.wanted.emit(DropRemark(self._opened.content_sha256, place))

    def _refresh(self) -> None:
        """Show the signed sheet on screen as it stands now."""
        page = self._page
        if page is not None and page.isVisible() and page.page is not None:
            self._show_again(page.page.sheet, page.cell)

    def _show_again(self, sheet: Sheet, cell: Cell | None) -> None:
        if self._page is not None:
            self._page.start_over()
        self.sheet_wanted.emit(sheet, cell)

    def ask_return(self) -> None:
        """Ask who signs the return; where nothing was remarked, first what is asked for."""
        submission = self._opened
        if submission is None:
            return
        if notes_of(self._office.workspace, submission):
            self._ask_signing(submission)
            return
        about = self.tr("Chưa góp ý ô nào. Ghi góp ý cho cả báo cáo, hoặc đóng lại để góp ý ô.")
        if back := self._returned_words(submission):
            more = self.tr("Chỉ ghi nếu phải trả lại lần nữa, có góp ý mới.")
            about = f"{back} {more}"
        dialog = ReasonDialog(self.tr("Góp ý cả báo cáo"), about, self._shell)

        def note() -> None:
            self._then = lambda: self._ask_signing(submission)
            self.wanted.emit(AddRemark(submission.content_sha256, "", dialog.reason))

        dialog.accepted.connect(note)
        dialog.open()

    def _ask_signing(self, submission: Submission) -> SigningDialog:
        count = len(notes_of(self._office.workspace, submission))
        about = self.tr("{count} góp ý cho báo cáo {period} của {unit}, lần {revision}.")
        words = about.format(
            count=count, period=Period.parse(submission.key.period).label,
            unit=self._name(submission.key), revision=submission.revision,
        )  # fmt: skip
        dialog = self._signing(self.tr("Trả lại báo cáo"), words)
        dialog.ask_due(self._office.clock().date() + TIME_TO_CORRECT)
        named = submission.content_sha256

        def go() -> None:
            if dialog.signing is not None:
                self.wanted.emit(SendBack(named, dialog.signing, due=dialog.due_day))

        dialog.accepted.connect(go)
        dialog.open()
        return dialog

    # -- receipts

    def ask_receipts(self) -> SigningDialog | None:
        """Ask who signs the receipts that were not given yet."""
        waiting = self._office.workspace.submissions.without_receipt()
        if not waiting:
            self._shell.say(self.tr("Mọi báo cáo đã nhận đều có biên nhận."))
            return None
        words = self.tr("{count} báo cáo chưa có biên nhận.").format(count=len(waiting))
        dialog = self._signing(self.tr("Cấp biên nhận"), words)

        def go() -> None:
            if dialog.signing is not None:
                self.wanted.emit(Acknowledge(dialog.signing))

        dialog.accepted.connect(go)
        dialog.open()
        return dialog

    def _signing(self, title: str, about: str) -> SigningDialog:
        dialog = SigningDialog(
            title, about, self._shell,
            signer=chairman(self._office.unit), jobs=self._shell.jobs, clock=self._office.clock,
        )  # fmt: skip
        dialog.signer.remember_in(self._office.workspace.settings)
        dialog.accepted.connect(dialog.signer.used)
        return dialog

    # -- conflicts

    def open_parcel(self, parcel: Parcel) -> None:
        """Want a package in conflict beside the one that counts; a request leads to approval."""
        if parcel.is_request and parcel.outcome == Outcome.HELD:
            self._shell.went.emit("approve")
        elif parcel.outcome in {Outcome.CONFLICT, Outcome.REPLACED}:
            self.wanted.emit(ShowConflicts(parcel.sha256))

    def _ask_decision(self, found: Conflict) -> ConflictDialog:
        dialog = ConflictDialog(found, self._name(found.first.key), self._shell)

        def settle() -> None:
            if dialog.take is not None:
                reason = text_of(dialog.reason)
                self.wanted.emit(Decide(found.record.sha256, dialog.take, reason))

        dialog.accepted.connect(settle)
        dialog.open()
        return dialog

    # -- what came of it

    def acted(self, order: object, done: Done) -> None:
        """Go on where an order was only the first step."""
        then, self._then = self._then, _nothing
        if isinstance(order, ShowConflicts) and isinstance(done.found, tuple):
            for one in done.found:
                self._ask_decision(one)
        elif isinstance(order, SendBack):
            if self._opened is not None:
                self._opened = self._office.latest(self._opened.key)
            self._refresh()
        elif isinstance(order, AddRemark | DropRemark):
            then()

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Forget what was to come next."""
        self._then = _nothing

    # -- lives

    def told(self) -> list[Told]:
        """Return the reports of the period that came, for the page of their life."""
        period, office = self._period(), self._office
        return [
            Told(submission.key, f"{row.unit.name}, {report_set.short}, {period.label}")
            for report_set in office.report_sets()
            if has_period(office.catalogue, report_set, period)
            for row in office.board(report_set.id, period).units
            if (submission := row.submission) is not None
        ]

    def about(self, key: ReportKey) -> tuple[str, ...]:
        """Return a report in words: its set, period, last revision that came, and unit."""
        sent, period = self._office.latest(key), Period.parse(key.period)
        number = self.tr("lần {revision}").format(revision=sent.revision) if sent else ""
        short = self._office.catalogue.report_set(key.report_set).short
        return short, period.label, number, self._name(key)

    def _name(self, key: ReportKey) -> str:
        return self._office.catalogue.unit_for(key.unit, Period.parse(key.period)).name


def _nothing() -> None:
    """Do nothing next."""
