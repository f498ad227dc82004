"""DESIGN 1, 4: the period is data; a newer version of a form replaces the older for good."""

from dataclasses import replace
from datetime import date

import pytest
from shipped import shipped_reading

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.lint.lifetimes import lint_lifetimes
from ctmtqg_desktop.catalogue.owing import owes
from ctmtqg_desktop.catalogue.read.reader import Reading
from ctmtqg_desktop.catalogue.records.declared import Phase, programme_of
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.forms.membership import Membership
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.lifetimes import Closing
from ctmtqg_desktop.catalogue.records.periods import Period, PeriodKind
from ctmtqg_desktop.catalogue.records.units import Unit

SELF = "ntm-xa-tu-danh-gia"
SET = "ctmtqg-xa"


@pytest.fixture(scope="module")
def shipped() -> Reading:
    return shipped_reading()


@pytest.fixture
def unit() -> Unit:
    return Unit("03390", "xa", "Xã A", "105", date(2021, 1, 1), "", "", "A", "s", Confidence.SEED)


def version(number: int, begun: date, over: date | None = None) -> Form:
    return Form(
        "form", "von", number, "Vốn", "Vốn", "ntm", "s", Confidence.SEED, begun, (), over,
        report_sets=(Membership(SET, 1, ("xa",)),),
    )  # fmt: skip


def made(*forms: Form) -> Catalogue:
    return Catalogue(forms={(form.id, form.version): form for form in forms})


