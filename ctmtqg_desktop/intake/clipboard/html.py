"""Read the HTML of a clipboard as a table of given cells."""

from dataclasses import dataclass, field

from ctmtqg_desktop.intake.clipboard.css import is_hidden
from ctmtqg_desktop.intake.clipboard.html_tables import (
    MOST_CELLS,
    RawCell,
    RawRow,
    RawTable,
    flat_rows,
    raw_block,
    refuse_block,
    span_of,
)
from ctmtqg_desktop.intake.clipboard.html_value import Signs, cell_value
from ctmtqg_desktop.intake.clipboard.progress import Report, no_report
from ctmtqg_desktop.intake.given import BLANK, Given, GivenTable, Span

MOST_COLUMNS = 16_384
"""As many as a sheet of Excel has."""
OFTEN = 100
"""Rows after which the reading may be stopped."""


@dataclass(frozen=True, slots=True)
class HtmlBlock:
    """A block of HTML.

    Attributes:
        table: its cells.
        is_exact: no figure is known only as it is shown, rounded.
    """

    table: GivenTable
    is_exact: bool


def read_html(text: str, report: Report = no_report) -> HtmlBlock | None:
    """Read the tables of an HTML text, and what stands between them as rows of one cell.

    None where there is no table.

    Raises:
        IntakeError: ``intake.clipboard-too-many-cells``.
    """
    block = raw_block(_fragment(text), report)
    if block.is_plain:
        return None
    grid = _Grid(block.signs)
    for at, (table, row) in enumerate(flat_rows(block.outer)):
        if at % OFTEN == 0:
            report(len(text), len(text))
        grid.add(table, row)
    return HtmlBlock(grid.table(), grid.is_exact)


def _fragment(text: str) -> str:
    """Return the HTML without the header that Windows puts before it."""
    if not text.lstrip("\ufeff").startswith("Version:"):
        return text
    start = text.find("<")
    return text[start:] if start >= 0 else text


@dataclass(slots=True)
class _Grid:
    """Rows being put together, with the cells that reach into the next ones."""

    signs: Signs | None
    rows: list[list[Given]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    shown_columns: set[int] = field(default_factory=set)
    is_exact: bool = True
    _of: RawTable | None = None
    _taken: dict[int, int] = field(default_factory=dict)
    """Column -> how many rows more a cell from above reaches down."""
    _cells: int = 0

    def add(self, table: RawTable, row: RawRow) -> None:
        """Put a row under the others."""
        if table is not self._of:
            self._of = table
            self._taken.clear()
            self.hidden_columns |= table.hidden_columns
        line: list[Given] = []
        for cell in row.cells:
            self._skip(line)
            self._put(line, cell)
        self._skip(line)
        if row.is_hidden and not any(not given.is_blank for given in line):
            return
        if row.is_hidden:
            self.hidden_rows.add(len(self.rows))
        self.rows.append(line)

    def _skip(self, line: list[Given]) -> None:
        while self._taken.get(len(line), 0) > 0:
            self._taken[len(line)] -= 1
            line.append(BLANK)

    def _put(self, line: list[Given], cell: RawCell) -> None:
        at, top = len(line), len(self.rows)
        across = min(span_of(cell, "colspan"), MOST_COLUMNS)
        down = span_of(cell, "rowspan")
        given, only_shown = cell_value(cell, self.signs)
        self._count(across)
        line += [given, *[BLANK] * (across - 1)]
        self.is_exact = self.is_exact and not only_shown
        (self.hidden_columns if is_hidden(cell.look) else self.shown_columns).add(at)
        if "mso-ignore" in cell.look and "colspan" in cell.look["mso-ignore"]:
            return  # a long text that only reaches over empty cells
        if down > 1:
            self._taken.update(dict.fromkeys(range(at, at + across), down - 1))
        if across > 1 or down > 1:
            self.spans.append(Span(top, at, top + down - 1, at + across - 1))

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > MOST_CELLS:
            refuse_block()

    def table(self) -> GivenTable:
        """Return what has been put together."""
        last = len(self.rows) - 1
        spans = (span._replace(bottom=min(span.bottom, last)) for span in self.spans)
        hidden = self.hidden_columns - self._shown()
        return GivenTable(
            "", tuple(map(tuple, self.rows)), tuple(spans),
            hidden_rows=frozenset(self.hidden_rows), hidden_columns=frozenset(hidden),
        )  # fmt: skip

    def _shown(self) -> set[int]:
        declared = self._of.hidden_columns if self._of is not None else set()
        return self.shown_columns - declared
