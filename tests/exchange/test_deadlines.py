"""Issue 3, content 7: a receiver's own calendar counts at both ends."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Calendar, Period
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of, office_of
from ctmtqg_desktop.workspace.records import Identity
from ctmtqg_desktop.workspace.workspace import create

NOW = datetime(2024, 5, 20, 8, 0, tzinfo=VIETNAM)
MONTH = Period.parse("2024-M05")


@pytest.fixture
def with_own(declared: Catalogue) -> Catalogue:
    own = Calendar(
        "tam-duong", "Của huyện", 15, 2, "thử", Confidence.UNVERIFIED,
        receiver="106", instead_of="duong-lich",
    )  # fmt: skip
    return replace(declared, calendars={**declared.calendars, own.id: own})


def test_sender_and_receiver_count_the_same_days(with_own: Catalogue, tmp_path: Path) -> None:
    asked = {}
    for code, role in (("03424", "sender"), ("106", "receiver")):
        identity = Identity(code, date(2024, 5, 20), role, NOW)
        with create(tmp_path / f"{code}.ctmtqg", identity) as workspace:
            if role == "sender":
                desk = desk_of(Program(lambda: with_own, lambda: NOW), workspace)
                (due,) = [d for d in desk.due(MONTH) if d.report_set.id == "ctmtqg-xa"]
                asked[role] = (due.deadline, -due.days_left)
            else:
                board = office_of(Program(lambda: with_own, lambda: NOW), workspace).board(
                    "ctmtqg-xa", MONTH
                )
                (row,) = [r for r in board.units if r.unit.code == "03424"]
                asked[role] = (row.deadline, row.days_late)
    assert asked == dict.fromkeys(("sender", "receiver"), (date(2024, 5, 16), 4))
