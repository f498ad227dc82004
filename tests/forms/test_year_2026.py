"""Issue 10, point 8: what a unit has in 2026, what ended, what awaits its text.

No form outlives its programme; the figures of the new criteria arrive in a package.
"""

from datetime import date

import pytest
from shipped import shipped_catalogue

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.kept.amend import rewritten
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.catalogue.records.declared import programme_of
from ctmtqg_desktop.catalogue.records.form import Cell, Severity
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.exchange.keeping.turn_of_year import turn_facts, turn_of_year
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.rules.engine import Surroundings

CATALOGUE = shipped_catalogue()
COMMUNE, WARD = "03390", "03408"
MONTHS = [f"2026-M{month:02}" for month in range(1, 13)]
PERIODS = [*MONTHS, "2026-Q1", "2026-H1", "2026-H2", "2026"]
OLD = {"ntm-2021-2025", "gnbv-2021-2025", "dtts-2021-2025"}


@pytest.mark.parametrize("code", [COMMUNE, WARD])
@pytest.mark.parametrize("name", PERIODS)
def test_no_form_of_2026_has_ended_or_outlives_its_programme(code: str, name: str) -> None:
    period = Period.parse(name)
    unit = CATALOGUE.unit_for(code, period)
    for set_id in CATALOGUE.report_sets:
        for form in CATALOGUE.forms_of(set_id, unit, period.end):
            last = CATALOGUE.last_day(form)
            assert last is None or last >= period.end, form.id
            programme = programme_of(CATALOGUE.programmes, form.programme)
            assert programme is not None
            over = programme.valid_to
            has_ended = over is not None and over < period.end
            assert not has_ended or form.id in CATALOGUE.continuations, form.id


@pytest.mark.parametrize("code", ["12", "19", "04"])
def test_an_office_asks_nobody_for_an_ended_form(code: str) -> None:
    for name in MONTHS:
        period = Period.parse(name)
        for set_id in ("dtts-xa", "gnbv-xa", "ntm-nang-cao-xa", "dtts-xac-nhan-xa"):
            assert CATALOGUE.senders(set_id, code, period) == (), (name, set_id)
        assert CATALOGUE.senders("ctmtqg-xa", code, period)


def test_a_report_of_2025_that_is_sent_in_january_2026_opens_the_forms_of_2025() -> None:
    year = Period.parse("2025")
    unit = CATALOGUE.unit_for(COMMUNE, year)
    forms = {f.id: f.version for f in CATALOGUE.forms_of("ctmtqg-xa", unit, year.end)}
    assert forms["ntm-xa-tu-danh-gia"] == 2
    assert "dtts-da1" in forms
    asked = {f.id for f in CATALOGUE.forms_of("ket-qua-nam-xa", unit, year.end)}
    assert {"lct-ket-qua-nam", "dtts-ket-qua"} <= asked
    assert "mtqg-ket-qua" not in asked


@pytest.mark.parametrize(("name", "has"), [
    ("2026-M01", False), ("2026-M02", True), ("2026-Q1", True), ("2026-H1", True),
])  # fmt: skip
def test_the_criteria_of_2026_begin_on_15_february(name: str, has: bool) -> None:
    period = Period.parse(name)
    unit = CATALOGUE.unit_for(COMMUNE, period)
    assert CATALOGUE.concerns("ntm-xa-2026", unit, period.end) is has


