"""Give reportlab the bundled fonts, measure texts and choose a font for every letter.

Imported only while a PDF is being made, because reportlab is slow to import.
"""

from itertools import groupby

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from ctmtqg_desktop.assets import resource

_FACES = {
    (False, False): "Tinos-Regular",
    (True, False): "Tinos-Bold",
    (False, True): "Tinos-Italic",
    (True, True): "Tinos-BoldItalic",
}
_SYMBOLS = {False: "DejaVuSans", True: "DejaVuSans-Bold"}
_UNKNOWN = "□"


class Fonts:
    """Hold the faces of one print and the widths already measured."""

    def __init__(self) -> None:
        names = [*_FACES.values(), *_SYMBOLS.values()]
        known = pdfmetrics.getRegisteredFontNames()
        for name in names:
            if name not in known:
                pdfmetrics.registerFont(TTFont(name, str(resource("fonts", f"{name}.ttf"))))
        self._faces = {name: pdfmetrics.getFont(name).face for name in names}
        self._widths: dict[tuple[str, bool, bool], float] = {}

    def name(self, *, bold: bool = False, italic: bool = False) -> str:
        """Give reportlab's name of the ordinary face."""
        return _FACES[bold, italic]

    def width(self, text: str, bold: bool, italic: bool) -> float:
        """Measure a text at size 1, in points."""
        key = (text, bold, italic)
        if key not in self._widths:
            runs = self.runs(text, bold=bold, italic=italic)
            self._widths[key] = sum(self._run_width(name, part) for name, part in runs)
        return self._widths[key]

    def runs(self, text: str, *, bold: bool, italic: bool) -> list[tuple[str, str]]:
        """Cut a text where the font must change; a letter no font has becomes a square."""
        main, symbols = _FACES[bold, italic], _SYMBOLS[bold]
        glyphs = self._faces[main].charToGlyph
        if all(ord(sign) in glyphs for sign in text):
            return [(main, text)] if text else []
        shown = "".join(self._known(sign, main, symbols) for sign in text)
        fonts = groupby(shown, lambda sign: main if ord(sign) in glyphs else symbols)
        return [(name, "".join(signs)) for name, signs in fonts]

    def _known(self, sign: str, main: str, symbols: str) -> str:
        code = ord(sign)
        faces = (self._faces[main], self._faces[symbols])
        return sign if any(code in face.charToGlyph for face in faces) else _UNKNOWN

    def _run_width(self, name: str, text: str) -> float:
        face = self._faces[name]
        widths, default = face.charWidths, face.defaultWidth
        return float(sum(widths.get(ord(sign), default) for sign in text)) / 1000
