"""A button painted in a table cell: it is pressed with the mouse, or with Enter on its row."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Signal,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.table import DRAWN, Records

Index = QModelIndex | QPersistentModelIndex


class ButtonDelegate(QStyledItemDelegate):
    """Draw the word under ``DRAWN`` as a button.

    Signals:
        pressed: the record of the row.
    """

    pressed = Signal(object)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        plain.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, plain, painter, plain.widget
        )
        words = index.data(DRAWN)
        if not words:
            return
        over = bool(plain.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(COLOURS.accent_dark if over else COLOURS.accent)))
        painter.setBrush(QColor(COLOURS.accent_dark if over else COLOURS.accent))
        area = _area(plain.rect)
        painter.drawRoundedRect(area, 4, 4)
        painter.setPen(QColor(COLOURS.surface))
        font = plain.font
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(area, 0x84, str(words))  # Qt.AlignCenter
        painter.restore()

    @override
    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() != QEvent.Type.MouseButtonRelease or not isinstance(event, QMouseEvent):
            return False
        if not _area(option.rect).contains(event.position().toPoint()) or not index.data(DRAWN):
            return False
        if isinstance(model, Records):
            self.pressed.emit(model.record(index.row()))
        return True


def _area(rect: QRect) -> QRect:
    high = min(26, rect.height() - 6)
    return QRect(rect.left() + 4, rect.center().y() - high // 2, rect.width() - 12, high)
