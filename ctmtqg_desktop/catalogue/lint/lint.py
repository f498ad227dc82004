"""What no single record can see: ids that name nothing, twice or never, and missing sources."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.lint.criteria import form_mistakes, local_mistakes, set_mistakes
from ctmtqg_desktop.catalogue.lint.duties import lint_duties
from ctmtqg_desktop.catalogue.lint.forms import lint_forms
from ctmtqg_desktop.catalogue.lint.indicators import lint_indicators
from ctmtqg_desktop.catalogue.lint.plan_tasks import lint_plan_tasks
from ctmtqg_desktop.catalogue.lint.plans import lint_plans
from ctmtqg_desktop.catalogue.lint.shares import lint_shares
from ctmtqg_desktop.catalogue.lint.spans import lint_spans, unit_places
from ctmtqg_desktop.catalogue.lint.values import (
    lint_calendar,
    lint_decimals,
    lint_measure,
    lint_periods,
    lint_receiver,
    lint_sub,
    lint_target,
)
from ctmtqg_desktop.catalogue.records.criteria import CriteriaSet
from ctmtqg_desktop.catalogue.records.declared import Plan, ReportSet, programme_of
from ctmtqg_desktop.catalogue.records.form import (
    Aggregate,
    CellType,
    Column,
    Form,
    Rule,
    Section,
    SectionKind,
    cell_spec,
)
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, Path, SourceFile, nearest_spelling
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.errors import FormError

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NAME = re.compile(r"[^\W\d]\w*")
_ROLES = frozenset(
    {"", "result", "judgement", "verdict", "requirement", "measure", "baseline", "status"}
)
_CRITERIA_ROLES = frozenset({"result", "judgement", "verdict"})
_NAMED_BY_ID = frozenset(
    {
        "report-set",
        "programme",
        "plan",
        "criteria-set",
        "thresholds",
        "measures",
        "calendars",
        "indicators",
        "areas",
        "aims",
        "duties",
        "profiles",
        "requests",
    }
)
EACH = frozenset({"form", "row", "column"})
"""What a rule may run over."""

Found = Iterator[Mistake]


def lint(
    catalogue: Catalogue, files: Mapping[str, SourceFile], alone: Form | None = None
) -> list[Mistake]:
    """Return the mistakes between records.

    Args:
        catalogue: whole.
        files: what each record came from.
        alone: the form whose insides are looked at, where it is not all forms.
    """
    mistakes: list[Mistake] = []
    forms = tuple(catalogue.forms.values()) if alone is None else (alone,)
    for form in forms:
        source = files[f"form:{form.id}.v{form.version}"]
        mistakes.extend(_form(form, catalogue, source))
    for criteria in catalogue.criteria_sets.values():
        mistakes.extend(_criteria(criteria, catalogue, files[f"criteria-set:{criteria.id}"]))
    for local in catalogue.thresholds.values():
        mistakes.extend(local_mistakes(local, catalogue, files[f"thresholds:{local.id}"]))
    for report_set in catalogue.report_sets.values():
        mistakes.extend(_report_set(report_set, catalogue, files[f"report-set:{report_set.id}"]))
    for plan in catalogue.plans.values():
        mistakes.extend(_plan(plan, catalogue, files[f"plan:{plan.id}"]))
    for look in (
        _ids,
        _values,
        _units,
        lint_plans,
        lint_plan_tasks,
        lint_spans,
        lint_duties,
    ):
        mistakes.extend(look(catalogue, files))
    mistakes.extend(lint_forms(catalogue, files, forms))
    mistakes.extend(lint_shares(forms, catalogue.measures, files))
    mistakes.extend(lint_indicators(catalogue, files))
    return mistakes


def _ids(catalogue: Catalogue, files: Mapping[str, SourceFile]) -> Found:
    """Demand ids that can stand in a file's name and in a package; forms are looked at alone."""
    del catalogue
    for name, source in files.items():
        kind, _, record = name.partition(":")
        if kind in _NAMED_BY_ID and not _ID.fullmatch(record):
            yield source.mistake("form.id-shape", ("id",), given=record)


def _values(catalogue: Catalogue, files: Mapping[str, SourceFile]) -> Found:
    for measure in catalogue.measures.values():
        yield from lint_measure(measure, files[f"measures:{measure.id}"])
    for calendar in catalogue.calendars.values():
        source = files[f"calendars:{calendar.id}"]
        yield from lint_calendar(calendar, source)
        yield from lint_receiver(calendar, catalogue, source)


def _known(
    wanted: str, known: Mapping[str, object], code: str, source: SourceFile, where: Path
) -> Found:
    if wanted and wanted not in known:
        yield source.mistake(code, where, given=wanted, suggestion=nearest_spelling(wanted, known))


