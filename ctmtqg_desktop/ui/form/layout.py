"""What stands where in a table: leading columns, merged headers, the number line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from string import ascii_uppercase

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.form import CellType, Column, Row, Section, SectionKind

PRINTED_ROLES = frozenset({"requirement", "measure"})
WIDTHS = {
    CellType.MONEY: 116, CellType.NUMBER: 92, CellType.INTEGER: 84, CellType.PERCENT: 78,
    CellType.TEXT: 190, CellType.CHOICE: 140, CellType.DATE: 98, CellType.MET: 98,
}  # fmt: skip
"""Pixels at 100 % where the form does not say."""


class Part(StrEnum):
    """What a shown column holds."""

    NO = "no"
    LABEL = "label"
    MEASURE = "measure"
    REQUIREMENT = "requirement"
    CELL = "cell"


PIXELS_PER_MM = 3.8
"""A form declares the width of a column in millimetres of paper."""
WIDEST = 280
PRINTED_WIDTHS = {Part.REQUIREMENT: 118, Part.MEASURE: 74}


@dataclass(frozen=True, slots=True)
class Shown:
    """One column on screen.

    Attributes:
        title: header texts, outermost first.
        number: its place in the "A B 1 2" line.
        column: the declared column, None for what the row prints.
        is_frozen: it stays when the table is scrolled sideways.
    """

    part: Part
    title: tuple[str, ...]
    number: str
    width: int
    column: Column | None = None
    is_frozen: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A header cell over the columns first..last and the levels top..bottom, inclusive."""

    text: str
    first: int
    last: int
    top: int
    bottom: int


def shown_columns(section: Section, measures: Mapping[str, Measure]) -> tuple[Shown, ...]:
    """Return the columns of a grid or roster as shown, the frozen ones first."""
    leading = _leading(section)
    has_numbers = any(column.number for column in section.columns)
    if has_numbers:
        letters = iter(ascii_uppercase)
        leading = [replace(shown, number=next(letters)) for shown in leading]
    return (*leading, *(_shown(column, measures) for column in section.columns))


def _leading(section: Section) -> list[Shown]:
    is_roster = section.kind is SectionKind.ROSTER
    found = []
    if is_roster or any(row.no for row in section.rows):
        width = 14 + 8 * max((len(row.no) for row in section.rows), default=2)
        found.append(Shown(Part.NO, (section.no_label,), "", max(38, width), is_frozen=True))
    if is_roster:
        return found
    found.append(Shown(Part.LABEL, (section.row_label,), "", 330, is_frozen=True))
    if _needs_measure(section):
        found.append(Shown(Part.MEASURE, ("ĐVT",), "", 84, is_frozen=True))
    return found


def _needs_measure(section: Section) -> bool:
    if any(column.role == "measure" for column in section.columns):
        return False
    own = any(row.measure for row in section.rows)
    return own and any(c.type.is_number and not c.measure for c in section.columns)


def _shown(column: Column, measures: Mapping[str, Measure]) -> Shown:
    label = column.label
    measure = measures.get(column.measure)
    if measure is not None and measure.label.casefold() not in label.casefold():
        label = f"{label}\n({measure.label})"
    part = Part(column.role) if column.role in PRINTED_ROLES else Part.CELL
    least = PRINTED_WIDTHS.get(part, WIDTHS[column.type])
    width = max(least, min(round(column.width * PIXELS_PER_MM), WIDEST))
    return Shown(part, (*column.header, label), column.number, width, column)


def levels(columns: Sequence[Shown]) -> int:
    """Return how many header rows there are, the number line not counted."""
    return max((len(column.title) for column in columns), default=1)


def spans(columns: Sequence[Shown], depth: int) -> list[Span]:
    """Return the header cells: equal neighbours merged, a short title reaching down."""
    found: list[Span] = []
    _spans_between(columns, (0, len(columns)), 0, depth, found)
    return found


def _spans_between(
    columns: Sequence[Shown], among: tuple[int, int], level: int, depth: int, found: list[Span]
) -> None:
    at, end = among
    while at < end:
        title = columns[at].title
        is_last = level >= len(title) - 1
        last = at if is_last else _group_end(columns, at, end, level)
        bottom = depth - 1 if is_last else level
        found.append(Span(title[min(level, len(title) - 1)], at, last, level, bottom))
        if not is_last:
            _spans_between(columns, (at, last + 1), level + 1, depth, found)
        at = last + 1


def _group_end(columns: Sequence[Shown], at: int, end: int, level: int) -> int:
    last = at
    while last + 1 < end and _joins(columns[last + 1].title, columns[at].title, level):
        last += 1
    return last


def _joins(one: tuple[str, ...], other: tuple[str, ...], level: int) -> bool:
    return len(one) > level + 1 and len(other) > level + 1 and one[level] == other[level]


def row_text(shown: Shown, row: Row, measures: Mapping[str, Measure]) -> str:
    """Return what a declared row prints in a column that nobody types in."""
    if shown.part is Part.NO:
        return row.no
    if shown.part is Part.LABEL:
        return row.label
    if shown.part is Part.MEASURE:
        measure = measures.get(row.measure)
        return measure.label if measure else row.measure
    return row.requirement
