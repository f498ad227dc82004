"""Issue 9, Build 5: the same row twice, in one list or two, and numbers that cannot be right."""

import random
from datetime import date

import pytest

from ctmtqg_desktop.catalogue.records.form import Cell, Column, Severity
from ctmtqg_desktop.catalogue.records.values import PersonKind
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.rosters.identity import PROVINCES, Person, identity_fault, person_of
from ctmtqg_desktop.entries.rosters.list_findings import ListFindings
from ctmtqg_desktop.entries.rows import add_rows, remove_rows

POOR, NEAR = "ds_ngheo", "ds_can_ngheo"
MAN, WOMAN = "012090000001", "012190000002"


@pytest.fixture
def houses(new_sheet):
    return new_sheet("gnbv-danh-sach-ho")


def bring(sheet, section, *rows):
    step = add_rows(sheet, section, len(rows))
    items = [(Cell(section, added.key, column), text)
             for added, row in zip(step.change.rows, rows, strict=True)
             for column, text in row.items()]  # fmt: skip
    sheet.set_texts(items)


OURS = ("entries.number", "entries.row", "entries.identity")


def found(sheet):
    return [f for f in sheet.findings() if f.code.startswith(OURS)]


def kept(sheet):
    return [f for f in sheet.watch.findings() if f.code.startswith(OURS)]


def told(sheet):
    """Return code, cell and severity of what the watch finds."""
    return [(f.code, str(f.cell), f.severity) for f in found(sheet)]


def test_a_number_twice_in_a_list_and_in_the_list_that_excludes_it_stops_the_signing(houses):
    bring(
        houses, POOR, {"ten": "HỘ A", "cccd": MAN}, {"ten": "HỘ B"}, {"ten": "HỘ A", "cccd": MAN}
    )
    bring(houses, NEAR, {"ten": "HỘ A", "cccd": "012 090 000 001"})
    assert told(houses) == [
        ("entries.number-twice", "ds_ngheo.r3.cccd", Severity.ERROR),
        ("entries.number-in-both-lists", "ds_can_ngheo.r4.cccd", Severity.ERROR),
    ]
    first, second = (f.message for f in houses.findings() if f.code.startswith("entries.number"))
    assert "dòng 3: “Số căn cước công dân” trùng với dòng 1." in first
    assert "dòng 1 của “Danh sách hộ nghèo”" in second
    assert MAN not in first + second


def test_a_name_in_a_village_warns_and_two_numbers_tell_namesakes_apart(houses):
    same = {"ten": "LÒ VĂN PÁO", "thon": "Bản 1"}
    bring(houses, POOR, same, {"ten": "Lò Văn  Páo", "thon": "bản 1."}, {"ten": "LÒ VĂN PÁO"})
    assert told(houses) == [("entries.row-twice", "ds_ngheo.r2.ten", Severity.WARNING)]
    houses.set_texts([(Cell(POOR, "r1", "cccd"), MAN), (Cell(POOR, "r2", "cccd"), "012091000002")])
    assert told(houses) == []
    bring(houses, NEAR, same | {"nam_nam": "1990"})
    assert told(houses) == [("entries.row-in-both-lists", "ds_can_ngheo.r4.ten", Severity.WARNING)]
    houses.set_texts([(Cell(POOR, row, "nam_nam"), year) for row, year in
                      (("r1", "1990"), ("r2", "1991"))])  # fmt: skip
    assert [cell for _, cell, _ in told(houses)] == ["ds_can_ngheo.r4.ten"]
    houses.set_texts([(Cell(NEAR, "r4", "nam_nam"), "1960")])
    assert told(houses) == []


def test_a_code_or_a_name_that_stands_alone_asks_for_a_reason(new_sheet):
    hamlets = new_sheet("ntm-ban")
    bring(hamlets, "ban", {"ten": "Bản Hon"}, {"ten": "bản hon"}, {"ten": "Bản Hon"})
    assert told(hamlets) == [
        ("entries.row-twice", "ban.r2.ten", Severity.JUSTIFY),
        ("entries.row-twice", "ban.r3.ten", Severity.JUSTIFY),
    ]
    assert all("dòng 1." in f.message for f in hamlets.findings() if f.code == "entries.row-twice")


def test_a_work_has_one_row_for_each_source(new_sheet):
    works = new_sheet("ntm-cong-trinh")
    road = {"ten": "Đường", "dia_diem": "Bản 1", "nguon": "ntm"}
    bring(works, "cong_trinh", road, road | {"nguon": "dtts"}, road | {"dia_diem": "Bản 2"})
    assert told(works) == []
    bring(works, "cong_trinh", {"ten": "đường", "nguon": "Chương trình NTM"})
    assert told(works) == [("entries.row-twice", "cong_trinh.r4.ten", Severity.WARNING)]


def test_the_first_row_that_is_the_same_is_named_in_the_order_of_the_list(houses):
    bring(houses, POOR, *[{"ten": f"H{n}", "cccd": MAN} for n in range(3)])
    step = houses.add_row(POOR, 0)
    houses.set_texts([(Cell(POOR, step.change.rows[0].key, "cccd"), MAN)])
    assert [cell for _, cell, _ in told(houses)] == [f"ds_ngheo.r{n}.cccd" for n in (1, 2, 3)]
    remove_rows(houses, POOR, ["r1", "r4"])
    assert [cell for _, cell, _ in told(houses)] == ["ds_ngheo.r3.cccd"]
    said = [f.message for f in houses.findings() if f.code == "entries.number-twice"]
    assert "dòng 2: “Số căn cước công dân” trùng với dòng 1." in said[0]


