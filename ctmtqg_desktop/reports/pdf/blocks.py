"""Make the blocks of a page, other than tables, into what reportlab places.

Imported only while a PDF is being made. Source of every size: NĐ 30/2020/NĐ-CP, Phụ lục I.
"""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle as RlStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer
from reportlab.platypus import Paragraph as RlParagraph
from reportlab.platypus import Table as RlTable

from ctmtqg_desktop.reports.page.layout import Layout
from ctmtqg_desktop.reports.page.page import (
    Addressee,
    Align,
    AppendixTitle,
    Heading,
    Notes,
    Paragraph,
    SignatureBlock,
    Title,
    printable_text,
)
from ctmtqg_desktop.reports.page.spots import DATE, NUMBER, SIGNATURE
from ctmtqg_desktop.reports.page.words import addressee_lines, recipients_lines
from ctmtqg_desktop.reports.pdf.fonts import Fonts
from ctmtqg_desktop.reports.pdf.lines import LineLook, Lines, wrapped
from ctmtqg_desktop.reports.pdf.marking import Marked, Note

_LEFT_SHARE = 0.41
"""The national name at 12 points needs 93 of the 165 mm; the agency gets what remains."""

_SIGNATURE_ROOM_MM = 28
_EVEN_TO = 4.0
_DIGITS_SIZE = 26
"""Of figures that are compared by eye and read out by telephone."""


@dataclass(frozen=True, slots=True)
class BlockMaker:
    """Hold what every block is drawn with; the width is that of the text, in points.

    ``note`` is told the places to be filled in later; None when nothing will be.
    """

    layout: Layout
    fonts: Fonts
    width: float
    note: Note | None = None

    def later(self, name: str, drawn: Lines | Spacer) -> Flowable:
        """Draw it, or only leave room for it when the print is to be filled in later."""
        return drawn if self.note is None else Marked(name, drawn, self.fonts, self.note)

    def look(self, name: str, align: Align = "centre", *, ruled: bool = True) -> LineLook:
        """Give the look of one element of the layout."""
        element = self.layout.elements[name]
        rule = element.rule if ruled else 0
        return LineLook(element.size, element.bold, element.italic, align, rule=rule)

    def lines(self, text: str, look: LineLook, width: float | None = None) -> Lines:
        """Break a text for the given width, or that of the page."""
        room = self.width if width is None else width
        return Lines(wrapped(text, look, room, self.fonts), look, self.fonts)

    def balanced(self, text: str, look: LineLook) -> Lines:
        """Break a title into lines of like length, so that none holds a lone word."""
        found: list[str] = []
        for part in text.split("\n"):
            found.extend(wrapped(part, look, self._even_width(part, look), self.fonts))
        return Lines(tuple(found), look, self.fonts)

    def _even_width(self, text: str, look: LineLook) -> float:
        """Find the least width that takes no more lines than the page's, to some points."""
        count = len(wrapped(text, look, self.width, self.fonts))
        low, high = self.width / 3, self.width
        while count > 1 and high - low > _EVEN_TO:
            middle = (low + high) / 2
            fits = len(wrapped(text, look, middle, self.fonts)) <= count
            low, high = (low, middle) if fits else (middle, high)
        return high


def heading_flowable(block: Heading, desk: BlockMaker) -> list[Flowable]:
    """Place agency, number, national name and date in two columns."""
    left, right = desk.width * _LEFT_SHARE, desk.width * (1 - _LEFT_SHARE)
    last = len(block.agency) - 1
    agency = [desk.lines(block.superior, desk.look("superior"), left)] if block.superior else []
    for i, line in enumerate(block.agency):
        agency.append(desk.lines(line, desk.look("agency", ruled=i == last), left))
    names = [_fixed("national-name", desk, right), _fixed("motto", desk, right)]
    rows: list[list[object]] = [[agency, names]]
    if block.number or block.place_date:
        number = desk.lines(block.number, desk.look("number"), left)
        dated = desk.lines(block.place_date, desk.look("place-date"), right)
        rows.append([desk.later(NUMBER, number), desk.later(DATE, dated)])
    return [_side_by_side(rows, [left, right], desk, gap=6), Spacer(1, 14)]


def _fixed(name: str, desk: BlockMaker, width: float) -> Lines:
    return desk.lines(desk.layout.elements[name].text, desk.look(name), width)


