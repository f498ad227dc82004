"""Submit: check, freeze, sign, write the package a unit carries upward."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.overview import computed
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import EDITABLE, Report, Status, Submission
from ctmtqg_desktop.errors import FormError, WorkspaceError
from ctmtqg_desktop.exchange.act import Step, no_step
from ctmtqg_desktop.exchange.paper.signed_print import (
    PRINT,
    SIGNATURE_IMAGE,
    picture_of,
    sign_print,
)
from ctmtqg_desktop.exchange.post.envelope import SUFFIX, Author, Envelope, Site, sealed
from ctmtqg_desktop.exchange.post.personal_lists import typed_only
from ctmtqg_desktop.exchange.post.revisions import reason_of
from ctmtqg_desktop.exchange.post.sent_packages import latest_package
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.enclose import as_sent, write_out
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package import canonical, payload
from ctmtqg_desktop.package.manifest import FormRef, Kind, PartRole
from ctmtqg_desktop.package.payload import FormData, ReportData, SetRef
from ctmtqg_desktop.package.seal import PackagePart, Sealed
from ctmtqg_desktop.rules.finding import Finding


@dataclass(frozen=True, slots=True)
class Submitted:
    """A report that has been signed and written."""

    package: Path
    content_sha256: str
    package_sha256: str
    revision: int


def submit(
    desk: Desk,
    set_id: str,
    period: Period,
    *,
    author: Author,
    out_dir: Path,
    step: Step = no_step,
) -> Submitted:
    """Check a report, sign it and write its package into a folder.

    Raises:
        FormError: ``exchange.blocked`` with the findings in the way; ``form.*``.
        WorkspaceError: ``workspace.report-locked``; the disk is full, ...
        PackageError: the package cannot be made; nothing is stored then. Or its file cannot be
            written: the report stays signed, and the same call writes the kept bytes.
        TrustError: the key cannot sign.
    """
    report = desk.report(set_id, period)
    if report.status is Status.SIGNED:
        return export_again(desk, report, out_dir)
    step(1, 4, "Kiểm tra số liệu")
    ready = prepare(desk, set_id, period)
    now = desk.clock()
    step(2, 4, "Lập bản in")
    printed = unsigned_print(desk, ready, by=(author.title, author.name), at=now)
    step(3, 4, "Ký")
    picture = picture_of(desk.workspace, SIGNATURE_IMAGE)
    signed = sign_print(printed, author, at=now, picture=picture)
    step(4, 4, "Ghi gói báo cáo")
    return seal_report(desk, ready, signed, author=author, at=now, out_dir=out_dir)


@dataclass(frozen=True, slots=True)
class Ready:
    """A report that nothing blocks, and the data it will be signed with.

    Attributes:
        sheets: as they are kept here.
        going: as they travel and print: without personal lists unless those go along.
    """

    report: Report
    sheets: tuple[Sheet, ...]
    going: tuple[Sheet, ...]
    data: bytes


def prepare(desk: Desk, set_id: str, period: Period) -> Ready:
    """Return a report that may be signed as it stands.

    Raises:
        FormError: ``exchange.blocked`` with the findings in the way; ``form.*``.
        WorkspaceError: ``workspace.report-locked``: it has been signed.
    """
    report = desk.report(set_id, period)
    if report.status not in EDITABLE:
        status = say(f"status.{report.status}", {})
        raise WorkspaceError("workspace.report-locked", status=status, revision=report.revision)
    _refuse_blocked(desk.findings(set_id, period))
    sheets = desk.sheets(set_id, period)
    reason = reason_of(desk.workspace, report)
    going = as_sent(desk, report, sheets)
    data = payload.dump_report(report_data(desk.catalogue, report, going, reason=reason))
    return Ready(report, tuple(sheets), going, data)


def unsigned_print(desk: Desk, ready: Ready, *, by: tuple[str, str], at: datetime) -> bytes:
    """Return the print of a report, not signed yet; ``by`` is office and name of the signer."""
    from ctmtqg_desktop.exchange.sender.print import report_pdf

    return report_pdf(desk, ready.report, ready.going, data=ready.data, by=by, at=at)


def seal_report(
    desk: Desk, ready: Ready, printed: bytes, *, author: Author, at: datetime, out_dir: Path
) -> Submitted:
    """Seal a report with its signed print into a package, store it and write its file.

    Raises:
        WorkspaceError, PackageError, TrustError: see ``submit``.
    """
    parts = (
        PackagePart(payload.PATH, PartRole.DATA, ready.data),
        PackagePart(PRINT, PartRole.PRINT, printed),
    )
    site = Site(desk.workspace, desk.unit, at)
    made = sealed(site, _envelope(desk, ready.report), parts, author=author)
    _store(desk, ready.report, ready.sheets, made, author.signer.spki_sha256)
    period = Period.parse(ready.report.key.period)
    return export_again(desk, desk.report(ready.report.key.report_set, period), out_dir)


def export_again(desk: Desk, report: Report, out_dir: Path) -> Submitted:
    """Write the kept bytes of a signed report once more; once issued, as it was issued.

    Raises:
        WorkspaceError: ``workspace.never-signed``; the bytes cannot be read.
        PackageError: the file cannot be written; the report stays signed.
    """
    versions = desk.workspace.submissions.of(report.key)
    if not versions:
        raise WorkspaceError("workspace.never-signed")
    last = max(versions, key=lambda v: v.revision)
    package = latest_package(desk.workspace, last)
    name = package_name(replace(report, revision=last.revision))
    if package != last.package_sha256 and (kept := desk.workspace.packages.find(package)):
        name = kept.source_name  # the issued one is another file beside it
    path = write_out(desk, last, out_dir / name)
    if report.status is Status.SIGNED:
        desk.workspace.reports.set_status(report.key, Status.EXPORTED, desk.clock())
    return Submitted(path, last.content_sha256, package, last.revision)


def _refuse_blocked(findings: Sequence[Finding]) -> None:
    blocking = tuple(f for f in findings if f.blocks)
    if blocking:
        raise FormError(
            "exchange.blocked", count=len(blocking), first=blocking[0].message, findings=blocking
        )


def package_name(report: Report) -> str:
    """Return the file name of a report's package: ``03405_ctmtqg-xa_2024_r01.asice``."""
    key = report.key
    return f"{key.unit}_{key.report_set}_{key.period}_r{report.revision:02d}{SUFFIX}"


