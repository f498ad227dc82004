"""Which periods there is something to do for about a day, the nearest deadline first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ctmtqg_desktop.catalogue.records.declared import ReportSet
from ctmtqg_desktop.catalogue.records.periods import Period, periods_of

MOST_PERIODS = 6
"""So many are offered before all the others."""
_BEFORE, _AFTER = timedelta(days=400), timedelta(days=60)
"""So long before a deadline there is something to do; so long after it is still spoken of."""


@dataclass(frozen=True, slots=True)
class OpenPeriod:
    """A period something is to be done for.

    Attributes:
        deadline: the nearest of its reports.
    """

    period: Period
    deadline: date


def open_periods(
    sets: Iterable[ReportSet],
    day: date,
    deadline: Callable[[ReportSet, Period], date],
    is_open: Callable[[ReportSet, Period], bool],
    most: int,
) -> tuple[OpenPeriod, ...]:
    """Return the periods that have begun, by how near their deadlines are; the longer first.

    Args:
        sets: the report sets somebody works with.
        day: about which one asks.
        deadline: the last day of a set's report of a period.
        is_open: whether there is still something to do for it.
        most: so many are enough; the rest is not looked at.
    """
    begun = [p for year in (day.year - 1, day.year) for p in periods_of(year) if p.start <= day]
    pairs = (
        (report_set, period, deadline(report_set, period))
        for report_set in sets
        for period in begun
        if period.kind.value in report_set.periods
    )
    near = [one for one in pairs if day - _BEFORE <= one[2] <= day + _AFTER]
    near.sort(key=lambda one: (abs(one[2] - day), -_length(one[1])))
    found: dict[Period, date] = {}
    for report_set, period, last in near:
        if len(found) == most:
            break
        if period not in found and is_open(report_set, period):
            found[period] = last
    return tuple(OpenPeriod(period, last) for period, last in found.items())


def _length(period: Period) -> int:
    return (period.end - period.start).days
