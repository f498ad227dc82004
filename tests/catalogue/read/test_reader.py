"""DESIGN 4: all mistakes of a catalogue are reported at once with file, line and what to do."""

import shutil
from decimal import Decimal

import pytest

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.read import reader
from ctmtqg_desktop.catalogue.read.file import MAX_FILE
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.exchange.keeping.check_forms import checked_catalogue
from ctmtqg_desktop.exchange.words import of_mistake

FORM = """\
kind = "form"
id = "thu"
version = 1
title = "Biểu thử"
short = "Thử"
programme = "lien-chuong-trinh"
source = "thử"
confidence = "seed"
valid_from = 2021-01-01
report_sets = [{ id = "ctmtqg-xa", order = 9 }]

[[sections]]
id = "chung"
kind = "fields"
rows = [
  { id = "so_ho", label = "Số hộ", type = "integer", measure = "ho" },
  { id = "so_ban", label = "Số bản", type = "integer", measure = "ban" },
]

[[sections]]
id = "von"
kind = "grid"
columns = [
  { id = "ke_hoach", label = "Kế hoạch", type = "money", measure = "trieu-dong", aggregate = "sum" },
  { id = "ty_le", label = "Tỷ lệ", type = "percent", measure = "phan-tram", aggregate = "formula", formula = "tỷ_lệ(ke_hoach, ke_hoach)" },
]
rows = [
  { id = "tong", label = "Tổng", formula = "tổng(a, b)" },
  { id = "a", label = "A" },
  { id = "b", label = "B" },
]

[[rules]]
id = "thu-1"
section = "von"
each = "row"
only = ["a", "b"]
cell = "ke_hoach"
check = "ke_hoach >= 0"
severity = "error"
missing = "skip"
message = "{row}: {ke_hoach}"
source = "thử"
"""  # noqa: E501  one row is one line of a form


@pytest.fixture
def forms(tmp_path, core_forms):
    """A copy of the core of the catalogue, to make mistakes in."""
    return shutil.copytree(core_forms, tmp_path / "forms")


@pytest.fixture
def ground(tmp_path, core_forms):
    """What a form stands on, without the other forms and plans."""
    heavy = shutil.ignore_patterns("plans", "criteria", "ntm", "dtts")
    return shutil.copytree(core_forms, tmp_path / "forms", ignore=heavy)


def line_of(text, part):
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


def changed_line(text):
    pairs = zip(FORM.splitlines(), text.splitlines(), strict=True)
    return max(n for n, (old, new) in enumerate(pairs, 1) if old != new)


def codes(folder):
    _, mistakes = checked_catalogue(folder)
    return {(m.file, m.line, m.code) for m in mistakes}


def test_the_shipped_catalogue_and_the_form_of_these_tests_have_no_mistake(tmp_path):
    (tmp_path / "thu.v1.toml").write_text(FORM, "utf-8")
    _, mistakes = checked_catalogue(forms_dir(), tmp_path)
    assert not mistakes


