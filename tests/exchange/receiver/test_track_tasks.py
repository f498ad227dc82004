"""Issue 10, point 5: an office sees how many of those named have done each task, and who not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from accepted import accept
from openpyxl import load_workbook
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import PrintConsolidated, Track
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import office_of
from ctmtqg_desktop.workspace.records import Identity
from ctmtqg_desktop.workspace.workspace import create

PLAN, REPORT = "003-tam-duong-2024", ("nhiem-vu-ke-hoach", "lct-nhiem-vu")
MODEL, REPORTING, OWN, ONE = "N003-060", "N003-064", "N003-012", "N003-002"
NOW = datetime(2025, 1, 20, 8, tzinfo=VIETNAM)
LAST = date(2024, 12, 31)
BELOW = shipped_catalogue().units.children("106", LAST)
COMMUNES = tuple(unit.code for unit in BELOW if unit.kind == "xa")


def opened(path: Path, code: str, day: date, catalogue: Catalogue | None = None) -> Office:
    known = catalogue or shipped_catalogue()
    made = create(path / f"{code}.ctmtqg", Identity(code, day, "receiver", NOW, "Nơi nhận"))
    return office_of(Program(lambda: known, lambda: NOW), made)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = opened(tmp_path, "106", LAST)
    yield made
    made.workspace.close()


def say(office: Office, units: Any, period: str, **states: str) -> None:
    """Take in reports in which units say how far some tasks are."""
    rows = [f"r{number}" for number in range(1, len(states) + 1)]
    cells = {}
    for row, (task, state) in zip(rows, states.items(), strict=True):
        cells[Cell("nhiem_vu", row, "ma")] = task.replace("_", "-")
        cells[Cell("nhiem_vu", row, "trang_thai")] = state
    for code in units:
        accept(
            office.workspace, code, period, NOW, report=REPORT, cells=cells,
            rows=[("nhiem_vu", tuple(rows))],
        )  # fmt: skip


def give(office: Office, code: str, name: str, state: str, result: str | None) -> None:
    """Take in a report in which a unit gives a figure for a task."""
    cells: dict[Cell, object] = {
        Cell("nhiem_vu", "r1", "ma"): name, Cell("nhiem_vu", "r1", "trang_thai"): state,
    }  # fmt: skip
    if result is not None:
        cells[Cell("nhiem_vu", "r1", "ket_qua")] = Decimal(result)
    accept(
        office.workspace, code, "2024", NOW, report=REPORT, cells=cells,
        rows=[("nhiem_vu", ("r1",))],
    )  # fmt: skip


def task(office: Office, period: str, name: str = MODEL, plan: str = PLAN) -> dict[str, Any]:
    told = do(office, Track(plan, period)).facts["tasks"]
    return next(one for one in told if one["id"] == name)


def brief(found: dict[str, Any]) -> tuple[object, ...]:
    return (found["state"], found["done"], found["of"], len(found["late"]), len(found["missing"]))


def test_nobody_has_said_anything(office: Office) -> None:
    assert brief(task(office, "2024-Q1")) == ("unknown", 0, 12, 0, 12)
    assert brief(task(office, "2024")) == ("late", 0, 12, 12, 12)
    assert task(office, "2024")["coverage"] == "0/12 đơn vị"


def test_some_have_done_it_and_the_rest_are_named(office: Office) -> None:
    say(office, COMMUNES[:5], "2024-Q3", N003_060="xong")
    say(office, COMMUNES[5:7], "2024-Q3", N003_060="dang-lam")
    found = task(office, "2024-Q3")
    assert brief(found) == ("under-way", 5, 12, 0, 5)
    assert found["coverage"] == "7/12 đơn vị"
    over = task(office, "2024")
    assert brief(over) == ("late", 5, 12, 7, 5)
    assert over["late"] == list(COMMUNES[5:])
    assert over["missing"] == list(COMMUNES[7:])


def test_done_twice_counts_once_and_leads_to_the_signed_row(office: Office) -> None:
    say(office, COMMUNES, "2024-Q1", N003_060="xong")
    say(office, COMMUNES, "2024", N003_060="xong")
    found = task(office, "2024")
    assert brief(found) == ("done", 12, 12, 0, 0)
    one = found["units"][0]
    (signed,) = office.workspace.submissions.current(REPORT[0], "2024", (one["unit"],))
    assert (one["period"], one["cell"], one["content_sha256"]) == (
        "2024", "nhiem_vu.r1.trang_thai", signed.content_sha256,
    )  # fmt: skip


def test_where_nothing_arose_nothing_is_owed(office: Office) -> None:
    say(office, COMMUNES[:11], "2024", N003_060="khong-phat-sinh")
    say(office, COMMUNES[11:], "2024", N003_060="xong")
    assert brief(task(office, "2024")) == ("done", 1, 1, 0, 0)


def test_a_result_is_judged_by_the_figure_the_paragraph_names(office: Office) -> None:
    for code, state, result in (
        (COMMUNES[0], "xong", "1"), (COMMUNES[1], "xong", "0"), (COMMUNES[2], "dang-lam", None),
        (COMMUNES[3], "khong-phat-sinh", "0"), (COMMUNES[4], "xong", "2.5"),
    ):  # fmt: skip
        give(office, code, MODEL, state, result)
    found = task(office, "2024")
    states = {one["unit"]: one["result_state"] for one in found["units"]}
    assert [states[code] for code in COMMUNES[:5]] == [
        "reached", "short", "unsaid", "unjudged", "reached",
    ]  # fmt: skip
    assert {states[code] for code in COMMUNES[5:]} == {"unsaid"}
    assert found["short"] == [COMMUNES[1]]
    assert found["result"].startswith("kết quả đạt yêu cầu 2/11 đơn vị, chưa ghi 8")
    assert found["state"] == "late"  # what is said of the task itself counts as before


def test_where_the_paragraph_names_no_figure_it_is_said_that_none_is_judged(
    office: Office,
) -> None:
    give(office, COMMUNES[0], REPORTING, "xong", "5")
    found = task(office, "2024", REPORTING)
    assert found["result"] == "kết quả không chấm: đoạn kế hoạch không nêu số phải đạt"
    assert {one["result_state"] for one in found["units"]} == {"unjudged"}
    assert found["short"] == []


def test_all_say_nothing_arose(office: Office) -> None:
    say(office, COMMUNES, "2024", N003_060="khong-phat-sinh")
    assert brief(task(office, "2024")) == ("not-arising", 0, 0, 0, 0)


def test_a_state_that_was_lowered_counts_as_it_is_now_and_is_named(office: Office) -> None:
    say(office, COMMUNES, "2024-Q1", N003_060="xong")
    say(office, COMMUNES[:1], "2024-Q2", N003_060="dang-lam")
    found = task(office, "2024-Q2")
    assert brief(found) == ("under-way", 11, 12, 0, 0)
    assert found["lowered"] == [COMMUNES[0]]
    assert brief(task(office, "2024-Q1")) == ("done", 12, 12, 0, 0)


def test_a_turn_is_done_in_its_own_period_only(office: Office) -> None:
    say(office, COMMUNES, "2024-Q1", N003_064="xong")
    assert brief(task(office, "2024-Q1", REPORTING)) == ("done", 12, 12, 0, 0)
    assert brief(task(office, "2024-Q2", REPORTING)) == ("late", 0, 12, 12, 12)


def test_who_is_not_named_does_not_count(office: Office) -> None:
    say(office, ["03390"], "2024", N003_060="xong")
    say(office, COMMUNES[:1], "2024", N003_002="xong", N003_012="xong")
    assert brief(task(office, "2024"))[:3] == ("late", 0, 12)
    assert brief(task(office, "2024", ONE)) == ("late", 0, 1, 1, 1)
    assert task(office, "2024", OWN)["done"] == 1


def test_the_office_reports_its_own_tasks(office: Office) -> None:
    name = "N003-047"
    assert brief(task(office, "2024-Q1", name)) == ("unknown", 0, 1, 0, 1)
    desk = _desk(office)
    sheet = desk.sheet(REPORT[1], Period.parse("2024-Q1"))
    row = next(
        r for r in sheet.rows("nhiem_vu") if sheet.value(Cell("nhiem_vu", r, "ma")) == name
    )  # fmt: skip
    step = sheet.set_texts([(Cell("nhiem_vu", row, "trang_thai"), "xong")])
    desk.commit(sheet, step.change)
    assert brief(task(office, "2024-Q1", name)) == ("done", 1, 1, 0, 0)
    assert brief(task(office, "2024-Q2", name)) == ("done", 1, 1, 0, 0)


def _desk(office: Office) -> Any:
    from ctmtqg_desktop.exchange.sender.desk import Desk

    return Desk(office.room)


def test_a_day_of_its_own_is_late_from_the_period_it_lies_in(tmp_path: Path) -> None:
    shipped = shipped_catalogue()
    plan = shipped.plans[PLAN]
    due = replace(plan.tasks[59], due=date(2024, 5, 15))
    changed = replace(plan, tasks=(due,))
    office = opened(tmp_path, "106", LAST, replace(shipped, plans={PLAN: changed}))
    assert due.id == MODEL
    assert brief(task(office, "2024-Q1")) == ("unknown", 0, 12, 0, 12)
    assert brief(task(office, "2024-Q2")) == ("late", 0, 12, 12, 12)
    say(office, COMMUNES, "2024-Q3", N003_060="xong")
    assert brief(task(office, "2024-Q2")) == ("late", 0, 12, 12, 12)
    assert brief(task(office, "2024-Q3")) == ("done", 12, 12, 0, 0)
    office.workspace.close()


def test_the_table_of_tasks_is_printed_in_the_place_of_every_units_list(
    office: Office, tmp_path: Path
) -> None:
    say(office, COMMUNES[:5], "2024", N003_060="xong", N003_005="dang-lam")
    book = tmp_path / "tong-hop.xlsx"
    do(office, PrintConsolidated("2024", REPORT[0], PLAN, tmp_path / "o.pdf", book))
    cells = [
        str(cell.value)
        for page in load_workbook(book).worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert f"{MODEL} Chọn 01 bản làm điển hình trong xây dựng nông thôn mới" in cells
    assert "5/12 (báo cáo 5/12 đơn vị)" in cells
    assert any(text.startswith("Số nhiệm vụ: 64.") for text in cells)
    assert "Nhiệm vụ được giao" not in cells


def test_a_plan_without_tasks_has_none(tmp_path: Path) -> None:
    shipped = shipped_catalogue()
    bare = replace(shipped.plans[PLAN], tasks=())
    office = opened(tmp_path, "106", LAST, replace(shipped, plans={PLAN: bare}))
    assert do(office, Track(PLAN, "2024")).facts["tasks"] == []
    office.workspace.close()


def test_a_row_that_stands_there_twice_counts_as_it_stands_first(office: Office) -> None:
    say(office, COMMUNES[:1], "2024", N003_060="dang-lam")
    rows, section = ("r1", "r2"), "nhiem_vu"
    cells = {Cell(section, row, "ma"): MODEL for row in rows}
    states = {Cell(section, "r1", "trang_thai"): "chua-lam",
              Cell(section, "r2", "trang_thai"): "xong"}  # fmt: skip
    accept(office.workspace, COMMUNES[1], "2024", NOW, report=REPORT, cells=cells | states,
           rows=[(section, rows)])  # fmt: skip
    assert brief(task(office, "2024"))[:3] == ("late", 0, 12)


def test_successors_carry_the_tasks_of_units_that_ended(tmp_path: Path) -> None:
    province = opened(tmp_path, "12", date(2025, 12, 31))
    found = task(province, "2025")
    heirs = [one["unit"] for one in found["units"]]
    assert found["state"] == "late"
    assert set(heirs).isdisjoint({"106"})
    assert found["succession"]
    say(province, COMMUNES, "2024", N003_060="xong")
    after = task(province, "2025")
    assert (after["done"], after["of"]) == (len(heirs), len(heirs))
    say(province, heirs[:1], "2025", N003_060="dang-lam")
    assert task(province, "2025")["done"] == len(heirs) - 1
    province.workspace.close()


def test_a_unit_tracks_its_own_tasks(office: Office, world: Any) -> None:
    desk = world.open_desk("03394")
    told = do(desk, Track(PLAN, "2024-Q1")).facts["tasks"]
    assert {one["of"] for one in told} == {1}
    assert MODEL in {one["id"] for one in told}
    assert OWN in {one["id"] for one in told}
    assert ONE not in {one["id"] for one in told}
    desk.workspace.close()
