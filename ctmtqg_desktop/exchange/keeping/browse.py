"""What a catalogue holds, as lines that people read: id, version, validity, source, confidence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.declared import Phase
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.lineage import Share, Succession
from ctmtqg_desktop.catalogue.records.periods import Calendar
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.text import fold, natural_key


class Sort(StrEnum):
    """A sort of declared things; the values are those of ``kind`` in the files."""

    FORM = "form"
    CRITERIA = "criteria-set"
    PROGRAMME = "programme"
    REPORT_SET = "report-set"
    PLAN = "plan"
    CALENDAR = "calendars"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One declared thing.

    Attributes:
        version: 0 where the sort has none.
        note: may be empty.
        phases: the parts of a programme's time.
        life: why a form ended though its file does not say so, or goes on after its programme.
    """

    sort: Sort
    id: str
    version: int
    title: str
    valid_from: date | None
    valid_to: date | None
    source: str
    confidence: Confidence
    note: str = ""
    phases: tuple[Phase, ...] = ()
    life: str = ""


@dataclass(frozen=True, slots=True)
class LineageStep:
    """What a unit became, or was made of.

    Attributes:
        unit: the other unit; None where the catalogue does not know its code on that day.
        before: whether it is a unit of before (else one of after).
    """

    unit: Unit | None
    code: str
    before: bool
    succession: Succession


