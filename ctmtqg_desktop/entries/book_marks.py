"""How a workbook of the program says what it is, by marks that survive a spreadsheet.

A hidden sheet tells which unit and period it is of, and what stood in its cells when it was
written. Beside each table a hidden column names the rows and a hidden line the columns: what was
inserted, moved or sorted since, under whatever program and in whatever format, is still known.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

IDENTITY_SHEET = "ctmtqg"
LISTS_SHEET = "ctmtqg-lists"
"""What cells may be chosen from; read by nobody."""
PROFILE = "1"
TABLE, ROW, DIGEST = "table", "row", "digest"
NEW, TOTAL, PRINTED, BLANK = "+", "=", ".", "_"
"""Marks of rows: a blank one of a list, its sums, what is no row of a table, and nothing. In the
line of columns ``PRINTED`` stands over those that show no cell of the form."""
_SHORT = 120


class BookKind(StrEnum):
    """What a workbook was written for."""

    FILL_IN = "fill-in"
    PRINT = "print"
    TOTALS = "totals"


@dataclass(frozen=True, slots=True)
class BookOrigin:
    """Of what a workbook is.

    Attributes:
        unit: code of the unit that reports; of a total, of the unit it is for.
        period: its code.
        program: version of the program that wrote it.
    """

    kind: BookKind
    unit: str
    period: str
    program: str


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Which section of which version of a form a table shows."""

    form: str
    version: int
    section: str

    def __str__(self) -> str:
        return f"{self.form}.v{self.version}/{self.section}"

    @classmethod
    def parse(cls, text: str) -> "TablePlace":
        """Read the mark of a table.

        Raises:
            ValueError: it is none.
        """
        form, _, section = text.partition("/")
        name, found, version = form.rpartition(".v")
        if not (found and section and name):
            raise ValueError(text)
        return cls(name, int(version), section)

    def row(self, key: str) -> str:
        """Return the mark of a row."""
        return f"{self}.{key}"


def line_mark(place: TablePlace) -> str:
    """Return the mark of the hidden line that names the columns of a table."""
    return f"{IDENTITY_SHEET}:{place}"


def kept_text(text: str) -> str:
    """Return how a value is remembered; of a long one only what tells it apart."""
    if len(text) <= _SHORT:
        return text
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def lines_digest(lines: Iterable[Sequence[str]]) -> str:
    """Return the digest of all that an identity sheet says."""
    said = json.dumps([list(line) for line in lines], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def origin_lines(origin: BookOrigin) -> list[tuple[str, ...]]:
    """Return how an identity sheet begins."""
    return [
        (IDENTITY_SHEET, PROFILE),
        ("kind", origin.kind.value),
        ("unit", origin.unit),
        ("period", origin.period),
        ("program", origin.program),
    ]
