"""DESIGN 2: month, quarter, half-year, year; each with its data window and its deadline."""

from datetime import date

import pytest

from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Calendar, Period, PeriodKind
from ctmtqg_desktop.errors import FormError


@pytest.mark.parametrize(("code", "label", "first", "last", "before", "last_year"), [
    ("2024", "năm 2024", date(2024, 1, 1), date(2024, 12, 31), "2023", "2023"),
    ("2024-H1", "6 tháng đầu năm 2024", date(2024, 1, 1), date(2024, 6, 30), "2023-H2", "2023-H1"),
    ("2024-Q3", "quý III/2024", date(2024, 7, 1), date(2024, 9, 30), "2024-Q2", "2023-Q3"),
    ("2024-M02", "tháng 2/2024", date(2024, 2, 1), date(2024, 2, 29), "2024-M01", "2023-M02"),
    ("2024-M01", "tháng 1/2024", date(2024, 1, 1), date(2024, 1, 31), "2023-M12", "2023-M01"),
])  # fmt: skip
def test_a_period_knows_its_days_and_its_neighbours(code, label, first, last, before, last_year):
    period = Period.parse(code)
    assert (period.code, period.label) == (code, label)
    assert (period.start, period.end) == (first, last)
    assert (period.previous().code, period.last_year().code) == (before, last_year)


def test_a_code_may_be_typed_small_with_blanks_around():
    assert Period.parse(" 2024-q3 ").code == "2024-Q3"


@pytest.mark.parametrize("code", ["", "24", "2024-Q5", "2024-Q0", "2024-M13", "2024-M1",
                                  "2024-H3", "2024-X1", "1800", "2024-Q1-Q2"])  # fmt: skip
def test_what_is_no_period_is_refused(code):
    with pytest.raises(FormError) as refused:
        Period.parse(code)
    assert refused.value.code == "form.period-unknown"


def calendar(first_day, deadline_days=5):
    return Calendar("x", "", first_day, deadline_days, "thử", Confidence.SEED)


@pytest.mark.parametrize(("period", "first_day", "window", "deadline"), [
    ("2024", 1, (date(2024, 1, 1), date(2024, 12, 31)), date(2025, 1, 5)),
    ("2024-M03", 15, (date(2024, 2, 15), date(2024, 3, 14)), date(2024, 3, 19)),
    ("2024-Q1", 15, (date(2023, 12, 15), date(2024, 3, 14)), date(2024, 3, 19)),
    ("2024", 15, (date(2023, 12, 15), date(2024, 12, 14)), date(2024, 12, 19)),
    ("2024-M03", 28, (date(2024, 2, 28), date(2024, 3, 27)), date(2024, 4, 1)),
])  # fmt: skip
def test_data_window_and_deadline_follow_the_calendar(period, first_day, window, deadline):
    found = calendar(first_day)
    assert found.window(Period.parse(period)) == window
    assert found.deadline(Period.parse(period)) == deadline


@pytest.mark.parametrize("kind", list(PeriodKind))
@pytest.mark.parametrize("first_day", [1, 15, 28])
def test_windows_of_neighbours_meet_without_gap_or_overlap(kind, first_day):
    found = calendar(first_day)
    period = Period(2024, kind, 1)
    before = period.previous()
    assert (found.window(period)[0] - found.window(before)[1]).days == 1


def test_the_shipped_calendars_can_be_reckoned_for_every_month(declared):
    for one in declared.calendars.values():
        for month in range(1, 13):
            first, last = one.window(Period(2024, PeriodKind.MONTH, month))
            due = one.deadline(Period(2024, PeriodKind.MONTH, month))
            assert first <= last
            assert one.fixed or last < due
