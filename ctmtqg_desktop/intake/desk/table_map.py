"""Which cells of a table go where in a form: proposed here, changed by a person, carried out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ctmtqg_desktop import text as words
from ctmtqg_desktop.catalogue.records.form import Cell, Section, SectionKind
from ctmtqg_desktop.intake.desk.headings import (
    TableHeading,
    bare_words,
    find_heading,
    is_numbering,
    is_total,
)
from ctmtqg_desktop.intake.desk.readings import Answers
from ctmtqg_desktop.intake.given import Given, GivenKind, GivenTable, place_name

ABOVE, NUMBERING, TOTAL, BELOW = (
    "intake.above-heading", "intake.numbering-line", "intake.total-row", "intake.below-table",
)  # fmt: skip
NO_COLUMN, SERIAL, NO_ROW = "intake.no-column", "intake.serial-number", "intake.no-row"
UNSEEN_ROW, UNSEEN_COLUMN = "intake.hidden-row", "intake.hidden-column"


class Goal(NamedTuple):
    """The cell of a form a given cell goes to.

    ``row`` is a declared row or the key of a row that is there; a number is a row of the source,
    which finds or makes its row in the roster.
    """

    section: str
    row: str | int
    column: str


def goal_named(name: str) -> Goal | None:
    """Return the cell a name means; None where it is no name of a cell."""
    try:
        return Goal(*Cell.parse(name))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Placed:
    """A given cell and where it goes.

    Attributes:
        place: where a person finds it: "Trang 1!B12", or the cell's name in a file of cells.
        group: what is read together: the column of the source.
        goal: None where it goes nowhere.
        code: why it goes nowhere.
    """

    place: str
    given: Given
    group: str
    goal: Goal | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class TableMap:
    """What the columns and rows of a table are.

    Attributes:
        table: name of the table.
        section: id of the form's section.
        heading: the last row of the heading, counted from 0; -1 where there is none.
        columns: column of the table -> id of the section's column.
        rows: row of the table -> declared row; None for a roster, whose rows all come.
        left_rows: row of the table -> code why nothing of it is taken.
        serial: the column of running numbers, which nobody types.
        answers: column of the table -> what a person says about its readings.
        first: the row the heading starts in.
    """

    table: str
    section: str
    heading: int
    columns: Mapping[int, str]
    rows: Mapping[int, str] | None = None
    left_rows: Mapping[int, str] = field(default_factory=dict)
    serial: int | None = None
    answers: Mapping[int, Answers] = field(default_factory=dict)
    first: int = 0


def propose_map(table: GivenTable, section: Section, *, is_loose: bool = False) -> TableMap | None:
    """Return what a table most likely is for a section; None where no heading is found.

    Args:
        table: with its merged cells spread.
        section: of the form.
        is_loose: see ``find_heading``.
    """
    heading = find_heading(table, section, is_loose=is_loose)
    if heading is None:
        return None
    return map_below(table, section, seen_heading(table, heading))


def seen_heading(table: GivenTable, heading: TableHeading) -> TableHeading:
    """Return a heading without the columns nobody sees: they come only where a person says so."""
    columns = {at: name for at, name in heading.columns.items() if at not in table.hidden_columns}
    return replace(heading, columns=columns)


def map_below(table: GivenTable, section: Section, heading: TableHeading) -> TableMap:
    """Return what the rows below a heading are: data, total, numbering line or no part of it."""
    left = _left_rows(table, heading)
    rows = None
    if section.kind is not SectionKind.ROSTER:
        rows = dict(_declared_rows(table, section, heading, left))
    return TableMap(
        table.name, section.id, heading.last, heading.columns, rows, left, heading.serial,
        first=heading.first,
    )  # fmt: skip


def remapped(
    table: GivenTable, section: Section, how: TableMap, columns: Mapping[int, str]
) -> TableMap:
    """Return a mapping with other columns; one named with an empty id is left out."""
    kept = {at: name for at, name in columns.items() if name and at >= 0}
    heading = TableHeading(how.first, how.heading, kept, serial=how.serial)
    return replace(map_below(table, section, heading), answers=how.answers)


def _left_rows(table: GivenTable, heading: TableHeading) -> dict[int, str]:
    found = {at: ABOVE for at in range(heading.first) if _is_there(table.rows[at])}
    below = range(heading.last + 1, len(table.rows))
    if below and is_numbering(table.rows[below[0]]):
        found[below[0]] = NUMBERING
    found.update({at: TOTAL for at in below if is_total(table.rows[at])})
    found.update(dict.fromkeys(_below(table, heading), BELOW))
    found.update({at: UNSEEN_ROW for at in table.hidden_rows if at in below})
    return found


def _below(table: GivenTable, heading: TableHeading) -> list[int]:
    """Return the rows after the table: past an empty one, with no figure and nearly nothing."""
    last = heading.last
    for at in range(heading.last + 1, len(table.rows)):
        mapped = [table.cell(at, column) for column in heading.columns]
        there = [given for given in mapped if not given.is_blank]
        is_bare = len(there) < 2 <= len(heading.columns)
        if there and not (is_bare and all(g.kind is GivenKind.TEXT for g in there)):
            last = at
    gap = next((at for at in range(last + 1, len(table.rows)) if not _is_there(table.rows[at])),
               None)  # fmt: skip
    if gap is None:
        return []
    return [at for at in range(gap, len(table.rows)) if _is_there(table.rows[at])]


def _declared_rows(
    table: GivenTable, section: Section, heading: TableHeading, left: Mapping[int, str]
) -> Iterator[tuple[int, str]]:
    """Match rows of a table with declared rows, by their id, number and label, or label alone."""
    names: dict[str, list[str]] = {}
    for row in section.rows:
        for name in {row.id, bare_words(row.label), bare_words(f"{row.no} {row.label}")}:
            names.setdefault(name, []).append(row.id)
    taken: set[str] = set()
    others = [column for column in range(table.width) if column not in heading.columns]
    for at in range(heading.last + 1, len(table.rows)):
        if at in left:
            continue
        texts = [_shown(table.cell(at, column)) for column in others]
        said = [text for text in texts if text]
        tried = (" ".join(said), " ".join(said[:2]), *said)
        for name in (form for text in tried for form in (text, bare_words(text))):
            rows = [row for row in names.get(name, ()) if row not in taken]
            if len(rows) == 1:
                taken.add(rows[0])
                yield at, rows[0]
                break


def _shown(given: Given) -> str:
    if given.number is not None and not given.text:
        return words.canonical_number(given.number)
    return words.clean(given.text)


def place_table(table: GivenTable, how: TableMap) -> list[Placed]:
    """Return every cell that is there below the heading or above it, each with where it goes."""
    found = []
    for at, row in enumerate(table.rows):
        if at <= how.heading and at not in how.left_rows:
            continue
        for column, given in enumerate(row):
            if not given.is_blank:
                one = _placed(how, at, column, given)
                is_unseen = one.code == NO_COLUMN and column in table.hidden_columns
                found.append(replace(one, code=UNSEEN_COLUMN) if is_unseen else one)
    return found


def _placed(how: TableMap, row: int, column: int, given: Given) -> Placed:
    place = f"{how.table}!{place_name(row, column)}" if how.table else place_name(row, column)
    group = f"{how.table}!{column}"
    code = how.left_rows.get(row, "")
    if not code and column not in how.columns:
        is_label = how.rows is not None and row in how.rows
        code = SERIAL if column == how.serial or is_label else NO_COLUMN
    if not code and how.rows is not None and row not in how.rows:
        code = NO_ROW
    if code:
        return Placed(place, given, group, code=code)
    target: str | int = row if how.rows is None else how.rows[row]
    return Placed(place, given, group, Goal(how.section, target, how.columns[column]))


def _is_there(row: Sequence[Given]) -> bool:
    return any(not given.is_blank for given in row)
