"""Write a plan as a workbook to work in: its heading, its targets, the cells to choose from."""

from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ctmtqg_desktop.assets import words
from ctmtqg_desktop.entries.plan_sheet import COLUMNS, HEAD, MARK, PlanSheet
from ctmtqg_desktop.reports.page.page import printable_text

_WIDTHS = {
    "keep": 7, "id": 22, "indicator": 44, "unit": 11, "unit_name": 20, "period": 10,
    "operator": 7, "figure": 14, "measure": 16, "kind": 12, "baseline": 12, "responsible": 26,
    "answer": 40, "why_not": 28, "note": 28, "quote": 60, "source": 30,
}  # fmt: skip
_OPERATORS = ">=,<=,=,>,<,met"
_SPARE = 200
"""Rows below the last that still offer their lists."""
_HEADING = PatternFill("solid", fgColor="DDE7F0")
_LOCKED = PatternFill("solid", fgColor="F2F2F2")


def write_plan_book(plan: PlanSheet, created: datetime) -> bytes:
    """Return a workbook; no text of it ever becomes a formula.

    Args:
        plan: what it says.
        created: the time it bears.
    """
    book = Workbook()
    del book[book.sheetnames[0]]
    named = words("labels", "plans.toml")["sheets"]
    _head(book.create_sheet(named["head"]), plan)
    rows = book.create_sheet(named["rows"])
    _rows(rows, plan)
    cells = book.create_sheet(named["cells"])
    _cells(cells, plan)
    _lists(rows, cells.title, plan)
    book.active = 1
    stamp = created.replace(tzinfo=None)
    book.properties.created = book.properties.modified = stamp
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _head(sheet: Worksheet, plan: PlanSheet) -> None:
    named = words("labels", "plans.toml")
    for at, name in enumerate(HEAD, 1):
        _put(sheet, at, 1, named["head"][name])
        sheet.cell(at, 1).font = Font(bold=True)
        _put(sheet, at, 2, plan.head.get(name, ""))
        sheet.cell(at, 2).alignment = Alignment(wrap_text=True, vertical="top")
    _put(sheet, len(HEAD) + 2, 2, named["sheets"]["hint"])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 100


def _rows(sheet: Worksheet, plan: PlanSheet) -> None:
    headings = words("labels", "plans.toml")["book"]
    for column, name in enumerate(COLUMNS, 1):
        _put(sheet, 1, column, headings[name])
        cell = sheet.cell(1, column)
        cell.font, cell.fill = Font(bold=True), _HEADING
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[name]
    side = len(COLUMNS) + 1
    _put(sheet, 1, side, MARK)
    sheet.column_dimensions[get_column_letter(side)].hidden = True
    wrapped = Alignment(wrap_text=True, vertical="top")
    for at, row in enumerate(plan.rows, 2):
        for column, name in enumerate(COLUMNS, 1):
            _put(sheet, at, column, row[name])
            sheet.cell(at, column).alignment = wrapped
            if name in {"id", "unit_name"}:
                sheet.cell(at, column).fill = _LOCKED
        _put(sheet, at, side, row.mark)
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(plan.rows) + 1}"


def _cells(sheet: Worksheet, plan: PlanSheet) -> None:
    named = words("labels", "plans.toml")["sheets"]
    _put(sheet, 1, 1, named["cell"])
    _put(sheet, 1, 2, named["about"])
    for at, (cell, about) in enumerate(plan.cells.items(), 2):
        _put(sheet, at, 1, cell)
        _put(sheet, at, 2, about)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 50, 90


def _lists(sheet: Worksheet, cells: str, plan: PlanSheet) -> None:
    last = len(plan.rows) + 1 + _SPARE
    kinds = ",".join(words("labels", "plans.toml")["kinds"].values())
    lists = [("operator", f'"{_OPERATORS}"'), ("kind", f'"{kinds}"')]
    if plan.cells:
        lists.append(("answer", f"'{cells}'!$A$2:$A${len(plan.cells) + 1}"))
    for name, formula in lists:
        rule = DataValidation(
            type="list", formula1=formula, allow_blank=True, showErrorMessage=False
        )
        letter = get_column_letter(COLUMNS.index(name) + 1)
        rule.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(rule)


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = printable_text(text) or None
    if text:
        cell.data_type = "s"
    cell.number_format = "@"
