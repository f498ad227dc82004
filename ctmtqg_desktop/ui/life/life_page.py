"""The life of one report: its steps from the first signature on, each with its proof."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.exchange.life import Event
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.look.room import give_way
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import Card, Empty, button, label
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table
from ctmtqg_desktop.workspace.records import Outcome

_SIGNS = {
    "signed": Sign("signature", COLOURS.accent),
    "arrived": Sign("inbox", COLOURS.ok),
    "issued": Sign("signature", COLOURS.ok),
    "receipt": Sign("package-check", COLOURS.ok),
    "returned": Sign("reply", COLOURS.reason_edge),
    "reopened": Sign("git-branch", COLOURS.accent),
    "amended": Sign("git-branch", COLOURS.accent),
    "unlocked": Sign("lock", COLOURS.reason_edge),
    Outcome.CONFLICT: Sign("triangle-alert", COLOURS.reason_edge),
    Outcome.HELD: Sign("clock", COLOURS.reason_edge),
}
_OTHER = Sign("history", COLOURS.text_soft)
_MOST_FACTS = 12
CARD_WIDTH = 380


class Told(NamedTuple):
    """A report that can be chosen."""

    key: ReportKey
    title: str


class LifePage(QWidget):
    """Show what happened to a report; a click on a step shows its proof.

    Signals:
        report_picked: the ReportKey.
        proof_wanted: the Event whose proof is to be shown.
        save_wanted: the Event whose package is to be written to a file.
        export_wanted: write the whole life into one file.
    """

    report_picked = Signal(object)
    proof_wanted = Signal(object)
    save_wanted = Signal(object)
    export_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._reports: tuple[Told, ...] = ()
        page = QHBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(12)
        page.addWidget(self._events_card(), 5)
        page.addWidget(self._proof_card(), 3)

    # -- building

    def _events_card(self) -> Card:
        card = Card(self.tr("Vòng đời báo cáo"), self)
        self.report = QComboBox(card)
        self.report.setAccessibleName(self.tr("Báo cáo"))
        give_way(self.report, 24)
        self.report.activated.connect(self._pick)
        self.export = button(
            self.tr("Xuất hồ sơ…"), card, picture="archive",
            tip=self.tr("Ghi mọi gói và biên nhận vào một tệp, kiểm tra được bằng công cụ khác"),
        )  # fmt: skip
        self.export.clicked.connect(self.export_wanted)
        card.heading.addWidget(self.report, 2)
        card.heading.addWidget(self.export)
        fields: tuple[Field[Event], ...] = (
            Field(self.tr("Lúc"), lambda e: moment(e.at), width=124),
            Field(self.tr("Lần"), lambda e: str(e.revision), width=44, is_number=True),
            Field(self.tr("Việc"), lambda e: e.words, tip=lambda e: e.words,
                  sign=lambda e: _SIGNS.get(e.what, _OTHER)),
            Field(self.tr("Bằng chứng"), lambda e: e.proof[:8], width=112,
                  sign=lambda e: Sign("shield-check", COLOURS.ok) if e.proof else None),
        )  # fmt: skip
        self.events: Table[Event] = Table(self.tr("Các bước"), fields, card)
        self.events.chosen.connect(self._choose)
        self.events.clicked.connect(lambda _: self._choose(self.events.current()))
        empty = Empty(
            "history", self.tr("Báo cáo này chưa có gì để kể."),
            self.tr("Khi ký, gửi, nhận biên nhận hay phiếu trả lại, từng bước sẽ hiện ở đây."),
            card,
        )  # fmt: skip
        self._stack = QStackedLayout()
        self._stack.addWidget(self.events)
        self._stack.addWidget(empty)
        card.body.addLayout(self._stack, 1)
        return card

    def _proof_card(self) -> Card:
        card = Card(self.tr("Bằng chứng"), self)
        card.setMaximumWidth(CARD_WIDTH)
        self._step = label("", card, wrap=True)
        self._step.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._step.hide()
        words = self.tr("Chưa có gói đã ký nào chứng minh bước này.")
        self._none = label(words, card, role="soft", wrap=True)
        card.body.addWidget(self._step)
        card.body.addWidget(self._none)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self._facts: list[tuple[QLabel, QLabel]] = []
        for row in range(_MOST_FACTS):
            pair = label("", card, role="soft"), label("", card, wrap=True)
            grid.addWidget(pair[0], row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(pair[1], row, 1)
            pair[1].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.append(pair)
        card.body.addLayout(grid)
        self.save = button(self.tr("Lưu gói này…"), card, picture="download")
        self.save.clicked.connect(self._save)
        column = QVBoxLayout()
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addLayout(column)
        card.body.addStretch(1)
        return card

    # -- showing

    def show_reports(self, reports: Sequence[Told], chosen: ReportKey | None) -> None:
        """Offer these reports, and mark one as chosen."""
        self._reports = tuple(reports)
        self.report.clear()
        self.report.addItems([told.title for told in self._reports])
        keys = [told.key for told in self._reports]
        self.report.setCurrentIndex(keys.index(chosen) if chosen in keys else -1)

    def show_life(self, events: Sequence[Event]) -> None:
        """Show the steps of the chosen report."""
        self.show_proof(())
        self.events.show_records(events)
        self._stack.setCurrentIndex(0 if events else 1)
        self.export.setEnabled(bool(events))

    def show_proof(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show what a signed package says; nothing for a step without one."""
        self._none.setVisible(not facts)
        self.save.setVisible(bool(facts))
        padded = [*facts, *[("", "")] * _MOST_FACTS][:_MOST_FACTS]
        for (what, value), pair in zip(padded, self._facts, strict=True):
            for line, words in zip(pair, (what, value), strict=True):
                line.setText(words)
                line.setVisible(bool(words))

    def facts(self) -> dict[str, str]:
        """Return the proof on screen."""
        return {what.text(): value.text() for what, value in self._facts if what.text()}

    def _pick(self, at: int) -> None:
        self.report_picked.emit(self._reports[at].key)

    def _choose(self, event: Event | None) -> None:
        if event is not None and event.proof:
            self.proof_wanted.emit(event)
        else:
            self.show_proof(())
        self._step.setText(event.words if event is not None else "")
        self._step.setVisible(event is not None)

    def _save(self) -> None:
        event = self.events.current()
        if event is not None:
            self.save_wanted.emit(event)
