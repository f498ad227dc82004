"""Issue 10, done when: each of the 239 targets tells the truth: blank, lowered, raised, halved."""

import pytest
from shipped import shipped_catalogue
from target_archives import Receipts, Years
from target_lands import (
    HIGHER,
    LOWER,
    MEET,
    TargetLand,
    blank,
    bound_targets,
    filled,
    track_one,
)

from ctmtqg_desktop.targets.progress import TargetState

LANDS = bound_targets()
BY_FORM = {i: land for i, land in LANDS.items() if land.target.answer.by != "reports"}
BY_RECEIPT = {i: land for i, land in LANDS.items() if land.target.answer.by == "reports"}
LAST_SAY = frozenset({"cell", "count-rows", "sum-rows", "count-met", "count-units", "all-met"})
"""Answers that only rise: where the part that came reaches the figure, it is met already."""

each_form = pytest.mark.parametrize("land", BY_FORM.values(), ids=BY_FORM)
each_receipt = pytest.mark.parametrize("land", BY_RECEIPT.values(), ids=BY_RECEIPT)


def archive(land: TargetLand) -> Years | None:
    return Years(land) if land.target.answer.by.startswith("rate-") else None


def test_all_are_there() -> None:
    plans = [p for p in shipped_catalogue().plans.values() if not p.everywhere]
    targets = [t for plan in plans for t in plan.targets]
    assert len(targets) == 239
    for target in targets:
        assert (target.id in LANDS) != bool(target.answer.why_not), target.id


@each_form
def test_what_is_not_there_is_no_figure(land: TargetLand) -> None:
    assert land.units, "nobody owes it"
    for sources in ([], blank(land)):
        found = track_one(land, sources, archive(land))
        assert (found.state, found.progress.actual) == (TargetState.UNKNOWN, None)
        assert found.coverage_text == f"0/{len(land.units)} đơn vị"


@each_form
def test_met_raised_and_lowered(land: TargetLand) -> None:
    told = [track_one(land, filled(land, way), archive(land)) for way in (MEET, HIGHER, LOWER)]
    assert [item.state for item in told] == [
        TargetState.MET, TargetState.MET, TargetState.NOT_MET
    ], [item.actual_text for item in told]  # fmt: skip
    assert told[0].coverage_text == f"{len(land.units)}/{len(land.units)} đơn vị"
    assert told[0].parts


@each_form
def test_half_the_units_do_not_decide_for_all(land: TargetLand) -> None:
    """What only rises is met by the half that reaches it; nothing else is met or missed."""
    if len(land.units) == 1:
        return
    half = len(land.units) // 2
    sources = filled(land, MEET)
    with_first = track_one(land, sources[:half], archive(land))
    without = track_one(land, sources[half:], archive(land))
    is_met = TargetState.MET in {with_first.state, without.state}
    assert with_first.state in {TargetState.NOT_ENOUGH, TargetState.MET}
    assert without.state in {TargetState.NOT_ENOUGH, TargetState.MET}
    assert not is_met or (
        land.target.answer.by in LAST_SAY and land.target.operator in {">=", ">", "met"}
    )
    assert without.coverage_text == f"{len(land.units) - half}/{len(land.units)} đơn vị"


@each_form
def test_what_it_does_not_look_at_changes_nothing(land: TargetLand) -> None:
    alone = track_one(land, filled(land, MEET), archive(land))
    beside = track_one(land, filled(land, MEET, beside=True), archive(land))
    assert (beside.state, beside.progress.actual) == (alone.state, alone.progress.actual)


@each_receipt
def test_a_duty_is_judged_by_receipts(land: TargetLand) -> None:
    states = [
        track_one(land, [], found).state
        for found in (
            None, Receipts(land, missing=99), Receipts(land), Receipts(land, missing=1),
            Receipts(land, late=1),
        )
    ]  # fmt: skip
    unknown, met, missed = TargetState.UNKNOWN, TargetState.MET, TargetState.NOT_MET
    assert states == [unknown, unknown, met, missed, missed]