def _form(form: Form, catalogue: Catalogue, source: SourceFile) -> Found:
    if not _ID.fullmatch(form.id):
        yield source.mistake("form.id-shape", ("id",), given=form.id)
    if not form.source:
        yield source.mistake("form.source-missing", ("source",))
    if programme_of(catalogue.programmes, form.programme) is None:
        yield from _known(
            form.programme, catalogue.programmes, "form.programme-unknown", source, ("programme",)
        )
    for place, membership in enumerate(form.report_sets):
        where = ("report_sets", place, "id")
        yield from _known(
            membership.id, catalogue.report_sets, "form.report-set-unknown", source, where
        )
    known_forms = {form_id: None for form_id, _ in catalogue.forms}
    for alias, used in form.uses.items():
        yield from _known(used, known_forms, "form.unknown", source, ("uses", alias))
    yield from _doubles([s.id for s in form.sections], source, ("sections",))
    yield from _doubles([r.id for r in form.rules], source, ("rules",))
    for place, section in enumerate(form.sections):
        yield from _section(section, catalogue, source, ("sections", place))
    yield from form_mistakes(form, catalogue, source)
    for place, rule in enumerate(form.rules):
        yield from _rule(rule, form, source, ("rules", place))


def _rule(rule: Rule, form: Form, source: SourceFile, where: Path) -> Found:
    if rule.each not in EACH:
        facts = {"given": rule.each, "suggestion": nearest_spelling(rule.each, sorted(EACH))}
        yield source.mistake("form.rule-each", (*where, "each"), **facts)
    if rule.section and form.section(rule.section) is None:
        suggestion = nearest_spelling(rule.section, [s.id for s in form.sections])
        at = (*where, "section")
        yield source.mistake("form.section-unknown", at, given=rule.section, suggestion=suggestion)
    if not rule.source:
        yield source.mistake("form.source-missing", (*where, "source"))


def _doubles(ids: list[str], source: SourceFile, where: Path) -> Found:
    for name, times in Counter(ids).items():
        if times > 1:
            second = [i for i, given in enumerate(ids) if given == name][1]
            yield source.mistake("form.id-twice", (*where, second), given=name)


def _section(section: Section, catalogue: Catalogue, source: SourceFile, where: Path) -> Found:
    ids = [c.id for c in section.columns]
    rows = [r.id for r in section.rows]
    yield from _doubles(ids, source, (*where, "columns"))
    yield from _doubles(rows, source, (*where, "rows"))
    for name in sorted(set(ids) & set(rows)):
        at = (*where, "rows", rows.index(name))
        yield source.mistake("form.row-is-column", at, given=name)
    yield from _shape(section, catalogue, source, where)
    for place, column in enumerate(section.columns):
        yield from _column(column, catalogue, source, (*where, "columns", place))
    for place, row in enumerate(section.rows):
        at = (*where, "rows", place)
        if not _NAME.fullmatch(row.id):
            yield source.mistake("form.name-shape", at, given=row.id)
        yield from _known(row.measure, catalogue.measures, "form.measure-unknown", source, at)
        yield from lint_decimals(row.decimals, catalogue.measures.get(row.measure), source, at)
        for name in row.cells:
            if name not in ids:
                yield source.mistake(
                    "form.column-unknown", at, given=name, suggestion=nearest_spelling(name, ids)
                )
        if section.kind is SectionKind.FIELDS:
            yield from _field(section, place, source, at)


def _field(section: Section, place: int, source: SourceFile, where: Path) -> Found:
    row = section.rows[place]
    spec = cell_spec(section, row, Column("value", ""))
    if spec.type is CellType.CHOICE and not spec.choices:
        yield source.mistake("form.choices-missing", where, given=row.id)
    if spec.type.is_number and not spec.measure:
        yield source.mistake("form.measure-missing", where, given=row.id)
    if spec.type is CellType.PERCENT and spec.aggregate is Aggregate.SUM:
        yield source.mistake("form.percent-added", where, given=row.id)


def _shape(section: Section, catalogue: Catalogue, source: SourceFile, where: Path) -> Found:
    if section.kind is SectionKind.FIELDS and section.columns:
        yield source.mistake("form.fields-columns", (*where, "columns"), given=section.id)
    if section.kind is SectionKind.ROSTER and section.rows:
        yield source.mistake("form.roster-rows", (*where, "rows"), given=section.id)
    if section.kind is not SectionKind.FIELDS and not section.columns:
        yield source.mistake("form.columns-missing", (*where, "kind"), given=section.id)
    if not section.criteria:
        if section.kind is SectionKind.GRID and not section.rows:
            yield source.mistake("form.rows-missing", (*where, "kind"), given=section.id)
        return
    at = (*where, "criteria")
    yield from _known(
        section.criteria, catalogue.criteria_sets, "form.criteria-unknown", source, at
    )
    missing = _CRITERIA_ROLES - {c.role for c in section.columns}
    if missing:
        at = (*where, "columns")
        yield source.mistake("form.criteria-roles", at, missing=", ".join(sorted(missing)))


