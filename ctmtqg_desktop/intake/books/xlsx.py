"""Read an .xlsx: its values by calamine, what else its cells tell by a walk of our own.

Both must find the same numbers in the same places, or nothing of the workbook is taken.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from math import nan
from typing import Any
from xml.sax.saxutils import quoteattr

from python_calamine import CalamineWorkbook

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.archive import Archive
from ctmtqg_desktop.intake.books.limits import check_cells, check_extent, check_sheets
from ctmtqg_desktop.intake.books.look import Look
from ctmtqg_desktop.intake.books.number_format import given_boolean, given_serial
from ctmtqg_desktop.intake.books.runs import shared_fonts
from ctmtqg_desktop.intake.books.shape import merged_table, trimmed_table, with_hidden
from ctmtqg_desktop.intake.books.xlsx_cells import UNCOMPUTED, Seen, SheetCells, scan_cells
from ctmtqg_desktop.intake.books.xlsx_frame import Frame, SheetPart, read_frame
from ctmtqg_desktop.intake.given import BLANK, Given, GivenBook, GivenKind, GivenTable, given_text
from ctmtqg_desktop.text import format_date

_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*>")
_ERROR = re.compile(rb"""(<(?:\w+:)?c\b[^>]*\bt=["'])e(["'])""")
_CELLS = re.compile(rb"<(?:\w+:)?sheetData\b")
_SHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NO_LOOK = Look()


def read_xlsx(archive: Archive) -> GivenBook:
    """Read every sheet of a workbook.

    Raises:
        IntakeError: ``intake.workbook``, ``intake.workbook-entities``,
            ``intake.workbook-disputed``, and those of ``limits``.
    """
    frame = read_frame(archive)
    name = archive.name
    check_sheets(len(frame.sheets), name)
    parts = [archive.read_markup(sheet.part) for sheet in frame.sheets]
    strings = archive.read_markup(frame.strings) if frame.strings else b""
    seen: list[SheetCells] = []
    for part in parts:
        held = sum(cells.count for cells in seen)
        seen.append(scan_cells(part, name, is_uncomputed=frame.is_uncomputed, held=held))
    check_cells(sum(cells.count for cells in seen), name)
    for sheet, cells in zip(frame.sheets, seen, strict=True):
        check_extent(len(cells.rows), cells.last, name, sheet.title)
    reading = _Reading(frame, shared_fonts(strings, name), name)
    grids = _grids(parts, strings, name)
    return GivenBook(
        tuple(
            reading.table(sheet, cells, grid)
            for sheet, cells, grid in zip(frame.sheets, seen, grids, strict=True)
        )
    )


_Grid = Sequence[Sequence[Any]]


def _grids(parts: Sequence[bytes], strings: bytes, name: str) -> Iterator[_Grid]:
    """Yield the values of each sheet from its first cell on, as calamine finds them."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(_plain_book(parts, strings)))
        for at in range(len(parts)):
            yield book.get_sheet_by_index(at).to_python(skip_empty_area=False)
        book.close()
    except Exception as error:  # the library raises whatever a broken file makes it raise
        raise IntakeError("intake.workbook", file=name) from error


def _plain_book(parts: Sequence[bytes], strings: bytes) -> bytes:
    """Return a workbook of nothing but the parts that were judged, without what they claim."""
    sheets = [
        f'<sheet name="{at}" sheetId="{at}" r:id="r{at}"/>' for at in range(1, len(parts) + 1)
    ]
    targets = [("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(parts) + 1)]
    targets += [("sharedStrings", "sharedStrings.xml")] if strings else []
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as book:
        book.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        book.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        book.writestr("xl/_rels/workbook.xml.rels", _relations(targets))
        listed = f"<sheets>{''.join(sheets)}</sheets>"
        root = f'<workbook xmlns="{_MAIN}" xmlns:r="{_SHEET}">{listed}</workbook>'
        book.writestr("xl/workbook.xml", root)
        if strings:
            book.writestr("xl/sharedStrings.xml", strings)
        for at, part in enumerate(parts, 1):
            book.writestr(f"xl/worksheets/sheet{at}.xml", _plain_sheet(part))
    return held.getvalue()


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="r{at}" Type="{_SHEET}/{kind}" Target={quoteattr(target)}/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _plain_sheet(part: bytes) -> bytes:
    """Return a sheet without its claim how large it is; an error of a new kind is a text."""
    found = _CELLS.search(part)
    head = part[: found.start()] if found else part
    return _DIMENSION.sub(b"", head) + _ERROR.sub(rb"\1str\2", part[len(head) :])


class _Reading:
    """Puts together what the two readers found."""

    def __init__(self, frame: Frame, fonts: dict[int, str], name: str) -> None:
        self._frame = frame
        self._fonts = fonts
        self._name = name
        self._known: dict[tuple[Seen, object], Given] = {}

    def table(self, sheet: SheetPart, cells: SheetCells, grid: _Grid) -> GivenTable:
        """Return a sheet.

        Raises:
            IntakeError: ``intake.workbook-disputed`` where the readers do not agree.
        """
        table = trimmed_table(sheet.title, self._rows(cells, grid), is_hidden=sheet.is_hidden)
        shown = with_hidden(table, cells.hidden_rows, cells.hidden_columns)
        return merged_table(shown, cells.spans, self._name)

    def _rows(self, cells: SheetCells, grid: _Grid) -> Iterator[Sequence[Given]]:
        last = max(cells.rows, default=-1)
        for at in range(max(last + 1, len(grid))):
            values = grid[at] if at < len(grid) else ()
            seen = cells.rows.get(at)
            if seen is not None:
                yield self._row(seen, values)
            elif values and values.count("") != len(values):
                raise self._disagreed()
            else:
                yield ()

    def _row(self, seen: dict[int, Seen], values: Sequence[Any]) -> Sequence[Given]:
        row = [BLANK] * (max(seen) + 1)
        taken = 0
        for column, cell in seen.items():
            value = values[column] if column < len(values) else ""
            taken += value != ""
            given = self._known.get((cell, value))
            if given is None:
                given = self._known[cell, value] = self._read(cell, value)
            row[column] = given
        if taken != len(values) - values.count(""):
            raise self._disagreed()
        return row

    def _read(self, cell: Seen, value: object) -> Given:
        looks = self._frame.looks
        look = looks[cell.style] if 0 <= cell.style < len(looks) else _NO_LOOK
        match cell.kind:
            case "n":
                return self._number(cell.raw, value, look)
            case "s" | "str" | "inlineStr" if isinstance(value, str):
                return given_text(value, self._font(cell, value) or look.font)
            case "b" if isinstance(value, bool):
                return given_boolean(is_true=bool(value))
            case "e":
                return Given(GivenKind.ERROR, cell.raw)
            case "d":
                return _iso_day(cell.raw)
            case kind if kind == UNCOMPUTED:
                return Given(GivenKind.UNCOMPUTED, number_format=look.number_format)
        raise self._disagreed()

    def _font(self, cell: Seen, value: str) -> str:
        """Return the legacy font of a text, which both readers must have found."""
        if cell.kind == "s" and cell.raw.isdecimal():
            return self._fonts.get(int(cell.raw), "")
        is_same = cell.raw == value.replace("\r\n", "\n") or "_x" in cell.raw
        if cell.kind == "s" or (cell.raw and not is_same):
            raise self._disagreed()
        return cell.font

    def _number(self, raw: str, value: object, look: Look) -> Given:
        if not isinstance(value, float) or value != _float(raw) or value - value:
            raise self._disagreed()
        exact = Decimal(f"{value:.15g}")
        return given_serial(exact, look.number_format, is_1904=self._frame.is_1904)

    def _disagreed(self) -> IntakeError:
        return IntakeError("intake.workbook-disputed", file=self._name)


def _float(raw: str) -> float:
    try:
        return float(raw)
    except ValueError:
        return nan


def _iso_day(text: str) -> Given:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return given_text(text)
    return Given(GivenKind.DATE, format_date(moment), day=moment.date())
