"""What can be told of a sheet from outside: how full it is, what stands beside a cell."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from ctmtqg_desktop.catalogue.records.form import (
    ANY_ROW,
    Cell,
    CellSpec,
    CellType,
    Column,
    Section,
    SectionKind,
    cell_spec,
)
from ctmtqg_desktop.catalogue.records.values import EMPTY, TaskPart, Value
from ctmtqg_desktop.entries.change import EntryValue
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.typed import read_entry, rounded, show_entry
from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.rules.engine import TypedElsewhere, Values
from ctmtqg_desktop.rules.names import HERE, NamePlace, replace_row
from ctmtqg_desktop.text import clean

_LEAST_EMPTY = 10
"""Fewer empty cells are told of, and not asked about."""


@dataclass(frozen=True, slots=True)
class FigureReference:
    """What stands beside a cell, as shown texts; empty where there is nothing."""

    previous: str = ""
    last_year: str = ""


def input_cells(sheet: Sheet, section: str) -> Iterator[Cell]:
    """Yield the cells of a section, row by row."""
    for row in sheet.rows(section):
        for column in sheet.columns(section):
            yield Cell(section, row, column)


def inputs(sheet: Sheet) -> Iterator[Cell]:
    """Yield the cells a person types into, in the order of the form."""
    for section in sheet.form.sections:
        for cell in input_cells(sheet, section.id):
            if sheet.spec(cell).is_input:
                yield cell


def filled_from(sheet: Sheet, cell: Cell) -> str:
    """Return the words for where a cell that is not typed here has its figure from."""
    return sheet.around.origin(cell, sheet.program.computed[cell].refs)


class ShownFrom(NamedTuple):
    """A cell whose figure somebody else says.

    Attributes:
        words: where it is from, "lấy từ biểu …".
        owner: where it is typed; None where a plan says it.
    """

    cell: Cell
    words: str
    owner: TypedElsewhere | None


def shown_from(sheet: Sheet) -> Iterator[ShownFrom]:
    """Yield the cells that show a figure of another form or of a plan, in the form's order.

    Of a report that was signed, those that still say what stands there.
    """
    own = phrase("entries.from-figures")
    for cell in sheet.program.order:
        if cell not in sheet.program.optional or sheet.entry(cell) is EMPTY:
            continue
        owner = sheet.around.elsewhere(cell)
        words = sheet.around.origin(cell, sheet.program.computed[cell].refs)
        if words != own and (cell in sheet.filled or _still_says(sheet, cell, owner)):
            yield ShownFrom(cell, words, owner)


def _still_says(sheet: Sheet, cell: Cell, owner: TypedElsewhere | None) -> bool:
    if sheet.around.derives or owner is None:
        return False
    return rounded(owner.value, sheet.spec(cell), sheet.measures) == sheet.value(cell)


def content_with_filled(sheet: Sheet) -> Content:
    """Return a sheet's content as a submission keeps it: what is filled stands as it is now."""
    content = sheet.content()
    filled = {cell: value for cell, value in sheet.filled.items() if value is not EMPTY}
    return replace(content, entries={**content.entries, **filled})


def is_typed_in(sheet: Sheet) -> bool:
    """Say whether anything stands in a sheet that no plan has put there."""
    filled = (cell for cell, value in sheet.filled.items() if value is not EMPTY)
    return any(not _is_planned(sheet, cell) for cell in (*sheet.cells.typed, *filled))


def _is_planned(sheet: Sheet, cell: Cell) -> bool:
    if cell in sheet.program.optional:
        said = {NamePlace.PLANNED, NamePlace.BASE}
        return any(ref.where in said for ref in sheet.program.computed[cell].refs)
    return sheet.spec(cell).given


def computed(sheet: Sheet) -> dict[Cell, Value]:
    """Return the computed cells, rounded as the form shows them.

    Those that cannot be computed yet are empty. Formulas go on from the exact values. What is
    filled beside the form's own file is no part of them: to its readers it is typed.
    """
    found: dict[Cell, Value] = {}
    for node in sheet.program.order:
        rows = sheet.rows(node.section) if node.row == ANY_ROW else (node.row,)
        for row in rows:
            cell = Cell(node.section, row, node.column)
            if node in sheet.program.optional and cell not in sheet.filled:
                continue
            if node in sheet.program.beside:
                continue
            found[cell] = rounded(sheet.value(cell), sheet.spec(cell), sheet.measures)
    return found


