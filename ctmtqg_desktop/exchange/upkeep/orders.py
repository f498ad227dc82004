"""What a person can ask for about a workspace itself: one order an act. Light, for pages."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ctmtqg_desktop.workspace.records import Role
from ctmtqg_desktop.workspace.workspace import Location


@dataclass(frozen=True, slots=True)
class Encryption:
    """How a new workspace is encrypted.

    Attributes:
        slip: where the recovery slip goes; None is beside the workspace.
    """

    password: str
    slip: Path | None = None


@dataclass(frozen=True, slots=True)
class Init:
    """Make a workspace.

    Attributes:
        place: its file; with an address, the file that points to it.
        unit: code of whose it is.
        at: the day that decides which unit the code means; None is today.
        report_sets: those it works with; none means all.
        url: address of an empty PostgreSQL database.
        encryption: None for a plain one.
    """

    place: Path
    unit: str
    role: Role = Role.SENDER
    at: date | None = None
    report_sets: tuple[str, ...] = ()
    url: str = ""
    encryption: Encryption | None = None


@dataclass(frozen=True, slots=True)
class Recover:
    """Set a new password for an encrypted workspace by its recovery slip.

    Attributes:
        code: as it was typed from the slip.
    """

    place: Path
    code: str
    password: str


@dataclass(frozen=True, slots=True)
class Backup:
    """Copy a workspace whole, while it is whole."""

    target: Path


@dataclass(frozen=True, slots=True)
class Restore:
    """Put a backup in place; what it replaces is kept beside.

    Attributes:
        place: where the workspace is to be. One on a server is refused: it has tools of its own.
        source: the backup; it is only read.
        replace: also where a workspace lies already.
        password: of an encrypted backup.
    """

    place: Location
    source: Path
    replace: bool = False
    password: str = ""


@dataclass(frozen=True, slots=True)
class Doctor:
    """Look for damage, and for receipts that are lost, altered or out of order."""


@dataclass(frozen=True, slots=True)
class Journal:
    """Tell who wrote which file out of a workspace; write the list itself where asked.

    Attributes:
        limit: so many of the latest lines.
    """

    limit: int = 1000
    pdf: Path | None = None
    xlsx: Path | None = None
