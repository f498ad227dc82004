"""Say what is wrong with a formula: where, what was meant, what would be right."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.text import fold

_BEFORE = 60
_SHOWN = 100


class FormulaError(FormError):
    """A formula cannot be understood.

    Facts of every code but ``rules.cycle``: ``text`` (the formula), ``line`` and ``column``
    (from 1), ``caret`` (two lines, the second points). A fact that starts with ``rules.`` is
    itself a key of the messages and stands for the words found there.
    """


def fault(code: str, source: str, at: int, **facts: object) -> FormulaError:
    """Make the error for the place ``at`` (from 0) of a formula."""
    start = source.rfind("\n", 0, at) + 1
    line, _, _ = source[start:].partition("\n")
    column = at - start
    left = max(0, column - _BEFORE)
    shown = line[left : left + _SHOWN].replace("\t", " ")
    return FormulaError(
        code,
        text=source,
        line=source.count("\n", 0, at) + 1,
        column=column + 1,
        caret=f"{shown}\n{' ' * (column - left)}^",
        **facts,
    )


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like this one, accents aside; "" when none is near."""
    by_fold: dict[str, list[str]] = {}
    for candidate in known:
        by_fold.setdefault(fold(candidate), []).append(candidate)
    close = get_close_matches(fold(name), by_fold, n=1, cutoff=0.6)
    if not close:
        return ""
    return max(by_fold[close[0]], key=lambda each: SequenceMatcher(None, name, each).ratio())
