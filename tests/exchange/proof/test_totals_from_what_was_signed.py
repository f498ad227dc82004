"""Issue 12, C1: tables are a cache; what is totalled is read from the signed bytes beside them."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from random import Random

import pytest
from doing import receive
from edited_by_sql import edit, renew_digests

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.exchange.receiver.orders import Consolidate
from ctmtqg_desktop.exchange.receiver.totals import consolidate
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import office_of
from ctmtqg_desktop.exchange.upkeep.doctor import doctor
from ctmtqg_desktop.exchange.upkeep.orders import Doctor
from ctmtqg_desktop.workspace.workspace import open_workspace

SET, YEAR = "ctmtqg-xa", Period.parse("2024")
FUNDS = "ntm-nguon-luc"
MIXED = Cell("nguon_luc", "nsdp", "ke_hoach")


@pytest.fixture(scope="module")
def accepted(mail, tmp_path_factory):
    """The file of an office that has accepted all the mail, and its totals."""
    world = replace(mail.world, root=tmp_path_factory.mktemp("chung-minh"))
    office = world.open_office()
    for one in mail.sent.values():
        world.enrol(office, one.code, one.signer)
        (world.root / f"{one.code}.asice").write_bytes(one.data)
    assert {r.outcome for r in receive(office, [world.root])} == {"accepted"}
    office.workspace.close()
    return world


@pytest.fixture
def reopened(accepted, tmp_path):
    """Return a function that edits a copy of the office's file by SQL and opens it."""
    opened = []

    def reopen(*statements):
        path = tmp_path / f"office-{len(opened)}.ctmtqg"
        shutil.copy(accepted.root / "office.ctmtqg", path)
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                assert connection.execute(statement).rowcount > 0
            connection.commit()
        renew_digests(path)
        opened.append(open_workspace(path))
        return office_of(Program(lambda: accepted.catalogue, accepted.clock), opened[-1])

    yield reopen
    for workspace in opened:
        workspace.close()


def told(office):
    return consolidate(office, Consolidate(SET, YEAR.code)).facts


def found(office):
    return [problem.code for problem in doctor(office.room, Doctor()).found]


MORE = (
    "UPDATE frozen_value SET num = num + 91906000000"
    " WHERE section = 'nguon_luc' AND row = 'nsdp' AND column = 'ke_hoach'"
)


STRANGER = (
    "INSERT INTO signer SELECT '03427', 'f', valid_from, valid_to, revoked_at, source,"
    " approved_by, note FROM signer LIMIT 1"
)


def test_a_figure_rewritten_by_sql_with_its_digests_changes_no_total(reopened):
    true, edited = reopened(), reopened(MORE)
    total = true.consolidate(SET, YEAR).form(FUNDS).value(MIXED)
    assert total
    whole = edited.consolidate(SET, YEAR)
    assert whole.form(FUNDS).value(MIXED) == total
    assert told(edited)["rows"] == told(true)["rows"]


def test_totals_say_how_many_signed_packages_they_were_set_against(reopened):
    facts = told(reopened())
    assert facts["proof"] == {"proved": 3, "of": 3, "problems": []}


def test_what_was_rewritten_is_named_with_unit_form_cell_and_both_figures(reopened):
    office = reopened(MORE)
    (first, *_) = told(office)["proof"]["problems"]
    assert first["code"] == "exchange.stored-differs"
    for word in ("03390", FUNDS, "nguon_luc.nsdp.ke_hoach"):
        assert word in first["message"]
    assert "exchange.stored-differs" in found(office)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM frozen_value WHERE section = 'nguon_luc'", "exchange.stored-differs"),
        ("DELETE FROM frozen_line", "exchange.stored-differs"),
        ("UPDATE frozen_justification SET text = 'khác'", "exchange.stored-lines-differ"),
        ("UPDATE submission SET signer_sha256 = 'f'", "exchange.stored-row-differs"),
        ("UPDATE submission SET received_at = '2024-12-01T08:00:00+07:00'",
         "exchange.record-differs"),
        ("UPDATE submission SET current = 0 WHERE unit = '03400'", "exchange.record-differs"),
        ("UPDATE submission SET revision = 2 WHERE unit = '03400'", "exchange.report-unproved"),
        ("UPDATE report SET status = 'returned' WHERE unit = '03400'", "exchange.record-differs"),
        ("DELETE FROM report WHERE unit = '03400'", "exchange.record-lost"),
        ("DELETE FROM package_place", "exchange.record-differs"),
        ("UPDATE package SET verdict_json = replace(verdict_json, '\"valid\"', '\"warning\"')",
         "exchange.record-differs"),
        (STRANGER, "exchange.record-unproved"),
    ],
)  # fmt: skip
def test_every_other_line_that_counts_is_cross_checked(reopened, statement, code):
    assert code in found(reopened(statement))


def test_a_report_that_is_another_than_its_line_says_is_not_counted(reopened):
    office = reopened("UPDATE submission SET revision = 2 WHERE unit = '03400'")
    with pytest.raises(WorkspaceError) as refused:
        office.consolidate(SET, YEAR)
    assert refused.value.code == "exchange.report-unproved"
    assert refused.value.facts["unit"] == "03400"


def test_a_report_whose_package_is_damaged_is_named_and_not_counted(reopened):
    office = reopened("UPDATE package SET data = substr(data, 1, 5000) WHERE kind = 'report'")
    office.library.signed.clear()  # what was proved before in this process is not asked again
    with pytest.raises(WorkspaceError) as refused:
        office.consolidate(SET, YEAR)
    assert refused.value.code == "exchange.report-unproved"


def test_any_single_value_of_the_submitted_sheets_is_found(accepted, tmp_path):
    """The figures themselves: whichever value is changed, it is named."""
    rng, path = Random(12), tmp_path / "office.ctmtqg"
    places = [(table, column) for table, column in (
        ("frozen_value", "num"), ("frozen_value", "row"), ("frozen_value", "text"),
        ("frozen_line", "body"), ("frozen_line", "row"), ("frozen_sheet", "form"),
    )]  # fmt: skip
    tried = 0
    for table, column in places:
        shutil.copy(accepted.root / "office.ctmtqg", path)
        if edit(path, table, column, rng) is None:
            continue
        workspace = open_workspace(path)
        office = office_of(Program(lambda: accepted.catalogue, accepted.clock), workspace)
        assert {c.partition(".")[0] for c in found(office)} & {"exchange", "workspace"}, column
        workspace.close()
        tried += 1
    assert tried >= 4
