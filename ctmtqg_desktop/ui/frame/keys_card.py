"""What F1 shows: where the work stands, then everything the window does without the mouse."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ctmtqg_desktop.exchange.steps.next_step import LeadsTo, NextStep, StepState, WorkSteps
from ctmtqg_desktop.ui.frame.steps_panel import STEP_SIGNS
from ctmtqg_desktop.ui.look.fonts import base_font
from ctmtqg_desktop.ui.look.room import take_room
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.key import Key
from ctmtqg_desktop.ui.parts.press import ButtonDelegate
from ctmtqg_desktop.ui.parts.table import Field, Table

_ROW = 30


class KeyCard(QDialog):
    """Show the steps and the keys; Esc or Enter closes it.

    Signals:
        step_wanted: the LeadsTo of a step.
    """

    step_wanted = Signal(object)

    def __init__(
        self, keys: Sequence[Key], parent: QWidget, steps: WorkSteps | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Trợ giúp: các bước, phím tắt"))
        take_room(self, 860, 640)
        column = QVBoxLayout(self)
        self.steps = self._steps_table()
        if steps is not None:
            self._show_steps(column, steps)
        fields: tuple[Field[Key], ...] = (
            Field(self.tr("Phím"), lambda k: k.keys, bold=lambda _: True, width=190),
            Field(self.tr("Việc"), lambda k: k.does),
            Field(self.tr("Ở đâu"), lambda k: k.where, width=150),
        )
        table: Table[Key] = Table(self.tr("Phím tắt"), fields, self)
        table.show_records(keys)
        column.addWidget(table, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()

    def _steps_table(self) -> Table[NextStep]:
        fields: tuple[Field[NextStep], ...] = (
            Field(self.tr("Bước"), lambda s: s.name, sign=lambda s: STEP_SIGNS[s.state], width=150,
                  bold=lambda s: s.state is StepState.NOW),
            Field(self.tr("Đến đâu"), lambda s: s.words, tip=lambda s: s.words,
                  bold=lambda s: s.state is StepState.NOW),
            Field("", _todo, drawn=_todo, width=186),
        )  # fmt: skip
        made: Table[NextStep] = Table(self.tr("Các bước"), fields, self)
        press = ButtonDelegate(made)
        press.pressed.connect(self._go)
        made.setItemDelegateForColumn(2, press)
        made.opened.connect(self._go)
        made.set_row_height(_ROW)
        made.hide()
        return made

    def _show_steps(self, column: QVBoxLayout, found: WorkSteps) -> None:
        words = self.tr("Các bước của {period}").format(period=found.period.label)
        heading = label(words, self)
        heading.setFont(base_font(bold=True))
        column.addWidget(heading)
        column.addWidget(self.steps)
        self.steps.show_records(found.steps)
        self.steps.setFixedHeight(_ROW * (len(found.steps) + 1) + 6)
        self.steps.show()
        keys = label(self.tr("Phím tắt"), self)
        keys.setFont(base_font(bold=True))
        column.addWidget(keys)

    def _go(self, one: NextStep) -> None:
        leads: LeadsTo | None = one.leads
        if leads is not None:
            self.accept()
            self.step_wanted.emit(leads)


def _todo(one: NextStep) -> str:
    """Return the word of a step's button; what is over or far off has none."""
    return "" if one.state in {StepState.DONE, StepState.LATER} else one.todo
