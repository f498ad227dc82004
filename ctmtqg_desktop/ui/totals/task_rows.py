"""A tracked task as the page of a plan shows it: how many have done it, who has not."""

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.catalogue.records.workshop import for_officers
from ctmtqg_desktop.entries.consolidate import Part
from ctmtqg_desktop.exchange.tasks.roster import asked_of, due_text
from ctmtqg_desktop.exchange.tasks.standing import TaskOfUnit, TrackedTask
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.targets.tasks import TaskStanding
from ctmtqg_desktop.ui.parts.bullet import Bar
from ctmtqg_desktop.ui.parts.progress import Progress


def task_progress_of(item: TrackedTask, measures: Mapping[str, Measure]) -> Progress:
    """Return a tracked task as the list shows it."""
    task, progress = item.task, item.progress
    brief = f"{task.brief} ({asked_of(task, measures)})" if task.figure else task.brief
    bar = Bar(
        Decimal(progress.done), Decimal(progress.of),
        is_met=progress.standing is TaskStanding.DONE,
    )  # fmt: skip
    return Progress(
        id=task.id, indicator=f"{item.place}: {brief}" if item.place else brief,
        state=f"task.{progress.standing}", asked=due_text(task), coverage=item.coverage_text,
        actual=f"{progress.done}/{progress.of}" if progress.asked else "", quote=task.quote,
        bar=bar if progress.of else None, note="\n".join(_notes(item)),
    )  # fmt: skip


def _notes(item: TrackedTask) -> list[str]:
    owner = QCoreApplication.translate("TrackPage", "Chủ trì: {owner}")
    left = QCoreApplication.translate("TrackPage", "Chưa xong: {names}")
    lowered = QCoreApplication.translate("TrackPage", "Kỳ trước báo xong, nay ghi khác: {names}")
    source = QCoreApplication.translate("TrackPage", "Nguồn: {source}")
    who = "; ".join(part for part in (item.task.owner, item.task.partners) if part)
    notes = [
        owner.format(owner=who) if who else "",
        item.result_text[:1].upper() + item.result_text[1:],
        left.format(names=", ".join(u.name for u in item.open)) if item.open else "",
        lowered.format(names=", ".join(u.name for u in item.lowered)) if item.lowered else "",
        item.succession_text, source.format(source=for_officers(item.task.source)),
        for_officers(item.task.note),
    ]  # fmt: skip
    return [note for note in notes if note]


def task_parts(item: TrackedTask) -> tuple[Part, ...]:
    """Return what each unit said of a task, with the signed report that says it."""
    return tuple(_part(one) for one in item.units)


def _part(one: TaskOfUnit) -> Part:
    words = say(f"task-state.{one.state}", {}) if one.state else EMPTY
    if one.report is None:
        return Part(one.unit, 0, "", words)
    return Part(one.unit, one.report.revision, one.report.content_sha256, words)
