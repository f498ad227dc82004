"""Find how a table fits a page: size of letters, widths of columns, and where to cut it.

Columns are made wide enough for their widest number and word, so that nothing is clipped; a
table with too many gets smaller letters, then the wide page, then several pages of columns.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ctmtqg_desktop.reports.page.page import (
    HeaderCell,
    PageCell,
    PageTable,
    PlacedHeader,
    TableRow,
    place_header,
)
from ctmtqg_desktop.reports.pdf.sharing import LEVEL_EM, Letters, Measure, share_width
from ctmtqg_desktop.reports.pdf.wrapping import widest_piece

_FULL_PADDING_SIZE = 12.0
_COMFORT_LINES = 4
_WIDEST_EM = 16.0
_NATURAL_EM = 28.0
_SHORT_EM = 6.5
"""A text no wider than this, such as a name or a verdict, would rather stay on one line."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Say how wide a column must be, would like to be and would be at most, at size 1."""

    least: float
    comfortable: float
    natural: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """Hold one table as it goes on the pages: what, how large, how wide each column in points."""

    table: PageTable
    size: float
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PageRoom:
    """Say how much room a table has, in points, and which sizes of letters may be tried.

    Attributes:
        padding: beside the largest letters; smaller ones need less.
    """

    width: float
    padding: float
    sizes: tuple[float, ...]

    def padding_at(self, size: float) -> float:
        """Give the room left free at each side of a cell, in points."""
        return self.padding * min(1.0, size / _FULL_PADDING_SIZE)


def column_needs(table: PageTable, measure: Measure) -> tuple[Needs, ...]:
    """Measure every column by its numbers, words and headers."""
    placed = place_header(table)
    found = [
        _header_needs(table, column, [p for p in placed if p.column == column], measure)
        for column in range(len(table.columns))
    ]
    for row in table.rows:
        at = 0
        for cell in row.cells:
            if cell.colspan == 1:
                found[at] = _wider(found[at], _cell_needs(cell, row.style != "normal", measure))
            at += cell.colspan
    return _with_group_headers(placed, found, measure)


def _header_needs(
    table: PageTable, column: int, above: Sequence[PlacedHeader], measure: Measure
) -> Needs:
    number = measure(table.numbers[column], False, True) if table.numbers else 0
    words = [
        _text_needs(placed.cell.text, lambda text: measure(text, True, False))
        for placed in above
        if placed.cell.colspan == 1
    ]
    least = min(number, _WIDEST_EM / 2)
    first = Needs(least, least, least)
    for word in words:
        first = _wider(first, replace(word, natural=word.comfortable))
    return first


def _cell_needs(cell: PageCell, bold: bool, measure: Measure) -> Needs:
    def ruler(text: str) -> float:
        return measure(text, cell.bold or bold, cell.italic)

    if cell.number is not None:
        width = ruler(cell.shown)
        return Needs(width, width, width)
    needs = _text_needs(cell.shown, ruler)
    if needs.natural <= _SHORT_EM:
        needs = replace(needs, comfortable=needs.natural)
    indent = cell.level * LEVEL_EM
    return Needs(needs.least + indent, needs.comfortable + indent, needs.natural + indent)


def _text_needs(text: str, ruler: Callable[[str], float]) -> Needs:
    whole = max(ruler(line) for line in text.split("\n"))
    least = min(widest_piece(text, ruler), _NATURAL_EM)
    comfortable = max(least, min(whole / _COMFORT_LINES * 1.2, _WIDEST_EM))
    return Needs(least, min(comfortable, max(whole, least)), min(whole, _NATURAL_EM))


def _wider(one: Needs, other: Needs) -> Needs:
    return Needs(
        max(one.least, other.least),
        max(one.comfortable, other.comfortable),
        max(one.natural, other.natural),
    )


def _with_group_headers(
    header: Sequence[PlacedHeader], found: list[Needs], measure: Measure
) -> tuple[Needs, ...]:
    """Widen the columns under a header whose words are wider than all of them together."""
    for placed in header:
        span = placed.cell.colspan
        word = widest_piece(placed.cell.text, lambda text: measure(text, True, False))
        under = range(placed.column, placed.column + span)
        lacking = word - sum(found[column].least for column in under)
        if span > 1 and lacking > 0:
            for column in under:
                needs, more = found[column], found[column].least + lacking / span
                found[column] = _wider(needs, Needs(more, more, more))
    return tuple(found)


