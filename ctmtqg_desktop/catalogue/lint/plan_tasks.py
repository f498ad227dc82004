"""What is wrong with the tasks of plans."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.lint.forms import UNIT_KINDS
from ctmtqg_desktop.catalogue.lint.values import COMPARISONS, figure
from ctmtqg_desktop.catalogue.records.declared import Plan
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, Path, SourceFile, nearest_spelling
from ctmtqg_desktop.catalogue.records.periods import PeriodKind
from ctmtqg_desktop.catalogue.records.tasks import PlanTask
from ctmtqg_desktop.errors import FormError

Found = Iterator[Mistake]
_ID = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+){0,8}", re.ASCII)
"""It names a row of a list, and is looked for there as it is written."""


def lint_plan_tasks(catalogue: Catalogue, files: Mapping[str, SourceFile]) -> Found:
    """Yield what is wrong with the tasks of the plans, each and between them."""
    seen: set[str] = set()
    for plan in catalogue.plans.values():
        source = files[f"plan:{plan.id}"]
        for place, task in enumerate(plan.tasks):
            where = ("tasks", place)
            if task.id in seen:
                yield source.mistake("form.task-twice", where, given=task.id)
            seen.add(task.id)
            yield from _words(task, source, where)
            yield from _figure(task, catalogue, source, where)
            yield from _links(task, plan, source, where)
            yield from _times(task, plan, catalogue, source, where)


def _words(task: PlanTask, source: SourceFile, where: Path) -> Found:
    if not task.quote:
        yield source.mistake("form.quote-missing", where, given=task.id)
    if not _ID.fullmatch(task.id):
        yield source.mistake("form.task-id", where, given=task.id)
    if not task.brief:
        yield source.mistake("form.task-brief", where, given=task.id)
    if not task.source:
        yield source.mistake("form.source-missing", where)


def _figure(task: PlanTask, catalogue: Catalogue, source: SourceFile, where: Path) -> Found:
    if not (task.operator or task.figure):
        return
    if task.operator not in COMPARISONS:
        yield source.mistake("form.operator", where, given=task.operator)
    if figure(task.figure) is None:
        yield source.mistake("form.figure", where, given=task.figure)
    if task.measure not in catalogue.measures:
        suggestion = nearest_spelling(task.measure, catalogue.measures)
        facts = {"given": task.measure, "suggestion": suggestion}
        yield source.mistake("form.measure-unknown", where, **facts)


def _links(task: PlanTask, plan: Plan, source: SourceFile, where: Path) -> Found:
    known = [target.id for target in plan.targets]
    for target in task.targets:
        if target not in known:
            facts = {"given": target, "suggestion": nearest_spelling(target, known)}
            yield source.mistake("form.task-target", where, **facts)


def _times(
    task: PlanTask, plan: Plan, catalogue: Catalogue, source: SourceFile, where: Path
) -> Found:
    if task.recurs and task.recurs not in list(PeriodKind):
        facts = {
            "given": task.recurs,
            "suggestion": nearest_spelling(task.recurs, list(PeriodKind)),
        }
        yield source.mistake("form.task-recurs", where, **facts)
    try:
        begin, day, last = plan.begin_of(task), plan.day_of(task), task.last_day
    except FormError:
        yield source.mistake("form.period-unknown", where, period=task.period)
        return
    if last < begin:
        yield source.mistake("form.task-due", where, given=task.id, day=last, begin=begin)
    yield from _units(task, catalogue, day, partial(source.mistake, where=where))


def _units(task: PlanTask, catalogue: Catalogue, day: date, mistake: partial[Mistake]) -> Found:
    """Yield codes that mean no unit, and kinds that there are not."""
    known = {*UNIT_KINDS, *(unit.kind for unit in catalogue.units)}
    for kind in task.kinds:
        if kind not in known:
            suggestion = nearest_spelling(kind, sorted(known))
            yield mistake("form.unit-kind-unknown", given=kind, suggestion=suggestion)
    for code in (task.unit, *task.among):
        if catalogue.units.find(code, day) is None:
            yield mistake("form.unit-unknown", unit=code, date=day)


def lint_reporters(catalogue: Catalogue, files: Mapping[str, SourceFile]) -> Found:
    """Yield the tasks that nobody reports; the national tables are read for it."""
    for plan in catalogue.plans.values():
        for place, task in enumerate(plan.tasks):
            try:
                day = plan.day_of(task)
            except FormError:
                continue
            is_asked = task.kinds and not task.among and catalogue.units.find(task.unit, day)
            if is_asked and not _has_below(catalogue, task.unit, day, frozenset(task.kinds)):
                facts = {"given": ", ".join(task.kinds), "unit": task.unit, "date": day}
                yield files[f"plan:{plan.id}"].mistake(
                    "form.task-nobody", ("tasks", place), **facts
                )


def _has_below(catalogue: Catalogue, code: str, day: date, kinds: frozenset[str]) -> bool:
    """Say whether some unit below one is of one of these kinds."""
    waiting, seen = [code], {code}
    while waiting:
        for unit in catalogue.units.children(waiting.pop(), day):
            if unit.kind in kinds:
                return True
            if unit.code not in seen:
                seen.add(unit.code)
                waiting.append(unit.code)
    return False
