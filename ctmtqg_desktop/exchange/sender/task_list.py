"""The unit's own list of tasks: what plans give it, and what it has said of each so far."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ctmtqg_desktop.catalogue.records.form import Cell, Form, Severity
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.tasks import PlanTask
from ctmtqg_desktop.catalogue.records.values import TaskPart
from ctmtqg_desktop.entries.change import Change, SheetKey
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import EDITABLE, Report, ReportKey, Status
from ctmtqg_desktop.exchange.answers.land import unit_key
from ctmtqg_desktop.exchange.post.revisions import correction
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.tasks.assigned import tasks_of
from ctmtqg_desktop.exchange.tasks.reports import task_forms, task_reports
from ctmtqg_desktop.exchange.tasks.roster import TaskGround, asked_of, with_given, with_tasks
from ctmtqg_desktop.exchange.tasks.said import (
    SaidOfTask,
    period_order,
    said_in,
    still_stands,
    task_columns,
    task_rows,
    task_section,
)
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.targets.tasks import TaskResult, TaskState, task_result
from ctmtqg_desktop.text import format_number

SHORT_RESULT = "task.result-short-here"
"""A finding: a task is said to be done, and its figure is not what the plan names."""


def with_own_tasks(room: Room, form: Form, period: Period, stored: Content) -> Content:
    """Return stored content with the tasks of the unit, as long as the report may change them.

    What was signed stays as it was signed, and what a return sent back is mended, not renewed.
    """
    if task_section(form) is None or not _may_change(room, form, period):
        return stored
    before = said_before(room, form, period)
    still_open = {task for task, said in before.items() if not said.state.is_settled}
    assigned = tasks_of(room.catalogue, room.unit, period, still_open)
    return with_tasks(form, stored, TaskGround(assigned, period, room.catalogue.measures, before))


class OwnTask(NamedTuple):
    """A task of the unit and where it stands.

    Attributes:
        due: the day it must be done by, as it stands in the period.
        days_left: from today; negative when the day is over.
        state: what was said of it up to the period; None where nothing was.
        form: id of the form it is reported in.
    """

    task: PlanTask
    due: date
    days_left: int
    state: TaskState | None
    form: str

    @property
    def is_settled(self) -> bool:
        """Say whether nothing is left to be done."""
        return self.state is not None and self.state.is_settled


def own_tasks(room: Room, period: Period) -> tuple[OwnTask, ...]:
    """Return the tasks a unit has in a period: what is open first, by the day it is due."""
    catalogue, today = room.catalogue, room.clock().date()
    forms = [form for found in task_forms(catalogue).values() for form in found]
    reports = task_reports(room.library, room.workspace, room.unit, period)
    own = [one for key, all_of in reports.items() if key == unit_key(room.unit) for one in all_of]
    said = {task for one in own for task, what in one.said.items() if not what.state.is_settled}
    found = []
    for _, task in tasks_of(catalogue, room.unit, period, said) if forms else ():
        states = (
            one.said[task.id].state
            for one in own
            if task.id in one.said and still_stands(task, one.period, period)
        )
        due = task.due_in(period)
        found.append(OwnTask(task, due, (due - today).days, next(states, None), forms[0]))
    return tuple(sorted(found, key=lambda one: (one.is_settled, one.due)))


def state_cell(sheet: Sheet, task: PlanTask) -> Cell | None:
    """Return the cell in which a sheet says how far a task is; None where it is not listed."""
    section = task_section(sheet.form)
    if section is None:
        return None
    row = task_rows(section, sheet.rows(section.id), sheet.cells.typed).get(task.id)
    return Cell(section.id, row, task_columns(section)[TaskPart.STATE]) if row else None


def short_results(room: Room, sheet: Sheet) -> tuple[Finding, ...]:
    """Return the tasks that are said to be done with a figure short of what the plan names."""
    section = task_section(sheet.form)
    if section is None:
        return ()
    entries = sheet.cells.typed
    said = dict(said_in(section, sheet.rows(section.id), entries, sheet.period))
    plans = room.catalogue.plans.values()
    return tuple(
        _short(room, sheet, task, said[task.id])
        for plan in plans
        for task in plan.tasks
        if task.id in said and said[task.id].state is TaskState.DONE
        if task_result(task, TaskState.DONE, said[task.id].result) is TaskResult.SHORT
    )


def _short(room: Room, sheet: Sheet, task: PlanTask, said: SaidOfTask) -> Finding:
    figure = format_number(said.result) if isinstance(said.result, Decimal) else ""
    asked = asked_of(task, room.catalogue.measures)
    words = say(SHORT_RESULT, {"brief": task.brief, "result": figure, "asked": asked})
    section = task_section(sheet.form)
    columns = task_columns(section) if section is not None else {}
    cell = said.cell._replace(column=columns.get(TaskPart.RESULT, said.cell.column))
    return Finding(Severity.WARNING, SHORT_RESULT, sheet.form.id, cell, words)


def said_before(room: Room, form: Form, period: Period) -> Mapping[str, SaidOfTask]:
    """Return task id -> what our last report before a period says of it."""
    found: dict[str, SaidOfTask] = {}
    codes = room.workspace.sheets.periods(form.id, room.unit.code)
    earlier = [one for one in map(Period.parse, codes) if period_order(one) < period_order(period)]
    for one in sorted(earlier, key=period_order):
        found |= said_at(room, form, one)
    return found


def said_at(room: Room, form: Form, period: Period) -> dict[str, SaidOfTask]:
    """Return task id -> what our sheet of a period says of it."""
    section, unit = task_section(form), room.unit.code
    versions = room.workspace.sheets.versions(form.id, unit, period.code)
    if section is None or not versions:
        return {}
    key = SheetKey(form.id, max(versions), unit, period.code)
    stored = room.workspace.sheets.load(key)
    return dict(said_in(section, stored.rows.get(section.id, ()), stored.entries, period))


def with_words(room: Room, sheet: Sheet, change: Change) -> Change:
    """Return a change of a sheet with the words of its tasks that are not stored yet."""
    if task_section(sheet.form) is None:
        return change
    return with_given(sheet, room.workspace.sheets.load(sheet.key), change)


def keep_words(room: Room, sheet: Sheet) -> None:
    """Write the words of the tasks of a sheet, for when it is signed as it stands."""
    room.workspace.sheets.save(sheet.key, with_words(room, sheet, Change()), room.clock())


def _may_change(room: Room, form: Form, period: Period) -> bool:
    reports = (
        ReportKey(room.unit.code, membership.id, period.code) for membership in form.report_sets
    )
    known = [found for key in reports if (found := room.workspace.reports.find(key))]
    return all(one.status in EDITABLE and not _mends(room, one) for one in known)


def _mends(room: Room, report: Report) -> bool:
    return report.status is Status.DRAFT and correction(room.workspace, report) is not None
