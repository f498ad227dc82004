"""What is wrong with a single declared value: an operator, a figure, a count of decimals."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.criteria import JudgedBy, SubCriterion
from ctmtqg_desktop.catalogue.records.declared import Measure, ReportSet, Target
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, Path, SourceFile, nearest_spelling
from ctmtqg_desktop.catalogue.records.periods import Calendar, PeriodKind, periods_of

COMPARISONS = frozenset({">=", "<=", "=", ">", "<"})
MET = "met"
ANSWERS = frozenset({
    "cell", "count-met", "average-met", "all-met", "count-rows", "sum-rows", "average",
    "fall", "share-met", "not-below", "share-all-met", "count-fewer", "count-units", "each",
    "rate-points", "rate-share", "reports",
})  # fmt: skip
NEED_THAN = frozenset({"count-fewer", "count-units", "not-below"})
RATES = frozenset({"rate-points", "rate-share"})
REPORTS, NOT_BELOW = "reports", "not-below"
_YEAR = re.compile(r"\d{4}")
MAX_DECIMALS = 3
"""As many as the workspace keeps exactly."""
LAST_FIRST_DAY = 28
"""The latest day that every month has."""
_OLD_MAP, _NEW_MAP = date(2025, 6, 30), date(2025, 7, 1)
"""The last day of the units before and the first of those since two-tier government."""
COMMON_YEAR = 2023
"""Not a leap year: 29 February is no day to name a yearly deadline by."""

Found = Iterator[Mistake]


def figure(text: str) -> Decimal | None:
    """Return a declared figure; None when it is none."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def lint_sub(sub: SubCriterion, source: SourceFile, where: Path) -> Found:
    """Yield what is wrong with the wordings and thresholds of a sub-criterion."""
    if not sub.wordings:
        yield source.mistake("form.wordings-missing", where, given=sub.code)
    for threshold in sub.thresholds:
        if threshold.operator not in COMPARISONS:
            yield source.mistake("form.operator", where, given=threshold.operator)
        if sub.judged is not JudgedBy.LEVEL and figure(threshold.figure) is None:
            yield source.mistake("form.figure", where, given=threshold.figure)


def lint_target(target: Target, source: SourceFile, where: Path) -> Found:
    """Yield what is wrong with the operator, the figure and the kind of answer of a target."""
    if target.operator not in COMPARISONS | {MET}:
        yield source.mistake("form.operator", where, given=target.operator)
    if target.operator != MET and figure(target.figure) is None:
        yield source.mistake("form.figure", where, given=target.figure)
    if target.answer.by and target.answer.by not in ANSWERS:
        known = ", ".join(sorted(ANSWERS))
        yield source.mistake("form.answer-by", where, given=target.answer.by, known=known)
    yield from _equal(target, source, where)
    if target.answer.since and not _YEAR.fullmatch(target.answer.since):
        yield source.mistake("form.period-unknown", where, period=target.answer.since)
    if (target.answer.by in NEED_THAN) != bool(target.answer.than):
        yield source.mistake("form.answer-than", where, given=target.id)


def _equal(target: Target, source: SourceFile, where: Path) -> Found:
    """Yield a mistake for a figure that must not be exceeded though nobody says why."""
    number = figure(target.figure) if target.figure else None
    is_some = target.operator == "=" and bool(number and number > 0)
    if target.exactly and target.operator != "=":
        yield source.mistake("form.exactly-idle", where, given=target.id)
    elif is_some and target.answer.by and not target.exactly:
        yield source.mistake("form.exactly-missing", where, given=target.id)


def lint_measure(measure: Measure, source: SourceFile) -> Found:
    """Yield what is wrong with the factor and the decimals of a measure."""
    factor = figure(measure.factor)
    if factor is None or factor <= 0:
        yield source.mistake("form.figure", ("measures",), given=measure.factor)
    else:
        yield from lint_decimals(measure.decimals, measure, source, ("measures",))


def lint_decimals(
    decimals: int | None, measure: Measure | None, source: SourceFile, where: Path
) -> Found:
    """Yield a mistake for decimals that cannot be kept; money is whole đồng at the finest."""
    most = MAX_DECIMALS
    factor = figure(measure.factor) if measure is not None and measure.money else None
    if factor is not None and factor > 0:
        most = factor.adjusted()
    if decimals is not None and not 0 <= decimals <= most:
        yield source.mistake("form.decimals", where, given=decimals, most=most)


def lint_calendar(calendar: Calendar, source: SourceFile) -> Found:
    """Yield a mistake for a first day that some month does not have, or an odd deadline."""
    if not 1 <= calendar.first_day <= LAST_FIRST_DAY:
        yield source.mistake("form.first-day", ("calendars",), given=calendar.first_day)
    periods = periods_of(COMMON_YEAR)
    for period, times in Counter(fixed.period for fixed in calendar.fixed).items():
        if times > 1:
            yield source.mistake("form.deadline-twice", ("calendars",), given=period)
    for fixed in calendar.fixed:
        if not any(fixed.concerns(period) for period in periods):
            yield source.mistake("form.deadline-period", ("calendars",), given=fixed.period)
        try:
            fixed.last_day(periods[0])
        except ValueError:
            given = f"{fixed.day}/{fixed.month}"
            yield source.mistake("form.deadline-day", ("calendars",), given=given)


def is_unit(code: str, catalogue: Catalogue) -> bool:
    """Say whether a code means a unit, declared or of the national tables, before or since."""
    if any(unit.code == code for unit in catalogue.units):
        return True
    return any(catalogue.units.find(code, day) is not None for day in (_OLD_MAP, _NEW_MAP))


def lint_receiver(calendar: Calendar, catalogue: Catalogue, source: SourceFile) -> Found:
    """Yield what is wrong with a calendar that a receiver puts in the place of another."""
    where = ("calendars",)
    if bool(calendar.receiver) != bool(calendar.instead_of):
        yield source.mistake("form.calendar-half", where, given=calendar.id)
        return
    if not calendar.receiver:
        if calendar.valid_from is not None:
            yield source.mistake("form.calendar-from", where, given=calendar.id)
        return
    if calendar.instead_of not in catalogue.calendars:
        facts = {"given": calendar.instead_of}
        suggestion = nearest_spelling(calendar.instead_of, catalogue.calendars)
        yield source.mistake("form.calendar-unknown", where, suggestion=suggestion, **facts)
    if not is_unit(calendar.receiver, catalogue):
        yield source.mistake("form.calendar-receiver", where, given=calendar.receiver)
    same = [
        other.id
        for other in catalogue.calendars.values()
        if _stands_for(other) == _stands_for(calendar)
    ]
    if same[0] != calendar.id:
        yield source.mistake("form.calendar-twice", where, given=calendar.id, other=same[0])


def _stands_for(calendar: Calendar) -> tuple[object, ...]:
    return calendar.receiver, calendar.instead_of, calendar.valid_from


def lint_periods(report_set: ReportSet, source: SourceFile) -> Found:
    """Yield a mistake for every kind of period that there is not."""
    known = [kind.value for kind in PeriodKind]
    for given in report_set.periods:
        if given not in known:
            facts = {"given": given, "known": ", ".join(known)}
            yield source.mistake("form.period-kind", ("periods",), **facts)
