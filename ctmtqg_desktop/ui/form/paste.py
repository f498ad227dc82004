"""A block from Excel: what goes where, what is refused, and the pane that asks first."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.catalogue.records.form import Cell, CellSpec, cell_spec
from ctmtqg_desktop.entries.change import Refused
from ctmtqg_desktop.entries.doubts import Doubt, doubts
from ctmtqg_desktop.entries.typed import read_entry
from ctmtqg_desktop.text import nfc, parse_number
from ctmtqg_desktop.ui.form.grid import GridModel
from ctmtqg_desktop.ui.form.layout import ShownPart
from ctmtqg_desktop.ui.look.words import Say

MOST_ROWS = 5000
MOST_LISTED = 200


class Trouble(StrEnum):
    """Why a pasted text does not simply go in."""

    REFUSED = "refused"
    SHUT = "shut"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class PasteItem:
    """One text and the place it goes to; the row may not exist yet."""

    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class PasteProblem:
    """A text that does not simply go in.

    Attributes:
        code: why it is refused, a key of the messages; empty for the other troubles.
    """

    item: PasteItem
    trouble: Trouble
    code: str = ""


@dataclass(frozen=True, slots=True)
class PastePlan:
    """What a paste would do.

    Attributes:
        items: what can be put in, refused texts among them.
        extra_rows: roster rows to add first.
    """

    items: tuple[PasteItem, ...]
    problems: tuple[PasteProblem, ...]
    extra_rows: int

    def without_refused(self) -> "PastePlan":
        """Return the plan without the texts that would be refused."""
        refused = {p.item for p in self.problems if p.trouble is Trouble.REFUSED}
        kept = tuple(item for item in self.items if item not in refused)
        return PastePlan(kept, (), self.extra_rows)


def read_block(text: str) -> list[list[str]]:
    """Return rows and columns of a clipboard text; quoted cells may hold line breaks."""
    plain = text.replace("\r\n", "\n").replace("\0", "")
    try:
        read = list(csv.reader(io.StringIO(plain), delimiter="\t"))
    except csv.Error:  # a cell of more letters than the reader takes
        read = [line.split("\t") for line in plain.split("\n")]
    rows = [[_unquoted(cell) for cell in row] for row in read]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows[:MOST_ROWS]


def _unquoted(cell: str) -> str:
    """Take away the mark that keeps a copied text from becoming a formula in Excel."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell


def plan_paste(model: GridModel, top: int, left: int, block: Sequence[Sequence[str]]) -> PastePlan:
    """Return what pasting a block with its corner at (top, left) would do."""
    items: list[PasteItem] = []
    problems: list[PasteProblem] = []
    for r, line in enumerate(block):
        for c, text in enumerate(line):
            item = PasteItem(top + r, left + c, nfc(text))
            problem = _problem(model, item)
            refused = problem is not None and problem.trouble is Trouble.REFUSED
            if (problem is None or refused) and _takes(model, item):
                items.append(item)
            if problem is not None:
                problems.append(problem)
    return PastePlan(tuple(items), tuple(problems), _extra(model, items))


def _extra(model: GridModel, items: Sequence[PasteItem]) -> int:
    last = max((item.row for item in items if item.text), default=-1)
    return max(0, last + 1 - model.rowCount())


def _problem(model: GridModel, item: PasteItem) -> PasteProblem | None:
    spec = spec_at(model, item.row, item.column)
    if spec is None or not spec.is_input:
        return _not_taken(model, item)
    held = read_entry(item.text, spec, model.editing.sheet.measures)
    return PasteProblem(item, Trouble.REFUSED, held.code) if isinstance(held, Refused) else None


def _not_taken(model: GridModel, item: PasteItem) -> PasteProblem | None:
    """Say why a place takes nothing; a blank, or the same text again, is no trouble."""
    if not item.text:
        return None
    inside = item.column < model.columnCount() and (item.row < model.rowCount() or model.is_roster)
    if not inside:
        return PasteProblem(item, Trouble.OUTSIDE)
    known = item.row < model.rowCount()
    is_same = known and _says_the_same(model.face(item.row, item.column).text, item.text)
    return None if is_same else PasteProblem(item, Trouble.SHUT)


def _says_the_same(shown: str, pasted: str) -> bool:
    """Compare with a computed figure: "50" from a spreadsheet is the "50,00" shown here."""
    one, other = parse_number(shown), parse_number(pasted)
    return shown == pasted or (one is not None and other is not None and one.value == other.value)


