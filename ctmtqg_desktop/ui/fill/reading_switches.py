"""How the columns of a file are read: one switch for each, and what nothing proves is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QScrollArea, QVBoxLayout, QWidget

from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.desk.readings import ANSWERS, Question
from ctmtqg_desktop.ui.parts.fields import Rows

_MOST_HEIGHT = 132
_BY_ROOM = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


@dataclass(frozen=True, slots=True)
class Switch:
    """One question about one column.

    Attributes:
        key: what names the column.
        words: what people call it.
        answer: how it is read; empty while that is asked.
        proof: the text that proves it, or that leaves it open.
    """

    key: object
    words: str
    question: Question
    answer: str = ""
    proof: str = ""


class ReadingSwitches(QScrollArea):
    """Show the switches; hidden while there are none.

    Signals:
        answered: key of the column, the question and one of its answers.
    """

    answered = Signal(object, object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setAccessibleName(self.tr("Cách hiểu từng cột"))
        self.combos: list[QComboBox] = []
        self.hide()

    def show_switches(self, switches: Sequence[Switch]) -> None:
        """Show these switches, the open ones first."""
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        rows = Rows()
        self.combos = []
        for one in sorted(switches, key=lambda s: bool(s.answer)):
            combo = self._combo(one, inner)
            rows.add(self._words(one), combo)
            self.combos.append(combo)
        column.addLayout(rows)
        column.addStretch(1)
        self.setWidget(inner)
        self.setVisible(bool(switches))
        self.setFixedHeight(min(_MOST_HEIGHT, 8 + 36 * len(switches)))

    def _words(self, one: Switch) -> str:
        if one.answer:
            return self.tr("Cột “{column}” hiểu là").format(column=one.words)
        words = self.tr("Cột “{column}” có “{text}”, hiểu thế nào?")
        return words.format(column=one.words, text=one.proof)

    def _combo(self, one: Switch, parent: QWidget) -> QComboBox:
        combo = QComboBox(parent)
        combo.setMinimumHeight(28)
        combo.setMinimumContentsLength(10)
        combo.setSizeAdjustPolicy(_BY_ROOM)
        answers: Mapping[str, str] = {
            answer: say(f"intake.applied-{one.question}-{answer}", {})
            for answer in ANSWERS[one.question]
        }
        if not one.answer:
            combo.addItem(self.tr("Chọn một cách hiểu…"), "")
        for answer, words in answers.items():
            combo.addItem(words, answer)
        combo.setCurrentIndex(max(combo.findData(one.answer), 0))
        combo.activated.connect(lambda _: self._answer(one, combo))
        return combo

    def _answer(self, one: Switch, combo: QComboBox) -> None:
        answer = combo.currentData()
        if answer:
            self.answered.emit(one.key, one.question, answer)
