"""A header of several levels: grouped titles over the "A B 1 2 3=1+2" line."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget
from typing_extensions import override

from ctmtqg_desktop.entries.table_layout import HeaderSpan, header_spans
from ctmtqg_desktop.ui.form.layout import Shown, titles_of
from ctmtqg_desktop.ui.look.fonts import base_font
from ctmtqg_desktop.ui.look.theme import COLOURS

PAD = 5
NUMBER_HEIGHT = 16
MOST_LINES = 3
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter


class GroupedHeader(QHeaderView):
    """Draw the columns' titles, equal neighbours merged, over their numbers.

    Args:
        columns: every column of the model; hidden ones are simply not seen.
        depth: header levels of the whole table, so that two halves of it agree.
    """

    def __init__(self, columns: Sequence[Shown], depth: int, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = columns
        self._depth = depth
        self._spans = header_spans(titles_of(columns), depth)
        self._has_numbers = any(column.number for column in columns)
        self._tops = level_tops(columns, self._spans, depth, self.title_font_metrics())
        self.setFont(base_font(scale=0.95))
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(36)
        self.sectionResized.connect(lambda *_: self.viewport().update())

    @staticmethod
    def title_font_metrics() -> QFontMetrics:
        """Return the metrics of the titles' font."""
        return QFontMetrics(base_font(scale=0.95, bold=True))

    @override
    def sizeHint(self) -> QSize:
        height = self._tops[-1] + (NUMBER_HEIGHT if self._has_numbers else 0)
        return QSize(super().sizeHint().width(), height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(COLOURS.header))
        painter.setFont(base_font(scale=0.95, bold=True))
        for span in self._spans:
            area = self.area(span)
            if area.intersects(event.rect()) and area.width() > 0:
                self._draw(painter, area, span.text)
        if self._has_numbers:
            self._draw_numbers(painter, event.rect())
        painter.setPen(QColor(COLOURS.line_strong))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def area(self, span: HeaderSpan) -> QRect:
        """Return where a header cell stands; empty when all its columns are hidden."""
        seen = [c for c in range(span.first, span.last + 1) if not self.isSectionHidden(c)]
        if not seen:
            return QRect()
        left = self.sectionViewportPosition(seen[0])
        right = self.sectionViewportPosition(seen[-1]) + self.sectionSize(seen[-1])
        top, bottom = self._tops[span.top], self._tops[span.bottom + 1]
        return QRect(left, top, right - left, bottom - top)

    def _draw(self, painter: QPainter, area: QRect, text: str) -> None:
        painter.setPen(QPen(QColor(COLOURS.line)))
        painter.drawLine(area.topRight(), area.bottomRight())
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(QColor(COLOURS.text))
        painter.save()
        painter.setClipRect(area)
        painter.drawText(area.adjusted(PAD, 1, -PAD, -1), _WRAP, text)
        painter.restore()

    def _draw_numbers(self, painter: QPainter, dirty: QRect) -> None:
        painter.setFont(base_font(scale=0.85, italic=True))
        for at, column in enumerate(self._columns):
            left, width = self.sectionViewportPosition(at), self.sectionSize(at)
            area = QRect(left, self._tops[-1], width, NUMBER_HEIGHT)
            if self.isSectionHidden(at) or not area.intersects(dirty):
                continue
            painter.setPen(QColor(COLOURS.line))
            painter.drawLine(area.topRight(), area.bottomRight())
            painter.setPen(QColor(COLOURS.text_soft))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, column.number)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            under = [s for s in self._spans if self.area(s).contains(event.pos())]
            QToolTip.showText(event.globalPos(), under[0].text if under else "", self)
            return True
        return super().viewportEvent(event)


def level_tops(
    columns: Sequence[Shown], found: Sequence[HeaderSpan], depth: int, metrics: QFontMetrics
) -> list[int]:
    """Return the top of every level and the bottom of the last, in pixels.

    A level is as high as its tallest title of one level; what remains of titles that reach over
    several goes to the last level.
    """
    heights = [0] * depth
    tall = sorted(found, key=lambda span: span.bottom - span.top)
    for span in tall:
        width = sum(columns[c].width for c in range(span.first, span.last + 1)) - 2 * PAD
        needed = _height(span.text, width, metrics)
        have = sum(heights[span.top : span.bottom + 1])
        heights[span.bottom] += max(0, needed - have)
    tops = [0]
    for height in heights:
        tops.append(tops[-1] + max(height, metrics.height() + 3))
    return tops


def _height(text: str, width: int, metrics: QFontMetrics) -> int:
    box = metrics.boundingRect(QRect(0, 0, max(24, width), 1000), int(_WRAP.value), text)
    return min(box.height(), MOST_LINES * metrics.lineSpacing()) + 4
