"""Print at a reporting unit: a form or a report as it stands, and the report that is signed."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import EDITABLE, Report
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.paper.write import cover_of, pdf_bytes, print_noted, printed_facts
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import PrintForm, PrintReport
from ctmtqg_desktop.exchange.words import say
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
    findings = [finding for sheet in sheets for finding in desk.told(sheet)]
    report_set = desk.catalogue.report_set(report.key.report_set)
    document = report_document(sheets, cover, report_set, findings=findings)
    return pdf_bytes(document, data)[0]


def print_form(desk: Desk, order: PrintForm, step: Step = no_step) -> Done:
    """Print one form as it stands, and note it in the journal of exports.

    Raises:
        FormError: ``form.unknown``, ``form.period-unknown``.
        PackageError: a file cannot be written.
    """
    step(0, 2, say("step.layout", {}))
    document = form_draft(desk, order.form, Period.parse(order.period))
    return Done("done.print-form", *_printed(desk, order, document, step))


def print_report(desk: Desk, order: PrintReport, step: Step = no_step) -> Done:
    """Print a report as it stands, and note it in the journal of exports.

    Raises:
        FormError: ``form.report-set-unknown``, ``form.period-not-in-set``, ``form.no-forms``.
        PackageError: a file cannot be written.
    """
    step(0, 2, say("step.layout", {}))
    set_id = order.report_set or next(iter(s.id for s in desk.report_sets()), "")
    document = report_draft(desk, set_id, Period.parse(order.period))
    return Done("done.print-report", *_printed(desk, order, document, step))


def _printed(
    desk: Desk, order: PrintForm | PrintReport, document: Document, step: Step
) -> tuple[dict[str, object], tuple[Path, ...]]:
    """Write a document and note it; return what is told, and the files."""
    step(1, 2, say("step.write", {}))
    at = desk.clock()
    written = print_noted(desk.workspace, document, pdf=order.pdf, xlsx=order.xlsx, at=at)
    return printed_facts(written), tuple(one.path for one in written)


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
    findings = [finding for sheet in sheets for finding in desk.told(sheet)]
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
    return sheet_document(sheet, cover, findings=desk.told(sheet))
