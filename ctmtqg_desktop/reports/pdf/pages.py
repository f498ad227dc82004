"""Make the empty pages: margins, the number above, the code below, and the canvas itself.

Imported only while a PDF is being made.
"""

from collections.abc import Callable
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from ctmtqg_desktop.reports.page.layout import POINTS_PER_MM, Layout, PaperSize, make_sheet
from ctmtqg_desktop.reports.page.page import Document, printable_text
from ctmtqg_desktop.reports.pdf.fonts import Fonts


@dataclass(frozen=True, slots=True)
class Foot:
    """Say what stands at the foot of every page, and how large it and the page number are.

    Attributes:
        mark: in grey at the right end, for what nobody has signed.
    """

    text: str
    size: float
    number_size: float
    fonts: Fonts
    mark: str = ""


_GREY = 0.45


class _Count:
    """Hold the number of the present page within its section."""

    def __init__(self) -> None:
        self.page = 0


def canvas_maker(document: Document, fonts: Fonts) -> Callable[..., Canvas]:
    """Give the maker of a canvas that never touches Helvetica and knows the file's properties."""

    def make(*args: object, **options: object) -> Canvas:
        # Left alone, the canvas starts with a Helvetica that cannot be embedded.
        canvas = Canvas(*args, **{**options, "initialFontName": fonts.name()})
        canvas.setTitle(document.title)
        canvas.setAuthor(document.unit)
        canvas.setSubject(document.period)
        canvas.setCreator("ctmtqg_desktop")
        return canvas

    return make


def page_templates(layout: Layout, foot: Foot, *, first: PaperSize) -> list[PageTemplate]:
    """Make the first and the later page, upright and wide; the document begins with ``first``."""
    count = _Count()
    sheets = [make_sheet(layout, landscape=landscape) for landscape in (False, True)]
    sheets.sort(key=lambda sheet: sheet.name != first.name)
    return [
        _page(sheet, layout, foot, count, opening)
        for sheet in sheets
        for opening in ("first", "later")
    ]


def _page(sheet: PaperSize, layout: Layout, foot: Foot, count: _Count, place: str) -> PageTemplate:
    left, bottom = layout.left_mm * POINTS_PER_MM, layout.bottom_mm * POINTS_PER_MM
    no_padding = {f"{side}Padding": 0 for side in ("left", "right", "top", "bottom")}

    def draw(canvas: Canvas, template: BaseDocTemplate) -> None:
        del template
        count.page = 1 if place == "first" else count.page + 1
        if count.page > 1:
            _draw_number(canvas, sheet, layout, foot, count.page)
        _draw_foot(canvas, sheet, left, foot)

    return PageTemplate(
        id=f"{sheet.name}-{place}",
        frames=[Frame(left, bottom, sheet.room, sheet.depth, **no_padding)],
        onPage=draw,
        pagesize=(sheet.width, sheet.height),
        autoNextPageTemplate=f"{sheet.name}-later",
    )


def _draw_number(
    canvas: Canvas, sheet: PaperSize, layout: Layout, foot: Foot, number: int
) -> None:
    """Write the page number in the middle of the top margin (NĐ 30/2020, page 2 onwards)."""
    canvas.setFont(foot.fonts.name(), foot.number_size)
    middle = layout.left_mm * POINTS_PER_MM + sheet.room / 2
    canvas.drawCentredString(
        middle, sheet.height - layout.top_mm * 0.65 * POINTS_PER_MM, str(number)
    )


def _draw_foot(canvas: Canvas, sheet: PaperSize, left: float, foot: Foot) -> None:
    x, y = left, 10 * POINTS_PER_MM
    canvas.setLineWidth(0.3)
    canvas.line(left, y + foot.size * 1.3, left + sheet.room, y + foot.size * 1.3)
    for name, part in foot.fonts.runs(printable_text(foot.text), bold=False, italic=False):
        canvas.setFont(name, foot.size)
        canvas.drawString(x, y, part)
        x += canvas.stringWidth(part, name, foot.size)
    if foot.mark:
        canvas.setFillGray(_GREY)
        canvas.setFont(foot.fonts.name(bold=True), foot.size)
        canvas.drawRightString(left + sheet.room, y, foot.mark)
        canvas.setFillGray(0)
