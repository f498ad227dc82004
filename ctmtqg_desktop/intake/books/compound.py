"""Open the envelope of an .xls, a file system in a file, whose chains may go in circles.

Source: [MS-CFB] Compound File Binary File Format, sections 2.1 to 2.6.
"""

import struct
from collections.abc import Sequence
from typing import NamedTuple

from ctmtqg_desktop.errors import IntakeError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_LAST = 0xFFFF_FFFA
"""Numbers of sectors end here; above are signs: end of a chain, free."""
_IN_HEADER = 109


class _Entry(NamedTuple):
    start: int
    size: int


class Compound:
    """The streams of such a file.

    Raises:
        IntakeError: ``intake.workbook``, here and when a stream is read.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._data = data
        self._name = name
        try:
            self._open()
        except (struct.error, KeyError, UnicodeDecodeError) as error:
            raise self._broken() from error

    def __contains__(self, stream: str) -> bool:
        return stream in self._entries

    def read(self, stream: str) -> bytes:
        """Return a stream that is there."""
        entry = self._entries[stream]
        if entry.size >= self._smallest:
            return self._joined(entry.start)[: entry.size]
        small = [self._root[at : at + 64] for at in range(0, len(self._root), 64)]
        sectors = self._chain(self._small_table, entry.start)
        if any(sector >= len(small) for sector in sectors):
            raise self._broken()
        return b"".join(small[sector] for sector in sectors)[: entry.size]

    def _open(self) -> None:
        shift = struct.unpack_from("<H", self._data, 30)[0]
        directory, _, self._smallest, small, _, more, _ = struct.unpack_from("<7I", self._data, 48)
        if shift not in (9, 12):
            raise self._broken()
        self._size = 1 << shift
        self._table: list[int] = []
        for sector in self._table_sectors(more):
            self._table += self._numbers(sector)
        self._entries: dict[str, _Entry] = {}
        listed = self._joined(directory)
        for at in range(0, len(listed) - _ENTRY + 1, _ENTRY):
            self._list(listed[at : at + _ENTRY])
        self._small_table = [
            number
            for sector in self._chain(self._table, small)
            for number in self._numbers(sector)
        ]
        self._root = self._joined(self._entries["Root Entry"].start)

    def _list(self, raw: bytes) -> None:
        length, kind = struct.unpack_from("<HB", raw, 64)
        start, size = struct.unpack_from("<2I", raw, 116)
        if kind and 2 <= length <= 64:
            name = "Root Entry" if kind == 5 else raw[: length - 2].decode("utf-16-le", "replace")
            self._entries.setdefault(name, _Entry(start, size))

    def _table_sectors(self, more: int) -> list[int]:
        """Return the sectors that hold the table of chains."""
        found = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        seen = set()
        while more < _LAST and more not in seen:
            seen.add(more)
            *numbers, more = self._numbers(more)
            found += numbers
        return [sector for sector in dict.fromkeys(found) if sector < _LAST]

    def _chain(self, table: Sequence[int], start: int) -> list[int]:
        found: dict[int, None] = {}
        while start < _LAST:
            if start in found or start >= len(table):
                raise self._broken()
            found[start] = None
            start = table[start]
        return list(found)

    def _joined(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(self._table, start)))

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        if at >= len(self._data):
            raise self._broken()
        return self._data[at : at + self._size]

    def _numbers(self, sector: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self._size // 4}I", self._sector(sector))

    def _broken(self) -> IntakeError:
        return IntakeError("intake.workbook", file=self._name)
