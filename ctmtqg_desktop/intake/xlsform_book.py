"""The sheets of an XLSForm as lines: what each says under which heading, and in which cell.

Headings are known by their words, in whatever case and with blanks or underscores; a language
stands after ``::``. What stands under no heading that is known is kept beside, to be listed.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.book import read_book
from ctmtqg_desktop.intake.form_workbook import file_bytes
from ctmtqg_desktop.intake.given import (
    Given,
    GivenBook,
    GivenKind,
    GivenTable,
    column_letter,
)
from ctmtqg_desktop.text import canonical_number, clean, fold

SPOKEN = frozenset({"label", "hint", "constraint_message"})
"""What may be said in several languages."""
_PLAIN = frozenset({"type", "name", "required", "constraint", "calculation", "measure",
                    "aggregate", "list_name", "form_title", "form_id", "version",
                    "default_language"})  # fmt: skip
_ALIASES = {
    "caption": "label", "calculate": "calculation", "jr:constraintmsg": "constraint_message",
    "constraintmsg": "constraint_message", "value": "name", "id_string": "form_id",
    "title": "form_title", "relevance": "relevant", "readonly": "read_only",
}  # fmt: skip
_BOOKS = (b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_HEAD_WITHIN = 20
"""A heading line stands within so many lines, below whatever titles."""


class Extra(NamedTuple):
    """Something under a heading that we have no place for."""

    heading: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """One line of a sheet that is not blank.

    Attributes:
        number: as the sheet counts.
        said: heading -> text.
        spoken: heading -> language -> text; the language is empty where none is named.
    """

    number: int
    said: Mapping[str, str]
    spoken: Mapping[str, Mapping[str, str]]
    extras: tuple[Extra, ...]


@dataclass(frozen=True, slots=True)
class SheetLines:
    """A sheet below its heading line.

    Attributes:
        columns: heading -> column, counted from 0.
        above: lines over the headings that are not blank.
    """

    title: str
    columns: Mapping[str, int] = field(default_factory=dict)
    lines: tuple[SurveyLine, ...] = ()
    above: tuple[int, ...] = ()

    def place(self, row: int, heading: str = "name") -> str:
        """Return sheet and cell of what a line says under a heading."""
        at = self.columns.get(heading, self.columns.get("name", 0))
        return f"{self.title}!{column_letter(at)}{row}"


def read_survey_book(path: Path) -> tuple[GivenBook, str]:
    """Read a workbook, .xls too; return it with its digest.

    Raises:
        IntakeError: ``intake.missing``, ``intake.too-big``, ``intake.workbook``; see
            ``read_book``.
    """
    data = file_bytes(path)
    if not data.startswith(_BOOKS):
        raise IntakeError("intake.workbook", file=path.name)
    return read_book(data, path.name), hashlib.sha256(data).hexdigest()


def sheet_lines(table: GivenTable | None, title: str, needed: Sequence[str] = ()) -> SheetLines:
    """Return the lines of a sheet below the first line that has the needed headings.

    Where no line has them the first that is not blank stands for it.
    """
    if table is None:
        return SheetLines(title)
    texts = [[survey_text(cell) for cell in row] for row in table.rows]
    filled = [number for number, row in enumerate(texts) if any(row)]
    fits = (
        n for n in filled[:_HEAD_WITHIN] if set(needed) <= {survey_heading(t)[0] for t in texts[n]}
    )
    head = next(fits, filled[0] if filled else 0)
    headings = [survey_heading(text) for text in texts[head]] if texts else []
    columns: dict[str, int] = {}
    for at, (name, _) in enumerate(headings):
        columns.setdefault(name, at)
    name = clean(table.name)
    lines = tuple(
        _line(name, number, texts[number], headings) for number in filled if number > head
    )
    return SheetLines(name, columns, lines, tuple(n + 1 for n in filled if n < head))


def _line(
    title: str, number: int, row: Sequence[str], headings: Sequence[tuple[str, str]]
) -> SurveyLine:
    said: dict[str, str] = {}
    spoken: dict[str, dict[str, str]] = {}
    extras = []
    for at, text in enumerate(row):
        if not text:
            continue
        name, language = headings[at] if at < len(headings) else ("", "")
        if name in SPOKEN and language not in spoken.get(name, {}):
            spoken.setdefault(name, {})[language] = text
        elif name in _PLAIN and name not in said and not language:
            said[name] = text
        else:
            shown = name.partition("::")[0] or column_letter(at)
            extras.append(Extra(shown, text, f"{title}!{column_letter(at)}{number + 1}"))
    return SurveyLine(number + 1, said, spoken, tuple(extras))


def survey_text(cell: Given) -> str:
    """Return what a cell says, as a text; an error or what was never computed as its sign."""
    if cell.number is not None:
        return canonical_number(cell.number)
    if cell.day is not None:
        return cell.day.isoformat()
    return "=?" if cell.kind is GivenKind.UNCOMPUTED else clean(cell.text)


def survey_heading(text: str) -> tuple[str, str]:
    """Return what a heading means, and the language it names."""
    parts = [part.strip() for part in clean(text).split("::")]
    if len(parts) == 1 and _words_of(parts[0].partition(":")[0]) in SPOKEN:
        parts = [part.strip() for part in parts[0].split(":", 1)]  # as it was written long ago
    name, rest = _words_of(parts[0]), parts[1:]
    if name in {"bind", "body", "control", "instance"} and rest:
        bound = _words_of(rest[0])
        return (bound, "") if bound in _PLAIN | SPOKEN else (rest[0], "")
    return name, "::".join(rest)


def _words_of(heading: str) -> str:
    said = re.sub(r"[\s_-]+", "_", fold(heading)).strip("_")
    return _ALIASES.get(said, said)


def find_table(book: GivenBook, title: str) -> GivenTable | None:
    """Return the sheet of a title, in whatever case."""
    return next((one for one in book.tables if fold(clean(one.name)) == title), None)


def find_survey(book: GivenBook) -> GivenTable | None:
    """Return the sheet of the questions: by its title, else the first that looks like it."""
    named = find_table(book, "survey")
    return named or next((table for table in book.tables if _is_survey(table)), None)


def _is_survey(table: GivenTable) -> bool:
    heads = ({survey_heading(survey_text(cell))[0] for cell in row} for row in _first_rows(table))
    return any({"type", "name"} <= head for head in heads)


def _first_rows(table: GivenTable) -> Iterator[Sequence[Given]]:
    return iter(table.rows[:_HEAD_WITHIN])
