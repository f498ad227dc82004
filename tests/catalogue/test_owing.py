"""Issue 10, point 4: who owes what follows from one place, with the reason, day by day."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.kept.amend import rewritten
from ctmtqg_desktop.catalogue.owing import (
    cause_of,
    expects,
    has_period,
    is_decided,
    owes,
    profile_of,
    wanted_forms,
)
from ctmtqg_desktop.catalogue.profiles import Duty, Profile, ReportRequest
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.catalogue.read.toml_writer import profiles_to_toml, requests_to_toml
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Period

YEAR, SEED = Period.parse("2024"), Confidence.SEED
UNIT = "03424"
BEGAN = date(2024, 1, 1)


def profile(**changes: object) -> Profile:
    given = {"id": "p", "unit": UNIT, "valid_from": BEGAN, "source": "s", "confidence": SEED}
    return Profile(**(given | changes))  # type: ignore[arg-type]


def request(**changes: object) -> ReportRequest:
    given = {
        "id": "yc", "receiver": "106", "report_set": "dtts-xa", "period": "2024-Q3",
        "deadline": date(2024, 10, 3), "asked_on": date(2024, 9, 1), "why": "w", "source": "s",
        "confidence": SEED,
    }  # fmt: skip
    return ReportRequest(**(given | changes))  # type: ignore[arg-type]


def decided(*profiles: Profile, requests: tuple[ReportRequest, ...] = ()) -> Catalogue:
    """Return the shipped catalogue with these among it."""
    return replace(
        shipped_catalogue(), profiles={one.id: one for one in profiles},
        requests={one.id: one for one in requests},
    )  # fmt: skip


def owed(catalogue: Catalogue, period: Period = YEAR, code: str = UNIT) -> set[str]:
    unit = catalogue.unit_for(code, period)
    return {one for one in catalogue.report_sets if owes(catalogue, one, unit, period)}


ALWAYS = {"ctmtqg-xa", "ntm-ban"}


def test_without_a_profile_only_what_everybody_owes() -> None:
    catalogue = decided()
    unit = catalogue.unit_for(UNIT, YEAR)
    assert owed(catalogue) == ALWAYS
    assert profile_of(catalogue, unit, YEAR.end) is None
    assert expects(catalogue, "dtts-xa", unit, YEAR)  # nobody knows: it is waited for


@pytest.mark.parametrize(
    ("given", "more"),
    [
        ({}, set()),
        ({"programmes": ("gnbv-2021-2025",)},
         {"gnbv-xa", "gnbv-ra-soat-xa", "ket-qua-nam-xa", "lien-chuong-trinh-xa",
          "nhiem-vu-ke-hoach"}),
        ({"programmes": ("dtts-2021-2025",)}, {"ket-qua-nam-xa", "lien-chuong-trinh-xa",
          "nhiem-vu-ke-hoach"}),
        ({"programmes": ("dtts-2021-2025",), "areas": ("dtts",)},
         {"dtts-xa", "dtts-cap-nhat-xa", "dtts-xac-nhan-xa", "ket-qua-nam-xa",
          "lien-chuong-trinh-xa", "nhiem-vu-ke-hoach"}),
        ({"areas": ("dtts", "dbkk")}, set()),
        ({"aims": ("ntm-nang-cao",)}, {"ntm-nang-cao-xa"}),
        ({"aims": ("ntm-kieu-mau", "ntm-nang-cao")}, {"ntm-nang-cao-xa", "ntm-kieu-mau-xa"}),
    ],
)  # fmt: skip
def test_duties_follow_from_the_profile(given: dict[str, object], more: set[str]) -> None:
    catalogue = decided(profile(**given))
    unit = catalogue.unit_for(UNIT, YEAR)
    assert owed(catalogue) == ALWAYS | more
    for one in more:
        cause = cause_of(catalogue, one, unit, YEAR)
        assert cause is not None
        assert cause.duty is not None
        assert cause.duty.report_set == one
        assert expects(catalogue, one, unit, YEAR)
    assert not expects(catalogue, "do-thi-van-minh", unit, YEAR)


def test_a_decision_counts_from_its_day_to_its_last() -> None:
    ends = profile(aims=("ntm-nang-cao",), valid_to=date(2024, 6, 30))
    after = profile(id="q", valid_from=date(2024, 10, 1), aims=("ntm-kieu-mau",))
    catalogue = decided(ends, after)
    quarters = {code: owed(catalogue, Period.parse(code)) for code in ("2023", "2024-H1", "2024")}
    assert [("ntm-nang-cao-xa" in found) for found in quarters.values()] == [False, True, False]
    assert "ntm-kieu-mau-xa" in quarters["2024"]
    unit = catalogue.unit_for(UNIT, YEAR)
    assert profile_of(catalogue, unit, date(2024, 8, 1)) is None
    assert profile_of(catalogue, unit, date(2024, 6, 30)) == ends


def test_of_two_that_meet_the_later_begun_counts() -> None:
    """The linter refuses them, but a folder of one's own may hold anything."""
    first = profile(aims=("ntm-nang-cao",))
    second = profile(id="a", valid_from=date(2024, 5, 1), aims=("ntm-kieu-mau",))
    for order in ((first, second), (second, first)):
        assert owed(decided(*order)) == ALWAYS | {"ntm-kieu-mau-xa"}


