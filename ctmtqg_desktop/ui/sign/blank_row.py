"""The row that says of what was left empty, one after the other or all, that nothing arose."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ctmtqg_desktop.exchange.sender.orders import BLANK_FORM, BLANK_PART, THIN_FORM
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.ui.parts.card import button, label
from ctmtqg_desktop.ui.parts.fields import line, text_of

_LEFT = (BLANK_FORM, BLANK_PART, THIN_FORM)


class BlankRow(QWidget):
    """Offer the words for what was left empty; F4 writes them, and the next is asked about.

    Signals:
        given: ids of forms, or "form/part"; and why they are empty.
    """

    given = Signal(object, str)

    def __init__(self, page: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._asked: tuple[Finding, ...] = ()
        self._current: Finding | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        self.about = label("", self, wrap=True)
        column.addWidget(self.about)
        self.text = line(self, text=self.tr("Không phát sinh trong kỳ báo cáo."))
        self.text.setAccessibleName(self.tr("Lý do để trống biểu"))
        self.go = button(self.tr("Ghi lý do (F4)"), self, picture="check")
        self.go.clicked.connect(self._give)
        self.all = button("", self, picture="list-checks")
        self.all.clicked.connect(lambda: self._say(self._asked))
        self.text.textChanged.connect(lambda _: self._enable())
        row = QHBoxLayout()
        row.addWidget(self.text, 1)
        row.addWidget(self.go)
        row.addWidget(self.all)
        column.addLayout(row)
        key = QShortcut(QKeySequence("F4"), page)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self._give)
        self.hide()

    def ask(self, findings: Sequence[Finding]) -> None:
        """Ask about what was left empty among what was found; hide where all is explained."""
        self._asked = tuple(f for f in findings if f.blocks and f.code.startswith(_LEFT))
        self.setVisible(bool(self._asked))
        self.all.setVisible(len(self._asked) > 1)
        self.all.setText(self.tr("Cho cả {count} chỗ trống").format(count=len(self._asked)))
        self.follow(self._current)

    def follow(self, finding: Finding | None) -> None:
        """Ask about the empty form or part that was chosen, else about the first."""
        known = next((one for one in self._asked if one == finding), None)
        self._current = known or next(iter(self._asked), None)
        if self._current is not None:
            self.about.setText(self._current.message)

    def _enable(self) -> None:
        for one in (self.go, self.all):
            one.setEnabled(bool(text_of(self.text)))

    def _give(self) -> None:
        if self._current is not None and self.go.isEnabled():
            self._say((self._current,))

    def _say(self, asked: Sequence[Finding]) -> None:
        self.given.emit(tuple(_place(one) for one in asked), text_of(self.text))


def _place(finding: Finding) -> str:
    part = finding.code.removeprefix(BLANK_PART)
    return finding.form if part == finding.code else f"{finding.form}/{part}"
