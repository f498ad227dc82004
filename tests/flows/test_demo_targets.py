"""Issue 3, done when: on the demonstration the Tam Đường targets come out as plan 003 intends."""

import pytest

from ctmtqg_desktop.assets import resource
from ctmtqg_desktop.cli.demo.reports import FILES

DISTRICT, BAN_BO = "106", "03424"
VILLAGES = {"S003-010": "03413", "S003-011": "03405", "S003-012": "03427", "S003-013": "03400"}


@pytest.fixture(scope="module")
def targets(demo):
    return demo.targets


def test_every_target_that_a_form_answers_is_answered_and_met(targets, demo):
    states = {name: t["state"] for name, t in targets.items()}
    not_met = {name: state for name, state in states.items() if state != "met"}
    assert not_met == dict.fromkeys(("S003-136", "S003-137", "S003-138"), "unknown")
    assert len(states) == 140
    assert demo.told["targets"] == {"met": 137, "unknown": 3}


@pytest.mark.parametrize(
    ("target", "actual", "shown"),
    [
        ("S003-001", "6", "6 tiêu chí"),  # the district, of 9
        ("S003-002", "3", "3 tiêu chí"),  # more than in 2023
        ("S003-003", "8", "8 xã"),
        ("S003-004", "1", "1 thị trấn"),
        ("S003-006", "18.5", "18,5 tiêu chí/xã"),
        ("S003-007", "16", "16 tiêu chí"),  # Bản Bo advanced, of 19
        ("S003-008", "6", "6 tiêu chí"),  # more than in 2023
        ("S003-009", "20", "20 bản"),
        ("S003-010", "5", "5 bản"),
        ("S003-011", "6", "6 bản"),
        ("S003-012", "4", "4 bản"),
        ("S003-013", "5", "5 bản"),
        ("S003-085", "2221", "2.221 ha"),
        ("S003-093", "27", "27 cơ sở"),
        ("S003-095", "5", "5 sản phẩm"),
        ("S003-096", "6", "6 sản phẩm"),
        ("S003-097", "1000", "1.000 người"),
        ("S003-123", "104785", "104.785 triệu đồng"),
    ],
)
def test_named_figures_of_the_plan(targets, target, actual, shown):
    assert (targets[target]["actual"], targets[target]["actual_text"]) == (actual, shown)


@pytest.mark.parametrize("content", ["067", "068", "069", "071", "072"])
def test_partial_contents_of_the_district_are_met_in_its_own_sheet(targets, content):
    target = targets[f"S003-{content}"]
    assert target["actual_text"] == "Đạt"
    assert [s["unit"] for s in target["sources"]] == [DISTRICT]


def test_villages_come_from_the_communes_the_plan_names(targets):
    for name, unit in VILLAGES.items():
        assert [s["unit"] for s in targets[name]["sources"]] == [unit]
    registered = targets["S003-032"]
    assert registered["actual"] == "20"
    assert len(registered["sources"]) == 12


def test_new_jobs_are_the_sum_of_their_five_sources(targets):
    total, *parts = (int(targets[f"S003-{n}"]["actual"]) for n in range(100, 106))
    assert total == sum(parts) == 1323
    assert total > 1320


@pytest.mark.parametrize(
    ("task", "done", "of", "late"),
    [
        ("N003-060", 11, 12, 1),  # a model village in each commune
        ("N003-019", 7, 12, 5),  # four have given a reason
        ("N003-043", 9, 10, 1),  # nothing arose in two communes
        ("N003-002", 1, 1, 0),  # Bản Bo alone
    ],
)
def test_tasks_of_the_plan_are_done_by_most_and_one_commune_is_missing(demo, task, done, of, late):
    found = demo.tasks[task]
    assert (found["done"], found["of"], len(found["late"])) == (done, of, late)
    assert found["missing"] == (["03430"] if of > 1 else [])
    assert found["state"] == ("late" if late else "done")


def test_year_before_is_in_the_office_too(demo):
    """Ten criteria in 2023 are a signed report of their own, not a figure typed beside."""
    office = demo.root / "may-tinh" / DISTRICT / "so.ctmtqg"
    code, said = demo.ctmtqg("consolidate", office, "ntm-nang-cao-xa", "2023")
    assert code == 0
    (source,) = said["sources"]
    assert source["unit"] == BAN_BO
    assert [s["revision"] for s in said["sources"]] == [1]


def test_figures_say_that_they_are_illustrative():
    for name in FILES:
        assert "MINH HỌA" in resource("demo", name).read_text("utf-8").splitlines()[0]
