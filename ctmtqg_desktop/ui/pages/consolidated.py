"""Consolidated sheets: every total says what it is made of, down to the signed cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QStackedLayout,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.catalogue.form import Cell, Form, Row, Section, SectionKind
from ctmtqg_desktop.catalogue.values import Value
from ctmtqg_desktop.entries.consolidate import Consolidated, Line, Part, Source, Total
from ctmtqg_desktop.exchange.consolidate import Consolidation
from ctmtqg_desktop.ui.parts.card import Card, Empty, button
from ctmtqg_desktop.ui.parts.sources import Sources
from ctmtqg_desktop.ui.parts.table import Field, Table

ShowTotal = Callable[[Form, Cell, Value], str]
_NUMBER_WIDTH = 118
_TEXT_WIDTH = 170
_LABEL_WIDTH = 320


@dataclass(frozen=True, slots=True)
class _Shown:
    """A section on screen; ``form`` is the one the first unit filled, its criteria in place."""

    whole: Consolidated
    form: Form
    section: Section
    show: ShowTotal

    def total(self, cell: Cell) -> Total | None:
        return self.whole.totals.get(cell)

    def text(self, cell: Cell) -> str:
        total = self.total(cell)
        return self.show(self.form, cell, total.value) if total else ""


class ConsolidatedPage(QWidget):
    """Show the sheets of one consolidation.

    Signals:
        cell_opened: id of the form, the Part's Unit and the Cell to show in its signed sheet.
        print_wanted: write the consolidated report.
    """

    cell_opened = Signal(str, object, object)
    print_wanted = Signal()

    def __init__(self, show: ShowTotal, parent: QWidget) -> None:
        super().__init__(parent)
        self._show = show
        self._whole: Consolidation | None = None
        self._shown: _Shown | None = None
        self._cell: Cell | None = None
        page = QHBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(12)
        page.addWidget(self._sheet_card(), 1)
        self.sources = Sources(self)
        self.sources.opened.connect(self._open_part)
        page.addWidget(self.sources)

    def _sheet_card(self) -> Card:
        self._card = Card(self.tr("Biểu tổng hợp"), self)
        out = button(self.tr("Xuất PDF, Excel…"), self._card, picture="printer",
                     tip=self.tr("Ctrl+P"))  # fmt: skip
        out.clicked.connect(self.print_wanted)
        self._card.heading.addWidget(out)
        full = QWidget(self._card)
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.forms, self.sections = QTabBar(full), QTabBar(full)
        for bar, name in ((self.forms, self.tr("Biểu")), (self.sections, self.tr("Phần"))):
            bar.setAccessibleName(name)
            bar.setExpanding(False)
            bar.setDrawBase(False)
            bar.setUsesScrollButtons(True)
            column.addWidget(bar)
        self.forms.currentChanged.connect(self._turn_form)
        self.sections.currentChanged.connect(self._turn_section)
        self.table = Table(self.tr("Biểu tổng hợp"), (), full)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.selectionModel().currentChanged.connect(self._explain)
        self.table.opened.connect(self._open)
        column.addWidget(self.table, 1)
        self._empty = Empty("layers", "", "", self._card)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(full)
        self._card.body.addLayout(self._stack, 1)
        return self._card

    # -- showing

    def wait(self) -> None:
        """Say that the totals are being made."""
        self._empty.say(self.tr("Đang tổng hợp…"))
        self._stack.setCurrentIndex(0)

    def show_whole(self, whole: Consolidation) -> None:
        """Show a consolidation."""
        at = self.forms.currentIndex()
        self._whole = whole
        self._empty.say(
            self.tr("Chưa có báo cáo nào được tiếp nhận trong kỳ này."),
            self.tr("Nhập gói báo cáo ở trang Tình hình nộp."),
        )
        self._stack.setCurrentIndex(1 if whole.forms else 0)
        missing = ", ".join(unit.name for unit in whole.missing)
        words = (
            self.tr("{here} đơn vị; chưa có: {missing}")
            if missing
            else self.tr("{here} đơn vị, đủ")
        )
        self._card.note.setText(words.format(here=len(whole.submissions), missing=missing))
        self._card.note.setToolTip(missing)
        _fill(self.forms, [form.form.short for form in whole.forms])
        if whole.forms:
            self.forms.setCurrentIndex(min(max(at, 0), len(whole.forms) - 1))
            self._turn_form(self.forms.currentIndex())

    def show_form(self, form_id: str) -> None:
        """Turn to a form, where it is there."""
        ids = [form.form.id for form in self._whole.forms] if self._whole else []
        if form_id in ids:
            self.forms.setCurrentIndex(ids.index(form_id))

    def go_to(self, cell: Cell) -> None:
        """Put the cursor on the row of a cell of the form on screen."""
        if self._shown is None:
            return
        ids = [section.id for section in self._shown.form.sections]
        if cell.section in ids:
            self.sections.setCurrentIndex(ids.index(cell.section))
            rows = [row.id for row in self._shown.section.rows]
            if cell.row in rows:
                column = _leading(self._shown.section)
                self.table.setCurrentIndex(self.table.records.index(rows.index(cell.row), column))

    def _turn_form(self, at: int) -> None:
        if self._whole is None or not 0 <= at < len(self._whole.forms):
            return
        form = self._filled_form(self._whole.forms[at])
        titles = [section.title or form.short for section in form.sections]
        _fill(self.sections, titles)
        self.sections.setVisible(len(titles) > 1)
        self._turn_section(0)

    def _filled_form(self, whole: Consolidated) -> Form:
        sources: Sequence[Source] = self._whole.sources[whole.form.id] if self._whole else ()
        return sources[0].sheet.form if sources else whole.form

    def _turn_section(self, at: int) -> None:
        if self._whole is None or not 0 <= self.forms.currentIndex() < len(self._whole.forms):
            return
        whole = self._whole.forms[self.forms.currentIndex()]
        form = self._filled_form(whole)
        if not 0 <= at < len(form.sections):
            return
        shown = _Shown(whole, form, form.sections[at], self._show)
        self._shown, self._cell = shown, None
        self.sources.clear()
        is_roster = shown.section.kind is SectionKind.ROSTER
        self.table.records.set_fields(_line_fields(shown) if is_roster else _row_fields(shown))
        self.table.fit()
        lines = whole.lines.get(shown.section.id, ()) if is_roster else shown.section.rows
        self.table.records.show(lines)

    # -- what a total is made of

    def _explain(self, index: QModelIndex) -> None:
        shown = self._shown
        if shown is None or not index.isValid():
            return
        record = self.table.records.record(index.row())
        if isinstance(record, Line):
            self._explain_line(shown, record)
            return
        column = index.column() - _leading(shown.section)
        total = self._total_at(shown, record, column)
        if total is None or self._cell is None:
            self.sources.clear()
            return
        cell = self._cell
        named = shown.section.column(cell.column)
        words = " · ".join(part for part in (record.label, named.label if named else "") if part)
        self.sources.show_parts(
            words, shown.text(cell), total.parts, lambda value: _own(shown, cell, value)
        )

    def _total_at(self, shown: _Shown, row: Row, column: int) -> Total | None:
        columns = shown.section.columns
        if shown.section.kind is SectionKind.FIELDS:
            self._cell = Cell(shown.section.id, row.id, "value")
        elif 0 <= column < len(columns):
            self._cell = Cell(shown.section.id, row.id, columns[column].id)
        else:
            self._cell = None
        return shown.total(self._cell) if self._cell else None

    def _explain_line(self, shown: _Shown, line: Line) -> None:
        at = self.table.currentIndex().column() - 1
        columns = shown.section.columns
        column = columns[min(max(at, 0), len(columns) - 1)]
        self._cell = Cell(shown.section.id, line.row, column.id)
        value = line.values[column.id]
        part = Part(line.unit, line.revision, line.content_sha256, value)
        text = _line_text(shown, line, column.id)
        self.sources.show_parts(column.label, text, (part,), lambda _: text)

    def _open(self, _: object) -> None:
        """Enter on a total: to its parts; with a single part straight to the signed cell."""
        if self.sources.table.records.rowCount() == 1:
            self._open_part(self.sources.table.records.record(0))
        else:
            self.sources.table.setFocus()

    def _open_part(self, part: Part) -> None:
        if self._shown is not None and self._cell is not None:
            self.cell_opened.emit(self._shown.form.id, part.unit, self._cell)


def _fill(bar: QTabBar, titles: Sequence[str]) -> None:
    bar.blockSignals(True)
    while bar.count():
        bar.removeTab(0)
    for title in titles:
        bar.addTab(title)
    bar.blockSignals(False)


def _leading(section: Section) -> int:
    return 2 if any(row.no for row in section.rows) else 1


def _own(shown: _Shown, cell: Cell, value: Value) -> str:
    """Write one unit's value; a verdict is a word, not a number."""
    if isinstance(value, bool):
        return "Đạt" if value else "Chưa đạt"
    return shown.show(shown.form, cell, value)


