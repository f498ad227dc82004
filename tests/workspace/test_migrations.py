"""Migrations: all steps make today's tables; an older file is backed up and loses no row."""

import re
import sqlite3
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from io import StringIO

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.opening.migrate import count_rows
from ctmtqg_desktop.workspace.opening.migrations import LATEST, steps_after
from ctmtqg_desktop.workspace.opening.opening import open_file
from ctmtqg_desktop.workspace.schema import tables

CELL = Cell("chung", "dan-so", "value")
THAT_DAY = datetime(2027, 1, 2, 3, 4, 5, tzinfo=VIETNAM)


def _schema(connection):
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {name: " ".join(sql.split()) for name, sql in rows}


def test_all_steps_make_the_tables_of_today(ws, tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'today.db'}")
    tables.metadata.create_all(engine)
    engine.dispose()
    with (
        closing(sqlite3.connect(tmp_path / "today.db")) as today,
        closing(sqlite3.connect(ws.place)) as walked,
    ):
        assert _schema(walked) == _schema(today)


def test_reflected_tables_are_those_of_today(ws):
    reflected = sa.MetaData()
    with ws._db.read() as connection:
        reflected.reflect(connection)
    assert set(reflected.tables) == set(tables.metadata.tables)
    for name, table in tables.metadata.tables.items():
        found = reflected.tables[name]
        assert [c.name for c in found.columns] == [c.name for c in table.columns]
        assert [c.nullable for c in found.columns] == [c.nullable for c in table.columns]
        assert [c.name for c in found.primary_key] == [c.name for c in table.primary_key]
        assert {f.target_fullname for f in found.foreign_keys} == {
            f.target_fullname for f in table.foreign_keys
        }
        assert {i.name for i in found.indexes} == {i.name for i in table.indexes}


def test_all_steps_make_the_same_tables_on_postgresql():
    written = StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": written}
    )
    for step in steps_after(0):
        step(Operations(context))
    parts = [" ".join(part.split()) for part in written.getvalue().split(";") if part.strip()]
    walked = _with_added_columns(parts)
    dialect = postgresql.dialect()
    made = [CreateTable(table) for table in tables.metadata.tables.values()] + [
        CreateIndex(index) for table in tables.metadata.tables.values() for index in table.indexes
    ]
    assert walked == {" ".join(str(part.compile(dialect=dialect)).split()) for part in made}


def _with_added_columns(parts):
    """Return statements with each column that a later step added where its table is made."""
    added = re.compile(r"ALTER TABLE (\w+) ADD COLUMN (.+)")
    later = [found.groups() for part in parts if (found := added.fullmatch(part))]
    made = {part for part in parts if not added.fullmatch(part)}
    for table, column in later:
        (old,) = (part for part in made if part.startswith(f"CREATE TABLE {table} ("))
        made = made - {old} | {old.replace(", PRIMARY KEY", f", {column}, PRIMARY KEY")}
    return made


@pytest.fixture
def older(ws, path, set_cell, submit, filled):
    """Make a filled file and close it; to the tests' program, it is one version behind."""
    set_cell(CELL, Decimal("12.5"))
    submission, package = submit()
    ws.submissions.freeze(submission, {"f": filled}, package)
    ws.close()
    return path


def _open(path, step):
    return open_file(path, lambda: THAT_DAY, latest=LATEST + 1, steps=lambda _: (step,))


def _rebuild_parents(op):
    """Rebuild two parents of many children, the way that loses children under CASCADE."""
    for name in ("sheet", "submission"):
        with op.batch_alter_table(name, recreate="always") as batch:
            batch.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))


def _version(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def test_older_file_is_backed_up_and_loses_nothing(older, key, filled):
    before = _rows(older)
    with _open(older, _rebuild_parents) as ws:
        assert ws.sheets.load(key).entries == {CELL: Decimal("12.5")}
        assert ws.submissions.values(1, "f") == filled
        assert ws.upkeep.doctor() == []
    assert _rows(older) == before
    assert _version(older) == LATEST + 1
    backup = older.with_name(f"ws.v{LATEST}-20270102-030405.ctmtqg")
    assert _version(backup) == LATEST
    assert _rows(backup) == before
    with closing(sqlite3.connect(older)) as connection:
        assert connection.execute("SELECT note FROM sheet").fetchone() == ("",)
        assert connection.execute("SELECT schema_version FROM identity").fetchone() == (
            LATEST + 1,
        )


def test_open_of_the_latest_version_walks_no_step(older):
    def never(_):
        raise AssertionError

    with _open(older, _rebuild_parents):
        pass
    with _open(older, never):
        pass
    assert len(list(older.parent.glob("ws.v*"))) == 1


def _rows(path):
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        counted = count_rows(connection)
    engine.dispose()
    return counted


def _lose_rows(op):
    op.execute("DELETE FROM frozen_value")


def _orphan_rows(op):
    op.execute("UPDATE entry SET sheet_id = 99")


@pytest.mark.parametrize("step", [_lose_rows, _orphan_rows])
def test_step_that_loses_rows_is_undone(older, step):
    before = _rows(older)
    with pytest.raises(WorkspaceError) as refused:
        _open(older, step)
    assert refused.value.code == "workspace.migration-failed"
    assert _rows(older) == before
    assert _version(older) == LATEST


def test_step_that_fails_half_way_is_undone_and_the_file_can_be_opened_again(older, key):
    def broken(op):
        op.execute("CREATE TABLE half (x INTEGER) STRICT")
        op.execute("SELECT no_such_thing")

    before = _rows(older)
    with pytest.raises(sa.exc.OperationalError):
        _open(older, broken)
    assert _rows(older) == before
    with open_file(older, lambda: THAT_DAY) as ws:
        assert ws.sheets.load(key).entries == {CELL: Decimal("12.5")}
