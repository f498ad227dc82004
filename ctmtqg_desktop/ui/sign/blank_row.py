"""The row that says of blank forms, one after the other, that nothing arose."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ctmtqg_desktop.exchange.sender.orders import BLANK_FORM
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.ui.parts.card import button, label
from ctmtqg_desktop.ui.parts.fields import line, text_of


class BlankRow(QWidget):
    """Offer the words for a blank form; F4 writes them, and the next form is asked about.

    Signals:
        given: id of the form, and why it is blank.
    """

    given = Signal(str, str)

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
        self.text.textChanged.connect(lambda _: self.go.setEnabled(bool(text_of(self.text))))
        row = QHBoxLayout()
        row.addWidget(self.text, 1)
        row.addWidget(self.go)
        column.addLayout(row)
        key = QShortcut(QKeySequence("F4"), page)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self._give)
        self.hide()

    def ask(self, findings: Sequence[Finding]) -> None:
        """Ask about the blank forms among what was found; hide where none is unexplained."""
        self._asked = tuple(f for f in findings if f.code == BLANK_FORM and f.blocks)
        self.setVisible(bool(self._asked))
        self.follow(self._current)

    def follow(self, finding: Finding | None) -> None:
        """Ask about the blank form that was chosen, else about the first."""
        known = next((one for one in self._asked if one == finding), None)
        self._current = known or next(iter(self._asked), None)
        if self._current is not None:
            self.about.setText(self._current.message)

    def _give(self) -> None:
        if self._current is not None and self.go.isEnabled():
            self.given.emit(self._current.form, text_of(self.text))
