"""A report's package: what was signed, and by which key, read from its bytes alone."""

from dataclasses import dataclass
from datetime import datetime

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.payload import ReportData
from ctmtqg_desktop.package.unseal import Opened, unseal


@dataclass(frozen=True, slots=True)
class SignedReport:
    """A report whose signature is right; whether its signer may sign is not asked here.

    Attributes:
        report: what it says.
        content_sha256: digest of that content.
        previous_sha256: of the content it says to replace; empty for the first.
        signer_sha256: digest of the key that signed.
        signed_at: when, as it claims.
        created: when its package was made, as it claims.
    """

    report: ReportData
    content_sha256: str
    previous_sha256: str
    signer_sha256: str
    signed_at: datetime
    created: datetime


def report_in(opened: Opened) -> ReportData:
    """Return what a report's package says; its manifest must speak of the same report.

    Raises:
        PackageError: ``exchange.not-a-report``, ``package.entry-missing``,
            ``package.payload-…``, ``exchange.content-mismatch``.
    """
    header = opened.manifest.header
    if header.kind is not Kind.REPORT:
        raise PackageError("exchange.not-a-report", kind=header.kind.value)
    if payload.PATH not in opened.parts:
        raise PackageError("package.entry-missing", name=payload.PATH)
    report = payload.load_report(opened.parts[payload.PATH])
    claimed = (header.unit.code, header.period, header.revision)
    if (report.unit, report.period, report.revision) != claimed:
        raise PackageError("exchange.content-mismatch")
    named = (report.report_set.id, str(report.report_set.version))
    if header.form is None or (header.form.id, header.form.version) != named:
        raise PackageError("exchange.content-mismatch")
    return report


def read_signed(data: bytes) -> SignedReport:
    """Read a report's package from its bytes, its signature checked.

    Raises:
        PackageError, TrustError: see ``unseal`` and ``report_in``.
    """
    opened = unseal(data)
    header, facts = opened.manifest.header, opened.facts
    return SignedReport(
        report=report_in(opened),
        content_sha256=opened.manifest.content_sha256,
        previous_sha256=header.previous_content_sha256 or "",
        signer_sha256=facts.spki_sha256,
        signed_at=facts.claimed_at,
        created=header.created,
    )
