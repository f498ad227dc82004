"""A book of tables laid out for a form: by a cell's name, by a section's name, or as mapped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from ctmtqg_desktop import text as words
from ctmtqg_desktop.catalogue.records.form import Form, Section
from ctmtqg_desktop.catalogue.records.labels import workbook_words
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.desk.headings import DEEPEST_HEADING, heading_at
from ctmtqg_desktop.intake.desk.readings import MapWish
from ctmtqg_desktop.intake.desk.spans import spread
from ctmtqg_desktop.intake.desk.table_map import (
    NO_COLUMN,
    UNSEEN_COLUMN,
    UNSEEN_ROW,
    Placed,
    TableMap,
    goal_named,
    map_below,
    place_table,
    propose_map,
    remapped,
    seen_heading,
)
from ctmtqg_desktop.intake.given import (
    Given,
    GivenBook,
    GivenTable,
    column_index,
    column_letter,
    place_name,
)

FEWEST_COLUMNS = 2
SHORTEST_START = 6
"""A sheet's name holds 31 letters; a title may be longer, and its start is enough."""
NO_WISH = MapWish()
HIDDEN, NO_SHEET, BAD_NAME = "intake.hidden-sheet", "intake.no-sheet", "form.cell-unknown"


@dataclass(frozen=True, slots=True)
class _CellColumns:
    """Where a table names cells and gives their values."""

    heading: int
    name: int


def place_book(book: GivenBook, form: Form, file: str) -> list[Placed]:
    """Say of every cell of a book where it goes, by what its sheets call themselves.

    A sheet with the columns "Ô" and "Giá trị" names its cells; any other is a section, named by
    its id or title, under a heading that is found. A sheet of another name is the section of
    which its headings are, if they are of no other; a table without a name is called after its
    file.

    Raises:
        IntakeError: ``intake.no-sheet``, ``intake.no-heading``.
    """
    found: list[Placed] = []
    for table in book.tables:
        if table.is_hidden:
            found += _all_left(table, HIDDEN)
        elif any(not given.is_blank for row in table.rows for given in row):
            found += _place_sheet(spread(table), form, file)
    return found


def place_mapped(book: GivenBook, maps: Sequence[TableMap]) -> list[Placed]:
    """Say of every cell of a book where it goes, as a person has said what its tables are."""
    by_name = {how.table: how for how in maps}
    found: list[Placed] = []
    for table in book.tables:
        how = by_name.get(table.name)
        code = HIDDEN if table.is_hidden else NO_SHEET
        found += place_table(spread(table), how) if how else _all_left(table, code)
    return found


def propose_maps(book: GivenBook, form: Form, wish: MapWish = NO_WISH) -> tuple[TableMap, ...]:
    """Return what the tables of a book most likely are, for a person to look at and change.

    A table is the section it is called after, else the one of which it has the most columns; two
    that fit equally leave it out, and so does a single column. What a person wishes goes before.
    """
    asked = [t for t in book.tables if not t.is_hidden and wish.sheet in {"", t.name}]
    found = (_wished(spread(table), form, wish) for table in asked)
    return tuple(how for how in found if how is not None)


def _wished(table: GivenTable, form: Form, wish: MapWish) -> TableMap | None:
    section = form.section(wish.section) if wish.section else section_named(form, table.name)
    if section is None:
        how = None if wish.section else _best_map(table, form, is_loose=True)
        section = form.section(how.section) if how else None
    if section is None or not table.rows:
        return None
    if wish.heading:
        row = min(wish.heading, len(table.rows)) - 1
        how = map_below(table, section, seen_heading(table, heading_at(table, section, row)))
    else:
        how = propose_map(table, section, is_loose=True)
    if how is None or not wish.columns:
        return how
    wanted = {column_index(letter): name for letter, name in wish.columns.items()}
    return remapped(table, section, how, {**how.columns, **wanted})


def _best_map(table: GivenTable, form: Form, *, is_loose: bool) -> TableMap | None:
    """Return the mapping to the section of which a table has the most columns; None for a tie."""
    maps = [propose_map(table, section, is_loose=is_loose) for section in form.sections]
    by_width = sorted((how for how in maps if how), key=lambda how: len(how.columns), reverse=True)
    if not by_width or len(by_width[0].columns) < FEWEST_COLUMNS:
        return None
    is_tie = len(by_width) > 1 and len(by_width[1].columns) == len(by_width[0].columns)
    return None if is_tie else by_width[0]


