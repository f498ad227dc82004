"""Tables of records: one model and one view for every list in the window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from ctmtqg_desktop.ui.look.icons import pixmap
from ctmtqg_desktop.ui.look.labels import tip
from ctmtqg_desktop.ui.look.theme import COLOURS, ROW_HEIGHT
from ctmtqg_desktop.ui.parts.copying import copied_shown, copy_block

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
DRAWN = Role.UserRole + 1
"""What a column's own delegate draws: a bar, the word of a button."""


class Sign(NamedTuple):
    """An icon of the icon folder and its colour."""

    icon: str
    colour: str


@dataclass(frozen=True, slots=True)
class Field(Generic[R]):
    """One column of a table of records.

    Attributes:
        text: what is shown and read aloud.
        sign: an icon before the text.
        width: in pixels; 0 takes what is left.
        drawn: given to the delegate of the column under ``DRAWN``.
        about: shown when hovering over the heading.
    """

    title: str
    text: Callable[[R], str]
    sign: Callable[[R], Sign | None] | None = None
    tip: Callable[[R], str] | None = None
    colour: Callable[[R], str | None] | None = None
    bold: Callable[[R], bool] | None = None
    drawn: Callable[[R], object] | None = None
    is_number: bool = False
    centred: bool = False
    width: int = 0
    about: str = ""


class Records(QAbstractTableModel, Generic[R]):
    """Records as rows, fields as columns."""

    def __init__(self, fields: Sequence[Field[R]], parent: QWidget) -> None:
        super().__init__(parent)
        self._fields = tuple(fields)
        self._rows: tuple[R, ...] = ()
        self._bold = QFont()
        self._bold.setBold(True)

    def show(self, rows: Sequence[R]) -> None:
        """Show these records instead."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def set_fields(self, fields: Sequence[Field[R]]) -> None:
        """Show other columns, and no records."""
        self.beginResetModel()
        self._fields, self._rows = tuple(fields), ()
        self.endResetModel()

    @property
    def fields(self) -> tuple[Field[R], ...]:
        """Return the columns."""
        return self._fields

    def record(self, row: int) -> R:
        """Return the record of a row."""
        return self._rows[row]

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._fields)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._fields):
            return None
        field = self._fields[section]
        if role == Role.DisplayRole:
            return field.title
        if role == Role.TextAlignmentRole:
            return _alignment(field)
        return tip(field.about) or None if role == Role.ToolTipRole else None

    @override
    def data(self, index: Index, role: int = 0) -> object:
        if not index.isValid():
            return None
        field, record = self._fields[index.column()], self._rows[index.row()]
        if role == Role.DisplayRole:
            return field.text(record)
        ask = _ROLES.get(Role(role)) if role in _KNOWN else None
        return None if ask is None else ask(self._bold, field, record)


def _alignment(field: Field[R]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft
    if field.centred:
        side = Qt.AlignmentFlag.AlignHCenter
    elif field.is_number:
        side = Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _decoration(_: QFont, field: Field[R], record: R) -> object:
    sign = field.sign(record) if field.sign else None
    return pixmap(sign.icon, sign.colour, size=16) if sign else None


def _tip(_: QFont, field: Field[R], record: R) -> object:
    return tip(field.tip(record)) if field.tip else None


def _foreground(_: QFont, field: Field[R], record: R) -> object:
    colour = field.colour(record) if field.colour else None
    return QColor(colour) if colour else None


def _font(bold: QFont, field: Field[R], record: R) -> object:
    return bold if field.bold and field.bold(record) else None


def _drawn(_: QFont, field: Field[R], record: R) -> object:
    return field.drawn(record) if field.drawn else None


_ROLES: dict[int, Callable[..., object]] = {
    Role.TextAlignmentRole: lambda _, field, __: _alignment(field),
    Role.DecorationRole: _decoration,
    Role.ToolTipRole: _tip,
    Role.ForegroundRole: _foreground,
    Role.FontRole: _font,
    DRAWN: _drawn,
}
_KNOWN = frozenset(int(role) for role in _ROLES)


LOOK = f"""
QTableView {{ border: none; background: {COLOURS.surface}; }}
QTableView::item {{ padding: 0 6px; }}
QHeaderView {{ background: {COLOURS.header}; border: none; }}
QHeaderView::section {{ background: {COLOURS.header}; color: {COLOURS.text_soft}; border: none;
  border-bottom: 1px solid {COLOURS.line}; padding: 4px 6px; }}
"""


def calm_selection(view: QAbstractItemView) -> None:
    """Mark the chosen row softly, so that the colours of its icons stay readable."""
    colours = view.palette()
    colours.setColor(QPalette.ColorRole.Highlight, QColor(COLOURS.selection))
    colours.setColor(QPalette.ColorRole.HighlightedText, QColor(COLOURS.text))
    view.setPalette(colours)


class Table(QTableView, Generic[R]):
    """A table of records: whole rows are chosen, Enter or a double click opens one.

    Signals:
        opened: the record of the row.
        chosen: the record of the current row, as it changes.
    """

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, name: str, fields: Sequence[Field[R]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setStyleSheet(LOOK)
        calm_selection(self)
        self.records: Records[R] = Records(fields, self)
        self.setModel(self.records)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.set_row_height(ROW_HEIGHT)
        self.fit()
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._choose)

    def set_row_height(self, pixels: int) -> None:
        """Make every row so high."""
        self.verticalHeader().setDefaultSectionSize(pixels)
        self.verticalHeader().setMinimumSectionSize(min(pixels, ROW_HEIGHT))

    def fit(self) -> None:
        """Give every column its width; the ones without share what is left."""
        header = self.horizontalHeader()
        header.setAccessibleName(self.accessibleName())
        header.setHighlightSections(False)
        header.setMinimumSectionSize(28)
        for column, field in enumerate(self.records.fields):
            if field.width:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(column, field.width)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def show_records(self, rows: Sequence[R]) -> None:
        """Show these records and stay on the row where the user was."""
        row = self.currentIndex().row()
        self.records.show(rows)
        if rows:
            self.selectRow(min(max(row, 0), len(rows) - 1))

    def current(self) -> R | None:
        """Return the record of the current row."""
        row = self.currentIndex().row()
        return self.records.record(row) if 0 <= row < self.records.rowCount() else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return
        super().keyPressEvent(event)

    def _copy(self) -> None:
        """Put the current row on the clipboard."""
        record = self.current()
        if record is not None:
            fields = self.records.fields
            copy_block([[copied_shown(f.text(record), is_number=f.is_number) for f in fields]])

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.records.record(index.row()))

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.records.record(index.row()))
