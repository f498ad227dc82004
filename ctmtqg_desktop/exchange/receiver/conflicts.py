"""Conflicts: two contents of one revision, side by side, until a person decides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.revision import RevisionKey
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.post.outcome import Received
from ctmtqg_desktop.exchange.post.revisions import name_of, subject_of, written
from ctmtqg_desktop.exchange.proof.signed import signed_sheets
from ctmtqg_desktop.exchange.receiver.judge import Bench, Judged, judge, key_of
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import Decide, ShowConflicts
from ctmtqg_desktop.exchange.receiver.receive import (
    Look,
    note_reason,
    release,
    submission_of,
)
from ctmtqg_desktop.exchange.sender.pack import report_contents
from ctmtqg_desktop.rules.engine import Surroundings
from ctmtqg_desktop.trust.verdict import Revision
from ctmtqg_desktop.workspace.records import ConflictDecision, Outcome, PackageRecord

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

KEPT, TAKEN = "conflict-kept", "conflict-taken"
"""What the journal calls a decision: the first stays, or the second takes its place."""
DECIDED = "exchange.conflict-decided"


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that two contents of a revision fill differently.

    Attributes:
        where: the cell in words.
        first, second: what stands there as text; empty where nothing does.
    """

    form: str
    cell: Cell
    where: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A package that came second for a revision.

    Attributes:
        first: the content that counts.
        record: the package that came second, in the inbox.
        differences: cell by cell.
    """

    first: Submission
    record: PackageRecord
    judged: Judged
    differences: tuple[Difference, ...]


def undecided(workspace: "Workspace") -> tuple[PackageRecord, ...]:
    """Return the packages in conflict that wait for a decision, newest first.

    Where a later revision has come since, nothing is to be decided any more.
    """
    decided = workspace.decisions.decided()
    found = (r for r in workspace.packages.inbox(Outcome.CONFLICT) if r.sha256 not in decided)
    return tuple(r for r in found if r.about is not None and _is_latest(workspace, r.about))


def _is_latest(workspace: "Workspace", about: RevisionKey) -> bool:
    report = workspace.reports.find(about.report)
    return report is not None and report.revision == about.number


def compare(bench: Bench, package_sha256: str, *, look: Look = judge) -> Conflict:
    """Return both contents of a revision side by side.

    Raises:
        WorkspaceError: ``exchange.conflict-passed``: there is nothing to decide any more;
            ``workspace.package-unknown``.
    """
    record = bench.workspace.packages.find(package_sha256)
    if record is None:
        raise WorkspaceError("workspace.package-unknown", sha256=package_sha256)
    data = bench.workspace.packages.read(package_sha256)
    judged = look(replace(bench, now=record.at), data)
    if judged.code or judged.report is None or judged.verdict.revision is not Revision.CONFLICT:
        raise WorkspaceError("exchange.conflict-passed", file=record.source_name)
    known = bench.workspace.submissions.of(key_of(judged.report))
    first = next(s for s in known if s.revision == judged.report.revision)
    return Conflict(first, record, judged, tuple(_differences(bench, first, judged.sheets)))


def _differences(bench: Bench, first: Submission, second: Sequence[Sheet]) -> Iterator[Difference]:
    period = Period.parse(first.key.period)
    unit = bench.catalogue.unit_for(first.key.unit, period)
    signed = signed_sheets(bench.library, bench.workspace, unit, first)
    for sheet in second:
        content = signed[sheet.form.id][1] if sheet.form.id in signed else None
        form, around = sheet.form, Surroundings()
        old = bench.library.sheet(form, sheet.unit, period, around=around, content=content)
        for cell in dict.fromkeys((*old.content().entries, *sheet.content().entries)):
            before, after = _text(old, cell), _text(sheet, cell)
            if before != after:
                where = (sheet if cell.row in sheet.rows(cell.section) else old).label(cell)
                yield Difference(form.id, cell, where, before, after)


def _text(sheet: Sheet, cell: Cell) -> str:
    return sheet.text(cell) if cell.row in sheet.rows(cell.section) else ""


def show_conflicts(office: Office, order: ShowConflicts, _: Step = no_step) -> Done:
    """Set two contents of one revision side by side.

    Raises:
        WorkspaceError: see ``compare``.
    """
    waiting = [record.sha256 for record in undecided(office.workspace)]
    found = tuple(
        compare(office.bench(), one) for one in ([order.package] if order.package else waiting)
    )
    code = "done.show-conflicts" if found else "done.show-conflicts-nothing"
    facts = {"conflicts": [_facts(one) for one in found]}
    return Done(code, facts, found=found, did_nothing=not found)


def _facts(one: Conflict) -> dict[str, object]:
    return {
        "package_sha256": one.record.sha256,
        "signed_sha256": _signed(one),
        "file": one.record.source_name,
        "report": name_of(one.first.key),
        "revision": one.first.revision,
        "first_content_sha256": one.first.content_sha256,
        "differences": [
            {"form": d.form, "cell": str(d.cell), "label": d.where, "first": d.first,
             "second": d.second}
            for d in one.differences
        ],
    }  # fmt: skip


def _signed(one: Conflict) -> str | None:
    opened = one.judged.inspection.opened
    return opened.signed_sha256 if opened else None


def decide(office: Office, order: Decide, _: Step = no_step) -> Done:
    """Keep the first content of a revision, or let the second take its place.

    Raises:
        FormError, WorkspaceError: see ``settle``.
    """
    take, reason = order.take, order.reason
    released = settle(office.bench(), order.package, take=take, reason=reason)
    facts = {
        "package_sha256": order.package,
        "taken": take,
        "released": [
            {"file": r.file, "outcome": r.outcome, "message": r.message} for r in released
        ],
    }
    return Done("done.decide" if take else "done.decide-kept", facts)


def settle(
    bench: Bench, package_sha256: str, *, take: bool, reason: str, look: Look = judge
) -> list[Received]:
    """Keep the first content of a revision, or let the second take its place.

    Either way both packages and the reason stay on record, and it can be decided again.

    Args:
        bench: the receiver now.
        package_sha256: the package that came second.
        take: True puts it in the place of the first.
        reason: why.
        look: judges packages.

    Returns:
        What became of later revisions that had waited for this content.

    Raises:
        FormError: ``exchange.reason-missing``.
        WorkspaceError: ``exchange.conflict-passed``.
    """
    why, found = written(reason), compare(bench, package_sha256, look=look)
    subject = f"{subject_of(found.first.key, found.first.revision)} {package_sha256}"
    with bench.workspace.transaction():
        decision = ConflictDecision(package_sha256, take, why, bench.now)
        bench.workspace.decisions.decide(decision)
        bench.workspace.journal.add(bench.now, TAKEN if take else KEPT, subject, why)
        if take:
            seen = submission_of(found.judged, found.record.at)
            bench.workspace.submissions.replace(seen, report_contents(found.judged.sheets))
            note_reason(bench, found.judged)
        elif found.record.outcome is Outcome.CONFLICT:
            bench.workspace.packages.keep(replace(found.record, code=DECIDED))
    return release(bench, found.first.key, look=look) if take else []
