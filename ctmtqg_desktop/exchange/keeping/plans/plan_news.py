"""What is new in a plan against what it said before: targets and tasks that came and went."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import NamedTuple

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.declared import Plan, Target
from ctmtqg_desktop.catalogue.records.tasks import PlanTask
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.targets.progress import MET_OPERATOR
from ctmtqg_desktop.text import format_number

_TOLD = 6
"""So many targets of a plan are spoken of; the facts hold every one."""
_SIGNS = {">=": "≥", "<=": "≤"}
_COMMENTS = frozenset({"confidence", "source"})
_TASK_WORDS = ("added", "changed", "dropped")


@dataclass(frozen=True, slots=True)
class ChangedTarget:
    """A target that says something else now; ``names`` are the fields that differ."""

    before: Target
    after: Target
    names: tuple[str, ...]


class TaskNews(NamedTuple):
    """A task that is new, says something else now, or is gone; ``what`` says which."""

    what: str
    task: PlanTask


@dataclass(frozen=True, slots=True)
class PlanNews:
    """What is new in one plan.

    Attributes:
        is_new: there was no plan of this id.
        withdrawn: the text that took it back; empty while it stands.
    """

    plan: Plan
    is_new: bool
    added: tuple[Target, ...]
    changed: tuple[ChangedTarget, ...]
    dropped: tuple[Target, ...]
    tasks: tuple[TaskNews, ...] = ()

    @property
    def withdrawn(self) -> str:
        """Return the text that took the plan back."""
        return self.plan.withdrawn


def news_of(before: Plan | None, after: Plan) -> PlanNews:
    """Compare a plan with what it said before."""
    old = {target.id: target for target in before.targets} if before else {}
    new = {target.id: target for target in after.targets}
    changed = tuple(
        ChangedTarget(old[name], target, names)
        for name, target in new.items()
        if name in old and (names := _differing(old[name], target))
    )
    return PlanNews(
        after,
        before is None,
        tuple(target for name, target in new.items() if name not in old),
        changed,
        tuple(target for name, target in old.items() if name not in new),
        tuple(_task_news(before.tasks if before else (), after.tasks)),
    )


def _task_news(before: Iterable[PlanTask], after: Iterable[PlanTask]) -> Iterator[TaskNews]:
    old, new = {task.id: task for task in before}, {task.id: task for task in after}
    for name, task in new.items():
        if name not in old:
            yield TaskNews("added", task)
        elif replace(old[name], confidence=task.confidence, source=task.source) != task:
            yield TaskNews("changed", task)
    yield from (TaskNews("dropped", task) for name, task in old.items() if name not in new)


def _differing(before: Target, after: Target) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in fields(Target)
        if field.name not in _COMMENTS
        and getattr(before, field.name) != getattr(after, field.name)
    )


def news_between(before: Catalogue, after: Catalogue) -> tuple[PlanNews, ...]:
    """Return what is new in the plans of a catalogue against an earlier one."""
    found = (
        news_of(before.plans.get(plan_id), plan)
        for plan_id, plan in after.plans.items()
        if before.plans.get(plan_id) != plan
    )
    return tuple(
        one
        for one in found
        if one.is_new or one.added or one.changed or one.dropped or one.tasks or one.withdrawn
    )


def news_facts(news: Iterable[PlanNews]) -> list[dict[str, object]]:
    """Return what is new in plans as facts."""
    return [
        {
            "id": one.plan.id,
            "title": one.plan.title,
            "version": one.plan.version,
            "is_new": one.is_new,
            "withdrawn": one.withdrawn,
            "added": [_target(target) for target in one.added],
            "changed": [
                {
                    **_target(c.after),
                    "fields": list(c.names),
                    "before": _target(c.before),
                }
                for c in one.changed
            ],
            "dropped": [_target(target) for target in one.dropped],
            "tasks": [
                {"what": what, "id": task.id, "brief": task.brief, "unit": task.unit}
                for what, task in one.tasks
            ],
        }
        for one in news
    ]


def _target(target: Target) -> dict[str, object]:
    return {
        "id": target.id, "indicator": target.indicator, "unit": target.unit,
        "period": target.period, "operator": target.operator, "figure": target.figure,
        "measure": target.measure, "sentence": target.quote,
    }  # fmt: skip


def news_lines(news: Iterable[PlanNews], catalogue: Catalogue, own: str) -> tuple[str, ...]:
    """Return what people read of what is new in plans, the targets of their own unit first."""
    lines: list[str] = []
    for one in news:
        facts = {
            "title": one.plan.title, "added": len(one.added), "changed": len(one.changed),
            "dropped": len(one.dropped), "withdrawn": one.withdrawn,
        }  # fmt: skip
        lines.append(say("plan-news.withdrawn" if one.withdrawn else "plan-news.plan", facts))
        if one.tasks:
            counted = {what: sum(t.what == what for t in one.tasks) for what in _TASK_WORDS}
            lines.append(say("plan-news.tasks", counted))
        told = [
            *(("plan-news.added", t) for t in one.added),
            *(("plan-news.changed", c.after) for c in one.changed),
            *(("plan-news.dropped", t) for t in one.dropped),
        ]
        told.sort(key=lambda pair: pair[1].unit != own)
        lines += [_line(what, target, one.plan, catalogue) for what, target in told[:_TOLD]]
        if len(told) > _TOLD:
            lines.append(say("plan-news.more", {"count": len(told) - _TOLD}))
    return tuple(lines)


def _line(code: str, target: Target, plan: Plan, catalogue: Catalogue) -> str:
    measure = catalogue.measures.get(target.measure)
    unit = catalogue.units.find(target.unit, plan.day_of(target))
    must = (
        _SIGNS.get(target.operator, target.operator),
        format_number(Decimal(target.figure)) if target.figure else "",
        measure.label if measure and target.figure else "",
    )
    facts = {
        "indicator": target.indicator, "unit": unit.name if unit else target.unit,
        "period": target.period,
        "must": " ".join(part for part in must if part and part != MET_OPERATOR),
    }  # fmt: skip
    return say(code, facts)


def demand_own_units(plans: Iterable[Plan], issuer: Unit, catalogue: Catalogue) -> None:
    """Refuse a plan that gives targets or tasks to units that are not its issuer's.

    Raises:
        FormError: ``exchange.plan-foreign``.
    """
    for plan in plans:
        for one, code in _assigned(plan):
            if plan.everywhere and not code:
                continue
            day = plan.day_of(one)
            unit = catalogue.units.find(code, day)
            above: Mapping[str, None] = dict.fromkeys(
                catalogue.units.above(unit, day) if unit else ()
            )
            if code != issuer.code and issuer.code not in above:
                raise FormError(
                    "exchange.plan-foreign", plan=plan.id, target=one.id, unit=code,
                    issuer=issuer.name,
                )  # fmt: skip


def _assigned(plan: Plan) -> Iterator[tuple[Target | PlanTask, str]]:
    """Yield every target and task with each unit it is given to."""
    yield from ((target, target.unit) for target in plan.targets)
    yield from ((task, code) for task in plan.tasks for code in (task.unit, *task.among))
