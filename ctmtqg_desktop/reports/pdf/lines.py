"""Draw plain lines of text: the one flowable that cells, headings and titles are made of.

Imported only while a PDF is being made.
"""

from dataclasses import dataclass, replace

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from ctmtqg_desktop.reports.page.page import Align, printable_text
from ctmtqg_desktop.reports.pdf.fonts import Fonts
from ctmtqg_desktop.reports.pdf.wrapping import wrap

LEADING = 1.18
"""Distance of two lines, in letter sizes; less would let stacked Vietnamese accents touch."""

RULE_DROP = 0.48
"""How far below its text a rule stands, in letter sizes: under the dots of "Ệ" and "Ọ"."""

RULE_ROOM = 0.5


@dataclass(frozen=True, slots=True)
class LineLook:
    """Say how lines look; sizes and lengths in points.

    Attributes:
        rule: length of the line drawn below, as a share of the widest line; 0 for none.
    """

    size: float
    bold: bool = False
    italic: bool = False
    align: Align = "left"
    indent: float = 0
    rule: float = 0


def wrapped(text: str, look: LineLook, width: float, fonts: Fonts) -> tuple[str, ...]:
    """Break a text into lines for this look and width."""

    def ruler(part: str) -> float:
        return fonts.width(part, look.bold, look.italic) * look.size

    return tuple(wrap(printable_text(text), max(width - look.indent, look.size), ruler))


class Lines(Flowable):  # type: ignore[misc]
    """Draw lines already broken, each run in a font that has its letters."""

    def __init__(self, lines: tuple[str, ...], look: LineLook, fonts: Fonts) -> None:
        super().__init__()
        self.lines, self.look, self._fonts = lines, look, fonts
        self._leading = look.size * LEADING

    @property
    def drawn_height(self) -> float:
        """Give the height in points, the rule included."""
        return len(self.lines) * self._leading + (
            self.look.size * RULE_ROOM if self.look.rule else 0
        )

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take the whole width and the height of the lines."""
        del available_height
        self.width, self.height = available_width, self.drawn_height
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines from the top, then the rule."""
        self.draw_text(self.canv, 0, 0)
        if self.look.rule and self.lines:
            under = self.height - self.look.size - (len(self.lines) - 1) * self._leading
            self._draw_rule(under - self.look.size * RULE_DROP)

    def draw_text(self, canvas: Canvas, left: float, bottom: float) -> None:
        """Draw the lines alone, with the lower left corner of their room at a place."""
        look, text = self.look, canvas.beginText()
        y = bottom + self.height - look.size
        font = ""
        for line in self.lines:
            x = left + self._start(self._width(line))
            for name, part in self._fonts.runs(line, bold=look.bold, italic=look.italic):
                if name != font:
                    text.setFont(name, look.size)
                    font = name
                text.setTextOrigin(x, y)
                text.textOut(part)
                x += self._fonts.run_width(name, part) * look.size
            y -= self._leading
        canvas.drawText(text)

    def _draw_rule(self, y: float) -> None:
        length = max(self._width(line) for line in self.lines) * self.look.rule
        start = (self.width - length) / 2
        self.canv.setLineWidth(0.7)
        self.canv.line(start, y, start + length, y)

    def _width(self, text: str) -> float:
        return self._fonts.width(text, self.look.bold, self.look.italic) * self.look.size

    def _start(self, taken: float) -> float:
        free = self.width - self.look.indent - taken
        shares = {"left": 0.0, "centre": 0.5, "right": 1.0}
        return self.look.indent + free * shares[self.look.align]

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Leave the lines that fit on this page and carry the rest to the next."""
        del available_width
        fit = int(available_height // self._leading)
        if not 0 < fit < len(self.lines):
            return []
        upper = Lines(self.lines[:fit], replace(self.look, rule=0), self._fonts)
        return [upper, Lines(self.lines[fit:], self.look, self._fonts)]
