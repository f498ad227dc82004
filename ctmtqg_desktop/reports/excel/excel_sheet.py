"""Fill one worksheet with the blocks of a section.

Imported only while an XLSX is being made.
"""

from dataclasses import dataclass
from math import ceil
from typing import cast

from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.header_footer import _HeaderFooterPart as HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.reports.excel.looks import CellLooks
from ctmtqg_desktop.reports.excel.marks import MarkedTable, mark_sheet
from ctmtqg_desktop.reports.page.layout import fixed_words
from ctmtqg_desktop.reports.page.page import (
    Addressee,
    Align,
    AppendixTitle,
    Block,
    Document,
    Heading,
    Notes,
    PageBreak,
    PageCell,
    PageColumn,
    PageSection,
    PageTable,
    Paragraph,
    SignatureBlock,
    TableRow,
    Title,
    place_header,
    printable_text,
)
from ctmtqg_desktop.reports.page.words import (
    addressee_lines,
    recipients_lines,
)

_FAMILY = "Times New Roman"
_PLAIN_COLUMNS = 8
_EXACT_DIGITS = 15
"""Excel keeps no more digits of a number; a longer one is written as text, not rounded."""

_LETTERS_PER_MM = 0.5
_WIDEST, _NARROWEST, _NARROW_TEXT = 55.0, 5.0, 16.0
_LETTERS_ON_WIDE_A4 = 175.0
_POINTS_PER_LINE = 1.3
_GREY = "737373"
_LONG_ROWS = 20
_FROZEN_POINTS = 330.0
"""More than this frozen at the top would leave a small screen no rows to scroll."""


@dataclass(frozen=True, slots=True)
class Style:
    """Say how a written cell looks; the size is in points."""

    size: float = 12
    bold: bool = False
    italic: bool = False
    align: Align = "left"
    level: int = 0
    boxed: bool = False


def fill_sheet(sheet: Worksheet, section: PageSection, document: Document) -> list[MarkedTable]:
    """Write all blocks below each other and set up the print; return the tables of forms."""
    tables = [block for block in section.blocks if isinstance(block, PageTable)]
    widths = _widths(tables)
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    pen = _Pen(sheet, widths)
    for block in section.blocks:
        _write(block, pen)
    wide = section.landscape or sum(widths) > _LETTERS_ON_A4
    _set_up_print(sheet, document, pen, landscape=wide)
    mark_sheet(sheet, pen.marked, len(widths))
    return pen.marked


_LETTERS_ON_A4 = 95.0


class _Pen:
    """Hold where the next row of the worksheet goes."""

    def __init__(self, sheet: Worksheet, widths: list[float]) -> None:
        self.sheet, self.widths, self.row = sheet, widths, 1
        self.header: tuple[int, int] | None = None
        self.header_rows = self.tables = 0
        self.marked: list[MarkedTable] = []
        self._looks = CellLooks()

    def at(self, row: int, column: int) -> ExcelCell:
        """Give a cell that is not merged away; rows count from 1 and columns from 0."""
        return cast("ExcelCell", self.sheet.cell(row, column + 1))

    def put(self, column: int, content: PageCell | str, style: Style, span: int = 1) -> None:
        """Write a cell of the present row, which grows to fit; columns count from 0."""
        cell = content if isinstance(content, PageCell) else PageCell(content)
        write_value(self.at(self.row, column), cell)
        for at in range(column, column + span):
            self.dress(self.at(self.row, at), style)
        if span > 1:
            self.merge(self.row, column, self.row, column + span - 1)
        self.make_room(cell.shown, style, sum(self.widths[column : column + span]))

    def dress(self, target: ExcelCell, style: Style) -> None:
        """Give a cell its font, place and border."""
        self._looks.give(target, style, lambda cell: dress(cell, style))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge cells; rows count from 1 and columns from 0."""
        self.sheet.merge_cells(
            start_row=top, start_column=left + 1, end_row=bottom, end_column=right + 1
        )

    def make_room(self, text: str, style: Style, letters: float) -> None:
        """Make the row as tall as its text: Excel does not do it for merged cells."""
        room = max(letters * 11 / style.size, 1)
        lines = sum(max(1, ceil(len(line) * 1.05 / room)) for line in text.split("\n"))
        needed = lines * style.size * _POINTS_PER_LINE + 3
        row = self.sheet.row_dimensions[self.row]
        row.height = max(row.height or 0, min(needed, 400))

    def across(self, text: str, style: Style) -> None:
        """Write a text over the whole width and go to the next row."""
        self.put(0, text, style, len(self.widths))
        self.row += 1


def write_value(target: ExcelCell, cell: PageCell) -> None:
    """Write a number as a number and everything else as text, whatever it begins with."""
    number = cell.number
    if number is not None and len(number.as_tuple().digits) <= _EXACT_DIGITS:
        target.value = number
        target.number_format = number_format(cell)
        return
    text = printable_text(cell.shown)
    if text:
        target.value = text
        target.data_type = "s"
        target.quotePrefix = text[0] in "=+-@"


def number_format(cell: PageCell) -> str:
    """Give Excel's pattern with the decimals of the cell, or as many as its number has."""
    decimals = cell.decimals
    if decimals is None and cell.number is not None:
        exponent = cell.number.normalize().as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    mark = f'"{cell.mark}"' if cell.mark else ""
    return "#,##0" + ("." + "0" * decimals if decimals else "") + mark


