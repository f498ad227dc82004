"""A watch over a sheet: what is found in it, looked for in pieces and only where it changed.

For whoever looks at a sheet all the time. What is signed rests on ``Sheet.findings``, which looks
at everything.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.entries.cells import Cells
from ctmtqg_desktop.entries.change import EntryValue
from ctmtqg_desktop.entries.rosters.list_findings import ListFindings
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.rules.kept_findings import KeptFindings
from ctmtqg_desktop.rules.program import Changed

Reasons = Mapping[tuple[str, str], str]
Tell = Callable[[Cell, EntryValue], Finding | None]
_CELLS_A_CHECK = 10
"""So many cells are looked at in the time of one check."""
_CHECKS_A_ROW = 5
"""The row of a list takes the time of so many checks."""


class Watch:
    """Keep what is found in a sheet, and look again only for what has changed.

    Args:
        cells: of the sheet.
        kept: what its checks found.
        lists: what is found in its rosters.
        tell: what is wrong with what a cell holds.
        reasons: of the sheet, as they are written and taken back.
    """

    def __init__(
        self, cells: Cells, kept: KeptFindings, lists: ListFindings, tell: Tell, reasons: Reasons
    ) -> None:
        self._cells, self._kept, self._lists = cells, kept, lists
        self._tell, self._reasons = tell, reasons
        self._noted: dict[Cell, tuple[int | None, Finding]] = {}
        self._unseen = set(cells.typed)

    def follow(
        self, changed: Changed, new_rows: Mapping[str, Collection[str]], typed: Collection[Cell]
    ) -> None:
        """Note a change; see ``KeptFindings``.

        Args:
            changed: as formulas read it.
            new_rows: rosters whose rows came or went -> the rows that came.
            typed: cells that were typed into.
        """
        held, noted = self._cells.typed, self._noted
        self._unseen.update(cell for cell in typed if cell in held or cell in noted)
        self._lists.follow(new_rows, typed)
        if new_rows:
            place, known = self._cells.place, noted.items()
            self._unseen.update(c for c, (at, _) in known if place(c.section, c.row) != at)
        self._kept.follow(changed, new_rows)

    def look(self, most: int) -> bool:
        """Look at what would take as long as so many checks; return whether all has been seen."""
        while self._unseen and most > 0:
            for _ in range(min(_CELLS_A_CHECK, len(self._unseen))):
                self._see(self._unseen.pop())
            most -= 1
        rows = max(1, most // _CHECKS_A_ROW)
        return not self._unseen and self._lists.look(rows) and self._kept.look(most)

    def _see(self, cell: Cell) -> None:
        held = self._cells.typed.get(cell)
        finding = None if held is None else self._tell(cell, held)
        if finding is None:
            self._noted.pop(cell, None)
        else:
            self._noted[cell] = (self._cells.place(cell.section, cell.row), finding)

    def findings(self) -> tuple[Finding, ...]:
        """Return what has been found so far, spoiled texts first."""
        noted = {cell: finding for cell, (_, finding) in self._noted.items()}
        found = (*in_order(self._cells, noted), *self._lists.all(), *self._kept.all())
        return explained(found, self._reasons)


def in_order(cells: Cells, noted: Mapping[Cell, Finding]) -> list[Finding]:
    """Return what is wrong with texts in the order of the form, what blocks first."""
    found = [noted[cell] for cell in cells.in_order(noted)]
    return sorted(found, key=lambda finding: not finding.blocks)


def explained(findings: Iterable[Finding], reasons: Reasons) -> tuple[Finding, ...]:
    """Return findings with the reasons that were written for them."""
    if not reasons:
        return tuple(findings)
    return tuple(
        replace(one, justification=reason)
        if (reason := reasons.get((one.code, str(one.cell or "")), ""))
        else one
        for one in findings
    )
