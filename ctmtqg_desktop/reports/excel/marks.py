"""Write into a workbook what it is: see ``entries.book_marks``. On paper nothing of it is seen.

Imported only while an XLSX is being made.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ctmtqg_desktop.entries.book_marks import (
    BLANK,
    DIGEST,
    IDENTITY_SHEET,
    NEW,
    PRINTED,
    ROW,
    TABLE,
    TOTAL,
    BookOrigin,
    TablePlace,
    kept_text,
    line_mark,
    lines_digest,
    origin_lines,
)
from ctmtqg_desktop.reports.page.page import (
    PageCell,
    PageTable,
    TableRow,
    place_header,
    printable_text,
)
from ctmtqg_desktop.text import format_number

MOST_LETTERS = 32_000
"""A cell of a workbook holds 32,767."""


@dataclass(frozen=True, slots=True)
class MarkedTable:
    """A table of a form on a worksheet.

    Attributes:
        line: row of the worksheet, from 1, that names the columns; hidden.
        rows: rows of the worksheet and what stands in each.
    """

    sheet: Worksheet
    table: PageTable
    place: TablePlace
    line: int
    rows: list[tuple[int, TableRow]] = field(default_factory=list)

    @property
    def labels(self) -> dict[str, str]:
        """Return the columns' ids and what stands over each."""
        over: dict[int, str] = {}
        for placed in place_header(self.table):
            for column in range(placed.column, placed.column + placed.cell.colspan):
                over[column] = placed.cell.text
        return {column.id: over[at] for at, column in enumerate(self.table.columns) if column.id}

    def cells(self) -> Iterator[tuple[int, int, TableRow, str, PageCell]]:
        """Yield row and column of the worksheet (from 1), the row, the column's id, the cell."""
        for at, row in self.rows:
            place = 0
            for cell in row.cells:
                name = self.table.columns[place].id if cell.colspan == 1 else ""
                if name:
                    yield at, place + 1, row, name, cell
                place += cell.colspan


def base_text(cell: PageCell) -> str:
    """Return what stands in a printed cell, as a person would type it."""
    return cell.text if cell.number is None else format_number(cell.number)


def mark_sheet(sheet: Worksheet, tables: Sequence[MarkedTable], width: int) -> None:
    """Name the rows of a worksheet in a hidden column right of its tables.

    Args:
        sheet: written already.
        tables: of a form, on it.
        width: how many columns are seen.
    """
    if not tables:
        return
    side = width + 1
    named: dict[int, str] = {}
    for table in tables:
        named[table.line] = line_mark(table.place)
        for column, shown in enumerate(table.table.columns, 1):
            _put(sheet, table.line, column, shown.id or PRINTED)
        sheet.row_dimensions[table.line].hidden = True
        named |= {at: table.place.row(_row_key(row)) for at, row in table.rows}
    words = [any(cell.value is not None for cell in row) for row in sheet.rows]
    for at, has_words in enumerate(words, 1):
        _put(sheet, at, side, named.get(at, PRINTED if has_words else BLANK))
    sheet.column_dimensions[get_column_letter(side)].hidden = True


def _row_key(row: TableRow) -> str:
    return NEW if row.key.startswith(NEW) else row.key


def identity_lines(origin: BookOrigin, tables: Sequence[MarkedTable]) -> list[tuple[str, ...]]:
    """Return all that the identity sheet says, the digest last."""
    lines = origin_lines(origin)
    for table in tables:
        lines.append((TABLE, str(table.place), _json(table.labels)))
        lines += _row_lines(table)
    return [*lines, (DIGEST, lines_digest(lines))]


def _row_lines(table: MarkedTable) -> Iterator[tuple[str, ...]]:
    held: dict[int, dict[str, str]] = {}
    for at, _, _, name, cell in table.cells():
        text = base_text(cell)
        if text:
            held.setdefault(at, {})[name] = kept_text(text)
    for at, row in table.rows:
        if row.key != TOTAL and not row.key.startswith(NEW):
            yield ROW, table.place.row(row.key), row.label[:MOST_LETTERS], _json(held.get(at, {}))


def _json(value: dict[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_book_identity(book: Workbook, lines: Sequence[Sequence[str]]) -> None:
    """Write the identity onto a sheet of its own that is not even listed as hidden."""
    sheet = book.create_sheet(IDENTITY_SHEET)
    sheet.sheet_state = "veryHidden"
    for at, line in enumerate(lines, 1):
        for column, text in enumerate(line, 1):
            _put(sheet, at, column, text)


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = printable_text(text)
    cell.data_type = "s"
    cell.number_format = "@"
