"""A section of single values: one line each, with label, box, measure and state."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.catalogue.records.form import VALUE, Cell, CellType, Row, Section
from ctmtqg_desktop.catalogue.records.legal import mark_of
from ctmtqg_desktop.catalogue.records.workshop import for_officers
from ctmtqg_desktop.text import fold
from ctmtqg_desktop.ui.form.choices import ChoiceEdit, options_of
from ctmtqg_desktop.ui.form.delegate import is_keypad_point
from ctmtqg_desktop.ui.form.editing import Editing
from ctmtqg_desktop.ui.form.pasting.formats import lone_text
from ctmtqg_desktop.ui.form.states import ICON_COLOURS, LOOKS, State, told_of
from ctmtqg_desktop.ui.form.table import MET_KEYS
from ctmtqg_desktop.ui.look.icons import pixmap
from ctmtqg_desktop.ui.look.labels import PlainLabel, tip
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.look.words import mark_words
from ctmtqg_desktop.ui.parts.composing import note_composition, take_composition
from ctmtqg_desktop.ui.parts.cursor import CursorStep, LastCell, step_of

NARROW, WIDE = 170, 380
LEAST_LABEL, MOST_LABEL = 220, 460
BOX_HEIGHT = 28
_OF_STATE = {
    State.REFUSED: "refused", State.ERROR: "error", State.REASON: "reason",
    State.EXPLAINED: "reason",
}  # fmt: skip


class TextBox(QPlainTextEdit):
    """A long text that wraps and grows; the sheet keeps it as one paragraph, so Enter goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self._grow)
        self._grow()

    def _grow(self) -> None:
        lines = max(1, min(6, round(self.document().size().height())))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 12)

    @override
    def sizeHint(self) -> QSize:
        return QSize(WIDE, self.height())


Box = QLineEdit | TextBox