CHANGES = [  # what stands in the form, what somebody writes instead, the code it gets
    ('title = "Biểu thử"', "title = 7", "form.value"),
    ('short = "Thử"', 'shrot = "Thử"', "form.key-unknown"),
    ('confidence = "seed"\nvalid', 'confidence = "sure"\nvalid', "form.value"),
    ('id = "thu"', 'id = "Thử Một"', "form.id-shape"),
    ('source = "thử"\nconfidence', 'source = ""\nconfidence', "form.source-missing"),
    ('programme = "lien-chuong-trinh"', 'programme = "lien-chuon"', "form.programme-unknown"),
    ('id = "ctmtqg-xa"', 'id = "ctmtqg-xã"', "form.report-set-unknown"),
    ('measure = "ban" }', 'measure = "bản" }', "form.measure-unknown"),
    ('{ id = "so_ban"', '{ id = "so_ho"', "form.id-twice"),
    ('{ id = "b"', '{ id = "b b"', "form.name-shape"),
    ('aggregate = "formula", formula', 'aggregate = "sum", formula', "form.percent-added"),
    ('type = "money", measure = "trieu-dong"', 'type = "money"', "form.measure-missing"),
    ('measure = "trieu-dong",', 'measure = "trieu-dong", decimals = 7,', "form.decimals"),
    ('label = "Tỷ lệ",', 'label = "Tỷ lệ", role = "verdikt",', "form.role-unknown"),
    ('label = "A" }', 'label = "A", cells = { kehoach = { locked = true } } }',
     "form.column-unknown"),
    ('{ id = "a", label', '{ id = "ke_hoach", label', "form.row-is-column"),
    ('label = "Số hộ", type = "integer"', 'label = "Số hộ", type = "choice"',
     "form.choices-missing"),
    ('each = "row"', 'each = "rows"', "form.rule-each"),
    ('section = "von"', 'section = "vốn"', "form.section-unknown"),
    ('message = "{row}: {ke_hoach}"\nsource = "thử"', 'message = "{row}"\nsource = ""',
     "form.source-missing"),
    ('"tổng(a, b)"', '"tổng(a, c)"', "rules.unknown-name"),
    ('"tổng(a, b)"', '"tổng(a, tong)"', "rules.cycle"),
    ('"tỷ_lệ(ke_hoach, ke_hoach)"', '"tỷ_lệ(ke_hoach)"', "rules.arity"),
    ('check = "ke_hoach >= 0"', 'check = "ke_hoach >= "', "rules.syntax"),
    ('check = "ke_hoach >= 0"', 'check = "ke_hoach"', "rules.not-logic"),
    ('message = "{row}: {ke_hoach}"', 'message = "{row}: {luy_ke}"', "form.placeholder"),
    ('cell = "ke_hoach"\ncheck', 'cell = "kehoach"\ncheck', "form.rule-cell"),
    ('only = ["a", "b"]', 'only = ["a", "c"]', "form.rule-only"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "code"), CHANGES)
def test_a_mistake_is_named_with_its_file_and_line(ground, good, bad, code):
    assert FORM.count(good) == 1
    text = FORM.replace(good, bad)
    (ground / "thu.v1.toml").write_text(text, "utf-8")
    _, mistakes = checked_catalogue(ground)
    found = {m.code: m for m in mistakes}
    assert code in found, found
    assert found[code].file == "thu.v1.toml"
    assert found[code].line == changed_line(text)
    said = of_mistake(found[code])
    assert said.todo
    assert not {"{", "}"} & set(f"{said.what}{said.todo}".replace("{luy_ke}", ""))


def test_all_mistakes_of_all_files_come_at_once(forms):
    text = FORM
    wanted = set()
    kinds = ("form.programme-unknown", "form.report-set-unknown", "form.measure-unknown",
             "form.id-twice", "form.rule-cell", "form.rule-only", "form.percent-added",
             "form.role-unknown", "rules.unknown-name", "form.placeholder", "form.decimals",
             "form.choices-missing")  # fmt: skip
    for good, bad, code in CHANGES:
        if code in kinds and good in text and code not in {c for _, c in wanted}:
            text = text.replace(good, bad)
            wanted.add((bad, code))
    (forms / "thu.v1.toml").write_text(text, "utf-8")
    (forms / "khac.toml").write_bytes(b'kind = "form"\n\nid = "\xff"\n')
    (forms / "hong.toml").write_text('kind = "form"\nid = \n', "utf-8")
    (forms / "la.toml").write_text('# lạ\nkind = "bieu-mau"\n', "utf-8")
    found = codes(forms)
    assert {c for _, _, c in found if _} >= {code for _, code in wanted}
    assert len(wanted) == 12
    assert {("khac.toml", 3, "form.not-utf8"), ("hong.toml", 2, "form.toml"),
            ("la.toml", 2, "form.kind")} <= found  # fmt: skip


@pytest.mark.parametrize("text", [
    "kind = []", 'kind = {a = 1}', "", "x = 1", "kind = 1", "kind = " + "[" * 5000,
    "kind = " + "9" * 5000, "kind = 2024-13-41", "[", "\x00",
])  # fmt: skip
def test_garbage_is_a_mistake_and_never_more(tmp_path, text):
    (tmp_path / "a.toml").write_text(text, "utf-8")
    found = read_catalogue(tmp_path).mistakes
    assert [m.code for m in found] in (["form.toml"], ["form.kind"])


