"""Acts about plans, by three doors."""

import shutil
from datetime import date

import pytest
from openpyxl import load_workbook
from shipped import shipped_catalogue

from ctmtqg_desktop.entries.plan_sheet import PlanRow, PlanSheet
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.orders import KeepPlan, ReadPlan, TakePlan, WritePlan
from ctmtqg_desktop.exchange.keeping.plans.plan_proposals import sheet_of_reading
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.intake.plans.document import read_plan_text
from ctmtqg_desktop.intake.plans.read_plan import read_plan
from ctmtqg_desktop.ui.catalogue.plans.drafts import Decision, DraftPlan

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
def plan_office(plan_document, world):
    """The document beside a receiving unit's workspace."""
    world.open_office().workspace.close()
    shutil.copy(world.root / "office.ctmtqg", plan_document.path("office.ctmtqg"))
    return Scene(plan_document.root, "office.ctmtqg")


@pytest.fixture
def book_office(plan_office, declared, world):
    """The same with the workbook of the document, in which one row is confirmed."""
    path = plan_office.path("plan.xlsx")
    order = WritePlan(path, document=plan_office.path("plan.txt"))
    do(Program(lambda: declared, world.clock), order)
    held = load_workbook(path)
    held.worksheets[1]["A2"].value = "x"
    held.save(path)
    return plan_office


def page_of(window, scene):
    window.go("plans")
    page = window.cataloguing.plans.page
    page.folder.set_path(scene.path("moi"))
    return page


def _read(window, scene, qtbot):
    page_of(window, scene).read(scene.path("plan.txt"))


def _write(window, scene, qtbot):
    page = page_of(window, scene)
    page.document = scene.path("plan.txt")
    page.write_book(scene.path("a.xlsx"))


def _take(window, scene, qtbot):
    page_of(window, scene).take_book(scene.path("plan.xlsx"))


def _keep(window, scene, qtbot):
    """Confirm the first sentence of the document, put the second aside, and keep the plan."""
    page = page_of(window, scene)
    page.read(scene.path("plan.txt"))
    qtbot.waitUntil(lambda: len(page.plan.rows) == 2)
    page.editor.keep.click()
    page.editor.leave.click()
    page.save()


def confirmed(scene):
    """Return the order that the same clicks come to."""
    order = WritePlan(scene.path("b.xlsx"), document=scene.path("plan.txt"))
    assert order.document is not None
    catalogue = shipped_catalogue()
    read = read_plan(
        read_plan_text(order.document.read_bytes(), "plan.txt"), catalogue.units,
        catalogue.measures, today=date(2025, 1, 1),
    )  # fmt: skip
    plan = DraftPlan.of(sheet_of_reading(read, catalogue))
    plan.decide(1, Decision.KEPT)
    plan.decide(2, Decision.LEFT)
    return KeepPlan(plan.sheet(), scene.path("moi"))


def beside(scene):
    return ["--workspace", scene.path("office.ctmtqg")]


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
    Case(
        "plan-read", "plan_office", lambda scene: ReadPlan(scene.path("plan.txt")),
        lambda scene: ["plan-read", scene.path("plan.txt"), *beside(scene)], _read,
        about="office",
    ),
    Case(
        "plan-write", "plan_office",
        lambda scene: WritePlan(scene.path("a.xlsx"), document=scene.path("plan.txt")),
        lambda scene: [
            "plan-write", scene.path("a.xlsx"), "--document", scene.path("plan.txt"),
            *beside(scene),
        ],
        _write, about="office",
    ),
    Case(
        "plan-take", "book_office",
        lambda scene: TakePlan(scene.path("plan.xlsx"), scene.path("moi")),
        lambda scene: [
            "plan-take", scene.path("plan.xlsx"), "--out", scene.path("moi"), *beside(scene)
        ],
        _take, exact=(".toml",), about="office",
    ),
    Case("plan-keep", "plan_office", confirmed, page=_keep, exact=(".toml",), about="office"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_three_doors_give_one_answer(case, answer_of):
    assert_one_answer(case, answer_of)
