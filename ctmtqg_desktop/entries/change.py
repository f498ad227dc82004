"""Changes to a sheet: what undo reverses and what the workspace writes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import Value


@dataclass(frozen=True, slots=True)
class Refused:
    """A text that is no value for its cell: kept, shown and flagged, never dropped.

    Attributes:
        code: why, a key of the messages ("entries.not-a-number").
    """

    text: str
    code: str


EntryValue = Value | Refused
"""What a cell holds: a value, a blank, or a refused text."""


class CellChange(NamedTuple):
    """One cell, before and after."""

    cell: Cell
    before: EntryValue
    after: EntryValue


@dataclass(frozen=True, slots=True)
class RowChange:
    """A roster row that came or went, with its place."""

    section: str
    key: str
    index: int
    added: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One step a person made: a cell typed, a block pasted, a row added or removed.

    Rows are added before the cells are set, and removed after.
    """

    cells: tuple[CellChange, ...] = ()
    rows: tuple[RowChange, ...] = ()

    def inverse(self) -> "Change":
        """Return the step that undoes this one."""
        cells = tuple(CellChange(c.cell, c.after, c.before) for c in reversed(self.cells))
        rows = tuple(
            RowChange(r.section, r.key, r.index, not r.added) for r in reversed(self.rows)
        )
        return Change(cells, rows)

    def __bool__(self) -> bool:
        return bool(self.cells or self.rows)


def as_one(changes: Iterable[Change]) -> Change:
    """Return steps made one after another as one: each cell from its first to its last value."""
    cells: dict[Cell, CellChange] = {}
    rows: list[RowChange] = []
    for change in changes:
        rows += change.rows
        for item in change.cells:
            known = cells.get(item.cell)
            before = known.before if known else item.before
            cells[item.cell] = CellChange(item.cell, before, item.after)
    return Change(tuple(cells.values()), tuple(rows))


@dataclass(frozen=True, slots=True)
class UndoStep:
    """A change that has been made, and the cells whose shown value it touched."""

    change: Change
    touched: frozenset[Cell]


@dataclass(frozen=True, slots=True)
class SheetKey:
    """Which sheet: one form of one unit for one period."""

    form: str
    version: int
    unit: str
    period: str
