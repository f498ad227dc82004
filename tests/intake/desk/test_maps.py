"""Messy tables: headings below titles, near names, groups above labels, totals, rows of a grid."""

from dataclasses import replace

import pytest

from ctmtqg_desktop.intake.desk.headings import bare_words, is_numbering, is_total
from ctmtqg_desktop.intake.desk.readings import MapWish
from ctmtqg_desktop.intake.desk.sheets import place_book, place_mapped, propose_maps
from ctmtqg_desktop.intake.given import (
    BLANK,
    GivenBook,
    GivenTable,
    Span,
    column_index,
    column_letter,
    given_number,
    given_text,
)


def table(*rows, name="Sheet1"):
    made = [tuple(BLANK if c is None else given_text(c) if isinstance(c, str) else given_number(c)
                  for c in row) for row in rows]  # fmt: skip
    return GivenTable(name, tuple(made))


@pytest.fixture(scope="module")
def works(library):
    return library.catalogue.form("ntm-cong-trinh")


@pytest.fixture(scope="module")
def funds(library):
    return library.catalogue.form("ntm-nguon-luc")


def proposed(form, *tables, **wish):
    return propose_maps(GivenBook(tables), form, MapWish(**wish))


def test_near_names_are_proposed_and_totals_left_out(works):
    rows = table(
        ["UBND XÃ"], [None], ["DANH MỤC CÔNG TRÌNH NĂM 2024"],
        ["STT", "TÊN CÔNG TRÌNH", "ĐỊA ĐIỂM", "Nguồn vốn", "Chủ đầu tư"],
        ["A", "B", "C", "1", "2"],
        [1, "Đường bản A", "Bản A", "Chương trình NTM", "UBND xã"],
        [None, "Cộng", None, None, None], [None], [None, "Người lập biểu"],
    )  # fmt: skip
    (how,) = proposed(works, rows)
    assert how.section == "cong_trinh"
    assert how.columns == {1: "ten", 2: "dia_diem", 3: "nguon", 4: "chu_dau_tu"}
    assert (how.serial, how.heading) == (0, 3)
    assert how.left_rows == {
        0: "intake.above-heading", 2: "intake.above-heading", 4: "intake.numbering-line",
        6: "intake.total-row", 8: "intake.below-table",
    }  # fmt: skip


def test_a_label_of_several_columns_is_told_apart_by_its_group(works):
    rows = table(
        ["Tên công trình, dự án", "Kế hoạch vốn", None, "Giải ngân"],
        [None, "Kế hoạch năm", "Năm trước chuyển sang", "Lũy kế từ đầu năm"],
        ["A", 1, 2, 3],
    )
    (how,) = proposed(works, rows, section="cong_trinh")
    assert how.columns == {0: "ten", 1: "ke_hoach", 2: "keo_dai", 3: "luy_ke"}
    assert how.heading == 1


def test_a_heading_begins_where_its_merged_cells_begin(works):
    rows = table(["BÁO CÁO"], ["ten", "Kế hoạch vốn"], [None, "Kế hoạch năm"], ["A", 1])
    merged = replace(rows, spans=(Span(1, 0, 2, 0),))
    (how,) = proposed(works, merged, section="cong_trinh")
    assert (how.first, how.heading, how.left_rows) == (1, 2, {0: "intake.above-heading"})


def test_rows_of_a_grid_are_found_by_their_names(funds):
    section = funds.sections[0]
    columns = [c for c in section.columns if not c.formula][:2]
    heading = ["TT", section.row_label, *(c.label for c in columns)]
    declared = [row for row in section.rows if not row.heading][:3]
    rows = table(heading, *([row.no, row.label.upper(), 1, 2] for row in declared),
                 ["9", "Dòng không có trong biểu", 5, 6])  # fmt: skip
    (how,) = proposed(funds, rows, section=section.id)
    assert list(how.rows.values()) == [row.id for row in declared]
    placed = place_mapped(GivenBook((rows,)), (how,))
    lost = [one.code for one in placed if one.place.endswith(("C5", "D5"))]
    assert lost == ["intake.no-row"] * 2
    assert sum(not c.is_blank for row in rows.rows[1:] for c in row) == len(placed)


