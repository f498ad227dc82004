"""Which unit a code meant in a period: a workspace is its own unit's, never another land's.

3,316 of the 3,321 commune codes of 1 July 2025 were another commune's the day before.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.lineage import Share
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.text import format_date


class OtherLand(NamedTuple):
    """A period in which a unit was not there.

    Attributes:
        unit: whose workspace it is.
        then: what its code meant at the end of the period; None where it meant nothing.
        parts: the units that its land was then, or has become; none where nobody knows.
    """

    unit: Unit
    period: Period
    then: Unit | None
    parts: tuple[Unit, ...]

    @property
    def code(self) -> str:
        """Return the code of what is to be said."""
        way = "before" if self.period.end < self.unit.valid_from else "after"
        return f"exchange.land-{way}" if self.then else f"exchange.land-nothing-{way}"

    @property
    def facts(self) -> dict[str, object]:
        """Return what is to be said."""
        unit, day = self.unit, self.period.end
        others = [f"{part.name} ({part.code})" for part in self.parts]
        return {
            "own": unit.code, "unit": unit.name, "period": self.period.label,
            "then": self.then.name if self.then else "", "since": format_date(unit.valid_from),
            "until": format_date(unit.valid_to) if unit.valid_to else "",
            "parts": ", ".join(others) or "—", "day": day.isoformat(),
        }  # fmt: skip


def other_land(catalogue: Catalogue, unit: Unit, period: Period) -> OtherLand | None:
    """Return whose land a code was in a period; None where it was the unit itself.

    A code that stayed with the same unit through a change is the same; where the catalogue does
    not reach so far and names nobody, nothing is held against the unit.
    """
    day = period.end
    if unit.is_valid(day):
        return None
    then = catalogue.units.find(unit.code, day)
    is_before = day < unit.valid_from
    if then is not None and (_meet(unit, then) or _stayed(catalogue, max(unit, then, key=_first))):
        return None
    parts = _before(catalogue, unit, day) if is_before else _after(catalogue, unit, day)
    if then is None and not parts:
        return None
    return OtherLand(unit, period, then, parts)


def demand_land(catalogue: Catalogue, unit: Unit, period: Period) -> None:
    """Refuse a period in which a unit was not there: its code was another unit's, or nobody's.

    Raises:
        FormError: ``exchange.land-before``, ``exchange.land-after``,
            ``exchange.land-nothing-before``, ``exchange.land-nothing-after``.
    """
    other = other_land(catalogue, unit, period)
    if other is not None:
        raise FormError(other.code, **other.facts)


def _first(unit: Unit) -> date:
    return unit.valid_from


def _meet(one: Unit, other: Unit) -> bool:
    """Say whether two records of a code have a day in common, and so are one unit."""
    starts, ends = max(one.valid_from, other.valid_from), (one.valid_to, other.valid_to)
    return starts <= min((day for day in ends if day is not None), default=date.max)


def _stayed(catalogue: Catalogue, later: Unit) -> bool:
    """Say whether a unit was made of nothing but the whole unit of its own code."""
    steps = catalogue.lineage.predecessors(later.code, later.valid_from)
    ways = [(step.old, step.share, step.day) for step in steps]
    return ways == [(later.code, Share.WHOLE, later.valid_from)]


def _before(catalogue: Catalogue, unit: Unit, day: date) -> tuple[Unit, ...]:
    steps = catalogue.lineage.origins(unit.code, unit.valid_from, day)
    return _units(catalogue, (step.old for step in steps), day)


def _after(catalogue: Catalogue, unit: Unit, day: date) -> tuple[Unit, ...]:
    steps = catalogue.lineage.successors(unit.code, unit.valid_from)
    return _units(catalogue, (step.new for step in steps), day)


def _units(catalogue: Catalogue, codes: Iterable[str], day: date) -> tuple[Unit, ...]:
    found = (catalogue.units.find(code, day) for code in dict.fromkeys(codes))
    return tuple(unit for unit in found if unit is not None)
