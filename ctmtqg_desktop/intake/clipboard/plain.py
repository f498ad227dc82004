"""Read tab text: what every program puts on the clipboard, with no more than letters in it."""

import re
from collections.abc import Sequence

from ctmtqg_desktop.intake.clipboard.number_format import is_fault
from ctmtqg_desktop.intake.given import BLANK, Given, GivenKind, GivenTable, given_text

_TAB, _LINE = "\t", "\n"
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\n]|\Z)')
_BARE = re.compile(r"[^\t\n]*+")
_FORMULA_MARKS = frozenset("=+-@")


def read_plain(text: str) -> GivenTable:
    """Read rows and columns of a tab text.

    A quote that opens a cell and is closed at its end holds the cell together, line breaks and
    all; any other quote is a letter. Blank rows at the end are no rows.
    """
    even = text.replace("\r\n", _LINE).replace("\r", _LINE).rstrip("\0").replace("\v", _LINE_MARK)
    rows = _rows(even)
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return GivenTable("", tuple(tuple(_given(cell) for cell in row) for row in rows))


_LINE_MARK = "\u2028"
"""A line break within a cell, while those between rows are looked for."""


def _rows(text: str) -> list[list[str]]:
    """Choose what quotes hold together: lines, tabs too, or nothing, as it evens the rows.

    Where no choice does, nothing is: a row more is seen, a row less is not.
    """
    for held in (_TAB, "", _TAB + _LINE):
        rows = _split(text, never_held=held)
        if _is_even(rows):
            break
    return rows


def _is_even(rows: Sequence[Sequence[str]]) -> bool:
    return len({len(row) for row in rows if any(row)}) <= 1


def _split(text: str, *, never_held: str) -> list[list[str]]:
    if '"' not in text:
        return [line.split(_TAB) for line in text.split(_LINE)]
    rows: list[list[str]] = [[]]
    at = 0
    while at <= len(text):
        quoted = _QUOTED.match(text, at)
        if quoted and not any(mark in quoted[1] for mark in never_held):
            rows[-1].append(quoted[1].replace('""', '"'))
            at = quoted.end()
        else:
            bare = _BARE.match(text, at)
            found = bare[0] if bare else ""
            rows[-1].append(found)
            at += len(found)
        if text[at : at + 1] == _LINE:
            rows.append([])
        at += 1
    return rows


def _given(cell: str) -> Given:
    text = cell.replace(_LINE_MARK, _LINE)
    if not text:
        return BLANK
    if is_fault(text):
        return Given(GivenKind.ERROR, text.strip())
    return given_text(_unescaped(text))


def _unescaped(text: str) -> str:
    """Take away the mark that keeps a copied text from becoming a formula in Excel."""
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA_MARKS else text
