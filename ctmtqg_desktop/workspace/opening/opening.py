"""Making and opening: files under a lock, servers by their address."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from ctmtqg_desktop.clock import Clock
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.paths import open_private
from ctmtqg_desktop.workspace.file.cipher import driver, ring_of
from ctmtqg_desktop.workspace.file.database import Database, server_engine, sqlite_engine
from ctmtqg_desktop.workspace.file.faults import faults_in_words
from ctmtqg_desktop.workspace.file.lock import Lock
from ctmtqg_desktop.workspace.file.place import (
    check_writable,
    key_for,
    make_folder,
    read_header,
    sync,
)
from ctmtqg_desktop.workspace.opening.migrate import build, upgrade_file, upgrade_server
from ctmtqg_desktop.workspace.opening.migrations import LATEST, Step, steps_after
from ctmtqg_desktop.workspace.records import Identity, Secret
from ctmtqg_desktop.workspace.store import Workspace, server_version, write_identity


def create_file(path: Path, identity: Identity, secret: Secret | None = None) -> Workspace:
    """Build the file under another name, then give it its own, so that it is whole or absent.

    Raises:
        WorkspaceError: ``workspace.exists``, ``.read-only``, ``.in-use``, ``.disk-full``,
            ``.no-cipher``.
    """
    key = secret.key if secret else None
    driver(key)
    make_folder(path)
    check_writable(path)
    lock = Lock.take(path)
    try:
        if path.exists() or ring_of(path).exists():
            raise WorkspaceError("workspace.exists", place=str(path))
        _build_file(path, identity, secret)
        return Workspace(Database(sqlite_engine(path, key=key), str(path), key=key), lock)
    except BaseException:
        lock.close()
        raise


def _build_file(path: Path, identity: Identity, secret: Secret | None) -> None:
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    try:
        open_private(new).close()  # SQLite gives the same rights to the files beside it
        database = Database(sqlite_engine(new, key=secret.key if secret else None), str(path))
        try:
            _build(database, identity)
        finally:
            database.close()
        sync(new)
        if secret is not None:
            with open_private(ring_of(path)) as ring:
                ring.write(secret.ring)
            sync(ring_of(path))
        new.replace(path)
        sync(path)
    finally:
        if not path.exists():
            ring_of(path).unlink(missing_ok=True)
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                new.with_name(new.name + ending).unlink(missing_ok=True)


def _build(database: Database, identity: Identity) -> None:

    with database.write() as connection:
        build(database, steps_after(0))
        write_identity(connection, identity, LATEST)


def open_file(
    path: Path,
    clock: Clock,
    *,
    key: bytes | None = None,
    latest: int = LATEST,
    steps: Callable[[int], Sequence[Step]] = steps_after,
) -> Workspace:
    """Open a file, bringing it up to date first if an older program made it.

    Args:
        path: the file.
        clock: names the backup.
        key: of an encrypted file; a plain one does without.
        latest: the version this program knows.
        steps: from a version to those after it.

    Raises:
        WorkspaceError: ``workspace.missing``, ``.not-a-workspace``, ``.in-use``, ``.read-only``,
            ``.newer-program``, ``.damaged``, ``.migration-failed``, ``.locked``, ``.key-wrong``,
            ``.no-cipher``.
    """
    if not path.is_file():
        raise WorkspaceError("workspace.missing", place=str(path))
    check_writable(path)
    lock = Lock.take(path)
    try:
        version = read_header(path, key).version
        key = key_for(path, key)
        _check_version(version, latest, str(path))
        if version < latest:
            upgrade_file(path, version, steps(version), at=clock(), key=key)
        return Workspace(Database(sqlite_engine(path, key=key), str(path), key=key), lock)
    except BaseException:
        lock.close()
        raise


def _check_version(version: int, latest: int, place: str) -> None:
    if version > latest:
        raise WorkspaceError("workspace.newer-program", place=place, found=version, known=latest)


def create_server(address: str, identity: Identity) -> Workspace:
    """Make the tables in an empty PostgreSQL database.

    Raises:
        WorkspaceError: ``workspace.exists``, ``.no-answer``, ``.address``, ``.no-driver``.
    """
    database = _server(address)
    try:
        with database.write() as connection:
            if server_version(connection) is not None:
                raise WorkspaceError("workspace.exists", place=database.place)
            _build(database, identity)
        return Workspace(database)
    except BaseException:
        database.close()
        raise


def open_server(address: str) -> Workspace:
    """Open a PostgreSQL workspace; many programs may.

    Raises:
        WorkspaceError: ``workspace.missing``, ``.newer-program``, ``.no-answer``, ``.address``.
    """
    database = _server(address)
    try:
        with database.read() as connection:
            version = server_version(connection)
        if version is None:
            raise WorkspaceError("workspace.missing", place=database.place)
        _check_version(version, LATEST, database.place)
        if version < LATEST:
            upgrade_server(database.engine, version, steps_after(version))
        return Workspace(database)
    except BaseException:
        database.close()
        raise


def _server(address: str) -> Database:
    url = _url(address)
    place = url.render_as_string(hide_password=True)
    try:
        with faults_in_words(place):
            return Database(server_engine(url), place)
    except (ImportError, NoSuchModuleError) as error:
        raise WorkspaceError("workspace.no-driver", place=place) from error


def _url(address: str) -> URL:
    """Read the address; it may hold a password, so no fact carries it as it was given."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise WorkspaceError("workspace.address") from None
    if url.get_backend_name() != "postgresql":
        raise WorkspaceError("workspace.address")
    return url
