"""The history of a unit's land: its form through the years, whatever it was called."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.periods import Period, PeriodKind
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.consolidate import Source
from ctmtqg_desktop.entries.merge import Compared, Merged, Origin, merge, side_by_side
from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.answers.kept_reports import sources_of
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.receiver.consolidate import show_total
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import ShowHistory
from ctmtqg_desktop.exchange.receiver.totals import part_facts, plain_value
from ctmtqg_desktop.exchange.sender.desk import Desk

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

_RECENT_YEARS = 3


def origins(catalogue: Catalogue, unit: Unit, at: date) -> tuple[Origin, ...]:
    """Return the units that were the land of a unit on a day; itself when it was one already.

    Empty when the catalogue does not know what it was made of.
    """
    if unit.is_valid(at):
        return (Origin(unit),)
    steps = catalogue.lineage.origins(unit.code, unit.valid_from, at)
    found = ((catalogue.units.find(step.old, at), step) for step in steps)
    return tuple(Origin(old, step) for old, step in found if old is not None)


@dataclass(frozen=True, slots=True)
class Land:
    """A land in one period: who it was, who reported, and its forms made of theirs.

    Attributes:
        parts: the units it was; empty where the catalogue does not know them.
        reported: code -> the accepted report that counts.
        forms: form id -> the form of the land; none where no part has sent it.
        sources: form id -> the sheets it was made of.
    """

    period: Period
    parts: tuple[Origin, ...]
    reported: Mapping[str, Submission]
    forms: Mapping[str, Merged]
    sources: Mapping[str, tuple[Source, ...]]


class History(NamedTuple):
    """The series of a land, the earliest period first."""

    unit: Unit
    set_id: str
    lands: tuple[Land, ...]

    @property
    def form_ids(self) -> tuple[str, ...]:
        """Return the forms that were reported in any period, the latest period's first."""
        return tuple(dict.fromkeys(i for land in reversed(self.lands) for i in land.forms))

    def rows(self, form_id: str) -> tuple[Compared, ...]:
        """Return a form's cells side by side; one figure for every land that has the form."""
        return side_by_side([land.forms[form_id] for land in self.having(form_id)])

    def having(self, form_id: str) -> tuple[Land, ...]:
        """Return the periods in which a form was reported."""
        return tuple(land for land in self.lands if form_id in land.forms)


def show_history(place: Office | Desk, order: ShowHistory, step: Step = no_step) -> Done:
    """Set the figures of a land side by side over the years, whatever it was called.

    A reporting unit sees who its land was, with the figures of its own reports.

    Raises:
        FormError: ``form.unit-unknown``, ``form.report-set-unknown``, ``form.unknown``.
    """
    catalogue, workspace = place.catalogue, place.workspace
    unit = catalogue.units.at(order.unit, workspace.identity.at)
    set_id = order.report_set or next((s.id for s in place.report_sets()), "")
    catalogue.report_set(set_id)
    if order.form:
        catalogue.form(order.form)
    periods, lands = years_of(workspace, set_id), []
    if isinstance(place, Desk):
        periods = tuple(sorted({*periods, *_recent(workspace.identity.at)}))
    for number, period in enumerate(periods, 1):
        step(number, len(periods), period.label)
        lands.append(land_in(place.library, workspace, unit, set_id, period))
    found = History(unit, set_id, tuple(lands))
    code = "done.show-history" if found.form_ids else "done.show-history-nothing"
    facts = _facts(place.library, found, order.form)
    return Done(code, facts, found=found, did_nothing=not found.form_ids)


def years_of(workspace: "Workspace", set_id: str) -> tuple[Period, ...]:
    """Return the years that any report of a set is of; where none is, its other periods."""
    keys = (report.key for report in workspace.reports.all())
    known = {Period.parse(key.period) for key in keys if key.report_set == set_id}
    years = {period for period in known if period.kind is PeriodKind.YEAR}
    return tuple(sorted(years or known, key=lambda period: (period.end, period.start)))


