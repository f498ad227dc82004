"""Workbooks at the entry page: handed out to be filled in, and taken back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.change import UndoStep
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.sender.books.mapped import Mapped
from ctmtqg_desktop.exchange.sender.books.returned_words import Returned
from ctmtqg_desktop.exchange.sender.carry_in import Entered
from ctmtqg_desktop.exchange.sender.cell_list import ListedCell
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import (
    FillIn,
    ImportTable,
    SaveList,
    ShowBook,
    ShowImport,
    TakeBack,
)
from ctmtqg_desktop.ui.fill.entry_page import EntryPage
from ctmtqg_desktop.ui.fill.map_dialog import MapDialog
from ctmtqg_desktop.ui.fill.return_dialog import ReturnDialog
from ctmtqg_desktop.ui.frame.frame import Deed, Shell
from ctmtqg_desktop.ui.parts.card import button
from ctmtqg_desktop.ui.parts.files.ask import Ask, ask_path
from ctmtqg_desktop.ui.parts.files.kinds import FileKind

if TYPE_CHECKING:
    from ctmtqg_desktop.intake.entry_file import EntryFile


class BooksControl(QObject):
    """Hand forms out as workbooks, and take files in.

    Signals:
        wanted: an order.
        form_wanted: id of a form to be shown.
    """

    wanted = Signal(object)
    form_wanted = Signal(str)

    def __init__(
        self, desk: Desk, shell: Shell, entry: EntryPage, period: Callable[[], Period]
    ) -> None:
        super().__init__(shell)
        self._desk, self._shell, self._entry, self._period = desk, shell, entry, period
        self.dialog: ReturnDialog | None = None
        self.mapping: MapDialog | None = None
        shell.acting.serve(self)
        entry.add_tool(self._tool)
        entry.file_dropped.connect(self.take)
        shell.jobs.busy.connect(self._hear_busy)
        shell.add_deeds(
            (
                Deed(self.tr("Xuất biểu điền Excel"), ("Ctrl+E",), self.hand_out),
                Deed(self.tr("Nhận tệp Excel"), ("Ctrl+O",), self.take),
            ),
            self.tr("Trong biểu"),
        )

    def _hear_busy(self, is_busy: bool) -> None:
        if not is_busy:
            self._entry.setUpdatesEnabled(True)

    def _tool(self, parent: QWidget) -> QPushButton:
        made = button(self.tr("Excel"), parent, picture="file-spreadsheet")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        menu = QMenu(made)
        menu.addAction(self.tr("Xuất biểu điền Excel… (Ctrl+E)"), self.hand_out)
        menu.addAction(self.tr("Nhận tệp Excel… (Ctrl+O)"), self.take)
        made.setMenu(menu)
        return made

    @property
    def _form(self) -> str:
        """Return the form on screen; empty for none."""
        page = self._entry.page if self._shell.page_id == "entry" else None
        return page.sheet.form.id if page is not None else ""

    def hand_out(self, path: Path | None = None) -> None:
        """Ask where the workbook of the form on screen goes, and write it."""
        self._entry.commit_typing()
        form, period = self._form, self._period().code
        if not form:
            self._shell.say(self.tr("Mở biểu cần xuất trước."))
            return
        path = path or self._new_file(f"{self._desk.unit.code}_{period}_{form}_bieu-dien.xlsx")
        if path is not None:
            self.wanted.emit(FillIn(form, period, path))

    def take(self, path: Path | None = None) -> None:
        """Ask for a file, and look what it is."""
        self._entry.commit_typing()
        path = path or self._file()
        if path is not None:
            order = TakeBack(path, period=self._period().code, shown=self._form)
            self.wanted.emit(ShowBook(order))

    def _file(self) -> Path | None:
        return ask_path(Ask.FILE, self.tr("Nhận tệp Excel"), self._shell, FileKind.BOOKS_IN)

    def _new_file(self, name: str) -> Path | None:
        title, kind = self.tr("Ghi tệp Excel"), FileKind.BOOKS_OUT
        chosen = ask_path(Ask.NEW_FILE, title, self._shell, kind, proposed=name)
        return chosen.with_suffix(".xlsx") if chosen else None

    # -- what came of it

    def acted(self, order: object, done: Done) -> None:
        """Show what a file would change, or what it has changed."""
        found = done.found
        if isinstance(order, ShowBook):
            if isinstance(found, Returned):
                self._show(order.order, found)
            else:
                self._read(order.order, found)
        elif isinstance(order, ShowImport) and isinstance(found, Mapped):
            self._show_mapped(order.order, found)
        elif isinstance(order, TakeBack) and isinstance(found, Returned):
            self._show_taken(found.sheet.form.id, found.step)
        elif isinstance(order, ImportTable) and isinstance(found, Entered):
            self._show_taken(order.form, found.step)

    def _read(self, asked: TakeBack, file: object) -> None:
        """Look what a file that is none of ours would bring to the form on screen."""
        if not asked.shown:
            self._shell.say(self.tr("Mở biểu cần nhập trước, rồi chọn tệp."))
            return
        order = ImportTable(asked.shown, asked.period, cast("EntryFile", file), partial=True)
        self.wanted.emit(ShowImport(order))

    def _show_mapped(self, order: ImportTable, found: Mapped) -> None:
        if self.mapping is None:
            self.mapping = dialog = MapDialog(order, self._shell)
            dialog.look_wanted.connect(self.wanted)
            dialog.import_wanted.connect(self._carry_in)
            dialog.forget_wanted.connect(self.wanted)
            dialog.list_wanted.connect(self.save_list)
            dialog.finished.connect(self._forget)
            dialog.open()
        self.mapping.show_found(found)

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Leave everything as it is: the frame has said why."""

    def _show(self, order: TakeBack, found: Returned) -> None:
        if self.dialog is not None:
            self.dialog.show_found(found)
            return
        if found.plan.is_clean:
            self._carry_in(replace(order, form=found.sheet.form.id))
            return
        self.dialog = dialog = ReturnDialog(replace(order, form=found.sheet.form.id), self._shell)
        dialog.look_wanted.connect(lambda one: self.wanted.emit(ShowBook(one)))
        dialog.take_wanted.connect(self._carry_in)
        dialog.list_wanted.connect(self.save_list)
        dialog.finished.connect(self._forget)
        dialog.show_found(found)
        dialog.open()

    def _carry_in(self, order: TakeBack | ImportTable) -> None:
        """Have a file carried in; the form keeps its picture while the sheet changes under it."""
        self._entry.setUpdatesEnabled(False)
        self.wanted.emit(order)

    def _forget(self) -> None:
        for dialog in (self.dialog, self.mapping):
            if dialog is not None:
                dialog.deleteLater()
        self.dialog = self.mapping = None

    def _show_taken(self, form: str, step: UndoStep) -> None:
        """Show the form as it is now; undo takes the file back as one step."""
        self.form_wanted.emit(form)
        page = self._entry.page
        if page is not None and page.sheet.form.id == form and step.change:
            page.editing.take_stored(step, self.tr("nhận tệp Excel"))

    def save_list(
        self, lines: tuple[ListedCell, ...], about: str, path: Path | None = None
    ) -> None:
        """Ask where a list of what was not taken goes, and write it."""
        path = path or self._new_file("danh-sach-o-khong-nhan.xlsx")
        if path is not None:
            self.wanted.emit(SaveList(lines, path, about))