def accepts(sheet: Sheet, cell: Cell, value: EntryValue) -> bool:
    """Say whether a value is one that typing into the cell could have given.

    A text may hold what only looks like our letters: packages of earlier versions do.
    """
    spec = sheet.spec(cell)
    shown = show_entry(value, spec, sheet.measures)
    again = read_entry(shown, spec, sheet.measures)
    if isinstance(value, str) and spec.type is CellType.TEXT:
        return value == " ".join(value.split()) and again == (
            " ".join(clean(value).split()) or EMPTY
        )
    return type(again) is type(value) and again == value


def required_missing(sheet: Sheet) -> tuple[Cell, ...]:
    """Return the required cells that are still empty."""
    return tuple(
        cell
        for section in sheet.form.sections
        for cell in _required(sheet, section)
        if sheet.entry(cell) is EMPTY and sheet.spec(cell).is_input
    )


def _required(sheet: Sheet, section: Section) -> Iterator[Cell]:
    """Yield the required cells of a section; of a roster those of columns that are not full."""
    if section.kind is not SectionKind.ROSTER:
        yield from (c for c in input_cells(sheet, section.id) if is_required(sheet, c))
        return
    rows = sheet.rows(section.id)
    columns = [
        column.id
        for column in section.columns
        if column.required and sheet.cells.filled(section.id, column.id) < len(rows)
    ]
    if columns:
        yield from (Cell(section.id, row, column) for row in rows for column in columns)


def progress(sheet: Sheet) -> tuple[int, int]:
    """Return how many input cells are filled, and how many there are.

    Notes are not counted: a text column beside figures may stay empty.
    """
    counts = [part_progress(sheet, section) for section in sheet.form.sections]
    return sum(filled for filled, _ in counts), sum(total for _, total in counts)


def part_progress(sheet: Sheet, section: Section) -> tuple[int, int]:
    """Return the same of one section."""
    if section.kind is SectionKind.ROSTER:  # counted by column: it may have thousands of rows
        specs = [(column, cell_spec(section, None, column)) for column in section.columns]
        counted = [c.id for c, spec in specs if _counts_in(section, c, spec)]
        filled = sum(sheet.cells.filled(section.id, column) for column in counted)
        return filled, len(counted) * len(sheet.rows(section.id))
    cells = [
        cell
        for cell in input_cells(sheet, section.id)
        if _counts(sheet.spec(cell), is_required=is_required(sheet, cell))
    ]
    return sum(sheet.entry(cell) is not EMPTY for cell in cells), len(cells)


def _counts_in(section: Section, column: Column, spec: CellSpec) -> bool:
    """Say whether a column of a roster counts; of a task it is only how far it is."""
    if section.tasks:
        return column.task is TaskPart.STATE
    return _counts(spec, is_required=column.required)


def _counts(spec: CellSpec, *, is_required: bool) -> bool:
    return spec.is_input and (spec.type is not CellType.TEXT or is_required)


def is_required(sheet: Sheet, cell: Cell) -> bool:
    """Say whether a cell has to be filled."""
    section = sheet.form.section(cell.section)
    if section is None:
        return False
    column, row = section.column(cell.column), section.row(cell.row)
    return bool((column and column.required) or (row and row.required))


@dataclass(frozen=True, slots=True)
class PartFill:
    """How far a section is filled that a person fills.

    What another form, a plan or a formula may fill is nobody's neglect and is not counted: so a
    sender and whoever receives its report come to the same answer.

    Attributes:
        rows: how many lines a list has, those that were kept back too; 0 for other sections.
    """

    section: Section
    filled: int
    total: int
    rows: int = 0

    @property
    def is_list(self) -> bool:
        """Say whether its lines come and go."""
        return self.section.kind is SectionKind.ROSTER

    @property
    def is_empty(self) -> bool:
        """Say whether it asks for something and holds nothing."""
        return not self.rows if self.is_list else bool(self.total) and not self.filled


