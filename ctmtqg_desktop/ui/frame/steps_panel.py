"""The next step of the work, over the first page: one line, and the whole way below it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ctmtqg_desktop.exchange.steps.next_step import NextStep, StepState, WorkSteps
from ctmtqg_desktop.ui.look.flow import FlowRow
from ctmtqg_desktop.ui.look.fonts import base_font
from ctmtqg_desktop.ui.look.icons import icon
from ctmtqg_desktop.ui.look.labels import ElidedLabel, tip
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import button, label
from ctmtqg_desktop.ui.parts.table import Sign

Asks = Callable[[], WorkSteps]
"""Gives the steps as they are now."""
STEP_SIGNS = {
    StepState.DONE: Sign("circle-check", COLOURS.ok),
    StepState.NOW: Sign("circle-dot", COLOURS.accent),
    StepState.OPEN: Sign("circle-dot", COLOURS.reason_edge),
    StepState.WAITING: Sign("clock", COLOURS.reason),
    StepState.LATER: Sign("circle", COLOURS.text_faint),
}


class StepsPanel(QFrame):
    """Say what comes next, with its button; the steps before and after stand below.

    Attributes:
        ask: gives the steps as they are now.

    Signals:
        wanted: the LeadsTo of the step that was pressed.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.ask: Asks | None = None
        self._found: WorkSteps | None = None
        self._shown: NextStep | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 14, 6)
        column.setSpacing(4)
        column.addLayout(self._head())
        self._way = QWidget(self)
        self._chips = FlowRow(spacing=2)
        self._way.setLayout(self._chips)
        column.addWidget(self._way)
        self.others = ElidedLabel(self)
        self.others.setProperty("role", "soft")
        column.addWidget(self.others)
        self.hide()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        title = label(self.tr("Bước tiếp theo"), self)
        title.setFont(base_font(bold=True))
        self.words = ElidedLabel(self)
        self.go = button("", self, primary=True)
        self.go.clicked.connect(lambda: self._want(self._shown))
        self.fold = QToolButton(self)
        self.fold.setCheckable(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setText(self.tr("Các bước"))
        self.fold.setToolTip(self.tr("Hiện, ẩn các bước từ đầu đến cuối"))
        self.fold.toggled.connect(self._unfold)
        row.addWidget(title)
        row.addWidget(self.words, 1)
        row.addWidget(self.go)
        row.addWidget(self.fold)
        return row

    def refresh(self) -> None:
        """Read where the work stands."""
        if self.ask is not None:
            self.show_steps(self.ask())

    def show_steps(self, found: WorkSteps) -> None:
        """Show where the work stands; where only routine is left, a line is enough."""
        before, self._found = self._found, found
        self._shown = found.now or next(iter(found.waiting), None)
        self.words.setText(_said(self._shown) or self.tr("Không còn việc phải làm ngay."))
        todo = self._shown.todo if self._shown is not None else ""
        self.go.setText(todo)
        self.go.setAccessibleName(todo)
        self.go.setVisible(bool(todo))
        self._fill_way(found)
        if before is None or before.is_routine != found.is_routine:
            self.fold.setChecked(not found.is_routine)
        self._unfold(self.fold.isChecked())
        self.setAccessibleName(f"{self.tr('Bước tiếp theo')}: {self.words.text()}")
        self.show()

    def _fill_way(self, found: WorkSteps) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one in found.steps:
            self._chips.addWidget(self._chip(one))
        others = [one.words for one in found.waiting if one is not self._shown]
        self.others.setText(" ".join(others))

    def _chip(self, one: NextStep) -> QToolButton:
        made, sign = QToolButton(self._way), STEP_SIGNS[one.state]
        made.setText(one.name)
        made.setIcon(icon(sign.icon, sign.colour, size=16))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setToolTip(tip(one.words))
        made.setAccessibleName(f"{one.name}: {one.words}")
        made.setEnabled(one.leads is not None)
        if one.state is StepState.NOW:
            made.setFont(base_font(bold=True))
        made.clicked.connect(lambda: self._want(one))
        return made

    def _unfold(self, on: bool) -> None:
        self.fold.setIcon(icon("chevron-down" if on else "chevron-right", size=14))
        self._way.setVisible(on)
        self.others.setVisible(on and bool(self.others.text()))

    def _want(self, one: NextStep | None) -> None:
        if one is not None and one.leads is not None:
            self.wanted.emit(one.leads)

    @property
    def found(self) -> WorkSteps | None:
        """Return what is shown; None before the first time."""
        return self._found


def _said(one: NextStep | None) -> str:
    return one.words if one is not None else ""
