"""What was published counts at once, at a long-lived desk and office."""

from datetime import date

import pytest

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.orders import Publish, SetProfile
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.receiver.consolidate import owes
from ctmtqg_desktop.exchange.sender.orders import TakeIn

YEAR, UNIT, SET = Period.parse("2024"), "03424", "ntm-nang-cao-xa"


@pytest.fixture
def office(world):
    made = world.open_office()
    yield made
    made.workspace.close()


@pytest.fixture
def desk(world):
    made = world.open_desk(UNIT, name="xã")
    world.card(made, world.signer(UNIT))
    yield made
    made.workspace.close()


def publish(office, world, folder):
    order = SetProfile(
        folder=folder, units=(UNIT,), valid_from=date(2024, 1, 1), source="KH 454/KH-UBND",
        aims=("ntm-nang-cao",),
    )  # fmt: skip
    assert not do(office, order).is_refused
    signing = Signing(Held(world.office_signer), folder.parent / "gui")
    done = do(office, Publish(folder, signing))
    assert not done.is_refused, done.facts
    return done.paths[0]


def test_an_open_office_and_desk_know_it_without_being_opened_again(office, desk, world, tmp_path):
    unit = office.catalogue.units.at(UNIT, YEAR.end)
    sheet = desk.sheet("ntm-xa-tu-danh-gia", YEAR)
    assert not owes(office.catalogue, SET, unit, YEAR)
    package = publish(office, world, tmp_path / "moi")
    assert owes(office.catalogue, SET, unit, YEAR)
    assert not owes(desk.catalogue, SET, desk.unit, YEAR)
    do(desk, TakeIn((package,)))
    assert owes(desk.catalogue, SET, desk.unit, YEAR)
    assert SET in {due.report_set.id for due in desk.due(YEAR)}
    assert desk.sheet("ntm-xa-tu-danh-gia", YEAR) is not sheet
    assert desk.room.library is desk.library
    assert desk.filling.room.catalogue is desk.catalogue


def test_what_was_typed_before_stands_in_the_sheets_opened_anew(office, desk, world, tmp_path):
    from ctmtqg_desktop.catalogue.records.form import Cell

    cell = Cell("chung", "so_ban", "value")
    sheet = desk.sheet("ntm-xa-tu-danh-gia", YEAR)
    desk.commit(sheet, sheet.set_texts([(cell, "9")]).change)
    do(desk, TakeIn((publish(office, world, tmp_path / "moi"),)))
    assert desk.sheet("ntm-xa-tu-danh-gia", YEAR).text(cell) == "9"
