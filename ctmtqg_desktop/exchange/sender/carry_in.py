"""Carry what was given into a sheet: every cell that was there is taken, asked, refused or left.

The window and the commands come here: one step of undo, and nothing lost without its reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ctmtqg_desktop.catalogue.records.form import Cell, CellSpec, SectionKind, cell_spec
from ctmtqg_desktop.entries.arrivals import Arrivals, match_rows
from ctmtqg_desktop.entries.change import Change, EntryValue, Refused, UndoStep
from ctmtqg_desktop.entries.overview import filled_from
from ctmtqg_desktop.entries.rows import add_rows
from ctmtqg_desktop.entries.sheet import Sheet, read_text
from ctmtqg_desktop.entries.typed import read_entry, show_entry
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.sender.books.lines import NO_STEP
from ctmtqg_desktop.intake.desk.column import read_column
from ctmtqg_desktop.intake.desk.readings import Answers, ColumnRead, Fate, Read
from ctmtqg_desktop.intake.desk.table_map import Goal, Placed

LOCKED, DOUBLED = "form.cell-locked", "intake.row-doubled"
GIVEN, NOT_OF_PLAN = "intake.given-by-plan", "intake.row-not-of-plan"
FILLED, SAME = "intake.cell-filled", "intake.cell-same"


@dataclass(frozen=True, slots=True)
class CellFate:
    """What became of one cell that was there.

    Attributes:
        placed: where it was and where it goes.
        read: what the desk made of it; its text is what is typed.
        code: why it is not taken; empty where it is.
        row: key of the roster row it went to, or would change.
        held: what the cell would hold; None where nothing would be typed.
        source: of a cell that is filled, the words for where its figure is from.
    """

    placed: Placed
    read: Read
    fate: Fate
    code: str = ""
    row: str = ""
    held: EntryValue | None = None
    source: str = ""

    @property
    def cell(self) -> str:
        """Return the name of the form's cell; empty where it goes nowhere."""
        goal = self.placed.goal
        if goal is None:
            return ""
        row = self.row or (str(goal.row + 1) if isinstance(goal.row, int) else goal.row)
        return f"{goal.section}.{row}.{goal.column}"


