"""The outside route: have the print signed in the province's own system and bring it back.

What is handed out is remembered. What comes back is taken only if it begins with exactly that,
was only signed since, and the data in the signed revision are the report's data of today.
"""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.errors import PackageError, WorkspaceError
from ctmtqg_desktop.exchange.paper.signed_print import PRINT, check_data
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.post.export_journal import Exported, note_export
from ctmtqg_desktop.exchange.post.lists_in_packages import is_enclosed
from ctmtqg_desktop.exchange.post.revisions import subject_of
from ctmtqg_desktop.exchange.post.sent_packages import latest_package
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.submit import (
    Ready,
    Submitted,
    package_name,
    prepare,
    seal_report,
    unsigned_print,
)
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.files import read_limited, write_durably
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.pdf import pades_check, pdf_structure
from ctmtqg_desktop.trust.pdf.pades_check import PdfSignature, SignedPdf
from ctmtqg_desktop.workspace.records import HandedOutPrint

HANDED_OUT, BROUGHT_BACK = "print-exported", "print-imported"
"""What the journal calls them."""
_KEPT = 8
"""So many of the prints handed out for one revision are looked at, the latest."""


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A print written to be signed elsewhere."""

    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """A package sealed around a print that was signed elsewhere, and who signed that."""

    submitted: Submitted
    signatures: tuple[PdfSignature, ...]


def export_pdf(
    desk: Desk, set_id: str, period: Period, *, by: tuple[str, str], out_dir: Path
) -> HandedOut:
    """Write the print of a report that nothing blocks, to be signed elsewhere.

    Args:
        desk: the unit's.
        set_id: of the report.
        period: of the report.
        by: office and name of who will sign.
        out_dir: the folder.

    Raises:
        FormError: ``exchange.blocked``. WorkspaceError: ``workspace.report-locked``.
        PackageError: ``exchange.lists-in-the-open``; the file cannot be written.
    """
    ready, now = prepare(desk, set_id, period), desk.clock()
    _refuse_lists(desk, ready.report.key, ready.report.revision)
    pdf = unsigned_print(desk, ready, by=by, at=now)
    path = out_dir / f"{Path(package_name(ready.report)).stem}_cho-ky.pdf"
    digest = hashlib.sha256(pdf).hexdigest()
    key, revision = ready.report.key, ready.report.revision
    with desk.workspace.transaction():
        desk.workspace.revisions.hand_out(key, revision, HandedOutPrint(digest, len(pdf)))
        desk.workspace.journal.add(now, HANDED_OUT, subject_of(key, revision), digest)
    write_durably(path, pdf)
    note_export(desk.workspace, now, Exported.PRINT, path)
    return HandedOut(path, digest)


def _refuse_lists(desk: Desk, key: ReportKey, revision: int) -> None:
    """A print holds the data it was made from; lists of persons leave only in an envelope."""
    if is_enclosed(desk.workspace, key, revision):
        raise PackageError("exchange.lists-in-the-open")


def save_signed(desk: Desk, set_id: str, period: Period, out_dir: Path) -> Path:
    """Write the print of a signed report by itself, numbered and sealed if it has been.

    It is for the office's own files and for paper; the package is what travels.

    Raises:
        WorkspaceError: ``workspace.never-signed``.
        PackageError: ``exchange.no-print``, ``exchange.lists-in-the-open``; the file cannot be
            written.
    """
    report = desk.report(set_id, period)
    versions = desk.workspace.submissions.of(report.key)
    if not versions:
        raise WorkspaceError("workspace.never-signed")
    last = max(versions, key=lambda version: version.revision)
    _refuse_lists(desk, last.key, last.revision)
    opened = unseal(desk.workspace.packages.read(latest_package(desk.workspace, last)))
    pdf = opened.issued.pdf if opened.issued else opened.parts.get(PRINT)
    if not pdf:
        raise PackageError("exchange.no-print")
    stem = Path(package_name(replace(report, revision=last.revision))).stem
    number = f"_so{opened.issued.issue.number:02d}" if opened.issued else ""
    path = out_dir / f"{stem}{number}_da-ky.pdf"
    write_durably(path, pdf)
    note_export(desk.workspace, desk.clock(), Exported.PRINT, path)
    return path


def import_signed(
    desk: Desk, set_id: str, period: Period, path: Path, *, author: Author, out_dir: Path
) -> BroughtBack:
    """Take back a print signed elsewhere and seal its report around it with the unit's own key.

    Raises:
        PackageError: ``exchange.outside-not-ours``, ``exchange.outside-other-report``,
            ``exchange.outside-data-changed``, ``exchange.outside-rewritten``; the file cannot be
            read or written.
        TrustError: ``trust.pdf-unsigned``, ``trust.pdf-changed-after``,
            ``trust.pdf-changed-before``, whatever else is wrong with a signature in it.
        FormError, WorkspaceError: see ``submit``.
    """
    pdf = read_limited(path, pdf_structure.MAX_BYTES)
    ready = prepare(desk, set_id, period)
    signed = check_signed(desk, ready, pdf)
    now = desk.clock()
    done = seal_report(desk, ready, pdf, author=author, at=now, out_dir=out_dir)
    about = subject_of(ready.report.key, ready.report.revision)
    desk.workspace.journal.add(now, BROUGHT_BACK, about, hashlib.sha256(pdf).hexdigest())
    return BroughtBack(done, signed.signatures)


def check_signed(desk: Desk, ready: Ready, pdf: bytes) -> SignedPdf:
    """Check a print that was signed elsewhere against the report as it stands; nothing is written.

    Raises:
        PackageError, TrustError: see ``import_signed``.
    """
    _check_ours(ready, pdf)
    signed = pades_check.verify_pdf(pdf, foreign=True)
    check_data(signed.signed_revision(pdf), ready.data)
    key, revision = ready.report.key, ready.report.revision
    for ours in desk.workspace.revisions.handed_out(key, revision, limit=_KEPT):
        if hashlib.sha256(pdf[: ours.size]).hexdigest() == ours.sha256:
            pades_check.check_only_signed(pdf, ours.size)
            return signed
    raise PackageError("exchange.outside-rewritten")


def _check_ours(ready: Ready, pdf: bytes) -> None:
    """Name what is wrong with a file that is not this report's, before its signatures are read.

    The data are only compared here; they are believed once the signed revision holds them.
    """
    from ctmtqg_desktop.reports.pdf.pdfa import read_data

    try:
        data = read_data(pdf)
        report = payload.load_report(data)
    except PackageError as error:
        raise PackageError("exchange.outside-not-ours") from error
    key = ready.report.key
    here = (key.unit, key.report_set, key.period, ready.report.revision)
    if (report.unit, report.report_set.id, report.period, report.revision) != here:
        found = f"{report.unit} {report.report_set.id} {report.period} lần {report.revision}"
        raise PackageError("exchange.outside-other-report", found=found)
    if data != ready.data:
        raise PackageError("exchange.outside-data-changed")