@dataclass(frozen=True, slots=True)
class DeclaredCalendar:
    """A calendar, whose it is, and what it is for.

    Attributes:
        receiver: the unit that set it; None for one that holds everywhere, or for a unit that
            the catalogue does not know.
        replaces: title of the calendar in whose place it stands; empty for a common one.
        sets: short names of the report sets that go by it.
    """

    calendar: Calendar
    receiver: Unit | None
    replaces: str
    sets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that was searched for.

    Attributes:
        by: the unit of another day that holds the words, where this one does not.
        share: how much of ``by`` (or of this one, where ``by`` came later) went over.
        above: names of the units above it on the day, the nearest first: many share a name.
    """

    unit: Unit
    by: Unit | None = None
    share: Share | None = None
    above: tuple[str, ...] = ()


def catalogue_contents(
    catalogue: Catalogue, sort: Sort, text: str = ""
) -> tuple[CatalogueItem, ...]:
    """Return what a catalogue declares of a sort, by id and version, sifted by a text.

    Units are only those declared by themselves; see ``find_units`` for the national tables.
    """
    words = fold(text).split()
    found = [
        item
        for item in _ITEMS[sort](catalogue)
        if all(word in fold(f"{item.id} {item.title}") for word in words)
    ]
    return tuple(sorted(found, key=lambda item: (natural_key(item.id), item.version)))


def find_units(catalogue: Catalogue, text: str, at: date, limit: int = 200) -> tuple[Match, ...]:
    """Return the units of a day that hold every word of a text, accents apart.

    After them come those that took over, or were, a unit of another day that holds the words:
    who types the name of a commune that is gone finds the one it is in now.
    """
    units = catalogue.units
    found = {unit.code: Match(unit) for unit in units.search(text, at, limit)}
    for day in catalogue.lineage.days if text.strip() else ():
        eve = day - timedelta(days=1)
        other = eve if at >= day else day
        for named in units.search(text, other, limit):
            for match in _through(catalogue, named, other, at):
                found.setdefault(match.unit.code, match)
    matches = tuple(found.values())[:limit]
    return tuple(
        replace(match, above=_names_above(catalogue, match.unit, at)) for match in matches
    )


def _names_above(catalogue: Catalogue, unit: Unit, at: date) -> tuple[str, ...]:
    found = (catalogue.units.find(code, at) for code in catalogue.units.above(unit, at))
    return tuple(one.name for one in found if one is not None)


def _through(catalogue: Catalogue, named: Unit, day: date, at: date) -> Iterator[Match]:
    """Yield the units of a day that a unit of another day became, or was made of."""
    lineage, is_past = catalogue.lineage, day < at
    steps = (
        lineage.successors(named.code, day) if is_past else lineage.predecessors(named.code, day)
    )
    for step in steps:
        unit = catalogue.units.find(step.new if is_past else step.old, at)
        if unit is not None:
            yield Match(unit, named, step.share)


def unit_item(unit: Unit) -> CatalogueItem:
    """Return a unit as a line."""
    return CatalogueItem(
        Sort.UNIT, unit.code, 0, unit.name, unit.valid_from, unit.valid_to, unit.source,
        unit.confidence,
    )  # fmt: skip


def steps_of(catalogue: Catalogue, code: str, at: date) -> tuple[LineageStep, ...]:
    """Return what the unit of a code on a day was made of, and what it became."""
    unit = catalogue.units.find(code, at)
    if unit is None:
        return ()
    lineage = catalogue.lineage
    made_of = lineage.predecessors(code, unit.valid_from)
    return (
        *(_step(catalogue, one, before=True) for one in made_of),
        *(_step(catalogue, one, before=False) for one in lineage.successors(code, at)),
    )


def _step(catalogue: Catalogue, one: Succession, *, before: bool) -> LineageStep:
    code, day = (one.old, one.day - timedelta(days=1)) if before else (one.new, one.day)
    return LineageStep(catalogue.units.find(code, day), code, before, one)


def _forms(catalogue: Catalogue) -> Iterator[CatalogueItem]:
    for form in catalogue.heads():
        closing = catalogue.closings.get(f"{form.id}.v{form.version}")
        goes_on = catalogue.continuations.get(form.id)
        told = (closing.why if closing else "", goes_on.why if goes_on else "")
        yield CatalogueItem(
            Sort.FORM, form.id, form.version, form.title, form.valid_from,
            catalogue.last_day(form), form.source, form.confidence, form.note,
            life=" ".join(filter(None, told)),
        )  # fmt: skip


def _criteria(catalogue: Catalogue) -> Iterator[CatalogueItem]:
    for one in catalogue.criteria_sets.values():
        yield CatalogueItem(
            Sort.CRITERIA, one.id, one.version, one.title, one.valid_from, one.valid_to,
            one.source, one.confidence, one.note,
        )  # fmt: skip


def _programmes(catalogue: Catalogue) -> Iterator[CatalogueItem]:
    for one in catalogue.programmes.values():
        yield CatalogueItem(
            Sort.PROGRAMME, one.id, 0, one.title, one.valid_from, one.valid_to, one.source,
            one.confidence, one.note, one.phases,
        )  # fmt: skip


def _report_sets(catalogue: Catalogue) -> Iterator[CatalogueItem]:
    for one in catalogue.report_sets.values():
        yield CatalogueItem(
            Sort.REPORT_SET, one.id, one.version, one.title, one.valid_from, one.valid_to,
            one.source, one.confidence,
        )  # fmt: skip


def _plans(catalogue: Catalogue) -> Iterator[CatalogueItem]:
    for one in catalogue.plans.values():
        yield CatalogueItem(
            Sort.PLAN, one.id, 0, one.title, None, None, one.source, one.confidence, one.issuer
        )


def _calendars(catalogue: Catalogue) -> Iterator[CatalogueItem]:
    for one in catalogue.calendars.values():
        yield CatalogueItem(
            Sort.CALENDAR, one.id, 0, one.title, one.valid_from, None, one.source, one.confidence
        )


def calendar_of(catalogue: Catalogue, calendar_id: str, at: date) -> DeclaredCalendar:
    """Return a calendar with whose it is on a day, and what it is for."""
    found = catalogue.calendars[calendar_id]
    named = catalogue.calendars.get(found.instead_of or found.id, found)
    sets = (s.short for s in catalogue.report_sets.values() if s.calendar == named.id)
    receiver = catalogue.units.find(found.receiver, at) if found.receiver else None
    replaces = named.title if found.instead_of else ""
    return DeclaredCalendar(found, receiver, replaces, tuple(dict.fromkeys(sets)))


def _units(catalogue: Catalogue) -> Iterator[CatalogueItem]:
    return (unit_item(unit) for unit in catalogue.units)


_ITEMS: dict[Sort, Callable[[Catalogue], Iterator[CatalogueItem]]] = {
    Sort.FORM: _forms,
    Sort.CRITERIA: _criteria,
    Sort.PROGRAMME: _programmes,
    Sort.REPORT_SET: _report_sets,
    Sort.PLAN: _plans,
    Sort.CALENDAR: _calendars,
    Sort.UNIT: _units,
}
