"""Backup, restore and the doctor."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.paths import open_private
from ctmtqg_desktop.workspace.file.cipher import connect, ring_of
from ctmtqg_desktop.workspace.file.database import WorkspacePart
from ctmtqg_desktop.workspace.file.faults import faults_in_words
from ctmtqg_desktop.workspace.file.lock import Lock
from ctmtqg_desktop.workspace.file.place import (
    check_writable,
    key_for,
    make_folder,
    read_header,
    sync,
)
from ctmtqg_desktop.workspace.parts.frozen import read_sheets
from ctmtqg_desktop.workspace.parts.packages import is_whole
from ctmtqg_desktop.workspace.parts.receipts import read_register
from ctmtqg_desktop.workspace.records import Problem
from ctmtqg_desktop.workspace.schema import tables


class Upkeep(WorkspacePart):
    """Copy the workspace away, and look for damage."""

    def backup(self, target: Path) -> None:
        """Write a whole copy, as of this moment, that is on disk when this returns.

        Raises:
            WorkspaceError: ``workspace.exists``, ``.disk-full``; ``.backup-by-server`` for a
                PostgreSQL workspace, whose server has tools of its own.
        """
        if self._db.engine.dialect.name != "sqlite":
            raise WorkspaceError("workspace.backup-by-server", place=self._db.place)
        copy_file(Path(self._db.place), target, key=self._db.key)

    def doctor(self) -> list[Problem]:
        """Return everything that is wrong with what is stored; an empty list is health.

        Every submission, package and receipt is read and compared with its digest, because
        the database's own check sees only a part of the damage a disk can do.
        """
        with self._db.read() as connection:
            problems: list[Problem] = []
            for look in (_check_file, _check_submissions, _check_packages, _check_register):
                try:
                    with faults_in_words(self._db.place):
                        problems.extend(look(connection))
                except WorkspaceError as error:
                    problems.append(Problem(error.code, error.facts))
            return problems


def copy_file(source: Path, target: Path, *, key: bytes | None = None) -> None:
    """Copy a workspace file whole, even while it is written to; its wrapped key goes along.

    Args:
        source: the file.
        target: the copy, encrypted as the source is.
        key: of an encrypted file.

    Raises:
        WorkspaceError: ``workspace.exists``, ``.disk-full``, ``.read-only``, ``.damaged``.
    """
    if target.exists():
        raise WorkspaceError("workspace.exists", place=str(target))
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        open_private(part).close()
        with faults_in_words(str(source)), closing(connect(source, key)) as connection:
            # As bytes: a name need not be text that SQLite's driver could encode.
            connection.execute("VACUUM INTO CAST(? AS TEXT)", (os.fsencode(part),))
        sync(part)
        if key is not None:
            _copy_ring(source, target)
        part.replace(target)
        sync(target)
    except OSError as error:
        is_full = error.errno == errno.ENOSPC
        code = "workspace.disk-full" if is_full else "workspace.read-only"
        raise WorkspaceError(code, place=str(target)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _copy_ring(source: Path, target: Path) -> None:
    ring = ring_of(source)
    if ring.is_file():
        with open_private(ring_of(target)) as copy:
            copy.write(ring.read_bytes())
        sync(ring_of(target))


def restore_file(
    backup: Path, location: Path, *, at: datetime, replace: bool = False, key: bytes | None = None
) -> Path | None:
    """Put a backup in place, and keep what was there under a dated name.

    Args:
        backup: a whole workspace file; it is only read.
        location: where the workspace lives.
        at: now, for the name of what was there.
        replace: False refuses when there is a workspace already.
        key: of an encrypted backup.

    Returns:
        Where the workspace that was there lies now; None when there was none.

    Raises:
        WorkspaceError: the backup is no whole workspace; ``workspace.exists``, ``.in-use``.
    """
    read_header(backup, key)
    key = key_for(backup, key)
    _check_whole(backup, key)
    make_folder(location)
    check_writable(location)
    with Lock.take(location):
        if location.exists() and not replace:
            raise WorkspaceError("workspace.exists", place=str(location))
        incoming = location.with_name(location.name + ".restored")
        incoming.unlink(missing_ok=True)
        copy_file(backup, incoming, key=key)
        aside = _put_aside(location, at) if location.exists() else None
        if key is not None and ring_of(incoming).is_file():
            ring_of(incoming).replace(ring_of(location))
        incoming.replace(location)
        sync(location)
    return aside


def dated(location: Path, why: str, at: datetime) -> Path:
    """Return a name beside the workspace that says why and when it was put there."""
    return location.with_name(f"{location.stem}.{why}-{at:%Y%m%d-%H%M%S}{location.suffix}")


def _put_aside(location: Path, at: datetime) -> Path:
    """Move the file and its write-ahead log, the log first.

    A log left behind would be played into the file that comes in its place.
    """
    aside = dated(location, "before-restore", at)
    with suppress(sqlite3.Error), closing(sqlite3.connect(location)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    for ending in ("-wal", "-shm", ""):
        old = location.with_name(location.name + ending)
        if old.exists():
            old.replace(aside.with_name(aside.name + ending))
    if ring_of(location).is_file():
        ring_of(location).replace(ring_of(aside))
    return aside


def _check_whole(path: Path, key: bytes | None) -> None:
    with faults_in_words(str(path)), closing(connect(path, key)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA quick_check")]
    if found != ["ok"]:
        raise WorkspaceError("workspace.damaged", place=str(path))


def _check_file(connection: Connection) -> Iterator[Problem]:
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.exec_driver_sql("PRAGMA quick_check").all():
        if said != "ok":
            yield Problem("workspace.damaged-part", {"detail": said})
    pages = connection.exec_driver_sql("PRAGMA cipher_integrity_check")
    for (said,) in pages.all() if pages.returns_rows else ():  # plain SQLite does not know it
        yield Problem("workspace.damaged-part", {"detail": said})
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield Problem("workspace.lost-parent", {"table": row[0], "parent": row[2]})


def _check_submissions(connection: Connection) -> Iterator[Problem]:
    for number in connection.scalars(select(tables.submission.c.id)).all():
        try:
            read_sheets(connection, (number,))
        except WorkspaceError as error:
            yield Problem(error.code, error.facts)


def _check_packages(connection: Connection) -> Iterator[Problem]:
    package = tables.package.c
    kept = select(package.sha256).where(package.data.is_not(None))
    for digest in connection.scalars(kept).all():
        data: Any = connection.scalar(select(package.data).where(package.sha256 == digest))
        if not is_whole(digest, data):
            yield Problem("workspace.package-damaged", {"sha256": digest})


def _check_register(connection: Connection) -> Iterator[Problem]:
    before, number = "", 0
    for line in read_register(connection):
        if line.number != number + 1 or line.previous_hash != before:
            yield Problem("workspace.receipt-chain", {"number": line.number, "last": number})
        before, number = line.hash, line.number