def test_a_profile_is_not_handed_to_whoever_takes_over_the_code() -> None:
    """03390 was a town until 30/6/2025 and is a commune since."""
    catalogue = decided(profile(unit="03390", programmes=("gnbv-2021-2025",)))
    assert "gnbv-ra-soat-xa" in owed(catalogue, YEAR, "03390")
    later = Period.parse("2025")
    assert "gnbv-ra-soat-xa" not in owed(catalogue, later, "03390")
    assert profile_of(catalogue, catalogue.unit_for("03390", later), later.end) is None


def test_a_set_without_forms_that_year_is_not_owed() -> None:
    catalogue = decided(
        profile(valid_from=date(2021, 6, 1), programmes=("gnbv-2021-2025",)),
        requests=(request(report_set="gnbv-xa", period="2021"),),
    )
    assert "gnbv-xa" not in owed(catalogue, Period.parse("2021"))
    assert "gnbv-xa" in owed(catalogue, Period.parse("2022"))


def test_excused_by_name_is_neither_owed_nor_waited_for() -> None:
    catalogue = decided(profile(programmes=("gnbv-2021-2025",), excused=("gnbv-xa", "ctmtqg-xa")))
    unit = catalogue.unit_for(UNIT, YEAR)
    assert {"gnbv-xa", "ctmtqg-xa"} & owed(catalogue) == set()
    assert not expects(catalogue, "gnbv-xa", unit, YEAR)
    asked = replace(catalogue, requests={"yc": request(report_set="gnbv-xa", period="2024")})
    assert "gnbv-xa" in owed(asked)  # who is asked by name all the same, owes


def test_a_request_is_owed_by_whom_it_names_until_it_is_withdrawn() -> None:
    month = Period.parse("2024-M05")
    one = request(period=month.code, deadline=date(2024, 5, 20), units=(UNIT,))
    catalogue = decided(requests=(one,))
    unit, other = (catalogue.unit_for(code, month) for code in (UNIT, "03430"))
    report_set = catalogue.report_set("dtts-xa")
    assert "month" not in report_set.periods
    assert owes(catalogue, "dtts-xa", unit, month)
    assert not owes(catalogue, "dtts-xa", other, month)
    assert not owes(catalogue, "dtts-xa", unit, Period.parse("2024-M06"))
    assert is_decided(catalogue, "dtts-xa", unit, 2030)
    assert not is_decided(catalogue, "ctmtqg-xa", unit, 2024)
    assert catalogue.deadline(report_set, unit, month) == date(2024, 5, 20)
    assert catalogue.deadline(report_set, other, month) != date(2024, 5, 20)
    back = decided(requests=(replace(one, is_withdrawn=True, version=2),))
    assert not owes(back, "dtts-xa", unit, month)
    assert has_period(back, report_set, month)  # the report may be on its way


