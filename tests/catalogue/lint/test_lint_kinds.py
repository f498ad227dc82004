"""Issue 3, tools: the linter tells at least 40 kinds of mistakes, by file, line and remedy.

Each case writes a tiny catalogue with exactly one mistake.
"""
# ruff: noqa: E501  one case is one line

import re
from pathlib import Path

import pytest

from ctmtqg_desktop.exchange.keeping.check_forms import checked_catalogue
from ctmtqg_desktop.exchange.words import of_mistake

OUTLIVES = "form.version-outlives"
F, P, U, C, G = "von.v1.toml", "ke-hoach.toml", "units.toml", "bo.toml", "bang.toml"

DAY = '{ period = "year", month = 1, day = 2, source = "s", confidence = "seed" }'

PLACES = {
    "form.key-missing": 1,
    "form.criteria-roles": 43,
    "form.first-day": 2,
    "form.lineage-missing": 1,
    "form.unit-cycle": 4,
    "form.deadline-twice": 2,
    "form.deadline-period": 2,
    "form.deadline-day": 2,
}
"""Where a mistake is told at another line than the one that changed."""

# code, file, what stands there, what somebody writes instead, what the remedy proposes
CASES = [
    ("form.toml", P, 'issuer = "UBND"', "issuer = ", ""),
    ("form.kind", P, 'kind = "plan"', 'kind = "plann"', "plan"),
    ("form.key-missing", P, 'issuer = "UBND"\n', "", ""),
    ("form.key-unknown", P, 'issuer = "UBND"', 'issuer = "UBND"\nisuer = "V"', "“issuer”"),
    ("form.value", P, 'issuer = "UBND"', "issuer = 7", ""),
    ("form.id-shape", "phu.v1.toml", 'id = "phu"', 'id = "Phu"', ""),
    ("form.id-twice", F, '{ id = "loai", label', '{ id = "so_ho", label', ""),
    ("form.name-shape", F, '{ id = "loai", label', '{ id = "lo ai", label', ""),
    ("form.source-missing", P, 'issuer = "UBND"\nsource = "s"', 'issuer = "UBND"\nsource = ""', ""),
    ("form.title-missing", F, 'title = "Vốn và tiêu chí"', 'title = ""', ""),
    ("form.version", F, "version = 1", "version = 0", ""),
    ("form.paper", F, 'paper = "landscape"', 'paper = "ngang"', "landscape"),
    ("form.programme-unknown", "phu.v1.toml", 'programme = "ntm"', 'programme = "ntn"', "ntm"),
    ("form.project-unknown", F, 'project = "tda1"', 'project = "tda-1"', "tda1"),
    ("form.project-parent", "ntm.toml", 'parent = "da1"', 'parent = "da01"', "da1"),
    ("form.project-depth", "ntm.toml", 'parent = "da1" },', 'parent = "da1" },\n  { id = "x", code = "x", name = "X", source = "s", confidence = "seed", parent = "tda1" },', "hai cấp"),
    ("form.code-twice", "ntm.toml", 'code = "1.1"', 'code = "1"', ""),
    ("form.report-set-unknown", F, '{ id = "thang", order = 1', '{ id = "thagn", order = 1', "thang"),
    ("form.unit-kind-unknown", F, 'unit_kinds = ["xa"]', 'unit_kinds = ["phuongg"]', "phuong"),
    ("form.order-twice", F, "order = 1", "order = 2", ""),
    ("form.unknown", "phu.v1.toml", 'von = "von"', 'von = "vonn"', "von"),
    ("form.uses-itself", "phu.v1.toml", 'von = "von"', 'von = "phu"', ""),
    ("form.alias-is-section", "phu.v1.toml", 'von = "von"', 'chung = "von"', ""),
    ("form.fields-columns", "phu.v1.toml", 'kind = "fields"', 'kind = "fields"\ncolumns = [{ id = "a", label = "A" }]', ""),
    ("form.roster-rows", F, 'kind = "roster"', 'kind = "roster"\nrows = [{ id = "a", label = "A" }]', ""),
    ("form.rows-missing", "phu.v1.toml", 'kind = "fields"\nrows = [\n  { id = "ghi", label = "Ghi" },\n]', 'kind = "grid"\ncolumns = [{ id = "a", label = "A" }]', ""),
    ("form.columns-missing", "phu.v1.toml", 'kind = "fields"', 'kind = "grid"', ""),
    ("form.row-is-column", F, '{ id = "tw_dt", label', '{ id = "ty_le", label', ""),
    ("form.column-number-twice", F, 'number = "2"', 'number = "1"', ""),
    ("form.label-missing", F, 'label = "Lũy kế"', 'label = ""', ""),
    ("form.width", F, 'label = "Lũy kế"', 'label = "Lũy kế", width = -1', ""),
    ("form.role-unknown", F, 'label = "Lũy kế"', 'label = "Lũy kế", role = "resutl"', "“result”"),
    ("form.measure-unknown", F, 'measure = "ho"', 'measure = "hô"', "ho"),
    ("form.measure-missing", F, 'type = "integer", measure = "ho"', 'type = "integer"', ""),
    ("form.choices-missing", F, 'label = "Tên" }', 'label = "Tên", type = "choice" }', ""),
    ("form.choice-twice", F, '{ id = "cu", label', '{ id = "moi", label', ""),
    ("form.percent-added", F, 'aggregate = "formula", formula', 'aggregate = "sum", formula', ""),
    ("form.aggregate-formula", F, ', formula = "tỷ_lệ(luy_ke, ke_hoach)"', "", ""),
    ("form.aggregate-kind", F, 'label = "Tên" }', 'label = "Tên", aggregate = "sum" }', ""),
    ("form.decimals", F, 'measure = "ho",', 'measure = "ho", decimals = 9,', ""),
    ("form.required-computed", F, 'number = "3=2/1"', 'number = "3=2/1", required = true', ""),
    ("form.heading-typed", F, '{ id = "tong", label', '{ id = "tong", heading = true, label', ""),
    ("form.level", F, 'đầu tư", level = 2', 'đầu tư", level = 3', ""),
    ("form.total-misses", F, '"tổng(tw, dp)"', '"tổng(tw)"', "Trong đó"),
    ("form.total-doubles", F, '"tổng(tw, dp)"', '"tổng(tw, tw_dt, dp)"', "tw_dt"),
    ("form.column-unknown", F, '"Địa phương" }', '"Địa phương", cells = { luyke = { locked = true } } }', "luy_ke"),
    ("form.confidence-missing", F, '"Địa phương" }', '"Địa phương", source = "s" }', ""),
    ("form.criteria-unknown", F, 'criteria = "bo"', 'criteria = "bô"', "bo"),
    ("form.criteria-roles", F, ', role = "verdict"', "", "verdict"),
    ("form.check-missing", F, 'check = "luy_ke <= ke_hoach"', 'check = ""', ""),
    ("form.rule-each", F, 'each = "row"', 'each = "rows"', "row"),
    ("form.section-unknown", F, 'section = "nguon"', 'section = "nguno"', "nguon"),
    ("form.rule-only", F, 'only = ["tw", "dp"]', 'only = ["tw", "dpp"]', "dp"),
    ("form.rule-cell", F, 'cell = "luy_ke"', 'cell = "luy_kế"', "luy_ke"),
    ("form.message-missing", F, 'message = "{row}: {luy_ke} vượt {ke_hoach}."', 'message = ""', ""),
    ("form.placeholder", F, "vượt {ke_hoach}.", "vượt {kehoach}.", ""),
    ("rules.syntax", F, 'check = "luy_ke <= ke_hoach"', 'check = "luy_ke <="', ""),
    ("rules.unknown-name", F, 'check = "luy_ke <= ke_hoach"', 'check = "luy_ke <= keo_dai"', ""),
    ("rules.not-logic", F, 'check = "luy_ke <= ke_hoach"', 'check = "luy_ke + ke_hoach"', ""),
    ("rules.cycle", F, '"tổng(tw, dp)"', '"tổng(tw, dp, tong)"', ""),
    ("form.formula-kind", F, '"tỷ_lệ(luy_ke, ke_hoach)"', '"luy_ke = ke_hoach"', "số"),
    ("rules.type", F, '"tỷ_lệ(luy_ke, ke_hoach)"', '"tỷ_lệ(luy_ke, luy_ke = 1)"', ""),
    ("form.span", F, "valid_from = 2021-01-01", "valid_from = 2021-01-01\nvalid_to = 2020-01-01", ""),
    ("form.outside-programme", F, "valid_from = 2021-01-01", "valid_from = 2020-12-31", ""),
    ("form.code-outside", C, 'code = "1.2"', 'code = "2.2"', ""),
    ("form.wording-overlap", C, 'text = "Có", valid_from = 2022-01-01, source = "s", confidence = "seed" }', 'text = "Có", valid_from = 2022-01-01, source = "s", confidence = "seed" }, { text = "Còn", valid_from = 2022-01-01, source = "s", confidence = "seed" }', ""),
    ("form.region-unknown", U, 'region = "nui", agency = "UBND huyện B"', 'region = "nuj", agency = "UBND huyện B"', "nui"),
    ("form.unit-code", U, "]\n", '  { code = "1O7", kind = "huyen", name = "Huyện C", parent = "12", valid_from = 2021-01-01, region = "nui", agency = "UBND huyện C", place = "C", source = "s", confidence = "seed" },\n]\n', ""),
    ("form.unit-words", U, 'agency = "UBND huyện B"', 'agency = ""', ""),
    ("form.parent-unknown", U, 'parent = "12"', 'parent = "13"', ""),
    ("form.unit-cycle", U, 'parent = ""', 'parent = "106"', ""),
    ("form.calendar-unknown", "thang.toml", 'calendar = "thuong"', 'calendar = "thường"', "thuong"),
    ("form.period-kind", "thang.toml", 'periods = ["month", "year"]', 'periods = ["months"]', "month"),
    ("form.first-day", "calendars.toml", "first_day = 1", "first_day = 31", ""),
    ("form.deadline-twice", "calendars.toml", "deadline_days = 5,", f"deadline_days = 5, fixed = [{DAY}, {DAY}],", ""),
    ("form.deadline-period", "calendars.toml", "deadline_days = 5,", f"deadline_days = 5, fixed = [{DAY.replace('year', 'nam')}],", "year"),
    ("form.deadline-day", "calendars.toml", "deadline_days = 5,", f"deadline_days = 5, fixed = [{DAY.replace('day = 2', 'day = 32')}],", ""),
    ("form.quote-missing", P, 'quote = "10 hộ"', 'quote = ""', ""),
    ("form.target-kind", P, 'kind = "qualitative"', 'kind = "qualitatve"', "qualitative"),
    ("form.operator", P, 'operator = ">=", figure = "10"', 'operator = "≥", figure = "10"', ""),
    ("form.figure", P, 'figure = "10"', 'figure = "10,5"', ""),
    ("form.figure-of-met", P, 'operator = "met", figure = ""', 'operator = "met", figure = "1"', ""),
    ("form.figure-over-100", P, 'figure = "10", measure = "ho"', 'figure = "110", measure = "phan-tram"', ""),
    ("form.answer-missing", P, 'answer = { why_not = "Chưa có biểu." }', "answer = {}", ""),
    ("form.answer-both", P, '{ by = "cell",', '{ why_not = "x", by = "cell",', ""),
    ("form.answer-by", P, 'by = "cell"', 'by = "cells"', "cell"),
    ("form.answer-incomplete", P, 'by = "cell", form = "von", ', 'by = "cell", ', ""),
    ("form.answer-cell", P, "chung.so_ho.value", "chung.so_hộ.value", ""),
    ("form.column-unknown", P, 'where = { nhom = "moi" }', 'where = { nhomm = "moi" }', "nhom"),
    ("form.answer-than", P, 'by = "cell"', 'than = "3", by = "cell"', "than"),
    ("form.exactly-missing", P, 'operator = ">=", figure = "10"', 'operator = "=", figure = "10"', "exactly"),
    ("form.exactly-idle", P, 'figure = "10",', 'figure = "10", exactly = "x",', "exactly"),
    ("form.answer-period", P, '{ why_not = "Chưa có biểu." }', '{ by = "reports", sets = ["thang"], periods = ["moth"] }', "month"),
    ("form.report-set-unknown", P, '{ why_not = "Chưa có biểu." }', '{ by = "reports", sets = ["thag"], periods = ["month"] }', "thang"),
    ("form.answer-choice", P, 'where = { nhom = "moi" }', 'where = { nhom = "mơi" }', "moi"),
    ("form.period-unknown", P, 'unit = "106", period = "2024", indicator = "Số hộ"', 'unit = "106", period = "năm 2024", indicator = "Số hộ"', ""),
    ("form.unit-unknown", P, 'unit = "106", period = "2024", indicator = "Số hộ"', 'unit = "107", period = "2024", indicator = "Số hộ"', ""),
    ("form.table-file", G, 'file = "sap-nhap.csv"', 'file = "../sap-nhap.csv"', ""),
    ("form.table-header", "moi.csv", "code,name,parent,region,mark", "ma,ten", "code,name"),
    ("form.table-row", "moi.csv", "00001,Xã H,02", "00001,Xã H,02,,x", "code,name"),
    ("form.table-code-twice", "moi.csv", "00001,Xã H,02", "00001,Xã H,02\n00001,Xã K,02", ""),
    ("form.table-not-nfc", "moi.csv", "Xã H", "Xa\u0303 H", ""),
    ("form.table-parent", "moi.csv", "00001,Xã H,02", "00001,Xã H,03", ""),
    ("form.lineage-unknown", "sap-nhap.csv", "00002,00001", "00002,00009", ""),
    ("form.lineage-missing", "sap-nhap.csv", "00002,00001\n", "", ""),
]  # fmt: skip


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def changed_line(before: str, after: str) -> int:
    """Return the first line that differs, counted from 1."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    same = next((n for n, (old, new) in enumerate(pairs) if old != new), None)
    shorter = min(len(before.splitlines()), len(after.splitlines()))
    return (shorter if same is None else same) + 1


def test_the_tiny_catalogue_has_no_mistake(tmp_path: Path, clean_files: dict[str, str]) -> None:
    catalogue, mistakes = checked_catalogue(write(tmp_path, clean_files))
    assert mistakes == ()
    assert len(catalogue.forms) == 2


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_one_mistake_is_told_once_with_its_line_and_remedy(
    tmp_path: Path, clean_files: dict[str, str], case: tuple[str, str, str, str, str]
) -> None:
    code, file, good, bad, proposed = case
    before = clean_files[file]
    assert before.count(good) == 1, good
    clean_files[file] = before.replace(good, bad)
    line = PLACES.get(code, changed_line(before, clean_files[file]))
    _, mistakes = checked_catalogue(write(tmp_path, clean_files))
    assert [(m.file, m.line, m.code) for m in mistakes] == [(file, line, code)]
    said = of_mistake(mistakes[0])
    assert said.what
    assert said.todo
    assert proposed in f"{said.what} {said.todo}"
    assert not re.search(r"\{\w+\}|…", f"{said.what}{said.todo}".replace("{kehoach}", ""))


def test_there_are_at_least_forty_kinds() -> None:
    assert len({code for code, *_ in CASES}) >= 100


MORE = [  # the same kinds elsewhere: code, file, what stands there, what is written, line
    ("form.percent-added", F, 'aggregate = "formula", formula = "tỷ_lệ(luy_ke, ke_hoach)"', 'aggregate = "none"', 33),
    ("form.percent-added", F, 'type = "integer", measure = "ho", aggregate = "sum"', 'type = "number", measure = "phan-tram", aggregate = "sum"', 20),
    ("form.id-twice", C, 'code = "1.2"', 'code = "1.1"', 18),
    ("form.id-twice", "ntm.toml", 'id = "tda1"', 'id = "da1"', 11),
    ("form.role-unknown", F, ', role = "verdict"', ', role = "verdictt"', 46),
    ("form.subcriteria-missing", C, None, "subcriteria = []\n", 11),
    ("form.project-parent", "ntm.toml", 'parent = "da1"', 'parent = "tda1"', 11),
]  # fmt: skip


@pytest.mark.parametrize("case", MORE, ids=lambda case: f"{case[0]}-{case[4]}")
def test_the_same_kind_is_told_elsewhere(
    tmp_path: Path, clean_files: dict[str, str], case: tuple[str, str, str | None, str, int]
) -> None:
    code, file, good, bad, line = case
    if good is None:
        head, _, _ = clean_files[file].partition("subcriteria = [")
        clean_files[file] = head + bad
    else:
        assert clean_files[file].count(good) == 1, good
        clean_files[file] = clean_files[file].replace(good, bad)
    _, mistakes = checked_catalogue(write(tmp_path, clean_files))
    assert (file, line, code) in {(m.file, m.line, m.code) for m in mistakes}


SOURCES = [  # every kind of record: where its source is, and at which line the lack is told
    ("bo.toml", 'valid_from = 2022-01-01, source = "s", confidence = "seed" }], thresholds', 17),
    ("bo.toml", 'figure = "50", source = "s"', 17),
    ("bo.toml", 'name = "Một"\nsource = "s"', 11),
    ("bo.toml", 'valid_from = 2022-01-01\nsource = "s"', 8),
    ("ntm.toml", 'valid_to = 2025-12-31\nsource = "s"', 7),
    ("ntm.toml", 'name = "Dự án 1", source = "s"', 10),
    ("thang.toml", 'calendar = "thuong"\nsource = "s"', 11),
    ("calendars.toml", 'deadline_days = 5, source = "s"', 2),
    ("von.v1.toml", 'project = "tda1"\nsource = "s"', 8),
    ("von.v1.toml", 'vượt {ke_hoach}."\nsource = "s"', 67),
    (P, 'issuer = "UBND"\nsource = "s"', 5),
    (P, 'measure = "ho", kind = "qualitative", source = "s"', 10),
]  # fmt: skip


@pytest.mark.parametrize(("file", "good", "line"), SOURCES)
def test_missing_source_is_told_whatever_lacks_it(
    tmp_path: Path, clean_files: dict[str, str], file: str, good: str, line: int
) -> None:
    assert clean_files[file].count(good) == 1, good
    clean_files[file] = clean_files[file].replace(
        good, good.replace('source = "s"', 'source = ""')
    )
    _, mistakes = checked_catalogue(write(tmp_path, clean_files))
    assert {(m.file, m.line, m.code) for m in mistakes} == {(file, line, "form.source-missing")}


def test_rule_that_would_look_at_nothing_is_told(
    tmp_path: Path, clean_files: dict[str, str]
) -> None:
    head, _, _ = clean_files[F].partition("[[rules]]")
    clean_files[F] = head + NOWHERE
    _, mistakes = checked_catalogue(write(tmp_path, clean_files))
    assert [(m.file, m.line, m.code) for m in mistakes] == [(F, 58, "form.rule-nowhere")]


NOWHERE = """\
[[rules]]
id = "von-1"
section = "danh_sach"
each = "column"
check = "1 = 1"
severity = "warning"
missing = "skip"
message = "Không có cột số nào."
source = "s"
"""


def test_no_remedy_names_an_empty_spelling(tmp_path: Path, clean_files: dict[str, str]) -> None:
    """Nothing is near: the sentence says what to check, and not “did you mean “”?”."""
    clean_files[F] = clean_files[F].replace('measure = "ho"', 'measure = "zzzzzzzz"')
    _, mistakes = checked_catalogue(write(tmp_path, clean_files))
    said = of_mistake(mistakes[0])
    assert said.todo == "Thêm vào measures.toml nếu là đơn vị tính mới."
    assert "“”" not in f"{said.what} {said.todo}"


SHAPES = [  # what stands there, what is written, and what the sentence says was expected
    (F, 'title = "Vốn và tiêu chí"', "title = 7", "phải là chữ trong dấu nháy"),
    (F, "version = 1", 'version = "một"', "phải là số nguyên"),
    (F, "valid_from = 2021-01-01", 'valid_from = "đầu năm"', "phải là ngày"),
    (F, "required = true", 'required = "vâng"', "phải là true hoặc false"),
    (F, 'choices = [{ id = "a", label = "A" }, { id = "b", label = "B" }]', 'choices = "a"', "phải là danh sách"),
    (F, '{ id = "loai", label = "Loại", type', '{ id = "loai", label = "Loại", cells = 3, type', "phải là một nhóm mục"),
    (F, 'type = "integer"', 'type = "intgeer"', "“integer”"),
    (F, 'severity = "justify"', 'severity = "justfy"', "“justify”"),
    (P, 'kind = "plan"', 'kind = "plan"\nkind = "plan"', "ghi hai lần"),
    (P, 'issuer = "UBND"', 'issuer = "UBND', "mở dấu nháy"),
    (P, 'issuer = "UBND"', "issuer = UBND", "không nằm trong dấu nháy"),
    (P, 'issuer = "UBND"', 'issuer "UBND"', "thiếu dấu ="),
    (P, 'issuer = "UBND"', 'issuer = "UBND" V', "chữ thừa"),
    (F, "valid_from = 2021-01-01", "valid_from = 2021-02-30", "không có thật"),
    (F, "[[rules]]", "[[rules", "chưa đóng"),
    ("ntm.toml", "projects = [", "projects = [[", "đóng danh sách"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "good", "bad", "said"), SHAPES)
def test_what_was_expected_is_said_in_vietnamese(
    tmp_path: Path, clean_files: dict[str, str], file: str, good: str, bad: str, said: str
) -> None:
    assert clean_files[file].count(good) == 1, good
    clean_files[file] = clean_files[file].replace(good, bad)
    _, mistakes = checked_catalogue(write(tmp_path, clean_files))
    sentences = [of_mistake(m) for m in mistakes if m.file == file]
    assert any(said in f"{one.what} {one.todo}" for one in sentences), sentences
    english = re.compile(r"\b(should|Input|valid|Expected|Unclosed|line|column|or)\b")
    assert not [one for one in sentences if english.search(f"{one.what} {one.todo}")]


def test_nearest_spelling_minds_no_accents(tmp_path: Path, clean_files: dict[str, str]) -> None:
    clean_files[F] = clean_files[F].replace('measure = "ho"', 'measure = "Hộ"')
    _, mistakes = checked_catalogue(write(tmp_path, clean_files))
    assert "“ho”" in of_mistake(mistakes[0]).todo


def test_a_later_version_begins_later(tmp_path: Path, clean_files: dict[str, str]) -> None:
    clean_files["von.v2.toml"] = clean_files[F].replace("version = 1", "version = 2")
    _, mistakes = checked_catalogue(write(tmp_path, clean_files))
    assert [(m.file, m.line, m.code) for m in mistakes] == [
        ("von.v2.toml", 10, "form.version-order")
    ]
    later = clean_files["von.v2.toml"].replace(
        "valid_from = 2021-01-01", "valid_from = 2024-01-01"
    )
    clean_files["von.v2.toml"] = later
    assert checked_catalogue(write(tmp_path, clean_files))[1] == ()


@pytest.mark.parametrize("end", ["", "\nvalid_to = 2026-12-31"])
def test_no_version_outlives_a_newer_one(
    tmp_path: Path, clean_files: dict[str, str], end: str
) -> None:
    begin = "valid_from = 2021-01-01"
    first = clean_files[F]
    newer = first.replace("version = 1", "version = 2")
    newer = newer.replace(begin, "valid_from = 2024-01-01\nvalid_to = 2025-12-31")
    clean_files |= {F: first.replace(begin, begin + end), "von.v2.toml": newer}
    folder = write(tmp_path, clean_files)
    _, (mistake,) = checked_catalogue(folder)
    assert (mistake.file, mistake.line, mistake.code) == (F, 11 if end else 1, OUTLIVES)
    assert "31/12/2025" in of_mistake(mistake).what
    (folder / F).write_text(first.replace(begin, begin + "\nvalid_to = 2023-12-31"), "utf-8")
    assert checked_catalogue(folder)[1] == ()


def test_what_two_files_share_is_told_with_the_other(
    tmp_path: Path, clean_files: dict[str, str]
) -> None:
    """The same record, rule or target in two files; a unit declared twice for one day."""
    clean_files["z1.toml"] = clean_files["thang.toml"]
    clean_files["phu.v1.toml"] += RULE_AGAIN
    clean_files["z2.toml"] = clean_files[P].replace('id = "ke-hoach"', 'id = "z2"')
    clean_files["z3.toml"] = UNIT_AGAIN
    _, mistakes = checked_catalogue(write(tmp_path, clean_files))
    assert {(m.file, m.code) for m in mistakes} == {
        ("z1.toml", "form.twice"), ("von.v1.toml", "form.rule-shared"),
        ("z2.toml", "form.target-twice"), ("z3.toml", "form.unit-overlap"),
    }  # fmt: skip
    assert [m.line for m in mistakes if m.file == "z3.toml"] == [3]


UNIT_AGAIN = """\
kind = "units"
units = [
  { code = "106", kind = "huyen", name = "Huyện B", parent = "12", valid_from = 2025-01-01, region = "nui", agency = "UBND huyện B", place = "B", source = "s", confidence = "seed" },
]
"""
RULE_AGAIN = """
[[rules]]
id = "von-1"
check = 'chung.ghi = "x"'
severity = "warning"
missing = "skip"
message = "Ghi khác."
source = "s"
"""
