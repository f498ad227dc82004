"""The window of a receiving unit: inbox, board, totals, targets, enrolments."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ctmtqg_desktop.catalogue.records.criteria import Criterion, row_id
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.acts import act_of
from ctmtqg_desktop.exchange.post.outcome import Received
from ctmtqg_desktop.exchange.receiver.consolidate import (
    Consolidation,
    criteria_section,
    show_total,
    verdict_column,
)
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.ui.catalogue.catalogue_control import Cataloguing
from ctmtqg_desktop.ui.fill.entry_page import EntryPage
from ctmtqg_desktop.ui.form.editing import Doors
from ctmtqg_desktop.ui.frame.frame import Deed, Shell
from ctmtqg_desktop.ui.frame.header import Header
from ctmtqg_desktop.ui.frame.news import News
from ctmtqg_desktop.ui.frame.page_spec import deeds_of, grouped_entries, page_of
from ctmtqg_desktop.ui.frame.search import Found, index_of
from ctmtqg_desktop.ui.frame.set_choice import SetChoice
from ctmtqg_desktop.ui.inbox.answer_control import Answering
from ctmtqg_desktop.ui.inbox.board_page import BoardPage
from ctmtqg_desktop.ui.inbox.parcels import Place, SetColumn
from ctmtqg_desktop.ui.inbox.parcels import Standing as UnitStanding
from ctmtqg_desktop.ui.inbox.reading import (
    Known,
    batch_words,
    known_packages,
    named,
    parcel_of,
    parcel_of_result,
    places,
)
from ctmtqg_desktop.ui.inbox.reading_dialog import with_reading
from ctmtqg_desktop.ui.life.life_control import Telling
from ctmtqg_desktop.ui.opening.first_period import documents, first_period, kinds_of
from ctmtqg_desktop.ui.pages import RECEIVER_PAGES
from ctmtqg_desktop.ui.paper.export_dialog import WHOLE, Choice, ExportDialog, ExportOrder
from ctmtqg_desktop.ui.parts.badges import count_badge
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.totals.consolidated_page import ConsolidatedPage
from ctmtqg_desktop.ui.totals.matrix_page import MatrixPage
from ctmtqg_desktop.ui.totals.track_control import PAGE as TRACK
from ctmtqg_desktop.ui.totals.track_control import Tracking
from ctmtqg_desktop.ui.trust.approve_control import ApproveControl
from ctmtqg_desktop.ui.trust.approve_page import ApprovePage
from ctmtqg_desktop.ui.trust.password_control import PasswordControl
from ctmtqg_desktop.ui.trust.revoke_control import PAGE as REVOKE
from ctmtqg_desktop.ui.trust.revoke_control import RevokeControl
from ctmtqg_desktop.ui.trust.revoke_page import RevokePage
from ctmtqg_desktop.ui.upkeep.exports_control import ExportsControl
from ctmtqg_desktop.ui.upkeep.upkeep_control import UpkeepControl
from ctmtqg_desktop.ui.work import consolidating, exporting_whole, receiving
from ctmtqg_desktop.workspace.records import Outcome

SHEET = "sheet"
_NEEDS_TOTALS = frozenset({"matrix", "consolidated"})


class Receiver(QObject):
    """Connect the pages of a receiving unit with its office."""

    def __init__(self, office: Office, period: Period | None = None) -> None:
        super().__init__()
        sets = office.report_sets()
        today = office.clock().date()
        self.office = office
        self.period = period or first_period(sets, office.unit, today, office.deadline)
        self.jobs = Jobs(self)
        self.news = News(self)
        self._whole: Consolidation | None = None
        self._results: dict[str, Received] = {}
        self._known: dict[str, Known] = {}
        self._then = ""
        self._came_from = "board"
        self.shell = Shell(f"{office.unit.name} · CTMTQG", self._header, self.jobs, office)
        self.setParent(self.shell)
        self.sets = SetChoice(office, self.shell.header)
        self._build_pages()
        self._connect()
        self._add_deeds()
        self.show_period(self.period)

    # -- building

    def _header(self, parent: QWidget) -> Header:
        kinds = kinds_of(self.office.report_sets())
        name, role = self.office.unit.name, self.tr("Nơi nhận báo cáo")
        return Header(name, role, parent, kinds=kinds, period=self.period)

    def _build_pages(self) -> None:
        office, stack = self.office, self.shell.stack
        sets = [SetColumn(s.id, s.short, s.title) for s in office.report_sets()]
        self.board = BoardPage(sets, self.jobs, stack)
        self.matrix = MatrixPage(stack)
        self.consolidated = ConsolidatedPage(
            lambda form, cell, value: show_total(office.library, form, cell, value),
            office.catalogue.measures,
            stack,
        )
        day = office.workspace.identity.at
        units = office.catalogue.units.children(office.unit.code, day)
        self.approve = ApprovePage(self.jobs, units, stack, clock=office.clock)
        names = {unit.code: unit.name for unit in (*units, office.unit)}
        self.revoke = RevokePage(names, stack)
        doors = Doors(_never, _never, say)
        self.answering = Answering(office, self.shell, lambda: self.period)
        self.sheet = EntryPage(doors, self.answering.standing, stack)
        for name, page in (
            ("board", self.board), ("matrix", self.matrix), ("consolidated", self.consolidated),
            ("approve", self.approve), (REVOKE, self.revoke), (SHEET, self.sheet),
        ):  # fmt: skip
            self.shell.add_page(name, page, has_status=isinstance(page, EntryPage))
        self.telling = Telling(office.workspace, self.shell, self.answering.told)
        self.exports = ExportsControl(office.room, self.shell)
        self.upkeep = UpkeepControl(office.room, self.shell)
        self.tracking = Tracking(office, self.shell, self.jobs)
        self.track = self.tracking.page
        self.cataloguing = Cataloguing(office, self.shell, self.jobs)
        self.approve.title.setText(self.tr("Chủ tịch {agency}").format(agency=office.unit.agency))
        self.approve.own_title.setText(self.approve.title.text())
        self.approve.out_dir.set_path(documents())
        self.shell.nav.show_entries(grouped_entries(RECEIVER_PAGES))

    def _connect(self) -> None:
        shell = self.shell
        shell.went.connect(self.go)
        shell.closing.connect(self.jobs.close)
        shell.header.period_picked.connect(self.show_period)
        self.sets.changed.connect(self._set_changed)
        shell.header.found.connect(self._go_found)
        shell.totals_done.connect(self._show_whole)
        self.board.dropped.connect(partial(with_reading, self.office, shell, self.receive))
        self.board.busy.done.connect(self._received)
        self.board.busy.refused.connect(self._receive_refused)
        self.board.busy.stopped.connect(self._read_inbox)
        self.board.place_opened.connect(self._open_place)
        self.board.life_wanted.connect(lambda s, p: self.telling.show(self.answering.key(s, p)))
        self.answering.connect_pages(self.board, self.sheet)
        self.answering.sheet_wanted.connect(self._show_signed)
        self.answering.changed.connect(lambda: self.news.tell("submissions", "inbox"))
        self.matrix.cell_opened.connect(self._open_criterion)
        self.consolidated.cell_opened.connect(self._open_cell)
        self.consolidated.print_wanted.connect(self.export)
        self.tracking.sheet_wanted.connect(self._show_signed)
        self.approve_control = ApproveControl(self.office, self.approve, shell)
        self.revoke_control = RevokeControl(self.office, self.revoke, shell)
        self.password_control = PasswordControl(shell, self.approve, self.approve.heading)
        self.news.changed.connect(self._heard)
        for page in (self.cataloguing, self.exports):
            self.news.changed.connect(page.heard)
        shell.acting.acted.connect(lambda order, _: self.news.tell(*act_of(order).changes))

    def _add_deeds(self) -> None:
        about = partial(self.shell.show_about, self.office.catalogue)
        self.shell.add_deeds(
            (
                Deed(self.tr("Phím tắt"), ("F1",), self.shell.show_keys),
                Deed(self.tr("Nhập thư mục gói báo cáo"), ("Ctrl+O",), self.board.ask_folder),
                Deed(self.tr("Nhập tệp gói báo cáo"), ("Ctrl+Shift+O",), self.board.ask_files),
                Deed(self.tr("In, xuất báo cáo tổng hợp"), ("Ctrl+P",), self.export),
                Deed(self.tr("Quay lại từ bản đã ký"), ("Alt+Left",), self._back),
                Deed(self.tr("Đọc lại"), ("F5",), lambda: self.show_period(self.period)),
                *deeds_of(RECEIVER_PAGES, self),
                Deed(self.tr("Tìm trong mọi biểu"), ("Ctrl+F",), self.shell.header.start_search),
                Deed(self.tr("Ẩn, hiện mục lục"), ("Ctrl+B",), self.shell.toggle_nav),
                Deed(self.tr("Giới thiệu, giấy phép"), ("Shift+F1",), about),
            ),
            self.tr("Mọi trang"),
        )
        self.shell.hint(self.tr("F1 phím tắt · Ctrl+O nhập thư mục · Ctrl+P in · Alt+1…9 trang"))

    # -- where one is

    def go(self, where: str) -> None:
        """Go to an entry of the tree."""
        page_of(RECEIVER_PAGES, where).show(self)

    def show_totals(self, page_id: str) -> None:
        """Show a page of totals, and make them where they are not there yet."""
        self.shell.show_page(page_id)
        if not (self._whole or self.shell.loading.is_running):
            self._consolidate()

    def show_period(self, period: Period) -> None:
        """Show another period, or this one as it stands now."""
        self.period = period
        self._whole = None
        self.tracking.forget()
        self.sets.offer(period)
        self.sheet.start_over()
        self.shell.header.period.show_period(period)
        self.board.set_period(period.label)
        self._read_board()
        self._read_inbox()
        self.approve_control.refresh()
        if self.shell.page_id in _NEEDS_TOTALS:
            self._consolidate()
        elif self.shell.page_id == TRACK:
            self.tracking.show(period)
        elif self.shell.page_id in {"", SHEET}:
            self.shell.show_page("board")
        else:
            self.shell.show_page(self.shell.page_id)
        QTimer.singleShot(0, self, self._index)

    def _set_changed(self) -> None:
        self._whole = None
        self._index()
        if self.shell.page_id in _NEEDS_TOTALS:
            self._consolidate()

    def _index(self) -> None:
        catalogue = self.office.catalogue
        units = catalogue.senders(self.sets.id, self.office.unit.code, self.period)
        if units:
            forms = catalogue.forms_of(self.sets.id, units[0], self.period.end)
            opened = [catalogue.opened(form, units[0], self.period) for form in forms]
            self.shell.header.search_in(index_of(opened))

    def _go_found(self, found: Found) -> None:
        self.go("consolidated")
        self.consolidated.show_form(found.where)
        if found.cell is not None:
            self.consolidated.go_to(found.cell)

    # -- inbox and board

    def _read_board(self) -> None:
        ids = [s.id for s in self.office.report_sets() if self.period.kind.value in s.periods]
        standings = places(self.office, ids, self.period)
        self.board.show_board(standings)
        deadline = standings[0].places[0].deadline if standings else None
        left = (deadline - self.office.clock().date()).days if deadline else 0
        self.shell.header.show_deadline(deadline, left)

    def _read_inbox(self) -> None:
        parcels = [parcel_of(record, self._results) for record in self.office.inbox()]
        shown = {parcel.file for parcel in parcels}
        lost = [r for r in self._results.values() if r.file not in shown]
        parcels = [*map(parcel_of_result, lost), *parcels]
        parcels.sort(key=lambda parcel: parcel.outcome != Outcome.REFUSED)
        self._known = known_packages(self.office, self.period)
        self.board.show_facts({sha: known.facts for sha, known in self._known.items()})
        refused = sum(parcel.outcome == Outcome.REFUSED for parcel in parcels)
        self.board.show_inbox([named(self.office, p, self._known, self._results) for p in parcels])
        badge = count_badge(refused, self.tr("{count} gói không nhận").format(count=refused))
        if badge is not None:
            self.shell.nav.entries.badge({"board": badge})

    def receive(self, paths: Sequence[Path]) -> None:
        """Receive files and folders."""
        self.go("board")
        self.board.notice.hide()
        self.board.busy.run(self.tr("Đang kiểm tra gói…"), receiving(self.office, paths))

    def _received(self, results: Sequence[Received]) -> None:
        self._results.update({result.file: result for result in results})
        self.board.notice.say(*batch_words(results))
        self.news.tell("submissions", "inbox")

    def _receive_refused(self, error: CtmtqgError) -> None:
        self.board.notice.say_error(error)
        self._read_inbox()

    def _heard(self, topics: frozenset[str]) -> None:
        if "submissions" in topics:
            self._whole = None
            self.tracking.forget()
            self._read_board()
        if "inbox" in topics:
            self._read_inbox()
        if "signers" in topics:
            self.approve_control.refresh()
            self.revoke_control.refresh()

    # -- totals

    def _consolidate(self, then: str = "") -> None:
        self._then = then
        for page in (self.matrix, self.consolidated):
            page.wait()
        if self.sets.id:
            work = consolidating(self.office, self.sets.id, self.period)
            self.shell.load(self.tr("Đang tổng hợp…"), work)

    def _show_whole(self, whole: Consolidation) -> None:
        self._whole = whole
        matrix = next(iter(whole.matrices.values()), None)
        self.matrix.show_matrix(matrix, has_reports=bool(whole.submissions))
        self.consolidated.show_whole(whole)
        if self._then:
            unit, self._then = self._then, ""
            self._open_first(unit)

    # -- down to the signed cell

    def _back(self) -> None:
        """Leave a signed sheet for the page it was opened from."""
        if self.shell.page_id == SHEET:
            self.go(self._came_from)

    def _open_place(self, standing: UnitStanding, place: Place) -> None:
        if place.status in {None, Status.RETURNED}:
            self.answering.open(standing, place)
            return
        self.sets.choose(place.set_id)
        if self._whole is None:
            self._consolidate(then=standing.unit.code)
        else:
            self._open_first(standing.unit.code)

    def _show_signed(self, sheet: Sheet, cell: Cell | None) -> None:
        if self.shell.page_id != SHEET:
            self._came_from = self.shell.page_id
        self.shell.show_page(SHEET, self._came_from)
        self.sheet.show_sheet(sheet, cell)

    def _open_first(self, unit_code: str) -> None:
        for form_id in self._whole.sources if self._whole else ():
            if self._open_sheet(form_id, unit_code, None):
                return

    def _open_criterion(self, unit: Unit, criterion: Criterion) -> None:
        for form_id, found in self._whole.sources.items() if self._whole else ():
            section = criteria_section(found[0].sheet.form)
            if section is not None:
                cell = Cell(section.id, row_id(criterion.code), verdict_column(section))
                self._open_sheet(form_id, unit.code, cell)
                return

    def _open_cell(self, form_id: str, unit: Unit, cell: Cell) -> None:
        self._open_sheet(form_id, unit.code, cell)

    def _open_sheet(self, form_id: str, unit_code: str, cell: Cell | None) -> bool:
        sources = self._whole.sources.get(form_id, ()) if self._whole else ()
        for source in sources:
            if source.unit.code == unit_code:
                self._show_signed(source.sheet, cell)
                return True
        return False

    # -- print

    def export(self) -> None:
        """Ask where the consolidated report goes, and write it."""
        name = f"tonghop_{self.office.unit.code}_{self.period.code}"
        title = self.tr("Báo cáo tổng hợp {period}").format(period=self.period.label)
        dialog = ExportDialog((Choice(WHOLE, title, name),), documents(), self.shell)
        dialog.accepted.connect(lambda: self._export(dialog.order))
        dialog.open()

    def _export(self, order: ExportOrder | None) -> None:
        if order is not None:
            plan = self.track.plan_id
            work = exporting_whole(self.office, self.sets.id, self.period, plan, order)
            self.shell.run(self.tr("Đang in…"), work)


def _never(*_: object) -> NoReturn:
    """Stand where a signed sheet would be changed: its page is locked."""
    raise AssertionError
