"""Cut a formula into words, numbers and signs."""

import re
from enum import Enum
from typing import NamedTuple

from ctmtqg_desktop.rules.fault import FormulaError, fault

MAX_DIGITS = 28
"""A number with more digits would not be computed exactly."""
WORDS = {"và": "and", "and": "and", "hoặc": "or", "or": "or", "không": "not", "not": "not"}
LOGIC = {"đúng": "true", "true": "true", "sai": "false", "false": "false"}
_SIGNS = {"!=": "<>"}
_PATTERN = re.compile(
    r"""(?P<blank>\s+)
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?![\w.]))
    | (?P<badnumber>[0-9][\w.]*)
    | (?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
    | (?P<text>"(?:[^"\n]|"")*")
    | (?P<sign><=|>=|<>|!=|[-+*/=<>(),])""",
    re.VERBOSE,
)
_WHY = {"%": "rules.why-percent", '"': "rules.why-text-open", ";": "rules.why-semicolon"}


class Lexeme(Enum):
    """Name a sort of token."""

    NUMBER = "number"
    TEXT = "text"
    LOGIC = "logic"
    NAME = "name"
    SIGN = "sign"
    END = "end"


class FormulaToken(NamedTuple):
    """One word of a formula, its spelling settled, and where it starts (from 0)."""

    sort: Lexeme
    text: str
    at: int


def tokens(source: str) -> list[FormulaToken]:
    """Cut an NFC formula into tokens, the last of which is END.

    Raises:
        FormulaError: ``rules.syntax`` at the first thing that is no word of the language.
    """
    found: list[FormulaToken] = []
    at = 0
    while at < len(source):
        match = _PATTERN.match(source, at)
        if match is None or match.lastgroup is None:
            raise _unreadable(source, at)
        if match.lastgroup != "blank":
            found.append(_token(source, match.lastgroup, match.group(), at))
        at = match.end()
    found.append(FormulaToken(Lexeme.END, "", len(source)))
    return found


def _token(source: str, group: str, text: str, at: int) -> FormulaToken:
    if group == "name":
        return _word(source, text, at)
    if group == "sign":
        return FormulaToken(Lexeme.SIGN, _SIGNS.get(text, text), at)
    if group == "text":
        return FormulaToken(Lexeme.TEXT, text[1:-1].replace('""', '"'), at)
    if group == "badnumber" or len(text.replace(".", "")) > MAX_DIGITS:
        raise fault("rules.syntax", source, at, reason="rules.why-number", found=text)
    return FormulaToken(Lexeme.NUMBER, text, at)


def _word(source: str, text: str, at: int) -> FormulaToken:
    lowered = text.lower()
    if lowered in WORDS:
        return FormulaToken(Lexeme.SIGN, WORDS[lowered], at)
    if lowered in LOGIC:
        return FormulaToken(Lexeme.LOGIC, LOGIC[lowered], at)
    if not all(segment.isidentifier() for segment in text.split(".")):
        raise fault("rules.syntax", source, at, reason="rules.why-character", found=text)
    return FormulaToken(Lexeme.NAME, text, at)


def _unreadable(source: str, at: int) -> FormulaError:
    found = source[at]
    reason = _WHY.get(found, "rules.why-character")
    return fault("rules.syntax", source, at, reason=reason, found=found)
