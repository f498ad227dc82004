"""The public face: make, open and restore a workspace.

Light to import: SQLAlchemy comes with the first workspace that is made or opened.
"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.clock import Clock, system_clock
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.records import Identity, Secret

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.store import Workspace

__all__ = [
    "Identity", "Location", "Secret", "Workspace", "create", "is_locked", "open_workspace",
    "restore_workspace",
]  # fmt: skip

Location = Path | str
"""A file, or the address of a PostgreSQL database (``postgresql://user@host/name``)."""


def __getattr__(name: str) -> object:
    """Load ``Workspace`` when it is first asked for, as a type or for ``isinstance``."""
    if name == "Workspace":
        from ctmtqg_desktop.workspace.store import Workspace

        return Workspace
    raise AttributeError(name)


def create(location: Location, identity: Identity, *, secret: Secret | None = None) -> "Workspace":
    """Make a new workspace and open it.

    Args:
        location: see ``Location``.
        identity: whose it is.
        secret: for an encrypted file; a server has means of its own.

    Raises:
        WorkspaceError: ``workspace.exists``, ``.read-only``, ``.in-use``, ``.disk-full``,
            ``.no-cipher``; for a server ``.no-answer``, ``.address``, ``.no-driver``,
            ``.cipher-by-server``.
    """
    from ctmtqg_desktop.workspace.opening import opening

    if _is_address(location):
        if secret is not None:
            raise WorkspaceError("workspace.cipher-by-server")
        return opening.create_server(str(location), identity)
    return opening.create_file(Path(location), identity, secret)


def is_locked(location: Location) -> bool:
    """Say whether a workspace needs a key to be opened; False for one that is not there."""
    from ctmtqg_desktop.workspace.file.place import has_lost_ring, is_encrypted

    path = Path(location)
    if _is_address(location) or not path.is_file():
        return False
    return is_encrypted(path) or has_lost_ring(path)


def open_workspace(
    location: Location, *, clock: Clock = system_clock, key: bytes | None = None
) -> "Workspace":
    """Open a workspace; one that an older program made is backed up and brought up to date.

    Args:
        location: see ``Location``.
        clock: names the backup.
        key: of an encrypted file; a plain one does without.

    Raises:
        WorkspaceError: ``workspace.missing``, ``.not-a-workspace``, ``.in-use``, ``.read-only``,
            ``.newer-program``, ``.damaged``, ``.migration-failed``, ``.locked``, ``.key-wrong``,
            ``.no-cipher``; for a server ``.no-answer``, ``.address``, ``.no-driver``.
    """
    from ctmtqg_desktop.workspace.opening import opening

    if _is_address(location):
        return opening.open_server(str(location))
    return opening.open_file(Path(location), clock, key=key)


def restore_workspace(
    backup: Path, location: Path, *, at: datetime, replace: bool = False, key: bytes | None = None
) -> Path | None:
    """Put a backup in place; see ``upkeep.restore``.

    Raises:
        WorkspaceError: the backup is no whole workspace; ``workspace.exists``, ``.in-use``,
            ``.locked``, ``.key-wrong``.
    """
    from ctmtqg_desktop.workspace.parts import upkeep

    return upkeep.restore_file(backup, location, at=at, replace=replace, key=key)


def _is_address(location: Location) -> bool:
    return isinstance(location, str) and "://" in location
