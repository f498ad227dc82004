"""What pasting a block would do: every cell that was there is taken, asked, refused or left out.

Knows the section and where the block is put down; changes nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ctmtqg_desktop.catalogue.records.form import Cell, CellSpec, Section, cell_spec
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.change import EntryValue, Refused
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.typed import read_entry
from ctmtqg_desktop.intake.clipboard.progress import Report, no_report
from ctmtqg_desktop.intake.desk.column import read_column
from ctmtqg_desktop.intake.desk.plain import plain_text
from ctmtqg_desktop.intake.desk.readings import ANSWERS, Answers, ColumnRead, Fate, Question, Read
from ctmtqg_desktop.intake.desk.spans import spread
from ctmtqg_desktop.intake.given import Given, GivenTable, place_name
from ctmtqg_desktop.text import clean, parse_number
from ctmtqg_desktop.ui.form.grid import GridModel
from ctmtqg_desktop.ui.form.layout import Shown, ShownPart

OUTSIDE, SHUT, SAME = "intake.paste-outside", "intake.paste-shut", "intake.paste-same"
FILLED = "intake.cell-filled"
HIDDEN, LOCKED = "intake.paste-hidden", "workspace.cell-locked"
NO_ANSWERS: Mapping[int, Answers] = {}


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a block is put down.

    Attributes:
        rows: keys of the rows that are there.
        top, left: place of its corner.
    """

    sheet: Sheet
    section: Section
    columns: tuple[Shown, ...]
    rows: tuple[str, ...]
    may_change: Callable[[Cell], bool]
    is_roster: bool
    top: int
    left: int

    @classmethod
    def on(cls, model: GridModel, top: int, left: int) -> "Landing":
        """Return the place in a table on screen."""
        editing = model.editing
        rows = tuple(editing.sheet.rows(model.section.id))
        return cls(
            editing.sheet, model.section, model.columns, rows, editing.may_change,
            model.grows, top, left,
        )  # fmt: skip

    def cell(self, row: int, column: int) -> Cell | None:
        """Return the cell in a place; None where none is yet."""
        if column >= len(self.columns) or row >= len(self.rows):
            return None
        shown = self.columns[column].column
        return None if shown is None else Cell(self.section.id, self.rows[row], shown.id)


@dataclass(frozen=True, slots=True)
class PasteItem:
    """A cell that was there, and what becomes of it.

    Attributes:
        source: where it stands in the block, "A1" its corner.
        row, column: where it goes; the row may not exist yet.
        text: what is typed, or what was there where nothing is.
        code: why it is not taken, a key of the messages.
        held: what the cell would hold; None where nothing is put there.
        read: what the desk made of it; None where nobody asked.
    """

    source: str
    row: int
    column: int
    text: str
    fate: Fate
    code: str = ""
    held: EntryValue | None = None
    given: Given = field(default_factory=Given)
    read: Read | None = None


@dataclass(frozen=True, slots=True)
class PastePlan:
    """What a paste would do.

    Attributes:
        items: one for each cell that was there.
        blanks: places that the block leaves blank, where something may stand.
        readings: column -> how it was read.
        letters: the old encoding its texts came in; empty for Unicode.
    """

    landing: Landing
    items: tuple[PasteItem, ...]
    blanks: tuple[tuple[int, int], ...]
    readings: Mapping[int, ColumnRead]
    letters: str = ""

    def of(self, fate: Fate) -> list[PasteItem]:
        """Return the cells with one fate."""
        return [item for item in self.items if item.fate is fate]

    @property
    def troubles(self) -> list[PasteItem]:
        """Return what is not taken and worth telling before anything is."""
        fates = {Fate.REFUSED, Fate.LEFT_OUT}
        return [item for item in self.items if item.fate in fates and item.code != SAME]

    @property
    def asked(self) -> dict[Question, list[int]]:
        """Return what is open, with the columns it is open in."""
        found: dict[Question, list[int]] = defaultdict(list)
        for column, reading in self.readings.items():
            for question in reading.asked:
                found[question].append(column)
        return found

    @property
    def is_foreign(self) -> bool:
        """Say whether a column is read otherwise than Vietnamese writing means."""
        return any(
            reading.contradicted or any(answer != ANSWERS[q][0] for q, answer in told.items())
            for reading in self.readings.values()
            if (told := reading.applied) or reading.contradicted
        )

    def typed(self, *, with_refused: bool) -> list[PasteItem]:
        """Return what is put into cells; a refused text that the form can keep is flagged."""
        return [
            item
            for item in self.items
            if item.held is not None and (with_refused or item.fate is Fate.TAKEN)
        ]


def plan_paste(
    landing: Landing,
    table: GivenTable,
    answers: Mapping[int, Answers] = NO_ANSWERS,
    report: Report = no_report,
) -> PastePlan:
    """Say what pasting a block would do.

    Args:
        landing: where it is put down.
        table: the block.
        answers: column -> what a person says about how it is read.
        report: told how far the work is; may stop it by an exception.
    """
    work = _Work(landing, spread(table))
    work.place()
    readings: dict[int, ColumnRead] = {}
    for at, (column, places) in enumerate(work.columns.items()):
        report(at, len(work.columns))
        pairs = [(given, spec) for _, given, spec in places]
        readings[column] = read_column(pairs, answers.get(column, {}))
        for (item, given, spec), read in zip(places, readings[column].reads, strict=True):
            work.items[item] = _judged(landing, work.items[item], spec, read, given)
    return PastePlan(landing, tuple(work.items), tuple(work.blanks), readings, table.letters)


