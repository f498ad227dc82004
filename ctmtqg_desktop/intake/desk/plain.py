"""What one given cell says by itself, as an officer would type it."""

import re
from decimal import Decimal

from ctmtqg_desktop import text as words
from ctmtqg_desktop.catalogue.records.form import CellSpec, CellType
from ctmtqg_desktop.entries.typed import MET, NOT_MET
from ctmtqg_desktop.intake.given import Given, GivenKind

_ZEROS = re.compile(r"0{2,}")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
LARGEST_EXPONENT = 30
"""A figure with more digits is nobody's figure; written out, it could fill the memory."""


def is_percent(given: Given) -> bool:
    """Say whether a cell shows a percentage, so that nothing is open about it."""
    if given.kind is GivenKind.NUMBER:
        return "%" in _QUOTED.sub("", given.number_format)
    return given.kind is GivenKind.TEXT and words.clean(given.text).endswith("%")


def plain_text(given: Given, spec: CellSpec) -> str:
    """Return what an officer would type into a cell for what a source holds.

    A number becomes a figure in a number column; in any other its digits as they are, with the
    zeros that its format shows before them: it is a code.
    """
    if given.kind is GivenKind.BOOLEAN:
        return _answer(given, spec)
    if given.day is not None:
        return words.format_date(given.day)
    if given.number is not None:
        return _number(given, given.number, spec)
    return given.text


def _answer(given: Given, spec: CellSpec) -> str:
    is_yes = bool(given.number)
    for choice in spec.choices:
        if words.fold(choice.label) == ("co" if is_yes else "khong"):
            return choice.label
    return MET if is_yes else NOT_MET


def _number(given: Given, number: Decimal, spec: CellSpec) -> str:
    if not number.is_finite() or abs(number.adjusted()) > LARGEST_EXPONENT:
        return str(number)
    if not spec.type.is_number:
        return _code(given, number)
    if not is_percent(given):
        return words.format_number(number)
    shown = words.format_number(number * 100)
    return shown if spec.type is CellType.PERCENT else f"{shown}%"


def _code(given: Given, number: Decimal) -> str:
    """Write a number that is a name, without dots between its thousands."""
    bare = words.canonical_number(number)
    shown = given.text.strip()
    if shown.isdecimal() and shown.isascii() and Decimal(shown) == number:
        return shown
    zeros = _ZEROS.fullmatch(_QUOTED.sub("", given.number_format))
    if zeros and bare.isdecimal():
        return bare.zfill(len(zeros[0]))
    return bare.replace(".", ",")
