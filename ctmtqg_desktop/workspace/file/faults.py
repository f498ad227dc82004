"""What the database's own errors mean to a user."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.file.cipher import DRIVERS

_CODES = {
    sqlite3.SQLITE_FULL: "workspace.disk-full",
    sqlite3.SQLITE_BUSY: "workspace.in-use",
    sqlite3.SQLITE_LOCKED: "workspace.in-use",
    sqlite3.SQLITE_READONLY: "workspace.read-only",
    sqlite3.SQLITE_PERM: "workspace.read-only",
    sqlite3.SQLITE_CANTOPEN: "workspace.read-only",
    sqlite3.SQLITE_CORRUPT: "workspace.damaged",
    sqlite3.SQLITE_NOTADB: "workspace.damaged",
    sqlite3.SQLITE_IOERR: "workspace.disk-error",
}
_PRIMARY = 0xFF
"""An extended result code keeps the primary one in its low byte."""
_DISK_FULL_STATES = ("53100",)
_LOST_STATES = ("08", "57P")
"""PostgreSQL: connection exceptions, and shutdown by its operator."""


def code_of(error: BaseException | None) -> str:
    """Return the message code for a driver's error; empty when it is a bug of ours."""
    if error is not None and _driver_of(error) in DRIVERS:
        return _CODES.get(getattr(error, "sqlite_errorcode", 0) & _PRIMARY, "")
    state = getattr(error, "sqlstate", None) or ""
    if state in _DISK_FULL_STATES:
        return "workspace.disk-full"
    no_answer = type(error).__name__ == "OperationalError" and not state
    return "workspace.no-answer" if no_answer or state.startswith(_LOST_STATES) else ""


@contextmanager
def faults_in_words(place: str) -> Iterator[None]:
    """Turn the driver's errors that a user can act on into ours; let the others fly.

    Raises:
        WorkspaceError: disk full, in use, read-only, damaged, no answer.
    """
    try:
        yield
    except Exception as error:
        if _driver_of(error) in DRIVERS:
            _tell(place, error, error)
        if _driver_of(error) != "sqlalchemy":
            raise
        _tell(place, error, getattr(error, "orig", None))


def _driver_of(error: BaseException) -> str:
    return type(error).__module__.partition(".")[0]


def _tell(place: str, error: BaseException, driver: BaseException | None) -> None:
    if isinstance(driver, WorkspaceError):
        raise driver from None
    code = code_of(driver)
    if not code:
        raise error
    raise WorkspaceError(code, place=place) from error