@dataclass(slots=True)
class Incoming:
    """Everything that was there, read and held against the sheet; nothing is changed yet.

    Attributes:
        fates: one for each cell that was there, in its order.
        columns: group -> how it was read.
        arrivals: roster section -> which of its rows are new, changed or there already.
    """

    fates: list[CellFate]
    columns: dict[str, ColumnRead] = field(default_factory=dict)
    arrivals: dict[str, Arrivals] = field(default_factory=dict)

    def of(self, fate: Fate) -> tuple[CellFate, ...]:
        """Return the cells with one fate."""
        return tuple(one for one in self.fates if one.fate is fate)

    @property
    def is_clean(self) -> bool:
        """Say whether nothing is refused and nothing is open."""
        return not (self.of(Fate.REFUSED) or self.of(Fate.ASKED))


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a file.

    Attributes:
        set: how many cells were given another value and stored; 0 when anything was refused or
            is open, and not asked to go on.
        incoming: every cell that was there, with what became of it.
        told: figures of two meanings that were taken as typing takes them.
        step: what it did to the sheet.
    """

    set: int
    incoming: Incoming
    told: tuple[CellFate, ...] = field(default=())
    step: UndoStep = NO_STEP

    @property
    def refused(self) -> tuple[CellFate, ...]:
        """Return the cells that were not taken and are to be mended."""
        return self.incoming.of(Fate.REFUSED)

    @property
    def asked(self) -> tuple[CellFate, ...]:
        """Return the cells of two meanings; none of them is taken."""
        return self.incoming.of(Fate.ASKED)


def judge_placed(
    sheet: Sheet,
    placed: Sequence[Placed],
    answers: Mapping[str, Answers],
    *,
    is_typed: bool = False,
) -> Incoming:
    """Read what was given by column and hold it against the sheet, which is not changed.

    Args:
        sheet: of the form.
        placed: every cell that was there, with where it goes.
        answers: group -> how a person says its column is read.
        is_typed: a figure of two meanings is taken as typing takes it, and told.

    Raises:
        FormError: ``form.not-a-roster``.
    """
    specs = list(_specs(sheet, placed))
    groups: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(placed):
        if isinstance(specs[at], CellSpec):
            groups[one.group].append(at)
    incoming = Incoming([_left(one, spec) for one, spec in zip(placed, specs, strict=True)])
    for group, places in groups.items():
        pairs = [(placed[at].given, s) for at in places if isinstance(s := specs[at], CellSpec)]
        column = read_column(pairs, answers.get(group, {}), has_signs=not is_typed)
        incoming.columns[group] = column
        for at, (_, spec), read in zip(places, pairs, column.reads, strict=True):
            taken = _as_typed(read) if is_typed else read
            incoming.fates[at] = _judge(sheet, placed[at], spec, taken)
    _match(sheet, incoming)
    return incoming


def _specs(sheet: Sheet, placed: Iterable[Placed]) -> Iterator[CellSpec | str]:
    """Yield what every cell it goes to is; the rows that come for a roster share their columns."""
    known: dict[tuple[str, str], CellSpec | str] = {}
    for one in placed:
        goal = one.goal
        if goal is None or one.code or not isinstance(goal.row, int):
            yield _spec(sheet, one)
            continue
        name = (goal.section, goal.column)
        if name not in known:
            known[name] = _spec(sheet, one)
        yield known[name]


def _spec(sheet: Sheet, one: Placed) -> CellSpec | str:
    """Return what the cell it goes to is, or the code why it goes nowhere."""
    if one.code or one.goal is None:
        return one.code
    section = sheet.form.section(one.goal.section)
    if isinstance(one.goal.row, int):
        if section is None or section.kind is not SectionKind.ROSTER:
            raise FormError("form.not-a-roster", section=one.goal.section, form=sheet.form.id)
        column = section.column(one.goal.column)
        spec = cell_spec(section, None, column) if column else None
    else:
        spec = _declared_spec(sheet, one.goal)
    if spec is None:
        return "form.cell-unknown"
    if spec.given:
        return GIVEN
    return spec if spec.is_input or _filled(sheet, one.goal) else LOCKED


def _filled(sheet: Sheet, goal: Goal) -> Cell | None:
    """Return the cell it goes to where another form or a plan fills that."""
    cell = Cell(goal.section, str(goal.row), goal.column)
    return cell if cell in sheet.filled else None


def _declared_spec(sheet: Sheet, goal: Goal) -> CellSpec | None:
    try:
        return sheet.spec(Cell(goal.section, str(goal.row), goal.column))
    except FormError:
        return None


_REFUSED = frozenset({"form.cell-unknown", LOCKED, "intake.no-such-column"})
"""What somebody meant for a cell and has none; the rest was never meant for one."""


def _left(one: Placed, spec: CellSpec | str) -> CellFate:
    code = spec if isinstance(spec, str) else ""
    fate = Fate.REFUSED if code in _REFUSED else Fate.LEFT_OUT
    return CellFate(one, Read(one.given.text, fate, code), fate, code)


def _as_typed(read: Read) -> Read:
    """Take a figure of two meanings as typing takes it; what it is told by stays with it."""
    if read.fate is not Fate.ASKED:
        return read
    return replace(read, text=read.options[0], fate=Fate.TAKEN)


def _judge(sheet: Sheet, one: Placed, spec: CellSpec, read: Read) -> CellFate:
    if read.fate is not Fate.TAKEN:
        return CellFate(one, read, read.fate, read.code)
    held = read_entry(read.text, spec, sheet.measures)
    cell = _filled(sheet, one.goal) if one.goal is not None else None
    if cell is not None:
        is_same = show_entry(held, spec, sheet.measures) == sheet.text(cell)
        fate, code = (Fate.LEFT_OUT, SAME) if is_same else (Fate.REFUSED, FILLED)
        return CellFate(one, read, fate, code, source=filled_from(sheet, cell))
    if isinstance(held, Refused):
        return CellFate(one, read, Fate.REFUSED, held.code, held=held)
    return CellFate(one, read, Fate.TAKEN, held=held)


def _match(sheet: Sheet, incoming: Incoming) -> None:
    """Say of each row for a roster whether it is there already; of a doubled one, nothing."""
    for section, rows in _rows(incoming).items():
        texts = [{g.column: incoming.fates[at].read.text for g, at in r} for r in rows.values()]
        places = list(rows.values())
        found = _of_plans(sheet, section, match_rows(sheet, section, texts), places, incoming)
        incoming.arrivals[section] = found
        for known in (*found.same, *found.updated):
            for _, at in places[known.place]:
                incoming.fates[at] = replace(incoming.fates[at], row=known.row)
        for doubled in found.doubled:
            for _, at in places[doubled.place]:
                one = incoming.fates[at]
                if one.fate is Fate.TAKEN:
                    incoming.fates[at] = replace(one, fate=Fate.REFUSED, code=DOUBLED)


def _of_plans(
    sheet: Sheet, section: str, found: Arrivals,
    places: Sequence[Sequence[tuple[Goal, int]]], incoming: Incoming,
) -> Arrivals:  # fmt: skip
    """Refuse rows that are new in a list whose rows come from plans."""
    declared = sheet.form.section(section)
    if declared is None or not declared.tasks:
        return found
    for new in found.new:
        for _, at in places[new.place]:
            one = incoming.fates[at]
            incoming.fates[at] = replace(one, fate=Fate.REFUSED, code=NOT_OF_PLAN)
    return replace(found, new=[])


def _rows(incoming: Incoming) -> dict[str, dict[tuple[str, int], list[tuple[Goal, int]]]]:
    """Return section -> row of a table -> its cells that are to be typed, refused ones too.

    What a plan says of a row is not typed, but tells which row is meant.
    """
    found: dict[str, dict[tuple[str, int], list[tuple[Goal, int]]]] = {}
    for at, one in enumerate(incoming.fates):
        goal, table = one.placed.goal, one.placed.group.rpartition("!")[0]
        counts = _is_typed(one) or one.code == GIVEN
        if goal is not None and isinstance(goal.row, int) and counts:
            rows = found.setdefault(goal.section, {})
            rows.setdefault((table, goal.row), []).append((goal, at))
    return found


def _is_typed(one: CellFate) -> bool:
    """Say whether a cell is typed: it is good, or the form keeps it as refused and flagged."""
    if one.fate is Fate.TAKEN:
        return True
    return one.fate is Fate.REFUSED and one.code.startswith("entries.")


def carry_in(sheet: Sheet, incoming: Incoming) -> UndoStep:
    """Change the sheet by what came in, as one step.

    A refused text that the form can keep is kept there, flagged; whoever wants all or nothing
    asks ``is_clean`` first.
    """
    added: list[UndoStep] = []
    items: list[tuple[Cell, EntryValue]] = []
    for section, rows in _rows(incoming).items():
        items += _roster_items(sheet, section, list(rows.values()), incoming, added)
    for one in incoming.fates:
        goal = one.placed.goal
        if goal is not None and isinstance(goal.row, str) and _is_typed(one):
            cell = Cell(goal.section, goal.row, goal.column)
            items.append((cell, _held(sheet, cell, one)))
    step = sheet.set_entries(items)
    rows_made = tuple(row for more in added for row in more.change.rows)
    touched = step.touched.union(*(more.touched for more in added))
    return UndoStep(Change(step.change.cells, rows_made), touched)


def _roster_items(
    sheet: Sheet,
    section: str,
    rows: Sequence[Sequence[tuple[Goal, int]]],
    incoming: Incoming,
    added: list[UndoStep],
) -> Iterator[tuple[Cell, EntryValue]]:
    found = incoming.arrivals[section]
    fresh = add_rows(sheet, section, len(found.new))
    added.append(fresh)
    keys = {new.place: row.key for new, row in zip(found.new, fresh.change.rows, strict=True)}
    keys.update({known.place: known.row for known in found.updated})
    changed = {known.place: {c.column for c in known.changes} for known in found.updated}
    for place, key in sorted(keys.items()):
        for goal, at in rows[place]:
            incoming.fates[at] = replace(incoming.fates[at], row=key)
            if goal.column in changed.get(place, {goal.column}):
                cell = Cell(section, key, goal.column)
                yield cell, _held(sheet, cell, incoming.fates[at])


def _held(sheet: Sheet, cell: Cell, one: CellFate) -> EntryValue:
    return read_text(sheet, cell, one.read.text) if one.held is None else one.held


def undo(sheet: Sheet, step: UndoStep) -> None:
    """Take a step back that could not be stored."""
    sheet.apply(step.change.inverse())
