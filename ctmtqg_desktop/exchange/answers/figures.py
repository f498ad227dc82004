"""Answers from one cell of every unit: totals, ratios, means, and what each must reach."""

from dataclasses import replace
from decimal import Decimal

from ctmtqg_desktop.catalogue.records.form import ANY_ROW, Aggregate, Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE, Value
from ctmtqg_desktop.entries.consolidate import Source, aggregate, consolidate_cell
from ctmtqg_desktop.exchange.answers.found import (
    NOTHING,
    AnswerFound,
    AskedTarget,
    as_measured,
    entered,
    part_of,
    reported_of,
    unit_keys,
)
from ctmtqg_desktop.exchange.answers.land import UnitKey
from ctmtqg_desktop.exchange.answers.lines import fitting_rows
from ctmtqg_desktop.rules.cumulative import is_cumulative, year_so_far
from ctmtqg_desktop.rules.names import replace_row, spec_of
from ctmtqg_desktop.targets.progress import Unheard
from ctmtqg_desktop.text import format_number, round_half_up

_ADDED = frozenset({Aggregate.SUM, Aggregate.MAX, Aggregate.COUNT})


def by_cell(asked: AskedTarget) -> AnswerFound:
    """Return the total of a cell, and of those that are added to it."""
    first, *others = (_total(asked, cell) for cell in answering_cells(asked))
    for other in others:
        first = _added(first, other)
    return first


def answering_cells(asked: AskedTarget) -> tuple[Cell, ...]:
    """Return the cells that are added up: within a year those that count from its start."""
    names = (asked.target.answer.cell, *asked.target.answer.plus)
    cells = tuple(Cell.parse(name) for name in names)
    if not asked.is_part_year or not asked.sources:
        return cells
    form = asked.sources[0].sheet.form
    return tuple(year_so_far(form, cell) for cell in cells)


def _added(one: AnswerFound, other: AnswerFound) -> AnswerFound:
    """Return two totals as one; of a unit that left one of them empty only the other counts."""
    pairs = zip(one.parts, other.parts, strict=False)
    parts = tuple(replace(a, value=_sum_of(a.value, b.value)) for a, b in pairs)
    figure = _sum_of(one.figure, other.figure)
    both = {one.missing, other.missing}
    return AnswerFound(
        figure if isinstance(figure, Decimal) else None, parts, one.reported & other.reported,
        both.pop() if len(both) == 1 else Unheard.TURN,
        is_so_far=one.is_so_far and other.is_so_far,
    )  # fmt: skip


def _sum_of(one: object, other: object) -> Value:
    numbers = [value for value in (one, other) if isinstance(value, Decimal)]
    return sum(numbers, Decimal(0)) if numbers else EMPTY


def _total(asked: AskedTarget, cell: Cell) -> AnswerFound:
    """Return the total of a cell by its own way of adding up; a ratio is computed anew."""
    sources = asked.sources
    spec = spec_of(sources[0].sheet.form, cell)
    if spec is None:
        return NOTHING
    values = [entered(source, cell) for source in sources]
    parts = tuple(part_of(s, v) for s, v in zip(sources, values, strict=True))
    value = values[0] if len(values) == 1 else _together(asked, cell, values, spec.aggregate)
    rises = spec.aggregate in _ADDED and not isinstance(value, bool) and _only_rises(values)
    return AnswerFound(
        as_measured(value, asked.measure), parts, reported_of(sources, cell),
        Unheard.RAISE if rises else Unheard.TURN, is_so_far=_is_so_far(asked, cell),
    )  # fmt: skip


def _is_so_far(asked: AskedTarget, cell: Cell) -> bool:
    """Say whether a figure counts all of the year up to now; a verdict stands as it is."""
    form = asked.sources[0].sheet.form
    spec = spec_of(form, cell)
    is_verdict = spec is not None and not spec.type.is_number
    return is_verdict or not asked.is_part_year or is_cumulative(form, cell)


def _only_rises(values: list[Value]) -> bool:
    return all(value >= 0 for value in values if isinstance(value, Decimal))


def _together(asked: AskedTarget, cell: Cell, values: list[Value], way: Aggregate) -> Value:
    if way is not Aggregate.FORMULA:
        return aggregate(way, values)
    known = [s for s, v in zip(asked.sources, values, strict=True) if isinstance(v, Decimal)]
    if not known:
        return aggregate(way, values)
    return consolidate_cell(known[0].sheet.program, known, cell)


