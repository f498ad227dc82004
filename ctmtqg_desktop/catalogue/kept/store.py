"""The catalogue as it was read last time, so that a start need not read the TOML again.

A cache file is a line with the program's version and a check sum, a line with what the sources
were, the small records and where each large one stands, and a line of JSON for each large one.
One that is foreign, damaged or older than its sources is passed over and written anew; it is
never needed. A start reads it once and copies nothing out of it but what it needs: every copy
of a megabyte costs a start as much as making fifty records.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, is_dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, get_args, get_origin
from zlib import crc32

from ctmtqg_desktop import __version__
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.gazetteer import SuccessionTable, UnitTable
from ctmtqg_desktop.catalogue.records.lazy import LazyRecords, Slices
from ctmtqg_desktop.catalogue.records.plain import field_types, record_builder, to_plain
from ctmtqg_desktop.catalogue.records.tables import TableFile, lineage_of, unit_tree
from ctmtqg_desktop.catalogue.records.units import Unit

_FORMAT = f"ctmtqg-catalogue 3 {__version__}"
_SETTLED_NS = 2_000_000_000
"""Coarsest step of a file system's clock (FAT): a later change could carry the same time."""
_OWN = Path(__file__).resolve().parents[1]
"""The code that makes the records; a frozen program has none and goes by its version."""

_TABLES: tuple[type, ...] = (UnitTable, SuccessionTable)


@dataclass(frozen=True, slots=True)
class _Sources:
    """The files as they were at a moment.

    Attributes:
        at: nanoseconds; nothing that happened later is in ``stamps``.
        files: name -> where it is; what was published since is nowhere.
        stamps: name -> size and time of change; the name of what was published since tells
            its sha256.
    """

    at: int
    files: dict[str, str]
    stamps: dict[str, list[int]]

    @property
    def is_settled(self) -> bool:
        """Say whether equal stamps from now on mean equal files."""
        return all(changed + _SETTLED_NS < self.at for _, changed in self.stamps.values())

    def sums(self) -> dict[str, str]:
        """Return name -> sha256."""
        known = {
            name: hashlib.sha256(Path(path).read_bytes()).hexdigest()
            for name, path in self.files.items()
        }
        return {name: known.get(name, "") for name in self.stamps}


@dataclass(frozen=True, slots=True)
class _Kept:
    """A cache file that is whole: its head, and the large records from ``start`` on in it."""

    head: dict[str, Any]
    data: bytes
    start: int = 0


def load_catalogue(
    *folders: Path, cache_dir: Path, extra: Mapping[str, bytes] | None = None
) -> Catalogue:
    """Return the catalogue of the folders, from the cache where that still is what they say.

    A catalogue with a mistake is read as the reader reads it, and never kept. A cache folder
    that cannot be written to only costs time.

    Args:
        folders: what comes with the program.
        cache_dir: where the cache is.
        extra: files published since; see ``read_catalogue``.
    """
    extra = extra or {}
    sources = _look(folders, extra)
    path = cache_dir / _file_name(folders, is_extended=bool(extra))
    kept = _open(path)
    if kept is not None and kept.head["settled"] and kept.head["stamps"] == sources.stamps:
        return _catalogue(kept, folders)
    sums = sources.sums()
    if kept is not None and kept.head["sums"] == sums:
        seen = {**kept.head, **_as_seen(sources)}
        if seen != kept.head:
            _write(path, _Kept(seen, kept.data[kept.start :]))
        return _catalogue(kept, folders)
    catalogue, read = _read(folders, extra)
    if read is not None and _look(folders, extra).stamps == sources.stamps:
        _write(path, _Kept({**read.head, **_as_seen(sources), "sums": sums}, read.data))
    return catalogue


def _read(folders: Sequence[Path], extra: Mapping[str, bytes]) -> tuple[Catalogue, _Kept | None]:
    """Read the catalogue; one with a mistake is not to be kept."""
    from ctmtqg_desktop.catalogue.read.reader import read_catalogue

    reading = read_catalogue(*folders, extra=extra)
    if reading.mistakes:
        return reading.catalogue, None
    return reading.catalogue, _compiled(reading.catalogue, reading.tables)


# -- sources


def _look(folders: Sequence[Path], extra: Mapping[str, bytes]) -> _Sources:
    at = time.time_ns()
    files: dict[str, str] = {}
    stamps: dict[str, list[int]] = {}
    for number, folder in enumerate((*folders, _OWN)):
        for entry in _entries(f"{folder}{os.sep}"):
            name = f"{number}/{entry.path[len(str(folder)) + 1 :].replace(os.sep, '/')}"
            stat = entry.stat()
            files[name], stamps[name] = entry.path, [stat.st_size, stat.st_mtime_ns]
    for name, data in extra.items():
        stamps[f"+{hashlib.sha256(data).hexdigest()}/{name}"] = [len(data), 0]
    return _Sources(at, files, stamps)


