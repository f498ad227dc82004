"""Issue 3, content 5: a 2024 and a 2026 report of the same land, from one real workspace."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from accepted import PLANNED, accept, funds, three_became_one
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.merge import LandStanding
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.receiver.land_history import History
from ctmtqg_desktop.exchange.receiver.orders import ShowHistory
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import office_of
from ctmtqg_desktop.workspace.records import Identity
from ctmtqg_desktop.workspace.workspace import Workspace, create

NOW = datetime(2027, 1, 5, 8, 0, tzinfo=VIETNAM)
SET, FORM = "ctmtqg-xa", "ntm-nguon-luc"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shipped_catalogue()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    identity = Identity("12", date(2026, 7, 1), "receiver", NOW, "Tỉnh Lai Châu")
    with create(tmp_path / "tinh.ctmtqg", identity) as made:
        yield made


def series(catalogue: Catalogue, workspace: Workspace, unit: str) -> History:
    office = office_of(Program(lambda: catalogue, lambda: NOW), workspace)
    found = do(office, ShowHistory(unit, SET, FORM)).found
    assert isinstance(found, History)
    return found


def test_three_communes_and_the_one_they_became(
    catalogue: Catalogue, workspace: Workspace
) -> None:
    three_became_one(workspace, NOW)
    land = catalogue.units.at("03390", date(2026, 12, 31))
    assert land.name == "Xã Bình Lư"
    found = series(catalogue, workspace, "03390")
    assert [land.period.code for land in found.lands] == ["2023", "2024", "2026"]
    (row,) = [r for r in found.rows(FORM) if r.cell == PLANNED]
    assert [(f.standing, f.value if f.standing is not LandStanding.MISSING else None)
            for f in row.figures] == [
        (LandStanding.MISSING, None), (LandStanding.MERGED, Decimal(60_000_000)),
        (LandStanding.OWN, Decimal(70_000_000)),
    ]  # fmt: skip
    assert [unit.code for unit in found.lands[0].forms[FORM].missing] == ["03390", "03413"]
    assert [part.unit.name for part in row.figures[1].parts] == [
        "Thị trấn Tam Đường", "Xã Bình Lư", "Xã Sơn Bình",
    ]  # fmt: skip


def test_land_that_never_reported_has_no_history(
    catalogue: Catalogue, workspace: Workspace
) -> None:
    accept(workspace, "03412", "2023", NOW, cells=funds(5))
    found = series(catalogue, workspace, "03405")
    assert [land.period.code for land in found.lands] == ["2023"]
    assert found.form_ids == ()