class FieldRow(QObject):
    """One field: its label, box, measure and state, kept in step with the sheet.

    Signals:
        entered: the box got the focus.
        stepped: Enter left it.
    """

    entered = Signal(object)
    stepped = Signal(object)

    def __init__(self, editing: Editing, cell: Cell, row: Row, home: QWidget) -> None:
        super().__init__(home)
        self._editing = editing
        self.cell, self.row = cell, row
        self.spec = editing.sheet.spec(cell)
        self.label = PlainLabel(_label_words(row), home)
        self.label.setWordWrap(True)
        self.label.setMinimumWidth(LEAST_LABEL)
        self.label.setMaximumWidth(MOST_LABEL)
        self.box = self._make_box(home)
        self.label.setBuddy(self.box)
        measure = editing.sheet.measures.get(self.spec.measure)
        self.measure = PlainLabel(measure.label if measure else self.spec.measure, home)
        self.measure.setProperty("role", "soft")
        self.measure.setToolTip(self.tr("Đơn vị tính"))
        self.measure.setVisible(bool(self.measure.text()))
        self.mark = QLabel(home)
        self.words = QLabel(home)
        self.words.setProperty("role", "soft")
        self.label.setToolTip(mark_words(row.confidence))
        self.end = LastCell(editing.said.emit)
        self._shown_state: State | None = None
        self._settled = ""
        self.refresh()

    def _make_box(self, home: QWidget) -> Box:
        options, is_open = options_of(self.spec), self._is_open()
        box: Box
        if options and is_open:
            box = ChoiceEdit(options, home)
            box.picked.connect(self.commit)
        elif self.spec.type is CellType.TEXT and self.spec.is_input:
            box = TextBox(home)
        else:
            box = QLineEdit(home)
        box.setReadOnly(not is_open)
        wide = self.spec.type in {CellType.TEXT, CellType.CHOICE}
        box.setFixedWidth(WIDE if wide else NARROW)
        if isinstance(box, QLineEdit):
            box.setFixedHeight(BOX_HEIGHT)
            if self.spec.type.is_number:
                box.setAlignment(Qt.AlignmentFlag.AlignRight)
        if not is_open:
            box.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the page has its own
            box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        box.setAccessibleName(self.row.label)
        box.setAccessibleDescription(for_officers(self.row.help))
        box.installEventFilter(self)
        return box

    def _is_open(self) -> bool:
        editing = self._editing
        return self.spec.is_input and not editing.locked and editing.may_change(self.cell)

    # -- typing

    def typed(self) -> str:
        """Return what stands in the box."""
        return self.box.toPlainText() if isinstance(self.box, TextBox) else self.box.text()

    def commit(self) -> None:
        """Give the sheet what was typed, if it is something new."""
        take_composition(self.box)
        text = self.box.settle() if isinstance(self.box, ChoiceEdit) else self.typed()
        if not self.box.isReadOnly() and text != self._editing.sheet.text(self.cell):
            self._editing.type_texts([(self.cell, text)])
        self.refresh()

    def revert(self) -> None:
        """Forget what was typed and not committed."""
        self._put(self._editing.sheet.text(self.cell))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        note_composition(self.box, event)
        if isinstance(event, QFocusEvent):
            self._on_focus(event)
        elif isinstance(event, QMouseEvent):
            self.end.leave()
        elif isinstance(event, QInputMethodEvent):
            return self.end.swallow(event.commitString(), event.preeditString())
        elif isinstance(event, QKeyEvent) and watched is self.box:
            return self._on_key(event)
        return False

    def _on_focus(self, event: QFocusEvent) -> None:
        self.end.leave()
        if event.gotFocus():
            if isinstance(self.box, QLineEdit):
                self.box.selectAll()
            self.entered.emit(self.cell)
        elif event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.commit()

    def _on_key(self, event: QKeyEvent) -> bool:
        undo = event.matches(QKeySequence.StandardKey.Undo)
        redo = event.matches(QKeySequence.StandardKey.Redo) or _is_ctrl_y(event)
        if event.type() is QEvent.Type.ShortcutOverride:
            if undo or redo:
                event.accept()
            return undo or redo
        if event.type() is not QEvent.Type.KeyPress:
            return False
        if undo or redo:
            self._take_back(redo=redo)
            return True
        if event.key() == Qt.Key.Key_Escape and not self._list_is_open():
            self.revert()
            return True
        if isinstance(self.box, QLineEdit) and self._insert(event, self.box):
            return True
        return self.end.takes(event) or self._leave(event) or self._answer(event)

    def _insert(self, event: QKeyEvent, box: QLineEdit) -> bool:
        """Put into a box what a key means there; return whether it means something of its own."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste(box)
        elif self.spec.type.is_number and is_keypad_point(event):
            box.insert(",")
        else:
            return False
        return True

    def _paste(self, box: QLineEdit) -> None:
        """Paste one cell, as an officer would type it; several would be one wrong figure."""
        text = lone_text(QGuiApplication.clipboard().mimeData(), self.spec)
        if text is None:
            self._editing.said.emit(self.tr("Khối chép có nhiều ô; ở phần này dán từng ô một."))
        elif not box.isReadOnly():
            box.insert(text)

    def _list_is_open(self) -> bool:
        return isinstance(self.box, ChoiceEdit) and self.box.is_open

    def _leave(self, event: QKeyEvent) -> bool:
        step = step_of(event)
        if step in {None, CursorStep.NEXT, CursorStep.BACK}:
            return False
        self.commit()
        self.stepped.emit(step)
        return True

    def _answer(self, event: QKeyEvent) -> bool:
        """Answer a met / not-met field by one key."""
        options = options_of(self.spec)
        place = MET_KEYS.get(fold(event.text())) if event.text() else None
        if self.spec.type is not CellType.MET or self.box.isReadOnly() or place is None:
            return False
        if place < len(options):
            self._put(options[place])
            self.commit()
        return True

    def _take_back(self, *, redo: bool) -> None:
        if self.typed() != self._editing.sheet.text(self.cell):
            self.revert()
        elif redo:
            self._editing.stack.redo()
        else:
            self._editing.stack.undo()

    # -- showing

    def refresh(self, *, spares_typing: bool = False) -> None:
        """Show what the sheet holds now; what another form fills is not typed here."""
        self.spec = self._editing.sheet.spec(self.cell)
        self.box.setReadOnly(not self._is_open())
        if not (spares_typing and self.box.hasFocus() and self.typed() != self._settled):
            self._settled = self._editing.sheet.text(self.cell)
            self._put(self._settled)
        state = self._editing.state(self.cell)
        finding = self._editing.finding(self.cell)
        said = finding.message if finding and state not in {State.COMPUTED, State.EMPTY} else ""
        colour = ICON_COLOURS.get(state, COLOURS.text_soft)
        remark = self._editing.remarks.get(self.cell, "")
        told = told_of(self._editing.sheet, self.cell, state)
        words = f'<span style="color:{colour}">{told}</span>'
        if remark:
            asked = self.tr("có góp ý")
            words = f'{words} <b style="color:{COLOURS.accent}">{asked}</b>'
            said = "\n".join(part for part in (said, remark) if part)
        self.words.setText(words)
        self.words.setToolTip(tip(said))
        self.box.setToolTip(tip(said) or self.box.toolTip())
        if state is self._shown_state:
            return
        self._shown_state = state
        look = LOOKS[state]
        self.mark.setVisible(bool(look.icon))
        if look.icon:
            self.mark.setPixmap(pixmap(look.icon, ICON_COLOURS[state], size=15))
        self.box.setProperty("state", _OF_STATE.get(state, ""))
        self.box.style().unpolish(self.box)
        self.box.style().polish(self.box)

    def _put(self, text: str) -> None:
        if self.typed() == text:
            return
        if isinstance(self.box, TextBox):
            self.box.setPlainText(text)
            self.box.moveCursor(QTextCursor.MoveOperation.End)
        else:
            self.box.setText(text)


class FieldsView(QScrollArea):
    """Show a ``fields`` section.

    Signals:
        moved_to: the Cell that has the focus.
    """

    moved_to = Signal(object)

    def __init__(self, editing: Editing, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._home = QWidget(self)
        self._home.setProperty("role", "paper")
        self.setWidget(self._home)
        self._grid = QGridLayout(self._home)
        self._grid.setContentsMargins(16, 12, 16, 12)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self._rows: dict[Cell, FieldRow] = {}
        self._current: Cell | None = None
        for row in section.rows:
            self._add(editing, Cell(section.id, row.id, VALUE), row)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        editing.touched.connect(self._follow)

    def _add(self, editing: Editing, cell: Cell, row: Row) -> None:
        at = self._grid.rowCount()
        if row.heading:
            title = PlainLabel(f"{row.no} {row.label}".strip(), self._home)
            title.setProperty("role", "soft")
            self._grid.addWidget(title, at, 0, 1, 2)
            return
        field = FieldRow(editing, cell, row, self._home)
        field.entered.connect(self._enter)
        field.stepped.connect(self._step)
        self._rows[cell] = field
        self._grid.addWidget(field.label, at, 0)
        line = QHBoxLayout()
        line.setSpacing(7)
        for widget in (field.box, field.measure, field.mark, field.words):
            line.addWidget(widget)
        line.addStretch(1)
        self._grid.addLayout(line, at, 1)

    def field(self, cell: Cell) -> FieldRow:
        """Return the field of a cell.

        Raises:
            KeyError: the section has no such field.
        """
        return self._rows[cell]

    def go_to(self, cell: Cell) -> bool:
        """Give a field the focus; return whether it is here."""
        found = self._rows.get(cell)
        if found is not None:
            self.ensureWidgetVisible(found.box)
            found.box.setFocus()
            self._enter(cell)
        return found is not None

    def current_cell(self) -> Cell | None:
        """Return the field that has or last had the focus."""
        return self._current

    def enter(self) -> None:
        """Give the focus to the last field used, else to the first that is typed."""
        start = self._current or next((c for c, f in self._rows.items() if f.spec.is_input), None)
        if start is not None:
            self.go_to(start)

    def commit(self) -> None:
        """Take what is being typed in the field that has the focus."""
        if self._current is not None:
            self._rows[self._current].commit()

    def _enter(self, cell: Cell) -> None:
        self._current = cell
        self.moved_to.emit(cell)

    def _step(self, step: CursorStep) -> None:
        typed = [cell for cell, field in self._rows.items() if field.spec.is_input]
        if self._current not in typed:
            return
        at = typed.index(self._current) + (-1 if step is CursorStep.UP else 1)
        if 0 <= at < len(typed):
            self.go_to(typed[at])
        else:
            self._rows[self._current].end.reach(CursorStep.NEXT)

    def _follow(self, touched: frozenset[Cell]) -> None:
        for cell in touched & self._rows.keys():
            self._rows[cell].refresh(spares_typing=True)  # a finding comes late, between letters


def _label_words(row: Row) -> str:
    words = f"{row.no}. {row.label}" if row.no else row.label
    words = f"{words} {mark_of(row.confidence)}".rstrip()
    asked = QCoreApplication.translate("Fields", "{label} (bắt buộc)")
    return asked.format(label=words) if row.required else words


def _is_ctrl_y(event: QKeyEvent) -> bool:
    held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    return bool(held) and event.key() == Qt.Key.Key_Y
