"""Give reportlab the bundled fonts, measure texts and choose a font for every letter.

Imported only while a PDF is being made, because reportlab is slow to import.
"""

from functools import cache
from itertools import groupby

from reportlab import rl_config
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
        rl_config.useA85 = 0  # packed streams need not be texts too
        known = pdfmetrics.getRegisteredFontNames()
        for name in names:
            if name not in known:
                pdfmetrics.registerFont(TTFont(name, str(resource("fonts", f"{name}.ttf"))))
        self._letters = {name: _letters_of(name) for name in names}
        self._widths: dict[tuple[str, bool, bool], float] = {}

    def name(self, *, bold: bool = False, italic: bool = False) -> str:
        """Give reportlab's name of the ordinary face."""
        return _FACES[bold, italic]

    def width(self, text: str, bold: bool, italic: bool) -> float:
        """Measure a text at size 1, in points."""
        key = (text, bold, italic)
        known = self._widths.get(key)
        if known is None:
            runs = self.runs(text, bold=bold, italic=italic)
            known = sum(self.run_width(name, part) for name, part in runs)
            self._widths[key] = known
        return known

    def runs(self, text: str, *, bold: bool, italic: bool) -> list[tuple[str, str]]:
        """Cut a text where the font must change; a letter no font has becomes a square."""
        main, symbols = _FACES[bold, italic], _SYMBOLS[bold]
        letters = self._letters[main]
        if set(text) <= letters.keys():
            return [(main, text)] if text else []
        shown = "".join(self._known(sign, main, symbols) for sign in text)
        fonts = groupby(shown, lambda sign: main if sign in letters else symbols)
        return [(name, "".join(signs)) for name, signs in fonts]

    def _known(self, sign: str, main: str, symbols: str) -> str:
        is_known = sign in self._letters[main] or sign in self._letters[symbols]
        return sign if is_known else _UNKNOWN

    def run_width(self, name: str, text: str) -> float:
        """Measure letters that a font has, at size 1, in points."""
        return float(sum(map(self._letters[name].__getitem__, text))) / 1000


@cache
def _letters_of(name: str) -> dict[str, float]:
    """Give the letters of a registered font and their widths, in thousandths of the size."""
    face = pdfmetrics.getFont(name).face
    return {chr(code): face.charWidths.get(code, face.defaultWidth) for code in face.charToGlyph}
