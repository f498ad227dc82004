"""Many units' sheets of one form become one, each column by its declared way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ctmtqg_desktop.catalogue.expand import criterion_rows
from ctmtqg_desktop.catalogue.records.criteria import CriteriaSet, Criterion
from ctmtqg_desktop.catalogue.records.form import ANY_ROW, Aggregate, Cell, Form, SectionKind
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import EMPTY, Value
from ctmtqg_desktop.entries.overview import input_cells
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.rules.engine import Engine, Surroundings
from ctmtqg_desktop.rules.names import TOLD, NamePlace
from ctmtqg_desktop.rules.program import FormProgram

ZERO = Decimal(0)
NOTHING_AROUND = Surroundings()


@dataclass(frozen=True, slots=True)
class Source:
    """One unit's accepted sheet, and the submission it came in."""

    unit: Unit
    revision: int
    content_sha256: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit gives to a total: the signed cell it came from."""

    unit: Unit
    revision: int
    content_sha256: str
    value: Value


@dataclass(frozen=True, slots=True)
class Total:
    """A consolidated cell and what it is made of.

    Attributes:
        parts: one per unit that has the form, in order; empty values included, so that what
            is missing can be seen.
    """

    value: Value
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A roster row of one unit.

    Attributes:
        key: unique in the consolidated roster: unit code and row key.
    """

    key: str
    unit: Unit
    row: str
    revision: int
    content_sha256: str
    values: Mapping[str, Value]


class Consolidated:
    """A consolidated form; like a sheet, rules can be run over it."""

    def __init__(
        self, form: Form, totals: dict[Cell, Total], lines: dict[str, tuple[Line, ...]]
    ) -> None:
        self.form = form
        self.totals = totals
        self.lines = lines
        self._by_key = {line.key: line for group in lines.values() for line in group}

    def value(self, cell: Cell) -> Value:
        """Return a consolidated value; of a verdict it is how many units met it."""
        line = self._by_key.get(cell.row)
        if line is not None:
            return line.values.get(cell.column, EMPTY)
        total = self.totals.get(cell)
        return total.value if total else EMPTY

    def rows(self, section: str) -> tuple[str, ...]:
        """Return the keys of a roster's lines."""
        return tuple(line.key for line in self.lines.get(section, ()))


def newest(sources: Sequence[Source]) -> Sheet:
    """Return the sheet that says how a form looks where units have sent several versions."""
    return max(sources, key=lambda source: source.sheet.form.version).sheet


def consolidate_form(
    program: FormProgram, sources: Sequence[Source], around: Surroundings = NOTHING_AROUND
) -> Consolidated:
    """Consolidate one form over units; columns that declare ``formula`` are computed anew.

    Args:
        program: of the newest version that came.
        sources: the units' sheets.
        around: what plans say of the unit for which it is done.
    """
    form = program.form
    totals: dict[Cell, Total] = {}
    lines: dict[str, tuple[Line, ...]] = {}
    for section in form.sections:
        if section.kind is SectionKind.ROSTER:
            lines[section.id] = tuple(_lines(section.id, sources))
    if sources:
        first = newest(sources)
        for section in form.sections:
            if section.kind is not SectionKind.ROSTER:
                for cell in input_cells(first, section.id):
                    totals[cell] = _total(cell, first.spec(cell).aggregate, sources)
    whole = Consolidated(form, totals, lines)
    _take_plans(program, whole, around)
    _recompute(program, whole, sources)
    return whole


def _take_plans(program: FormProgram, whole: Consolidated, around: Surroundings) -> None:
    """Put in what plans say of the unit itself; it is made of nobody's figures."""
    engine = Engine(program, whole, around)
    for cell in program.order:
        if cell in program.optional and cell in whole.totals:
            is_said = all(ref.where in TOLD for ref in program.computed[cell].refs)
            for _, value in engine.run(cell, ()) if is_said else ():
                if isinstance(value, Decimal):
                    whole.totals[cell] = Total(value, ())


