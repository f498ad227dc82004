"""The strip under a sheet: the current row in full, and what stands beside the cell."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ctmtqg_desktop.catalogue.records.form import Cell, Row
from ctmtqg_desktop.catalogue.records.legal import mark_of
from ctmtqg_desktop.catalogue.records.workshop import for_officers
from ctmtqg_desktop.entries.change import Refused
from ctmtqg_desktop.entries.overview import filled_from, reference
from ctmtqg_desktop.exchange.sender.targets.target_at_cell import beside_words
from ctmtqg_desktop.ui.form.editing import Editing
from ctmtqg_desktop.ui.form.states import State, state_words
from ctmtqg_desktop.ui.look.fonts import base_font
from ctmtqg_desktop.ui.look.labels import ElidedLabel, PartsLabel, PlainLabel, tip
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.badges import TARGET_SIGNS
from ctmtqg_desktop.ui.parts.confidence import confidence_words

_LOUD = {
    State.REFUSED: COLOURS.error,
    State.ERROR: COLOURS.error,
    State.REASON: COLOURS.reason,
    State.EXPLAINED: COLOURS.reason,
    State.WARNING: COLOURS.reason,
}


class DetailStrip(QFrame):
    """Say everything about the current cell, and below it how saving stands."""

    def __init__(self, editing: Editing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self._editing = editing
        self._cell: Cell | None = None
        self.wording = PlainLabel("", self)
        self.wording.setWordWrap(True)
        self.wording.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.wording.setFixedHeight(2 * self.wording.fontMetrics().lineSpacing())
        self.beside = PartsLabel(self)
        self.said = ElidedLabel(self)
        self.said.setProperty("role", "soft")
        self.saved = QLabel(self)
        self.saved.setProperty("role", "soft")
        self.saved.setFont(base_font())
        self.wording.setAccessibleName(self.tr("Nội dung dòng"))
        self.beside.setAccessibleName(self.tr("Số liệu đối chiếu"))
        self._lay_out()
        editing.touched.connect(self._follow)
        editing.found.connect(self._say_again)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 3, 10, 3)
        column.setSpacing(1)
        column.addWidget(self.wording)
        row = QHBoxLayout()
        row.addWidget(self.beside, 1)
        row.addSpacing(14)
        row.addWidget(self.said)
        row.addSpacing(14)
        row.addWidget(self.saved)
        column.addLayout(row)

    def show_cell(self, cell: Cell | None) -> None:
        """Show a cell; nothing for None."""
        self._cell = cell
        if cell is None:
            self.wording.clear()
            self.beside.show_parts(())
            return
        self.wording.setText(self._wording(cell))
        self.wording.setToolTip(tip(self.wording.text()))
        self.beside.show_parts(self._beside(cell))

    def _follow(self, touched: frozenset[Cell]) -> None:
        if self._cell in touched:
            section = self._cell.section if self._cell else ""
            rows = self._editing.sheet.rows(section)
            self.show_cell(self._cell if self._cell and self._cell.row in rows else None)

    def _say_again(self) -> None:
        """Say anew what stands beside the cell: its target has moved since."""
        cell = self._cell
        if cell is not None and cell.row in self._editing.sheet.rows(cell.section):
            self.beside.show_parts(self._beside(cell))

    def _wording(self, cell: Cell) -> str:
        """Return the mistake of the cell, else the whole wording of its row."""
        finding = self._editing.finding(cell)
        held = self._editing.sheet.entry(cell)
        if finding is not None:
            return finding.message
        if isinstance(held, Refused):
            where = self._editing.sheet.label(cell)
            return self._editing.doors.say(held.code, {"text": held.text, "where": where})
        row = self._row(cell)
        if row is None:
            return self._roster_wording(cell)
        label = f"{row.label} {mark_of(row.confidence)}".rstrip()
        named = f"{row.no}  {label}" if row.no else label
        told = for_officers(row.help)
        return f"{named}. {told}" if told else named

    def _roster_wording(self, cell: Cell) -> str:
        """Name a roster row by what it begins with: its first column may be scrolled away."""
        sheet = self._editing.sheet
        first = Cell(cell.section, cell.row, sheet.columns(cell.section)[0])
        named = sheet.text(first) if first != cell else ""
        return f"{named} ({sheet.label(cell)})" if named else sheet.label(cell)

    def _row(self, cell: Cell) -> Row | None:
        section = self._editing.sheet.form.section(cell.section)
        return section.row(cell.row) if section is not None else None

    def _beside(self, cell: Cell) -> list[str]:
        state = self._editing.state(cell)
        parts = [_coloured(state_words(state), _LOUD.get(state, COLOURS.text_soft))]
        parts += self._targets(cell)
        row = self._row(cell)
        beside = reference(self._editing.sheet, cell)
        sheet = self._editing.sheet
        source = filled_from(sheet, cell) if cell in sheet.filled else ""
        key = self.tr("F3: đến nơi nhập") if sheet.around.elsewhere(cell) else ""
        parts += [escape(part) for part in (source, key) if part]
        for words, text in (
            (self.tr("Yêu cầu"), row.requirement if row else ""),
            (self.tr("Kỳ trước"), beside.previous),
            (self.tr("Cùng kỳ năm trước"), beside.last_year),
            (self.tr("Nguồn"), _vouched(row)),
        ):
            if text:
                label = f'<span style="color:{COLOURS.text_faint}">{words}:</span>'
                parts.append(f"{label} {escape(text)}")
        return parts

    def _targets(self, cell: Cell) -> list[str]:
        """Say the target of a cell; of several how many more, which the list beside names."""
        standing = [one for one in self._editing.targets if one.stands_at(cell)]
        standing.sort(key=lambda one: not one.cells)
        if not standing:
            return []
        words = beside_words(standing[0], self._editing.sheet.measures)
        more = f" (+{len(standing) - 1})" if len(standing) > 1 else ""
        colour = TARGET_SIGNS[standing[0].tracked.state.value].colour
        return [_coloured(f"{words}{more}", colour)]


def _coloured(words: str, colour: str) -> str:
    return f'<b style="color:{colour}">{escape(words)}</b>'


def _vouched(row: Row | None) -> str:
    """Return how far a row is vouched for; the text itself is told on the catalogue's page."""
    return confidence_words(row.confidence).lower() if row and row.confidence else ""
