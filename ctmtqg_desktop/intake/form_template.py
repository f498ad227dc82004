"""Write the Excel template of a form, empty or filled with a form that exists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.read.toml_writer import told_fields
from ctmtqg_desktop.catalogue.records.form import Choice, Form
from ctmtqg_desktop.catalogue.records.labels import labels
from ctmtqg_desktop.intake import form_sheets as sheets
from ctmtqg_desktop.intake.form_sheets import SheetEntry, SheetTable

Shown = str | int | date | None
LAST_ROW = 2000
"""How far down a list of allowed values is offered."""
_WIDE, _PLAIN = 48, 18
_LISTED = {"measure": "measures", "programme": "programmes", "criteria": "criteria_sets"}
"""Field -> the part of the catalogue whose ids it takes."""


@dataclass(frozen=True, slots=True)
class _Line:
    """The key columns of a line, and its record."""

    keys: tuple[str, ...]
    record: object


def template_workbook(catalogue: Catalogue, form: Form | None = None) -> bytes:
    """Return a workbook to write a form in.

    Args:
        catalogue: whose ids are offered.
        form: what it is filled with; None leaves it empty.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    _write_form(book.create_sheet(sheets.FORM.title), form)
    for table in sheets.TABLES[1:]:
        _write_table(book.create_sheet(table.title), table, _records(form, table))
    _write_lists(book.create_sheet(sheets.sheet_title(sheets.LISTS)), catalogue)
    _write_guide(book.create_sheet(sheets.sheet_title(sheets.GUIDE)))
    _offer_lists(book, catalogue)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _records(form: Form | None, table: SheetTable) -> Iterator[_Line]:
    """Yield what a sheet holds of a form."""
    if form is None:
        return
    plain = {sheets.MEMBERSHIPS: form.report_sets, sheets.SECTIONS: form.sections,
             sheets.RULES: form.rules}  # fmt: skip
    yield from (_Line((), record) for record in plain.get(table, ()))
    for section in form.sections:
        parts = {sheets.COLUMNS: section.columns, sheets.ROWS: section.rows}
        yield from (_Line((section.id,), record) for record in parts.get(table, ()))
        if table == sheets.CELLS:
            for row in section.rows:
                for column, cell in row.cells.items():
                    yield _Line((section.id, row.id, column), cell)


def _write_form(sheet: "Worksheet", form: Form | None) -> None:
    said = told_fields(form) if form else {}
    _headings(sheet, [sheets.heading_of("key"), sheets.heading_of("value")], [40, 90])
    for number, entry in enumerate(sheets.FORM.entries, 2):
        _cell(sheet, number, 1, entry.heading)
        _cell(sheet, number, 2, shown(said.get(entry.name), entry))
        _offer(sheet, entry, f"B{number}")


def _write_table(sheet: "Worksheet", table: SheetTable, lines: Iterator[_Line]) -> None:
    entries = table.entries
    wide = {"title", "label", "check", "message", "source", "formula", "help"}
    widths = [_PLAIN] * len(table.keys) + [_WIDE if e.name in wide else _PLAIN for e in entries]
    _headings(sheet, [*table.keys, *(e.heading for e in entries)], widths)
    for number, line in enumerate(lines, 2):
        said = told_fields(line.record)
        values = [*line.keys, *(shown(said.get(e.name), e) for e in entries)]
        for at, value in enumerate(values, 1):
            _cell(sheet, number, at, value)
    for at, entry in enumerate(entries, len(table.keys) + 1):
        letter = _letter(at)
        _offer(sheet, entry, f"{letter}2:{letter}{LAST_ROW}")


def _letter(at: int) -> str:
    """Return the name of a column counted from 1."""
    return get_column_letter(at)


def shown(value: Any, entry: SheetEntry) -> Shown:  # noqa: ANN401  any field of a form
    """Return a field as its cell shows it; a default is an empty cell."""
    if isinstance(value, bool):
        return sheets.yes_or_no(value)
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, int | date):
        return value
    return "\n".join(_lines(value, entry))


