"""Requirements: deadlines named by date, and off weekends and holidays, are data (issue 3, 7)."""

from datetime import date
from pathlib import Path

import pytest
from shipped import shipped_catalogue, shipped_reading

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Calendar, FixedDeadline, Period, Roll

UNVERIFIED = Confidence.UNVERIFIED


def calendar(**more: object) -> Calendar:
    given: dict[str, object] = {"first_day": 1, "deadline_days": 0, **more}
    return Calendar(id="thu", title="Thử", source="thử", confidence=UNVERIFIED, **given)  # type: ignore[arg-type]


def before(period: str, month: int, day: int, years_later: int = 0) -> FixedDeadline:
    return FixedDeadline(period, month, day, "thử", UNVERIFIED, years_later)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("2024", date(2025, 1, 24)),
        ("2024-H1", date(2024, 5, 31)),
        ("2024-H2", date(2025, 1, 10)),
        ("2024-Q2", date(2024, 7, 10)),
    ],
)
def test_a_named_date_wins_for_its_own_period_only(code: str, expected: date) -> None:
    fixed = (before("half-1", 6, 1), before("year", 1, 25, 1))
    assert calendar(deadline_days=10, fixed=fixed).deadline(Period.parse(code)) == expected


@pytest.mark.parametrize(
    ("roll", "expected"),
    [
        (Roll.NONE, date(2024, 3, 31)),  # a Sunday
        (Roll.NEXT, date(2024, 4, 2)),  # Monday is a day off here
        (Roll.PREVIOUS, date(2024, 3, 29)),
    ],
)
def test_a_deadline_leaves_weekends_and_days_off(roll: Roll, expected: date) -> None:
    moved = calendar(roll=roll, days_off=frozenset({date(2024, 4, 1)}))
    assert moved.deadline(Period.parse("2024-Q1")) == expected


def test_a_working_day_is_left_alone() -> None:
    assert calendar(roll=Roll.NEXT).deadline(Period.parse("2024-M01")) == date(2024, 1, 31)


def test_declared_holidays_reach_the_calendars_that_move() -> None:
    reading = shipped_reading()
    assert not reading.mistakes
    calendars = reading.catalogue.calendars
    assert date(2026, 2, 17) in calendars["dtts"].days_off
    assert not calendars["duong-lich"].days_off


@pytest.mark.parametrize(
    ("deadline", "code"),
    [
        ('period = "week", month = 1, day = 1', "form.deadline-period"),
        ('period = "half-x", month = 1, day = 1', "form.deadline-period"),
        ('period = "half-3", month = 1, day = 1', "form.deadline-period"),
        ('period = "year", month = 2, day = 29', "form.deadline-day"),
        ('period = "year", month = 13, day = 1', "form.deadline-day"),
    ],
)
def test_an_impossible_deadline_is_a_mistake(tmp_path: Path, deadline: str, code: str) -> None:
    vouched = 'source = "s", confidence = "unverified"'
    fixed = f"fixed = [{{ {deadline}, {vouched} }}]"
    head = 'id = "x", title = "X", first_day = 1, deadline_days = 1'
    text = f'kind = "calendars"\ncalendars = [{{ {head}, {vouched}, {fixed} }}]\n'
    (tmp_path / "calendars.toml").write_text(text, encoding="utf-8")
    assert [m.code for m in read_catalogue(tmp_path).mistakes] == [code]


def test_a_holiday_declared_twice_is_a_mistake(tmp_path: Path) -> None:
    one = '{ day = 2024-01-01, name = "Tết", source = "s", confidence = "unverified" }'
    text = f'kind = "holidays"\nholidays = [{one}, {one}]\n'
    (tmp_path / "holidays.toml").write_text(text, encoding="utf-8")
    assert [m.code for m in read_catalogue(tmp_path).mistakes] == ["form.twice"]


def test_the_version_of_a_form_follows_the_day() -> None:
    catalogue = shipped_catalogue()
    versions = {
        year: catalogue.form_at("lct-von", date(year, 6, 30)).version for year in (2024, 2026)
    }
    assert versions == {2024: 1, 2026: 2}
    assert catalogue.form_at("lct-von", date(1999, 1, 1)).version == 2


# -- a receiver has deadlines and windows of its own


