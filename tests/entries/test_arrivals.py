"""Issue 9, Build 5: what comes in again is the same, an update or new, and never doubled."""

import pytest

from ctmtqg_desktop.catalogue.records.form import Cell, Column, Section, SectionKind
from ctmtqg_desktop.catalogue.records.values import PersonKind
from ctmtqg_desktop.entries.arrivals import CellUpdate, match_rows
from ctmtqg_desktop.entries.rosters.same_rows import KnownRows, key_reader, spoken
from ctmtqg_desktop.entries.rows import add_rows

LIST, WORKS = "ds_ngheo", "cong_trinh"
MAN = {"ten": "Lò Văn Páo", "thon": "Bản 1", "cccd": "012090000001"}
WOMAN = {"ten": "Lò Thị Hà", "thon": "Bản 1", "cccd": "012190000002"}


@pytest.fixture
def houses(new_sheet):
    return new_sheet("gnbv-danh-sach-ho")


@pytest.fixture
def works(new_sheet):
    """Return a list that declares no keys."""
    return new_sheet("ntm-cong-trinh", period="2023")


def bring(sheet, section, *rows):
    step = add_rows(sheet, section, len(rows))
    for added, row in zip(step.change.rows, rows, strict=True):
        sheet.set_texts([(Cell(section, added.key, c), text) for c, text in row.items()])


def matched(sheet, section, *rows):
    told = match_rows(sheet, section, rows)
    places = [*told.updated, *told.new, *told.same, *told.doubled]
    assert sorted(one.place for one in places) == list(range(len(rows)))
    return told


def test_a_list_without_keys_knows_the_rows_it_has(works):
    row = {"ten": "Đường Bản 1", "nguon": "NSTW", "ke_hoach": "28.113"}
    twice = (row, row, {"ten": "Đường Bản 2"})
    assert [n.place for n in matched(works, WORKS, *twice).new] == [0, 1, 2]
    bring(works, WORKS, *twice)
    assert matched(works, WORKS, *twice).is_nothing_new
    told = matched(works, WORKS, row, row, row)
    assert [one.row for one in told.same] == ["r1", "r2"]
    assert [n.place for n in told.new] == [2]


def test_what_brings_less_than_is_there_is_the_same_row(works):
    bring(works, WORKS, {"ten": "Đường", "ke_hoach": "5"}, {"ten": "Đường", "ke_hoach": "7"})
    told = matched(works, WORKS, {"ten": "Đường", "ke_hoach": " "}, {"ke_hoach": "7,000"})
    assert [one.row for one in told.same] == ["r1", "r2"]
    assert [n.place for n in matched(works, WORKS, {"ten": "đường"}).new] == [0]


def test_blank_rows_say_nothing_and_unknown_columns_are_left_to_whoever_types(works):
    bring(works, WORKS, {"ten": "Đường"})
    told = matched(works, WORKS, {}, {"ten": " "}, {"xyz": "1"}, {"ten": "Đường", "ty_le": "5"})
    assert [(one.place, one.row) for one in told.same] == [(0, ""), (1, ""), (3, "r1")]
    assert [n.place for n in told.new] == [2]
    assert [n.place for n in match_rows(works, "xyz", [{"ten": "a"}]).new] == [0]


def test_a_number_is_compared_as_a_value_and_a_refused_text_as_it_is(works):
    bring(works, WORKS, {"ten": "Đường", "ke_hoach": "mười"}, {"ten": "Chợ", "ke_hoach": "1.500"})
    told = matched(works, WORKS, {"ten": "Đường", "ke_hoach": "mười"},
                   {"ten": "Chợ", "ke_hoach": "1500,0"})  # fmt: skip
    assert told.is_nothing_new


KEYED = Section(
    "ds", SectionKind.ROSTER,
    columns=(Column("ten", "Tên"), Column("thon", "Thôn"), Column("nam", "Năm sinh"),
             Column("cccd", "Số", kind=PersonKind.IDENTITY_NUMBER)),
    keys=(("cccd",), ("ten", "thon", "nam"), ("ten", "thon")),
)  # fmt: skip


def keys(**row):
    return key_reader(KEYED)(lambda column: row.get(column, ""))


def is_same(one, other):
    known = KnownRows()
    known.add(0, keys(**one))
    return known.same(keys(**other))[0]


