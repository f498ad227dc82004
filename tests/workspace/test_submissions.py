"""Submissions are frozen whole, proved on reading, and only the latest accepted one counts."""

from contextlib import closing
from dataclasses import replace
from decimal import Decimal

import pytest

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE
from ctmtqg_desktop.entries.change import Refused
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.file.cipher import connect, driver


def test_frozen_sheet_comes_back_as_it_was(ws, submit, filled):
    stored = ws.submissions.freeze(submit()[0], {"ntm-01": filled}, submit()[1])
    assert stored == replace(submit()[0], id=stored.id)
    assert stored.id > 0
    assert ws.submissions.values(stored.id, "ntm-01") == filled
    assert list(ws.submissions.values(stored.id, "ntm-01").rows["works"]) == ["r3", "r1"]
    assert ws.submissions.values(stored.id, "other") == Content()
    assert ws.submissions.sheets_of(stored.id) == {"ntm-01": filled}


def test_blank_kinds_and_refused_texts_survive_freezing(ws, submit):
    sheet = Content(
        entries={
            Cell("a", "1", "value"): NOT_APPLICABLE, Cell("l", "r1", "x"): NOT_APPLICABLE,
            Cell("l", "r1", "y"): Refused("mười", "entries.not-a-number"),
            Cell("l", "r1", "z"): False,
        },
        rows={"l": ("r1", "r2")},
    )  # fmt: skip
    entered = replace(
        sheet,
        entries=sheet.entries | {Cell("l", "r2", "x"): EMPTY, Cell("a", "2", "value"): EMPTY},
    )
    submission, package = submit()
    stored = ws.submissions.freeze(submission, {"f": entered}, package)
    assert ws.submissions.values(stored.id, "f") == sheet


def test_freezing_keeps_package_and_moves_report(ws, submit, report_key, now):
    ws.reports.set_status(report_key, Status.COMPLETE, now)
    submission, package = submit()
    ws.submissions.freeze(submission, {}, package)
    assert ws.packages.read(submission.package_sha256) == package
    assert ws.packages.find(submission.package_sha256).direction == "out"
    report = ws.reports.find(report_key)
    assert (report.status, report.revision) == (Status.SIGNED, 1)
    assert report.content_sha256 == submission.content_sha256


def test_package_bytes_must_be_those_that_were_named(ws, submit, report_key):
    with pytest.raises(ValueError, match="package_sha256"):
        ws.submissions.freeze(submit()[0], {}, b"other")
    assert ws.reports.find(report_key) is None


def test_same_revision_again_is_the_same_submission(ws, submit, report_key, filled):
    submission, package = submit()
    first = ws.submissions.freeze(submission, {"f": filled}, package)
    assert ws.submissions.freeze(submission, {"f": filled}, package) == first
    assert len(ws.submissions.of(report_key)) == 1


def test_same_revision_with_other_content_is_a_conflict_and_changes_nothing(
    ws, submit, report_key, filled
):
    first = ws.submissions.freeze(*_with(submit(), filled))
    other = submit(content="other")
    with pytest.raises(WorkspaceError) as refused:
        ws.submissions.freeze(*_with(other, Content()))
    assert refused.value.code == "workspace.conflict"
    assert ws.submissions.of(report_key) == (first,)
    assert ws.packages.find(other[0].package_sha256) is None
    assert ws.submissions.values(first.id, "f") == filled


def _with(made, sheet):
    submission, package = made
    return submission, {"f": sheet}, package


def test_bad_number_freezes_nothing(ws, submit, report_key):
    submission, package = submit()
    bad = Content({Cell("a", "1", "value"): Decimal(1) / 3})
    with pytest.raises(WorkspaceError) as refused:
        ws.submissions.freeze(submission, {"good": Content(), "bad": bad}, package)
    assert refused.value.code == "workspace.too-many-decimals"
    assert ws.submissions.of(report_key) == ()
    assert ws.packages.find(submission.package_sha256) is None


def test_only_the_latest_accepted_revision_of_a_unit_counts(ws, submit, report_key, now):
    def receive(revision, status):
        submission, package = submit(revision, status=status, came=True)
        return ws.submissions.freeze(submission, {}, package)

    receive(1, Status.ACCEPTED)
    assert _current(ws) == [1]
    receive(2, Status.RECEIVED)
    assert _current(ws) == [1]
    ws.reports.set_status(report_key, Status.ACCEPTED, now)
    assert _current(ws) == [2]
    assert [s.current for s in ws.submissions.of(report_key)] == [False, True]
    ws.reports.set_status(report_key, Status.RETURNED, now)
    assert _current(ws) == [1]


def test_stale_revision_is_history_only(ws, submit, report_key):
    for revision in (3, 2):
        submission, package = submit(revision, status=Status.ACCEPTED, came=True)
        ws.submissions.freeze(submission, {}, package)
    assert _current(ws) == [3]
    assert [s.revision for s in ws.submissions.of(report_key)] == [2, 3]
    assert ws.reports.find(report_key).revision == 3