OWN = """
kind = "calendars"
calendars = [
  { id = "lai-chau", title = "Của tỉnh", first_day = 15, deadline_days = 3, receiver = "12", instead_of = "duong-lich", source = "thử", confidence = "unverified" },
  { id = "tam-duong", title = "Của huyện", first_day = 15, deadline_days = 1, receiver = "106", instead_of = "duong-lich", source = "thử", confidence = "unverified" },
]
"""  # noqa: E501


@pytest.fixture(scope="module")
def with_own(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("lich")
    (folder / "lich.toml").write_text(OWN, "utf-8")
    reading = read_catalogue(forms_dir(), folder)
    assert not reading.mistakes
    return reading.catalogue


@pytest.mark.parametrize(
    ("unit", "period", "expected"),
    [
        ("03424", "2024-M05", date(2024, 5, 15)),  # the district's, its receiver
        ("106", "2024-H1", date(2024, 6, 17)),  # the province's, its receiver
        ("03424", "2026-M05", date(2026, 5, 17)),  # the province is the receiver now
        ("05716", "2024-M05", date(2024, 6, 10)),  # of another province: the report set's
    ],
)
def test_each_receiver_may_have_its_own_days(
    with_own: Catalogue, unit: str, period: str, expected: date
) -> None:
    when = Period.parse(period)
    found = with_own.deadline(
        with_own.report_set("ctmtqg-xa"), with_own.unit_for(unit, when), when
    )
    assert found == expected


def test_window_goes_with_the_receiver(with_own: Catalogue) -> None:
    month, report_set = Period.parse("2024-M05"), with_own.report_set("ctmtqg-xa")
    own = with_own.calendar(report_set, ("106", "12"), month.end).window(month)
    assert own == (date(2024, 4, 15), date(2024, 5, 14))
    assert with_own.calendar(report_set, ("14",), month.end).window(month)[0] == date(2024, 5, 1)
    other = with_own.calendar(with_own.report_set("gnbv-xa"), ("106", "12"), month.end)
    assert other.id == "gnbv"  # only the calendar it names is replaced


def test_of_several_calendars_a_receiver_has_set_the_latest_stands(tmp_path: Path) -> None:
    """Days that were published never change; new ones are a new calendar, for later periods."""
    later = OWN.replace('id = "tam-duong"', 'id = "tam-duong-2025", valid_from = 2025-01-01')
    later = later.replace("deadline_days = 1,", "deadline_days = 2,").replace("lai-chau", "lc-2")
    for name, text in (("a", OWN), ("b", later.replace(' { id = "lc-2"', "# {"))):
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    reading = read_catalogue(forms_dir(), tmp_path)
    assert not reading.mistakes
    found = {
        code: _deadline_of(reading.catalogue, Period.parse(code))
        for code in ("2024-M11", "2024-M12", "2025-M01")
    }
    assert found == {
        "2024-M11": date(2024, 11, 15),
        "2024-M12": date(2024, 12, 15),
        "2025-M01": date(2025, 1, 16),
    }


def _deadline_of(catalogue: Catalogue, period: Period) -> date:
    unit = catalogue.unit_for("03424", period)
    return catalogue.deadline(catalogue.report_set("ctmtqg-xa"), unit, period)


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ('receiver = "12", ', "", "form.calendar-half"),
        (', instead_of = "duong-lich", source = "thử", confidence = "unverified" },\n]',
         ', source = "thử", confidence = "unverified" },\n]', "form.calendar-half"),
        ('receiver = "12", instead_of = "duong-lich"', "valid_from = 2025-01-01",
         "form.calendar-from"),
        ('receiver = "12"', 'receiver = "00"', "form.calendar-receiver"),
        ('receiver = "12"', 'receiver = "106"', "form.calendar-twice"),
        ('"12", instead_of = "duong-lich"', '"12", instead_of = "duong-lick"',
         "form.calendar-unknown"),
    ],
)  # fmt: skip
def test_wrong_calendar_of_a_receiver_is_told(
    tmp_path: Path, good: str, bad: str, code: str
) -> None:
    assert OWN.count(good) == 1
    (tmp_path / "lich.toml").write_text(OWN.replace(good, bad), "utf-8")
    found = read_catalogue(forms_dir(), tmp_path).mistakes
    assert {(m.file, m.code) for m in found} == {("lich.toml", code)}
