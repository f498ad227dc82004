"""Issue 3, content 7: a receiver's own calendar counts at both ends.

Issue 8: the deadline in a signed receipt is the board's; it was the shipped calendar's before.
"""

import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Calendar, Period
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.browse import calendar_of
from ctmtqg_desktop.exchange.keeping.orders import CheckEdition, OwnCalendar, Publish
from ctmtqg_desktop.exchange.post.signers import Held, Signing
from ctmtqg_desktop.exchange.receiver.orders import Receive
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of, office_of
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.package.receipt import read_receipt
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.workspace.records import Identity
from ctmtqg_desktop.workspace.workspace import create, open_workspace

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


YEAR, SET, UNIT = Period.parse("2024"), "ctmtqg-xa", "03394"
OWN_DAY = date(2025, 1, 5)
"""Five days after the year ends; the calendar that comes with the program says ten."""


def test_an_own_calendar_goes_the_whole_way(office, world, mail, tmp_path):
    """Issue 8: the signed receipt stated another deadline than the board (10/01 and 30/01).

    The office writes a calendar of its own, publishes it, the unit takes it in: board, home and
    receipt agree, at both ends.
    """
    program, new = office_program(world), tmp_path / "new"
    signing = Signing(Held(world.office_signer), tmp_path, "Chủ tịch")
    done = do(office, OwnCalendar(new, "duong-lich", 5, "QĐ 01/QĐ-UBND"))
    assert not do(office, CheckEdition(new)).is_refused
    package = do(office, Publish(new, signing)).paths[0]
    desk_file = shutil.copyfile(mail[UNIT].workspace, tmp_path / "unit.ctmtqg")
    with open_workspace(desk_file) as workspace:
        (taken,) = take_in(desk_of(program, workspace), TakeIn((package,))).found
        assert taken.code == "exchange.catalogue-taken"
    again = office_of(program, office.workspace)  # what was published counts from now on
    (row,) = [r for r in again.board(SET, YEAR).units if r.unit.code == UNIT]
    assert (row.deadline, row.days_late) == (OWN_DAY, (world.clock().date() - OWN_DAY).days)
    receipt = receipt_of(again, mail[UNIT].done.package, signing, tmp_path)
    assert read_receipt(unseal(receipt.read_bytes())).deadline == OWN_DAY
    with open_workspace(desk_file) as workspace:
        desk = desk_of(program, workspace)
        (due,) = [d for d in desk.due(YEAR) if d.report_set.id == SET]
        assert due.deadline == OWN_DAY
        assert calendar_of(desk.catalogue, done.facts["id"], OWN_DAY).receiver.code == "106"
        (arrived,) = take_in(desk, TakeIn((receipt,))).found
        assert "05/01/2025" in arrived.message


def office_program(world):
    return Program(lambda: world.catalogue, world.clock)


def receipt_of(office, package, signing, folder):
    (path,) = do(office, Receive((package,), signing=signing)).paths
    return path
