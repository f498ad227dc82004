"""Issue 8, Build 3: facts get tables of their own, and none is lost on the way."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import datetime

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.workspace.file.cipher import connect, ring_of
from ctmtqg_desktop.workspace.file.database import server_engine
from ctmtqg_desktop.workspace.file.place import APPLICATION_ID
from ctmtqg_desktop.workspace.opening.migrate import count_rows
from ctmtqg_desktop.workspace.opening.migrations import LATEST, steps_after
from ctmtqg_desktop.workspace.opening.migrations.v0003 import moves
from ctmtqg_desktop.workspace.opening.opening import open_file
from ctmtqg_desktop.workspace.schema import tables
from ctmtqg_desktop.workspace.workspace import open_workspace

KEPT = "0.1.0"
BOOKS = ("03394.ctmtqg", "03400.ctmtqg", "106.ctmtqg")
THAT_DAY = datetime(2027, 1, 2, 3, 4, 5, tzinfo=VIETNAM)
KEY = bytes(range(32))
ADDRESS = os.environ.get("CTMTQG_TEST_PG", "")


@pytest.fixture(params=BOOKS)
def book(request, files):
    return files(KEPT)[request.param]


@pytest.fixture
def office(files):
    return files(KEPT)["106.ctmtqg"]


def opened(path, key=None):
    return open_workspace(path, clock=lambda: THAT_DAY, key=key)


def rows_of(path, key=None):
    """Count the rows of every table of a file, as it lies there."""
    with closing(connect(path, key)) as file:
        names = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {n: file.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0] for (n,) in names}  # noqa: S608


def version_of(path, key=None):
    with closing(connect(path, key)) as file:
        return file.execute("PRAGMA user_version").fetchone()[0]


def facts_of(path):
    """Count what version 2 kept in the journal and in settings, by the names it had there."""
    with closing(sqlite3.connect(path)) as file:
        lines = Counter(what for (what,) in file.execute("SELECT what FROM journal"))
        settings = file.execute(
            "SELECT name FROM setting WHERE value NOT IN ('', '[]')"
        ).fetchall()
    return lines, Counter(name.partition(":")[0].partition(" ")[0] for (name,) in settings)


LINES = {
    "export": ("exported",), "unlocked_place": ("unlock",), "taken_return": ("return-got",),
    "confirmation": ("submission-confirmed",), "published_revocations":
    ("revocations-published",), "conflict_decision": ("conflict-kept", "conflict-taken"),
}  # fmt: skip
"""Table -> the kinds of journal lines that it was made from."""
SETTINGS = {
    "issue": ("issued",), "envelope": ("envelope-of",), "known_reading_key":
    ("reading-key-of",), "installed_edition": ("catalogue-package",), "picture":
    ("signature-image", "seal-image"), "last_signer": ("signer", "seal-signer"),
    "setting": ("demonstration",),
}  # fmt: skip
"""Table -> the kinds of settings that it was made from."""


def test_every_fact_arrives_and_every_row_stays(book):
    before, (lines, settings) = rows_of(book), facts_of(book)
    with opened(book) as workspace:
        assert workspace.upkeep.doctor() == []
    after = rows_of(book)
    assert {name for name, rows in before.items() if after[name] < rows} == {"setting"}
    assert set(after) - set(before) >= {*LINES, *SETTINGS} - {"setting"}
    for made, held in ((LINES, lines), (SETTINGS, settings)):
        for table, names in made.items():
            assert after[table] == sum(held[name] for name in names), table
    assert after["journal"] == before["journal"]
    assert after["package_place"] >= after["submission"]


def test_the_backup_is_the_file_as_it_was(book):
    before = rows_of(book)
    with opened(book):
        pass
    backup = book.with_name(f"{book.stem}.v2-20270102-030405.ctmtqg")
    assert version_of(backup) == 2
    assert rows_of(backup) == before
    assert version_of(book) == LATEST


def encrypted(path):
    """Return an encrypted copy of a file, with a wrapped key beside."""
    target = path.with_name(f"khoa-{path.name}")
    with closing(connect(path, None)) as file:
        version = file.execute("PRAGMA user_version").fetchone()[0]
    import sqlcipher3.dbapi2 as sqlcipher

    with closing(sqlcipher.connect(str(path))) as file:
        file.execute(f"ATTACH DATABASE '{target}' AS held KEY \"x'{KEY.hex()}'\"")
        file.execute("SELECT sqlcipher_export('held')")
        file.execute(f"PRAGMA held.user_version = {version}")
        file.execute(f"PRAGMA held.application_id = {APPLICATION_ID}")
    ring_of(target).write_bytes(b"a wrapped key")
    return target


def test_an_encrypted_file_moves_the_same(book):
    pytest.importorskip("sqlcipher3", reason="the encryption extra is not installed")
    closed = encrypted(book)
    with opened(book), opened(closed, KEY) as workspace:
        assert workspace.upkeep.doctor() == []
    assert rows_of(closed, KEY) == rows_of(book)
    assert version_of(closed, KEY) == LATEST
    backup = closed.with_name(f"{closed.stem}.v2-20270102-030405.ctmtqg")
    assert version_of(backup, KEY) == 2
    assert b"SQLite format" not in backup.read_bytes()[:16]


@pytest.fixture
def server():
    if not ADDRESS:
        pytest.skip("CTMTQG_TEST_PG is not set")
    engine = server_engine(sa.make_url(ADDRESS))
    yield engine
    tables.metadata.drop_all(engine)
    engine.dispose()


def take_over(path, engine):
    """Make the tables of version 2 on a server, and copy a file's rows into them."""
    source = sa.create_engine(f"sqlite:///{path}")
    held = sa.MetaData()
    held.reflect(source)
    with engine.begin() as to, source.connect() as file:
        for step in steps_after(0)[:2]:
            step(Operations(MigrationContext.configure(to)))
        made = sa.MetaData()
        made.reflect(to)
        for table in made.sorted_tables:
            rows = [
                dict(row) for row in file.execute(sa.select(held.tables[table.name])).mappings()
            ]
            if rows:
                to.execute(table.insert(), rows)
            if "id" in table.c and table.name != "identity":
                ids = f"pg_get_serial_sequence('{table.name}', 'id')"
                to.execute(sa.text(f"SELECT setval({ids}, {len(rows) + 999})"))
    source.dispose()