def fit_table(
    table: PageTable, room: PageRoom, measure: Measure, needs: Sequence[Needs] = ()
) -> tuple[Fitted, ...] | None:
    """Fit a table comfortably with the largest letters that allow it; None when none does.

    Args:
        table: to be fitted.
        room: it has.
        measure: its texts are measured with.
        needs: of its columns, where they are known.
    """
    needs = needs or column_needs(table, measure)
    for size in room.sizes:
        if sum(_floors(needs, size, room, comfortable=True)) <= room.width:
            return (_fitted(table, _floors(needs, size, room), room, size, measure),)
    return None


def squeeze_table(table: PageTable, room: PageRoom, measure: Measure) -> tuple[Fitted, ...]:
    """Fit a table in any case: narrow columns and small letters, or cut into parts."""
    needs = column_needs(table, measure)
    fitted = fit_table(table, room, measure, needs)
    if fitted:
        return fitted
    size = room.sizes[-1]
    floors = _floors(needs, size, room)
    if sum(floors) <= room.width:
        return (_fitted(table, floors, room, size, measure),)
    parts = (take_columns(table, columns) for columns in _packed(table, floors, room.width))
    return tuple(_forced(part, room, measure) for part in parts)


def _forced(table: PageTable, room: PageRoom, measure: Measure) -> Fitted:
    needs = column_needs(table, measure)
    fitted = fit_table(table, room, measure, needs)
    if fitted:
        return fitted[0]
    size = room.sizes[-1]
    floors = _floors(needs, size, room)
    scale = min(1.0, room.width / sum(floors))
    return _fitted(table, [floor * scale for floor in floors], room, size, measure)


def _fitted(
    table: PageTable, floors: Sequence[float], room: PageRoom, size: float, measure: Measure
) -> Fitted:
    letters = Letters(size, room.padding_at(size), measure)
    return Fitted(table, size, share_width(table, floors, room.width, letters))


def _floors(
    needs: Sequence[Needs], size: float, room: PageRoom, *, comfortable: bool = False
) -> tuple[float, ...]:
    chosen = (need.comfortable if comfortable else need.least for need in needs)
    return tuple(width * size + 2 * room.padding_at(size) + 0.5 for width in chosen)


def _packed(table: PageTable, floors: Sequence[float], width: float) -> list[list[int]]:
    """Pack columns into parts, each after the leading ones; groups of columns stay together."""
    leading = list(range(min(table.leading, len(floors) - 1)))
    room = width - sum(floors[i] for i in leading)
    parts: list[list[int]] = [[]]
    for group in _groups(table, len(leading)):
        units = [group] if sum(floors[i] for i in group) <= room else [[i] for i in group]
        for unit in units:
            taken = sum(floors[i] for i in parts[-1])
            if parts[-1] and taken + sum(floors[i] for i in unit) > room:
                parts.append([])
            parts[-1] = [*parts[-1], *unit]
    return [leading + part for part in parts]


def _groups(table: PageTable, start: int) -> list[list[int]]:
    tops = {p.column for p in place_header(table) if p.row == 0 and p.column > start}
    edges = sorted({start, *tops, len(table.columns)})
    return [list(range(a, b)) for a, b in pairwise(edges)]


def take_columns(table: PageTable, columns: Sequence[int]) -> PageTable:
    """Give the table with these columns only, in order; a header cut in two is repeated."""
    kept = set(columns)
    placed = [(p, _kept_span(p, kept)) for p in place_header(table)]
    header = tuple(
        tuple(
            HeaderCell(p.cell.text, span, p.cell.rowspan)
            for p, span in placed
            if p.row == r and span
        )
        for r in range(len(table.header))
    )
    return PageTable(
        columns=tuple(table.columns[i] for i in columns),
        header=header,
        rows=tuple(_take_cells(row, kept) for row in table.rows),
        numbers=tuple(table.numbers[i] for i in columns) if table.numbers else (),
        leading=table.leading,
    )


def _kept_span(placed: PlacedHeader, kept: set[int]) -> int:
    return len(kept & set(range(placed.column, placed.column + placed.cell.colspan)))


def _take_cells(row: TableRow, kept: set[int]) -> TableRow:
    cells, at = [], 0
    for cell in row.cells:
        span = len(kept & set(range(at, at + cell.colspan)))
        if span:
            cells.append(replace(cell, colspan=span))
        at += cell.colspan
    return TableRow(tuple(cells), row.style)
