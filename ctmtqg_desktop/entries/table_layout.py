"""How a section's table is laid out, for screen and paper alike; each paints it its own way.

What stands before the declared columns, which header cells are merged, and the line of letters
and numbers below them ("A B 1 2 3=1+2").
"""

from collections.abc import Sequence
from enum import StrEnum
from string import ascii_uppercase
from typing import NamedTuple

from ctmtqg_desktop.catalogue.records.form import Column, Section, SectionKind

Title = tuple[str, ...]
"""Header texts of one column, outermost first; the last one is the column's own."""


class Lead(StrEnum):
    """A column that a table begins with; nobody types in it."""

    NO = "no"
    LABEL = "label"
    MEASURE = "measure"


class HeaderSpan(NamedTuple):
    """A header cell over the columns first..last and the levels top..bottom, inclusive."""

    text: str
    first: int
    last: int
    top: int
    bottom: int


def leading_columns(section: Section) -> tuple[Lead, ...]:
    """Return what a grid or roster begins with.

    A roster numbers its rows itself. A grid has a column of numbers where a row has one, and a
    column of measures where rows have one and no declared column prints it.
    """
    if section.kind is SectionKind.ROSTER:
        return (Lead.NO,)
    number = (Lead.NO,) if any(row.no for row in section.rows) else ()
    return (*number, Lead.LABEL, *((Lead.MEASURE,) if _needs_measure(section) else ()))


def _needs_measure(section: Section) -> bool:
    is_printed = any(column.role == Lead.MEASURE for column in section.columns)
    return not is_printed and any(row.measure for row in section.rows)


def number_line(columns: Sequence[Column], leading: int) -> tuple[str, ...]:
    """Return the line of letters and numbers; empty when the form numbers none of its columns."""
    if not any(column.number for column in columns):
        return ()
    return (*ascii_uppercase[:leading], *(column.number for column in columns))


def header_depth(titles: Sequence[Title]) -> int:
    """Return how many header rows there are, the number line not counted."""
    return max((len(title) for title in titles), default=1)


def header_spans(titles: Sequence[Title], depth: int) -> list[HeaderSpan]:
    """Return the header cells: equal neighbours merged, a short title reaching down.

    Args:
        titles: of every column, the leading ones too.
        depth: of the whole header, so that parts of a table agree.
    """
    found: list[HeaderSpan] = []
    _spans_between(titles, (0, len(titles)), 0, depth, found)
    return found


def _spans_between(
    titles: Sequence[Title],
    among: tuple[int, int],
    level: int,
    depth: int,
    found: list[HeaderSpan],
) -> None:
    at, end = among
    while at < end:
        title = titles[at]
        is_own = level >= len(title) - 1
        last = at if is_own else _group_end(titles, at, end, level)
        bottom = depth - 1 if is_own else level
        found.append(HeaderSpan(title[min(level, len(title) - 1)], at, last, level, bottom))
        if not is_own:
            _spans_between(titles, (at, last + 1), level + 1, depth, found)
        at = last + 1


def _group_end(titles: Sequence[Title], at: int, end: int, level: int) -> int:
    last = at
    while last + 1 < end and _joins(titles[last + 1], titles[at], level):
        last += 1
    return last


def _joins(one: Title, other: Title, level: int) -> bool:
    return len(one) > level + 1 and len(other) > level + 1 and one[level] == other[level]


def says_measure(label: str, measure: str) -> bool:
    """Say whether a column's label names its measure already, as a word of its own."""
    words = f" {label.casefold()} ".replace("(", " ").replace(")", " ")
    return f" {measure.casefold()} " in words
