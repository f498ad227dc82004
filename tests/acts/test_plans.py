"""Acts about plans, by three doors."""

import pytest

from ctmtqg_desktop.exchange.keeping.orders import ReadPlan

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
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_three_doors_give_one_answer(case, answer_of):
    assert_one_answer(case, answer_of)
