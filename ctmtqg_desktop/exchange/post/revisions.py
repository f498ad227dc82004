"""Corrections: why a revision was opened, what a return asks, and which cells that opens.

A draft that answers a return changes the remarked cells; every other cell is locked until
somebody unlocks it and says why. A draft that its own unit opened changes what it likes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.entries.change import Change
from ctmtqg_desktop.entries.submission import EDITABLE, Report, ReportKey
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.package.payload import MAX_TEXT
from ctmtqg_desktop.text import clean, harmless
from ctmtqg_desktop.workspace.records import Remark

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

REOPENED, ANSWERS, UNLOCKED = "reopen", "return-taken", "unlock"
"""What the journal calls opening a revision, the return it answers, and unlocking a cell."""
MAX_REASON = 1000


def subject_of(key: ReportKey, revision: int) -> str:
    """Return what the journal calls one revision of a report."""
    return f"{key.unit}/{key.report_set}/{key.period}/r{revision:02d}"


def place_of(form_id: str, cell: Cell | None = None) -> str:
    """Return what a remark calls a cell, or a whole form."""
    return f"{form_id}/{cell}" if cell is not None else form_id


def written(reason: str) -> str:
    """Return a reason as it is kept: one line, not empty.

    Raises:
        FormError: ``exchange.reason-missing``.
    """
    text = " ".join(harmless(clean(reason)).split())[:MAX_REASON]
    if not text:
        raise FormError("exchange.reason-missing")
    return text


@dataclass(frozen=True, slots=True)
class Correction:
    """What may be changed in a draft that answers a return.

    Attributes:
        remarks: of every return that the draft answers.
        unlocked: (place, reason) of what was unlocked beside.
        package_sha256: of the latest of those returns.
    """

    remarks: tuple[Remark, ...]
    unlocked: tuple[tuple[str, str], ...]
    package_sha256: str

    def is_open(self, form_id: str, cell: Cell) -> bool:
        """Say whether a cell may be changed."""
        return not self._opens.isdisjoint(_around(form_id, cell))

    def refused(self, form_id: str, change: Change) -> Cell | None:
        """Return the first cell of a change that may not be changed; None when all may.

        A row comes where its whole section is open, and goes also where a cell of it is.
        """
        moved = {(row.section, row.key) for row in change.rows}
        for section, key in moved:
            if not self._is_row_open(form_id, section, key):
                return Cell(section, key, "")
        for item in change.cells:
            cell = item.cell
            if (cell.section, cell.row) not in moved and not self.is_open(form_id, cell):
                return cell
        return None

    def _is_row_open(self, form_id: str, section: str, key: str) -> bool:
        row = f"{form_id}/{section}.{key}."
        whole = {"", form_id, f"{form_id}/{section}"}
        return any(place in whole or place.startswith(row) for place in self._opens)

    @property
    def _opens(self) -> frozenset[str]:
        return frozenset((*(r.cell for r in self.remarks), *(place for place, _ in self.unlocked)))


def _around(form_id: str, cell: Cell) -> frozenset[str]:
    """Return every place that opens a cell: the report, its form, its section, itself."""
    return frozenset({"", form_id, f"{form_id}/{cell.section}", f"{form_id}/{cell}"})


def correction(workspace: "Workspace", report: Report) -> Correction | None:
    """Return what a draft that answers a return may change; None for any other report."""
    if report.revision == 1 or report.status not in EDITABLE:
        return None
    lines = workspace.journal.of(subject_of(report.key, report.revision))
    answered = [line.detail for line in lines if line.what == ANSWERS]
    if not answered:
        return None
    before = report.revision - 1
    remarks = tuple(r for r in workspace.reports.remarks(report.key) if r.revision == before)
    unlocked = tuple(
        (line.subject.partition(" ")[2], line.detail) for line in lines if line.what == UNLOCKED
    )
    return Correction(remarks, unlocked, answered[-1])


def unlock_place(
    workspace: "Workspace", report: Report, place: str, *, reason: str, at: datetime
) -> None:
    """Note that one more place of a draft that answers a return may be changed, and why."""
    subject = f"{subject_of(report.key, report.revision)} {place}"
    workspace.journal.add(at, UNLOCKED, subject, reason)


def reason_of(workspace: "Workspace", report: Report) -> str:
    """Return why a revision was opened and what was unlocked in it; empty for the first.

    No longer than a report may carry; the journal keeps all of it.
    """
    lines = workspace.journal.of(subject_of(report.key, report.revision))
    opened = [line.detail for line in lines if line.what == REOPENED][-1:]
    more = [
        f"Mở thêm {line.subject.partition(' ')[2]}: {line.detail}"
        for line in lines
        if line.what == UNLOCKED
    ]
    whole = " ".join(f"{text.rstrip('.')}." for text in (*opened, *more))
    return whole if len(whole) <= MAX_TEXT else f"{whole[: MAX_TEXT - 1].rstrip()}…"