def consolidate_cell(program: FormProgram, sources: Sequence[Source], cell: Cell) -> Value:
    """Consolidate one cell over units, and of the others only what it is made of."""
    form, first = program.form, sources[0].sheet
    totals: dict[Cell, Total] = {}
    waiting = [cell]
    while waiting:
        here = waiting.pop()
        bound = program.computed.get(here)
        way = first.spec(here).aggregate if here.row != ANY_ROW else Aggregate.NONE
        if here.row == ANY_ROW or (bound is None and way is Aggregate.FORMULA):
            return consolidate_form(program, sources).value(cell)
        totals[here] = _total(here, way, sources)
        refs = bound.refs if bound is not None and way is Aggregate.FORMULA else ()
        own = (ref.cell for ref in refs if ref.where is NamePlace.THIS)
        waiting.extend(operand for operand in own if operand not in totals)
    whole = Consolidated(form, totals, {})
    _recompute(program, whole, sources)
    return whole.value(cell)


def _lines(section: str, sources: Sequence[Source]) -> list[Line]:
    found = []
    for source in sources:
        sheet = source.sheet
        for row in sheet.rows(section):
            cells = (Cell(section, row, column) for column in sheet.columns(section))
            values = {cell.column: sheet.value(cell) for cell in cells}
            key = f"{source.unit.code}:{row}"
            found.append(
                Line(key, source.unit, row, source.revision, source.content_sha256, values)
            )
    return found


def _total(cell: Cell, way: Aggregate, sources: Sequence[Source]) -> Total:
    parts = tuple(
        Part(s.unit, s.revision, s.content_sha256, _held(s.sheet, cell)) for s in sources
    )
    return Total(aggregate(way, [part.value for part in parts]), parts)


def _held(sheet: Sheet, cell: Cell) -> Value:
    """Return a unit's value; its form may lack the row (another region's criteria)."""
    section = sheet.form.section(cell.section)
    return sheet.value(cell) if section is not None and section.row(cell.row) else EMPTY


def aggregate(way: Aggregate, values: Sequence[Value]) -> Value:
    """Return the one value of many units' values.

    Empty and not-applicable values are left out; with nothing left the result is empty.
    ``last`` speaks of periods, so over several units it has no value; ``formula`` is computed
    by the program, from consolidated operands.
    """
    numbers = [v for v in values if isinstance(v, Decimal)]
    if way is Aggregate.COUNT:
        known = [v for v in values if isinstance(v, bool)]
        return Decimal(sum(known)) if known else EMPTY
    if way is Aggregate.SUM:
        return sum(numbers, ZERO) if numbers else EMPTY
    if way is Aggregate.MAX:
        return max(numbers) if numbers else EMPTY
    if way is Aggregate.LAST and len(values) == 1:
        return values[0]
    return EMPTY


def _recompute(program: FormProgram, whole: Consolidated, sources: Sequence[Source]) -> None:
    if not sources:
        return
    first = newest(sources)
    wanted = [
        cell
        for cell in program.order
        if cell in whole.totals and first.spec(cell).aggregate is Aggregate.FORMULA
    ]
    engine = Engine(program, whole, Surroundings())
    for cell, value in engine.compute(wanted):
        whole.totals[cell] = Total(value, whole.totals[cell].parts)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Units by criteria.

    Attributes:
        met: (unit code, criterion code) -> met, not met, not applicable or empty.
        average: criteria met per unit, exact; None without units.
    """

    units: tuple[Unit, ...]
    criteria: tuple[Criterion, ...]
    met: Mapping[tuple[str, str], Value]
    sources: tuple[Source, ...]

    def per_criterion(self, code: str) -> int:
        """Return how many units meet a criterion."""
        return sum(self.met[(unit.code, code)] is True for unit in self.units)

    def per_unit(self, code: str) -> int:
        """Return how many criteria a unit meets."""
        return sum(self.met[(code, criterion.code)] is True for criterion in self.criteria)

    @property
    def total(self) -> int:
        """Return how many (unit, criterion) pairs are met."""
        return sum(value is True for value in self.met.values())

    @property
    def average(self) -> Decimal | None:
        """Return the criteria met per unit."""
        return Decimal(self.total) / len(self.units) if self.units else None


def matrix(section: str, column: str, criteria: CriteriaSet, sources: Sequence[Source]) -> Matrix:
    """Return the verdicts of a criteria grid, unit by unit."""
    met = {
        (source.unit.code, criterion.code): source.sheet.value(Cell(section, row, column))
        for source in sources
        for row, criterion in criterion_rows(criteria)
    }
    units = tuple(source.unit for source in sources)
    return Matrix(units, criteria.criteria, met, tuple(sources))