def _lines(value: Any, entry: SheetEntry) -> Iterator[str]:  # noqa: ANN401  see above
    if isinstance(value, Mapping):
        yield from (f"{name} = {text}" for name, text in value.items())
    elif entry.kind is Choice:
        yield from (f"{choice.id}: {choice.label}" for choice in value)
    elif entry.kind is list:
        yield from (", ".join(names) for names in value)
    else:
        yield from value if isinstance(value, tuple) else (str(value),)


def _headings(sheet: "Worksheet", texts: list[str], widths: list[int]) -> None:

    sheet.freeze_panes = "A2"
    for at, (text, width) in enumerate(zip(texts, widths, strict=True), 1):
        cell = sheet.cell(1, at, text)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE7F0")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        column = sheet.column_dimensions[_letter(at)]
        column.width, column.number_format = width, "@"


def _cell(sheet: "Worksheet", row: int, at: int, value: Shown) -> None:
    """Write one value; a text stays a text even where it begins like a formula or a number."""
    if value is None:
        return
    cell = sheet.cell(row, at)
    if isinstance(value, str):
        cell.value, cell.number_format = value, "@"
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.value, cell.number_format = value, "dd/mm/yyyy"
    else:
        cell.value, cell.number_format = value, "0"
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _offer(sheet: "Worksheet", entry: SheetEntry, cells: str) -> None:
    """Offer the allowed values of an enumeration or of a yes-or-no."""
    if issubclass(entry.kind, Enum):
        _validate(sheet, '"' + ",".join(str(item.value) for item in entry.kind) + '"', cells)
    elif entry.kind is bool:
        _validate(sheet, f'"{sheets.yes_or_no(True)},{sheets.yes_or_no(False)}"', cells)


def _validate(sheet: "Worksheet", formula: str, cells: str) -> None:

    rule = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=False)
    rule.add(cells)
    sheet.add_data_validation(rule)


def _write_lists(sheet: "Worksheet", catalogue: Catalogue) -> None:
    """Write the ids that may be used, each with its name, two columns per kind."""
    kinds = ("measures", "programme", "criteria-set", "report-set")
    heads = [text for kind in kinds for text in (labels()["kinds"][kind], "")]
    _headings(sheet, heads, [_PLAIN, _WIDE] * 4)
    stores: list[Mapping[str, object]] = [
        getattr(catalogue, name) for name in (*_LISTED.values(), "report_sets")
    ]
    for at, store in enumerate(stores):
        for number, name in enumerate(sorted(store), 2):
            record = store[name]
            label = getattr(record, "label", None) or getattr(record, "title", "")
            _cell(sheet, number, 2 * at + 1, name)
            _cell(sheet, number, 2 * at + 2, label)


def _offer_lists(book: "Workbook", catalogue: Catalogue) -> None:
    """Offer the ids of the lists where a field takes one."""
    for table in sheets.TABLES[1:]:
        for at, entry in enumerate(table.entries, len(table.keys) + 1):
            if entry.name in _LISTED:
                place = list(_LISTED).index(entry.name)
                last = max(2, len(getattr(catalogue, _LISTED[entry.name])) + 1)
                letter, column = _letter(2 * place + 1), _letter(at)
                span = f"'{sheets.sheet_title(sheets.LISTS)}'!${letter}$2:${letter}${last}"
                _validate(book[table.title], span, f"{column}2:{column}{LAST_ROW}")


def _write_guide(sheet: "Worksheet") -> None:
    """Say what the values of the enumerations mean."""
    heads = [sheets.heading_of(name) for name in ("key", "value", "meaning")]
    _headings(sheet, heads, [_PLAIN, _PLAIN, _WIDE])
    number = 2
    for table in sheets.TABLES:
        for entry in table.entries:
            for value, name in labels().get(entry.kind.__name__, {}).items():
                if issubclass(entry.kind, Enum):
                    for at, text in enumerate((f"{table.title}: {entry.heading}", value, name), 1):
                        _cell(sheet, number, at, text)
                    number += 1
