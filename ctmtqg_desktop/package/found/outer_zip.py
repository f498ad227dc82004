"""An ordinary zip that packages were put into: its entries, read strictly and one level deep.

Nothing is unpacked to a disk, and no more than one entry is ever in memory. Whatever lets two
programs see two different contents is refused: bytes before, between or after the entries,
entries that overlap, headers that disagree, a name that occurs twice.
"""

import os
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package.container import MAX_FILE_BYTES, MAX_RATIO
from ctmtqg_desktop.package.names import printable_name
from ctmtqg_desktop.package.zip_records import (
    CENTRAL,
    CENTRAL_FORM,
    DEFLATED,
    DESCRIPTOR,
    ENCRYPTED,
    END,
    END_FORM,
    LOCAL,
    LOCAL_FORM,
    STORED,
    UTF8,
    ZIP64,
)
from ctmtqg_desktop.text import nfc

MAX_OUTER_BYTES = 1024 * 1024 * 1024
MAX_OUTER_ENTRIES = 5000
HEAD_BYTES = 512
"""So many bytes tell what a file is."""
_MAX_NAME = 1024
_SECRET = ENCRYPTED | 0x0040 | 0x2000
_DESCRIPTOR_SIGN = b"PK\x07\x08"
_BAD_NAME = re.compile(r"[\x00-\x1f\x7f]|^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)")


@dataclass(frozen=True, slots=True)
class OuterEntry:
    """One file in an ordinary zip.

    Attributes:
        name: with slashes, as it is shown; nothing is ever written under it.
        start: where its bytes lie in the zip.
    """

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    start: int

    @property
    def defect(self) -> str:
        """Return the code of why the entry cannot be read; empty where it can."""
        is_dense = self.size > MAX_RATIO * max(self.packed, 1)
        defects = (
            (self.flags & _SECRET, "left.zip-encrypted"),
            (self.method not in {STORED, DEFLATED}, "left.zip-method"),
            (max(self.size, self.packed) > MAX_FILE_BYTES, "left.too-big"),
            (self.method == STORED and self.size != self.packed, "left.zip-damaged"),
            (is_dense, "left.zip-ratio"),
        )
        return next((code for is_there, code in defects if is_there), "")


class _Listed:
    """What the central directory says of one entry."""

    def __init__(self, fields: tuple[int, ...], raw_name: bytes) -> None:
        self.flags, self.method = fields[3:5]
        self.crc, self.packed, self.size = fields[7:10]
        self.disk, self.offset = fields[13], fields[16]
        self.raw_name = raw_name
        self.name = _text_of(raw_name, is_utf8=bool(self.flags & UTF8))


def list_outer_zip(stream: BinaryIO) -> tuple[OuterEntry, ...]:
    """Return the files of an ordinary zip, folders left out.

    Raises:
        PackageError: ``package.truncated``, ``package.too-big``, ``package.zip-…``.
    """
    start, count, directory = _directory(stream)
    listed = sorted(_entries(directory, count), key=lambda one: one.offset)
    _refuse_twins(listed)
    total = sum(one.size for one in listed)
    if total > MAX_OUTER_BYTES:
        raise PackageError("package.zip-sum-too-big", size=total, limit=MAX_OUTER_BYTES)
    found = [_placed(stream, one) for one in listed]
    ends = [*(one.offset for one in listed), start][1:]
    if (listed[0].offset if listed else start) != 0:
        raise PackageError("package.zip-gap", name="")
    for entry, end in zip(found, ends, strict=True):
        _check_end(stream, entry, end)
    return tuple(entry for entry in found if not entry.name.endswith("/"))


def head_of_entry(stream: BinaryIO, entry: OuterEntry) -> bytes:
    """Return the first bytes of what an entry holds.

    Raises:
        PackageError: ``package.zip-deflate``.
    """
    stream.seek(entry.start)
    packed = stream.read(min(entry.packed, 2 * HEAD_BYTES))
    if entry.method == STORED:
        return packed[:HEAD_BYTES]
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, HEAD_BYTES)
    except zlib.error as error:
        raise PackageError("package.zip-deflate", name=entry.name) from error


def read_outer_entry(stream: BinaryIO, entry: OuterEntry) -> bytes:
    """Return what an entry without a defect holds, whole and with the right checksum.

    Raises:
        PackageError: ``package.zip-deflate``, ``package.zip-size``, ``package.zip-crc``.
    """
    stream.seek(entry.start)
    content = packed = stream.read(entry.packed)
    if entry.method == DEFLATED:
        inflating = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflating.decompress(packed, entry.size + 1)
        except zlib.error as error:
            raise PackageError("package.zip-deflate", name=entry.name) from error
        if not inflating.eof or inflating.unused_data or inflating.unconsumed_tail:
            raise PackageError("package.zip-deflate", name=entry.name)
    if len(content) != entry.size:
        raise PackageError("package.zip-size", name=entry.name)
    if zlib.crc32(content) != entry.crc:
        raise PackageError("package.zip-crc", name=entry.name)
    return content


