"""The targets and tasks of a plan: state, actual, what was asked, the bar and the sentence."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.catalogue.records.declared import Measure, Plan
from ctmtqg_desktop.catalogue.records.workshop import for_officers
from ctmtqg_desktop.exchange.answers.track import Tracked, asked_text, target_source
from ctmtqg_desktop.exchange.tasks.standing import TrackedTask
from ctmtqg_desktop.text import format_number
from ctmtqg_desktop.ui.look.room import give_way
from ctmtqg_desktop.ui.parts.badges import TARGET_SIGNS, TASK_SIGNS, target_words
from ctmtqg_desktop.ui.parts.bullet import Bar
from ctmtqg_desktop.ui.parts.card import Card, Empty, label
from ctmtqg_desktop.ui.parts.progress import Progress, ProgressList
from ctmtqg_desktop.ui.totals.sources import Sources
from ctmtqg_desktop.ui.totals.task_rows import task_parts, task_progress_of

_SIDE = 352
_RISING = frozenset({">=", ">", "="})


def to_progress(item: Tracked, measures: Mapping[str, Measure]) -> Progress:
    """Return a tracked target as the list shows it."""
    target = item.target
    source = QCoreApplication.translate("TrackPage", "Nguồn: {source}").format(
        source=target_source(target)
    )
    notes = (
        item.basis, item.succession_text, target.answer.why_not, target.exactly, source,
        for_officers(target.note),
    )  # fmt: skip
    return Progress(
        id=target.id, indicator=_of_whom(item), state=item.state.value,
        asked=asked_text(target, measures), coverage=_coverage(item),
        actual=item.actual_text, quote=target.quote, bar=_bar(item),
        note="\n".join(part for part in notes if part),
    )  # fmt: skip


def _coverage(item: Tracked) -> str:
    found = item.progress.coverage
    return item.coverage_text if found is not None and found.owing > 1 else ""


def _of_whom(item: Tracked) -> str:
    """Return what is asked, and of whom: five communes' rows must not read the same."""
    indicator = item.target.indicator
    return f"{item.place}: {indicator}" if item.place else indicator


def _bar(item: Tracked) -> Bar | None:
    target, actual = item.target, item.progress.actual
    if not target.figure or target.operator not in _RISING or isinstance(actual, bool):
        return None
    is_met, covered = item.state.value == "met", item.progress.coverage
    if target.answer.by == "each" and covered is not None:
        return Bar(actual, Decimal(covered.owing), is_met=is_met)
    return Bar(actual, Decimal(target.figure), is_met=is_met)