def test_home_says_what_exists_what_ended_by_what_and_what_is_awaited() -> None:
    period = Period.parse("2026-H1")
    turn = turn_of_year(CATALOGUE, CATALOGUE.unit_for(COMMUNE, period), period)
    assert {"ctmtqg-xa", "ntm-xa-2026"} <= {one.report_set.id for one in turn.in_force}
    gone = {one.report_set.id: one for one in turn.ended if one.form is None}
    assert {"dtts-xa", "gnbv-xa", "ntm-nang-cao-xa", "ntm-kieu-mau-xa"} <= set(gone)
    assert gone["dtts-xa"].last_day == date(2025, 12, 31)
    assert "257/2025/QH15" in gone["dtts-xa"].by
    forms = {one.form.id for one in turn.ended if one.form}
    assert {"ntm-xa-tu-danh-gia", "dtts-da1", "lct-ket-qua-nam"} <= forms
    assert "ntm-nguon-luc" not in forms
    awaited = {one.id for one in turn.awaited}
    assert {"qd51-phu-luc-1", "qd417-noi-dung", "quyet-toan-2021-2025"} <= awaited
    assert all(one.text and one.source for one in turn.awaited)
    facts = turn_facts(turn)
    assert [len(facts[key]) for key in ("in_force", "ended", "awaited")] == [  # type: ignore[arg-type]
        len(turn.in_force), len(turn.ended), len(turn.awaited)
    ]  # fmt: skip


def test_a_ward_awaits_what_is_a_wards() -> None:
    period = Period.parse("2026")
    turn = turn_of_year(CATALOGUE, CATALOGUE.unit_for(WARD, period), period)
    awaited = {one.id for one in turn.awaited}
    assert "do-thi-van-minh-2026" in awaited
    assert not awaited & {"qd51-phu-luc-1", "qd51-phu-luc-3"}


@pytest.mark.parametrize("name", ["2023", "2024", "2024-M06"])
def test_a_year_in_which_nothing_turns_says_nothing(name: str) -> None:
    period = Period.parse(name)
    turn = turn_of_year(CATALOGUE, CATALOGUE.unit_for("03424", period), period)
    assert (turn.ended, turn.awaited) == ((), ())
    assert turn.in_force


def test_nothing_is_said_of_2025_again_in_2027() -> None:
    period = Period.parse("2027")
    turn = turn_of_year(CATALOGUE, CATALOGUE.unit_for(COMMUNE, period), period)
    assert {one.last_day.year for one in turn.ended} == {2026}
    assert {one.title for one in turn.ended} == {"Vốn 2021-2025 kéo dài"}


def test_what_is_awaited_stands_in_the_place_of_what_there_is() -> None:
    known = {form.id for form in CATALOGUE.heads()} | set(CATALOGUE.report_sets)
    assert all(set(one.instead) <= known for one in CATALOGUE.awaited.values())
    forms = {form.id for form in CATALOGUE.heads()}
    assert set(CATALOGUE.continuations) <= forms
    versions = {f"{form.id}.v{form.version}" for form in CATALOGUE.heads()}
    assert set(CATALOGUE.closings) <= versions


# -- the figures come in a package


GROUPS = "\n".join(
    f'    {{ operator = ">=", figure = "{figure}", region = "nhom-{n}-2026", '
    f'valid_from = 2026-07-01, source = "thử", confidence = "unverified" }},'
    for n, figure in ((1, 90), (2, 80), (3, 70))
)


def with_figures() -> Catalogue:
    """Return the catalogue with what a signed package brings: the set under a higher version."""
    name = "criteria/ntm-xa-2026-2030.toml"
    text = (forms_dir() / name).read_text("utf-8").replace("version = 2", "version = 3", 1)
    begin = text.index('code = "8"')
    row = text.index('{ code = "8", judged = "met", measure = ""', begin)
    end = text.index("\n", row)
    line = text[row:end].replace(
        'judged = "met", measure = ""', 'judged = "percent", measure = "phan-tram"'
    )
    line = line.replace(
        "valid_from = 2026-02-15, source",
        'valid_from = 2026-02-15, judged = "met", measure = "", source',
    )
    wording = line.index("wordings = [{")
    close = line.index("}]", wording)
    later = (
        ', { text = "Tỷ lệ chất thải rắn được thu gom", valid_from = 2026-07-01, '
        'source = "thử", confidence = "unverified" }'
    )
    figures = GROUPS.replace("\n", " ").replace("    ", "")
    line = line[: close + 1] + later + "], thresholds = [" + figures + "]" + line[close + 2 :]
    package = {"bo-2026.toml": (text[:row] + line + text[end:]).encode()}
    reading = read_catalogue(forms_dir(), extra=package)
    assert not reading.mistakes
    assert rewritten(CATALOGUE, reading.catalogue) == ()  # so a receiver may publish it
    return reading.catalogue


