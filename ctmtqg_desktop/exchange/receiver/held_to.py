"""What a package is held to: reasons asked for, also of one that came before they were."""

from collections.abc import Iterable, Sequence

from ctmtqg_desktop.entries.overview import part_fills
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.exchange.post.kept_verdict import KeptVerdict
from ctmtqg_desktop.exchange.sender.blank_forms import asked_since, left_empty
from ctmtqg_desktop.exchange.sender.orders import BLANK_PART, THIN_FORM
from ctmtqg_desktop.rules.finding import Finding

_UNEXPLAINED, _THIN = "exchange.unexplained", "exchange.thin-report"


def unexplained(
    kept: KeptVerdict | None, by_rules: Iterable[Finding], sheets: Sequence[Sheet]
) -> tuple[str, ...]:
    """Return the cautions of what asks for a reason and has none; it is told, not refused.

    Earlier programs did not ask why forms and parts were left empty. A package that is here
    already is held to what was asked when it came.

    Args:
        kept: what was found of the package when it came; None for one that is new.
        by_rules: what the rules of its forms find.
        sheets: of its forms.
    """
    found = [*by_rules, *(one for sheet in sheets for one in left_empty(sheet))]
    if kept is not None:
        told = {code.partition(":")[0] for code in kept.verdict.cautions}
        new = () if told & {_UNEXPLAINED, _THIN} else asked_since(found)
        found = [one for one in found if one not in new]
    blocking = [one for one in found if one.blocks]
    thin = [one for one in blocking if one.code.startswith((BLANK_PART, THIN_FORM))]
    said = (_UNEXPLAINED,) if len(blocking) > len(thin) else ()
    return (*said, *((f"{_THIN}:{_how_empty(sheets)}",) if thin else ()))


def _how_empty(sheets: Iterable[Sheet]) -> str:
    """Return how many cells of a report are empty, of how many."""
    fills = [fill for sheet in sheets for fill in part_fills(sheet)]
    total = sum(fill.total for fill in fills)
    return f"{total - sum(fill.filled for fill in fills)}/{total}"
