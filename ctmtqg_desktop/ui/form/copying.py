"""Copy a block of a form: as text for every program, as typed HTML for spreadsheets."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QMimeData

from ctmtqg_desktop.catalogue.records.form import Cell, CellType
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.typed import in_measure
from ctmtqg_desktop.intake.clipboard.typed_html import (
    CopiedCell,
    copied_number,
    copied_percent,
    typed_html,
)
from ctmtqg_desktop.text import parse_number
from ctmtqg_desktop.ui.form.grid import GridModel

_FORMULA_MARKS = frozenset("=+-@")


def copied_block(model: GridModel, rows: Iterable[int], columns: Sequence[int]) -> QMimeData:
    """Return a block of a table as a clipboard takes it."""
    block = [[copied_cell(model, row, column) for column in columns] for row in rows]
    mime = QMimeData()
    mime.setText("\n".join("\t".join(quoted(cell.text) for cell in row) for row in block))
    mime.setHtml(typed_html(block))
    return mime


def copied_cell(model: GridModel, row: int, column: int) -> CopiedCell:
    """Return a cell of a table with what a spreadsheet is to hold for it."""
    shown = model.face(row, column).text
    cell = model.cell(row, column)
    return CopiedCell(shown) if cell is None else _typed(model.editing.sheet, cell, shown)


def _typed(sheet: Sheet, cell: Cell, shown: str) -> CopiedCell:
    held, spec = sheet.entry(cell), sheet.spec(cell)
    if isinstance(held, date):
        return CopiedCell(shown, day=held)
    if not isinstance(held, Decimal):
        return CopiedCell(shown)
    decimals = len(shown.partition(",")[2])
    value = in_measure(held, spec, sheet.measures)
    if spec.type is CellType.PERCENT:
        return copied_percent(shown, value, decimals)
    return copied_number(shown, value, decimals)


def quoted(text: str) -> str:
    """Return a cell's text as Excel takes it: as a text, never as a formula."""
    if text[:1] in _FORMULA_MARKS and parse_number(text) is None:
        text = f"'{text}"
    if any(mark in text for mark in '\t\n"'):
        return '"' + text.replace('"', '""') + '"'
    return text
