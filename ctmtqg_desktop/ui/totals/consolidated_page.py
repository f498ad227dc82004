"""Consolidated sheets: every total says what it is made of, down to the signed cell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QStackedLayout,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.form import (
    VALUE,
    Cell,
    Column,
    Form,
    Row,
    Section,
    SectionKind,
)
from ctmtqg_desktop.catalogue.records.values import Value
from ctmtqg_desktop.entries.consolidate import Consolidated, Line, Part, Source, Total
from ctmtqg_desktop.entries.table_layout import header_depth
from ctmtqg_desktop.exchange.receiver.consolidate import Consolidation
from ctmtqg_desktop.exchange.words import sentence
from ctmtqg_desktop.ui.form.header import GroupedHeader
from ctmtqg_desktop.ui.form.layout import Shown, row_text, shown_columns, titles_of
from ctmtqg_desktop.ui.form.layout import ShownPart as Kind
from ctmtqg_desktop.ui.look.labels import tip
from ctmtqg_desktop.ui.parts.badges import target_words
from ctmtqg_desktop.ui.parts.card import Card, Empty, button
from ctmtqg_desktop.ui.parts.table import Field, Table
from ctmtqg_desktop.ui.totals.sources import Sources

ShowTotal = Callable[[Form, Cell, Value], str]
_UNIT_WIDTH = 150
_VALUE_WIDTH = 150
_MOST_TOLD = 10
_ROOM = 640
"""A table narrower than this gives what is left to its row names."""


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

    def __init__(self, show: ShowTotal, measures: Mapping[str, Measure], parent: QWidget) -> None:
        super().__init__(parent)
        self._show, self._measures = show, measures
        self._columns: tuple[Shown, ...] = ()
        self._whole: Consolidation | None = None
        self._shown: _Shown | None = None
        self._cell: Cell | None = None
        page = QHBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(12)
        page.addWidget(self._sheet_card(), 5)
        self.sources = Sources(self)
        self.sources.opened.connect(self._open_part)
        page.addWidget(self.sources, 3)

    def _sheet_card(self) -> Card:
        self._card = Card(self.tr("Tổng hợp"), self)
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
            for arrow in bar.findChildren(QToolButton):
                arrow.setAccessibleName(name)
            column.addWidget(bar)
        self.forms.currentChanged.connect(self._turn_form)
        self.sections.currentChanged.connect(self._turn_section)
        self.table: Table[Any] = Table(self.tr("Biểu tổng hợp"), (), full)
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
        note = words.format(here=len(whole.submissions), missing=missing)
        if whole.doubles:
            twice = self.tr("{count} người có ở hai đơn vị").format(count=len(whole.doubles))
            note = f"{twice}; {note}"
        if whole.differing:
            differs = self.tr("{count} số khác biểu nhập số ấy").format(count=len(whole.differing))
            note = f"{differs}; {note}"
        self._card.note.setText(f"{self._proof(whole)}{note}")
        told = [str(sentence(one.code, one.facts)) for one in whole.proof.problems]
        told += [one.message for one in whole.doubles] + [one.message for one in whole.differing]
        told = told[:_MOST_TOLD]
        self._card.note.setToolTip(tip("\n".join([*told, missing]).strip()))
        _fill(self.forms, [form.form.short for form in whole.forms])
        if whole.forms:
            self.forms.setCurrentIndex(min(max(at, 0), len(whole.forms) - 1))
            self._turn_form(self.forms.currentIndex())

    def _proof(self, whole: Consolidation) -> str:
        """Say how the reports behind the totals stand to what was signed."""
        if whole.proof.problems:
            words = self.tr("{count} chỗ trong sổ khác gói đã ký (tổng theo gói đã ký); ")
            return words.format(count=len(whole.proof.problems))
        if not whole.submissions:
            return ""
        words = self.tr("đã đối chiếu {proved}/{of} gói ký; ")
        return words.format(proved=whole.proof.proved, of=len(whole.submissions))

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
                column = next(i for i, c in enumerate(self._columns) if c.column is not None)
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
        self._columns = _columns(shown.section, self._measures)
        fields = [
            _line_field(shown, c) if is_roster else _row_field(shown, c, self._measures)
            for c in self._columns
        ]
        header = GroupedHeader(self._columns, header_depth(titles_of(self._columns)), self.table)
        self.table.setHorizontalHeader(header)
        header.show()  # a header that replaces another one is hidden
        self.table.records.set_fields(fields)
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
        total = self._total_at(shown, record, index.column())
        if total is None or self._cell is None:
            self.sources.clear()
            return
        cell = self._cell
        named = shown.section.column(cell.column)
        words = " · ".join(part for part in (record.label, named.label if named else "") if part)
        self.sources.show_parts(
            words, shown.text(cell), total.parts, lambda value: _own(shown, cell, value)
        )

    def _total_at(self, shown: _Shown, row: Row, at: int) -> Total | None:
        declared = self._columns[at].column
        self._cell = Cell(shown.section.id, row.id, declared.id) if declared else None
        return shown.total(self._cell) if self._cell else None

    def _explain_line(self, shown: _Shown, line: Line) -> None:
        at = self.table.currentIndex().column()
        column = self._columns[at].column or shown.section.columns[0]
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


def _own(shown: _Shown, cell: Cell, value: Value) -> str:
    """Write one unit's value; a verdict is a word, not a number."""
    if isinstance(value, bool):
        return target_words("met" if value else "not-met")
    return shown.show(shown.form, cell, value)


def _columns(section: Section, measures: Mapping[str, Measure]) -> tuple[Shown, ...]:
    """Return the columns as the entry screen has them; a roster's rows begin with their unit."""
    found = shown_columns(section, measures)
    if section.kind is SectionKind.ROSTER:
        return (
            Shown(
                Kind.LABEL,
                (QCoreApplication.translate("ConsolidatedPage", "Đơn vị"),),
                "",
                _UNIT_WIDTH,
            ),
            *found[1:],
        )
    if section.kind is SectionKind.FIELDS:
        title = QCoreApplication.translate("ConsolidatedPage", "Giá trị")
        value = Column(VALUE, title)
        found = (*found, Shown(Kind.CELL, (title,), "", _VALUE_WIDTH, value))
    if sum(column.width for column in found) < _ROOM:
        return tuple(replace(c, width=0) if c.part is Kind.LABEL else c for c in found)
    return found


def _row_field(shown: _Shown, column: Shown, measures: Mapping[str, Measure]) -> Field[Row]:
    declared = column.column
    if column.part is not Kind.CELL or declared is None:
        return Field(
            column.title[-1], lambda row: row_text(column, row, measures), width=column.width,
            tip=lambda row: row_text(column, row, measures),
            bold=lambda row: row.heading or row.level == 0,
        )  # fmt: skip
    section = shown.section.id
    return Field(
        column.title[-1], lambda row: shown.text(Cell(section, row.id, declared.id)),
        is_number=True, width=column.width, bold=lambda row: row.heading or row.level == 0,
    )  # fmt: skip


def _line_field(shown: _Shown, column: Shown) -> Field[Line]:
    declared = column.column
    if declared is None:
        return Field(column.title[-1], lambda line: line.unit.name, width=column.width)
    return Field(
        column.title[-1], lambda line: _line_text(shown, line, declared.id),
        is_number=declared.type.is_number, width=column.width,
        tip=lambda line: _line_text(shown, line, declared.id),
    )  # fmt: skip


def _line_text(shown: _Shown, line: Line, column: str) -> str:
    return shown.show(shown.form, Cell(shown.section.id, "*", column), line.values[column])
