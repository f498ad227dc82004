"""Icons: line drawings recoloured and drawn sharp at any scale."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from ctmtqg_desktop import assets
from ctmtqg_desktop.ui.look.theme import COLOURS

SCALES = (1.0, 1.25, 1.5, 2.0)


def icon(name: str, colour: str = COLOURS.text_soft, *, size: int = 18) -> QIcon:
    """Return an icon of resources/icons in a colour; ``size`` is in device-independent pixels.

    Raises:
        FileNotFoundError: no icon of that name.
    """
    made = QIcon()
    for scale in SCALES:
        made.addPixmap(pixmap(name, colour, size=size, scale=scale))
        faint = pixmap(name, COLOURS.text_faint, size=size, scale=scale)
        made.addPixmap(faint, QIcon.Mode.Disabled)
    return made


def pixmap(
    name: str, colour: str = COLOURS.text_soft, *, size: int = 16, scale: float = 1.0
) -> QPixmap:
    """Return an icon as a picture, from Qt's cache when it was drawn before."""
    key = f"ctmtqg/{name}/{colour}/{size}/{scale}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    drawn = _draw(name, colour, round(size * scale))
    drawn.setDevicePixelRatio(scale)
    QPixmapCache.insert(key, drawn)
    return drawn


def _draw(name: str, colour: str, pixels: int) -> QPixmap:
    svg = assets.resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    drawing = QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))
    drawn = QPixmap(pixels, pixels)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    drawing.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return drawn
