"""How a plan is cut up: passages under their headings, each with the number of its section."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ctmtqg_desktop.intake.plans.document import MAX_LINE, PlanLine, PlanLineKind, PlanText
from ctmtqg_desktop.intake.plans.vocabulary import bare, looked_for

_LEAD = r"[\s*_#]*"
_MARKERS = (
    (
        1,
        re.compile(
            rf"{_LEAD}(?:PH\u1ea6N\s+|CH\u01af\u01a0NG\s+)?([IVX]{{1,5}}|[A-E])[.\-–)/:]+\s*"
        ),
    ),
    (3, re.compile(rf"{_LEAD}\(?(\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})[.)]*\s+(?=\D)")),
    (2, re.compile(rf"{_LEAD}(\d{{1,2}})(?:[.)/\-]+\s*(?=\D)|[.)/]\s+)")),
    (5, re.compile(rf"{_LEAD}([a-z\u0111])[.)/]\s*")),
    (7, re.compile(r"\s*(\+)\s*")),
    (
        6,
        re.compile(
            r"\s*([-–•●▪○◦◆♦►→·§\uf000-\uf0ff]|o(?=\s)|\*(?=\s)|[¹²³⁴⁵⁶⁷⁸⁹]|\(\d{1,2}\)\.?)\s*(?=\S)"
        ),
    ),
)
_BODY, _NAMED = 9, 4
_ENDED = re.compile(r"[.:;!?/…][\s*_\"”)]*$")
_WRAPPED, _MOST, _FULL = 110, 0.95, 0.6
_SECTIONS = 5
"""Levels that have a number of their own; bullets have none."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its bullet, a heading, or a row of a table.

    Attributes:
        start, end: its place in the text; ``begin`` is behind its number or bullet.
        place: its number among the passages, from 0.
        section: numbers of the headings above it, "II.2.a".
        above: the places of the passages it stands under, the outermost first.
        is_leaf: nothing stands under it.
    """

    start: int
    end: int
    begin: int
    place: int
    level: int
    section: str
    above: tuple[int, ...]
    line: PlanLine
    is_leaf: bool = True


@dataclass(frozen=True)
class Outline:
    """A document's passages in order, and its text with and without accents."""

    document: PlanText
    passages: tuple[Passage, ...]

    @cached_property
    def plain(self) -> str:
        """Return the text without accents and capitals."""
        return bare(self.document.text)

    def headings(self, passage: Passage) -> Iterator[Passage]:
        """Yield what a passage stands under, the nearest first."""
        return (self.passages[place] for place in reversed(passage.above))


@dataclass(slots=True)
class _Piece:
    """Lines that are one passage: a page may end within a paragraph."""

    line: PlanLine
    end: int


def outline_of(document: PlanText) -> Outline:
    """Cut a document into passages."""
    passages: list[Passage] = []
    stack: list[tuple[int, int, str]] = []
    leaves: set[int] = set()
    for piece in _pieces(document):
        level, label, begin = _marker(document.text, piece)
        while stack and stack[-1][0] >= level:
            stack.pop()
        place = len(passages)
        if stack:
            leaves.discard(stack[-1][1])
        above = tuple(at for _, at, _ in stack)
        numbered = [*(one for _, _, one in stack if one), *([label] if label else [])]
        passages.append(
            Passage(
                piece.line.start,
                piece.end,
                begin,
                place,
                level,
                _section(numbered),
                above,
                piece.line,
            )
        )
        leaves.add(place)
        if level < _BODY:
            stack.append((level, place, label))
    return Outline(
        document, tuple(p if p.place in leaves else replace(p, is_leaf=False) for p in passages)
    )


def _pieces(document: PlanText) -> Iterator[_Piece]:
    """Yield the lines that hold something; one that goes on from the last page is part of it."""
    text, width = document.text, _width(document)
    held: _Piece | None = None
    for line in document.lines:
        if line.start == line.end or not text[line.start : line.end].strip():
            continue
        if held is not None and _goes_on(text, held, line, width):
            held.end = line.end
            continue
        if held is not None:
            yield held
        held = _Piece(line, line.end)
    if held is not None:
        yield held


def _goes_on(text: str, held: _Piece, line: PlanLine, width: int) -> bool:
    """Say whether a line goes on with the sentence of the one before."""
    if PlanLineKind.ROW in (line.kind, held.line.kind) or held.end - held.line.start > MAX_LINE:
        return False
    if _ENDED.search(text[max(held.end - 40, 0) : held.end]):
        return False
    words = text[line.start : line.end]
    if _marker_of(words)[0] != _BODY:
        return False
    if words.lstrip(" *_")[:1].islower():
        return True
    last = text[text.rfind("\n", 0, held.end) + 1 : held.end]
    is_full = width > 0 and len(last) > width * _FULL and not last.isupper()
    return is_full and line.start == held.end + 1


def _width(document: PlanText) -> int:
    """Return how long lines are where every one ends at the edge of a page; 0 where not."""
    lengths = sorted(line.end - line.start for line in document.lines if line.end > line.start)
    most = lengths[int(len(lengths) * _MOST)] if len(lengths) > 20 else 0
    return most if most <= _WRAPPED else 0


def _marker(text: str, piece: _Piece) -> tuple[int, str, int]:
    """Return a passage's level, the number it bears, and where its words begin."""
    if piece.line.kind is PlanLineKind.ROW:
        return _BODY, "", piece.line.start
    level, label, length = _marker_of(text[piece.line.start : piece.line.end])
    return level, label if level <= _SECTIONS else "", piece.line.start + length


def _marker_of(words: str) -> tuple[int, str, int]:
    for level, shape in _MARKERS:
        found = shape.match(words)
        if found:
            dots = found[1].count(".") if level == 3 else 0
            return level + min(dots - 1, 1) if dots else level, found[1], found.end()
    named = looked_for(r"[\s*]*<sections.project>\s*\d+(\.\d+)?\b").match(bare(words[:60]))
    if named:
        return _NAMED, "", 0
    return _BODY, "", 0


def _section(numbers: list[str]) -> str:
    """Return the numbers of the headings as one: "2" and "2.1" are "2.1"."""
    found: list[str] = []
    for number in numbers:
        if found and number.startswith(f"{found[-1]}."):
            found[-1] = number
        else:
            found.append(number)
    return ".".join(found)
