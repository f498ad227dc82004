"""The list of tasks a unit fills: what stands in it before anybody types.

The words come from the plans, and what was said last from the report before. They are kept and
signed with what is typed, so that a reader finds them whatever has been published since.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.form import Cell, Form, Section
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.tasks import PlanTask
from ctmtqg_desktop.catalogue.records.values import EMPTY, TaskPart, Value
from ctmtqg_desktop.catalogue.records.workshop import for_officers
from ctmtqg_desktop.entries.change import CellChange, Change, EntryValue, RowChange
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.typed import MAX_TEXT
from ctmtqg_desktop.exchange.tasks.assigned import AssignedTask
from ctmtqg_desktop.exchange.tasks.said import (
    SaidOfTask,
    still_stands,
    task_columns,
    task_rows,
    task_section,
)
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.targets.tasks import TaskMark, task_timing
from ctmtqg_desktop.text import clean, format_number

_SIGNS = {">=": "≥", "<=": "≤"}


@dataclass(frozen=True, slots=True)
class TaskGround:
    """What a list of tasks is made of.

    Attributes:
        before: task id -> what was said of it last.
    """

    assigned: Sequence[AssignedTask]
    period: Period
    measures: Mapping[str, Measure]
    before: Mapping[str, SaidOfTask] = field(default_factory=dict)


def with_tasks(form: Form, content: Content, ground: TaskGround) -> Content:
    """Return content with a row for every task: those that were there stay, with all they hold.

    A task that is no longer assigned is marked; one that came after the list was begun, too.
    """
    section = task_section(form)
    if section is None or not (ground.assigned or content.rows):
        return content
    rows = list(content.rows.get(section.id, ()))
    known, columns = task_rows(section, rows, content.entries), task_columns(section)
    entries, number, is_begun = dict(content.entries), content.next_row, bool(rows)
    for _, task in ground.assigned:
        row, words = known.get(task.id), _words(task, ground)
        if row is None:
            row, number = f"r{number}", number + 1
            rows.append(row)
            words[TaskPart.MARK] = TaskMark.NEW.value if is_begun else EMPTY
        elif entries.get(_cell(section, row, columns, TaskPart.MARK)) == TaskMark.GONE:
            words[TaskPart.MARK] = EMPTY
        _put(entries, section, row, words)
    for gone in known.keys() - {task.id for _, task in ground.assigned}:
        _put(entries, section, known[gone], {TaskPart.MARK: TaskMark.GONE.value})
    held = {**content.rows, section.id: tuple(rows)}
    return replace(content, entries=entries, rows=held, next_row=number)


def with_given(sheet: Sheet, stored: Content, change: Change) -> Change:
    """Return a change with the rows and words of the list that are not stored yet.

    Args:
        sheet: as it is now, after the change.
        stored: what is kept of it so far.
        change: what a person did.
    """
    section = task_section(sheet.form)
    if section is None:
        return change
    kept = frozenset(stored.rows.get(section.id, ()))
    rows = tuple(
        RowChange(section.id, row, at, added=True)
        for at, row in enumerate(sheet.rows(section.id))
        if row not in kept
    )
    return Change((*_given_changes(sheet, section, stored), *change.cells), (*rows, *change.rows))


def _given_changes(sheet: Sheet, section: Section, stored: Content) -> Iterator[CellChange]:
    columns = [c.id for c in section.columns if c.task is not None and c.task.is_given]
    for row in sheet.rows(section.id):
        for column in columns:
            cell = Cell(section.id, row, column)
            before, after = stored.entries.get(cell, EMPTY), sheet.entry(cell)
            if after != before:
                yield CellChange(cell, before, after)


def _cell(section: Section, row: str, columns: Mapping[TaskPart, str], part: TaskPart) -> Cell:
    return Cell(section.id, row, columns.get(part, ""))


def _put(
    entries: dict[Cell, EntryValue], section: Section, row: str, words: Mapping[TaskPart, Value]
) -> None:
    columns = task_columns(section)
    for part, value in words.items():
        if part not in columns:
            continue
        cell = _cell(section, row, columns, part)
        entries.pop(cell, None)
        if value is not EMPTY and value != "":
            entries[cell] = _clipped(value) if isinstance(value, str) else value


def _words(task: PlanTask, ground: TaskGround) -> dict[TaskPart, Value]:
    """Return what stands in the cells of a task that nobody types."""
    last = ground.before.get(task.id)
    source = for_officers(task.source)
    stands = last is not None and still_stands(task, last.period, ground.period)
    return {
        TaskPart.ID: task.id,
        TaskPart.BRIEF: _line(task.brief),
        TaskPart.QUOTE: say("task.quoted", {"quote": _line(task.quote), "source": source}),
        TaskPart.OWNER: _owner(task),
        TaskPart.ASKED: asked_of(task, ground.measures),
        TaskPart.DUE: due_text(task),
        TaskPart.TIMING: task_timing(task.due_in(ground.period), ground.period.end).value,
        TaskPart.BEFORE: last.state.value if last is not None and stands else EMPTY,
    }


def _clipped(text: str) -> str:
    """Return a text no longer than a cell takes; the plan itself has the rest."""
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1].rstrip()}…"


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _owner(task: PlanTask) -> str:
    """Return who leads a task and who takes part, as the plan names them."""
    facts = {"owner": _line(task.owner), "partners": _line(task.partners)}
    if not task.owner:
        return say("task.owner-unnamed", facts)
    return say("task.owner-with" if task.partners else "task.owner", facts)


def asked_of(task: PlanTask, measures: Mapping[str, Measure]) -> str:
    """Return the figure a task must reach, "≥ 100 %"; empty where it has none."""
    if not task.figure:
        return ""
    measure = measures.get(task.measure)
    sign = _SIGNS.get(task.operator, task.operator)
    label = measure.label if measure else ""
    return f"{sign} {format_number(Decimal(task.figure))} {label}".strip()


def due_text(task: PlanTask) -> str:
    """Return by when a task is to be done, as far as the plan says."""
    facts = {"day": task.last_day}
    if task.recurs:
        return say(f"task.each-{task.recurs}", facts)
    return say("task.by-day" if task.due else "task.by-plan", facts)
