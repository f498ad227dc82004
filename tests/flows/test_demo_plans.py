"""Issue 10, point 10: the demonstration tells all five plans, and has a small sister."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OFFICES = {
    "000-lai-chau-2025": ("105", "2024"), "001-cao-bang-2025": ("04", "2025"),
    "002-dtts-lai-chau-2024": ("105", "2024"), "003-tam-duong-2024": ("106", "2024"),
    "004-vo-nhai-2030": ("19", "2026"),
}  # fmt: skip


def tracked(demo, plan, period=""):
    code, at = OFFICES[plan]
    return demo.track(code, plan, period or at)


@pytest.mark.parametrize("plan", OFFICES)
def test_the_office_of_each_plan_answers_what_was_told(demo, plan):
    states = [t["state"] for t in tracked(demo, plan).values()]
    assert demo.told["plans"][plan] == {state: states.count(state) for state in set(states)}


def test_every_way_a_target_may_stand_is_seen(demo):
    seen = {state for one in demo.told["tracked"] for state in one["states"]}
    assert {"met", "on-course", "not-met", "not-enough", "unknown"} <= seen


def test_a_handful_of_communes_is_not_enough_for_a_province(demo):
    found = tracked(demo, "001-cao-bang-2025")["S001-036"]
    assert (found["state"], found["reported"]) == ("not-enough", 3)
    assert found["coverage"].startswith("3/")
    assert found["owing"] > 50


def test_over_achieving_is_met_and_a_miss_is_not(demo):
    found = tracked(demo, "000-lai-chau-2025")
    assert (found["S000-006"]["state"], found["S000-006"]["actual"]) == ("met", "2")
    assert found["S000-009"]["state"] == "not-met"
    assert {t["reported"] for t in found.values() if t["owing"] == 7} == {7}


def test_who_followed_a_district_that_ended_answers_for_it(demo):
    found = tracked(demo, "004-vo-nhai-2030")["S004-002"]
    assert found["state"] == "met"
    assert len(found["answered_by"]) == 7
    assert len(found["behind"]) >= 15
    assert "Số liệu của Xã" in found["succession"]


def test_a_quarter_is_held_against_the_part_of_the_year_that_is_over(demo):
    found = tracked(demo, "002-dtts-lai-chau-2024", "2024-Q3")["S002-003"]
    assert (found["state"], found["actual"], found["value"]) == ("on-course", "30", "35")


def test_a_missed_target_was_sent_with_its_reason(demo):
    commune = demo.root / "may-tinh" / "03403" / "so.ctmtqg"
    code, said = demo.ctmtqg("check", commune, "--report-set", "ctmtqg-xa", "--period", "2024")
    (missed,) = [f for f in said["findings"] if f["code"] == "target.S002-002"]
    assert (code, missed["severity"]) == (0, "justify")
    assert missed["justification"].startswith("Công trình khởi công mới")


@pytest.mark.parametrize(
    ("commune", "plan"),
    [
        ("03403", "002-dtts-lai-chau-2024"), ("03409", "002-dtts-lai-chau-2024"),
        ("03424", "003-tam-duong-2024"), ("03390", "003-tam-duong-2024"),
        ("01447", "001-cao-bang-2025"), ("05716", "004-vo-nhai-2030"),
    ],
)  # fmt: skip
def test_desk_and_office_say_the_same_of_a_units_own_targets(demo, commune, plan):
    at_office = tracked(demo, plan)
    desk = demo.root / "may-tinh" / commune / "so.ctmtqg"
    period = OFFICES[plan][1]
    code, said = demo.ctmtqg("track", desk, "--plan", plan, "--period", period)
    assert code == 0
    own = [target for target in said["targets"] if target["is_ours"]]
    assert bool(own) is (plan[:3] in {"002", "003"})
    for target in own:
        there = at_office[target["id"]]
        assert (target["state"], target["actual_text"], target["coverage"]) == (
            there["state"], there["actual_text"], there["coverage"],
        )  # fmt: skip
    assert {t["reported"] for t in said["targets"] if not t["is_ours"]} <= {0, 1}


def test_the_small_demonstration_has_the_headline_and_no_more(tmp_path):
    argv = (sys.executable, "-m", "ctmtqg_desktop", "demo", "--small", tmp_path / "nho", "--json")
    done = subprocess.run(
        argv, cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["average"], told["met_total"], told["packages"]) == ("18.5", 222, 13)
    assert told["accepted"] == 13
    assert set(told["plans"]) == {"003-tam-duong-2024"}
    assert told["screens"] == []
    assert {path.name for path in (tmp_path / "nho" / "may-tinh").iterdir()} >= {"106", "03394"}
    assert not list((tmp_path / "nho").glob("may-tinh/105"))