def test_a_folder_with_a_files_name_and_a_file_too_big_are_mistakes(tmp_path):
    (tmp_path / "a.toml").mkdir()
    (tmp_path / "b.toml").write_bytes(b"#" * (MAX_FILE + 1))
    (tmp_path / "c.toml").symlink_to(tmp_path / "nowhere")
    found = {m.file: m.code for m in read_catalogue(tmp_path).mistakes}
    assert found == {"a.toml": "form.file-unreadable", "b.toml": "form.file-too-big",
                     "c.toml": "form.file-unreadable"}  # fmt: skip


def test_the_same_form_twice_names_the_other_file(forms):
    (forms / "a.v1.toml").write_text(FORM, "utf-8")
    (forms / "b.v1.toml").write_text(FORM, "utf-8")
    _, mistakes = checked_catalogue(forms)
    assert [(m.file, m.code, m.facts["other"]) for m in mistakes] == [
        ("b.v1.toml", "form.twice", "a.v1.toml")
    ]


def test_text_comes_in_as_nfc_and_figures_exactly(tmp_path):
    import unicodedata

    plain = FORM.replace('short = "Thử"', 'short = "Đường"')
    (tmp_path / "a.toml").write_text(unicodedata.normalize("NFD", plain), "utf-8-sig")
    form = read_catalogue(tmp_path).catalogue.form("thu")
    assert form.short == "Đường"
    figures = 'kind = "measures"\nmeasures = [{ id = "x", label = "x", decimals = 1.5 }]'
    (tmp_path / "b.toml").write_text(figures, "utf-8")
    assert [m.code for m in read_catalogue(tmp_path).mistakes if m.file == "b.toml"]


def replaced(folder, name, good, bad):
    path = next(folder.rglob(name))
    text = path.read_text("utf-8")
    assert good in text, good
    path.write_text(text.replace(good, bad, 1), "utf-8")
    return path.relative_to(folder).as_posix(), line_of(path.read_text("utf-8"), bad)


@pytest.mark.parametrize(("name", "good", "bad", "code"), [
    ("003-tam*.toml", 'operator = ">="', 'operator = "=>"', "form.operator"),
    ("003-tam*.toml", 'figure = "18.5"', 'figure = "18,5"', "form.figure"),
    ("003-tam*.toml", 'by = "average-met"', 'by = "mean"', "form.answer-by"),
    ("003-tam*.toml", 'cell = "chung.so_ban_dat.value"', 'cell = "chung.so_bann.value"',
     "form.answer-cell"),
    ("003-tam*.toml", 'unit = "03424"', 'unit = "03425"', "form.unit-unknown"),
    ("003-tam*.toml", 'period = "2024"', 'period = "24"', "form.period-unknown"),
    ("003-tam*.toml", 'quote = "xã Sơn Bình 05 bản"', 'quote = ""', "form.quote-missing"),
    ("ntm-xa-2021*.toml", 'operator = ">="', 'operator = "≥"', "form.operator"),
    ("ntm-xa-2021*.toml", 'region = "tdmnpb"', 'region = "tdmn"', "form.region-unknown"),
    ("ntm-xa-2021*.toml", '{ code = "2.3"', '{ code = "3.3"', "form.code-outside"),
    ("ntm-xa-tu*.toml", 'role = "verdict"', 'role = ""', "form.criteria-roles"),
    ("ntm-xa-tu*.toml", 'criteria = "ntm-xa-2021-2025"', 'criteria = "ntm-xa"',
     "form.criteria-unknown"),
    ("ctmtqg-xa*.toml", 'calendar = "duong-lich"', 'calendar = "am-lich"',
     "form.calendar-unknown"),
    ("ctmtqg-xa*.toml", '"month", ', '"week", ', "form.period-kind"),
    ("calendars.toml", "first_day = 15", "first_day = 31", "form.first-day"),
    ("measures.toml", 'factor = "1000"', 'factor = "nghìn"', "form.figure"),
])  # fmt: skip
def test_mistakes_between_records_are_found(forms, name, good, bad, code):
    file, line = replaced(forms, name, good, bad)
    found = {(m.file, m.code): m.line for m in checked_catalogue(forms)[1]}
    assert (file, code) in found, found
    if code not in {"form.criteria-roles", "form.period-kind", "form.first-day", "form.figure",
                    "form.criteria-unknown"} or name.startswith("003"):  # fmt: skip
        assert found[(file, code)] == line


