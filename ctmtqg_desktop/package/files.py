"""Bytes onto a disk or a stick, with proof that they arrived; bytes back, with a limit.

Free space is looked at first; the bytes are written beside, brought to the disk, read back and
compared, and only then given their name. Whoever returns from here may say "có thể rút USB".
"""

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package.carrier import flush_carrier
from ctmtqg_desktop.paths import open_private
from ctmtqg_desktop.text import readable

_SPARE_BYTES = 64 * 1024
"""Left free for the directory entry and the file system's own notes."""
_REFUSED_SIGNS = frozenset('<>:"|?*\\')
"""What FAT and Windows refuse in a name; a slash never gets here."""
_MAX_NAME = 255
"""Of UTF-16 units, as FAT's long names and NTFS count."""
_CODES = {
    errno.ENOSPC: "package.disk-full",
    errno.EDQUOT: "package.disk-full",
    errno.EFBIG: "package.disk-full",
    errno.EROFS: "package.write-protected",
    errno.EACCES: "package.write-protected",
    errno.EPERM: "package.write-protected",
    errno.ENAMETOOLONG: "package.name-too-long",
    errno.EISDIR: "package.folder-in-the-way",
    errno.ENOTDIR: "package.folder-missing",
    errno.EIO: "package.carrier-lost",
    errno.ENODEV: "package.carrier-lost",
    errno.ENXIO: "package.carrier-lost",
    errno.ESTALE: "package.carrier-lost",
    errno.ENOENT: "package.carrier-lost",  # the folder was there when we began
}
_WINDOWS_CODES = {
    19: "package.write-protected",  # ERROR_WRITE_PROTECT
    112: "package.disk-full",  # ERROR_DISK_FULL
    39: "package.disk-full",  # ERROR_HANDLE_DISK_FULL
    21: "package.carrier-lost",  # ERROR_NOT_READY
    31: "package.carrier-lost",  # ERROR_GEN_FAILURE
    55: "package.carrier-lost",  # ERROR_DEV_NOT_EXIST
    433: "package.carrier-lost",  # ERROR_NO_SUCH_DEVICE
    1167: "package.carrier-lost",  # ERROR_DEVICE_NOT_CONNECTED
    123: "package.name-refused",  # ERROR_INVALID_NAME
    206: "package.name-too-long",  # ERROR_FILENAME_EXCED_RANGE
}
"""What Windows says and Python's ``errno`` blurs."""


def write_durably(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and read it back from the disk before it gets its name.

    Raises:
        PackageError: ``package.disk-full``, ``.write-protected``, ``.folder-missing``,
            ``.folder-in-the-way``, ``.name-refused``, ``.name-too-long``, ``.carrier-lost``,
            ``.read-back-differs``, ``.write-failed``. The old file, if any, is then untouched,
            unless the new one had its name already and the carrier failed at the very end.
    """
    _check_name(path)
    _check_folder(path)
    _check_space(path, len(data))
    part = path.with_name(f".{path.name[:40]}.{os.getpid()}.part")
    try:
        with _named(path):
            _write_synced(part, data)
            if hashlib.sha256(part.read_bytes()).digest() != hashlib.sha256(data).digest():
                raise PackageError("package.read-back-differs", path=path.name)
            part.replace(path)
            flush_carrier(path.parent)
    finally:
        with suppress(OSError):  # a stick that is gone takes the part along
            part.unlink(missing_ok=True)


def write_new(path: Path, data: bytes) -> None:
    """Write a file as ``write_durably`` does, but never over one that says something else.

    The same bytes under the same name are written again, since the stick may have gone bad.

    Raises:
        PackageError: ``package.file-exists`` and what ``write_durably`` raises.
    """
    _check_name(path)
    with _named(path):
        is_other = path.is_file() and not _holds(path, data)
    if is_other:
        raise PackageError("package.file-exists", path=path.name, folder=str(path.parent))
    write_durably(path, data)


def read_limited(path: Path, limit: int, *, follow: bool = True) -> bytes:
    """Return a file's bytes, never more than ``limit`` of them in memory.

    A link is followed only where ``follow`` says so.

    Raises:
        PackageError: ``package.too-big``, ``package.read-failed``, ``package.not-a-file``.
    """
    try:
        with opened_file(path, follow=follow) as stream:
            data = stream.read(limit + 1)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = getattr(error, "strerror", None) or ""
        raise PackageError("package.read-failed", path=path.name, reason=reason) from error
    if len(data) > limit:
        raise PackageError("package.too-big", size=len(data), limit=limit)
    return data


def opened_file(path: Path, *, follow: bool = True) -> BinaryIO:
    """Open a file to read; a pipe or a device is refused, and never waited for.

    Raises:
        PackageError: ``package.not-a-file``.
        OSError, ValueError: it cannot be opened; no file can have such a name.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if not follow:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    stream = os.fdopen(os.open(path, flags), "rb")
    if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        return stream
    stream.close()
    raise PackageError("package.not-a-file", path=path.name)


def is_folder(path: Path) -> bool:
    """Say whether a path is a folder; a name that no file can have is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _holds(path: Path, data: bytes) -> bool:
    if path.stat().st_size != len(data):
        return False
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").digest()
    return found == hashlib.sha256(data).digest()


def _check_name(path: Path) -> None:
    """Refuse a name that a stick's FAT would refuse half-way, wherever it is written first."""
    name = path.name
    last = name[-1:] if name.endswith((".", " ")) else ""
    bad = next((sign for sign in name if _is_refused(sign)), last)
    if bad:
        shown = bad if bad.isprintable() else f"U+{ord(bad):04X}"
        raise PackageError("package.name-refused", path=name, sign=shown)
    if len(name.encode("utf-16-le")) // 2 > _MAX_NAME:
        raise PackageError("package.name-too-long", path=name[:40] + "…")


def _is_refused(sign: str) -> bool:
    return sign in _REFUSED_SIGNS or ord(sign) < 32 or readable(sign) != sign


def _check_folder(path: Path) -> None:
    with _named(path):
        if not path.parent.is_dir():
            raise PackageError("package.folder-missing", path=path.name, folder=str(path.parent))
        if path.is_dir():
            raise PackageError("package.folder-in-the-way", path=path.name)


def _check_space(path: Path, size: int) -> None:
    with _named(path):
        free = shutil.disk_usage(path.parent).free
    if free < size + _SPARE_BYTES:
        raise PackageError("package.disk-full", path=path.name, needed=size, free=free)


def _write_synced(path: Path, data: bytes) -> None:
    with open_private(path) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())  # FlushFileBuffers on Windows
        # Ask the system to forget the pages, so that reading back asks the disk.
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Turn what the system says into a code of ours.

    Raises:
        PackageError: see ``write_durably``.
    """
    try:
        yield
    except OSError as error:
        said = _WINDOWS_CODES.get(getattr(error, "winerror", None) or 0, "")
        code = said or _CODES.get(error.errno or 0, "package.write-failed")
        facts = {"path": path.name, "folder": str(path.parent), "reason": error.strerror or ""}
        raise PackageError(code, **facts) from error
