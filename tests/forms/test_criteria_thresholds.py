"""Requirements: thresholds of five kinds and levels; what was met before; recognition, withdrawal.

Issue 3, content 1; rules R2 to R6 and R12 of the criteria dossier (QĐ 18/2022/QĐ-TTg as amended,
QĐ 319/QĐ-TTg, QĐ 320/QĐ-TTg, QĐ 04/2022/QĐ-TTg).
"""

from collections.abc import Collection
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from shipped import shipped_library

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.catalogue.records.criteria import JudgedBy, row_id
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY, Value
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.rules.engine import Surroundings, Values

YEAR = Period.parse("2024")
LOCAL = """
kind = "thresholds"
id = "lai-chau-thu"
criteria = "ntm-xa-2021-2025"
unit = "12"
source = "Quyết định thử"
confidence = "unverified"
thresholds = [
  { code = "2.1", operator = ">=", figure = "80" },
  { code = "2.1", operator = ">=", figure = "90", year = 2025 },
  { code = "10", operator = ">=", figure = "46", year = 2024 },
]
"""


@cache
def library() -> Library:
    return shipped_library()


def sheet_of(
    form: str,
    unit: str,
    period: Period = YEAR,
    *,
    catalogue: Catalogue | None = None,
    region: str = "",
    around: Surroundings | None = None,
    version: int | None = None,
) -> Sheet:
    shelf = Library(catalogue) if catalogue else library()
    found = shelf.catalogue.units.at(unit, period.end)
    found = replace(found, region=region or found.region)
    declared = shelf.catalogue.form(form, version)
    return shelf.sheet(declared, found, period, around=around or Surroundings())


def put(sheet: Sheet, **cells: str) -> Sheet:
    """Type cells; the names have two underscores for a dot."""
    for name, text in cells.items():
        sheet.set_texts([(Cell.parse(name.replace("__", ".")), text)])
    return sheet


def value(sheet: Sheet, name: str) -> Value:
    return sheet.value(Cell.parse(name))


def requirement(sheet: Sheet, row: str) -> str:
    section = sheet.form.section("bo_tieu_chi")
    found = section.row(row) if section else None
    assert found is not None
    return found.requirement


def met(sheet: Sheet, codes: Collection[str]) -> Sheet:
    """Judge every criterion of a sheet as a whole, through its contents."""
    section = next(s for s in sheet.form.sections if s.criteria)
    for criterion in library().catalogue.criteria_sets[section.criteria].criteria:
        well = criterion.code in codes
        for sub in criterion.subcriteria:
            threshold = sub.threshold(sheet.unit.region, sheet.period.year, ("106", "12"))
            for name in [f"{row_id(sub.code)}_{p}" for p in sub.parts] or [row_id(sub.code)]:
                if sub.judged is JudgedBy.MET or threshold is None:
                    cells = {"tu_danh_gia": "Đạt" if well else "Chưa đạt"}
                elif sub.judged is JudgedBy.LEVEL:
                    cells = {"ket_qua": sub.levels[-1 if well else 0].id}
                else:
                    high = {">=": "100", "=": threshold.figure, "<=": "0"}[threshold.operator]
                    low = {">=": "0", "=": "77", "<=": "100"}[threshold.operator]
                    cells = {"ket_qua": high if well else low}
                for column, text in cells.items():
                    put(sheet, **{f"bo_tieu_chi__{name}__{column}": text})
    return sheet


@pytest.mark.parametrize(("typed", "well"), [("0", True), ("1", False)])
def test_constant_threshold(typed: str, well: bool) -> None:
    sheet = put(sheet_of("ntm-xa-nang-cao", "03424"), bo_tieu_chi__tc18_5__ket_qua=typed)
    assert value(sheet, "bo_tieu_chi.tc18_5.dat") is well


