"""The national tables of units: thousands of rows, read only when somebody asks for one.

A table is lines ``code,name,parent,region,mark``; an empty region is the parent's, a mark of
``?`` makes the row unverified. What the small TOML files declare comes before it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar

from ctmtqg_desktop.catalogue.records.form import STRICT
from ctmtqg_desktop.catalogue.records.labels import national_names
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.units import Unit, search_text
from ctmtqg_desktop.text import natural_key, nfc

UNIT_HEADER = "code,name,parent,region,mark"
DOUBTED = "?"
_CITY_OF_THE_CENTRE = "thanh-pho-truc-thuoc-tw"

Load = Callable[[], str]
"""Gives the text of a table."""


@dataclass(frozen=True, slots=True)
class UnitTable:
    """A table of units that are all valid in the same days; ``file`` stands beside the TOML."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    file: str
    valid_from: date
    source: str
    confidence: Confidence
    valid_to: date | None = None

    def is_valid(self, at: date) -> bool:
        """Say whether the table speaks of that day."""
        return self.valid_from <= at and (self.valid_to is None or at <= self.valid_to)


@dataclass(frozen=True, slots=True)
class SuccessionTable:
    """A table of what became of the units on one day; see ``lineage``."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    file: str
    day: date
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class GazetteerFile:
    """The declaration of the national tables."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    id: str
    tables: tuple[UnitTable, ...]
    successions: tuple[SuccessionTable, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A line of a table, as it stands there."""

    code: str
    name: str
    parent: str = ""
    region: str = ""
    mark: str = ""


class Listing:
    """One table of units with its index; nothing is read before the first question."""

    def __init__(self, table: UnitTable, load: Load) -> None:
        self.table = table
        self._load = load

    def find(self, code: str) -> Unit | None:
        """Return the unit of a code, or None."""
        line = self._lines.get(code)
        return None if line is None else self._unit(row_of(line))

    def children(self, code: str) -> tuple[Unit, ...]:
        """Return the units below one, by code."""
        return tuple(self._unit(row) for row in self._by_parent.get(code, ()))

    def matches(self, text: str) -> Iterator[Unit]:
        """Yield the units whose name and code hold every word, accents and quotes apart."""
        words = search_text(text).split()
        for key, row in self._folded:
            if all(word in key for word in words):
                yield self._unit(row)

    def __iter__(self) -> Iterator[Unit]:
        return (self._unit(row) for row in self._rows)

    @cached_property
    def _lines(self) -> dict[str, str]:
        lines = nfc(self._load()).splitlines()[1:]
        return {line.partition(",")[0]: line for line in lines}

    @cached_property
    def _rows(self) -> tuple[UnitRow, ...]:
        return tuple(row_of(self._lines[code]) for code in sorted(self._lines))

    @cached_property
    def _by_parent(self) -> dict[str, list[UnitRow]]:
        groups: dict[str, list[UnitRow]] = {}
        for row in self._rows:
            groups.setdefault(row.parent, []).append(row)
        return groups

    @cached_property
    def _folded(self) -> tuple[tuple[str, UnitRow], ...]:
        return tuple((search_text(f"{row.name} {row.code}"), row) for row in self._rows)

    def _region(self, row: UnitRow) -> str:
        """Return the row's own region, or that of the nearest unit above that has one."""
        while not row.region and row.parent in self._lines:
            row = row_of(self._lines[row.parent])
        return row.region

    def _unit(self, row: UnitRow) -> Unit:
        kind_words, kind = _kind(row)
        table, committee = self.table, national_names()["agency"]["committee"]
        return Unit(
            code=row.code,
            kind=kind,
            name=row.name,
            parent=row.parent,
            valid_from=table.valid_from,
            valid_to=table.valid_to,
            region=self._region(row),
            agency=f"{committee} {row.name[:1].lower()}{row.name[1:]}",
            place=row.name.removeprefix(kind_words).strip(),
            source=table.source,
            confidence=Confidence.UNVERIFIED if row.mark == DOUBTED else table.confidence,
        )


class Gazetteer:
    """All national tables together."""

    def __init__(self, listings: Sequence[Listing] = ()) -> None:
        self.listings = tuple(listings)

    def find(self, code: str, at: date) -> Unit | None:
        """Return the unit that a code means on a day, or None."""
        found = (listing.find(code) for listing in self._at(at))
        return next((unit for unit in found if unit is not None), None)

    def children(self, code: str, at: date) -> tuple[Unit, ...]:
        """Return the units below one on a day, by code."""
        return tuple(unit for listing in self._at(at) for unit in listing.children(code))

    def search(self, text: str, at: date, limit: int = 50) -> tuple[Unit, ...]:
        """Return the units that hold every word of a text, those whose name starts so first.

        Accents, capitals, quotes and the place of the tone mark (hoà, hòa) do not matter; an
        empty text finds nothing.
        """
        if not text.strip():
            return ()
        start = search_text(text)
        found = [unit for listing in self._at(at) for unit in listing.matches(text)]
        found.sort(key=lambda u: (not search_text(u.place).startswith(start), natural_key(u.name)))
        return tuple(found[:limit])

    def _at(self, at: date) -> Iterator[Listing]:
        return (listing for listing in self.listings if listing.table.is_valid(at))


def row_of(line: str) -> UnitRow:
    """Read a line; what it has too few of is empty, what it has too many of is left out."""
    return UnitRow(*line.split(",")[:5]) if "," in line else UnitRow(line, "")


def _kind(row: UnitRow) -> tuple[str, str]:
    """Return the kind word at the start of a name, and the id of the kind."""
    for words, kind in national_names()["kinds"].items():
        if row.name.startswith(words + " "):
            is_top = kind == "thanh-pho" and not row.parent
            return words, _CITY_OF_THE_CENTRE if is_top else kind
    return "", ""
