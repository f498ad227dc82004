"""The cells of a workbook that came back, each with what stood there when it was written."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ctmtqg_desktop.catalogue.records.legal import MARKS
from ctmtqg_desktop.entries.book_marks import BLANK, NEW, PRINTED, TOTAL, TablePlace
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.given import Given, GivenBook, GivenTable, place_name
from ctmtqg_desktop.intake.returned.identity import BookIdentity, mark_lines
from ctmtqg_desktop.text import canonical_number

_MOST_HEADER_ROWS = 8


@dataclass(frozen=True, slots=True)
class BookPlace:
    """Where something stands in a workbook, as a person finds it."""

    sheet: str
    cell: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


@dataclass(frozen=True, slots=True)
class ReturnedCell:
    """A cell of the form in a workbook.

    Attributes:
        row: key of the form's row; of a row that is new, ``+`` and its place in the sheet.
        given: as it came; may be blank.
        base: what stood there when the workbook was written, as ``book_marks.kept_text`` has it.
    """

    section: str
    row: str
    column: str
    given: Given
    base: str
    place: BookPlace

    @property
    def is_new(self) -> bool:
        """Say whether it is of a row that was not there."""
        return self.row.startswith(NEW)


@dataclass(frozen=True, slots=True)
class PutAside:
    """Something in a workbook that no cell of the form is for, or whose place is in doubt.

    Attributes:
        code: why.
        cell: section, row and column it may have been meant for; empty where there is none.
    """

    place: BookPlace
    text: str
    code: str
    cell: tuple[str, str, str] = ("", "", "")


@dataclass
class ReturnedForm:
    """One form of a workbook that came back.

    Attributes:
        gone: sections and keys of rows that are not in the workbook any more.
        missing: ids and words of columns that are not.
    """

    cells: list[ReturnedCell] = field(default_factory=list)
    aside: list[PutAside] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)
    missing: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the form as it stands in the workbook now.

    Attributes:
        line, side: where columns and rows are named.
        columns: place -> id; of those whose heading is still above them.
        doubtful: places of columns whose heading is not.
        printed: places that show no cell of the form.
    """

    given: GivenTable
    place: TablePlace
    line: int
    side: int
    end: int
    columns: Mapping[int, str]
    doubtful: frozenset[int]
    printed: frozenset[int]


def read_returned(book: GivenBook, identity: BookIdentity, form: str, name: str) -> ReturnedForm:
    """Return the cells of one form of a workbook.

    Args:
        book: as read.
        identity: of it.
        form: id.
        name: what the person calls the file.

    Raises:
        IntakeError: ``intake.book-table-missing``, ``intake.book-table-doubled``,
            ``intake.book-column-doubled``.
    """
    found = ReturnedForm()
    tables = [table for one in book.tables for table in _tables(one, identity, name)]
    shown = Counter(table.place for table in tables)
    for place in identity.places(form):
        if shown[place] != 1:
            code = "intake.book-table-doubled" if shown[place] else "intake.book-table-missing"
            raise IntakeError(code, file=name, table=place.section)
    for table in tables:
        if table.place.form == form:
            _read_table(table, identity, found)
    return found


def _tables(given: GivenTable, identity: BookIdentity, name: str) -> Iterator[_Table]:
    lines = list(mark_lines(given))
    ends = [line for line, _, _ in lines[1:]] + [len(given.rows)]
    for (line, side, words), end in zip(lines, ends, strict=False):
        place = next((one for one in identity.tables if str(one) == words), None)
        if place is not None:
            yield _table(given, place, (line, side, end), identity, name)


def _table(
    given: GivenTable, place: TablePlace, at: tuple[int, int, int], identity: BookIdentity,
    name: str,
) -> _Table:  # fmt: skip
    line, side, end = at
    labels = identity.tables[place]
    marks = {c: one.text for c, one in enumerate(given.rows[line]) if one.text and c != side}
    known = {column: text for column, text in marks.items() if text in labels}
    if len(set(known.values())) != len(known):
        raise IntakeError("intake.book-column-doubled", file=name, table=place.section)
    sure = {c: text for c, text in known.items() if _stands_over(given, line, c, labels[text])}
    return _Table(
        given, place, line, side, end, sure, frozenset(known.keys() - sure.keys()),
        frozenset(c for c, text in marks.items() if text == PRINTED),
    )  # fmt: skip


