"""Fill a criteria grid with the rows of its criteria set, for one region and period.

What comes out is an ordinary grid: the verdict column is formulas like any other, so the
renderer, the engine and the print know nothing of criteria.

Source: a criterion is met only if every applicable content is (rule R1 of the criteria dossier);
a content that must hold for both sexes is met only if both are (R9).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ctmtqg_desktop.catalogue.criteria import (
    CriteriaSet,
    Criterion,
    Judged,
    SubCriterion,
    Threshold,
    Wording,
    row_id,
)
from ctmtqg_desktop.catalogue.form import CellOverride, CellType, Form, Row, Section
from ctmtqg_desktop.catalogue.legal import Confidence
from ctmtqg_desktop.catalogue.periods import Period

TOTAL_CRITERIA = "tong_tieu_chi"
TOTAL_CONTENTS = "tong_noi_dung"
PART_LABELS = {"nam": "Trong đó: nam", "nu": "Trong đó: nữ"}
BY_PROVINCE = "Tỉnh quy định"
NOT_KNOWN = "Chưa có mức"
_TYPES = {
    Judged.PERCENT: CellType.PERCENT,
    Judged.NUMBER: CellType.NUMBER,
    Judged.INTEGER: CellType.INTEGER,
}
_SIGNS = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<"}
_SHUT = CellOverride(locked=True)


def expand_form(form: Form, sets: Mapping[str, CriteriaSet], region: str, period: Period) -> Form:
    """Return the form with every criteria grid filled; a form without one is returned as it is."""
    if not any(s.criteria for s in form.sections):
        return form
    sections = tuple(
        _expanded(s, sets[s.criteria], region, period) if s.criteria in sets else s
        for s in form.sections
    )
    return replace(form, sections=sections)


def _expanded(section: Section, criteria: CriteriaSet, region: str, period: Period) -> Section:
    roles = {c.role: c.id for c in section.columns if c.role}
    rows: list[Row] = []
    for criterion in criteria.criteria:
        rows.extend(_criterion_rows(criterion, roles, region, period))
    return replace(section, rows=(*rows, *_totals(criteria, roles)))


def _criterion_rows(
    criterion: Criterion, roles: dict[str, str], region: str, period: Period
) -> list[Row]:
    only = criterion.subcriteria[0]
    if len(criterion.subcriteria) == 1 and only.code == criterion.code:
        return _sub_rows(only, roles, region, period, level=0, name=criterion.name)
    verdict = roles["verdict"]
    parts = ", ".join(f"{row_id(s.code)}.{verdict}" for s in criterion.subcriteria)
    head = Row(
        id=row_id(criterion.code),
        no=criterion.code,
        label=criterion.name,
        level=0,
        heading=True,
        cells=_cells(roles, CellOverride(formula=f"tất_cả_đạt({parts})", locked=False)),
        source=criterion.source,
        confidence=criterion.confidence,
    )
    rows = [head]
    for sub in criterion.subcriteria:
        rows.extend(_sub_rows(sub, roles, region, period))
    return rows


def _cells(
    roles: dict[str, str],
    verdict: CellOverride,
    *,
    result: CellOverride = _SHUT,
    judgement: CellOverride = _SHUT,
) -> dict[str, CellOverride]:
    by_role = {"result": result, "judgement": judgement, "verdict": verdict}
    return {roles[role]: over for role, over in by_role.items() if role in roles}


def _bare_row(
    sub: SubCriterion, threshold: Threshold | None, wording: Wording, *, level: int, name: str
) -> Row:
    """Return the row of a sub-criterion without its cells."""
    return Row(
        id=row_id(sub.code),
        no=sub.code,
        label=f"{name}: {wording.text}" if name else wording.text,
        level=level,
        measure=sub.measure,
        requirement=requirement_text(sub, threshold),
        source=wording.source,
        confidence=wording.confidence,
        not_applicable=sub.not_applicable,
        help=sub.note,
        requirement_confidence=threshold.confidence if threshold else sub.requirement_confidence,
    )


def _sub_rows(
    sub: SubCriterion,
    roles: dict[str, str],
    region: str,
    period: Period,
    *,
    level: int = 1,
    name: str = "",
) -> list[Row]:
    threshold = sub.threshold(region, period.year)
    base = _bare_row(sub, threshold, sub.wording(period.end), level=level, name=name)
    if not sub.parts:
        return [replace(base, cells=_answer(sub, roles, threshold))]
    verdict = roles["verdict"]
    ids = [f"{base.id}_{part}" for part in sub.parts]
    both = CellOverride(formula=f"tất_cả_đạt({', '.join(f'{i}.{verdict}' for i in ids)})")
    whole = CellOverride(type=_TYPES.get(sub.judged), locked=False)
    rows = [replace(base, cells=_cells(roles, both, result=whole))]
    for part, part_id in zip(sub.parts, ids, strict=True):
        rows.append(
            replace(
                base,
                id=part_id,
                no="",
                level=level + 1,
                label=PART_LABELS.get(part, part),
                cells=_answer(sub, roles, threshold),
                requirement="",
            )
        )
    return rows


def _answer(
    sub: SubCriterion, roles: dict[str, str], threshold: Threshold | None
) -> dict[str, CellOverride]:
    """Say which cells of the row are typed and how the verdict follows from them."""
    result, judgement = roles["result"], roles["judgement"]
    judged = CellOverride(formula=f"đánh_giá({judgement}, {judgement})")
    open_judgement = CellOverride(type=CellType.MET, not_applicable=sub.not_applicable)
    if sub.judged is Judged.MET:
        return _cells(roles, judged, judgement=open_judgement)
    figure = CellOverride(type=_TYPES[sub.judged], not_applicable=sub.not_applicable)
    if threshold is None:
        return _cells(roles, judged, result=figure, judgement=open_judgement)
    compared = f"đánh_giá({result}, {result} {threshold.operator} {threshold.figure})"
    return _cells(roles, CellOverride(formula=compared), result=figure)


def requirement_text(sub: SubCriterion, threshold: Threshold | None) -> str:
    """Return the requirement as screen and print show it."""
    if threshold is not None:
        return f"{_SIGNS[threshold.operator]} {threshold.figure.replace('.', ',')}"
    if sub.by_province:
        return BY_PROVINCE
    return sub.requirement or NOT_KNOWN


def _totals(criteria: CriteriaSet, roles: dict[str, str]) -> tuple[Row, Row]:
    verdict = roles["verdict"]
    heads = [row_id(c.code) for c in criteria.criteria]
    subs = [row_id(s.code) for c in criteria.criteria for s in c.subcriteria]

    def total(row: str, label: str, ids: list[str]) -> Row:
        counted = f"số_đạt({', '.join(f'{i}.{verdict}' for i in ids)})"
        over = CellOverride(type=CellType.INTEGER, formula=counted, locked=False)
        return Row(
            id=row,
            label=label,
            level=0,
            heading=True,
            requirement=str(len(ids)),
            cells=_cells(roles, _SHUT, result=over),
            source=criteria.source,
            confidence=Confidence.SOURCE,
        )

    return (
        total(TOTAL_CRITERIA, "Tổng số tiêu chí đạt", heads),
        total(TOTAL_CONTENTS, "Tổng số nội dung tiêu chí đạt", subs),
    )


def criterion_rows(criteria: CriteriaSet) -> tuple[tuple[str, Criterion], ...]:
    """Return (row id, criterion) in order, for a matrix of units by criteria."""
    return tuple((row_id(c.code), c) for c in criteria.criteria)


def in_force(criteria: CriteriaSet, at: date) -> bool:
    """Say whether the set applies on a day."""
    return criteria.valid_from <= at and (criteria.valid_to is None or at <= criteria.valid_to)
