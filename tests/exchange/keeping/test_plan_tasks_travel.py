"""Issue 10, points 5 and 7: tasks travel with their plan to the list of whoever has them."""

from datetime import date

import pytest

from ctmtqg_desktop.catalogue.records.declared import Plan
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.tasks import PlanTask
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.tasks.assigned import tasks_of

PERIOD = Period.parse("2024-Q3")


def task(number, **changes):
    given = {
        "id": f"viec-{number}", "quote": f"Mỗi xã làm việc {number}.", "brief": f"Việc {number}",
        "unit": "106", "kinds": ("xa",), "period": "2024", "due": date(2024, 9, 15),
        "source": "Kế hoạch 01/KH-UBND, mục II", "confidence": Confidence.SEED,
    }  # fmt: skip
    return PlanTask(**(given | changes))


def plan(*tasks, **changes):
    given = {
        "kind": "plan", "id": "viec-2024", "title": "Kế hoạch việc năm 2024",
        "issuer": "UBND huyện", "source": "Kế hoạch 01/KH-UBND", "confidence": Confidence.SEED,
        "targets": (), "tasks": tasks,
    }  # fmt: skip
    return Plan(**(given | changes))


def mine(place):
    desk = place.desk
    return [one.task.id for one in tasks_of(desk.catalogue, desk.unit, PERIOD)]


def told(taken):
    (news,) = taken.facts["plans"]
    return {(one["what"], one["id"]) for one in news["tasks"]}


def test_tasks_come_to_the_unit_with_the_plan_and_follow_its_editions(issue_plan, commune):
    before = mine(commune)
    (taken,) = commune.take(issue_plan(plan(task(1), task(2))))
    assert taken.code == "exchange.catalogue-taken"
    assert told(taken) == {("added", "viec-1"), ("added", "viec-2")}
    assert "Nhiệm vụ: thêm 2, sửa 0, bỏ 0." in taken.message
    assert mine(commune) == [*before, "viec-1", "viec-2"]
    later = plan(task(1, due=date(2024, 10, 1)), task(3), version=2)
    (taken,) = commune.take(issue_plan(later))
    assert told(taken) == {("changed", "viec-1"), ("dropped", "viec-2"), ("added", "viec-3")}
    assert mine(commune) == [*before, "viec-1", "viec-3"]


def test_a_withdrawn_plan_gives_no_task_any_more(issue_plan, commune):
    before = mine(commune)
    commune.take(issue_plan(plan(task(1))))
    commune.take(issue_plan(plan(version=2, withdrawn="QĐ 05 ngày 01/02/2025")))
    assert mine(commune) == before


def test_tasks_change_only_under_a_higher_version(issue_plan):
    issue_plan(plan(task(1)))
    with pytest.raises(FormError, match="changes-published"):
        issue_plan(plan(task(1, brief="Việc khác")))


@pytest.mark.parametrize("where", [{"unit": "12"}, {"among": ("12",)}])
def test_nobody_gives_tasks_to_units_of_others(issue_plan, where):
    with pytest.raises(FormError, match="plan-foreign"):
        issue_plan(plan(task(1, kinds=(), **where), units_at=date(2024, 1, 1)))
