"""Issue 3, content 5: every unit before and after 1/7/2025, read only when somebody asks."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from shipped import shipped_reading

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.lint.tables import lint_tables
from ctmtqg_desktop.catalogue.read.reader import Reading, read_catalogue
from ctmtqg_desktop.catalogue.records.gazetteer import Gazetteer, Listing, UnitTable
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.units import UnitTree
from ctmtqg_desktop.errors import FormError

BEFORE, AFTER = date(2024, 12, 31), date(2025, 12, 31)
LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return shipped_reading()


@pytest.fixture(scope="module")
def catalogue(reading: Reading) -> Catalogue:
    return reading.catalogue


def listing(reading: Reading, day: date) -> Listing:
    return next(
        Listing(file.table, file.load)
        for file in reading.tables
        if isinstance(file.table, UnitTable) and file.table.is_valid(day)
    )


def test_both_structures_are_whole(reading: Reading) -> None:
    old, new = list(listing(reading, LAST)), list(listing(reading, FIRST))
    by_length = [[sum(len(u.code) == n for u in units) for n in (2, 3, 5)] for units in (old, new)]
    assert by_length == [[63, 696, 10_035], [34, 0, 3_321]]
    assert all(unit.kind and unit.region and unit.place for unit in [*old, *new])
    top = {unit.code for unit in old if not unit.parent}
    assert {unit.parent for unit in old if len(unit.code) == 3} == top


def test_tables_hold_no_mistake(reading: Reading) -> None:
    assert not list(lint_tables(reading.tables))


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("03390", "Thị trấn Tam Đường", "Xã Bình Lư"),
        ("03405", "Xã Giang Ma", "Xã Tả Lèng"),
        ("03412", "Xã Bình Lư", None),
        ("106", "Huyện Tam Đường", None),
        ("170", "Huyện Võ Nhai", None),
        ("105", "Thành phố Lai Châu", None),
        ("12", "Tỉnh Lai Châu", "Tỉnh Lai Châu"),
        ("00004", "Phường Trúc Bạch", "Phường Ba Đình"),
    ],
)
def test_code_means_a_unit_on_a_day(
    catalogue: Catalogue, code: str, before: str | None, after: str | None
) -> None:
    found = [catalogue.units.find(code, day) for day in (LAST, FIRST)]
    assert [unit and unit.name for unit in found] == [before, after]


def test_code_lost_its_meaning_and_never_had_one(catalogue: Catalogue) -> None:
    for code, day in (("3390", AFTER), ("99999", AFTER), ("03390", date(2020, 12, 31))):
        with pytest.raises(FormError) as caught:
            catalogue.units.at(code, day)
        assert caught.value.code == "form.unit-unknown"


def test_declared_unit_hides_the_one_of_the_table(catalogue: Catalogue) -> None:
    declared = next(u for u in catalogue.units if u.code == "03412")
    assert catalogue.units.find("03412", BEFORE) is declared
    children = catalogue.units.children("106", BEFORE)
    assert [u.code for u in children] == sorted({u.code for u in children})
    assert all(u in tuple(catalogue.units) for u in children)


def test_province_has_the_children_of_the_day(catalogue: Catalogue) -> None:
    before, after = (catalogue.units.children("12", day) for day in (LAST, FIRST))
    assert {u.kind for u in before} == {"huyen", "thanh-pho"}
    assert len(before) == 8
    assert [sum(u.kind == kind for u in after) for kind in ("xa", "phuong")] == [36, 2]


def test_unit_speaks_for_itself(catalogue: Catalogue) -> None:
    unit = catalogue.units.at("03408", AFTER)
    assert (unit.agency, unit.place) == ("Ủy ban nhân dân phường Tân Phong", "Tân Phong")
    assert (unit.region, unit.parent, unit.confidence) == ("tdmnpb", "12", Confidence.SECONDARY)
    assert catalogue.units.at("25486", AFTER).region == "dnb"  # Tây Ninh, now with Long An


def test_names_that_two_lists_write_differently_are_unverified(reading: Reading) -> None:
    doubted = [u for u in listing(reading, FIRST) if u.confidence is Confidence.UNVERIFIED]
    assert len(doubted) == 18
    assert {u.confidence for u in listing(reading, LAST)} == {Confidence.UNVERIFIED}


@pytest.mark.parametrize("text", ["thuận hoà", "THUẬN HÒA", "thuan hoa"])
def test_search_does_not_mind_accents_or_where_the_mark_stands(
    catalogue: Catalogue, text: str
) -> None:
    names = [unit.name for unit in catalogue.units.search(text, AFTER)]
    assert names[0] == "Phường Thuận Hóa"
    assert "Xã Thuận Hòa" in names


def test_search_minds_no_quotes_and_finds_codes(catalogue: Catalogue) -> None:
    for text in ("Ea H'Leo", "ea h’leo", "ea hleo", "24184"):
        assert catalogue.units.search(text, AFTER)[0].code == "24184"
    assert catalogue.units.search("  ", AFTER) == ()
    assert len(catalogue.units.search("xã", BEFORE, limit=7)) == 7


def test_search_gives_declared_units_once(catalogue: Catalogue) -> None:
    found = catalogue.units.search("giang ma", BEFORE)
    assert [unit.code for unit in found].count("03405") == 1
    assert found[0].code == "03405"
    assert catalogue.units.search("binh lu", BEFORE)[0].code == "03412"
    assert catalogue.units.search("binh lu", AFTER)[0].code == "03390"


def test_nothing_is_read_before_the_first_question() -> None:
    asked = []

    def load() -> str:
        asked.append(1)
        return "code,name,parent,region,mark\n01,Tỉnh Một,,tdmnpb\n00001,Xã Hai,01\n"

    table = UnitTable("t.csv", date(2025, 7, 1), "nguồn", Confidence.SOURCE)
    tree = UnitTree((), Gazetteer([Listing(table, load)]))
    assert tree.find("00001", table.valid_from - timedelta(days=1)) is None
    assert not asked
    assert tree.at("00001", AFTER).region == "tdmnpb"
    assert tree.at("01", AFTER).kind == "tinh"
    assert len(asked) == 1


def test_catalogue_of_the_demonstration_starts_without_the_tables(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(path: Path, *_: object, **__: object) -> str:
        raise AssertionError(path)

    monkeypatch.setattr(Path, "read_text", fail)
    catalogue = read_catalogue(forms_dir()).catalogue
    assert catalogue.units.at("106", BEFORE).name == "Huyện Tam Đường"


TABLE = "code,name,parent,region,mark\n01,Tỉnh Một,,tdmnpb\n00001,Xã Hai,01\n00002,Xã Ba,01\n"


def ended_tree(first: date, last: date | None) -> UnitTree:
    """A national table without an end, and one of its communes declared for some days only."""
    table = UnitTable("t.csv", FIRST, "nguồn", Confidence.SOURCE)
    listed = Listing(table, lambda: TABLE)
    commune = listed.find("00001")
    assert commune is not None
    declared = replace(commune, name="Xã Hai (khai riêng)", valid_from=first, valid_to=last)
    return UnitTree((declared,), Gazetteer([Listing(table, lambda: TABLE)]))


def names(tree: UnitTree, day: date) -> tuple[str | None, list[str], list[str]]:
    found = tree.find("00001", day)
    children = [unit.name for unit in tree.children("01", day)]
    return found and found.name, children, [unit.name for unit in tree.search("xã hai", day)]


def test_the_last_day_that_was_declared_is_not_undone_by_the_national_table() -> None:
    """A unit that a published list has ended stays ended: found, listed, searched, all three."""
    last = date(2026, 3, 31)
    tree = ended_tree(FIRST, last)
    own = "Xã Hai (khai riêng)"
    assert names(tree, last) == (own, [own, "Xã Ba"], [own])
    assert names(tree, last + timedelta(days=1)) == (None, ["Xã Ba"], [])
    with pytest.raises(FormError):
        tree.at("00001", last + timedelta(days=1))


def test_before_the_first_day_that_was_declared_the_national_table_answers() -> None:
    begins = date(2026, 1, 1)
    tree = ended_tree(begins, None)
    assert names(tree, begins - timedelta(days=1)) == ("Xã Hai", ["Xã Hai", "Xã Ba"], ["Xã Hai"])
    assert names(tree, begins)[0] == "Xã Hai (khai riêng)"


def test_the_end_of_one_unit_is_not_the_end_of_another_with_its_code() -> None:
    """03405 ended as Giang Ma on 30/6/2025; the table's 03405 of the day after is Tả Lèng."""
    tree = ended_tree(date(2021, 1, 1), LAST)
    assert names(tree, LAST)[0] == "Xã Hai (khai riêng)"
    assert names(tree, FIRST)[0] == "Xã Hai"