def opened(catalogue: Catalogue, name: str) -> Sheet:
    period = Period.parse(name)
    unit = catalogue.unit_for(COMMUNE, period)
    form = catalogue.form_at("ntm-xa-2026", period.end)
    return Library(catalogue).sheet(form, unit, period, around=Surroundings())


def judged(sheet: Sheet, group: str, **typed: str) -> object:
    cells = {"chung.nhom_xa": group}
    cells |= {f"bo_tieu_chi.tc8.{column}": text for column, text in typed.items()}
    sheet.set_texts([(Cell.parse(name), text) for name, text in cells.items()])
    return sheet.value(Cell.parse("bo_tieu_chi.tc8.dat"))


def test_a_package_that_brings_figures_changes_the_judgement_from_its_day_on() -> None:
    catalogue = with_figures()
    for group, enough, short in (("nhom-1-2026", "90", "89,9"), ("nhom-3-2026", "70", "69,9")):
        assert judged(opened(catalogue, "2026"), group, ket_qua=enough) is True
        assert judged(opened(catalogue, "2026"), group, ket_qua=short) is False
    assert judged(opened(catalogue, "2026"), "nhom-2-2026") is EMPTY
    before = opened(catalogue, "2026-H1")
    assert judged(before, "nhom-3-2026", tu_danh_gia="Đạt") is True
    assert judged(before, "nhom-3-2026", tu_danh_gia="Chưa đạt") is False
    assert judged(opened(CATALOGUE, "2026"), "nhom-3-2026", tu_danh_gia="Đạt") is True


def test_what_is_not_known_is_empty_and_says_that_it_waits() -> None:
    criteria = CATALOGUE.criteria_sets["ntm-xa-2026-2030"]
    assert len(criteria.criteria) == 10
    assert criteria.contents == 47
    for criterion in criteria.criteria:
        for sub in criterion.subcriteria:
            assert (sub.thresholds, sub.counted, sub.requirement) == ((), False, "Chờ văn bản")


# -- the new forms


def filled(form_id: str, name: str, texts: dict[str, str]) -> Sheet:
    period = Period.parse(name)
    unit = CATALOGUE.unit_for(COMMUNE, period)
    form = CATALOGUE.form_at(form_id, period.end)
    sheet = Library(CATALOGUE).sheet(form, unit, period, around=Surroundings())
    for section in form.sections:
        rows = {key.split(".")[1] for key in texts if key.startswith(section.id + ".r")}
        if section.kind.value == "roster":
            for _ in rows:
                sheet.add_row(section.id)
    sheet.set_texts([(Cell.parse(cell), text) for cell, text in texts.items()])
    return sheet


def codes(sheet: Sheet, severity: Severity) -> set[str]:
    return {f.code for f in sheet.findings() if f.severity is severity}


@pytest.mark.parametrize(("paid", "recovered", "left", "is_wrong"), [
    ("60", "40", "0", False), ("60", "30", "10", False), ("60", "41", "-1", True),
    ("101", "", "-1", True),
])  # fmt: skip
def test_carried_over_is_paid_and_recovered_and_left(
    paid: str, recovered: str, left: str, is_wrong: bool
) -> None:
    sheet = filled("mtqg-keo-dai", "2026", {
        "keo_dai.ntm_dt.chuyen_sang": "100", "keo_dai.ntm_dt.giai_ngan": paid,
        "keo_dai.ntm_dt.thu_hoi": recovered,
    })  # fmt: skip
    shown = sheet.text(Cell.parse("keo_dai.ntm_dt.con_lai"))
    assert shown.replace(",000", "") == left
    wrong = codes(sheet, Severity.ERROR)
    assert ("mtqg-keo-dai-khong-qua-von" in wrong) is is_wrong


