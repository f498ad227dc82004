"""A line to type in with a list below that narrows: for choices and met / not met."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from ctmtqg_desktop.catalogue.records.form import CellSpec, CellType
from ctmtqg_desktop.entries.typed import MET, NA_LABEL, NOT_MET
from ctmtqg_desktop.text import fold
from ctmtqg_desktop.ui.look.icons import icon
from ctmtqg_desktop.ui.look.theme import COLOURS

MOST_SHOWN = 12
_LIST_SHEET = (
    f"QListWidget {{ border: 1px solid {COLOURS.line_strong}; background: {COLOURS.surface}; }}"
    f"QListWidget::item {{ padding: 3px 6px; color: {COLOURS.text}; }}"
    f"QListWidget::item:selected {{ background: {COLOURS.accent}; color: {COLOURS.surface}; }}"
)


def options_of(spec: CellSpec) -> tuple[str, ...]:
    """Return the answers a cell offers, as shown; none where anything may be typed."""
    if spec.type is CellType.CHOICE:
        labels = tuple(choice.label for choice in spec.choices)
    elif spec.type is CellType.MET:
        labels = (MET, NOT_MET)
    else:
        return ()
    return (*labels, NA_LABEL) if spec.not_applicable else labels


def fitting(options: Sequence[str], typed: str) -> list[str]:
    """Return the options for a typed beginning, accents ignored; those it starts come first."""
    wanted = fold(typed)
    starts = [o for o in options if fold(o).startswith(wanted)]
    inside = [o for o in options if wanted in fold(o) and o not in starts]
    return starts + inside


class ChoiceEdit(QLineEdit):
    """Type a few letters, or press Down, and take an answer from the list.

    What fits no answer stays as typed; the sheet keeps and flags it.

    Signals:
        picked: an answer was clicked.
    """

    picked = Signal()

    def __init__(self, options: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = tuple(options)
        self._list = QListWidget(self)
        self._list.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self._list.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setStyleSheet(_LIST_SHEET)
        self._list.setAccessibleName(self.tr("Danh sách lựa chọn"))
        self._list.itemPressed.connect(self._take)
        self.textEdited.connect(self._narrow)
        opener = icon("chevron-down", size=14)
        action = self.addAction(opener, QLineEdit.ActionPosition.TrailingPosition)
        action.triggered.connect(self.toggle)

    @property
    def is_open(self) -> bool:
        """Say whether the list is shown."""
        return self._list.isVisible()

    def chosen(self) -> str:
        """Return the answer that is meant: the one marked in the open list, else what is typed."""
        item = self._list.currentItem()
        if self.is_open and item is not None and self.text():
            return item.text()
        return self.text()

    def settle(self) -> str:
        """Take what is meant, close the list and return it."""
        meant = self.chosen()
        self.setText(meant)
        self._list.hide()
        return meant

    def toggle(self) -> None:
        """Open the list with every answer, or close it."""
        if self.is_open:
            self._list.hide()
        else:
            self.open_list()

    def open_list(self) -> None:
        """Show every answer, the present one marked."""
        self._fill(self._options, self.text() or self._options[0])

    def _narrow(self, typed: str) -> None:
        found = fitting(self._options, typed)
        if not found:
            self._list.hide()
            return
        self._fill(found, found[0])

    def _fill(self, shown: Sequence[str], marked: str) -> None:
        self._list.clear()
        for option in shown:
            self._list.addItem(QListWidgetItem(option))
        self._list.setCurrentRow(shown.index(marked) if marked in shown else 0)
        rows = min(MOST_SHOWN, len(shown))
        height = rows * self._list.sizeHintForRow(0) + 4
        width = max(self.width(), self._list.sizeHintForColumn(0) + 30)
        self._list.resize(QSize(width, height))
        self._list.move(self._corner(height))
        self._list.show()

    def _corner(self, height: int) -> QPoint:
        """Return where the list goes: below, or above where the screen ends."""
        below = self.mapToGlobal(QPoint(0, self.height()))
        if below.y() + height <= self.screen().availableGeometry().bottom():
            return below
        return self.mapToGlobal(QPoint(0, -height))

    def _take(self, item: QListWidgetItem) -> None:
        self.setText(item.text())
        self._list.hide()
        self.picked.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape and self.is_open:
            self._list.hide()
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        if not self.is_open:
            self.open_list()
            return
        row = max(0, min(self._list.count() - 1, self._list.currentRow() + by))
        self._list.setCurrentRow(row)
        item = self._list.item(row)
        if item is not None:
            self.setText(item.text())
            self.selectAll()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.is_open and not self.isReadOnly():
            self.open_list()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._list.hide()
        super().focusOutEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._list.hide()
        super().hideEvent(event)
