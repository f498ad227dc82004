"""What an office kept of other periods, made up for one target: rates and receipts."""

from datetime import UTC, datetime
from decimal import Decimal

from shipped import shipped_library
from target_lands import FIRST_YEAR, TargetLand, content_of, owing_units, put_rate, source_of

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.consolidate import Source
from ctmtqg_desktop.entries.submission import ReportKey, Status, Submission
from ctmtqg_desktop.exchange.answers.kept_reports import KeptReport
from ctmtqg_desktop.exchange.answers.land import land_of


class Years:
    """The kept reports of one earlier year: 60 of 100 households of every unit were poor."""

    def __init__(self, land: TargetLand, *, missing: int = 0) -> None:
        self._land, self._missing = land, missing

    def sources(self, form_id: str, period: Period) -> tuple[Source, ...]:
        """Return the sheets of that year, of the units of that year."""
        if period.year != FIRST_YEAR or form_id != self._land.target.answer.form:
            return ()
        plan, target, us = self._land.plan, self._land.target, self._land.us
        units = owing_units(plan, target, us, period)
        then = TargetLand(plan, target, period, us, units)
        made = [source_of(then, unit, content_of(then, beside=False)) for unit in units]
        for source in made:
            put_rate(then, source.sheet, Decimal(60), Decimal(100))
        return tuple(made[self._missing :])


class Receipts:
    """Kept reports: every unit's of every period but the named ones, and some of them late."""

    def __init__(self, land: TargetLand, *, missing: int = 0, late: int = 0) -> None:
        self._land, self._missing, self._late = land, missing, late

    def arrivals(self, set_id: str, period: Period) -> tuple[KeptReport, ...]:
        """Return one accepted report of every unit of the land but the first ones."""
        catalogue = shipped_library().catalogue
        target, day = self._land.target, self._land.plan.day_of(self._land.target)
        units = land_of(
            catalogue, catalogue.units.at(target.unit, day), self._land.us, period.end,
            lambda unit: catalogue.concerns(set_id, unit, period.end),
        ).units  # fmt: skip
        return tuple(
            KeptReport(unit, _submission(unit, set_id, period), place >= self._late)
            for place, unit in enumerate(units)
            if place >= self._missing
        )


def _submission(unit: Unit, set_id: str, period: Period) -> Submission:
    key = ReportKey(unit.code, set_id, period.code)
    return Submission(key, 1, 1, Status.ACCEPTED, "a", "", "b", datetime(2025, 1, 1, tzinfo=UTC))
