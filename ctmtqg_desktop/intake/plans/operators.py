"""How a figure is to be reached: by the words before and behind it."""

from typing import NamedTuple

from ctmtqg_desktop.intake.plans.numbers import Figure
from ctmtqg_desktop.intake.plans.proposal import PromiseKind
from ctmtqg_desktop.intake.plans.sentences import Stretch
from ctmtqg_desktop.intake.plans.vocabulary import looked_for

_ABOUT = r"(?:\s*<operators.about>)*\s*$"
_BEFORE = (
    ("<=", r"<operators.most>"),
    (">=", r"<operators.least>"),
    (">", r"(?<!khong )<operators.more>"),
    ("<", r"(?<!khong )<operators.less>"),
    ("=", r"<operators.exact>"),
)
_FALL_TO = (
    r"\b<operators.fall>\b[^;:]{0,80}\b<operators.fall_to>\s*(?P<less><operators.less>)?"
    r"(?:\s*<operators.about>)*\s*$"
)
_NO_MORE = r"\b<operators.forbid>\b[^,;:]{0,60}\b<operators.beyond>\s*$"
_FALL = r"\b<operators.fall>\b[^,;:]{0,80}$"
_BAD = r"\b<bad.rate>\s+(?:nguoi |tre em |so |cac |dan so )?[^,;:]{0,24}?\b<bad.things>\b"
_LEFT = r"\bcon\s*$"


class Around(NamedTuple):
    """The words of a clause before and behind its figure, without accents."""

    before: str
    behind: str


def around(plain: str, clause: Stretch, figure: Figure) -> Around:
    """Return what stands before and behind a figure in its clause."""
    return Around(
        plain[clause.start : figure.start], plain[figure.end : max(clause.end, figure.end)]
    )


def operator_of(words: Around, figure: Figure, kind: PromiseKind) -> str:
    """Return how a figure is to be reached."""
    found = _said(words)
    if found:
        return found
    if kind is PromiseKind.BASELINE or figure.value == 0:
        return "="
    if is_fall(words):
        return ">="
    return "<=" if _is_bad(words) else ">="


def _said(words: Around) -> str:
    fallen = looked_for(_FALL_TO).search(words.before)
    if fallen:
        return "<" if fallen["less"] else "<="
    if looked_for(_NO_MORE).search(words.before):
        return "<="
    before = _stated(words.before)
    behind = words.behind[:60]
    if before in {"", ">=", ">"} and looked_for(r"\b<operators.up>\b").search(behind):
        return before or ">="
    if before in {"", ">=", "<"} and looked_for(r"\b<operators.down>\b").search(behind):
        return "<="
    return before


def _stated(before: str) -> str:
    for operator, shape in _BEFORE:
        if looked_for(rf"(?:\b|(?<=[\s<>≤≥])){shape}{_ABOUT}").search(before):
            return operator
    return next(
        (
            operator
            for sign, operator in (("≤", "<="), ("≥", ">="), ("<", "<"), (">", ">"))
            if before.rstrip().endswith(sign)
        ),
        "",
    )


def is_fall(words: Around) -> bool:
    """Say whether the figure is how much something falls by, not what it falls to."""
    if looked_for(_FALL_TO).search(words.before):
        return False
    return looked_for(_FALL).search(words.before) is not None


def _is_bad(words: Around) -> bool:
    """Say whether less of it is better."""
    if looked_for(_LEFT).search(words.before):
        return True
    found = looked_for(_BAD).search(words.before)
    if found is None:
        return False
    return looked_for(r"\b<bad.served>\b").search(words.before[found.end() :]) is None
