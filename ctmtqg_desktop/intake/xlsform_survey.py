"""Read an XLSForm: its questions as a tree, each with its line; what cannot be read is listed.

A survey is never refused because of one line: a line is taken, or it is listed with its reason.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.given import GivenBook
from ctmtqg_desktop.intake.xlsform_book import (
    SheetLines,
    SurveyLine,
    find_survey,
    find_table,
    read_survey_book,
    sheet_lines,
)
from ctmtqg_desktop.text import clean

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
SELECT = "select one"
Spoken = Mapping[str, str]
"""A text by language; the language is empty where none is named."""
_SELECT = re.compile(
    r"(?:add )?select[ _]?(?:one|1)(?:[ _]from)? (\S.*?)( or[ _](?:specify[ _])?other)?",
    re.IGNORECASE,
)
_EDGE = re.compile(r"(begin|end) ?(?:looped )?(group|repeat)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of the XLSForm that is not in the form, or not as it was.

    Attributes:
        place: sheet and cell.
        code: of the sentence that says what became of it.
    """

    place: str
    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SurveyChoice:
    """An answer to choose."""

    name: str
    label: Spoken
    line: SurveyLine


@dataclass(slots=True)
class SurveyQuestion:
    """A question, a group (``group``) or a repeat (``repeat``), and the line it stands in.

    Attributes:
        kind: its type, in small letters and with blanks.
        name: as it is written; empty where it has none.
        choices: of a question to choose; None where its list is not there.
    """

    line: SurveyLine
    kind: str
    name: str
    choices: tuple[SurveyChoice, ...] | None = None
    within: list["SurveyQuestion"] = field(default_factory=list)

    @property
    def row(self) -> int:
        """Return the line it stands in."""
        return self.line.number

    def spoken(self, heading: str) -> Spoken:
        """Return what is said under a heading, by language."""
        return self.line.spoken.get(heading, {})

    def said(self, heading: str) -> str:
        """Return what is said under a heading; empty where nothing is."""
        return self.line.said.get(heading, "")


@dataclass(frozen=True, slots=True)
class Survey:
    """An XLSForm as it was read.

    Attributes:
        settings: what its sheet of settings says; None where it has none.
        left_out: lines and sheets that could not be read.
    """

    name: str
    sha256: str
    questions: tuple[SurveyQuestion, ...]
    sheet: SheetLines
    settings: SurveyLine | None
    left_out: tuple[LeftOut, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """Return the lines of the survey that are not blank, and below its headings."""
        return tuple(line.number for line in self.sheet.lines)


def read_survey(path: Path) -> Survey:
    """Read an XLSForm workbook.

    Raises:
        IntakeError: ``intake.xlsform-no-survey``, ``intake.xlsform-unclosed``; see
            ``read_survey_book``.
    """
    book, digest = read_survey_book(path)
    table = find_survey(book)
    sheet = sheet_lines(table, SURVEY, ("type", "name"))
    if table is None or not {"type", "name"} <= sheet.columns.keys():
        raise IntakeError("intake.xlsform-no-survey", file=path.name)
    left = [*_beside(book, sheet), *_above(sheet)]
    choices, told = _choices(sheet_lines(find_table(book, CHOICES), CHOICES, ("name",)))
    left += told
    tree = _Tree(sheet, choices)
    for line in sheet.lines:
        tree.add(line)
    if tree.open:
        group = tree.open[-1]
        facts = {"file": path.name, "name": group.name, "place": sheet.place(group.row, "type")}
        raise IntakeError("intake.xlsform-unclosed", **facts)
    left += tree.left_out
    said = sheet_lines(find_table(book, SETTINGS), SETTINGS).lines
    return Survey(path.name, digest, tuple(tree.roots), sheet, said[0] if said else None,
                  tuple(left))  # fmt: skip


def every_question(questions: Sequence[SurveyQuestion]) -> Iterator[SurveyQuestion]:
    """Yield questions with all that stands within them, in the order of the sheet."""
    for question in questions:
        yield question
        yield from every_question(question.within)


def kind_of(text: str) -> str:
    """Return a type as it is compared: small letters, blanks for underscores."""
    return " ".join(clean(text).replace("_", " ").split()).lower()


# -- the tree


class _Tree:
    """Put lines into groups, one after another.

    Attributes:
        open: groups that have begun and not ended yet.
    """

    def __init__(self, sheet: SheetLines, choices: Mapping[str, list[SurveyChoice]]) -> None:
        self.roots: list[SurveyQuestion] = []
        self.left_out: list[LeftOut] = []
        self._sheet, self._choices = sheet, choices
        self.open: list[SurveyQuestion] = []

    def add(self, line: SurveyLine) -> None:
        """Take a line: a question, or the beginning or end of a group."""
        kind = kind_of(line.said.get("type", ""))
        edge = _EDGE.fullmatch(kind)
        if edge and edge[1].lower() == "end":
            self._end(line, edge[2].lower())
            return
        made = SurveyQuestion(line, edge[2].lower() if edge else kind, line.said.get("name", ""))
        if not kind:
            self._leave(line, "intake.xlsform-no-type", name=made.name)
            return
        select = _SELECT.fullmatch(" ".join(line.said["type"].split()))
        if select:
            made.kind = SELECT
            made.choices = tuple(self._choices.get(select[1], ())) or None
            if select[2]:
                self._leave(line, "intake.xlsform-property", property="or_other", name=made.name,
                            value=select[2].strip())  # fmt: skip
        (self.open[-1].within if self.open else self.roots).append(made)
        if edge:
            self.open.append(made)

    def _end(self, line: SurveyLine, kind: str) -> None:
        """Close the group that ends here; one that was not begun closes nothing."""
        if self.open and self.open[-1].kind == kind:
            self.open.pop()
        else:
            self._leave(line, "intake.xlsform-end", given=line.said["type"])

    def _leave(self, line: SurveyLine, code: str, **facts: object) -> None:
        self.left_out.append(LeftOut(self._sheet.place(line.number, "type"), code, facts))


# -- choices


def _choices(
    sheet: SheetLines,
) -> tuple[dict[str, list[SurveyChoice]], list[LeftOut]]:
    """Return the lists of choices by name; a choice without a name, or named twice, is left."""
    found: dict[str, list[SurveyChoice]] = {}
    left = []
    for line in sheet.lines:
        listed, name = line.said.get("list_name", ""), line.said.get("name", "")
        known = found.setdefault(listed, []) if listed and name else []
        place = sheet.place(line.number)
        if not listed or not name:
            left.append(LeftOut(place, "intake.xlsform-choice-unnamed", {"row": line.number}))
        elif any(choice.name == name for choice in known):
            facts = {"name": name, "list": listed}
            left.append(LeftOut(place, "intake.xlsform-choice-twice", facts))
        else:
            known.append(SurveyChoice(name, line.spoken.get("label", {}), line))
    return found, [*left, *_above(sheet)]


def _above(sheet: SheetLines) -> Iterator[LeftOut]:
    """List lines that stand over the headings."""
    for row in sheet.above:
        yield LeftOut(f"{sheet.title}!A{row}", "intake.xlsform-above", {"row": row})


def _beside(book: GivenBook, survey: SheetLines) -> Iterator[LeftOut]:
    """List sheets that are none of the three."""
    known = {CHOICES, SETTINGS}
    for table in book.tables:
        title = clean(table.name)
        is_filled = any(not cell.is_blank for row in table.rows for cell in row)
        if is_filled and title != survey.title and title.lower() not in known:
            yield LeftOut(f"{title}!A1", "intake.xlsform-sheet", {"given": title})
