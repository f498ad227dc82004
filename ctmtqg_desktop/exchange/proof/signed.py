"""The sheets of a submitted report, from the signed package that lies beside the tables."""

from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.errors import CtmtqgError, WorkspaceError
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.proof.taken import taken
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.report import SignedReport, read_signed

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

SignedSheets = dict[str, tuple[Form, Content]]
"""Form id -> its form, at the version that was filled in, and what was filled in."""


def signed_report(
    library: Library, workspace: "Workspace", submission: Submission
) -> SignedReport:
    """Return what was signed as a submission, from the bytes kept of its package.

    Raises:
        WorkspaceError: ``exchange.report-unproved``: there are no such bytes, their signature
            is not right, or they are another report than the tables say.
    """
    known = library.signed.get(submission.package_sha256)
    if known is None:
        try:
            known = read_signed(workspace.packages.read(submission.package_sha256))
        except CtmtqgError as error:
            raise unproved(submission, say(error.code, error.facts)) from error
        library.remember(submission.package_sha256, known)
    if said_by(known) != said_of(submission):
        raise unproved(submission, say("exchange.row-altered", {}))
    return known


def signed_sheets(
    library: Library, workspace: "Workspace", unit: Unit, submission: Submission
) -> SignedSheets:
    """Return the sheets of a submission as they were signed, by form id.

    Raises:
        FormError: ``form.unknown``.
        WorkspaceError: see ``signed_report``.
    """
    report, period = signed_report(library, workspace, submission).report, submission.key.period
    return {
        form.id: taken(
            library, library.catalogue.form(form.id, form.version), form,
            unit=unit, period=Period.parse(period),
        )
        for form in report.forms
    }  # fmt: skip


def signed_sheet(
    library: Library, workspace: "Workspace", unit: Unit, submission: Submission, form_id: str
) -> tuple[Form, Content] | None:
    """Return one form of a submission as it was signed; None where it has none that is known.

    Raises:
        WorkspaceError: see ``signed_report``.
    """
    report, period = signed_report(library, workspace, submission).report, submission.key.period
    found = next((form for form in report.forms if form.id == form_id), None)
    if found is None or (form_id, found.version) not in library.catalogue.forms:
        return None
    form = library.catalogue.form(form_id, found.version)
    return taken(library, form, found, unit=unit, period=Period.parse(period))


def said_by(signed: SignedReport) -> tuple[object, ...]:
    """Return which report a package says it is; as ``said_of`` tells it of the tables."""
    report = signed.report
    key = (report.unit, report.report_set.id, report.period)
    return (*key, report.report_set.version, report.revision, signed.content_sha256)


def said_of(submission: Submission) -> tuple[object, ...]:
    """Return which report the tables say a submission is."""
    key = submission.key
    return (
        key.unit, key.report_set, key.period, submission.version, submission.revision,
        submission.content_sha256,
    )  # fmt: skip


def unproved(submission: Submission, why: str) -> WorkspaceError:
    """Return the refusal of a report that nothing proves."""
    key = submission.key
    return WorkspaceError(
        "exchange.report-unproved", unit=key.unit, report_set=key.report_set, period=key.period,
        revision=submission.revision, why=why,
    )  # fmt: skip
