"""Take a return: keep its remarks, and open the next revision for the correction."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ctmtqg_desktop.entries.revision import ReturnRecord
from ctmtqg_desktop.entries.submission import EDITABLE, Report, ReportKey, Status, Submission
from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.exchange.post.envelope import Site, keep_taken
from ctmtqg_desktop.exchange.post.our_receiver import check_issuer
from ctmtqg_desktop.exchange.post.revisions import ANSWERS, open_revision, subject_of
from ctmtqg_desktop.exchange.post.sent_packages import is_about
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.returns import Return, read_return
from ctmtqg_desktop.package.spelling import identity_of
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.text import format_date

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

GOT = "return-got"
"""What the journal calls a return at the sender that took it in."""


@dataclass(frozen=True, slots=True)
class TakenReturn:
    """A return that was taken in.

    Attributes:
        opens: the revision it opened or joined; 0 where the report had gone on already, or
            where the same return was here before.
    """

    note: Return
    opens: int


def take_return(site: Site, opened: Opened) -> TakenReturn:
    """Match a return to the report it answers, and open the next revision for it.

    Raises:
        TrustError: ``exchange.receipt-unknown-signer``: not by the receiver of our unit card.
        PackageError: ``exchange.return-not-ours``, ``exchange.return-matches-nothing``.
    """
    check_issuer(site, opened, "exchange.receipt-unknown-signer")
    note = read_return(opened)
    sent = _answered(site, note)  # before anything is kept
    with site.workspace.transaction():
        keep_taken(site, opened)
        return _settle(site, sent, note, opened.package_sha256)


def settle_return(site: Site, note: Return, package_sha256: str) -> TakenReturn:
    """Do what a return asks whose signature was found right, in whatever order it comes.

    The same return twice is one. A report that has gone on keeps the remarks as history.

    Raises:
        PackageError: ``exchange.return-not-ours``, ``exchange.return-matches-nothing``.
    """
    return _settle(site, _answered(site, note), note, package_sha256)


def _answered(site: Site, note: Return) -> Submission:
    """Return the revision that a return is about."""
    workspace = site.workspace
    if note.unit != site.unit.code:
        raise PackageError("exchange.return-not-ours", unit=note.unit, us=site.unit.name)
    sent = workspace.submissions.find(note.content_sha256)
    if sent is None or not is_about(workspace, note, sent):
        raise PackageError("exchange.return-matches-nothing", period=note.period)
    return sent


def _settle(site: Site, sent: Submission, note: Return, package_sha256: str) -> TakenReturn:
    workspace = site.workspace
    with workspace.transaction():
        record = ReturnRecord(package_sha256, sent.key, note.revision, site.at)
        if _is_here(site, sent, package_sha256):
            return TakenReturn(note, 0)
        if not workspace.returns.take(record):
            return TakenReturn(note, 0)
        about = subject_of(sent.key, note.revision)
        workspace.journal.add(site.at, GOT, about, package_sha256)
        workspace.reports.add_remarks(sent.key, note.revision, note.dated())
        workspace.reports.mark(sent.key, note.revision, Status.RETURNED, site.at)
        return TakenReturn(note, _opened_for(site, sent, note, package_sha256))


def _is_here(site: Site, sent: Submission, package_sha256: str) -> bool:
    """Say whether the same return is here under another spelling."""
    packages = site.workspace.packages
    others = [one.package_sha256 for one in site.workspace.returns.of(sent.key)]
    signed = {identity_of(packages.read(one)) for one in others if one != package_sha256}
    return bool(signed) and identity_of(packages.read(package_sha256)) in signed


def _opened_for(site: Site, sent: Submission, note: Return, package_sha256: str) -> int:
    """Open the next revision for a return, or let a draft that is open already answer it."""
    workspace, follows = site.workspace, note.revision + 1
    report = workspace.reports.find(sent.key)
    if report is None:
        return 0
    if report.revision == note.revision:
        why = say("exchange.return-reason", {"day": format_date(note.returned_at.date())})
        open_revision(workspace, sent.key, follows, reason=why, at=site.at)
    elif not _is_draft(report, follows) or not _answers(workspace, sent.key, follows):
        return 0
    workspace.returns.answer(package_sha256, follows)
    workspace.journal.add(site.at, ANSWERS, subject_of(sent.key, follows), package_sha256)
    return follows


def _is_draft(report: Report, revision: int) -> bool:
    return report.revision == revision and report.status in EDITABLE


def _answers(workspace: "Workspace", key: ReportKey, revision: int) -> bool:
    """Say whether a draft was opened by a return: only then are its other cells locked."""
    return bool(workspace.revisions.find(key, revision).answers)
