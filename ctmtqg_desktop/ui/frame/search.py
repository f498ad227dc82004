"""Find a form or an indicator by code or by words, typed with or without accents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget
from typing_extensions import override

from ctmtqg_desktop.catalogue.records.form import Cell, Form
from ctmtqg_desktop.text import fold
from ctmtqg_desktop.ui.look.icons import icon
from ctmtqg_desktop.ui.look.theme import COLOURS

_FOLDED = Qt.ItemDataRole.UserRole + 1
WIDTH, LEAST_WIDTH = 250, 160


@dataclass(frozen=True, slots=True)
class Found:
    """Something to go to.

    Attributes:
        words: what is shown.
        where: id of the form, or of a page.
        cell: None for the form itself.
    """

    words: str
    where: str
    cell: Cell | None = None


def index_of(forms: Iterable[Form]) -> list[Found]:
    """Return the forms and every declared row of them, in their order."""
    found = []
    for form in forms:
        found.append(Found(form.title, form.id))
        for section in form.sections:
            column = next(iter(section.columns), None)
            found.extend(
                Found(
                    f"{row.no} {row.label}".strip() + f" · {form.short}",
                    form.id,
                    Cell(section.id, row.id, column.id if column else "value"),
                )
                for row in section.rows
            )
    return found


class _Entries(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: tuple[Found, ...] = ()
        self._folded: tuple[str, ...] = ()
        self._page = icon("file-text", COLOURS.accent, size=16)
        self._row = icon("corner-down-right", COLOURS.text_faint, size=16)

    def show(self, entries: Sequence[Found]) -> None:
        self.beginResetModel()
        self.entries = tuple(entries)
        self._folded = tuple(fold(entry.words) for entry in entries)
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return len(self.entries)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        if role == _FOLDED:
            return self._folded[index.row()]
        entry = self.entries[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return entry.words
        if role == Qt.ItemDataRole.DecorationRole:
            return self._page if entry.cell is None else self._row
        return None


class _Folding(QCompleter):
    """Complete what was typed as if it had no accents."""

    @override
    def splitPath(self, path: str) -> list[str]:
        return [fold(path)]

    @override
    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class SearchBox(QLineEdit):
    """A line that lists what fits while one types.

    Signals:
        picked: the Found.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumWidth(LEAST_WIDTH)
        self.setMaximumWidth(WIDTH)
        self.setAccessibleName(self.tr("Tìm biểu, chỉ tiêu"))
        self.setPlaceholderText(self.tr("Tìm trong mọi biểu… (Ctrl+F)"))
        self.setToolTip(self.tr("Gõ số thứ tự hoặc vài chữ, có dấu hay không dấu đều được"))
        self.setClearButtonEnabled(False)
        glass: QIcon = icon("search", COLOURS.text_soft, size=16)
        looks = self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        looks.setText(self.tr("Tìm"))
        self._entries = _Entries(self)
        completer = _Folding(self)
        completer.setModel(self._entries)
        completer.setCompletionRole(_FOLDED)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(14)
        popup = QListView(self)
        popup.setMinimumWidth(560)
        completer.setPopup(popup)
        completer.activated.connect(self._pick)
        self.setCompleter(completer)
        self.returnPressed.connect(self._pick_first)

    def search_in(self, entries: Sequence[Found]) -> None:
        """Search these entries from now on."""
        self._entries.show(entries)

    def matches(self) -> tuple[str, ...]:
        """Return the words of what fits the text now."""
        self.completer().setCompletionPrefix(self.text())
        found = self.completer().completionModel()
        return tuple(str(found.index(row, 0).data()) for row in range(found.rowCount()))

    def _pick(self, words: str) -> None:
        entry = next((e for e in self._entries.entries if e.words == words), None)
        self.clear()
        if entry is not None:
            self.picked.emit(entry)

    def _pick_first(self) -> None:
        """Take the first that fits, where Enter comes before one was marked."""
        popup = self.completer().popup()
        is_marked = popup is not None and popup.currentIndex().isValid()
        found = () if is_marked or not self.text().strip() else self.matches()
        if found:
            self._pick(found[0])
