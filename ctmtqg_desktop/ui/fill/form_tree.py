"""The forms of a period in the tree: by report, each with its state."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.overview import is_typed_in, progress
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.exchange.filling import owners_first
from ctmtqg_desktop.exchange.sender.blank_forms import is_unfinished
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.returned.open_remarks import REMARK, open_remarks
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.ui.fill.entry_page import EntryPage
from ctmtqg_desktop.ui.fill.standing import about_report
from ctmtqg_desktop.ui.form.editing import AT_LEAST
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.frame.tree import Entry
from ctmtqg_desktop.ui.frame.window_memory import REPORT_SET
from ctmtqg_desktop.ui.opening.first_period import forms_by_set
from ctmtqg_desktop.ui.parts.badges import Badge, form_badge, not_counted

FORM, SET = "form:", "set:"


class FormTree(QObject):
    """Keep the tree as the sheets are, and know which report is chosen.

    Signals:
        opened: every sheet of the period is open.
    """

    opened = Signal()

    def __init__(
        self, desk: Desk, shell: Shell, entry: EntryPage, period: Callable[[], Period]
    ) -> None:
        super().__init__(shell)
        self._desk, self._shell, self._entry, self._period = desk, shell, entry, period
        self._to_open: list[str] = []
        sets = desk.report_sets()
        ids, kept = [one.id for one in sets], shell.memory.recalled(REPORT_SET)
        self.set_id = kept if kept in ids else next(iter(ids), "")
        entry.progressed.connect(self._badge_shown)

    # -- which report

    def by_set(self) -> list[tuple[str, Form]]:
        """Return (id of report set, form) for all that is reported in the period."""
        return forms_by_set(self._desk, self._period())

    def entries(self) -> list[Entry]:
        """Return the headings of the reports, with their forms."""
        made, by_set = [], self.by_set()
        for report_set in self._desk.report_sets(self._period()):
            forms = [form for set_id, form in by_set if set_id == report_set.id]
            if forms:
                lines = tuple(Entry(FORM + f.id, f.short, badge=not_counted()) for f in forms)
                title = report_set.short.upper()
                made.append(Entry(SET + report_set.id, title, children=lines, is_folded=True))
        return made

    def offer_sets(self) -> None:
        """Offer the reports of the period; the choice stays where it can."""
        with_forms = {set_id for set_id, _ in self.by_set()}
        sets = [s for s in self._desk.report_sets(self._period()) if s.id in with_forms]
        if sets and self.set_id not in with_forms:
            self.set_id = sets[0].id
        self._shell.header.offer_sets(sets, self.set_id)
        self.use_set(self.set_id)

    def use_set(self, set_id: str) -> None:
        """Make a report the one that every page speaks of."""
        if set_id != self.set_id:
            self._shell.memory.keep(REPORT_SET, set_id)
        self.set_id = set_id
        self._shell.header.show_set(set_id)
        self._shell.nav.unfold(SET + set_id)
        self._shell.show_heading()

    def use_set_of_form(self) -> None:
        """Make the report under which the form on screen stands the chosen one."""
        self.use_set(self._shell.nav.heading_id().removeprefix(SET) or self.set_id)

    @property
    def report_key(self) -> ReportKey:
        """Return the report that every page speaks of."""
        return ReportKey(self._desk.unit.code, self.set_id, self._period().code)

    def about(self) -> tuple[str, ...]:
        """Return that report in words."""
        return about_report(self._desk, self.set_id, self._period())

    def turned(self, by: int) -> str:
        """Return the entry of the form that comes after the one on screen; empty for none."""
        ids = [name for name in self._shell.nav.entries.ids() if name.startswith(FORM)]
        now = self._shell.nav.current_id()
        at = ids.index(now) + by if now in ids else 0
        return ids[at % len(ids)] if ids else ""

    # -- states

    def open_all(self) -> None:
        """Open the sheets one by one between two events, so that the window stays alive."""
        self._to_open = [form.id for form in owners_first(form for _, form in self.by_set())]
        QTimer.singleShot(0, self, self._open_next)

    @property
    def is_opening(self) -> bool:
        """Say whether sheets of the period are still to be opened."""
        return bool(self._to_open)

    def stop(self) -> None:
        """Open no more sheets, and keep which report was chosen."""
        self._shell.memory.keep(REPORT_SET, self.set_id)
        self._to_open.clear()

    def _open_next(self) -> None:
        if not self._to_open:
            self.opened.emit()
            return
        form_id = self._to_open.pop(0)
        sheet = self._desk.sheet(form_id, self._period())
        if sheet.watch.look(AT_LEAST):
            self.badge(sheet)
        else:
            self._to_open.insert(0, form_id)
        QTimer.singleShot(0, self, self._open_next)

    def badge(self, sheet: Sheet) -> None:
        """Show the state of a sheet."""
        filled, total = progress(sheet)
        seen = (*sheet.watch.findings(), *open_remarks(self._desk, sheet))
        found = self._desk.targets.told(sheet, seen)
        self._show(sheet.form.id, form_badge(filled, total, _blocking(sheet, found)))

    def _badge_shown(self, form_id: str, filled: int, total: int) -> None:
        page = self._entry.page
        if page is not None and page.sheet.form.id == form_id:
            found = [one for one in page.editing.findings if not is_unfinished(one)]
            self._show(form_id, form_badge(filled, total, _blocking(page.sheet, found)))

    def _show(self, form_id: str, badge: Badge) -> None:
        self._shell.nav.entries.badge({FORM + form_id: badge})


def _blocking(sheet: Sheet, found: Iterable[Finding]) -> int:
    """Return how much stands in the way of signing; of a form not begun, only what was asked."""
    is_begun = is_typed_in(sheet)
    return sum(one.blocks and (is_begun or one.code.startswith(REMARK)) for one in found)
