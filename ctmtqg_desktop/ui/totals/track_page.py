"""The targets of a plan: state, actual, what was asked, the bar and the sentence."""

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
from ctmtqg_desktop.exchange.answers.track import Tracked, asked_text
from ctmtqg_desktop.text import format_number
from ctmtqg_desktop.ui.parts.badges import TARGET_SIGNS, target_words
from ctmtqg_desktop.ui.parts.bullet import Bar
from ctmtqg_desktop.ui.parts.card import Card, Empty, label
from ctmtqg_desktop.ui.parts.progress import Progress, ProgressList
from ctmtqg_desktop.ui.totals.sources import Sources

_SIDE = 352
_RISING = frozenset({">=", ">", "="})


def to_progress(item: Tracked, measures: Mapping[str, Measure]) -> Progress:
    """Return a tracked target as the list shows it."""
    target = item.target
    source = QCoreApplication.translate("TrackPage", "Nguồn: {source}").format(
        source=target.source
    )
    notes = (
        item.basis, item.succession_text, target.answer.why_not, target.exactly, source,
        target.note,
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
    """Show every target of a plan against what was reported.

    Signals:
        plan_picked: id of the plan.
        part_opened: the Tracked and the Part whose signed sheet is wanted.
    """

    plan_picked = Signal(str)
    part_opened = Signal(object, object)

    def __init__(
        self, plans: Sequence[Plan], measures: Mapping[str, Measure], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._measures = measures
        self._tracked: tuple[Tracked, ...] = ()
        page = QHBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(12)
        page.addWidget(self._list_card(plans), 1)
        page.addLayout(self._side())

    def _side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(12)
        card = Card(self.tr("Câu giao trong kế hoạch"), self)
        card.setFixedWidth(_SIDE)
        self.list.quote.setParent(card)
        card.body.addWidget(self.list.quote)
        side.addWidget(card)
        self.sources = Sources(self)
        self.sources.setFixedWidth(_SIDE)
        self.sources.opened.connect(self._open_part)
        side.addWidget(self.sources, 1)
        return side

    def _list_card(self, plans: Sequence[Plan]) -> Card:
        card = Card(self.tr("Thực hiện chỉ tiêu kế hoạch"), self)
        self._note = card.note
        card.body.addLayout(self._choices(card, plans))
        self.list = ProgressList(card)
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
        self.plan, self.state = QComboBox(card), QComboBox(card)
        for plan in plans:
            self.plan.addItem(plan.title, plan.id)
        self.plan.setMinimumContentsLength(30)
        self.plan.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.state.addItem(self.tr("Mọi trạng thái"), "")
        for state in TARGET_SIGNS:
            self.state.addItem(target_words(state), state)
        for words, box, stretch in (
            (self.tr("Kế hoạch"), self.plan, 1), (self.tr("Trạng thái"), self.state, 0)
        ):  # fmt: skip
            named: QLabel = label(words, card, role="soft")
            named.setBuddy(box)
            box.setAccessibleName(words)
            row.addWidget(named)
            row.addWidget(box, stretch)
        self.plan.activated.connect(lambda _: self.plan_picked.emit(self.plan_id))
        self.state.activated.connect(lambda _: self._sift())
        return row

    @property
    def plan_id(self) -> str:
        """Return the chosen plan; empty when there is none."""
        return str(self.plan.currentData() or "")

    def wait(self) -> None:
        """Say that the totals are being made."""
        self._empty.say(self.tr("Đang tổng hợp…"))
        self._stack.setCurrentIndex(0)

    def show_tracked(self, tracked: Sequence[Tracked]) -> None:
        """Show the targets of the chosen plan."""
        self._tracked = tuple(tracked)
        self._empty.say(
            self.tr("Không có chỉ tiêu nào như vậy trong kỳ này."),
            self.tr("Chọn kế hoạch, trạng thái hoặc kỳ khác."),
        )
        count = {state: sum(t.state.value == state for t in tracked) for state in TARGET_SIGNS}
        words = [f"{target_words(s).lower()} {n}" for s, n in count.items() if n]
        counted = self.tr("{count} chỉ tiêu: {states}")
        counted = counted.format(count=len(self._tracked), states=", ".join(words))
        self._note.setText(counted if words else "")
        self._sift()

    def _sift(self) -> None:
        wanted = self.state.currentData()
        kept = [t for t in self._tracked if not wanted or t.state.value == wanted]
        self.sources.clear()
        self.list.show_progress([to_progress(t, self._measures) for t in kept])
        self._stack.setCurrentIndex(1 if kept else 0)

    def _current(self) -> Tracked | None:
        shown = self.list.table.current()
        return next((t for t in self._tracked if shown and t.target.id == shown.id), None)

    def _explain(self, progress: Progress) -> None:
        item = next((t for t in self._tracked if t.target.id == progress.id), None)
        if item is None or not item.parts:
            self.sources.clear()
            return
        self.sources.show_parts(
            progress.indicator, progress.actual or "–", item.parts, _plain_value
        )

    def _open_part(self, part: object) -> None:
        item = self._current()
        if item is not None:
            self.part_opened.emit(item, part)


def _plain_value(value: object) -> str:
    if isinstance(value, bool):
        return target_words("met" if value else "not-met")
    return format_number(value) if isinstance(value, Decimal) else str(value)
