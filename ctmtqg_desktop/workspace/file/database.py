"""The engine: how a connection is set up, how a transaction begins, and who may nest in one."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    URL,
    Connection,
    CursorResult,
    Engine,
    QueuePool,
    create_engine,
    event,
)
from sqlalchemy.dialects import registry, sqlite
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.sql.dml import Insert, UpdateBase
from sqlalchemy.sql.schema import Table
from sqlalchemy.util import LRUCache
from typing_extensions import override

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.file.cipher import connect, driver
from ctmtqg_desktop.workspace.file.faults import faults_in_words

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.engine import ExceptionContext

Row = tuple[str | int | None, ...]
BUSY_MS = 5000
_WRITER = "ctmtqg_writer"


def sqlite_engine(path: Path, *, foreign_keys: bool = True, key: bytes | None = None) -> Engine:
    """Return an engine for a file, without opening it.

    Only WAL with ``synchronous=FULL`` lost nothing in simulated power cuts.

    Args:
        path: the file.
        foreign_keys: False while tables are rebuilt.
        key: of an encrypted file; None for a plain one.
    """
    engine = _engine(path, key)
    pragmas = (
        f"PRAGMA busy_timeout={BUSY_MS}",
        "PRAGMA synchronous=FULL",
        f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}",
    )

    def set_up(connection: Any, record: object) -> None:  # noqa: ANN401  the driver's own
        del record
        connection.isolation_level = None  # we begin ourselves, see ``begin``
        mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()
        if mode != ("wal",):  # a file system without shared memory: some network share
            raise WorkspaceError("workspace.read-only", place=str(path))
        for pragma in pragmas:
            connection.execute(pragma).fetchall()  # an unread row would block COMMIT

    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITER)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", begin)
    return engine


class FileDialect(pysqlite.SQLiteDialect_pysqlite):
    """Let all engines of one driver share the statements that one of them has written."""

    supports_statement_cache = True

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, FileDialect) and other.dbapi is self.dbapi

    @override
    def __hash__(self) -> int:
        return id(self.dbapi)


registry.register("sqlite.ctmtqg", __name__, FileDialect.__name__)
_SHARED: dict[str, Any] = {"compiled_cache": LRUCache(500)}
"""Every workspace asks the same questions; writing one as SQL takes longer than answering it."""


def _engine(path: Path, key: bytes | None) -> Engine:
    if key is None:
        url = URL.create("sqlite+ctmtqg", database=str(path))
        return create_engine(url, hide_parameters=True, execution_options=_SHARED)
    return create_engine(
        "sqlite+ctmtqg://", module=driver(key), poolclass=QueuePool, hide_parameters=True,
        creator=lambda: connect(path, key, check_same_thread=False),  # the pool lends to any
        execution_options=_SHARED,
    )  # fmt: skip


def server_engine(url: URL) -> Engine:
    """Return an engine for a PostgreSQL server, without calling it."""
    address = url.set(drivername="postgresql+psycopg")
    engine = create_engine(address, pool_pre_ping=True, hide_parameters=True)
    event.listen(engine, "handle_error", keep_first_line)
    return engine


def keep_first_line(context: "ExceptionContext") -> None:
    """Keep of a server's error what is wrong; the lines below quote the row that it refused."""
    said = str(context.original_exception)
    first = said.partition("\n")[0]
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).replace(said, first), *error.args[1:])


class Database:
    """Hand out connections inside a transaction; one thread's writes may nest in an outer one.

    Several threads may use it at once: each has its own connection.
    """

    def __init__(self, engine: Engine, place: str, *, key: bytes | None = None) -> None:
        self.engine = engine
        self.place = place
        self.key = key
        self._here = threading.local()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Join the open transaction, or hold one that is on disk when the block ends.

        Raises:
            WorkspaceError: it could not be saved, and nothing of it was.
        """
        outer: Connection | None = getattr(self._here, "connection", None)
        if outer is not None:
            yield outer
            return
        with faults_in_words(self.place), self.engine.connect() as connection:
            writer = connection.execution_options(**{_WRITER: True})
            with writer.begin():
                self._here.connection = writer
                try:
                    yield writer
                finally:
                    self._here.connection = None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Hold one unchanging view of everything; readers never wait for a writer."""
        outer: Connection | None = getattr(self._here, "connection", None)
        if outer is not None:
            yield outer
            return
        with faults_in_words(self.place), self.engine.connect() as connection, connection.begin():
            yield connection

    def upsert(self, table: Table, *values: str) -> Insert:
        """Return an insert that replaces the named columns where the key is there already."""
        is_file = self.engine.dialect.name == "sqlite"
        insert = sqlite.insert(table) if is_file else _server_insert(table)
        keys = [column.name for column in table.primary_key]
        return insert.on_conflict_do_update(
            index_elements=keys, set_={name: insert.excluded[name] for name in values}
        )

    def close(self) -> None:
        """Close every connection; the last one folds the WAL into the file."""
        self.engine.dispose()


def _server_insert(table: Table) -> "postgresql.Insert":
    from sqlalchemy.dialects import postgresql  # a fiftieth of a second that few programs need

    return postgresql.insert(table)


def execute_many(
    connection: Connection, statement: UpdateBase, names: Sequence[str], rows: Sequence[Row]
) -> None:
    """Run a statement for many rows at the driver's own speed; none is no work.

    Args:
        connection: in a transaction.
        statement: an insert of the named columns, or one with parameters of these names.
        names: what stands in a row.
        rows: values as the driver takes them: numbers scaled, moments as texts.
    """
    if not rows:
        return
    keys = list(names) if isinstance(statement, Insert) else None
    compiled = statement.compile(dialect=connection.dialect, column_keys=keys)
    if not compiled.positional:
        connection.exec_driver_sql(str(compiled), [dict(zip(names, r, strict=True)) for r in rows])
        return
    order = itemgetter(*(names.index(name) for name in compiled.positiontup or ()))
    connection.exec_driver_sql(str(compiled), [order(row) for row in rows])


def made_id(result: CursorResult[Any]) -> int:
    """Return the id that the database gave to an inserted row."""
    key = result.inserted_primary_key
    if key is None:
        msg = "no row was inserted"
        raise LookupError(msg)
    return int(key[0])


class WorkspacePart:
    """What every part of the workspace's face holds."""

    def __init__(self, database: Database) -> None:
        self._db = database
