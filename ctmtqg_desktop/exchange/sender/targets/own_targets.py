"""The targets that concern a reporting unit, answered by its own open sheets.

Those assigned to it, and those of units above to which its figure belongs. They are judged by
the function that judges an office's; what stands beside a cell, on the first page and in a check
is one answer.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ctmtqg_desktop.catalogue.records.declared import Target
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.consolidate import Source
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.exchange.answers.kept_reports import KeptReports
from ctmtqg_desktop.exchange.answers.land import unit_key
from ctmtqg_desktop.exchange.answers.track import BASELINE, Tracker
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.sender.targets.target_at_cell import (
    OwnTarget,
    target_place,
    told_with,
)
from ctmtqg_desktop.rules.finding import Finding


@dataclass(frozen=True, slots=True)
class OwnReports:
    """A unit's own sheets of a period, as whoever answers a target reads them."""

    period: Period
    unit: Unit
    sources: Mapping[str, tuple[Source, ...]]
    archive: KeptReports | None = None
    excused: frozenset[str] = field(default_factory=frozenset)


class Concern(NamedTuple):
    """A target that concerns the unit; whether it was assigned to the unit itself."""

    tracker: Tracker
    target: Target
    is_ours: bool


class OwnTargets:
    """Answer the targets that concern a unit.

    Args:
        sheet_of: the unit's sheet of a form in a period; None where it fills none.
        is_ours: whether a period's land was the unit's own.
    """

    def __init__(
        self,
        library: Library,
        unit: Unit,
        sheet_of: Callable[[str, Period], Sheet | None],
        is_ours: Callable[[Period], bool],
    ) -> None:
        self._library, self._unit = library, unit
        self._sheet_of, self._is_ours = sheet_of, is_ours
        self._trackers: dict[str, Tracker] = {}
        self._known: dict[str, tuple[Concern, ...]] = {}

    def concerning(self, period: Period) -> tuple[Concern, ...]:
        """Return the targets whose time a period is in, our own first."""
        known = self._known.get(period.code)
        if known is None:
            found = list(self._concerning(period)) if self._is_ours(period) else []
            known = tuple(sorted(found, key=lambda one: not one.is_ours))
            self._known[period.code] = known
        return known

    def answered(self, period: Period, plan_id: str = "") -> tuple[OwnTarget, ...]:
        """Return how the targets stand, of one plan or of all."""
        concerning = self.concerning(period)
        asked = [one for one in concerning if plan_id in {"", one.tracker.plan.id}]
        forms = dict.fromkeys(one.target.answer.form for one in asked)
        sheets = {form: self._sheet_of(form, period) for form in forms if form}
        return tuple(self._stood(one, period, sheets.get(one.target.answer.form)) for one in asked)

    def beside(self, sheet: Sheet) -> tuple[OwnTarget, ...]:
        """Return how the targets stand that a sheet answers."""
        asked = self.concerning(sheet.period)
        return tuple(
            self._stood(one, sheet.period, sheet)
            for one in asked
            if one.target.answer.form == sheet.form.id
        )

    def _concerning(self, period: Period) -> Iterator[Concern]:
        catalogue = self._library.catalogue
        above = {self._unit.code, *catalogue.units.above(self._unit, period.end)}
        for plan in catalogue.plans.values():
            if plan.id not in self._trackers:
                self._trackers[plan.id] = Tracker(self._library, plan, self._unit)
            tracker = self._trackers[plan.id]
            for target in plan.targets:
                if target.kind == BASELINE or not plan.covers(target, period):
                    continue
                meant = catalogue.units.find(target.unit, plan.day_of(target))
                if meant is None or (meant.is_valid(period.end) and meant.code not in above):
                    continue
                is_ours = self._is_of_us(tracker, target, meant, period)
                if is_ours is not None:
                    yield Concern(tracker, target, is_ours)

    def _is_of_us(
        self, tracker: Tracker, target: Target, meant: Unit, period: Period
    ) -> bool | None:
        """Say whether a target is ours, ours among others', or, by None, none of ours.

        What was assigned to a unit that ended in ours alone is ours now.
        """
        us = unit_key(self._unit)
        if unit_key(meant) == us:
            return True
        if not target.answer.form:
            return None
        land = tracker.land(target, period)
        if us not in {unit_key(unit) for unit in land.units}:
            return None
        return len(land.units) == 1 and {o.unit for o in land.behind} == {meant}

    def _stood(self, one: Concern, period: Period, sheet: Sheet | None) -> OwnTarget:
        sources = (Source(self._unit, 1, "", sheet),) if sheet is not None else ()
        form = {one.target.answer.form: sources} if sources else {}
        tracked = one.tracker.judged(one.target, OwnReports(period, self._unit, form))
        if sheet is None:
            return OwnTarget(tracked, one.is_ours)
        return target_place(tracked, sheet, is_ours=one.is_ours)

    def told(self, sheet: Sheet, found: Sequence[Finding]) -> tuple[Finding, ...]:
        """Add to what was found in a sheet how its targets stand."""
        return told_with(self.beside(sheet), sheet, found)
