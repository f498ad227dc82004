"""How far a reported figure is from an assigned one."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ctmtqg_desktop.catalogue.records.declared import Target

MET_OPERATOR = "met"
Figure = Decimal | bool
"""What answers a target: a number in the target's measure, or met / not met."""


class TargetState(StrEnum):
    """Where a target stands; words are in the messages under ``target.*``.

    ``unknown``: what answers it has not been reported; ``unbound``: no form answers it yet.
    """

    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"
    UNBOUND = "unbound"


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """The state of a target, and the share reached.

    Attributes:
        percent: actual in percent of the figure, exact; None where that says nothing (no
            actual, figure zero, or a target that must stay below its figure).
    """

    state: TargetState
    actual: Figure | None
    percent: Decimal | None = None


def target_progress(target: Target, actual: Figure | None) -> TargetProgress:
    """Judge a target.

    Args:
        target: with an operator of ``>= <= = > <`` or ``met``.
        actual: None when nothing has been reported.
    """
    if not target.answer.by:
        return TargetProgress(TargetState.UNBOUND, None)
    if actual is None:
        return TargetProgress(TargetState.UNKNOWN, None)
    if isinstance(actual, bool):
        return TargetProgress(TargetState.MET if actual else TargetState.NOT_MET, actual)
    if target.operator == MET_OPERATOR:
        return TargetProgress(TargetState.MET if actual else TargetState.NOT_MET, actual)
    figure = Decimal(target.figure)
    reached = _COMPARISONS[target.operator](actual, figure)
    rises = target.operator in {">=", ">", "="} and figure > 0
    share = actual / figure * 100 if rises else None
    return TargetProgress(TargetState.MET if reached else TargetState.NOT_MET, actual, share)


_COMPARISONS = {
    ">=": lambda actual, figure: actual >= figure,
    "<=": lambda actual, figure: actual <= figure,
    "=": lambda actual, figure: actual == figure,
    ">": lambda actual, figure: actual > figure,
    "<": lambda actual, figure: actual < figure,
}
OPERATORS = frozenset({*_COMPARISONS, MET_OPERATOR})
