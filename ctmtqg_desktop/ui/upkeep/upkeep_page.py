"""The workspace itself: copied now, a copy brought back as another workspace, looked over."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.upkeep.orders import Backup, Doctor, Restore
from ctmtqg_desktop.exchange.words import sentence
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.opening.restore_box import RestoreBox
from ctmtqg_desktop.ui.parts.card import Card, Empty, button, label
from ctmtqg_desktop.ui.parts.facts import FactList
from ctmtqg_desktop.ui.parts.fields import PathBox, Rows
from ctmtqg_desktop.ui.parts.files.ask import Ask
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table
from ctmtqg_desktop.workspace.records import Problem

_SIDE = 500
_BROKEN = Sign("circle-x", COLOURS.error)


class Damage(NamedTuple):
    """One thing that is wrong with a workspace, as the table shows it."""

    what: str
    todo: str
    code: str


class UpkeepPage(QWidget):
    """Three things a person does for a workspace, and what the last look found.

    Signals:
        wanted: an order.
        copied: a backup was written.
        restored: path of a workspace that was brought back.
        another_wanted: open another workspace in the place of this one.
    """

    wanted = Signal(object)
    copied = Signal()
    restored = Signal(object)
    another_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(12)
        steps = QVBoxLayout()
        steps.setSpacing(10)
        for card in (self._about_card(), self._copy_card(), self._back_card()):
            card.setFixedWidth(_SIDE)
            steps.addWidget(card)
        steps.addStretch(1)
        row.addLayout(steps)
        row.addWidget(self._doctor_card(), 1)

    # -- building

    def _about_card(self) -> Card:
        card = Card(self.tr("Sổ đang mở"), self)
        self.another = button(self.tr("Mở sổ khác…"), card, picture="folder-open")
        self.another.clicked.connect(self.another_wanted)
        card.heading.addWidget(self.another)
        self.facts = FactList(self.tr("Sổ đang mở"), card)
        self.facts.setFixedHeight(118)
        card.body.addWidget(self.facts)
        return card

    def _copy_card(self) -> Card:
        card = Card(self.tr("Sao lưu"), self)
        self.target = PathBox(
            Ask.NEW_FILE, self.tr("Chọn nơi ghi bản sao lưu"), card, FileKind.BACKUPS
        )
        rows = Rows()
        rows.add(self.tr("Ghi vào"), self.target)
        card.body.addLayout(rows)
        hint = self.tr(
            "Bản sao có đủ số liệu, gói và khóa đọc. Cất ở USB hoặc ổ khác, như cất sổ."
        )
        card.body.addWidget(label(hint, card, role="soft", wrap=True))
        self.copy = button(self.tr("Sao lưu ngay"), card, picture="hard-drive", primary=True)
        self.copy.clicked.connect(self._copy)
        self.target.changed.connect(self._enable)
        card.body.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _back_card(self) -> Card:
        card = Card(self.tr("Phục hồi bản sao lưu thành sổ khác"), self)
        self.back = RestoreBox(card, may_replace=False)
        card.body.addWidget(self.back)
        self._why = label("", card, role="soft", wrap=True)
        card.body.addWidget(self._why)
        self.bring = button(self.tr("Phục hồi"), card, picture="undo-2")
        self.bring.clicked.connect(self._bring)
        self.back.changed.connect(self._enable)
        card.body.addWidget(self.bring, 0, Qt.AlignmentFlag.AlignLeft)
        self._enable()
        return card

    def _doctor_card(self) -> Card:
        card = Card(self.tr("Kiểm tra sổ"), self)
        self.look = button(self.tr("Kiểm tra ngay"), card, picture="clipboard-check")
        self.look.clicked.connect(lambda: self.wanted.emit(Doctor()))
        card.heading.addWidget(self.look)
        fields: tuple[Field[Damage], ...] = (
            Field(self.tr("Chỗ hỏng"), lambda d: d.what, sign=lambda _: _BROKEN,
                  tip=lambda d: f"{d.what}\n[{d.code}]"),
            Field(self.tr("Cần làm"), lambda d: d.todo, tip=lambda d: d.todo),
        )  # fmt: skip
        self.damage: Table[Damage] = Table(self.tr("Những chỗ hỏng"), fields, card)
        self._empty = Empty(
            "clipboard-check", self.tr("Chưa kiểm tra lần nào từ khi mở sổ."),
            self.tr("Mọi số liệu, gói và biên nhận được đọc lại, so với mã băm đã ghi."), card,
        )  # fmt: skip
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.damage)
        card.body.addLayout(self._stack, 1)
        return card

    # -- showing

    def show_workspace(self, facts: Sequence[tuple[str, str]]) -> None:
        """Tell which workspace is open."""
        self.facts.show_facts(facts)

    # -- asking

    def _enable(self) -> None:
        self.copy.setEnabled(self.target.path is not None)
        self._why.setText(self.back.obstacle())
        self.bring.setEnabled(self.back.order is not None)

    def _copy(self) -> None:
        if self.target.path is not None:
            self.wanted.emit(Backup(self.target.path))

    def _bring(self) -> None:
        if self.back.order is not None:
            self.wanted.emit(self.back.order)

    # -- what came of it

    def acted(self, order: object, done: Done) -> None:
        """Show what the look found; propose the next name after a copy."""
        if isinstance(order, Doctor):
            self._show_damage(done.found if isinstance(done.found, tuple) else ())
        elif isinstance(order, Backup):
            self.target.used()
            self.copied.emit()
        elif isinstance(order, Restore):
            self.back.password.clear()
            self.restored.emit(done.paths[0])
            self._enable()

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Forget a password that did not open the copy; what was chosen stays."""
        self.back.password.clear()

    def _show_damage(self, problems: Sequence[Problem]) -> None:
        found = [(sentence(p.code, p.facts), p.code) for p in problems]
        self.damage.show_records([Damage(said.what, said.todo, code) for said, code in found])
        self._empty.say(
            self.tr("Sổ làm việc lành lặn."),
            self.tr("Mọi số liệu, gói và biên nhận vẫn đúng như lúc ghi."),
        )
        self._stack.setCurrentIndex(1 if problems else 0)
