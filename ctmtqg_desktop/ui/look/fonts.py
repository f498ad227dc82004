"""The bundled fonts, set for every class of widget."""

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from ctmtqg_desktop import assets

FILES = (
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "NotoSans-Italic.ttf",
    "DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf",
)
FAMILIES = ("Noto Sans", "DejaVu Sans")
"""Noto Sans has tabular digits and all of Vietnamese; DejaVu adds ≤ ≥ → ✓ ☐."""
POINTS = 9.75
"""13 pixels at 96 dpi."""

_STUBBORN = (
    "QAbstractItemView", "QHeaderView", "QStatusBar", "QMenu", "QMenuBar", "QMessageBox",
    "QTipLabel", "QToolButton", "QComboBox", "QTabBar", "QLineEdit", "QPlainTextEdit",
)  # fmt: skip
"""Classes that Windows gives a font of its own unless told by name."""


def set_fonts(app: QApplication) -> None:
    """Load the bundled fonts and use them everywhere.

    Raises:
        FileNotFoundError: the installation lacks a font.
    """
    for name in FILES:
        path = assets.resource("fonts", name)
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(path)
    font = base_font()
    app.setFont(font)
    for name in _STUBBORN:
        QApplication.setFont(font, name)  # type: ignore[arg-type]  # its stub is wrong


def base_font(*, scale: float = 1.0, bold: bool = False, italic: bool = False) -> QFont:
    """Return the window's font at a multiple of its usual size."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSizeF(POINTS * scale)
    font.setBold(bold)
    font.setItalic(italic)
    return font
