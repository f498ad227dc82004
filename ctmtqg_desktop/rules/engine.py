"""Run a form's program over values: computed cells, and findings."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Protocol

from ctmtqg_desktop.catalogue.records.form import ANY_ROW, Cell, Missing
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE, Blank, Value
from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.rules.names import HERE, TOLD, NamePlace, Ref, at_row, replace_row
from ctmtqg_desktop.rules.program import Bound, BoundCheck, FormProgram
from ctmtqg_desktop.rules.types import Operand

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
ZERO = Decimal(0)
_ORIGINS = {NamePlace.PLANNED: "entries.from-plan", NamePlace.BASE: "entries.from-base"}


class Values(Protocol):
    """Where values are: a sheet, an older sheet, another form, a consolidated one."""

    def value(self, cell: Cell) -> Value:
        """Return the value of a cell; empty where there is none or it was refused."""

    def rows(self, section: str) -> Sequence[str]:
        """Return the row keys of a roster, in order."""


@dataclass(frozen=True, slots=True)
class TypedElsewhere:
    """Where else the figure of a cell is typed, and what it is there.

    Attributes:
        form, short: id and short title of that form.
    """

    form: str
    short: str
    cell: Cell
    value: Value


Show = Callable[[Ref, Value], str]
"""Write a value for a message, in its cell's measure."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around a sheet; each may be missing, and then its values are empty.

    Attributes:
        targets: cell -> figure assigned to this unit for this period.
        others: form id -> sheet of the same unit and period.
        derives: cells that may be filled are; else they hold what came with the sheet.
        elsewhere: where the figure of a cell is typed; None where that is the cell itself.
        planned, base: cell -> what a plan sets for its figure, and says of the base year.
    """

    previous: Values | None = None
    previous_in_year: Values | None = None
    last_year: Values | None = None
    targets: Mapping[Cell, Value] = field(default_factory=dict)
    others: Callable[[str], Values | None] = lambda _: None
    derives: bool = False
    elsewhere: Callable[[Cell], TypedElsewhere | None] = lambda _: None
    planned: Mapping[Cell, Value] = field(default_factory=dict)
    base: Mapping[Cell, Value] = field(default_factory=dict)

    def said(self, ref: Ref) -> Value:
        """Return what a plan or the owner of a figure says, which is in no sheet."""
        if ref.where is NamePlace.TYPED_IN:
            found = self.elsewhere(ref.cell)
            return EMPTY if found is None else found.value
        told = {NamePlace.TARGET: self.targets, NamePlace.PLANNED: self.planned}
        return told.get(ref.where, self.base).get(ref.cell, EMPTY)

    def origin(self, cell: Cell, refs: Iterable[Ref]) -> str:
        """Return the words for where the figure of a cell that reads these comes from."""
        owner = self.elsewhere(cell)
        if owner is not None:
            return phrase("entries.from-form", form=owner.short)
        told = (_ORIGINS[ref.where] for ref in refs if ref.where in _ORIGINS)
        return phrase(next(told, "entries.from-figures"))


@dataclass(frozen=True, slots=True)
class Engine:
    """A program set upon a sheet and its surroundings.

    Attributes:
        column: section and column -> values in the order of the rows, where the sheet keeps
            whole columns at hand.
    """

    program: FormProgram
    values: Values
    around: Surroundings
    column: Callable[[str, str], tuple[Value, ...]] | None = None

    def compute(self, cells: Iterable[Cell]) -> Iterator[tuple[Cell, Value]]:
        """Yield computed cells, operands first; whoever takes them must store each at once.

        Args:
            cells: from ``FormProgram.order`` or ``affected``; a roster column yields its rows.
        """
        for cell in cells:
            yield from self.run(cell, self.values.rows(cell.section))

    def run(self, cell: Cell, rows: Iterable[str]) -> Iterator[tuple[Cell, Value]]:
        """Yield one computed cell; of a roster column these rows."""
        bound = self.program.computed[cell]
        if cell.row != ANY_ROW:
            yield cell, self._evaluate(bound, "")
            return
        for row in rows:
            yield replace_row(cell, row), self._evaluate(bound, row)

    def findings(self, show: Show) -> Iterator[Finding]:
        """Yield what the checks found, in the order of the rules."""
        for check in self.program.checks:
            section = check.per_row
            for at, row in enumerate(self.values.rows(section) if section else ("",)):
                found = self.judge(check, row, at, show)
                if found is not None:
                    yield found

    def judge(self, check: BoundCheck, row: str, at: int, show: Show) -> Finding | None:
        """Return what one check finds; in a roster for one row, which stands at ``at``."""
        operands = self._operands(check.bound, row)
        given: Sequence[Operand] = operands
        if check.rule.missing is Missing.ZERO:
            given = [_zeroed(o, n) for o, n in zip(operands, check.bound.numbers, strict=True)]
        result = check.bound.formula.evaluate(given)
        if result is True or result is NOT_APPLICABLE:
            return None
        if result is EMPTY and check.rule.missing is not Missing.FAIL:
            return None
        place = check.cell
        if place is not None and place.row == HERE:
            place = replace_row(place, row)
        said = self._message(check, (row, at), operands, show)
        return Finding(check.rule.severity, check.rule.id, self.program.form.id, place, said)

    def _message(
        self, check: BoundCheck, place: tuple[str, int], operands: Sequence[Operand], show: Show
    ) -> str:
        words = dict(check.labels)
        row, at = place
        if row:
            words["row"] = words["no"] = phrase("entries.row", number=at + 1)
        bound = check.bound
        for name, ref, value in zip(bound.formula.names, bound.refs, operands, strict=True):
            if not isinstance(value, tuple):
                words[name] = show(at_row(ref, row), value)
        return _PLACEHOLDER.sub(lambda m: words.get(m[1].strip(), m[0]), check.rule.message)

    def _evaluate(self, bound: Bound, row: str) -> Value:
        return bound.formula.evaluate(self._operands(bound, row))

    def _operands(self, bound: Bound, row: str) -> list[Operand]:
        return [self.operand(ref, row) for ref in bound.refs]

    def operand(self, ref: Ref, row: str = "") -> Operand:
        """Return what a name stands for, seen from a roster row."""
        section, at, column = cell = ref.cell
        if at == HERE:
            cell = Cell(section, row, column)
        values: Values | None = self.values
        if ref.where is NamePlace.THIS:
            if at == ANY_ROW and self.column is not None:
                return self.column(section, column)
        elif ref.where in TOLD:
            return self.around.said(replace(ref, cell=cell))
        else:
            values = self._values(ref)
        if at == ANY_ROW:
            rows = values.rows(section) if values else ()
            return tuple(values.value(Cell(section, r, column)) for r in rows) if values else ()
        return values.value(cell) if values else EMPTY

    def _values(self, ref: Ref) -> Values | None:
        if ref.where is NamePlace.FORM:
            return self.around.others(ref.form)
        sheets = {
            NamePlace.PREVIOUS: self.around.previous,
            NamePlace.IN_YEAR: self.around.previous_in_year,
            NamePlace.LAST_YEAR: self.around.last_year,
        }
        return sheets[ref.where]


def _zeroed(operand: Operand, is_number: bool) -> Operand:
    """Read a missing number as zero; a missing text or verdict stays missing."""
    return ZERO if is_number and isinstance(operand, Blank) else operand
