"""The pane that shows what pasting a block would do, and asks what nothing in it proves."""

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.intake.desk.readings import Fate
from ctmtqg_desktop.ui.form.pasting.plan import PastePlan
from ctmtqg_desktop.ui.form.pasting.words import (
    OpenQuestion,
    Understood,
    asked_words,
    column_title,
    counted,
    item_words,
    understood,
)
from ctmtqg_desktop.ui.look.labels import PlainLabel
from ctmtqg_desktop.ui.look.words import Say
from ctmtqg_desktop.ui.parts.card import label

MOST_LISTED = 200
LIST_HEIGHT, READINGS_HEIGHT = 96, 116
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class PasteChoice(StrEnum):
    """What a person wants of a block."""

    ALL = "all"
    GOOD = "good"
    NONE = "none"


class PastePane(QFrame):
    """Show a plan that has questions or troubles, and ask.

    Signals:
        decided: a ``PasteChoice``.
        answered: column (None for all in which it is open), ``Question`` and the answer.
        export_wanted: the list of what is not taken is wanted as a workbook.
    """

    decided = Signal(object)
    answered = Signal(object, object, str)
    export_wanted = Signal()

    def __init__(self, say: Say, parent: QWidget, *, may_export: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("role", "warn")
        self._say, self._may_export = say, may_export
        self.title = PlainLabel("", self)
        self.title.setWordWrap(True)
        self._readings = QScrollArea(self)
        self._readings.setWidgetResizable(True)
        self._readings.setFrameShape(QFrame.Shape.NoFrame)
        self._readings.setMaximumHeight(READINGS_HEIGHT)
        self._readings.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._readings.viewport().setAutoFillBackground(False)
        self.problems = QListWidget(self)
        self.problems.setMaximumHeight(LIST_HEIGHT)
        self.problems.setWordWrap(True)
        self.problems.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.problems.setAccessibleName(self.tr("Các ô không dán được"))
        self.all = QPushButton(self)
        self.all.setProperty("role", "primary")
        self.good = QPushButton(self.tr("Chỉ dán ô đúng"), self)
        self.export = QPushButton(self.tr("Xuất danh sách ra Excel"), self)
        self.none = QPushButton(self)
        self.all.clicked.connect(lambda: self._decide(PasteChoice.ALL))
        self.good.clicked.connect(lambda: self._decide(PasteChoice.GOOD))
        self.none.clicked.connect(lambda: self._decide(PasteChoice.NONE))
        self.export.clicked.connect(self.export_wanted)
        self.questions: list[QPushButton] = []
        self.switches: list[QPushButton] = []
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.addWidget(self.title)
        column.addWidget(self._readings)
        column.addWidget(self.problems)
        row = QHBoxLayout()
        for button in (self.all, self.good, self.export, self.none):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    def ask(self, plan: PastePlan) -> None:
        """Show a plan and wait for a decision."""
        self.title.setText(counted(plan))
        self._show_readings(plan)
        self._show_problems(plan)
        self._show_buttons(plan)
        self.show()
        first = self.questions[0] if self.questions else self.all
        (first if first.isVisibleTo(self) else self.none).setFocus()

    def tell(self, words: str) -> None:
        """Say what was done with a block of which something was not taken."""
        self.title.setText(words)
        for part in (self._readings, self.problems, self.all, self.good):
            part.hide()
        self.none.setText(self.tr("Đóng (Esc)"))
        self.show()

    def _show_buttons(self, plan: PastePlan) -> None:
        taken = bool(plan.of(Fate.TAKEN))
        flagged = len(plan.typed(with_refused=True)) > len(plan.typed(with_refused=False))
        is_open = bool(plan.asked)
        self.all.setText(
            self.tr("Dán, đánh dấu ô sai để sửa") if flagged
            else self.tr("Dán phần nhận được") if plan.troubles else self.tr("Dán")
        )  # fmt: skip
        self.all.setVisible((taken or flagged) and not is_open)
        self.good.setVisible(taken and flagged and not is_open)
        self.none.setText(self.tr("Thôi (Esc)"))
        self.export.setVisible(self._may_export and bool(plan.troubles))

    def _show_problems(self, plan: PastePlan) -> None:
        troubles = plan.troubles
        self.problems.clear()
        for item in troubles[:MOST_LISTED]:
            self.problems.addItem(item_words(plan, item, self._say))
        more = len(troubles) - MOST_LISTED
        if more > 0:
            self.problems.addItem(self.tr("… và {more} ô nữa").format(more=more))
        self.problems.setVisible(bool(troubles))

    def _show_readings(self, plan: PastePlan) -> None:
        home = QWidget(self._readings)
        grid = QGridLayout(home)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        self.questions.clear()
        self.switches.clear()
        for asked in asked_words(plan, self._say):
            self._add_question(grid, home, asked)
        for told in understood(plan, self._say):
            self._add_reading(grid, home, told, column_title(plan.landing.columns[told.column]))
        self._readings.setWidget(home)
        home.setAutoFillBackground(False)
        self._readings.setVisible(grid.rowCount() > 1)
        self._readings.setMinimumHeight(min(READINGS_HEIGHT, home.sizeHint().height()))

    def _add_question(self, grid: QGridLayout, home: QWidget, asked: OpenQuestion) -> None:
        at = grid.rowCount()
        grid.addWidget(label(asked.words, home, wrap=True), at, 0)
        for place, (answer, words) in enumerate(asked.answers.items()):
            button = QPushButton(words, home)
            button.setAccessibleName(f"{asked.words} {words}")
            button.clicked.connect(
                lambda _=False, q=asked.question, a=answer: self.answered.emit(None, q, a)
            )
            grid.addWidget(button, at, 1 + place)
            self.questions.append(button)

    def _add_reading(
        self, grid: QGridLayout, home: QWidget, told: Understood, column: str
    ) -> None:
        words = self.tr("Cột “{column}” hiểu là: {words}").format(column=column, words=told.words)
        if told.is_contradicted:
            words += " " + self.tr("Cột này viết cả hai cách; chỉ nhận ô có một nghĩa.")
        if told.examples:
            words += f"  {told.examples}"
        at = grid.rowCount()
        grid.addWidget(label(words, home, wrap=True), at, 0)
        switch = QPushButton(self.tr("Hiểu cách kia"), home)
        switch.setAccessibleName(f"{switch.text()}: {words}")
        switch.clicked.connect(
            lambda _=False, t=told: self.answered.emit(t.column, t.question, t.other)
        )
        grid.addWidget(switch, at, 1, 1, 2)
        self.switches.append(switch)

    def _decide(self, choice: PasteChoice) -> None:
        self.hide()
        self.decided.emit(choice)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self._decide(PasteChoice.NONE)
        elif event.key() in _ENTER and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)
