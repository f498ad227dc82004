"""The desk of a reporting unit: its workspace and catalogue together, as screens need them."""

from collections.abc import Iterator
from datetime import date, datetime

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.owing import (
    has_period,
    is_decided,
    owes,
    wanted_forms,
)
from ctmtqg_desktop.catalogue.records.declared import ReportSet
from ctmtqg_desktop.catalogue.records.form import Cell, Form, Severity
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.change import Change, SheetKey
from ctmtqg_desktop.entries.odd_letters import odd_letters
from ctmtqg_desktop.entries.overview import progress, required_missing
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import EDITABLE, Report, ReportKey, Status
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.exchange.keeping.chosen_sets import handled, worked_days
from ctmtqg_desktop.exchange.keeping.turn_of_year import no_forms
from ctmtqg_desktop.exchange.library import Library, check_period, surroundings
from ctmtqg_desktop.exchange.post.land import OtherLand, demand_land, other_land
from ctmtqg_desktop.exchange.post.revisions import correction
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.sender.blank_forms import (
    REQUIRED,
    blank_report,
    is_blank,
    left_empty,
    thin_form,
    told_findings,
)
from ctmtqg_desktop.exchange.sender.filling.filled_cells import FilledCells
from ctmtqg_desktop.exchange.sender.orders import BLANK_FORM, THIN_FORM
from ctmtqg_desktop.exchange.sender.owed.due import Due, due_of
from ctmtqg_desktop.exchange.sender.returned.open_remarks import open_remarks
from ctmtqg_desktop.exchange.sender.targets.own_targets import OwnTargets
from ctmtqg_desktop.exchange.sender.task_list import short_results, with_own_tasks, with_words
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.payload import MAX_TEXT
from ctmtqg_desktop.rules.engine import Surroundings, Values
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.text import clean, harmless


