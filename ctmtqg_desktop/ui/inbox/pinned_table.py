"""A table whose first column stays in view while the others are scrolled sideways."""

from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from ctmtqg_desktop.ui.look.theme import COLOURS, ROW_HEIGHT
from ctmtqg_desktop.ui.parts.table import LOOK, Field, Table

R = TypeVar("R")
_EDGE = f"""
QTableView {{ border-right: 1px solid {COLOURS.line_strong}; }}
QTableView::item:selected {{ background: {COLOURS.selection}; color: {COLOURS.text}; }}
"""


class PinnedTable(Table[R], Generic[R]):
    """Lay a second view of the same records, of one column, over the left edge."""

    def __init__(self, name: str, fields: list[Field[R]], parent: QWidget) -> None:
        self._pinned: QTableView | None = None
        super().__init__(name, fields, parent)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._pinned = self._first_column()
        self.horizontalHeader().sectionResized.connect(lambda *_: self._place())
        self._place()

    def _first_column(self) -> QTableView:
        view = QTableView(self)
        view.setModel(self.records)
        view.setSelectionModel(self.selectionModel())
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setStyleSheet(LOOK + _EDGE)
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for bar in (view.setHorizontalScrollBarPolicy, view.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.clicked.connect(self.clicked)
        view.doubleClicked.connect(self.doubleClicked)
        ours, its = self.verticalScrollBar(), view.verticalScrollBar()
        ours.valueChanged.connect(its.setValue)
        its.valueChanged.connect(ours.setValue)
        return view

    @override
    def fit(self) -> None:
        super().fit()
        self._place()

    def _place(self) -> None:
        """Lay the first column over its own place."""
        if self._pinned is None:
            return
        wide = self.columnWidth(0)
        self._pinned.setColumnWidth(0, wide)
        for column in range(1, self.records.columnCount()):
            self._pinned.setColumnHidden(column, True)
        high = self.viewport().height() + self.horizontalHeader().height()
        self._pinned.horizontalHeader().setFixedHeight(self.horizontalHeader().height())
        self._pinned.setGeometry(self.frameWidth(), self.frameWidth(), wide, high)
        self._pinned.raise_()

    @override
    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._place()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Show a cell beside the first column, not under it."""
        if index.column() == 0:  # it is always in view; only its row is looked for
            across = self.horizontalScrollBar().value()
            super().scrollTo(index, hint)
            self.horizontalScrollBar().setValue(across)
            return
        super().scrollTo(index, hint)
        under = self.columnWidth(0) - self.visualRect(index).left()
        if under > 0:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - under)
