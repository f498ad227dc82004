"""A plan document as text: its lines in order, rows of tables among them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.encoding import decoded_text
from ctmtqg_desktop.intake.books.limits import check_size
from ctmtqg_desktop.intake.legacy import vote
from ctmtqg_desktop.intake.plans.docx import GivenLine, read_docx
from ctmtqg_desktop.letters.tables import decode
from ctmtqg_desktop.text import clean

MAX_LETTERS = 6_000_000
"""A plan of a province comes to some two hundred thousand."""
MAX_LINE = 20_000
"""Letters of a paragraph; a longer one is cut at a blank, so that none costs more than others."""
_ZIP = b"PK"
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_RICH = b"{\\rtf"
_PDF = b"%PDF"
_TAB = "\t"
_BARS = re.compile(r"^\s*\|.*\|\s*$")
_BULLET = re.compile(r"^(\s*(?:[-–+*•]|[^\W_]{1,4}(?:\.\d+)*[.)]))\t+")
_RULE = re.compile(r"^[\s|:–-]+$")


class PlanLineKind(StrEnum):
    """What a line is."""

    TEXT = "text"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One paragraph or one row of a table.

    Attributes:
        start, end: its place in the text of the document.
        table: number of the table whose row it is, from 1; 0 for a paragraph.
    """

    start: int
    end: int
    kind: PlanLineKind
    table: int = 0


@dataclass(frozen=True, slots=True)
class PlanText:
    """A document: all its text, and the lines of it; nothing in it is changed afterwards."""

    text: str
    lines: tuple[PlanLine, ...]


def read_plan_text(data: bytes, name: str) -> PlanText:
    """Return the text of a plan: a .docx, or a text in any encoding.

    Raises:
        IntakeError: ``intake.too-big``, ``intake.plan-format``, ``intake.plan-empty``,
            ``intake.plan-too-long``, ``intake.plan-encoding``; see ``docx.read_docx``.
    """
    check_size(data, name)
    if data.startswith((_OLD_WORD, _RICH, _PDF)):
        raise IntakeError("intake.plan-format", file=name)
    given = read_docx(data, name) if data.startswith(_ZIP) else _plain(_text(data, name))
    lines = tuple(_in_unicode(given))
    if sum(len(line.text) for line in lines) > MAX_LETTERS:
        raise IntakeError("intake.plan-too-long", file=name, limit=MAX_LETTERS)
    found = _joined(lines)
    if not found.text.strip():
        raise IntakeError("intake.plan-empty", file=name)
    return found


def _text(data: bytes, name: str) -> str:
    try:
        return decoded_text(data, name)
    except IntakeError as error:
        is_binary = error.code == "intake.text-binary"
        code = "intake.plan-format" if is_binary else "intake.plan-encoding"
        raise IntakeError(code, file=name) from error


def plan_text_of(text: str) -> PlanText:
    """Return a text that is in Unicode already, as a document."""
    return _joined(tuple(_cleaned(_plain(text))))


def _plain(text: str) -> Iterator[GivenLine]:
    """Yield the lines of a plain text; those with tabs or between bars are rows of a table."""
    lines = [_unbulleted(line) for line in text.splitlines() if not _is_rule(line)]
    table, was_row = 0, False
    for place, line in enumerate(lines):
        beside = (*lines[max(place - 1, 0) : place], *lines[place + 1 : place + 2])
        is_row = _columns(line) > 2 or (
            _columns(line) > 1 and any(_columns(o) > 1 for o in beside)
        )
        table += is_row and not was_row
        was_row = is_row
        yield GivenLine(_cells(line) if is_row else line, table if is_row else 0)


def _unbulleted(line: str) -> str:
    """Return a line whose tab only follows its number or bullet without that tab."""
    return _BULLET.sub(r"\1 ", line)


def _is_rule(line: str) -> bool:
    return bool(line.strip()) and _RULE.match(line) is not None and ("|" in line or _TAB in line)


def _columns(line: str) -> int:
    return (
        line.strip().strip("|").count("|") if _BARS.match(line) else line.strip().count(_TAB)
    ) + 1


def _cells(line: str) -> str:
    if _BARS.match(line):
        return _TAB.join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return line


def _in_unicode(given: Iterable[GivenLine]) -> Iterator[GivenLine]:
    """Return lines in Unicode: those of an old font by its name, the others by their vote."""
    lines = tuple(given)
    by_vote = vote(line.text for line in lines if not line.encoding)
    if not by_vote and not any(line.encoding for line in lines):
        return _cleaned(lines)
    return _cleaned(
        GivenLine(decode(line.text, line.encoding or by_vote), line.table)
        if line.encoding or by_vote
        else line
        for line in lines
    )


def _cleaned(lines: Iterable[GivenLine]) -> Iterator[GivenLine]:
    for line in lines:
        text = _TAB.join(clean(cell) for cell in line.text.split(_TAB))
        if line.table and len(text) <= MAX_LINE:
            yield GivenLine(text, line.table)
        else:
            yield from map(GivenLine, _cut(text.replace(_TAB, " ")))


def _cut(text: str) -> Iterator[str]:
    while len(text) > MAX_LINE:
        at = text.rfind(" ", 1, MAX_LINE)
        at = at if at > 0 else MAX_LINE
        yield text[:at]
        text = text[at:]
    yield text


def _joined(given: Iterable[GivenLine]) -> PlanText:
    parts: list[str] = []
    lines: list[PlanLine] = []
    at = 0
    for line in given:
        kind = PlanLineKind.ROW if line.table else PlanLineKind.TEXT
        lines.append(PlanLine(at, at + len(line.text), kind, line.table))
        parts.append(line.text)
        at += len(line.text) + 1
    return PlanText("\n".join(parts), tuple(lines))
