"""One cell as it came, and a table of them: what the source says, before anything is judged.

Every door (typing, clipboard, .xlsx, .xls, .ods, .csv) gives these and nothing else; what they
mean for the cells of a form is said in one place, ``intake.desk``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class GivenKind(StrEnum):
    """What the source says a cell is."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    UNCOMPUTED = "uncomputed"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Given:
    """A cell of a source.

    Attributes:
        kind: what the source says it is; a formula counts for what it last came to, and is
            ``UNCOMPUTED`` where that is not in the file. ``SHARED`` is a number that stands in
            cells merged over several rows: it is of all of them, not of each.
        text: as written there, or as shown there where the source tells; letters are those of
            the source, not yet decoded or folded.
        number: exact, of the 15 significant digits that a spreadsheet keeps; None where it is
            no number. A percentage shown as "86%" is 0.86.
        day: of a date.
        number_format: how the source shows the number ("0%", "000000", "#,##0"); empty where
            it is not told.
        font: its name, where it is told; legacy Vietnamese letters are known by it.
    """

    kind: GivenKind = GivenKind.BLANK
    text: str = ""
    number: Decimal | None = None
    day: date | None = None
    number_format: str = ""
    font: str = ""

    @property
    def is_blank(self) -> bool:
        """Say whether nothing is there."""
        return self.kind is GivenKind.BLANK or (
            self.kind is GivenKind.TEXT and not self.text.strip()
        )


BLANK = Given()


def given_text(text: str, font: str = "") -> Given:
    """Return a written text; a blank where there is none."""
    return Given(GivenKind.TEXT, text, font=font) if text else BLANK


def given_number(number: float | Decimal, text: str = "", number_format: str = "") -> Given:
    """Return a number of a spreadsheet, which means its 15 significant digits.

    Args:
        number: finite.
        text: as the source shows it, where it does.
        number_format: as the source has it.
    """
    exact = number if isinstance(number, Decimal) else Decimal(f"{number:.15g}")
    return Given(GivenKind.NUMBER, text, exact, number_format=number_format)


class Span(NamedTuple):
    """Merged cells: first and last row and column, counted from 0 within the table."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class GivenTable:
    """A sheet of a book, or a block of a clipboard.

    Attributes:
        name: of the sheet; empty for a block.
        rows: from the sheet's first row on, so that ``rows[0]`` is row 1 there; rows need not
            be of one length.
        spans: merged cells; only the first cell of each holds something.
        is_hidden: a person who opens the file does not see it.
        letters: the old encoding its texts were in and are no more; empty for Unicode.
        hidden_rows: counted from 0, where the source tells; a person does not see them.
        hidden_columns: the same.
    """

    name: str
    rows: Sequence[Sequence[Given]]
    spans: tuple[Span, ...] = ()
    is_hidden: bool = False
    letters: str = ""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def width(self) -> int:
        """Return how many columns the widest row has."""
        return max(map(len, self.rows), default=0)

    def cell(self, row: int, column: int) -> Given:
        """Return a cell; a blank outside of what is there."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return BLANK
        return self.rows[row][column]


@dataclass(frozen=True, slots=True)
class GivenBook:
    """A file of tables.

    Attributes:
        tables: in the order of the file, hidden ones among them.
        identity: what a fill-in workbook of this program says it is for; empty otherwise.
    """

    tables: tuple[GivenTable, ...]
    identity: dict[str, str] = field(default_factory=dict)


def column_letter(column: int) -> str:
    """Return how a spreadsheet calls a column counted from 0: "A", "B" … "AA"."""
    letters = ""
    rest = column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the column a spreadsheet calls so, counted from 0; -1 for what is no name."""
    if not letters.isascii() or not letters.isalpha():
        return -1
    found = 0
    for letter in letters.upper():
        found = found * 26 + ord(letter) - ord("A") + 1
    return found - 1


def place_name(row: int, column: int) -> str:
    """Return how a spreadsheet calls a cell counted from 0: "B12"."""
    return f"{column_letter(column)}{row + 1}"