def _takes(model: GridModel, item: PasteItem) -> bool:
    spec = spec_at(model, item.row, item.column)
    return spec is not None and spec.is_input


def spec_at(model: GridModel, row: int, column: int) -> CellSpec | None:
    """Return what the cell in a place is or, below a roster, would be."""
    if column >= model.columnCount():
        return None
    if row < model.rowCount():
        return model.spec(row, column)
    shown = model.columns[column]
    if not model.is_roster or shown.part is not ShownPart.CELL or shown.column is None:
        return None
    return cell_spec(model.section, None, shown.column)


def doubtful(model: GridModel, plan: PastePlan) -> tuple[Doubt, ...]:
    """Return the figures of a plan that an English sheet would have meant otherwise."""
    specs = [(item.text, spec_at(model, item.row, item.column)) for item in plan.items]
    block = [(text, spec) for text, spec in specs if spec is not None]
    return doubts(block, model.editing.sheet.measures)


def paste(model: GridModel, plan: PastePlan) -> None:
    """Carry out a plan as one step."""
    section = model.section.id

    def items() -> list[tuple[Cell, str]]:
        keys = model.editing.sheet.rows(section)
        return [
            (Cell(section, keys[item.row], shown.id), item.text)
            for item in plan.items
            if item.row < len(keys) and (shown := model.columns[item.column].column) is not None
        ]

    model.editing.type_block(section, plan.extra_rows, items)


class PastePane(QFrame):
    """Show what of a block is not taken, and ask whether to paste it.

    Signals:
        decided: the plan to carry out, or None to leave everything as it was.
    """

    decided = Signal(object)

    def __init__(self, say: Say, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "warn")
        self._say = say
        self._plan: PastePlan | None = None
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        self.problems = QListWidget(self)
        self.problems.setMaximumHeight(104)
        self.problems.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.problems.setAccessibleName(self.tr("Các ô không dán được"))
        self.all = QPushButton(self.tr("Dán, đánh dấu ô sai để sửa"), self)
        self.all.setProperty("role", "primary")
        self.good = QPushButton(self.tr("Chỉ dán ô đúng"), self)
        self.none = QPushButton(self.tr("Thôi (Esc)"), self)
        self.all.clicked.connect(lambda: self._decide(self._plan))
        self.good.clicked.connect(
            lambda: self._decide(self._plan.without_refused() if self._plan else None)
        )
        self.none.clicked.connect(lambda: self._decide(None))
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.addWidget(self.title)
        column.addWidget(self.problems)
        row = QHBoxLayout()
        for button in (self.all, self.good, self.none):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    def ask(self, model: GridModel, plan: PastePlan) -> None:
        """Show a plan that has problems and wait for a decision."""
        self._plan = plan
        refused = sum(p.trouble is Trouble.REFUSED for p in plan.problems)
        words = self.tr("Khối dán có {all} ô: {refused} ô không đúng kiểu, {left} ô không có chỗ.")
        left = len(plan.problems) - refused
        count = len(plan.items) + left
        self.title.setText(words.format(all=count, refused=refused, left=left))
        self.problems.clear()
        for problem in plan.problems[:MOST_LISTED]:
            self.problems.addItem(self._words(model, problem))
        more = len(plan.problems) - MOST_LISTED
        if more > 0:
            self.problems.addItem(self.tr("… và {more} ô nữa").format(more=more))
        self.good.setVisible(refused > 0)
        self.all.setText(
            self.tr("Dán, đánh dấu ô sai để sửa") if refused else self.tr("Dán phần có chỗ")
        )
        self.show()
        self.all.setFocus()

    def _words(self, model: GridModel, problem: PasteProblem) -> str:
        item = problem.item
        where = self.tr("Dòng {row}, cột {column}").format(
            row=item.row + 1, column=_column_title(model, item.column)
        )
        if problem.trouble is Trouble.REFUSED:
            return self._say(problem.code, {"where": where, "text": item.text})
        why = {
            Trouble.SHUT: self.tr("ô này không nhập số liệu, bỏ qua"),
            Trouble.OUTSIDE: self.tr("nằm ngoài biểu, bỏ qua"),
        }[problem.trouble]
        return f"{where}: “{item.text}” {why}."

    def _decide(self, plan: PastePlan | None) -> None:
        self.hide()
        self._plan = None
        self.decided.emit(plan)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._decide(None)
        else:
            super().keyPressEvent(event)


def _column_title(model: GridModel, column: int) -> str:
    return (
        model.columns[column].title[-1].replace("\n", " ")
        if column < model.columnCount()
        else str(column + 1)
    )
