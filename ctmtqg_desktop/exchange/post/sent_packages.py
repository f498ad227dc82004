"""Which packages a unit sent of one revision: as its leader signed it, as the clerk issued it."""

from typing import TYPE_CHECKING, Protocol

from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.package.issue import Issue
from ctmtqg_desktop.workspace.records import IssueRecord

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


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


def is_package_of(workspace: "Workspace", submission: Submission, package_sha256: str) -> bool:
    """Say whether a quoted package is one of this revision's."""
    issued = issued_package(workspace, submission.content_sha256)
    return package_sha256 in {submission.package_sha256, issued or submission.package_sha256}


class Quoting(Protocol):
    """A receipt or a return: both quote the revision they are about."""

    @property
    def package_sha256(self) -> str:
        """Return the digest of the package."""

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
    """Say whether a receipt or a return quotes this revision in everything it says."""
    key = submission.key
    place = (note.report_set, note.period, note.revision)
    if place != (key.report_set, key.period, submission.revision):
        return False
    return is_package_of(workspace, submission, note.package_sha256)