@pytest.mark.parametrize(("region", "well"), [("tdmnpb", True), ("dbsh", False), ("dbscl", True)])
def test_threshold_by_region(region: str, well: bool) -> None:
    sheet = sheet_of("ntm-xa-tu-danh-gia", "03424", region=region)
    assert value(put(sheet, bo_tieu_chi__tc9_2__ket_qua="75"), "bo_tieu_chi.tc9_2.dat") is well


@pytest.mark.parametrize(("year", "well"), [("2022", True), ("2023", True), ("2024", False)])
def test_threshold_by_year(year: str, well: bool) -> None:
    sheet = sheet_of("ntm-xa-tu-danh-gia", "03424", Period.parse(year))
    assert value(put(sheet, bo_tieu_chi__tc10__ket_qua="42"), "bo_tieu_chi.tc10.dat") is well


@pytest.fixture
def with_province(tmp_path: Path) -> Catalogue:
    (tmp_path / "lai-chau.toml").write_text(LOCAL, encoding="utf-8")
    reading = read_catalogue(forms_dir(), tmp_path)
    assert not reading.mistakes
    return reading.catalogue


def test_threshold_set_by_the_province(with_province: Catalogue) -> None:
    before = put(sheet_of("ntm-xa-tu-danh-gia", "03424"), bo_tieu_chi__tc2_1__ket_qua="85")
    assert value(before, "bo_tieu_chi.tc2_1.dat") is EMPTY
    assert requirement(before, "tc2_1") == "Tỉnh quy định"
    after = sheet_of("ntm-xa-tu-danh-gia", "03424", catalogue=with_province)
    put(after, bo_tieu_chi__tc2_1__ket_qua="85", bo_tieu_chi__tc10__ket_qua="45,5")
    assert value(after, "bo_tieu_chi.tc2_1.dat") is True
    assert requirement(after, "tc2_1") == "≥ 80"
    assert value(after, "bo_tieu_chi.tc10.dat") is False  # stricter than the law's 45


def test_province_threshold_ends_at_the_province(with_province: Catalogue) -> None:
    sub = with_province.criteria_sets["ntm-xa-2021-2025"].criteria[1].subcriteria[0]
    assert sub.threshold("tdmnpb", 2024, ("113", "14")) is None
    found = [sub.threshold("tdmnpb", year, ("106", "12")) for year in (2024, 2025)]
    assert [t and t.figure for t in found] == ["80", "90"]


@pytest.mark.parametrize(
    ("reference", "income", "well"),
    [("50", "55", True), ("50", "54,99", False), ("", "55", EMPTY), ("50", "", EMPTY)],
)
def test_model_commune_earns_110_percent_of_the_advanced(
    reference: str, income: str, well: object
) -> None:
    sheet = sheet_of("ntm-xa-kieu-mau", "03424")
    put(sheet, chung__thu_nhap_nang_cao=reference, bo_tieu_chi__tc2__ket_qua=income)
    assert value(sheet, "bo_tieu_chi.tc2.dat") is well
    assert requirement(sheet, "tc2") == "≥ 110% mức của xã nông thôn mới nâng cao"


@pytest.mark.parametrize(("income", "well"), [("48,5", True), ("48,4", False)])
def test_town_earns_what_the_province_does(income: str, well: bool) -> None:
    sheet = sheet_of("dtvm-thi-tran", "03390")
    put(sheet, chung__thu_nhap_toan_tinh="48,5", bo_tieu_chi__tc6_2__ket_qua=income)
    assert value(sheet, "bo_tieu_chi.tc6_2.dat") is well


@pytest.mark.parametrize(
    ("row", "typed", "well"),
    [("tc3_6", "Đạt", False), ("tc3_6", "Khá", True), ("tc3_6", "Tốt", True),
     ("tc5_3", "Mức độ 2", False), ("tc5_3", "Mức độ 3", True), ("tc5_4", "Mức độ 2", True)],
)  # fmt: skip
def test_levels_are_compared_in_their_order(row: str, typed: str, well: bool) -> None:
    sheet = put(sheet_of("ntm-xa-nang-cao", "03424"), **{f"bo_tieu_chi__{row}__ket_qua": typed})
    assert value(sheet, f"bo_tieu_chi.{row}.dat") is well