class Desk:
    """A reporting unit at work.

    Attributes:
        room: what it stands in; its parts are at hand as attributes.
    """

    def __init__(self, room: Room) -> None:
        self.room, self.workspace, self.clock = room, room.workspace, room.clock
        self._opening: set[tuple[str, str]] = set()
        self._start_over(room.library)

    def _start_over(self, library: Library) -> None:
        """Stand with a library: its sheets are opened anew, and its targets asked anew."""
        self._seen, self._open = library, dict[tuple[str, str], Sheet]()
        self.unit = self.room.unit
        self.filling = FilledCells(self.room, self._open, self.form, self._other, self._due_forms)
        self._targets = OwnTargets(
            library, self.unit, self._own_sheet, lambda p: self.other_land(p) is None
        )

    @property
    def library(self) -> Library:
        """Return the library; what was published since is taken up here, between two sheets."""
        found = self.room.library
        if found is not self._seen and not self._opening:
            self._start_over(found)
        return self._seen

    @property
    def catalogue(self) -> Catalogue:
        """Return the catalogue."""
        return self.library.catalogue

    @property
    def targets(self) -> OwnTargets:
        """Return the targets that concern the unit, answered by its sheets."""
        _ = self.library
        return self._targets

    # -- what there is

    def report_sets(self, period: Period | None = None) -> tuple[ReportSet, ...]:
        """Return the report sets that carry a form for this unit, of those it works with.

        A workspace goes on working when a year turns: what begins later is among them too. What
        its receiver has decided is, though it was not chosen: for a period, or this year.
        """
        day, today = self.workspace.identity.at, self.clock().date()
        shown = (period.end,) if period else ()
        days = (*worked_days(day, today, self.unit.valid_to), *shown)
        years = {period.year} if period else {day.year, today.year}

        def is_owed(one: ReportSet) -> bool:
            return any(is_decided(self.catalogue, one.id, self.unit, year) for year in years)

        sets = self.catalogue.report_sets.values()
        offered = [
            s
            for s in sets
            if any(self.catalogue.concerns(s.id, self.unit, day) for day in days) or is_owed(s)
        ]
        return handled(self.workspace, offered, is_owed)

    def other_land(self, period: Period) -> OtherLand | None:
        """Return whose land our code was in a period; None where it was ours."""
        return other_land(self.catalogue, self.unit, period)

    def forms(self, set_id: str, period: Period) -> tuple[Form, ...]:
        """Return the declared forms of a report set for this unit and period.

        Raises:
            FormError: ``form.report-set-unknown``, ``form.period-not-in-set``,
                ``form.no-forms``, ``form.set-ended``, ``exchange.land-…``: our code was
                another unit's.
        """
        check_period(self.library, set_id, period)
        demand_land(self.catalogue, self.unit, period)
        forms = self.catalogue.heads_of(set_id, self.unit, period.end)
        if not forms:
            raise no_forms(self.catalogue, self.catalogue.report_set(set_id), self.unit, period)
        wanted = wanted_forms(self.catalogue, set_id, self.unit, period, forms)
        return tuple(self.form(form.id, period) for form in wanted)

    def form(self, form_id: str, period: Period) -> Form:
        """Return the version of a form that a period is filled in.

        What was begun in one version stays in it, whatever has been published since.

        Raises:
            FormError: ``form.unknown``.
        """
        versions = [v for known_id, v in self.catalogue.forms if known_id == form_id]
        if len(versions) == 1:
            return self.catalogue.form(form_id, versions[0])
        begun = self.workspace.sheets.versions(form_id, self.unit.code, period.code)
        known = [version for version in begun if version in versions]
        if known:
            return self.catalogue.form(form_id, max(known))
        return self.catalogue.form_at(form_id, period.end)

    def report(self, set_id: str, period: Period) -> Report:
        """Return where a report stands; one that was never begun is a first draft."""
        key = ReportKey(self.unit.code, set_id, period.code)
        version = self.catalogue.report_set(set_id).version
        return self.workspace.reports.find(key) or Report(key, version, 1, Status.DRAFT)

    def due(self, period: Period) -> tuple[Due, ...]:
        """Return the reports owed for a period, the earliest deadline first."""
        sets = () if self.other_land(period) else self.report_sets(period)
        found = [due_of(self, one, period) for one in sets if self.is_due(one, period)]
        return tuple(sorted(found, key=lambda d: d.deadline))

    def deadline(self, report_set: ReportSet, period: Period) -> date:
        """Return the last day of our report of a set: by the calendar of whoever receives it."""
        return self.catalogue.deadline(report_set, self.unit, period)

    def is_due(self, report_set: ReportSet, period: Period) -> bool:
        """Say whether a report is owed, or has been begun though it is not."""
        forms = self.catalogue.heads_of(report_set.id, self.unit, period.end)
        if not has_period(self.catalogue, report_set, period) or not forms:
            return False
        if owes(self.catalogue, report_set.id, self.unit, period):
            return True
        begun = self.workspace.sheets.begun(self.unit.code, period.code)
        return any(form.id in begun for form in forms)

    # -- sheets

    def sheets(self, set_id: str, period: Period) -> tuple[Sheet, ...]:
        """Return the sheets of a report, in the order of its forms."""
        return tuple(self.sheet(form.id, period) for form in self.forms(set_id, period))

    def sheet(self, form_id: str, period: Period) -> Sheet:
        """Return the sheet of a form for a period; the same one as long as the desk is open.

        The form's version is the one in force at the end of the period.

        Raises:
            FormError: ``form.unknown``, ``exchange.land-…``: our code was another unit's.
            WorkspaceError: the stored content cannot be read.
        """
        catalogue = self.catalogue
        known = self._open.get((form_id, period.code))
        if known is not None and not self.filling.is_outdated(known):
            return known
        demand_land(catalogue, self.unit, period)
        form = self.form(form_id, period)
        self._opening.add((form_id, period.code))
        try:
            self._open[(form_id, period.code)] = sheet = self._opened(form, period)
        finally:
            self._opening.discard((form_id, period.code))
        if not self._opening:
            self.filling.opened(period)
        return sheet

    def _own_sheet(self, form_id: str, period: Period) -> Sheet | None:
        """Return our sheet of a form; None where none of our report sets has it then."""
        sets = self.catalogue.report_sets.values()
        having = (s.id for s in sets if has_period(self.catalogue, s, period))
        forms = (f for s in having for f in self.catalogue.forms_of(s, self.unit, period.end))
        return self.sheet(form_id, period) if any(f.id == form_id for f in forms) else None

    def _opened(self, form: Form, period: Period) -> Sheet:
        around = surroundings(
            period,
            lambda earlier: self._earlier(form.id, earlier),
            self.library.targets(form, self.unit, period),
            lambda other: self._other(other, period),
        )
        around = self.filling.around(form, period, around)
        stored = self.workspace.sheets.load(self._key(form, period))
        stored = self.filling.content(form, period, stored)
        content = with_own_tasks(self.room, form, period, stored)
        return self.library.sheet(form, self.unit, period, around=around, content=content)

    def _due_forms(self, period: Period) -> Iterator[str]:
        for report_set in self.report_sets():
            if self.is_due(report_set, period):
                forms = self.catalogue.forms_of(report_set.id, self.unit, period.end)
                yield from (form.id for form in forms)

    def _key(self, form: Form, period: Period) -> SheetKey:
        return SheetKey(form.id, form.version, self.unit.code, period.code)

    def _other(self, form_id: str, period: Period) -> Values | None:
        """Return another form's sheet; one that is being opened right now is not there yet."""
        opening = (form_id, period.code) in self._opening
        return None if opening else self.sheet(form_id, period)

    def _earlier(self, form_id: str, period: Period) -> Values | None:
        """Return our sheet of an earlier period; another land's figures are none of ours."""
        if self.other_land(period):
            return None
        form = self.form(form_id, period)
        sent = self.filling.sent(form, period)
        if sent is not None:
            form = self.catalogue.form(form_id, sent.version)
        stored = sent or self.workspace.sheets.load(self._key(form, period))
        if not stored.entries:
            return None
        around = Surroundings(derives=sent is None)
        return self.library.sheet(form, self.unit, period, around=around, content=stored)

    def commit(self, sheet: Sheet, change: Change) -> datetime:
        """Write a change durably and return when; only then is it saved.

        The words of a list of tasks are written with the first thing that is typed into it.

        Raises:
            WorkspaceError: ``workspace.report-locked``, ``workspace.disk-full``, ...; the
                change is then not stored.
        """
        self.check_editable(sheet, change)
        now = self.clock()
        self.workspace.sheets.save(sheet.key, with_words(self.room, sheet, change), now)
        self.filling.follow(sheet)
        return now

    def check_editable(self, sheet: Sheet, change: Change | None = None) -> None:
        """Refuse to change the sheet of a report that has been signed.

        In a draft that answers a return, a change of cells without a remark is refused too.

        Raises:
            WorkspaceError: ``workspace.report-locked``, ``workspace.cell-locked``,
                ``workspace.list-locked``.
        """
        period = Period.parse(sheet.key.period)
        for membership in sheet.form.report_sets:
            if membership.id not in self.catalogue.report_sets:
                continue
            report = self.report(membership.id, period)
            if report.status not in EDITABLE:
                raise WorkspaceError(
                    "workspace.report-locked",
                    status=say(f"status.{report.status}", {}),
                    revision=report.revision,
                )
            asked = correction(self.workspace, report) if change else None
            shut = asked.refused(sheet.form.id, change) if asked and change else None
            if shut is not None:
                if shut.column:
                    raise WorkspaceError("workspace.cell-locked", where=sheet.label(shut))
                section = sheet.form.section(shut.section)
                where = section.title if section is not None else shut.section
                raise WorkspaceError("workspace.list-locked", where=where)

    def justify(self, sheet: Sheet, finding: Finding, text: str) -> datetime:
        """Write the reason why a finding stands; an empty text takes it back.

        Raises:
            WorkspaceError: as ``commit``.
        """
        self.check_editable(sheet)
        now = self.clock()
        text = " ".join(harmless(clean(text)).split())[:MAX_TEXT]
        cell = str(finding.cell or "")
        self.workspace.sheets.justify(sheet.key, finding.code, cell, text, now)
        if text:
            sheet.reasons[(finding.code, cell)] = text
        else:
            sheet.reasons.pop((finding.code, cell), None)
        return now

    # -- checking

    def told(self, sheet: Sheet) -> tuple[Finding, ...]:
        """Return what is found in a form: by its rules, of its targets, blank or returned."""
        found = (*told_findings(sheet), *short_results(self.room, sheet))
        return self.targets.told(sheet, (*found, *open_remarks(self, sheet)))

    def findings(self, set_id: str, period: Period) -> tuple[Finding, ...]:
        """Return everything found in a report, what is only asked before signing included."""
        found: list[Finding] = []
        sheets = self.sheets(set_id, period)
        for sheet in sheets:
            sheet.refresh()
            found.extend(self.told(sheet))
            found.extend(completeness(sheet))
        return (*blank_report(sheets), *found)