def dress(target: ExcelCell, style: Style) -> None:
    """Give a cell its font, place and border."""
    target.font = Font(name=_FAMILY, size=style.size, bold=style.bold, italic=style.italic)
    horizontal = {"left": "left", "centre": "center", "right": "right"}[style.align]
    target.alignment = Alignment(
        horizontal=horizontal, vertical="center", wrap_text=True, indent=style.level
    )
    if style.boxed:
        side = Side(style="thin")
        target.border = Border(left=side, right=side, top=side, bottom=side)


def _widths(tables: list[PageTable]) -> list[float]:
    """Give every column the width its widest table wants, in letters."""
    count = max((len(table.columns) for table in tables), default=_PLAIN_COLUMNS)
    widths = [_NARROWEST if tables else 12.0] * count
    for table in tables:
        for index, column in enumerate(table.columns):
            widths[index] = max(widths[index], _wanted(table, index, column))
    return _narrowed(widths)


def _narrowed(widths: list[float]) -> list[float]:
    """Narrow the widest columns, whose texts can be broken, until the wide page is legible."""
    allowed = _WIDEST
    while sum(widths) > _LETTERS_ON_WIDE_A4 and allowed > _NARROW_TEXT:
        allowed -= 1
        widths = [min(width, allowed) for width in widths]
    return widths


def _wanted(table: PageTable, index: int, column: PageColumn) -> float:
    numbers = [
        len(cell.shown) + 2
        for row in table.rows
        for at, cell in _placed(row)
        if at == index and cell.colspan == 1 and cell.number is not None
    ]
    if column.width_mm:
        return max([float(column.width_mm) * _LETTERS_PER_MM, *numbers])
    texts = [
        max(len(line) for line in cell.shown.split("\n"))
        for row in table.rows
        for at, cell in _placed(row)
        if at == index and cell.colspan == 1
    ]
    return min(_WIDEST, max([_NARROWEST, *numbers, *(length + 2 for length in texts)]))


def _placed(row: TableRow) -> list[tuple[int, PageCell]]:
    placed, at = [], 0
    for cell in row.cells:
        placed.append((at, cell))
        at += cell.colspan
    return placed


def _write(block: Block, pen: _Pen) -> None:
    writers = {
        Heading: _write_heading,
        Title: _write_title,
        Addressee: _write_addressee,
        Paragraph: _write_paragraph,
        PageTable: _write_table,
        Notes: _write_notes,
        SignatureBlock: _write_signature,
        AppendixTitle: _write_appendix,
        PageBreak: lambda _block, _pen: None,
    }
    writers[type(block)](block, pen)  # type: ignore[operator]


def _halves(pen: _Pen) -> tuple[int, int]:
    """Share the columns out so that the left side gets some two fifths of the width."""
    left, taken = 1, pen.widths[0]
    while left < len(pen.widths) - 1 and taken < sum(pen.widths) * 0.4:
        taken += pen.widths[left]
        left += 1
    return left, len(pen.widths) - left


def _beside(pen: _Pen, left: tuple[str, Style], right: tuple[str, Style]) -> None:
    at, rest = _halves(pen)
    if rest < 1:
        pen.across(*left)
        pen.across(*right)
        return
    pen.put(0, *left, at)
    pen.put(at, *right, rest)
    pen.row += 1


def _write_heading(block: Heading, pen: _Pen) -> None:
    plain, bold = Style(align="centre"), Style(bold=True, align="centre")
    left = [(block.superior, plain)] if block.superior else []
    left += [(line, bold) for line in block.agency]
    motto = Style(13, bold=True, align="centre")
    right = [(fixed_words("national-name"), bold), (fixed_words("motto"), motto)]
    for index in range(max(len(left), len(right))):
        pair = (side[index] if index < len(side) else ("", plain) for side in (left, right))
        _beside(pen, *pair)
    italic = Style(13, italic=True, align="centre")
    _beside(pen, (block.number, Style(13, align="centre")), (block.place_date, italic))
    pen.row += 1


def _write_title(block: Title, pen: _Pen) -> None:
    for text in (block.kind, *block.summary.split("\n")):
        pen.across(text, Style(14, bold=True, align="centre"))
    pen.row += 1