def _column(column: Column, catalogue: Catalogue, source: SourceFile, where: Path) -> Found:
    if not _NAME.fullmatch(column.id):
        yield source.mistake("form.name-shape", where, given=column.id)
    if column.role not in _ROLES:
        facts = {"given": column.role, "suggestion": nearest_spelling(column.role, sorted(_ROLES))}
        yield source.mistake("form.role-unknown", where, **facts)
    yield from _known(column.measure, catalogue.measures, "form.measure-unknown", source, where)
    measure = catalogue.measures.get(column.measure)
    yield from lint_decimals(column.decimals, measure, source, where)
    if column.type is CellType.CHOICE and not column.choices:
        yield source.mistake("form.choices-missing", where, given=column.id)
    if column.type is CellType.PERCENT and column.aggregate is Aggregate.SUM:
        yield source.mistake("form.percent-added", where, given=column.id)
    if column.aggregate is Aggregate.FORMULA and not column.formula:
        yield source.mistake("form.aggregate-formula", where, given=column.id)
    if column.type is CellType.MONEY and not column.measure:
        yield source.mistake("form.measure-missing", where, given=column.id)


def _criteria(criteria: CriteriaSet, catalogue: Catalogue, source: SourceFile) -> Found:
    yield from _doubles([c.code for c in criteria.criteria], source, ("criteria",))
    yield from set_mistakes(criteria, source)
    for area, region in criteria.eased.items():
        if catalogue.areas:  # a folder that tells of no duties has no areas either
            yield from _known(area, catalogue.areas, "form.area-unknown", source, ("eased",))
        yield from _known(region, catalogue.regions, "form.region-unknown", source, ("eased",))
    for place, criterion in enumerate(criteria.criteria):
        where = ("criteria", place)
        if not criterion.subcriteria:
            yield source.mistake("form.subcriteria-missing", where, given=criterion.code)
        yield from _doubles(
            [s.code for s in criterion.subcriteria], source, (*where, "subcriteria")
        )
        for at, sub in enumerate(criterion.subcriteria):
            here = (*where, "subcriteria", at)
            if sub.code != criterion.code and not sub.code.startswith(criterion.code + "."):
                yield source.mistake(
                    "form.code-outside", here, given=sub.code, criterion=criterion.code
                )
            yield from _known(
                sub.measure, catalogue.measures, "form.measure-unknown", source, here
            )
            yield from lint_sub(sub, source, here)
            for threshold in sub.thresholds:
                yield from _known(
                    threshold.region, catalogue.regions, "form.region-unknown", source, here
                )


def _report_set(report_set: ReportSet, catalogue: Catalogue, source: SourceFile) -> Found:
    yield from lint_periods(report_set, source)
    where = ("calendar",)
    yield from _known(
        report_set.calendar, catalogue.calendars, "form.calendar-unknown", source, where
    )


def _plan(plan: Plan, catalogue: Catalogue, source: SourceFile) -> Found:
    yield from _doubles([t.id for t in plan.targets], source, ("targets",))
    known_forms = {form_id: None for form_id, _ in catalogue.forms}
    for place, target in enumerate(plan.targets):
        where = ("targets", place)
        if not target.quote:
            yield source.mistake("form.quote-missing", where, given=target.id)
        if not target.answer.by and not target.answer.why_not:
            yield source.mistake("form.answer-missing", where, given=target.id)
        yield from lint_target(target, source, where)
        yield from _known(target.answer.form, known_forms, "form.unknown", source, where)
        yield from _known(
            target.measure, catalogue.measures, "form.measure-unknown", source, where
        )
        try:
            day = plan.day_of(target)
            Period.parse(target.period)
            plan.begin_of(target)
        except FormError:
            yield source.mistake("form.period-unknown", where, period=target.period)
            continue
        named = () if plan.everywhere and not target.unit else (target.unit,)
        for code in (*named, *target.answer.among):
            if catalogue.units.find(code, day) is None:
                yield source.mistake("form.unit-unknown", where, unit=code, date=day)


def _units(catalogue: Catalogue, files: Mapping[str, SourceFile]) -> Found:
    seen: dict[str, list[tuple[object, object]]] = {}
    for unit, source, where in unit_places(catalogue, files):
        for begun, over in seen.setdefault(unit.code, []):
            if (over is None or unit.valid_from <= over) and (  # type: ignore[operator]
                unit.valid_to is None or begun <= unit.valid_to  # type: ignore[operator]
            ):
                yield source.mistake("form.unit-overlap", where, given=unit.code)
        seen[unit.code].append((unit.valid_from, unit.valid_to))
        if unit.parent and catalogue.units.find(unit.parent, unit.valid_from) is None:
            yield source.mistake("form.parent-unknown", where, given=unit.parent, unit=unit.code)
        yield from _known(unit.region, catalogue.regions, "form.region-unknown", source, where)
