"""The rows of a book's first table, by what its headings call them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.book import read_book
from ctmtqg_desktop.intake.desk.decoding import decoded_book
from ctmtqg_desktop.intake.desk.spans import spread
from ctmtqg_desktop.intake.given import Given
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


def named_rows(path: Path, words: Mapping[str, str], needed: str) -> Iterator[NamedRow]:
    """Yield the rows below the heading of the first table a person sees.

    Args:
        path: a workbook, or a text with separators.
        words: name -> what a heading calls it; the name itself is understood too.
        needed: the name of a column that has to be there.

    Raises:
        IntakeError: ``intake.missing``, ``intake.too-big``, ``intake.column-missing``,
            ``intake.sheet-too-long``; see ``read_book``.
    """
    tables = decoded_book(read_book(_data(path), path.name)).tables
    table = next((one for one in tables if not one.is_hidden), None)
    rows = spread(table).rows if table is not None else ()
    if table is not None and len(rows) > MAX_ROWS:
        facts = {"file": path.name, "sheet": table.name, "found": len(rows)}
        raise IntakeError("intake.sheet-too-long", **facts, limit=MAX_ROWS)
    meant = {said.casefold(): name for name, said in words.items()} | {one: one for one in words}
    for top, row in enumerate(rows):
        heading = [meant.get(clean(given.text).strip().casefold(), "") for given in row]
        if needed in heading:
            hidden = table.hidden_rows if table is not None else frozenset()
            below = ((n, row) for n, row in enumerate(rows) if n > top)
            yield from _below(below, heading, hidden)
            return
    raise IntakeError("intake.column-missing", file=path.name, column=words[needed])


def _below(
    rows: Iterable[tuple[int, Sequence[Given]]], heading: Sequence[str], hidden: frozenset[int]
) -> Iterator[NamedRow]:
    for number, row in rows:
        cells = {
            name: given
            for name, given in zip(heading, row, strict=False)
            if name and not given.is_blank
        }
        if cells:
            yield NamedRow(number + 1, cells, number in hidden)


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