@pytest.mark.parametrize(
    ("before", "now", "state"),
    [("Chưa đạt", "Đạt", "moi-dat"), ("", "Đạt", "moi-dat"), ("Đạt", "Đạt", "duy-tri"),
     ("Đạt", "Chưa đạt", "rot"), ("Chưa đạt", "Chưa đạt", "chua-dat"), ("Đạt", "", EMPTY)],
)  # fmt: skip
def test_maintained_is_told_from_newly_met(before: str, now: str, state: object) -> None:
    sheet = sheet_of("ntm-xa-nang-cao", "03424")
    put(sheet, bo_tieu_chi__tc7__nam_truoc=before, bo_tieu_chi__tc7__tu_danh_gia=now)
    assert value(sheet, "bo_tieu_chi.tc7.trang_thai") == state
    counts = {"moi-dat": "so_moi_dat", "duy-tri": "so_duy_tri", "rot": "so_rot"}
    for name, row in counts.items():
        assert value(sheet, f"tong_ket.{row}") == (1 if state == name else 0)


def test_only_criteria_are_asked_about_the_year_before() -> None:
    sheet = sheet_of("ntm-xa-nang-cao", "03424")
    asked = {
        row.id
        for section in sheet.form.sections
        for row in section.rows
        if section.criteria and sheet.spec(Cell(section.id, row.id, "nam_truoc")).is_input
    }
    assert asked == {f"tc{n}" for n in range(1, 20)}


def findings(sheet: Sheet, code: str) -> list[str]:
    return [f"{f.cell}" for f in sheet.findings() if f.code == code]


@pytest.mark.parametrize(
    ("year_before", "asked"), [("Đạt", []), ("Chưa đạt", ["bo_tieu_chi.tc7.nam_truoc"])]
)
def test_history_must_agree_with_the_report_before(year_before: str, asked: list[str]) -> None:
    earlier: Values = put(
        sheet_of("ntm-xa-nang-cao", "03424", YEAR.previous()), bo_tieu_chi__tc7__tu_danh_gia="Đạt"
    )
    sheet = sheet_of("ntm-xa-nang-cao", "03424", around=Surroundings(previous=earlier))
    put(sheet, bo_tieu_chi__tc7__nam_truoc=year_before)
    assert findings(sheet, "nc-nam-truoc") == asked


ALL = {str(n) for n in range(1, 20)}
CONDITIONS = {
    "cong_nhan__xa_dat_chuan": "Đạt", "cong_nhan__hai_long_dat": "Đạt",
    "cong_nhan__khong_no_dong": "Đạt", "cong_nhan__an_ninh": "Đạt",
}  # fmt: skip


@pytest.mark.parametrize("missing", ["", *CONDITIONS, "tieu chi"])
def test_advanced_commune_needs_every_condition(missing: str) -> None:
    sheet = met(sheet_of("ntm-xa-nang-cao", "03424"), ALL - {"4" if missing == "tieu chi" else ""})
    put(sheet, **{k: "Chưa đạt" if k == missing else v for k, v in CONDITIONS.items()})
    put(sheet, chung__tinh_trang="de-nghi")
    assert value(sheet, "cong_nhan.du_dieu_kien") is (not missing)
    assert bool(findings(sheet, "nc-de-nghi")) is bool(missing)


WITHDRAWAL = [
    (ALL - {"1", "2", "3", "4", "10"}, False),  # 26 %
    (ALL - {"1", "2", "3", "4", "5", "10"}, True),  # 32 % with income
    (ALL - {"1", "2", "3", "4", "5", "6"}, False),  # 32 % without an important one
    (ALL - {"1", "2", "3", "4", "5", "6", "7", "8", "9"}, False),  # 47 %
    (ALL - {"1", "2", "3", "4", "5", "6", "7", "8", "9", "11"}, True),  # 53 %
]