def _row_fields(shown: _Shown) -> tuple[Field[Row], ...]:
    section = shown.section
    fields: list[Field[Row]] = []
    if _leading(section) == 2:
        fields.append(Field(section.no_label, lambda r: r.no, width=54))
    narrow = len(section.columns) > 3
    fields.append(
        Field(section.row_label, lambda r: r.label, bold=lambda r: r.heading or r.level == 0,
                   tip=lambda r: r.label, width=_LABEL_WIDTH if narrow else 0)
    )  # fmt: skip
    if section.kind is SectionKind.FIELDS:
        fields.append(_cell_field(shown, "value", "Giá trị", is_number=True))
    for column in section.columns:
        title = " · ".join((*column.header, column.label))
        fields.append(_cell_field(shown, column.id, title, is_number=column.type.is_number))
    return tuple(fields)


def _cell_field(shown: _Shown, column: str, title: str, *, is_number: bool) -> Field[Row]:
    section = shown.section.id
    return Field(
        title, lambda r: shown.text(Cell(section, r.id, column)), is_number=is_number,
        width=_NUMBER_WIDTH, about=title,
        bold=lambda r: r.heading or r.level == 0,
    )  # fmt: skip


def _line_fields(shown: _Shown) -> tuple[Field[Line], ...]:
    made: list[Field[Line]] = [Field("Đơn vị", lambda line: line.unit.name, width=150)]
    for column in shown.section.columns:
        wide = _NUMBER_WIDTH if column.type.is_number else _TEXT_WIDTH
        title = " · ".join((*column.header, column.label))
        made.append(_line_field(shown, column.id, title, wide, column.type.is_number))
    return tuple(made)


def _line_field(
    shown: _Shown, column: str, title: str, width: int, is_number: bool
) -> Field[Line]:
    return Field(
        title, lambda line: _line_text(shown, line, column), is_number=is_number, width=width,
        tip=lambda line: _line_text(shown, line, column), about=title,
    )  # fmt: skip


def _line_text(shown: _Shown, line: Line, column: str) -> str:
    return shown.show(shown.form, Cell(shown.section.id, "*", column), line.values[column])
