"""How a cell looks, as far as that says what it means."""

from typing import NamedTuple

from ctmtqg_desktop.intake.legacy import font_encoding

_NOT_TOLD = ("", "General", "GENERAL")


class Look(NamedTuple):
    """How cells of one style look: the number format, and the font where it may be legacy."""

    number_format: str = ""
    font: str = ""


def legacy_font(name: str) -> str:
    """Return the name of a font of the letters before Unicode (".VnTime", "VNI-Times"); or ""."""
    return name if font_encoding(name) else ""


def told_format(code: str) -> str:
    """Return a number format, empty where it tells nothing."""
    return "" if code in _NOT_TOLD else code
