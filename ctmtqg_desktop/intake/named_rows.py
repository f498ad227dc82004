"""The rows of a book's first table, by what its headings call them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.aside import Told, asides, kept_columns
from ctmtqg_desktop.intake.books.book import read_book
from ctmtqg_desktop.intake.desk.decoding import decoded_book
from ctmtqg_desktop.intake.desk.spans import spread
from ctmtqg_desktop.intake.given import Given, GivenTable
from ctmtqg_desktop.text import clean, parse_date

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 5000


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One row that says anything.

    Attributes:
        number: of its line in the table, from 1.
        cells: name -> what stands there; columns of other headings are left out.
        is_hidden: a person who opens the file does not see it.
    """

    number: int
    cells: Mapping[str, Given]
    is_hidden: bool = False

    def text(self, name: str) -> str:
        """Return what stands under a heading as text; a code keeps its zeros where shown."""
        given = self.cells.get(name)
        return clean(given.text).strip() if given is not None else ""

    def day(self, name: str) -> date | None:
        """Return the day under a heading; None where none is readable."""
        given = self.cells.get(name)
        if given is None:
            return None
        return given.day or parse_date(self.text(name)) or _iso(self.text(name))


@dataclass(frozen=True, slots=True)
class NamedTable:
    """The rows of a table, and what is in the book beside them."""

    rows: tuple[NamedRow, ...]
    left_out: tuple[Told, ...] = ()


def named_rows(path: Path, words: Mapping[str, str], needed: str) -> NamedTable:
    """Return the rows below the heading of the first table a person sees.

    A heading that stands there twice is read where it stands first; a column nobody sees is none.

    Args:
        path: a workbook, or a text with separators.
        words: name -> what a heading calls it; the name itself is understood too.
        needed: the name of a column that has to be there.

    Raises:
        IntakeError: ``intake.missing``, ``intake.too-big``, ``intake.column-missing``,
            ``intake.sheet-too-long``; see ``read_book``.
    """
    tables = decoded_book(read_book(_data(path), path.name)).tables
    first = next((one for one in tables if not one.is_hidden), None)
    table = first or GivenTable("", ())
    rows = spread(table).rows
    if len(rows) > MAX_ROWS:
        facts = {"file": path.name, "sheet": table.name, "found": len(rows)}
        raise IntakeError("intake.sheet-too-long", **facts, limit=MAX_ROWS)
    meant = {said.casefold(): name for name, said in words.items()} | {one: one for one in words}
    for top, row in enumerate(rows):
        heading = [meant.get(clean(given.text).strip().casefold(), "") for given in row]
        if needed in kept_columns(heading, table.hidden_columns).values():
            return _named(tables, replace(table, rows=rows), top, heading)
    raise IntakeError("intake.column-missing", file=path.name, column=words[needed])


def _named(
    tables: Sequence[GivenTable], table: GivenTable, top: int, heading: Sequence[str]
) -> NamedTable:
    columns = kept_columns(heading, table.hidden_columns)
    first = next(at for at, one in enumerate(tables) if not one.is_hidden)
    book = [table if at == first else one for at, one in enumerate(tables)]
    left = (one.told() for one in asides(book, table, top, columns))
    return NamedTable(tuple(_below(table, top, columns)), tuple(left))


def _below(table: GivenTable, top: int, columns: Mapping[int, str]) -> Iterator[NamedRow]:
    for number, row in enumerate(table.rows[top + 1 :], top + 1):
        cells = {
            name: row[column]
            for column, name in columns.items()
            if column < len(row) and not row[column].is_blank
        }
        if cells:
            yield NamedRow(number + 1, cells, number in table.hidden_rows)


def _data(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise IntakeError("intake.missing", file=path.name) from error
    if size > MAX_BYTES:
        raise IntakeError("intake.too-big", file=path.name, limit=MAX_BYTES // 1024 // 1024)
    return data


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
