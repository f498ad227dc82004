"""Many roster rows added or removed as one step, with one reckoning of the sheet."""

from collections.abc import Sequence

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.change import CellChange, Change, RowChange
from ctmtqg_desktop.entries.sheet import Sheet, UndoStep
from ctmtqg_desktop.errors import FormError


def add_rows(sheet: Sheet, section: str, count: int) -> UndoStep:
    """Add empty rows at the end of a roster; none for a count of 0.

    Raises:
        FormError: ``form.not-a-roster``.
    """
    if count < 1:
        return UndoStep(Change(), frozenset())
    step = sheet.add_row(section)
    first = step.change.rows[0]
    number = int(first.key.removeprefix("r"))
    more = tuple(
        RowChange(section, f"r{number + at}", first.index + at, added=True)
        for at in range(1, count)
    )
    touched = sheet.apply(Change(rows=more)) if more else frozenset[Cell]()
    return UndoStep(Change(rows=(first, *more)), step.touched | touched)


def remove_rows(sheet: Sheet, section: str, rows: Sequence[str]) -> UndoStep:
    """Remove roster rows with all they hold.

    Raises:
        FormError: ``form.cell-unknown``; nothing is removed then.
    """
    left = list(sheet.rows(section))
    gone: list[RowChange] = []
    for row in rows:
        if row not in left:
            raise FormError("form.cell-unknown", cell=f"{section}.{row}", form=sheet.form.id)
        gone.append(RowChange(section, row, left.index(row), added=False))
        left.remove(row)
    cells = [Cell(section, row, column) for row in rows for column in sheet.columns(section)]
    typed = [c for c in cells if not sheet.spec(c).formula and sheet.entry(c) is not EMPTY]
    emptied = tuple(CellChange(cell, sheet.entry(cell), EMPTY) for cell in typed)
    change = Change(emptied, tuple(gone))
    return UndoStep(change, sheet.apply(change))
