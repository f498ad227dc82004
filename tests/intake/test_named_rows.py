"""Issue 10, Build 4: a table of profiles: taken, refused and left out are what was there."""

import openpyxl
import pytest

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.aside import MOST_ASIDE
from ctmtqg_desktop.intake.named_rows import named_rows

WORDS = {"unit": "Mã đơn vị", "valid_from": "Từ ngày"}


def book(path, rows, **sheets):
    made = openpyxl.Workbook()
    made.active.title = "Hồ sơ"
    for row in rows:
        made.active.append(row)
    for name, more in sheets.items():
        sheet = made.create_sheet(name)
        for row in more:
            sheet.append(row)
    made.save(path)
    return made


def left(table):
    return [(code.rpartition("aside-")[2], facts["where"] or facts["sheet"], facts["count"])
            for code, facts in table.left_out]  # fmt: skip


def test_a_table_that_is_taken_whole_leaves_nothing_out(tmp_path):
    book(tmp_path / "a.xlsx", [["Mã đơn vị", "Từ ngày"], ["03424", "01/01/2024"]])
    table = named_rows(tmp_path / "a.xlsx", WORDS, "unit")
    assert [row.text("unit") for row in table.rows] == ["03424"]
    assert table.left_out == ()


def test_other_headings_sheets_and_lines_are_named(tmp_path):
    rows = [
        ["Danh sách năm 2024", None, "lưu ý"],
        ["Mã đơn vị", "Ghi chú", "Từ ngày", None],
        ["03424", "xem lại", "01/01/2024", 7],
        ["03430", None, "01/01/2024", 8],
    ]
    book(tmp_path / "a.xlsx", rows, Thêm=[["03427"], ["03418"]], Trống=[[None]])
    table = named_rows(tmp_path / "a.xlsx", WORDS, "unit")
    assert len(table.rows) == 2
    assert left(table) == [
        ("sheet", "Thêm", 2), ("above", "1", 2), ("column", "Ghi chú", 1), ("column", "D", 2),
    ]  # fmt: skip


def test_a_heading_twice_is_read_where_it_stands_first(tmp_path):
    rows = [["Mã đơn vị", "Từ ngày", "Mã đơn vị"], ["03424", "01/01/2024", "03430"]]
    book(tmp_path / "a.xlsx", rows)
    table = named_rows(tmp_path / "a.xlsx", WORDS, "unit")
    assert [row.text("unit") for row in table.rows] == ["03424"]
    assert left(table) == [("column", "Mã đơn vị", 1)]


def test_a_column_nobody_sees_is_left_out_by_its_name(tmp_path):
    rows = [["Mã đơn vị", "Từ ngày"], ["03424", "01/01/2024"]]
    made = book(tmp_path / "a.xlsx", rows)
    made.active.column_dimensions["B"].hidden = True
    made.save(tmp_path / "a.xlsx")
    table = named_rows(tmp_path / "a.xlsx", WORDS, "unit")
    assert left(table) == [("column", "Từ ngày", 1)]
    made.active.column_dimensions["A"].hidden = True
    made.save(tmp_path / "b.xlsx")
    with pytest.raises(IntakeError) as caught:
        named_rows(tmp_path / "b.xlsx", WORDS, "unit")
    assert caught.value.code == "intake.column-missing"


def test_what_is_beyond_many_is_counted(tmp_path):
    wide = [f"Cột {n}" for n in range(MOST_ASIDE + 20)]
    book(tmp_path / "a.xlsx", [["Mã đơn vị", *wide], ["03424", *wide]])
    table = named_rows(tmp_path / "a.xlsx", WORDS, "unit")
    assert len(table.left_out) == MOST_ASIDE + 1
    assert table.left_out[-1] == (
        "intake.aside-more", {"sheet": "", "where": "", "count": 20},
    )  # fmt: skip
