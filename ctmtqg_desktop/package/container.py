"""The closed zip profile: one way to write a container, and every other way refused by name.

The reader does not trust a field: it writes the headers anew from names, sizes and checksums
and compares bytes. Our writer stores entries and never deflates them: a flipped bit inside a
deflate stream need not change what comes out of it, and deflate differs between zlib builds.
Deflated entries of other writers are read, in packages of profile 1 alone: from 2 on what is
not spelled as we write it is refused (``package.unseal``).
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package.names import ASIC_MANIFEST, MIMETYPE, check_name, printable_name
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

MIMETYPE_CONTENT = b"application/vnd.etsi.asic-e+zip"
MAX_FILE_BYTES = 200 * 1024 * 1024
MAX_ENTRIES = 64
MAX_ENTRY_BYTES = 64 * 1024 * 1024
MAX_SUM_BYTES = 200 * 1024 * 1024
MAX_RATIO = 200

_VERSION, _MADE_BY = 20, 3 << 8 | 20
_TIME, _DATE = 0, 1 << 5 | 1  # 1980-01-01 00:00:00
_ATTRIBUTES = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class _Entry:
    """What of an entry may differ from entry to entry."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int

    def local(self) -> bytes:
        """Return the local header as it must be."""
        name = self.name.encode("ascii")
        fields = (_VERSION, self.flags, self.method, _TIME, _DATE)
        sizes = (self.crc, self.packed, self.size)
        return LOCAL_FORM.pack(LOCAL, *fields, *sizes, len(name), 0) + name

    def central(self) -> bytes:
        """Return the central header as it must be."""
        name = self.name.encode("ascii")
        fields = (_MADE_BY, _VERSION, self.flags, self.method, _TIME, _DATE)
        rest = (self.crc, self.packed, self.size, len(name), 0, 0, 0, 0)
        return CENTRAL_FORM.pack(CENTRAL, *fields, *rest, _ATTRIBUTES, self.offset) + name