def test_a_lost_parent_and_two_units_on_one_day_are_found(forms):
    replaced(forms, "tam-duong-2024.toml", 'code = "03394"', 'code = "03400"')
    replaced(forms, "tam-duong-2024.toml", 'parent = "12"', 'parent = "13"')
    found = {m.code for m in checked_catalogue(forms)[1]}
    assert {"form.unit-overlap", "form.parent-unknown"} <= found


def test_an_unknown_column_of_an_answer_is_found(forms):
    path = next(forms.rglob("003-tam*.toml"))
    text = path.read_text("utf-8")
    assert "where = { " in text
    path.write_text(text.replace("where = { ", 'where = { cot_la = "x", ', 1), "utf-8")
    found = [m for m in checked_catalogue(forms)[1] if m.code == "form.column-unknown"]
    assert [m.line for m in found] == [line_of(path.read_text("utf-8"), "cot_la")]


def test_the_version_in_force_is_taken(forms):
    (forms / "a.v1.toml").write_text(FORM, "utf-8")
    later = FORM.replace("version = 1", "version = 2").replace("2021-01-01", "2024-01-01")
    (forms / "a.v2.toml").write_text(later, "utf-8")
    catalogue = read_catalogue(forms).catalogue
    unit = catalogue.units.at("03424", catalogue.form("thu", 2).valid_from)

    def version(year):
        day = catalogue.form("thu", 2).valid_from.replace(year=year)
        chosen = [f for f in catalogue.forms_of("ctmtqg-xa", unit, day) if f.id == "thu"]
        return catalogue.form_at("thu", day).version, [f.version for f in chosen]

    assert version(2023) == (1, [1])
    assert version(2024) == (2, [2])
    assert catalogue.form("thu").version == 2


@pytest.mark.parametrize(("ask", "code"), [
    (lambda c: c.form("ntm-nguon"), "form.unknown"),
    (lambda c: c.form("ntm-nguon-luc", 9), "form.unknown"),
    (lambda c: c.report_set("ctmtqg"), "form.report-set-unknown"),
    (lambda c: c.plan("002"), "form.plan-unknown"),
])  # fmt: skip
def test_what_is_not_declared_is_refused_with_a_suggestion(declared, ask, code):
    from ctmtqg_desktop.errors import FormError

    with pytest.raises(FormError) as refused:
        ask(declared)
    assert refused.value.code == code
    if code != "form.plan-unknown":
        assert refused.value.facts["suggestion"] in {"ntm-nguon-luc", "ctmtqg-xa"}


def test_money_factors_are_exact(declared):
    money = {m.id: Decimal(m.factor) for m in declared.measures.values() if m.money}
    assert money == {"dong": 1, "nghin-dong": 10**3, "trieu-dong": 10**6, "ty-dong": 10**9}


def test_the_same_files_are_read_once_and_a_changed_one_alone_anew(tmp_path, core_forms):
    folder = tmp_path / "forms"
    shutil.copytree(core_forms, folder)
    first = read_catalogue(folder)
    assert read_catalogue(folder) is first
    path = folder / "measures.toml"
    path.write_text(path.read_text("utf-8") + "\n# another word\n", "utf-8")
    second = read_catalogue(folder)
    assert second is not first
    name = "form:ntm-nguon-luc.v1"
    assert second.files[name] is first.files[name]
    assert read_catalogue(folder, extra={"x.toml": b"kind ="}) is not second


def test_a_table_that_changes_is_read_anew(tmp_path):
    table = tmp_path / "don-vi.csv"
    (tmp_path / "don-vi.toml").write_text(
        'kind = "gazetteer"\nid = "thu"\n[[tables]]\nfile = "don-vi.csv"\n', "utf-8"
    )
    table.write_text("a,b\n", "utf-8")
    first = read_catalogue(tmp_path)
    table.write_text("b,a\n", "utf-8")
    assert read_catalogue(tmp_path) is not first


def test_mistakes_are_looked_for_when_somebody_asks(tmp_path, monkeypatch):
    (tmp_path / "sai.toml").write_text('kind = "bieu"\n', "utf-8")
    asked = []
    monkeypatch.setattr(reader, "lint", lambda *_: asked.append(1) or [])
    reading = read_catalogue(tmp_path)
    assert not asked
    assert [mistake.code for mistake in reading.mistakes] == ["form.kind"]
    assert reading.mistakes
    assert asked == [1]