def test_the_settlement_is_a_form_of_2026_only() -> None:
    for year, has in ((2025, False), (2026, True), (2027, False)):
        day = date(year, 12, 31)
        unit = CATALOGUE.units.at(COMMUNE, day)
        forms = {f.id for f in CATALOGUE.forms_of("lien-chuong-trinh-xa", unit, day)}
        assert ("mtqg-keo-dai" in forms) is has


@pytest.mark.parametrize(("cell", "day", "code"), [
    ("ngay_xac_thuc", "9/9/2026", ""),
    ("ngay_xac_thuc", "10/9/2026", "mtqg-xac-thuc-truoc-10-9"),
    ("ngay_xac_thuc", "1/2/2027", "mtqg-xac-thuc-truoc-10-9"),
    ("ngay_cap_nhat", "24/1/2027", ""),
    ("ngay_cap_nhat", "31/12/2026", ""),
    ("ngay_cap_nhat", "25/1/2027", "mtqg-xac-thuc-truoc-25-01"),
    ("ngay_tra", "15/7/2026", ""),
    ("ngay_tra", "16/7/2026", ""),
    ("ngay_tra", "17/7/2026", "mtqg-xac-thuc-tra-15-ngay"),
])  # fmt: skip
def test_the_days_of_decision_552(cell: str, day: str, code: str) -> None:
    sheet = filled("mtqg-xac-thuc", "2026", {
        "bao_cao.r1.ten": "Đường", "bao_cao.r1.chu_dau_tu": "Ban", "bao_cao.r1.nam": "2026",
        "bao_cao.r1.ket_thuc": "1/7/2026", f"bao_cao.r1.{cell}": day,
    })  # fmt: skip
    assert codes(sheet, Severity.JUSTIFY) == ({code} if code else set())


def test_the_deficits_of_2027_are_twelve_and_keep_their_rows() -> None:
    old, new = CATALOGUE.form("gnbv-thieu-hut", 1), CATALOGUE.form("gnbv-thieu-hut", 2)
    rows = {}
    for form in (old, new):
        section = form.section("thieu_ngheo")
        assert section is not None
        rows[form.version] = {row.id for row in section.rows if row.id != "tong"}
    assert len(rows[2]) == 12
    assert rows[1] - rows[2] == {"cs12"}
    assert rows[2] - rows[1] == {"cs13"}
    assert CATALOGUE.form_at("gnbv-thieu-hut", date(2026, 12, 31)).version == 1
    assert CATALOGUE.form_at("gnbv-thieu-hut", date(2027, 1, 1)).version == 2
    unit = CATALOGUE.units.at(COMMUNE, date(2027, 12, 31))
    asked = {f.id for f in CATALOGUE.forms_of("gnbv-ra-soat-xa", unit, date(2027, 12, 31))}
    assert {"gnbv-thieu-hut", "gnbv-hai-chuan"} <= asked


def test_nothing_of_2026_rests_on_a_text_of_2021_2025_or_on_news_alone() -> None:
    form = CATALOGUE.form_at("ntm-xa-2026", date(2026, 12, 31))
    parts = [*form.rules, *(row for section in form.sections for row in section.rows)]
    said = [part for part in parts if part.source]
    assert not [p.id for p in said if "vov.gov.vn" in p.source]
    cited = [p for p in said if "18/2022" in p.source]
    assert all(p.confidence is not None and p.confidence.value == "unverified" for p in cited)
    titles = {form.title for form in CATALOGUE.heads() if CATALOGUE.last_day(form) is None}
    assert not [title for title in titles if "đến năm 2025" in title]
