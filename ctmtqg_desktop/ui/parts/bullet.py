"""Bullet bars: what was done against what was assigned, with last year's as a faint mark."""

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.table import DRAWN

_ROOM = Decimal("1.12")
"""How much longer than its largest figure a bar is."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The figures of one bar, all in the same measure.

    Attributes:
        actual: None where nothing was reported.
        is_met: whether the target is reached; None is unknown.
        earlier: the figure a year before.
    """

    actual: Decimal | None
    target: Decimal
    is_met: bool | None = None
    earlier: Decimal | None = None

    def share(self, figure: Decimal) -> float:
        """Return where a figure lies on the bar, from 0 to 1."""
        known = [f for f in (self.actual, self.target, self.earlier) if f is not None]
        full = max(*known, Decimal(0)) * _ROOM
        return float(min(max(figure / full, Decimal(0)), Decimal(1))) if full else 0.0


def bar_colour(bar: Bar) -> str:
    """Return the colour of the actual figure: reached, under way, or far below half."""
    if bar.is_met:
        return COLOURS.ok
    half = bar.actual is not None and bar.actual * 2 >= bar.target
    return COLOURS.accent if half else COLOURS.reason_edge


def paint_bar(painter: QPainter, area: QRectF, bar: Bar) -> None:
    """Paint a bar into an area."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(0, 0, 0, 0))
    middle = area.center().y()
    wide = area.width()

    def strip(figure: Decimal, height: float, colour: str) -> None:
        painter.setBrush(QColor(colour))
        long = wide * bar.share(figure)
        painter.drawRoundedRect(QRectF(area.left(), middle - height / 2, long, height), 2, 2)

    def tick(figure: Decimal, height: float, colour: str) -> None:
        at = area.left() + wide * bar.share(figure)
        painter.fillRect(QRectF(at - 1.5, middle - height / 2, 3, height), QColor(colour))

    strip(bar.target, 14, COLOURS.line)
    if bar.actual is not None:
        strip(bar.actual, 8, bar_colour(bar))
    if bar.earlier is not None:
        tick(bar.earlier, 8, COLOURS.text_faint)
    tick(bar.target, 18, COLOURS.text)
    painter.restore()


class BarDelegate(QStyledItemDelegate):
    """Draw the ``Bar`` of a cell; the text of a cell without one."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        bar = index.data(DRAWN)
        if not isinstance(bar, Bar):
            super().paint(painter, option, index)
            return
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        plain.widget.style().drawControl(
            plain.widget.style().ControlElement.CE_ItemViewItem, plain, painter, plain.widget
        )
        paint_bar(painter, QRectF(plain.rect).adjusted(8, 2, -8, -2), bar)
