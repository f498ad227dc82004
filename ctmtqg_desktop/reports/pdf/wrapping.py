"""Break text into lines that fit a width; words stay whole as long as they fit at all."""

import re
from collections.abc import Callable, Iterable

Ruler = Callable[[str], float]
"""Give the width of a text in points."""

LONG_WORD = 12
"""A word with more letters may be broken after "/", "-", "+" or "_": "10/2022/TT-BLĐTBXH"."""

_TOKEN = re.compile(r"[^ ]+ *| +")
_JOINT = re.compile(r"(?<=[/\-–+_])(?=.)")


def pieces(text: str) -> Iterable[str]:
    """Give the parts of a line that are never broken, each with the blanks that follow it."""
    for token in _TOKEN.findall(text):
        word = token.rstrip(" ")
        if len(word) <= LONG_WORD:
            yield token
        else:
            yield from _JOINT.split(token)


def widest_piece(text: str, ruler: Ruler) -> float:
    """Give the width of the widest part that must stay whole; 0 for no text."""
    parts = (part.rstrip(" ") for line in text.split("\n") for part in pieces(line))
    return max((ruler(part) for part in parts), default=0)


def wrap(text: str, width: float, ruler: Ruler) -> list[str]:
    """Break a text into lines no wider than the width; an empty text is one empty line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_line(paragraph, width, ruler))
    return lines


def _wrap_line(text: str, width: float, ruler: Ruler) -> list[str]:
    if ruler(text) <= width:
        return [text]
    lines, line = [], ""
    for piece in _parts(text, width, ruler):
        if line and ruler((line + piece).rstrip(" ")) > width:
            lines.append(line.rstrip(" "))
            line = ""
        line += piece
    return [*lines, line.rstrip(" ")]


def _parts(text: str, width: float, ruler: Ruler) -> Iterable[str]:
    """Give the parts of a line, those wider than the whole line cut between letters."""
    for piece in pieces(text):
        rest = piece
        while ruler(rest.rstrip(" ")) > width and len(rest) > 1:
            size = _letters_that_fit(rest, width, ruler)
            yield rest[:size]
            rest = rest[size:]
        yield rest


def _letters_that_fit(text: str, width: float, ruler: Ruler) -> int:
    size = 1
    while size < len(text) and ruler(text[: size + 1]) <= width:
        size += 1
    return size


Paragraphs = list[list[tuple[float, float]]]
"""The pieces of each paragraph: width with the blanks that follow, and without."""


def measured(text: str, ruler: Ruler) -> Paragraphs:
    """Measure a text once, so that its lines can be counted for many widths.

    Widths of letters add up (there is no kerning), so pieces need not be measured together.
    """
    return [
        [(ruler(piece), ruler(piece.rstrip(" "))) for piece in pieces(line)]
        for line in text.split("\n")
    ]


def count_lines(paragraphs: Paragraphs, width: float) -> int:
    """Count the lines that ``wrap`` would break a measured text into."""
    lines = 0
    for paragraph in paragraphs:
        lines, filled = lines + 1, 0.0
        for full, bare in paragraph:
            if filled and filled + bare > width:
                lines, filled = lines + 1, 0.0
            if bare > width:
                broken = int(bare // width)
                lines, filled = lines + broken, filled - broken * width
            filled += full
    return lines
