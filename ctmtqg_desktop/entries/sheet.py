"""A form being filled: typed values, computed ones, and what the rules find.

A sheet lives in memory; every ``Step`` it returns is what undo reverses and storage writes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

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
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE, Value
from ctmtqg_desktop.entries.cells import Cells
from ctmtqg_desktop.entries.change import (
    CellChange,
    Change,
    EntryValue,
    Refused,
    RowChange,
    SheetKey,
    UndoStep,
)
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.odd_letters import odd_letters
from ctmtqg_desktop.entries.rosters.list_findings import ListFindings
from ctmtqg_desktop.entries.row_order import RowOrder
from ctmtqg_desktop.entries.typed import Wording, read_entry, rounded, show_entry
from ctmtqg_desktop.entries.watch import Watch, explained, in_order
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.rules.engine import Engine, Surroundings
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.rules.hidden import followers, without_checks
from ctmtqg_desktop.rules.kept_findings import KeptFindings
from ctmtqg_desktop.rules.names import NamePlace, Ref, replace_row, spec_of
from ctmtqg_desktop.rules.program import FormProgram, row_labels

FIELD_COLUMNS = (VALUE,)


class Sheet:
    """One form of one unit for one period; ``overview`` tells about one from outside.

    Attributes:
        form: opened: its criteria rows are in place.
        program: what the form compiles to.
        around: earlier periods, other forms and targets.
        filled: the cells that are not typed here, as they stand: another form or a plan fills
            them. One whose owner is blank is empty.
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
        self.cells = Cells(program)
        self._engine = Engine(program, self.cells, around, self.cells.column)
        self.around = around
        self._last_row = 0
        self.reasons: dict[tuple[str, str], str] = {}
        self.withheld: Mapping[str, int] = {}
        self._given: frozenset[Cell] = frozenset()
        self.filled: dict[Cell, Value] = {}
        self._watch: Watch | None = None
        self._compute_all()

    # -- what it holds

    def rows(self, section: str) -> tuple[str, ...]:
        """Return the row keys of a section in order: declared ids, or those of a roster."""
        return self.cells.rows(section)

    def columns(self, section: str) -> tuple[str, ...]:
        """Return the column ids of a section; fields have the one column ``value``."""
        found = self.form.section(section)
        return tuple(c.id for c in found.columns) or FIELD_COLUMNS if found else ()

    def spec(self, cell: Cell) -> CellSpec:
        """Return what a cell is.

        Raises:
            FormError: ``form.cell-unknown``.
        """
        section, row, column = cell
        keys = self.cells.rosters.get(section)
        known = self.program.specs.get(cell if keys is None else (section, "", column))
        if cell in self.filled and known is not None:
            return replace(known, formula=known.derived)
        if known is not None and (keys is None or row in keys):
            return known
        known = self._declared(cell)
        if known is None or not self._has_row(cell):
            raise FormError("form.cell-unknown", cell=str(cell), form=self.form.id)
        return replace(known, formula=known.derived) if cell in self.filled else known

    def _declared(self, cell: Cell) -> CellSpec | None:
        """Return what the form says of a cell; the cells of a roster column share it."""
        section, row, column = cell
        name = (section, "" if self.cells.is_roster(section) else row, column)
        known = self.program.specs.get(name)
        if known is None:
            known = spec_of(self.form, cell)
            if known is not None:
                self.program.specs[name] = known
        return known

    def _has_row(self, cell: Cell) -> bool:
        is_roster = self.cells.is_roster(cell.section)
        return not is_roster or self.cells.place(cell.section, cell.row) is not None

    def entry(self, cell: Cell) -> EntryValue:
        """Return what the cell holds: typed, refused or computed."""
        return self.cells.entry(cell)

    def value(self, cell: Cell) -> Value:
        """Return the cell's value for formulas; a refused text counts as empty."""
        return self.cells.value(cell)

    def text(self, cell: Cell) -> str:
        """Return the cell as shown."""
        return show_entry(self.entry(cell), self.spec(cell), self.measures)

    def content(self) -> Content:
        """Return what storage and packages carry: typed cells, rows and reasons."""
        held = self.cells
        rows = {section: keys.all() for section, keys in held.rosters.items() if len(keys)}
        reasons, withheld = dict(self.reasons), dict(self.withheld)
        typed, next_row = dict(held.typed), self._last_row + 1
        return Content(typed, rows, reasons, next_row, withheld, self.form.version)

    def load(self, content: Content) -> None:
        """Take over stored content; what no longer has a cell in the form is left behind."""
        rosters = {section: RowOrder(keys) for section, keys in content.rows.items()}
        highest = max((_number(key) for keys in content.rows.values() for key in keys), default=0)
        self._last_row = max(highest, content.next_row - 1)
        self.cells.replace(rosters, {})
        entries = content.entries.items()
        known = {c: held for c, held in entries if self._declared(c) and self._has_row(c)}
        self.cells.replace(rosters, {c: held for c, held in known.items() if held is not EMPTY})
        self.reasons = dict(content.reasons)
        self._withhold(content.withheld)
        self._compute_all()

    def _withhold(self, withheld: Mapping[str, int]) -> None:
        """Take what follows from lists that are not here as given, and ask no rules of them."""
        self.withheld = dict(withheld)
        hidden = hidden_columns(self.form, withheld)
        self._given = followers(self.program, hidden) if hidden else frozenset()
        asked = without_checks(self.program, hidden) if hidden else self.program
        self._engine = Engine(asked, self.cells, self.around, self.cells.column)

    # -- changing it

    def set_texts(self, items: Sequence[tuple[Cell, str]]) -> UndoStep:
        """Type texts into cells as one step.

        Raises:
            FormError: ``form.cell-unknown``, ``form.cell-locked``; nothing is changed then.
        """
        return self.set_entries([(cell, read_text(self, cell, text)) for cell, text in items])

    def set_entries(self, items: Iterable[tuple[Cell, EntryValue]]) -> UndoStep:
        """Give cells what they hold as one step; of a cell named twice the last one counts.

        Raises:
            FormError: as ``set_texts``.
        """
        changes = []
        for cell, after in dict(items).items():
            if after is not EMPTY or cell not in self.filled:  # what was typed may be taken away
                _input_spec(self, cell)
            before = self.cells.typed.get(cell, EMPTY)
            if after != before or type(after) is not type(before):
                changes.append(CellChange(cell, before, after))
        change = Change(tuple(changes))
        return UndoStep(change, self.apply(change))

    def add_row(self, section: str, index: int | None = None) -> UndoStep:
        """Add an empty row to a roster, at the end when no place is given.

        Raises:
            FormError: ``form.not-a-roster``, ``form.rows-of-plans``.
        """
        found = self.form.section(section)
        if found is None or found.kind is not SectionKind.ROSTER:
            raise FormError("form.not-a-roster", section=section, form=self.form.id)
        if found.tasks:
            raise FormError("form.rows-of-plans", section=found.title, form=self.form.title)
        place = len(self.rows(section)) if index is None else index
        key = f"r{self._last_row + 1}"
        change = Change(rows=(RowChange(section, key, place, added=True),))
        return UndoStep(change, self.apply(change))

    def apply(self, change: Change) -> frozenset[Cell]:
        """Make a change, or with ``change.inverse()`` undo one; return the cells it touched."""
        new_rows: dict[str, set[str]] = {row.section: set() for row in change.rows}
        for row in change.rows:
            if row.added:
                new_rows[row.section].add(row.key)
                self._last_row = max(self._last_row, _number(row.key))
        self.cells.make(change)
        changed = self._changed(change, new_rows)
        touched = self._follow(changed)
        touched.update(item.cell for item in change.cells)
        if self._watch is not None:
            self._watch.follow(changed, new_rows, [item.cell for item in change.cells])
        return frozenset(touched)

    def _changed(self, change: Change, new_rows: Mapping[str, set[str]]) -> dict[Cell, set[str]]:
        """Return what a change touches, as formulas read it."""
        changed: dict[tuple[str, str, str], set[str]] = {}
        for section, new in new_rows.items():
            for column in self.columns(section):
                changed[section, ANY_ROW, column] = set(new)
        for (section, row, column), _, _ in change.cells:
            at = ANY_ROW if self.cells.is_roster(section) else row
            changed.setdefault((section, at, column), set()).add(row)
        return {Cell(*place): rows for place, rows in changed.items()}

    def _follow(self, changed: dict[Cell, set[str]]) -> set[Cell]:
        """Compute what follows from a change, and for no other row; add it to what changed."""
        touched: set[Cell] = set()
        after = set(self.program.affected(changed))
        for node in self.program.order:
            if node in after or node in changed:
                touched |= self._compute(node, changed)
        return touched

    def _compute(self, node: Cell, changed: dict[Cell, set[str]]) -> set[Cell]:
        is_list = node.row == ANY_ROW
        rows = self.rows(node.section) if is_list else (node.row,)
        needed = set(self.program.rows_to_run(node, changed, rows))
        if is_list and len(needed) < len(rows):
            rows = tuple(row for row in needed if self.cells.place(node.section, row) is not None)
        touched = self._run(node, rows) if needed else set()
        if touched:
            changed.setdefault(node, set()).update(cell.row for cell in touched)
        return touched

    def _compute_all(self) -> set[Cell]:
        self._watch = None
        return {c for node in self.program.order for c in self._run(node, self.rows(node.section))}

    def _run(self, node: Cell, rows: Iterable[str]) -> set[Cell]:
        """Compute one cell, or these rows of a column; return what got another value."""
        take = self._fill if node in self.program.optional else self._take
        return {cell for cell, found in self._engine.run(node, rows) if take(cell, found)}

    def _take(self, cell: Cell, found: Value) -> bool:
        value = self._given_value(cell) if self._is_given(cell) else found
        return self.cells.compute(cell, value)

    def _fill(self, cell: Cell, found: Value) -> bool:
        """Fill a cell with what its formula gives; leave it to be typed where that is nothing."""
        spec = self._declared(cell)
        if spec is None or not self.around.derives:
            return False
        value = rounded(found, spec, self.measures)
        if value is NOT_APPLICABLE and not spec.not_applicable:
            value = EMPTY
        is_shut = cell not in self.program.beside and self.around.elsewhere(cell) is not None
        is_open = value is EMPTY and found is EMPTY and not is_shut
        was = self.filled.pop(cell, None)
        if not is_open:
            self.filled[cell] = value
        if value is EMPTY:
            return self.cells.release(cell) or (was is None) != is_open
        return self.cells.compute(cell, value)

    def _is_given(self, cell: Cell) -> bool:
        given = self._given
        return bool(given) and (cell in given or replace_row(cell, ANY_ROW) in given)

    def _given_value(self, cell: Cell) -> Value:
        held = self.cells.typed.get(cell, EMPTY)
        return EMPTY if isinstance(held, Refused) else held

    def refresh(self, cells: Collection[Cell] = ()) -> frozenset[Cell]:
        """Compute everything again, for when other forms have changed; or from these cells."""
        if not cells:
            return frozenset(self._compute_all())
        changed = {cell: {cell.row} for cell in cells}
        touched = self._follow(dict(changed))
        if self._watch is not None:
            self._watch.follow(changed, {}, list(cells))
        return frozenset(touched)

    # -- what is found

    def findings(self) -> tuple[Finding, ...]:
        """Return spoiled texts, doubled rows and broken rules; what is missing is asked later."""
        typed = self.cells.typed.items()
        noted = {cell: note for cell, held in typed if (note := self._note(cell, held))}
        lists = self._list_findings()
        lists.look()
        found = (*in_order(self.cells, noted), *lists.all(), *self._engine.findings(self._show))
        return explained(found, self.reasons)

    def _list_findings(self) -> ListFindings:
        hidden, year = hidden_columns(self.form, self.withheld), self.period.end.year
        return ListFindings(self.form, self.cells, year=year, say=self._say, hidden=hidden)

    @property
    def watch(self) -> Watch:
        """Return what keeps the same findings at hand while the sheet is being filled."""
        if self._watch is None:
            kept = KeptFindings(self._engine, self.cells, self._show)
            lists = self._list_findings()
            self._watch = Watch(self.cells, kept, lists, self._note, self.reasons)
        return self._watch

    def _note(self, cell: Cell, held: EntryValue) -> Finding | None:
        """Return what is wrong with what a cell holds, whatever the rules say."""
        severity = Severity.WARNING
        if isinstance(held, Refused):
            severity, code = Severity.ERROR, held.code
            facts: dict[str, object] = {"text": held.text}
        elif cell in self.filled and self.filled[cell] != held:
            severity, code = Severity.JUSTIFY, "entries.filled-differs"
            facts = self._filled_facts(cell)
        else:
            odd = odd_letters(held)
            if odd is None:
                return None
            code, facts = odd
        said = self._say(code, {**facts, "where": self.label(cell)})
        return Finding(severity, code, self.form.id, cell, said)

    def _filled_facts(self, cell: Cell) -> dict[str, object]:
        here, there = self.cells.typed.get(cell, EMPTY), self.filled[cell]
        typed, value = (show_entry(v, self.spec(cell), self.measures) for v in (here, there))
        source = self.around.origin(cell, self.program.computed[cell].refs)
        return {"typed": typed, "value": value or phrase("entries.empty"), "from": source}

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
        at = self.cells.place(cell.section, cell.row) if not named else None
        if at is not None:
            named = phrase("entries.row", number=at + 1)
        return ", ".join(part for part in (named, column.label if column else "") if part)


def read_text(sheet: Sheet, cell: Cell, text: str) -> EntryValue:
    """Return what a cell would hold if a text were typed into it.

    Raises:
        FormError: ``form.cell-unknown``, ``form.cell-locked``, ``form.cell-filled``.
    """
    if not text.strip() and cell in sheet.filled:
        return EMPTY
    return read_entry(text, _input_spec(sheet, cell), sheet.measures)


def _input_spec(sheet: Sheet, cell: Cell) -> CellSpec:
    spec = sheet.spec(cell)
    if cell in sheet.filled:
        where = sheet.around.origin(cell, sheet.program.computed[cell].refs)
        raise FormError("form.cell-filled", cell=sheet.label(cell), source=where)
    if not spec.is_input:
        raise FormError("form.cell-locked", cell=str(cell), form=sheet.form.id)
    return spec


def _number(key: str) -> int:
    digits = key.removeprefix("r")
    return int(digits) if digits.isdigit() else 0
