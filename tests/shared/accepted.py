"""Accepted reports of one form, put into an office's workspace as if they had come."""

from decimal import Decimal

from signed_by_somebody import sealed_report, somebody_at

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.submission import ReportKey, Status, Submission

PLANNED, SPENT = (Cell("nguon_luc", "nsdp", column) for column in ("ke_hoach", "luy_ke"))


def accept(workspace, unit, period, at, *, cells, report=("ctmtqg-xa", "ntm-nguon-luc"), rows=()):
    """Put in an accepted report: of a unit, a period, a report set and one of its forms.

    ``rows`` are pairs of a list and the keys of its rows.
    """
    set_id, form_id = report
    key, contents = (
        ReportKey(unit, set_id, period),
        {form_id: Content(cells, dict(rows), version=1)},
    )
    made = sealed_report(key, contents, at)
    submission = Submission(
        key, 1, 1, Status.ACCEPTED, made.content_sha256, "", made.package_sha256,
        made.manifest.header.created, at, somebody_at(at).spki_sha256,
    )  # fmt: skip
    workspace.submissions.freeze(submission, contents, made.data)


def funds(millions):
    """Return the cells of a report of money: so much planned, half of it spent."""
    return {PLANNED: Decimal(millions * 1_000_000), SPENT: Decimal(millions * 500_000)}


def three_became_one(workspace, at):
    """Put in what three communes of a province reported, and the one they became."""
    for unit, millions in (("03390", 10), ("03412", 20), ("03413", 30)):
        accept(workspace, unit, "2024", at, cells=funds(millions))
    accept(workspace, "03412", "2023", at, cells=funds(5))
    accept(workspace, "03390", "2026", at, cells=funds(70))  # the same code, the new commune
