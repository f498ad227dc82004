"""The verdict on one package: an edge in its colour, one bottom line, then the questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.trust.verdict import QUESTIONS
from ctmtqg_desktop.ui.look.icons import pixmap
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.badges import LINE_SIGNS, line_words
from ctmtqg_desktop.ui.parts.card import Empty, label
from ctmtqg_desktop.ui.parts.table import Sign

Answer = bool | str | None
YES = Sign("check", COLOURS.ok)
WARN = Sign("triangle-alert", COLOURS.reason_edge)
NO = Sign("x", COLOURS.error)
NOT_ASKED = Sign("minus", COLOURS.text_faint)
_CALM_REVISIONS = frozenset({"new", "amendment", "duplicate"})
_FACT_ROWS = 10
_MOST_CAUTIONS = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told beside the answers.

    Attributes:
        lines: (what, value) in the order of the screen: signer, time claimed, time first seen,
            revocation data as of.
        reason: why it is refused or held, as a sentence; empty when it is neither.
        note: what there is to know of a file that asks for nothing.
        cautions: what a person should know though it refuses nothing, each a sentence.
    """

    title: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    cautions: tuple[str, ...] = ()
    note: str = ""


def question_line(question: str, answer: Answer) -> tuple[Sign, str]:
    """Return the sign and the words of one answered question."""
    if question == "revision":
        if answer is None:
            return NOT_ASKED, say("screen.revision-unasked", {})
        words = say(f"screen.revision-{answer}", {})
        return (YES if answer in _CALM_REVISIONS else WARN), words
    asked = f"screen.asked-{question.replace('_', '-')}"
    if answer is None:
        return NOT_ASKED, say("screen.unasked", {"question": say(f"{asked}-yes", {})})
    return (YES, say(f"{asked}-yes", {})) if answer else (NO, say(f"{asked}-no", {}))


class VerdictCard(QFrame):
    """Show a verdict; says that nothing is chosen while there is none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._edge = COLOURS.line_strong
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 14, 14, 14)
        page.setSpacing(10)
        self._empty = Empty(
            "shield-check", self.tr("Chưa chọn gói nào."),
            self.tr("Chọn một dòng ở hộp nhận hoặc một ô ở bảng để xem kết luận."), self,
        )  # fmt: skip
        page.addWidget(self._empty, 1)
        self._full = QWidget(self)
        self._room = QScrollArea(self)  # what is long scrolls here: the buttons below stay in view
        self._room.setWidgetResizable(True)
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._room.setWidget(self._full)
        for ground in (self._room.viewport(), self._full):
            ground.setAutoFillBackground(False)
        page.addWidget(self._room, 1)
        self._build(QVBoxLayout(self._full))
        self.clear()

    def _build(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(10)
        self._shield = QLabel(self._full)
        self._line = label("", self._full, role="title", wrap=True)
        top.addWidget(self._shield, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._line, 1)
        column.addLayout(top)
        self._title = label("", self._full, role="soft", wrap=True)
        self._reason = label("", self._full, role="error", wrap=True)
        self._note = label("", self._full, wrap=True)
        for line in (self._title, self._reason, self._note):
            column.addWidget(line)
        self._cautions = [self._answer_row(column) for _ in range(_MOST_CAUTIONS)]
        self._answers = [self._answer_row(column) for _ in QUESTIONS]
        grid = QGridLayout()
        grid.setContentsMargins(0, 8, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setColumnStretch(1, 1)
        self._facts = []
        for row in range(_FACT_ROWS):
            pair = label("", self._full, role="soft"), label("", self._full, wrap=True)
            grid.addWidget(pair[0], row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(pair[1], row, 1)
            pair[1].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.append(pair)
        column.addLayout(grid)
        column.addStretch(1)

    def _answer_row(self, column: QVBoxLayout) -> tuple[QLabel, QLabel]:
        row = QHBoxLayout()
        row.setSpacing(8)
        mark, words = QLabel(self._full), label("", self._full, wrap=True)
        mark.setFixedWidth(20)
        row.addWidget(mark)
        row.addWidget(words, 1)
        column.addLayout(row)
        return mark, words

    def clear(self) -> None:
        """Show no verdict."""
        self._edge = COLOURS.line_strong
        self._room.hide()
        self._empty.show()
        self.setAccessibleName(self.tr("Kết luận về gói: chưa chọn gói"))
        self.update()

    def show_verdict(self, answers: Mapping[str, Answer], facts: Facts) -> None:
        """Show the answers of a verdict (``Verdict.to_json``) and what is told beside."""
        line = str(answers.get("bottom_line") or "invalid")
        shield = LINE_SIGNS[line]
        self._edge = shield.colour
        self._shield.setPixmap(pixmap(shield.icon, shield.colour, size=26))
        self._line.setText(line_words(line))
        self._say(self._title, facts.title)
        self._say(self._reason, facts.reason)
        self._say(self._note, facts.note)
        self._warn(facts.cautions)
        for question, (mark, words) in zip(QUESTIONS, self._answers, strict=True):
            found, text = question_line(question, answers.get(question))
            mark.setPixmap(pixmap(found.icon, found.colour, size=16))
            words.setText(text)
        self._tell(facts.lines)
        self.setAccessibleName(f"{line_words(line)}. {facts.title} {facts.reason}".strip())
        self._empty.hide()
        self._room.show()
        self._room.verticalScrollBar().setValue(0)
        self.update()

    def _warn(self, cautions: Sequence[str]) -> None:
        """Show the cautions; what has no room is counted."""
        shown = list(cautions[:_MOST_CAUTIONS])
        if len(cautions) > _MOST_CAUTIONS:
            more = self.tr("{text} (và {count} điều khác)")
            count = len(cautions) - _MOST_CAUTIONS
            shown[-1] = more.format(text=shown[-1], count=count)
        padded = [*shown, *[""] * _MOST_CAUTIONS][:_MOST_CAUTIONS]
        for text, (mark, words) in zip(padded, self._cautions, strict=True):
            mark.setPixmap(pixmap(WARN.icon, WARN.colour, size=16))
            mark.setVisible(bool(text))
            self._say(words, text)

    def _say(self, line: QLabel, words: str) -> None:
        line.setText(words)
        line.setVisible(bool(words))

    def _tell(self, lines: Sequence[tuple[str, str]]) -> None:
        padded = [*lines, *[("", "")] * _FACT_ROWS][:_FACT_ROWS]
        for (what, value), pair in zip(padded, self._facts, strict=True):
            for line, words in zip(pair, (what, value), strict=True):
                self._say(line, words)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(1, 6, 5, self.height() - 12, QColor(self._edge))
        painter.end()
