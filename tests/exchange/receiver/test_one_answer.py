"""Issue 10, point 4: home, board and totals give one answer to who owes what.

For random profiles and requests: what a unit's home lists as owed is what its office's board
has a place for and what the totals miss, whatever sets either has chosen to work with.
"""

from dataclasses import replace
from datetime import date, datetime

import pytest
from blank import blank_workspace
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.owing import profile_of
from ctmtqg_desktop.catalogue.profiles import Profile, ReportRequest
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.workspace.records import Identity

NOW = datetime(2025, 1, 6, 8, tzinfo=VIETNAM)
CODES, SEED = ("03390", "03424", "03430"), Confidence.SEED
ids = sorted(shipped_catalogue().report_sets)
names = st.lists(st.sampled_from(sorted(shipped_catalogue().programmes)), unique=True).map(tuple)
areas = st.lists(st.sampled_from(["dbkk", "dtts", "atk"]), unique=True).map(tuple)
aims = st.lists(st.sampled_from(["ntm-nang-cao", "ntm-kieu-mau", "dtvm"]), unique=True).map(tuple)
days = st.dates(date(2023, 1, 1), date(2025, 3, 1))
periods = st.sampled_from(["2023", "2024", "2024-H1", "2024-Q3", "2024-Q4", "2024-M11"])
profiles = st.builds(
    Profile, id=st.uuids().map(str), unit=st.sampled_from(CODES), valid_from=days,
    source=st.just("s"), confidence=st.just(SEED), valid_to=st.none() | days,
    programmes=names, areas=areas, aims=aims,
    excused=st.lists(st.sampled_from(ids), max_size=2).map(tuple),
)  # fmt: skip
requests = st.builds(
    ReportRequest, id=st.uuids().map(str), receiver=st.sampled_from(["106", "105"]),
    report_set=st.sampled_from(ids), period=periods, deadline=days, asked_on=days,
    why=st.just("w"), source=st.just("s"), confidence=st.just(SEED),
    units=st.lists(st.sampled_from(CODES), max_size=2).map(tuple), is_withdrawn=st.booleans(),
)  # fmt: skip


@pytest.fixture(scope="module")
def rooms(tmp_path_factory):
    """Blank workspaces of an office and three of its units."""
    folder, found = tmp_path_factory.mktemp("rooms"), {}
    for code in ("106", *CODES):
        role = "receiver" if code == "106" else "sender"
        path = folder / f"{code}.ctmtqg"
        found[code] = blank_workspace(path, Identity(code, date(2024, 12, 31), role, NOW))
    yield found
    for workspace in found.values():
        workspace.close()


def seen_by(office, period):
    """Return unit -> sets with a place on the board, that are missing; and their deadlines."""
    board, missing = {one: set() for one in CODES}, {one: set() for one in CODES}
    last = {}
    for set_id in (one.id for one in office.report_sets()):
        for row in office.board(set_id, period).units:
            board.get(row.unit.code, set()).add(set_id)
            last[row.unit.code, set_id] = row.deadline
        if set_id in office.sets_of(period):
            for unit in office.consolidate(set_id, period).missing:
                missing.get(unit.code, set()).add(set_id)
    return board, missing, last


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.lists(profiles, max_size=4), st.lists(requests, max_size=3), periods)
def test_home_board_and_totals_agree(rooms, decided, asked, code):
    catalogue = replace(
        shipped_catalogue(), profiles={one.id: one for one in decided},
        requests={one.id: one for one in asked},
    )  # fmt: skip
    library, period = Library(catalogue), Period.parse(code)

    def room(unit):
        known = catalogue.units.at(unit, date(2024, 12, 31))
        return Room(rooms[unit], known, lambda: NOW, library)

    office = Office(room("106"))
    board, missing, last = seen_by(office, period)
    choose(rooms["106"], ["ntm-huyen"])
    still = {one.id for one in office.report_sets()}
    choose(rooms["106"], ())
    for one in CODES:
        desk = Desk(room(one))
        home = {s.id for s in desk.report_sets(period) if desk.is_due(s, period)}
        assert home == board[one] == missing[one]
        for set_id in home:
            report_set = catalogue.report_set(set_id)
            assert desk.deadline(report_set, period) == last[one, set_id]
        if profile_of(catalogue, desk.unit, period.end) is not None and period.end.month == 12:
            assert home <= still
            choose(rooms[one], ["ntm-huyen", "ctmtqg-xa"])
            assert home <= {s.id for s in desk.report_sets(period)}
            choose(rooms[one], ())
