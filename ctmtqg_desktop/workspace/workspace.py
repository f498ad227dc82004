"""The public face: make, open and restore a workspace.

Light to import: SQLAlchemy comes with the first workspace that is made or opened.
"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.clock import Clock, system_clock
from ctmtqg_desktop.workspace.records import Identity

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.store import Workspace

__all__ = ["Identity", "Location", "Workspace", "create", "open_workspace", "restore"]

Location = Path | str
"""A file, or the address of a PostgreSQL database (``postgresql://user@host/name``)."""


def __getattr__(name: str) -> object:
    """Load ``Workspace`` when it is first asked for, as a type or for ``isinstance``."""
    if name == "Workspace":
        from ctmtqg_desktop.workspace.store import Workspace

        return Workspace
    raise AttributeError(name)


def create(location: Location, identity: Identity) -> "Workspace":
    """Make a new workspace and open it.

    Raises:
        WorkspaceError: ``workspace.exists``, ``.read-only``, ``.in-use``, ``.disk-full``; for a
            server ``.no-answer``, ``.address``, ``.no-driver``.
    """
    from ctmtqg_desktop.workspace import opening

    if _is_address(location):
        return opening.create_server(str(location), identity)
    return opening.create_file(Path(location), identity)


def open_workspace(location: Location, *, clock: Clock = system_clock) -> "Workspace":
    """Open a workspace; one that an older program made is backed up and brought up to date.

    Args:
        location: see ``Location``.
        clock: names the backup.

    Raises:
        WorkspaceError: ``workspace.missing``, ``.not-a-workspace``, ``.in-use``, ``.read-only``,
            ``.newer-program``, ``.damaged``, ``.migration-failed``; for a server ``.no-answer``,
            ``.address``, ``.no-driver``.
    """
    from ctmtqg_desktop.workspace import opening

    if _is_address(location):
        return opening.open_server(str(location))
    return opening.open_file(Path(location), clock)


def restore(backup: Path, location: Path, *, at: datetime, replace: bool = False) -> Path | None:
    """Put a backup in place; see ``upkeep.restore``.

    Raises:
        WorkspaceError: the backup is no whole workspace; ``workspace.exists``, ``.in-use``.
    """
    from ctmtqg_desktop.workspace import upkeep

    return upkeep.restore(backup, location, at=at, replace=replace)


def _is_address(location: Location) -> bool:
    return isinstance(location, str) and "://" in location