def test_what_is_known_follows_every_change_and_its_undoing(houses):
    bring(houses, POOR, *[{"ten": f"H{n}", "thon": "B", "cccd": MAN} for n in range(2)])
    before = told(houses)
    steps = [remove_rows(houses, POOR, ["r1"])]
    assert told(houses) == []
    steps.append(houses.set_texts([(Cell(POOR, "r2", "cccd"), "12")]))
    for step in reversed(steps):
        houses.apply(step.change.inverse())
    assert told(houses) == before


def test_a_random_walk_is_told_as_if_it_were_read_anew(houses):
    dice = random.Random(9)
    for _ in range(300):
        section = dice.choice((POOR, NEAR))
        rows = houses.rows(section)
        if not rows or dice.random() < 0.2:
            houses.add_row(section, dice.randint(0, len(rows)))
        elif dice.random() < 0.1:
            remove_rows(houses, section, [dice.choice(rows)])
        else:
            column = dice.choice(("ten", "thon", "cccd", "nam_nam", "dan_toc"))
            text = dice.choice({"cccd": ("", MAN, WOMAN, "1"), "nam_nam": ("", "1990")}.get(
                column, ("", "A", "a ", "B")))  # fmt: skip
            houses.set_texts([(Cell(section, dice.choice(rows), column), text)])
        assert houses.watch.look(10_000)
        assert kept(houses) == found(houses)


def test_a_list_that_stayed_at_home_and_a_loaded_one(houses):
    bring(houses, POOR, *[{"ten": "H", "cccd": MAN}] * 2)
    whole = houses.content()
    houses.load(Content(withheld={POOR: 2, NEAR: 0}))
    assert told(houses) == []
    houses.load(whole)
    assert [code for code, *_ in told(houses)] == ["entries.number-twice"]
    hidden = frozenset({(POOR, "cccd"), (NEAR, "cccd")})
    lists = ListFindings(houses.form, houses.cells, year=2024, say=str, hidden=hidden)
    assert lists.look()
    assert lists.all() == []


def test_numbers_that_cannot_be_right_are_told_and_none_is_refused(houses):
    cases = {
        "1209000000O1": "letters", "01209000000": "noughts-lost", "1209000000": "noughts-lost",
        "045123456": "old", "0120900000011": "length", "0": "length",
        "003090000001": "place", "012345678901": "century",
    }  # fmt: skip
    for number, code in cases.items():
        houses.load(Content())
        bring(houses, POOR, {"ten": "H", "cccd": number})
        found = [f for f in houses.findings() if f.code.startswith("entries.identity")]
        assert [f.code for f in found] == [f"entries.identity-{code}"], number
        assert number not in found[0].message
        assert houses.text(Cell(POOR, "r1", "cccd")) == number
    houses.load(Content())
    bring(
        houses,
        POOR,
        {"cccd": MAN, "nam_nam": "1990"},
        {"cccd": WOMAN, "nam_nu": "12/3/1990"},
        {"cccd": "012090000003", "nam_nam": "1991"},
        {"cccd": "012090000004", "nam_nu": "1990"},
    )
    assert told(houses) == [
        ("entries.identity-birth", "ds_ngheo.r3.cccd", Severity.WARNING),
        ("entries.identity-sex", "ds_ngheo.r4.cccd", Severity.WARNING),
    ]


def test_provinces_are_those_of_the_national_table(declared):
    codes = {unit.code for unit in declared.units.children("", date(2024, 1, 1))}
    assert {f"{code:02d}" for code in PROVINCES} == codes


def test_what_two_columns_say_differently_says_nothing():
    year, sex = (Column(k, k, kind=PersonKind(k)) for k in ("birth", "sex"))
    assert person_of([(year, date(1990, 2, 1)), (sex, "Nữ")]) == Person(1990, 1)
    assert person_of([(year, "1990-1991"), (sex, "khác")]) == Person()
    assert identity_fault("012.290.000.001", Person(), 2024).code.endswith("century")
    assert identity_fault("012-210-000-001", Person(2010, 0), 2024) is None
    assert identity_fault("-", Person(), 2024) is None


def test_a_cell_of_a_long_list_reads_one_row_and_says_nothing_twice(houses):
    """The quick way is seen by what is read and said, never by a clock."""
    bring(houses, POOR, *[{"ten": f"H{n % 900}", "thon": "B"} for n in range(1_000)])
    said = []
    lists = ListFindings(houses.form, houses.cells, year=2024, say=lambda *_: said.append(1) or "")
    assert not lists.look(400)
    assert not lists.all()
    assert lists.look()
    assert len(lists.all()) == len(said) == 100
    lists.follow({}, [Cell(POOR, "r6", "khac"), Cell("cong", "ngheo", "ho")])
    assert lists.look(0)
    houses.set_texts([(Cell(POOR, "r5", "ten"), "H6")])
    lists.follow({}, [Cell(POOR, "r5", "ten")])
    assert not lists.look(0)
    assert lists.look(1)
    assert {"r7", "r907"} <= {f.cell.row for f in lists.all()}
    assert len(said) == 102
