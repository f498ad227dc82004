"""A mistake in a declared file, and finding its line."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from ctmtqg_desktop.text import fold

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([\w.\"-]+)\s*=\s*(.*)$")

Path = tuple[str | int, ...]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """Something wrong in a declared file; the sentence is found by code.

    Attributes:
        file: relative to the catalogue's folder.
        line: counted from 1.
        place: sheet and cell ("Cột!E7") where the file is a workbook; empty in a text.
    """

    file: str
    line: int
    code: str
    facts: dict[str, object] = field(default_factory=dict, compare=False)
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The text or workbook a record came from.

    Attributes:
        places: path -> sheet and cell, where it is a workbook; ``text`` is then empty.
    """

    name: str
    text: str = field(repr=False)
    sha256: str = ""
    places: Mapping[Path, str] = field(default_factory=dict, repr=False)

    def mistake(self, code: str, where: Path, **facts: object) -> Mistake:
        """Return a mistake at the line where a path stands."""
        path = ".".join(str(part) for part in where)
        place = _nearest_above(where, self.places) or ""
        return Mistake(self.name, self.line(where), code, {"where": path, **facts}, place)

    def line(self, where: Path) -> int:
        """Return the line of a path such as ("sections", 0, "rows", 4, "measure").

        The nearest place above is returned where the path itself has no line.
        """
        return _nearest_above(where, _line_index(self.text)) or 1


def _nearest_above(where: Path, known: Mapping[Path, _T]) -> _T | None:
    """Return what stands at a path or at the nearest path above it."""
    heads = (where[:length] for length in range(len(where), -1, -1))
    return next((known[head] for head in heads if head in known), None)


def nearest_spelling(wanted: str, known: Iterable[str]) -> str:
    """Return the most similar known id, accents and capitals apart, or nothing."""
    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(fold(name), name)
    found = get_close_matches(fold(wanted), list(folded), 1)
    return folded[found[0]] if found else ""


def _line_index(text: str) -> dict[Path, int]:
    """Map paths to lines; relies on our rule that one row is one line of the file."""
    index: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    array: Path | None = None
    item = 0
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if array is not None:
            if stripped.startswith("]"):
                array = None
            elif stripped and not stripped.startswith("#"):
                index[(*array, item)] = number
                item += 1
            continue
        header = _HEADER.match(line)
        if header:
            table = _table_path(header.group(2), header.group(1) == "[[", counts)
            index[table] = number
            continue
        key = _KEY.match(line)
        if key:
            path = (*table, key.group(1).strip('"'))
            index[path] = number
            if key.group(2).strip() == "[":
                array, item = path, 0
    return index


def _table_path(name: str, is_array: bool, counts: dict[Path, int]) -> Path:
    path: Path = ()
    parts = [part.strip().strip('"') for part in name.split(".")]
    for place, part in enumerate(parts):
        path = (*path, part)
        if place == len(parts) - 1 and is_array:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
