"""Ctrl+G: go to an indicator by its number, or by its words without accents."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from ctmtqg_desktop.catalogue.records.form import VALUE, Cell, Section, SectionKind
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.text import fold
from ctmtqg_desktop.ui.look.labels import tip

MOST_SHOWN = 60
NO_FIT = 5
WIDTH, HEIGHT = 560, 340


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A row that can be gone to."""

    cell: Cell
    number: str
    words: str

    @property
    def label(self) -> str:
        """Return the row as listed."""
        return f"{self.number}  {self.words}" if self.number else self.words


def places_of(sheet: Sheet) -> list[FoundPlace]:
    """Return the rows of every section, each with the first cell that is typed there."""
    return [place for section in sheet.form.sections for place in _section_places(sheet, section)]


def _section_places(sheet: Sheet, section: Section) -> list[FoundPlace]:
    found = []
    for at, key in enumerate(sheet.rows(section.id)):
        columns = (
            [VALUE] if section.kind is SectionKind.FIELDS else [c.id for c in section.columns]
        )
        cells = [Cell(section.id, key, column) for column in columns]
        target = next((c for c in cells if sheet.spec(c).is_input), cells[0])
        row = section.row(key)
        words = row.label if row else " · ".join(filter(None, map(sheet.text, cells[:3])))
        found.append(FoundPlace(target, row.no if row else str(at + 1), words))
    return found


def search(places: list[FoundPlace], typed: str) -> list[FoundPlace]:
    """Return what fits: the number itself, numbers it starts, then words in any order."""
    wanted = fold(typed)
    if not wanted:
        return places[:MOST_SHOWN]
    ranked = [(_rank(place, wanted), at) for at, place in enumerate(places)]
    return [places[at] for rank, at in sorted(ranked) if rank < NO_FIT][:MOST_SHOWN]


def _rank(place: FoundPlace, wanted: str) -> int:
    number, words = fold(place.number), fold(place.words)
    if number == wanted:
        return 0
    if number.startswith(wanted):
        return 1
    if words.startswith(wanted):
        return 2
    if wanted in words:
        return 3
    return 4 if all(part in words for part in wanted.split()) else NO_FIT


class FindBar(QFrame):
    """Type a number or words; Enter goes there, Esc goes back.

    Signals:
        go_to: the Cell that was chosen.
        closed: nothing was chosen.
    """

    go_to = Signal(object)
    closed = Signal()

    def __init__(self, sheet: Sheet, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._sheet = sheet
        self._home = parent
        self._places: list[FoundPlace] = []
        self._found: list[FoundPlace] = []
        self.box = QLineEdit(self)
        self.box.setPlaceholderText(self.tr("Số thứ tự hoặc tên chỉ tiêu, gõ không dấu cũng được"))
        self.box.setAccessibleName(self.tr("Tìm chỉ tiêu"))
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Chỉ tiêu tìm thấy"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.box)
        column.addWidget(self.list)
        self.box.textChanged.connect(self._search)
        self.list.itemClicked.connect(lambda _: self._go())
        self.hide()

    def open(self) -> None:
        """Show the bar at the top of its parent, empty."""
        home = self._home
        width = min(WIDTH, home.width() - 20)
        self.setGeometry((home.width() - width) // 2, 8, width, min(HEIGHT, home.height() - 20))
        self._places = places_of(self._sheet)
        self.box.clear()
        self._search("")
        self.show()
        self.raise_()
        self.box.setFocus()

    def _search(self, typed: str) -> None:
        self._found = search(self._places, typed)
        self.list.clear()
        for place in self._found:
            item = QListWidgetItem(place.label)
            item.setToolTip(tip(place.words))
            self.list.addItem(item)
        if not self._found:
            self.list.addItem(self.tr("Không tìm thấy chỉ tiêu nào."))
        self.list.setCurrentRow(0 if self._found else -1)

    def _go(self) -> None:
        if self._found:
            self.hide()
            self.go_to.emit(self._found[max(0, self.list.currentRow())].cell)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._go()
        elif key == Qt.Key.Key_Escape:
            self.hide()
            self.closed.emit()
        elif key in steps:
            last = self.list.count() - 1
            row = self.list.currentRow() + steps[Qt.Key(key)]
            self.list.setCurrentRow(max(0, min(last, row)))
        else:
            super().keyPressEvent(event)
