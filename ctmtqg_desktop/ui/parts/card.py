"""Frames, headings and the words of an empty page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ctmtqg_desktop.ui.look.icons import icon, pixmap
from ctmtqg_desktop.ui.look.labels import ElidedLabel
from ctmtqg_desktop.ui.look.theme import COLOURS


def label(text: str, parent: QWidget, *, role: str = "", wrap: bool = False) -> QLabel:
    """Return a label; ``role`` is one the style sheet knows: title, soft, faint, error."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def sign(name: str, colour: str, parent: QWidget, *, size: int = 18) -> QLabel:
    """Return an icon as a label; words beside it say the same."""
    made = QLabel(parent)
    made.setPixmap(pixmap(name, colour, size=size, scale=parent.devicePixelRatioF()))
    made.setFixedSize(size + 2, size + 2)
    return made


def button(
    text: str, parent: QWidget, *, picture: str = "", primary: bool = False, tip: str = ""
) -> QPushButton:
    """Return a push button with an icon before its word."""
    made = QPushButton(text, parent)
    made.setAccessibleName(text)
    if picture:
        made.setText(f" {text}")  # a blank keeps the icon from touching the word
        made.setIcon(icon(picture, COLOURS.surface if primary else COLOURS.accent, size=16))
    if primary:
        made.setProperty("role", "primary")
    made.setToolTip(tip)
    return made


_TITLE_LEAST = 90
"""Pixels of a heading that what stands beside it leaves to it."""


class Card(QFrame):
    """A white frame with a heading; put what it holds into ``body``.

    Attributes:
        heading: the row of the heading, for a button or a count at its right.
    """

    def __init__(self, title: str, parent: QWidget, *, note: str = "") -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 12)
        outer.setSpacing(8)
        self.heading = QHBoxLayout()
        self._title = ElidedLabel(self)
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self.set_title(title)
        self.note = ElidedLabel(self)
        self.note.setProperty("role", "soft")
        self.note.setText(note)
        self.heading.addWidget(self._title)
        self.heading.addWidget(self.note)
        self.heading.addStretch(1)
        outer.addLayout(self.heading)
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        outer.addLayout(self.body, 1)

    def set_title(self, text: str) -> None:
        """Change the heading."""
        self._title.setText(text)
        self._title.setMinimumWidth(min(self._title.sizeHint().width(), _TITLE_LEAST))
        self.setAccessibleName(text)


class Empty(QWidget):
    """What a list says when it has nothing: an icon, a sentence and what to do."""

    def __init__(self, picture: str, what: str, todo: str, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 18, 12, 18)
        column.setSpacing(4)
        column.addStretch(1)
        column.addWidget(
            sign(picture, COLOURS.text_faint, self, size=32), 0, Qt.AlignmentFlag.AlignHCenter
        )
        self._what = label(what, self, wrap=True)
        self._todo = label(todo, self, role="soft", wrap=True)
        for line in (self._what, self._todo):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(line)
        self._column = column
        column.addStretch(1)

    def add_way_on(self, button: QWidget) -> None:
        """Put a button below the words."""
        place = self._column.count() - 1
        self._column.insertWidget(place, button, 0, Qt.AlignmentFlag.AlignHCenter)

    def say(self, what: str, todo: str = "") -> None:
        """Say something else."""
        self._what.setText(what)
        self._todo.setText(todo)
