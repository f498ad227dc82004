"""Where a workspace is: a file, or a small file that points to a database on a server."""

from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.clock import Clock
from ctmtqg_desktop.workspace.workspace import Location, open_workspace

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

_POINTER = "ctmtqg-workspace-url: "
_MOST_BYTES = 4096


def location_of(place: Path | str) -> Location:
    """Return where a workspace is: a file, or the address that a pointer file names."""
    if isinstance(place, str) and "://" in place:
        return place
    path = Path(place)
    if path.is_file() and path.stat().st_size < _MOST_BYTES:
        text = path.read_bytes()[:_MOST_BYTES].decode("utf-8", "replace")
        if text.startswith(_POINTER):
            return text.removeprefix(_POINTER).strip()
    return path


def pointer_to(address: str) -> bytes:
    """Return what a file says that points to a database."""
    return f"{_POINTER}{address}\n".encode()


def open_at(
    place: Path | str, clock: Clock, *, password: str | None = None, key: bytes | None = None
) -> "Workspace":
    """Open a workspace wherever it is.

    Args:
        place: a file, a pointer to a server, or the server's address.
        clock: names the backup of one that has to be brought up to date.
        password: of an encrypted one, where its key is not at hand.
        key: of an encrypted one.

    Raises:
        WorkspaceError: see ``open_workspace``; ``workspace.ring-missing``.
        TrustError: ``trust.sealed-password-wrong``, ``trust.sealed-unreadable``.
    """
    location = location_of(place)
    if password is not None and key is None:
        from ctmtqg_desktop.exchange.upkeep.encrypted import unlock_workspace

        key = unlock_workspace(Path(location), password)
    return open_workspace(location, clock=clock, key=key)