FIRST = version(1, date(2022, 1, 1))
SECOND = version(2, date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(("day", "number"), [
    (date(2022, 1, 1), 1), (date(2024, 12, 31), 1), (date(2025, 1, 1), 2), (date(2025, 12, 31), 2),
])  # fmt: skip
def test_the_newest_version_that_has_begun_counts(unit: Unit, day: date, number: int) -> None:
    catalogue = made(FIRST, SECOND)
    assert catalogue.form_at("von", day).version == number
    assert [f.version for f in catalogue.forms_of(SET, unit, day)] == [number]


@pytest.mark.parametrize("end", [None, date(2027, 12, 31)])
def test_an_older_version_does_not_come_back_when_the_newer_one_ends(
    unit: Unit, end: date | None
) -> None:
    catalogue = made(replace(FIRST, valid_to=end), SECOND)
    day = date(2026, 3, 31)
    assert catalogue.forms_of(SET, unit, day) == ()
    assert not catalogue.concerns(SET, unit, day)
    assert catalogue.form_at("von", day).version == 2


def test_a_version_left_out_of_a_set_takes_the_older_one_out_too(unit: Unit) -> None:
    catalogue = made(FIRST, replace(SECOND, report_sets=()))
    assert catalogue.forms_of(SET, unit, date(2025, 6, 30)) == ()


def test_a_version_lasts_until_the_day_before_the_next() -> None:
    catalogue = made(FIRST, SECOND, version(3, date(2027, 1, 1)))
    found = [catalogue.last_day(form) for form in catalogue.heads()]
    assert found == [date(2024, 12, 31), date(2025, 12, 31), None]


def test_the_self_assessment_of_2021_2025_is_no_form_of_2026(shipped: Reading) -> None:
    catalogue = shipped.catalogue
    commune = catalogue.units.at("03390", date(2026, 3, 31))

    def versions(day: date) -> list[int]:
        return [f.version for f in catalogue.forms_of(SET, commune, day) if f.id == SELF]

    assert versions(date(2024, 12, 31)) == [1]
    assert versions(date(2025, 12, 31)) == [2]
    assert versions(date(2026, 3, 31)) == []
    assert versions(date(2026, 12, 31)) == []
    assert catalogue.forms_of(SET, commune, date(2026, 12, 31))


def test_no_form_of_the_shipped_catalogue_comes_back(shipped: Reading) -> None:
    """What a newer version has replaced is found on no day after that one has begun."""
    catalogue = shipped.catalogue
    days = [date(year, 12, 31) for year in range(2021, 2036)]
    for form_id in {form.id for form in catalogue.heads()}:
        found = [catalogue.form_at(form_id, day) for day in days]
        begun = [form.version for form in found if form.valid_from <= days[found.index(form)]]
        assert begun == sorted(begun)


def test_a_closing_ends_a_version_everywhere(unit: Unit) -> None:
    closing = Closing("von", 1, date(2025, 12, 31), "hết giai đoạn", "s", Confidence.SEED)
    catalogue = replace(made(FIRST), closings={closing.id: closing})
    last, after = date(2025, 12, 31), date(2026, 1, 1)
    assert [f.version for f in catalogue.forms_of(SET, unit, last)] == [1]
    assert catalogue.last_day(FIRST) == last
    assert catalogue.forms_of(SET, unit, after) == ()
    assert not catalogue.concerns(SET, unit, after)
    assert not owes(catalogue, SET, unit, Period(2026, PeriodKind.YEAR))


def test_what_was_reported_before_a_closing_was_known_is_still_known(unit: Unit) -> None:
    closing = Closing("von", 1, date(2025, 12, 31), "hết giai đoạn", "s", Confidence.SEED)
    catalogue = replace(made(FIRST), closings={closing.id: closing})
    after = date(2026, 3, 31)
    assert catalogue.forms_of(SET, unit, after, as_published=True) == (FIRST,)
    ended = made(FIRST, SECOND)
    assert ended.forms_of(SET, unit, after, as_published=True) == ()


def test_a_closing_never_lengthens_a_life() -> None:
    closing = Closing("von", 2, date(2027, 12, 31), "muộn hơn", "s", Confidence.SEED)
    catalogue = replace(made(FIRST, SECOND), closings={closing.id: closing})
    assert catalogue.last_day(SECOND) == date(2025, 12, 31)


def test_the_self_assessment_is_refused_without_its_closing(shipped: Reading) -> None:
    known = shipped.catalogue
    bare = replace(known, closings={k: c for k, c in known.closings.items() if c.form != SELF})
    told = list(lint_lifetimes(bare, shipped.files))
    assert [(m.file, m.code) for m in told] == [
        ("ntm/ntm-xa-tu-danh-gia.v1.toml", "form.version-outlives")
    ]
    assert list(lint_lifetimes(known, shipped.files)) == []


def test_a_form_of_an_ended_programme_that_never_ends_is_refused(shipped: Reading) -> None:
    bare = replace(shipped.catalogue, continuations={})
    told = {m.facts["given"] for m in lint_lifetimes(bare, shipped.files)}
    assert {"dtvm-thi-tran", "ntm-cong-trinh", "gnbv-tong-hop"} <= told
    assert not any(form.startswith("dtts-") for form in map(str, told))


def programme(**changes: object) -> Catalogue:
    """Return the shipped catalogue with the programme of 2026 changed."""
    known = shipped_reading().catalogue
    one = replace(known.programmes["mtqg-2026-2035"], **changes)  # type: ignore[arg-type]
    return replace(known, programmes={**known.programmes, one.id: one})


FIRST_PHASE = Phase(
    "i", "I", date(2026, 1, 1), date(2030, 12, 31), "s", Confidence.UNVERIFIED
)  # fmt: skip


@pytest.mark.parametrize(("changes", "code"), [
    ({"phases": (FIRST_PHASE, FIRST_PHASE)}, "form.phase-span"),
    ({"phases": (replace(FIRST_PHASE, valid_to=date(2036, 1, 1)),)}, "form.phase-span"),
    ({"phases": (replace(FIRST_PHASE, valid_from=date(2025, 1, 1)),)}, "form.phase-span"),
    ({"phases": (replace(FIRST_PHASE, valid_to=date(2025, 1, 1)),)}, "form.phase-span"),
    ({"formerly": ("ntm-2026-2030", "dtts-2021-2025")}, "form.programme-twice"),
    ({"succeeds": ("ntm-2021-2026",)}, "form.programme-unknown"),
])  # fmt: skip
def test_what_is_wrong_with_phases_and_other_names_is_told(
    shipped: Reading, changes: dict[str, object], code: str
) -> None:
    assert [m.code for m in lint_lifetimes(programme(**changes), shipped.files)] == [code]


def test_a_programme_is_found_by_the_id_it_had_before(shipped: Reading) -> None:
    programmes = shipped.catalogue.programmes
    one = programme_of(programmes, "ntm-2026-2030")
    assert one is not None
    assert one.id == "mtqg-2026-2035"
    assert [phase.valid_to.year for phase in one.phases] == [2030, 2035]
    assert programme_of(programmes, "ntm-2026-2031") is None
