"""Paste what is on the clipboard: read it, ask what is open, then change the sheet in one step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.intake.clipboard.copied import (
    HTML,
    PLAIN,
    SPREADSHEET_XML,
    read_clipboard,
)
from ctmtqg_desktop.intake.clipboard.progress import Report, no_report
from ctmtqg_desktop.intake.desk.decoding import decoded
from ctmtqg_desktop.intake.desk.readings import Answers, Question
from ctmtqg_desktop.intake.given import GivenTable
from ctmtqg_desktop.text import readable
from ctmtqg_desktop.ui.form.pasting.formats import Formats
from ctmtqg_desktop.ui.form.pasting.pane import PasteChoice, PastePane
from ctmtqg_desktop.ui.form.pasting.plan import (
    Landing,
    PasteItem,
    PastePlan,
    emptied,
    plan_paste,
    repeated,
)
from ctmtqg_desktop.ui.form.pasting.words import column_title, done_words, listed, understood
from ctmtqg_desktop.ui.form.table import EntryTable
from ctmtqg_desktop.ui.parts.busy import Busy
from ctmtqg_desktop.ui.parts.files.ask import Ask, ask_path
from ctmtqg_desktop.ui.parts.files.kinds import FileKind

SMALL_BYTES, FEW_CELLS = {HTML: 100_000, SPREADSHEET_XML: 100_000, PLAIN: 8_000}, 1_000
"""What is no larger is read at once; it takes less than a blink."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be pasted where.

    Attributes:
        table: None until it has been read.
        rows, columns: of the selection, which a single cell fills.
        answers: column -> what a person has said about it.
    """

    landing: Landing
    rows: int
    columns: int
    formats: Formats = field(default_factory=dict)
    table: GivenTable | None = None
    answers: Mapping[int, Answers] = field(default_factory=dict)


class Paster(QObject):
    """Paste into one table.

    Attributes:
        plan: what the last block came to.
    """

    def __init__(self, table: EntryTable, pane: PastePane, busy: Busy, parent: QObject) -> None:
        super().__init__(parent)
        self._table, self._pane, self._busy = table, pane, busy
        self._model = table.grid
        self._editing = table.grid.editing
        self._wanted: _Wanted | None = None
        self.plan: PastePlan | None = None
        self._told_at = 0
        pane.decided.connect(self._decided)
        pane.answered.connect(self._answered)
        pane.export_wanted.connect(self._export)
        self._editing.stack.indexChanged.connect(self._follow)
        busy.done.connect(self._planned)
        busy.refused.connect(self._refused)
        busy.stopped.connect(self._stopped)

    def take(self, formats: Formats, corner_column: int) -> None:
        """Paste a block where the selection begins; ask first where something is open.

        Args:
            formats: see ``formats.clipboard_formats``.
            corner_column: where nothing is selected.
        """
        if self._editing.refuse_locked():
            return
        rows, columns = self._table.block()
        top = rows[0] if rows else 0
        left = columns[0] if columns else corner_column
        landing = Landing.on(self._model, top, left)
        self._pane.hide()
        self._told_at = 0
        self._start(_Wanted(landing, max(1, len(rows)), max(1, len(columns)), formats))

    def _start(self, wanted: _Wanted) -> None:
        self._wanted = wanted
        table = wanted.table
        is_large = table is not None and len(table.rows) * table.width > FEW_CELLS
        if is_large or any(len(d) > SMALL_BYTES[name] for name, d in wanted.formats.items()):
            words = self.tr("Đang đọc khối dán…")
            self._busy.run(words, lambda job: _plan(wanted, job.report))
            return
        try:
            found = _plan(wanted, no_report)
        except CtmtqgError as error:
            self._refused(error)
            return
        self._planned(found)

    def _refused(self, error: CtmtqgError) -> None:
        self._editing.said.emit(self._editing.doors.say(error.code, error.facts))
        self._table.setFocus()

    def _stopped(self) -> None:
        self._editing.said.emit(self.tr("Đã dừng, chưa dán ô nào."))
        self._table.setFocus()

    def _planned(self, found: tuple[_Wanted, PastePlan]) -> None:
        self._wanted, self.plan = found
        plan = self.plan
        is_block = len(plan.items) > 1
        is_told = is_block if self._wanted.answers else plan.is_foreign
        if plan.asked or plan.troubles or is_told:
            self._pane.ask(plan)
        else:
            self._decided(PasteChoice.ALL)

    def _answered(self, column: int | None, question: Question, answer: str) -> None:
        """Read the block again as a person says; a question for all goes to all it is open in."""
        if self._wanted is None or self.plan is None:
            return
        columns = self.plan.asked.get(question, []) if column is None else [column]
        answers = {at: dict(told) for at, told in self._wanted.answers.items()}
        for at in columns:
            answers.setdefault(at, {})[question] = answer
        self._start(replace(self._wanted, answers=answers))

    def _decided(self, choice: PasteChoice) -> None:
        self._pane.hide()
        plan = self.plan
        is_wanted = choice is not PasteChoice.NONE and not self._editing.refuse_locked()
        if plan is not None and is_wanted:
            self._paste(plan, with_refused=choice is PasteChoice.ALL)
        self._table.setFocus()

    # -- changing the sheet

    def _paste(self, plan: PastePlan, *, with_refused: bool) -> None:
        landing = plan.landing
        if tuple(self._editing.sheet.rows(landing.section.id)) != landing.rows:
            self._editing.said.emit(self.tr("Biểu đã thêm, bớt dòng trong lúc đọc. Hãy dán lại."))
            return
        items = plan.typed(with_refused=with_refused)
        cleared = list(emptied(plan))
        last = max((item.row for item in items), default=-1)
        rows = max(0, last + 1 - len(landing.rows))
        is_new = bool(rows or cleared) or any(_is_new(plan, item) for item in items)
        before = self._editing.stack.index()

        def typed() -> list[tuple[Cell, str]]:
            keys = self._editing.sheet.rows(landing.section.id)
            return [(cell, "") for cell in cleared] + [
                (Cell(landing.section.id, keys[item.row], column.id), item.text)
                for item in items
                if (column := landing.columns[item.column].column) is not None
            ]

        if is_new:
            self._editing.type_block(landing.section.id, rows, typed)
        if not is_new or self._editing.stack.index() > before:
            self._tell(plan, is_new=is_new, cleared=len(cleared))
            self._select(plan)
            if plan.troubles:
                self._pane.tell(done_words(plan))
                self._told_at = self._editing.stack.index()

    def _tell(self, plan: PastePlan, *, is_new: bool, cleared: int) -> None:
        parts = [done_words(plan)]
        if cleared:
            parts.append(self.tr("Làm trống {n} ô.").format(n=cleared))
        parts += self._readings(plan)
        parts.append(
            self.tr("Ctrl+Z để hoàn tác.") if is_new else self.tr("Không có gì mới so với biểu.")
        )
        self._editing.said.emit(" ".join(parts))

    def _readings(self, plan: PastePlan) -> Iterable[str]:
        """Yield each way in which columns were understood, with the columns."""
        found: dict[str, list[str]] = {}
        for told in understood(plan, self._editing.doors.say):
            title = column_title(plan.landing.columns[told.column])
            found.setdefault(told.words, []).append(title)
        for words, columns in found.items():
            yield f"{', '.join(dict.fromkeys(columns))}: {words}"

    def _follow(self, index: int) -> None:
        """Say no more what was done once it is undone."""
        if index < self._told_at:
            self._told_at = 0
            self._pane.hide()

    def _export(self) -> None:
        """Write down what is not taken."""
        write, plan = self._editing.doors.write_list, self.plan
        if write is None or plan is None:
            return
        title = self.tr("Xuất danh sách ô không nhận")
        name, kind = self.tr("o-khong-nhan.xlsx"), FileKind.BOOKS_OUT
        chosen = ask_path(Ask.NEW_FILE, title, self._pane, kind, proposed=name)
        if chosen is None:
            return
        path = chosen.with_suffix(".xlsx")
        cells = listed(plan, self._editing.doors.say)
        heading = self._editing.sheet.form.short
        try:
            self._editing.patience.apart(lambda: write(path, heading, cells))
        except CtmtqgError as error:
            self._editing.said.emit(self._editing.doors.say(error.code, error.facts))
            return
        said = self.tr("Đã ghi danh sách {n} ô vào {file}.")
        self._editing.said.emit(said.format(n=len(cells), file=readable(path.name)))

    def _select(self, plan: PastePlan) -> None:
        landing = plan.landing
        placed = [item for item in plan.items if item.row >= 0]
        if not placed:
            return
        height = max(item.row for item in placed) - landing.top + 1
        width = max(item.column for item in placed) - landing.left + 1
        self._table.select_block(landing.top, landing.left, height, width)
        self._table.setFocus()


def _is_new(plan: PastePlan, item: PasteItem) -> bool:
    cell = plan.landing.cell(item.row, item.column)
    return cell is None or plan.landing.sheet.entry(cell) != item.held


def _plan(wanted: _Wanted, report: Report) -> tuple[_Wanted, PastePlan]:
    """Read what is to be pasted, unless it has been, and say what pasting it would do."""
    table = wanted.table
    if table is None:
        table = decoded(read_clipboard(wanted.formats, report))
        if len(table.rows) == 1 and len(table.rows[0]) == 1 and not table.hidden_columns:
            table = repeated(table, wanted.rows, wanted.columns)
    plan = plan_paste(wanted.landing, table, wanted.answers, report)
    return replace(wanted, table=table, formats={}), plan
