"""Where forms are filled: the form on screen, and why it is locked or was returned."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.entries.overview import progress
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.ui.fill.targets_panel import TargetsPanel
from ctmtqg_desktop.ui.form.editing import Doors
from ctmtqg_desktop.ui.form.remarks import RemarksPanel, Said
from ctmtqg_desktop.ui.form.view import FormPage
from ctmtqg_desktop.ui.parts.notice import Notice, Tone

_BOOKS = frozenset({".xlsx", ".xls", ".ods", ".csv"})
_KEPT = 8
"""So many forms stay built; the one not used longest goes."""


@dataclass(frozen=True, slots=True)
class SheetStanding:
    """What holds for a whole sheet.

    Attributes:
        locked: why nothing can be changed; empty when it can.
        banner: what to know of the report ("lần 2, sửa theo phiếu trả lại"); may be empty.
        remarks: what the receiver wrote about cells.
        said: the same as a list, with what concerns the whole form or report.
        may_change: which cells may be changed in a report that was returned; None is all.
        offer: word of a button on the banner; empty for none.
        may_drop: remarks may be dropped: they were noted here and not sent yet.
        about: the report in words: set, period, revision, unit.
    """

    locked: str = ""
    banner: str = ""
    remarks: Mapping[Cell, str] | None = None
    said: tuple[Said, ...] = ()
    may_change: Callable[[Cell], bool] | None = None
    offer: str = ""
    may_drop: bool = False
    about: tuple[str, ...] = ()


class EntryPage(QWidget):
    """Keep the forms that were opened, and show one.

    Signals:
        saved: the datetime of the last committed change.
        progressed: id of the form, filled and all input cells.
        offer_taken: the button on the banner was pressed.
        unlock_wanted: id of the form and the Cell under the cursor, which is locked.
        drop_wanted: the place of a remark that is not wanted any more.
        file_dropped: the path of a file that was dropped here.
        owner_wanted: id of the form and the Cell in which a figure that is shown is typed.
    """

    saved = Signal(object)
    progressed = Signal(str, int, int)
    offer_taken = Signal()
    unlock_wanted = Signal(str, object)
    drop_wanted = Signal(str)
    file_dropped = Signal(object)
    owner_wanted = Signal(str, object)

    def __init__(
        self, doors: Doors, standing: Callable[[Sheet], SheetStanding], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._doors, self._standing = doors, standing
        self._pages: dict[tuple[str, str], FormPage] = {}
        self._about: tuple[str, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.banner = Notice(self)
        self.banner.taken.connect(self.offer_taken)
        self._cell_deeds: list[tuple[str, Callable[[str, Cell], object]]] = []
        self._part_deeds: list[tuple[str, Callable[[str, str], object]]] = []
        self._tools: list[Callable[[QWidget], QWidget]] = []
        self.setAcceptDrops(True)
        column.addWidget(self.banner)
        self._stack = QStackedWidget(self)
        column.addWidget(self._stack, 1)

    def show_sheet(self, sheet: Sheet, cell: Cell | None = None) -> None:
        """Show a sheet, and go to a cell of it."""
        self.commit_typing()
        key = (sheet.form.id, f"{sheet.unit.code}/{sheet.period.code}")
        page = self._pages.pop(key, None)
        if page is not None and page.sheet is not sheet:
            self._drop(page)
            page = None
        standing = self._standing(sheet)
        self._about = standing.about
        if page is None:
            page = self._made(sheet, standing)
        self._pages[key] = page
        self._stack.setCurrentWidget(page)
        self._freshen(page)
        self._shorten(page)
        self._say(standing)
        page.take_focus()
        if cell is not None:
            page.go_to(cell)
        self._forget_old()

    def show_part(self, section: str) -> None:
        """Turn the form on screen to one of its sections; an unknown one changes nothing."""
        page = self.page
        ids = [one.id for one in page.sheet.form.sections] if page is not None else []
        if page is not None and section in ids and page.section_id != section:
            page.show_section(ids.index(section))

    def _made(self, sheet: Sheet, standing: SheetStanding) -> FormPage:
        page = FormPage(
            sheet, self._doors, remarks=standing.remarks, locked=standing.locked,
            may_change=standing.may_change, parent=self._stack,
        )  # fmt: skip
        page.add_side(TargetsPanel(page))
        self._put_remarks(page, standing)
        for make in self._tools:
            page.add_tool(make(page))
        page.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        page.customContextMenuRequested.connect(lambda at: self._menu(page, at))
        page.saved.connect(self.saved)
        page.editing.list_shut.connect(partial(self.unlock_wanted.emit, sheet.form.id))
        page.owner_wanted.connect(self.owner_wanted)
        for words in (page.title, page.subtitle):
            words.setMinimumWidth(1)  # a long title must not make the window wider
        form_id = sheet.form.id
        page.progressed.connect(lambda filled, total: self.progressed.emit(form_id, filled, total))
        page.progressed.connect(lambda *_: self._shorten(page))
        self._shorten(page)
        self._stack.addWidget(page)
        return page

    def _put_remarks(self, page: FormPage, standing: SheetStanding) -> None:
        panel = RemarksPanel(page)
        may_unlock = standing.may_change is not None
        panel.show_remarks(standing.said, may_unlock=may_unlock, may_drop=standing.may_drop)
        panel.go_to.connect(page.go_to)
        panel.unlock_wanted.connect(self._want_unlock)
        panel.drop_wanted.connect(self.drop_wanted)
        page.add_side(panel)

    def _want_unlock(self) -> None:
        """Want the cell under the cursor unlocked; in a list without rows, the list."""
        page = self.page
        if page is not None:
            self.unlock_wanted.emit(page.sheet.form.id, self.cell or page.section_id)

    def add_cell_deed(self, words: str, do: Callable[[str, Cell], object]) -> None:
        """Offer something to do with a cell in the menu of the right button.

        Args:
            words: of the menu.
            do: gets the form's id and the cell under the cursor.
        """
        self._cell_deeds.append((words, do))

    def add_part_deed(self, words: str, do: Callable[[str, str], object]) -> None:
        """Offer something to do with a section in the menu of the right button.

        Args:
            words: of the menu.
            do: gets the form's id and the section's.
        """
        self._part_deeds.append((words, do))

    def add_tool(self, make: Callable[[QWidget], QWidget]) -> None:
        """Offer something to do with a form at its head; ``make`` gets the page."""
        self._tools.append(make)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)

    def _menu(self, page: FormPage, at: QPoint) -> None:
        cell, form_id = self.cell, page.sheet.form.id
        menu = QMenu(page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, do in self._cell_deeds if cell is not None else ():
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, do=do: do(form_id, cell))
        for words, do_part in self._part_deeds:
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, do=do_part: do(form_id, page.section_id))
        if menu.isEmpty():
            menu.deleteLater()
            return
        menu.popup(page.mapToGlobal(at))

    @property
    def cell(self) -> Cell | None:
        """Return the cell under the cursor of the form on screen."""
        return self.page.view().current_cell() if self.page is not None else None

    def _shorten(self, page: FormPage) -> None:
        """Say in the form's subtitle which report it is of, and how far it is filled."""
        filled, total = progress(page.sheet)
        words = self.tr("đã nhập {filled}/{total} ô").format(filled=filled, total=total)
        locked = self.tr("chỉ xem") if page.editing.locked else ""
        parts = (words, locked, *self._about)
        page.subtitle.setText(" · ".join(part for part in parts if part))

    def hold_still(self, busy: bool) -> None:
        """Keep figures still while a worker reads them; what is disabled loses the focus."""
        self.setEnabled(not busy)
        now = self.window().focusWidget()
        is_free = now is None or now.isAncestorOf(self)
        if is_free and not busy and self.isVisible() and self.page is not None:
            self.page.take_focus()

    def _freshen(self, page: FormPage) -> None:
        """Show what other forms have changed since."""
        touched = page.sheet.refresh()
        if touched:
            page.editing.touched.emit(touched)
        page.editing.look_again()

    def _say(self, standing: SheetStanding) -> None:
        if standing.locked:
            self.banner.say(Tone.KNOW, standing.locked, offer=standing.offer)
        elif standing.banner:
            self.banner.say(Tone.WARN, standing.banner)
        else:
            self.banner.hide()

    def _forget_old(self) -> None:
        while len(self._pages) > _KEPT:
            self._drop(self._pages.pop(next(iter(self._pages))))

    def _drop(self, page: FormPage) -> None:
        self._stack.removeWidget(page)
        page.deleteLater()

    # -- the form on screen

    @property
    def page(self) -> FormPage | None:
        """Return the form on screen."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, FormPage) else None

    def commit_typing(self) -> None:
        """Take what is being typed."""
        if self.page is not None:
            self.page.commit_typing()

    def undo(self) -> None:
        """Undo the last change of the form on screen."""
        if self.page is not None:
            self.page.undo_action.trigger()

    def redo(self) -> None:
        """Make the change that was undone again."""
        if self.page is not None:
            self.page.redo_action.trigger()

    def start_over(self) -> None:
        """Forget every form: the report was signed, returned, or another period is shown."""
        self.commit_typing()
        for page in self._pages.values():
            self._drop(page)
        self._pages.clear()
        self.banner.hide()


def _dropped_file(event: QDropEvent) -> Path | None:
    """Return the one file that is dropped; None for anything else."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in _BOOKS else None
