"""Issue 9, XLSForm: no form is refused whole for one question; cases 31, 32, 33 and their kind.

Seen before: a yes/no or text calculation, or a group without a label, refused the whole form; a
form without settings was called "data" without a word; an .xls was refused.
"""

import random
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook
from shipped import shipped_reading

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.exchange.keeping.import_form import import_xlsform
from ctmtqg_desktop.intake.xlsform import WHOLE_LINES
from ctmtqg_desktop.intake.xlsform_given import SurveyGiven
from ctmtqg_desktop.intake.xlsform_sections import line_of

HERE = Path(__file__).parent
GIVEN = SurveyGiven("ntm-2021-2025", "Phiếu thử", "2025-01-01", "ho")
SETTINGS = [["form_title", "form_id"], ["Phiếu", "phieu"]]
CHOICES = [["list_name", "name", "label"], ["muc", "co", "Có"], ["muc", "khong", "Không"]]


def brought(path):
    return import_xlsform(path, shipped_reading(), GIVEN)


def left(found):
    return {(o.place, o.code.removeprefix("intake.xlsform-")) for o in found.left_out}


@pytest.fixture
def book(tmp_path):
    """Return what writes an XLSForm of sheets, each a list of rows."""

    def write(survey, name="phiếu.xlsx", **sheets):
        made = Workbook()
        made.remove(made.active)
        sheets = {"survey": survey, "choices": CHOICES, "settings": SETTINGS} | sheets
        for title, rows in sheets.items():
            for row in rows if rows is not None else ():
                (made[title] if title in made else made.create_sheet(title)).append(row)
        made.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.mark.parametrize("name", ["31-boolean-calculate.xlsx", "34-boolean-calculate.xls"])
def test_a_calculation_that_is_no_number_is_left_out_and_listed(name):
    found = brought(HERE / name)
    assert not found.mistakes
    assert {("survey!B4", "calculation"), ("survey!B5", "calculation")} <= left(found)
    (section,) = found.form.sections
    assert [row.id for row in section.rows] == ["a", "n"]
    assert [c.label for c in section.rows[0].choices] == ["Có", "Không"]
    assert (found.rows, found.taken) == ((2, 3, 4, 5), (2, 3))


def test_a_group_without_a_label_falls_back_to_its_name():
    found = brought(HERE / "32-nested-group-without-label.xlsx")
    assert not found.mistakes
    assert not found.left_out
    assert [(r.id, r.label) for r in found.form.sections[0].rows] == [("g2", "g2"), ("n", "Số hộ")]
    assert found.taken == found.rows == (2, 3, 4, 5, 6)


def test_without_settings_the_file_gives_id_and_title_and_it_is_said():
    found = brought(HERE / "33-no-settings.xlsx")
    assert (found.form.id, found.form.title) == ("33-no-settings", "33-no-settings")
    assert left(found) == {("settings!A1", "no-id")}
    assert found.left_out[0].facts["name"] == "33-no-settings"


@pytest.mark.parametrize(("settings", "name", "form_id", "title"), [
    ([["form_title"], ["Phiếu hộ"]], "Phiếu thu thập (2).xlsx", "phieu-thu-thap-2", "Phiếu hộ"),
    ([["title", "style"], ["Phiếu", "pages"]], "a.xlsx", "a", "Phiếu"),
    ([["form_id"], ["phieu-1"]], "a.xlsx", "phieu-1", "phieu-1"),
    ([["form_title", "form_id"]], "数据.xlsx", "bieu", "数据"),
    (None, "B01.xlsx", "b01", "B01"),
])  # fmt: skip
def test_what_settings_do_not_say_is_taken_from_the_file(book, settings, name, form_id, title):
    found = brought(book([["type", "name", "label"], ["integer", "n", "Số"]], name,
                         settings=settings))  # fmt: skip
    assert not found.mistakes
    assert (found.form.id, found.form.title) == (form_id, title)
    assert ("no-id" in {c for _, c in left(found)}) == (form_id != "phieu-1")
    assert (settings is None or "style" not in settings[0]) or "property" in {
        c for _, c in left(found)
    }


