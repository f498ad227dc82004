"""Assigned targets and tasks: what is asked and reported, the bar, the sentence of the plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ctmtqg_desktop.ui.parts.badges import TARGET_SIGNS, TASK_SIGNS, target_words
from ctmtqg_desktop.ui.parts.bullet import Bar, BarDelegate
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.table import Field, Table


@dataclass(frozen=True, slots=True)
class Progress:
    """One target or task, and how far it is.

    Attributes:
        state: of ``TargetState``, or "task." and one of ``TaskStanding``.
        asked: operator and figure, "≥ 95 %".
        actual: as shown; empty where nothing was reported.
        quote: the sentence that assigns it.
        note: why nothing answers it, or where the quote stands.
        coverage: how many of how many have reported; empty where one unit's figure is all.
        above: the unit whose target it is, where ours only has a part in it; else empty.
    """

    id: str
    indicator: str
    state: str
    asked: str
    actual: str
    quote: str
    bar: Bar | None = None
    note: str = ""
    coverage: str = ""
    above: str = ""


def _standing(progress: Progress) -> str:
    words = target_words(progress.state)
    return f"{words}\n{progress.coverage}" if progress.coverage else words


class Quote(QWidget):
    """The sentence of the plan, and where it stands."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._quote = label("", self, wrap=True)
        self._quote.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._note = label("", self, role="soft", wrap=True)
        column.addWidget(self._quote)
        column.addWidget(self._note)

    def show_quote(self, progress: Progress | None) -> None:
        """Show the sentence that assigns a target; nothing for none."""
        self._quote.setText(f"“{progress.quote}”" if progress and progress.quote else "")
        self._note.setText(progress.note if progress else "")
        self._note.setVisible(bool(self._note.text()))

    def text(self) -> str:
        """Return the sentence shown."""
        return self._quote.text()


class ProgressList(QWidget):
    """The list of targets or tasks; the sentence of the current one stands below it."""

    def __init__(self, parent: QWidget, what: str = "", asked: str = "") -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        fields = self._fields(what or self.tr("Chỉ tiêu"), asked or self.tr("Giao"))
        self.table: Table[Progress] = Table(self.tr("Chỉ tiêu được giao"), fields, self)
        self.table.setItemDelegateForColumn(2, BarDelegate(self.table))
        self.table.setWordWrap(True)
        self.table.set_row_height(40)
        column.addWidget(self.table, 1)
        self.quote = Quote(self)
        self.table.chosen.connect(self.quote.show_quote)
        column.addWidget(self.quote)

    def _fields(self, what: str, asked: str) -> tuple[Field[Progress], ...]:
        return (
            Field(self.tr("Trạng thái"), _standing, width=140,
                  sign=lambda p: (TARGET_SIGNS | TASK_SIGNS)[p.state]),
            Field(what, lambda p: p.indicator, tip=lambda p: p.quote),
            Field(self.tr("So với giao"), lambda p: p.actual or "–", drawn=lambda p: p.bar,
                  centred=True, width=88),
            Field(self.tr("Thực hiện"), lambda p: p.actual or "–", is_number=True, width=116),
            Field(asked, lambda p: p.asked, is_number=True, width=132),
        )  # fmt: skip

    def show_progress(self, rows: Sequence[Progress]) -> None:
        """Show these targets."""
        if not rows:
            self.quote.show_quote(None)
        self.table.show_records(rows)
