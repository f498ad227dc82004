"""What is wrong with targets and with what is said to answer them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.lint.values import NOT_BELOW, RATES, REPORTS
from ctmtqg_desktop.catalogue.records.declared import Plan, Target, TargetAnswer
from ctmtqg_desktop.catalogue.records.form import Cell, Column, Form
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, Path, SourceFile, nearest_spelling
from ctmtqg_desktop.catalogue.records.periods import PeriodKind

TARGET_KINDS = ("target", "baseline", "budget", "activity", "qualitative", "reporting")
_MET = "met"
_SHARE = "phan-tram"

Found = Iterator[Mistake]


def lint_plans(catalogue: Catalogue, files: Mapping[str, SourceFile]) -> Found:
    """Yield what is wrong with the plans, each and between them."""
    seen: dict[str, str] = {}
    for plan in catalogue.plans.values():
        source = files[f"plan:{plan.id}"]
        yield from _plan(plan, source)
        for place, target in enumerate(plan.targets):
            where = ("targets", place)
            other = seen.setdefault(target.id, plan.id)
            if other != plan.id:
                yield source.mistake("form.target-twice", where, given=target.id, other=other)
            yield from _target(target, source, where)
            yield from _answer(target, catalogue, source, where)


def _plan(plan: Plan, source: SourceFile) -> Found:
    if not (plan.title and plan.issuer):
        yield source.mistake("form.title-missing", ("title",), given=plan.id)
    if not plan.source:
        yield source.mistake("form.source-missing", ("source",))
    if plan.withdrawn and (plan.targets or plan.tasks):
        yield source.mistake("form.plan-withdrawn", ("withdrawn",), given=plan.id)


def _target(target: Target, source: SourceFile, where: Path) -> Found:
    if target.kind not in TARGET_KINDS:
        suggestion = nearest_spelling(target.kind, list(TARGET_KINDS))
        facts = {"given": target.kind, "suggestion": suggestion}
        yield source.mistake("form.target-kind", where, **facts)
    if target.operator == _MET and target.figure:
        yield source.mistake("form.figure-of-met", where, given=target.id)
    if target.baseline and _number(target.baseline) is None:
        yield source.mistake("form.baseline", where, given=target.baseline)
    if target.measure == _SHARE and _above_100(target.figure):
        yield source.mistake("form.figure-over-100", where, given=target.figure)
    if not target.source:
        yield source.mistake("form.source-missing", where)


def _above_100(figure: str) -> bool:
    found = _number(figure or "0")
    return found is not None and found > 100


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _answer(target: Target, catalogue: Catalogue, source: SourceFile, where: Path) -> Found:
    answer = target.answer
    if answer.by and answer.why_not:
        yield source.mistake("form.answer-both", where, given=target.id)
    if answer.by and not _is_complete(answer):
        yield source.mistake("form.answer-incomplete", where, given=target.id)
    yield from _receipts(answer, catalogue, source, where)
    versions = [form for (form_id, _), form in catalogue.forms.items() if form_id == answer.form]
    if versions and answer.where:
        newest = max(versions, key=lambda form: form.version)
        yield from _where(answer, newest, target, source, where)


def _is_complete(answer: TargetAnswer) -> bool:
    if answer.by == REPORTS:
        return bool(answer.sets and answer.periods)
    if answer.by in RATES and not answer.since:
        return False
    has_of = bool(answer.of) or answer.by not in RATES | {NOT_BELOW}
    return bool(answer.form and answer.cell and has_of)


def _receipts(
    answer: TargetAnswer, catalogue: Catalogue, source: SourceFile, where: Path
) -> Found:
    """Yield report sets and kinds of periods that there are not."""
    for set_id in answer.sets:
        if set_id not in catalogue.report_sets:
            facts = {
                "given": set_id,
                "suggestion": nearest_spelling(set_id, catalogue.report_sets),
            }
            yield source.mistake("form.report-set-unknown", where, **facts)
    for kind in answer.periods:
        if kind not in list(PeriodKind):
            facts = {"given": kind, "suggestion": nearest_spelling(kind, list(PeriodKind))}
            yield source.mistake("form.answer-period", where, **facts)


def _where(
    answer: TargetAnswer, form: Form, target: Target, source: SourceFile, at: Path
) -> Found:
    """Yield what a condition wants of a column that never holds it."""
    section = form.section(Cell.parse(answer.cell).section) if "." in answer.cell else None
    columns = {c.id: c for c in section.columns} if section else {}
    for name, wanted in answer.where.items():
        if name in columns:
            yield from _wanted(columns[name], wanted, target, source, at)


def _wanted(column: Column, wanted: str, target: Target, source: SourceFile, at: Path) -> Found:
    ids = [choice.id for choice in column.choices]
    if ids and wanted not in ids:
        facts = {"given": wanted, "suggestion": nearest_spelling(wanted, ids), "target": target.id}
        yield source.mistake("form.answer-choice", at, **facts)
