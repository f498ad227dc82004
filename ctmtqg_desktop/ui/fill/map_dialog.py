"""Take in any workbook: which sheet, which heading, which column, and what would come of it."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSpinBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.catalogue.records.form import VALUE
from ctmtqg_desktop.exchange.sender.books.mapped import LEFT_BY_HAND, Mapped
from ctmtqg_desktop.exchange.sender.books.memory import map_digest
from ctmtqg_desktop.exchange.sender.orders import ForgetMap, ImportTable, ShowImport
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.desk.readings import Fate, MapWish, Question
from ctmtqg_desktop.intake.desk.spans import spread
from ctmtqg_desktop.intake.desk.table_map import TableMap
from ctmtqg_desktop.intake.given import GivenTable, column_letter
from ctmtqg_desktop.ui.fill.book_lines import book_table, fates_in_words
from ctmtqg_desktop.ui.fill.keyed_dialog import KeyedDialog
from ctmtqg_desktop.ui.fill.map_columns import MapColumns
from ctmtqg_desktop.ui.fill.map_preview import SheetRows, go_to_row, headings, sheet_view
from ctmtqg_desktop.ui.fill.reading_switches import ReadingSwitches, Switch
from ctmtqg_desktop.ui.look.room import take_room
from ctmtqg_desktop.ui.parts.card import button, label
from ctmtqg_desktop.ui.parts.notice import Notice, Tone

_SIZE = (1280, 680)


class MapDialog(KeyedDialog):
    """Say what the tables of a file are, see each cell before and after, and take it in.

    Signals:
        look_wanted: a ShowImport: something was changed.
        import_wanted: an ImportTable to carry out.
        list_wanted: the lines that were not taken, and what they are of.
        forget_wanted: a ForgetMap: the mapping that was remembered is not to be proposed again.
    """

    look_wanted = Signal(object)
    import_wanted = Signal(object)
    list_wanted = Signal(object, str)
    forget_wanted = Signal(object)

    def __init__(self, order: ImportTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._order = order
        self._found: Mapped | None = None
        visible = [table for table in order.file.book.tables if not table.is_hidden]
        self._tables = {table.name: spread(table) for table in visible}
        self.setWindowTitle(self.tr("Nhập từ tệp: {file}").format(file=order.file.name))
        take_room(self, *_SIZE)
        column = QVBoxLayout(self)
        column.addLayout(self._choices())
        self.known = Notice(self, closable=False)
        self.known.taken.connect(self._forget)
        column.addWidget(self.known)
        column.addWidget(self._middle(), 1)
        self.said = label("", self, wrap=True)
        column.addWidget(self.said)
        column.addLayout(self._buttons())

    # -- building

    def _choices(self) -> QHBoxLayout:
        self.sheet, self.section = QComboBox(self), QComboBox(self)
        self.heading = QSpinBox(self)
        self.sheet.addItems(list(self._tables))
        self.sheet.activated.connect(lambda _: self._show_sheet())
        self.section.activated.connect(lambda _: self._wish())
        self.heading.setRange(0, 0)
        self.heading.setKeyboardTracking(False)
        self.heading.setSpecialValueText(self.tr("tự tìm"))
        self.heading.valueChanged.connect(self._heading_set)
        row = QHBoxLayout()
        for words, field in (
            (self.tr("Trang"), self.sheet),
            (self.tr("Nhập vào phần"), self.section),
            (self.tr("Dòng tên cột"), self.heading),
        ):
            named = label(words, self)
            named.setBuddy(field)
            field.setAccessibleName(words)
            field.setMinimumHeight(28)
            row.addWidget(named)
            row.addWidget(field, 0 if field is self.heading else 1)
        return row

    def _middle(self) -> QSplitter:
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.columns = MapColumns(splitter)
        self.columns.chosen.connect(self._column_chosen)
        self.tabs = QTabWidget(splitter)
        self.tabs.tabBar().setUsesScrollButtons(False)  # a bold name is wider than its tab
        self.rows = SheetRows(self)
        self.rows.ticked.connect(self._row_ticked)
        self.view = sheet_view(self.rows, self.tabs)
        self.tabs.addTab(self.view, self.tr("Trang của tệp"))
        results = QWidget(self.tabs)
        column = QVBoxLayout(results)
        column.setContentsMargins(0, 6, 0, 0)
        self.switches = ReadingSwitches(results)
        self.switches.answered.connect(self._answered)
        self.table = book_table(results)
        self.reason = label("", results, role="soft", wrap=True)
        self.table.chosen.connect(lambda line: self.reason.setText(line.reason))
        column.addWidget(self.switches)
        column.addWidget(self.table, 1)
        column.addWidget(self.reason)
        self.tabs.addTab(results, self.tr("Trước và sau"))
        splitter.addWidget(self.columns)
        splitter.addWidget(self.tabs)
        splitter.setStretchFactor(1, 1)
        return splitter

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.export = button(self.tr("Xuất danh sách…"), self, picture="file-spreadsheet")
        self.take = button(self.tr("Nhập"), self, primary=True, picture="check")
        self.none = button(self.tr("Thôi"), self)
        for one in (self.export, self.take, self.none):
            one.setAutoDefault(False)
        self.export.clicked.connect(self._list)
        self.take.clicked.connect(self._take)
        self.none.clicked.connect(self.reject)
        row.addWidget(self.export)
        row.addStretch(1)
        row.addWidget(self.take)
        row.addWidget(self.none)
        return row

    # -- what is shown

    def show_found(self, found: Mapped) -> None:
        """Show what the mapping makes of the file."""
        is_first = self._found is None
        self._found = found
        self._order = replace(self._order, maps=found.maps)
        if is_first and found.maps:
            self.sheet.setCurrentText(found.maps[0].table)
        if found.recalled:
            words = self.tr("Cột đã chọn như lần trước với tệp có cùng tên cột.")
            self.known.say(Tone.KNOW, words, offer=self.tr("Quên cách chọn này"))
        counts = found.counts
        self.said.setText(fates_in_words(counts))
        self.table.show_records(found.lines)
        switches = list(_switches(found))
        self.switches.show_switches(switches)
        is_open = any(not one.answer for one in switches)
        self.take.setText(" " + self.tr("Nhập {n} ô").format(n=counts[Fate.TAKEN]))
        self.take.setEnabled(counts[Fate.TAKEN] > 0)
        self.export.setEnabled(counts.total() > counts[Fate.TAKEN])
        shown = self.tr("Trước và sau") if not is_open else self.tr("Trước và sau (có câu hỏi)")
        self.tabs.setTabText(1, shown)
        self._show_sheet(is_first=is_first)

    def _table(self) -> GivenTable:
        return self._tables.get(self.sheet.currentText(), GivenTable("", ()))

    def _map(self) -> TableMap | None:
        maps = self._found.maps if self._found is not None else ()
        return next((how for how in maps if how.table == self.sheet.currentText()), None)

    def _show_sheet(self, *, is_first: bool = True) -> None:
        table, how = self._table(), self._map()
        self._show_sections(how.section if how is not None else "")
        self.heading.blockSignals(True)
        self.heading.setRange(0, len(table.rows))
        self.heading.setValue(how.heading + 1 if how is not None else 0)
        self.heading.blockSignals(False)
        labels = self._labels()
        self.rows.show_sheet(table, how, labels)
        self.columns.show_columns(
            headings(table, how), how.columns if how is not None else {}, labels
        )
        if is_first and how is not None:
            go_to_row(self.view, how.heading)

    def _show_sections(self, chosen: str) -> None:
        self.section.clear()
        self.section.addItem(self.tr("Không nhập trang này"), "")
        sections = self._found.sheet.form.sections if self._found is not None else ()
        for section in sections:
            self.section.addItem(section.title or section.id, section.id)
        self.section.setCurrentIndex(max(self.section.findData(chosen), 0))

    def _labels(self) -> dict[str, str]:
        how = self._map()
        if how is None or self._found is None:
            return {}
        section = self._found.sheet.form.section(how.section)
        if section is None:
            return {}
        named = {c.id: " · ".join((*c.header, c.label)) for c in section.columns}
        return named or {VALUE: self.tr("Kết quả")}

    def _forget(self) -> None:
        how, table = self._map(), self._table()
        if how is not None and self._found is not None:
            form = self._found.sheet.form.id
            self.forget_wanted.emit(ForgetMap(form, map_digest(table, how)))
        self.known.hide()

    # -- what is changed

    def _wish(self, columns: dict[str, str] | None = None) -> None:
        """Ask what the sheet on screen is, as it is said now."""
        name, section = self.sheet.currentText(), self.section.currentData()
        if not section:
            maps = tuple(how for how in self._order.maps if how.table != name)
            self._look(replace(self._order, maps=maps), None)
            return
        wish = MapWish(name, section, self.heading.value(), columns or {})
        self._look(self._order, wish)

    def _heading_set(self, _: int) -> None:
        if self.section.currentData():
            self._wish()

    def _column_chosen(self, at: int, name: str) -> None:
        how = self._map()
        if how is None:
            return
        kept = {c: n for c, n in how.columns.items() if n != name or not name}
        columns = {column_letter(c): kept.get(c, "") for c in {*how.columns, *kept}}
        self._wish({**columns, column_letter(at): name})

    def _row_ticked(self, row: int, is_taken: bool) -> None:
        how = self._map()
        if how is None:
            return
        left = dict(how.left_rows)
        if is_taken:
            left.pop(row, None)
        else:
            left[row] = LEFT_BY_HAND
        self._change(replace(how, left_rows=left))

    def _answered(self, key: tuple[str, int], question: Question, answer: str) -> None:
        name, column = key
        for how in self._order.maps:
            if how.table == name:
                answers = dict(how.answers)
                answers[column] = {**answers.get(column, {}), question: answer}
                self._change(replace(how, answers=answers))

    def _change(self, changed: TableMap) -> None:
        maps = (changed if how.table == changed.table else how for how in self._order.maps)
        self._look(replace(self._order, maps=tuple(maps)), None)

    def _look(self, order: ImportTable, wish: MapWish | None) -> None:
        self._order = order
        self.look_wanted.emit(ShowImport(order, wish, proposes=False))

    def _list(self) -> None:
        if self._found is not None:
            about = mapped_words(self._found, self._order.file.name)
            self.list_wanted.emit(self._found.left, about)

    def _take(self) -> None:
        self.import_wanted.emit(replace(self._order, partial=True))
        self.accept()


def _switches(found: Mapped) -> Iterator[Switch]:
    """Yield how the columns are read, and what is asked of them."""
    words = {
        f"{how.table}!{column}": ((how.table, column), _column_words(found, how, column))
        for how in found.maps
        for column in how.columns
    }
    for group, read in found.incoming.columns.items():
        if group not in words:
            continue
        key, name = words[group]
        for question, text in read.asked.items():
            yield Switch(key, name, question, proof=text)
        for question, answer in read.applied.items():
            yield Switch(key, name, question, answer)


def _column_words(found: Mapped, how: TableMap, column: int) -> str:
    section = found.sheet.form.section(how.section)
    declared = section.column(how.columns[column]) if section is not None else None
    return declared.label if declared is not None else column_letter(column)


def mapped_words(found: Mapped, file: str) -> str:
    """Return of what a list is."""
    sheet = found.sheet
    facts = {"file": file, "form": sheet.form.short, "period": sheet.period.label}
    return say("left.about", facts)