def _entries(folder: str) -> Iterator["os.DirEntry[str]"]:
    """Yield every file below a folder; on Windows a listing gives the stamps with the names."""
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file():
                yield entry
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _entries(entry.path)


def _as_seen(sources: _Sources) -> dict[str, Any]:
    return {"stamps": sources.stamps, "settled": sources.is_settled}


# -- the file


def _file_name(folders: Sequence[Path], *, is_extended: bool) -> str:
    """Return a name of its own for each set of folders: programs may share a home."""
    named = "\n".join(str(folder.resolve()) for folder in folders) + "\n+" * is_extended
    return f"catalogue-{crc32(named.encode()):08x}.cache"


def _signature(content: bytes | memoryview) -> bytes:
    return f"{_FORMAT} {crc32(content):08x}".encode()


def _open(path: Path) -> _Kept | None:
    """Return a cache of this version that is whole, or None."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    start = data.find(b"\n") + 1
    if data[: start - 1] != _signature(memoryview(data)[start:]):
        return None
    end = data.find(b"\n", start)
    return _Kept(json.loads(data[start:end]), data, end + 1)


def _write(path: Path, kept: _Kept) -> None:
    """Write a cache, whole or not at all; where that fails the next start tries again."""
    content = b"\n".join((_line(kept.head), kept.data))
    new = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            new.write_bytes(_signature(content) + b"\n" + content)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


# -- records


@dataclass(frozen=True, slots=True)
class _Store:
    """A mapping of a catalogue that holds records; one that is a ``dict`` is built whole."""

    record: Any
    is_whole: bool


def _stores() -> dict[str, _Store]:
    types = field_types(Catalogue)
    kinds = {
        name: get_args(of_field)[-1] for name, of_field in types.items() if get_args(of_field)
    }
    return {
        name: _Store(kind, get_origin(types[name]) is dict)
        for name, kind in kinds.items()
        if is_dataclass(kind)
    }


def _compiled(catalogue: Catalogue, tables: Sequence[TableFile]) -> _Kept:
    stores = _stores()
    held: dict[str, Mapping[Any, Any]] = {name: getattr(catalogue, name) for name in stores}
    heads = [replace(form, sections=(), rules=()) for form in catalogue.forms.values()]
    large = {name: records for name, records in held.items() if not stores[name].is_whole}
    lines = {
        name: [_line(to_plain(record)) for record in records.values()]
        for name, records in large.items()
    }
    head = {
        "keys": {name: list(records) for name, records in held.items()},
        "small": {
            name: [to_plain(record) for record in records.values()]
            for name, records in held.items()
            if name not in large
        },
        "sizes": {name: [len(line) for line in found] for name, found in lines.items()},
        "heads": {"forms": [to_plain(form) for form in heads]},
        "units": [to_plain(unit) for unit in catalogue.units],
        "tables": [
            [file.name, _TABLES.index(type(file.table)), to_plain(file.table)] for file in tables
        ],
        "digests": catalogue.digests,
    }
    return _Kept(head, b"".join(line + b"\n" for found in lines.values() for line in found))


def _catalogue(kept: _Kept, folders: Sequence[Path]) -> Catalogue:
    head, start = kept.head, kept.start
    made: dict[str, Any] = {}
    for name, store in _stores().items():
        keys, build = map(_key, head["keys"][name]), record_builder(store.record)
        if store.is_whole:
            made[name] = dict(zip(keys, map(build, head["small"][name]), strict=True))
            continue
        places = {}
        for key, size in zip(keys, head["sizes"][name], strict=True):
            places[key], start = (start, start + size), start + size + 1
        made[name] = LazyRecords(Slices(kept.data, places), build, head["heads"].get(name, ()))
    make_unit = record_builder(Unit)
    tables = [_table(name, kind, raw, folders) for name, kind, raw in head["tables"]]
    units = unit_tree((make_unit(unit) for unit in head["units"]), tables)
    return Catalogue(**made, units=units, lineage=lineage_of(tables), digests=head["digests"])


def _table(name: str, kind: int, raw: dict[str, Any], folders: Sequence[Path]) -> TableFile:
    """Return a table that is read when it is asked; the cache holds its declaration only."""
    path = next((p for folder in folders if (p := folder / name).is_file()), Path(name))
    return TableFile(
        name, record_builder(_TABLES[kind])(raw), partial(path.read_text, "utf-8-sig")
    )


def _key(plain: object) -> object:
    """Return a key as it was before JSON made lists of tuples."""
    return tuple(plain) if isinstance(plain, list) else plain
