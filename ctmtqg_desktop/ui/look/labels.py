"""A label that gives way: it is cut with "…" where the window is narrow."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextDocument
from PySide6.QtWidgets import QLabel, QToolTip, QWidget
from typing_extensions import override


def tip(text: str) -> str:
    """Return a text as a tooltip that shows it letter by letter.

    Qt takes what looks like HTML for HTML, in tooltips too, and would fetch its pictures, on
    Windows even from another machine.
    """
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>") if "<" in text else text


class PlainLabel(QLabel):
    """Show a text as it is, whatever it looks like."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


class ElidedLabel(PlainLabel):
    """Show plain text, cut at the right where there is no room; the tooltip has all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(tip(text))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(self.alignment().value), shown)


class PartsLabel(QLabel):
    """Show parts of rich text side by side; those that have no room are counted at the end.

    The tooltip has all of them, and so has whoever asks for it by key.
    """

    _BETWEEN = "&nbsp;&nbsp;·&nbsp;&nbsp;"

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setMinimumWidth(1)
        self._parts: tuple[str, ...] = ()

    def show_parts(self, parts: Sequence[str]) -> None:
        """Show these parts, the most important first."""
        self._parts = tuple(parts)
        self.setText(self._BETWEEN.join(parts))
        self.setToolTip("<br>".join(parts))

    def show_whole(self) -> None:
        """Show all parts over the line, as pointing at it does."""
        if self._parts:
            QToolTip.showText(self.mapToGlobal(QPoint(0, -8)), self.toolTip(), self)

    def fitting(self) -> int:
        """Return how many parts have room."""
        return next((n for n in range(len(self._parts), 1, -1) if self._fits(n)), 1)

    def _fits(self, count: int) -> bool:
        return self._document(count).idealWidth() <= self.contentsRect().width()

    def _document(self, count: int) -> QTextDocument:
        shown, more = list(self._parts[:count]), len(self._parts) - count
        made = QTextDocument()
        made.setDocumentMargin(0)
        made.setDefaultFont(self.font())
        made.setHtml(self._BETWEEN.join([*shown, f"… (+{more})"] if more else shown))
        return made

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._parts:
            return
        painter, drawn = QPainter(self), self._document(self.fitting())
        room = self.contentsRect()
        painter.translate(room.left(), (self.height() - drawn.size().height()) / 2)
        painter.setClipRect(0, 0, room.width(), self.height())
        drawn.drawContents(painter)
        painter.end()
