"""Building a new database, and bringing an older one up to date.

Alembic is loaded only when there is something to do, because it is heavy.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, func, inspect, select, table, text

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.file.cipher import connect
from ctmtqg_desktop.workspace.file.database import Database, sqlite_engine
from ctmtqg_desktop.workspace.file.place import APPLICATION_ID
from ctmtqg_desktop.workspace.opening.migrations import Step
from ctmtqg_desktop.workspace.parts.upkeep import copy_file, dated

_SERVER_LOCK = 0x43544D54
"""Any constant: two receivers that start at once must not both migrate."""


def build(database: Database, steps: Sequence[Step]) -> None:
    """Make what every step on an empty database ends with, in the transaction that is open."""
    with database.write() as connection:
        if connection.dialect.name == "sqlite":
            for statement in _schema(tuple(steps)):
                connection.exec_driver_sql(statement)
        else:
            _walk(connection, steps)
        _mark(connection, len(steps))


@cache
def _schema(steps: Sequence[Step]) -> tuple[str, ...]:
    """Return the statements that make all tables of a file: walking the steps takes far longer."""
    engine = create_engine("sqlite://", hide_parameters=True)
    with engine.begin() as connection:
        _walk(connection, steps)
        asked = "SELECT sql FROM sqlite_master WHERE sql NOT NULL ORDER BY rowid"
        made = tuple(connection.exec_driver_sql(asked).scalars())
    engine.dispose()
    return made


def upgrade_file(
    path: Path, version: int, steps: Sequence[Step], *, at: datetime, key: bytes | None = None
) -> Path:
    """Back a workspace file up, then walk the steps it lacks, all or none.

    Args:
        path: the file; its lock is held by the caller.
        version: what it is now.
        steps: those after that version.
        at: now, for the backup's name.
        key: of an encrypted file; its backup is encrypted too.

    Returns:
        The backup, which stays.

    Raises:
        WorkspaceError: ``workspace.migration-failed`` when rows went missing; the file is then
            as it was.
    """
    backup = dated(path, f"v{version}", at)
    if not backup.exists():
        copy_file(path, backup, key=key)
    # Foreign keys are off while tables are rebuilt: dropping a parent would else be refused.
    engine = sqlite_engine(path, foreign_keys=False, key=key)
    try:
        _upgrade(Database(engine, str(path)), version, steps)
    finally:
        engine.dispose()
    with closing(connect(path, key)) as connection:
        if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise WorkspaceError("workspace.damaged", place=str(path))
    return backup


def upgrade_server(engine: Engine, version: int, steps: Sequence[Step]) -> None:
    """Walk the steps a server's database lacks, all or none; its backup is the server's.

    Raises:
        WorkspaceError: ``workspace.migration-failed``.
    """
    database = Database(engine, engine.url.render_as_string(hide_password=True))
    with database.write() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(_SERVER_LOCK)))
        now = connection.scalar(text("SELECT schema_version FROM identity"))
        if now == version:
            _upgrade(database, version, steps)


def _upgrade(database: Database, version: int, steps: Sequence[Step]) -> None:
    with database.write() as connection:
        before = count_rows(connection)
        moved = _walk(connection, steps)
        after = count_rows(connection)
        kept = {name: rows - moved[name] for name, rows in before.items()}
        lost = sorted(name for name, rows in kept.items() if after.get(name, rows) < rows)
        if lost or _orphans(connection):
            raise WorkspaceError("workspace.migration-failed", tables=", ".join(lost))
        _mark(connection, version + len(steps))


def count_rows(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    names = inspect(connection).get_table_names()
    counted = ((name, select(func.count()).select_from(table(name))) for name in names)
    return {name: connection.scalar(asked) or 0 for name, asked in counted}


def _orphans(connection: Connection) -> bool:
    if connection.dialect.name != "sqlite":
        return False
    return bool(connection.exec_driver_sql("PRAGMA foreign_key_check").all())


def _walk(connection: Connection, steps: Sequence[Step]) -> Counter[str]:
    """Take the steps, and return how many rows they moved out of which tables."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    operations = Operations(MigrationContext.configure(connection))
    moved: Counter[str] = Counter()
    for step in steps:
        moved.update(step(operations) or {})
    return moved


def _mark(connection: Connection, version: int) -> None:
    connection.execute(text("UPDATE identity SET schema_version = :version"), {"version": version})
    if connection.dialect.name == "sqlite":  # a PRAGMA takes no parameters
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")
