"""A watch over a sheet: what is found in it, looked for in pieces and only where it changed.

For whoever looks at a sheet all the time. What is signed rests on ``Sheet.findings``, which looks
at everything.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.entries.cells import Cells
from ctmtqg_desktop.entries.change import Refused
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.rules.kept_findings import KeptFindings
from ctmtqg_desktop.rules.program import Changed

Reasons = Mapping[tuple[str, str], str]
Tell = Callable[[Cell, Refused], Finding]


class Watch:
    """Keep what is found in a sheet, and look again only for what has changed.

    Args:
        cells: of the sheet.
        kept: what its checks found.
        tell: turns a refused text into a finding.
        reasons: of the sheet, as they are written and taken back.
    """

    def __init__(self, cells: Cells, kept: KeptFindings, tell: Tell, reasons: Reasons) -> None:
        self._cells, self._kept, self._tell, self._reasons = cells, kept, tell, reasons
        self._told: dict[Cell, tuple[Refused, int | None, Finding]] = {}

    def follow(self, changed: Changed, new_rows: Mapping[str, Collection[str]]) -> None:
        """Note a change; see ``KeptFindings``."""
        self._kept.follow(changed, new_rows)

    def look(self, most: int) -> bool:
        """Look at no more than so many cells and checks; return whether all has been seen."""
        for cell, held in self._cells.refused.items():
            at = self._cells.place(cell.section, cell.row)
            known = self._told.get(cell)
            if known is None or known[0] is not held or known[1] != at:
                if most < 1:
                    return False
                self._told[cell] = (held, at, self._tell(cell, held))
                most -= 1
        return self._kept.look(most)

    def findings(self) -> tuple[Finding, ...]:
        """Return what has been found so far, refused texts first, in the order of the form."""
        in_order = self._cells.refused_in_order()
        self._told = {cell: self._told[cell] for cell in in_order if cell in self._told}
        refused = [finding for _, _, finding in self._told.values()]
        return explained((*refused, *self._kept.all()), self._reasons)


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
