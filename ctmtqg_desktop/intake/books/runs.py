"""The font of a text that is written in several: legacy if its letters beyond ASCII are."""

import re
from collections.abc import Iterable

from ctmtqg_desktop.intake.books.look import legacy_font
from ctmtqg_desktop.intake.books.markup import local_name, walk

_HINT = re.compile(rb"""rFont[^>]*val=["']\.?vn""", re.IGNORECASE)


def common_font(pieces: Iterable[tuple[str, str]]) -> str:
    """Return the legacy font of all letters beyond ASCII; empty where they have others.

    Args:
        pieces: of a text: the legacy font, empty for any other, and what is written in it.
    """
    fonts = {font for font, text in pieces if not text.isascii()}
    return fonts.pop() if len(fonts) == 1 else ""


class Runs:
    """A text of an .xlsx, run by run.

    Attributes:
        has_text: something is written.
    """

    def __init__(self) -> None:
        self.has_text = False
        self._font = ""
        self._pieces: list[tuple[str, str]] = []
        self._aside = 0
        self._is_text = False

    @property
    def font(self) -> str:
        """Return the legacy font of the whole text; empty where there is none."""
        return common_font(self._pieces)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element: a run, its font, its text, or how it is pronounced."""
        if name == "r":
            self._font = ""
        elif name == "rFont":
            self._font = legacy_font(attributes.get("val", ""))
        elif name == "rPh":
            self._aside += 1
        elif name == "t":
            self._is_text = not self._aside

    def end(self, name: str) -> None:
        """Leave an element."""
        if name == "rPh":
            self._aside -= 1
        elif name == "t":
            self._is_text = False

    def text(self, text: str) -> None:
        """Take what is written."""
        if self._is_text and text:
            self.has_text = True
            self._pieces.append((self._font, text))


def shared_fonts(data: bytes, name: str) -> dict[int, str]:
    """Return the place of a shared text -> its legacy font, for those that are written in one.

    Args:
        data: the part of the shared texts.
        name: of the file, for the refusal.

    Raises:
        IntakeError: ``intake.workbook``, ``intake.workbook-entities``.
    """
    if not _HINT.search(data):
        return {}
    texts = [Runs()]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local_name(tag) == "si":
            texts.append(Runs())
        texts[-1].start(local_name(tag), attributes)

    def end(tag: str) -> None:
        texts[-1].end(local_name(tag))

    def text(written: str) -> None:
        texts[-1].text(written)

    walk(data, name, start, end, text)
    return {place: runs.font for place, runs in enumerate(texts[1:]) if runs.font}
