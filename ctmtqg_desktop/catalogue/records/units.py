"""Reporting units and their tree, keyed by (code, valid from).

3,316 of the 3,321 commune codes of 1 July 2025 reuse an old commune's code, so a code alone
names nothing: every look-up says at which date.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

from ctmtqg_desktop.catalogue.records.form import STRICT
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.text import fold

_QUOTES = str.maketrans("", "", "'\u2019")


@dataclass(frozen=True, slots=True)
class Unit:
    """A node of the reporting tree.

    Attributes:
        code: official code as text, leading zeros kept.
        kind: id of its kind ("xa", "thi-tran", "huyen", "tinh"); data, never named in code.
        name: with its kind word, "Xã Bình Lư".
        parent: code of the unit it reports to; empty at the top.
        valid_from, valid_to: the days between which this code means this unit; None is open.
        region: id of the region whose thresholds apply.
        agency: who signs and prints, "Ủy ban nhân dân xã Bình Lư".
        place: place name before the date in print.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    code: str
    kind: str
    name: str
    parent: str
    valid_from: date
    region: str
    agency: str
    place: str
    source: str
    confidence: Confidence
    valid_to: date | None = None

    def is_valid(self, at: date) -> bool:
        """Say whether the code means this unit on that day."""
        return self.valid_from <= at and (self.valid_to is None or at <= self.valid_to)


class WiderSource(Protocol):
    """Units beyond the declared ones; asked only when those do not answer."""

    def find(self, code: str, at: date) -> Unit | None:
        """Return the unit that the code means on that day, or None."""

    def children(self, code: str, at: date) -> tuple[Unit, ...]:
        """Return the units below one on that day."""

    def search(self, text: str, at: date, limit: int) -> tuple[Unit, ...]:
        """Return the units whose name or code holds every word of a text."""


class UnitTree:
    """All units of a catalogue, looked up by code and day.

    A unit that is declared in a file of its own hides the one of the same code and day in the
    national tables. Its last day is a statement too: after it the tables do not bring back what
    they still hold for the same days, only what they say of other days. Before its first day
    the tables answer. Iterating gives the declared ones only.
    """

    def __init__(self, units: Iterable[Unit], wider: WiderSource | None = None) -> None:
        self._units = tuple(units)
        self._wider = wider
        self._by_code: dict[str, list[Unit]] = {}
        for unit in self._units:
            self._by_code.setdefault(unit.code, []).append(unit)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units)

    def find(self, code: str, at: date) -> Unit | None:
        """Return the unit that the code means on that day, or None."""
        own = self._declared(code, at)
        if own is not None or self._wider is None:
            return own
        found = self._wider.find(code, at)
        return found if found is not None and not self._is_hidden(found, at) else None

    def at(self, code: str, at: date) -> Unit:
        """Return the unit that the code means on that day.

        Raises:
            FormError: ``form.unit-unknown``.
        """
        unit = self.find(code, at)
        if unit is None:
            raise FormError("form.unit-unknown", unit=code, date=at.isoformat())
        return unit

    def above(self, unit: Unit, at: date) -> tuple[str, ...]:
        """Return the codes of the units above one on a day, the nearest first."""
        found: list[str] = []
        while unit.parent and unit.parent not in found:
            found.append(unit.parent)
            parent = self.find(unit.parent, at)
            if parent is None:
                break
            unit = parent
        return tuple(found)

    def children(self, code: str, at: date) -> tuple[Unit, ...]:
        """Return the units that report to this one on that day, by code."""
        found = {u.code: u for u in self._units if u.parent == code and u.is_valid(at)}
        for unit in self._wider.children(code, at) if self._wider else ():
            if not self._is_hidden(unit, at):
                found[unit.code] = unit
        return tuple(sorted(found.values(), key=lambda u: u.code))

    def search(self, text: str, at: date, limit: int = 50) -> tuple[Unit, ...]:
        """Return the units of a day that hold every word of a text, declared ones first.

        Accents, capitals, quotes and the place of the tone mark (hoà, hòa) do not matter; an
        empty text finds nothing.
        """
        words = search_text(text).split()
        found = {
            unit.code: unit
            for unit in self._units
            if words and unit.is_valid(at) and _holds(unit, words)
        }
        for unit in self._wider.search(text, at, limit) if self._wider else ():
            if not self._is_hidden(unit, at):
                found.setdefault(unit.code, unit)
        return tuple(found.values())[:limit]

    def _is_hidden(self, unit: Unit, at: date) -> bool:
        """Say whether a unit of the tables was declared, or has been declared ended."""
        known = self._by_code.get(unit.code, ())
        return any(own.valid_from <= at and _meet(own, unit) for own in known)

    def _declared(self, code: str, at: date) -> Unit | None:
        return next((u for u in self._by_code.get(code, ()) if u.is_valid(at)), None)


def _meet(one: Unit, other: Unit) -> bool:
    """Say whether two units have a day in common."""
    starts, ends = max(one.valid_from, other.valid_from), (one.valid_to, other.valid_to)
    return starts <= min((day for day in ends if day is not None), default=date.max)


def search_text(text: str) -> str:
    """Return a text as names are compared: without accents, capitals and quotes."""
    return fold(text).translate(_QUOTES)


def _holds(unit: Unit, words: list[str]) -> bool:
    key = search_text(f"{unit.name} {unit.code}")
    return all(word in key for word in words)
