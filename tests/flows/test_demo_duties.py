"""Issue 10, point 4: every duty of the plans is on a home page and on the board, with its day."""

from pathlib import Path

import pytest

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.owing import profile_of
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.clock import system_clock
from ctmtqg_desktop.entries.submission import EDITABLE
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import place_of
from ctmtqg_desktop.exchange.sender.owed.due import asked_besides
from ctmtqg_desktop.workspace.workspace import open_workspace

YEAR = Period.parse("2024")
OF_A_COMMUNE = {
    "ctmtqg-xa", "ntm-ban", "ket-qua-nam-xa", "lien-chuong-trinh-xa", "gnbv-xa",
    "gnbv-ra-soat-xa", "dtts-xa", "dtts-xac-nhan-xa", "dtts-cap-nhat-xa",
}  # fmt: skip
OWED = {
    "03412": OF_A_COMMUNE,
    "03424": OF_A_COMMUNE | {"ntm-nang-cao-xa"},
    "03390": OF_A_COMMUNE - {"ntm-ban"} | {"do-thi-van-minh"},
}
"""A commune, the one that aims higher, the town. No plan has a unit that aims at the model."""
TASKS = {"nhiem-vu-ke-hoach"}
"""Owed by whom a plan's tasks name, and told by the tests of tasks."""
NOT_SENT = {"gnbv-xa", "gnbv-ra-soat-xa", "dtts-xa", "dtts-xac-nhan-xa", "dtts-cap-nhat-xa"}


@pytest.fixture(scope="module")
def opened(demo, tmp_path_factory):
    """Return a function that opens the room of a unit of the demonstration."""
    program = Program(
        lambda: read_catalogue(forms_dir()).catalogue, system_clock, tmp_path_factory.mktemp("c")
    )
    held = {}

    def open_room(code):
        if code not in held:
            held[code] = open_workspace(Path(demo.root / "may-tinh" / code / "so.ctmtqg"))
        return place_of(program, held[code])

    yield open_room
    for workspace in held.values():
        workspace.close()


@pytest.mark.parametrize("code", sorted(OWED))
def test_home_lists_every_duty_with_its_reason(opened, code):
    desk = opened(code)
    due = desk.due(YEAR)
    assert {one.report_set.id for one in due} - TASKS == OWED[code]
    assert all(one.cause is not None and one.cause.profile is not None for one in due)
    assert [one.deadline for one in due] == sorted(one.deadline for one in due)
    still = {one.report_set.id for one in due if one.report.status in EDITABLE}
    assert still - TASKS == NOT_SENT & OWED[code]


def test_two_are_asked_for_more_and_see_it_with_its_day(opened):
    for code, asked in (("03412", ["2024-M12"]), ("03390", [])):
        assert [one.period.code for one in asked_besides(opened(code), YEAR)] == asked
    month = Period.parse("2024-M12")
    rows = opened("106").board("dtts-xa", month).units
    assert {row.unit.code for row in rows} == {"03412", "03424"}
    assert {row.deadline.isoformat() for row in rows} == {"2025-01-15"}


def test_the_board_has_every_duty_and_says_what_is_late(opened):
    office = opened("106")
    boards = {s.id: office.board(s.id, YEAR).units for s in office.report_sets()}
    for code, owed in OWED.items():
        unit = office.catalogue.unit_for(code, YEAR)
        assert profile_of(office.catalogue, unit, YEAR.end) is not None
        found = {one for one, rows in boards.items() if code in {r.unit.code for r in rows}}
        assert found - TASKS == owed
    missing = {one for one, rows in boards.items() if any(r.submission is None for r in rows)}
    assert missing - TASKS == NOT_SENT
    assert all(len(office.consolidate(one, YEAR).missing) == 13 for one in NOT_SENT)
    late = {one for one in NOT_SENT if boards[one][0].days_late > 0}
    assert late == {"gnbv-xa", "gnbv-ra-soat-xa", "dtts-xac-nhan-xa"}
