"""The outside route: have the print signed in the province's own system and bring it back.

What is handed out is remembered. What comes back is taken only if it begins with exactly that,
was only signed since, and the data in the signed revision are the report's data of today.
"""

import hashlib
from dataclasses import replace
from pathlib import Path

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.errors import PackageError, WorkspaceError
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.paper.signed_print import PRINT, Papers, check_data
from ctmtqg_desktop.exchange.post.export_journal import Exported, note_export
from ctmtqg_desktop.exchange.post.lists_in_packages import is_enclosed
from ctmtqg_desktop.exchange.post.revisions import subject_of
from ctmtqg_desktop.exchange.post.sent_packages import latest_package
from ctmtqg_desktop.exchange.post.signers import author_of, chairman
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import ExportPrint, ImportSigned, SavePrint
from ctmtqg_desktop.exchange.sender.pack import (
    Ready,
    package_name,
    prepare,
    seal_report,
    submitted_facts,
    unsigned_print,
)
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.files import read_limited, write_durably
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.pdf import pades_check, pdf_structure
from ctmtqg_desktop.trust.pdf.pades_check import SignedPdf
from ctmtqg_desktop.workspace.records import HandedOutPrint

HANDED_OUT, BROUGHT_BACK = "print-exported", "print-imported"
"""What the journal calls them."""
_KEPT = 8
"""So many of the prints handed out for one revision are looked at, the latest."""


def export_print(desk: Desk, order: ExportPrint, _: Step = no_step) -> Done:
    """Write the print of a report that nothing blocks, to be signed elsewhere.

    The lists of persons never go along: a print holds the data it was made from, and it leaves
    in the open.

    Raises:
        FormError: ``exchange.blocked``, ``exchange.folder``, ``form.*``.
        WorkspaceError: ``workspace.report-locked``.
        PackageError: the file cannot be written.
    """
    ready, now = prepare(desk, order.report_set, Period.parse(order.period)), desk.clock()
    by = (order.title or chairman(desk.unit), order.name)
    pdf = unsigned_print(desk, ready, by=by, at=now)
    path = made_folder(order.out_dir) / f"{Path(package_name(ready.report)).stem}_cho-ky.pdf"
    digest = hashlib.sha256(pdf).hexdigest()
    key, revision = ready.report.key, ready.report.revision
    with desk.workspace.transaction():
        desk.workspace.revisions.hand_out(key, revision, HandedOutPrint(digest, len(pdf)))
        desk.workspace.journal.add(now, HANDED_OUT, subject_of(key, revision), digest)
    write_durably(path, pdf)
    note_export(desk.workspace, now, Exported.PRINT, path)
    return Done("done.export-pdf", {"path": path, "sha256": digest}, (path,))


def save_print(desk: Desk, order: SavePrint, _: Step = no_step) -> Done:
    """Write the print of a signed report by itself, numbered and sealed if it has been.

    It is for the office's own files and for paper; the package is what travels.

    Raises:
        WorkspaceError: ``workspace.never-signed``.
        PackageError: ``exchange.no-print``, ``exchange.lists-in-the-open``; the file cannot be
            written.
        FormError: ``exchange.folder``, ``form.*``.
    """
    report = desk.report(order.report_set, Period.parse(order.period))
    versions = desk.workspace.submissions.of(report.key)
    if not versions:
        raise WorkspaceError("workspace.never-signed")
    last = max(versions, key=lambda version: version.revision)
    if is_enclosed(desk.workspace, last.key, last.revision):
        raise PackageError("exchange.lists-in-the-open")
    opened = unseal(desk.workspace.packages.read(latest_package(desk.workspace, last)))
    pdf = opened.issued.pdf if opened.issued else opened.parts.get(PRINT)
    if not pdf:
        raise PackageError("exchange.no-print")
    stem = Path(package_name(replace(report, revision=last.revision))).stem
    number = f"_so{opened.issued.issue.number:02d}" if opened.issued else ""
    path = made_folder(order.out_dir) / f"{stem}{number}_da-ky.pdf"
    write_durably(path, pdf)
    note_export(desk.workspace, desk.clock(), Exported.PRINT, path)
    return Done("done.save-print", {"path": path, "sha256": None}, (path,))


def import_signed(desk: Desk, order: ImportSigned, _: Step = no_step) -> Done:
    """Take back a print signed elsewhere and seal its report around it with the unit's own key.

    Raises:
        PackageError: ``exchange.outside-not-ours``, ``exchange.outside-other-report``,
            ``exchange.outside-data-changed``, ``exchange.outside-rewritten``; the file cannot be
            read or written.
        TrustError: ``trust.pdf-unsigned``, ``trust.pdf-changed-after``,
            ``trust.pdf-changed-before``, whatever else is wrong with a signature in it.
        FormError, WorkspaceError: see ``submit``.
    """
    signing, now = order.signing, desk.clock()
    pdf = read_limited(order.file, pdf_structure.MAX_BYTES)
    ready = prepare(desk, order.report_set, Period.parse(order.period))
    signatures = _check_signed(desk, ready, pdf).signatures
    out_dir = made_folder(signing.out_dir)
    with author_of(signing, unit=desk.unit, at=now) as author:
        done = seal_report(desk, ready, pdf, author=author, at=now, out_dir=out_dir)
    about = subject_of(ready.report.key, ready.report.revision)
    desk.workspace.journal.add(now, BROUGHT_BACK, about, hashlib.sha256(pdf).hexdigest())
    facts = {
        **submitted_facts(done), "print_signatures": Papers(signatures).to_json(),
        "who": [one.facts.subject_common_name or one.name for one in signatures],
    }  # fmt: skip
    return Done("done.import-signed", facts, (done.package,), done)


def _check_signed(desk: Desk, ready: Ready, pdf: bytes) -> SignedPdf:
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
    found = (report.unit, report.report_set.id, report.period, report.revision)
    if found != here:
        unit, report_set, period, revision = found
        raise PackageError(
            "exchange.outside-other-report", unit=unit, report_set=report_set, period=period,
            revision=revision,
        )  # fmt: skip
    if data != ready.data:
        raise PackageError("exchange.outside-data-changed")
