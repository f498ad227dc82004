"""Requirements: every mistake of a criteria set, of local thresholds and of a form is told."""

from pathlib import Path

import pytest

from ctmtqg_desktop.catalogue.read.reader import read_catalogue

SET = """
kind = "criteria-set"
id = "thu"
version = 1
title = "Bộ thử"
programme = "thu"
unit_kinds = ["xa"]
valid_from = 2022-01-01
source = "Nguồn thử"
confidence = "source"
contents = 0

[[criteria]]
code = "1"
name = "Một"
source = "Nguồn thử"
confidence = "source"
subcriteria = [
  { code = "1", judged = "number", measure = "", wordings = [{ text = "Một", valid_from = 2022-01-01, source = "Nguồn thử", confidence = "source" }], thresholds = [{ operator = ">=", figure = "5", source = "Nguồn thử", confidence = "source" }] },
]

[[criteria]]
code = "2"
name = "Hai"
source = "Nguồn thử"
confidence = "source"
subcriteria = [
  { code = "2", judged = "level", measure = "", levels = [{ id = "thap", label = "Thấp" }, { id = "cao", label = "Cao" }], wordings = [{ text = "Hai", valid_from = 2022-01-01, source = "Nguồn thử", confidence = "source" }], thresholds = [{ operator = ">=", figure = "cao", source = "Nguồn thử", confidence = "source" }] },
]
"""  # noqa: E501  one row is one line of the file
LOCAL = """
kind = "thresholds"
id = "tinh-thu"
criteria = "thu"
unit = "12"
source = "Quyết định thử"
confidence = "source"
thresholds = [
  { code = "1", operator = ">=", figure = "6" },
]
"""
FORM = """
kind = "form"
id = "bieu-thu"
version = 1
title = "Biểu thử"
short = "Thử"
programme = ""
source = "Nguồn thử"
confidence = "source"
valid_from = 2022-01-01

[[sections]]
id = "chung"
kind = "fields"
rows = [
  { id = "moc", label = "Mốc", type = "number", measure = "m" },
  { id = "chu", label = "Chữ", type = "text" },
]

[[sections]]
id = "bo"
kind = "grid"
criteria = "thu"
columns = [
  { id = "kq", label = "Kết quả", type = "number", aggregate = "none", role = "result" },
  { id = "tu", label = "Tự", type = "met", role = "judgement" },
  { id = "dat", label = "Đạt", type = "met", role = "verdict" },
]
"""
MEASURES = """
kind = "measures"
measures = [{ id = "m", label = "mốc" }]
"""
UNITS = """
kind = "units"
units = [
  { code = "12", kind = "tinh", name = "Tỉnh", parent = "", valid_from = 2021-01-01, region = "", agency = "UBND", place = "", source = "Nguồn thử", confidence = "source" },
]
"""  # noqa: E501  one row is one line of the file
FILES = {"bo.toml": SET, "muc.toml": LOCAL, "bieu.toml": FORM, "do.toml": MEASURES,
         "don-vi.toml": UNITS}  # fmt: skip
WORDING = '{ text = "Một", valid_from = 2022-01-01, source = "Nguồn thử", confidence = "source" }'
RELATIVE = 'figure = "5", relative_to = "{}", source'


def mistakes(folder: Path, name: str = "", old: str = "", new: str = "") -> list[tuple[str, str]]:
    assert not name or old in FILES[name]
    for file, text in FILES.items():
        changed = text.replace(old, new, 1) if file == name else text
        (folder / file).write_text(changed, encoding="utf-8")
    return [(m.file, m.code) for m in read_catalogue(folder).mistakes]


def test_the_pattern_is_clean(tmp_path: Path) -> None:
    assert mistakes(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("bo.toml", "contents = 0", "contents = 1", "form.contents-fewer"),
        ("bo.toml", '{ code = "1", judged', '{ code = "1.1", judged', "form.single-numbered"),
        ("bo.toml", 'name = "Một"\nsource = "Nguồn thử"', 'name = "Một"\nsource = ""',
         "form.source-missing"),
        ("bo.toml", f"wordings = [{WORDING}]", "wordings = []", "form.wordings-missing"),
        ("bo.toml", 'text = "Một", valid_from = 2022-01-01, source = "Nguồn thử"',
         'text = "Một", valid_from = 2022-01-01, source = ""', "form.source-missing"),
        ("bo.toml", '{ id = "thap", label = "Thấp" }, ', "", "form.levels"),
        ("bo.toml", '"1", judged = "number"', '"1", judged = "level"', "form.levels"),
        ("bo.toml", 'judged = "number"', 'parts = ["be"], judged = "number"', "form.part-unknown"),
        ("bo.toml", 'judged = "number"', 'judged = "met"', "form.threshold-of-met"),
        ("bo.toml", 'operator = ">=", figure = "5"', 'operator = "=>", figure = "5"',
         "form.operator"),
        ("bo.toml", 'figure = "5"', 'figure = "5,5"', "form.figure"),
        ("bo.toml", 'figure = "5"', 'figure = "NaN"', "form.figure"),
        ("bo.toml", 'figure = "5", source = "Nguồn thử"', 'figure = "5", source = ""',
         "form.source-missing"),
        ("bo.toml", 'figure = "cao"', 'figure = "cai"', "form.level-unknown"),
        ("bo.toml", 'figure = "5", source', RELATIVE.format("chung.mox"),
         "form.threshold-reference"),
        ("bo.toml", 'figure = "5", source', RELATIVE.format("chung.chu"),
         "form.threshold-reference"),
        ("bo.toml", 'figure = "5", source', RELATIVE.format("moc"), "form.threshold-reference"),
        ("muc.toml", 'criteria = "thu"', 'criteria = "thi"', "form.criteria-unknown"),
        ("muc.toml", 'unit = "12"', 'unit = "13"', "form.threshold-unit"),
        ("muc.toml", 'code = "1"', 'code = "7"', "form.content-unknown"),
        ("bieu.toml", 'kind = "grid"', 'kind = "roster"', "form.criteria-grid"),
    ],
)  # fmt: skip
def test_each_mistake_is_told(tmp_path: Path, name: str, old: str, new: str, code: str) -> None:
    assert code in {found for _, found in mistakes(tmp_path, name, old, new)}


def test_percentage_over_a_hundred(tmp_path: Path) -> None:
    text = SET.replace('judged = "number"', 'judged = "percent"').replace('"5"', '"105"')
    (tmp_path / "bo.toml").write_text(text, encoding="utf-8")
    assert [m.code for m in read_catalogue(tmp_path).mistakes] == ["form.threshold-over-100"]


def test_two_figures_for_one_place_and_year(tmp_path: Path) -> None:
    again = '{ operator = ">=", figure = "7", source = "Nguồn thử", confidence = "source" }'
    found = mistakes(tmp_path, "bo.toml", "thresholds = [{", f"thresholds = [{again}, {{")
    assert found == [("bo.toml", "form.threshold-twice")]


def test_a_field_that_is_there_may_be_referred_to(tmp_path: Path) -> None:
    relative = RELATIVE.format("chung.moc")
    assert mistakes(tmp_path, "bo.toml", 'figure = "5", source', relative) == []
