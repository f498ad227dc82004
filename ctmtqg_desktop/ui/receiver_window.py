"""The window of a receiving unit: inbox, board, totals, targets, enrolments."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import ReportKey, Status
from ctmtqg_desktop.exchange.acts import act_of
from ctmtqg_desktop.exchange.receiver.board.awaited_periods import awaited_periods
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.steps.next_step import LeadsTo
from ctmtqg_desktop.exchange.steps.show_steps import steps_here
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.ui.fill.entry_page import EntryPage
from ctmtqg_desktop.ui.form.editing import Doors
from ctmtqg_desktop.ui.frame.frame import Deed, Shell
from ctmtqg_desktop.ui.frame.header import Header
from ctmtqg_desktop.ui.frame.news import News
from ctmtqg_desktop.ui.frame.page_spec import deeds_of, grouped_entries, page_heading, page_of
from ctmtqg_desktop.ui.frame.steps_control import StepsControl
from ctmtqg_desktop.ui.frame.window_memory import PERIOD, REPORT_SET
from ctmtqg_desktop.ui.inbox.answer_control import Answering
from ctmtqg_desktop.ui.inbox.inbox_control import Inbox
from ctmtqg_desktop.ui.inbox.parcels import BoardPlace, UnitStanding
from ctmtqg_desktop.ui.life.life_control import Telling
from ctmtqg_desktop.ui.opening.first_period import kinds_of, opening_period
from ctmtqg_desktop.ui.pages import RECEIVER_PAGES, RECEIVER_WAYS, cataloguing_in
from ctmtqg_desktop.ui.paper.export_dialog import ExportDialog
from ctmtqg_desktop.ui.parts.fields import begin_line
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.totals.history_control import LandYears
from ctmtqg_desktop.ui.totals.totals_control import Totals
from ctmtqg_desktop.ui.totals.track_control import Tracking
from ctmtqg_desktop.ui.trust.approve_control import ApproveControl
from ctmtqg_desktop.ui.trust.approve_page import ApprovePage
from ctmtqg_desktop.ui.trust.password_control import PasswordControl
from ctmtqg_desktop.ui.trust.revoke_control import PAGE as REVOKE
from ctmtqg_desktop.ui.trust.revoke_control import RevokeControl
from ctmtqg_desktop.ui.trust.revoke_page import RevokePage
from ctmtqg_desktop.ui.upkeep.exports_control import ExportsControl
from ctmtqg_desktop.ui.upkeep.upkeep_control import UpkeepControl

SHEET = "sheet"
_READ_AGAIN = frozenset({"life", "duties"})
"""Pages that are asked anew for another period."""

if TYPE_CHECKING:
    from ctmtqg_desktop.ui.catalogue.catalogue_control import Cataloguing


class Receiver(QObject):
    """Connect the pages of a receiving unit with its office."""

    def __init__(self, office: Office, period: Period | None = None) -> None:
        super().__init__()
        self.office, self._library = office, office.library
        self.period = period or opening_period(office, partial(awaited_periods, office))
        self.jobs = Jobs(self)
        self.news = News(self)
        self._came_from = "board"
        self.shell = Shell(f"{office.unit.name} · CTMTQG", self._header, self.jobs, office)
        self.setParent(self.shell)
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
        self.inbox = Inbox(office, self.shell, lambda: self.period)
        self.board = self.inbox.board
        self.totals = Totals(office, self.shell, self.period)
        self.matrix, self.consolidated = self.totals.matrix, self.totals.consolidated
        day = office.workspace.identity.at
        units = office.catalogue.units.children(office.unit.code, day)
        self.approve = ApprovePage(self.jobs, units, stack, clock=office.clock)
        names = {unit.code: unit.name for unit in (*units, office.unit)}
        self.revoke = RevokePage(names, stack)
        doors = Doors(_never, _never, say)
        self.answering = Answering(office, self.shell, lambda: self.period)
        self.sheet = EntryPage(doors, self.answering.standing, stack)
        for name, page in (
            ("approve", self.approve), (REVOKE, self.revoke), (SHEET, self.sheet),
        ):  # fmt: skip
            self.shell.add_page(name, page, has_status=isinstance(page, EntryPage))
        self.telling = Telling(office.workspace, self.shell, self.answering.told)
        self.exports = ExportsControl(office.room, self.shell)
        self.upkeep = UpkeepControl(office.room, self.shell)
        self.tracking = Tracking(office, self.shell, self.period)
        self.track = self.tracking.page
        self.history = LandYears(office, self.shell, lambda: self.totals.sets.id)
        leader = self.tr("Chủ tịch {agency}").format(agency=office.unit.agency)
        for field in (self.approve.title, self.approve.own_title):
            begin_line(field, f"title.{leader}", leader)
        self.shell.nav.show_entries(grouped_entries(RECEIVER_PAGES))

    def _connect(self) -> None:
        shell = self.shell
        shell.heads = lambda page: page_heading(RECEIVER_PAGES, page, self)
        shell.went.connect(self.go)
        shell.closing.connect(self.jobs.close)
        shell.closing.connect(self._keep_place)
        shell.header.period_picked.connect(self.show_period)
        shell.header.found.connect(self.totals.go_found)
        self.board.place_opened.connect(self._open_place)
        self.inbox.period_wanted.connect(self.show_period)
        self.board.life_wanted.connect(lambda key: self._at(key, self.telling.show))
        self.board.return_wanted.connect(lambda key: self._at(key, self.answering.open))
        self.answering.connect_pages(self.board, self.sheet)
        self.consolidated.print_wanted.connect(self.export)
        for shows in (self.answering, self.totals, self.tracking, self.history):
            shows.sheet_wanted.connect(self._show_signed)
        self.approve_control = ApproveControl(self.office, self.approve, shell)
        self.revoke_control = RevokeControl(self.office, self.revoke, shell)
        self.password_control = PasswordControl(shell, self.approve, self.approve.heading)
        self.totals.sets.changed.connect(self.history.forget)
        steps = partial(steps_here, self.office, lambda: self.period)
        self.steps = StepsControl(shell, self, self.board.steps, steps, RECEIVER_WAYS)
        self.totals.sets.changed.connect(lambda: self.board.card.mark_set(self.totals.sets.id))
        for asks in (self.inbox, self.answering, self.totals, self.tracking, self.history):
            shell.acting.serve(asks)
        picked = (
            self.totals.sets.changed, self.history.page.unit_picked, self.track.plan_picked,
            self.telling.page.report_picked,
        )  # fmt: skip
        for signal in picked:
            signal.connect(lambda *_: shell.show_heading())
        self.news.changed.connect(self._heard)
        reads = (self.inbox, self.totals, self.tracking, self.history)
        for hears in (*reads, self.exports):
            self.news.changed.connect(hears.heard)
        for ended in (shell.acting.acted, shell.acting.failed, shell.acting.stopped):
            ended.connect(self._tell)

    def _tell(self, order: object, *_: object) -> None:
        """Tell the pages what an act has changed, also one that was stopped halfway."""
        self.news.tell(*act_of(order).changes)

    @cached_property
    def cataloguing(self) -> "Cataloguing":
        """Return what shows the catalogue; it is loaded with the first visit."""
        return cataloguing_in(self.office, self.shell, self.jobs, self.news)

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

    def show_period(self, period: Period) -> None:
        """Show another period, or this one as it stands now."""
        if period != self.period:
            self.shell.memory.keep(PERIOD, period.code)
        self.period = period
        self.sheet.start_over()
        self.shell.header.show_period(period)
        for page in (self.totals, self.tracking):
            page.show_period(period)
        self.board.card.mark_set(self.totals.sets.id)
        self.inbox.read_board()
        self.inbox.read_inbox()
        self.board.steps.refresh()
        self.approve_control.refresh()
        page_id = self.shell.page_id
        self.shell.show_page("board" if page_id in {"", SHEET} else page_id)
        if page_id in _READ_AGAIN:
            self.go(page_id)
        QTimer.singleShot(0, self, self.totals.index)
        QTimer.singleShot(0, self, self._offer_periods)

    def _offer_periods(self) -> None:
        office = self.office
        self.shell.header.offer_periods(awaited_periods(office, office.clock().date()))

    def _keep_place(self) -> None:
        self.shell.memory.keep(PERIOD, self.period.code)
        self.shell.memory.keep(REPORT_SET, self.totals.sets.id)

    def _heard(self, topics: frozenset[str]) -> None:
        if "catalogue" in topics and self.office.library is not self._library:
            self._library = self.office.library
            self.totals.sets.read_anew()
            self.show_period(self.period)
        if "signers" in topics:
            self.approve_control.refresh()
            self.revoke_control.refresh()
        self.board.steps.refresh()

    # -- what a page speaks of

    def about_unit(self) -> tuple[str, ...]:
        """Return what a page says that speaks of the whole office."""
        return (self.office.unit.name,)

    def about_period(self) -> tuple[str, ...]:
        """Return what a page says that speaks of all reports of a period."""
        return self.period.label, *self.about_unit()

    def about_totals(self) -> tuple[str, ...]:
        """Return what a page says that puts the reports of a set together."""
        return self._set_words(self.totals.sets.id), *self.about_period()

    def about_plan(self) -> tuple[str, ...]:
        """Return what the page says that measures a plan."""
        plan = self.office.catalogue.plans.get(self.track.plan_id)
        return plan.title if plan is not None else "", *self.about_period()

    def about_land(self) -> tuple[str, ...]:
        """Return what the page says that compares the years of a unit's land."""
        return self._set_words(self.totals.sets.id), self.history.page.unit.currentText()

    def about_life(self) -> tuple[str, ...]:
        """Return what the page says that tells the life of one report."""
        key = self.telling.key
        return self.answering.about(key) if key is not None else self.about_period()

    def _set_words(self, set_id: str) -> str:
        found = self.office.catalogue.report_sets.get(set_id)
        return found.short if found is not None else ""

    # -- down to the signed cell

    def _back(self) -> None:
        """Leave a signed sheet for the page it was opened from."""
        if self.shell.page_id == SHEET:
            self.go(self._came_from)

    def _open_place(self, standing: UnitStanding, place: BoardPlace) -> None:
        if place.status in {None, Status.RETURNED}:
            self.answering.open(self.answering.key(standing, place))
            return
        self.totals.open_report(place.set_id, standing.unit.code)

    def _at(self, key: ReportKey, show: Callable[[ReportKey], object]) -> None:
        """Show something of a report, in its own period."""
        if key.period != self.period.code:
            self.show_period(Period.parse(key.period))
        show(key)

    def open_report(self, leads: LeadsTo) -> None:
        """Show the last revision of a report, in its own period."""
        key = ReportKey(leads.unit, leads.report_set, leads.period)
        self._at(key, self.answering.open)

    def open_parcel(self, leads: LeadsTo) -> None:
        """Show what waits for a decision in the inbox, and ask for the decision."""
        self.go("board")
        parcel = self.board.choose_parcel(leads.at)
        if parcel is not None:
            self.answering.open_parcel(parcel)

    def _show_signed(self, sheet: Sheet, cell: Cell | None) -> None:
        if self.shell.page_id != SHEET:
            self._came_from = self.shell.page_id
        self.shell.show_page(SHEET, self._came_from)
        self.sheet.show_sheet(sheet, cell)

    def export(self) -> ExportDialog:
        """Ask where the consolidated report goes, with the targets of the plan that is shown."""
        return self.totals.ask_print(self.track.plan_id)


def _never(*_: object) -> NoReturn:
    """Stand where a signed sheet would be changed: its page is locked."""
    raise AssertionError
