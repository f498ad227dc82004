"""Draw what a signature looks like on a print, each as a PDF of one page of the asked size.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, on the form of digital signatures.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ctmtqg_desktop.reports.page.layout import POINTS_PER_MM, Layout
from ctmtqg_desktop.reports.page.pictures import Picture
from ctmtqg_desktop.reports.page.spots import DATE, NUMBER
from ctmtqg_desktop.reports.pdf.fonts import Fonts
from ctmtqg_desktop.reports.pdf.lines import LineLook, Lines, wrapped
from ctmtqg_desktop.reports.pdf.marking import page_of_mark

Size = tuple[float, float]
Box = tuple[float, float, float, float]

CORNER_SIZE = (230.0, 14.0)
"""Of the line in the corner of a copy; one line of 10 points."""
_ELEMENTS = {NUMBER: "number", DATE: "place-date"}
_OVERLAP = 1 / 3
_CORNER_RIGHT_MM, _CORNER_TOP_MM = 15, 8


def field_look(name: str, text: str, size: Size, layout: Layout) -> bytes:
    """Draw what number or date look like once they are known."""
    fonts, element = Fonts(), layout.elements[_ELEMENTS[name]]
    look = LineLook(element.size, element.bold, element.italic, "centre")
    return page_of_mark(Lines(wrapped(text, look, size[0], fonts), look, fonts), size, fonts)


def picture_look(picture: Picture, size: Size) -> bytes:
    """Draw an image over the whole page; what is transparent stays so."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=1, initialFontName=Fonts().name())
    canvas.drawImage(ImageReader(BytesIO(picture.png)), 0, 0, *size, mask="auto")
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def text_look(lines: Sequence[str], size: Size) -> bytes:
    """Draw lines of upright black letters of 10 points, in the middle of the page."""
    fonts, look = Fonts(), LineLook(10, align="centre")
    broken = [part for line in lines for part in wrapped(line, look, size[0], fonts)]
    drawn = Lines(tuple(broken), look, fonts)
    page = (size[0], max(size[1], drawn.drawn_height))
    return page_of_mark(drawn, page, fonts)


def text_size(lines: Sequence[str], most: Size) -> Size:
    """Return how much room the lines take, no wider than given."""
    fonts, look = Fonts(), LineLook(10)
    broken = [part for line in lines for part in wrapped(line, look, most[0], fonts)]
    widest = max(fonts.width(part, False, False) * 10 for part in broken)
    return min(widest + 4, most[0]), min(Lines(tuple(broken), look, fonts).drawn_height, most[1])


def corner_line(number: str, at: datetime) -> str:
    """Say number and sign, and when: "45/BC-UBND; 2026-11-21T09:15:30+07:00"."""
    return f"{number}; {at.isoformat(timespec='seconds')}"


def corner_box(page: Size, size: Size) -> Box:
    """Return a place at the top right of a page: inside its right margin, above its text."""
    right, top = (
        page[0] - _CORNER_RIGHT_MM * POINTS_PER_MM,
        page[1] - _CORNER_TOP_MM * POINTS_PER_MM,
    )
    return right - size[0], top - size[1], right, top


def middle_of(box: Box, size: Size) -> Box:
    """Return a place of that size in the middle of a box."""
    left = (box[0] + box[2] - size[0]) / 2
    bottom = (box[1] + box[3] - size[1]) / 2
    return left, bottom, left + size[0], bottom + size[1]


def shrunk(size: Size, most: Size) -> Size:
    """Return a size that fits into another, with its proportions."""
    share = min(1.0, most[0] / size[0], most[1] / size[1])
    return size[0] * share, size[1] * share


def below(box: Box, size: Size) -> Box:
    """Return a place of that size in the middle of the lower edge of a box."""
    left = (box[0] + box[2] - size[0]) / 2
    return left, box[1], left + size[0], box[1] + size[1]


def seal_frame(signature: Box, size: Size) -> Box:
    """Return where a seal goes: over about the left third of the signature's image."""
    right = signature[0] + (signature[2] - signature[0]) * _OVERLAP
    middle = (signature[1] + signature[3]) / 2
    return right - size[0], middle - size[1] / 2, right, middle + size[1] / 2
