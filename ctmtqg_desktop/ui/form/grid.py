"""The model of a grid or roster: a sheet's section as rows and columns for Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from ctmtqg_desktop.catalogue.records.form import (
    Cell,
    CellSpec,
    CellType,
    Row,
    Section,
    SectionKind,
)
from ctmtqg_desktop.catalogue.records.legal import Confidence, mark_of
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.ui.form.editing import Editing
from ctmtqg_desktop.ui.form.layout import Shown, ShownPart, row_text, shown_columns
from ctmtqg_desktop.ui.form.roster import row_moves
from ctmtqg_desktop.ui.form.states import State, state_words, verdict_look
from ctmtqg_desktop.ui.look.labels import tip
from ctmtqg_desktop.ui.look.words import mark_words

Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_ANSWERED = frozenset({_DISPLAY, _EDIT, _TOOLTIP, _SPOKEN, _ALIGN})
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_CENTRED = frozenset({CellType.MET, CellType.DATE})
_DOWN, _UP = 1, -1
MOST_SINGLE = 60
"""So many cells or moves of rows are told one by one; more of them as one."""


@dataclass(frozen=True, slots=True)
class Face:
    """Everything the delegate draws of a cell; kept until the cell is touched.

    Attributes:
        mark: icon and colour of a verdict; empty where there is none.
        indent: pixels.
    """

    text: str
    state: State
    align: Qt.AlignmentFlag
    is_bold: bool = False
    is_heading: bool = False
    has_remark: bool = False
    mark: tuple[str, str] = ("", "")
    indent: int = 0


class GridModel(QAbstractTableModel):
    """Show a section of a sheet; typing goes through ``Editing``.

    Attributes:
        columns: what stands in each column.
    """

    def __init__(self, editing: Editing, section: Section, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editing = editing
        self.section = section
        self.columns: tuple[Shown, ...] = shown_columns(section, editing.sheet.measures)
        self._declared = {row.id: row for row in section.rows}
        self._rows = list(editing.sheet.rows(section.id))
        self._places: dict[str, int] = {}
        self._faces: dict[tuple[int, int], Face] = {}
        self._at_column = {
            shown.column.id: at
            for at, shown in enumerate(self.columns)
            if shown.column is not None
        }
        editing.touched.connect(self._show_again)
        editing.rows_changed.connect(self._follow_rows)

    # -- where is what

    @property
    def is_roster(self) -> bool:
        """Say whether rows come and go."""
        return self.section.kind is SectionKind.ROSTER

    @property
    def grows(self) -> bool:
        """Say whether rows come and go as people like; those of plans do not."""
        return self.is_roster and not self.section.tasks

    def row_key(self, row: int) -> str:
        """Return the key of the row in a place."""
        return self._rows[row]

    def declared(self, row: int) -> Row | None:
        """Return the declared row in a place; None in a roster."""
        return self._declared.get(self._rows[row])

    def cell(self, row: int, column: int) -> Cell | None:
        """Return the cell in a place; None where the row's own words stand."""
        shown = self.columns[column]
        if shown.part is not ShownPart.CELL or shown.column is None:
            return None
        return Cell(self.section.id, self._rows[row], shown.column.id)

    def address(self, row: int, column: int) -> Cell | None:
        """Return where a place is in the form, what only prints the row's words included."""
        shown = self.columns[column].column
        return None if shown is None else Cell(self.section.id, self._rows[row], shown.id)

    def spec(self, row: int, column: int) -> CellSpec | None:
        """Return what the cell in a place is; of a row that is going, nothing any more."""
        cell, sheet = self.cell(row, column), self.editing.sheet
        if cell is None or (self.is_roster and sheet.cells.place(*cell[:2]) is None):
            return None
        return sheet.spec(cell)

    def is_input(self, row: int, column: int) -> bool:
        """Say whether a person types there."""
        spec = self.spec(row, column)
        return spec is not None and spec.is_input

    def place(self, cell: Cell) -> tuple[int, int] | None:
        """Return row and column of a cell; None when it is of another section or gone."""
        if not self._places:
            self._places.update((key, at) for at, key in enumerate(self._rows))
        row, column = self._places.get(cell.row), self._at_column.get(cell.column)
        if cell.section != self.section.id or row is None or column is None:
            return None
        return row, column

    def next_down(self, row: int, column: int, step: int = _DOWN) -> tuple[int, int] | None:
        """Return the next input cell of the column; None at its end."""
        at = row + step
        while 0 <= at < len(self._rows):
            if self.is_input(at, column):
                return at, column
            at += step
        return None

    def next_along(self, row: int, column: int, step: int = _DOWN) -> tuple[int, int] | None:
        """Return the next input cell in reading order, across rows; None at the end."""
        width, total = len(self.columns), len(self.columns) * len(self._rows)
        at = row * width + column + step
        while 0 <= at < total:
            if self.is_input(at // width, at % width):
                return at // width, at % width
            at += step
        return None

    def first_input(self) -> tuple[int, int] | None:
        """Return the first input cell; None where nothing is typed."""
        return self.next_along(0, -1)

    def is_blank(self, row: int) -> bool:
        """Say whether nothing is typed in a row."""
        cells = [self.cell(row, column) for column in range(len(self.columns))]
        sheet = self.editing.sheet
        return all(
            c is None or not sheet.spec(c).is_input or sheet.entry(c) is EMPTY for c in cells
        )

    def may_grow_after(self, row: int) -> bool:
        """Say whether a roster goes on below a row: it is the last, and something is in it."""
        is_last = self.grows and row == len(self._rows) - 1
        return is_last and not self.editing.locked and not self.is_blank(row)

    # -- what is shown

    def face(self, row: int, column: int) -> Face:
        """Return what is drawn in a place."""
        known = self._faces.get((row, column))
        if known is None:
            known = self._face(row, column)
            self._faces[(row, column)] = known
        return known

    def _face(self, row: int, column: int) -> Face:
        cell = self.cell(row, column)
        declared = self.declared(row)
        return self._printed_face(row, column) if cell is None else self._cell_face(cell, declared)

    def _cell_face(self, cell: Cell, declared: Row | None) -> Face:
        sheet = self.editing.sheet
        spec, held = sheet.spec(cell), sheet.entry(cell)
        align = _RIGHT if spec.type.is_number else _CENTRE if spec.type in _CENTRED else _LEFT
        strong = bool(declared and (declared.heading or declared.level == 0))
        return Face(
            sheet.text(cell), self.editing.state(cell), align,
            is_bold=strong and not spec.is_input,
            is_heading=bool(declared and declared.heading),
            has_remark=cell in self.editing.remarks, mark=verdict_look(spec, held),
        )  # fmt: skip

    def _printed_face(self, row: int, column: int) -> Face:
        shown, declared = self.columns[column], self.declared(row)
        if declared is None:
            return Face(str(row + 1), State.TYPED, _CENTRE)
        text = row_text(shown, declared, self.editing.sheet.measures)
        mark = mark_of(_vouched_part(declared, shown.part))
        text = f"{text} {mark}" if mark and text else text
        label = shown.part is ShownPart.LABEL
        return Face(
            text, State.TYPED, _LEFT if label else _CENTRE,
            is_bold=(declared.heading or declared.level == 0) and shown.part in _STRONG,
            is_heading=declared.heading, indent=14 * max(0, declared.level - 1) if label else 0,
        )  # fmt: skip

    def tooltip(self, row: int, column: int) -> str:
        """Return the words shown when the pointer rests on a place."""
        cell = self.cell(row, column)
        if cell is None:
            return self._printed_tooltip(row, column)
        finding = self.editing.finding(cell)
        remark = self.editing.remarks.get(cell, "")
        said = [finding.message if finding else ""]
        if remark:
            said.append(self.tr("Nơi nhận ghi: {remark}").format(remark=remark))
        held = self.face(row, column)
        if len(held.text) > 24:
            said.append(held.text)
        return "\n".join(words for words in said if words)

    def _printed_tooltip(self, row: int, column: int) -> str:
        declared, shown = self.declared(row), self.columns[column]
        if declared is None:
            return ""
        text = row_text(shown, declared, self.editing.sheet.measures)
        told = mark_words(_vouched_part(declared, shown.part))
        return f"{text}\n{told}" if told and text else text

    def spoken(self, row: int, column: int) -> str:
        """Return what a screen reader says of a cell: row, column, content, state."""
        cell = self.cell(row, column)
        face = self.face(row, column)
        if cell is None:
            return face.text
        label = self.editing.sheet.label(cell)
        return ", ".join(part for part in (label, face.text, state_words(face.state)) if part)

    # -- Qt's questions

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  as Qt declares it
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = _DISPLAY) -> object:
        role = int(role)
        if role not in _ANSWERED or not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _TOOLTIP:
            return tip(self.tooltip(row, column)) or None
        if role == _SPOKEN:
            return self.spoken(row, column)
        face = self.face(row, column)
        return int(face.align.value) if role == _ALIGN else face.text

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY
    ) -> object:
        if role != _DISPLAY:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1)
        return self.columns[section].title[-1]

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        cell = self.cell(index.row(), index.column())
        is_open = cell is not None and not self.editing.locked and self.editing.may_change(cell)
        typed = is_open and self.is_input(index.row(), index.column())
        return usual | Qt.ItemFlag.ItemIsEditable if typed else usual

    @override
    def setData(self, index: Index, value: object, role: int = _EDIT) -> bool:
        cell = self.cell(index.row(), index.column()) if index.isValid() else None
        if role != _EDIT or cell is None or not self.is_input(index.row(), index.column()):
            return False
        self.editing.type_texts([(cell, str(value))])
        return True

    # -- following the sheet

    def _show_again(self, touched: frozenset[Cell]) -> None:
        if len(touched) > MOST_SINGLE:
            self._faces.clear()
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            if last.isValid():
                self.dataChanged.emit(self.index(0, 0), last)
            return
        for cell in touched:
            at = self.place(cell)
            if at is not None:
                self._faces.pop(at, None)
                index = self.index(*at)
                self.dataChanged.emit(index, index)

    def _follow_rows(self, section: str) -> None:
        if section != self.section.id:
            return
        wanted = list(self.editing.sheet.rows(section))
        moves = row_moves(self._rows, wanted)
        if len(moves) > MOST_SINGLE:
            self.beginResetModel()
            self._rows = wanted
            self._settle()
            self.endResetModel()
            return
        for move in moves:
            last = move.first + len(move.keys) - 1
            if move.is_added:
                self.beginInsertRows(QModelIndex(), move.first, last)
                self._rows[move.first : move.first] = move.keys
                self._settle()
                self.endInsertRows()
            else:
                self.beginRemoveRows(QModelIndex(), move.first, last)
                del self._rows[move.first : last + 1]
                self._settle()
                self.endRemoveRows()

    def _settle(self) -> None:
        self._faces.clear()
        self._places.clear()


_STRONG = frozenset({ShownPart.NO, ShownPart.LABEL})


def _vouched_part(row: Row, part: ShownPart) -> Confidence | None:
    """Return how far what is shown of a row is vouched for."""
    if part is ShownPart.LABEL:
        return row.confidence
    asks = part is ShownPart.REQUIREMENT and row.requirement
    return row.requirement_confidence if asks else None


def shown_levels(rows: Sequence[Row]) -> frozenset[Confidence | None]:
    """Return how far the rows and what they ask are vouched for."""
    return frozenset(_vouched_part(row, part) for row in rows for part in ShownPart)