@pytest.mark.parametrize(("rows", "wanted"), [
    # labels by language; old single colons; capitals and blanks in headings
    ([["Type ", "NAME", "label::English (en)", "label::Tiếng Việt (vi)"],
      ["integer", "n", "Number", "Số hộ"]], {"survey!B2": "language"}),
    ([["type", "name", "label:English", "label"], ["integer", "n", "Number", "Số hộ"]],
     {"survey!B2": "language"}),
    # choices: no such list, twice, without a name
    ([["type", "name", "label"], ["integer", "n", "Số hộ"], ["select_one khac", "b", "B"]],
     {"survey!A3": "choices"}),
    ([["type", "name", "label"], ["integer", "n", "Số hộ"],
      ["select_one_from_file a.csv", "b", "B"]], {"survey!A3": "type"}),
    # names: blanks, numbers, twice, none
    ([["type", "name", "label"], ["integer", "so ho", "Số hộ"]], {"survey!B2": "renamed"}),
    ([["type", "name", "label"], ["integer", 1, "Số hộ"]], {"survey!B2": "renamed"}),
    ([["type", "name", "label"], ["integer", None, "Số hộ"]], {"survey!B2": "unnamed"}),
    ([["type", "name", "label"], ["integer", "n", "Số hộ"], ["text", "n", "Tên"]],
     {"survey!B3": "renamed"}),
    # lines: no type, unknown, an end of nothing, a title above, a column nobody knows
    ([["type", "name", "label"], ["integer", "n", "Số hộ"], [None, "x", "Ghi chú"]],
     {"survey!A3": "no-type"}),
    ([["type", "name", "label"], ["integer", "n", "Số hộ"], ["lạ", "x", "X"]],
     {"survey!A3": "type"}),
    ([["type", "name", "label"], ["integer", "n", "Số hộ"], ["end_group"]], {"survey!A3": "end"}),
    ([["PHIẾU"], [], ["type", "name", "label"], ["integer", "n", "Số hộ"]],
     {"survey!A1": "above"}),
    ([["type", "name", "label", None, "của tôi"], ["integer", "n", "Số hộ", "a", "b"]],
     {"survey!D2": "property", "survey!E2": "property"}),
    ([["type", "name", "label"], [], ["integer", "n", "Số hộ"], ["begin_group", "g"],
      ["image", "i"], ["end group"]], {"survey!A5": "type", "survey!B4": "empty"}),
    # what speaks of others
    ([["type", "name", "label", "relevant", "constraint"],
      ["integer", "n", "Số hộ", "${x}=1", "regex(., 'a')"]],
     {"survey!D2": "property", "survey!E2": "expression"}),
    ([["type", "name", "label", "calculation"], ["integer", "n", "Số hộ", None],
      ["calculate", "c", None, "once(uuid())"], ["calculate", "d", None, "${c} + 1"]],
     {"survey!D3": "expression", "survey!B3": "calculation", "survey!B4": "calculation"}),
    ([["type", "name", "label", "calculation"], ["integer", "n", "Số hộ", None],
      ["calculate", "c", None, None]], {"survey!B3": "calculation"}),
])  # fmt: skip
def test_one_line_never_refuses_the_form(book, rows, wanted):
    found = brought(book(rows))
    assert not found.mistakes
    assert "Số hộ" in {row.label for section in found.form.sections for row in section.rows}
    assert set(wanted.items()) <= left(found)


def test_choices_that_are_twice_or_nameless_are_listed(book):
    rows = [["list_name", "name", "label::vi", "anh"], ["muc", "co", "Có", "a.png"],
            ["muc", "co", "Lại", None], ["muc", None, "Không tên", None], ["muc", 2, None, None],
            [None, "x", "X", None]]  # fmt: skip
    found = brought(book([["type", "name"], ["select_one muc or_other", "a"]], choices=rows))
    assert not found.mistakes
    (row,) = found.form.sections[0].rows
    assert [(c.id, c.label) for c in row.choices] == [("co", "Có"), ("2", "2")]
    assert left(found) >= {
        ("choices!B3", "choice-twice"), ("choices!B4", "choice-unnamed"),
        ("choices!B6", "choice-unnamed"), ("choices!D2", "property"), ("survey!A2", "property"),
    }  # fmt: skip


def test_no_sheet_of_choices_leaves_the_question_only(book):
    found = brought(book([["type", "name"], ["select_one muc", "a"], ["integer", "n"]],
                         choices=None))  # fmt: skip
    assert [row.id for row in found.form.sections[0].rows] == ["n"]
    assert left(found) == {("survey!A2", "choices")}


