"""Which packages a unit sent of one revision: as its leader signed it, as the clerk issued it."""

from typing import TYPE_CHECKING, Protocol

from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.package.issue import Issue
from ctmtqg_desktop.package.spelling import identity_of
from ctmtqg_desktop.workspace.records import Direction, IssueRecord

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

OWN = "exchange.own-package"
"""Why a package that comes in is neither taken in nor refused: this workspace wrote it."""


def is_written_here(workspace: "Workspace", package_sha256: str) -> bool:
    """Say whether this workspace wrote a package: a stick goes to and fro."""
    seen = workspace.packages.find(package_sha256)
    return seen is not None and seen.direction is Direction.OUT


def remember_issue(workspace: "Workspace", issue: Issue, package_sha256: str) -> None:
    """Remember which kept package is the issued one of a report."""
    workspace.packages.note_issue(
        IssueRecord(issue.content_sha256, package_sha256, issue.number, issue.symbol, issue.dated)
    )


def issued_package(workspace: "Workspace", content_sha256: str) -> str:
    """Return the digest of the issued package of a report; empty before it is issued."""
    issued = workspace.packages.issue(content_sha256)
    return issued.package_sha256 if issued is not None else ""


def latest_package(workspace: "Workspace", submission: Submission) -> str:
    """Return the digest of the package to send: the issued one where there is one."""
    return issued_package(workspace, submission.content_sha256) or submission.package_sha256


def signed_of(workspace: "Workspace", submission: Submission) -> str:
    """Return which package a revision is: the digest of what its leader signed.

    Raises:
        WorkspaceError: its bytes are not here, or damaged.
    """
    return identity_of(workspace.packages.read(submission.package_sha256))


class Quoting(Protocol):
    """A receipt or a return: both quote the revision they are about."""

    @property
    def signed_sha256(self) -> str:
        """Return which package it is about; empty in profile 1."""

    @property
    def report_set(self) -> str:
        """Return the report set."""

    @property
    def period(self) -> str:
        """Return the code of the period."""

    @property
    def revision(self) -> int:
        """Return the number of the revision."""


def is_about(workspace: "Workspace", note: Quoting, submission: Submission) -> bool:
    """Say whether a receipt or a return quotes this revision, whose content it has named.

    One of profile 1 quotes a file beside the content. Of that anybody could have made other
    bytes before the office read them, so it proves nothing for or against.
    """
    key = submission.key
    place = (note.report_set, note.period, note.revision)
    if place != (key.report_set, key.period, submission.revision):
        return False
    return note.signed_sha256 in {"", signed_of(workspace, submission)}
