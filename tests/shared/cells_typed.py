"""How many cells a unit types for a year, and which another form, a plan or a formula fills."""

from collections.abc import Iterator

from shipped import shipped_catalogue, shipped_library

from ctmtqg_desktop.catalogue.records.form import (
    VALUE,
    Cell,
    CellSpec,
    Column,
    Form,
    SectionKind,
    cell_spec,
)
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.exchange.filling import indicator_cells, owners_of, plan_figures
from ctmtqg_desktop.rules.names import NamePlace


def asked_forms(unit: Unit, period: Period) -> dict[str, Form]:
    """Return the forms of all report sets that a unit may send for a year, each once."""
    catalogue = shipped_catalogue()
    sets = [s.id for s in catalogue.report_sets.values() if "year" in s.periods]
    forms = (f for s in sets for f in catalogue.forms_of(s, unit, period.end))
    return {form.id: form for form in forms}


def before(forms: dict[str, Form]) -> dict[str, Form]:
    """Return the versions that were in force before figures were shared."""
    catalogue = shipped_catalogue()
    return {
        form_id: catalogue.form(form_id, form.version - 1) if any(indicator_cells(form)) else form
        for form_id, form in forms.items()
    }


def inputs(form: Form) -> Iterator[tuple[Cell, CellSpec]]:
    """Yield the cells that a form asks for; lists have as many as there are rows."""
    for section in form.sections:
        if section.kind is not SectionKind.ROSTER:
            for row in section.rows:
                for column in section.columns or (Column(VALUE, ""),):
                    spec = cell_spec(section, row, column)
                    if spec.is_input:
                        yield Cell(section.id, row.id, column.id), spec


def typed(forms: dict[str, Form], unit: Unit, period: Period) -> dict[str, set[Cell]]:
    """Return the cells that nobody else fills, by form; last year's report is not there."""
    catalogue, found = shipped_catalogue(), {}
    for form in forms.values():
        program = shipped_library().program(form, unit, period)
        opened = program.form
        owners, said = owners_of(catalogue, form), plan_figures(catalogue, opened, unit, period)
        shown = {c for c, places in owners.items() if any(p.form in forms for p in places)}
        for cell in program.optional:
            for ref in program.computed[cell].refs:
                planned = ref.where is NamePlace.PLANNED and ref.cell in said.planned
                own = ref.where is NamePlace.BASE and ref.cell in said.base
                if planned or own:
                    shown.add(cell)
            own_refs = [
                r for r in program.computed[cell].refs if r.where is not NamePlace.TYPED_IN
            ]
            if own_refs and {ref.where for ref in own_refs} == {NamePlace.THIS}:
                shown.add(cell)
        found[form.id] = {cell for cell, _ in inputs(opened)} - shown
    return found


def asked(forms: dict[str, Form], unit: Unit, period: Period) -> dict[str, set[Cell]]:
    """Return the cells that forms ask for, by form, whoever fills them."""
    opened = (shipped_catalogue().opened(form, unit, period) for form in forms.values())
    return {form.id: {cell for cell, _ in inputs(form)} for form in opened}


def count(cells: dict[str, set[Cell]]) -> int:
    return sum(len(one) for one in cells.values())