def _directory(stream: BinaryIO) -> tuple[int, int, bytes]:
    """Return where the central directory starts, how many it lists, and its bytes."""
    size = stream.seek(0, os.SEEK_END)
    if size > MAX_OUTER_BYTES:
        raise PackageError("package.too-big", size=size, limit=MAX_OUTER_BYTES)
    last = size - END_FORM.size
    stream.seek(max(last, 0))
    tail = stream.read(END_FORM.size)
    if last < 0 or not tail.startswith(END):
        raise PackageError("package.truncated")
    _, disk, from_disk, here, count, length, start, comment = END_FORM.unpack(tail)
    if ZIP64 in {length, start} or 0xFFFF in {here, count}:
        raise PackageError("package.zip-zip64")
    if disk or from_disk or here != count or comment:
        raise PackageError("package.zip-end")
    if start + length != last:
        raise PackageError("package.zip-gap", name="")
    if count > MAX_OUTER_ENTRIES:
        raise PackageError("package.zip-too-many", count=count, limit=MAX_OUTER_ENTRIES)
    if length > MAX_OUTER_ENTRIES * 4 * _MAX_NAME:
        raise PackageError("package.zip-directory")
    stream.seek(start)
    return start, count, stream.read(length)


def _entries(directory: bytes, count: int) -> Iterator[_Listed]:
    at = 0
    for _ in range(count):
        head = directory[at : at + CENTRAL_FORM.size]
        if len(head) < CENTRAL_FORM.size or not head.startswith(CENTRAL):
            raise PackageError("package.zip-directory")
        fields = CENTRAL_FORM.unpack(head)
        at += CENTRAL_FORM.size
        raw_name = directory[at : at + fields[10]]
        at += sum(fields[10:13])
        one = _Listed(fields, raw_name)
        if ZIP64 in {one.packed, one.size, one.offset} or one.disk:
            raise PackageError("package.zip-zip64", name=printable_name(one.name))
        yield one
    if at != len(directory):
        raise PackageError("package.zip-directory")


def _text_of(raw: bytes, *, is_utf8: bool) -> str:
    """Return a name as text with slashes, whichever way another program wrote it."""
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if is_utf8:
            raise PackageError("package.zip-name", name=printable_name(repr(raw))) from error
        name = raw.decode("cp437")
    name = nfc(name).replace("\\", "/")
    if not name.strip("/") or len(name) > _MAX_NAME or _BAD_NAME.search(name):
        raise PackageError("package.zip-name", name=printable_name(name))
    return name


def _refuse_twins(listed: list[_Listed]) -> None:
    names = [one.name.rstrip("/") for one in listed]
    if len(set(names)) == len(names):
        return
    twin = next(name for name in names if names.count(name) > 1)
    raise PackageError("package.zip-duplicate", name=printable_name(twin))


def _placed(stream: BinaryIO, one: _Listed) -> OuterEntry:
    """Return an entry whose local header says the same as the directory."""
    stream.seek(one.offset)
    head = stream.read(LOCAL_FORM.size)
    if len(head) < LOCAL_FORM.size or not head.startswith(LOCAL):
        raise PackageError("package.zip-local-differs", name=printable_name(one.name))
    _, _, flags, method, _, _, crc, packed, size, length, extra = LOCAL_FORM.unpack(head)
    told, found = (one.crc, one.packed, one.size), (crc, packed, size)
    is_later = bool(flags & DESCRIPTOR) and found == (0, 0, 0)
    same = (flags, method, stream.read(length)) == (one.flags, one.method, one.raw_name)
    if not same or (found != told and not is_later):
        raise PackageError("package.zip-local-differs", name=printable_name(one.name))
    start = one.offset + LOCAL_FORM.size + length + extra
    return OuterEntry(one.name, flags, method, one.crc, one.packed, one.size, start)


def _check_end(stream: BinaryIO, entry: OuterEntry, end: int) -> None:
    """Demand that an entry reaches to the next one, with its descriptor where it has one."""
    stop = entry.start + entry.packed
    wanted = {b""}
    if entry.flags & DESCRIPTOR:
        plain = struct.pack("<3L", entry.crc, entry.packed, entry.size)
        wide = struct.pack("<L2Q", entry.crc, entry.packed, entry.size)
        wanted = {sign + one for sign in (b"", _DESCRIPTOR_SIGN) for one in (plain, wide)}
    if not 0 <= end - stop <= max(map(len, wanted)):
        raise PackageError("package.zip-gap", name=printable_name(entry.name))
    stream.seek(stop)
    if stream.read(end - stop) not in wanted:
        raise PackageError("package.zip-gap", name=printable_name(entry.name))
