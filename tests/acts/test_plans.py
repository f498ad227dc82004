"""Acts about plans, by three doors."""

import pytest

from ctmtqg_desktop.entries.plan_sheet import PlanRow, PlanSheet
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.orders import KeepPlan, ReadPlan, TakePlan, WritePlan
from ctmtqg_desktop.exchange.room import Program

from .conftest import Case, Scene, assert_one_answer

PLAN = """KẾ HOẠCH
Phát triển chè huyện Tam Đường năm 2024
I. MỤC TIÊU
- Trồng mới 75 ha chè; riêng xã Nà Tăm 12 ha.
"""


@pytest.fixture
def plan_document(tmp_path):
    """A plan as a text file, read without a workspace."""
    root = tmp_path / "scene"
    root.mkdir()
    (root / "plan.txt").write_text(PLAN, "utf-8")
    (root / "scan.pdf").write_bytes(b"%PDF-1.7")
    return Scene(root)


@pytest.fixture
def plan_book(plan_document, declared, world):
    """The same with its workbook, in which nobody has confirmed anything."""
    order = WritePlan(plan_document.path("plan.xlsx"), document=plan_document.path("plan.txt"))
    do(Program(lambda: declared, world.clock), order)
    return plan_document


def kept(scene):
    """Return the order of a page with one row that is confirmed, and one that is wrong."""
    head = {"plan": "che-2024", "title": "Kế hoạch chè", "issuer": "UBND", "source": "KH 01"}
    row = {
        "keep": "x", "indicator": "Chè", "unit": "106", "period": "2024", "figure": "75",
        "measure": "ha", "quote": "Trồng mới 75 ha chè.",
    }  # fmt: skip
    rows = (PlanRow(row, place=1), PlanRow({**row, "measure": "sọt"}, place=2))
    return KeepPlan(PlanSheet(head, rows), scene.path("moi"))


CASES = (
    Case(
        "plan-read", "plan_document",
        lambda scene: ReadPlan(scene.path("plan.txt")),
        lambda scene: ["plan-read", scene.path("plan.txt")],
    ),
    Case(
        "plan-read", "plan_document",
        lambda scene: ReadPlan(scene.path("scan.pdf")),
        lambda scene: ["plan-read", scene.path("scan.pdf")],
        code="intake.plan-format", about="scan",
    ),
    Case(
        "plan-write", "plan_document",
        lambda scene: WritePlan(scene.path("a.xlsx"), document=scene.path("plan.txt")),
        lambda scene: [
            "plan-write", scene.path("a.xlsx"), "--document", scene.path("plan.txt")
        ],
    ),
    Case(
        "plan-write", "plan_document",
        lambda scene: WritePlan(scene.path("a.xlsx"), "không-có"),
        lambda scene: ["plan-write", scene.path("a.xlsx"), "--plan", "không-có"],
        code="form.plan-unknown",
    ),
    Case(
        "plan-take", "plan_book",
        lambda scene: TakePlan(scene.path("plan.xlsx"), scene.path("moi")),
        lambda scene: ["plan-take", scene.path("plan.xlsx"), "--out", scene.path("moi")],
    ),
    Case("plan-keep", "plan_document", kept, exact=(".toml",)),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_three_doors_give_one_answer(case, answer_of):
    assert_one_answer(case, answer_of)
