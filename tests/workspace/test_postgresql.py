"""The same code on PostgreSQL; runs when CTMTQG_TEST_PG holds the address of an empty database."""

import os
import traceback
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.change import CellChange, Change
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.schema import tables
from ctmtqg_desktop.workspace.workspace import create, open_workspace

ADDRESS = os.environ.get("CTMTQG_TEST_PG", "")
pytestmark = pytest.mark.skipif(not ADDRESS, reason="CTMTQG_TEST_PG is not set")
CELL = Cell("chung", "dan-so", "value")


@pytest.fixture
def pg(identity):
    with create(ADDRESS, identity) as workspace:
        yield workspace
        tables.metadata.drop_all(workspace._db.engine)


def test_one_round_through_every_kind_of_table(pg, key, now, submit, filled, report_key):
    change = Change((CellChange(CELL, EMPTY, Decimal("12345678901234.567")),))
    pg.sheets.save(key, change, now)
    pg.sheets.save(key, change.inverse(), now)
    pg.sheets.save(key, change, now)
    assert pg.sheets.load(key).entries == {CELL: Decimal("12345678901234.567")}
    pg.sheets.justify(key, "tong", "", "vì", now)
    pg.sheets.justify(key, "tong", "", "vì mưa", now)
    assert pg.sheets.justifications(key) == {("tong", ""): "vì mưa"}
    for revision in (1, 2):
        submission, package = submit(revision, status=Status.ACCEPTED, came=True)
        stored = pg.submissions.freeze(submission, {"f": filled}, package)
    assert pg.submissions.values(stored.id, "f") == filled
    assert [s.revision for s in pg.submissions.current("ntm", "2024-H1")] == [2]
    assert pg.packages.read(submission.package_sha256) == package
    assert [pg.signers.next_serial(), pg.signers.next_serial()] == [1, 2]
    assert pg.reports.find(report_key).status is Status.ACCEPTED
    assert pg.upkeep.doctor() == []


def test_server_is_opened_by_many_and_made_once(pg, identity, tmp_path):
    with open_workspace(ADDRESS) as second:
        assert second.identity == identity
    with pytest.raises(WorkspaceError) as refused:
        create(ADDRESS, identity)
    assert refused.value.code == "workspace.exists"
    with pytest.raises(WorkspaceError) as by_server:
        pg.upkeep.backup(tmp_path / "b")
    assert by_server.value.code == "workspace.backup-by-server"


def test_the_server_quotes_no_row_into_a_log(pg, now):
    """Its errors say below what the row held: "DETAIL:  Failing row contains (…)"."""
    row = {"at": now, "what": "x", "subject": "Lò Thị Mẩy", "detail": None}
    with pytest.raises(IntegrityError) as caught, pg._db.write() as connection:
        connection.execute(tables.journal.insert(), [row])
    said = "".join(traceback.format_exception(caught.value))
    assert "violates not-null" in said
    assert "Lò Thị Mẩy" not in said
