"""The tree at the left: pages, report sets and their forms, each with its state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.ui.look.icons import pixmap
from ctmtqg_desktop.ui.look.labels import tip
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.badges import Badge

Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole + 1
WIDTH = 228
_ROW = 30
_HEADING = 34


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the tree.

    Attributes:
        id: sent when chosen; an entry with children and no icon is a heading and sends nothing.
    """

    id: str
    title: str
    icon: str = ""
    badge: Badge | None = None
    children: tuple["Entry", ...] = ()

    @property
    def is_heading(self) -> bool:
        """Say whether it only groups others."""
        return not self.icon and bool(self.children)


class _Node:
    def __init__(self, entry: Entry, row: int, parent: "_Node | None") -> None:
        self.entry, self.row, self.parent = entry, row, parent
        self.children = [_Node(child, i, self) for i, child in enumerate(entry.children)]


class NavModel(QAbstractItemModel):
    """The entries as a tree of one column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._root = _Node(Entry("", ""), 0, None)

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these entries instead."""
        self.beginResetModel()
        self._root = _Node(Entry("", "", children=tuple(entries)), 0, None)
        self.endResetModel()

    def badge(self, badges: Mapping[str, Badge]) -> None:
        """Change the badges of the named entries."""
        for node in self._nodes(self._root):
            found = badges.get(node.entry.id)
            if found is not None and found != node.entry.badge:
                node.entry = replace(node.entry, badge=found)
                at = self.createIndex(node.row, 0, node)
                self.dataChanged.emit(at, at)

    def find(self, entry_id: str) -> QModelIndex:
        """Return where an entry is; an invalid index when it is not there."""
        for node in self._nodes(self._root):
            if node.entry.id == entry_id:
                return self.createIndex(node.row, 0, node)
        return QModelIndex()

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all that can be chosen, from top to bottom."""
        return tuple(n.entry.id for n in self._nodes(self._root) if not n.entry.is_heading)

    def _nodes(self, node: _Node) -> list[_Node]:
        return [n for child in node.children for n in (child, *self._nodes(child))]

    def _node(self, index: Index | None) -> _Node:
        found = index.internalPointer() if index is not None and index.isValid() else None
        return found if isinstance(found, _Node) else self._root

    @override
    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        node = self._node(parent)
        if column != 0 or not 0 <= row < len(node.children):
            return QModelIndex()
        return self.createIndex(row, column, node.children[row])

    @override
    def parent(self, index: Index | None = None) -> QModelIndex:  # type: ignore[override]
        above = self._node(index).parent
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.row, 0, above)

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return len(self._node(parent).children)

    @override
    def columnCount(self, parent: Index | None = None) -> int:
        return 1

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        entry = self._node(index).entry
        if entry.is_heading:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: Index, role: int = 0) -> object:
        entry = self._node(index).entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            words = f"{entry.title}: {entry.badge.words}" if entry.badge else entry.title
            return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return entry if role == ENTRY else None


class _Painter(QStyledItemDelegate):
    """Draw an entry: icon, title, badge at the right; headings small and in capitals."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = index.data(ENTRY)
        return QSize(80, _HEADING if isinstance(entry, Entry) and entry.is_heading else _ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return
        area = QRect(0, option.rect.top(), option.widget.width(), option.rect.height())
        painter.save()
        if entry.is_heading:
            self._heading(painter, area, entry)
        else:
            self._line(painter, option, area, entry)
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, entry: Entry) -> None:
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.86)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor("#9DB4CC"))
        room = area.adjusted(16, 8, -10, 0)
        words = painter.fontMetrics().elidedText(
            entry.title, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(_LEFT), words)

    def _line(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, entry: Entry
    ) -> None:
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_current:
            painter.fillRect(area, QColor(COLOURS.nav_active))
            painter.fillRect(area.left(), area.top(), 4, area.height(), QColor("#7FB2EA"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor("#1B3D62"))
        ink = "#FFFFFF" if is_current else COLOURS.nav_text
        left = 16
        leads = Badge(entry.icon, ink, "") if entry.icon else entry.badge
        if leads is not None:
            top = area.center().y() - 8
            drawn = pixmap(leads.icon, leads.colour, size=16, scale=_scale(option))
            painter.drawPixmap(left, top, drawn)
            left += 26
        right = area.right() - 8 - self._badge(painter, option, area, entry)
        painter.setPen(QColor(ink))
        room = QRect(left, area.top(), right - left, area.height())
        words = painter.fontMetrics().elidedText(
            entry.title, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(_LEFT), words)

    def _badge(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, entry: Entry
    ) -> int:
        """Draw what stands at the right and return how wide it was.

        The sign of an entry without an icon of its own stands at its left already.
        """
        badge = entry.badge
        if badge is None:
            return 0
        wide = 0
        right = area.right() - 8
        if entry.icon:
            wide = 22
            right -= 22
            drawn = pixmap(badge.icon, badge.colour, size=15, scale=_scale(option))
            painter.drawPixmap(area.right() - 24, area.center().y() - 7, drawn)
        if badge.mark:
            mark_wide = painter.fontMetrics().horizontalAdvance(badge.mark)
            painter.setPen(QColor(badge.colour))
            room = QRect(right - mark_wide, area.top(), mark_wide + 2, area.height())
            painter.drawText(room, int(_LEFT), badge.mark)
            wide += mark_wide + 4
        return wide + 4


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _scale(option: QStyleOptionViewItem) -> float:
    return float(option.widget.devicePixelRatioF())


_LOOK = f"""
QTreeView {{ background: {COLOURS.nav}; padding-top: 8px; }}
QScrollBar:vertical {{ width: 10px; background: {COLOURS.nav}; }}
QScrollBar::handle {{ background: {COLOURS.nav_active}; border-radius: 3px; margin: 2px; }}
"""


class Nav(QTreeView):
    """The tree of entries.

    Signals:
        picked: id of the entry the user went to.
    """

    picked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Mục lục"))
        self.entries = NavModel(self)
        self.setModel(self.entries)
        self.setItemDelegate(_Painter(self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(WIDTH)
        self.setStyleSheet(_LOOK)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Base, QColor(COLOURS.nav))
        self.setPalette(colours)
        self.selectionModel().currentChanged.connect(self._pick)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these entries and stay where the user was."""
        was = self.current_id()
        self.entries.show(entries)
        self.expandAll()
        self.go_to(was)

    def current_id(self) -> str:
        """Return the id of the current entry."""
        entry = self.currentIndex().data(ENTRY)
        return entry.id if isinstance(entry, Entry) else ""

    def go_to(self, entry_id: str) -> None:
        """Mark an entry as the current one, without saying so."""
        index = self.entries.find(entry_id)
        blocked = self.selectionModel().blockSignals(True)
        self.setCurrentIndex(index)
        self.selectionModel().blockSignals(blocked)
        self.scrollTo(index)
        self.viewport().update()

    def _pick(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if isinstance(entry, Entry) and not entry.is_heading:
            self.picked.emit(entry.id)
