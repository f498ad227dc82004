"""What a report asks of the office: it is missing, late, waits, is faulty, went back."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ctmtqg_desktop.entries.submission import ReportKey, Status
from ctmtqg_desktop.exchange.keys.revoke import doubtful_reports
from ctmtqg_desktop.exchange.post.kept_verdict import kept_verdict
from ctmtqg_desktop.exchange.receiver.conflicts import undecided
from ctmtqg_desktop.exchange.receiver.office import BoardRow
from ctmtqg_desktop.trust.verdict import BottomLine
from ctmtqg_desktop.workspace.records import Outcome, PackageRecord

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

_DOUBTED = frozenset({BottomLine.INVALID, BottomLine.WARNING})


class BoardConcern(StrEnum):
    """Why an officer looks at a report; the words are in the messages under ``concern.*``."""

    MISSING = "missing"
    LATE = "late"
    WAITING = "waiting"
    FAULTY = "faulty"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Watched:
    """What the packages that came say of reports.

    Attributes:
        waiting: a person must decide: a conflict, a held package, a report under suspicion.
        refused: the highest revision of a report that came and was refused.
        lines: conclusion about a package, by its digest.
    """

    waiting: frozenset[ReportKey]
    refused: dict[ReportKey, int]
    lines: dict[str, BottomLine]


def watched(workspace: "Workspace", inbox: tuple[PackageRecord, ...]) -> Watched:
    """Return what the packages that came say, read once for the whole board."""
    refused: dict[ReportKey, int] = {}
    for record in inbox:
        if record.outcome is Outcome.REFUSED and record.about is not None:
            key = record.about.report
            refused[key] = max(record.about.number, refused.get(key, 0))
    kept = ((record.sha256, kept_verdict(record)) for record in inbox)
    lines = {sha256: one.line for sha256, one in kept if one is not None}
    return Watched(frozenset(_waiting(workspace, inbox)), refused, lines)


def _waiting(workspace: "Workspace", inbox: tuple[PackageRecord, ...]) -> Iterator[ReportKey]:
    held = (record for record in inbox if record.outcome is Outcome.HELD)
    for record in (*undecided(workspace), *held):
        if record.about is not None:
            yield record.about.report
    for doubtful in doubtful_reports(workspace):
        yield doubtful.submission.key


def concerns_of(row: BoardRow, key: ReportKey, seen: Watched) -> frozenset[BoardConcern]:
    """Return why an officer looks at the report of a row; empty where all is well."""
    sent = row.submission
    line = seen.lines.get(sent.package_sha256) if sent is not None else None
    asked = {
        BoardConcern.MISSING: sent is None,
        BoardConcern.LATE: row.days_late > 0,
        BoardConcern.WAITING: key in seen.waiting or row.status is Status.RECEIVED,
        BoardConcern.FAULTY: line in _DOUBTED
        or _is_refused(sent.revision if sent else 0, key, seen),
        BoardConcern.RETURNED: row.status is Status.RETURNED,
    }
    return frozenset(concern for concern, is_so in asked.items() if is_so)


def _is_refused(taken: int, key: ReportKey, seen: Watched) -> bool:
    """Say whether a later revision than the one that was taken came and was refused."""
    return seen.refused.get(key, 0) > taken
