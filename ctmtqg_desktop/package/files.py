"""Bytes onto a disk or a stick, with proof that they arrived; bytes back, with a limit."""

import hashlib
import os
import shutil
from pathlib import Path

from ctmtqg_desktop.errors import PackageError

_SPARE_BYTES = 64 * 1024
"""Left free for the directory entry and the file system's own notes."""


def write_durably(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and read it back from the disk before it gets its name.

    Raises:
        PackageError: ``package.disk-full``, ``package.write-failed``,
            ``package.read-back-differs``. The old file, if any, is then untouched.
    """
    _check_space(path, len(data))
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _write_synced(part, data)
        if hashlib.sha256(part.read_bytes()).digest() != hashlib.sha256(data).digest():
            raise PackageError("package.read-back-differs", path=path.name)
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        code = "package.disk-full" if _is_full(error) else "package.write-failed"
        raise PackageError(code, path=path.name, reason=error.strerror or "") from error
    finally:
        part.unlink(missing_ok=True)


def read_limited(path: Path, limit: int) -> bytes:
    """Return a file's bytes, never more than ``limit`` of them in memory.

    Raises:
        PackageError: ``package.too-big``, ``package.read-failed``.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        reason = error.strerror or ""
        raise PackageError("package.read-failed", path=path.name, reason=reason) from error
    if len(data) > limit:
        raise PackageError("package.too-big", size=len(data), limit=limit)
    return data


def _check_space(path: Path, size: int) -> None:
    try:
        free = shutil.disk_usage(path.parent).free
    except OSError as error:
        reason = error.strerror or ""
        raise PackageError("package.write-failed", path=path.name, reason=reason) from error
    if free < size + _SPARE_BYTES:
        raise PackageError("package.disk-full", path=path.name, needed=size, free=free)


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
        # Ask the system to forget the pages, so that reading back asks the disk.
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _is_full(error: OSError) -> bool:
    import errno

    return error.errno in {errno.ENOSPC, errno.EDQUOT}


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; Windows does so by itself and cannot open a folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
