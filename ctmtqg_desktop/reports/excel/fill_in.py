"""Write a form to be filled in by whoever has no program: its own look, only its cells open.

Imported only while such a workbook is being made.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.styles import PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.form import (
    ANY_ROW,
    Cell,
    CellSpec,
    CellType,
    Form,
    SectionKind,
)
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.book_marks import NEW, TOTAL
from ctmtqg_desktop.entries.change import EntryValue
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.typed import decimals_of, factor_of
from ctmtqg_desktop.reports.excel.checks import Checks
from ctmtqg_desktop.reports.excel.excel import filled_book, same_every_time
from ctmtqg_desktop.reports.excel.formulas import Operand, excel_formula
from ctmtqg_desktop.reports.excel.looks import CellLooks
from ctmtqg_desktop.reports.excel.marks import MarkedTable
from ctmtqg_desktop.reports.page.page import Document
from ctmtqg_desktop.rules.names import HERE, FormScope, NamePlace, spec_of
from ctmtqg_desktop.rules.program import formula_places
from ctmtqg_desktop.text import parse_date

_OPEN, _SHUT = "FFF8DC", "F0F0F0"
_DATE_FORMAT = "dd/mm/yyyy"


class WithBlankRows:
    """A sheet as it is handed out: blank rows below every list, nothing masked."""

    def __init__(self, sheet: Sheet, blank_rows: int) -> None:
        self._sheet, self._blank = sheet, blank_rows
        sections = tuple(
            replace(s, columns=tuple(replace(c, mask="") for c in s.columns))
            for s in sheet.form.sections
        )
        self.form: Form = replace(sheet.form, sections=sections)
        self.measures: Mapping[str, Measure] = sheet.measures

    def rows(self, section: str) -> tuple[str, ...]:
        """Return the rows that are there, and blank ones after those of a list."""
        found, known = self.form.section(section), self._sheet.rows(section)
        if found is None or found.kind is not SectionKind.ROSTER or found.tasks:
            return known
        return (*known, *(f"{NEW}{number}" for number in range(self._blank)))

    def spec(self, cell: Cell) -> CellSpec:
        """Return what a cell is."""
        found = None if self.is_filled(cell) else spec_of(self.form, cell)
        return found if found is not None else self._sheet.spec(cell)

    def is_filled(self, cell: Cell) -> bool:
        """Say whether another form or a plan fills a cell."""
        return cell in self._sheet.filled

    def entry(self, cell: Cell) -> EntryValue:
        """Return what a cell holds."""
        return EMPTY if cell.row.startswith(NEW) else self._sheet.entry(cell)

    def label(self, cell: Cell) -> str:
        """Return the words for a cell."""
        return self._sheet.label(cell)


def write_fill_in(document: Document, sheet: Sheet, figures: WithBlankRows) -> bytes:
    """Write a form's document as a workbook in which only its own cells can be typed into.

    Args:
        document: of ``figures``.
        sheet: whose formulas are written along.
        figures: what the document was made of.
    """
    book, tables = filled_book(document)
    checks = Checks(book)
    formulas = {cell: scope for cell, _, scope in formula_places(sheet.form, _others(sheet))}
    writing = _Writing(_Grid(tables), formulas, CellLooks())
    for table in tables:
        for spot in _spots(table):
            _dress(spot, figures, checks, writing)
    checks.write()
    for one in {table.sheet.title: table.sheet for table in tables}.values():
        _lock(one)
    book.security = WorkbookProtection(lockStructure=True)
    _open_at_first(book, tables)
    return same_every_time(book, document)


def _others(sheet: Sheet) -> dict[str, Form]:
    known = sheet.program.others
    return {alias: known[form] for alias, form in sheet.form.uses.items() if form in known}


@dataclass(frozen=True, slots=True)
class _Spot:
    """A cell of a form on a worksheet."""

    cell: Cell
    sheet: Worksheet
    target: ExcelCell

    @property
    def is_total(self) -> bool:
        return self.cell.row == TOTAL


def _spots(table: MarkedTable) -> Iterator[_Spot]:
    for row, column, shown, name, _ in table.cells():
        address = Cell(table.place.section, shown.key, name)
        yield _Spot(address, table.sheet, table.sheet.cell(row, column))  # type: ignore[arg-type]


class _Grid:
    """Know where the cells of a form stand."""

    def __init__(self, tables: list[MarkedTable]) -> None:
        self._places: dict[Cell, str] = {}
        self._columns: dict[tuple[str, str], tuple[str, str]] = {}
        for table in tables:
            for spot in _spots(table):
                if spot.is_total:
                    continue
                place = f"${spot.target.column_letter}{spot.target.row}"
                self._places[spot.cell] = place
                name = (spot.cell.section, spot.cell.column)
                self._columns[name] = (self._columns.get(name, (place, ""))[0], place)

    def one(self, cell: Cell) -> str:
        return self._places.get(cell, "")

    def column(self, section: str, column: str) -> str:
        first, last = self._columns.get((section, column), ("", ""))
        return f"{first}:{last}" if first else ""


@dataclass(frozen=True, slots=True)
class _Writing:
    grid: _Grid
    formulas: Mapping[Cell, FormScope]
    looks: CellLooks


def _dress(spot: _Spot, figures: WithBlankRows, checks: Checks, writing: _Writing) -> None:
    if spot.is_total:
        _put_sum(spot, writing)
        return
    spec = figures.spec(spot.cell)
    if not spec.is_input:
        writing.looks.give(spot.target, _SHUT, _shut)
        if spec.formula and not figures.is_filled(spot.cell):
            spot.target.value = _formula(spot.cell, spec, figures, writing) or None
        return
    _put_day(spot.target, spec)
    kind = _format_of(spec, figures.measures)
    writing.looks.give(spot.target, kind, lambda target: _open(target, kind))
    checks.add(spot.target, spec, figures.measures)
    if spot.cell.row.startswith(NEW):  # let it grow with what is typed
        spot.sheet.row_dimensions[spot.target.row].height = None


def _shut(target: ExcelCell) -> None:
    target.fill = PatternFill("solid", fgColor=_SHUT)


def _open(target: ExcelCell, number_format: str) -> None:
    target.protection = Protection(locked=False)
    target.fill = PatternFill("solid", fgColor=_OPEN)
    target.number_format = number_format


def _put_day(target: ExcelCell, spec: CellSpec) -> None:
    """Write a date as a spreadsheet's own."""
    if spec.type is CellType.DATE and isinstance(target.value, str):
        target.value = parse_date(target.value) or target.value


