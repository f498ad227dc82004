"""How a cell of a table is drawn, and what edits it."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QPolygon,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.ui.form.choices import ChoiceEdit, options_of
from ctmtqg_desktop.ui.form.grid import Face, GridModel
from ctmtqg_desktop.ui.form.pasting.formats import lone_text
from ctmtqg_desktop.ui.form.states import ICON_COLOURS, LOOKS, StateLook
from ctmtqg_desktop.ui.look.fonts import base_font
from ctmtqg_desktop.ui.look.icons import pixmap
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.composing import note_composition, take_composition
from ctmtqg_desktop.ui.parts.cursor import CursorStep, step_of

Index = QModelIndex | QPersistentModelIndex
PAD = 6
ICON = 14
TALL = 38
"""Rows higher than this hold two lines."""
_ARROWS = {Qt.Key.Key_Down: CursorStep.DOWN, Qt.Key.Key_Up: CursorStep.UP}
"""They leave a cell that is being typed; after F2 they stay in it."""
_NO_HINT = QAbstractItemDelegate.EndEditHint.NoHint
_REVERT = QAbstractItemDelegate.EndEditHint.RevertModelCache


class CellDelegate(QStyledItemDelegate):
    """Draw faces and make editors.

    Attributes:
        is_typing: the editor was opened by a key; it starts empty and arrows leave it.
        marked_row: drawn as the one the cursor is in.

    Signals:
        stepped: the editor closed and the selection should move.
        paste_wanted: a block is to go where an editor was open.
        undo_wanted, redo_wanted: the keys were pressed in an editor with nothing to take back.
    """

    stepped = Signal(object)
    paste_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, model: GridModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._edited = (0, 0)
        self.is_typing = False
        self.marked_row = -1
        self._plain, self._bold = base_font(), base_font(bold=True)

    # -- drawing

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        face = self._model.face(index.row(), index.column())
        look = LOOKS[face.state]
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        fill = _fill(face, look, selected=selected, row=index.row())
        is_marked = index.row() == self.marked_row
        painter.fillRect(area, QColor(COLOURS.accent_soft if is_marked else fill))
        left = _draw_icon(painter, area, face, look)
        self._draw_text(painter, area.adjusted(left, 0, -PAD, 0), face, look)
        if look.edge:
            painter.setPen(QPen(QColor(look.edge), 1))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        if face.has_remark:
            _draw_corner(painter, area)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(COLOURS.accent), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))

    def _draw_text(self, painter: QPainter, area: QRect, face: Face, look: StateLook) -> None:
        if not face.text:
            return
        font = self._bold if face.is_bold else self._plain
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(look.text))
        room = area.adjusted(face.indent, 0, 0, 0)
        text = face.text.replace("\n", " ")
        is_number = bool(face.align & Qt.AlignmentFlag.AlignRight)
        is_long = metrics.horizontalAdvance(text) > room.width()
        if is_long and not is_number and room.height() > TALL:
            _draw_two_lines(painter, room, text)
            return
        if is_long:
            # A figure cut short would be another figure.
            text = "###" if is_number else _elided(metrics, text, room.width())
        painter.drawText(room, int(face.align.value), text)

    # -- editing

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        spec = self._model.spec(index.row(), index.column())
        cell = self._model.cell(index.row(), index.column())
        if spec is None or cell is None:
            return super().createEditor(parent, option, index)
        self._edited = (index.row(), index.column())
        options = options_of(spec)
        editor = ChoiceEdit(options, parent) if options else QLineEdit(parent)
        editor.setProperty("role", "cell")
        if spec.type.is_number:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.setAccessibleName(self._model.editing.sheet.label(cell))
        if isinstance(editor, ChoiceEdit):
            editor.picked.connect(lambda: self._finish(editor, None))
        return editor

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if not isinstance(editor, QLineEdit):
            return
        editor.setText("" if self.is_typing else str(index.data(Qt.ItemDataRole.EditRole) or ""))
        editor.setModified(False)
        editor.selectAll()

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        take_composition(editor)
        if isinstance(editor, ChoiceEdit):
            model.setData(index, editor.settle())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect)

    @override
    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, QLineEdit):
            note_composition(editor, event)
        if not isinstance(event, QKeyEvent) or not isinstance(editor, QLineEdit):
            return super().eventFilter(editor, event)
        undo, redo = _undo_redo(event)
        if event.type() is QEvent.Type.ShortcutOverride and (undo or redo):
            event.accept()  # then it comes as a key, before the line edit's own undo sees it
            return True
        if event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(editor, event)
        return self._on_key(editor, event) or super().eventFilter(editor, event)

    def _on_key(self, editor: QLineEdit, event: QKeyEvent) -> bool:
        undo, redo = _undo_redo(event)
        step = self._step_in(editor, event)
        if undo or redo:
            self._take_back(editor, redo=redo)
        elif editor.alignment() & Qt.AlignmentFlag.AlignRight and is_keypad_point(event):
            editor.insert(",")
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste(editor)
        elif step is not None:
            self._finish(editor, step)
        else:
            return event.key() in _ARROWS and not isinstance(editor, ChoiceEdit)
        return True

    def _step_in(self, editor: QLineEdit, event: QKeyEvent) -> CursorStep | None:
        if self.is_typing and not isinstance(editor, ChoiceEdit) and event.key() in _ARROWS:
            return _ARROWS[Qt.Key(event.key())]
        return step_of(event)

    def _finish(self, editor: QLineEdit, step: CursorStep | None) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, _NO_HINT)
        if step is not None:
            self.stepped.emit(step)

    def _paste(self, editor: QLineEdit) -> None:
        """Paste a text into an editor; for a block it gives way, so that no row is eaten."""
        at = self._model.index(*self._edited)
        spec = self._model.spec(at.row(), at.column())
        text = lone_text(QGuiApplication.clipboard().mimeData(), spec) if spec else ""
        if text is None:
            self.closeEditor.emit(editor, _REVERT)
            self.paste_wanted.emit()
        else:
            editor.insert(text)

    def _take_back(self, editor: QLineEdit, *, redo: bool) -> None:
        was_changed = editor.isModified()
        self.closeEditor.emit(editor, _REVERT)
        if redo:
            self.redo_wanted.emit()
        elif not was_changed:
            self.undo_wanted.emit()


def is_keypad_point(event: QKeyEvent) -> bool:
    """Say whether the key is the keypad's point: in a figure it is the decimal comma."""
    from_keypad = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
    return from_keypad and event.text() == "."


