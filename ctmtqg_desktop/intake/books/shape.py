"""Give a table of a book its shape: no blanks behind or below, merges within what is there."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.given import BLANK, Given, GivenTable, Span


def trimmed_table(
    name: str, rows: Iterable[Sequence[Given]], *, is_hidden: bool = False
) -> GivenTable:
    """Return a table without the blanks behind its rows and below them.

    Args:
        name: of the sheet.
        rows: from the sheet's first row on.
        is_hidden: a person who opens the file does not see it.
    """
    kept = [_without_end(row) for row in rows]
    while kept and not kept[-1]:
        kept.pop()
    return GivenTable(name, kept, is_hidden=is_hidden)


def merged_table(table: GivenTable, spans: Iterable[Span], file: str) -> GivenTable:
    """Return a table with its merged cells; what lies under one is blank, as nobody sees it.

    Args:
        table: without merged cells.
        spans: may reach further than the table does.
        file: name of the file, for the refusal.

    Raises:
        IntakeError: ``intake.workbook-disputed`` where they lie on each other.
    """
    rows, width = list(table.rows), table.width
    within = [
        Span(top, left, min(bottom, len(rows) - 1), min(right, width - 1))
        for top, left, bottom, right in spans
        if top < len(rows) and left < width
    ]
    wide = [span for span in within if span.top < span.bottom or span.left < span.right]
    room = len(rows) * width
    for span in wide:
        room -= (span.bottom - span.top + 1) * (span.right - span.left + 1)
        if room < 0:
            raise IntakeError("intake.workbook-disputed", file=file)
        _uncover(rows, span)
    return replace(table, rows=rows, spans=tuple(wide)) if wide else table


def with_hidden(table: GivenTable, rows: Iterable[int], columns: Iterable[int]) -> GivenTable:
    """Return a table that says which of its rows and columns nobody sees."""
    count, width = len(table.rows), table.width
    return replace(
        table,
        hidden_rows=frozenset(row for row in rows if row < count),
        hidden_columns=frozenset(column for column in columns if column < width),
    )


def _without_end(row: Sequence[Given]) -> Sequence[Given]:
    last = len(row)
    while last and row[last - 1] is BLANK:
        last -= 1
    return tuple(row[:last])


def _uncover(rows: list[Sequence[Given]], span: Span) -> None:
    """Blank the cells that a merge covers."""
    for at in range(span.top, span.bottom + 1):
        row = rows[at]
        covered = range(span.left + (at == span.top), min(span.right + 1, len(row)))
        if any(row[column] is not BLANK for column in covered):
            rows[at] = tuple(
                BLANK if column in covered else given for column, given in enumerate(row)
            )
