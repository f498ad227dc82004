"""The card of a unit's tasks on its first page: how many stand where, what is due next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.task_list import OwnTask, own_tasks, state_cell
from ctmtqg_desktop.targets.tasks import SOON_DAYS, TaskState
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import Card, Empty
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table

_ROW_HEIGHT = 38
_SIGNS = {
    TaskState.NOT_BEGUN: Sign("circle", COLOURS.text_soft),
    TaskState.UNDER_WAY: Sign("circle-dot", COLOURS.accent),
    TaskState.DONE: Sign("circle-check", COLOURS.ok),
    TaskState.NOT_ARISING: Sign("minus", COLOURS.text_faint),
}
_UNSAID = Sign("circle-question-mark", COLOURS.text_soft)


class TaskCard(QWidget):
    """Show the tasks of the unit that are open, the next day first; hidden where it has none.

    Attributes:
        ask: gives the tasks.

    Signals:
        opened: the OwnTask.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.ask: Callable[[], Sequence[OwnTask]] = tuple
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._card = Card(self.tr("Nhiệm vụ của các kế hoạch"), self)
        self.note = self._card.note
        self.table: Table[OwnTask] = Table(self.tr("Nhiệm vụ"), self._fields(), self._card)
        self.table.set_row_height(_ROW_HEIGHT)
        self.table.setWordWrap(True)
        self.table.opened.connect(self.opened)
        self._nothing = Empty("circle-check", self.tr("Mọi nhiệm vụ đã xong."), "", self._card)
        self._card.body.addWidget(self.table, 1)
        self._card.body.addWidget(self._nothing, 1)
        column.addWidget(self._card)
        self.hide()

    def _fields(self) -> tuple[Field[OwnTask], ...]:
        return (
            Field(self.tr("Nhiệm vụ"), lambda one: one.task.brief, sign=_sign,
                  tip=lambda one: f"{one.task.id}. {one.task.quote}"),
            Field(self.tr("Hạn"), self._when, width=132, colour=_colour),
        )  # fmt: skip

    def refresh(self) -> None:
        """Read everything again."""
        tasks = tuple(self.ask())
        left = [one for one in tasks if not one.is_settled]
        self.setVisible(bool(tasks))
        self.table.setVisible(bool(left))
        self._nothing.setVisible(not left)
        self.table.show_records(left)
        self.note.setText(self._counted(tasks))

    def _counted(self, tasks: Sequence[OwnTask]) -> str:
        """Return how many tasks there are, how many are done and how many are late."""
        done = sum(one.is_settled for one in tasks)
        late = sum(not one.is_settled and one.days_left < 0 for one in tasks)
        said = self.tr("{done}/{count} xong").format(done=done, count=len(tasks))
        return self.tr("{said}, {late} quá hạn").format(said=said, late=late) if late else said

    def _when(self, one: OwnTask) -> str:
        day = format_date(one.due)
        if one.days_left < 0:
            return self.tr("{day}, quá hạn").format(day=day)
        return self.tr("{day}, còn {days} ngày").format(day=day, days=one.days_left)


def _sign(one: OwnTask) -> Sign:
    return _UNSAID if one.state is None else _SIGNS[one.state]


def _colour(one: OwnTask) -> str | None:
    if one.days_left < 0:
        return COLOURS.error
    return COLOURS.reason if one.days_left <= SOON_DAYS else None


def show_own_tasks(
    card: TaskCard, desk: Desk, period: Callable[[], Period],
    open_form: Callable[[str, Cell | None], None],
) -> None:  # fmt: skip
    """Let a card show the tasks of a desk; Enter goes to where one is reported."""

    def opened(one: OwnTask) -> None:
        at = period()
        kinds = (r.periods for r in desk.report_sets(at) if one.form in forms_of(r.id))
        if any(at.kind.value in known for known in kinds):
            open_form(one.form, state_cell(desk.sheet(one.form, at), one.task))

    def forms_of(set_id: str) -> set[str]:
        return {form.id for form in desk.catalogue.forms_of(set_id, desk.unit, period().end)}

    card.ask = lambda: own_tasks(desk.room, period())
    card.opened.connect(opened)