@pytest.mark.parametrize(("codes", "due"), WITHDRAWAL)
def test_withdrawal_is_considered(codes: set[str], due: bool) -> None:
    advanced = met(sheet_of("ntm-xa-nang-cao", "03424"), codes)
    put(advanced, chung__tinh_trang="da-cong-nhan")
    assert value(advanced, "cong_nhan.thu_hoi") == ("thuoc-dien" if due else "khong")
    assert bool(findings(advanced, "nc-thu-hoi")) is due
    for version, rule in ((1, "tdg-thu-hoi"), (2, "tdg2-thu-hoi")):
        standard = met(sheet_of("ntm-xa-tu-danh-gia", "03424", version=version), codes)
        put(standard, chung__tinh_trang="da-cong-nhan")
        assert bool(findings(standard, rule)) is due
        put(standard, chung__tinh_trang="chua")
        assert not findings(standard, rule)


STANDARD = {"cong_nhan__hai_long_dat": "Đạt", "chung__khong_no_dong": "Đạt",
            "cong_nhan__an_ninh": "Đạt"}  # fmt: skip


@pytest.mark.parametrize("missing", ["", *STANDARD, "tieu chi"])
def test_standard_commune_needs_its_four_conditions(missing: str) -> None:
    codes = ALL - {"4" if missing == "tieu chi" else ""}
    sheet = met(sheet_of("ntm-xa-tu-danh-gia", "03424", Period.parse("2025")), codes)
    put(sheet, **{k: "Chưa đạt" if k == missing else v for k, v in STANDARD.items()})
    put(sheet, chung__tinh_trang="de-nghi")
    assert value(sheet, "cong_nhan.du_dieu_kien") is (not missing)
    assert bool(findings(sheet, "tdg2-de-nghi")) is bool(missing)


def test_standard_commune_tells_what_is_maintained_from_what_is_new() -> None:
    """The year before was reported in the version before; its verdicts are asked for."""
    earlier = met(sheet_of("ntm-xa-tu-danh-gia", "03424", version=1), ALL - {"5", "9"})
    around = Surroundings(previous=earlier)
    now = met(
        sheet_of("ntm-xa-tu-danh-gia", "03424", Period.parse("2025"), around=around),
        ALL - {"3", "9"},
    )
    asked = {f"tc{n}": "Chưa đạt" if n in {5, 9} else "Đạt" for n in range(1, 20)}
    put(now, **{f"bo_tieu_chi__{row}__nam_truoc": text for row, text in asked.items()})
    states = {n: value(now, f"bo_tieu_chi.tc{n}.trang_thai") for n in (3, 4, 5, 9)}
    assert states == {3: "rot", 4: "duy-tri", 5: "moi-dat", 9: "chua-dat"}
    counts = [value(now, f"tong_ket.{name}") for name in ("so_moi_dat", "so_duy_tri", "so_rot")]
    assert counts == [1, 16, 1]
    assert findings(now, "tdg2-rot") == ["bo_tieu_chi.tc3.trang_thai"]
    assert not findings(now, "tdg2-nam-truoc")
    put(now, bo_tieu_chi__tc5__nam_truoc="Đạt")
    assert findings(now, "tdg2-nam-truoc") == ["bo_tieu_chi.tc5.nam_truoc"]


@pytest.mark.parametrize(("year", "version"), [("2023", 1), ("2024", 1), ("2025", 2)])
def test_version_follows_the_year(year: str, version: int) -> None:
    found = library().catalogue.form_at("ntm-xa-tu-danh-gia", Period.parse(year).end)
    assert found.version == version


