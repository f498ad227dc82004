"""How far the tasks of a plan are: how many of those that report each have done it, who not."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.declared import Plan
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.tasks import PlanTask
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.merge import Origin
from ctmtqg_desktop.exchange.answers.land import AnsweringLand, unit_key
from ctmtqg_desktop.exchange.tasks.assigned import AssignedTask, lands_of_tasks, reported_by
from ctmtqg_desktop.exchange.tasks.reports import TaskReport, TaskReports
from ctmtqg_desktop.exchange.tasks.said import SaidOfTask, still_stands
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.targets.tasks import (
    TaskProgress,
    TaskResult,
    TaskState,
    task_progress,
    task_result,
)


@dataclass(frozen=True, slots=True)
class TaskOfUnit:
    """What one unit that reports a task has said of it.

    Attributes:
        state: what counts; None where nothing was said.
        said, report: where it says so; None where it follows from the units that ended in it.
        is_lowered: it said before that the task was done.
        result: how the figure it gives stands to the one the plan names.
    """

    unit: Unit
    state: TaskState | None = None
    said: SaidOfTask | None = None
    report: TaskReport | None = None
    is_lowered: bool = False
    result: TaskResult = TaskResult.UNJUDGED


@dataclass(frozen=True, slots=True)
class TrackedTask:
    """A task over all that report it.

    Attributes:
        due: the day it must be done by, as it stands in the period.
        place: name of the unit it is given to; empty when that is who asks.
        behind: units that ended, in whose place others report.
    """

    task: PlanTask
    due: date
    at: date
    progress: TaskProgress
    units: tuple[TaskOfUnit, ...]
    place: str = ""
    behind: tuple[Origin, ...] = ()

    @property
    def missing(self) -> tuple[Unit, ...]:
        """Return those that have said nothing."""
        return tuple(one.unit for one in self.units if one.state is None)

    @property
    def open(self) -> tuple[Unit, ...]:
        """Return those that have not done it, whatever they said."""
        return tuple(o.unit for o in self.units if o.state is None or not o.state.is_settled)

    @property
    def late(self) -> tuple[Unit, ...]:
        """Return those that have not done it though its day is over."""
        return self.open if self.due <= self.at else ()

    @property
    def lowered(self) -> tuple[Unit, ...]:
        """Return those that said before that it was done, and now say otherwise."""
        return tuple(one.unit for one in self.units if one.is_lowered)

    def with_result(self, *wanted: TaskResult) -> tuple[Unit, ...]:
        """Return those whose figure stands like this."""
        return tuple(one.unit for one in self.units if one.result in wanted)

    @property
    def result_text(self) -> str:
        """Return how the figures stand that units give; that they are not judged, if not."""
        if not self.progress.asked:
            return ""
        judged = tuple(one for one in TaskResult if one is not TaskResult.UNJUDGED)
        of = len(self.with_result(*judged))
        if not of:
            return say("task.result-unjudged", {})
        short, unsaid = (self.with_result(one) for one in (TaskResult.SHORT, TaskResult.UNSAID))
        facts = {
            "reached": of - len(short) - len(unsaid), "of": of, "unsaid": len(unsaid),
            "short": ", ".join(unit.name for unit in short),
        }  # fmt: skip
        return say("task.result-short" if short else "task.result", facts)

    @property
    def coverage_text(self) -> str:
        """Return how many of how many have reported it; empty where nobody is asked."""
        found = self.progress
        facts = {"reported": found.reported, "owing": found.asked}
        return say("coverage.units", facts) if found.asked else ""

    @property
    def done_text(self) -> str:
        """Return how many of those it concerns have done it."""
        found = self.progress
        return say("task.done-of", {"done": found.done, "of": found.of}) if found.asked else ""

    @property
    def succession_text(self) -> str:
        """Return who reports in the place of units that ended; empty where none did."""
        if not self.behind:
            return ""
        behind = ", ".join(dict.fromkeys(origin.unit.name for origin in self.behind))
        heirs = ", ".join(one.unit.name for one in self.units)
        code = "task.behind" if heirs else "task.behind-nobody"
        return say(code, {"behind": behind, "heirs": heirs})


@dataclass(frozen=True, slots=True)
class TaskQuestion:
    """What the tasks of a plan are held against.

    Attributes:
        us: who asks.
        period: what was said in it or before counts.
        reports: what was said.
        excused: codes of units that were told they need not report.
        is_own: look only at what we report ourselves.
    """

    catalogue: Catalogue
    us: Unit
    period: Period
    reports: TaskReports
    excused: Collection[str] = ()
    is_own: bool = False

    def asked(self, land: AnsweringLand) -> list[Unit]:
        """Return who is asked, of those that report a task."""
        ours = unit_key(self.us)
        return [
            unit
            for unit in land.units
            if unit.code not in self.excused and (not self.is_own or unit_key(unit) == ours)
        ]

    def heard(self, task: PlanTask, unit: Unit) -> Iterator[tuple[TaskReport, SaidOfTask]]:
        """Yield what a unit said of a task, the latest first, as far as it still stands."""
        for report in self.reports.get(unit_key(unit), ()):
            said = report.said.get(task.id)
            if said is not None and still_stands(task, report.period, self.period):
                yield report, said


def tasks_against(plan: Plan, question: TaskQuestion) -> tuple[TrackedTask, ...]:
    """Judge every task of a plan that has begun by the end of a period."""
    at, catalogue = question.period.end, question.catalogue
    lands = lands_of_tasks(catalogue, at)
    is_own = reported_by(catalogue, question.us, at)
    begun = (AssignedTask(plan, task) for task in plan.tasks if plan.begin_of(task) <= at)
    return tuple(
        _tracked(plan, one.task, lands(one), question)
        for one in begun
        if not question.is_own or is_own(one)
    )


def _tracked(
    plan: Plan, task: PlanTask, land: AnsweringLand, question: TaskQuestion
) -> TrackedTask:
    units = tuple(_of_unit(task, unit, land, question) for unit in question.asked(land))
    due, at = task.due_in(question.period), question.period.end
    meant = question.catalogue.units.find(task.unit, plan.day_of(task))
    is_ours = meant is None or unit_key(meant) == unit_key(question.us)
    place = "" if is_ours or meant is None else meant.name
    progress = task_progress([one.state for one in units], due, at)
    return TrackedTask(task, due, at, progress, units, place, land.behind)


def _of_unit(
    task: PlanTask, unit: Unit, land: AnsweringLand, question: TaskQuestion
) -> TaskOfUnit:
    heard = list(question.heard(task, unit))
    if not heard:
        state = _inherited(task, unit, land, question)
        return TaskOfUnit(unit, state, result=task_result(task, state, EMPTY))
    report, said = heard[0]
    was_done = len(heard) > 1 and heard[1][1].state is TaskState.DONE
    is_lowered = was_done and not said.state.is_settled
    result = task_result(task, said.state, said.result)
    return TaskOfUnit(unit, said.state, said, report, is_lowered=is_lowered, result=result)


def _inherited(
    task: PlanTask, unit: Unit, land: AnsweringLand, question: TaskQuestion
) -> TaskState | None:
    """Return what the units say together that ended in one that has said nothing itself."""
    origins = [o.unit for o in land.behind if o.succession and o.succession.new == unit.code]
    states = [next((said.state for _, said in question.heard(task, o)), None) for o in origins]
    if not any(states):
        return None
    if all(state is not None and state.is_settled for state in states):
        return TaskState.DONE if TaskState.DONE in states else TaskState.NOT_ARISING
    return TaskState.UNDER_WAY


def task_counts(tasks: Sequence[TrackedTask]) -> dict[str, int]:
    """Return how many tasks stand where."""
    standings = [one.progress.standing.value for one in tasks]
    return {standing: standings.count(standing) for standing in sorted(set(standings))}
