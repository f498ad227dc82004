"""Connect the pages of the catalogue with a desk or an office, for either window."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject

from ctmtqg_desktop.catalogue.owing import profile_of
from ctmtqg_desktop.exchange.keeping.browse import (
    CatalogueItem,
    Sort,
    calendar_of,
    catalogue_contents,
    steps_of,
)
from ctmtqg_desktop.exchange.keeping.duty_words import profile_days, profile_words
from ctmtqg_desktop.exchange.keeping.editions import HeldEdition, form_history
from ctmtqg_desktop.exchange.keeping.sources import notes_of_parts, parts_by_source
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.ui.catalogue.calendar_dialog import CalendarDialog
from ctmtqg_desktop.ui.catalogue.catalogue_page import PUBLISHED, CataloguePage
from ctmtqg_desktop.ui.catalogue.duties_control import PAGE as DUTIES
from ctmtqg_desktop.ui.catalogue.duties_control import DutiesControl
from ctmtqg_desktop.ui.catalogue.facts_in_words import (
    calendar_facts,
    edition_facts,
    history_facts,
    item_facts,
    profile_facts,
    source_facts,
    step_facts,
)
from ctmtqg_desktop.ui.catalogue.keeper_page import KeeperPage
from ctmtqg_desktop.ui.catalogue.look import CatalogueLook, look_at, units_found
from ctmtqg_desktop.ui.catalogue.plans.plan_control import PlanControl
from ctmtqg_desktop.ui.catalogue.plans.plan_page import PlanPage
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.sign.signing_dialog import SigningDialog

PAGE, KEEPER, PLANS = "catalogue", "keeper", "plans"


class Cataloguing(QObject):
    """Show what the catalogue holds, and to a receiver the tools of who keeps it."""

    def __init__(self, room: Desk | Office, shell: Shell, jobs: Jobs) -> None:
        super().__init__(shell)
        self._room, self._shell, self._jobs = room, shell, jobs
        self._look: CatalogueLook | None = None
        self.page: CataloguePage | None = None
        self.keeper: KeeperPage | None = None
        self.duties: DutiesControl | None = None
        self.plans: PlanControl | None = None

    def show(self, where: str) -> None:
        """Go to one of the pages, which is built on the first visit."""
        if where == KEEPER and isinstance(self._room, Office):
            self._show_keeper(self._room)
            return
        if where == DUTIES and isinstance(self._room, Office):
            self.duties = self.duties or DutiesControl(self._room, self._shell)
            self.duties.show()
            return
        if where == PLANS and isinstance(self._room, Office):
            self._show_plans(self._room)
            return
        page = self.page or self._build_page()
        self._shell.show_page(PAGE)
        page.sort.setFocus()
        if self._look is None:
            page.busy.run(self.tr("Đang đọc danh mục…"), lambda _: look_at(self._room))
        page.ask()

    # -- the lists

    def _build_page(self) -> CataloguePage:
        today = self._room.clock().date()
        page = self.page = CataloguePage(self._jobs, today, self._shell.stack)
        self._shell.add_page(PAGE, page)
        page.wanted.connect(self._list)
        page.item_chosen.connect(self._tell)
        page.held_chosen.connect(self._tell_held)
        page.busy.done.connect(self._done)
        page.busy.refused.connect(page.notice.say_error)
        return page

    def _done(self, result: CatalogueLook | tuple[CatalogueItem, ...]) -> None:
        if isinstance(result, CatalogueLook):
            self._look = result
            if self.page is not None:
                self.page.show_counts(result.counts)
                self.page.ask()
        else:
            self._show_items(result)

    def _list(self, what: str, text: str, day: date | None) -> None:
        page, catalogue = self.page, self._room.catalogue
        if page is None:
            return
        if what == PUBLISHED:
            page.show_held(self._look.held if self._look else ())
        elif what == Sort.UNIT and text:
            at = day or self._room.clock().date()
            if self._look is not None:
                page.busy.run(
                    self.tr("Đang tìm đơn vị…"), lambda _: units_found(catalogue, text, at)
                )
        elif what == Sort.UNIT:
            found = catalogue_contents(catalogue, Sort.UNIT)
            self._show_items([i for i in found if _is_valid(i, day)])
        else:
            self._show_items(catalogue_contents(catalogue, Sort(what), text))

    def _show_items(self, items: Sequence[CatalogueItem]) -> None:
        if self.page is not None:
            nothing = (
                self.tr("Không có mục nào như vậy."),
                self.tr("Gõ tên hoặc mã khác, không cần dấu; đơn vị còn tùy ngày."),
            )
            self.page.show_items(items, nothing=nothing)

    def _tell(self, item: CatalogueItem) -> None:
        facts = [*item_facts(item)]
        catalogue = self._room.catalogue
        if item.sort is Sort.FORM:
            held = self._look.held if self._look else ()
            facts += history_facts(form_history(catalogue, held, item.id))
        elif item.sort is Sort.CALENDAR:
            today = self._room.clock().date()
            facts += calendar_facts(calendar_of(catalogue, item.id, today))
        elif item.sort is Sort.UNIT and item.valid_from is not None:
            at = item.valid_to or max(item.valid_from, self._room.clock().date())
            facts += self._profile(item.id, at)
            facts += step_facts(steps_of(catalogue, item.id, at))
        facts += source_facts(parts_by_source(catalogue, item), notes_of_parts(catalogue, item))
        if self.page is not None:
            self.page.show_facts(self.page.sort.currentText(), facts)

    def _profile(self, code: str, at: date) -> list[tuple[str, str]]:
        catalogue = self._room.catalogue
        unit = catalogue.units.find(code, at)
        found = profile_of(catalogue, unit, at) if unit is not None else None
        days, source = (profile_days(found), found.source) if found else ("", "")
        return profile_facts(profile_words(catalogue, found), days, source)

    def _tell_held(self, held: HeldEdition) -> None:
        if self.page is not None:
            title = self.tr("Bản danh mục {version}").format(version=held.edition.version)
            self.page.show_facts(title, edition_facts(held))

    # -- keeping

    def _show_keeper(self, office: Office) -> None:
        page = self.keeper or self._build_keeper(office)
        self._shell.show_page(KEEPER)
        page.form.setFocus()

    def _build_keeper(self, office: Office) -> KeeperPage:
        catalogue = office.catalogue
        forms, programmes = (
            catalogue_contents(catalogue, Sort.FORM),
            catalogue_contents(catalogue, Sort.PROGRAMME),
        )
        page = self.keeper = KeeperPage(forms, programmes, self._shell.stack)
        self._shell.add_page(KEEPER, page)
        page.template_path.propose("mau-bieu.xlsx")
        page.folder.propose("danh-muc-moi")
        self._shell.acting.serve(page)
        page.publish_wanted.connect(lambda folder: self.ask_publish(office, page, folder))
        page.calendar_wanted.connect(lambda folder: self.ask_calendar(office, page, folder))
        return page

    def _show_plans(self, office: Office) -> None:
        if self.plans is None:
            made = self.plans = PlanControl(office, self._shell)
            self._shell.add_page(PLANS, made.page)
            made.page.publish_wanted.connect(
                lambda folder: self.ask_publish(office, made.page, folder)
            )
        self._shell.show_page(PLANS)
        self.plans.page.which.setFocus()

    def ask_calendar(self, office: Office, page: KeeperPage, folder: Path) -> CalendarDialog:
        """Ask for the days of our own calendar, and write it into a folder."""
        common = [one for one in office.catalogue.calendars.values() if not one.receiver]
        dialog = CalendarDialog(common, folder, self._shell)
        dialog.accepted.connect(lambda: page.want_calendar(dialog.order))
        dialog.open()
        return dialog

    def ask_publish(
        self, office: Office, page: KeeperPage | PlanPage, folder: Path
    ) -> SigningDialog:
        """Ask who signs, and publish a folder."""
        about = self.tr("Ký và đóng gói danh mục trong {folder} để gửi cho các đơn vị.")
        signer = self.tr("Chủ tịch {agency}").format(agency=office.unit.agency)
        dialog = SigningDialog(
            self.tr("Ban hành danh mục"), about.format(folder=folder), self._shell,
            signer=signer, jobs=self._shell.jobs, clock=office.clock,
        )  # fmt: skip
        dialog.signer.remember_in(office.workspace.settings)
        dialog.accepted.connect(dialog.signer.used)
        dialog.out_dir.of_kind(FileKind.PUBLISHED)
        dialog.accepted.connect(lambda: page.want_signed(folder, dialog.signing))
        dialog.open()
        return dialog

    def heard(self, topics: frozenset[str]) -> None:
        """Read the packages again at the next visit, where one was published."""
        if self.duties is not None:
            self.duties.heard(topics)
        if "catalogue" in topics:
            self._look = None


def _is_valid(item: CatalogueItem, day: date | None) -> bool:
    if day is None or item.valid_from is None:
        return True
    return item.valid_from <= day and (item.valid_to is None or day <= item.valid_to)
