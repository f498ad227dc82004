"""What a sheet holds: typed entries, computed values and the rows of its rosters.

Everything is looked up. A whole roster column is kept as a list from its first reading on and
follows what is put into it, so that a total costs one pass over its column.
"""

from collections import Counter
from collections.abc import Iterable

from ctmtqg_desktop.catalogue.records.form import ANY_ROW, Cell, SectionKind
from ctmtqg_desktop.catalogue.records.values import EMPTY, Value
from ctmtqg_desktop.entries.change import Change, EntryValue, Refused, RowChange
from ctmtqg_desktop.entries.row_order import RowOrder
from ctmtqg_desktop.rules.names import replace_row
from ctmtqg_desktop.rules.program import FormProgram


class Cells:
    """Hold the cells of one form.

    Attributes:
        rosters: roster section -> keys of its rows.
        typed: cells that are not empty.
        computed: values of formulas.
    """

    def __init__(self, program: FormProgram) -> None:
        form = program.form
        self._formulas = [node for node in program.order if node.row == ANY_ROW]
        self._lists = frozenset(s.id for s in form.sections if s.kind is SectionKind.ROSTER)
        self._declared = {
            s.id: tuple(row.id for row in s.rows) for s in form.sections if s.id not in self._lists
        }
        self.rosters: dict[str, RowOrder] = {}
        self._columns_at = {s.id: [c.id for c in s.columns] for s in form.sections}
        self.typed: dict[Cell, EntryValue] = {}
        self.computed: dict[Cell, Value] = {}
        self._columns: dict[tuple[str, str], list[Value]] = {}
        self._filled: Counter[tuple[str, str]] = Counter()

    # -- asking

    def is_roster(self, section: str) -> bool:
        """Say whether the rows of a section come and go."""
        return section in self._lists

    def node(self, cell: Cell) -> Cell:
        """Return the name a formula reads a cell by: in a roster that of its whole column."""
        return replace_row(cell, ANY_ROW) if cell.section in self._lists else cell

    def rows(self, section: str) -> tuple[str, ...]:
        """Return the row keys of a section in order: declared ids, or those of a roster."""
        if section in self._declared:
            return self._declared[section]
        keys = self.rosters.get(section)
        return keys.all() if keys is not None else ()

    def place(self, section: str, row: str) -> int | None:
        """Return where a roster row stands, from 0; None when it is not there."""
        keys = self.rosters.get(section)
        return keys.place(row) if keys is not None else None

    def entry(self, cell: Cell) -> EntryValue:
        """Return what a cell holds: typed, refused or computed."""
        held = self.computed.get(cell)
        return self.typed.get(cell, EMPTY) if held is None else held

    def value(self, cell: Cell) -> Value:
        """Return the value of a cell for formulas; a refused text counts as empty."""
        held = self.entry(cell)
        return EMPTY if isinstance(held, Refused) else held

    def column(self, section: str, column: str) -> tuple[Value, ...]:
        """Return the values of a column, in the order of its rows."""
        kept = self._columns.get((section, column))
        if kept is None:
            kept = [self.value(Cell(section, row, column)) for row in self.rows(section)]
            if section in self._lists:
                self._columns[section, column] = kept
        return tuple(kept)

    def filled(self, section: str, column: str) -> int:
        """Return how many cells of a roster column hold something typed."""
        return self._filled[section, column]

    def in_order(self, cells: Iterable[Cell]) -> list[Cell]:
        """Return cells in the order of the form, row by row."""
        found = list(cells)
        sections = {section: at for at, section in enumerate(self._columns_at)}
        rows = {
            section: {row: at for at, row in enumerate(self.rows(section))}
            for section in {cell.section for cell in found}
        }

        def stands(cell: Cell) -> tuple[int, int, int]:
            columns = self._columns_at[cell.section]
            column = columns.index(cell.column) if cell.column in columns else 0
            return sections[cell.section], rows[cell.section].get(cell.row, -1), column

        return sorted(found, key=stands)

    # -- changing

    def compute(self, cell: Cell, value: Value) -> bool:
        """Store what a formula gave; return whether it is another value than before."""
        known = self.computed.get(cell)
        self.computed[cell] = value
        if known is not None and _is_same(known, value):
            return False
        if cell.section in self._lists:
            self._follow(cell)
        return True

    def release(self, cell: Cell) -> bool:
        """Let a cell that was computed hold what is typed; return whether it was computed."""
        return self.computed.pop(cell, None) is not None

    def make(self, change: Change) -> None:
        """Add rows, put cells, then take rows away; nothing is computed anew."""
        moved = {row.section for row in change.rows}
        for name in [name for name in self._columns if name[0] in moved]:
            del self._columns[name]
        for row in change.rows:
            if row.added:
                keys = self.rosters.setdefault(row.section, RowOrder())
                keys.insert(row.index, row.key)
        for cell, _, after in change.cells:
            self._put(cell, after)
        for row in change.rows:
            if not row.added:
                self._drop_row(row)

    def _put(self, cell: Cell, held: EntryValue) -> None:
        more = (held is not EMPTY) - (cell in self.typed)
        if held is not EMPTY:
            self.typed[cell] = held
        elif more:
            del self.typed[cell]
        section, _, column = cell
        if section in self._lists:
            if more:
                self._filled[section, column] += more
            if (section, column) in self._columns:
                self._follow(cell)

    def _drop_row(self, row: RowChange) -> None:
        self.rosters[row.section].remove(row.index, row.key)
        for node in self._formulas:
            if node.section == row.section:
                self.computed.pop(replace_row(node, row.key), None)

    def replace(self, rosters: dict[str, RowOrder], typed: dict[Cell, EntryValue]) -> None:
        """Hold something else; nothing is computed then."""
        self.rosters, self.typed, self.computed = rosters, typed, {}
        self._columns.clear()
        self._filled = Counter((cell.section, cell.column) for cell in typed)

    def _follow(self, cell: Cell) -> None:
        kept = self._columns.get((cell.section, cell.column))
        at = self.place(cell.section, cell.row) if kept is not None else None
        if kept is not None and at is not None:
            kept[at] = self.value(cell)


def _is_same(one: Value, other: Value) -> bool:
    """Compare values as written: 1,0 is not 1,00, and True is not 1."""
    return one is other or (one.__class__ is other.__class__ and str(one) == str(other))
