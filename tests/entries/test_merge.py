"""Issue 3, content 5: the sums of merged units stay equal, history whole, nothing is guessed.

Real units of Lai Châu: the commune Bình Lư of 2025 is the town Tam Đường, Bình Lư and Sơn Bình.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.lineage import Share
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import EMPTY, Value
from ctmtqg_desktop.entries.consolidate import Source
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.merge import LandStanding, Merged, Origin, side_by_side
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.receiver.land_history import merged, origins

MONEY, RATING, SET = "ntm-nguon-luc", "ntm-xa-tu-danh-gia", "ctmtqg-xa"
OLD, NEW = Period.parse("2024"), Period.parse("2026")
MILLION = Decimal(1_000_000)
PARTS = ("03390", "03412", "03413")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shipped_catalogue()


@pytest.fixture(scope="module")
def library(catalogue: Catalogue) -> Library:
    return Library(catalogue)


@pytest.fixture(scope="module")
def binh_lu(catalogue: Catalogue) -> Unit:
    return catalogue.units.at("03390", NEW.end)


def source(library: Library, code: str, period: Period, form: str, **cells: Value) -> Source:
    """Return an accepted sheet; ``nguon_luc__nsdp__ke_hoach`` names a cell."""
    unit = library.catalogue.units.at(code, period.end)
    entries = {Cell(*name.split("__")): value for name, value in cells.items()}
    declared = library.catalogue.form(form)
    sheets = library.sheets({form: (declared, Content(entries, {}, {}))}, unit, period)
    return Source(unit, 1, code * 12, sheets[form])


def money(library: Library, code: str, planned: int, spent: int, period: Period = OLD) -> Source:
    return source(
        library, code, period, MONEY,
        nguon_luc__nstw_dau_tu__ke_hoach=planned * MILLION,
        nguon_luc__nsdp__ke_hoach=10 * MILLION,
        nguon_luc__nstw_dau_tu__luy_ke=spent * MILLION,
    )  # fmt: skip


def three(library: Library) -> list[Source]:
    return [
        money(library, "03390", 90, 45),
        money(library, "03412", 40, 40),
        money(library, "03413", 20, 5),
    ]


def whole(library: Library, unit: Unit, sources: list[Source], period: Period = OLD) -> Merged:
    parts = origins(library.catalogue, unit, period.end)
    made = merged(library, parts, sources, set_id=SET, period=period)
    assert made is not None
    return made


def cell(row: str, column: str) -> Cell:
    return Cell("nguon_luc", row, column)


def test_sums_of_three_communes_stay_equal(library: Library, binh_lu: Unit) -> None:
    sources = three(library)
    land = whole(library, binh_lu, sources)
    for row in ("tong", "nstw", "nstw_dau_tu", "nsdp"):
        figure = land.figure(cell(row, "ke_hoach"))
        assert figure.value == sum(s.sheet.value(cell(row, "ke_hoach")) for s in sources)
        assert figure.standing is LandStanding.MERGED
        assert [part.unit.code for part in figure.parts] == list(PARTS)
        assert [part.content_sha256 for part in figure.parts] == [c * 12 for c in PARTS]
    assert land.figure(cell("tong", "ke_hoach")).value == 180 * MILLION


def test_percentage_is_recomputed_never_added(library: Library, binh_lu: Unit) -> None:
    sources = three(library)
    land = whole(library, binh_lu, sources)
    assert land.figure(cell("nstw_dau_tu", "ty_le")).value == Decimal(90) / 150 * 100
    rates = [s.sheet.value(cell("nstw_dau_tu", "ty_le")) for s in sources]
    assert rates == [50, 100, 25]


def test_history_is_intact(library: Library, binh_lu: Unit) -> None:
    """The sheets of the old units are what they were, under the names they had."""
    sources = [money(library, code, 50, 25) for code in PARTS]
    before = [dict(s.sheet.content().entries) for s in sources]
    land = whole(library, binh_lu, sources)
    assert [dict(s.sheet.content().entries) for s in sources] == before
    assert [o.unit.name for o in land.origins] == [
        "Thị trấn Tam Đường",
        "Xã Bình Lư",
        "Xã Sơn Bình",
    ]
    assert all(o.unit.valid_to == date(2025, 6, 30) for o in land.origins)


def test_2024_and_2026_stand_side_by_side(library: Library, binh_lu: Unit) -> None:
    earlier = whole(library, binh_lu, [money(library, c, 50, 25) for c in PARTS])
    later = whole(library, binh_lu, [money(library, "03390", 200, 50, NEW)], NEW)
    rows = {row.cell: row.figures for row in side_by_side([earlier, later])}
    assert [f.value for f in rows[cell("tong", "ke_hoach")]] == [180 * MILLION, 210 * MILLION]
    assert [f.standing for f in rows[cell("tong", "ke_hoach")]] == [
        LandStanding.MERGED,
        LandStanding.OWN,
    ]
    assert [f.value for f in rows[cell("nstw_dau_tu", "ty_le")]] == [50, 25]
    assert side_by_side([]) == ()


def test_missing_part_gives_no_total(library: Library, binh_lu: Unit) -> None:
    land = whole(library, binh_lu, [money(library, code, 50, 25) for code in PARTS[:2]])
    figure = land.figure(cell("tong", "ke_hoach"))
    assert (figure.value, figure.standing) == (EMPTY, LandStanding.MISSING)
    assert [unit.code for unit in land.missing] == ["03413"]
    assert [part.value for part in figure.parts] == [60 * MILLION] * 2


def test_empty_cell_of_a_part_is_told(library: Library, binh_lu: Unit) -> None:
    sources = [money(library, code, 50, 25) for code in PARTS[:2]]
    land = whole(library, binh_lu, [*sources, source(library, PARTS[2], OLD, MONEY)])
    figure = land.figure(cell("nsdp", "ke_hoach"))
    assert (figure.value, figure.standing) == (20 * MILLION, LandStanding.PARTIAL)


def test_divided_unit_is_never_added(library: Library, binh_lu: Unit) -> None:
    parts = origins(library.catalogue, binh_lu, OLD.end)
    first = parts[0]
    assert first.succession is not None
    halved = Origin(first.unit, replace(first.succession, share=Share.PART))
    sources = [money(library, code, 50, 25) for code in PARTS]
    land = merged(library, [halved, *parts[1:]], sources, set_id=SET, period=OLD)
    assert land is not None
    figure = land.figure(cell("tong", "ke_hoach"))
    assert (figure.value, figure.standing) == (EMPTY, LandStanding.SPLIT)
    assert [o.unit.code for o in land.split] == ["03390"]


def test_verdicts_are_listed_not_merged(library: Library, binh_lu: Unit) -> None:
    sources = [
        source(library, code, OLD, RATING, bo_tieu_chi__tc1_1__tu_danh_gia=met)
        for code, met in (("03412", True), ("03413", False))
    ]
    land = whole(library, binh_lu, sources)
    asked = Cell("bo_tieu_chi", "tc1_1", "tu_danh_gia")
    assert land.figure(asked).value is EMPTY
    assert land.figure(asked).standing is LandStanding.APART
    assert [part.value for part in land.figure(asked).parts] == [True, False]


def test_town_that_fills_no_rural_form_is_exempt_not_missing(
    library: Library, binh_lu: Unit
) -> None:
    sources = [
        source(library, code, OLD, RATING, chung__so_ban__value=Decimal(8))
        for code in ("03412", "03413")
    ]
    land = whole(library, binh_lu, sources)
    assert [unit.code for unit in land.exempt] == ["03390"]
    assert not land.missing
    assert land.figure(Cell("chung", "so_ban", "value")).value == 16


def test_unit_that_stayed_speaks_for_itself(library: Library) -> None:
    old = library.catalogue.units.at("03412", OLD.end)
    land = whole(library, old, [money(library, "03412", 50, 25)])
    assert land.origins == (Origin(old),)
    assert land.figure(cell("nsdp", "ke_hoach")).standing is LandStanding.OWN


def test_nothing_reported_is_nothing(library: Library, binh_lu: Unit) -> None:
    parts = origins(library.catalogue, binh_lu, OLD.end)
    assert merged(library, parts, [], set_id=SET, period=OLD) is None


def test_unknown_land_has_no_origins(library: Library, binh_lu: Unit) -> None:
    assert origins(library.catalogue, binh_lu, date(2019, 12, 31)) == ()
