"""The room of a page: what a page needs beyond the screen scrolls, after it has given way."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override


class ScrollRoom(QScrollArea):
    """Hold one page.

    Qt would give a page with wrapped words the height it likes best, and scroll. Here its lists
    become shorter first, so that the buttons below them stay in view.
    """

    def __init__(self, page: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page = page
        self.setWidget(page)
        page.installEventFilter(self)
        for ground in (self.viewport(), page):
            ground.setAutoFillBackground(False)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Give the page the room there is, and no less than it needs at least."""
        room = self.maximumViewportSize()
        bar = self.verticalScrollBar().sizeHint().width()
        least = self._least(room.width())
        if least.height() > room.height():
            least = self._least(room.width() - bar)
        self._page.resize(least.expandedTo(QSize(0, room.height())))

    def _least(self, width: int) -> QSize:
        """Return the least size of the page in a room so wide."""
        least, layout = self._page.minimumSizeHint(), self._page.layout()
        wide, high = max(width, least.width()), least.height()
        if layout is not None and layout.hasHeightForWidth():
            high = layout.totalMinimumHeightForWidth(wide)
        return QSize(wide, high)
