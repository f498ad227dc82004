"""Print at a reporting unit: a form or a report as it stands, and the report that is signed."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import EDITABLE, Report
from ctmtqg_desktop.exchange.paper.write import cover_of, pdf_bytes
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.package.container import read_container
from ctmtqg_desktop.package.payload import PATH
from ctmtqg_desktop.reports.documents.sheet import report_document, sheet_document
from ctmtqg_desktop.reports.page.page import Document


def report_pdf(
    desk: Desk, report: Report, sheets: Sequence[Sheet], *, data: bytes, by: tuple[str, str],
    at: datetime,
) -> bytes:  # fmt: skip
    """Return the printed report that travels in its package; ``by`` is office and name."""
    period = Period.parse(report.key.period)
    digest = hashlib.sha256(data).hexdigest()
    cover = cover_of(desk.library, desk.unit, period, at=at, title=by[0], digest=digest)
    cover = replace(cover, signer=by[1])
    findings = [finding for sheet in sheets for finding in sheet.findings()]
    report_set = desk.catalogue.report_set(report.key.report_set)
    document = report_document(sheets, cover, report_set, findings=findings)
    return pdf_bytes(document, data)[0]


def signed_digest(desk: Desk, set_id: str, period: Period) -> str:
    """Return the digest printed on the signed report; empty while the report can be changed.

    Raises:
        WorkspaceError: the kept package cannot be read.
        PackageError: it is damaged.
    """
    report = desk.report(set_id, period)
    versions = desk.workspace.submissions.of(report.key)
    if report.status in EDITABLE or not versions:
        return ""
    last = max(versions, key=lambda version: version.revision)
    kept = read_container(desk.workspace.packages.read(last.package_sha256))
    return hashlib.sha256(kept[PATH]).hexdigest()


def report_draft(desk: Desk, set_id: str, period: Period) -> Document:
    """Return the print of a report as it stands."""
    digest = signed_digest(desk, set_id, period)
    cover = cover_of(desk.library, desk.unit, period, at=desk.clock(), digest=digest)
    sheets = desk.sheets(set_id, period)
    findings = [finding for sheet in sheets for finding in sheet.findings()]
    return report_document(sheets, cover, desk.catalogue.report_set(set_id), findings=findings)


def form_draft(desk: Desk, form_id: str, period: Period) -> Document:
    """Return the print of one form as it stands.

    Raises:
        FormError: ``form.unknown``.
    """
    sheet = desk.sheet(form_id, period)
    sets = (ref.id for ref in sheet.form.report_sets)
    digest = next(filter(None, (signed_digest(desk, id_, period) for id_ in sets)), "")
    cover = cover_of(desk.library, desk.unit, period, at=desk.clock(), digest=digest)
    return sheet_document(sheet, cover, findings=sheet.findings())
