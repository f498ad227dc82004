"""Reports, their revisions and the table of allowed steps."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ctmtqg_desktop.errors import WorkspaceError


class Status(StrEnum):
    """Where a report stands; Vietnamese words are in the messages under ``status.*``."""

    DRAFT = "draft"
    COMPLETE = "complete"
    SIGNED = "signed"
    EXPORTED = "exported"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    RETURNED = "returned"


ALLOWED: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.COMPLETE, Status.SIGNED}),
    Status.COMPLETE: frozenset({Status.DRAFT, Status.SIGNED}),
    Status.SIGNED: frozenset({Status.EXPORTED}),
    Status.EXPORTED: frozenset({Status.RECEIVED, Status.ACCEPTED, Status.RETURNED, Status.DRAFT}),
    Status.RECEIVED: frozenset({Status.ACCEPTED, Status.RETURNED, Status.DRAFT}),
    Status.ACCEPTED: frozenset({Status.RETURNED, Status.DRAFT}),
    Status.RETURNED: frozenset({Status.DRAFT}),
}
"""From each status, the next; one from ``exported`` or later to ``draft`` opens a revision."""

EDITABLE = frozenset({Status.DRAFT, Status.COMPLETE})


def check_step(before: Status, after: Status) -> None:
    """Refuse a step that the table does not allow.

    Raises:
        WorkspaceError: ``workspace.step-refused``.
    """
    if after not in ALLOWED[before]:
        raise WorkspaceError("workspace.step-refused", before=before.value, after=after.value)


@dataclass(frozen=True, slots=True)
class ReportKey:
    """Which report: one unit, one report set, one period."""

    unit: str
    report_set: str
    period: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report as its owner sees it.

    Attributes:
        revision: of the draft or of the last submitted version; 1 is the first.
        content_sha256: of the last submitted version; empty before.
        deadline remarks live with the return that opened the revision.
    """

    key: ReportKey
    version: int
    revision: int
    status: Status
    content_sha256: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """One submitted revision, never changed.

    Attributes:
        id: given by the workspace; 0 before it is stored.
        previous_sha256: content digest of the revision it replaces; empty for the first.
        package_sha256: of the exact bytes that travelled.
        current: the latest accepted one of its key at this receiver.
    """

    key: ReportKey
    version: int
    revision: int
    status: Status
    content_sha256: str
    previous_sha256: str
    package_sha256: str
    signed_at: datetime
    received_at: datetime | None = None
    signer_sha256: str = ""
    current: bool = False
    id: int = 0