def test_the_last_request_for_a_report_counts() -> None:
    first = request(period="2024", deadline=date(2025, 1, 20), units=(UNIT,))
    later = replace(first, id="yb", asked_on=date(2024, 9, 2), deadline=date(2025, 1, 5))
    for order in ((first, later), (later, first)):
        catalogue = decided(requests=order)
        unit, report_set = catalogue.unit_for(UNIT, YEAR), catalogue.report_set("dtts-xa")
        assert catalogue.deadline(report_set, unit, YEAR) == date(2025, 1, 5)
    not_ours = decided(requests=(replace(first, receiver="105"),))
    assert "dtts-xa" not in owed(not_ours)


def test_a_request_may_want_some_forms_only() -> None:
    one = request(period="2024", forms=("dtts-da2",))
    catalogue = decided(requests=(one,))
    unit = catalogue.unit_for(UNIT, YEAR)
    forms = catalogue.forms_of("dtts-xa", unit, YEAR.end)
    assert [f.id for f in wanted_forms(catalogue, "dtts-xa", unit, YEAR, forms)] == ["dtts-da2"]
    assert wanted_forms(decided(), "dtts-xa", unit, YEAR, forms) == forms


def test_a_duty_counts_in_its_own_days() -> None:
    duty = Duty("x", "s", "s", SEED, aims=("ntm",), valid_from=BEGAN, valid_to=YEAR.end)
    asked = profile(aims=("ntm",))
    days = (date(2023, 12, 31), BEGAN, YEAR.end, date(2025, 1, 1))
    assert [duty.is_met(asked, day) for day in days] == [False, True, True, False]
    assert not Duty("x", "s", "s", SEED).is_met(asked, BEGAN)


def test_written_and_read_again_they_are_equal() -> None:
    one = profile(areas=("dtts",), excused=("gnbv-xa",), valid_to=date(2024, 5, 1), version=3)
    asked = request(units=(UNIT,), is_withdrawn=True)
    read = read_catalogue(extra={
        "a.toml": profiles_to_toml([one]).encode(), "b.toml": requests_to_toml([asked]).encode(),
    }).catalogue  # fmt: skip
    assert (read.profiles, read.requests) == ({"p": one}, {"yc": asked})


def test_a_decision_is_changed_only_under_a_higher_version() -> None:
    one = profile(aims=("ntm-nang-cao",), areas=("dtts",))
    for new, is_change in (
        (replace(one, aims=()), True), (replace(one, aims=(), version=2), False),
        (replace(one, valid_to=YEAR.end), False),
        (replace(one, aims=("ntm-nang-cao", "x")), False),
    ):  # fmt: skip
        assert bool(rewritten(decided(one), decided(new))) is is_change
    assert rewritten(decided(one), decided())  # nor may it be lost


names = st.sets(st.sampled_from(sorted(shipped_catalogue().programmes))).map(tuple)
areas = st.sets(st.sampled_from(["dbkk", "dtts", "atk"])).map(tuple)
aims = st.sets(st.sampled_from(["ntm", "ntm-nang-cao", "ntm-kieu-mau", "dtvm"])).map(tuple)


@given(names, areas, aims, areas, aims)
def test_a_wider_profile_owes_no_less(
    programmes: tuple[str, ...], first: tuple[str, ...], second: tuple[str, ...],
    more: tuple[str, ...], higher: tuple[str, ...],
) -> None:  # fmt: skip
    narrow = profile(programmes=programmes, areas=first, aims=second)
    wide = replace(narrow, areas=(*first, *more), aims=(*second, *higher))
    assert owed(decided(narrow)) <= owed(decided(wide))