def test_a_repeat_within_a_group_becomes_a_list_and_the_group_goes_on(book):
    found = brought(book([
        ["type", "name", "label"], ["begin_group", "g", "Nhóm"], ["integer", "n", "Số"],
        ["begin repeat", "ct", None], ["text", "ten", "Tên"], ["begin_repeat", "lai", "Lại"],
        ["text", "x", "X"], ["end_repeat"], ["end repeat"], ["integer", "m", "Sau"],
        ["end_group"],
    ]))  # fmt: skip
    assert [(s.id, s.kind) for s in found.form.sections] == [("g", "fields"), ("ct", "roster")]
    assert [r.id for r in found.form.sections[0].rows] == ["n", "m"]
    assert left(found) == {("survey!A6", "nested"), ("survey!A7", "nested")}
    assert found.form.sections[1].title == "ct"


def test_the_survey_is_found_under_another_title_and_other_sheets_are_listed(book):
    rows = [["type", "name", "label"], ["integer", "n", "Số"]]
    found = brought(book(None, **{"Câu hỏi": rows, "external_choices": [["a"], ["b"]]}))
    assert [row.id for row in found.form.sections[0].rows] == ["n"]
    assert left(found) == {("external_choices!A1", "sheet")}
    assert found.form.sections[0].rows[0].label == "Số"


def test_what_is_no_survey_is_refused_in_words(book, tmp_path):
    with pytest.raises(IntakeError, match="xlsform-no-survey"):
        brought(book([["a", "b"], [1, 2]]))
    with pytest.raises(IntakeError, match="xlsform-unclosed"):
        brought(book([["type", "name"], ["begin_group", "g"], ["text", "a"]]))
    broken = tmp_path / "hong.xls"
    shutil.copy(HERE / "34-boolean-calculate.xls", broken)
    broken.write_bytes(broken.read_bytes()[:3000])
    with pytest.raises(IntakeError, match="workbook"):
        brought(broken)


def test_a_form_of_which_nothing_can_be_taken_is_no_success(book):
    found = brought(book([["type", "name"], ["image", "a"], ["geopoint", "b"]]))
    assert found.form is None
    assert [m.code for m in found.mistakes] == ["intake.xlsform-nothing"]
    assert {("survey!A2", "type"), ("survey!A3", "type")} <= left(found)


# -- the law

TYPES = ["integer", "text", "decimal", "date", "select_one muc", "select_one lạ", "note", "image",
         "calculate", "begin_group", "begin repeat", "end_group", "end repeat", None, "TEXT",
         "select_multiple muc"]  # fmt: skip
NAMES = ["a", "b", "a", "số hộ", 1, None, "và", "x-y"]
FORMULAS = [None, None, "${a} + 1", "${b} = 'co'", "if(${a} > 1, 'x', 'y')", "now()", "(", "."]


def _survey(luck):
    rows, opened = [["type", "name", "label", "calculation", "constraint", "relevant", "lạ"]], []
    for _ in range(luck.randrange(1, 14)):
        kind = luck.choice(TYPES)
        if kind and kind.startswith("begin"):
            opened.append(kind.replace("begin", "end"))
        elif kind and kind.startswith("end") and opened and opened[-1].split()[0] == kind:
            opened.pop()
        rows.append([kind, luck.choice(NAMES), luck.choice(["Nhãn", None]), luck.choice(FORMULAS),
                     luck.choice(FORMULAS), luck.choice([None, "${a}=1"]),
                     luck.choice([None, "x"])])  # fmt: skip
        if luck.random() < 0.1:
            rows.append([])
    return rows + [[kind] for kind in reversed(opened)]


@pytest.mark.parametrize("seed", range(60))
def test_taken_and_left_out_is_what_was_there(book, seed):
    rows = _survey(random.Random(seed))
    found = brought(book(rows))
    filled = {number for number, row in enumerate(rows, 1) if number > 1 and any(row)}
    listed = {line_of(o.place) for o in found.left_out
              if o.place.startswith("survey!") and o.code in WHOLE_LINES}  # fmt: skip
    assert set(found.rows) == filled
    assert set(found.taken) == filled - listed
    assert {m.code for m in found.mistakes} <= {"intake.xlsform-nothing"}
    assert (found.form is None) == bool(found.mistakes)
    if found.form is None:
        return
    sections = found.form.sections
    made = sum(len(s.columns if s.kind == "roster" else s.rows) for s in sections)
    made += sum(s.id != "chung" for s in sections)
    questions = [n for n in found.taken if not str(rows[n - 1][0]).startswith("end")]
    heads = sum(str(rows[n - 1][0]).startswith("begin_group") for n in questions)
    assert made <= len(questions) <= made + heads, "only a group in a list has no line of its own"
