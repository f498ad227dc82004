"""The tasks of a plan as commands tell them, down to the signed cell of each unit."""

from collections.abc import Mapping
from decimal import Decimal

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.values import Blank, Value
from ctmtqg_desktop.exchange.tasks.roster import asked_of, due_text
from ctmtqg_desktop.exchange.tasks.standing import TaskOfUnit, TrackedTask
from ctmtqg_desktop.targets.tasks import TaskResult
from ctmtqg_desktop.text import canonical_number


def task_facts(item: TrackedTask, measures: Mapping[str, Measure]) -> dict[str, object]:
    """Return what is told of a task."""
    task, progress = item.task, item.progress
    return {
        "id": task.id,
        "state": progress.standing.value,
        "done": progress.done,
        "of": progress.of,
        "late": [unit.code for unit in item.late],
        "missing": [unit.code for unit in item.missing],
        "reported": progress.reported,
        "asked": progress.asked,
        "coverage": item.coverage_text,
        "brief": task.brief,
        "quote": task.quote,
        "owner": task.owner,
        "partners": task.partners,
        "unit": task.unit,
        "place": item.place,
        "due": item.due,
        "due_text": due_text(task),
        "asked_text": asked_of(task, measures),
        "targets": list(task.targets),
        "result": item.result_text,
        "short": [unit.code for unit in item.with_result(TaskResult.SHORT)],
        "lowered": [unit.code for unit in item.lowered],
        "succession": item.succession_text,
        "units": [_unit_facts(one) for one in item.units],
        "source": task.source,
    }


def _unit_facts(one: TaskOfUnit) -> dict[str, object]:
    said, report = one.said, one.report
    return {
        "unit": one.unit.code,
        "name": one.unit.name,
        "state": one.state.value if one.state else None,
        "period": said.period.code if said else None,
        "cell": str(said.cell) if said else None,
        "form": report.form if report else None,
        "revision": report.revision if report else None,
        "content_sha256": report.content_sha256 if report else None,
        "result": _plain(said.result) if said else None,
        "result_state": one.result.value,
        "day": _plain(said.day) if said else None,
        "note": _plain(said.note) if said else None,
    }


def _plain(value: Value) -> object:
    if isinstance(value, Decimal):
        return canonical_number(value)
    return None if isinstance(value, Blank) else value
