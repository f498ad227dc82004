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
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPalette
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
from ctmtqg_desktop.ui.parts.badges import Badge, badge_of_all

Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole + 1
WIDTH = 228
_ROW = 30
_HEADING = 34
_HEADING_INK = "#9DB4CC"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the tree.

    Attributes:
        id: sent when chosen; an entry with children and no icon is a heading and sends nothing.
        is_folded: a heading that shows what is below it only while one is there, or on request.
    """

    id: str
    title: str
    icon: str = ""
    badge: Badge | None = None
    children: tuple["Entry", ...] = ()
    is_folded: bool = False

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
                self._mark(node, found)
                if node.parent is not None and node.parent.entry.is_folded:
                    below = [one.entry.badge for one in node.parent.children]
                    self._mark(node.parent, badge_of_all([b for b in below if b is not None]))

    def _mark(self, node: _Node, badge: Badge) -> None:
        node.entry = replace(node.entry, badge=badge)
        at = self.createIndex(node.row, 0, node)
        self.dataChanged.emit(at, at)

    def find(self, entry_id: str) -> QModelIndex:
        """Return where an entry is; an invalid index when it is not there."""
        return next(iter(self.find_all(entry_id)), QModelIndex())

    def find_all(self, entry_id: str) -> tuple[QModelIndex, ...]:
        """Return every place where an entry is, from top to bottom."""
        nodes = self._nodes(self._root)
        return tuple(self.createIndex(n.row, 0, n) for n in nodes if n.entry.id == entry_id)

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
            self._heading(painter, option, area, entry)
        else:
            self._line(painter, option, area, entry)
        painter.restore()

    def _heading(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, entry: Entry
    ) -> None:
        """Draw a heading: fold, words and, while it is folded, the state of what is below."""
        is_open = bool(option.state & QStyle.StateFlag.State_Open)
        if option.state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(area, QColor("#1B3D62"))
        fold = "chevron-down" if is_open else "chevron-right"
        middle = area.adjusted(0, 4, 0, 0).center().y()
        painter.drawPixmap(
            14, middle - 6, pixmap(fold, _HEADING_INK, size=13, scale=_scale(option))
        )
        shown = area.adjusted(0, 4, 0, 0)
        badge = None if is_open else entry.badge
        wide = self._badge(painter, option, shown, replace(entry, icon="-", badge=badge))
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.86)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(_HEADING_INK))
        room = shown.adjusted(32, 0, -10 - wide, 0)
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
        self._at = self._unfolded = self._pressed_on = ""
        self.entries = NavModel(self)
        self.setModel(self.entries)
        self.setItemDelegate(_Painter(self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
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
        self.clicked.connect(self._pick_again)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these entries and stay where the user was, with what he folded as it was."""
        was, open_ids = self.current_id(), self._open_ids()
        self.entries.show(entries)
        for entry in entries:
            at = self.entries.find(entry.id)
            self.setExpanded(at, not entry.is_folded or entry.id in open_ids)
        self.go_to(was)

    def _open_ids(self) -> frozenset[str]:
        rows = (self.entries.index(row, 0) for row in range(self.entries.rowCount()))
        return frozenset(at.data(ENTRY).id for at in rows if self.isExpanded(at))

    def current_id(self) -> str:
        """Return the id of the entry where one is."""
        return self._at

    def go_to(self, entry_id: str) -> None:
        """Mark an entry as the current one, without saying so; what it is under unfolds."""
        index = self._find(entry_id)
        self._at = entry_id
        self._unfold(index.parent())
        blocked = self.selectionModel().blockSignals(True)
        self.setCurrentIndex(index)
        self.selectionModel().blockSignals(blocked)
        self.scrollTo(index)
        self.viewport().update()

    def _find(self, entry_id: str) -> QModelIndex:
        """Return where an entry is: a form of two reports stands in the one that is open."""
        found = self.entries.find_all(entry_id)
        here = self.currentIndex()
        for index in found:
            if index == here or index.parent() == self.entries.find(self._unfolded):
                return index
        return found[0] if found else QModelIndex()

    def unfold(self, heading_id: str) -> None:
        """Unfold a heading; the one that was unfolded the same way before folds again."""
        self._unfold(self.entries.find(heading_id))

    def heading_id(self) -> str:
        """Return the id of the heading under which the current entry is."""
        entry = self.currentIndex().parent().data(ENTRY)
        return entry.id if isinstance(entry, Entry) else ""

    def _unfold(self, heading: QModelIndex) -> None:
        entry = heading.data(ENTRY)
        if not isinstance(entry, Entry) or not entry.is_folded:
            return
        if self._unfolded not in {"", entry.id}:
            self.setExpanded(self.entries.find(self._unfolded), False)
        self._unfolded = entry.id
        self.setExpanded(heading, True)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold and unfold at a heading; the entry where one is stays marked."""
        self._pressed_on = self._at
        index = self.indexAt(event.position().toPoint())
        entry = index.data(ENTRY)
        if isinstance(entry, Entry) and entry.is_heading:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            super().mousePressEvent(event)

    def _pick_again(self, index: QModelIndex) -> None:
        """Go to the marked entry too: what is shown may be something that was opened from it."""
        entry = index.data(ENTRY)
        if isinstance(entry, Entry) and entry.id == self._pressed_on:
            self._pick(index)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold and unfold with Enter and the space bar, as with the arrows."""
        index = self.currentIndex()
        entry = index.data(ENTRY)
        presses = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
        if event.key() in presses and isinstance(entry, Entry) and entry.is_heading:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            super().keyPressEvent(event)

    def _pick(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if isinstance(entry, Entry) and not entry.is_heading:
            self._at = entry.id
            self.picked.emit(entry.id)
