"""What a form compiles to: formulas in order, and checks, each with its references resolved."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from ctmtqg_desktop.catalogue.records.form import (
    ANY_ROW,
    VALUE,
    Cell,
    CellSpec,
    CellType,
    Column,
    Form,
    Row,
    Rule,
    Section,
    SectionKind,
    cell_spec,
)
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.rules.language import Formula, compile_formula, dependency_order
from ctmtqg_desktop.rules.names import HERE, FormScope, NamePlace, Ref, replace_row, spec_of
from ctmtqg_desktop.rules.types import ValueKind


@dataclass(frozen=True, slots=True)
class Bound:
    """A formula and what its names refer to, in the order of ``formula.names``.

    Attributes:
        numbers: which of them are single numbers.
    """

    formula: Formula
    refs: tuple[Ref, ...]
    numbers: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class BoundCheck:
    """A rule at one place.

    Attributes:
        cell: where a finding points; None for the whole form. Its row is ``@`` in a roster.
        labels: what ``{row}`` and ``{column}`` say; a roster row has none until it is looked at.
    """

    rule: Rule
    bound: Bound
    cell: Cell | None
    labels: Mapping[str, str]

    @property
    def per_row(self) -> str:
        """Return the roster section it is repeated over, or nothing."""
        moving = (ref.cell for ref in self.bound.refs if ref.cell.row == HERE)
        place = next(moving, None)
        return place.section if place else ""


Changed = Mapping[Cell, AbstractSet[str]]
"""What has changed: cells; of a roster column (row ``*``) in which rows, none for a lost one."""


@dataclass(frozen=True, slots=True)
class FormProgram:
    """All formulas and checks of one opened form.

    Attributes:
        computed: cell -> formula; a roster column stands under row ``*``.
        order: the computed cells, operands first.
        readers: cell -> computed cells that read it.
        others: form id -> the other forms it speaks of, opened.
        optional: the computed cells that are typed where their formula gives nothing.
        beside: those of them that the form's file does not fill itself; they travel as typed, and
            are typed as long as their owner is blank.
        specs: what cells are, as far as a sheet has asked; those of a roster column have no row.
    """

    form: Form
    computed: Mapping[Cell, Bound]
    order: tuple[Cell, ...]
    readers: Mapping[Cell, frozenset[Cell]]
    checks: tuple[BoundCheck, ...]
    others: Mapping[str, Form]
    optional: frozenset[Cell] = frozenset()
    beside: frozenset[Cell] = frozenset()
    specs: dict[tuple[str, str, str], CellSpec] = field(
        default_factory=dict, repr=False, compare=False
    )

    def affected(self, changed: Iterable[Cell]) -> tuple[Cell, ...]:
        """Return the computed cells that follow from changed ones, operands first."""
        reached: set[Cell] = set()
        waiting = [self._node(cell) for cell in changed]
        while waiting:
            for reader in self.readers.get(waiting.pop(), ()):
                if reader not in reached:
                    reached.add(reader)
                    waiting.append(reader)
        return tuple(cell for cell in self.order if cell in reached)

    def rows_to_run(self, cell: Cell, changed: Changed, rows: Sequence[str]) -> Iterable[str]:
        """Return for which rows a computed cell must run: some or all of a roster, one or none.

        Args:
            cell: of ``computed``.
            changed: what has changed so far; a row of a roster is new where it stands under
                ``cell`` itself.
            rows: those of the roster; any one where there is none.
        """
        found = set(changed.get(cell, ()))
        for ref in self.computed[cell].refs:
            if ref.where is not NamePlace.THIS:
                continue
            moving = ref.cell.row == HERE
            node = replace_row(ref.cell, ANY_ROW) if moving else ref.cell
            if node in changed and not moving:
                return rows
            found |= changed.get(node, frozenset())
        return found

    def checks_of(self, changed: Iterable[Cell]) -> tuple[BoundCheck, ...]:
        """Return the checks that changed cells, or what follows from them, can turn."""
        nodes = {self._node(cell) for cell in changed}
        nodes.update(self.affected(nodes))
        return tuple(
            check
            for check in self.checks
            if any(
                r.where is NamePlace.THIS and self._node(r.cell) in nodes for r in check.bound.refs
            )
        )

    def _node(self, cell: Cell) -> Cell:
        section = self.form.section(cell.section)
        is_roster = section is not None and section.kind is SectionKind.ROSTER
        return replace_row(cell, ANY_ROW) if is_roster else cell


def compile_form(
    form: Form, others: Mapping[str, Form], beside: Collection[Cell] = ()
) -> FormProgram:
    """Compile an opened form.

    Args:
        form: with its criteria rows in place.
        others: alias -> the other form, opened, for every alias in ``form.uses``.
        beside: the cells that are filled although the form's own file does not say so.

    Raises:
        FormulaError: a formula does not parse, names nothing or has the wrong kind; a cycle.
    """
    computed = dict(_computed(form, others))
    reads = {cell: frozenset(_nodes(bound)) for cell, bound in computed.items()}
    graph = {cell: [r for r in found if r in computed] for cell, found in reads.items()}
    order = tuple(dependency_order(graph))
    readers: dict[Cell, set[Cell]] = {}
    for cell, found in reads.items():
        for operand in found:
            readers.setdefault(operand, set()).add(cell)
    frozen = {cell: frozenset(cells) for cell, cells in readers.items()}
    checks = tuple(c for rule in form.rules for c in bind_rule(form, rule, others))
    named = {other.id: other for other in others.values()}
    optional = frozenset(cell for cell in computed if not _spec(form, cell).formula)
    return FormProgram(
        form, computed, order, frozen, checks, named, optional, optional.intersection(beside)
    )


def _spec(form: Form, cell: Cell) -> CellSpec:
    found = spec_of(form, cell)
    return found or CellSpec(CellType.NUMBER)


def _nodes(bound: Bound) -> Iterator[Cell]:
    for ref in bound.refs:
        if ref.where is NamePlace.THIS:
            moving = ref.cell.row == HERE
            yield replace_row(ref.cell, ANY_ROW) if moving else ref.cell


def bind(source: str, scope: FormScope) -> Bound:
    """Compile a formula at a place.

    Raises:
        FormulaError: see ``compile_form``.
    """
    formula = compile_formula(source, scope)
    refs = (scope.resolve(name) for name in formula.names)
    numbers = tuple(kind is ValueKind.NUMBER for kind in formula.kinds)
    return Bound(formula, tuple(ref for ref in refs if ref is not None), numbers)


def formula_places(
    form: Form, others: Mapping[str, Form]
) -> Iterator[tuple[Cell, str, FormScope]]:
    """Yield every computed cell with its formula and the names it may use."""
    for section in form.sections:
        for row in section.rows or (None,):
            for column in section.columns or (Column(VALUE, ""),):
                if row is None and section.kind is not SectionKind.ROSTER:
                    continue
                spec = cell_spec(section, row, column)
                if not (spec.formula or spec.derived):
                    continue
                key = row.id if row else ANY_ROW
                here = row.id if row else HERE
                scope = FormScope(form, others, section, here, column.id)
                yield Cell(section.id, key, column.id), spec.formula or spec.derived, scope


def _computed(form: Form, others: Mapping[str, Form]) -> Iterator[tuple[Cell, Bound]]:
    for cell, source, scope in formula_places(form, others):
        yield cell, bind(source, scope)


def bind_rule(form: Form, rule: Rule, others: Mapping[str, Form]) -> Iterator[BoundCheck]:
    """Yield the rule at every place it speaks of.

    Raises:
        FormulaError: see ``compile_form``; also ``rules.not-logic``.
    """
    for scope, cell, labels in _places(form, rule, others):
        bound = bind(rule.check, scope)
        if bound.formula.kind is not ValueKind.LOGIC:
            raise FormError("rules.not-logic", rule=rule.id)
        yield BoundCheck(rule, bound, cell, labels)


Place = tuple[FormScope, Cell | None, dict[str, str]]


def _places(form: Form, rule: Rule, others: Mapping[str, Form]) -> Iterator[Place]:
    section = form.section(rule.section) if rule.section else None
    if rule.each == "form" or section is None:
        scope = FormScope(form, others, section)
        ref = scope.resolve(rule.cell) if rule.cell else None
        yield scope, ref.cell if ref else None, {}
    elif rule.each == "row":
        yield from _row_places(form, section, rule, others)
    else:
        yield from _column_places(form, section, rule, others)


def _row_places(
    form: Form, section: Section, rule: Rule, others: Mapping[str, Form]
) -> Iterator[Place]:
    column = rule.cell or (section.columns[0].id if section.columns else VALUE)
    if section.kind is SectionKind.ROSTER:
        yield FormScope(form, others, section, HERE, column), Cell(section.id, HERE, column), {}
        return
    for row in section.rows:
        if _concerns(rule, row):
            scope = FormScope(form, others, section, row.id, column)
            yield scope, Cell(section.id, row.id, column), row_labels(row)


def _concerns(rule: Rule, row: Row) -> bool:
    return row.id in rule.only if rule.only else not row.heading


def row_labels(row: Row) -> dict[str, str]:
    """Return what a message may say of a row."""
    named = f"{row.no}. {row.label}" if row.no else row.label
    return {"row": named, "no": row.no or row.label, "requirement": row.requirement}


def _column_places(
    form: Form, section: Section, rule: Rule, others: Mapping[str, Form]
) -> Iterator[Place]:
    row = rule.cell or (section.rows[0].id if section.rows else "")
    for column in section.columns:
        wanted = column.id in rule.only if rule.only else column.type.is_number
        if wanted:
            scope = FormScope(form, others, section, "", column.id)
            yield scope, Cell(section.id, row, column.id), {"column": column.label}
