"""A grid or roster on screen: frozen leading columns, the table, the bar of a roster."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.catalogue.records.form import Cell, CellType, Section
from ctmtqg_desktop.entries.table_layout import header_depth
from ctmtqg_desktop.intake.clipboard.copied import PLAIN
from ctmtqg_desktop.ui.form.delegate import CellDelegate
from ctmtqg_desktop.ui.form.editing import Editing
from ctmtqg_desktop.ui.form.grid import GridModel
from ctmtqg_desktop.ui.form.header import GroupedHeader
from ctmtqg_desktop.ui.form.layout import Shown, ShownPart, titles_of
from ctmtqg_desktop.ui.form.pasting.formats import clipboard_formats
from ctmtqg_desktop.ui.form.pasting.pane import PastePane
from ctmtqg_desktop.ui.form.pasting.paster import Paster
from ctmtqg_desktop.ui.form.roster import RosterBar
from ctmtqg_desktop.ui.form.table import EntryTable, plain_table
from ctmtqg_desktop.ui.look.theme import COLOURS, ROW_HEIGHT
from ctmtqg_desktop.ui.parts.busy import Busy
from ctmtqg_desktop.ui.parts.jobs import Jobs

TALL_ROW = 44
"""Pixels of a row whose name has two lines."""
LEAST_LABEL = 250
MOST_LABEL = 720
_OFF = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


class FrozenTable(QTableView):
    """Show the leading columns beside the table; a click goes to the row's first input cell."""

    def __init__(self, model: GridModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(model, self))
        plain_table(self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(_OFF)
        self.setVerticalScrollBarPolicy(_OFF)

    def mark_row(self, row: int) -> None:
        """Draw a row as the one the cursor is in."""
        delegate = self.itemDelegate()
        if isinstance(delegate, CellDelegate) and delegate.marked_row != row:
            delegate.marked_row = row
            self.viewport().update()


class GridView(QWidget):
    """Show one grid or roster section.

    Attributes:
        table: what has the focus.

    Signals:
        moved_to: the Cell under the cursor, None on what nobody types.
    """

    moved_to = Signal(object)

    def __init__(self, editing: Editing, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editing = editing
        self.model = GridModel(editing, section, self)
        self.frozen_columns = [c for c, shown in enumerate(self.model.columns) if shown.is_frozen]
        self.bar = RosterBar(self) if self.model.grows else None
        self.frozen = FrozenTable(self.model, self)
        self.table = EntryTable(self.model, self)
        self.table.setAccessibleName(section.title or editing.sheet.form.title)
        self.empty = QLabel(self.table.viewport())
        may_export = editing.doors.write_list is not None
        self.pane = PastePane(editing.doors.say, self, may_export=may_export)
        self._grown = ("", 0)
        self.busy = Busy(Jobs(self), self)
        self.busy.setContentsMargins(10, 0, 10, 0)
        self.paster = Paster(self.table, self.pane, self.busy, self)
        self._dress()
        self._lay_out()
        self._connect()
        self._show_rows()
        self._to_first_input()

    # -- building

    def _dress(self) -> None:
        columns = self.model.columns
        depth = header_depth(titles_of(columns))
        for half in (self.frozen, self.table):
            header = GroupedHeader(columns, depth, half)
            half.setHorizontalHeader(header)
            for column, shown in enumerate(columns):
                half.setColumnHidden(column, shown.is_frozen is (half is self.table))
                half.setColumnWidth(column, shown.width)
        # On the frozen side nothing scrolls, so the header must not either.
        self.frozen.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _lay_out(self) -> None:
        self._under = QWidget(self)
        self._under.setFixedHeight(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.frozen, 1)
        left.addWidget(self._under)
        edge = QFrame(self)
        edge.setFixedWidth(1)
        edge.setStyleSheet(f"background: {COLOURS.line_strong};")
        halves = QHBoxLayout()
        halves.setSpacing(0)
        halves.addLayout(left)
        halves.addWidget(edge)
        halves.addWidget(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self.bar is not None:
            column.addWidget(self.bar)
        column.addLayout(halves, 1)
        column.addWidget(self.busy)
        column.addWidget(self.pane)
        self.empty.setText(self.tr("Chưa có dòng nào.\nF5 để thêm dòng, Ctrl+V để dán từ Excel."))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "soft")

    def _connect(self) -> None:
        sideways = self.table.horizontalScrollBar()
        self.table.verticalScrollBar().valueChanged.connect(
            self.frozen.verticalScrollBar().setValue
        )
        self.frozen.verticalScrollBar().valueChanged.connect(
            self.table.verticalScrollBar().setValue
        )
        sideways.installEventFilter(self)
        self.frozen.clicked.connect(lambda index: self._to_row(index.row()))
        self.table.moved_to.connect(self._moved)
        self.table.row_wanted.connect(self._go_on)
        self.table.paste_wanted.connect(self.take_clipboard)
        self.model.rowsInserted.connect(self._show_rows)
        self.model.rowsRemoved.connect(self._show_rows)
        self.model.modelReset.connect(self._show_rows)
        if self.bar is not None:
            self.bar.add_wanted.connect(self.add_row)
            self.bar.remove_wanted.connect(self.remove_rows)

    # -- geometry

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
        self.empty.setGeometry(self.table.viewport().rect())

    def _share_width(self) -> None:
        """Give the row names what the figures leave; wide notes take the rest."""
        columns = self.model.columns
        bar = self.table.verticalScrollBar().sizeHint().width() + 2
        figures = sum(s.width for s in columns if not s.is_frozen)
        needed = figures - _trailing_notes(columns)
        label = next((c for c in self.frozen_columns if columns[c].part is ShownPart.LABEL), None)
        others = sum(columns[c].width for c in self.frozen_columns if c != label)
        if label is not None:
            room = self.width() - needed - others - bar
            width = max(LEAST_LABEL, min(MOST_LABEL, room))
            self.frozen.setColumnWidth(label, width)
            others += width
        self.frozen.setFixedWidth(others)
        self._stretch_last(self.width() - others - figures - bar)

    def _stretch_last(self, spare: int) -> None:
        last = len(self.model.columns) - 1
        spec = self.model.columns[last].column
        if spec is not None and not spec.type.is_number:
            self.table.setColumnWidth(last, self.model.columns[last].width + max(0, spare))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep both halves equally high when the sideways scroll bar comes and goes."""
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize}:
            bar = self.table.horizontalScrollBar()
            self._under.setFixedHeight(bar.height() if bar.isVisible() else 0)
        return super().eventFilter(watched, event)

    # -- cells

    def go_to(self, cell: Cell) -> bool:
        """Put the cursor on a cell and give the table the focus."""
        found = self.table.go_to(cell)
        if found:
            self.table.setFocus()
        return found

    def current_cell(self) -> Cell | None:
        """Return the cell under the cursor."""
        return self.table.current_cell()

    def enter(self) -> None:
        """Give the table the focus, on its first input cell when the cursor is nowhere."""
        if not self.table.currentIndex().isValid():
            self._to_first_input()
        self.table.setFocus()

    def show_whole_names(self, *, whole: bool) -> None:
        """Give row names two lines, or one."""
        height = TALL_ROW if whole else ROW_HEIGHT
        for half in (self.frozen, self.table):
            half.verticalHeader().setDefaultSectionSize(height)

    def _to_first_input(self) -> None:
        """Set the cursor before Qt does on first focus: it would take the very first cell."""
        first = self.model.first_input()
        if first is not None:
            self.table.setCurrentIndex(self.model.index(*first))

    def commit_typing(self) -> None:
        """Take what is being typed in an open editor."""
        self.table.commit_typing()
        self._drop_blank(leaving=True)

    def _moved(self, cell: Cell | None) -> None:
        self.frozen.mark_row(self.table.currentIndex().row())
        self.moved_to.emit(cell)
        if self._grown[0]:
            QTimer.singleShot(0, self, self._drop_blank)

    def _to_row(self, row: int) -> None:
        column = max(self.table.currentIndex().column(), len(self.frozen_columns))
        if not self.model.is_input(row, column):
            found = self.model.next_along(row, -1)
            column = found[1] if found is not None and found[0] == row else column
        self.table.setCurrentIndex(self.model.index(row, column))
        self.table.setFocus()

    # -- rows

    def add_row(self) -> None:
        """Add a row under the current one, or at the end, and go to it."""
        self.table.commit_typing()
        at = self.table.currentIndex()
        is_new = self._grown[0] and at.isValid() and self.model.is_blank(at.row())
        if not self.model.grows or is_new:
            return
        place = at.row() + 1 if at.isValid() else self.model.rowCount()
        if self.editing.add_row(self.model.section.id, place):
            self.table.setCurrentIndex(self.model.index(place, len(self.frozen_columns)))
            self.table.setFocus()

    def _go_on(self) -> None:
        """Add a row at the end and go to the first cell that is typed in it.

        It goes again when it is left blank.
        """
        before = self.editing.stack.index()
        key = self.editing.add_row(self.model.section.id)
        if not key:
            return
        row = self.model.rowCount() - 1
        found = self.model.next_along(row, -1) or (row, len(self.frozen_columns))
        self._grown = (key, before)
        self.table.setCurrentIndex(self.model.index(*found))
        self.editing.said.emit(self.tr("Đã thêm một dòng; bỏ trống thì dòng tự mất."))

    def _drop_blank(self, *, leaving: bool = False) -> None:
        """Take the row away again that came of itself and was left blank."""
        key, before = self._grown
        last = self.model.rowCount() - 1
        if not key or last < 0 or self.model.row_key(last) != key:
            self._grown = ("", 0)
        elif leaving or self.table.currentIndex().row() != last:
            self._grown = ("", 0)
            stack = self.editing.stack
            if self.model.is_blank(last) and stack.index() == before + 1:
                stack.undo()

    def remove_rows(self) -> None:
        """Remove the selected rows; undo brings them back."""
        self.table.commit_typing()
        rows, _ = self.table.block()
        if not self.model.grows or not rows:
            return
        column = self.table.currentIndex().column()
        keys = [self.model.row_key(row) for row in rows]
        self.editing.remove_rows(self.model.section.id, keys)
        left = self.model.rowCount()
        if left:
            self.table.setCurrentIndex(self.model.index(min(rows[0], left - 1), column))
        self.table.setFocus()
        said = self.tr("Đã xóa {rows} dòng. Ctrl+Z để lấy lại.")
        self.editing.said.emit(said.format(rows=len(keys)))

    def _show_rows(self) -> None:
        rows = self.model.rowCount()
        self.empty.setVisible(rows == 0)
        if self.bar is not None:
            self.bar.show_count(rows)

    # -- pasting

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.pane.isVisible():
            self.pane.hide()
        else:
            super().keyPressEvent(event)

    def take_clipboard(self) -> None:
        """Paste what is on the clipboard; ask first where something is open."""
        mime = QGuiApplication.clipboard().mimeData()
        self.paster.take(clipboard_formats(mime), len(self.frozen_columns))

    def take_block(self, text: str) -> None:
        """Paste a text as if it were on the clipboard."""
        self.paster.take({PLAIN: text.encode("utf-8", "replace")}, len(self.frozen_columns))


def _trailing_notes(columns: Sequence[Shown]) -> int:
    """Return the width of the notes at the end: row names matter more, notes may scroll."""
    width = 0
    for shown in reversed(columns):
        if shown.is_frozen or shown.column is None or shown.column.type is not CellType.TEXT:
            break
        width += shown.width
    return width if any(shown.part is ShownPart.LABEL for shown in columns) else 0