def _current(ws):
    return [s.revision for s in ws.submissions.current("ntm", "2024-H1")]


def test_current_is_asked_for_some_units_and_read_in_one_go(ws, submit, filled):
    for unit in ("00002", "00001", "00003"):
        submission, package = submit(status=Status.ACCEPTED, unit=unit, came=True)
        ws.submissions.freeze(submission, {"f": filled}, package)
    assert [s.key.unit for s in ws.submissions.current("ntm", "2024-H1")] == [
        "00001",
        "00002",
        "00003",
    ]
    some = ws.submissions.current("ntm", "2024-H1", ["00003", "00001", "99999"])
    assert [s.key.unit for s in some] == ["00001", "00003"]
    assert ws.submissions.current("ntm", "2024-H2") == ()
    ids = [s.id for s in some]
    assert ws.submissions.values_of(ids, "f") == dict.fromkeys(ids, filled)
    assert ws.submissions.values_of(ids, "none") == {}


def test_second_current_row_is_refused_by_the_database_itself(ws, submit, file_key):
    for revision in (1, 2):
        submission, package = submit(revision, status=Status.ACCEPTED, came=True)
        ws.submissions.freeze(submission, {}, package)
    with (
        closing(connect(ws.place, file_key)) as connection,
        pytest.raises(driver(file_key).IntegrityError),
    ):
        connection.execute("UPDATE submission SET current = 1")


def test_submission_is_found_by_id_and_by_content(ws, submit):
    submission, package = submit()
    stored = ws.submissions.freeze(submission, {}, package)
    assert ws.submissions.get(stored.id) == stored
    assert ws.submissions.find(submission.content_sha256) == stored
    assert ws.submissions.find("0" * 64) is None
    with pytest.raises(WorkspaceError) as unknown:
        ws.submissions.get(99)
    assert unknown.value.code == "workspace.submission-unknown"


@pytest.mark.parametrize("harm", [
    "UPDATE frozen_value SET num = num + 1 WHERE kind = 'n' AND row = 'dan-so'",
    "UPDATE frozen_value SET text = 'Xã khác' WHERE kind = 't'",
    "DELETE FROM frozen_value WHERE kind = 'b'",
    "UPDATE frozen_line SET body = '{\"name\": \"tCầu khác\"}' WHERE row = 'r1'",
    "UPDATE frozen_line SET body = '{' WHERE row = 'r1'",
    "UPDATE frozen_line SET body = '{\"name\": \"d2024-13-45\"}' WHERE row = 'r1'",
    "UPDATE frozen_line SET row = 'r2' WHERE row = 'r1'",
    "DELETE FROM frozen_justification",
    "UPDATE frozen_sheet SET version = 9",
    "UPDATE frozen_sheet SET form = 'g'",
    "UPDATE submission SET values_sha256 = 'x'",
])  # fmt: skip
def test_altered_values_are_refused_and_the_doctor_sees_them(ws, submit, filled, harm, file_key):
    submission, package = submit()
    stored = ws.submissions.freeze(submission, {"f": filled}, package)
    assert ws.upkeep.doctor() == []
    with closing(connect(ws.place, file_key)) as connection, connection:
        assert connection.execute(harm).rowcount > 0
    with pytest.raises(WorkspaceError) as refused:
        ws.submissions.values(stored.id, "f")
    assert refused.value.code == "workspace.submission-damaged"
    assert "workspace.submission-damaged" in {problem.code for problem in ws.upkeep.doctor()}


def test_doctor_sees_an_altered_package_and_a_broken_register(ws, submit, file_key):
    submission, package = submit()
    ws.submissions.freeze(submission, {}, package)
    with closing(connect(ws.place, file_key)) as connection, connection:
        connection.execute("UPDATE package SET data = x'00'")
        connection.execute(
            "INSERT INTO receipt VALUES (2, '2026-04-01T08:30:00+07:00', 'a', 'b', 'accepted',"
            " 'x', 'y', x'')"
        )
    with pytest.raises(WorkspaceError) as refused:
        ws.packages.read(submission.package_sha256)
    assert refused.value.code == "workspace.package-damaged"
    assert sorted(problem.code for problem in ws.upkeep.doctor()) == [
        "workspace.package-damaged", "workspace.receipt-chain",
    ]  # fmt: skip


def test_numbers_of_lines_can_be_summed_in_sql(ws, submit, filled, file_key):
    submission, package = submit()
    ws.submissions.freeze(submission, {"f": filled}, package)
    with closing(connect(ws.place, file_key)) as connection:
        asked = "SELECT sum(num) FROM frozen_value WHERE \"column\" = 'money'"
        assert connection.execute(asked).fetchone() == (1_500_000_000_125,)
