"""What is known of one thing: pairs of a word and a text, as many as there are."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ctmtqg_desktop.ui.parts.card import label

_WORD_WIDTH = 88


class FactList(QScrollArea):
    """Show facts under each other; long texts are wrapped and can be selected."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._facts: tuple[tuple[str, str], ...] = ()

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these facts instead; a fact without a text is left out."""
        self._facts = tuple((word, text) for word, text in facts if text)
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 6, 0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, _WORD_WIDTH)
        grid.setColumnStretch(1, 1)
        for row, (word, text) in enumerate(self._facts):
            named, said = label(word, inner, role="soft", wrap=True), label(text, inner, wrap=True)
            named.setMaximumWidth(_WORD_WIDTH)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(named, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, row, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(grid)
        column.addStretch(1)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)  # the scroll area turns it on
        self.setAccessibleDescription("; ".join(f"{w}: {t}" for w, t in self._facts))

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Return what is shown."""
        return self._facts
