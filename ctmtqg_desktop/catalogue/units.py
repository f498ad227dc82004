"""Reporting units and their tree, keyed by (code, valid from).

3,316 of the 3,321 commune codes of 1 July 2025 reuse an old commune's code, so a code alone
names nothing: every look-up says at which date.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ctmtqg_desktop.catalogue.form import STRICT
from ctmtqg_desktop.catalogue.legal import Confidence
from ctmtqg_desktop.errors import FormError


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


class UnitTree:
    """All units of a catalogue, looked up by code and day."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = tuple(units)
        self._by_code: dict[str, list[Unit]] = {}
        for unit in self._units:
            self._by_code.setdefault(unit.code, []).append(unit)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units)

    def find(self, code: str, at: date) -> Unit | None:
        """Return the unit that the code means on that day, or None."""
        return next((u for u in self._by_code.get(code, ()) if u.is_valid(at)), None)

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
        found = (u for u in self._units if u.parent == code and u.is_valid(at))
        return tuple(sorted(found, key=lambda u: u.code))