def test_the_first_key_that_both_rows_have_decides():
    assert is_same(MAN, {"cccd": "012.090.000.001"}) == 0
    assert is_same(MAN, {"cccd": "12090000001"}) == 0, "a table ate the nought"
    assert is_same(MAN, {"cccd": "０１２０９０００0001"}) == 0
    assert is_same({"cccd": "-"}, {"cccd": "-"}) == -1
    assert is_same(MAN, MAN | {"cccd": "012090000009"}) == -1, "namesakes"
    assert is_same(MAN, MAN | {"cccd": ""}) == 2
    old, young = {"ten": "A", "thon": "B", "nam": "1960"}, {"ten": "A", "thon": "B", "nam": "1990"}
    assert is_same(old, young) == -1
    assert is_same(old, old | {"nam": ""}) == 2
    assert is_same(old, old) == 1
    assert is_same({"ten": "A"}, {"ten": "A"}) == -1, "no key is whole"


def test_names_are_the_same_as_they_are_spoken():
    assert spoken(" HOÀ -  Bản 1 ") == spoken("Hòa bản 1") == spoken("hòa, Bản 1.")
    assert spoken("Thúy Nguyễn") == spoken("Thuý NGUYỄN")
    assert spoken("Hà") != spoken("Hạ")
    assert spoken("Thu") != spoken("Thư")
    assert not spoken(" -- ")


def test_many_of_one_name_are_found_without_a_search():
    known = KnownRows()
    for place in range(20_000):
        known.add(place, keys(ten="A", thon="B"))
    assert known.same(keys(ten="A", thon="B"), 3) == (2, (0, 1, 2))


def test_a_row_that_is_there_is_changed_and_blanks_leave_what_is_there(houses):
    bring(houses, LIST, MAN | {"dan_toc": "Thái"}, WOMAN)
    told = matched(houses, LIST, MAN | {"thon": "Bản 2", "dan_toc": ""}, {"ten": "Mới"})
    assert [(one.row, one.key, one.changes) for one in told.updated] == [
        ("r1", ("cccd",), (CellUpdate("thon", "Bản 1", "Bản 2"),))
    ]
    assert [n.place for n in told.new] == [1]
    assert not told.doubled


def test_a_number_that_was_missing_comes_to_the_row_of_that_name(houses):
    bring(houses, LIST, MAN | {"cccd": ""})
    told = matched(houses, LIST, MAN)
    assert [one.changes for one in told.updated] == [(CellUpdate("cccd", "", MAN["cccd"]),)]


def test_noughts_that_a_table_ate_are_not_taken_away_and_come_back(houses):
    bring(houses, LIST, MAN, WOMAN | {"cccd": "12190000002"})
    told = matched(houses, LIST, {"cccd": "12090000001"}, {"cccd": "012 190 000 002"})
    assert [one.row for one in told.same] == ["r1"]
    assert [one.changes[0].after for one in told.updated] == ["012 190 000 002"]


def test_what_could_be_two_rows_is_asked(houses):
    bring(houses, LIST, MAN, MAN | {"cccd": "012090000009"})
    told = matched(houses, LIST, {"ten": MAN["ten"], "thon": "bản 1", "dan_toc": "Thái"})
    assert [(one.rows, one.key) for one in told.doubled] == [(("r1", "r2"), ("ten", "thon"))]
    assert not (told.new)
    assert not (told.updated)
    assert not (told.same)


def test_a_file_that_says_two_things_of_one_row_is_asked(houses):
    bring(houses, LIST, MAN)
    told = matched(houses, LIST, MAN | {"thon": "Bản 2"}, WOMAN, MAN | {"thon": "Bản 3"})
    assert [(one.place, one.rows, one.places) for one in told.doubled] == [
        (0, ("r1",), (2,)), (2, ("r1",), (0,))
    ]  # fmt: skip
    told = matched(houses, LIST, MAN, MAN)
    assert [one.row for one in told.same] == ["r1"]
    assert [(one.place, one.places) for one in told.doubled] == [(1, (0,))]


def test_doubles_of_a_first_file_are_new_and_say_so_and_the_second_time_nothing_is(houses):
    rows = (MAN, WOMAN, MAN)
    assert [(n.place, n.twin) for n in matched(houses, LIST, *rows).new] == [
        (0, None), (1, None), (2, 0)
    ]  # fmt: skip
    bring(houses, LIST, *rows)
    assert matched(houses, LIST, *rows).is_nothing_new
    told = matched(houses, LIST, *(row | {"dan_toc": "Thái"} for row in rows))
    assert [one.place for one in told.updated] == [1]
    assert [one.place for one in told.doubled] == [0, 2]


def test_five_thousand_rows_of_one_name_are_asked_in_one_pass(houses):
    bring(houses, LIST, *[{"ten": "A", "thon": "B", "khac": str(n)} for n in range(60)])
    rows = [{"ten": "A", "thon": "B", "khac": f"x{n}"} for n in range(5_000)]
    told = matched(houses, LIST, *rows)
    assert len(told.doubled) == 5_000
    assert all(len(one.rows) <= 20 and len(one.places) <= 40 for one in told.doubled)
