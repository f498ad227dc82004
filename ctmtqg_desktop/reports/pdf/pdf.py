"""Write a document as PDF: the same document gives the same bytes.

What comes out has every font embedded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, NextPageTemplate, Spacer
from reportlab.platypus import PageBreak as NewPage

from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.reports.page.layout import Layout, PaperSize, make_sheet
from ctmtqg_desktop.reports.page.page import (
    Addressee,
    AppendixTitle,
    Block,
    Document,
    Heading,
    Notes,
    PageSection,
    PageTable,
    Paragraph,
    SignatureBlock,
    Title,
    sections,
)
from ctmtqg_desktop.reports.page.spots import Spot
from ctmtqg_desktop.reports.pdf import blocks as draw
from ctmtqg_desktop.reports.pdf.blocks import BlockMaker
from ctmtqg_desktop.reports.pdf.ending import Ending, keep_text
from ctmtqg_desktop.reports.pdf.fitting import Fitted, PageRoom, fit_table, squeeze_table
from ctmtqg_desktop.reports.pdf.fonts import Fonts
from ctmtqg_desktop.reports.pdf.marking import Note
from ctmtqg_desktop.reports.pdf.pages import Foot, canvas_maker, page_templates
from ctmtqg_desktop.reports.pdf.table import FramedTable, Paper, pdf_table


@dataclass(frozen=True, slots=True)
class Printed:
    """Hold a finished file, how many pages it has and where something is to be filled in."""

    data: bytes
    pages: int
    spots: tuple[Spot, ...] = ()


def write_pdf(document: Document, layout: Layout, *, fillable: bool = False) -> Printed:
    """Write a document as PDF, A4, every section upright or wide as its tables need.

    Args:
        document: what it says.
        layout: how it looks.
        fillable: leave number and date free, and say where they and the signature belong.
    """
    fonts, target = Fonts(), BytesIO()
    mark = phrase("paper.draft") if document.draft else ""
    foot = Foot(_foot_text(document), layout.foot_size, layout.page_number_size, fonts, mark)
    parts = [_fit_section(section, layout, fonts) for section in sections(document)]
    template = BaseDocTemplate(target, invariant=1, initialFontName=fonts.name())
    first = parts[0].sheet if parts else make_sheet(layout, landscape=document.landscape)
    template.addPageTemplates(page_templates(layout, foot, first=first))
    spots: dict[str, Spot] = {}
    desk = BlockMaker(layout, fonts, 0, _keeper(spots) if fillable else None)
    story = [flowable for i, part in enumerate(parts) for flowable in _story(part, desk, i)]
    template.build(story or [_nothing()], canvasmaker=canvas_maker(document, fonts))
    return Printed(target.getvalue(), template.page, tuple(spots.values()))


def _keeper(spots: dict[str, Spot]) -> Note:
    """Keep the first place of each name: the letter's, not that of a form after it."""

    def keep(spot: Spot) -> None:
        spots.setdefault(spot.name, spot)

    return keep


def _nothing() -> Flowable:

    return Spacer(1, 1)


def _foot_text(document: Document) -> str:
    code = phrase("paper.digest", digest=document.digest[:12]) if document.digest else ""
    return " · ".join(part for part in (code, document.unit, document.period) if part)


@dataclass(frozen=True, slots=True)
class _Part:
    """Hold a section, the paper it goes on and its tables as fitted to that paper."""

    section: PageSection
    sheet: PaperSize
    tables: dict[int, tuple[Fitted, ...]]


def _fit_section(section: PageSection, layout: Layout, fonts: Fonts) -> _Part:
    """Choose the wide paper when a table does not fit the upright one comfortably."""
    tables = {i: block for i, block in enumerate(section.blocks) if isinstance(block, PageTable)}
    # One long table makes the letters of its neighbours small too: a form looks like one.
    longest = max((len(table.rows) for table in tables.values()), default=0)
    if not section.landscape:
        upright = make_sheet(layout, landscape=False)
        room = _room(upright, layout, longest, floor=layout.upright_floor)
        fitted = {i: fit_table(table, room, fonts.width) for i, table in tables.items()}
        if all(fitted.values()):
            return _Part(section, upright, {i: found for i, found in fitted.items() if found})
    wide = make_sheet(layout, landscape=True)
    room = _room(wide, layout, longest)
    squeezed = {i: squeeze_table(table, room, fonts.width) for i, table in tables.items()}
    return _Part(section, wide, squeezed)


