"""Sentences of a passage, and which words of one belong to which figure."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ctmtqg_desktop.intake.plans.numbers import Figure
from ctmtqg_desktop.intake.plans.vocabulary import looked_for

_END = re.compile(r"(?<![.;!?…])[.;!?…]+[”\"’)*]*(?=\s|$)")
_BREAK = re.compile(r"[,;:()]\s?|\s[-–]\s|\bva\b|\btrong do\b")
_EDGES = " \t\n\r,;:*_"


class Stretch(NamedTuple):
    """A part of the text."""

    start: int
    end: int


def sentences_of(plain: str, start: int, end: int) -> Iterator[Stretch]:
    """Yield the sentences of a part of a text; a semicolon ends one, a colon does not."""
    begun = start
    for found in _END.finditer(plain, start, end):
        if not _is_number_before(plain, found.start(), begun):
            yield from _trimmed(plain, begun, found.end())
            begun = found.end()
    yield from _trimmed(plain, begun, end)


def _is_number_before(plain: str, at: int, begun: int) -> bool:
    """Say whether a dot is one of a section's number at the start ("5.1. Tiểu dự án")."""
    return plain[begun:at].strip(" ()*\n").replace(".", "").isdigit()


def _trimmed(plain: str, start: int, end: int) -> Iterator[Stretch]:
    while start < end and plain[start] in " \t\n\r*_":
        start += 1
    while end > start and plain[end - 1] in " \t\n\r*_":
        end -= 1
    if start < end:
        yield Stretch(start, end)


def clauses_of(plain: str, sentence: Stretch, figures: Sequence[Figure]) -> tuple[Stretch, ...]:
    """Return for each figure of a sentence the words around it that are not another's.

    They go from the first break behind the figure before to the last one ahead of the next.
    """
    found = []
    begun = sentence.start
    for place, figure in enumerate(figures):
        following = figures[place + 1].start if place + 1 < len(figures) else sentence.end
        stop = following
        if place + 1 < len(figures):
            stop = _last_break(plain, figure.end, following) or _behind(
                plain, figure.end, following
            )
        found.append(_bared(plain, begun, stop))
        begun = stop
    return tuple(found)


def _last_break(plain: str, start: int, end: int) -> int | None:
    """Return where the words that lead to the next figure begin."""
    stops = list(_BREAK.finditer(plain, start, end))
    if not stops:
        return None
    lead = stops[-1]
    words = plain[lead.end() : end].strip()
    if not words or looked_for(r"<counting.told>|<operators.about>").fullmatch(words):
        return stops[-2].end() if len(stops) > 1 else lead.end()
    return lead.end()


def _behind(plain: str, start: int, end: int) -> int:
    """Return where a figure's own words end when no break stands before the next figure."""
    found = re.compile(r"\s*(?:%|\S+(?:\s+\S+)?)").match(plain, start, end)
    return found.end() if found else end


def _bared(plain: str, start: int, end: int) -> Stretch:
    """Return a part without marks at its edges and without words that lead to the next."""
    trail = looked_for(r"(?:\s+<counting.trail>)+\W*$").search(plain, start, end)
    if trail:
        end = trail.start()
    while start < end and plain[start] in _EDGES:
        start += 1
    while end > start and plain[end - 1] in _EDGES:
        end -= 1
    return Stretch(start, end)
