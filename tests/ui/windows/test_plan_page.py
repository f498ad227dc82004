"""Issue 10, point 7: on the page of plans a person confirms, corrects or puts aside each row."""

import pytest

from ctmtqg_desktop.entries.plan_sheet import PlanRow, PlanSheet
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.keeping.orders import KeepPlan
from ctmtqg_desktop.ui.catalogue.plans.drafts import Decision, DraftPlan
from ctmtqg_desktop.ui.catalogue.plans.plan_page import PlanPage

ROW = {"indicator": "Chè", "unit": "106", "period": "2024", "operator": ">=", "figure": "75",
       "measure": "ha", "quote": "Trồng mới 75 ha chè."}  # fmt: skip
OTHER = {**ROW, "indicator": "Đường", "figure": "3", "quote": "Làm 3 km đường."}
HEAD = {"plan": "che-2024", "title": "Kế hoạch chè", "issuer": "UBND", "source": "KH 01"}


def sheet(*rows):
    return PlanSheet(HEAD, tuple(PlanRow(row) for row in rows), {"a b.c.d": "ô"})


@pytest.fixture
def page(qtbot, qapp, tmp_path):
    choices = {"operator": (">=", "<="), "measure": ("ha", "km"), "kind": ("chỉ tiêu",),
               "answer": ()}  # fmt: skip
    made = PlanPage({"che-2024": "Kế hoạch chè"}, choices, None)
    qtbot.addWidget(made)
    made.folder.set_path(tmp_path)
    made.wants = []
    made.wanted.connect(made.wants.append)
    return made


def kept(page):
    page.save()
    (order,) = page.wants
    assert isinstance(order, KeepPlan)
    return [row["keep"] for row in order.sheet.rows], order.sheet


def test_nothing_is_kept_that_nobody_confirmed(page):
    page.show_plan(sheet(ROW, OTHER))
    marks, _ = kept(page)
    assert marks == ["", ""]


def test_a_row_is_confirmed_or_put_aside_and_the_next_one_comes(page):
    page.show_plan(sheet(ROW, OTHER, ROW))
    page.editor.keep.click()
    assert page.editor.sentence.toPlainText() == OTHER["quote"]
    page.editor.leave.click()
    marks, _ = kept(page)
    assert marks == ["x", "", ""]


def test_what_was_corrected_is_kept(page):
    page.show_plan(sheet(ROW))
    page.editor._fields["figure"].setText("80")
    page.editor.keep.click()
    _, made = kept(page)
    assert (made.rows[0]["figure"], made.rows[0]["quote"]) == ("80", ROW["quote"])


def test_a_row_of_ones_own_is_added(page):
    page.show_plan(sheet(ROW))
    page._add()
    page.editor._fields["indicator"].setText("Cầu")
    marks, made = kept(page)
    assert (marks, made.rows[1]["indicator"]) == (["", "x"], "Cầu")


def test_a_refused_row_says_why(page):
    page.show_plan(sheet(ROW, OTHER))
    refused = [{"row": 2, "column": "Đơn vị tính", "message": "không có “sọt”"}]
    page.acted(
        KeepPlan(page.plan.sheet(), page.folder.path),
        Done("x", {"refused": refused, "ids": {"1": "che-2024-001"}}),
    )
    assert page.plan.rows[0]["id"] == "che-2024-001"
    assert page.editor.faults.text() == "Đơn vị tính: không có “sọt”"
    assert page.editor.sentence.toPlainText() == OTHER["quote"]


def test_what_says_the_same_twice_is_marked():
    assert [row.twin for row in DraftPlan.of(sheet(ROW, OTHER, ROW)).rows] == [0, 0, 1]


def test_rows_of_a_kept_plan_are_confirmed_already():
    plan = DraftPlan.of(sheet({**ROW, "keep": "x"}, OTHER))
    assert [row.decision for row in plan.rows] == [Decision.KEPT, Decision.OPEN]
    assert plan.next_open(2) == 2


def test_another_code_has_another_name():
    plan = DraftPlan.of(sheet({**ROW, "unit_name": "Huyện Tam Đường"}))
    plan.write(1, {"unit": "03394"})
    assert plan.rows[0]["unit_name"] == ""
