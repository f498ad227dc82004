"""How one content of a criterion is answered: which cells are typed, and what decides."""

from ctmtqg_desktop.catalogue.criteria import Judged, SubCriterion, Threshold
from ctmtqg_desktop.catalogue.form import CellOverride, CellType

BY_PROVINCE = "Tỉnh quy định"
NOT_KNOWN = "Chưa có mức"
RESULT_TYPES = {
    Judged.PERCENT: CellType.PERCENT,
    Judged.NUMBER: CellType.NUMBER,
    Judged.INTEGER: CellType.INTEGER,
    Judged.LEVEL: CellType.CHOICE,
}
_SIGNS = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<"}
_LEVEL_WORDS = {">=": "{} trở lên", "<=": "{} trở xuống", ">": "Trên {}", "<": "Dưới {}"}
SHUT = CellOverride(locked=True)
_QUIET = CellOverride(formula="", locked=True)
_HISTORY_ROLES = ("baseline", "status")
"""Columns that only a criterion answers, not each of its contents."""


def cells(
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


def answer(
    sub: SubCriterion, roles: dict[str, str], threshold: Threshold | None, *, history: bool = False
) -> dict[str, CellOverride]:
    """Say which cells of the row are typed and how the verdict follows from them."""
    result, judgement = roles["result"], roles["judgement"]
    judged = CellOverride(formula=f"đánh_giá({judgement}, {judgement})")
    by_eye = CellOverride(type=CellType.MET, not_applicable=sub.not_applicable)
    if sub.judged is Judged.MET:
        return cells(roles, judged, judgement=by_eye, history=history)
    figure = figure_cell(sub)
    if threshold is None:
        return cells(roles, judged, result=figure, judgement=by_eye, history=history)
    decided = f"đánh_giá({result}, {_comparison(sub, threshold, result)})"
    return cells(roles, CellOverride(formula=decided), result=figure, history=history)


def figure_cell(sub: SubCriterion) -> CellOverride:
    """Return the cell in which the reported figure or level is typed."""
    return CellOverride(
        type=RESULT_TYPES[sub.judged],
        choices=sub.levels or None,
        not_applicable=sub.not_applicable,
    )


def _comparison(sub: SubCriterion, threshold: Threshold, result: str) -> str:
    if sub.judged is Judged.LEVEL:
        enough = sub.passing(threshold)
        return " hoặc ".join(f'{result} = "{level}"' for level in enough) or "sai"
    if threshold.relative_to:
        wanted = f"{threshold.relative_to} * {threshold.figure} / 100"
        return f"{result} {threshold.operator} {wanted}"
    return f"{result} {threshold.operator} {threshold.figure}"


def requirement_text(sub: SubCriterion, threshold: Threshold | None) -> str:
    """Return the requirement as screen and print show it."""
    if threshold is None:
        return BY_PROVINCE if sub.by_province else sub.requirement or NOT_KNOWN
    if sub.judged is Judged.LEVEL:
        labels = {level.id: level.label for level in sub.levels}
        label = labels.get(threshold.figure, threshold.figure)
        return _LEVEL_WORDS.get(threshold.operator, "{}").format(label)
    sign = _SIGNS.get(threshold.operator, threshold.operator)
    figure = f"{sign} {threshold.figure.replace('.', ',')}"
    return (sub.requirement or f"{figure}%") if threshold.relative_to else figure
