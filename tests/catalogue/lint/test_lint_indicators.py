"""Issue 10, Build 2: each mistake about an indicator is told by file, line and remedy."""
# ruff: noqa: E501  one row is one line

from pathlib import Path

import pytest

from ctmtqg_desktop.exchange.keeping.check_forms import checked_catalogue
from ctmtqg_desktop.exchange.words import of_mistake

INDICATORS = """\
kind = "indicators"
indicators = [
  { id = "ho-co-nuoc", label = "Hộ có nước", measure = "ho", cells = ["nuoc.so.mot.dat", "tong.so.mot.dat"], source = "s", confidence = "seed" },
  { id = "ho-ngheo", label = "Hộ nghèo", measure = "ho", direction = "down", cells = ["tong.so.hai.dat", "nuoc.so.hai.dat"], source = "s", confidence = "seed" },
  { id = "muc-tieu", label = "Mục tiêu", measure = "ho", aggregate = "none", cells = ["nuoc.so.mot.muc_tieu", "tong.so.mot.muc_tieu"], beside = ["tong.so.mot.muc_tieu"], source = "s", confidence = "seed" },
]
derivations = [
  { id = "tong.so.hai.muc_tieu", derived = "mot.muc_tieu", source = "s", confidence = "seed" },
]
"""
FORM = """\
kind = "form"
id = "{id}"
version = 1
title = "Biểu"
short = "Biểu"
programme = "ntm"
source = "s"
confidence = "seed"
valid_from = 2021-01-01
valid_to = 2025-12-31
report_sets = [
  {{ id = "thang", order = {order}, unit_kinds = ["xa"] }},
]

[[sections]]
id = "so"
kind = "grid"
columns = [
  {{ id = "dat", label = "Đạt", type = "integer", aggregate = "sum" }},
  {{ id = "muc_tieu", label = "Mục tiêu", type = "integer", measure = "ho", aggregate = "none" }},
  {{ id = "so_muc_tieu", label = "So mục tiêu", type = "percent", measure = "phan-tram", decimals = 2, aggregate = "formula", formula = "tỷ_lệ(dat, muc_tieu)" }},
]
rows = [
  {{ id = "mot", label = "Một", measure = "ho"{one} }},
  {{ id = "hai", label = "Hai", measure = "ho"{two} }},
]
"""
NUOC = FORM.format(
    id="nuoc",
    order=3,
    one="",
    two=', cells = { dat = { indicator = "ho-ngheo" }, so_muc_tieu = { formula = "nếu(dat <= muc_tieu, 100, tỷ_lệ(muc_tieu, dat))" } }',
)
TONG = FORM.format(
    id="tong", order=4, one=', cells = { dat = { indicator = "ho-co-nuoc" } }', two=""
)
F, T, N = "chi-tieu.toml", "tong.v1.toml", "nuoc.v1.toml"

