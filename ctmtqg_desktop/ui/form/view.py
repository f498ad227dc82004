"""The page of one form: sections, findings beside, the current cell in full below."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.catalogue.records.form import Cell, SectionKind
from ctmtqg_desktop.entries.overview import progress
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.ui.form.detail import DetailStrip
from ctmtqg_desktop.ui.form.editing import Doors, Editing
from ctmtqg_desktop.ui.form.fields import FieldsView
from ctmtqg_desktop.ui.form.find import FindBar
from ctmtqg_desktop.ui.form.findings import FindingsPanel
from ctmtqg_desktop.ui.form.grid import shown_levels
from ctmtqg_desktop.ui.form.grid_view import GridView
from ctmtqg_desktop.ui.form.patience import Patience
from ctmtqg_desktop.ui.look.labels import ElidedLabel, PlainLabel, tip
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.look.words import legend_words

SAID_FOR_MS = 8000
SIDE_WIDTH = 256


class FormPage(QWidget):
    """Fill one form.

    Attributes:
        editing: the sheet and what happens to it.
        side: the panel at the right; ``add_side`` puts more under the findings.

    Signals:
        saved: the datetime of the last committed change.
        progressed: filled and all input cells, after every change.
        owner_wanted: id of the form and the Cell in which the figure under the cursor is typed.
        cell_entered: the Cell under the cursor, or None.
    """

    saved = Signal(object)
    progressed = Signal(int, int)
    owner_wanted = Signal(str, object)
    cell_entered = Signal(object)

    def __init__(
        self,
        sheet: Sheet,
        doors: Doors,
        *,
        remarks: Mapping[Cell, str] | None = None,
        locked: str = "",
        may_change: Callable[[Cell], bool] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editing = Editing(sheet, doors, self)
        self.editing.patience = Patience(self)
        self.editing.remarks = dict(remarks or {})
        self.editing.locked = locked
        if may_change is not None:
            self.editing.may_change = may_change
        self._views: dict[int, FieldsView | GridView] = {}
        self._build()
        self._add_actions()
        self._connect()
        self.show_section(0)
        self._refresh_head()

    @property
    def sheet(self) -> Sheet:
        """Return the sheet being filled."""
        return self.editing.sheet

    # -- building

    def _build(self) -> None:
        self.tabs = QTabBar(self)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.stack = QStackedWidget(self)
        for section in self.sheet.form.sections:
            self.tabs.addTab(section.title or self.sheet.form.short)
            self.stack.addWidget(QWidget(self.stack))
        self.tabs.setVisible(self.tabs.count() > 1)
        parts = (shown_levels(section.rows) for section in self.sheet.form.sections)
        self.legend = ElidedLabel(self)
        self.legend.setText(legend_words(frozenset().union(*parts)))
        self.legend.setProperty("role", "faint")
        self.legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.legend.setVisible(bool(self.legend.text()))
        self.detail = DetailStrip(self.editing, self)
        self.findings = FindingsPanel(self.editing, self)
        self.side = QWidget(self)
        beside = QVBoxLayout(self.side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.findings, 1)
        self.finder = FindBar(self.sheet, self)
        self._lay_out()

    def _lay_out(self) -> None:
        sheet = QWidget(self)
        inner = QVBoxLayout(sheet)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self._head())
        inner.addWidget(self.alarm)
        inner.addLayout(self._tab_row())
        inner.addWidget(self.stack, 1)
        inner.addWidget(self.detail)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(sheet)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setCollapsible(0, False)
        self.side.setMinimumWidth(200)
        self.splitter.setSizes([900, SIDE_WIDTH])
        self.splitter.setCollapsible(1, True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)

    def _tab_row(self) -> QHBoxLayout:
        """Put what the marks mean beside the tabs, or into the head where they need the room."""
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 10, 0)
        row.addWidget(self.tabs, 1)
        if self.tabs.count() == 2:
            row.addSpacing(16)
            row.addWidget(self.legend, 1)
        else:
            self._head_row.insertWidget(3, self.legend, 2)
        return row

    def _head(self) -> QFrame:
        head = QFrame(self)
        head.setProperty("role", "bar")
        self.title = ElidedLabel(head)
        self.title.setProperty("role", "title")
        self.title.setAccessibleDescription(self.sheet.form.title)
        self.subtitle = ElidedLabel(head)
        self.subtitle.setProperty("role", "soft")
        self.whole_names = QPushButton(self.tr("Hiện đủ tên"), head)
        self.whole_names.setCheckable(True)
        self.whole_names.setToolTip(self.tr("Mỗi dòng cao gấp đôi để đọc đủ tên chỉ tiêu"))
        self.whole_names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.whole_names.toggled.connect(self._show_whole_names)
        self.find_button = QPushButton(self.tr("Tìm chỉ tiêu (Ctrl+G)"), head)
        self.find_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._head_row = row = QHBoxLayout(head)
        row.setContentsMargins(12, 3, 10, 3)
        row.addWidget(self.title)
        row.addSpacing(10)
        row.addWidget(self.subtitle, 3)
        row.addSpacing(8)
        row.addWidget(self.whole_names)
        row.addWidget(self.find_button)
        self.alarm = self._alarm()
        return head

    def _alarm(self) -> QFrame:
        alarm = QFrame(self)
        alarm.setProperty("role", "alarm")
        self.alarm_words = PlainLabel("", alarm)
        self.alarm_words.setWordWrap(True)
        again = QPushButton(self.tr("Lưu lại lần nữa"), alarm)
        again.clicked.connect(self.editing.save_again)
        row = QHBoxLayout(alarm)
        row.setContentsMargins(10, 5, 10, 5)
        row.addWidget(self.alarm_words, 1)
        row.addWidget(again)
        alarm.hide()
        return alarm

    def _add_actions(self) -> None:
        keys = QKeySequence.StandardKey
        undo = self.editing.stack.createUndoAction(self, self.tr("Hoàn tác"))
        redo = self.editing.stack.createRedoAction(self, self.tr("Làm lại"))
        undo.setShortcuts(QKeySequence.keyBindings(keys.Undo))
        also = QKeySequence("Ctrl+Y")  # what Windows users press; not every platform's own
        own = [key for key in QKeySequence.keyBindings(keys.Redo) if key != also]
        redo.setShortcuts([*own, also])
        self.undo_action, self.redo_action = undo, redo
        for action in (undo, redo):
            self._own(action)
        for words, key, slot in (
            (self.tr("Thêm dòng"), "F5", self._add_row),
            (self.tr("Xóa dòng"), "F6", self._remove_rows),
            (self.tr("Đến nơi nhập"), "F3", self._to_owner),
            (self.tr("Ghi lý do"), "F4", self._explain),
            (self.tr("Phát hiện kế tiếp"), "F8", self.findings.next),
            (self.tr("Phát hiện trước"), "Shift+F8", lambda: self.findings.next(-1)),
            (self.tr("Tìm chỉ tiêu"), "Ctrl+G", self.finder.open),
            (self.tr("Đọc đủ số liệu cạnh ô"), "Ctrl+I", self.detail.beside.show_whole),
            (self.tr("Phần sau"), "Ctrl+PgDown", lambda: self._turn(1)),
            (self.tr("Phần trước"), "Ctrl+PgUp", lambda: self._turn(-1)),
        ):
            action = QAction(words, self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda _=False, do=slot: do())
            self._own(action)

    def _to_owner(self) -> None:
        """Ask for the form in which the figure under the cursor is typed."""
        cell = self.view().current_cell()
        owner = self.sheet.around.elsewhere(cell) if cell is not None else None
        if owner is None:
            self.say(self.tr("Số ở ô này nhập ngay tại đây."))
        else:
            self.owner_wanted.emit(owner.form, owner.cell)

    def _own(self, action: QAction) -> None:
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)

    def _connect(self) -> None:
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self.detail.said.clear)
        self.tabs.currentChanged.connect(self.show_section)
        self.find_button.clicked.connect(self.finder.open)
        self.finder.go_to.connect(self.go_to)
        self.finder.closed.connect(self.take_focus)
        self.findings.go_to.connect(self.go_to)
        self.findings.left.connect(self.take_focus)
        self.editing.saved.connect(self._on_saved)
        self.editing.unsaved.connect(self._on_unsaved)
        self.editing.said.connect(self.say)
        self.editing.moved.connect(self.go_to)
        self.editing.found.connect(self._refresh_head)

    # -- sections

    def show_section(self, at: int) -> None:
        """Show a section, building it on its first visit."""
        if not 0 <= at < self.stack.count():
            return
        if self.stack.currentIndex() in self._views:
            self.commit_typing()
        if at not in self._views:
            view = self._make(at)
            self._views[at] = view
            self.stack.insertWidget(at, view)
            self._put_away(self.stack.widget(at + 1))
        self.stack.setCurrentIndex(at)
        self.tabs.setCurrentIndex(at)
        self._views[at].enter()
        self._moved(self._views[at].current_cell())

    def _put_away(self, placeholder: QWidget | None) -> None:
        if placeholder is not None:
            self.stack.removeWidget(placeholder)
            placeholder.deleteLater()

    def _make(self, at: int) -> FieldsView | GridView:
        section = self.sheet.form.sections[at]
        is_fields = section.kind is SectionKind.FIELDS
        maker = FieldsView if is_fields else GridView
        view = maker(self.editing, section, self.stack)
        view.moved_to.connect(self._moved)
        if isinstance(view, GridView):
            view.show_whole_names(whole=self.whole_names.isChecked())
        return view

    def _show_whole_names(self) -> None:
        for view in self._views.values():
            if isinstance(view, GridView):
                view.show_whole_names(whole=self.whole_names.isChecked())

    def view(self) -> FieldsView | GridView:
        """Return the section on screen."""
        return self._views[self.stack.currentIndex()]

    @property
    def section_id(self) -> str:
        """Return the id of the section on screen."""
        return self.sheet.form.sections[self.stack.currentIndex()].id

    def _turn(self, by: int) -> None:
        self.show_section(self.stack.currentIndex() + by)

    def go_to(self, cell: Cell) -> None:
        """Show a cell's section and put the cursor on the cell."""
        ids = [section.id for section in self.sheet.form.sections]
        if cell.section in ids:
            self.show_section(ids.index(cell.section))
            self.view().go_to(cell)

    def lock(self, reason: str) -> None:
        """Forbid changes and say why, or allow them again for an empty reason."""
        if reason == self.editing.locked:
            return
        self.commit_typing()
        self.editing.locked = reason
        for at, view in self._views.items():
            self.stack.insertWidget(at, QWidget(self.stack))
            self._put_away(view)
        at = self.tabs.currentIndex()
        self._views.clear()
        self.show_section(at)
        self._refresh_head()

    def take_focus(self) -> None:
        """Give the focus back to the sheet."""
        self.view().enter()

    def add_tool(self, widget: QWidget) -> None:
        """Put a button at the end of the head."""
        self._head_row.addWidget(widget)

    def add_side(self, widget: QWidget) -> None:
        """Put a widget under the findings."""
        layout = self.side.layout()
        if layout is not None:
            layout.addWidget(widget)

    def commit_typing(self) -> None:
        """Take what is being typed, before the page is left or the report signed."""
        view = self.view()
        if isinstance(view, FieldsView):
            view.commit()
        else:
            view.commit_typing()

    # -- what is said

    def say(self, words: str) -> None:
        """Show a sentence in the status line for a while."""
        self.detail.said.setText(words)
        self._quiet.start(SAID_FOR_MS)

    def _on_saved(self, at: datetime) -> None:
        self.alarm.hide()
        self.detail.saved.setText(self.tr("Đã lưu {time}").format(time=f"{at:%H:%M:%S}"))
        self.saved.emit(at)

    def _on_unsaved(self, words: str) -> None:
        said = self.tr("Chưa lưu được, số liệu vẫn còn trên màn hình. {why}")
        self.alarm_words.setText(said.format(why=words))
        self.alarm.show()
        warn = f'<b style="color:{COLOURS.error}">{{words}}</b>'
        self.detail.saved.setText(warn.format(words=self.tr("Chưa lưu")))

    def _moved(self, cell: Cell | None) -> None:
        self.detail.show_cell(cell)
        self.findings.follow(cell)
        self.cell_entered.emit(cell)

    def _add_row(self) -> None:
        view = self.view()
        if isinstance(view, GridView):
            view.add_row()

    def _explain(self) -> None:
        """Go to the reason; what is being typed may be what needs it."""
        self.commit_typing()
        self.editing.look_again()
        self.findings.explain()

    def _remove_rows(self) -> None:
        view = self.view()
        if isinstance(view, GridView):
            view.remove_rows()

    def _refresh_head(self) -> None:
        filled, total = progress(self.sheet)
        sheet = self.sheet
        parts = [sheet.unit.name, sheet.period.label]
        if total:
            parts.append(self.tr("đã nhập {filled}/{all}").format(filled=filled, all=total))
        if self.editing.locked:
            parts.append(self.tr("chỉ xem"))
        self.title.setText(sheet.form.short)
        self.title.setToolTip(tip(sheet.form.title))
        self.subtitle.setText(" · ".join(parts))
        blocking = Counter(f.cell.section for f in self.editing.findings if f.cell and f.blocks)
        for at, section in enumerate(sheet.form.sections):
            title, count = section.title or sheet.form.short, blocking[section.id]
            self.tabs.setTabText(at, f"{title}  ({count} ✗)" if count else title)
        self.progressed.emit(filled, total)
