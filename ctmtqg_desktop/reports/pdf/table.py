"""Make a fitted table into reportlab's: headers on every page, rows and words never cut.

Imported only while a PDF is being made.
"""

from dataclasses import dataclass, field
from itertools import zip_longest

from reportlab.platypus import LongTable
from reportlab.platypus.tables import CellStyle

from ctmtqg_desktop.reports.page.page import PageCell, PageTable, TableRow, place_header
from ctmtqg_desktop.reports.pdf.fitting import Fitted
from ctmtqg_desktop.reports.pdf.fonts import Fonts
from ctmtqg_desktop.reports.pdf.lines import LEADING, LineLook, Lines, wrapped
from ctmtqg_desktop.reports.pdf.sharing import LEVEL_EM

_GAP = 0.18
"""Room above and below the text of a cell, in letter sizes."""

_LINE = 0.5

_SLACK = 0.1
"""What fits a page to the point must still fit when heights are added up in another order."""

_HEADER_SIZES, _TALLEST_HEADER = (1.0, 0.85, 0.7, 0.55, 0.4), 0.4
"""Shares of the letter size that a header is tried in, and of a page that it may take."""

_TALLEST_ROW = 0.5
"""A row taller than this share of a page is cut, or it would leave most of a page empty."""

_STEP_LINES = 6
"""A row too tall for a page is cut into pieces of so many lines, which fill pages evenly."""

_TALLEST_PAGE = 3_000
"""More points than any paper is high."""

Content = Lines | str
Command = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """Say what a table is drawn with, and how deep a page is; in points."""

    fonts: Fonts
    padding: float
    depth: float


class FramedTable(LongTable):  # type: ignore[misc]
    """Close the table at the foot of every page, where a row may go on, and below its header."""

    def opening_height(self, rows: int) -> float:
        """Give the height of the header and the first rows, in points."""
        return float(sum(self._argH[: self.repeatRows + rows]))

    def closing_height(self, rows: int) -> float:
        """Give the height of the last rows, never the whole body, in points."""
        body = self._argH[self.repeatRows :]
        return float(sum(body[max(1, len(body) - rows) :]))

    def _calcSpanRanges(self) -> None:  # noqa: N802  reportlab calls it
        """Look at the cells of what may stand on this page; of the rest when its turn comes.

        A list of thousands of rows would be looked through anew for each of its pages.
        """
        every: int = len(self._argH)
        height = 0.0
        for rows, row_height in enumerate(self._argH):
            height += row_height
            if height > _TALLEST_PAGE:
                self._nrows = rows + 1
                break
        try:
            super()._calcSpanRanges()
        finally:
            self._nrows = every

    def _drawCell(  # noqa: N802  reportlab calls it
        self,
        content: Content,
        style: CellStyle,
        corner: tuple[float, float],
        size: tuple[float, float],
    ) -> None:
        """Draw the lines of a cell where they stand, with no drawing of their own around each."""
        if isinstance(content, str):
            return
        (left, bottom), (width, height) = corner, size
        inner = width - style.leftPadding - style.rightPadding
        _, taken = content.wrap(inner, height)
        free = height - style.topPadding - style.bottomPadding - taken
        above = 0.0 if style.valign == "TOP" else free / 2
        bottom += style.bottomPadding + free - above
        content.draw_text(self.canv, left + style.leftPadding, bottom)

    def draw(self) -> None:
        """Draw the table, then the lines below its header and its last row."""
        super().draw()
        self.canv.setLineWidth(_LINE)
        below_header = self._height - sum(self._rowHeights[: self.repeatRows])
        for y in (0, below_header):
            self.canv.line(0, y, self._width, y)


def pdf_table(fitted: Fitted, paper: Paper) -> FramedTable:
    """Make the table; every cell is measured here once, so reportlab need not."""
    over = _tall_headers(fitted.table)
    head, commands = _fitting_header(fitted, paper, over)
    room = paper.depth - sum(_heights(head, over, set(), fitted.size)) - _SLACK
    body = _body(fitted, paper, len(head), room)
    rows = [*head, *body.rows]
    heights = _heights(rows, over, body.later, fitted.size)
    table = FramedTable(
        rows,
        colWidths=list(fitted.widths),
        rowHeights=heights,
        repeatRows=len(head),
        splitInRow=0,
    )
    kept = [("NOSPLIT", (0, y), (-1, y + 1)) for y in _kept(body.heads, heights, room)]
    lines = _grid(body.later, len(rows))
    table.setStyle([*_base(fitted.size, paper), *commands, *body.commands, *lines, *kept])
    return table