def by_fall(asked: AskedTarget) -> AnswerFound:
    """Return what is gone of the base year: 100 less a percentage of it."""
    found = by_cell(asked)
    left = found.figure
    if isinstance(left, bool) or left is None:
        return AnswerFound(None, found.parts, found.reported)
    return AnswerFound(100 - left, found.parts, found.reported)


def by_not_below(asked: AskedTarget) -> AnswerFound:
    """Return whether a ratio is not below the part that one total is of another."""
    found, answer = by_cell(asked), asked.target.answer
    part, of = Cell.parse(answer.than), Cell.parse(answer.of)
    reported = found.reported & reported_of(asked.sources, part) & reported_of(asked.sources, of)
    over, under = (_sum(asked, cell) for cell in (part, of))
    if not isinstance(found.figure, Decimal) or not under:
        return AnswerFound(None, found.parts, reported)
    share = over * 100 / under
    shown = {"rate": _percent(found.figure), "share": _percent(share)}
    words = ("target.beside", dict[str, object](shown))
    return AnswerFound(found.figure >= share, found.parts, reported, words=words)


def _sum(asked: AskedTarget, cell: Cell) -> Decimal:
    values = (entered(source, cell) for source in asked.sources)
    return sum((value for value in values if isinstance(value, Decimal)), Decimal(0))


def _percent(figure: Decimal) -> str:
    return format_number(round_half_up(figure, 2))


def by_average(asked: AskedTarget) -> AnswerFound:
    """Return the mean of what has been entered; nobody is as_measured as zero."""
    places = _places(asked)
    numbers = [v for s, place in places if isinstance(v := entered(s, place), Decimal)]
    parts = tuple(part_of(s, entered(s, place)) for s, place in places)
    reported = _reported(asked, places)
    if not numbers:
        return AnswerFound(None, parts, reported)
    mean = sum(numbers, Decimal(0)) / len(numbers)
    return AnswerFound(as_measured(mean, asked.measure), parts, reported)


def by_each(asked: AskedTarget) -> AnswerFound:
    """Return the least figure of any unit or row, and how many reach what is asked."""
    figure = Decimal(asked.target.figure or 1)
    places = [(s, place) for s, place in _places(asked) if entered(s, place) is not NOT_APPLICABLE]
    parts = tuple(part_of(s, entered(s, place)) for s, place in places)
    found = (as_measured(entered(s, place), asked.measure) for s, place in places)
    known = [v for v in found if isinstance(v, Decimal)]
    reported = _reported(asked, places)
    short = {s.unit.code for s, place in places if not _reaches(asked, s, place, figure)}
    reported |= unit_keys(s for s, _ in places if s.unit.code not in short)
    if not known:
        return AnswerFound(None, parts, reported)
    reaching = sum(value >= figure for value in known)
    is_rows = asked.cell.row == ANY_ROW
    of = len(places) if is_rows else len(asked.owing)
    facts: dict[str, object] = {"reaching": reaching, "of": of}
    words = ("target.each-row" if is_rows else "target.each", facts)
    return AnswerFound(
        min(known), parts, reported, Unheard.LOWER, count=Decimal(reaching), words=words
    )


def _reaches(asked: AskedTarget, source: Source, place: Cell, figure: Decimal) -> bool:
    value = as_measured(entered(source, place), asked.measure)
    return isinstance(value, Decimal) and value >= figure


def _places(asked: AskedTarget) -> list[tuple[Source, Cell]]:
    cell = asked.cell
    if cell.row == ANY_ROW:
        return [(s, replace_row(cell, row)) for s, row in fitting_rows(asked)]
    return [(source, cell) for source in asked.sources]


def _reported(asked: AskedTarget, places: list[tuple[Source, Cell]]) -> frozenset[UnitKey]:
    """Return the units that have filled all their places, and have one."""
    by_unit: dict[str, list[bool]] = {}
    for source, place in places:
        by_unit.setdefault(source.unit.code, []).append(bool(reported_of([source], place)))
    whole = {code for code, filled in by_unit.items() if all(filled)}
    return unit_keys(s for s in asked.sources if s.unit.code in whole)
