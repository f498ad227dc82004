"""What a workbook of our own would change, before it is taken."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.exchange.sender.books.lines import BookLine
from ctmtqg_desktop.exchange.sender.books.plan import BOTH_CHANGED, ROW_CHANGED
from ctmtqg_desktop.exchange.sender.books.returned_words import (
    Returned,
    about_list,
    returned_lines,
)
from ctmtqg_desktop.exchange.sender.orders import TakeBack
from ctmtqg_desktop.intake.desk.readings import Fate, Question
from ctmtqg_desktop.ui.fill.book_lines import book_table, fates_in_words
from ctmtqg_desktop.ui.fill.keyed_dialog import KeyedDialog
from ctmtqg_desktop.ui.fill.reading_switches import ReadingSwitches, Switch
from ctmtqg_desktop.ui.look.room import take_room
from ctmtqg_desktop.ui.parts.card import button, label
from ctmtqg_desktop.ui.parts.fields import Rows

_SIZE = (1080, 600)
_PREFERS = (None, True, False)


class ReturnDialog(KeyedDialog):
    """Show each cell before and after, ask what is open, and take it or leave it.

    Signals:
        look_wanted: a TakeBack to look at anew: something was answered.
        take_wanted: a TakeBack to carry out.
        list_wanted: the lines that were not taken, and what they are of.
    """

    look_wanted = Signal(object)
    take_wanted = Signal(object)
    list_wanted = Signal(object, str)

    def __init__(self, order: TakeBack, parent: QWidget) -> None:
        super().__init__(parent)
        self._order, self._lines, self._about = order, list[BookLine](), ""
        self.setWindowTitle(self.tr("Nhận tệp Excel: {file}").format(file=order.file.name))
        take_room(self, *_SIZE)
        column = QVBoxLayout(self)
        self.head = label("", self, role="title", wrap=True)
        self.said = label("", self, wrap=True)
        self.switches = ReadingSwitches(self)
        self.switches.answered.connect(self._answered)
        self.prefers = QComboBox(self)
        self.prefers.addItems(
            [self.tr("Để nguyên, xem lại sau"), self.tr("Lấy số trong tệp"),
             self.tr("Giữ số trong chương trình")]
        )  # fmt: skip
        self.prefers.activated.connect(self._preferred)
        self._both = QWidget(self)
        rows = Rows()
        rows.add(self.tr("Ô mà cả hai bên cùng sửa"), self.prefers)
        self._both.setLayout(rows)
        self.table = book_table(self)
        self.reason = label("", self, role="soft", wrap=True)
        self.reason.setMinimumHeight(36)
        self.table.chosen.connect(lambda line: self.reason.setText(line.reason))
        for part in (self.head, self.said, self.switches, self._both):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.reason)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.export = button(self.tr("Xuất danh sách…"), self, picture="file-spreadsheet")
        self.take = button(self.tr("Nhận"), self, primary=True, picture="check")
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

    def show_found(self, found: Returned) -> None:
        """Show what the workbook would change."""
        sheet = found.sheet
        self._about = about_list(found, self._order.file.name)
        self.head.setText(f"{sheet.form.short} · {sheet.period.label}")
        self._lines = returned_lines(found)
        self.said.setText(fates_in_words(Counter(line.fate for line in self._lines)))
        self.table.show_records(self._lines)
        self.switches.show_switches(list(_switches(found)))
        codes = {one.code for one in found.plan.cells}
        both = bool(codes & {BOTH_CHANGED, ROW_CHANGED})
        self._both.setVisible(both or self._order.prefers_book is not None)
        taken = len(found.plan.of(Fate.TAKEN)) + found.plan.emptied
        self.take.setText(" " + self.tr("Nhận {n} ô").format(n=taken))
        self.take.setEnabled(taken > 0)
        self.export.setVisible(any(line.fate is not Fate.TAKEN for line in self._lines))
        (self.take if taken else self.none).setFocus()

    def _answered(self, column: tuple[str, str], question: Question, answer: str) -> None:
        columns = dict(self._order.columns)
        columns[column] = {**columns.get(column, {}), question: answer}
        self._ask(replace(self._order, columns=columns))

    def _preferred(self, at: int) -> None:
        self._ask(replace(self._order, prefers_book=_PREFERS[at]))

    def _ask(self, order: TakeBack) -> None:
        self._order = order
        self.look_wanted.emit(order)

    def _take(self) -> None:
        self.take_wanted.emit(self._order)
        self.accept()

    def _list(self) -> None:
        left = tuple(line.listed() for line in self._lines if line.fate is not Fate.TAKEN)
        self.list_wanted.emit(left, self._about)


def _switches(found: Returned) -> Iterator[Switch]:
    plan = found.plan
    for column in {**plan.asked, **plan.applied}:
        words = found.sheet.label(Cell(column[0], "", column[1]))
        for question, text in plan.asked.get(column, {}).items():
            yield Switch(column, words, question, proof=text)
        for question, answer in plan.applied.get(column, {}).items():
            yield Switch(column, words, question, answer)
