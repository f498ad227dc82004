"""The table a person types into: keys, copying, filling down."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QTableView,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.catalogue.records.form import Cell, CellType
from ctmtqg_desktop.text import fold
from ctmtqg_desktop.ui.form.choices import ChoiceEdit, options_of
from ctmtqg_desktop.ui.form.copying import copied_block
from ctmtqg_desktop.ui.form.delegate import CellDelegate
from ctmtqg_desktop.ui.form.grid import GridModel, Index
from ctmtqg_desktop.ui.look.theme import ROW_HEIGHT
from ctmtqg_desktop.ui.parts.composing import take_composition
from ctmtqg_desktop.ui.parts.copying import copy_block
from ctmtqg_desktop.ui.parts.cursor import CursorStep, LastCell, step_of

_TRIGGER = QAbstractItemView.EditTrigger
SHOWN_LETTERS = 40
MET_KEYS = {"d": 0, "x": 0, "1": 0, "c": 1, "0": 1, "k": 2}
"""Keys that answer a met / not-met cell, as places in its options."""


def plain_table(table: QTableView) -> None:
    """Give both halves of a table the same bare look."""
    table.setShowGrid(True)
    table.setWordWrap(False)
    table.setCornerButtonEnabled(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    table.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)


class EntryTable(QTableView):
    """Type figures by keyboard.

    Signals:
        paste_wanted: what is on the clipboard is to go where the selection begins.
        moved_to: the Cell the cursor came to, None for none.
        row_wanted: the cursor wants to go on after the last row of a roster.
    """

    paste_wanted = Signal()
    moved_to = Signal(object)
    row_wanted = Signal()

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = model
        self._delegate = CellDelegate(model, self)
        self._end = LastCell(model.editing.said.emit)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        plain_table(self)
        self.setTabKeyNavigation(True)
        self.setEditTriggers(
            _TRIGGER.AnyKeyPressed | _TRIGGER.EditKeyPressed | _TRIGGER.DoubleClicked
        )
        self._delegate.stepped.connect(self.step)
        self._delegate.paste_wanted.connect(self.paste_wanted)
        self._delegate.undo_wanted.connect(model.editing.stack.undo)
        self._delegate.redo_wanted.connect(model.editing.stack.redo)

    @property
    def grid(self) -> GridModel:
        """Return the model."""
        return self._grid

    # -- moving

    def step(self, step: CursorStep) -> bool:
        """Go to the next input cell down, up, along or back; return whether there was one.

        After the last row of a roster comes a new one; at any other end letters are not taken.
        """
        self.commit_typing()
        at = self.currentIndex()
        if not at.isValid():
            return False
        way = -1 if step in {CursorStep.UP, CursorStep.BACK} else 1
        along = step in {CursorStep.NEXT, CursorStep.BACK}
        find = self._grid.next_along if along else self._grid.next_down
        found = find(at.row(), at.column(), way)
        if found is not None:
            self.setCurrentIndex(self._grid.index(*found))
        elif way > 0 and self._grid.may_grow_after(at.row()):
            self.row_wanted.emit()
        else:
            self._end.reach(step)
            self.clearSelection()
            return False
        return True

    def go_to(self, cell: Cell) -> bool:
        """Put the cursor on a cell and show it; return whether it is in this table."""
        found = self._grid.place(cell)
        if found is None:
            return False
        self.commit_typing()
        index = self._grid.index(*found)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def current_cell(self) -> Cell | None:
        """Return the cell under the cursor."""
        at = self.currentIndex()
        return self._grid.cell(at.row(), at.column()) if at.isValid() else None

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._end.leave()
        at = current
        self.moved_to.emit(self._grid.address(at.row(), at.column()) if at.isValid() else None)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Do nothing: typing is entering, never searching."""

    # -- keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(event)
        if step is not None:
            event.setAccepted(self.step(step) or step in {CursorStep.DOWN, CursorStep.UP})
        elif not (
            self._end.takes(event)
            or self._command(event)
            or self._answer(event.text())
            or self._shut(event)
        ):
            super().keyPressEvent(event)

    def _command(self, event: QKeyEvent) -> bool:
        """Carry out a command key; return whether it was one."""
        keys = QKeySequence.StandardKey
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(keys.Copy):
            self.copy()
        elif event.matches(keys.Paste):
            if not self._end.swallow(QGuiApplication.clipboard().text()[:SHOWN_LETTERS]):
                self.paste_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.empty()
        elif control and event.key() == Qt.Key.Key_D:
            self.fill_down()
        else:
            return False
        return True

    def _told(self, event: QKeyEvent) -> bool:
        return self._answer(event.text()) or self._shut(event)

    def _answer(self, typed: str) -> bool:
        """Answer a met / not-met cell by one key; open a choice by Space."""
        at = self.currentIndex()
        spec = self._grid.spec(at.row(), at.column()) if at.isValid() else None
        if spec is None or not spec.is_input or not typed:
            return False
        if spec.type is CellType.CHOICE and typed == " ":
            return self._open_list()
        options = options_of(spec)
        if spec.type is not CellType.MET:
            return False
        if typed == " ":
            self._type(_after(options, self._grid.face(at.row(), at.column()).text))
            return True
        place = MET_KEYS.get(fold(typed))
        if place is None or place >= len(options):
            return False
        self._type(options[place])
        return True

    def _open_list(self) -> bool:
        self.edit(self.currentIndex())
        editor = self.findChild(ChoiceEdit)
        if editor is not None:
            editor.open_list()
        return True

    def _shut(self, event: QKeyEvent) -> bool:
        """Say why nothing can be typed here; return whether that is so."""
        at = self.currentIndex()
        typed = event.text()
        if not at.isValid() or not typed.strip() or not typed.isprintable():
            return False
        if self._grid.editing.refuse_locked():
            return True
        cell = self._grid.cell(at.row(), at.column())
        if self._grid.is_input(at.row(), at.column()) and cell is not None:
            return self._grid.editing.refuse_shut((cell,))
        spec = self._grid.spec(at.row(), at.column())
        if spec is not None and spec.formula:
            said = self.tr("Ô này chương trình tự tính, không cần nhập.")
        else:
            said = self.tr("Ô này không nhập số liệu.")
        self._grid.editing.said.emit(said)
        return True

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        is_editing = self.state() == QAbstractItemView.State.EditingState
        if not is_editing and self._end.swallow(event.commitString(), event.preeditString()):
            event.accept()
            return
        at = self.currentIndex()
        spec = self._grid.spec(at.row(), at.column()) if at.isValid() else None
        if is_editing or spec is None:
            super().inputMethodEvent(event)
        elif spec.type is CellType.MET:
            self._answer(event.commitString())  # a letter still being composed opens nothing
            event.accept()
        elif event.commitString() and not event.preeditString():
            self._begin_with(event)
        else:
            super().inputMethodEvent(event)

    def _begin_with(self, event: QInputMethodEvent) -> None:
        """Open the cell with a word that comes whole: Qt opens it and drops the word."""
        if self.edit(self.currentIndex(), _TRIGGER.AnyKeyPressed):
            editor = self._editor()
            if editor is not None:
                QApplication.sendEvent(editor, event)
        event.accept()

    @override
    def edit(  # type: ignore[override]  # Qt overloads it
        self,
        index: Index,
        trigger: QAbstractItemView.EditTrigger = _TRIGGER.AllEditTriggers,
        event: QEvent | None = None,
    ) -> bool:
        self._delegate.is_typing = trigger == _TRIGGER.AnyKeyPressed
        is_open = super().edit(index, trigger, event)  # type: ignore[arg-type]
        if is_open and trigger == _TRIGGER.EditKeyPressed:
            self._caret_at_end()
        if is_open and trigger == _TRIGGER.DoubleClicked:
            for editor in self.findChildren(ChoiceEdit):
                editor.open_list()
        return is_open

    def _caret_at_end(self) -> None:
        """Let F2 go on with what is there; a choice is typed anew, its list narrows."""
        editor = self._editor()
        if editor is not None and not isinstance(editor, ChoiceEdit):
            editor.end(False)

    def _editor(self) -> QLineEdit | None:
        """Return the open editor; while a first word is composed the table keeps the focus."""
        if self.state() != QAbstractItemView.State.EditingState:
            return None
        found = self.viewport().findChildren(QLineEdit)
        return next((one for one in found if one.isVisibleTo(self.viewport())), None)

    def commit_typing(self) -> None:
        """Take what is being typed or composed in an open editor, and close it."""
        editor = self._editor()
        if editor is not None:
            take_composition(editor)
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._end.leave()
        self.commit_typing()
        super().mousePressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take a first word that is still composed: the editor has no focus to lose yet."""
        if QApplication.focusWidget() is not self._editor():
            self.commit_typing()
        super().focusOutEvent(event)

    # -- blocks

    def block(self) -> tuple[range, range]:
        """Return the rows and columns that are selected; both empty where none is."""
        chosen = self.selectionModel().selection()
        if chosen.isEmpty():
            at = self.currentIndex()
            return range(at.row(), at.row() + at.isValid()), range(
                at.column(), at.column() + at.isValid()
            )
        area = chosen.at(0)
        return range(area.top(), area.bottom() + 1), range(area.left(), area.right() + 1)

    def copy(self) -> None:
        """Put the selected block on the clipboard, as Excel takes it."""
        rows, columns = self.block()
        shown = [c for c in columns if not self.isColumnHidden(c)]
        copy_block(copied_block(self._grid, rows, shown))

    def empty(self) -> None:
        """Empty the selected input cells, as one step."""
        rows, columns = self.block()
        places = [(r, c) for r in rows for c in columns if self._may_clear(r, c)]
        self._type_all([(r, c, "") for r, c in places], self.tr("xóa số liệu"))

    def _may_clear(self, row: int, column: int) -> bool:
        """Say whether what a person typed there may go, also where another form fills it now."""
        cell, sheet = self._grid.cell(row, column), self._grid.editing.sheet
        is_left = cell is not None and cell in sheet.filled and cell in sheet.cells.typed
        return is_left or self._grid.is_input(row, column)

    def fill_down(self) -> None:
        """Copy the first selected row down; with one row selected, copy the cell above."""
        rows, columns = self.block()
        if len(rows) == 1 and rows[0] > 0:
            rows = range(rows[0] - 1, rows[0] + 1)
        items = [
            (r, c, self._grid.face(rows[0], c).text)
            for r in rows[1:]
            for c in columns
            if self._grid.is_input(r, c)
        ]
        self._type_all(items, self.tr("chép xuống"))

    def select_block(self, top: int, left: int, rows: int, columns: int) -> None:
        """Select a block, for what was just pasted."""
        last = self._grid.index(
            min(top + rows, self._grid.rowCount()) - 1,
            min(left + columns, self._grid.columnCount()) - 1,
        )
        first = self._grid.index(top, left)
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(first, flag.NoUpdate)
        chosen = QItemSelection(first, last)
        self.selectionModel().select(chosen, flag.ClearAndSelect)

    def _type(self, text: str) -> None:
        at = self.currentIndex()
        self._type_all([(at.row(), at.column(), text)], "")

    def _type_all(self, items: Sequence[tuple[int, int, str]], label: str) -> None:
        found = [(self._grid.cell(row, column), text) for row, column, text in items]
        self._grid.editing.type_texts([(c, t) for c, t in found if c is not None], label)


def _after(options: Sequence[str], shown: str) -> str:
    """Return the answer after the shown one; after the last comes none."""
    ring = ("", *options)
    return ring[(ring.index(shown) + 1) % len(ring)] if shown in ring else ring[1]