def _side_by_side(
    rows: list[list[object]], widths: list[float], desk: BlockMaker, *, gap: float
) -> Flowable:
    table = RlTable(rows, colWidths=widths)
    whole = ((0, 0), (-1, -1))
    sides = (("LEFTPADDING", *whole, 0), ("RIGHTPADDING", *whole, 0))
    ends = (("TOPPADDING", *whole, 0), ("BOTTOMPADDING", *whole, gap))
    table.setStyle([("FONT", *whole, desk.fonts.name()), ("VALIGN", *whole, "TOP"), *sides, *ends])
    return table


def title(block: Title, desk: BlockMaker) -> list[Flowable]:
    """Place the kind of document and its summary with the line below."""
    look = desk.look("summary")
    summary = [desk.balanced(block.summary, look)] if block.summary else []
    return [desk.balanced(block.kind, desk.look("kind")), *summary, Spacer(1, 10)]


def addressee(block: Addressee, desk: BlockMaker) -> list[Flowable]:
    """Place who the report is for: centred when one, a list when several."""
    lines = addressee_lines(block.names)
    if len(lines) == 1:
        return [desk.lines(lines[0], desk.look("addressee")), Spacer(1, 8)]
    first = desk.layout.first_line_mm * mm
    look = desk.look("addressee", "left")
    shown = [desk.lines(lines[0], LineLook(look.size, indent=first))]
    shown += [desk.lines(line, LineLook(look.size, indent=2 * first)) for line in lines[1:]]
    return [*shown, Spacer(1, 8)]


def paragraph(block: Paragraph, desk: BlockMaker) -> list[Flowable]:
    """Place one paragraph in its style."""
    space = Spacer(1, desk.layout.paragraph_space)
    if block.style in {"body", "basis"}:
        return [_justified(block.text, desk, italic=block.style == "basis"), space]
    body = desk.layout.elements["body"].size
    looks = {
        "section": desk.look("section", "left"),
        "centre": LineLook(body, align="centre"),
        "measure": LineLook(12, italic=True, align="right"),
        "small": LineLook(11),
        "digits": LineLook(_DIGITS_SIZE, bold=True, align="centre"),
    }
    gap = Spacer(1, 3) if block.style in {"measure", "small"} else space
    return [desk.lines(block.text, looks[block.style]), gap]


def _justified(text: str, desk: BlockMaker, *, italic: bool) -> Flowable:
    size = desk.layout.elements["body"].size
    style = RlStyle(
        "body",
        fontName=desk.fonts.name(italic=italic),
        bulletFontName=desk.fonts.name(),
        fontSize=size,
        leading=size * LEADING_OF_FONT * desk.layout.line_spacing,
        alignment=TA_JUSTIFY,
        firstLineIndent=desk.layout.first_line_mm * mm,
    )
    runs = desk.fonts.runs(printable_text(text), bold=False, italic=italic)
    marked = (f'<font name="{name}">{escape(part)}</font>' for name, part in runs)
    return RlParagraph("".join(marked).replace("\n", "<br/>"), style)


LEADING_OF_FONT = 1.15
"""Single spacing of Times New Roman, in letter sizes."""


def notes(block: Notes, desk: BlockMaker) -> list[Flowable]:
    """Place what the marks mean, small and in italics."""
    look = LineLook(10.5, italic=True)
    return [Spacer(1, 4), *(desk.lines(line, look) for line in block.lines), Spacer(1, 4)]


def signature(block: SignatureBlock, desk: BlockMaker) -> list[Flowable]:
    """Place the recipients on the left and the signer on the right, on one page."""
    half = desk.width / 2
    left: list[Flowable] = []
    if block.recipients:
        label = desk.layout.elements["recipients-label"].text
        left.append(desk.lines(label, desk.look("recipients-label", "left"), half))
        listed = recipients_lines(block.recipients)
        look = desk.look("recipients", "left")
        left += [desk.lines(line, look, half - 10) for line in listed]
    right: list[Flowable] = [
        desk.lines(line, desk.look("authority"), half) for line in block.authority
    ]
    right += [
        desk.later(SIGNATURE, Spacer(half, _SIGNATURE_ROOM_MM * mm)),
        desk.lines(block.name, desk.look("signer"), half),
    ]
    return [Spacer(1, 12), _side_by_side([[left, right]], [half, half], desk, gap=0)]


def appendix_flowables(block: AppendixTitle, desk: BlockMaker) -> list[Flowable]:
    """Place label, title in capitals and reference of an appendix."""
    shown: list[Flowable] = [
        desk.lines(block.label, desk.look("appendix")),
        desk.balanced(block.title.upper(), desk.look("appendix-title")),
    ]
    if block.reference:
        shown.append(desk.lines(block.reference, desk.look("appendix-reference")))
    return [*shown, Spacer(1, 10)]
