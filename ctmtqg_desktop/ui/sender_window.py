"""The window of a reporting unit: its pages, and what their wishes set in motion."""

from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.acts import act_of
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import ExportAgain, Submit
from ctmtqg_desktop.exchange.sender.owed.own_periods import own_periods
from ctmtqg_desktop.exchange.steps.next_step import LeadsTo, StepPlace
from ctmtqg_desktop.exchange.steps.sender_steps import leads_of, open_return
from ctmtqg_desktop.exchange.steps.show_steps import steps_here
from ctmtqg_desktop.ui.fill.amend_control import Amending
from ctmtqg_desktop.ui.fill.books_control import BooksControl
from ctmtqg_desktop.ui.fill.entry_page import EntryPage
from ctmtqg_desktop.ui.fill.form_tree import FORM, FormTree
from ctmtqg_desktop.ui.fill.home_page import Arrival
from ctmtqg_desktop.ui.fill.read_anew import read_anew
from ctmtqg_desktop.ui.fill.standing import (
    doors_of,
    home_of,
    report_to_sign,
    show_deadlines,
    standing,
)
from ctmtqg_desktop.ui.fill.task_card import show_own_tasks
from ctmtqg_desktop.ui.form.keys import form_keys
from ctmtqg_desktop.ui.frame.frame import Deed, Shell
from ctmtqg_desktop.ui.frame.header import Header
from ctmtqg_desktop.ui.frame.news import News
from ctmtqg_desktop.ui.frame.page_spec import deeds_of, grouped_entries, page_heading, page_of
from ctmtqg_desktop.ui.frame.search import index_of
from ctmtqg_desktop.ui.frame.steps_control import StepsControl
from ctmtqg_desktop.ui.frame.window_memory import PERIOD
from ctmtqg_desktop.ui.inbox.reading import own_progress
from ctmtqg_desktop.ui.life.life_control import Telling
from ctmtqg_desktop.ui.opening.first_period import (
    first_unfinished,
    kinds_of,
    open_folder,
    opening_period,
)
from ctmtqg_desktop.ui.pages import SENDER_PAGES, SENDER_WAYS, cataloguing_in
from ctmtqg_desktop.ui.paper.papers_control import PapersDoor
from ctmtqg_desktop.ui.paper.print_control import ask_export
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.sign.sign_page import SignPage
from ctmtqg_desktop.ui.trust.keys_control import KeysControl
from ctmtqg_desktop.ui.trust.keys_page import KeysPage
from ctmtqg_desktop.ui.trust.password_control import PasswordControl
from ctmtqg_desktop.ui.upkeep.exports_control import ExportsControl, lists_offer
from ctmtqg_desktop.ui.upkeep.upkeep_control import UpkeepControl

SIGN = "sign:"

if TYPE_CHECKING:
    from ctmtqg_desktop.ui.catalogue.catalogue_control import Cataloguing
    from ctmtqg_desktop.ui.totals.history_control import LandYears


