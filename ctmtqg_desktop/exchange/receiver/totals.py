"""What was received, together: totals that can be taken apart; targets and tasks of a plan."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.consolidate import Matrix, Part
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.answers.track import Tracked, asked_text, targets_against
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.receiver.consolidate import (
    Consolidation,
    show_total,
    totals_in_order,
)
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import Consolidate, Track
from ctmtqg_desktop.exchange.receiver.task_facts import task_facts
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.tasks.reports import task_reports
from ctmtqg_desktop.exchange.tasks.standing import (
    TaskQuestion,
    TrackedTask,
    task_counts,
    tasks_against,
)
from ctmtqg_desktop.exchange.words import sentence
from ctmtqg_desktop.text import canonical_number


class Answers(NamedTuple):
    """The targets and tasks of a plan, and the reports that answered them."""

    targets: tuple[Tracked, ...]
    whole: Consolidation
    tasks: tuple[TrackedTask, ...] = ()


def consolidate(office: Office, order: Consolidate, _: Step = no_step) -> Done:
    """Add up the accepted reports of a report set, with the reports they are made of.

    Raises:
        FormError: ``exchange.not-here``, ``form.report-set-unknown``, ``form.period-…``.
    """
    if order.at and order.at != office.unit.code:
        raise FormError("exchange.not-here", unit=order.at, us=office.unit.code)
    whole = office.consolidate(order.report_set, Period.parse(order.period))
    code = "done.consolidate" if whole.missing else "done.consolidate-all"
    if not (whole.missing or whole.submissions):
        code = "done.consolidate-none"
    return Done(code, _whole_facts(office.library, whole), found=whole)


def _whole_facts(library: Library, whole: Consolidation) -> dict[str, object]:
    return {
        "rows": [row for form in whole.forms for row in _rows(library, whole, form.form.id)],
        "missing": [unit.code for unit in whole.missing],
        "sources": [
            {"unit": s.key.unit, "revision": s.revision, "content_sha256": s.content_sha256}
            for s in whole.submissions
        ],
        "matrices": {form: _matrix_facts(found) for form, found in whole.matrices.items()},
        "units": len(whole.submissions),
        "missing_names": [unit.name for unit in whole.missing],
        "doubles": [one._asdict() for one in whole.doubles],
        "shown_differs": [one._asdict() for one in whole.differing],
        "proof": proved_facts(whole),
    }


def proved_facts(whole: Consolidation) -> dict[str, object]:
    """Return how many reports were set against their signed packages, and what differed."""
    return {
        "proved": whole.proof.proved,
        "of": len(whole.submissions),
        "problems": [
            {"code": one.code, "message": str(sentence(one.code, one.facts))}
            for one in whole.proof.problems
        ],
    }


def _rows(library: Library, whole: Consolidation, form_id: str) -> list[dict[str, object]]:
    form = whole.form(form_id)
    if form is None:
        return []
    first = whole.sources[form_id][0].sheet
    return [
        {
            "form": form_id,
            "cell": str(cell),
            "label": first.label(cell),
            "value": canonical_number(total.value) if isinstance(total.value, Decimal) else None,
            "text": show_total(library, form.form, cell, total.value),
            "sources": part_facts(total.parts),
        }
        for cell, total in totals_in_order(form)
    ]


def part_facts(parts: Sequence[Part]) -> list[dict[str, object]]:
    """Return what a figure is made of."""
    return [
        {
            "unit": part.unit.code,
            "revision": part.revision,
            "content_sha256": part.content_sha256,
            "value": plain_value(part.value),
        }
        for part in parts
    ]


def plain_value(value: object) -> str | bool | None:
    """Return a value as facts hold it: numbers as texts; nothing for what is blank."""
    if isinstance(value, Decimal):
        return canonical_number(value)
    return value if isinstance(value, str | bool) else None


def _matrix_facts(found: Matrix) -> dict[str, object]:
    return {
        "average": plain_value(found.average),
        "total": found.total,
        "per_criterion": {c.code: found.per_criterion(c.code) for c in found.criteria},
        "per_unit": {u.code: found.per_unit(u.code) for u in found.units},
    }


def track(place: Desk | Office, order: Track, _: Step = no_step) -> Done:
    """Set the targets and tasks of a plan against what was reported, by ourselves too.

    At a reporting unit's desk those that concern it are set against its own sheets.

    Raises:
        FormError: ``form.plan-unknown``; no report set has the period.
    """
    if isinstance(place, Desk):
        return _track_own(place, order)
    answers = answers_of(place, order)
    facts = [_target_facts(place.library, item) for item in answers.targets]
    told = _tasks_told(place.library, answers.tasks)
    return _tracked(facts, answers.targets, told, answers)


def _track_own(desk: Desk, order: Track) -> Done:
    plan, period = desk.catalogue.plan(order.plan), Period.parse(order.period)
    own = desk.targets.answered(period, order.plan)
    reports = task_reports(desk.library, desk.workspace, desk.unit, period)
    asked = TaskQuestion(desk.catalogue, desk.unit, period, reports, is_own=True)
    tasks = tasks_against(plan, asked)
    facts = [
        _target_facts(desk.library, one.tracked) | {"is_ours": one.is_ours, "ours": one.ours}
        for one in own
    ]
    told = _tasks_told(desk.library, tasks)
    return _tracked(facts, [one.tracked for one in own], told, own)


def _tracked(
    facts: Sequence[dict[str, object]], targets: Sequence[Tracked],
    tasks: Mapping[str, object], found: object,
) -> Done:  # fmt: skip
    counts = target_counts(targets)
    told = {"targets": facts, "total": len(targets), "counts": counts, **tasks}
    return Done("done.track", told, found=found)


def _tasks_told(library: Library, tasks: Sequence[TrackedTask]) -> dict[str, object]:
    facts = [task_facts(item, library.catalogue.measures) for item in tasks]
    return {"tasks": facts, "task_counts": task_counts(tasks)}


def answers_of(office: Office, order: Track) -> Answers:
    """Return the targets and tasks of a plan, answered; window, command and print ask here.

    Raises:
        FormError: see ``track``.
    """
    whole = office.together(Period.parse(order.period), order.report_set)
    return answers_from(office.library, order.plan, whole)


def answers_from(library: Library, plan_id: str, whole: Consolidation) -> Answers:
    """Return every target and task of a plan with what reports that are put together answer.

    Raises:
        FormError: ``form.plan-unknown``.
    """
    targets = targets_against(library, plan_id, whole, every=True)
    return Answers(targets, whole, _tasks_from(library, plan_id, whole))


def _tasks_from(library: Library, plan_id: str, whole: Consolidation) -> tuple[TrackedTask, ...]:
    """Return the tasks of a plan by all reports that are kept, the periods before too."""
    catalogue, archive = library.catalogue, whole.archive
    if archive is None:
        return ()
    reports = task_reports(library, archive.workspace, archive.us, whole.period)
    asked = TaskQuestion(catalogue, archive.us, whole.period, reports, whole.excused)
    return tasks_against(catalogue.plan(plan_id), asked)


def target_counts(targets: Sequence[Tracked]) -> dict[str, int]:
    """Return how many targets stand where."""
    states = [item.state.value for item in targets]
    return {state: states.count(state) for state in sorted(set(states))}


def _target_facts(library: Library, item: Tracked) -> dict[str, object]:
    return {
        "id": item.target.id,
        "indicator": item.target.indicator,
        "unit": item.target.unit,
        "place": item.place,
        "operator": item.target.operator,
        "value": item.target.figure or None,
        "measure": item.target.measure,
        "actual": plain_value(item.progress.actual),
        "asked_text": asked_text(item.target, library.catalogue.measures),
        "actual_text": item.actual_text,
        "state": item.state.value,
        **_coverage_facts(item),
        "quote": item.target.quote,
        "why_not": item.target.answer.why_not or None,
        "sources": part_facts(item.parts),
    }


def _coverage_facts(item: Tracked) -> dict[str, object]:
    """Return who stands behind an answer, and the units that ended in whose place they do."""
    found = item.progress.coverage
    return {
        "reported": found.reported if found else None,
        "owing": found.owing if found else None,
        "coverage": item.coverage_text,
        "basis": item.basis,
        "answered_by": [unit.code for unit in item.land.units],
        "behind": [
            {
                "unit": origin.unit.code,
                "name": origin.unit.name,
                "valid_to": origin.unit.valid_to,
                "to": origin.succession.new if origin.succession else None,
                "share": origin.succession.share if origin.succession else None,
            }
            for origin in item.land.behind
        ],
        "beyond": [unit.code for unit in item.land.beyond],
        "succession": item.succession_text,
    }
