"""Many roster rows added or removed as one step, with one reckoning of the sheet."""

from bisect import bisect_left, insort
from collections.abc import Sequence

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.change import CellChange, Change, RowChange, UndoStep
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.errors import FormError


def add_rows(sheet: Sheet, section: str, count: int) -> UndoStep:
    """Add empty rows at the end of a roster; none for a count of 0.

    Raises:
        FormError: ``form.not-a-roster``, ``form.rows-of-plans``.
    """
    if count < 1:
        return UndoStep(Change(), frozenset())
    first = sheet.add_row(section)
    row = first.change.rows[0]
    number = int(row.key.removeprefix("r"))
    more = tuple(
        RowChange(section, f"r{number + at}", row.index + at, added=True) for at in range(1, count)
    )
    touched = sheet.apply(Change(rows=more)) if more else frozenset[Cell]()
    return UndoStep(Change(rows=(row, *more)), first.touched | touched)


def remove_rows(sheet: Sheet, section: str, rows: Sequence[str]) -> UndoStep:
    """Remove roster rows with all they hold.

    Raises:
        FormError: ``form.cell-unknown``, ``form.rows-of-plans``; nothing is removed then.
    """
    found = sheet.form.section(section)
    if rows and found is not None and found.tasks:
        raise FormError("form.rows-of-plans", section=found.title, form=sheet.form.title)
    gone: list[RowChange] = []
    before: list[int] = []
    for row in dict.fromkeys(rows):
        place = sheet.cells.place(section, row)
        if place is None:
            raise FormError("form.cell-unknown", cell=f"{section}.{row}", form=sheet.form.id)
        gone.append(RowChange(section, row, place - bisect_left(before, place), added=False))
        insort(before, place)
    typed = sheet.cells.typed
    cells = [Cell(section, row.key, column) for row in gone for column in sheet.columns(section)]
    emptied = tuple(CellChange(cell, typed[cell], EMPTY) for cell in cells if cell in typed)
    change = Change(emptied, tuple(gone))
    return UndoStep(change, sheet.apply(change))