class Sender(QObject):
    """Connect the pages of a reporting unit with its desk."""

    def __init__(self, desk: Desk, period: Period | None = None) -> None:
        self.period = period or opening_period(desk, partial(own_periods, desk))
        super().__init__()
        self.desk, self._library = desk, desk.library
        self.jobs = Jobs(self)
        self.news = News(self)
        self.shell = Shell(f"{desk.unit.name} · CTMTQG", self._header, self.jobs, desk)
        self.setParent(self.shell)
        self._build_pages()
        self._connect()
        self._add_deeds()
        self.show_period(self.period)

    # -- building

    def _header(self, parent: QWidget) -> Header:
        kinds = kinds_of(self.desk.report_sets())
        role = self.tr("Đơn vị báo cáo")
        return Header(self.desk.unit.name, role, parent, kinds=kinds, period=self.period)

    def _build_pages(self) -> None:
        desk, stack = self.desk, self.shell.stack
        self.home = home_of(desk, lambda: self.period, own_progress, stack)
        self.entry = EntryPage(
            doors_of(desk),
            lambda sheet: replace(standing(desk, sheet), about=self.forms.about()),
            stack,
        )
        self.forms = FormTree(desk, self.shell, self.entry, lambda: self.period)
        self.sign = SignPage(
            self.jobs, lambda form: desk.catalogue.form(form).short, stack, clock=desk.clock
        )
        self.keys = KeysPage(stack, unit=desk.unit)
        self.shell.add_page("entry", self.entry, has_status=True)
        for name, page in (("home", self.home), ("sign", self.sign), ("keys", self.keys)):
            self.shell.add_page(name, page)
        self.books = BooksControl(desk, self.shell, self.entry, lambda: self.period)
        show_own_tasks(self.home.tasks, desk, lambda: self.period, self.open_form)
        self.amending = Amending(desk, self.shell, lambda: self.period)
        self.papers = PapersDoor(
            desk, self.shell, lambda: (self._set_id, self.period), self.sign.who
        )
        self.telling = Telling(desk.workspace, self.shell, self.amending.told)
        self.exports = ExportsControl(desk.room, self.shell)
        self.upkeep = UpkeepControl(desk.room, self.shell)
        self.sign.begin(self.tr("Chủ tịch {agency}").format(agency=desk.unit.agency))
        steps = partial(steps_here, desk, lambda: self.period)
        self.steps = StepsControl(self.shell, self, self.home.steps, steps, SENDER_WAYS)

    def _connect(self) -> None:
        shell = self.shell
        shell.went.connect(self.go)
        shell.closing.connect(self.close)
        self._connect_subject()
        shell.header.found.connect(lambda found: self.open_form(found.where, found.cell))
        self.home.due_opened.connect(lambda due: self.open_report(leads_of(due)))
        self.home.mail_wanted.connect(self.ask_mail)
        self.home.history_wanted.connect(partial(self.go, "history"))
        self.home.arrival_opened.connect(self._open_arrival)
        self.entry.saved.connect(shell.show_saved)
        self.books.form_wanted.connect(self.open_form)
        self.forms.opened.connect(self._opened)
        self.entry.offer_taken.connect(lambda: self.amending.ask(self._set_id))
        self.entry.unlock_wanted.connect(self._ask_unlock)
        self.entry.owner_wanted.connect(self.open_form)
        self.entry.add_cell_deed(self.tr("Mở khóa ô này…"), self._unlock_cell)
        self.sign.amend_wanted.connect(lambda: self.amending.ask(self._set_id))
        self.amending.opened.connect(lambda _: self.go("home"))
        self.amending.unlocked.connect(self._unlocked)
        shell.acting.serve(self.sign)
        self.sign.finding_opened.connect(lambda f: self.open_form(f.form, f.cell))
        self.sign.folder_opened.connect(open_folder)
        self.sign.print_wanted.connect(self.export)
        self.keys_control = KeysControl(self.desk, self.keys, shell)
        self.password_control = PasswordControl(shell, self.keys, self.keys.heading)
        self.news.changed.connect(self._heard)
        self.news.changed.connect(self.exports.heard)
        self.shell.acting.acted.connect(self._acted)
        self.jobs.busy.connect(self.entry.hold_still)

    def _connect_subject(self) -> None:
        """Let whatever is chosen anywhere be what every page speaks of."""
        self.shell.heads = lambda page: page_heading(SENDER_PAGES, page, self)
        self.shell.header.period_picked.connect(self.show_period)
        self.shell.header.set_picked.connect(self._pick_set)
        self.telling.page.report_picked.connect(lambda key: self.forms.use_set(key.report_set))

    @cached_property
    def cataloguing(self) -> "Cataloguing":
        """Return what shows the catalogue; it is loaded with the first visit."""
        return cataloguing_in(self.desk, self.shell, self.jobs, self.news)

    @cached_property
    def history(self) -> "LandYears":
        """Return what shows who the unit's land was; it is loaded with the first visit."""
        from ctmtqg_desktop.ui.totals.history_control import own_land_years

        return own_land_years(self.desk, self.shell, self.news, lambda: self._set_id)

    def _add_deeds(self) -> None:
        about = partial(self.shell.show_about, self.desk.catalogue)
        everywhere = self.tr("Mọi trang")
        self.shell.add_deeds(
            (
                Deed(self.tr("Phím tắt"), ("F1",), self.shell.show_keys),
                Deed(self.tr("Kiểm tra số liệu"), ("F7",), self.check),
                Deed(self.tr("Ký và đóng gói"), ("F9",), self._sign_key),
                Deed(self.tr("In, xuất PDF và Excel"), ("Ctrl+P",), self.export),
                Deed(self.tr("Tìm trong mọi biểu"), ("Ctrl+F",), self.shell.header.start_search),
                *deeds_of(SENDER_PAGES, self),
                Deed(self.tr("Biểu sau"), ("Alt+PgDown", "Ctrl+Tab"), lambda: self._turn(1)),
                Deed(self.tr("Biểu trước"), ("Alt+PgUp", "Ctrl+Shift+Tab"),
                     lambda: self._turn(-1)),
                Deed(self.tr("Ẩn, hiện mục lục"), ("Ctrl+B",), self.shell.toggle_nav),
                Deed(self.tr("Giới thiệu, giấy phép"), ("Shift+F1",), about),
            ),
            everywhere,
        )  # fmt: skip
        self.shell.add_keys(form_keys())
        self.shell.hint(
            self.tr("F1 phím tắt · F7 kiểm tra · F8 phát hiện kế · F9 ký · Ctrl+P in · "
                    "Ctrl+F tìm mọi biểu")
        )  # fmt: skip

    # -- where one is

    def go(self, where: str) -> None:
        """Go to an entry of the tree."""
        self.entry.commit_typing()
        if where.startswith(FORM):
            self.open_form(where.removeprefix(FORM))
        elif where.startswith(SIGN):
            self.forms.use_set(where.removeprefix(SIGN))
            self.check()
        else:
            page_of(SENDER_PAGES, where).show(self)

    def go_home(self) -> None:
        """Show what is due, read again."""
        self.home.refresh()
        self.shell.show_page("home")

    def show_period(self, period: Period) -> None:
        """Show another period."""
        self.entry.start_over()
        self.sign.start_over()
        if period != self.period:
            self.shell.memory.keep(PERIOD, period.code)
        self.period = period
        self.shell.header.show_period(period)
        self.home.wait(period)
        *tops, tools = grouped_entries(SENDER_PAGES)
        self.shell.nav.show_entries([*tops, *self.forms.entries(), tools])
        self.forms.offer_sets()
        opened = partial(self.desk.catalogue.opened, unit=self.desk.unit, period=period)
        self.shell.header.search_in(index_of([opened(form) for _, form in self.forms.by_set()]))
        self.shell.show_page("home")
        self.forms.open_all()

    def open_form(self, form_id: str, cell: Cell | None = None) -> None:
        """Show a form of the period, at a cell."""
        sheet = self.desk.sheet(form_id, self.period)
        self.shell.show_page("entry", FORM + form_id)
        self.forms.use_set_of_form()
        self.entry.show_sheet(sheet, cell)
        self.forms.badge(sheet)

    @property
    def _set_id(self) -> str:
        """Return the id of the report that every page speaks of."""
        return self.forms.set_id

    def _pick_set(self, set_id: str) -> None:
        """Show another report on the page that is open."""
        self.forms.use_set(set_id)
        is_form = self.shell.page_id == "entry"
        first = FORM + first_unfinished(self.desk, set_id, self.period) if is_form else ""
        self.go(first or self.shell.page_id)

    def _turn(self, by: int) -> None:
        if where := self.forms.turned(by):
            self.go(where)

    # -- states

    @property
    def is_opening(self) -> bool:
        """Say whether sheets of the period are still to be opened."""
        return self.forms.is_opening

    def _opened(self) -> None:
        """Say what is due, as soon as every sheet of the period is open."""
        self.home.refresh()
        show_deadlines(self.shell.header, self.desk, self.period)

    def _heard(self, topics: frozenset[str]) -> None:
        if "catalogue" in topics and self.desk.library is not self._library:
            self._library = self.desk.library
            read_anew(self)
        if "signers" in topics:
            self.keys_control.refresh()
        if topics & {"reports", "letters", "signers"}:
            self.home.refresh()
        self.shell.show_heading()
        if "reports" in topics:
            self.entry.start_over()
            self.papers.refresh()
            self._show_report()

    # -- what a page speaks of

    def about_unit(self) -> tuple[str, ...]:
        """Return what a page says that speaks of the whole workspace."""
        return (self.desk.unit.name,)

    # -- the report

    def open_report(self, leads: LeadsTo) -> None:
        """Show a report where something is to be done: at a place of a form, or to be signed."""
        if (period := Period.parse(leads.period)) != self.period:
            self.show_period(period)
        self.forms.use_set(leads.report_set)
        if leads.place is StepPlace.SIGN:
            self.go(SIGN + leads.report_set)
            return
        form = leads.form or first_unfinished(self.desk, leads.report_set, self.period)
        self.open_form(form, Cell.parse(leads.at) if leads.at.count(".") > 1 else None)
        self.entry.show_part(leads.at.partition(".")[0])

    def ask_mail(self) -> None:
        """Ask for files that the receiver sent; the key for a card is the one made here."""
        self.keys_control.recall_key()
        self.keys.ask_mail()

    def _open_arrival(self, arrival: Arrival) -> None:
        self.amending.note_read(arrival)
        sent = arrival.letter.sent.key if arrival.letter else None
        asked = open_return(self.desk, arrival.letter) if arrival.letter else None
        if sent is not None and (period := Period.parse(sent.period)) != self.period:
            self.show_period(period)
        if asked is not None:
            self.open_report(asked)
        elif arrival.form and sent is not None:
            self.open_form(arrival.form, Cell.parse(arrival.cell) if arrival.cell else None)
        else:
            self.telling.show(sent)

    def _unlock_cell(self, form_id: str, cell: Cell) -> None:
        page = self.entry.page
        if page is not None and not page.editing.locked and not page.editing.may_change(cell):
            self._ask_unlock(form_id, cell)

    def _ask_unlock(self, form_id: str, place: Cell | str) -> None:
        self.amending.ask_unlock(self._set_id, form_id, place)

    def _unlocked(self, form_id: str, cell: Cell | None) -> None:
        self.entry.start_over()
        self.open_form(form_id, cell)

    def _sign_key(self) -> None:
        """F9: go to the page first, order the signature from there."""
        if self.shell.page_id == "sign":
            self.sign.order()
        else:
            self.check()

    def check(self) -> None:
        """Show the page of signing, which is always about the figures as they are now."""
        self.entry.commit_typing()
        self.shell.show_page("sign")
        if self._show_report():
            self.sign.check()

    def _show_report(self) -> bool:
        """Say on the page of signing which report it is about; return whether it has forms."""
        if not self._set_id:
            return False
        self.sign.show_report(report_to_sign(self.desk, self._set_id, self.period))
        has_forms = self._set_id in {set_id for set_id, _ in self.forms.by_set()}
        if has_forms:
            self.sign.enclose.offer(**lists_offer(self.desk, self._set_id, self.period))
        return has_forms

    def _acted(self, order: object, _: Done) -> None:
        self.news.tell(*act_of(order).changes)
        if isinstance(order, Submit | ExportAgain):
            self.check()

    def export(self) -> None:
        """Ask what to print, and print it."""
        self.entry.commit_typing()
        forms = [f for set_id, f in self.forms.by_set() if set_id == self._set_id]
        page = self.entry.page if self.shell.page_id == "entry" else None
        shown = page.sheet.form.id if page else ""
        ask_export(self.shell, self.desk, self.period, self._set_id, forms, shown=shown)

    def close(self) -> None:
        """Take what is being typed and stop the worker."""
        self.entry.commit_typing()
        self.shell.memory.keep(PERIOD, self.period.code)
        self.forms.stop()
        self.jobs.close()