class _Work:
    """The cells of a block on their way to their places."""

    def __init__(self, landing: Landing, table: GivenTable) -> None:
        self._landing, self._table = landing, table
        self._declared = {row.id: row for row in landing.section.rows}
        self._specs: dict[tuple[str, int], CellSpec | None] = {}
        self.items: list[PasteItem] = []
        self.blanks: list[tuple[int, int]] = []
        self.columns: dict[int, list[tuple[int, Given, CellSpec]]] = defaultdict(list)

    def place(self) -> None:
        """Give every cell its place: what is hidden in the source takes none."""
        row = self._landing.top
        for at, line in enumerate(self._table.rows):
            is_hidden = at in self._table.hidden_rows
            column = self._landing.left
            for source, given in enumerate(line):
                skipped = is_hidden or source in self._table.hidden_columns
                name = place_name(at, source)
                if skipped:
                    self._leave(name, given)
                else:
                    self._put(name, row, column, given)
                column += source not in self._table.hidden_columns
            row += not is_hidden

    def _leave(self, name: str, given: Given) -> None:
        if not given.is_blank:
            left = Fate.LEFT_OUT
            self.items.append(PasteItem(name, -1, -1, given.text, left, HIDDEN, given=given))

    def _put(self, name: str, row: int, column: int, given: Given) -> None:
        spec = self._spec(row, column)
        is_input = spec is not None and spec.is_input
        if given.is_blank:
            if is_input and row < len(self._landing.rows):
                self.blanks.append((row, column))
            return
        code = "" if is_input else self._why_not(row, column, given, spec)
        fate = Fate.REFUSED if code == FILLED else Fate.LEFT_OUT if code else Fate.TAKEN
        cell = self._landing.cell(row, column)
        if not code and cell is not None and not self._landing.may_change(cell):
            fate, code = Fate.REFUSED, LOCKED
        item = PasteItem(name, row, column, _shown(given), fate, code, given=given)
        if not code and spec is not None:
            self.columns[column].append((len(self.items), given, spec))
        self.items.append(item)

    def _spec(self, row: int, column: int) -> CellSpec | None:
        """Return what a cell is or, below a roster, would be; None outside and for words."""
        landing = self._landing
        if column >= len(landing.columns) or (row >= len(landing.rows) and not landing.is_roster):
            return None
        named = ("" if landing.is_roster else landing.rows[row], column)
        if named not in self._specs:
            shown = landing.columns[column]
            of = shown.column if shown.part is ShownPart.CELL else None
            row_of, cell = self._declared.get(named[0]), landing.cell(row, column)
            if cell is not None and cell in landing.sheet.filled:
                return landing.sheet.spec(cell)
            self._specs[named] = None if of is None else cell_spec(landing.section, row_of, of)
        return self._specs[named]

    def _why_not(self, row: int, column: int, given: Given, spec: CellSpec | None) -> str:
        landing = self._landing
        if column >= len(landing.columns) or (row >= len(landing.rows) and not landing.is_roster):
            return OUTSIDE
        cell = landing.cell(row, column)
        if cell is None or spec is None:
            return SHUT
        is_same = _says_the_same(landing.sheet.text(cell), plain_text(given, spec))
        return SAME if is_same else FILLED if cell in landing.sheet.filled else SHUT


def _shown(given: Given) -> str:
    """Return what a person sees of a cell in its source."""
    if given.text or given.number is None:
        return given.text
    return f"{given.number:f}"


def _says_the_same(shown: str, pasted: str) -> bool:
    """Compare with a computed figure: "50" from a spreadsheet is the "50,00" shown here."""
    one, other = parse_number(shown), parse_number(pasted)
    return shown == clean(pasted) or (
        one is not None and other is not None and one.value == other.value
    )


def _judged(
    landing: Landing, item: PasteItem, spec: CellSpec, read: Read, given: Given
) -> PasteItem:
    place = (item.source, item.row, item.column)
    if read.fate is not Fate.TAKEN:
        return PasteItem(*place, item.text, read.fate, read.code, given=given, read=read)
    held = read_entry(read.text, spec, landing.sheet.measures)
    fate, code = (Fate.REFUSED, held.code) if isinstance(held, Refused) else (Fate.TAKEN, "")
    return PasteItem(*place, read.text, fate, code, held, given, read)


def repeated(table: GivenTable, rows: int, columns: int) -> GivenTable:
    """Return a block of one cell again and again, to fill a selection."""
    return replace(table, rows=((table.rows[0][0],) * columns,) * rows)


def emptied(plan: PastePlan) -> Iterator[Cell]:
    """Yield the cells in which something stands where the block is blank."""
    for row, column in plan.blanks:
        cell = plan.landing.cell(row, column)
        if cell is not None and plan.landing.may_change(cell):
            held = plan.landing.sheet.entry(cell)
            if held is not EMPTY:
                yield cell
