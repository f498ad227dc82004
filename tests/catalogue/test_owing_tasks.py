"""Issue 10, points 4 and 5: the list of tasks is owed by whoever a plan gives a task."""

from dataclasses import replace
from datetime import date

import pytest
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.owing import has_tasks, owes
from ctmtqg_desktop.catalogue.profiles import Profile
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.tasks.assigned import tasks_of

SET = "nhiem-vu-ke-hoach"
PERIODS = ("2020", "2021", "2024-Q1", "2024", "2025-H1", "2025", "2026", "2030", "2031")


def some_units(catalogue: Catalogue, period: Period) -> list[str]:
    """Return the units of the plans, those below them and some of elsewhere."""
    known = catalogue.units
    tops = ["12", "04", "19", "105", "106", "170", "01", "040", "042"]
    below = [u.code for top in tops for u in known.children(top, period.end)]
    picked = [*tops, *below[::3], "03390", "03403", "03409", "03424", "05590", "05755"]
    return [code for code in dict.fromkeys(picked) if known.find(code, period.end)]


@pytest.mark.parametrize("code", PERIODS)
def test_has_a_task_says_what_the_list_of_tasks_says(code: str) -> None:
    catalogue, period = shipped_catalogue(), Period.parse(code)
    for unit in (catalogue.units.at(c, period.end) for c in some_units(catalogue, period)):
        listed = bool(tasks_of(catalogue, unit, period))
        assert has_tasks(catalogue, unit, period) == listed, unit.name


def decided(unit: str, **changes: object) -> Catalogue:
    profile = Profile(
        "p", unit, date(2021, 1, 1), programmes=("ntm-2021-2025",), source="s",
        confidence=Confidence.SEED,
    )  # fmt: skip
    return replace(shipped_catalogue(), profiles={"p": replace(profile, **changes)})


@pytest.mark.parametrize(
    ("unit", "period", "is_owed"),
    [
        ("03424", "2024-Q2", True),
        ("03424", "2024-M05", False),
        ("03390", "2024-Q2", False),  # the town: the plan speaks of communes
        ("03403", "2024", True),
    ],
)
def test_owed_by_who_has_a_task(unit: str, period: str, is_owed: bool) -> None:
    catalogue, when = decided(unit), Period.parse(period)
    assert owes(catalogue, SET, catalogue.unit_for(unit, when), when) is is_owed


def test_nobody_owes_it_before_the_receiver_has_decided() -> None:
    catalogue, when = shipped_catalogue(), Period.parse("2024")
    assert not owes(catalogue, SET, catalogue.unit_for("03424", when), when)
    excused = decided("03424", excused=(SET,))
    assert not owes(excused, SET, catalogue.unit_for("03424", when), when)
