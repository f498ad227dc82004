"""Issue 3, content 5: what became of each unit on 1/7/2025, both ways, split units flagged."""

from datetime import date

import pytest
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.lineage import Lineage, Share, Succession

BEFORE, CHANGE, AFTER = date(2024, 12, 31), date(2025, 7, 1), date(2026, 12, 31)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shipped_catalogue()


@pytest.mark.parametrize(
    ("new", "name", "parts"),
    [
        ("03390", "Xã Bình Lư", {"03390", "03412", "03413"}),
        ("03405", "Xã Tả Lèng", {"03400", "03405", "03406"}),
        ("03424", "Xã Bản Bo", {"03424", "03427"}),
        ("03430", "Xã Khun Há", {"03421", "03430"}),
        ("03388", "Phường Đoàn Kết", {"03386", "03388", "03389", "03403"}),
    ],
)
def test_communes_of_lai_chau_were_made_of(
    catalogue: Catalogue, new: str, name: str, parts: set[str]
) -> None:
    assert catalogue.units.at(new, AFTER).name == name
    found = catalogue.lineage.predecessors(new, AFTER)
    assert {s.old for s in found} >= parts
    assert all(not s.is_split for s in found if s.old in parts)
    for old in parts:
        assert [s.new for s in catalogue.lineage.successors(old, BEFORE)] == [new]


def test_every_old_unit_has_a_successor_that_exists(catalogue: Catalogue) -> None:
    districts = [d for p in range(97) for d in catalogue.units.children(f"{p:02}", BEFORE)]
    communes = [c for d in districts for c in catalogue.units.children(d.code, BEFORE)]
    islands = [d for d in districts if not catalogue.units.children(d.code, BEFORE)]
    assert (len(districts), len(communes), len(islands)) == (696, 10_035, 5)
    split = 0
    for unit in [*communes, *islands]:
        steps = catalogue.lineage.successors(unit.code, BEFORE)
        assert steps, unit
        assert all(catalogue.units.find(s.new, CHANGE) for s in steps)
        assert [s.share for s in steps].count(Share.MAIN) == (len(steps) > 1)
        split += len(steps) > 1
    assert split == 471


def test_provinces_went_over_whole(catalogue: Catalogue) -> None:
    olds = {s.old for s in catalogue.lineage.predecessors("19", AFTER)}
    assert olds == {"06", "19"}  # Bắc Kạn and Thái Nguyên
    assert [s.old for s in catalogue.lineage.predecessors("12", AFTER)] == ["12"]


def test_what_two_tables_tell_differently_is_unverified(catalogue: Catalogue) -> None:
    (step,) = catalogue.lineage.successors("05719", BEFORE)
    assert step.confidence is Confidence.UNVERIFIED
    (sure,) = catalogue.lineage.successors("03412", BEFORE)
    assert sure.confidence is Confidence.SECONDARY


def test_before_and_after_the_change_a_code_is_another_unit(catalogue: Catalogue) -> None:
    assert catalogue.lineage.successors("03405", AFTER) == ()
    assert catalogue.lineage.predecessors("03405", BEFORE) == ()
    assert catalogue.lineage.origins("03405", AFTER, CHANGE) == ()


def step(old: str, new: str, year: int, share: Share = Share.WHOLE) -> Succession:
    return Succession(old, new, date(year, 1, 1), share, "", Confidence.SOURCE)


def test_origins_go_back_through_all_changes() -> None:
    """a, b -> b in 2023; b, half of c -> b in 2025."""
    steps = [
        step("a", "b", 2023), step("b", "b", 2023),
        step("b", "b", 2025), step("c", "b", 2025, Share.PART), step("c", "d", 2025, Share.MAIN),
    ]  # fmt: skip
    lineage = Lineage(lambda: steps)
    back = lineage.origins("b", date(2026, 1, 1), date(2022, 12, 31))
    assert [(s.old, s.new, s.is_split) for s in back] == [
        ("a", "b", False), ("b", "b", False), ("c", "b", True),
    ]  # fmt: skip
    half = lineage.origins("b", date(2026, 1, 1), date(2024, 12, 31))
    assert [s.old for s in half] == ["b", "c"]
    assert lineage.successors("a", date(2022, 6, 1))[0].new == "b"
    assert [s.new for s in lineage.successors("c", date(2022, 6, 1))] == ["b", "d"]


def test_a_part_of_a_part_is_a_part_and_doubt_is_inherited() -> None:
    doubted = Succession("a", "b", date(2023, 1, 1), Share.MAIN, "", Confidence.UNVERIFIED)
    lineage = Lineage(lambda: [doubted, step("b", "c", 2025)])
    (found,) = lineage.origins("c", date(2026, 1, 1), date(2022, 1, 1))
    assert (found.share, found.confidence) == (Share.MAIN, Confidence.UNVERIFIED)
