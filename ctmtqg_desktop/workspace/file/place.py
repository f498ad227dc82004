"""Where a workspace file may live, and what kind of file lies there."""

import os
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.paths import file_system_of, mount_table
from ctmtqg_desktop.workspace.file.cipher import connect, driver, ring_of
from ctmtqg_desktop.workspace.file.faults import faults_in_words

if sys.platform == "win32":
    import ctypes

APPLICATION_ID = 0x43544D54
"""``CTMT`` in the SQLite header: the file is ours."""
_PAGE_BYTES = 4096
_NOISE = 240
"""Different bytes in a page of noise; of text and pictures there are fewer."""
_MAGIC = b"SQLite format 3\x00"
_REMOTE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "fuse.sshfs", "ncpfs"})
_DRIVE_REMOTE = 4


@dataclass(frozen=True, slots=True)
class FileHeader:
    """What a file says of itself: the schema version, once it is known to be ours."""

    version: int


def is_encrypted(path: Path) -> bool:
    """Say whether a file is an encrypted workspace: no plain database, its key beside it.

    Raises:
        WorkspaceError: ``workspace.missing``, ``.read-only``.
    """
    if not path.is_file():
        raise WorkspaceError("workspace.missing", place=str(path))
    return ring_of(path).is_file() and not _is_sqlite(path)


def key_for(path: Path, key: bytes | None) -> bytes | None:
    """Return the key that a file needs: none for a plain one, whatever was given.

    Raises:
        WorkspaceError: ``workspace.missing``, ``.read-only``; ``.locked`` when it is encrypted
            and no key was given, ``.ring-missing`` when its key file is gone too.
    """
    if not path.is_file():
        raise WorkspaceError("workspace.missing", place=str(path))
    if _is_sqlite(path):
        return None
    if key is None and is_encrypted(path):
        raise WorkspaceError("workspace.locked", place=str(path))
    if key is None and has_lost_ring(path):
        raise WorkspaceError("workspace.ring-missing", place=str(path), ring=ring_of(path).name)
    return key


def has_lost_ring(path: Path) -> bool:
    """Say whether a file may be an encrypted workspace whose key file is not beside it.

    Such a file is whole pages of noise; another kind of file says in clear what it is.
    """
    size = path.stat().st_size
    if not size or size % _PAGE_BYTES or ring_of(path).is_file() or _is_sqlite(path):
        return False
    with path.open("rb") as file:
        return len(set(file.read(_PAGE_BYTES))) > _NOISE


def read_header(path: Path, key: bytes | None = None) -> FileHeader:
    """Read what kind of file it is, without SQLAlchemy, in under a millisecond.

    Args:
        path: the file.
        key: see ``key_for``.

    Raises:
        WorkspaceError: ``workspace.missing``, ``.not-a-workspace``, ``.damaged``, ``.read-only``,
            ``.locked``, ``.key-wrong``, ``.no-cipher``.
    """
    key = key_for(path, key)
    if key is None and not _is_sqlite(path):
        raise WorkspaceError("workspace.not-a-workspace", place=str(path))
    address = f"{path.resolve().as_uri()}?mode=rw"
    with faults_in_words(str(path)), closing(connect(address, key, uri=True)) as connection:
        _prove_key(connection, path, key)
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise WorkspaceError("workspace.not-a-workspace", place=str(path))
    return FileHeader(version)


def _prove_key(connection: Any, path: Path, key: bytes | None) -> None:  # noqa: ANN401
    if key is None:
        return
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except driver(key).DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_NOTADB":
            raise
        raise WorkspaceError("workspace.key-wrong", place=str(path)) from error


def _is_sqlite(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except PermissionError as error:
        raise WorkspaceError("workspace.read-only", place=str(path)) from error


def make_folder(path: Path) -> None:
    """Make the folder that a file will lie in.

    Raises:
        WorkspaceError: ``workspace.read-only``.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError("workspace.read-only", place=str(path)) from error


def check_writable(path: Path) -> None:
    """Refuse a place where a live database is not safe: read-only media, a network share.

    Raises:
        WorkspaceError: ``workspace.read-only``.
    """
    folder = path.parent
    writable = os.access(folder, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
    if not writable or _is_remote(path.resolve()):
        raise WorkspaceError("workspace.read-only", place=str(path))


def _is_remote(path: Path) -> bool:
    if sys.platform == "win32":
        if path.drive.startswith("\\\\"):
            return True
        return bool(ctypes.windll.kernel32.GetDriveTypeW(path.drive + "\\") == _DRIVE_REMOTE)
    return is_remote_mount(path, mount_table())


def is_remote_mount(path: PurePath, mounts: str) -> bool:
    """Say whether a path lies on a network file system, by the system's table of mounts."""
    return file_system_of(path, mounts) in _REMOTE_SYSTEMS


def sync(path: Path) -> None:
    """Bring a finished file, and its name in its folder, to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
