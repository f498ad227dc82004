"""Which engine a workspace file has: SQLite, or the same under SQLCipher with a 256-bit key.

The key lies wrapped in a small file beside, whose content is opaque here; it travels with
every copy of the workspace. SQLCipher is loaded only for a file that needs it.
"""

import sqlite3
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ctmtqg_desktop.errors import WorkspaceError

KEY_BYTES = 32
_RING = ".khoa"
_DRIVER = "sqlcipher3.dbapi2"
DRIVERS = frozenset({"sqlite3", "sqlcipher3"})
"""Whose errors are the database's own."""


def ring_of(path: Path) -> Path:
    """Return where the wrapped key of a workspace file lies, if it is encrypted."""
    return path.with_name(path.name + _RING)


def can_encrypt() -> bool:
    """Say whether this installation has SQLCipher, without loading it."""
    return find_spec(_DRIVER.partition(".")[0]) is not None


def driver(key: bytes | None) -> Any:  # noqa: ANN401  a DB-API module
    """Return the DB-API module for a file.

    Raises:
        WorkspaceError: ``workspace.no-cipher``.
    """
    if key is None:
        return sqlite3
    try:
        return import_module(_DRIVER)
    except ImportError as error:
        raise WorkspaceError("workspace.no-cipher") from error


def connect(path: Path | str, key: bytes | None = None, **options: bool) -> Any:  # noqa: ANN401
    """Open a raw connection; a wrong key is known only by the first reading.

    ``options`` are the driver's own: ``uri``, ``check_same_thread``.

    Raises:
        WorkspaceError: ``workspace.no-cipher``.
    """
    connection = driver(key).connect(str(path), **options)
    unlock_engine(connection, key)
    return connection


def unlock_engine(connection: Any, key: bytes | None) -> None:  # noqa: ANN401  the driver's own
    """Hand the key over, before anything else is said on the connection."""
    if key is None:
        return
    if len(key) != KEY_BYTES:
        raise ValueError(len(key))
    connection.execute("PRAGMA cipher_log_level = NONE").fetchall()  # it writes to standard error
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"").fetchall()
