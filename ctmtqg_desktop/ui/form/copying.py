"""What a block of a form is for other programs: figures, days and texts."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from ctmtqg_desktop.catalogue.records.form import Cell, CellType
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.typed import in_measure
from ctmtqg_desktop.intake.clipboard.typed_html import (
    CopiedCell,
    copied_number,
    copied_percent,
)
from ctmtqg_desktop.ui.form.grid import GridModel


def copied_block(
    model: GridModel, rows: Iterable[int], columns: Sequence[int]
) -> list[list[CopiedCell]]:
    """Return a block of a table as other programs are to have it."""
    return [[copied_cell(model, row, column) for column in columns] for row in rows]


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
