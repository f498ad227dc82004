"""What a workbook says it is: read from its identity sheet, or known to have lost it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ctmtqg_desktop.entries.book_marks import (
    DIGEST,
    IDENTITY_SHEET,
    LISTS_SHEET,
    PROFILE,
    ROW,
    TABLE,
    BookKind,
    BookOrigin,
    TablePlace,
    lines_digest,
    origin_lines,
)
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.given import GivenBook, GivenTable

_LINE = f"{IDENTITY_SHEET}:"
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class RowIdentity:
    """A row that stood in the workbook when it was written: its words and its cells' texts."""

    label: str
    held: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BookIdentity:
    """All that a workbook says of itself.

    Attributes:
        tables: section of a form -> id of a column -> what stood over it.
        rows: mark of a row -> what stood there.
    """

    origin: BookOrigin
    tables: Mapping[TablePlace, Mapping[str, str]] = field(default_factory=dict)
    rows: Mapping[str, RowIdentity] = field(default_factory=dict)

    def places(self, form: str) -> tuple[TablePlace, ...]:
        """Return the sections of one form."""
        return tuple(place for place in self.tables if place.form == form)

    @property
    def forms(self) -> tuple[str, ...]:
        """Return the forms it shows."""
        return tuple(dict.fromkeys(place.form for place in self.tables))


def read_book_identity(book: GivenBook, name: str) -> BookIdentity | None:
    """Return what a workbook says it is; None where the program never wrote it.

    Args:
        book: as read.
        name: what the person calls it.

    Raises:
        IntakeError: ``intake.book-identity-lost``, ``intake.book-identity-doubled``,
            ``intake.book-identity-altered``, ``intake.book-newer``.
    """
    found = [table for table in book.tables if _is_identity(table)]
    if not found:
        if any(True for table in book.tables for _ in mark_lines(table)):
            raise IntakeError("intake.book-identity-lost", file=name)
        return None
    if len(found) > 1:
        raise IntakeError("intake.book-identity-doubled", file=name)
    lines = _lines(found[0])
    if lines[0][1:] != (PROFILE,):
        raise IntakeError("intake.book-newer", file=name)
    if not _is_whole(lines):
        raise IntakeError("intake.book-identity-altered", file=name)
    try:
        return _identity(lines)
    except (ValueError, RecursionError, KeyError) as error:
        raise IntakeError("intake.book-identity-altered", file=name) from error


def mark_lines(table: GivenTable) -> Iterator[tuple[int, int, str]]:
    """Yield where the lines that name columns stand, and which section each says it is of."""
    if is_own(table):
        return
    for at, row in enumerate(table.rows):
        for column, given in enumerate(row):
            if given.text.startswith(_LINE):
                yield at, column, given.text.removeprefix(_LINE)


def is_own(table: GivenTable) -> bool:
    """Say whether a sheet is the program's own, in which no figures stand."""
    return _is_identity(table) or table.name == LISTS_SHEET


def _is_identity(table: GivenTable) -> bool:
    return table.cell(0, 0).text == IDENTITY_SHEET and table.cell(1, 0).text == "kind"


def _lines(table: GivenTable) -> list[tuple[str, ...]]:
    rows = (tuple(given.text for given in row[:_LONGEST]) for row in table.rows)
    return [_cut(row) for row in rows if any(row)]


def _cut(row: tuple[str, ...]) -> tuple[str, ...]:
    """Return a line as it was written: some readers fill up what is short."""
    wide = {TABLE: 3, ROW: 4}.get(row[0], 2)
    return (row + ("",) * wide)[:wide]


def _is_whole(lines: Sequence[tuple[str, ...]]) -> bool:
    return lines[-1][0] == DIGEST and lines[-1][1] == lines_digest(lines[:-1])


def _identity(lines: Sequence[tuple[str, ...]]) -> BookIdentity:
    said = dict(line for line in lines if len(line) == 2)
    kind, unit, period = BookKind(said["kind"]), said["unit"], said["period"]
    origin = BookOrigin(kind, unit, period, said["program"])
    if list(lines[: len(said) - 1]) != origin_lines(origin):
        raise ValueError(IDENTITY_SHEET)
    tables: dict[TablePlace, Mapping[str, str]] = {}
    rows: dict[str, RowIdentity] = {}
    for line in lines:
        if line[0] == TABLE:
            tables[TablePlace.parse(line[1])] = _pairs(line[2])
        elif line[0] == ROW:
            rows[line[1]] = RowIdentity(line[2], _pairs(line[3]))
    return BookIdentity(origin, tables, rows)


def _pairs(text: str) -> Mapping[str, str]:
    read = json.loads(text)
    if not isinstance(read, dict) or not all(isinstance(one, str) for one in read.values()):
        raise ValueError(text)
    return read
