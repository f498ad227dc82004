"""What a sheet holds, as storage and packages carry it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.entries.change import EntryValue


@dataclass(frozen=True, slots=True)
class Content:
    """One form as it was filled in: a draft, a part of a report, or frozen in a submission.

    Attributes:
        entries: typed cells only; a cell that is not there is empty.
        rows: section -> keys of its roster rows, in order; a section without rows is absent.
        reasons: (rule id, cell as text; empty for the whole form) -> why a finding stands.
        next_row: of a draft, a number that no roster row ever had; keys are never used again.
        withheld: personal lists that are not here -> how many rows they have. What follows
            from them stands among ``entries`` as given.
        version: of the form.
    """

    entries: Mapping[Cell, EntryValue] = field(default_factory=dict)
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reasons: Mapping[tuple[str, str], str] = field(default_factory=dict)
    next_row: int = 1
    withheld: Mapping[str, int] = field(default_factory=dict)
    version: int = 1


def only(content: Content, cells: Collection[Cell]) -> dict[Cell, EntryValue]:
    """Return what some cells hold."""
    return {cell: held for cell, held in content.entries.items() if cell in cells}
