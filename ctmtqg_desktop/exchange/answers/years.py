"""Answers from a rate over the years: how far it has fallen since the first year reported."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period, PeriodKind
from ctmtqg_desktop.entries.consolidate import Source
from ctmtqg_desktop.exchange.answers.found import (
    AnswerFound,
    AskedTarget,
    entered,
    part_of,
    reported_of,
)
from ctmtqg_desktop.exchange.answers.land import UnitKey, unit_key
from ctmtqg_desktop.text import format_number, round_half_up

Fall = Callable[[Decimal, Decimal, int], Decimal | None]


class _Rate(NamedTuple):
    """A year's rate in percent, of the units that reported both its figures."""

    year: int
    percent: Decimal | None
    reported: frozenset[UnitKey]


def by_rate_points(asked: AskedTarget) -> AnswerFound:
    """Return how many points a rate has fallen a year, from the first year that is whole."""
    return _fallen(asked, lambda first, now, years: (first - now) / years)


def by_rate_share(asked: AskedTarget) -> AnswerFound:
    """Return how much of a rate is gone, in percent of that of the first year that is whole."""
    return _fallen(asked, lambda first, now, _: (first - now) * 100 / first if first else None)


def _fallen(asked: AskedTarget, fall: Fall) -> AnswerFound:
    period = asked.whole.period
    now = _rate(asked, period.year, asked.sources)
    parts = tuple(part_of(s, entered(s, asked.cell)) for s in asked.sources)
    first = _first(asked) if period.kind is PeriodKind.YEAR else None
    if now.percent is None or first is None or first.percent is None:
        return AnswerFound(None, parts, now.reported)
    facts = {
        "first": first.year, "year": now.year,
        "before": _shown(first.percent), "after": _shown(now.percent),
    }  # fmt: skip
    figure = fall(first.percent, now.percent, now.year - first.year)
    return AnswerFound(figure, parts, now.reported, basis=("target.fallen", facts))


def _shown(percent: Decimal) -> str:
    return format_number(round_half_up(percent, 2))


def _first(asked: AskedTarget) -> _Rate | None:
    """Return the rate of the first year in which all who owed it have reported."""
    archive, begun = asked.whole.archive, asked.target.answer.since
    if archive is None or not begun:
        return None
    for year in range(int(begun), asked.whole.period.year):
        period = Period(year, PeriodKind.YEAR)
        land = asked.land_in(period)
        owing = {unit_key(unit) for unit in land.units if unit.code not in asked.whole.excused}
        found = archive.sources(asked.target.answer.form, period)
        rate = _rate(asked, year, [source for source in found if land.holds(source.unit)])
        if owing and owing <= rate.reported:
            return rate
    return None


def _rate(asked: AskedTarget, year: int, sources: Sequence[Source]) -> _Rate:
    over, under = asked.cell, Cell.parse(asked.target.answer.of)
    known = [(entered(s, over), entered(s, under)) for s in sources]
    pairs = [(a, b) for a, b in known if isinstance(a, Decimal) and isinstance(b, Decimal)]
    of = sum((b for _, b in pairs), Decimal(0))
    percent = sum((a for a, _ in pairs), Decimal(0)) * 100 / of if of else None
    return _Rate(year, percent, reported_of(sources, over) & reported_of(sources, under))
