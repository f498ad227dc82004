"""Leave a place free while a PDF is laid out, and remember where on which page it came to lie.

Imported only while a PDF is being made.
"""

from collections.abc import Callable
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from ctmtqg_desktop.reports.page.spots import Spot
from ctmtqg_desktop.reports.pdf.fonts import Fonts
from ctmtqg_desktop.reports.pdf.lines import Lines

Note = Callable[[Spot], None]


class Marked(Flowable):  # type: ignore[misc]
    """Take the room of some lines, draw nothing, and tell where that was."""

    def __init__(self, name: str, inner: Lines | Spacer, fonts: Fonts, note: Note) -> None:
        super().__init__()
        self._name, self._inner, self._fonts, self._note = name, inner, fonts, note

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take what the lines would take, in the whole width."""
        height = self._inner.wrap(available_width, available_height)[1]
        self.width, self.height = available_width, height
        return self.width, self.height

    def draw(self) -> None:
        """Draw nothing: a form field will."""
        left, bottom = self.canv.absolutePosition(0, 0)
        box = (left, bottom, left + self.width, bottom + self.height)
        page = self.canv.getPageNumber() - 1
        if isinstance(self._inner, Lines):
            text = " ".join(self._inner.lines)
            look = page_of_mark(self._inner, (self.width, self.height), self._fonts)
            self._note(Spot(self._name, page, _rounded(box), text, look))
        else:
            self._note(Spot(self._name, page, _rounded(box)))


def _rounded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, bottom, right, top = (round(one, 2) for one in box)
    return left, bottom, right, top


def page_of_mark(drawn: Flowable, size: tuple[float, float], fonts: Fonts) -> bytes:
    """Return a PDF of one page of this size with only this on it."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=1, initialFontName=fonts.name())
    drawn.wrapOn(canvas, *size)
    drawn.drawOn(canvas, 0, 0)
    canvas.showPage()
    canvas.save()
    return target.getvalue()
