"""What a list of tasks says of each task."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ctmtqg_desktop.catalogue.records.form import Cell, Form, Section
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.tasks import PlanTask
from ctmtqg_desktop.catalogue.records.values import EMPTY, TaskPart, Value
from ctmtqg_desktop.entries.change import EntryValue, Refused
from ctmtqg_desktop.targets.tasks import TaskState

Entries = Mapping[Cell, EntryValue]
_STATES = frozenset(TaskState)


@dataclass(frozen=True, slots=True)
class SaidOfTask:
    """What a unit said of a task.

    Attributes:
        period: of the report that says it.
        cell: of the state.
        result, day, note: what stands beside it.
    """

    state: TaskState
    period: Period
    cell: Cell
    result: Value = EMPTY
    day: Value = EMPTY
    note: Value = EMPTY


def task_section(form: Form) -> Section | None:
    """Return the roster of a form whose rows are the tasks of plans."""
    return next((section for section in form.sections if section.tasks), None)


def task_columns(section: Section) -> dict[TaskPart, str]:
    """Return what of a task stands in which column."""
    return {column.task: column.id for column in section.columns if column.task is not None}


def task_rows(section: Section, rows: Iterable[str], entries: Entries) -> dict[str, str]:
    """Return task id -> key of its row; of a task that stands there twice the first."""
    column = task_columns(section).get(TaskPart.ID, "")
    found: dict[str, str] = {}
    for row in rows:
        task = entries.get(Cell(section.id, row, column))
        if isinstance(task, str):
            found.setdefault(task, row)
    return found


def said_in(
    section: Section, rows: Iterable[str], entries: Entries, period: Period
) -> Iterator[tuple[str, SaidOfTask]]:
    """Yield what was typed of each task, by its id; nothing of one without a state."""
    columns = task_columns(section)

    def held(row: str, part: TaskPart) -> Value:
        found = entries.get(Cell(section.id, row, columns.get(part, "")), EMPTY)
        return EMPTY if isinstance(found, Refused) else found

    for task, row in task_rows(section, rows, entries).items():
        state = held(row, TaskPart.STATE)
        if state in _STATES:
            cell = Cell(section.id, row, columns[TaskPart.STATE])
            yield task, SaidOfTask(
                TaskState(str(state)), period, cell, held(row, TaskPart.RESULT),
                held(row, TaskPart.DAY), held(row, TaskPart.NOTE),
            )  # fmt: skip


def still_stands(task: PlanTask, said: Period, period: Period) -> bool:
    """Say whether what was said in a period holds in a later one: within the turn of a task."""
    return not task.recurs or task.round_in(said) == task.round_in(period)


def period_order(period: Period) -> tuple[object, ...]:
    """Return a key that puts periods in order; of those that end together the shorter first."""
    return (period.end, -period.start.toordinal())