def _base(size: float, paper: Paper) -> list[Command]:
    whole = ((0, 0), (-1, -1))
    return [
        ("FONT", *whole, paper.fonts.name(), size, size * LEADING),
        ("VALIGN", *whole, "MIDDLE"),
        ("LEFTPADDING", *whole, paper.padding),
        ("RIGHTPADDING", *whole, paper.padding),
        ("TOPPADDING", *whole, _GAP * size),
        ("BOTTOMPADDING", *whole, _GAP * size),
    ]


def _fitting_header(
    fitted: Fitted, paper: Paper, over: dict[tuple[int, int], int]
) -> tuple[list[list[Content]], list[Command]]:
    """Make the header, in smaller letters where long titles would fill most of every page."""
    for share in _HEADER_SIZES:
        head, commands = _header(fitted, paper, fitted.size * share)
        if sum(_heights(head, over, set(), fitted.size)) <= paper.depth * _TALLEST_HEADER:
            break
    return head, commands


def _header(
    fitted: Fitted, paper: Paper, size: float
) -> tuple[list[list[Content]], list[Command]]:
    table, widths = fitted.table, fitted.widths
    rows: list[list[Content]] = [[""] * len(widths) for _ in table.header]
    commands: list[Command] = []
    look = LineLook(size, bold=True, align="centre")
    for placed in place_header(table):
        cell, left, top = placed.cell, placed.column, placed.row
        right, bottom = left + cell.colspan - 1, top + cell.rowspan - 1
        rows[top][left] = _lines(cell.text, look, sum(widths[left : right + 1]), paper)
        if (right, bottom) != (left, top):
            commands.append(("SPAN", (left, top), (right, bottom)))
    if table.numbers:
        small = LineLook(fitted.size * 0.9, italic=True, align="centre")
        pairs = zip(table.numbers, widths, strict=True)
        rows.append([_lines(text, small, width, paper) for text, width in pairs])
    return rows, commands


def _lines(text: str, look: LineLook, width: float, paper: Paper) -> Lines:
    inner = width - 2 * paper.padding
    return Lines(wrapped(text, look, inner, paper.fonts), look, paper.fonts)


def _grid(later: set[int], count: int) -> list[Command]:
    """Draw the lines between cells, but none above a row that only continues another."""
    pen: Command = (_LINE, (0, 0, 0))
    if not later:
        return [("GRID", (0, 0), (-1, -1), *pen)]
    upright: list[Command] = [
        ("LINEBEFORE", (0, 0), (-1, -1), *pen),
        ("LINEAFTER", (-1, 0), (-1, -1), *pen),
    ]
    level: list[Command] = [
        ("LINEABOVE", (0, y), (-1, y), *pen) for y in range(count) if y not in later
    ]
    joints: list[Command] = [("BOTTOMPADDING", (0, y - 1), (-1, y - 1), 0) for y in sorted(later)]
    return [*upright, *level, *joints]


@dataclass(slots=True)
class _Body:
    """Gather the rows below the header.

    Attributes:
        commands: how the rows look.
        later: which of them only continue the row above.
        heads: which of them are headings of the row below.
    """

    rows: list[list[Content]] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)
    later: set[int] = field(default_factory=set)
    heads: set[int] = field(default_factory=set)


def _body(fitted: Fitted, paper: Paper, first: int, room: float) -> _Body:
    """Make the rows, numbered from ``first``; those too tall for the room are cut."""
    body = _Body()
    tallest = min(paper.depth * _TALLEST_ROW, room - 2 * _GAP * fitted.size)
    for row, below in zip_longest(fitted.table.rows, fitted.table.rows[1:]):
        parts = _cut(_row(row, fitted, paper), paper, tallest)
        for number, part in enumerate(parts):
            at = first + len(body.rows)
            body.commands.extend(_spans(row, at))
            if len(parts) > 1:
                body.commands.append(("VALIGN", (0, at), (-1, at), "TOP"))
            if number:
                body.later.add(at)
                body.commands.append(("TOPPADDING", (0, at), (-1, at), 0))
            body.rows.append(part)
        if _is_heading(row, below, fitted.table.leading):
            body.heads.add(first + len(body.rows) - 1)
    return body