def _write_addressee(block: Addressee, pen: _Pen) -> None:
    for line in addressee_lines(block.names):
        pen.across(line, Style(13, align="centre"))
    pen.row += 1


def _write_paragraph(block: Paragraph, pen: _Pen) -> None:
    styles = {
        "body": Style(13),
        "basis": Style(13, italic=True),
        "section": Style(13, bold=True),
        "centre": Style(13, align="centre"),
        "measure": Style(12, italic=True, align="right"),
        "small": Style(11),
        "digits": Style(26, bold=True, align="centre"),
    }
    pen.across(block.text, styles[block.style])


def _write_notes(block: Notes, pen: _Pen) -> None:
    for line in block.lines:
        pen.across(line, Style(11, italic=True))


def _write_appendix(block: AppendixTitle, pen: _Pen) -> None:
    bold = Style(14, bold=True, align="centre")
    pen.across(block.label, bold)
    pen.across(block.title.upper(), bold)
    if block.reference:
        pen.across(block.reference, Style(13, italic=True, align="centre"))
    pen.row += 1


def _write_signature(block: SignatureBlock, pen: _Pen) -> None:
    bold, small = Style(13, bold=True, align="centre"), Style(11)
    label = (fixed_words("recipients-label"), Style(12, bold=True, italic=True))
    left = [label] if block.recipients else []
    left += [(line, small) for line in recipients_lines(block.recipients)]
    room = [("", bold)] * 4
    right = [(line, bold) for line in block.authority] + room + [(block.name, bold)]
    pen.row += 1
    for index in range(max(len(left), len(right))):
        pair = (side[index] if index < len(side) else ("", small) for side in (left, right))
        _beside(pen, *pair)


def _write_table(block: PageTable, pen: _Pen) -> None:
    top = pen.row
    _write_header(block, pen)
    pen.tables += 1
    if len(block.rows) > pen.header_rows:
        pen.header, pen.header_rows = (top, pen.row - 1), len(block.rows)
    keyed: list[tuple[int, TableRow]] = []
    if block.place is not None:
        pen.marked.append(MarkedTable(pen.sheet, block, block.place, pen.row, keyed))
        pen.row += 1
    for row in block.rows:
        for at, cell in _placed(row):
            pen.put(at, cell, _cell_style(cell, row, block.columns[at]), cell.colspan)
        if row.key:
            keyed.append((pen.row, row))
        pen.row += 1
    pen.row += 1


def _write_header(table: PageTable, pen: _Pen) -> None:
    top, style = pen.row, Style(11, bold=True, align="centre", boxed=True)
    for placed in place_header(table):
        cell, pen.row = placed.cell, top + placed.row
        if cell.rowspan == 1:
            pen.put(placed.column, cell.text, style, cell.colspan)
            continue
        pen.put(placed.column, cell.text, style)
        for row in range(pen.row, pen.row + cell.rowspan):
            for column in range(placed.column, placed.column + cell.colspan):
                pen.dress(pen.at(row, column), style)
        right = placed.column + cell.colspan - 1
        pen.merge(pen.row, placed.column, pen.row + cell.rowspan - 1, right)
    pen.row = top + len(table.header)
    if table.numbers:
        for column, text in enumerate(table.numbers):
            pen.put(column, text, Style(10, italic=True, align="centre", boxed=True))
        pen.row += 1


def _cell_style(cell: PageCell, row: TableRow, column: PageColumn) -> Style:
    default = column.align if cell.number is None else "right"
    bold = cell.bold or row.style != "normal"
    return Style(11, bold, cell.italic, cell.align or default, cell.level, boxed=True)


def _set_up_print(sheet: Worksheet, document: Document, pen: _Pen, *, landscape: bool) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.print_area = f"A1:{get_column_letter(len(pen.widths))}{sheet.max_row}"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = 1.18, 0.59, 0.79, 0.79
    code = phrase("paper.digest", digest=document.digest[:12]) if document.digest else ""
    foot = f"{code} · " * bool(code) + f"{document.unit} · {document.period}"
    # "&" begins an order in Excel's headers; "&P" is the page number.
    sheet.HeaderFooter.oddHeader = HeaderFooterItem(center=HeaderFooterPart("&P"))
    mark = HeaderFooterPart(phrase("paper.draft"), color=_GREY) if document.draft else None
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        left=HeaderFooterPart(foot.replace("&", "&&")), right=mark
    )
    if pen.header:
        top, bottom = pen.header
        # Excel repeats one header only; above the rows of another table it would mislead.
        if pen.tables == 1 or pen.header_rows > _LONG_ROWS:
            sheet.print_title_rows = f"{top}:{bottom}"
        above = sum(sheet.row_dimensions[row].height or 15 for row in range(1, bottom + 1))
        if above <= _FROZEN_POINTS:
            sheet.freeze_panes = f"A{bottom + 1}"