class TrackPage(QWidget):
    """Show every target, or every task, of a plan against what was reported.

    Signals:
        plan_picked: id of the plan.
        part_opened: the Tracked or TrackedTask, and the Part whose signed sheet is wanted.
    """

    plan_picked = Signal(str)
    part_opened = Signal(object, object)

    def __init__(
        self, plans: Sequence[Plan], measures: Mapping[str, Measure], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._measures = measures
        self._tracked: tuple[Tracked, ...] = ()
        self._tasks: tuple[TrackedTask, ...] = ()
        page = QHBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(12)
        page.addWidget(self._list_card(plans), 5)
        page.addLayout(self._side(), 3)

    def _side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(12)
        card = Card(self.tr("Câu giao trong kế hoạch"), self)
        card.setMaximumWidth(_SIDE)
        self.list.quote.setParent(card)
        card.body.addWidget(self.list.quote)
        side.addWidget(card)
        self.sources = Sources(self)
        self.sources.setMaximumWidth(_SIDE)
        self.sources.opened.connect(self._open_part)
        side.addWidget(self.sources, 1)
        return side

    def _list_card(self, plans: Sequence[Plan]) -> Card:
        card = Card(self.tr("Thực hiện chỉ tiêu, nhiệm vụ kế hoạch"), self)
        self._note = card.note
        card.body.addLayout(self._choices(card, plans))
        self.list = ProgressList(card, self.tr("Nội dung"), self.tr("Giao, thời hạn"))
        self.list.table.chosen.connect(self._explain)
        self._empty = Empty("target", "", "", card)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.list)
        card.body.addLayout(self._stack, 1)
        return card

    def _choices(self, card: Card, plans: Sequence[Plan]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.plan, self.what, self.state = QComboBox(card), QComboBox(card), QComboBox(card)
        self.what.addItem(self.tr("Chỉ tiêu"), False)
        self.what.addItem(self.tr("Nhiệm vụ"), True)
        for plan in plans:
            self.plan.addItem(plan.title, plan.id)
        for box, letters in ((self.plan, 10), (self.what, 8), (self.state, 12)):
            give_way(box, letters)
        self._fill_states()
        for words, box, stretch in (
            (self.tr("Kế hoạch"), self.plan, 3), (self.tr("Xem"), self.what, 0),
            (self.tr("Trạng thái"), self.state, 0),
        ):  # fmt: skip
            named: QLabel = label(words, card, role="soft")
            named.setBuddy(box)
            box.setAccessibleName(words)
            row.addWidget(named)
            row.addWidget(box, stretch)
        self.plan.activated.connect(lambda _: self.plan_picked.emit(self.plan_id))
        self.what.activated.connect(lambda _: self._turn())
        self.state.activated.connect(lambda _: self._sift())
        return row

    def _fill_states(self) -> None:
        self.state.clear()
        self.state.addItem(self.tr("Mọi trạng thái"), "")
        for state in TASK_SIGNS if self.shows_tasks else TARGET_SIGNS:
            self.state.addItem(target_words(state), state)

    def _turn(self) -> None:
        """Turn between targets and tasks."""
        self._fill_states()
        self._count()
        self._sift()

    @property
    def shows_tasks(self) -> bool:
        """Say whether the tasks are shown, and not the targets."""
        return bool(self.what.currentData())

    @property
    def plan_id(self) -> str:
        """Return the chosen plan; empty when there is none."""
        return str(self.plan.currentData() or "")

    def wait(self) -> None:
        """Say that the totals are being made."""
        self._empty.say(self.tr("Đang tổng hợp…"))
        self._stack.setCurrentIndex(0)

    def show_tracked(self, tracked: Sequence[Tracked], tasks: Sequence[TrackedTask] = ()) -> None:
        """Show the targets and tasks of the chosen plan."""
        self._tracked, self._tasks = tuple(tracked), tuple(tasks)
        self._empty.say(
            self.tr("Không có mục nào như vậy trong kỳ này."),
            self.tr("Chọn kế hoạch, trạng thái hoặc kỳ khác."),
        )
        self._count()
        self._sift()

    def _rows(self) -> list[Progress]:
        if self.shows_tasks:
            return [task_progress_of(one, self._measures) for one in self._tasks]
        return [to_progress(one, self._measures) for one in self._tracked]

    def _count(self) -> None:
        """Say how many stand where."""
        states = [row.state for row in self._rows()]
        signs = TASK_SIGNS if self.shows_tasks else TARGET_SIGNS
        words = [f"{target_words(s).lower()} {states.count(s)}" for s in signs if s in states]
        counted = (
            self.tr("{count} nhiệm vụ: {states}")
            if self.shows_tasks
            else self.tr("{count} chỉ tiêu: {states}")
        )
        said = counted.format(count=len(states), states=", ".join(words))
        self._note.setText(said if words else "")

    def _sift(self) -> None:
        wanted = self.state.currentData()
        kept = [row for row in self._rows() if not wanted or row.state == wanted]
        self.sources.clear()
        self.list.show_progress(kept)
        self._stack.setCurrentIndex(1 if kept else 0)

    def _named(self, name: str) -> Tracked | TrackedTask | None:
        if self.shows_tasks:
            return next((one for one in self._tasks if one.task.id == name), None)
        return next((one for one in self._tracked if one.target.id == name), None)

    def _explain(self, progress: Progress) -> None:
        item = self._named(progress.id)
        parts = task_parts(item) if isinstance(item, TrackedTask) else item.parts if item else ()
        if not parts:
            self.sources.clear()
            return
        self.sources.show_parts(progress.indicator, progress.actual or "–", parts, _plain_value)

    def _open_part(self, part: object) -> None:
        shown = self.list.table.current()
        item = self._named(shown.id) if shown else None
        if item is not None:
            self.part_opened.emit(item, part)


def _plain_value(value: object) -> str:
    if isinstance(value, bool):
        return target_words("met" if value else "not-met")
    return format_number(value) if isinstance(value, Decimal) else str(value)