def _undo_redo(event: QKeyEvent) -> tuple[bool, bool]:
    matches = event.matches
    ctrl_y = event.key() == Qt.Key.Key_Y and bool(
        event.modifiers() & Qt.KeyboardModifier.ControlModifier
    )
    return (
        matches(QKeySequence.StandardKey.Undo),
        matches(QKeySequence.StandardKey.Redo) or ctrl_y,
    )


def _fill(face: Face, look: StateLook, *, selected: bool, row: int) -> str:
    if selected:
        return COLOURS.selection
    if look.fill and not (face.is_heading and not look.edge):
        return look.fill
    if face.is_heading:
        return COLOURS.heading_row
    return COLOURS.zebra if row % 2 else COLOURS.surface


def _elided(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def _draw_two_lines(painter: QPainter, area: QRect, text: str) -> None:
    metrics = painter.fontMetrics()
    layout = QTextLayout(text, painter.font())
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(area.width())
    layout.endLayout()
    first = text[: line.textLength()]
    rest = _elided(metrics, text[line.textLength() :], area.width())
    top = area.top() + (area.height() - 2 * metrics.lineSpacing()) // 2
    for at, words in enumerate((first, rest)):
        baseline = top + at * metrics.lineSpacing() + metrics.ascent()
        painter.drawText(area.left(), baseline, words)


def _draw_icon(painter: QPainter, area: QRect, face: Face, look: StateLook) -> int:
    """Draw the state's icon, or a verdict's, and return where text may begin."""
    name, colour = (look.icon, ICON_COLOURS.get(face.state, "")) if look.icon else face.mark
    if not name:
        return PAD
    scale = painter.device().devicePixelRatioF()
    top = area.top() + (area.height() - ICON) // 2
    drawing = pixmap(name, colour, size=ICON, scale=scale)
    painter.drawPixmap(QPoint(area.left() + 5, top), drawing)
    return 5 + ICON + 3


def _draw_corner(painter: QPainter, area: QRect) -> None:
    corner = area.topRight()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(COLOURS.remark))
    painter.drawPolygon(QPolygon([corner, corner - QPoint(8, 0), corner + QPoint(0, 8)]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
