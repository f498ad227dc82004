"""Who owes what: the one place that answers, with the reason.

A unit owes a report set because every unit of its kind does, because of its profile, or because
its receiver has asked for that report. Where no profile was decided, only the first and the
last count, and whoever asks is told so.
"""

from dataclasses import dataclass
from datetime import date

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.profiles import (
    Duty,
    Profile,
    ReportRequest,
    profile_at,
    request_for,
)
from ctmtqg_desktop.catalogue.records.declared import ReportSet
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.periods import Period, periods_of
from ctmtqg_desktop.catalogue.records.tasks import PlanTask
from ctmtqg_desktop.catalogue.records.units import Unit

_LAST = 12
"""A year is looked at through the last of its periods of each length."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a unit owes a report; with no duty and no request, every unit of its kind does.

    Attributes:
        duty: what the profile meets.
        profile: what was decided of the unit, if anything was.
        request: what was asked for; its deadline counts.
    """

    duty: Duty | None = None
    profile: Profile | None = None
    request: ReportRequest | None = None


def profile_of(catalogue: Catalogue, unit: Unit, at: date) -> Profile | None:
    """Return what was decided of a unit for a day, None where nothing was."""
    return profile_at(catalogue.profiles.values(), unit, at)


def cause_of(catalogue: Catalogue, set_id: str, unit: Unit, period: Period) -> Cause | None:
    """Return why a unit owes a report set for a period, None where it does not."""
    at = period.end
    heads = catalogue.heads_of(set_id, unit, at)
    if not heads or not has_period(catalogue, catalogue.report_set(set_id), period):
        return None
    profile = profile_of(catalogue, unit, at)
    request = request_for(catalogue.requests.values(), set_id, unit, period.code)
    if request is not None:
        return Cause(profile=profile, request=request)
    if period.kind.value not in catalogue.report_set(set_id).periods:
        return None
    if profile is not None and set_id in profile.excused:
        return None
    if any(m.required for form in heads for m in form.report_sets if m.id == set_id):
        return Cause(profile=profile)
    duty = _met(catalogue, set_id, profile, at)
    lists_tasks = catalogue.report_set(set_id).tasks
    is_met = duty is not None and (not lists_tasks or has_tasks(catalogue, unit, period))
    return Cause(duty, profile) if is_met else None


def _met(catalogue: Catalogue, set_id: str, profile: Profile | None, at: date) -> Duty | None:
    duties = catalogue.duties.values() if profile is not None else ()
    return next(
        (d for d in duties if d.report_set == set_id and profile and d.is_met(profile, at)), None
    )


def has_tasks(catalogue: Catalogue, unit: Unit, period: Period) -> bool:
    """Say whether a plan gives a unit a task whose time a period lies in.

    What a unit had that ended is had by whoever followed it.
    """
    above = {unit.code, *catalogue.units.above(unit, period.end)}
    for plan in catalogue.plans.values():
        for task in () if plan.withdrawn else plan.tasks:
            begun, over = plan.begin_of(task), task.last_day
            if begun <= period.end and period.start <= over:
                day = plan.day_of(task)
                if _has(catalogue, task, day, (unit, period.end, above)):
                    return True
    return False


def _has(
    catalogue: Catalogue, task: PlanTask, day: date, who: tuple[Unit, date, set[str]]
) -> bool:
    unit, at, above = who
    for code in task.among or (task.unit,):
        meant = catalogue.units.find(code, day)
        if meant is None or (meant.valid_to is None and meant.valid_from > at):
            continue
        if not meant.is_valid(at):
            if meant.valid_to and _followed(catalogue, task, meant, unit, at):
                return True
        elif task.kinds and not task.among:
            if code in above and unit.code != code and unit.kind in task.kinds:
                return True
        elif (unit.code, unit.valid_from) == (meant.code, meant.valid_from):
            return True
    return False


def _followed(catalogue: Catalogue, task: PlanTask, meant: Unit, unit: Unit, at: date) -> bool:
    """Say whether a unit followed one that reported a task and ended."""
    last = meant.valid_to or at
    kinds = () if task.among else task.kinds
    origins = catalogue.lineage.origins(unit.code, at, last)
    found = (catalogue.units.find(step.old, last) for step in origins)
    return any(
        meant.code in {old.code, *catalogue.units.above(old, last)}
        for old in found
        if old is not None and (not kinds or old.kind in kinds)
    )


def owes(catalogue: Catalogue, set_id: str, unit: Unit, period: Period) -> bool:
    """Say whether a unit must send a report set for a period, not only may."""
    return cause_of(catalogue, set_id, unit, period) is not None


def is_decided(catalogue: Catalogue, set_id: str, unit: Unit, year: int) -> bool:
    """Say whether a unit owes a report set in a year and its receiver has said what it owes.

    What was asked for beside the regular reports counts too, whatever its period.
    """
    kinds = catalogue.report_set(set_id).periods
    regular = (p for p in periods_of(year) if p.kind.value in kinds and p.end.month == _LAST)
    requests = (one for one in catalogue.requests.values() if one.report_set == set_id)
    asked = (Period.parse(one.period) for one in requests)
    causes = (cause_of(catalogue, set_id, unit, period) for period in (*regular, *asked))
    return any(cause.profile or cause.request for cause in causes if cause is not None)


def expects(catalogue: Catalogue, set_id: str, unit: Unit, period: Period) -> bool:
    """Say whether a unit is one of those a figure of a report set waits for.

    Of a unit without a profile nobody knows: whoever may send it is waited for.
    """
    if profile_of(catalogue, unit, period.end) is None:
        return catalogue.concerns(set_id, unit, period.end)
    return owes(catalogue, set_id, unit, period)


def has_period(catalogue: Catalogue, report_set: ReportSet, period: Period) -> bool:
    """Say whether a report set is sent for a period: regularly, or because it was asked for.

    A request that was withdrawn counts too: the report may be on its way.
    """
    return period.kind.value in report_set.periods or any(
        one.report_set == report_set.id and one.period == period.code
        for one in catalogue.requests.values()
    )


def wanted_forms(
    catalogue: Catalogue, set_id: str, unit: Unit, period: Period, forms: tuple[Form, ...]
) -> tuple[Form, ...]:
    """Return the forms that a unit fills of a report set: all, or those a request names."""
    cause = cause_of(catalogue, set_id, unit, period)
    named = cause.request.forms if cause is not None and cause.request is not None else ()
    chosen = tuple(form for form in forms if form.id in named or _is_required(form, set_id))
    return chosen if named else forms


def _is_required(form: Form, set_id: str) -> bool:
    return any(m.id == set_id and m.required for m in form.report_sets)