def part_fills(sheet: Sheet) -> tuple[PartFill, ...]:
    """Return how far each section is filled that a person fills; of tasks only their list.

    A list of what a unit adds to the tasks of its plans may always be empty.
    """
    sections = sheet.form.sections
    if any(section.tasks for section in sections):
        sections = tuple(section for section in sections if section.tasks)
    return tuple(_fill_of(sheet, section) for section in sections)


def _fill_of(sheet: Sheet, section: Section) -> PartFill:
    if section.kind is SectionKind.ROSTER:
        rows = sheet.rows(section.id)
        filled, total = part_progress(sheet, section)
        is_held = any(sheet.cells.filled(section.id, column.id) for column in section.columns)
        held = len(rows) if is_held or section.tasks else 0
        return PartFill(section, filled, total, held + sheet.withheld.get(section.id, 0))
    cells = [
        cell
        for cell in input_cells(sheet, section.id)
        if cell not in sheet.program.optional
        and (spec := sheet.spec(cell)).is_input
        and (spec.type is not CellType.TEXT or is_required(sheet, cell))
    ]
    filled = sum(sheet.entry(cell) is not EMPTY for cell in cells)
    return PartFill(section, filled, len(cells))


def is_thin(fills: tuple[PartFill, ...]) -> bool:
    """Say whether less than half of what was begun is filled, and much is empty.

    Parts that are wholly empty are asked about one by one and do not count here.
    """
    begun = [one for one in fills if not one.is_empty]
    filled, total = sum(one.filled for one in begun), sum(one.total for one in begun)
    return filled * 2 < total and total - filled >= _LEAST_EMPTY


def reference(sheet: Sheet, cell: Cell) -> FigureReference:
    """Return what stands beside a cell: earlier figures."""
    spec = sheet.spec(cell)

    def shown(values: Values | None) -> str:
        return show_entry(values.value(cell), spec, sheet.measures) if values else ""

    return FigureReference(shown(sheet.around.previous), shown(sheet.around.last_year))


def is_filled(sheet: Sheet, cell: Cell) -> bool:
    """Say whether everything a cell is made of has been entered; a roster without rows is not."""
    return all(_holds(sheet, leaf) for leaf in leaves_of(sheet, cell))


def is_begun(sheet: Sheet, cell: Cell) -> bool:
    """Say whether anything a cell is made of has been entered."""
    return any(_holds(sheet, leaf) for leaf in leaves_of(sheet, cell))


def _holds(sheet: Sheet, leaf: Cell) -> bool:
    return leaf.row != ANY_ROW and sheet.value(leaf) is not EMPTY


def leaves_of(sheet: Sheet, cell: Cell) -> Iterator[Cell]:
    """Yield the cells at the ends of a cell's formulas, itself where it has none.

    What other forms and other periods give is nobody's entry here. A roster without rows is
    one leaf under row ``*``, which holds nothing.
    """
    seen, waiting = {cell}, [cell]
    while waiting:
        here = waiting.pop()
        operands = set(_operands(sheet, here))
        if not operands:
            yield here
        waiting.extend(operands - seen)
        seen |= operands


def _operands(sheet: Sheet, cell: Cell) -> Iterator[Cell]:
    if cell.row == ANY_ROW:
        return
    node = _node(sheet, cell)
    is_typed = node in sheet.program.optional and cell not in sheet.filled
    bound = None if is_typed else sheet.program.computed.get(node)
    for ref in bound.refs if bound else ():
        if ref.where is NamePlace.THIS:
            if ref.cell.row == HERE:
                yield replace_row(ref.cell, cell.row)
            elif ref.cell.row == ANY_ROW:
                rows = sheet.rows(ref.cell.section) or (ANY_ROW,)
                yield from (replace_row(ref.cell, row) for row in rows)
            else:
                yield ref.cell


def _node(sheet: Sheet, cell: Cell) -> Cell:
    section = sheet.form.section(cell.section)
    is_roster = section is not None and section.kind is SectionKind.ROSTER
    return replace_row(cell, ANY_ROW) if is_roster else cell
