"""Issue 10, point 3: which column counts from the start of the year is read from the rules."""

import pytest
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.records.form import Cell, Form
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.rules.cumulative import is_cumulative, year_so_far


def form(name: str) -> Form:
    return shipped_catalogue().form_at(name, Period.parse("2024").end)


@pytest.mark.parametrize(
    ("name", "cell", "counting"),
    [
        ("dtts-da2", "ho.dt_da2_0_02.trong_ky", "ho.dt_da2_0_02.luy_ke"),
        ("dtts-da2", "ho.dt_da2_0_02.kp_trong_ky", "ho.dt_da2_0_02.kp_luy_ke"),
        ("lct-san-xuat", "san_pham.che_tong.luy_ke", "san_pham.che_tong.luy_ke"),
        ("dtts-da4-tda1", "theo_loai.giao_thong.trong_ky", "theo_loai.giao_thong.trong_ky"),
        ("lct-ocop", "tong_hop.moi.thuc_hien", "tong_hop.moi.thuc_hien"),
        ("ntm-xa-tu-danh-gia", "bo_tieu_chi.tc1.dat", "bo_tieu_chi.tc1.dat"),
    ],
)
def test_the_part_of_a_period_leads_to_what_counts_on(name: str, cell: str, counting: str) -> None:
    assert str(year_so_far(form(name), Cell.parse(cell))) == counting


@pytest.mark.parametrize(
    ("name", "cell", "known"),
    [
        ("dtts-da2", "ho.dt_da2_0_02.luy_ke", True),
        ("dtts-da2", "ho.dt_da2_0_02.trong_ky", False),
        ("dtts-da4-tda1", "theo_loai.giao_thong.trong_ky", False),
        ("dtts-da1", "nuoc_tap_trung.tong.so_ho", False),
    ],
)
def test_of_other_columns_nothing_is_known(name: str, cell: str, known: bool) -> None:
    assert is_cumulative(form(name), Cell.parse(cell)) is known
