"""Read an .xls by xlrd, with the formats and fonts of its cells.

Such a file always has a value for a formula; whether it was ever computed it does not tell.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from math import isfinite
from struct import unpack_from
from typing import Any

import xlrd
from xlrd.book import Book
from xlrd.sheet import Sheet

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.compound import SIGNATURE, Compound
from ctmtqg_desktop.intake.books.limits import MAX_AREA, check_cells, check_extent, check_sheets
from ctmtqg_desktop.intake.books.look import Look, legacy_font, told_format
from ctmtqg_desktop.intake.books.number_format import given_boolean, given_serial
from ctmtqg_desktop.intake.books.runs import common_font
from ctmtqg_desktop.intake.books.shape import merged_table, trimmed_table, with_hidden
from ctmtqg_desktop.intake.given import BLANK, Given, GivenBook, GivenKind, Span, given_text

_REFUSED = (
    ("EncryptedPackage", "intake.workbook-encrypted"),
    ("_VBA_PROJECT_CUR", "intake.workbook-macros"),
    ("_VBA_PROJECT", "intake.workbook-macros"),
)
_CELLS = frozenset((0x06, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E))
"""Records of one cell: formula, rich, shared and plain text, number, short number, yes or error.

Source: [MS-XLS] Excel Binary File Format, section 2.3.
"""
_MANY, _BLANKS = (0xBD,), (0xBE, 0x201)
_STREAMS = ("Workbook", "WORKBOOK", "Book", "BOOK")
_NOTHING = frozenset((xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK))


def read_xls(data: bytes, name: str) -> GivenBook:
    """Read every sheet of a workbook of the binary kind.

    Raises:
        IntakeError: ``intake.workbook``, ``intake.workbook-encrypted``,
            ``intake.workbook-macros``, and those of ``limits``.
    """
    stream = _stream(data, name) if data.startswith(SIGNATURE) else data
    try:
        _check_records(stream, name)
        book = xlrd.open_workbook(
            file_contents=stream, logfile=io.StringIO(), formatting_info=True, ragged_rows=True
        )
        return _read(book, name)
    except IntakeError:
        raise
    except Exception as error:  # the library raises whatever a broken file makes it raise
        is_locked = isinstance(error, xlrd.XLRDError) and "encrypted" in str(error)
        code = "intake.workbook-encrypted" if is_locked else "intake.workbook"
        raise IntakeError(code, file=name) from error


def _stream(data: bytes, name: str) -> bytes:
    """Return what holds the sheets: the library would go round in a chain that is a circle."""
    envelope = Compound(data, name)
    for stream, code in _REFUSED:
        if stream in envelope:
            raise IntakeError(code, file=name)
    found = next((stream for stream in _STREAMS if stream in envelope), None)
    if found is None:
        raise IntakeError("intake.workbook", file=name)
    return envelope.read(found)


def _check_records(stream: bytes, name: str) -> None:
    """Count the cells before they are unpacked: of blanks a few bytes hold hundreds."""
    filled = blank = at = 0
    while at + 4 <= len(stream):
        kind, length = unpack_from("<2H", stream, at)
        at += 4 + length
        filled += kind in _CELLS
        if kind in _MANY:
            filled += length // 6
        elif kind in _BLANKS:
            blank += 1 + length // 2
    check_cells(filled, name)
    if blank > MAX_AREA:
        raise IntakeError("intake.book-too-many-cells", file=name, found=blank, limit=MAX_AREA)


def _read(book: Book, name: str) -> GivenBook:
    check_sheets(book.nsheets, name)
    sheets = book.sheets()
    filled = [list(map(_filled, map(sheet.row_types, range(sheet.nrows)))) for sheet in sheets]
    check_cells(sum(map(len, (columns for rows in filled for columns in rows))), name)
    for sheet, rows in zip(sheets, filled, strict=True):
        widths = [max(columns) + 1 for columns in rows if columns]
        last = max((at for at, columns in enumerate(rows) if columns), default=0)
        check_extent(len(widths), (last, max(widths, default=1) - 1), name, sheet.name)
    looks = _looks(book)
    tables = []
    for sheet, columns in zip(sheets, filled, strict=True):
        given = _rows(book, sheet, columns, looks)
        table = trimmed_table(sheet.name, given, is_hidden=sheet.visibility != 0)
        table = with_hidden(table, _hidden(sheet.rowinfo_map), _hidden(sheet.colinfo_map))
        spans = (Span(a, c, b - 1, d - 1) for a, b, c, d in sheet.merged_cells)
        tables.append(merged_table(table, spans, name))
    return GivenBook(tuple(tables))


def _filled(types: Sequence[int]) -> list[int]:
    return [column for column, kind in enumerate(types) if kind not in _NOTHING]


def _hidden(shapes: Mapping[int, Any]) -> list[int]:
    return [at for at, shape in shapes.items() if shape.hidden]


def _looks(book: Book) -> list[Look]:
    found = []
    for style in book.xf_list:
        code = book.format_map[style.format_key].format_str
        font = book.font_list[style.font_index].name
        found.append(Look(told_format(code), legacy_font(font)))
    return found


def _rows(
    book: Book, sheet: Sheet, filled: Sequence[Sequence[int]], looks: Sequence[Look]
) -> Iterator[Sequence[Given]]:
    for at, columns in enumerate(filled):
        row = [BLANK] * (columns[-1] + 1 if columns else 0)
        for column in columns:
            cell = sheet.cell(at, column)
            look = looks[cell.xf_index]
            if cell.ctype == xlrd.XL_CELL_TEXT:
                runs = sheet.rich_text_runlist_map.get((at, column))
                font = _font(book, cell.value, runs, look.font) if runs else look.font
                row[column] = given_text(cell.value, font)
            else:
                row[column] = _given(book, cell.ctype, cell.value, look.number_format)
        yield row


def _given(book: Book, kind: int, value: float, number_format: str) -> Given:
    if kind == xlrd.XL_CELL_BOOLEAN:
        return given_boolean(is_true=bool(value))
    if kind == xlrd.XL_CELL_ERROR or not isfinite(value):
        return Given(GivenKind.ERROR, xlrd.error_text_from_code.get(int(value), "#N/A"))
    exact = Decimal(f"{value:.15g}")
    return given_serial(exact, number_format, is_1904=bool(book.datemode))


def _font(book: Book, text: str, runs: Sequence[tuple[int, int]], first: str) -> str:
    """Return the legacy font of a text in several fonts, each from a place on."""
    starts = [0, *(place for place, _ in runs), len(text)]
    fonts = [first, *(legacy_font(book.font_list[font].name) for _, font in runs)]
    pieces = (text[start:end] for start, end in pairwise(starts))
    return common_font(zip(fonts, pieces, strict=True))
