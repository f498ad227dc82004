"""Corrections: why a revision was opened, what a return asks, and which cells that opens.

A draft that answers a return changes the remarked cells; every other cell is locked until
somebody unlocks it and says why. A draft that its own unit opened changes what it likes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.entries.change import Change
from ctmtqg_desktop.entries.revision import Unlocked
from ctmtqg_desktop.entries.submission import EDITABLE, Report, ReportKey, Submission
from ctmtqg_desktop.errors import FormError, WorkspaceError
from ctmtqg_desktop.exchange.post.sent_packages import signed_of
from ctmtqg_desktop.exchange.words import messages
from ctmtqg_desktop.package.payload import MAX_TEXT
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.text import clean, harmless
from ctmtqg_desktop.trust.verdict import Revision
from ctmtqg_desktop.workspace.records import Remark

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

REOPENED, ANSWERS, UNLOCKED = "reopen", "return-taken", "unlock"
"""What the journal calls opening a revision, the return it answers, and unlocking a cell."""
MAX_REASON = 1000
LEAST_DIGEST = 6
"""So many digits of a digest name a package or a content."""


def subject_of(key: ReportKey, revision: int) -> str:
    """Return what the journal calls one revision of a report."""
    return f"{key.unit}/{key.report_set}/{key.period}/r{revision:02d}"


def name_of(key: ReportKey) -> str:
    """Return what people call a report: ``UNIT/SET/PERIOD``."""
    return f"{key.unit}/{key.report_set}/{key.period}"


def named_submission(workspace: "Workspace", named: str) -> Submission:
    """Find a submission by number, digest, ``UNIT/SET/PERIOD``, or unit where one fits.

    Raises:
        WorkspaceError: ``workspace.submission-unknown``: none fits, or several do.
    """
    known = [s for report in workspace.reports.all() for s in workspace.submissions.of(report.key)]
    by_number = [s for s in known if str(s.id) == named]
    digests = [s for s in known if len(named) >= LEAST_DIGEST and _starts(s, named.lower())]
    latest = {s.key: s for s in known}
    by_name = [s for s in latest.values() if named in {name_of(s.key), s.key.unit}]
    for found in (by_number, digests, by_name):
        if len(found) == 1:
            return found[0]
    if len(named) >= LEAST_DIGEST:
        signed = [s for s in known if signed_of(workspace, s).startswith(named.lower())]
        if len(signed) == 1:
            return signed[0]
    raise WorkspaceError("workspace.submission-unknown", submission=named)


def _starts(submission: Submission, digits: str) -> bool:
    both = (submission.content_sha256, submission.package_sha256)
    return any(digest.startswith(digits) for digest in both)


def cell_place(form_id: str, cell: Cell | None = None) -> str:
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
        unlocked: what was unlocked beside.
        package_sha256: of the latest of those returns.
    """

    remarks: tuple[Remark, ...]
    unlocked: tuple[Unlocked, ...]
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
        return frozenset((*(r.cell for r in self.remarks), *(one.place for one in self.unlocked)))


def _around(form_id: str, cell: Cell) -> frozenset[str]:
    """Return every place that opens a cell: the report, its form, its section, itself."""
    return frozenset({"", form_id, f"{form_id}/{cell.section}", f"{form_id}/{cell}"})


def correction(workspace: "Workspace", report: Report) -> Correction | None:
    """Return what a draft that answers a return may change; None for any other report."""
    if report.revision == 1 or report.status not in EDITABLE:
        return None
    revision = workspace.revisions.find(report.key, report.revision)
    if not revision.answers:
        return None
    before = report.revision - 1
    remarks = tuple(r for r in workspace.reports.remarks(report.key) if r.revision == before)
    return Correction(remarks, revision.unlocked, revision.answers[-1])


def unlock_place(
    workspace: "Workspace", report: Report, place: str, *, reason: str, at: datetime
) -> None:
    """Let one more place of a draft that answers a return be changed, and note why."""
    key, number = report.key, report.revision
    with workspace.transaction():
        workspace.revisions.unlock(key, number, place=place, reason=reason, at=at)
        workspace.journal.add(at, UNLOCKED, f"{subject_of(key, number)} {place}", reason)


def open_revision(
    workspace: "Workspace", key: ReportKey, revision: int, *, reason: str, at: datetime
) -> Report:
    """Open a later revision of a report as a draft, and note why.

    Raises:
        WorkspaceError: see ``reports.open_revision``.
    """
    with workspace.transaction():
        opened = workspace.reports.open_revision(key, revision, at)
        workspace.revisions.open(key, revision, reason=reason, at=at)
        workspace.journal.add(at, REOPENED, subject_of(key, revision), reason)
    return opened


def reason_of(workspace: "Workspace", report: Report) -> str:
    """Return why a revision was opened and what was unlocked in it; empty for the first.

    No longer than a report may carry; the workspace keeps all of it.
    """
    revision = workspace.revisions.find(report.key, report.revision)
    opened = (revision.reason,) if revision.reason else ()
    words = messages()["revision.unlocked"]["what"]
    more = (words.format(place=one.place, reason=one.reason) for one in revision.unlocked)
    whole = " ".join(f"{text.rstrip('.')}." for text in (*opened, *more))
    return whole if len(whole) <= MAX_TEXT else f"{whole[: MAX_TEXT - 1].rstrip()}…"


def judged_place(known: Sequence[Submission], opened: Opened) -> Revision:
    """Say where a package stands among the submissions of the same report already here."""
    header, digest = opened.manifest.header, opened.manifest.content_sha256
    if any(s.content_sha256 == digest for s in known):
        return Revision.DUPLICATE
    last = max(known, key=lambda s: s.revision, default=None)
    revision = header.revision or 1
    if last is None:
        return Revision.NEW if revision == 1 else Revision.HELD
    if revision == last.revision:
        return Revision.CONFLICT
    if revision < last.revision:
        return Revision.STALE
    follows = header.previous_content_sha256 == last.content_sha256
    return Revision.AMENDMENT if follows else Revision.HELD


def due_back(workspace: "Workspace", sent: Submission) -> date | None:
    """Return the last day that the return of a revision sets; None where it has none."""
    remarks = workspace.reports.remarks(sent.key)
    return max((r.due for r in remarks if r.due and r.revision == sent.revision), default=None)
