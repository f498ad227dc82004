"""How one content of a criterion is answered: which cells are typed, and what decides."""

from dataclasses import dataclass, replace

from ctmtqg_desktop.catalogue.records.criteria import JudgedBy, SubCriterion, Threshold
from ctmtqg_desktop.catalogue.records.form import CellOverride, CellType, Choice
from ctmtqg_desktop.catalogue.records.legal import Confidence, least_sure
from ctmtqg_desktop.messages import phrase

RESULT_TYPES = {
    JudgedBy.PERCENT: CellType.PERCENT,
    JudgedBy.NUMBER: CellType.NUMBER,
    JudgedBy.INTEGER: CellType.INTEGER,
    JudgedBy.LEVEL: CellType.CHOICE,
}
_SIGNS = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<"}
_LEVELS = {
    ">=": "criteria.at-least",
    "<=": "criteria.at-most",
    ">": "criteria.above",
    "<": "criteria.below",
}
SHUT = CellOverride(locked=True)
_QUIET = CellOverride(formula="", locked=True)
_HISTORY_ROLES = ("baseline", "status")
"""Columns that only a criterion answers, not each of its contents."""


def judged_cells(
    roles: dict[str, str],
    verdict: CellOverride,
    *,
    result: CellOverride = SHUT,
    judgement: CellOverride = SHUT,
    history: bool = False,
) -> dict[str, CellOverride]:
    """Return the cells of a row; ``history`` opens the columns on the year before."""
    by_role = {"result": result, "judgement": judgement, "verdict": verdict}
    by_role |= dict.fromkeys(_HISTORY_ROLES, CellOverride(locked=False) if history else _QUIET)
    return {roles[role]: over for role, over in by_role.items() if role in roles}


@dataclass(frozen=True, slots=True)
class Demand:
    """What is demanded of a content: of whoever fills the form, or of one group of them.

    Attributes:
        threshold: None where nobody has set a figure; the officer then judges.
        group, chosen_in: of whom, and the field in which a unit says that it is one.
    """

    threshold: Threshold | None
    group: Choice | None = None
    chosen_in: str = ""


Demands = tuple[Demand, ...]
"""One for everybody, or one for each group, in the order of the choices."""


def answer(
    sub: SubCriterion, roles: dict[str, str], demands: Demands, *, history: bool = False
) -> dict[str, CellOverride]:
    """Say which cells of the row are typed and how the verdict follows from them."""
    result, judgement = roles["result"], roles["judgement"]
    judged = CellOverride(formula=f"đánh_giá({judgement}, {judgement})")
    by_eye = CellOverride(type=CellType.MET, not_applicable=sub.not_applicable)
    if sub.judged is JudgedBy.MET:
        return judged_cells(roles, judged, judgement=by_eye, history=history)
    ways = [_way(sub, demand.threshold, result, judgement) for demand in demands]
    is_open = sub.or_judged or any(_is_judged(demand.threshold) for demand in demands)
    decided = CellOverride(formula=_chosen(demands, ways))
    judged_too = by_eye if is_open else SHUT
    figure = figure_cell(sub)
    return judged_cells(roles, decided, result=figure, judgement=judged_too, history=history)


def _is_judged(threshold: Threshold | None) -> bool:
    return threshold is None or bool(threshold.least)


def _way(sub: SubCriterion, threshold: Threshold | None, result: str, judgement: str) -> str:
    """Return what decides where a figure is demanded, or where none is."""
    by_eye = f"đánh_giá({judgement}, {judgement})"
    if threshold is None:
        return by_eye
    enough = _comparison(sub, threshold, result)
    decided = f"đánh_giá({result}, {enough})"
    if threshold.least:
        for_some = _comparison(sub, replace(threshold, figure=threshold.least), result)
        decided = f"nếu(({for_some}) và không ({enough}), {by_eye}, {decided})"
    return f"nếu(có({result}), {decided}, {by_eye})" if sub.or_judged else decided


def _chosen(demands: Demands, ways: list[str]) -> str:
    """Return the way of the group that is chosen; unknown while none is."""
    decided = ways[-1]
    for demand, way in zip(reversed(demands[:-1]), reversed(ways[:-1]), strict=True):
        if demand.group is not None:
            decided = f'nếu({demand.chosen_in} = "{demand.group.id}", {way}, {decided})'
    return decided


def figure_cell(sub: SubCriterion) -> CellOverride:
    """Return the cell in which the reported figure or level is typed."""
    return CellOverride(
        type=RESULT_TYPES[sub.judged],
        choices=sub.levels or None,
        not_applicable=sub.not_applicable,
    )


def _comparison(sub: SubCriterion, threshold: Threshold, result: str) -> str:
    if sub.judged is JudgedBy.LEVEL:
        enough = sub.passing(threshold)
        return " hoặc ".join(f'{result} = "{level}"' for level in enough) or "sai"
    if threshold.relative_to:
        wanted = f"{threshold.relative_to} * {threshold.figure} / 100"
        return f"{result} {threshold.operator} {wanted}"
    return f"{result} {threshold.operator} {threshold.figure}"


def requirement_text(sub: SubCriterion, demands: Demands) -> str:
    """Return the requirement as screen and print show it, group by group where they differ."""
    texts = [_requirement(sub, demand.threshold) for demand in demands]
    named = zip(demands, texts, strict=True)
    return "; ".join(f"{d.group.label}: {text}" if d.group else text for d, text in named)


def requirement_confidence(sub: SubCriterion, demands: Demands) -> Confidence:
    """Return how far what is demanded may be believed: as far as the least of it."""
    found = {
        d.threshold.confidence if d.threshold else sub.requirement_confidence for d in demands
    }
    return least_sure(found)


def _requirement(sub: SubCriterion, threshold: Threshold | None) -> str:
    if threshold is None:
        if sub.by_province:
            return phrase("criteria.by-province")
        return sub.requirement or phrase("criteria.no-threshold")
    if sub.judged is JudgedBy.LEVEL:
        labels = {level.id: level.label for level in sub.levels}
        label = labels.get(threshold.figure, threshold.figure)
        code = _LEVELS.get(threshold.operator)
        return phrase(code, level=label) if code else label
    sign = _SIGNS.get(threshold.operator, threshold.operator)
    figure = f"{sign} {threshold.figure.replace('.', ',')}"
    if threshold.least:
        return sub.requirement or figure
    return (sub.requirement or f"{figure}%") if threshold.relative_to else figure
