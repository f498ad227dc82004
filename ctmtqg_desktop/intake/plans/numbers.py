"""Which numbers of a text are figures: not its dates, laws, sections, ages, slogans or pages."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from ctmtqg_desktop.intake.plans.vocabulary import accented, looked_for
from ctmtqg_desktop.text import parse_number

_NUMBER = r"(?:\d{1,3}(?:[ \xa0]\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)*)"
_FIGURE = re.compile(
    rf"(?<![\w/])(?<!\d[.,])({_NUMBER})"
    rf"(?:(?P<share>\s*%)?\s*(?:[-–÷]|den)\s*(?P<upper>{_NUMBER})(?=\s*%|\s+[^\W\d]))?"
    rf"(?:/(?P<of>\d{{1,3}}(?:\.\d{{3}})+|\d+)(?![\d/-])(?=\s))?"
)
_LAW = re.compile(r"(?<!\d)\d+(?:/\d{2,4})?\s?[/-]\s?(?:[A-Z\u0110][\w&.]*)(?:[-/]\s?[\w&]+)*")
_YEARS = (
    r"\b<not_figures.year>\s+(?:tu\s+)?(?:nam\s+)?(?:19|20)\d{2}"
    r"(?:\s*<not_figures.between>\s*(?:nam\s+)?(?:19|20)\d{2}\b)*(?![\d.,]*\s*%)"
)
_AGES = (
    r"(?:\b(?:tu|duoi|tren|du)\s+)?\b\d+(?:\s*(?:-|–|den)\s*\d+)?\s*<not_figures.age>\b"
    r"(?:\s+tro\s+(?:len|xuong))?"
)
_MASKS = (
    r"\b<not_figures.day>\s+\d{1,2}(?:[/.-]\d{1,2}(?:[/.-]\d{2,4})?)?",
    r"\b<not_figures.day>\s+\d{1,2}\s+<not_figures.month>\s+\d{1,2}(?:\s+nam\s+\d{4})?",
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b",
    r"\b\d{1,2}/(?:19|20)\d{2}\b",
    r"\b<not_figures.month>\s+\d{1,2}(?:/\d{4})?\b(?!\s*%)",
    _YEARS,
    r"\b(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}\b",
    r"\b<not_figures.phone>[\s.:]*\+?\d[\d\s.()-]{6,}",
    r"\b0\d{2,3}[ .]\d{3}[ .]?\d{3,4}\b",
    r"\b\d+\s+<not_figures.slogan>\b",
    _AGES,
    r"(?:\b(?:tu|duoi|tren)\s+)?\b\d+\s+<not_figures.span>\b(?!\s+<not_figures.after_span>)",
    r"\b\d+\s*<not_figures.grade>\b",
    r"\bkm\s*\d+\s*\+\s*\d+",
    r"(?m:^[\s*-]*\d{1,4}(?:\s*/\s*\d{1,4})?[\s*-]*$)",
)

_SCALE = re.compile(r"\s*(nghin|ngan|van|trieu|ty)\s+(?!dong\b|le\b)(?=[^\W\d])")
_SCALES = {"nghin": 1000, "ngan": 1000, "van": 10_000, "trieu": 1_000_000, "ty": 1_000_000_000}
_ORDINAL = (
    r"(?<!tong )\b(?P<word><not_figures.ordinal>)[ .]*\(?\d{1,3}(?:\.\d{1,2})*[a-z]?\b"
    r"(?![.,]?\d)(?!\s*(?:%|phan tram))"
)
_CHAINS = (
    r"\b<not_figures.ordinal>\s+\d{1,2}\.\d{1,2}(?:\s*(?:[,+&;]|va)\s*\d{1,2}\.\d{1,2}\b)+",
    r"\b<not_figures.list>(?:\s+so)?\s+\d{1,3}(?:\s*(?:[,+&;]|va)\s*\d{1,3}\b)+",
    r"\bso\s+\d{1,3}(?:\s*[+&]\s*\d{1,3}\b)+",
)
"""Numbers that follow one another: "biểu 01, 02, 03", "chỉ tiêu 5.1 và 5.4"."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that may be a target's.

    Attributes:
        start, end: its place in the text, with the words that stand for a number.
        upper: where a range was written, its higher end.
        of: of how many, where it was written as a part ("16/19").
        is_share: what follows is "%"; of a number in words ("một nửa"), that it means so.
    """

    start: int
    end: int
    value: Decimal
    upper: Decimal | None = None
    of: Decimal | None = None
    is_share: bool = False
    is_word: bool = False


class Masks:
    """Places of a text whose numbers are no figures."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._ends: list[int] = []
        last = -1
        for _, end in ordered:
            last = max(last, end)
            self._ends.append(last)

    def __contains__(self, place: int) -> bool:
        found = bisect_right(self._starts, place)
        return found > 0 and place < self._ends[found - 1]


def masks_of(text: str, plain: str) -> Masks:
    """Return the places of a text whose numbers are no figures.

    Args:
        text: as it was written.
        plain: the same without accents and capitals.
    """
    spans = [found.span() for found in _LAW.finditer(text)]
    for shape in (*_MASKS, *_CHAINS):
        spans.extend(found.span() for found in looked_for(shape).finditer(plain))
    spans.extend(_ordinals(text, plain))
    return Masks(spans)


def _ordinals(text: str, plain: str) -> Iterator[tuple[int, int]]:
    """Yield the numbers that only tell which; here accents decide: "vùng 3", not "vững 3"."""
    known = accented("not_figures.ordinal")
    for found in looked_for(_ORDINAL).finditer(plain):
        if text[found.start("word") : found.end("word")].casefold() in known:
            yield found.span()


def figures_of(plain: str, start: int, end: int, masks: Masks) -> Iterator[Figure]:
    """Yield the figures of a part of a text, in order."""
    found = [*_written(plain, start, end, masks), *_in_words(plain, start, end)]
    yield from sorted(found, key=lambda figure: figure.start)


def _written(plain: str, start: int, end: int, masks: Masks) -> Iterator[Figure]:
    for found in _FIGURE.finditer(plain, start, end):
        given = parse_number(found[1])
        if given is None or found.start() in masks:
            continue
        upper = parse_number(found["upper"]) if found["upper"] else None
        of = parse_number(found["of"]) if found["of"] else None
        stop = found.end() if upper or of or not found["upper"] else found.end(1)
        scale = _SCALE.match(plain, stop)
        stop, times = (scale.end(1), _SCALES[scale[1]]) if scale else (stop, 1)
        after = plain[stop : stop + 12].lstrip()
        yield Figure(
            found.start(), stop, given.value * times, upper.value * times if upper else None,
            of.value if of else None, after.startswith(("%", "phan tram")),
        )  # fmt: skip


_SAID = (
    (r"\b<counting.half>\b", Decimal(50), True),
    (r"\b<counting.double>\b", Decimal(2), False),
)


def _in_words(plain: str, start: int, end: int) -> Iterator[Figure]:
    for shape, value, is_share in _SAID:
        for found in looked_for(shape).finditer(plain, start, end):
            yield Figure(
                found.start(), found.end(), value, is_share=is_share, is_word=True
            )  # fmt: skip
