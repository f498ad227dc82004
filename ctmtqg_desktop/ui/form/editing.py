"""One sheet being edited: every change passes here, to the sheet, the store and undo."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from ctmtqg_desktop import text as words
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.entries.change import Change, UndoStep, as_one
from ctmtqg_desktop.entries.doubts import doubt
from ctmtqg_desktop.entries.rows import add_rows, remove_rows
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.errors import Cancelled, FormError, WorkspaceError
from ctmtqg_desktop.exchange.sender.cell_list import ListedCell
from ctmtqg_desktop.exchange.sender.targets.target_at_cell import OwnTarget, told_with
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.ui.form.patience import Impatience
from ctmtqg_desktop.ui.form.states import RANK, State, state_of
from ctmtqg_desktop.ui.form.undo import ChangeCommand
from ctmtqg_desktop.ui.look.words import Say

NOT_EDITABLE = frozenset(
    {"workspace.report-locked", "workspace.cell-locked", "workspace.list-locked"}
)
"""The refusals that take the change back: the report or the cell is locked."""

AT_LEAST, A_PIECE, SLICE_S = 500, 50, 0.015
"""So many checks are judged at once, and more a piece at a time while the slice lasts."""
A_TURN, LONG = 1000, 4000
"""So many cells are typed between two turns of the window; so many take long to save."""


def _no_targets(_: Sheet) -> Sequence[OwnTarget]:
    return ()


def _no_remarks(_: Sheet) -> Sequence[Finding]:
    return ()


@dataclass(frozen=True, slots=True)
class Doors:
    """What a form page calls outside.

    Attributes:
        commit: write a change durably and return when; raises ``WorkspaceError``.
        justify: write the reason of a finding, an empty text takes it back; raises the same.
        say: the sentence for a code and its facts.
        write_list: write cells that were not taken, under a title, into a workbook; None where
            that is not offered. Raises ``CtmtqgError``.
        targets: how the targets stand that a sheet answers.
        remarks: what a return asks of a sheet and is not answered yet.
    """

    commit: Callable[[Sheet, Change], datetime]
    justify: Callable[[Sheet, Finding, str], object]
    say: Say
    write_list: Callable[[Path, str, Sequence[ListedCell]], object] | None = None
    targets: Callable[[Sheet], Sequence[OwnTarget]] = _no_targets
    remarks: Callable[[Sheet], Sequence[Finding]] = _no_remarks


class Editing(QObject):
    """Edit a sheet: type, add and remove rows, undo, save.

    A change that could not be saved stays on screen and is tried again with the next one.

    Attributes:
        remarks: what the receiver wrote about cells.
        locked: why nothing can be changed; empty when it can.
        may_change: says whether a cell may be changed in a report that was returned.
        patience: how long work is done while the window goes on.
        findings: what was found when it was last looked for, the gravest first.
        targets: how the sheet's targets stood then.
        is_looking: it is being looked for, and ``findings`` are those of before.

    Signals:
        touched: frozenset of cells to show again.
        rows_changed: id of a roster whose rows came or went.
        found: the findings were looked for again, or (``is_looking``) that takes a while.
        saved: the datetime the store gave.
        unsaved: sentence why a change could not be saved.
        said: a sentence for the status line.
        list_shut: id of a list whose rows may not be added until it is unlocked.
        moved: cell that undo or redo changed.
    """

    touched = Signal(object)
    rows_changed = Signal(str)
    found = Signal()
    saved = Signal(object)
    unsaved = Signal(str)
    said = Signal(str)
    list_shut = Signal(str)
    moved = Signal(object)

    def __init__(self, sheet: Sheet, doors: Doors, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self.doors = doors
        self.stack = QUndoStack(self)
        self.remarks: Mapping[Cell, str] = {}
        self.locked = ""
        self.may_change: Callable[[Cell], bool] = _any_cell
        self.patience = Impatience()
        self.findings: tuple[Finding, ...] = ()
        self.targets: tuple[OwnTarget, ...] = ()
        self.is_looking = False
        self._seen: tuple[Finding, ...] = ()
        self._worst: dict[Cell, Finding] = {}
        self._unsaved: list[Change] = []
        self._look_later = QTimer(self)
        self._look_later.setSingleShot(True)
        self._look_later.setInterval(0)
        self._look_later.timeout.connect(self.look_again)
        self.look_again()

    # -- changing

    def type_texts(self, items: Sequence[tuple[Cell, str]], label: str = "") -> None:
        """Type texts into cells as one step; what is no value is kept and flagged."""
        if self.refuse_locked() or self.refuse_shut(cell for cell, _ in items) or not items:
            return
        step = self.sheet.set_texts([(cell, words.clean(text)) for cell, text in items])
        self._made(step.change, step.touched, label or self.tr("nhập số liệu"))
        if len(items) == 1 and step.change:
            self._echo(*items[0])

    def type_block(
        self, section: str, rows: int, items: Callable[[], Sequence[tuple[Cell, str]]]
    ) -> None:
        """Add roster rows and then type into them, as one step.

        Args:
            section: id of the roster.
            rows: how many to add at its end.
            items: asked for after the rows are there.
        """
        if self.refuse_locked() or (rows and self._refuse_list(section)):
            return
        steps = [add_rows(self.sheet, section, rows)]
        cells = list(items())
        try:
            with self.patience.telling(self.tr("Đang dán…")) as tell:
                for at in range(0, len(cells), A_TURN):
                    steps.append(self.sheet.set_texts(cells[at : at + A_TURN]))
                    tell(at, len(cells))
        except Cancelled:
            self._unmake(steps)
            self.said.emit(self.tr("Đã dừng, không dán ô nào."))
            return
        except FormError:
            self._unmake(steps)
            raise
        self.take_steps(steps, self.tr("dán"))

    def _unmake(self, steps: Sequence[UndoStep]) -> None:
        for step in reversed(steps):
            self.sheet.apply(step.change.inverse())

    def add_row(self, section: str, index: int | None = None) -> str:
        """Add a roster row and return its key; an empty text when the sheet is locked."""
        if self.refuse_locked() or self._refuse_list(section):
            return ""
        step = self.sheet.add_row(section, index)
        self._made(step.change, step.touched, self.tr("thêm dòng"))
        return step.change.rows[0].key

    def remove_rows(self, section: str, keys: Iterable[str]) -> None:
        """Remove roster rows with all they hold, as one step."""
        if not self.refuse_locked():
            step = remove_rows(self.sheet, section, tuple(keys))
            self._made(step.change, step.touched, self.tr("xóa dòng"))

    def refuse_locked(self) -> bool:
        """Say why nothing can be changed, and whether that is so."""
        if self.locked:
            self.said.emit(self.locked)
        return bool(self.locked)

    def _refuse_list(self, section: str) -> bool:
        """Say that a list without a remark is locked, and whether it is."""
        is_shut = not self.may_change(Cell(section, "", ""))
        if is_shut:
            self.list_shut.emit(section)
        return is_shut

    def refuse_shut(self, cells: Iterable[Cell]) -> bool:
        """Say which cell is locked because nobody remarked upon it, and whether one is."""
        shut = next((cell for cell in cells if not self.may_change(cell)), None)
        if shut is not None:
            where = self.sheet.label(shut)
            self.said.emit(self.doors.say("workspace.cell-locked", {"where": where}))
        return shut is not None

    def take_steps(self, steps: Sequence[UndoStep], label: str) -> None:
        """Save steps already made to the sheet, shown and undone as one (an Excel import)."""
        touched = frozenset[Cell]().union(*(step.touched for step in steps))
        self._made(as_one(step.change for step in steps), touched, label)

    def take_stored(self, step: UndoStep, label: str) -> None:
        """Show a step that an act has made and stored; it is undone as one."""
        self.stack.push(ChangeCommand(label, step.change, self._replay))
        self._tell(step.change, step.touched)

    def _made(self, change: Change, touched: frozenset[Cell], label: str) -> None:
        if not change:
            return
        self._tell(change, touched)  # before the window goes on while it is saved
        if self._save(change):
            self.stack.push(ChangeCommand(label, change, self._replay))

    def _replay(self, change: Change) -> None:
        """Make a change again, for undo and redo."""
        touched = self.sheet.apply(change)
        self._tell(change, touched)
        self._save(change)
        if change.cells:
            self.moved.emit(change.cells[0].cell)

    def _tell(self, change: Change, touched: frozenset[Cell]) -> None:
        for section in dict.fromkeys(row.section for row in change.rows):
            self.rows_changed.emit(section)
        self.touched.emit(touched)
        self._look_later.start()

    def _echo(self, cell: Cell, text: str) -> None:
        """Say how a number that could be read in two ways was read."""
        found = doubt((text, self.sheet.spec(cell)), self.sheet.measures)
        if found is not None:
            self.said.emit(self.doors.say(found.code, found.facts))

    def refresh(self) -> None:
        """Compute again, for when another form of the report has changed."""
        self.touched.emit(self.sheet.refresh())
        self.look_again()

    # -- saving

    @property
    def is_saved(self) -> bool:
        """Say whether everything on screen is in the store."""
        return not self._unsaved

    def save_again(self) -> None:
        """Try once more to save what could not be saved."""
        self._save(Change())

    def _save(self, change: Change) -> bool:
        """Save what is waiting and then the change; return False where it was taken back."""
        self._unsaved += [change] if change else []
        at = None
        try:
            while self._unsaved:
                at = self._commit(self._unsaved[0])
                self._unsaved.pop(0)
        except WorkspaceError as error:
            said = self.doors.say(error.code, error.facts)
            if error.code in NOT_EDITABLE:
                return self._take_back(said)
            self.unsaved.emit(said)
            return True
        if at is not None:
            self.saved.emit(at)
        return True

    def _commit(self, change: Change) -> datetime:
        """Write a change; a long one while the window goes on."""
        if len(change.cells) + len(change.rows) < LONG:
            return self.doors.commit(self.sheet, change)
        return self.patience.apart(lambda: self.doors.commit(self.sheet, change))

    def _take_back(self, said: str) -> bool:
        for change in reversed(self._unsaved):
            touched = self.sheet.apply(change.inverse())
            for section in dict.fromkeys(row.section for row in change.rows):
                self.rows_changed.emit(section)
            self.touched.emit(touched)
        self._unsaved.clear()
        self.said.emit(said)
        return False

    # -- what is found

    def look_again(self) -> None:
        """Look for findings; the cells whose gravest one changed are shown again.

        What takes long (a roster of thousands of rows that is new) is done in slices, between
        which the window goes on.
        """
        if self._look():
            self._look_later.stop()
            self.is_looking = False
            self._find()
            self.found.emit()
            return
        self._look_later.start()
        if not self.is_looking:
            self.is_looking = True
            self.found.emit()

    def _look(self) -> bool:
        """Look for one slice; return whether all has been seen."""
        until = perf_counter() + SLICE_S
        is_done = self.sheet.watch.look(AT_LEAST)
        while not is_done and perf_counter() < until:
            is_done = self.sheet.watch.look(A_PIECE)
        return is_done

    def _find(self) -> None:
        self.targets = tuple(self.doors.targets(self.sheet))
        seen = (*self.sheet.watch.findings(), *self.doors.remarks(self.sheet))
        found = told_with(self.targets, self.sheet, seen)
        if found == self._seen:
            return
        self._seen = found
        self.findings = tuple(sorted(found, key=lambda f: _RANKS[f.severity]))
        worst: dict[Cell, Finding] = {}
        for finding in self.findings:
            if finding.cell is not None:
                worst.setdefault(finding.cell, finding)
        before, self._worst = self._worst, worst
        changed = {
            c for c, one in worst.items() if one is not (old := before.get(c)) and one != old
        }
        changed.update(before.keys() - worst.keys())
        if changed:
            self.touched.emit(frozenset(changed))

    def finding(self, cell: Cell) -> Finding | None:
        """Return the gravest finding that points at a cell."""
        return self._worst.get(cell)

    def state(self, cell: Cell) -> State:
        """Return the state of a cell."""
        spec, held = self.sheet.spec(cell), self.sheet.entry(cell)
        found = state_of(spec, held, self._worst.get(cell))
        is_shut = found in {State.EMPTY, State.TYPED} and spec.is_input
        return State.LOCKED if is_shut and not self.may_change(cell) else found

    def justify(self, finding: Finding, text: str) -> bool:
        """Write why a finding stands; return whether it was saved."""
        if self.refuse_locked():
            return False
        try:
            self.doors.justify(self.sheet, finding, words.clean(text))
        except WorkspaceError as error:
            self.unsaved.emit(self.doors.say(error.code, error.facts))
            return False
        self.look_again()
        return True


_RANKS = {severity: at for at, severity in enumerate(RANK)}


def _differ(one: Finding, before: Finding | None) -> bool:
    return one is not before and one != before


def _any_cell(_: Cell) -> bool:
    return True
