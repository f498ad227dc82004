"""Units by criteria: met ✓, not met ✗, not applicable –, not reported (blank), with totals."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from ctmtqg_desktop.catalogue.records.criteria import Criterion
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import NOT_APPLICABLE, Value
from ctmtqg_desktop.entries.consolidate import Matrix
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.text import format_number
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import Card, Empty
from ctmtqg_desktop.ui.parts.table import Field, Table

translate = QCoreApplication.translate
_NARROW = 40
_MARKS = {
    "✓": "target.met",
    "✗": "target.not-met",
    "–": "screen.not-applicable",
    "": "screen.not-reported",
}
"""What a sign in the table means."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A unit's row, or the totals when ``unit`` is None."""

    matrix: Matrix
    unit: Unit | None


class MatrixPage(QWidget):
    """Show the matrix of one report set and period.

    Signals:
        cell_opened: Unit and Criterion whose signed sheet is wanted.
    """

    cell_opened = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        self._matrix: Matrix | None = None
        self._card = Card(self.tr("Kết quả theo tiêu chí"), self)
        self.table: Table[_Line] = Table(self.tr("Đơn vị và tiêu chí"), (), self._card)
        self.table.set_row_height(28)
        self.table.opened.connect(self._open)
        self._empty = Empty("table-2", "", "", self._card)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        self._card.body.addLayout(self._stack, 1)
        page.addWidget(self._card, 1)

    def wait(self) -> None:
        """Say that the totals are being made."""
        self._empty.say(self.tr("Đang tổng hợp…"))
        self._stack.setCurrentIndex(0)

    def show_matrix(self, matrix: Matrix | None, *, has_reports: bool = False) -> None:
        """Show a matrix; None says that nothing was accepted, or that what was has no criteria."""
        self._matrix = matrix
        if has_reports:
            self._empty.say(
                self.tr("Bộ báo cáo này không có bảng tiêu chí từng đơn vị."),
                self.tr("Xem trang Biểu tổng hợp, hoặc chọn bộ báo cáo khác ở thanh phía trên."),
            )
        else:
            self._empty.say(
                self.tr("Chưa có báo cáo nào được tiếp nhận trong kỳ này."),
                self.tr("Nhập gói báo cáo ở trang Tình hình nộp, bảng sẽ tự hiện."),
            )
        self._stack.setCurrentIndex(1 if matrix is not None and matrix.units else 0)
        self._card.note.setText("")
        if matrix is None or not matrix.units:
            return
        self.table.records.set_fields(self._fields(matrix))
        self.table.fit()
        lines = [_Line(matrix, unit) for unit in matrix.units]
        self.table.show_records([*lines, _Line(matrix, None)])
        average = format_number(matrix.average, 2) if matrix.average is not None else "–"
        words = self.tr("{units} đơn vị · bình quân {average} tiêu chí/đơn vị · ✓ đạt · ✗ chưa đạt"
                        " · – không áp dụng · ô trống: chưa báo cáo")  # fmt: skip
        self._card.note.setText(words.format(units=len(matrix.units), average=average))

    def _fields(self, matrix: Matrix) -> tuple[Field[_Line], ...]:
        last = self.tr("Số đơn vị đạt")
        return (
            Field(self.tr("Đơn vị"), lambda line: line.unit.name if line.unit else last,
                  bold=_is_total),
            *(_criterion_field(criterion) for criterion in matrix.criteria),
            Field(self.tr("Đạt"), _count, width=62, centred=True, bold=lambda _: True,
                  about=self.tr("Số tiêu chí đơn vị đã đạt")),
        )  # fmt: skip

    def _open(self, line: _Line) -> None:
        column = self.table.currentIndex().column() - 1
        criteria = line.matrix.criteria
        if line.unit is not None:
            self.cell_opened.emit(line.unit, criteria[min(max(column, 0), len(criteria) - 1)])


def _criterion_field(criterion: Criterion) -> Field[_Line]:
    return Field(
        criterion.code, _mark_of(criterion), tip=_tip_of(criterion), colour=_colour_of(criterion),
        bold=lambda _: True, centred=True, width=_NARROW,
        about=_name_of(criterion),
    )  # fmt: skip


def _is_total(line: _Line) -> bool:
    return line.unit is None


def _count(line: _Line) -> str:
    if line.unit is None:
        return str(line.matrix.total)
    return f"{line.matrix.per_unit(line.unit.code)}/{len(line.matrix.criteria)}"


def _held(line: _Line, criterion: Criterion) -> Value | None:
    return line.matrix.met.get((line.unit.code, criterion.code)) if line.unit else None


def mark(value: Value | None) -> str:
    """Return the sign of a verdict."""
    if value is NOT_APPLICABLE:
        return "–"
    return {True: "✓", False: "✗"}.get(value, "") if isinstance(value, bool) else ""


def _mark_of(criterion: Criterion) -> Callable[[_Line], str]:
    def text(line: _Line) -> str:
        if line.unit is None:
            return str(line.matrix.per_criterion(criterion.code))
        return mark(_held(line, criterion))

    return text


def _tip_of(criterion: Criterion) -> Callable[[_Line], str]:
    def text(line: _Line) -> str:
        name = _name_of(criterion)
        if line.unit is None:
            count = translate("MatrixPage", "{count} đơn vị đạt")
            return f"{name}\n{count.format(count=line.matrix.per_criterion(criterion.code))}"
        return f"{line.unit.name}\n{name}\n{say(_MARKS[mark(_held(line, criterion))], {})}"

    return text


def _name_of(criterion: Criterion) -> str:
    words = translate("MatrixPage", "Tiêu chí {code}: {name}")
    return words.format(code=criterion.code, name=criterion.name)


def _colour_of(criterion: Criterion) -> Callable[[_Line], str | None]:
    inks = {"✓": COLOURS.ok, "✗": COLOURS.error, "–": COLOURS.text_soft}
    return lambda line: inks.get(mark(_held(line, criterion)))
