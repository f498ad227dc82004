"""The sheet of a file as it came: where its heading is, which rows are taken, what is left out."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget
from typing_extensions import override

from ctmtqg_desktop.exchange.sender.books.mapped import LEFT_BY_HAND
from ctmtqg_desktop.intake.desk.table_map import ABOVE, BELOW, NUMBERING, TOTAL, TableMap
from ctmtqg_desktop.intake.given import GivenTable, column_letter
from ctmtqg_desktop.intake.returned.cells import shown_text
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.table import calm_selection

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_COLUMN, _ROW_HEIGHT = 120, 22


class SheetRows(QAbstractTableModel):
    """A sheet; the first column ticks the rows that are taken.

    Signals:
        ticked: a row and whether it is to be taken.
    """

    ticked = Signal(int, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = GivenTable("", ())
        self._width = 0
        self._how: TableMap | None = None
        self._labels: Mapping[str, str] = {}

    def show_sheet(
        self, table: GivenTable, how: TableMap | None, labels: Mapping[str, str]
    ) -> None:
        """Show a sheet as it is mapped; ``labels`` are the words of the form's columns."""
        self.beginResetModel()
        self._table, self._width, self._how, self._labels = table, table.width, how, labels
        self.endResetModel()

    def is_taken(self, row: int) -> bool:
        """Say whether a row is taken."""
        how = self._how
        return how is not None and row > how.heading and row not in how.left_rows

    def _is_data(self, row: int) -> bool:
        is_below = self._how is not None and row > self._how.heading
        return is_below and any(not given.is_blank for given in self._table.rows[row])

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return len(self._table.rows)

    @override
    def columnCount(self, parent: Index | None = None) -> int:
        return self._width + 1

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_tick = index.column() == 0 and self._is_data(index.row())
        return found | Qt.ItemFlag.ItemIsUserCheckable if is_tick else found

    @override
    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        row, column = index.row(), index.column() - 1
        if role == Role.DisplayRole:
            return shown_text(self._table.cell(row, column)) if column >= 0 else self._why(row)
        if role == Role.CheckStateRole and column < 0 and self._is_data(row):
            return Qt.CheckState.Checked if self.is_taken(row) else Qt.CheckState.Unchecked
        if role == Role.ToolTipRole:
            return self._why(row)
        if role == Role.BackgroundRole and self._how is not None:
            in_heading = self._how.first <= row <= self._how.heading
            return QColor(COLOURS.accent_soft) if in_heading else None
        if role == Role.ForegroundRole:
            return None if self._is_shown_dark(row, column) else QColor(COLOURS.text_faint)
        return None

    def _is_shown_dark(self, row: int, column: int) -> bool:
        how = self._how
        if how is None or (how.first <= row <= how.heading):
            return True
        return self.is_taken(row) and (column in how.columns or column < 0)

    def _why(self, row: int) -> str:
        how = self._how
        code = how.left_rows.get(row, "") if how is not None else ""
        return {
            ABOVE: self.tr("trên đầu bảng"),
            NUMBERING: self.tr("dòng đánh số"),
            TOTAL: self.tr("dòng tổng"),
            BELOW: self.tr("dưới bảng"),
            LEFT_BY_HAND: self.tr("bỏ chọn"),
        }.get(code, "")

    @override
    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        if role != Role.CheckStateRole or index.column() != 0:
            return False
        self.ticked.emit(index.row(), Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        if role != Role.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        if section == 0:
            return self.tr("Nhập")
        name = self._how.columns.get(section - 1, "") if self._how is not None else ""
        letter = column_letter(section - 1)
        return f"{letter}\n{self._labels.get(name, '')}" if name else f"{letter}\n"


def sheet_view(rows: SheetRows, parent: QWidget) -> QTableView:
    """Return a view of a sheet."""
    view = QTableView(parent)
    view.setModel(rows)
    calm_selection(view)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
    view.horizontalHeader().setDefaultSectionSize(_COLUMN)
    view.setAccessibleName(rows.tr("Trang của tệp"))
    return view


def go_to_row(view: QTableView, row: int) -> None:
    """Show a row with those below it."""
    view.setCurrentIndex(view.model().index(row, 1))
    view.scrollTo(
        view.model().index(max(row - 1, 0), 1), QAbstractItemView.ScrollHint.PositionAtTop
    )


def headings(table: GivenTable, how: TableMap | None) -> Sequence[str]:
    """Return what a sheet says over each of its columns."""
    if how is None or how.heading < 0:
        return [""] * table.width
    rows = range(max(how.first, 0), how.heading + 1)
    return [
        " · ".join(dict.fromkeys(t for r in rows if (t := shown_text(table.cell(r, c)).strip())))
        for c in range(table.width)
    ]
