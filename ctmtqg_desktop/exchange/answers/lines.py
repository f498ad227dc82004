"""Answers from the rows of rosters: how many fit, and what they come to."""

import re
from decimal import Decimal

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY, Value
from ctmtqg_desktop.entries.consolidate import Source
from ctmtqg_desktop.exchange.answers.found import (
    AnswerFound,
    AskedTarget,
    as_measured,
    part_of,
    unit_keys,
)
from ctmtqg_desktop.exchange.answers.land import UnitKey
from ctmtqg_desktop.targets.progress import Unheard
from ctmtqg_desktop.text import fold

_PLACE = re.compile(r"(xa|x\.|thi tran|tt\.?|phuong|p\.|huyen|h\.|thanh pho|tp\.?|tinh)\s*\S.*")
"""A part of a name, folded, that says in which unit the thing lies."""


def fitting_rows(asked: AskedTarget) -> list[tuple[Source, str]]:
    """Return the roster rows that fit what the target says, each with its sheet."""
    section = asked.cell.section
    return [
        (source, row)
        for source in asked.sources
        for row in source.sheet.rows(section)
        if all(
            fits(source.sheet.value(Cell(section, row, column)), wanted)
            for column, wanted in asked.target.answer.where.items()
        )
    ]


def fits(value: Value, wanted: str) -> bool:
    """Say whether a value is what is wanted: a choice, a verdict, or a name."""
    if isinstance(value, bool):
        return wanted == ("met" if value else "not-met")
    return isinstance(value, str) and is_same_name(value, wanted)


def is_same_name(given: str, wanted: str) -> bool:
    """Say whether two names mean one thing: without accents, capitals and the unit it lies in.

    "Đường nội đồng bản A" is "đường nội đồng bản A, xã B"; a name that only begins like another
    is another.
    """
    first, second = _named(given), _named(wanted)
    return bool(first) and first == second


def _named(text: str) -> tuple[str, ...]:
    parts = [" ".join(part.split()) for part in fold(text).replace(";", ",").split(",")]
    kept = [part.strip(" .") for part in parts if part.strip(" .")]
    while len(kept) > 1 and _PLACE.fullmatch(kept[-1]):
        kept.pop()
    return tuple(kept)


def _reported(asked: AskedTarget) -> frozenset[UnitKey]:
    """Return the units whose rows say whether they fit; a roster without rows says nothing."""
    section, columns = asked.cell.section, asked.target.answer.where
    return unit_keys(
        s
        for s in asked.sources
        if (rows := s.sheet.rows(section))
        and all(s.sheet.value(Cell(section, r, c)) is not EMPTY for r in rows for c in columns)
    )


def by_count_rows(asked: AskedTarget) -> AnswerFound:
    """Return how many rows fit."""
    rows = fitting_rows(asked)
    parts = tuple(
        part_of(s, Decimal(sum(s is own for own, _ in rows)))
        for s in asked.sources
        if s.sheet.rows(asked.cell.section)
    )
    figure = Decimal(len(rows)) if parts else None
    return AnswerFound(figure, parts, _reported(asked), Unheard.RAISE)


def by_sum_rows(asked: AskedTarget) -> AnswerFound:
    """Return what the rows that fit come to."""
    cell = asked.cell
    rows = fitting_rows(asked)
    held = [(s, s.sheet.value(Cell(cell.section, row, cell.column))) for s, row in rows]
    numbers = [v for _, v in held if isinstance(v, Decimal)]
    blank = unit_keys(s for s, value in held if value is EMPTY)
    total = as_measured(sum(numbers, Decimal(0)), asked.measure) if numbers else None
    parts = by_count_rows(asked).parts
    rises = all(number >= 0 for number in numbers)
    missing = Unheard.RAISE if rises else Unheard.TURN
    return AnswerFound(
        total, parts, _reported(asked) - blank, missing, is_so_far=not asked.is_part_year
    )