def _room(sheet: PaperSize, layout: Layout, rows: int, *, floor: float = 0) -> PageRoom:
    is_long = rows > layout.table_long_rows
    top = layout.table_long_size if is_long else max(layout.table_sizes)
    sizes = tuple(size for size in layout.table_sizes if floor <= size <= top)
    return PageRoom(sheet.room, layout.table_padding, sizes)


def _story(part: _Part, desk: BlockMaker, index: int) -> list[Flowable]:

    desk = replace(desk, width=part.sheet.room)
    start = [NextPageTemplate(f"{part.sheet.name}-first"), NewPage()] if index else []
    story: list[Flowable] = start
    heads: list[Flowable] = []
    blocks, last = part.section.blocks, max(part.tables, default=-1)
    for i, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.style in {"section", "measure"}:
            heads.extend(_flowables(block, desk))
            continue
        tail = _rest(blocks[i + 1 :], desk) if i == last else []
        below, needed = _below(block, part.tables.get(i, ()), part.sheet, desk, (heads, tail))
        if heads:
            needed += _height(heads, part.sheet)
            story.append(CondPageBreak(min(needed, part.sheet.depth - _SLACK)))
        if isinstance(block, SignatureBlock):
            story = keep_text(story, below)
        else:
            story.extend(below)
        heads = []
        if i == last:
            break
    return [*story, *heads]


def _rest(blocks: Sequence[Block], desk: BlockMaker) -> list[Flowable]:
    return [drawn for block in blocks for drawn in _flowables(block, desk)]


def _height(parts: Sequence[Flowable], sheet: PaperSize) -> float:
    return float(sum(part.wrap(sheet.room, sheet.depth)[1] for part in parts))


def _below(
    block: Block,
    fitted: tuple[Fitted, ...],
    sheet: PaperSize,
    desk: BlockMaker,
    around: tuple[list[Flowable], list[Flowable]],
) -> tuple[list[Flowable], float]:
    """Draw a block, and say how much of it must stay with the heading above it, in points.

    Above it its headings are drawn; below the last table of a section, the rest of it.
    """
    heads, tail = around
    if not isinstance(block, PageTable):
        return [*heads, *_flowables(block, desk)], _TEXT_WITH_HEADING

    room = _room(sheet, desk.layout, len(block.rows))
    tables = [
        pdf_table(part, Paper(desk.fonts, room.padding_at(part.size), sheet.depth))
        for part in fitted
    ]
    opening = tables[0].opening_height(_ROWS_WITH_HEADING)
    whole = tables[0].opening_height(len(block.rows))
    if whole <= sheet.depth * _KEPT_WHOLE:
        opening = whole + _height(tail, sheet)
    *before, table = _parted(tables, desk)
    story, heads = ([*heads, *before], []) if before else ([], heads)
    return [*story, Ending(heads, table, [Spacer(1, 6), *tail], sheet.depth)], opening


def _parted(tables: Sequence[FramedTable], desk: BlockMaker) -> Iterator[Flowable]:
    """Give the parts of a table, each beyond the first on a page of its own, and say which."""
    for number, table in enumerate(tables, 1):
        if number > 1:
            yield NewPage()
        if len(tables) > 1:
            text = phrase("paper.part-of-table", part=number, parts=len(tables))
            yield from _flowables(Paragraph(text, "measure"), desk)
        yield table


_ROWS_WITH_HEADING = 2
_TEXT_WITH_HEADING = 60.0
_SLACK = 0.1
"""Less than a whole page, or one that is empty would be left for the next."""
_KEPT_WHOLE = 0.45
"""A table no taller than this share of a page is not begun where it would be cut."""


def _flowables(  # noqa: PLR0911  one line for each kind of block
    block: Block, desk: BlockMaker
) -> list[Flowable]:

    match block:
        case Heading():
            return draw.heading_flowable(block, desk)
        case Title():
            return draw.title(block, desk)
        case Addressee():
            return draw.addressee(block, desk)
        case Paragraph():
            return draw.paragraph(block, desk)
        case Notes():
            return draw.notes(block, desk)
        case SignatureBlock():
            return draw.signature(block, desk)
        case AppendixTitle():
            return draw.appendix_flowables(block, desk)
        case _:
            return [NewPage()]