def _recent(day: date) -> tuple[Period, ...]:
    """Return the years a unit may be asked about: that of a day, and those just before."""
    return tuple(Period(day.year - ago, PeriodKind.YEAR) for ago in range(_RECENT_YEARS))


def land_in(
    library: Library, workspace: "Workspace", unit: Unit, set_id: str, period: Period
) -> Land:
    """Return a unit's land in a period, made of the accepted reports in a workspace."""
    parts = origins(library.catalogue, unit, period.end)
    current = {s.key.unit: s for s in workspace.submissions.current(set_id, period.code)}
    reported = {p.unit.code: current[p.unit.code] for p in parts if p.unit.code in current}
    sources: dict[str, list[Source]] = {}
    for part in parts:
        submission = reported.get(part.unit.code)
        if submission is not None:
            for source in sources_of(library, workspace, part.unit, submission, period):
                sources.setdefault(source.sheet.form.id, []).append(source)
    made = {i: merged(library, parts, s, set_id=set_id, period=period) for i, s in sources.items()}
    forms = {form_id: form for form_id, form in made.items() if form is not None}
    return Land(period, parts, reported, forms, {i: tuple(s) for i, s in sources.items()})


def merged(
    library: Library,
    parts: Sequence[Origin],
    sources: Sequence[Source],
    *,
    set_id: str,
    period: Period,
) -> Merged | None:
    """Make one sheet of sheets of one form; None without any."""
    if not sources:
        return None
    first = sources[0]
    form = library.catalogue.form(first.sheet.form.id, first.sheet.form.version)
    program = library.program(form, first.unit, period)
    exempt = tuple(_exempt(library.catalogue, parts, form.id, set_id, period.end))
    return merge(program, parts, sources, exempt=exempt)


def _exempt(
    catalogue: Catalogue, parts: Sequence[Origin], form_id: str, set_id: str, at: date
) -> Iterator[Unit]:
    for part in parts:
        if all(form.id != form_id for form in catalogue.forms_of(set_id, part.unit, at)):
            yield part.unit


def _facts(library: Library, found: History, form: str) -> dict[str, object]:
    asked = [form] if form else list(found.form_ids)
    return {
        "unit": {"code": found.unit.code, "name": found.unit.name},
        "report_set": found.set_id,
        "years": [_year_facts(library, land, asked) for land in found.lands],
        "parts": [_part_facts(land, part) for land in found.lands for part in land.parts],
        "forms": asked,
        "name": found.unit.name,
        "count": len(found.lands),
    }


def _year_facts(library: Library, land: Land, asked: Sequence[str]) -> dict[str, object]:
    return {
        "period": land.period.code,
        "forms": [
            {
                "form": form_id,
                "version": land.forms[form_id].form.version,
                "missing": [unit.code for unit in land.forms[form_id].missing],
                "exempt": [unit.code for unit in land.forms[form_id].exempt],
                "split": [origin.unit.code for origin in land.forms[form_id].split],
                "figures": list(_figures(library, land, form_id)),
            }
            for form_id in asked
            if form_id in land.forms
        ],
    }


def _figures(library: Library, land: Land, form_id: str) -> Iterator[dict[str, object]]:
    form, sheet = land.forms[form_id], land.sources[form_id][0].sheet
    for cell, figure in form.figures.items():
        yield {
            "cell": str(cell),
            "label": sheet.label(cell),
            "value": plain_value(figure.value),
            "text": show_total(library, form.form, cell, figure.value),
            "standing": figure.standing,
            "parts": part_facts(figure.parts),
        }


def _part_facts(land: Land, part: Origin) -> dict[str, object]:
    report = land.reported.get(part.unit.code)
    return {
        "period": land.period.code,
        "unit": part.unit.code,
        "name": part.unit.name,
        "valid_from": part.unit.valid_from,
        "valid_to": part.unit.valid_to,
        "share": part.succession.share if part.succession else None,
        "revision": report.revision if report else None,
        "content_sha256": report.content_sha256 if report else None,
    }