def test_what_a_person_says_goes_before_what_is_proposed(works):
    rows = table(["x", "y"], ["a", "b"], ["Đường", 5])
    assert proposed(works, rows) == ()
    said = {"section": "cong_trinh", "heading": 2, "columns": {"A": "ten", "B": "ke_hoach"}}
    (how,) = proposed(works, rows, **said)
    assert (how.columns, how.heading) == ({0: "ten", 1: "ke_hoach"}, 1)
    assert proposed(works, rows, sheet="khác", **said) == ()
    (less,) = proposed(works, rows, **{**said, "columns": {"A": "ten", "B": "", "9": "ten"}})
    assert less.columns == {0: "ten"}


def test_a_table_two_sections_could_be_is_left_to_a_person(library):
    form = library.catalogue.form("gnbv-danh-sach-ho")
    rows = table(["Họ, tên chủ hộ và thành viên", "Quan hệ với chủ hộ"], ["A", "Chủ hộ"])
    assert proposed(form, rows) == ()
    (how,) = proposed(form, GivenTable("Danh sách hộ cận nghèo", rows.rows))
    assert how.section == "ds_can_ngheo"


@pytest.mark.parametrize(("row", "is_one"), [
    (["A", "B", "1", "2", "3=1+2"], True), (["(1)", "(2)", "(3)"], True), (["A", "B"], False),
    ([1, 5, 7], False), ([1, "Đường", 3], False), (["5", "6", "7"], False),
])  # fmt: skip
def test_the_line_of_numbers_under_a_heading(row, is_one):
    (found,) = table(row).rows
    assert is_numbering(found) is is_one


@pytest.mark.parametrize(("text", "is_one"), [
    ("TỔNG CỘNG:", True), ("Cộng", True), ("Tổng số", True), ("Cộng đồng bản A", False),
])  # fmt: skip
def test_a_row_of_totals_calls_itself_so(text, is_one):
    (found,) = table([1, text, 5]).rows
    assert is_total(found) is is_one


def test_headings_are_compared_without_measures_marks_and_accents():
    assert bare_words("Kế hoạch năm\n(triệu đồng)") == bare_words("KẾ HOẠCH NĂM:")


@pytest.mark.parametrize("column", [0, 25, 26, 701, 702, 16383])
def test_letters_of_columns_go_there_and_back(column):
    assert column_index(column_letter(column)) == column
    assert column_index("1A") == -1


def hidden_table():
    seen = table(
        ["Tên công trình", "Kế hoạch năm", "Nguồn vốn", "Địa điểm"],
        ["Đường A", 1, "NTM", "Bản A"], ["Đường B", 2, "NTM", "Bản B"],
        ["Đường C", 3, "NTM", "Bản C"],
    )  # fmt: skip
    return replace(seen, hidden_rows=frozenset({2}), hidden_columns=frozenset({3}))


@pytest.mark.parametrize("wish", [{}, {"section": "cong_trinh", "heading": 1}])
def test_what_a_workbook_hides_is_left_out_by_name(works, wish):
    rows = hidden_table()
    (how,) = proposed(works, rows, **wish)
    placed = {one.place: one for one in place_mapped(GivenBook((rows,)), (how,))}
    assert {p[-2:] for p, one in placed.items() if one.code == "intake.hidden-row"} == {
        "A3", "B3", "C3", "D3"}  # fmt: skip
    assert {p[-2:] for p, one in placed.items() if one.code == "intake.hidden-column"} == {
        "D2", "D4"}  # fmt: skip
    assert len(placed) == 12
    assert sum(one.goal is not None for one in placed.values()) == 6


def test_a_hidden_column_comes_where_a_person_names_it(works):
    (how,) = proposed(works, hidden_table(), section="cong_trinh", columns={"D": "dia_diem"})
    assert how.columns[3] == "dia_diem"


def test_a_hidden_row_that_names_a_cell_is_left_out_by_name(works):
    named = table(["Ô", "Giá trị"], ["cong_trinh.1.ten", "A"], ["cong_trinh.2.ten", "B"])
    placed = place_book(GivenBook((replace(named, hidden_rows=frozenset({1})),)), works, "x.xlsx")
    assert [(one.code, one.goal is None) for one in placed] == [
        ("intake.hidden-row", True), ("", False)]  # fmt: skip
