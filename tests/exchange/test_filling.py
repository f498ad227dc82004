"""Issue 10, Build 2: the target and the base year are the plan's, for whom it means them."""

from decimal import Decimal

from shipped import shipped_catalogue, shipped_library

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.consolidate import Source, consolidate_form
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.exchange.filling import plan_figures
from ctmtqg_desktop.reports.documents.total_figures import TotalFigures
from ctmtqg_desktop.rules.engine import Surroundings

FORM = "lct-ket-qua-nam"
INSURED = Cell("bao_hiem", "bhyt_dan_so", "ty_le")
MINORITIES = Cell("bao_hiem", "bhyt_dtts", "ty_le")
POOR = Cell("so_luong", "so_ho_ngheo", "thuc_hien")
HOT = Cell("so_luong", "diem_nong", "thuc_hien")


def said(code, year):
    catalogue, period = shipped_catalogue(), Period.parse(year)
    unit = catalogue.unit_for(code, period)
    return plan_figures(catalogue, catalogue.form(FORM), unit, period)


def test_a_province_is_measured_from_what_its_resolution_says():
    found = said("04", "2024")
    assert found.base[INSURED] == Decimal("98.17")
    assert found.base[POOR] == 42580
    assert found.base[Cell("binh_quan", "grdp", "thuc_hien")] == Decimal("36.5")
    assert found.base[Cell("ngheo", "ho_ngheo", "ty_le")] == Decimal("22.06")
    assert len(found.base) == 9
    assert found.planned[MINORITIES] == 98
    assert found.planned[HOT] == 0


def test_a_share_holds_for_those_below_and_a_count_does_not():
    district = said("042", "2024")
    assert district.planned[MINORITIES] == 98
    assert HOT not in district.planned
    assert not district.base
    assert not said("106", "2024").planned


def test_a_plan_asks_nothing_outside_its_time():
    assert not said("04", "2026").planned


def test_totals_take_the_base_year_from_the_plan_and_compute_with_it():
    catalogue, library, year = shipped_catalogue(), shipped_library(), Period.parse("2024")
    form, unit = catalogue.form(FORM), catalogue.unit_for("03400", year)
    row = ("bao_hiem", "bhyt_dtts")
    entries = {Cell(*row, "dat"): Decimal(49), Cell(*row, "tong_so"): Decimal(100)}
    sheet = library.sheet(
        form, unit, year, around=Surroundings(), content=Content(entries, version=2)
    )
    source = Source(unit, 1, "0" * 64, sheet)
    plain = consolidate_form(sheet.program, [source])
    assert plain.value(Cell(*row, "muc_tieu")) is EMPTY
    found = said("04", "2024")
    around = Surroundings(planned=found.planned, base=found.base)
    whole = consolidate_form(sheet.program, [source], around)
    assert whole.value(Cell(*row, "muc_tieu")) == 98
    assert whole.value(Cell(*row, "so_muc_tieu")) == 50
    assert whole.value(Cell("bao_hiem", "bhyt_dan_so", "goc_2020")) == Decimal("98.17")
    assert whole.totals[Cell("bao_hiem", "bhyt_dan_so", "goc_2020")].parts == ()
    printed = TotalFigures(whole, catalogue.measures).form.section("bao_hiem")
    assert printed.column("goc_2020") is not None
    assert (
        TotalFigures(plain, catalogue.measures).form.section("bao_hiem").column("muc_tieu") is None
    )
