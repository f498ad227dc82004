"""Merged cells: a word holds for every row it stands beside, a figure for none of them."""

from collections.abc import Sequence
from dataclasses import replace

from ctmtqg_desktop.intake.given import BLANK, Given, GivenKind, GivenTable, Span


def spread(table: GivenTable) -> GivenTable:
    """Return a table in which every row has its own cells.

    A number in cells merged over rows is marked ``SHARED`` in each: it is one amount for all of
    them, and would be counted as often as there are rows. Columns of words take it as a code.
    """
    if not table.spans:
        return table
    rows = [list(row) for row in table.rows]
    for span in table.spans:
        _spread(rows, span)
    return replace(table, rows=tuple(map(tuple, rows)), spans=())


def _spread(rows: list[list[Given]], span: Span) -> None:
    if span.bottom == span.top:
        return
    held = _cell(rows, span.top, span.left)
    if held.kind is GivenKind.NUMBER:
        held = replace(held, kind=GivenKind.SHARED)
    for row in rows[span.top : span.bottom + 1]:
        row.extend([BLANK] * (span.left + 1 - len(row)))
        row[span.left] = held


def _cell(rows: Sequence[Sequence[Given]], row: int, column: int) -> Given:
    inside = row < len(rows) and column < len(rows[row])
    return rows[row][column] if inside else BLANK
