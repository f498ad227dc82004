"""A report moves only as the table of states allows; remarks stay with their revision."""

from datetime import date

import pytest

from ctmtqg_desktop.entries.submission import ReportKey, Status
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.records import Remark


def test_report_starts_as_draft_of_revision_one(ws, report_key, now):
    assert ws.reports.find(report_key) is None
    made = ws.reports.set_status(report_key, Status.DRAFT, now, version=3)
    assert (made.status, made.revision, made.version) == (Status.DRAFT, 1, 3)
    assert ws.reports.find(report_key) == made


def test_step_outside_the_table_is_refused_and_nothing_moves(ws, report_key, now):
    with pytest.raises(WorkspaceError) as refused:
        ws.reports.set_status(report_key, Status.ACCEPTED, now)
    assert refused.value.code == "workspace.step-refused"
    assert ws.reports.find(report_key) is None
    ws.reports.set_status(report_key, Status.COMPLETE, now)
    with pytest.raises(WorkspaceError):
        ws.reports.set_status(report_key, Status.EXPORTED, now)
    assert ws.reports.find(report_key).status is Status.COMPLETE


def test_step_back_to_draft_opens_the_next_revision_only_after_export(ws, report_key, submit, now):
    ws.reports.set_status(report_key, Status.COMPLETE, now)
    assert ws.reports.set_status(report_key, Status.DRAFT, now).revision == 1
    submission, package = submit()
    ws.submissions.freeze(submission, {}, package)
    ws.reports.set_status(report_key, Status.EXPORTED, now)
    assert ws.submissions.of(report_key)[0].status is Status.EXPORTED
    reopened = ws.reports.set_status(report_key, Status.DRAFT, now)
    assert (reopened.revision, reopened.status) == (2, Status.DRAFT)
    assert reopened.content_sha256 == submission.content_sha256
    assert ws.submissions.of(report_key)[0].status is Status.EXPORTED


def test_revision_is_opened_only_forwards_and_only_after_export(ws, report_key, submit, now):
    with pytest.raises(WorkspaceError) as unknown:
        ws.reports.open_revision(report_key, 2, now)
    assert unknown.value.code == "workspace.revision-refused"
    ws.reports.set_status(report_key, Status.DRAFT, now)
    with pytest.raises(WorkspaceError) as refused:
        ws.reports.open_revision(report_key, 2, now)
    assert refused.value.code == "workspace.step-refused"
    submission, package = submit()
    ws.submissions.freeze(submission, {}, package)
    ws.reports.set_status(report_key, Status.EXPORTED, now)
    ws.reports.set_status(report_key, Status.RETURNED, now)
    with pytest.raises(WorkspaceError) as backwards:
        ws.reports.open_revision(report_key, 1, now)
    assert backwards.value.code == "workspace.revision-refused"
    assert ws.reports.open_revision(report_key, 2, now).revision == 2


def test_reports_are_listed_by_period(ws, report_key, now):
    other = ReportKey(report_key.unit, report_key.report_set, "2024")
    ws.reports.set_status(report_key, Status.DRAFT, now)
    ws.reports.set_status(other, Status.COMPLETE, now)
    assert [r.key for r in ws.reports.all()] == [other, report_key]
    assert [r.key for r in ws.reports.all("2024-H1")] == [report_key]


def test_remarks_come_back_in_order_with_their_revision(ws, report_key):
    ws.reports.add_remarks(report_key, 1, [
        ("ntm-01/chung.dan-so.value", "Kiểm tra lại dân số", date(2024, 7, 5)),
        ("", "Thiếu biểu 2", None),
    ])  # fmt: skip
    ws.reports.add_remarks(report_key, 2, [("", "Đã đủ", None)])
    ws.reports.add_remarks(ReportKey("x", "ntm", "2024-H1"), 1, [("", "khác", None)])
    assert ws.reports.remarks(report_key) == (
        Remark(1, "ntm-01/chung.dan-so.value", "Kiểm tra lại dân số", date(2024, 7, 5)),
        Remark(1, "", "Thiếu biểu 2", None),
        Remark(2, "", "Đã đủ", None),
    )
