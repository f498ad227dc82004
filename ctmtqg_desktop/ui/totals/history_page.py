"""The figures of a land over the years, whatever it was called; each says what it is made of."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QModelIndex, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QStackedLayout,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.form import Cell, Form
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import EMPTY, Value
from ctmtqg_desktop.entries.consolidate import Part
from ctmtqg_desktop.entries.merge import Comparable, Compared, LandStanding
from ctmtqg_desktop.exchange.receiver.land_history import History, Land
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.ui.look.room import give_way
from ctmtqg_desktop.ui.look.theme import COLOURS, ROW_HEIGHT
from ctmtqg_desktop.ui.parts.badges import target_words
from ctmtqg_desktop.ui.parts.card import Card, Empty
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table
from ctmtqg_desktop.ui.totals.sources import Sources

ShowTotal = Callable[[Form, Cell, Value], str]
translate = QCoreApplication.translate
_YEAR_WIDTH = 108
_LEADING = 2
"""Columns before the years: what it is, and its measure."""
_MEASURE_WIDTH = 84
_SIDE = 352
_MOST_LANDS = 4
"""So many years are seen at once of who the land was; more are scrolled to."""
_SIGNS = {
    LandStanding.PARTIAL: Sign("triangle-alert", COLOURS.reason_edge),
    LandStanding.MISSING: Sign("circle-alert", COLOURS.error),
    LandStanding.SPLIT: Sign("git-branch", COLOURS.reason_edge),
    LandStanding.APART: Sign("users", COLOURS.text_faint),
}
"""What is not simply a figure has a sign; the words stand beside, when it is chosen."""
_WHY_EMPTY = {
    LandStanding.MISSING: "screen.land-missing",
    LandStanding.SPLIT: "screen.land-split",
}


class HistoryPage(QWidget):
    """Show one land: who it was in every year, and a form's cells side by side.

    Signals:
        unit_picked: code of the unit whose land is wanted.
        part_opened: id of the form, the Land, the Part and the Cell whose signed sheet is wanted.
    """

    unit_picked = Signal(str)
    part_opened = Signal(str, object, object, object)

    def __init__(
        self, units: Sequence[Unit], show: ShowTotal, measures: Mapping[str, Measure],
        parent: QWidget, *, shows_lands_alone: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._show, self._measures = show, measures
        self._shows_lands_alone = shows_lands_alone
        self._history: History | None = None
        self._form = ""
        page = QHBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(12)
        page.addWidget(self._series_card(units), 5)
        self.sources = Sources(self)
        self.sources.setMaximumWidth(_SIDE)
        self.sources.opened.connect(self._open_part)
        page.addWidget(self.sources, 3)

    def _unit_box(self, card: Card, units: Sequence[Unit]) -> QComboBox:
        self.unit = QComboBox(card)
        self.unit.setAccessibleName(self.tr("Đơn vị hiện nay"))
        self.unit.setToolTip(self.tr("Đơn vị hiện nay; số liệu cũ gộp từ các đơn vị trước đó"))
        self.unit.setMaxVisibleItems(20)
        give_way(self.unit, 22)
        for unit in units:
            self.unit.addItem(f"{unit.name} ({unit.code})", unit.code)
        self.unit.activated.connect(lambda _: self.unit_picked.emit(self.unit_code))
        return self.unit

    def _series_card(self, units: Sequence[Unit]) -> Card:
        card = self._card = Card(self.tr("Địa bàn qua các năm"), self)
        card.heading.addWidget(self._unit_box(card, units))
        full = QWidget(card)
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.lands: Table[Land] = Table(self.tr("Địa bàn gồm"), self._land_fields(), full)
        self.forms = QTabBar(full)
        self.forms.setAccessibleName(self.tr("Biểu"))
        self.forms.setExpanding(False)
        self.forms.setDrawBase(False)
        for arrow in self.forms.findChildren(QToolButton):
            arrow.setAccessibleName(self.tr("Biểu"))
        self.forms.currentChanged.connect(self._turn_form)
        self.table: Table[Compared] = Table(self.tr("Chuỗi số liệu"), (), full)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.selectionModel().currentChanged.connect(self._explain)
        self.table.opened.connect(lambda _: self.sources.table.setFocus())
        for part, stretch in ((self.lands, 0), (self.forms, 0), (self.table, 1)):
            column.addWidget(part, stretch)
        column.addStretch()
        self._empty = Empty("chart-column", "", "", card)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(full)
        card.body.addLayout(self._stack, 1)
        return card

    def _land_fields(self) -> tuple[Field[Land], ...]:
        return (
            Field(self.tr("Kỳ"), lambda land: land.period.label, width=96),
            Field(self.tr("Địa bàn khi đó gồm"), _names, tip=_names),
            Field(self.tr("Báo cáo"), _reports, sign=_reports_sign, width=110),
        )

    @property
    def unit_code(self) -> str:
        """Return the code of the unit that is chosen; empty when there is none."""
        return str(self.unit.currentData() or "")

    # -- showing

    def wait(self) -> None:
        """Say that the series is being made."""
        self._empty.say(self.tr("Đang dựng chuỗi số liệu…"))
        self._stack.setCurrentIndex(0)

    def show_history(self, found: History) -> None:
        """Show the series of a land."""
        self._history = found
        self._empty.say(
            self.tr("Chưa có báo cáo nào của địa bàn này được tiếp nhận."),
            self.tr("Chọn đơn vị khác, hoặc bộ báo cáo khác ở thanh phía trên."),
        )
        is_shown = bool(found.form_ids) or (self._shows_lands_alone and bool(found.lands))
        self._stack.setCurrentIndex(1 if is_shown else 0)
        self.forms.setVisible(bool(found.form_ids))
        self.table.setVisible(bool(found.form_ids))
        words = self.tr("{count} kỳ có báo cáo") if found.form_ids else ""
        self._card.note.setText(words.format(count=len(found.lands)))
        self.lands.show_records(found.lands)
        rows = min(len(found.lands), _MOST_LANDS) * ROW_HEIGHT
        self.lands.setFixedHeight(self.lands.horizontalHeader().height() + rows + 6)
        self.sources.clear()
        self.forms.blockSignals(True)
        while self.forms.count():
            self.forms.removeTab(0)
        for form_id in found.form_ids:
            self.forms.addTab(found.having(form_id)[-1].forms[form_id].form.short)
        self.forms.blockSignals(False)
        if found.form_ids:
            at = found.form_ids.index(self._form) if self._form in found.form_ids else 0
            self.forms.setCurrentIndex(at)
            self._turn_form(at)

    def _turn_form(self, at: int) -> None:
        found = self._history
        if found is None or not 0 <= at < len(found.form_ids):
            return
        self._form = found.form_ids[at]
        self.sources.clear()
        lands = found.having(self._form)
        sheet = lands[-1].sources[self._form][0].sheet
        name: Field[Compared] = Field(
            self.tr("Chỉ tiêu"), lambda row: sheet.label(row.cell),
            tip=lambda row: sheet.label(row.cell),
        )  # fmt: skip
        measure: Field[Compared] = Field(
            self.tr("ĐVT"), lambda row: self._measure(sheet.spec(row.cell).measure),
            width=_MEASURE_WIDTH,
        )  # fmt: skip
        years = [self._year_field(land, number) for number, land in enumerate(lands)]
        self.table.records.set_fields((name, measure, *years))
        self.table.fit()
        self.table.show_records([row for row in found.rows(self._form) if _is_answered(row)])
        self.table.setCurrentIndex(self.table.records.index(0, _LEADING + len(lands) - 1))

    def _measure(self, measure_id: str) -> str:
        found = self._measures.get(measure_id)
        return found.label if found else ""

    def _year_field(self, land: Land, at: int) -> Field[Compared]:
        form = land.forms[self._form].form

        def text(row: Compared) -> str:
            return _figure_words(
                row.figures[at], self._show(form, row.cell, row.figures[at].value)
            )

        return Field(
            land.period.label, text, is_number=True, width=_YEAR_WIDTH,
            sign=lambda row: _SIGNS.get(row.figures[at].standing),
            tip=lambda row: say(f"land.{row.figures[at].standing}", {}),
            colour=lambda row: None if _has_value(row.figures[at]) else COLOURS.text_faint,
        )  # fmt: skip

    # -- what a figure is made of

    def _chosen(self) -> tuple[Land, Compared] | None:
        index, found = self.table.currentIndex(), self._history
        if found is None or not index.isValid():
            return None
        lands = found.having(self._form)
        land = lands[min(max(index.column() - _LEADING, 0), len(lands) - 1)]
        return land, self.table.records.record(index.row())

    def _explain(self, _: QModelIndex) -> None:
        chosen = self._chosen()
        if chosen is None:
            self.sources.clear()
            return
        land, row = chosen
        figure = row.figures[self._lands().index(land)]
        form = land.forms[self._form].form
        sheet = land.sources[self._form][0].sheet
        words = f"{sheet.label(row.cell)} · {land.period.label}"
        standing = say(f"land.{figure.standing}", {})
        total = self._show(form, row.cell, figure.value) if _has_value(figure) else standing
        self.sources.show_parts(
            words, total, figure.parts, lambda value: _own(self._show, form, row.cell, value)
        )
        if _has_value(figure):
            self.sources.explain(standing)

    def _lands(self) -> tuple[Land, ...]:
        return self._history.having(self._form) if self._history else ()

    def _open_part(self, part: Part) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.part_opened.emit(self._form, chosen[0], part, chosen[1].cell)


def _names(land: Land) -> str:
    return ", ".join(part.unit.name for part in land.parts) or translate("HistoryPage", "chưa rõ")


def _reports(land: Land) -> str:
    words = translate("HistoryPage", "{here}/{all} đơn vị")
    return words.format(here=len(land.reported), all=len(land.parts))


def _reports_sign(land: Land) -> Sign:
    if land.parts and len(land.reported) == len(land.parts):
        return Sign("check", COLOURS.ok)
    return Sign("circle-alert", COLOURS.reason_edge)


def _has_value(figure: Comparable) -> bool:
    return figure.value is not EMPTY


def _is_answered(row: Compared) -> bool:
    return any(part.value is not EMPTY for figure in row.figures for part in figure.parts)


def _figure_words(figure: Comparable, text: str) -> str:
    """Return what a figure shows; where there is none, why, in a word."""
    if _has_value(figure):
        return text
    if figure.standing is LandStanding.OWN or all(part.value is EMPTY for part in figure.parts):
        return ""
    return say(_WHY_EMPTY.get(figure.standing, "screen.land-apart"), {})


def _own(show: ShowTotal, form: Form, cell: Cell, value: Value) -> str:
    if isinstance(value, bool):
        return target_words("met" if value else "not-met")
    return show(form, cell, value)
