"""Answers from verdicts on criteria, unit by unit; a verdict not given is not "not met"."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from ctmtqg_desktop.catalogue.expand import criterion_rows
from ctmtqg_desktop.catalogue.records.form import ANY_ROW, Cell, Form, Section
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE, Value
from ctmtqg_desktop.entries.consolidate import Source
from ctmtqg_desktop.exchange.answers.found import (
    NOTHING,
    AnswerFound,
    AskedTarget,
    entered,
    part_of,
    unit_keys,
)
from ctmtqg_desktop.exchange.answers.lines import fits
from ctmtqg_desktop.targets.progress import Unheard

Verdicts = list[Value]


def criteria_section(form: Form) -> Section | None:
    """Return the section of a form whose rows are criteria."""
    return next((s for s in form.sections if s.criteria), None)


def by_count_met(asked: AskedTarget) -> AnswerFound:
    """Return how many units meet a verdict."""
    values = [(source, entered(source, asked.cell)) for source in asked.sources]
    parts = tuple(part_of(source, value) for source, value in values)
    known = [value for _, value in values if value is not EMPTY]
    reported = unit_keys(source for source, value in values if value is not EMPTY)
    figure = Decimal(sum(value is True for value in known)) if known else None
    return AnswerFound(figure, parts, reported, Unheard.RAISE)


def by_share_met(asked: AskedTarget) -> AnswerFound:
    """Return the units that meet a verdict, in percent of all that owe the form."""
    found = by_count_met(asked)
    if not isinstance(found.figure, Decimal):
        return found
    return replace(found, figure=found.figure * 100 / len(asked.owing), missing=Unheard.TURN)


def by_count_units(asked: AskedTarget) -> AnswerFound:
    """Return how many units hold a value in a cell; those that left it empty are no answer."""
    values = [(source, entered(source, asked.cell)) for source in asked.sources]
    parts = tuple(part_of(source, value) for source, value in values)
    known = [value for _, value in values if value is not EMPTY]
    reported = unit_keys(source for source, value in values if value is not EMPTY)
    count = sum(fits(value, asked.target.answer.than) for value in known)
    return AnswerFound(Decimal(count) if known else None, parts, reported, Unheard.RAISE)


def by_average_met(asked: AskedTarget) -> AnswerFound:
    """Return the criteria met per unit, over the units that have judged all."""
    counts = _settled(asked, lambda verdicts: None if EMPTY in verdicts else _met(verdicts))
    known = [count for _, count in counts if count is not None]
    figure = Decimal(sum(known)) / len(known) if known else None
    return _finding(counts, figure, Unheard.TURN)


def by_all_met(asked: AskedTarget) -> AnswerFound:
    """Return how many units meet every criterion."""
    counts = _settled(asked, _all_met)
    known = [count for _, count in counts if count is not None]
    return _finding(counts, Decimal(sum(known)) if known else None, Unheard.RAISE)


def by_share_all_met(asked: AskedTarget) -> AnswerFound:
    """Return the units that meet every criterion, in percent of all that owe the form."""
    counts = _settled(asked, _all_met)
    known = [count for _, count in counts if count is not None]
    figure = Decimal(sum(known) * 100) / len(asked.owing) if known else None
    return _finding(counts, figure, Unheard.TURN)


def by_count_fewer(asked: AskedTarget) -> AnswerFound:
    """Return how many units meet fewer criteria than the target says."""
    than = Decimal(asked.target.answer.than)

    def fewer(verdicts: Verdicts) -> int | None:
        open_ones = sum(verdict is EMPTY for verdict in verdicts)
        if _met(verdicts) >= than:
            return 0
        return 1 if _met(verdicts) + open_ones < than else None

    counts = _settled(asked, fewer)
    known = [count for _, count in counts if count is not None]
    return _finding(counts, Decimal(sum(known)) if known else None, Unheard.RAISE)


def _met(verdicts: Verdicts) -> int:
    return sum(verdict is True for verdict in verdicts)


def _all_met(verdicts: Verdicts) -> int | None:
    """Return 1 or 0; None while what has not been judged can still decide."""
    if any(verdict is False for verdict in verdicts):
        return 0
    return None if EMPTY in verdicts else 1


def _settled(
    asked: AskedTarget, judge: Callable[[Verdicts], int | None]
) -> list[tuple[Source, int | None]]:
    """Return what follows from each unit's verdicts; only criteria count, not their contents."""
    section = criteria_section(asked.sources[0].sheet.form)
    if section is None or asked.cell.row != ANY_ROW:
        return []
    criteria = asked.library.catalogue.criteria_sets[section.criteria]
    rows = [row for row, _ in criterion_rows(criteria)]
    cells = [Cell(section.id, row, asked.cell.column) for row in rows]
    return [(s, judge([_verdict(s, cell) for cell in cells])) for s in asked.sources]


def _verdict(source: Source, cell: Cell) -> Value:
    value = entered(source, cell)
    return value if isinstance(value, bool) or value is NOT_APPLICABLE else EMPTY


def _finding(
    counts: list[tuple[Source, int | None]], figure: Decimal | None, missing: Unheard
) -> AnswerFound:
    if not counts:
        return NOTHING
    parts = tuple(part_of(s, EMPTY if n is None else Decimal(n)) for s, n in counts)
    return AnswerFound(figure, parts, unit_keys(s for s, n in counts if n is not None), missing)