def _stands_over(given: GivenTable, line: int, column: int, label: str) -> bool:
    above = range(max(0, line - _MOST_HEADER_ROWS), line)
    return any(_plain(given.cell(row, column).text) == _plain(label) for row in above)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _read_table(table: _Table, identity: BookIdentity, found: ReturnedForm) -> None:
    labels = identity.tables[table.place]
    there = set(table.columns.values()) | {
        table.given.cell(table.line, column).text for column in table.doubtful
    }
    section = table.place.section
    found.missing += [(section, one, labels[one]) for one in labels if one not in there]
    rows = dict(_rows(table, found))
    known = Counter(key for key in rows.values() if not key.startswith(NEW))
    for at, key in rows.items():
        _read_row(table, at, key, found, identity=identity, is_doubled=known[key] > 1)
    start = table.place.row("")
    keys = (mark.removeprefix(start) for mark in identity.rows if mark.startswith(start))
    found.gone += [(section, key) for key in keys if key not in known]


def _rows(table: _Table, found: ReturnedForm) -> Iterator[tuple[int, str]]:
    """Yield the rows of a table and their keys; what stands beside or below it is put aside."""
    start, within = table.place.row(""), True
    is_list = any(table.given.cell(at, table.side).text == start + NEW for at in _below(table))
    for at in _below(table):
        mark = table.given.cell(at, table.side).text
        if mark.startswith(start):
            key = mark.removeprefix(start)
            if key != TOTAL:
                yield at, key if key != NEW else f"{NEW}{at}"
        elif mark in {PRINTED, BLANK}:
            within = False
            if mark == BLANK:
                _put_aside(table, at, found, "intake.book-outside")
        elif not mark and within and is_list:
            yield at, f"{NEW}{at}"
        else:
            _put_aside(table, at, found, "intake.book-row-unknown")


def _below(table: _Table) -> range:
    return range(table.line + 1, table.end)


def _put_aside(table: _Table, at: int, found: ReturnedForm, code: str) -> None:
    for column, given in enumerate(table.given.rows[at]):
        if column != table.side and not given.is_blank:
            found.aside.append(_aside(table, at, column, code))


def _aside(table: _Table, at: int, column: int, code: str, key: str = "") -> PutAside:
    place = BookPlace(table.given.name, place_name(at, column))
    name = table.given.cell(table.line, column).text
    meant = (table.place.section, key, name) if key else ("", "", "")
    return PutAside(place, shown_text(table.given.cell(at, column)), code, meant)


def shown_text(given: Given) -> str:
    """Return what a person sees in a cell of a workbook."""
    if given.text:
        return given.text
    if given.day is not None:
        return f"{given.day:%d/%m/%Y}"
    return "" if given.number is None else canonical_number(given.number).replace(".", ",")


def _read_row(
    table: _Table, at: int, key: str, found: ReturnedForm, *, identity: BookIdentity,
    is_doubled: bool,
) -> None:  # fmt: skip
    known = identity.rows.get(table.place.row(key))
    code = "intake.book-row-doubled" if is_doubled else ""
    if known is not None and not _says(table, at, known.label):
        code = "intake.book-label-changed"
    if known is None and not key.startswith(NEW):
        code = "intake.book-row-unknown"
    for column, given in enumerate(table.given.rows[at]):
        doubt = code or ("intake.book-heading-changed" if column in table.doubtful else "")
        if column in table.columns and not doubt:
            continue
        seen = column in table.columns or column in table.doubtful
        if not seen and column not in table.printed and column != table.side:
            doubt = "intake.book-outside"
        if (seen or doubt == "intake.book-outside") and doubt and not given.is_blank:
            found.aside.append(_aside(table, at, column, doubt, key if seen else ""))
    if not code:
        held = known.held if known is not None else {}
        found.cells += (_cell(table, at, key, column, held) for column in table.columns)


def _cell(table: _Table, at: int, key: str, column: int, held: Mapping[str, str]) -> ReturnedCell:
    name, place = table.columns[column], BookPlace(table.given.name, place_name(at, column))
    given = table.given.cell(at, column)
    return ReturnedCell(table.place.section, key, name, given, held.get(name, ""), place)


def _says(table: _Table, at: int, label: str) -> bool:
    """Say whether the words of a row still stand in it."""
    words = _plain(label)
    texts = (_plain(table.given.cell(at, column).text) for column in table.printed)
    return not words or any(text.rstrip(MARKS) == words.rstrip(MARKS) for text in texts)
