"""Which tasks a unit reports in a period, and which units report a task."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.declared import Plan
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.tasks import PlanTask
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.exchange.answers.land import NOBODY, AnsweringLand, land_of, unit_key
from ctmtqg_desktop.exchange.answers.track import lands_together


class AssignedTask(NamedTuple):
    """A task and the plan it stands in."""

    plan: Plan
    task: PlanTask


TaskLands = Callable[[AssignedTask], AnsweringLand]


def lands_of_tasks(catalogue: Catalogue, at: date) -> TaskLands:
    """Return who reports a task on a day; what was found is kept.

    Of a unit that ended, those that followed it report, whatever their kind.
    """

    @cache
    def found(code: str, kinds: tuple[str, ...], day: date) -> AnsweringLand:
        meant = catalogue.units.find(code, day)
        if meant is None:
            return NOBODY
        if not meant.is_valid(at):
            return _handed_on(land_of(catalogue, meant, meant, at, lambda _: True), kinds)
        if not kinds:
            return AnsweringLand((meant,))
        return land_of(catalogue, meant, meant, at, lambda unit: unit.kind in kinds)

    def land(one: AssignedTask) -> AnsweringLand:
        task, day = one.task, one.plan.day_of(one.task)
        if not task.among:
            return found(task.unit, task.kinds, day)
        return lands_together([found(code, (), day) for code in task.among])

    return land


def _handed_on(land: AnsweringLand, kinds: tuple[str, ...]) -> AnsweringLand:
    """Return those that followed the units that reported, whatever their own kind."""
    behind = tuple(o for o in land.behind if not kinds or o.unit.kind in kinds)
    heirs = {origin.succession.new for origin in behind if origin.succession}
    return replace(land, units=tuple(u for u in land.units if u.code in heirs), behind=behind)


def tasks_of(
    catalogue: Catalogue, unit: Unit, period: Period, still_open: Collection[str] = ()
) -> tuple[AssignedTask, ...]:
    """Return the tasks a unit reports in a period, in the order of the plans.

    Args:
        catalogue: with the plans.
        unit: who reports.
        period: the tasks whose time it lies in.
        still_open: ids of tasks that stay though their time is over.
    """
    reports = reported_by(catalogue, unit, period.end)
    return tuple(one for one in _in_time(catalogue, period, still_open) if reports(one))


def reported_by(catalogue: Catalogue, unit: Unit, at: date) -> Callable[[AssignedTask], bool]:
    """Return whether a unit reports a task on a day."""
    lands, key = lands_of_tasks(catalogue, at), unit_key(unit)
    near = {unit.code, *catalogue.units.above(unit, at)}

    def reports(one: AssignedTask) -> bool:
        if not _may_concern(catalogue, one, near, at):
            return False
        return key in {unit_key(found) for found in lands(one).units}

    return reports


def _in_time(
    catalogue: Catalogue, period: Period, still_open: Collection[str]
) -> Iterator[AssignedTask]:
    for plan in catalogue.plans.values():
        for task in () if plan.withdrawn else plan.tasks:
            is_over = task.last_day < period.start and task.id not in still_open
            if plan.begin_of(task) <= period.end and not is_over:
                yield AssignedTask(plan, task)


def _may_concern(catalogue: Catalogue, one: AssignedTask, near: set[str], at: date) -> bool:
    """Say whether it is worth while to ask for the land: of a unit that is there, only ours is."""
    codes = one.task.among or (one.task.unit,)
    if not near.isdisjoint(codes):
        return True
    meant = (catalogue.units.find(code, one.plan.day_of(one.task)) for code in codes)
    return any(unit is not None and not unit.is_valid(at) for unit in meant)