def report_data(
    catalogue: Catalogue, report: Report, sheets: Sequence[Sheet], *, reason: str = ""
) -> ReportData:
    """Return what travels of a report."""
    key, number = report.key, report.revision
    forms = tuple(_form_data(catalogue, sheet) for sheet in sheets)
    report_set = SetRef(key.report_set, report.version)
    return ReportData(key.unit, report_set, key.period, number, forms, reason)


def _form_data(catalogue: Catalogue, sheet: Sheet) -> FormData:
    form = sheet.form
    digest = catalogue.digests[f"{form.id}.v{form.version}"]
    figures = {cell: value for cell, value in computed(sheet).items() if value is not EMPTY}
    content = typed_only(sheet)
    return FormData(
        form.id, form.version, digest, content.entries, content.rows, content.reasons, figures,
        content.withheld,
    )  # fmt: skip


def forms_digest(catalogue: Catalogue, forms: Sequence[Form]) -> str:
    """Return the one digest that pins every form of a report set."""
    import hashlib

    names = [f"{form.id}.v{form.version}" for form in forms]
    pinned = {name: catalogue.digests[name] for name in names}
    return hashlib.sha256(canonical.dump(pinned)).hexdigest()


def _envelope(desk: Desk, report: Report) -> Envelope:
    forms = desk.forms(report.key.report_set, Period.parse(report.key.period))
    digest = forms_digest(desk.catalogue, forms)
    return Envelope(
        kind=Kind.REPORT,
        recipient=(desk.unit.parent,),
        form=FormRef(report.key.report_set, str(report.version), digest),
        period=report.key.period,
        revision=report.revision,
        previous_content_sha256=report.content_sha256 or None,
    )


def _store(desk: Desk, report: Report, sheets: Sequence[Sheet], made: Sealed, signer: str) -> None:
    submission = Submission(
        key=report.key,
        version=report.version,
        revision=report.revision,
        status=Status.SIGNED,
        content_sha256=made.content_sha256,
        previous_sha256=report.content_sha256,
        package_sha256=made.package_sha256,
        signed_at=made.manifest.header.created,
        signer_sha256=signer,
    )
    desk.workspace.submissions.freeze(submission, contents(sheets), package=made.data)


def contents(sheets: Sequence[Sheet]) -> dict[str, Content]:
    """Return sheets as a submission keeps them; what is computed is computed again."""
    return {sheet.form.id: sheet.content() for sheet in sheets}
