"""Issue 10: what public texts say of criteria by region and until when; judged before stays so."""

from dataclasses import replace
from datetime import date

import pytest
from shipped import shipped_library

from ctmtqg_desktop.catalogue.profiles import Profile
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY, Value
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.rules.engine import Surroundings


def commune(region: str, period: str = "2024", *, version: int | None = None) -> Sheet:
    shelf, when = shipped_library(), Period.parse(period)
    unit = replace(shelf.catalogue.units.at("03424", when.end), region=region)
    form = shelf.catalogue.form("ntm-xa-tu-danh-gia", version)
    return shelf.sheet(form, unit, when, around=Surroundings())


def type_in(sheet: Sheet, row: str, **cells: str) -> Value:
    """Type into a row, and return its verdict."""
    for column, text in cells.items():
        cell = Cell("bo_tieu_chi", row, column)
        if sheet.spec(cell).is_input:
            sheet.set_texts([(cell, text)])
    return sheet.value(Cell("bo_tieu_chi", row, "dat"))


@pytest.mark.parametrize(
    ("region", "typed", "judged", "well"),
    [
        ("tdmnpb", "70", "", True), ("tdmnpb", "69,9", "", EMPTY), ("tdmnpb", "60", "Đạt", True),
        ("tdmnpb", "60", "Chưa đạt", False), ("tdmnpb", "50", "Đạt", True),
        ("tdmnpb", "49,9", "Đạt", False), ("btb", "75", "", True), ("dbscl", "55", "Đạt", True),
        ("dbsh", "99", "Đạt", False), ("dbsh", "100", "", True), ("dnb", "70", "Đạt", False),
        ("tdmnpb", "", "Đạt", EMPTY),
    ],
)  # fmt: skip
def test_schools_are_judged_where_the_text_asks_less_of_some(
    region: str, typed: str, judged: str, well: Value
) -> None:
    """QĐ 1491/QĐ-BGDĐT: 70 %, but 50 % of a commune with three schools or fewer."""
    assert type_in(commune(region), "tc5", ket_qua=typed, tu_danh_gia=judged) is well


@pytest.mark.parametrize(
    ("region", "most"),
    [("tdmnpb", "24"), ("dbsh", "16,5"), ("btb", "25"), ("dhntb", "22"), ("tn", "26,5"),
     ("dnb", "14,5"), ("dbscl", "19")],
)  # fmt: skip
def test_stunting_is_a_ceiling_by_region_and_judged_by_eye_without_a_figure(
    region: str, most: str
) -> None:
    sheet = commune(region)
    section = sheet.form.section("bo_tieu_chi")
    row = section.row("tc15_3") if section else None
    assert row is not None
    assert row.requirement == f"≤ {most}"
    assert type_in(sheet, "tc15_3", tu_danh_gia="Chưa đạt") is False
    assert type_in(sheet, "tc15_3", ket_qua=most) is True
    assert type_in(sheet, "tc15_3", ket_qua="30") is False


@pytest.mark.parametrize(
    ("region", "period", "typed", "well"),
    [
        ("tdmnpb", "2022", "50", True), ("tdmnpb", "2023", "49", False),
        ("dbsh", "2024-M02", "69", False), ("dbsh", "2023", "70", True),
        ("tn", "2023", "10", True), ("tdmnpb", "2023", "", True),
    ],
)  # fmt: skip
def test_electronic_records_are_a_percentage_until_the_amendment(
    region: str, period: str, typed: str, well: bool
) -> None:
    sheet = commune(region, period, version=1)
    assert type_in(sheet, "tc15_4", tu_danh_gia="Đạt", ket_qua=typed) is well


@pytest.mark.parametrize("code", ["3.4", "8.4", "14.4", "17.10", "18.1"])
def test_wording_of_2024_is_not_shown_for_the_years_before(code: str) -> None:
    found = shipped_library().catalogue.criteria_sets["ntm-xa-nang-cao-2021-2025"].criteria
    sub = next(s for c in found for s in c.subcriteria if s.code == code)
    before, after = (sub.wording(date(*day)) for day in ((2024, 2, 29), (2024, 3, 1)))
    assert before.text != after.text
    assert before.valid_from == date(2022, 3, 8)
    assert "kết quả xây dựng nông thôn mới" not in after.text


@pytest.mark.parametrize(
    ("areas", "most"), [((), "≤ 26,5"), (("dbkk",), "≤ 24"), (("dtts", "atk"), "≤ 24")]
)
def test_difficult_communes_are_asked_what_the_northern_midlands_are(
    areas: tuple[str, ...], most: str
) -> None:
    """QĐ 318/QĐ-TTg: extremely difficult communes and those of a safe zone."""
    shelf, when = shipped_library(), Period.parse("2024")
    unit = replace(shelf.catalogue.units.at("03424", when.end), region="tn")
    decided = Profile("ho-so", "03424", date(2021, 1, 1), "thử", Confidence.OFFICIAL, areas=areas)
    catalogue = replace(shelf.catalogue, profiles={decided.id: decided})
    form = catalogue.opened(catalogue.form("ntm-xa-tu-danh-gia"), unit, when)
    section = form.section("bo_tieu_chi")
    row = section.row("tc15_3") if section else None
    assert row is not None
    assert row.requirement == most
    assert catalogue.place_of(unit, when) != shelf.catalogue.place_of(unit, when) or not areas
