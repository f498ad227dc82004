"""The targets a form answers, beside it: that of the cell is marked, a click goes there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.exchange.sender.targets.target_at_cell import (
    OwnTarget,
    beside_words,
    target_sentence,
)
from ctmtqg_desktop.ui.form.view import FormPage
from ctmtqg_desktop.ui.look.fonts import base_font
from ctmtqg_desktop.ui.look.icons import icon
from ctmtqg_desktop.ui.look.labels import tip
from ctmtqg_desktop.ui.parts.badges import TARGET_SIGNS
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.table import calm_selection

_LIST_HEIGHT = 150


class TargetsPanel(QWidget):
    """List the targets of a form; hidden where it has none."""

    go_to = Signal(object)

    def __init__(self, page: FormPage) -> None:
        super().__init__(page)
        self._page = page
        self._targets: tuple[OwnTarget, ...] = ()
        self.setProperty("role", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("", self)
        self.title.setFont(base_font(bold=True))
        self.title.setIndent(10)
        self.list = QListWidget(self)
        calm_selection(self.list)
        self.list.setWordWrap(True)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Chỉ tiêu của biểu"))
        self.list.setFixedHeight(_LIST_HEIGHT)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.quote = label("", self, role="soft", wrap=True)
        self.quote.setIndent(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 6)
        column.setSpacing(4)
        for widget in (self.title, self.list, self.quote):
            column.addWidget(widget)
        page.editing.found.connect(self.refresh)
        page.cell_entered.connect(self.follow)
        self.go_to.connect(page.go_to)
        self.refresh()

    def refresh(self) -> None:
        """Show how the targets stand now."""
        targets = self._page.editing.targets
        if targets == self._targets:
            return
        self._targets = targets
        measures = self._page.sheet.measures
        self.list.clear()
        for one in targets:
            sign = TARGET_SIGNS[one.tracked.state.value]
            words = f"{one.target.indicator}\n{beside_words(one, measures)}"
            item = QListWidgetItem(icon(sign.icon, sign.colour, size=16), words, self.list)
            item.setToolTip(tip(target_sentence(one.target)))
        self.title.setText(self.tr("Chỉ tiêu của biểu ({count})").format(count=len(targets)))
        self.setVisible(bool(targets))
        self.follow(self._page.view().current_cell())

    def follow(self, cell: Cell | None) -> None:
        """Mark the target of the cell the cursor came to, and show its sentence."""
        places = [
            at for at, one in enumerate(self._targets) if cell is not None and one.stands_at(cell)
        ]
        places.sort(key=lambda at: not self._targets[at].cells)
        self.list.setCurrentRow(places[0] if places else -1)
        self.quote.setText(target_sentence(self._targets[places[0]].target) if places else "")
        self.quote.setVisible(bool(places))

    def _choose(self, item: QListWidgetItem) -> None:
        one = self._targets[self.list.row(item)]
        first = one.at or _first_cell(self._page, one.section)
        if first is not None:
            self.go_to.emit(first)


def _first_cell(page: FormPage, section: str) -> Cell | None:
    """Return the first cell of a section; None for a list without rows."""
    rows, columns = page.sheet.rows(section), page.sheet.columns(section)
    return Cell(section, rows[0], columns[0]) if rows and columns else None