def _is_heading(row: TableRow, below: TableRow | None, leading: int) -> bool:
    """Say whether a row stands above another one; a group with figures is above no group."""
    if row.style != "group" or below is None:
        return False
    return below.style != "group" or not any(cell.shown for cell in row.cells[leading:])


def _kept(heads: set[int], heights: list[float], room: float) -> list[int]:
    """Give the headings that stay with the row below; a chain of them that fits no page parts.

    From the top down: reportlab forgets a pair when one that begins above it comes later.
    """
    kept: list[int] = []
    together = 0.0
    for y in reversed(range(len(heights))):
        fits = heights[y] + together <= room
        together = heights[y] + (together if fits and y in heads else 0.0)
        if fits and y in heads:
            kept.append(y)
    return sorted(kept)


def _row(row: TableRow, fitted: Fitted, paper: Paper) -> list[Content]:
    contents: list[Content] = []
    for cell in row.cells:
        at = len(contents)
        width = sum(fitted.widths[at : at + cell.colspan])
        look = cell_look(cell, row, fitted.table, at, fitted.size)
        contents.append(_lines(cell.shown, look, width, paper) if cell.shown else "")
        contents.extend([""] * (cell.colspan - 1))
    return contents


def cell_look(cell: PageCell, row: TableRow, table: PageTable, at: int, size: float) -> LineLook:
    """Say how a cell of the body looks; a number stands right, a group or total is bold."""
    default = table.columns[at].align if cell.number is None else "right"
    return LineLook(
        size,
        bold=cell.bold or row.style != "normal",
        italic=cell.italic,
        align=cell.align or default,
        indent=cell.level * LEVEL_EM * size,
    )


def _cut(row: list[Content], paper: Paper, tallest: float) -> list[list[Content]]:
    """Cut a row too tall for a page into several that follow each other without a line."""
    if max(_height(content) for content in row) <= tallest:
        return [row]
    longest = max(len(content.lines) for content in row if isinstance(content, Lines))
    return [
        [_take_lines(content, start, paper) for content in row]
        for start in range(0, longest, _STEP_LINES)
    ]


def _take_lines(content: Content, start: int, paper: Paper) -> Content:
    taken = () if isinstance(content, str) else content.lines[start : start + _STEP_LINES]
    if isinstance(content, str) or not taken:
        return ""
    return Lines(taken, content.look, paper.fonts)


def _spans(row: TableRow, at: int) -> list[Command]:
    commands: list[Command] = []
    column = 0
    for cell in row.cells:
        if cell.colspan > 1:
            commands.append(("SPAN", (column, at), (column + cell.colspan - 1, at)))
        column += cell.colspan
    return commands


def _heights(
    rows: list[list[Content]], over: dict[tuple[int, int], int], later: set[int], size: float
) -> list[float]:
    """Give every row the height of its tallest cell; a cell over several rows shares out.

    Args:
        rows: header and body.
        over: last row of each header cell that takes several, by its column and first row.
        later: rows that continue the one above, without a gap.
        size: of the letters, for rows without any.
    """
    heights = []
    for y, row in enumerate(rows):
        gaps = 2 - (y in later) - (y + 1 in later)
        texts = (_height(content) for x, content in enumerate(row) if (x, y) not in over)
        heights.append(max([size * LEADING, *texts]) + gaps * _GAP * size)
    for (left, top), bottom in over.items():
        lacking = _height(rows[top][left]) + 2 * _GAP * size - sum(heights[top : bottom + 1])
        for y in range(top, bottom + 1):
            heights[y] += max(lacking, 0) / (bottom - top + 1)
    return heights


def _tall_headers(table: PageTable) -> dict[tuple[int, int], int]:
    return {
        (placed.column, placed.row): placed.row + placed.cell.rowspan - 1
        for placed in place_header(table)
        if placed.cell.rowspan > 1
    }


def _height(content: Content) -> float:
    return content.drawn_height if isinstance(content, Lines) else 0