def section_named(form: Form, name: str) -> Section | None:
    """Return the section a sheet is called after: its id, its title, or what fits of that."""
    wanted = words.fold(words.clean(name))
    exact = [s for s in form.sections if wanted in {words.fold(s.id), words.fold(s.title)}]
    if exact:
        return exact[0]
    starts = [
        s for s in form.sections if len(wanted) > 5 and words.fold(s.title).startswith(wanted)
    ]
    return starts[0] if len(starts) == 1 else None


def _place_sheet(table: GivenTable, form: Form, file: str) -> list[Placed]:
    named = _cell_columns(table)
    if named is not None:
        return list(_named_cells(table, named))
    section = section_named(form, table.name or PurePath(file).stem)
    how = propose_map(table, section) if section else _best_map(table, form, is_loose=False)
    if how is None and section is None:
        names = ", ".join(s.id for s in form.sections)
        raise IntakeError("intake.no-sheet-for-it", file=file, sheet=table.name, names=names)
    if how is None:
        names = ", ".join(column.label for column in section.columns) if section else ""
        raise IntakeError("intake.no-heading", file=file, sheet=table.name, names=names)
    return [_strict(one) for one in place_table(table, how)]


def _strict(one: Placed) -> Placed:
    """Refuse a figure under a heading that is none of the form's: nobody has seen the mapping."""
    return replace(one, code="intake.no-such-column") if one.code == NO_COLUMN else one


def _all_left(table: GivenTable, code: str) -> list[Placed]:
    return [
        Placed(f"{table.name}!{place_name(r, c)}", given, f"{table.name}!{c}", code=code)
        for r, row in enumerate(table.rows)
        for c, given in enumerate(row)
        if not given.is_blank
    ]


def _cell_columns(table: GivenTable) -> _CellColumns | None:
    said = workbook_words()["headings"]
    wanted = (words.fold(said["cell"]), words.fold(said["value"]))
    for at, row in enumerate(table.rows[:DEEPEST_HEADING]):
        names = [words.fold(words.clean(given.text)) for given in row]
        for column in range(len(names) - 1):
            if (names[column], names[column + 1]) == wanted:
                return _CellColumns(at, column)
    return None


def _named_cells(table: GivenTable, where: _CellColumns) -> Iterator[Placed]:
    for at, row in enumerate(table.rows):
        name = words.clean(table.cell(at, where.name).text)
        for column, given in enumerate(row):
            is_heading = at == where.heading and column in {where.name, where.name + 1}
            is_name = at > where.heading and column == where.name
            if given.is_blank or is_heading or (is_name and not _lone(table, where, at)):
                continue
            one = _named_cell(table, where, (at, column), name, given)
            unseen = _unseen(table, at, column) if at > where.heading else ""
            yield replace(one, goal=None, code=unseen) if unseen else one


def _unseen(table: GivenTable, row: int, column: int) -> str:
    if row in table.hidden_rows:
        return UNSEEN_ROW
    return UNSEEN_COLUMN if column in table.hidden_columns else ""


def _lone(table: GivenTable, where: _CellColumns, at: int) -> bool:
    """Say whether a name stands without a value, so that nothing is said about its cell."""
    return table.cell(at, where.name + 1).is_blank


def _named_cell(
    table: GivenTable, where: _CellColumns, at: tuple[int, int], name: str, given: Given
) -> Placed:
    row, column = at
    place = f"{table.name}!{place_name(row, column)}"
    if row < where.heading:
        return Placed(place, given, "", code="intake.above-heading")
    if column == where.name:
        return Placed(place, given, "", code="intake.no-value")
    if column != where.name + 1:
        return Placed(place, given, "", code=NO_COLUMN)
    goal = goal_named(name)
    group = f"{table.name}!{goal.section}.{goal.column}" if goal else ""
    return Placed(place, given, group, goal, "" if goal else BAD_NAME)


def sheet_column(placed: Placed) -> str:
    """Return what a person calls the column a cell was read with: "Trang 1, cột B"."""
    table, _, column = placed.group.rpartition("!")
    if column.isdecimal():
        return f"{table}!{column_letter(int(column))}" if table else column_letter(int(column))
    return column
