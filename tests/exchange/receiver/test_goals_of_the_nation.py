"""Issue 10, point 8: the goals of the nation, which every receiver holds against its own land."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from accepted import accept
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.receiver.orders import Track
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import office_of
from ctmtqg_desktop.workspace.records import Identity
from ctmtqg_desktop.workspace.workspace import create

PLAN, SET, FORM = "quoc-gia-2026-2030", "ket-qua-nam-xa", "mtqg-ket-qua"
CATALOGUE = shipped_catalogue()
YEAR = Period.parse("2026")
POOR = {column: Cell("ty_le_cuoi_ky", "mt_kq_04", column) for column in ("dat", "tong_so")}


@pytest.fixture
def office(tmp_path):
    now = datetime(2027, 1, 5, 8, tzinfo=VIETNAM)
    identity = Identity("12", date(2026, 12, 31), "receiver", now, "Tỉnh Lai Châu")
    store = create(tmp_path / "tinh.ctmtqg", identity)
    yield office_of(Program(lambda: CATALOGUE, lambda: now), store)
    store.close()


def told(office):
    facts = do(office, Track(PLAN, "2026")).facts
    return {one["id"]: one for one in facts["targets"]}


def communes(office):
    return CATALOGUE.units.children("12", YEAR.end)


def report(office, unit, poor, households):
    cells = {POOR["dat"]: Decimal(poor), POOR["tong_so"]: Decimal(households)}
    accept(office.workspace, unit.code, "2026", office.clock(), cells=cells, report=(SET, FORM))


def test_nothing_was_reported_and_everybody_is_waited_for(office):
    found = told(office)
    assert len(found) == 11
    count = len(communes(office))
    assert found["QG-04"]["coverage"] == f"0/{count} đơn vị"
    bound = [one for one in found.values() if one["why_not"] is None]
    assert len(bound) == 9
    assert {one["state"] for one in bound} == {"unknown"}
    assert all(one["place"] == "" for one in found.values())


def test_a_few_communes_do_not_decide_and_all_do(office):
    first, *rest = communes(office)
    report(office, first, 5, 100)
    assert told(office)["QG-04"]["state"] == "not-enough"
    for unit in rest:
        report(office, unit, 9, 100)
    assert told(office)["QG-04"]["state"] in {"met", "on-course"}
    assert told(office)["QG-04"]["actual"].startswith("8.")


def test_more_poor_than_the_goal_is_not_met(office):
    for unit in communes(office):
        report(office, unit, 30, 100)
    assert told(office)["QG-04"]["state"] in {"not-met", "off-course", "behind"}


def test_the_goals_are_assigned_to_no_commune(office):
    unit = communes(office)[0]
    assert office.library.assigned(unit, Period.parse("2030")) == []


def test_every_goal_says_its_sentence_and_where_it_stands():
    plan = CATALOGUE.plan(PLAN)
    assert plan.everywhere
    assert all(t.quote and t.source and not t.unit for t in plan.targets)
    assert {t.confidence.value for t in plan.targets} <= {"press", "unverified"}
    assert all(t.answer.by or t.answer.why_not for t in plan.targets)


def test_an_office_of_2024_is_not_shown_them(tmp_path):
    now = datetime(2025, 1, 5, 8, tzinfo=VIETNAM)
    identity = Identity("106", date(2024, 12, 31), "receiver", now, "Huyện Tam Đường")
    store = create(tmp_path / "huyen.ctmtqg", identity)
    assert PLAN not in office_of(Program(lambda: CATALOGUE, lambda: now), store).plans()
    store.close()