# code, file, what stands there, what somebody writes instead, the line, what the words name
CASES = [
    ("form.indicator-unknown", T, 'indicator = "ho-co-nuoc"', 'indicator = "ho-co-nuocc"', 24, "“ho-co-nuoc”"),
    ("form.indicator-twice", T, '"Hai", measure = "ho"', '"Hai", measure = "ho", cells = { dat = { indicator = "ho-co-nuoc" } }', 25, "hai lần"),
    ("form.indicator-twice", F, '"tong.so.mot.dat"]', '"tong.so.mot.dat", "tong.so.hai.dat"]', 3, "hai lần"),
    ("form.indicator-unordered", F, '["nuoc.so.mot.dat", "tong.so.mot.dat"]', '["nuoc.so.mot.dat", "nuoc.so.hai.dat"]', 0, "so.mot.dat"),
    ("form.indicator-place", F, '"nuoc.so.mot.dat"', '"nuoc.so.muot.dat"', 3, "nuoc.so.muot.dat"),
    ("form.indicator-place", F, '"nuoc.so.mot.dat"', '"nuoc.mot.dat"', 3, "nuoc.mot.dat"),
    ("form.indicator-measure", F, 'label = "Hộ có nước", measure = "ho"', 'label = "Hộ có nước", measure = "phan-tram"', 3, "phan-tram"),
    ("form.measure-unknown", F, 'label = "Hộ có nước", measure = "ho"', 'label = "Hộ có nước", measure = "hoo"', 3, "ho"),
    ("form.indicator-aggregate", F, 'label = "Hộ có nước",', 'label = "Hộ có nước", aggregate = "max",', 3, "max"),
    ("form.indicator-shut", T, '{ indicator = "ho-co-nuoc" }', '{ indicator = "ho-co-nuoc", formula = "1 + 1" }', 24, "ho-co-nuoc"),
    ("form.source-missing", F, '"tong.so.mot.dat"], source = "s"', '"tong.so.mot.dat"], source = ""', 3, ""),
    ("form.indicator-beside", F, 'beside = ["tong.so.mot.muc_tieu"]', 'beside = ["nuoc.so.mot.muc_tieu"]', 5, "nuoc.so.mot.muc_tieu"),
    ("form.indicator-beside", F, 'beside = ["tong.so.mot.muc_tieu"]', 'beside = ["tong.so.hai.muc_tieu"]', 5, "tong.so.hai.muc_tieu"),
    ("form.indicator-beside", F, '"tong.so.mot.dat"], source', '"tong.so.mot.dat"], beside = ["tong.so.mot.dat"], source', 3, "tong.so.mot.dat"),
    ("form.indicator-place", F, 'id = "tong.so.hai.muc_tieu"', 'id = "tong.so.ba.muc_tieu"', 8, "tong.so.ba.muc_tieu"),
    ("form.indicator-place", F, 'id = "tong.so.hai.muc_tieu"', 'id = "tong"', 8, "tong"),
    ("form.derivation", F, 'derived = "mot.muc_tieu"', 'derived = "ba.muc_tieu"', 8, "ba.muc_tieu"),
    ("form.derivation", F, 'derived = "mot.muc_tieu"', 'derived = "hai.muc_tieu"', 8, "hai.muc_tieu"),
    ("form.ceiling", N, ', so_muc_tieu = { formula = "nếu(dat <= muc_tieu, 100, tỷ_lệ(muc_tieu, dat))" }', "", 25, "hai.so_muc_tieu"),
    ("form.derived-place", T, 'formula = "tỷ_lệ(dat, muc_tieu)"', 'formula = "tỷ_lệ(dat, muc_tieu)", derived = "dat"', 21, "so_muc_tieu"),
    ("form.indicator-cycle", T, '"Hai", measure = "ho"', '"Hai", measure = "ho", cells = { dat = { derived = "mot.dat" } }', 24, "nuoc.so.mot.dat"),
]  # fmt: skip


def told(folder: Path, files: dict[str, str]) -> list:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return list(checked_catalogue(folder)[1])


@pytest.fixture
def files(clean_files: dict[str, str]) -> dict[str, str]:
    return clean_files | {F: INDICATORS, N: NUOC, T: TONG}


def test_a_catalogue_with_indicators_has_no_mistake(tmp_path, files):
    assert told(tmp_path, files) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_each_mistake_is_told_where_it_stands(tmp_path, files, case):
    code, file, old, new, line, named = case
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1)
    if code == "form.indicator-cycle":  # one form shows what the other makes of it
        files[N] = files[N].replace(
            '"Một", measure = "ho"',
            '"Một", measure = "ho", cells = { dat = { derived = "hai.dat" } }',
        )
    found = [one for one in told(tmp_path, files) if one.code == code]
    assert found, told(tmp_path, files)
    assert named in str(of_mistake(found[0]))
    if line:
        assert (found[0].file, found[0].line) in {(file, line), (N, 25)}


def test_a_base_year_that_stands_nowhere_is_a_mistake(tmp_path, files):
    plan = files["ke-hoach.toml"]
    files["ke-hoach.toml"] = plan.replace('by = "cell",', 'by = "cell", base = "tong.so.ba.dat",')
    (found,) = told(tmp_path, files)
    assert (found.code, found.file) == ("form.indicator-place", "ke-hoach.toml")