DISTRICT = {"so_xa": "12", "so_xa_dat": "12", "so_xa_nang_cao": "2", "so_thi_tran": "1",
            "so_thi_tran_dat": "1", "hai_long": "90", "hai_long_thap_nhat": "80"}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed", "well"),
    [("", "", True), ("so_xa_dat", "11", False), ("so_xa_nang_cao", "1", False),
     ("so_thi_tran_dat", "0", False), ("hai_long", "89,9", False),
     ("hai_long_thap_nhat", "79", False)],
)  # fmt: skip
def test_district_needs_its_five_conditions(field: str, typed: str, well: bool) -> None:
    sheet = met(sheet_of("ntm-huyen", "106"), ALL)
    figures = {**DISTRICT, **({field: typed} if field else {})}
    put(sheet, **{f"chung__{k}": v for k, v in figures.items()})
    assert value(sheet, "cong_nhan.du_dieu_kien") is well


@pytest.mark.parametrize(
    ("kind", "years", "content", "well"),
    [("lan-dau", "2", "90", True), ("lan-dau", "1", "90", False), ("lan-dau", "2", "89", False),
     ("cong-nhan-lai", "2", "95", False), ("cong-nhan-lai", "5", "95", True)],
)  # fmt: skip
def test_town_needs_time_and_consent(kind: str, years: str, content: str, well: bool) -> None:
    sheet = put(sheet_of("dtvm-thi-tran", "03390"), chung__thu_nhap_toan_tinh="40")
    met(sheet, ALL)
    put(sheet, bo_tieu_chi__tc6_2__ket_qua="48", chung__loai_dang_ky=kind)
    put(sheet, chung__so_nam_dang_ky=years, cong_nhan__hai_long=content)
    assert value(sheet, "cong_nhan.du_dieu_kien") is well


# -- amendments, by the day they came into force


@pytest.mark.parametrize(
    ("period", "is_figure", "words"),
    [("2023", True, "Tỷ lệ dân số"), ("2024-M02", True, "Tỷ lệ dân số"),
     ("2024-M03", False, "Xã triển khai"), ("2024", False, "Xã triển khai")],
)  # fmt: skip
def test_amendment_may_change_how_a_content_is_answered(
    period: str, is_figure: bool, words: str
) -> None:
    """QĐ 211/QĐ-TTg, 01/3/2024: 15.4 asks whether it is done, no longer for how many."""
    sheet = sheet_of("ntm-xa-tu-danh-gia", "03424", Period.parse(period), version=1)
    section = sheet.form.section("bo_tieu_chi")
    row = section.row("tc15_4") if section else None
    assert row is not None
    assert row.label.startswith(words)
    assert (row.measure == "phan-tram") is is_figure
    result = sheet.spec(Cell.parse("bo_tieu_chi.tc15_4.ket_qua"))
    assert result.is_input is is_figure
    put(sheet, bo_tieu_chi__tc15_4__tu_danh_gia="Đạt")
    assert value(sheet, "bo_tieu_chi.tc15_4.dat") is True


WITHIN_A_YEAR = LOCAL.replace(
    '{ code = "2.1", operator = ">=", figure = "90", year = 2025 }',
    '{ code = "2.1", operator = ">=", figure = "90", valid_from = 2024-05-15 }',
)


@pytest.mark.parametrize(
    ("period", "figure"),
    [("2023", "80"), ("2024-M04", "80"), ("2024-M05", "90"), ("2024-Q1", "80"), ("2024", "90")],
)
def test_threshold_counts_from_the_day_of_its_amendment(
    tmp_path: Path, period: str, figure: str
) -> None:
    (tmp_path / "lai-chau.toml").write_text(WITHIN_A_YEAR, encoding="utf-8")
    reading = read_catalogue(forms_dir(), tmp_path)
    assert not reading.mistakes
    when = Period.parse(period)
    sheet = sheet_of("ntm-xa-tu-danh-gia", "03424", when, catalogue=reading.catalogue)
    assert requirement(sheet, "tc2_1") == f"≥ {figure}"
