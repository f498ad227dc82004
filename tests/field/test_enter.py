"""Issue 9: small inputs that went wrong elsewhere, by the command, each with its right answer.

The file stands beside the test. Blanks in front of a code stand for kinds, not for cases: others
of the kind are in ``intake/desk`` and ``test_law``.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli import main
from ctmtqg_desktop.cli.tools import Tools
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.workspace.workspace import open_workspace

HERE, UNIT, YEAR = Path(__file__).parent, "03394", Period.parse("2024")
WORKS, FUNDS, POOR = "ntm-cong-trinh", "ntm-nguon-luc", "gnbv-danh-sach-ho"


class Officer:
    """One commune at its command line."""

    def __init__(self, declared, world, capsys):
        self._program = Program(lambda: declared, world.clock)
        self._tools = Tools(self._program, lambda *_: [])
        self._clock, self._capsys = world.clock, capsys
        self.place = world.root / "so.ctmtqg"
        assert self.run("init", self.place, "--unit", UNIT, "--date", "2024-12-31")[0] == 0

    def run(self, *argv):
        code = main.run([*map(str, argv), "--json"], self._tools)
        out, _ = self._capsys.readouterr()
        return code, json.loads(out)

    def enter(self, form, file, *options):
        return self.run("enter", self.place, form, YEAR.code, HERE / file, *options)

    def texts(self, form, section, *columns):
        """Return the rows of a section as shown, for some columns."""
        with open_workspace(self.place, clock=self._clock) as workspace:
            sheet = desk_of(self._program, workspace).sheet(form, YEAR)
            return [
                tuple(sheet.text(Cell(section, row, column)) for column in columns)
                for row in sheet.rows(section)
            ]

    def value(self, form, cell):
        with open_workspace(self.place, clock=self._clock) as workspace:
            return desk_of(self._program, workspace).sheet(form, YEAR).value(Cell.parse(cell))


@pytest.fixture
def officer(declared, world, capsys):
    return Officer(declared, world, capsys)


def balanced(said):
    """Hold the law: what was there is taken, refused, asked or left out."""
    others = sum(len(said[name]) for name in ("refused", "asked", "left_out"))
    return said["there"] == said["taken"] + others


def test_01_a_number_of_a_workbook_means_its_fifteen_digits(officer):
    code, said = officer.enter(FUNDS, "01-computed-floats.xlsx")
    assert (code, said["set"], said["refused"]) == (0, 2, [])
    assert officer.value(FUNDS, "nguon_luc.nsdp.ke_hoach") == Decimal(300_000)
    assert officer.value(FUNDS, "nguon_luc.cong_dong.ke_hoach") == Decimal(28_113_000_000)


def test_02_a_share_shown_as_a_percentage_is_a_percentage(officer):
    assert officer.enter(WORKS, "02-percent-format.xlsx")[0] == 0
    assert officer.texts(WORKS, "cong_trinh", "tien_do") == [("86",)]


def test_03_a_sheet_is_as_long_as_it_is_and_not_as_it_says(officer):
    code, said = officer.enter(WORKS, "03-dimension-a1.xlsx")
    assert (code, said["rows"]["new"]) == (0, 12)
    assert len(officer.texts(WORKS, "cong_trinh", "ten")) == 12


def test_04_a_formula_that_was_never_computed_erases_no_figure(officer, tmp_path):
    before = tmp_path / "a.json"
    before.write_text('{"cells": {"nguon_luc.nsdp.ke_hoach": 11873}}', "utf-8")
    assert officer.enter(FUNDS, before)[0] == 0
    for flags in ((), ("--partial",)):
        code, said = officer.enter(FUNDS, "04-formula-without-cached-value.xlsx", *flags)
        assert code == 1
        (refused,) = said["refused"]
        assert (refused["cell"], refused["code"]) == (
            "nguon_luc.nsdp.ke_hoach", "intake.uncomputed",
        )  # fmt: skip
        assert "S!B2" in refused["message"]
        assert officer.value(FUNDS, "nguon_luc.nsdp.ke_hoach") == Decimal(11_873_000_000)
        assert balanced(said)


@pytest.mark.parametrize("file", ["06-strict-ooxml.xlsx", "07-power-query-utf16.xlsx"])
def test_06_07_a_book_of_another_writer_is_read(officer, file):
    code, said = officer.enter(WORKS, file)
    assert (code, said["taken"]) == (0, 4)
    assert officer.texts(WORKS, "cong_trinh", "ten", "ke_hoach") == [("Đường bản A", "100")]


def test_15_letters_that_look_the_same_are_the_same(officer):
    code, said = officer.enter(WORKS, "15-eth-for-d.xlsx")
    assert (code, said["refused"]) == (0, [])
    rows = officer.texts(WORKS, "cong_trinh", "ten", "nguon", "dac_thu")
    assert rows[0] == ("Đường liên bản", "Ngân sách địa phương", "Có")
    assert {row[1:] for row in rows} == {("Ngân sách địa phương", "Có")}


def test_21_what_one_text_proves_holds_for_its_column(officer):
    code, said = officer.enter(WORKS, "21-one-column-two-readings.xlsx")
    assert (code, said["asked"]) == (0, [])
    (told,) = said["readings"]
    assert (told["question"], told["answer"], told["proof"]) == ("decimal-mark", "dot", "28.69")
    texts = [text for (text,) in officer.texts(WORKS, "cong_trinh", "ke_hoach")]
    assert {"28,69", "81,27", "13,715", "111,265"} <= set(texts)


@pytest.mark.parametrize(("option", "text"), [("dot", "13,715"), ("comma", "13.715")])
def test_21_what_nothing_proves_is_asked_and_stored_only_when_answered(
    officer, tmp_path, option, text
):
    path = tmp_path / "a.xlsx"
    book(path, [["ten", "ke_hoach"], ["A", "13.715"], ["B", "111.265"]])
    code, said = officer.enter(WORKS, path)
    assert (code, said["set"], len(said["asked"])) == (1, 0, 2)
    assert said["asked"][0]["readings"] == ["13.715", "13,715"]
    assert officer.texts(WORKS, "cong_trinh", "ten") == []
    assert officer.enter(WORKS, path, "--decimal-mark", option)[0] == 0
    assert officer.texts(WORKS, "cong_trinh", "ke_hoach")[0] == (text,)


def book(path, rows, title="cong_trinh"):
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    made.save(path)


def test_23_the_heading_is_found_below_a_title(officer):
    code, said = officer.enter(WORKS, "23-title-row-above-heading.xlsx")
    assert (code, said["taken"]) == (0, 4)
    assert [one["code"] for one in said["left_out"]] == ["intake.above-heading"]
    assert balanced(said)


def test_24_a_merged_word_holds_for_its_rows(officer):
    assert officer.enter(WORKS, "24-merged-cells.xlsx")[0] == 0
    assert officer.texts(WORKS, "cong_trinh", "ten", "nguon") == [
        (name, "Chương trình NTM") for name in "ABC"
    ]


def test_24_a_merged_figure_is_not_counted_once_for_each_row(officer, tmp_path):
    path = tmp_path / "a.xlsx"
    made = Workbook()
    made.active.title = "cong_trinh"
    for row in (["ten", "ke_hoach"], ["A", 900], ["B", None]):
        made.active.append(row)
    made.active.merge_cells("B2:B3")
    made.save(path)
    code, said = officer.enter(WORKS, path)
    assert code == 1
    assert [one["code"] for one in said["refused"]] == ["intake.shared-figure"] * 2


def test_26_a_column_proves_that_its_month_stands_first(officer):
    code, said = officer.enter("lct-cong-trinh", "26-us-dates-one-column.xlsx")
    assert code == 0
    assert [one["answer"] for one in said["readings"]] == ["month-first"]
    days = officer.texts("lct-cong-trinh", "cong_trinh", "khoi_cong")
    assert days == [("29/02/2024",), ("15/03/2024",), ("01/02/2024",)]


def test_27_a_file_entered_twice_brings_nothing_the_second_time(officer):
    code, said = officer.enter(POOR, "27-import-twice.xlsx")
    assert (code, said["set"], said["rows"]["new"]) == (0, 3, 1)
    code, said = officer.enter(POOR, "27-import-twice.xlsx")
    assert (code, said["set"], said["rows"]) == (0, 0, {"new": 0, "updated": 0, "same": 1})
    assert officer.value(POOR, "cong.ngheo.ho") == 1


def test_nothing_taken_is_never_success(officer, tmp_path):
    for rows in ([], [["ten", "ke_hoach"]], [["abc"]], [["ten"], ["TỔNG CỘNG"]]):
        path = tmp_path / "a.xlsx"
        book(path, rows)
        assert officer.run("enter", officer.place, WORKS, YEAR.code, path)[0] == 1


def test_a_heading_that_is_none_of_the_form_is_refused_by_name(officer, tmp_path):
    path = tmp_path / "a.xlsx"
    book(path, [["ten", "ke_hoachh"], ["A", 5]])
    code, said = officer.enter(WORKS, path)
    assert code == 1
    (refused,) = said["refused"]
    assert (refused["cell"], refused["code"]) == ("cong_trinh!B2", "intake.no-such-column")


def test_what_is_no_part_of_a_table_is_left_out_and_named(officer, tmp_path):
    path = tmp_path / "a.xlsx"
    book(path, [
        ["UBND XÃ BẢN BO"], ["DANH MỤC CÔNG TRÌNH"],
        ["TT", "Tên công trình, dự án", "Kế hoạch năm (triệu đồng)"], ["A", "B", 1],
        [1, "Đường bản A", 100],
        [2, "Kênh bản B", 50.5], [None, "Tổng cộng", 150.5], [None], [None, "Người lập biểu"],
    ])  # fmt: skip
    code, said = officer.enter(WORKS, path)
    assert balanced(said), said
    codes = sorted({one["code"] for one in said["left_out"]})
    assert "intake.total-row" in codes
    assert "intake.above-heading" in codes
    assert code == 0, said
    assert officer.texts(WORKS, "cong_trinh", "ten") == [("Đường bản A",), ("Kênh bản B",)]


@pytest.mark.parametrize("title", ["Sheet1", "Danh mục"])
def test_a_sheet_of_any_name_is_the_section_its_headings_are_of(officer, tmp_path, title):
    path = tmp_path / "a.xlsx"
    book(path, [["ten", "nguon", "ke_hoach"], ["A", "Chương trình NTM", 5]], title)
    assert officer.enter(WORKS, path)[0] == 0
    assert officer.texts(WORKS, "cong_trinh", "ten", "ke_hoach") == [("A", "5")]


def test_a_sheet_two_sections_could_be_is_refused_by_name(officer, tmp_path):
    path = tmp_path / "a.xlsx"
    book(path, [["ten", "quan_he"], ["A", "Chủ hộ"]], "Sheet1")
    code, said = officer.enter(POOR, path)
    assert (code, said["code"]) == (1, "intake.no-sheet-for-it")


def test_separated_text_is_read_by_its_own_writing(officer, tmp_path):
    path = tmp_path / "cong_trinh.csv"
    path.write_text('ten;ke_hoach\n"Đường ""mới""";1.234,5\n"Kênh;28.113\n', "utf-8")
    assert officer.enter(WORKS, path)[0] == 0
    rows = officer.texts(WORKS, "cong_trinh", "ten", "ke_hoach")
    assert rows == [('Đường "mới"', "1.234,5"), ('"Kênh', "28.113")]
