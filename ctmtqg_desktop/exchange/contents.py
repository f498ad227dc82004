"""What a catalogue holds, as lines that people read: id, version, validity, source, confidence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.legal import Confidence
from ctmtqg_desktop.catalogue.lineage import Succession
from ctmtqg_desktop.catalogue.units import Unit
from ctmtqg_desktop.text import fold, natural_key


class Sort(StrEnum):
    """A sort of declared things; the values are those of ``kind`` in the files."""

    FORM = "form"
    CRITERIA = "criteria-set"
    PROGRAMME = "programme"
    REPORT_SET = "report-set"
    PLAN = "plan"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Item:
    """One declared thing.

    Attributes:
        version: 0 where the sort has none.
        note: may be empty.
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


@dataclass(frozen=True, slots=True)
class Step:
    """What a unit became, or was made of.

    Attributes:
        unit: the other unit; None where the catalogue does not know its code on that day.
        before: whether it is a unit of before (else one of after).
    """

    unit: Unit | None
    code: str
    before: bool
    succession: Succession


def contents(catalogue: Catalogue, sort: Sort, text: str = "") -> tuple[Item, ...]:
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


def find_units(catalogue: Catalogue, text: str, at: date, limit: int = 200) -> tuple[Item, ...]:
    """Return the units of a day that hold every word of a text, accents apart."""
    return tuple(unit_item(unit) for unit in catalogue.units.search(text, at, limit))


def unit_item(unit: Unit) -> Item:
    """Return a unit as a line."""
    return Item(
        Sort.UNIT, unit.code, 0, unit.name, unit.valid_from, unit.valid_to, unit.source,
        unit.confidence,
    )  # fmt: skip


def steps_of(catalogue: Catalogue, code: str, at: date) -> tuple[Step, ...]:
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


def _step(catalogue: Catalogue, one: Succession, *, before: bool) -> Step:
    code, day = (one.old, one.day - timedelta(days=1)) if before else (one.new, one.day)
    return Step(catalogue.units.find(code, day), code, before, one)


def _forms(catalogue: Catalogue) -> Iterator[Item]:
    for form in catalogue.heads():
        yield Item(
            Sort.FORM, form.id, form.version, form.title, form.valid_from, form.valid_to,
            form.source, form.confidence, form.note,
        )  # fmt: skip


def _criteria(catalogue: Catalogue) -> Iterator[Item]:
    for one in catalogue.criteria_sets.values():
        yield Item(
            Sort.CRITERIA, one.id, one.version, one.title, one.valid_from, one.valid_to,
            one.source, one.confidence, one.note,
        )  # fmt: skip


def _programmes(catalogue: Catalogue) -> Iterator[Item]:
    for one in catalogue.programmes.values():
        yield Item(
            Sort.PROGRAMME, one.id, 0, one.title, one.valid_from, one.valid_to, one.source,
            one.confidence, one.note,
        )  # fmt: skip


def _report_sets(catalogue: Catalogue) -> Iterator[Item]:
    for one in catalogue.report_sets.values():
        yield Item(
            Sort.REPORT_SET, one.id, one.version, one.title, one.valid_from, one.valid_to,
            one.source, one.confidence,
        )  # fmt: skip


def _plans(catalogue: Catalogue) -> Iterator[Item]:
    for one in catalogue.plans.values():
        yield Item(
            Sort.PLAN, one.id, 0, one.title, None, None, one.source, one.confidence, one.issuer
        )


def _units(catalogue: Catalogue) -> Iterator[Item]:
    return (unit_item(unit) for unit in catalogue.units)


_ITEMS: dict[Sort, Callable[[Catalogue], Iterator[Item]]] = {
    Sort.FORM: _forms,
    Sort.CRITERIA: _criteria,
    Sort.PROGRAMME: _programmes,
    Sort.REPORT_SET: _report_sets,
    Sort.PLAN: _plans,
    Sort.UNIT: _units,
}
