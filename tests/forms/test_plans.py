"""Issue 3, content 6: all 239 records, their sentences, and why those not bound are not."""

import pytest
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.declared import Target
from ctmtqg_desktop.catalogue.records.legal import Confidence

COUNTS = {"000": 33, "001": 42, "002": 19, "003": 140, "004": 5}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shipped_catalogue()


@pytest.fixture(scope="module")
def targets(catalogue: Catalogue) -> dict[str, Target]:
    plans = [plan for plan in catalogue.plans.values() if not plan.everywhere]
    return {t.id: t for plan in plans for t in plan.targets}


def test_every_record_of_every_plan_is_there_in_order(catalogue: Catalogue) -> None:
    for number, count in COUNTS.items():
        (plan,) = [p for p in catalogue.plans.values() if p.id.startswith(number)]
        assert [t.id for t in plan.targets] == [f"S{number}-{n:03}" for n in range(1, count + 1)]
    assert sum(COUNTS.values()) == 239


def test_most_are_bound_and_the_rest_say_why(targets: dict[str, Target]) -> None:
    bound = [t for t in targets.values() if t.answer.by]
    assert len(bound) == 233
    rest = [t for t in targets.values() if not t.answer.by]
    assert all(t.answer.why_not for t in rest)
    assert {t.kind for t in rest} == {"baseline", "qualitative"}
    assert [t.id for t in rest if t.kind == "qualitative"] == ["S000-033"]


def test_every_target_shows_the_sentence_that_assigned_it(targets: dict[str, Target]) -> None:
    assert all(t.quote and t.source and t.confidence is Confidence.SEED for t in targets.values())
    assert targets["S002-002"].quote == (
        "Nước sinh hoạt đến 101 hộ tại bản Tả Chải, Trung Chải tại xã Sùng Phài."
    )
    assert "Phần đầu" in targets["S001-015"].quote  # as the scan reads


@pytest.mark.parametrize(
    ("target", "unit", "name", "period"),
    [
        ("S000-001", "105", "Thành phố Lai Châu", "2025"),
        ("S001-009", "04", "Tỉnh Cao Bằng", "2020"),
        ("S002-002", "03403", "Xã Sùng Phài", "2024"),
        ("S002-011", "03409", "Xã San Thàng", "2024"),
        ("S003-004", "03390", "Thị trấn Tam Đường", "2024"),
        ("S004-002", "170", "Huyện Võ Nhai", "2030"),
    ],
)
def test_unit_is_what_the_code_meant_then(
    catalogue: Catalogue, target: str, unit: str, name: str, period: str
) -> None:
    (plan,) = [p for p in catalogue.plans.values() if p.id.startswith(target[1:4])]
    found = next(t for t in plan.targets if t.id == target)
    assert (found.unit, found.period) == (unit, period)
    assert catalogue.units.at(unit, plan.day_of(found)).name == name


def test_totals_have_their_parts(targets: dict[str, Target]) -> None:
    figure = {i: int(t.figure) for i, t in targets.items() if t.figure.isdigit()}
    assert figure["S003-100"] == sum(figure[f"S003-{n}"] for n in range(101, 106)) == 1320
    assert figure["S003-097"] == figure["S003-098"] + figure["S003-099"] == 1000
    assert figure["S003-009"] == sum(figure[f"S003-{n:03}"] for n in range(10, 14)) == 20
