"""Issue 10, point 8: the first page of 2026 says what is in use, what ended, what awaits its text.

The window and the command give one answer, in a workspace of 2026 and in one that is older.
"""

import json
from datetime import date, datetime

import pytest

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of, office_of
from ctmtqg_desktop.exchange.sender.orders import Check
from ctmtqg_desktop.ui.sender_window import Sender
from ctmtqg_desktop.workspace.records import Identity
from ctmtqg_desktop.workspace.workspace import create

NOW = datetime(2026, 3, 31, 8, 0, tzinfo=VIETNAM)
COMMUNE, OLD = "03390", "03424"


@pytest.fixture
def world(declared, tmp_path, opened):
    program = Program(lambda: declared, lambda: NOW)

    def made(code, day, role="sender"):
        identity = Identity(code, day, role, NOW, "Đơn vị")
        store = create(tmp_path / f"{code}-{day}.ctmtqg", identity)
        opened[1].append(store)
        return (desk_of if role == "sender" else office_of)(program, store)

    return made


def window_of(desk, period, opened):
    made = Sender(desk, Period.parse(period))
    opened[0].append(made.shell)
    made.shell.show()
    made.go_home()
    return made.home.turn


def listed(part):
    records = part.lines.records
    return [records.record(row)[0] for row in range(records.rowCount())]


def test_the_window_and_the_command_give_one_answer(world, opened, themed):
    desk = world(COMMUNE, date(2026, 3, 31))
    card = window_of(desk, "2026-H1", opened)
    assert card.isVisible()
    turn = json.loads(json.dumps(do(desk, Check(period="2026-H1")).facts, default=str))["turn"]
    assert listed(card.in_force) == [one["title"] for one in turn["in_force"]]
    assert len(listed(card.ended)) == len(turn["ended"]) > 4
    assert [one["text"] in said for one, said in zip(
        turn["awaited"], listed(card.awaited), strict=True
    )] == [True] * len(turn["awaited"])  # fmt: skip
    assert "Báo cáo DTTS&MN, đến 31/12/2025" in listed(card.ended)
    assert str(len(turn["awaited"])) in card.awaited.heading.text()


def test_a_year_in_which_nothing_turns_shows_no_card(world, opened, themed):
    card = window_of(world(OLD, date(2024, 12, 31)), "2024", opened)
    assert not card.isVisible(), listed(card.ended) + listed(card.awaited)


@pytest.mark.parametrize("day", [date(2026, 1, 10), date(2025, 12, 20), date(2025, 7, 1)])
def test_a_workspace_made_before_the_new_criteria_gets_them(world, day):
    """It was offered only what was in force on the day it was made, for ever."""
    desk = world(COMMUNE, day)
    assert "ntm-xa-2026" in {one.id for one in desk.report_sets()}
    due = {one.report_set.id for one in desk.due(Period.parse("2026-H1"))}
    assert "ntm-xa-2026" in due
    forms = {form.id for form in desk.forms("ctmtqg-xa", Period.parse("2026-H1"))}
    assert not forms & {"ntm-xa-tu-danh-gia", "dtts-da1"}


def test_a_workspace_of_2024_opened_in_2026_reports_2024_as_ever(world):
    desk = world(OLD, date(2024, 12, 31))
    forms = {form.id: form.version for form in desk.forms("ctmtqg-xa", Period.parse("2024"))}
    assert forms["ntm-xa-tu-danh-gia"] == 1
    assert "ntm-xa-2026" not in {one.id for one in desk.report_sets()}
    assert desk.due(Period.parse("2024"))


@pytest.mark.parametrize("day", [date(2026, 1, 5), date(2026, 3, 31)])
def test_a_new_workspace_of_2026_still_opens_the_reports_of_2025(world, day):
    desk, year = world(COMMUNE, day), Period.parse("2025")
    assert "dtts-xa" in {one.id for one in desk.report_sets(year)}
    assert {form.id for form in desk.forms("dtts-xa", year)} >= {"dtts-da2"}
    with pytest.raises(FormError, match="set-ended"):
        desk.forms("dtts-xa", Period.parse("2026"))


def test_an_office_made_in_january_receives_the_year_before(world):
    sets = {one.id for one in world("12", date(2026, 1, 5), "receiver").report_sets()}
    assert {"dtts-xa", "ntm-xa-2026"} <= sets


def test_an_office_of_2026_has_no_set_that_has_ended(world):
    sets = {one.id for one in world("12", date(2026, 3, 31), "receiver").report_sets()}
    assert "ntm-xa-2026" in sets
    assert not sets & {"dtts-xa", "gnbv-xa", "ntm-nang-cao-xa", "ntm-kieu-mau-xa", "ntm-ban"}


def test_an_office_of_2025_has_the_sets_of_2026(world):
    office = world("12", date(2025, 12, 1), "receiver")
    sets = {one.id for one in office.report_sets()}
    assert {"ntm-xa-2026", "dtts-xa"} <= sets
    assert "quoc-gia-2026-2030" in office.plans()


def test_a_form_that_nobody_has_begun_shows_no_error(world, opened, themed, qtbot):
    """At the end of the year its targets are missed already; that is no mistake of anybody."""
    made = Sender(world(OLD, date(2024, 12, 31)), Period.parse("2024"))
    opened[0].append(made.shell)
    made.shell.show()
    nav = made.shell.nav.entries
    names = [name for name in nav.ids() if name.startswith("form:")]
    qtbot.waitUntil(lambda: not made.forms.is_opening)
    assert len(names) > 20
    assert {nav._node(nav.find(name)).entry.badge.icon for name in names} == {"circle"}
