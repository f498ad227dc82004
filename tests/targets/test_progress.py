"""DESIGN 2: a target is an operator, a figure and a sentence; progress says how far it is."""

from decimal import Decimal

import pytest

from ctmtqg_desktop.catalogue.lint.values import ANSWERS, COMPARISONS, MET
from ctmtqg_desktop.catalogue.records.declared import Target, TargetAnswer
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.targets.progress import (
    OPERATORS,
    Coverage,
    TargetState,
    Unheard,
    target_progress,
)


def target(operator=">=", figure="18.5", by="cell"):
    answer = TargetAnswer(by=by, form="x", cell="a.b.c")
    return Target("T", "“…”", "106", "2024", "x", operator, figure, "xa", "target", "kế hoạch",
                  Confidence.SEED, answer)  # fmt: skip


@pytest.mark.parametrize(("operator", "below", "equal", "above"), [
    (">=", "not-met", "met", "met"), ("<=", "met", "met", "not-met"),
    ("=", "not-met", "met", "not-met"), (">", "not-met", "not-met", "met"),
    ("<", "met", "not-met", "not-met"),
])  # fmt: skip
def test_every_operator_is_exact(operator, below, equal, above):
    figures = (Decimal("18.499999999999999999"), Decimal("18.5"), Decimal("18.500000000000000001"))
    found = tuple(target_progress(target(operator), n).state.value for n in figures)
    assert found == (below, equal, above)


@pytest.mark.parametrize(("actual", "state"), [
    (True, TargetState.MET), (False, TargetState.NOT_MET), (None, TargetState.UNKNOWN),
    (Decimal(1), TargetState.MET), (Decimal(0), TargetState.NOT_MET),
])  # fmt: skip
def test_a_verdict_answers_met(actual, state):
    assert target_progress(target("met", ""), actual).state is state


def test_what_was_not_reported_is_unknown_and_what_no_form_answers_is_unbound():
    assert target_progress(target(), None).state is TargetState.UNKNOWN
    assert target_progress(target(by=""), Decimal(99)).state is TargetState.UNBOUND
    assert target_progress(target(), Decimal(0)).state is TargetState.NOT_MET


@pytest.mark.parametrize(("operator", "figure", "actual", "percent"), [
    (">=", "20", 15, 75), ("=", "8", 8, 100), (">", "10", 12, 120), ("<=", "10", 5, None),
    ("<", "10", 5, None), (">=", "0", 5, None),
])  # fmt: skip
def test_the_share_is_told_only_where_it_says_something(operator, figure, actual, percent):
    assert target_progress(target(operator, figure), Decimal(actual)).percent == percent


@pytest.mark.parametrize(("operator", "actual", "can", "state"), [
    (">=", 20, Unheard.RAISE, "met"), (">=", 18, Unheard.RAISE, "not-enough"),
    (">=", 20, Unheard.TURN, "not-enough"), (">=", 18, Unheard.TURN, "not-enough"),
    ("<=", 20, Unheard.RAISE, "not-met"), ("<=", 18, Unheard.RAISE, "not-enough"),
    ("=", 20, Unheard.RAISE, "not-met"), ("=", Decimal("18.5"), Unheard.RAISE, "not-enough"),
    (">=", 18, Unheard.LOWER, "not-met"), (">=", 20, Unheard.LOWER, "not-enough"),
])  # fmt: skip
def test_the_part_that_came_decides_only_what_the_rest_cannot_turn(operator, actual, can, state):
    some, all_of_them = Coverage(1, 12, can), Coverage(12, 12, can)
    assert target_progress(target(operator), Decimal(actual), some).state.value == state
    whole = target_progress(target(operator), Decimal(actual), all_of_them).state
    assert whole in {TargetState.MET, TargetState.NOT_MET}


@pytest.mark.parametrize(("actual", "elapsed", "state"), [
    (9, "0.5", "not-met"), (10, "0.5", "on-course"), (20, "0.5", "met"), (10, None, "not-met"),
])  # fmt: skip
def test_a_figure_that_rises_is_on_course_by_the_time_gone(actual, elapsed, state):
    over, rising = elapsed and Decimal(elapsed), Coverage(1, 1, Unheard.RAISE)
    asked = target(">=", "20")
    assert target_progress(asked, Decimal(actual), rising, elapsed=over).state.value == state
    level = target_progress(asked, Decimal(actual), Coverage(), elapsed=over).state.value
    assert level == ("met" if actual == 20 else "not-met")


def test_some_reports_without_a_figure_are_not_enough_and_none_is_unknown():
    assert target_progress(target(), None, Coverage(3, 12)).state is TargetState.NOT_ENOUGH
    assert target_progress(target(), None, Coverage(0, 12)).state is TargetState.UNKNOWN


def test_the_linter_knows_the_operators_and_the_answers_that_there_are():
    from ctmtqg_desktop.exchange.answers import track

    assert {*COMPARISONS, MET} == OPERATORS
    assert set(track._ANSWERS) == ANSWERS
