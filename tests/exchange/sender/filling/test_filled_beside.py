"""Issue 10, Build 2: what is asked twice in forms that were published before is asked once too."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from doing import explain_blanks, receive

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.overview import filled_from
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.sender.orders import Submit
from ctmtqg_desktop.exchange.sender.submit import submit
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.unseal import unseal

YEAR, SET, UNIT = Period.parse("2024"), "ctmtqg-xa", "03394"
FUNDS, PROJECT = "ntm-nguon-luc", "dtts-da1"
PART, WHOLE = Cell("nguon_luc", "nsdp", "trong_ky"), Cell("nguon_luc", "nsdp", "luy_ke")
POOR, MOVED, NEAR_POOR = "gnbv-tong-hop", "gnbv-dien-bien-ho-ngheo", "gnbv-dien-bien-ho-can-ngheo"

REQUIRED = {f"chung.{name}": "9" for name in ("so_ban", "so_ho", "so_nhan_khau", "so_ban_dat")} | {
    "chung.tinh_trang": "chua"
}


@pytest.fixture
def desk(world) -> Iterator:
    made = world.open_desk(UNIT, name="một lần")
    sets = "ket-qua-nam-xa", "dtts-xa", "gnbv-ra-soat-xa", "lien-chuong-trinh-xa", "ntm-ban"
    choose(made.workspace, [SET, *sets])
    yield made
    made.workspace.close()


def typed(desk, form, cells, period=YEAR):
    sheet = desk.sheet(form, period)
    items = [(Cell.parse(cell), text) for cell, text in cells.items()]
    desk.commit(sheet, sheet.set_texts(items).change)
    return sheet


@pytest.mark.parametrize("period", ["2024", "2024-Q1", "2024-H1", "2024-M01"])
def test_what_a_year_has_so_far_is_what_its_first_period_says(desk, period):
    sheet = typed(desk, FUNDS, {str(PART): "25"}, Period.parse(period))
    assert (sheet.text(WHOLE), sheet.spec(WHOLE).is_input) == ("25", False)
    assert filled_from(sheet, WHOLE)


@pytest.mark.parametrize("period", ["2024-Q2", "2024-H2", "2024-M12"])
def test_later_in_the_year_it_is_typed(desk, period):
    sheet = typed(desk, FUNDS, {str(PART): "25"}, Period.parse(period))
    assert (sheet.text(WHOLE), sheet.spec(WHOLE).is_input) == ("", True)


def test_who_knows_only_the_year_so_far_may_type_that(desk):
    sheet = typed(desk, FUNDS, {str(WHOLE): "30"})
    assert sheet.text(WHOLE) == "30"
    typed(desk, FUNDS, {str(PART): "25"})
    (told,) = [f for f in sheet.findings() if f.code == "entries.filled-differs"]
    assert (told.cell, told.blocks) == (WHOLE, True)


def test_it_travels_as_typed_for_who_knows_nothing_of_the_filling(world, desk, tmp_path):
    signer = world.signer(UNIT)
    world.card(desk, signer)
    office = world.open_office()
    world.enrol(office, UNIT, signer)
    typed(desk, FUNDS, {str(PART): "25"})
    typed(desk, "ntm-xa-tu-danh-gia", REQUIRED)
    explain_blanks(desk, SET, YEAR)
    for sheet in desk.sheets(SET, YEAR):
        for finding in sheet.findings():
            if finding.blocks:
                desk.justify(sheet, finding, "Theo sổ theo dõi.")
    done = submit(desk, Submit(SET, YEAR.code, Signing(Held(signer), tmp_path)))
    assert not done.is_refused, done.found
    report = payload.load_report(unseal(done.found.package.read_bytes()).parts["data.json"])
    (form,) = [one for one in report.forms if one.id == FUNDS]
    assert form.typed[WHOLE] == Decimal(25_000_000)
    assert WHOLE not in form.computed
    (outcome,) = receive(office, [done.found.package])
    assert (outcome.outcome, outcome.code) == ("accepted", "")
    whole = office.consolidate(SET, YEAR).form(FUNDS)
    assert whole.value(WHOLE) == Decimal(25_000_000)
    assert desk.sheet(FUNDS, YEAR).text(WHOLE) == "25"  # signed: as it was sent
    office.workspace.close()


SHOWN = [
    ("lct-dia-ban", "ra_dbkk.thon.dat", "lct-ket-qua-nam", "ngheo.xom_ra_khoi_dbkk.dat"),
    ("lct-dia-ban", "ra_dbkk.thon.tong_so", "lct-ket-qua-nam", "ngheo.xom_ra_khoi_dbkk.tong_so"),
    ("ntm-xa-tu-danh-gia", "chung.so_ban", "ntm-ban", "chung.so_ban"),
    ("ntm-xa-tu-danh-gia", "chung.so_ban", "lct-ket-qua-nam", "ngheo.ban_ntm.tong_so"),
    (POOR, "ket_qua.ho_ngheo.ho_dtts", "gnbv-thieu-hut", "chung.tong_ngheo"),
    (POOR, "ket_qua.ho_can_ngheo.ho_dtts", "gnbv-thieu-hut", "chung.tong_can_ngheo"),
    (POOR, "ket_qua.ho_ngheo.co_cong", "gnbv-nhom-doi-tuong", "nhom.ho_ngheo.co_cong"),
    (MOVED, "dien_bien.ho.thanh_can_ngheo", NEAR_POOR, "dien_bien.ho.tu_ngheo"),
]


@pytest.mark.parametrize(("owner", "at", "form", "cell"), SHOWN)
def test_a_figure_typed_once_stands_in_a_form_that_does_not_name_it(desk, owner, at, form, cell):
    typed(desk, owner, {at: "7"})
    sheet, shown = desk.sheet(form, YEAR), Cell.parse(cell)
    assert (sheet.text(shown), sheet.spec(shown).is_input) == ("7", False)


def test_a_rate_is_the_one_made_of_its_counts(desk):
    place = "ty_le_cuoi_ky.dt_da1_0_13"
    typed(desk, "dtts-da1-chi-tieu", {f"{place}.dat": "30", f"{place}.tong_so": "40"})
    sheet, rate = desk.sheet(PROJECT, YEAR), Cell.parse("ket_qua.ty_le_nuoc_hop_ve_sinh")
    assert (sheet.text(rate), sheet.spec(rate).is_input) == ("75", False)


def test_a_closing_balance_is_computed_from_the_opening_one_of_the_year_before(desk):
    before = {"dau_ky": "50", "vuot_chuan": "8", "phat_sinh": "2"}
    for year in ("2023", "2024"):
        cells = {f"dien_bien.ho.{column}": text for column, text in before.items()}
        sheet = typed(desk, MOVED, cells, Period.parse(year))
        before.pop("dau_ky", None)
    opening, closing = Cell("dien_bien", "ho", "dau_ky"), Cell("dien_bien", "ho", "cuoi_ky")
    assert (sheet.text(opening), sheet.text(closing)) == ("44", "38")
    assert not sheet.spec(opening).is_input
    assert not [f for f in sheet.findings() if f.blocks]


def test_as_long_as_the_owner_is_blank_it_may_be_typed_where_it_is_asked(desk):
    cell = Cell("chung", "so_ban", "value")
    sheet = typed(desk, "ntm-ban", {"chung.so_ban": "9"})
    assert sheet.spec(cell).is_input
    typed(desk, "ntm-xa-tu-danh-gia", {"chung.so_ban": "9"})
    assert not sheet.spec(cell).is_input
    assert not [f for f in sheet.findings() if f.code == "entries.filled-differs"]
    typed(desk, "ntm-xa-tu-danh-gia", {"chung.so_ban": "8"})
    assert sheet.text(cell) == "8"
    assert [f.cell for f in sheet.findings() if f.code == "entries.filled-differs"] == [cell]
