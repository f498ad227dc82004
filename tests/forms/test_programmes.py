"""Requirements: every form of the programmes opens, computes, fills, prints and travels.

Issue 3, parts 2, 3, 4 and 7: 10 projects and 14 sub-projects with 114 indicators, 7 and 11 with
36, the identities of the poverty tables, capital labels by period, certification, report sets.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.records.form import (
    Aggregate,
    Cell,
    CellType,
    Form,
    Severity,
    cell_spec,
)
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Period, PeriodKind
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.overview import computed, inputs
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.package.payload import FormData, ReportData, SetRef, dump_report, load_report
from ctmtqg_desktop.reports.documents.sheet import Cover, sheet_document
from ctmtqg_desktop.reports.page.page import PageTable
from ctmtqg_desktop.reports.page.page_text import write_text

CATALOGUE = shipped_catalogue()
OURS = {
    "dtts-2021-2025", "gnbv-2021-2025", "mtqg-2026-2035", "lien-chuong-trinh",
}  # fmt: skip
FORMS = sorted((f for f in CATALOGUE.forms.values() if f.programme in OURS),
               key=lambda f: (f.id, f.version))  # fmt: skip
YEAR = Period.parse("2024")
PRINTED = datetime(2024, 12, 20, 9, 0, tzinfo=VIETNAM)


Open = Callable[..., Sheet]


@pytest.fixture(scope="session")
def world(worlds: Callable[..., Any]) -> Callable[[Period], Any]:
    return lambda period: worlds(CATALOGUE, period)


@pytest.fixture(scope="session")
def sheet_of(world: Callable[[Period], Any]) -> Open:
    return lambda form_id, **more: world(YEAR).sheet(form_id, **more)


def period_of(form: Form) -> Period:
    """Return a whole year in which the form holds, 2024 where it can be."""
    first = max(2024, form.valid_from.year)
    year = min(first, form.valid_to.year) if form.valid_to else first
    return Period(year, PeriodKind.YEAR)


def broken(sheet: Sheet, severity: Severity = Severity.ERROR) -> set[str]:
    return {f.code for f in sheet.findings() if f.severity is severity}


def typed(sheet: Sheet, **texts: str) -> Sheet:
    sheet.set_texts([(Cell.parse(a.replace("__", ".")), t) for a, t in texts.items()])
    return sheet


@pytest.fixture(scope="module", params=FORMS, ids=lambda f: f"{f.id}.v{f.version}")
def filled(request: pytest.FixtureRequest, world: Callable[[Period], Any]) -> Sheet:
    form: Form = request.param
    sheet: Sheet = world(period_of(form)).sheet(form.id, version=form.version)
    return sheet


def test_filled_plausibly_no_error_is_found(filled: Sheet) -> None:
    assert not broken(filled)


def test_every_input_takes_what_is_typed(filled: Sheet, filler: Any) -> None:
    typed = (cell for cell in inputs(filled) if cell.column not in filler.blank)
    assert all(filled.value(cell) is not EMPTY for cell in typed)


def test_every_computed_cell_computes(filled: Sheet) -> None:
    blank = [cell for cell, value in computed(filled).items() if value is EMPTY]
    plans = [Cell(section, row, "kp_ke_hoach") for section, row, _ in blank]
    assert not [cell for cell in plans if filled.spec(cell).is_input]


def test_it_prints_with_every_section(filled: Sheet) -> None:
    cover = Cover(unit=filled.unit, period=filled.period, at=PRINTED)
    document = sheet_document(filled, cover)
    tables = [block for block in document.blocks if isinstance(block, PageTable)]
    assert len(tables) == len(filled.form.sections)
    assert all(table.rows for table in tables)
    assert filled.form.title.upper() in write_text(document)


def test_it_survives_the_payload(filled: Sheet, world: Callable[[Period], Any]) -> None:
    form = filled.form
    figures = {cell: value for cell, value in computed(filled).items() if value is not EMPTY}
    digest = CATALOGUE.digests[f"{form.id}.v{form.version}"]
    held = filled.content()
    data = FormData(form.id, form.version, digest, held.entries, held.rows, held.reasons, figures)
    set_id = form.report_sets[0].id
    report = ReportData("00001", SetRef(set_id, 1), filled.period.code, 1, (data,))
    (loaded,) = load_report(dump_report(report)).forms
    again = world(filled.period).sheet(form.id, version=form.version, filled=False)
    again.load(loaded.content)
    assert again.content().entries == filled.content().entries
    assert again.content().rows == filled.content().rows
    assert computed(again) == computed(filled)
    assert loaded.computed == figures


@pytest.mark.parametrize(
    ("programme", "projects", "parts", "prefix", "indicators"),
    [("dtts-2021-2025", 10, 14, "dt_da", 114), ("gnbv-2021-2025", 7, 11, "gn_da", 36)],
)
def test_each_project_has_its_form_and_each_indicator_its_row(
    programme: str, projects: int, parts: int, prefix: str, indicators: int
) -> None:
    tree = CATALOGUE.programmes[programme].projects
    divided = {p.parent for p in tree if p.parent}
    assert sum(not p.parent for p in tree) == projects
    assert sum(bool(p.parent) for p in tree) == parts
    covered = {form.project for form in FORMS if form.programme == programme}
    assert {p.id for p in tree} - divided <= covered
    newest = [f for f in FORMS if f.version == CATALOGUE.form(f.id).version]
    ids = [
        row.id
        for form in newest
        if form.programme == programme and form.project
        for section in form.sections
        for row in section.rows
        if row.id.startswith(prefix) and row.id.rpartition("_")[2].isdigit() and row.level == 1
    ]
    assert len(ids) == len(set(ids)) == indicators


def test_implementers_are_those_of_plan_002() -> None:
    tree = {p.id: p for p in CATALOGUE.programmes["dtts-2021-2025"].projects}
    named = {
        key: who.name
        for key, project in tree.items()
        for who in project.responsible
        if who.role == "implementer" and who.confidence is Confidence.SEED
    }
    assert named["da1"] == "UBND xã Sùng Phài"
    assert named["da2"] == "Ban QLDA"
    assert named["da5-tda1"] == "Phòng Giáo dục và Đào tạo thành phố"
    assert not tree["da7"].responsible or "da7" not in named
    assert [c.code for c in tree["da8"].contents] == ["ND1", "ND2", "ND3", "ND4"]


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f"{f.id}.v{f.version}")
def test_rows_are_vouched_for_and_percentages_never_added(form: Form) -> None:
    assert form.report_sets
    assert not form.number
    assert "ctmtqg-xa" not in {m.id for m in form.report_sets} or form.id == "dtts-da1"
    for section in form.sections:
        assert all(row.source and row.confidence for row in section.rows), section.id
        for column in section.columns:
            spec = cell_spec(section, None, column)
            if spec.type is CellType.PERCENT:
                assert spec.aggregate in {Aggregate.NONE, Aggregate.FORMULA}, column.id


def test_nobody_is_missing_from_a_set_that_no_receiver_demands() -> None:
    memberships = [m for form in FORMS for m in form.report_sets]
    assert {m.id for m in memberships if m.required} == {"ctmtqg-xa", "ntm-xa-2026"}
    assert len({m.id for m in memberships}) == 13


def test_households_are_always_split() -> None:
    parts = {"ngheo", "can_ngheo", "moi_thoat_ngheo", "dtts"}
    found = 0
    for form in FORMS:
        for section in form.sections:
            rows = [r for r in section.rows if r.id.startswith(("dt_da", "gn_da"))]
            columns = {c.id for c in section.columns}
            measures = {c.measure for c in section.columns} | {r.measure for r in rows}
            is_share = {"dat", "tong_so"} <= columns  # so many of so many: one kind of household
            if rows and "ho" in measures and not is_share:
                found += 1
                assert parts <= columns, (form.id, section.id)
    assert found >= 10


def test_money_stands_beside_each_main_figure() -> None:
    for form in FORMS:
        for section in form.sections:
            if section.id in {"ho", "cong_trinh", "chi_tieu", "duy_tri"} and form.project:
                ids = {c.id for c in section.columns}
                assert form.id == "dtts-da1" or {"kp_ke_hoach", "kp_luy_ke", "kp_ty_le"} <= ids


@pytest.mark.parametrize(
    ("form_id", "change", "rule"),
    [
        ("dtts-da1-chi-tieu", {"ho__dt_da1_0_02__dtts": "99"}, "ho-dtts-khong-qua-tong"),
        ("dtts-da1-chi-tieu", {"ho__dt_da1_0_02__luy_ke": "1"}, "ho-luy-ke-nho-hon-ky"),
        ("dtts-da1-chi-tieu", {"ho__dt_da1_0_02__kp_luy_ke": "201"}, "ho-giai-ngan-vuot-von"),
        ("dtts-da4-tda1", {"cong_trinh__dt_da4_tda1_01__hoan_thanh": "9"},
         "cong-trinh-hoan-thanh"),
        ("dtts-da4-tda1", {"theo_loai__loai_cau__trong_ky": "1"}, "theo-loai-bang-tong"),
        ("dtts-da5-tda3", {"chi_tieu__dt_da5_tda3_02_nghe_nong_nghiep__trong_ky": "5"},
         "dt-da5-tda3-02-bang-chia-ra"),
        ("dtts-da8", {"duy_tri__dt_da8_0_01__giam": "9"}, "duy-tri-giam"),
        ("dtts-da7", {"ty_le_cuoi_ky__dt_da7_0_03__dat": "5"}, "ty-le-cuoi-ky-dat-khong-qua-tong"),
        ("gnbv-dien-bien-ho-ngheo", {"dien_bien__ho__cuoi_ky": "12"}, "cuoi-ky"),
        ("gnbv-dien-bien-ho-can-ngheo", {"dien_bien__khau__tu_ngheo": "2"},
         "ngheo-thanh-can-ngheo-khau"),
        ("gnbv-dien-bien-ho-can-ngheo", {"dien_bien__ho__thanh_ngheo": "2"},
         "can-ngheo-thanh-ngheo-ho"),
        ("gnbv-tong-hop", {"ket_qua__ho_ngheo__ho_dtts": "7"}, "ho-ngheo-khop-dien-bien-ho"),
        ("gnbv-thieu-hut", {"thieu_ngheo__cs3__so_ho": "12"}, "thieu-ngheo-khong-qua-tong"),
        ("gnbv-dan-toc", {"dan_toc__r1__ho_ngheo": "6"}, "ngheo-khop-dien-bien"),
        ("lct-cong-trinh", {"cong_trinh__r1__tong_muc": "150"}, "bo-tri-qua-tong-muc"),
        ("lct-van-hoa", {"danh_hieu__ban_van_hoa__dat": "5"}, "danh-hieu-dat-khong-qua-tong"),
        ("dtts-xac-nhan", {"bao_cao__r2__ngay_xac_thuc": ""}, "xac-thuc-co-ngay"),
    ],
)  # fmt: skip
def test_a_wrong_figure_is_found(
    form_id: str, change: dict[str, str], rule: str, sheet_of: Open
) -> None:
    sheet = sheet_of(form_id)
    assert not broken(sheet)
    found = broken(typed(sheet, **change))
    assert any(name.startswith(form_id) and name.endswith(f"-{rule}") for name in found)


def test_start_of_the_year_is_the_end_of_the_last(
    sheet_of: Open, world: Callable[[Period], Any]
) -> None:
    last = world(Period.parse("2023")).sheet("gnbv-dien-bien-ho-ngheo")
    now = sheet_of("gnbv-dien-bien-ho-ngheo", previous=last)
    assert broken(now) == {"gnbv-dien-bien-ho-ngheo-dau-ky-bang-cuoi-nam-truoc"}
    typed(now, dien_bien__ho__dau_ky="11", dien_bien__ho__cuoi_ky="12",
          dien_bien__khau__dau_ky="11", dien_bien__khau__cuoi_ky="12")  # fmt: skip
    assert not broken(now)


def test_cumulative_below_the_period_before_wants_a_reason(sheet_of: Open) -> None:
    before = sheet_of("dtts-da2")
    now = sheet_of("dtts-da2", previous_in_year=before)
    typed(now, ho__dt_da2_0_02__luy_ke="40", kinh_phi__dau_tu_tw__luy_ke="99")
    reasons = broken(now, Severity.JUSTIFY)
    assert {"dtts-da2-ho-luy-ke-giam", "dtts-da2-kinh-phi-luy-ke-tien-giam"} <= reasons


def test_training_and_jobs_add_up_as_in_plan_003(sheet_of: Open) -> None:
    sheet = sheet_of("lct-viec-lam")
    for column in ("ke_hoach", "trong_ky", "luy_ke"):
        assert sheet.text(Cell("dao_tao", "tong", column)) == "1.000"
        assert sheet.text(Cell("viec_lam", "tong", column)) == "1.320"


@pytest.mark.parametrize(
    ("year", "version", "label"),
    [("2025", 1, "Vốn sự nghiệp"), ("2026", 2, "Kinh phí thường xuyên")],
)
def test_capital_labels_follow_the_period(
    year: str, version: int, label: str, world: Callable[[Period], Any]
) -> None:
    period = Period.parse(year)
    form = CATALOGUE.form_at("lct-von", period.end)
    assert form.version == version
    assert form.sections[0].row("sn").label == label  # type: ignore[union-attr]
    unit = world(period).unit
    opened = CATALOGUE.forms_of("lien-chuong-trinh-xa", unit, period.end)
    assert [f.version for f in opened if f.id == "lct-von"] == [version]


@pytest.mark.parametrize(
    ("year", "labels"),
    [("2025", ["Vốn đầu tư", "Vốn sự nghiệp"]),
     ("2026", ["Vốn đầu tư phát triển", "Kinh phí thường xuyên", "Vốn tín dụng chính sách"])],
)  # fmt: skip
def test_resources_are_labelled_by_the_period_too(year: str, labels: list[str]) -> None:
    section = CATALOGUE.form_at("ntm-nguon-luc", Period.parse(year).end).sections[0]
    ids = ("nstw_dau_tu", "nstw_su_nghiep", "tin_dung")
    rows = [row for row in map(section.row, ids) if row is not None]
    assert [row.label for row in rows] == labels


def test_two_standards_follow_the_year_of_application() -> None:
    helps = {}
    for year in ("2026", "2027"):
        form = CATALOGUE.form_at("gnbv-tong-hop", Period.parse(year).end)
        helps[year] = form.section("chuan").rows[0].help  # type: ignore[union-attr]
    assert "1.500.000" in helps["2026"]
    assert "2.200.000" in helps["2027"]
    both = CATALOGUE.form("gnbv-hai-chuan").sections[0]
    asked = {r.id: r for r in both.rows if r.requirement}
    assert asked["nd07_nong_thon"].requirement_confidence is Confidence.UNVERIFIED
    assert asked["nd351_thanh_thi"].requirement.startswith("2.800.000 đồng")
    assert asked["nd351_thanh_thi"].requirement_confidence is Confidence.PRESS


@pytest.mark.parametrize(
    ("set_id", "period", "deadline"),
    [
        ("dtts-xac-nhan-xa", "2024", "2024-09-09"), ("dtts-cap-nhat-xa", "2024", "2025-01-24"),
        ("gnbv-xa", "2024-H1", "2024-05-31"), ("gnbv-xa", "2024", "2024-11-29"),
        ("gnbv-xa", "2024-H2", "2025-01-10"), ("dtts-xa", "2024", "2025-01-24"),
        ("gnbv-ra-soat-xa", "2024", "2024-12-13"),
    ],
)  # fmt: skip
def test_deadlines_are_those_of_the_texts(set_id: str, period: str, deadline: str) -> None:
    report_set = CATALOGUE.report_set(set_id)
    calendar = CATALOGUE.calendars[report_set.calendar]
    assert calendar.deadline(Period.parse(period)).isoformat() == deadline


def test_the_demonstration_set_keeps_its_forms(world: Callable[[Period], Any]) -> None:
    unit = world(YEAR).unit
    forms = [f.id for f in CATALOGUE.forms_of("ctmtqg-xa", unit, YEAR.end)]
    assert forms == ["ntm-xa-tu-danh-gia", "ntm-nguon-luc", "ntm-cong-trinh", "dtts-da1"]
