"""How far a reported figure is from an assigned one, and how many units stand behind it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ctmtqg_desktop.catalogue.records.declared import Target

MET_OPERATOR = "met"
Figure = Decimal | bool
"""What answers a target: a number in the target's measure, or met / not met."""


class TargetState(StrEnum):
    """Where a target stands; words are in the messages under ``target.*``.

    ``on-course``: not reached, its time is not over, and the part of the figure that belongs to
    the time gone is reached; ``not-enough``: some have reported, and what the others report can
    still turn the answer; ``unknown``: what answers it has not been reported at all;
    ``unbound``: no form answers it yet.
    """

    MET = "met"
    ON_COURSE = "on-course"
    NOT_MET = "not-met"
    NOT_ENOUGH = "not-enough"
    UNKNOWN = "unknown"
    UNBOUND = "unbound"


class Unheard(StrEnum):
    """What the figures of those who have not reported yet can do to an answer."""

    RAISE = "raise"
    LOWER = "lower"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of those who owe the figure have reported it.

    Attributes:
        missing: what the others can still do; a sum of counts only rises.
    """

    reported: int = 1
    owing: int = 1
    missing: Unheard = Unheard.TURN

    @property
    def is_full(self) -> bool:
        """Say whether all who owe have reported."""
        return self.reported >= self.owing


WHOLE = Coverage()
"""One unit asked for its own figure, and it was reported."""
_RISING = frozenset({">=", ">", MET_OPERATOR})


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """The state of a target, and the share reached.

    Attributes:
        percent: actual in percent of the figure, exact; None where that says nothing (no
            actual, figure zero, or a target that must stay below its figure).
        coverage: None where nothing can answer.
    """

    state: TargetState
    actual: Figure | None
    percent: Decimal | None = None
    coverage: Coverage | None = None


def target_progress(
    target: Target,
    actual: Figure | None,
    coverage: Coverage | None = None,
    *,
    elapsed: Decimal | None = None,
) -> TargetProgress:
    """Judge a target.

    Args:
        target: with an operator of ``>= <= = > <`` or ``met``.
        actual: None when nothing has been reported.
        coverage: who stands behind the figure; None is the one unit that was asked.
        elapsed: how much of the target's time is over, from 0 to 1; None when that is unknown.
    """
    if not target.answer.by:
        return TargetProgress(TargetState.UNBOUND, None)
    if actual is None:
        some = coverage is not None and coverage.reported
        state = TargetState.NOT_ENOUGH if some else TargetState.UNKNOWN
        return TargetProgress(state, None, coverage=coverage)
    coverage = coverage or WHOLE
    is_reached = _is_reached(target, actual)
    state = _state(target, is_reached=is_reached, is_over=_is_over(target, actual), by=coverage)
    if state in {TargetState.NOT_MET, TargetState.NOT_ENOUGH} and elapsed is not None:
        state = _in_time(target, actual, coverage, elapsed) or state
    return TargetProgress(state, actual, _share(target, actual), coverage)


def _is_reached(target: Target, actual: Figure) -> bool:
    if isinstance(actual, bool) or target.operator == MET_OPERATOR:
        return bool(actual)
    return reaches(target.operator, target.figure, actual)


def reaches(operator: str, figure: str, actual: Decimal) -> bool:
    """Say whether an actual figure is what was asked: ``>=``, ``<=``, ``=``, ``>`` or ``<``."""
    found: bool = _COMPARISONS[operator](actual, Decimal(figure))
    return found


def _is_over(target: Target, actual: Figure) -> bool:
    """Say whether an actual figure is as high as the assigned one, or higher."""
    figures = not isinstance(actual, bool) and target.operator != MET_OPERATOR
    return figures and actual >= Decimal(target.figure)


def _state(target: Target, *, is_reached: bool, is_over: bool, by: Coverage) -> TargetState:
    met = TargetState.MET if is_reached else TargetState.NOT_MET
    if by.is_full or _is_settled(target, is_reached=is_reached, is_over=is_over, by=by):
        return met
    return TargetState.NOT_ENOUGH


def _is_settled(target: Target, *, is_reached: bool, is_over: bool, by: Coverage) -> bool:
    """Say whether those who have not reported cannot turn the answer any more."""
    wants_more = target.operator in _RISING
    if by.missing is Unheard.RAISE:
        return is_reached if wants_more else not is_reached and is_over
    if by.missing is Unheard.LOWER:
        return not is_reached if wants_more else is_reached and target.operator != "="
    return False


def _in_time(
    target: Target, actual: Figure, coverage: Coverage, elapsed: Decimal
) -> TargetState | None:
    """Say that a figure that only rises has come as far as its time, if it has."""
    rises = coverage.missing is Unheard.RAISE and target.operator in {">=", ">"}
    if not rises or isinstance(actual, bool) or not 0 < elapsed < 1:
        return None
    due = Decimal(target.figure) * elapsed
    return TargetState.ON_COURSE if 0 < due <= actual else None


def _share(target: Target, actual: Figure) -> Decimal | None:
    if isinstance(actual, bool) or target.operator not in {">=", ">", "="}:
        return None
    figure = Decimal(target.figure)
    return actual / figure * 100 if figure > 0 else None


_COMPARISONS = {
    ">=": lambda actual, figure: actual >= figure,
    "<=": lambda actual, figure: actual <= figure,
    "=": lambda actual, figure: actual == figure,
    ">": lambda actual, figure: actual > figure,
    "<": lambda actual, figure: actual < figure,
}
OPERATORS = frozenset({*_COMPARISONS, MET_OPERATOR})
