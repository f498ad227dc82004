"""The stick itself: bring its file system to rest, where the system lets us ask for it."""

import os
import sys
from pathlib import Path, PurePath

_CARRIERS = frozenset(
    {"vfat", "msdos", "exfat", "ntfs", "ntfs3", "fuseblk", "udf", "hfsplus", "f2fs"}
)
"""File systems of sticks and cards: without a journal, or driven from user space."""


def flush_carrier(folder: Path) -> None:
    """Make a new name durable, and on a stick everything else that waits to be written.

    Windows writes names through by itself, and lets only an administrator flush a volume.

    Raises:
        OSError: the carrier is gone or broken.
    """
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
        if sys.platform == "linux" and is_carrier(folder.resolve(), _mounts()):
            _sync_file_system(handle)
    finally:
        os.close(handle)


def is_carrier(path: PurePath, mounts: str) -> bool:
    """Say whether a path lies on a stick's file system, by the system's table of mounts."""
    best, found = -1, False
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = PurePath(fields[1].replace("\\040", " "))
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, found = len(point.parts), fields[2] in _CARRIERS
    return found


def _mounts() -> str:
    table = Path("/proc/mounts")
    return table.read_text("utf-8", "replace") if table.is_file() else ""


def _sync_file_system(handle: int) -> None:
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    if library.syncfs(handle) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
