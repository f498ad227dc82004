"""Pack: what of a report is signed, how it is sealed, kept and written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.overview import computed, content_with_filled
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import EDITABLE, Report, Status, Submission
from ctmtqg_desktop.errors import FormError, WorkspaceError
from ctmtqg_desktop.exchange.paper.signed_print import PRINT
from ctmtqg_desktop.exchange.post.envelope import SUFFIX, Author, Envelope, sealed
from ctmtqg_desktop.exchange.post.lists_in_packages import remember_choice
from ctmtqg_desktop.exchange.post.personal_lists import typed_only
from ctmtqg_desktop.exchange.post.reading_keys import is_envelope
from ctmtqg_desktop.exchange.post.revisions import reason_of
from ctmtqg_desktop.exchange.post.sent_packages import latest_package, signed_of
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.enclose import as_sent, write_out
from ctmtqg_desktop.exchange.sender.task_list import keep_words
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
    signed_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """A report that nothing blocks, and the data it will be signed with.

    Attributes:
        sheets: as they are kept here.
        going: as they travel and print: without personal lists unless those go along.
        enclosed: whether those do.
    """

    report: Report
    sheets: tuple[Sheet, ...]
    going: tuple[Sheet, ...]
    data: bytes
    enclosed: bool = False


def prepare(desk: Desk, set_id: str, period: Period, *, enclosed: bool = False) -> Ready:
    """Return a report that may be signed as it stands; nothing is written.

    Raises:
        FormError: ``exchange.blocked`` with the findings in the way; ``form.*``.
        WorkspaceError: ``workspace.report-locked``: it has been signed.
        TrustError: ``exchange.reading-key-unknown``: the lists could go to nobody in secret.
    """
    report = desk.report(set_id, period)
    if report.status not in EDITABLE:
        status = say(f"status.{report.status}", {})
        raise WorkspaceError("workspace.report-locked", status=status, revision=report.revision)
    _refuse_blocked(desk.findings(set_id, period))
    sheets = desk.sheets(set_id, period)
    reason = reason_of(desk.workspace, report)
    going = as_sent(desk, sheets, enclosed=enclosed)
    data = payload.dump_report(report_data(desk.catalogue, report, going, reason=reason))
    return Ready(report, tuple(sheets), going, data, enclosed)


def unsigned_print(desk: Desk, ready: Ready, *, by: tuple[str, str], at: datetime) -> bytes:
    """Return the print of a report, not signed yet; ``by`` is office and name of the signer."""
    from ctmtqg_desktop.exchange.sender.print import report_pdf

    return report_pdf(desk, ready.report, ready.going, data=ready.data, by=by, at=at)


def seal_report(
    desk: Desk, ready: Ready, printed: bytes, *, author: Author, at: datetime, out_dir: Path
) -> Submitted:
    """Seal a report with its signed print into a package, store it and write its file.

    Raises:
        WorkspaceError: nothing was stored: the disk is full, ...
        PackageError: the package cannot be made, nothing was stored. Or its file cannot be
            written: the report stays signed, and exporting writes the kept bytes.
        TrustError: the key cannot sign.
    """
    parts = (
        PackagePart(payload.PATH, PartRole.DATA, ready.data),
        PackagePart(PRINT, PartRole.PRINT, printed),
    )
    report, site = ready.report, replace(desk.room.site(), at=at)
    made = sealed(site, _envelope(desk, report), parts, author=author)
    with desk.workspace.transaction():
        for sheet in ready.sheets:
            keep_words(desk.room, sheet)
        remember_choice(desk.workspace, report.key, report.revision, enclosed=ready.enclosed)
        _store(desk, report, ready.sheets, made, author.signer.spki_sha256)
    period = Period.parse(report.key.period)
    return write_again(desk, desk.report(report.key.report_set, period), out_dir)


def write_again(desk: Desk, report: Report, out_dir: Path) -> Submitted:
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
    path = write_out(desk, last, out_dir / _name_of(desk, report, last))
    if report.status is Status.SIGNED:
        desk.workspace.reports.set_status(report.key, Status.EXPORTED, desk.clock())
    signed = signed_of(desk.workspace, last)
    return Submitted(path, last.content_sha256, package, last.revision, signed)


def sent_name(desk: Desk, report: Report) -> str:
    """Return the name of the file that carries the last signed revision of a report.

    A report that was never signed has the name it would get.
    """
    versions = desk.workspace.submissions.of(report.key)
    if not versions:
        return package_name(report)
    return _name_of(desk, report, max(versions, key=lambda v: v.revision))


def _name_of(desk: Desk, report: Report, last: Submission) -> str:
    package = latest_package(desk.workspace, last)
    if package != last.package_sha256 and (kept := desk.workspace.packages.find(package)):
        return kept.source_name  # the issued one is another file beside it
    return package_name(replace(report, revision=last.revision))


def submitted_facts(done: Submitted) -> dict[str, object]:
    """Return what is told of a report that has been signed and written."""
    return {
        "package": done.package,
        "content_sha256": done.content_sha256,
        "package_sha256": done.package_sha256,
        "signed_sha256": done.signed_sha256,
        "revision": done.revision,
        "encrypted": is_envelope(done.package),
    }


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
    desk.workspace.submissions.freeze(submission, report_contents(sheets), package=made.data)


def report_contents(sheets: Sequence[Sheet]) -> dict[str, Content]:
    """Return sheets as a submission keeps them; what is computed is computed again.

    What another form or a plan has filled is kept as it was then.
    """
    return {sheet.form.id: content_with_filled(sheet) for sheet in sheets}