def write_container(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a container of these entries, in this order, after ``mimetype``.

    The same entries give the same bytes on every machine.

    Raises:
        PackageError: a name or a size the profile refuses.
    """
    body, directory, count = bytearray(), bytearray(), 0
    for name, data in [(MIMETYPE, MIMETYPE_CONTENT), *entries]:
        check_name(name)
        if len(data) > MAX_ENTRY_BYTES:
            raise PackageError("package.zip-entry-too-big", name=name, limit=MAX_ENTRY_BYTES)
        size = len(data)
        entry = _Entry(name, 0, STORED, zlib.crc32(data), size, size, len(body))
        body += entry.local() + data
        directory += entry.central()
        count += 1
    if count > MAX_ENTRIES:
        raise PackageError("package.zip-too-many", count=count, limit=MAX_ENTRIES)
    end = END_FORM.pack(END, 0, 0, count, count, len(directory), len(body), 0)
    made = bytes(body + directory + end)
    if len(made) > MAX_FILE_BYTES:
        raise PackageError("package.too-big", size=len(made), limit=MAX_FILE_BYTES)
    return made


class Container:
    """A container whose headers are all as they must be; its contents are read when asked for."""

    def __init__(self, data: bytes) -> None:
        """Check every header.

        Raises:
            PackageError: see ``read_container``.
        """
        if len(data) > MAX_FILE_BYTES:
            raise PackageError("package.too-big", size=len(data), limit=MAX_FILE_BYTES)
        start, count = _end_of(data)
        heads = _heads(data, start, count)
        _refuse_rezipped(data, heads)
        entries = [_entry(head) for head in heads]
        _check_names(entries)
        _check_sizes(entries)
        _check_layout(data, entries, start)
        self._data, self._entries = data, {entry.name: entry for entry in entries}

    @property
    def sizes(self) -> dict[str, int]:
        """Return how long each entry is, in their order."""
        return {name: entry.size for name, entry in self._entries.items()}

    @property
    def is_plain(self) -> bool:
        """Say whether it is spelled as it is written: nothing deflated, no flag set."""
        return all(not one.flags and one.method == STORED for one in self._entries.values())

    def read(self, names: Iterable[str] | None = None) -> dict[str, bytes]:
        """Return those of these entries that there are; all of them where none are named.

        Raises:
            PackageError: ``package.zip-size``, ``.zip-crc``, ``.zip-deflate``,
                ``package.mimetype``.
        """
        first = next(iter(self._entries.values()), None)
        if first is None or first.name != MIMETYPE or first.method != STORED:
            raise PackageError("package.mimetype")
        wanted = self._entries if names is None else [n for n in names if n in self._entries]
        found = {name: _content(self._data, self._entries[name]) for name in wanted}
        if found.get(MIMETYPE, MIMETYPE_CONTENT) != MIMETYPE_CONTENT:
            raise PackageError("package.mimetype")
        return found


def read_container(data: bytes) -> dict[str, bytes]:
    """Return the entries of a container by name, in their order, ``mimetype`` included.

    Raises:
        PackageError: ``package.not-a-package``, ``package.truncated``, ``package.too-big``,
            ``package.rezipped``, ``package.inside-zip``, ``package.zip-…``,
            ``package.mimetype``.
    """
    return Container(data).read()


def _end_of(data: bytes) -> tuple[int, int]:
    """Return where the central directory starts and how many entries it lists."""
    last = len(data) - END_FORM.size
    if last < 0 or data[last : last + 4] != END:
        raise _without_end(data)
    _, disk, from_disk, here, count, size, start, comment = END_FORM.unpack_from(data, last)
    if ZIP64 in {size, start} or 0xFFFF in {here, count}:
        raise PackageError("package.zip-zip64")
    if disk or from_disk or here != count or comment:
        raise PackageError("package.zip-end")
    if start + size != last:
        raise PackageError("package.zip-gap", name="")
    if count > MAX_ENTRIES:
        raise PackageError("package.zip-too-many", count=count, limit=MAX_ENTRIES)
    return start, count


def _without_end(data: bytes) -> PackageError:
    """Say what a file is that does not end as a container does."""
    if 0 < data.rfind(END) <= len(data) - END_FORM.size:
        return PackageError("package.zip-trailing")
    if data.startswith(LOCAL):
        return PackageError("package.truncated")
    return PackageError("package.not-a-package")


@dataclass(frozen=True, slots=True)
class _Head:
    """A central header as found."""

    raw: bytes
    fields: tuple[int, ...]
    name: bytes
    extra: int
    comment: int


def _heads(data: bytes, start: int, count: int) -> list[_Head]:
    found, at, end = [], start, len(data) - END_FORM.size
    for _ in range(count):
        if at + CENTRAL_FORM.size > end or data[at : at + 4] != CENTRAL:
            raise PackageError("package.zip-directory")
        fields = CENTRAL_FORM.unpack_from(data, at)
        lengths = fields[10:13]
        stop = at + CENTRAL_FORM.size + sum(lengths)
        if stop > end:
            raise PackageError("package.zip-directory")
        name = data[at + CENTRAL_FORM.size :][: lengths[0]]
        found.append(_Head(data[at:stop], fields[1:], name, lengths[1], lengths[2]))
        at = stop
    if at != end:
        raise PackageError("package.zip-directory")
    return found


def _refuse_rezipped(data: bytes, heads: list[_Head]) -> None:
    """Tell another program's zip, where nothing is as we write it, from a damaged one of ours."""
    if any((h.fields[0], *h.fields[4:6]) == (_MADE_BY, _TIME, _DATE) for h in heads):
        return
    if any(head.name.lower().endswith((b".asice", b".age")) for head in heads):
        raise PackageError("package.inside-zip")
    if ASIC_MANIFEST.encode() in data:
        raise PackageError("package.rezipped")
    raise PackageError("package.not-a-package")


def _entry(head: _Head) -> _Entry:
    name = head.name.decode("ascii", "replace")
    shown = printable_name(name)
    flags, method = head.fields[2:4]
    crc, packed, size = head.fields[6:9]
    offset = head.fields[15]
    defects = (
        (flags & ENCRYPTED, "package.zip-encrypted"),
        (flags & DESCRIPTOR, "package.zip-descriptor"),
        (flags not in {0, UTF8}, "package.zip-flags"),
        (method not in {STORED, DEFLATED}, "package.zip-method"),
        (ZIP64 in {packed, size, offset}, "package.zip-zip64"),
        (head.extra, "package.zip-extra"),
        (head.comment, "package.zip-comment"),
    )
    for is_there, code in defects:
        if is_there:
            raise PackageError(code, name=shown)
    check_name(name)
    entry = _Entry(name, flags, method, crc, packed, size, offset)
    if entry.central() != head.raw:
        raise PackageError("package.zip-header", name=shown)
    return entry


def _check_names(entries: list[_Entry]) -> None:
    names: set[str] = set()
    folded: set[str] = set()
    for entry in entries:
        if entry.name in names:
            raise PackageError("package.zip-duplicate", name=entry.name)
        if entry.name.casefold() in folded:
            raise PackageError("package.zip-case-twins", name=entry.name)
        names.add(entry.name)
        folded.add(entry.name.casefold())


def _check_sizes(entries: list[_Entry]) -> None:
    for entry in entries:
        if max(entry.size, entry.packed) > MAX_ENTRY_BYTES:
            raise PackageError("package.zip-entry-too-big", name=entry.name, limit=MAX_ENTRY_BYTES)
        if entry.method == STORED and entry.size != entry.packed:
            raise PackageError("package.zip-size", name=entry.name)
        if entry.size > MAX_RATIO * max(entry.packed, 1):
            raise PackageError("package.zip-ratio", name=entry.name)
    total = sum(entry.size for entry in entries)
    if total > MAX_SUM_BYTES:
        raise PackageError("package.zip-sum-too-big", size=total, limit=MAX_SUM_BYTES)


def _check_layout(data: bytes, entries: list[_Entry], directory: int) -> None:
    """Demand entries one after another from the first byte on, headers as they must be."""
    at = 0
    for entry in entries:
        if entry.offset != at:
            raise PackageError("package.zip-gap", name=entry.name)
        local = entry.local()
        if data[at : at + len(local)] != local:
            raise PackageError("package.zip-local-differs", name=entry.name)
        at += len(local) + entry.packed
        if at > directory:
            raise PackageError("package.zip-gap", name=entry.name)
    if at != directory:
        raise PackageError("package.zip-gap", name="")


def _content(data: bytes, entry: _Entry) -> bytes:
    start = entry.offset + len(entry.local())
    packed = data[start : start + entry.packed]
    content = packed if entry.method == STORED else _inflate(packed, entry)
    if len(content) != entry.size:
        raise PackageError("package.zip-size", name=entry.name)
    if zlib.crc32(content) != entry.crc:
        raise PackageError("package.zip-crc", name=entry.name)
    return content


def _inflate(packed: bytes, entry: _Entry) -> bytes:
    """Unpack no more than was declared, and demand that nothing is left over."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = stream.decompress(packed, entry.size + 1)
    except zlib.error as error:
        raise PackageError("package.zip-deflate", name=entry.name) from error
    if len(content) != entry.size:
        raise PackageError("package.zip-size", name=entry.name)
    if not stream.eof or stream.unused_data or stream.unconsumed_tail:
        raise PackageError("package.zip-deflate", name=entry.name)
    return content
