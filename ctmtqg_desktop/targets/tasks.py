"""How far a task of a plan is: what each unit that reports it has said, and by which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ctmtqg_desktop.catalogue.records.tasks import PlanTask
from ctmtqg_desktop.catalogue.records.values import Value
from ctmtqg_desktop.targets.progress import MET_OPERATOR, OPERATORS, reaches


class TaskState(StrEnum):
    """What a unit says of a task; the ids of the choices of its column."""

    NOT_BEGUN = "chua-lam"
    UNDER_WAY = "dang-lam"
    DONE = "xong"
    NOT_ARISING = "khong-phat-sinh"

    @property
    def is_settled(self) -> bool:
        """Say whether nothing is left to be done."""
        return self in {TaskState.DONE, TaskState.NOT_ARISING}


class TaskTiming(StrEnum):
    """How the last day of a task lies to the end of a period; ids of the choices."""

    LATER = "con-han"
    SOON = "sap-den-han"
    DUE = "da-den-han"


class TaskMark(StrEnum):
    """What else there is to know of a task in a list; ids of the choices."""

    NEW = "moi-giao"
    GONE = "thoi-giao"


class TaskResult(StrEnum):
    """How the figure a unit gives for a task stands; words are under ``task-result.*``.

    ``unjudged``: the paragraph of the plan names no figure, or nothing arose.
    """

    REACHED = "reached"
    SHORT = "short"
    UNSAID = "unsaid"
    UNJUDGED = "unjudged"


def task_result(task: PlanTask, state: TaskState | None, result: Value) -> TaskResult:
    """Judge the figure that a unit gives for a task by the one its paragraph names."""
    is_asked = bool(task.figure) and task.operator in OPERATORS - {MET_OPERATOR}
    if not is_asked or state is TaskState.NOT_ARISING:
        return TaskResult.UNJUDGED
    if not isinstance(result, Decimal):
        return TaskResult.UNSAID
    is_reached = reaches(task.operator, task.figure, result)
    return TaskResult.REACHED if is_reached else TaskResult.SHORT


SOON_DAYS = 92
"""A task is due soon when its last day lies in the quarter that follows."""


def task_timing(due: date, at: date) -> TaskTiming:
    """Return how the last day of a task lies to a day; the last day itself is due."""
    if due <= at:
        return TaskTiming.DUE
    return TaskTiming.SOON if (due - at).days <= SOON_DAYS else TaskTiming.LATER


class TaskStanding(StrEnum):
    """Where a task stands over all that report it; words are under ``task.*``.

    ``done``: all that it concerns have done it; ``late``: its day is over and some have not;
    ``under-way``: some have said something; ``unknown``: nobody has; ``not-arising``: all say
    there was nothing to do; ``nobody``: there is nobody who reports it.
    """

    DONE = "done"
    LATE = "late"
    UNDER_WAY = "under-way"
    UNKNOWN = "unknown"
    NOT_ARISING = "not-arising"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """A task over the units that report it.

    Attributes:
        done: how many have done it.
        of: how many it concerns: without those where nothing arose.
        reported: how many have said something, of how many that are asked.
    """

    standing: TaskStanding
    done: int
    of: int
    reported: int
    asked: int


def task_progress(said: Sequence[TaskState | None], due: date, at: date) -> TaskProgress:
    """Judge a task.

    Args:
        said: what each unit that is asked said last; None where it has said nothing.
        due: the last day of the task.
        at: the day it is looked at.
    """
    done = said.count(TaskState.DONE)
    of = len(said) - said.count(TaskState.NOT_ARISING)
    reported = sum(state is not None for state in said)
    return TaskProgress(_standing(len(said), done, of, reported, due <= at), done, of, reported,
                        len(said))  # fmt: skip


def _standing(asked: int, done: int, of: int, reported: int, is_due: bool) -> TaskStanding:
    if not asked:
        return TaskStanding.NOBODY
    if not of:
        return TaskStanding.NOT_ARISING
    if done == of:
        return TaskStanding.DONE
    if is_due:
        return TaskStanding.LATE
    return TaskStanding.UNDER_WAY if reported else TaskStanding.UNKNOWN
