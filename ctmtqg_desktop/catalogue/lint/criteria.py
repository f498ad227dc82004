"""What is wrong within a criteria set, in local thresholds, and in a form that shows a set."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.expand import PARTS
from ctmtqg_desktop.catalogue.lint.values import figure, is_unit
from ctmtqg_desktop.catalogue.records.criteria import (
    CriteriaSet,
    Criterion,
    JudgedBy,
    LocalThresholds,
    SubCriterion,
    Threshold,
)
from ctmtqg_desktop.catalogue.records.form import VALUE, Cell, Column, Form, SectionKind, cell_spec
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, Path, SourceFile, nearest_spelling

_HUNDRED = Decimal(100)
Found = Iterator[Mistake]


def set_mistakes(criteria: CriteriaSet, source: SourceFile) -> Found:
    """Yield the mistakes within one set, local thresholds included."""
    counted = sum(s.counted for c in criteria.criteria for s in c.subcriteria)
    if criteria.contents and criteria.contents < counted:
        yield source.mistake(
            "form.contents-fewer", ("contents",), given=criteria.contents, counted=counted
        )
    for place, criterion in enumerate(criteria.criteria):
        where = ("criteria", place)
        if not criterion.source:
            yield source.mistake("form.source-missing", where)
        yield from _single(criterion, source, where)
        for at, sub in enumerate(criterion.subcriteria):
            yield from _content(sub, source, (*where, "subcriteria", at))


def _single(criterion: Criterion, source: SourceFile, where: Path) -> Found:
    if len(criterion.subcriteria) == 1 and criterion.subcriteria[0].code != criterion.code:
        given = criterion.subcriteria[0].code
        yield source.mistake("form.single-numbered", where, given=given, criterion=criterion.code)


def _content(sub: SubCriterion, source: SourceFile, where: Path) -> Found:
    if not all(w.source for w in sub.wordings):
        yield source.mistake("form.source-missing", where)
    is_level = sub.judged is JudgedBy.LEVEL
    if is_level != (len(sub.levels) > 1):
        yield source.mistake("form.levels", where, given=sub.code)
    for part in sub.parts:
        if part not in PARTS:
            known = ", ".join(PARTS)
            yield source.mistake("form.part-unknown", where, given=part, known=known)
    yield from _thresholds(sub, source, where)


def _thresholds(sub: SubCriterion, source: SourceFile, where: Path) -> Found:
    judged = {sub.judged, *(w.judged for w in sub.wordings if w.judged)}
    if sub.thresholds and judged == {JudgedBy.MET}:
        yield source.mistake("form.threshold-of-met", where, given=sub.code)
    places = Counter((t.unit, t.region, t.begins) for t in sub.thresholds)
    if any(times > 1 for times in places.values()):
        yield source.mistake("form.threshold-twice", where, given=sub.code)
    for threshold in sub.thresholds:
        yield from _threshold(sub, threshold, source, where)


def _threshold(sub: SubCriterion, threshold: Threshold, source: SourceFile, where: Path) -> Found:
    if not threshold.source:
        yield source.mistake("form.source-missing", where)
    if sub.judged is JudgedBy.LEVEL:
        levels = [level.id for level in sub.levels]
        if threshold.figure not in levels:
            suggestion = nearest_spelling(threshold.figure, levels)
            yield source.mistake(
                "form.level-unknown", where, given=threshold.figure, suggestion=suggestion
            )
        return
    wanted = figure(threshold.figure)
    if threshold.least and not sub.requirement:
        yield source.mistake("form.threshold-least", where, given=sub.code)
    if sub.judged is JudgedBy.PERCENT and not threshold.relative_to and (wanted or 0) > _HUNDRED:
        yield source.mistake("form.threshold-over-100", where, given=threshold.figure)


def local_mistakes(local: LocalThresholds, catalogue: Catalogue, source: SourceFile) -> Found:
    """Yield what a unit's thresholds name that does not exist."""
    criteria = catalogue.criteria_sets.get(local.criteria)
    if criteria is None:
        suggestion = nearest_spelling(local.criteria, catalogue.criteria_sets)
        yield source.mistake(
            "form.criteria-unknown", ("criteria",), given=local.criteria, suggestion=suggestion
        )
        return
    if not is_unit(local.unit, catalogue):
        yield source.mistake("form.threshold-unit", ("unit",), given=local.unit)
    codes = [s.code for c in criteria.criteria for s in c.subcriteria]
    for place, threshold in enumerate(local.thresholds):
        if threshold.code not in codes:
            yield source.mistake(
                "form.content-unknown",
                ("thresholds", place),
                given=threshold.code,
                suggestion=nearest_spelling(threshold.code, codes),
            )


def form_mistakes(form: Form, catalogue: Catalogue, source: SourceFile) -> Found:
    """Yield the fields that a set's relative thresholds need and the form does not have."""
    for place, section in enumerate(form.sections):
        criteria = catalogue.criteria_sets.get(section.criteria)
        if criteria is None:
            continue
        if section.kind is not SectionKind.GRID:
            yield source.mistake("form.criteria-grid", ("sections", place), given=section.id)
        yield from _groups(form, criteria, catalogue, source, ("sections", place))
        for name in sorted(_references(criteria)):
            if not _is_number_field(form, name):
                yield source.mistake(
                    "form.threshold-reference", ("sections", place), given=name, form=form.id
                )


def _groups(
    form: Form, criteria: CriteriaSet, catalogue: Catalogue, source: SourceFile, where: Path
) -> Found:
    """Yield the groups of units that a form does not let them choose, or that are no region."""
    if not criteria.grouped_by:
        return
    name, _, row_name = criteria.grouped_by.partition(".")
    section = form.section(name)
    row = section.row(row_name) if section is not None else None
    ids = [choice.id for choice in row.choices or ()] if row is not None else []
    if not ids:
        facts = {"given": criteria.grouped_by, "form": form.id}
        yield source.mistake("form.group-field", where, **facts)
    for group in ids:
        if group not in catalogue.regions:
            suggestion = nearest_spelling(group, catalogue.regions)
            yield source.mistake("form.region-unknown", where, given=group, suggestion=suggestion)


def _references(criteria: CriteriaSet) -> set[str]:
    thresholds = (t for c in criteria.criteria for s in c.subcriteria for t in s.thresholds)
    return {t.relative_to for t in thresholds if t.relative_to}


def _is_number_field(form: Form, name: str) -> bool:
    try:
        cell = Cell.parse(name)
    except ValueError:
        return False
    section = form.section(cell.section)
    row = section.row(cell.row) if section else None
    if section is None or row is None or cell.column != VALUE:
        return False
    return cell_spec(section, row, Column(VALUE, "")).type.is_number
