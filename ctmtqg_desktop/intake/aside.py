"""What a table of our own headings holds beside what is taken from it, each thing by its name."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from ctmtqg_desktop.intake.given import Given, GivenTable
from ctmtqg_desktop.text import clean

MOST_ASIDE = 100
"""So many things are named; what is beyond them is one more, counted."""
_LETTERS = 26


Told = tuple[str, Mapping[str, object]]
"""The code of a sentence, and its facts."""


class Aside(NamedTuple):
    """Something that is there and was not taken.

    Attributes:
        sheet: the name of its sheet; empty where a file has none.
        where: the heading or letter of a column, the number of a row; empty for a whole sheet.
        holds: how many cells of a column, or lines of a sheet, hold anything.
    """

    code: str
    sheet: str
    where: str
    holds: int

    def told(self) -> Told:
        """Return its code, and what its sentence says."""
        return self.code, {"sheet": self.sheet, "where": self.where, "count": self.holds}


def asides(
    tables: Sequence[GivenTable], table: GivenTable, top: int, taken: Collection[int]
) -> tuple[Aside, ...]:
    """Return what was not taken of a book: other sheets, lines above the headings, other columns.

    Args:
        tables: all sheets of the book that should be told of.
        table: the sheet that was read.
        top: the row of its headings, from 0.
        taken: its columns that were read.
    """
    return capped([*_sheets(tables, table), *_above(table, top), *_columns(table, top, taken)])


def capped(found: Sequence[Aside]) -> tuple[Aside, ...]:
    """Return the first of many things, and how many more there are."""
    more = len(found) - MOST_ASIDE
    if more <= 0:
        return tuple(found)
    return (*islice(found, MOST_ASIDE), Aside("intake.aside-more", "", "", more))


def hidden_lines(table: GivenTable, top: int) -> Iterator[Aside]:
    """Yield the lines below the headings that a person does not see."""
    for at in sorted(table.hidden_rows):
        if top < at < len(table.rows) and any(not given.is_blank for given in table.rows[at]):
            yield Aside("intake.aside-hidden-row", table.name, str(at + 1), 1)


def _sheets(tables: Sequence[GivenTable], table: GivenTable) -> Iterator[Aside]:
    for other in tables:
        lines = sum(any(not given.is_blank for given in row) for row in other.rows)
        if other is not table and lines:
            yield Aside("intake.aside-sheet", other.name, "", lines)


def _above(table: GivenTable, top: int) -> Iterator[Aside]:
    for at, row in enumerate(table.rows[:top], 1):
        said = [clean(given.text).strip() for given in row if not given.is_blank]
        if said:
            yield Aside("intake.aside-above", table.name, str(at), len(said))


def _columns(table: GivenTable, top: int, taken: Collection[int]) -> Iterator[Aside]:
    headings = table.rows[top]
    counts: dict[int, int] = {}
    for row in table.rows[top + 1 :]:
        for column, given in enumerate(row):
            if column not in taken and not given.is_blank:
                counts[column] = counts.get(column, 0) + 1
    for column, count in sorted(counts.items()):
        yield Aside("intake.aside-column", table.name, _named(headings, column), count)


def _named(headings: Sequence[Given], column: int) -> str:
    said = clean(headings[column].text).strip() if column < len(headings) else ""
    return said or _letters(column)


def _letters(column: int) -> str:
    """Return what a spreadsheet calls a column: A for 0."""
    found = ""
    column += 1
    while column:
        column, left = divmod(column - 1, _LETTERS)
        found = chr(ord("A") + left) + found
    return found


def kept_columns(headings: Sequence[str], hidden: Collection[int]) -> Mapping[int, str]:
    """Return column -> name of those that are read: the first of a name that a person sees."""
    found: dict[int, str] = {}
    for column, name in enumerate(headings):
        if name and column not in hidden and name not in found.values():
            found[column] = name
    return found
