"""Reporting periods: month, quarter, half-year, year."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar, Self

from ctmtqg_desktop.catalogue.records.form import STRICT
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.messages import phrase


class PeriodKind(StrEnum):
    """How long a reporting period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.YEAR: 12}
_LETTER = {PeriodKind.MONTH: "M", PeriodKind.QUARTER: "Q", PeriodKind.HALF: "H"}
_CODE = re.compile(r"(\d{4})(?:-(?:M(\d{2})|Q(\d)|H(\d)))?")
_HALVES = ("period.first-half", "period.second-half")
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One reporting period; ``number`` counts from 1 within the year.

    The code is ``2024``, ``2024-H1``, ``2024-Q3`` or ``2024-M07``.
    """

    year: int
    kind: PeriodKind
    number: int = 1

    @classmethod
    def parse(cls, code: str) -> Self:
        """Read a code.

        Raises:
            FormError: ``form.period-unknown``.
        """
        found = _CODE.fullmatch(code.strip().upper())
        if not found:
            raise FormError("form.period-unknown", period=code)
        year, month, quarter, half = found.groups()
        kind, number = PeriodKind.YEAR, 1
        for text, of_kind in (
            (month, PeriodKind.MONTH), (quarter, PeriodKind.QUARTER), (half, PeriodKind.HALF)
        ):  # fmt: skip
            if text:
                kind, number = of_kind, int(text)
        if not 1 <= number <= 12 // _MONTHS[kind] or int(year) < 1900:
            raise FormError("form.period-unknown", period=code)
        return cls(int(year), kind, number)

    @property
    def code(self) -> str:
        """Return the period as files and commands write it."""
        if self.kind is PeriodKind.YEAR:
            return f"{self.year:04d}"
        width = 2 if self.kind is PeriodKind.MONTH else 1
        return f"{self.year:04d}-{_LETTER[self.kind]}{self.number:0{width}d}"

    @property
    def label(self) -> str:
        """Return the period as Vietnamese readers write it, within a sentence."""
        if self.kind is PeriodKind.YEAR:
            return phrase("period.year", year=self.year)
        if self.kind is PeriodKind.MONTH:
            return phrase("period.month", month=self.number, year=self.year)
        if self.kind is PeriodKind.QUARTER:
            return phrase("period.quarter", quarter=_ROMAN[self.number - 1], year=self.year)
        return phrase(_HALVES[self.number - 1], year=self.year)

    @property
    def start(self) -> date:
        """Return the first calendar day."""
        return date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def end(self) -> date:
        """Return the last calendar day."""
        month = self.number * _MONTHS[self.kind]
        return date(self.year, month, monthrange(self.year, month)[1])

    def previous(self) -> "Period":
        """Return the period before, of the same length."""
        if self.number > 1:
            return Period(self.year, self.kind, self.number - 1)
        return Period(self.year - 1, self.kind, 12 // _MONTHS[self.kind])

    def last_year(self) -> "Period":
        """Return the same period one year earlier."""
        return Period(self.year - 1, self.kind, self.number)


def periods_of(year: int) -> list[Period]:
    """Return every period of a year, of every length."""
    return [
        Period(year, kind, number)
        for kind, months in _MONTHS.items()
        for number in range(1, 12 // months + 1)
    ]


def period_holding(day: date, kind: PeriodKind) -> Period:
    """Return the period of a kind that a day lies in."""
    return Period(day.year, kind, (day.month - 1) // _MONTHS[kind] + 1)


class Roll(StrEnum):
    """Where a deadline goes that falls on a weekend or a day off."""

    NONE = "none"
    NEXT = "next-working-day"
    PREVIOUS = "previous-working-day"


_STEPS = {Roll.NEXT: timedelta(days=1), Roll.PREVIOUS: timedelta(days=-1)}
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayOff:
    """A public holiday, on which no deadline falls where the calendar moves it."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    day: date
    name: str
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Holidays:
    """A file that lists days off."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    holidays: tuple[DayOff, ...]


@dataclass(frozen=True, slots=True)
class FixedDeadline:
    """A deadline that a legal text names by its date.

    Attributes:
        period: whose deadline it is: "year", "half-1", "quarter-3", "month-12".
        month, day: the report must have arrived before this day.
        years_later: years between the period's and the deadline's.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    period: str
    month: int
    day: int
    source: str
    confidence: Confidence
    years_later: int = 0

    def concerns(self, period: Period) -> bool:
        """Say whether this is the period's deadline."""
        kind = period.kind.value
        return self.period in {kind, f"{kind}-{period.number}"}

    def last_day(self, period: Period) -> date:
        """Return the last day on which the report is in time."""
        year = period.year + self.years_later
        return date(year, self.month, self.day) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How data window and deadline follow from a period.

    Attributes:
        first_day: day of the month on which a data window opens; 1 is the calendar month, 15
            means from the 15th of the month before to the 14th of the last month.
        deadline_days: days from the end of the data window to the deadline.
        fixed: deadlines named by date; the first that concerns a period wins over
            ``deadline_days``.
        roll: where a deadline goes that falls on a weekend or a day off.
        receiver: code of the unit that set it, for reports to itself and to all below it; empty
            for one that holds wherever a report set names it.
        instead_of: id of the calendar in whose place it then stands.
        valid_from: of a receiver's own: it stands for periods that end on this day or later,
            until the next one; None has stood from the beginning.
        days_off: filled in by the reader from the declared holidays.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    title: str
    first_day: int
    deadline_days: int
    source: str
    confidence: Confidence
    fixed: tuple[FixedDeadline, ...] = ()
    roll: Roll = Roll.NONE
    receiver: str = ""
    instead_of: str = ""
    valid_from: date | None = None
    days_off: frozenset[date] = frozenset()

    def window(self, period: Period) -> tuple[date, date]:
        """Return first and last day of the data that belong to the period."""
        if self.first_day == 1:
            return period.start, period.end
        before = period.start - timedelta(days=1)
        opens = before.replace(day=self.first_day)
        return opens, period.end.replace(day=self.first_day) - timedelta(days=1)

    def deadline(self, period: Period) -> date:
        """Return the day by which the report must have arrived."""
        named = next((f for f in self.fixed if f.concerns(period)), None)
        if named is not None:
            return self._moved(named.last_day(period))
        return self._moved(self.window(period)[1] + timedelta(days=self.deadline_days))

    def _moved(self, day: date) -> date:
        if self.roll is not Roll.NONE:
            while day.weekday() >= _SATURDAY or day in self.days_off:
                day += _STEPS[self.roll]
        return day


@dataclass(frozen=True, slots=True)
class Calendars:
    """A file of calendars."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    calendars: tuple[Calendar, ...]
