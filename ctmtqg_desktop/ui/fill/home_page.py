"""The first page of a reporting unit: what is due, what was assigned, what has arrived."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import EDITABLE, Status
from ctmtqg_desktop.exchange.keeping.turn_of_year import TurnOfYear
from ctmtqg_desktop.exchange.sender.letters import Letter
from ctmtqg_desktop.exchange.sender.owed.due import Due, NextTurn
from ctmtqg_desktop.exchange.steps.sender_steps import todo_of
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.ui.fill.own_targets_card import OwnTargetsCard
from ctmtqg_desktop.ui.fill.task_card import TaskCard
from ctmtqg_desktop.ui.fill.turn_card import TurnCard
from ctmtqg_desktop.ui.frame.header import SOON_DAYS
from ctmtqg_desktop.ui.frame.steps_panel import StepsPanel
from ctmtqg_desktop.ui.look.giving_way import GivingColumn, GivingStack
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.badges import NOT_SENT, STATUS_SIGNS, status_words
from ctmtqg_desktop.ui.parts.bullet import Bar, BarDelegate
from ctmtqg_desktop.ui.parts.card import Card, Empty, button
from ctmtqg_desktop.ui.parts.press import ButtonDelegate
from ctmtqg_desktop.ui.parts.progress import Progress
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table

_DUE_HEIGHT = 42
_MOST_DUE = 6
"""So many reports are seen without scrolling."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A receipt or a return that came back.

    Attributes:
        is_return: it asks for corrections.
        form, cell: where the first remark points; empty for the whole report.
        letter: what it is, for whoever opens it.
    """

    is_return: bool
    title: str
    at: datetime
    is_unread: bool
    report_set: str = ""
    form: str = ""
    cell: str = ""
    letter: Letter | None = None


class DutyWords(NamedTuple):
    """The duties of a unit: what is due, why each report is owed, what was decided of it."""

    due: Callable[[], Sequence[Due]]
    why: Callable[[Due], str]
    profile: Callable[[], str]


class HomePage(QWidget):
    """Show the desk of today.

    Signals:
        due_opened: the Due whose button was pressed.
        arrival_opened: the Arrival.
        mail_wanted: take in what the receiver sent.
    """

    due_opened = Signal(object)
    arrival_opened = Signal(object)
    history_wanted = Signal()
    mail_wanted = Signal()

    def __init__(
        self,
        duties: DutyWords,
        progress: Callable[[], Sequence[Progress]],
        arrivals: Callable[[], Sequence[Arrival]],
        why_none: Callable[[], tuple[str, str]],
        parent: QWidget,
        turn: Callable[[], TurnOfYear | None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._duties, self._progress, self._arrivals = duties, progress, arrivals
        self._why_none = why_none
        page = GivingColumn(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(12)
        self.steps = StepsPanel(self)
        page.addWidget(self.steps)
        self._due_card_made = self._due_card()
        page.addWidget(self._due_card_made)
        self.turn = TurnCard(turn, self)
        page.addWidget(self.turn)
        lower = QHBoxLayout()
        lower.setSpacing(12)
        self.targets = OwnTargetsCard(self)
        self.progress = self.targets.list
        lower.addWidget(self.targets, 6)
        side = QVBoxLayout()
        side.setSpacing(12)
        self.tasks = TaskCard(self)
        side.addWidget(self.tasks, 3)
        side.addWidget(self._arrivals_card(), 2)
        lower.addLayout(side, 4)
        page.addLayout(lower, 1)
        self.due.setFocus()  # then Enter begins the work, from the first moment on

    # -- building

    def _due_card(self) -> Card:
        card = Card(self.tr("Việc cần làm trong kỳ"), self)
        self.due: Table[Due] = Table(self.tr("Báo cáo đến hạn"), self._due_fields(), card)
        self.due.set_row_height(_DUE_HEIGHT)
        press = ButtonDelegate(self.due)
        press.pressed.connect(self.due_opened)
        self.due.setItemDelegateForColumn(5, press)
        self.due.setItemDelegateForColumn(3, BarDelegate(self.due))
        self.due.opened.connect(self.due_opened)
        self.due.setMouseTracking(True)
        self._no_due = Empty("calendar-clock", "", "", card)
        self.to_history = QPushButton(self.tr("Địa bàn qua các năm"), card)
        self.to_history.clicked.connect(self.history_wanted)
        self._no_due.add_way_on(self.to_history)
        self._due_stack = _stack(card, self.due, self._no_due)
        return card

    def _due_fields(self) -> tuple[Field[Due], ...]:
        cells = self.tr("{filled}/{total} ô")
        return (
            Field(self.tr("Báo cáo, vì sao phải gửi"), self._report,
                  tip=lambda d: f"{d.report_set.title}\n{self._duties.why(d)}"),
            Field(self.tr("Hạn gửi"), self._when, sign=_when_sign, width=200),
            Field(self.tr("Trạng thái"), _status_words, width=170,
                  sign=_status_sign),
            Field(self.tr("Đã nhập"), lambda d: f"{d.filled}/{d.total}", width=130,
                  drawn=_filled_bar),
            Field("", lambda d: cells.format(filled=d.filled, total=d.total), is_number=True,
                  width=90),
            Field("", todo_of, drawn=todo_of, width=140),
        )  # fmt: skip

    def _arrivals_card(self) -> Card:
        card = Card(self.tr("Tin từ nơi nhận"), self)
        self.arrivals: Table[Arrival] = Table(
            self.tr("Biên nhận và phiếu trả lại"), self._arrival_fields(), card
        )
        self.arrivals.set_row_height(42)
        self.arrivals.setWordWrap(True)
        self.arrivals.opened.connect(self.arrival_opened)
        self.mail = button(self.tr("Nhập tin từ nơi nhận…"), card, picture="inbox")
        self.mail.clicked.connect(self.mail_wanted)
        card.heading.addWidget(self.mail)
        empty = Empty(
            "inbox", self.tr("Chưa có biên nhận hay phiếu trả lại."),
            self.tr("Nơi nhận gửi tệp về thì bấm “Nhập tin từ nơi nhận…”."), card,
        )  # fmt: skip
        self._arrivals_stack = _stack(card, self.arrivals, empty)
        return card

    def _arrival_fields(self) -> tuple[Field[Arrival], ...]:
        return (
            Field(self.tr("Nội dung"), lambda a: a.title, sign=_arrival_sign,
                  bold=lambda a: a.is_unread, tip=lambda a: a.title),
            Field(self.tr("Lúc"), lambda a: moment(a.at), width=132),
        )  # fmt: skip

    # -- showing

    def wait(self, period: Period) -> None:
        """Show nothing of another period while this one is being read."""
        for table in (self.due, self.arrivals):
            table.show_records(())
        self.progress.show_progress(())
        self.tasks.hide()
        self.steps.setEnabled(False)
        self._due_stack.setCurrentIndex(0)
        words = self.tr("Đang đọc báo cáo của {period}…")
        self._due_card_made.note.setText(words.format(period=period.label))

    def refresh(self) -> None:
        """Read everything again."""
        self.steps.setEnabled(True)
        self.steps.refresh()
        due = tuple(self._duties.due())
        self.due.show_records(due)
        self._due_stack.setCurrentIndex(0 if due else 1)
        rows = min(max(len(due), 1), _MOST_DUE)
        self._due_card_made.note.setText(self._duties.profile())
        why, todo = ("", "") if due else self._why_none()
        self._no_due.say(
            why or self.tr("Kỳ này không có báo cáo nào phải gửi."),
            todo or self.tr("Chọn kỳ khác ở thanh phía trên."),
        )
        self.to_history.setVisible(bool(why))
        self._due_card_made.setFixedHeight(rows * _DUE_HEIGHT + 84 if due else 270 if why else 170)
        self.turn.refresh()
        self.targets.show_targets(self._progress())
        self.tasks.refresh()
        arrivals = sorted(self._arrivals(), key=lambda a: (a.is_unread, a.at), reverse=True)
        self.arrivals.show_records(arrivals)
        self._arrivals_stack.setCurrentIndex(0 if arrivals else 1)

    def _report(self, due: Due) -> str:
        return f"{due.report_set.short}, {due.period.label}\n{self._duties.why(due)}"

    def _when(self, due: Due) -> str:
        day = format_date(due.deadline)
        if due.report.status not in EDITABLE:
            return day
        if due.days_left < 0:
            return self.tr("{day}, quá {days} ngày").format(day=day, days=-due.days_left)
        if due.days_left == 0:
            return self.tr("{day}, hôm nay").format(day=day)
        return self.tr("{day}, còn {days} ngày").format(day=day, days=due.days_left)


def _status_words(due: Due) -> str:
    if due.asked is not None:
        back = QCoreApplication.translate("HomePage", "Bị trả lại, {count} góp ý")
        met = QCoreApplication.translate("HomePage", "Bị trả lại, đã sửa (lần {revision})")
        words = back if due.asked.count else met
        return words.format(count=due.asked.count, revision=due.report.revision)
    if due.turn is NextTurn.BEGIN:
        return QCoreApplication.translate("HomePage", "Chưa nhập")
    words = status_words(due.report.status)
    again = QCoreApplication.translate("HomePage", "{status} (lần {revision})")
    revision = due.report.revision
    return again.format(status=words, revision=revision) if revision > 1 else words


def _status_sign(due: Due) -> Sign:
    is_back = due.asked is not None and bool(due.asked.count)
    if due.turn is NextTurn.BEGIN:
        return NOT_SENT
    return STATUS_SIGNS[Status.RETURNED if is_back else due.report.status]


def _when_sign(due: Due) -> Sign:
    if due.report.status not in EDITABLE:
        return Sign("check", COLOURS.ok)
    if due.days_left < 0:
        return Sign("triangle-alert", COLOURS.error)
    return Sign("clock", COLOURS.reason if due.days_left <= SOON_DAYS else COLOURS.text_soft)


def _filled_bar(due: Due) -> Bar | None:
    from decimal import Decimal

    if not due.total:
        return None
    return Bar(Decimal(due.filled), Decimal(due.total), is_met=due.filled >= due.total)


def _arrival_sign(arrival: Arrival) -> Sign:
    if arrival.is_return:
        return Sign("reply", COLOURS.reason_edge)
    return Sign("package-check", COLOURS.ok)


def _stack(card: Card, full: QWidget, empty: QWidget) -> QStackedLayout:
    """Put a list and the words for its absence in one place of a card."""
    stack = GivingStack()
    stack.addWidget(full)
    stack.addWidget(empty)
    card.body.addLayout(stack, 1)
    return stack
