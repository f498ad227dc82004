"""What a workbook of our own that came back would do to a sheet: three texts for each cell.

What stood there when it was written, what stands in it now, what the sheet holds now: only what
was changed in the workbook is taken, and where both were changed a person is asked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby

from ctmtqg_desktop.catalogue.records.form import Cell, CellSpec, SectionKind
from ctmtqg_desktop.entries.arrivals import match_rows
from ctmtqg_desktop.entries.book_marks import kept_text
from ctmtqg_desktop.entries.change import EntryValue, Refused
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.typed import in_measure, read_entry, show_entry
from ctmtqg_desktop.intake.desk.column import read_column
from ctmtqg_desktop.intake.desk.plain import plain_text
from ctmtqg_desktop.intake.desk.readings import Answers, Fate, Question, Read
from ctmtqg_desktop.intake.given import GivenKind
from ctmtqg_desktop.intake.returned.cells import ReturnedCell, ReturnedForm, shown_text
from ctmtqg_desktop.rules.names import spec_of
from ctmtqg_desktop.text import format_number

ColumnName = tuple[str, str]
BOTH_CHANGED, ROW_TWICE = "intake.book-both-changed", "intake.book-row-twice"
ROW_REMOVED, ROW_CHANGED = "intake.book-row-removed", "intake.book-row-cleared"
ROW_GONE, COLUMN_GONE = "intake.book-row-gone", "intake.book-column-gone"
COMPUTED, FILLED = "intake.book-computed", "intake.cell-filled"
ROW_OF_NO_PLAN = "intake.row-not-of-plan"
_NO_TEXT = {GivenKind.ERROR, GivenKind.UNCOMPUTED}


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """A cell in which the workbook differs from the sheet, or from what it was written with.

    Attributes:
        cell: its row begins with ``+`` where it is of a row to be added.
        place: in the workbook.
        text: as it is to be typed; of what is not taken, as it came.
        now: what the sheet holds, as shown.
        code: why it is not taken.
        options: what it can mean, or the two texts to choose from, where it is asked.
    """

    cell: Cell
    place: str
    text: str
    now: str
    fate: Fate = Fate.TAKEN
    code: str = ""
    options: tuple[str, ...] = ()


@dataclass
class ReturnPlan:
    """What becomes of everything in a workbook.

    Every cell that says something, or did when the workbook was written, is counted once.

    Attributes:
        cells: those that are taken, refused, asked or left out.
        same: how many say what the sheet says already.
        kept: how many nobody changed in the workbook, and somebody in the sheet since.
        cleared: roster rows that were emptied in the workbook, to be removed.
        emptied: how many cells they had.
        gone: rows and columns that are not in the workbook any more; the sheet keeps them.
        applied, asked: how columns are read, and what is asked of them.
    """

    cells: list[PlannedCell] = field(default_factory=list)
    same: int = 0
    kept: int = 0
    cleared: list[tuple[str, str]] = field(default_factory=list)
    emptied: int = 0
    gone: list[PlannedCell] = field(default_factory=list)
    applied: dict[ColumnName, Answers] = field(default_factory=dict)
    asked: dict[ColumnName, Mapping[Question, str]] = field(default_factory=dict)

    def of(self, fate: Fate) -> list[PlannedCell]:
        """Return the cells of one fate."""
        return [one for one in self.cells if one.fate is fate]

    @property
    def is_clean(self) -> bool:
        """Say whether all of it is taken, and there is nothing a person ought to look at."""
        return not self.gone and all(one.fate is Fate.TAKEN for one in self.cells)

    @property
    def there(self) -> int:
        """Return how many cells there were."""
        return len(self.cells) + self.same + self.kept + self.emptied


AllAnswers = Callable[[ColumnName], Answers]


def _no_answers(_: ColumnName) -> Answers:
    return {}


def plan_return(
    sheet: Sheet, returned: ReturnedForm, answers: AllAnswers = _no_answers, *,
    prefers_book: bool | None = None, are_computed_told: bool = False,
) -> ReturnPlan:  # fmt: skip
    """Say what a workbook would do to a sheet; nothing is changed.

    Args:
        sheet: as it is now.
        returned: the form in the workbook.
        answers: how a person says that columns are read.
        prefers_book: whether the workbook wins where both were changed; None asks.
        are_computed_told: figures stood in computed cells when it was written, so that another
            one is somebody's.
    """
    plan = ReturnPlan()
    work = _Planning(sheet, answers, prefers_book, plan)
    inputs = [(one, spec) for one in returned.cells if (spec := _input(sheet, one)) is not None]
    plan.cells += _filled(sheet, returned.cells)
    if are_computed_told:
        plan.cells += _computed(sheet, returned.cells)
    reads = work.read_columns(inputs)
    by_row = _rows(inputs)
    work.take_rows(by_row, reads)
    plan.cells += _aside(sheet, returned)
    plan.gone += _gone(sheet, returned)
    return plan


Input = tuple[ReturnedCell, CellSpec]


def _input(sheet: Sheet, one: ReturnedCell) -> CellSpec | None:
    cell = Cell(one.section, one.row, one.column)
    spec = spec_of(sheet.form, cell)
    is_open = spec is not None and spec.is_input and cell not in sheet.filled
    return spec if is_open else None


def _filled(sheet: Sheet, cells: Iterable[ReturnedCell]) -> Iterator[PlannedCell]:
    """Yield what was typed in the workbook into cells that another form or a plan fills."""
    for one in cells:
        cell = Cell(one.section, one.row, one.column)
        if cell not in sheet.filled or one.given.is_blank:
            continue
        spec, now = sheet.spec(cell), sheet.text(cell)
        text = plain_text(one.given, spec)
        held = read_entry(text, spec, sheet.measures)
        if kept_text(text) != one.base and show_entry(held, spec, sheet.measures) != now:
            yield PlannedCell(cell, str(one.place), text, now, Fate.REFUSED, FILLED)


def _computed(sheet: Sheet, cells: Iterable[ReturnedCell]) -> Iterator[PlannedCell]:
    for one in cells:
        cell = Cell(one.section, one.row, one.column)
        spec = spec_of(sheet.form, cell)
        if spec is None or spec.is_input or one.given.is_blank:
            continue
        text = plain_text(one.given, spec)
        if kept_text(text) != one.base:
            now = show_entry(sheet.entry(cell), spec, sheet.measures) if not one.is_new else ""
            yield PlannedCell(cell, str(one.place), text, now, Fate.LEFT_OUT, COMPUTED)


def _rows(inputs: list[Input]) -> list[tuple[tuple[str, str], list[Input]]]:
    """Return the cells row by row."""

    def key(one: Input) -> tuple[str, str]:
        return one[0].section, one[0].row

    return [(name, list(cells)) for name, cells in groupby(inputs, key)]


def _aside(sheet: Sheet, returned: ReturnedForm) -> Iterator[PlannedCell]:
    for aside in returned.aside:
        cell = Cell(*aside.cell)
        spec = spec_of(sheet.form, cell)
        if spec is not None and not spec.is_input:
            continue
        fate = Fate.LEFT_OUT if aside.code == "intake.book-outside" else Fate.REFUSED
        yield PlannedCell(cell, str(aside.place), aside.text, "", fate, aside.code)


def _gone(sheet: Sheet, returned: ReturnedForm) -> Iterator[PlannedCell]:
    for section, row in returned.gone:
        cell = Cell(section, row, "")
        if row in sheet.rows(section):
            yield PlannedCell(cell, "", sheet.label(cell), "", Fate.LEFT_OUT, ROW_GONE)
    for section, column, words in returned.missing:
        yield PlannedCell(Cell(section, "", column), "", words, "", Fate.LEFT_OUT, COLUMN_GONE)


def typed_text(value: EntryValue, spec: CellSpec, sheet: Sheet) -> str:
    """Return a value as a workbook holds it and a person types it."""
    if isinstance(value, Decimal):
        return format_number(in_measure(value, spec, sheet.measures))
    return show_entry(value, spec, sheet.measures)


@dataclass
class _Planning:
    sheet: Sheet
    answers: AllAnswers
    prefers_book: bool | None
    plan: ReturnPlan
    _rows: dict[str, frozenset[str]] = field(default_factory=dict)

    def _has(self, section: str, row: str) -> bool:
        """Say whether the sheet has a row; the rows of a section are looked up once."""
        if section not in self._rows:
            self._rows[section] = frozenset(self.sheet.rows(section))
        return row in self._rows[section]

    def read_columns(self, inputs: list[Input]) -> dict[int, Read]:
        """Read what stands in every column; the cells that nobody changed prove along."""
        columns: dict[ColumnName, list[Input]] = defaultdict(list)
        for one in inputs:
            if not one[0].given.is_blank:
                columns[(one[0].section, one[0].column)].append(one)
        reads: dict[int, Read] = {}
        for name, cells in columns.items():
            pairs = [(one.given, spec) for one, spec in cells]
            found = read_column(pairs, self.answers(name))
            reads |= {id(one): read for (one, _), read in zip(cells, found.reads, strict=True)}
            if found.applied:
                self.plan.applied[name] = found.applied
            if found.asked:
                self.plan.asked[name] = found.asked
        return reads

    def take_rows(
        self, rows: list[tuple[tuple[str, str], list[Input]]], reads: Mapping[int, Read]
    ) -> None:
        """Say what becomes of each row."""
        new: dict[str, list[list[PlannedCell]]] = defaultdict(list)
        for (section, row), cells in rows:
            if cells[0][0].is_new:
                found = [self._read_new(one, spec, reads[id(one)])
                         for one, spec in cells if id(one) in reads]  # fmt: skip
                if found:
                    new[section].append(found)
            elif not self._is_cleared(section, row, cells):
                for one, spec in cells:
                    self._take(one, spec, reads.get(id(one)))
        for section, found_rows in new.items():
            self._take_new(section, found_rows)

    def _is_cleared(self, section: str, row: str, cells: list[Input]) -> bool:
        """Say whether a row of a list was emptied as a whole, and plan to remove it."""
        declared = self.sheet.form.section(section)
        is_list = declared is not None and declared.kind is SectionKind.ROSTER
        is_list = is_list and not (declared and declared.tasks)
        was_there = any(one.base for one, _ in cells)
        if not is_list or not was_there or not all(one.given.is_blank for one, _ in cells):
            return False
        held = [(one, spec) for one, spec in cells if one.base]
        if not self._has(section, row):
            self.plan.same += len(held)
        elif self.prefers_book or all(self._stands(one, spec) for one, spec in cells):
            self.plan.cleared.append((section, row))
            self.plan.emptied += len(held)
        elif self.prefers_book is None:
            self._ask_cleared(held)
        else:
            self.plan.kept += len(held)
        return True

    def _ask_cleared(self, cells: list[Input]) -> None:
        for one, spec in cells:
            cell = Cell(one.section, one.row, one.column)
            now = typed_text(self.sheet.entry(cell), spec, self.sheet)
            self._tell(cell, one, Read("", Fate.ASKED, ROW_CHANGED, None, (now, "")), now)

    def _stands(self, one: ReturnedCell, spec: CellSpec) -> bool:
        """Say whether the sheet still holds what it did when the workbook was written."""
        held = self.sheet.entry(Cell(one.section, one.row, one.column))
        return kept_text(typed_text(held, spec, self.sheet)) == one.base

    def _take(self, one: ReturnedCell, spec: CellSpec, read: Read | None) -> None:
        if self._is_untouched(one, spec):
            self._leave(one, spec)
            return
        cell = Cell(one.section, one.row, one.column)
        if not self._has(one.section, one.row):
            self._tell(cell, one, Read(shown_text(one.given), Fate.ASKED, ROW_REMOVED), "")
            return
        now = typed_text(self.sheet.entry(cell), spec, self.sheet)
        read = _judged(read or Read(""), spec, self.sheet)
        if read.is_taken and self._is_there(cell, read.text, spec):
            self.plan.same += 1
        elif not read.is_taken or self.prefers_book or self._stands(one, spec):
            self._tell(cell, one, read, now)
        elif self.prefers_book is None:
            both = Read(read.text, Fate.ASKED, BOTH_CHANGED, None, (now, read.text))
            self._tell(cell, one, both, now)
        else:
            self.plan.kept += 1

    def _is_there(self, cell: Cell, text: str, spec: CellSpec) -> bool:
        value, now = read_entry(text, spec, self.sheet.measures), self.sheet.entry(cell)
        return value == now and type(value) is type(now)

    def _leave(self, one: ReturnedCell, spec: CellSpec) -> None:
        is_there = self._has(one.section, one.row)
        if not one.base:
            return
        if is_there and self._stands(one, spec):
            self.plan.same += 1
        else:
            self.plan.kept += 1

    def _is_untouched(self, one: ReturnedCell, spec: CellSpec) -> bool:
        """Say whether a cell is as it was written."""
        if one.given.kind in _NO_TEXT:
            return False
        text = "" if one.given.is_blank else plain_text(one.given, spec)
        if kept_text(text) == one.base:
            return True
        value = read_entry(text, spec, self.sheet.measures)
        return kept_text(typed_text(value, spec, self.sheet)) == one.base

    def _tell(self, cell: Cell, one: ReturnedCell, read: Read, now: str) -> None:
        self.plan.cells.append(
            PlannedCell(cell, str(one.place), read.text, now, read.fate, read.code, read.options)
        )

    def _read_new(self, one: ReturnedCell, spec: CellSpec, read: Read) -> PlannedCell:
        read = _judged(read, spec, self.sheet)
        cell = Cell(one.section, one.row, one.column)
        return PlannedCell(cell, str(one.place), read.text, "", read.fate, read.code, read.options)

    def _take_new(self, section: str, rows: list[list[PlannedCell]]) -> None:
        """Add rows that are not there yet; of those that are, take what they change."""
        texts = [{c.cell.column: c.text for c in row if c.fate is Fate.TAKEN} for row in rows]
        found = match_rows(self.sheet, section, texts)
        declared = self.sheet.form.section(section)
        of_plans = declared is not None and declared.tasks
        for new in found.new:
            self.plan.cells += map(_not_of_plan, rows[new.place]) if of_plans else rows[new.place]
        for told in (*found.same, *found.updated):
            self._take_known(rows[told.place], told.row)
        for doubled in found.doubled:
            self.plan.cells += (
                c if c.fate is not Fate.TAKEN else _asked(c, ROW_TWICE)
                for c in rows[doubled.place]
            )

    def _take_known(self, row: list[PlannedCell], key: str) -> None:
        for one in row:
            cell = one.cell._replace(row=key)
            if not key or one.fate is not Fate.TAKEN:
                self.plan.cells.append(one)
            elif self._is_there(cell, one.text, self.sheet.spec(cell)):
                self.plan.same += 1
            else:
                shown = typed_text(self.sheet.entry(cell), self.sheet.spec(cell), self.sheet)
                self.plan.cells.append(PlannedCell(cell, one.place, one.text, shown))


def _not_of_plan(one: PlannedCell) -> PlannedCell:
    """Refuse a cell of a row that no plan gives."""
    return replace(one, fate=Fate.REFUSED, code=ROW_OF_NO_PLAN)


def _judged(read: Read, spec: CellSpec, sheet: Sheet) -> Read:
    """Return a reading, refused where its text is no value of the cell."""
    if not read.is_taken:
        return read
    value = read_entry(read.text, spec, sheet.measures)
    return Read(value.text, Fate.REFUSED, value.code) if isinstance(value, Refused) else read


def _asked(one: PlannedCell, code: str) -> PlannedCell:
    return PlannedCell(one.cell, one.place, one.text, one.now, Fate.ASKED, code)