def test_a_server_moves_the_same(book, server):
    take_over(book, server)
    with opened(ADDRESS) as workspace:
        assert workspace.upkeep.doctor() == []
    with server.connect() as connection:
        there = count_rows(connection)
    with opened(book):
        pass
    assert there == rows_of(book)


STOPS = """
import sys, time
from pathlib import Path
from ctmtqg_desktop.workspace.opening import migrate
from ctmtqg_desktop.workspace.workspace import open_workspace

def stop(*_):
    print("all is moved, nothing is committed", flush=True)
    time.sleep(600)

migrate._mark = stop
open_workspace(Path(sys.argv[1]), key=bytes.fromhex(sys.argv[2]) or None)
"""


@pytest.mark.parametrize("key", [None, KEY], ids=["sqlite", "sqlcipher"])
def test_killed_in_the_middle_it_is_the_old_file_and_can_be_opened(office, key):
    if key is not None:
        pytest.importorskip("sqlcipher3", reason="the encryption extra is not installed")
        office = encrypted(office)
    before = rows_of(office, key)
    words = [sys.executable, "-c", STOPS, office, (key or b"").hex()]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline().startswith("all is moved")
        child.send_signal(signal.SIGKILL)
    assert version_of(office, key) == 2
    assert rows_of(office, key) == before
    with opened(office, key) as workspace:
        assert workspace.upkeep.doctor() == []
    assert version_of(office, key) == LATEST


@pytest.mark.parametrize("lost", ["_exports", "move_packages", "move_keys"])
def test_a_fact_that_does_not_arrive_refuses_the_step(office, monkeypatch, lost):
    before = rows_of(office)
    monkeypatch.setattr(moves, lost, lambda _: None)
    with pytest.raises(WorkspaceError) as refused:
        opened(office)
    assert refused.value.code == "workspace.migration-failed"
    assert refused.value.facts["tables"]
    assert rows_of(office) == before
    assert version_of(office) == 2
    monkeypatch.undo()
    with opened(office) as workspace:
        assert workspace.upkeep.doctor() == []


def test_a_number_is_never_given_twice(office):
    with opened(office) as workspace:
        number, listed = workspace.packages.last_number(), workspace.trust.last_published()
    assert number > 0
    assert listed > 0


def test_a_newer_file_is_refused_in_words_and_untouched(office):
    with opened(office):
        pass
    with closing(sqlite3.connect(office)) as file:
        file.execute(f"PRAGMA user_version = {LATEST + 1}")
    before = office.read_bytes()
    with pytest.raises(WorkspaceError) as refused:
        opened(office)
    said = say(refused.value.code, refused.value.facts)
    assert "mới hơn" in said
    assert office.read_bytes() == before


def test_the_latest_version_walks_no_step(office):
    with opened(office):
        pass
    again = shutil.copy(office, office.with_name("lan-nua.ctmtqg"))
    with open_file(again, lambda: THAT_DAY, steps=lambda _: pytest.fail("a step was walked")):
        pass
