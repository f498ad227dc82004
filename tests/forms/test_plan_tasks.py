"""Issue 10, point 5: the tasks of the five plans, against the plans' own words."""

import re
from pathlib import Path

import pytest
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.declared import Plan
from ctmtqg_desktop.catalogue.records.tasks import PlanTask
from ctmtqg_desktop.text import harmless, nfc

SEEDS = Path(__file__).parent / "seeds"
COUNTS = {"000": 41, "001": 43, "002": 29, "003": 64, "004": 27}
SPANS = {
    "000": ("III. NHIỆM VỤ", ""),
    "001": ("III- NHIỆM VỤ", "Nơi nhận:"),
    "002": ("III. NỘI DUNG", "Trên đây là"),
    "003": ("II. NHIỆM VỤ", "Ủy ban nhân dân huyện đề nghị các phòng"),
    "004": ("I. MỤC ĐÍCH", "(Có Chương trình"),
}
"""Where the parts of a plan begin and end that give somebody something to do."""
FATES = {
    "000": (24, 0, 8), "001": (26, 0, 8), "002": (24, 0, 32), "003": (48, 68, 33),
    "004": (16, 2, 10),
}  # fmt: skip
"""How many paragraphs became tasks, are targets already, and give nobody anything to do."""
HEADING = re.compile(r"(?:[IVX]+[-.]|\d+(?:\.\d+)?\.|[*-]) |Tiểu dự án \d: ")
NO_TASK = {
    "- Đơn vị thực hiện": "names the owner of the paragraph before",
    "- Cơ quan thực hiện": "names the owner of the paragraphs before",
    "- Đối tượng": "says for whom the paragraph before is",
    "Triển khai thực hiện các dự án thành phần": "introduces the projects",
    "Để triển khai thực hiện hiệu quả": "introduces the tasks",
    "1. Vốn Đầu tư": "refers to a decision",
    "3. Các nguồn kinh phí hợp pháp": "names money",
    "(Chi tiết có biểu": "refers to annexes",
    "¹ ": "footnote", "² ": "footnote", "³ ": "footnote",
}  # fmt: skip


def flat(text: str) -> str:
    return " ".join(harmless(nfc(text)).split())


def paragraphs(number: str) -> list[str]:
    """Return the paragraphs of a plan; what a page break cut is put together again."""
    found: list[str] = []
    for line in map(flat, (SEEDS / f"{number}.txt").read_text("utf-8").splitlines()):
        if found and line[:1].islower():
            found[-1] += f" {line}"
        elif line:
            found.append(line)
    return found


def assigning(number: str) -> list[str]:
    begin, over = SPANS[number]
    whole = paragraphs(number)
    first = next(at for at, text in enumerate(whole) if text.startswith(begin))
    last = (at for at, text in enumerate(whole) if over and text.startswith(over))
    return whole[first : next(last, len(whole))]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shipped_catalogue()


@pytest.fixture(scope="module", params=COUNTS)
def plan(request: pytest.FixtureRequest, catalogue: Catalogue) -> Plan:
    return next(p for p in catalogue.plans.values() if p.id.startswith(request.param))


def test_every_task_is_there_in_order(plan: Plan) -> None:
    number = plan.id[:3]
    assert [task.id for task in plan.tasks] == [
        f"N{number}-{n:03}" for n in range(1, COUNTS[number] + 1)
    ]


def test_every_quote_is_what_the_plan_says(plan: Plan) -> None:
    whole = flat((SEEDS / f"{plan.id[:3]}.txt").read_text("utf-8"))
    assert [task.id for task in plan.tasks if flat(task.quote) not in whole] == []


def test_no_task_has_a_day_the_plan_does_not_name(plan: Plan) -> None:
    assert all(task.due is None for task in plan.tasks)


def test_owners_are_named_as_the_plan_names_them(plan: Plan) -> None:
    whole = flat((SEEDS / f"{plan.id[:3]}.txt").read_text("utf-8")).lower()
    assert [task.owner for task in plan.tasks if not names(whole, task)] == []


def names(whole: str, task: PlanTask) -> bool:
    """Say whether every word of who leads and takes part stands in the plan."""
    said = re.findall(r"\w+", f"{task.owner} {task.partners}".lower())
    return all(word in whole for word in said)


def test_every_paragraph_is_a_task_a_target_or_gives_nothing_to_do(plan: Plan) -> None:
    number = plan.id[:3]
    tasks = [flat(task.quote) for task in plan.tasks]
    targets = [flat(target.quote) for target in plan.targets]
    fates = {"task": 0, "target": 0, "": 0}
    for text in assigning(number):
        is_task = any(quote in text for quote in tasks)
        is_target = not is_task and any(quote in text for quote in targets)
        fates["task" if is_task else "target" if is_target else ""] += 1
        gives_nothing = HEADING.match(text) or text.startswith(tuple(NO_TASK))
        assert is_task or is_target or gives_nothing, text
    assert tuple(fates.values()) == FATES[number]


def test_a_task_of_the_end_of_a_plan_is_due_with_it(catalogue: Catalogue) -> None:
    tasks = {task.id: task for plan in catalogue.plans.values() for task in plan.tasks}
    assert tasks["N003-012"].last_day.isoformat() == "2024-12-31"
    assert tasks["N004-001"].last_day.isoformat() == "2030-12-31"
