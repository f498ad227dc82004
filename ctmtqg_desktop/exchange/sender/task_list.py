"""The unit's own list of tasks: what plans give it, and what it has said of each so far."""

from collections.abc import Mapping

from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.change import Change, SheetKey
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import EDITABLE, Report, ReportKey, Status
from ctmtqg_desktop.exchange.post.revisions import correction
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.tasks.assigned import tasks_of
from ctmtqg_desktop.exchange.tasks.roster import TaskGround, with_given, with_tasks
from ctmtqg_desktop.exchange.tasks.said import (
    SaidOfTask,
    period_order,
    said_in,
    task_section,
)


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
