"""Which column of a sheet is which of the form: proposed, and changed by choosing."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QScrollArea, QVBoxLayout, QWidget

from ctmtqg_desktop.intake.given import column_letter
from ctmtqg_desktop.ui.parts.fields import Rows

_LONGEST = 34
_WIDTH = 430
_BY_ROOM = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


class MapColumns(QScrollArea):
    """A line for each column of the sheet that says something.

    Signals:
        chosen: a column of the sheet and the id of the form's; empty leaves it out.
    """

    chosen = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setMinimumWidth(_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Cột nào là gì"))
        self.combos: dict[int, QComboBox] = {}

    def show_columns(
        self, said: Sequence[str], mapped: Mapping[int, str], labels: Mapping[str, str]
    ) -> None:
        """Show the columns: what stands over each, what it is taken for, what can be chosen."""
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        rows = Rows()
        self.combos = {}
        for at, words in enumerate(said):
            if words or at in mapped:
                combo = self._combo(at, mapped.get(at, ""), labels, inner)
                self.combos[at] = combo
                rows.add(f"{column_letter(at)} · {_short(words)}", combo)
        column.addLayout(rows)
        column.addStretch(1)
        self.setWidget(inner)

    def _combo(
        self, at: int, chosen: str, labels: Mapping[str, str], parent: QWidget
    ) -> QComboBox:
        combo = QComboBox(parent)
        combo.setMinimumHeight(26)
        combo.setMinimumContentsLength(10)
        combo.setSizeAdjustPolicy(_BY_ROOM)
        combo.addItem(self.tr("Không nhập cột này"), "")
        for name, words in labels.items():
            combo.addItem(words, name)
        combo.setCurrentIndex(max(combo.findData(chosen), 0))
        combo.activated.connect(lambda _: self.chosen.emit(at, combo.currentData()))
        return combo


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