def while_filling(desk: Desk, sheet: Sheet) -> tuple[Finding, ...]:
    """Return what is told of a form while it is filled, beside what its rules find.

    Nothing of a form that was not begun but what its receiver asks.
    """
    unfinished = () if is_blank(sheet) else (*_required(sheet), *thin_form(sheet))
    return (*open_remarks(desk, sheet), *unfinished)


def completeness(sheet: Sheet) -> list[Finding]:
    """Return what is told only before signing: required and empty cells, reasons unreadable."""
    form, found = sheet.form, list(_required(sheet))
    filled, total = progress(sheet)
    is_whole = (one for one in left_empty(sheet) if one.code in {BLANK_FORM, THIN_FORM})
    is_said = any(not one.blocks for one in is_whole)
    if filled < total and not is_said:
        facts: dict[str, object] = {"form": form.title, "count": total - filled}
        said = say("entries.empty-cells", facts)
        found.append(Finding(Severity.WARNING, "entries.empty-cells", form.id, None, said))
    return [*found, *_odd_reasons(sheet)]


def _required(sheet: Sheet) -> Iterator[Finding]:
    for cell in required_missing(sheet):
        said = say(REQUIRED, {"where": sheet.label(cell)})
        yield Finding(Severity.ERROR, REQUIRED, sheet.form.id, cell, said)


def _odd_reasons(sheet: Sheet) -> Iterator[Finding]:
    """Yield the reasons that nobody could read: they are printed as figures are."""
    for (code, place), reason in sheet.reasons.items():
        odd = odd_letters(reason)
        if odd is not None:
            cell = Cell.parse(place) if place else None
            where = sheet.label(cell) if cell is not None else code
            said = say(odd[0], {**odd[1], "where": where})
            yield Finding(Severity.WARNING, odd[0], sheet.form.id, cell, said)
