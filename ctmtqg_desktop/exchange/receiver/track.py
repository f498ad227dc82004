"""Track: every target of a plan against what was reported."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ctmtqg_desktop.catalogue.expand import criterion_rows
from ctmtqg_desktop.catalogue.records.declared import Measure, Plan, Target
from ctmtqg_desktop.catalogue.records.form import ANY_ROW, Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import NOT_APPLICABLE, Blank, Value
from ctmtqg_desktop.entries.consolidate import Part, Source, aggregate
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.receiver.consolidate import Consolidation, criteria_section
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.rules.names import replace_row, spec_of
from ctmtqg_desktop.targets.progress import Figure, TargetProgress, TargetState, target_progress
from ctmtqg_desktop.text import fold, format_number


@dataclass(frozen=True, slots=True)
class Tracked:
    """A target, how far it is, and the reports that say so.

    Attributes:
        place: name of the unit it is assigned to; empty when that is who asks.
    """

    target: Target
    progress: TargetProgress
    actual_text: str
    parts: tuple[Part, ...] = ()
    place: str = ""

    @property
    def state(self) -> TargetState:
        """Return where the target stands."""
        return self.progress.state


@dataclass(frozen=True, slots=True)
class _Found:
    figure: Figure | None
    parts: tuple[Part, ...] = ()


_NOTHING = _Found(None)
FALL = "fall"
_RECOMPUTED = frozenset({"cell", FALL})
"""Answers whose figure consolidation computes anew: a ratio of totals."""


def targets_against(
    library: Library, plan_id: str, whole: Consolidation, *, every: bool = False
) -> tuple[Tracked, ...]:
    """Judge the targets of a plan against what was reported.

    Args:
        library: the catalogue.
        plan_id: which plan.
        whole: the consolidated reports of a period.
        every: judge all targets; those of a later period by the figures so far, those of an
            earlier one are unknown. Otherwise only those of this period.

    Raises:
        FormError: ``form.plan-unknown``.
    """
    plan = library.catalogue.plan(plan_id)
    targets = plan.targets
    if not every:
        targets = tuple(t for t in targets if t.period == whole.period.code)
    return tuple(_tracked(library, plan, target, whole) for target in targets)


def _tracked(library: Library, plan: Plan, target: Target, whole: Consolidation) -> Tracked:
    answer = _ANSWERS.get(target.answer.by)
    sources = _sources_of(library, plan, target, whole)
    found = answer(library, target, sources) if answer and sources else _NOTHING
    if found.figure is None and sources and target.answer.by in _RECOMPUTED:
        is_whole = target.unit == whole.unit.code
        figure = _recomputed(library, target, whole) if is_whole else None
        found = replace(found, figure=figure)
    if target.answer.by == FALL and isinstance(found.figure, Decimal):
        found = replace(found, figure=100 - found.figure)
    judged = target_progress(target, found.figure)
    shown = _shown(judged.actual, target, library)
    return Tracked(target, judged, shown, found.parts, _place(library, plan, target, whole.unit))


def _place(library: Library, plan: Plan, target: Target, us: Unit) -> str:
    meant = library.catalogue.units.find(target.unit, plan.day_of(target))
    return "" if meant is None or _is(meant, us) else meant.name


def _sources_of(
    library: Library, plan: Plan, target: Target, whole: Consolidation
) -> tuple[Source, ...]:
    """Return the sheets that can answer: one unit's own, or all for the receiver's targets.

    A code alone names no unit: what a code means today does not answer for what it meant then.
    """
    if Period.parse(target.period).end < whole.period.end:
        return ()
    sources = whole.sources.get(target.answer.form, ())
    meant = library.catalogue.units.find(target.unit, plan.day_of(target))
    if meant is None:
        return ()
    if _is(meant, whole.unit):
        return sources
    return tuple(s for s in sources if _is(meant, s.unit))


def _is(meant: Unit, unit: Unit) -> bool:
    return (meant.code, meant.valid_from) == (unit.code, unit.valid_from)


def _shown(actual: Figure | None, target: Target, library: Library) -> str:
    if actual is None:
        return ""
    if isinstance(actual, bool):
        return say("target.met" if actual else "target.not-met", {})
    measure = library.catalogue.measures.get(target.measure)
    label = measure.label if measure else ""
    return f"{format_number(actual)} {label}".strip()


def _parts(sources: Iterable[Source], cell: Cell) -> tuple[Part, ...]:
    return tuple(Part(s.unit, s.revision, s.content_sha256, s.sheet.value(cell)) for s in sources)


def _cell(library: Library, target: Target, sources: Sequence[Source]) -> _Found:
    cell = Cell.parse(target.answer.cell)
    spec = spec_of(sources[0].sheet.form, cell)
    if spec is None:
        return _NOTHING
    parts = _parts(sources, cell)
    values = [part.value for part in parts]
    value = values[0] if len(values) == 1 else aggregate(spec.aggregate, values)
    return _Found(_figure(value, library.catalogue.measures.get(target.measure)), parts)


def _recomputed(library: Library, target: Target, whole: Consolidation) -> Figure | None:
    """Return what consolidation computed anew: a ratio of totals, never a sum of ratios."""
    form = whole.form(target.answer.form)
    total = form.totals.get(Cell.parse(target.answer.cell)) if form else None
    measure = library.catalogue.measures.get(target.measure)
    return _figure(total.value, measure) if total else None


def _figure(value: Value, measure: Measure | None) -> Figure | None:
    """Return a value as the target counts it: đồng in its money measure, verdicts as they are."""
    if isinstance(value, bool):
        return value
    if not isinstance(value, Decimal):
        return None
    return value / Decimal(measure.factor) if measure is not None and measure.money else value


def _count_met(library: Library, target: Target, sources: Sequence[Source]) -> _Found:
    del library
    parts = _parts(sources, Cell.parse(target.answer.cell))
    known = [part.value for part in parts if isinstance(part.value, bool)]
    return _Found(Decimal(sum(known)) if known else None, parts)


def _met_counts(library: Library, target: Target, sources: Sequence[Source]) -> list[int]:
    """Return how many criteria each unit meets; only criteria count, not their contents."""
    pattern = Cell.parse(target.answer.cell)
    section = criteria_section(sources[0].sheet.form)
    if section is None or pattern.row != ANY_ROW:
        return []
    rows = [row for row, _ in criterion_rows(library.catalogue.criteria_sets[section.criteria])]
    return [
        sum(s.sheet.value(Cell(section.id, row, pattern.column)) is True for row in rows)
        for s in sources
    ]


def _average_met(library: Library, target: Target, sources: Sequence[Source]) -> _Found:
    counts = _met_counts(library, target, sources)
    parts = _count_parts(sources, counts)
    return _Found(Decimal(sum(counts)) / len(counts), parts) if counts else _NOTHING


def _all_met(library: Library, target: Target, sources: Sequence[Source]) -> _Found:
    counts = _met_counts(library, target, sources)
    section = criteria_section(sources[0].sheet.form)
    if not counts or section is None:
        return _NOTHING
    rows = [row for row, _ in criterion_rows(library.catalogue.criteria_sets[section.criteria])]
    column = Cell.parse(target.answer.cell).column
    reached = sum(
        all(s.sheet.value(Cell(section.id, row, column)) in {True, NOT_APPLICABLE} for row in rows)
        for s in sources
    )
    return _Found(Decimal(reached), _count_parts(sources, counts))


def _count_parts(sources: Sequence[Source], counts: Sequence[int]) -> tuple[Part, ...]:
    return tuple(
        Part(s.unit, s.revision, s.content_sha256, Decimal(count))
        for s, count in zip(sources, counts, strict=False)
    )


def _rows(target: Target, sources: Sequence[Source]) -> list[tuple[Source, str]]:
    section = Cell.parse(target.answer.cell).section
    return [
        (source, row)
        for source in sources
        for row in source.sheet.rows(section)
        if all(
            _fits(source.sheet.value(Cell(section, row, column)), wanted)
            for column, wanted in target.answer.where.items()
        )
    ]


def _fits(value: Value, wanted: str) -> bool:
    if isinstance(value, bool):
        return wanted == ("met" if value else "not-met")
    return isinstance(value, str) and fold(value) == fold(wanted)


def _count_rows(library: Library, target: Target, sources: Sequence[Source]) -> _Found:
    del library
    rows = _rows(target, sources)
    parts = tuple(
        Part(s.unit, s.revision, s.content_sha256, Decimal(sum(s is own for own, _ in rows)))
        for s in sources
    )
    return _Found(Decimal(len(rows)), parts)


def _sum_rows(library: Library, target: Target, sources: Sequence[Source]) -> _Found:
    cell = Cell.parse(target.answer.cell)
    values = [
        s.sheet.value(Cell(cell.section, row, cell.column)) for s, row in _rows(target, sources)
    ]
    numbers = [v for v in values if isinstance(v, Decimal)]
    total = sum(numbers, Decimal(0))
    parts = _count_rows(library, target, sources).parts
    measure = library.catalogue.measures.get(target.measure)
    return _Found(_figure(total, measure) if numbers else None, parts)


def _average(library: Library, target: Target, sources: Sequence[Source]) -> _Found:
    """Return the mean of what has been entered; nobody is counted as zero."""
    cell = Cell.parse(target.answer.cell)
    if cell.row == ANY_ROW:
        places = [(s, replace_row(cell, row)) for s, row in _rows(target, sources)]
    else:
        places = [(s, cell) for s in sources]
    values = [s.sheet.value(place) for s, place in places]
    numbers = [v for v in values if isinstance(v, Decimal)]
    if not numbers:
        return _NOTHING
    parts = tuple(
        Part(s.unit, s.revision, s.content_sha256, s.sheet.value(place)) for s, place in places
    )
    mean = sum(numbers, Decimal(0)) / len(numbers)
    return _Found(_figure(mean, library.catalogue.measures.get(target.measure)), parts)


def _share_all_met(library: Library, target: Target, sources: Sequence[Source]) -> _Found:
    found = _all_met(library, target, sources)
    if not isinstance(found.figure, Decimal):
        return found
    return replace(found, figure=found.figure * 100 / len(sources))


def _count_fewer(library: Library, target: Target, sources: Sequence[Source]) -> _Found:
    """Return how many units meet fewer criteria than the target says."""
    counts = _met_counts(library, target, sources)
    below = sum(count < Decimal(target.answer.than) for count in counts)
    return _Found(Decimal(below), _count_parts(sources, counts)) if counts else _NOTHING


def _count_units(library: Library, target: Target, sources: Sequence[Source]) -> _Found:
    """Return how many units hold a value in a cell; those that left it empty are no answer."""
    del library
    parts = _parts(sources, Cell.parse(target.answer.cell))
    known = [part.value for part in parts if not isinstance(part.value, Blank)]
    count = sum(_fits(value, target.answer.than) for value in known)
    return _Found(Decimal(count) if known else None, parts)


_Answer = Callable[[Library, Target, Sequence[Source]], _Found]
_ANSWERS: dict[str, _Answer] = {
    "cell": _cell,
    "count-met": _count_met,
    "average-met": _average_met,
    "all-met": _all_met,
    "count-rows": _count_rows,
    "sum-rows": _sum_rows,
    "average": _average,
    FALL: _cell,
    "share-all-met": _share_all_met,
    "count-fewer": _count_fewer,
    "count-units": _count_units,
}
