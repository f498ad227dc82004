"""What a spreadsheet checks of what is typed into an open cell: kind, choices, no less than 0."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.form import CellSpec, CellType
from ctmtqg_desktop.entries.book_marks import LISTS_SHEET
from ctmtqg_desktop.entries.typed import MAX_TEXT, MET, NA_LABEL, NOT_MET, decimals_of
from ctmtqg_desktop.messages import phrase

_AT_LEAST: Literal["greaterThanOrEqual"] = "greaterThanOrEqual"
_FIRST_DAY, _LAST_DAY = "DATE(1900,1,1)", "DATE(2100,12,31)"


@dataclass
class Checks:
    """Gather the checks of a workbook, one for all cells of a kind, and write them at the end."""

    book: Workbook
    _found: dict[tuple[str, tuple[object, ...]], list[ExcelCell]] = field(default_factory=dict)
    _lists: dict[tuple[str, ...], str] = field(default_factory=dict)

    def add(self, cell: ExcelCell, spec: CellSpec, measures: Mapping[str, Measure]) -> None:
        """Check what is typed into a cell."""
        kind = (spec.type, _whole(spec, measures), spec.not_applicable, _choices(spec))
        self._found.setdefault((cell.parent.title, kind), []).append(cell)

    def write(self) -> None:
        """Write all checks, and a hidden sheet with what is chosen from."""
        for (title, kind), cells in self._found.items():
            self._write(self.book[title], kind, cells)

    def _write(self, sheet: Worksheet, kind: tuple[object, ...], cells: list[ExcelCell]) -> None:
        first = cells[0].coordinate
        made = self._made(kind, first)
        made.allow_blank, made.errorStyle = True, "stop"
        made.errorTitle, made.showErrorMessage = phrase("paper.check-title"), True
        made.sqref = MultiCellRange(" ".join(_ranges(cells)))
        sheet.add_data_validation(made)

    def _made(self, kind: tuple[object, ...], first: str) -> DataValidation:
        cell_type, whole, allows_na, choices = kind
        if choices:
            made = DataValidation(type="list", formula1=self._list(choices))  # type: ignore[arg-type]
            made.error = phrase("paper.check-list")
        elif cell_type is CellType.DATE:
            made = DataValidation("date", _FIRST_DAY, _LAST_DAY, operator="between")
            made.error = phrase("paper.check-date")
        elif cell_type is CellType.TEXT:
            made = DataValidation("textLength", str(MAX_TEXT), operator="lessThanOrEqual")
            made.error = phrase("paper.check-text", most=MAX_TEXT)
        elif allows_na:
            number = f"INT({first})={first}" if whole else "TRUE"
            test = f'IF(ISNUMBER({first}),AND({first}>=0,{number}),UPPER({first})="{NA_LABEL}")'
            made = DataValidation("custom", test)
            made.error = phrase("paper.check-number-or-na", na=NA_LABEL)
        else:
            made = DataValidation("whole" if whole else "decimal", "0", operator=_AT_LEAST)
            made.error = phrase("paper.check-whole" if whole else "paper.check-number")
        return made

    def _list(self, choices: tuple[str, ...]) -> str:
        """Return the place of a list; it stands on its own sheet: a check holds few letters."""
        known = self._lists.get(choices)
        if known:
            return known
        if LISTS_SHEET not in self.book.sheetnames:
            self.book.create_sheet(LISTS_SHEET).sheet_state = "veryHidden"
        sheet = self.book[LISTS_SHEET]
        column = len(self._lists) + 1
        for at, text in enumerate(choices, 1):
            target = sheet.cell(at, column, text)
            target.data_type, target.number_format = "s", "@"
        letter = get_column_letter(column)
        place = f"'{LISTS_SHEET}'!${letter}$1:${letter}${len(choices)}"
        self._lists[choices] = place
        return place


def _whole(spec: CellSpec, measures: Mapping[str, Measure]) -> bool:
    return spec.type.is_number and decimals_of(spec, measures) == 0


def _choices(spec: CellSpec) -> tuple[str, ...]:
    """Return what is chosen from; empty where something is typed."""
    if spec.type is CellType.MET:
        known: tuple[str, ...] = (MET, NOT_MET)
    elif spec.type is CellType.CHOICE:
        known = tuple(choice.label for choice in spec.choices)
    else:
        return ()
    return (*known, NA_LABEL) if spec.not_applicable else known


def _ranges(cells: list[ExcelCell]) -> list[str]:
    """Return runs of cells below each other as "C5:C20"."""
    runs: list[list[ExcelCell]] = []
    for cell in sorted(cells, key=lambda one: (one.column, one.row)):
        last = runs[-1][-1] if runs else None
        if last is not None and (last.column, last.row + 1) == (cell.column, cell.row):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return [
        run[0].coordinate if len(run) == 1 else f"{run[0].coordinate}:{run[-1].coordinate}"
        for run in runs
    ]
