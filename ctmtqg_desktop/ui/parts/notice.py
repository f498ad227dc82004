"""A message inside a page: what happened, where, and what to do. Never a box in the way."""

from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange import words
from ctmtqg_desktop.ui.look.icons import icon, pixmap
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import button, label


class ToneLook(NamedTuple):
    """How a tone looks."""

    icon: str
    ink: str
    paper: str


class Tone(Enum):
    """How a message is meant."""

    GOOD = ToneLook("circle-check", COLOURS.ok, COLOURS.ok_soft)
    KNOW = ToneLook("info", COLOURS.info, COLOURS.accent_soft)
    WARN = ToneLook("triangle-alert", COLOURS.reason_edge, COLOURS.reason_soft)
    BAD = ToneLook("circle-x", COLOURS.error, COLOURS.error_soft)


class Notice(QFrame):
    """A strip with an icon, one or two lines and a cross to put it away; hidden when empty.

    Signals:
        taken: the button that a message offered was pressed.
    """

    taken = Signal()

    def __init__(self, parent: QWidget, *, closable: bool = True) -> None:
        super().__init__(parent)
        self._tone = Tone.KNOW
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        self._sign = QLabel(self)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        self._what = label("", self, wrap=True)
        self._todo = label("", self, role="soft", wrap=True)
        for line in (self._what, self._todo):
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            lines.addWidget(line)
        row.addLayout(lines, 1)
        self.offer = button("", self)
        self.offer.clicked.connect(self.taken)
        row.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignVCenter)
        shut = QToolButton(self)
        shut.setIcon(icon("x", COLOURS.text_soft, size=14))
        shut.setAccessibleName(self.tr("Ẩn thông báo"))
        shut.setToolTip(self.tr("Ẩn thông báo"))
        shut.clicked.connect(self.hide)
        shut.setVisible(closable)
        row.addWidget(shut, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def say(self, tone: Tone, what: str, todo: str = "", *, offer: str = "") -> None:
        """Show a message; ``offer`` is the word of a button beside it."""
        self.propose(offer)
        self._tone = tone
        self._sign.setPixmap(pixmap(tone.value.icon, tone.value.ink, size=18))
        self._what.setText(what)
        self._todo.setText(todo)
        self._todo.setVisible(bool(todo))
        self.setAccessibleName(f"{what} {todo}".strip())
        self.show()
        self.update()

    def propose(self, offer: str) -> None:
        """Put a button beside what is said; none for no word."""
        self.offer.setText(offer)
        self.offer.setAccessibleName(offer)
        self.offer.setVisible(bool(offer))

    def say_error(self, error: CtmtqgError) -> None:
        """Show why something was refused, and what to do."""
        found = words.of_error(error)
        self.say(Tone.BAD, found.what, found.todo)

    def put_away_good(self) -> None:
        """Hide what only tells that something is done; what is to be minded stays."""
        if self._tone is Tone.GOOD:
            self.hide()

    def text(self) -> str:
        """Return what is shown; empty while hidden."""
        return "" if self.isHidden() else self.accessibleName()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._tone.value.paper))
        painter.fillRect(0, 0, 4, self.height(), QColor(self._tone.value.ink))
        painter.end()
