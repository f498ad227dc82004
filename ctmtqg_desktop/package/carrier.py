"""The stick itself: bring its file system to rest, where the system lets us ask for it."""

import os
import sys
from pathlib import Path, PurePath

from ctmtqg_desktop.paths import file_system_of, mount_table

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
        if sys.platform == "linux" and is_carrier(folder.resolve(), mount_table()):
            _sync_file_system(handle)
    finally:
        os.close(handle)


def is_carrier(path: PurePath, mounts: str) -> bool:
    """Say whether a path lies on a stick's file system, by the system's table of mounts."""
    return file_system_of(path, mounts) in _CARRIERS


def _sync_file_system(handle: int) -> None:
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    if library.syncfs(handle) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
