"""Issue 3, content 1: thresholds by group: the three groups of communes of the 2026–2030 set.

The 47 contents are not known, so the figures here are put in by the test, as whoever publishes
the whole set would.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from shipped import shipped_catalogue

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.catalogue.records.criteria import JudgedBy, Threshold
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.rules.engine import Surroundings

SET, YEAR = "ntm-xa-2026-2030", Period.parse("2026")
GROUPS = ("nhom-1-2026", "nhom-2-2026", "nhom-3-2026")
UNVERIFIED, SOURCE = Confidence.UNVERIFIED, Confidence.SOURCE


@cache
def shipped() -> Catalogue:
    return shipped_catalogue()


def sheet_of(figures: dict[str, str], **changes: object) -> Sheet:
    """Return a commune's sheet of 2026 where criterion 4 demands a figure of each region."""
    known = shipped()
    found = known.criteria_sets[SET]
    thresholds = tuple(
        Threshold(">=", figure, "thử", UNVERIFIED if region else SOURCE, region)
        for region, figure in figures.items()
    )
    (only,) = found.criteria[3].subcriteria
    only = replace(
        only, judged=JudgedBy.PERCENT, measure="phan-tram", thresholds=thresholds,
        requirement_confidence=SOURCE, **changes,
    )  # fmt: skip
    criteria = (*found.criteria[:3], replace(found.criteria[3], subcriteria=(only,)))
    sets = {**known.criteria_sets, SET: replace(found, criteria=criteria + found.criteria[4:])}
    library = Library(replace(known, criteria_sets=sets))
    unit = library.catalogue.unit_for("03424", YEAR)
    form = library.catalogue.form("ntm-xa-2026")
    return library.sheet(form, unit, YEAR, around=Surroundings())


def put(sheet: Sheet, group: str, result: str = "", judged: str = "") -> object:
    """Type the group, the figure and the judgement; return the verdict."""
    texts = {"chung.nhom_xa": group, "bo_tieu_chi.tc4.ket_qua": result}
    if sheet.spec(Cell.parse("bo_tieu_chi.tc4.tu_danh_gia")).is_input:
        texts["bo_tieu_chi.tc4.tu_danh_gia"] = judged
    sheet.set_texts([(Cell.parse(name), text) for name, text in texts.items()])
    return sheet.value(Cell.parse("bo_tieu_chi.tc4.dat"))


ALL = dict(zip(GROUPS, ("40", "35", "27"), strict=True))


@pytest.mark.parametrize(
    ("group", "result", "verdict"),
    [
        ("nhom-1-2026", "39,9", False), ("nhom-1-2026", "40", True),
        ("nhom-2-2026", "34,9", False), ("nhom-2-2026", "35", True),
        ("nhom-3-2026", "26,9", False), ("nhom-3-2026", "27", True),
        ("", "100", EMPTY), ("nhom-3-2026", "", EMPTY),
    ],
)  # fmt: skip
def test_figure_is_that_of_the_group(group: str, result: str, verdict: object) -> None:
    assert put(sheet_of(ALL), group, result) is verdict


def test_another_group_is_judged_anew_at_once() -> None:
    sheet = sheet_of(ALL)
    assert [put(sheet, group, "36") for group in GROUPS] == [False, True, True]


def test_requirement_names_every_group_and_the_least_sure_of_them() -> None:
    section = sheet_of(ALL).form.section("bo_tieu_chi")
    assert section is not None
    row = section.row("tc4")
    assert row is not None
    assert row.requirement == "Nhóm 1: ≥ 40; Nhóm 2: ≥ 35; Nhóm 3: ≥ 27"
    assert row.requirement_confidence is UNVERIFIED


def test_one_figure_for_all_is_said_once() -> None:
    sheet = sheet_of({"": "50"})
    section = sheet.form.section("bo_tieu_chi")
    assert section is not None
    row = section.row("tc4")
    assert row is not None
    assert (row.requirement, row.requirement_confidence) == ("≥ 50", SOURCE)
    assert put(sheet, "", "50") is True


def test_group_without_a_figure_is_judged_by_the_officer() -> None:
    sheet = sheet_of({"nhom-1-2026": "40"}, not_applicable=True)
    assert put(sheet, "nhom-1-2026", "41", "Chưa đạt") is True
    assert put(sheet, "nhom-2-2026", "41", "Chưa đạt") is False
    assert put(sheet, "nhom-3-2026", "", "Đạt") is True
    assert put(sheet, "nhom-3-2026", "", "KAD") is NOT_APPLICABLE
    assert put(sheet, "nhom-1-2026", "KAD") is NOT_APPLICABLE


def test_the_group_it_chose_counts_not_the_region_of_the_unit() -> None:
    unit = shipped().unit_for("03424", YEAR)
    assert unit.region not in GROUPS
    assert put(sheet_of({"tdmnpb": "99", **ALL}), "nhom-3-2026", "27") is True


@pytest.mark.parametrize(
    ("file", "good", "bad", "code"),
    [
        ("bo.toml", 'grouped_by = "chung.nhom_xa"', 'grouped_by = "chung.nhom"',
         "form.group-field"),
        ("bieu.toml", 'id = "nhom-2-2026"', 'id = "nhom-2-2025"', "form.region-unknown"),
    ],
)  # fmt: skip
def test_group_that_cannot_be_chosen_is_told(
    tmp_path: Path, file: str, good: str, bad: str, code: str
) -> None:
    for name, path in (
        ("bo.toml", "criteria/ntm-xa-2026-2030.toml"),
        ("bieu.toml", "ntm/ntm-xa-2026.v1.toml"),
        ("vung.toml", "regions.toml"),
    ):
        text = (forms_dir() / path).read_text("utf-8")
        (tmp_path / name).write_text(text.replace(good, bad) if name == file else text, "utf-8")
    assert code in {m.code for m in read_catalogue(tmp_path).mistakes if m.file == "bieu.toml"}
