"""The one page model: what a printed document says, before anyone decides how it looks.

Page makers build a ``Document``; the writers of PDF, XLSX and plain text read it. Records only.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from ctmtqg_desktop.entries.book_marks import BookOrigin, TablePlace
from ctmtqg_desktop.text import format_number

_NO_LETTERS = "".join(chr(end) + chr(end + 1) for end in range(0xFFFE, 0x110000, 0x10000))
_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u200b-\u200d\u2060\ufeff\ud800-\udfff" + _NO_LETTERS + "]"
)
"""Control characters, halves of letters, marks nobody sees, and codes that are no letters."""

Align = Literal["left", "centre", "right"]
RowStyle = Literal["normal", "group", "total"]
ParagraphStyle = Literal["body", "basis", "section", "centre", "measure", "small", "digits"]
"""``basis``: căn cứ, in italics; ``section``: heading of a part; ``measure``: the line "Đơn vị
tính" above a table; ``small``: remarks below one; ``digits``: figures to be read out, large."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Head a document: who issues it and the national name; number and date (NĐ 30/2020, 1-4).

    Attributes:
        agency: the issuing agency, one line each ("ỦY BAN NHÂN DÂN", "XÃ BÌNH LƯ").
        superior: the agency above it; empty when there is none to name.
        number: "Số: 05/BC-UBND"; the program never gives numbers, so blanks may stand in it.
        place_date: "Bình Lư, ngày 05 tháng 3 năm 2026".
    """

    agency: tuple[str, ...]
    superior: str = ""
    number: str = ""
    place_date: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """Name the kind of document and what it is about (NĐ 30/2020, 5a)."""

    kind: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Name who the report is for (NĐ 30/2020, 9a)."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Say one paragraph; line ends inside it are kept."""

    text: str
    style: ParagraphStyle = "body"


@dataclass(frozen=True, slots=True)
class PageColumn:
    """Describe a column of a table.

    Attributes:
        width_mm: wished for, relative to the other columns; 0 leaves it to the contents.
        align: of the cells that do not say.
        id: of the form's column that is shown as it is; empty for any other.
    """

    width_mm: Decimal = Decimal(0)
    align: Align = "left"
    id: str = ""


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """Hold one cell of a header; it takes the first free place of its row, as in HTML."""

    text: str
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class PageCell:
    """Hold one cell of a table: a text, or an exact number and how many decimals to show.

    Attributes:
        align: None takes the column's, or the right for a number.
        level: how far the text is indented, in steps.
        mark: what follows the value in print, such as "*" for unverified.
    """

    text: str = ""
    number: Decimal | None = None
    decimals: int | None = None
    align: Align | None = None
    bold: bool = False
    italic: bool = False
    level: int = 0
    colspan: int = 1
    mark: str = ""

    @property
    def shown(self) -> str:
        """Give what a reader sees."""
        if self.number is None:
            return self.text + self.mark
        return format_number(self.number, self.decimals) + self.mark


@dataclass(frozen=True, slots=True)
class TableRow:
    """Hold one row of a table; the spans of its cells add up to the table's columns.

    Attributes:
        key: of the form's row that is shown; empty for any other.
        label: its words, by which a person knows it.
    """

    cells: tuple[PageCell, ...]
    style: RowStyle = "normal"
    key: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class PageTable:
    """Hold a table with a header of one or more levels.

    Attributes:
        numbers: the printed line "A B 1 2 3=1+2" under the header; empty when there is none.
        leading: how many columns are repeated when the others must continue on another page.
        place: the section of one unit's form that is shown; None for any other table.
    """

    columns: tuple[PageColumn, ...]
    header: tuple[tuple[HeaderCell, ...], ...]
    rows: tuple[TableRow, ...]
    numbers: tuple[str, ...] = ()
    leading: int = 2
    place: TablePlace | None = None


@dataclass(frozen=True, slots=True)
class Notes:
    """Say what the marks in a table mean."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Close a document: who receives it on the left, who signs on the right (NĐ 30/2020, 7, 9b).

    Attributes:
        recipients: without dashes and semicolons, which the writers add.
        authority: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH".
        name: of the signer, without titles; may be empty.
    """

    recipients: tuple[str, ...]
    authority: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class AppendixTitle:
    """Begin an appendix, on a page of its own and with page numbers of its own.

    Attributes:
        label: "Phụ lục I".
        reference: "(Kèm theo Báo cáo số ...)"; stays empty in an electronic document.
    """

    label: str
    title: str
    reference: str = ""
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Go on with a new page."""


Block = (
    Heading
    | Title
    | Addressee
    | Paragraph
    | PageTable
    | Notes
    | SignatureBlock
    | AppendixTitle
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Document:
    """Say all that is printed, and what it is called.

    Attributes:
        title: for the file's properties and the reader's window title.
        period: as words, for the foot of each page.
        created: with an offset; the only time that gets into the file.
        digest: content digest in hex; its first 12 digits stand at the foot of each page.
        draft: nobody has signed the figures; every page says so at its foot.
        personal: lists of persons or households stand in it; for the journal of exports.
        origin: of what unit and period its figures are; None where it has none.
    """

    title: str
    unit: str
    period: str
    created: datetime
    blocks: tuple[Block, ...]
    digest: str = ""
    landscape: bool = False
    draft: bool = False
    personal: bool = False
    origin: BookOrigin | None = None


@dataclass(frozen=True, slots=True)
class PageSection:
    """Hold the blocks that share one orientation and one count of pages."""

    blocks: tuple[Block, ...]
    landscape: bool
    appendix: bool


@dataclass(frozen=True, slots=True)
class PlacedHeader:
    """Hold a header cell and the place it takes; rows and columns count from 0."""

    row: int
    column: int
    cell: HeaderCell


def sections(document: Document) -> tuple[PageSection, ...]:
    """Cut a document where its appendices begin."""
    starts = [i for i, block in enumerate(document.blocks) if isinstance(block, AppendixTitle)]
    edges = [0, *(i for i in starts if i), len(document.blocks)]
    cuts = (document.blocks[a:b] for a, b in pairwise(edges) if b > a)
    return tuple(_section(blocks, document) for blocks in cuts)


def _section(blocks: tuple[Block, ...], document: Document) -> PageSection:
    first = blocks[0]
    if isinstance(first, AppendixTitle):
        return PageSection(blocks, first.landscape, appendix=True)
    return PageSection(blocks, document.landscape, appendix=False)


def place_header(table: PageTable) -> tuple[PlacedHeader, ...]:
    """Find the place of every header cell.

    Raises:
        ValueError: the cells overlap, stick out or leave a hole (a mistake of the page maker).
    """
    free = {(r, c) for r in range(len(table.header)) for c in range(len(table.columns))}
    placed: list[PlacedHeader] = []
    for row, cells in enumerate(table.header):
        for cell in cells:
            column = min((c for r, c in free if r == row), default=len(table.columns))
            rows, columns = range(row, row + cell.rowspan), range(column, column + cell.colspan)
            taken = {(r, c) for r in rows for c in columns}
            if not taken <= free:
                raise ValueError(cell)
            free -= taken
            placed.append(PlacedHeader(row, column, cell))
    if free:
        raise ValueError(sorted(free))
    return tuple(placed)


def printable_text(text: str) -> str:
    """Drop the control characters that neither format can hold; tabs become blanks."""
    return _HIDDEN.sub("", text.replace("\t", " "))
