"""Where the user's own files are, who may read them, and what they lie on."""

import os
import sys
from pathlib import Path, PurePath
from typing import BinaryIO

if sys.platform == "win32":
    import ctypes

PORTABLE = "ctmtqg-data"
_OWNER_ONLY = 0o600
_REMOVABLE = 2
"""What GetDriveTypeW calls DRIVE_REMOVABLE."""


def home_dir() -> Path:
    """Return the folder for workspaces and logs, without making it.

    A folder named ``ctmtqg-data`` beside the program wins, so that the program can live on a
    stick; the live workspace itself is still refused there by ``workspace``.
    """
    beside = Path(sys.argv[0]).resolve().parent / PORTABLE
    if beside.is_dir():
        return beside
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) / "ctmtqg" if base else Path.home() / "ctmtqg"
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "ctmtqg"


def keep_files_private() -> None:
    """Give every file and folder this program makes from now on to its user alone.

    Several officers share a computer, each with an account. Windows keeps files apart by folder.
    """
    os.umask(0o077)


def open_private(path: Path) -> BinaryIO:
    """Open a file to be written from its start; a new one is its owner's alone, whoever asks.

    For what holds figures or keys. A file that a library fills is made empty by this first.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, _OWNER_ONLY), "wb")


def file_system_of(path: PurePath, mounts: str) -> str:
    """Return the kind of file system a path lies on; empty when the table does not say.

    Args:
        path: absolute.
        mounts: the system's table of mounts, as ``/proc/mounts`` has it.
    """
    best, found = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = PurePath(fields[1].replace("\\040", " "))
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, found = len(point.parts), fields[2]
    return found


def mount_table() -> str:
    """Return the system's table of mounts; empty where there is none."""
    table = Path("/proc/mounts")
    return table.read_text("utf-8", "replace") if table.is_file() else ""


def stick_of(path: Path) -> str:
    """Return what people call the stick a file lies on; empty where it is on no stick.

    On Windows a drive that calls itself removable ("E:"); on Linux one that hangs on USB, by the
    folder it is mounted on.
    """
    where = path.resolve()
    if sys.platform == "win32":
        kind = ctypes.windll.kernel32.GetDriveTypeW(f"{where.drive}\\")
        return where.drive if kind == _REMOVABLE else ""
    try:
        device = where.stat().st_dev
        node = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}").resolve()
    except OSError:
        return ""
    return mount_point(where, mount_table()) if "usb" in "/".join(node.parts) else ""


def mount_point(path: PurePath, mounts: str) -> str:
    """Return the last part of the folder a path's file system is mounted on."""
    points = (PurePath(f[1].replace("\\040", " ")) for f in map(str.split, mounts.splitlines())
              if len(f) > 2)  # fmt: skip
    within = [point for point in points if path.is_relative_to(point)]
    return max(within, key=lambda point: len(point.parts)).name if within else ""
