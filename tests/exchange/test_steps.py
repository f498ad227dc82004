"""Where the work stands: one report there and back, several at once, any period, either side.

Requirements: issue 11, build points 1 and 5.
"""

from datetime import timedelta

import pytest
from doing import held, remark

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.receiver.acknowledge import give_receipts
from ctmtqg_desktop.exchange.receiver.orders import SendBack
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.exchange.steps.next_step import StepPlace, StepState, steps_facts
from ctmtqg_desktop.exchange.steps.office_steps import office_steps
from ctmtqg_desktop.exchange.steps.orders import ShowSteps
from ctmtqg_desktop.exchange.steps.sender_steps import sender_steps
from ctmtqg_desktop.package.returns import Asked
from ctmtqg_desktop.ui.pages import RECEIVER_WAYS, SENDER_WAYS

SET, YEAR = "ctmtqg-xa", Period.parse("2024")
SELF, WORKS = "ntm-xa-tu-danh-gia", "ntm-cong-trinh"
HOUSEHOLDS = Cell("chung", "so_ho", "value")
PERIODS = ("2019", "2021", "2024", "2024-M05", "2024-Q3", "2025-H1", "2026", "2026-H1", "2035")


def at(place, period=YEAR):
    steps = sender_steps if hasattr(place, "commit") else office_steps
    found = steps(place, period)
    return found, {one.id: one.state.value for one in found.steps}


def test_one_report_goes_there_and_back(scene):
    """It has been sent; a receipt, a return, a correction and a second file follow."""
    found, states = at(scene.desk)
    assert (states["sign"], states["carry"], states["receipt"]) == ("done", "now", "waiting")
    assert "03394_ctmtqg-xa_2024_r01.asice" in found.now.words
    assert "Huyện Tam Đường" in found.now.words
    assert not found.is_routine
    receipts = give_receipts(
        scene.office.room.site(), [scene.revision], author=scene.author(), out_dir=scene.out
    )
    do(scene.desk, TakeIn(tuple(receipts)))
    found, states = at(scene.desk)
    assert (states["carry"], states["receipt"]) == ("done", "done")
    assert found.is_routine
    scene.take(scene.send_back())
    found, states = at(scene.desk)
    assert found.now.id == "answer"
    assert (found.now.leads.form, found.now.leads.at) == (SELF, str(HOUSEHOLDS))
    assert found.now.until.isoformat() == "2025-01-20"
    assert not found.is_routine
    scene.type("1.234")
    found, states = at(scene.desk)
    assert found.now.id == "sign"
    assert found.now.until.isoformat() == "2025-01-20"
    scene.submit()
    found, _ = at(scene.desk)
    assert found.now.id == "carry"
    assert "r02.asice" in found.now.words


def test_what_came_back_is_told_while_another_period_is_shown(scene):
    scene.take(scene.send_back())
    found, _ = at(scene.desk, Period.parse("2025-H1"))
    assert found.now.id == "answer"
    assert found.now.leads.period == "2024"


@pytest.mark.parametrize("place", ["", SELF, f"{WORKS}/cong_trinh"])
def test_a_remark_upon_more_than_a_cell_leads_to_its_part(scene, place):
    section = scene.desk.sheet(WORKS, YEAR).form.sections[0].id
    place = place.replace("cong_trinh", section)
    scene.take(scene.send_back(Asked(place, "Xem lại.")))
    leads = at(scene.desk)[0].now.leads
    form, _, rest = place.partition("/")
    assert leads.form == (form or scene.desk.forms(SET, YEAR)[0].id)
    assert leads.at == rest


def test_remarks_that_are_met_one_by_one_lead_to_the_next(scene):
    other = f"{SELF}/chung.so_nhan_khau.value"
    scene.take(scene.send_back(Asked(f"{SELF}/{HOUSEHOLDS}", "a" * 500), Asked(other, "b")))
    found, _ = at(scene.desk)
    assert found.now.facts["remarks"] == 2
    scene.type("1.234")
    found, _ = at(scene.desk)
    assert found.now.facts["remarks"] == 1
    assert found.now.leads.at == "chung.so_nhan_khau.value"


def test_a_second_return_with_the_same_remark_asks_once(scene):
    first, second = scene.send_back(), scene.send_back()
    for path in (first, second):
        scene.take(path)
    found, _ = at(scene.desk)
    assert found.now.facts["remarks"] == 1


def test_an_office_remarks_returns_and_waits(scene):
    made = scene.world.authority.certificate_der
    scene.office.workspace.signers.set_authority(made, b"", scene.office.clock())
    remark(scene.office, scene.revision, Asked(f"{SELF}/{HOUSEHOLDS}", "Chưa khớp."))
    found, states = at(scene.office)
    assert found.now.id == "remarks"
    assert found.now.leads.place is StepPlace.REPORT
    assert found.now.leads.unit == scene.revision.key.unit
    do(scene.office, SendBack(scene.revision.content_sha256, held(scene.author(), scene.out)))
    found, states = at(scene.office)
    assert states["remarks"] == "waiting"
    waits = next(one for one in found.steps if one.id == "remarks")
    day = (scene.office.clock() + timedelta(days=7)).date()
    assert waits.until == day
    assert "tralai_03394_2024_r01_" in waits.words
    row = next(r for r in scene.office.board(SET, YEAR).units if r.status is Status.RETURNED)
    assert row.back_by == day
    assert states["receipts"] == "now"


def test_an_office_without_an_authority_begins_with_it(world):
    office = world.open_office("fresh")
    try:
        if office.workspace.signers.authority() is not None:
            pytest.skip("this office was made with one")
        found, states = at(office)
        assert found.now.id == "authority"
        assert "now" not in {states[name] for name in states if name != "authority"}
    finally:
        office.workspace.close()


@pytest.mark.parametrize("code", PERIODS)
def test_in_any_period_every_step_says_something_and_leads_somewhere(scene, code):
    period = Period.parse(code)
    for place, ways in ((scene.desk, SENDER_WAYS), (scene.office, RECEIVER_WAYS)):
        found, states = at(place, period)
        assert list(states.values()).count("now") <= 1
        assert (found.now is None) is (StepState.OPEN not in set(states.values())
                                       and "now" not in states.values())  # fmt: skip
        for one in found.steps:
            assert one.name
            assert one.words.endswith((".", ":")) or "…" not in one.words
            assert "None" not in one.words
            assert one.leads is None or one.leads.place in ways
            assert one.state is not StepState.NOW or one.todo
        told = steps_facts(found)
        assert do(place, ShowSteps(code)).facts == told


def test_asking_changes_nothing(scene):
    before = scene.desk.workspace.journal.latest(1000)
    reports = scene.desk.workspace.reports.all()
    for _ in range(2):
        at(scene.desk)
    assert scene.desk.workspace.journal.latest(1000) == before
    assert scene.desk.workspace.reports.all() == reports
