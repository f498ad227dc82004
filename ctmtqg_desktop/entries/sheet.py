"""A form being filled: typed values, computed ones, and what the rules find.

A sheet lives in memory; every ``Step`` it returns is what undo reverses and storage writes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.form import (
    ANY_ROW,
    VALUE,
    Cell,
    CellSpec,
    CellType,
    Form,
    SectionKind,
    Severity,
)
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.personal import hidden_columns
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import EMPTY, Value
from ctmtqg_desktop.entries.change import (
    CellChange,
    Change,
    EntryValue,
    Refused,
    RowChange,
    SheetKey,
)
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.odd_letters import odd_letters
from ctmtqg_desktop.entries.typed import read_entry, show_entry
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.rules.engine import Engine, Surroundings
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.rules.hidden import followers, without_checks
from ctmtqg_desktop.rules.names import NamePlace, Ref, spec_of
from ctmtqg_desktop.rules.program import FormProgram, row_labels

FIELD_COLUMNS = (VALUE,)


@dataclass(frozen=True, slots=True)
class UndoStep:
    """A change that has been made, and the cells whose shown value it touched."""

    change: Change
    touched: frozenset[Cell]


@dataclass(frozen=True, slots=True)
class Wording:
    """How a sheet speaks: the measures, and the sentence for a code and its facts."""

    measures: Mapping[str, Measure]
    say: Callable[[str, Mapping[str, object]], str]


class Sheet:
    """One form of one unit for one period; ``overview`` tells about one from outside.

    Attributes:
        form: opened: its criteria rows are in place.
        program: what the form compiles to.
        around: earlier periods, other forms and targets.
    """

    def __init__(
        self, *, key: SheetKey, program: FormProgram, unit: Unit, period: Period,
        wording: Wording, around: Surroundings,
    ) -> None:  # fmt: skip
        self.key = key
        self.form: Form = program.form
        self.unit = unit
        self.period = period
        self.measures = wording.measures
        self._say = wording.say
        self.program = program
        self._engine = Engine(program, self, around)
        self.around = around
        self._typed: dict[Cell, EntryValue] = {}
        self._computed: dict[Cell, Value] = {}
        self._specs: dict[Cell, CellSpec] = {}
        self._rows: dict[str, list[str]] = {}
        self._last_row = 0
        self.reasons: dict[tuple[str, str], str] = {}
        self.withheld: Mapping[str, int] = {}
        self._given: frozenset[Cell] = frozenset()
        self._recompute(program.order)

    # -- what it holds

    def rows(self, section: str) -> tuple[str, ...]:
        """Return the row keys of a section in order: declared ids, or those of a roster."""
        found = self.form.section(section)
        if found is not None and found.kind is not SectionKind.ROSTER:
            return tuple(row.id for row in found.rows)
        return tuple(self._rows.get(section, ()))

    def columns(self, section: str) -> tuple[str, ...]:
        """Return the column ids of a section; fields have the one column ``value``."""
        found = self.form.section(section)
        return tuple(c.id for c in found.columns) or FIELD_COLUMNS if found else ()

    def spec(self, cell: Cell) -> CellSpec:
        """Return what a cell is.

        Raises:
            FormError: ``form.cell-unknown``.
        """
        known = self._specs.get(cell)
        if known is None:
            known = spec_of(self.form, cell)
            if known is None or not self._has_row(cell):
                raise FormError("form.cell-unknown", cell=str(cell), form=self.form.id)
            self._specs[cell] = known
        return known

    def _has_row(self, cell: Cell) -> bool:
        section = self.form.section(cell.section)
        is_roster = section is not None and section.kind is SectionKind.ROSTER
        return not is_roster or cell.row in self._rows.get(cell.section, ())

    def entry(self, cell: Cell) -> EntryValue:
        """Return what the cell holds: typed, refused or computed."""
        if cell in self._computed:
            return self._computed[cell]
        return self._typed.get(cell, EMPTY)

    def value(self, cell: Cell) -> Value:
        """Return the cell's value for formulas; a refused text counts as empty."""
        held = self.entry(cell)
        return EMPTY if isinstance(held, Refused) else held

    def text(self, cell: Cell) -> str:
        """Return the cell as shown."""
        return show_entry(self.entry(cell), self.spec(cell), self.measures)

    def content(self) -> Content:
        """Return what storage and packages carry: typed cells, rows and reasons."""
        typed = {cell: held for cell, held in self._typed.items() if held is not EMPTY}
        rows = {section: tuple(keys) for section, keys in self._rows.items() if keys}
        reasons, withheld = dict(self.reasons), dict(self.withheld)
        return Content(typed, rows, reasons, self._last_row + 1, withheld, self.form.version)

    def load(self, content: Content) -> None:
        """Take over stored content; what no longer has a cell in the form is left behind."""
        self._rows = {section: list(keys) for section, keys in content.rows.items()}
        highest = max((_number(key) for keys in self._rows.values() for key in keys), default=0)
        self._last_row = max(highest, content.next_row - 1)
        self._typed = {
            cell: held
            for cell, held in content.entries.items()
            if spec_of(self.form, cell) is not None and self._has_row(cell)
        }
        self.reasons = dict(content.reasons)
        self._withhold(content.withheld)
        self._computed.clear()
        self._specs.clear()
        self._recompute(self.program.order)

    def _withhold(self, withheld: Mapping[str, int]) -> None:
        """Take what follows from lists that are not here as given, and ask no rules of them."""
        self.withheld = dict(withheld)
        hidden = hidden_columns(self.form, withheld)
        self._given = followers(self.program, hidden) if hidden else frozenset()
        asked = without_checks(self.program, hidden) if hidden else self.program
        self._engine = Engine(asked, self, self.around)

    # -- changing it

    def set_texts(self, items: Sequence[tuple[Cell, str]]) -> UndoStep:
        """Type texts into cells as one step.

        Raises:
            FormError: ``form.cell-unknown``, ``form.cell-locked``; nothing is changed then.
        """
        changes = []
        for cell, typed in items:
            spec = self.spec(cell)
            if not spec.is_input:
                raise FormError("form.cell-locked", cell=str(cell), form=self.form.id)
            after = read_entry(typed, spec, self.measures)
            before = self._typed.get(cell, EMPTY)
            if after != before or type(after) is not type(before):
                changes.append(CellChange(cell, before, after))
        change = Change(tuple(changes))
        return UndoStep(change, self.apply(change))

    def add_row(self, section: str, index: int | None = None) -> UndoStep:
        """Add an empty row to a roster, at the end when no place is given.

        Raises:
            FormError: ``form.not-a-roster``.
        """
        found = self.form.section(section)
        if found is None or found.kind is not SectionKind.ROSTER:
            raise FormError("form.not-a-roster", section=section, form=self.form.id)
        keys = self._rows.get(section, [])
        place = len(keys) if index is None else index
        key = f"r{self._last_row + 1}"
        change = Change(rows=(RowChange(section, key, place, added=True),))
        return UndoStep(change, self.apply(change))

    def remove_row(self, section: str, row: str) -> UndoStep:
        """Remove a roster row with all it holds.

        Raises:
            FormError: ``form.cell-unknown``.
        """
        keys = self._rows.get(section, [])
        if row not in keys:
            raise FormError("form.cell-unknown", cell=f"{section}.{row}", form=self.form.id)
        cells = (Cell(section, row, column) for column in self.columns(section))
        emptied = tuple(
            CellChange(cell, self._typed[cell], EMPTY) for cell in cells if cell in self._typed
        )
        gone = RowChange(section, row, keys.index(row), added=False)
        change = Change(emptied, (gone,))
        return UndoStep(change, self.apply(change))

    def apply(self, change: Change) -> frozenset[Cell]:
        """Make a change, or with ``change.inverse()`` undo one; return the cells it touched."""
        for row in change.rows:
            if row.added:
                self._rows.setdefault(row.section, []).insert(row.index, row.key)
                self._last_row = max(self._last_row, _number(row.key))
        for item in change.cells:
            if item.after is EMPTY:
                self._typed.pop(item.cell, None)
            else:
                self._typed[item.cell] = item.after
        for row in change.rows:
            if not row.added:
                self._drop_row(row)
        moved = {Cell(r.section, ANY_ROW, c) for r in change.rows for c in self.columns(r.section)}
        changed = {item.cell for item in change.cells}
        return frozenset(changed | self._recompute(self._starts(changed | moved)))

    def _starts(self, changed: set[Cell]) -> tuple[Cell, ...]:
        """Return the computed cells to run; those of a new roster row run of themselves."""
        own = {cell for cell in changed if cell.row == ANY_ROW and cell in self.program.computed}
        after = self.program.affected(changed)
        return tuple(c for c in self.program.order if c in own or c in after)

    def _drop_row(self, row: RowChange) -> None:
        self._rows[row.section].remove(row.key)
        for column in self.columns(row.section):
            self._computed.pop(Cell(row.section, row.key, column), None)
            self._specs.pop(Cell(row.section, row.key, column), None)

    def _recompute(self, cells: Iterable[Cell]) -> set[Cell]:
        touched = set()
        for cell, found in self._engine.compute(cells):
            value = self._given_value(cell) if self._is_given(cell) else found
            if self._computed.get(cell, None) != value or cell not in self._computed:
                touched.add(cell)
            self._computed[cell] = value
        return touched

    def _is_given(self, cell: Cell) -> bool:
        given = self._given
        return bool(given) and (cell in given or cell._replace(row=ANY_ROW) in given)

    def _given_value(self, cell: Cell) -> Value:
        held = self._typed.get(cell, EMPTY)
        return EMPTY if isinstance(held, Refused) else held

    def refresh(self) -> frozenset[Cell]:
        """Compute everything again, for when another form or period has changed."""
        return frozenset(self._recompute(self.program.order))

    # -- what is found

    def findings(self) -> tuple[Finding, ...]:
        """Return refused texts and broken rules; what is still missing is asked at signing."""
        found = [*self._refused(), *self._oddly_spelled(), *self._engine.findings(self._show)]
        return tuple(self._explained(finding) for finding in found)

    def _refused(self) -> Iterator[Finding]:
        for cell, held in self._typed.items():
            if isinstance(held, Refused):
                said = self._say(held.code, {"text": held.text, "where": self.label(cell)})
                yield Finding(Severity.ERROR, held.code, self.form.id, cell, said)

    def _oddly_spelled(self) -> Iterator[Finding]:
        for cell, held in self._typed.items():
            odd = odd_letters(held)
            if odd is not None:
                code, facts = odd
                said = self._say(code, {**facts, "where": self.label(cell)})
                yield Finding(Severity.WARNING, code, self.form.id, cell, said)

    def _explained(self, finding: Finding) -> Finding:
        reason = self.reasons.get((finding.code, str(finding.cell or "")), "")
        if not reason:
            return finding
        return Finding(
            finding.severity, finding.code, finding.form, finding.cell, finding.message, reason
        )

    def _show(self, ref: Ref, value: Value) -> str:
        form = self.program.others[ref.form] if ref.where is NamePlace.FORM else self.form
        spec = spec_of(form, ref.cell)
        if spec is None:
            spec = CellSpec(CellType.MONEY if isinstance(value, Decimal) else CellType.TEXT)
        shown = show_entry(value, spec, self.measures)
        return shown or phrase("entries.empty")

    def label(self, cell: Cell) -> str:
        """Return the words for a cell: its row, and its column where there are several."""
        section = self.form.section(cell.section)
        if section is None:
            return str(cell)
        row = section.row(cell.row)
        column = section.column(cell.column)
        named = row_labels(row)["row"] if row else ""
        if not named and cell.row in self.rows(cell.section):
            named = phrase("entries.row", number=self.rows(cell.section).index(cell.row) + 1)
        return ", ".join(part for part in (named, column.label if column else "") if part)


def _number(key: str) -> int:
    digits = key.removeprefix("r")
    return int(digits) if digits.isdigit() else 0
