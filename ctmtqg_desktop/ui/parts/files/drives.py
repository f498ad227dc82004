"""Where files can lie on this computer: the user's own folders and the sticks that are in it."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QStorageInfo

from ctmtqg_desktop.paths import stick_of

_MOUNTED = (Path("/media"), Path("/run/media"))
"""Where a Linux desktop hangs up what is plugged in."""


@dataclass(frozen=True, slots=True)
class Stick:
    """Something that was plugged in.

    Attributes:
        name: as its owner named it; else the last part of where it hangs.
    """

    name: str
    root: Path


def documents() -> Path:
    """Return the user's folder for documents."""
    return _standard(QStandardPaths.StandardLocation.DocumentsLocation)


def desktop() -> Path:
    """Return the user's desktop."""
    return _standard(QStandardPaths.StandardLocation.DesktopLocation)


def _standard(which: QStandardPaths.StandardLocation) -> Path:
    return Path(QStandardPaths.writableLocation(which) or Path.home())


def sticks() -> tuple[Stick, ...]:
    """Return the sticks that are plugged in now, by name."""
    found = (_stick(one) for one in QStorageInfo.mountedVolumes() if one.isReady())
    return tuple(sorted((one for one in found if one), key=lambda one: one.name))


def _stick(volume: QStorageInfo) -> Stick | None:
    root = Path(volume.rootPath())
    if not (is_hung_up(root) or stick_of(root)):
        return None
    if sys.platform == "win32":
        drive = str(root).rstrip("\\/")
        return Stick(f"{volume.name()} ({drive})" if volume.name() else drive, root)
    return Stick(volume.name() or root.name, root)


def is_hung_up(root: Path) -> bool:
    """Say whether a desktop has mounted it for its user."""
    return any(place in root.parents for place in _MOUNTED)


def stick_name(path: Path, among: Iterable[Stick]) -> str:
    """Return the name of the stick a path lies on; empty for none of them."""
    on = [one for one in among if path.is_relative_to(one.root)]
    return max(on, key=lambda one: len(one.root.parts)).name if on else ""