def _format_of(spec: CellSpec, measures: Mapping[str, Measure]) -> str:
    """Return how a spreadsheet reads what is typed: a code keeps its zeros.

    No digit that is typed may be rounded away from sight.
    """
    if spec.type is CellType.DATE:
        return _DATE_FORMAT
    if not spec.type.is_number:
        return "@"
    return "#,##0" if decimals_of(spec, measures) == 0 else "General"


def _put_sum(spot: _Spot, writing: _Writing) -> None:
    if isinstance(spot.target.value, str) or spot.target.value is None:
        return
    among = writing.grid.column(spot.cell.section, spot.cell.column)
    spot.target.value = f"=SUM({among})"


def _formula(cell: Cell, spec: CellSpec, figures: WithBlankRows, writing: _Writing) -> str:
    section = figures.form.section(cell.section)
    is_roster = section is not None and section.kind is SectionKind.ROSTER
    scope = writing.formulas.get(cell._replace(row=ANY_ROW) if is_roster else cell)
    if scope is None or not spec.type.is_number:
        return ""

    def find(name: str) -> Operand | None:
        ref = scope.resolve(name)
        if ref is None or ref.where is not NamePlace.THIS:
            return None
        return _operand(ref.cell, cell.row, figures, writing.grid)

    own = factor_of(spec, figures.measures)
    return excel_formula(
        spec.formula, find, factor=own, decimals=decimals_of(spec, figures.measures)
    )


def _operand(cell: Cell, row: str, figures: WithBlankRows, grid: _Grid) -> Operand | None:
    found = spec_of(figures.form, cell)
    if found is None or not found.type.is_number:
        return None
    if cell.row == ANY_ROW:
        place = grid.column(cell.section, cell.column)
    else:
        place = grid.one(cell._replace(row=row) if cell.row == HERE else cell)
    return Operand(place, factor_of(found, figures.measures)) if place else None


def _lock(sheet: Worksheet) -> None:
    """Shut all but the open cells; no password, for it is a help and no secret."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = False


def _open_at_first(book: Workbook, tables: list[MarkedTable]) -> None:
    """Put the cursor on the first cell that is typed into."""
    for table in tables:
        for spot in _spots(table):
            if not spot.target.protection.locked:
                sheet = table.sheet
                book.active = book.index(sheet)
                for selection in sheet.sheet_view.selection:
                    place = f"{get_column_letter(spot.target.column)}{spot.target.row}"
                    selection.activeCell = selection.sqref = place
                return
