"""Issue 10, Build 2: how many cells a commune types for a year, before and now."""

from collections.abc import Iterator

import pytest
from shipped import shipped_catalogue, shipped_library

from ctmtqg_desktop.catalogue.records.form import (
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

YEAR = Period.parse("2024")
COMMUNE, IN_A_PLAN = "03400", "03403"
REPEATED = ("bao_hiem", "giao_duc", "ha_tang", "thong_tin_van_hoa", "ngheo", "so_luong")


def year_forms(unit: Unit) -> dict[str, Form]:
    """Return the forms of all report sets that a unit may send for a year, each once."""
    catalogue = shipped_catalogue()
    sets = [s.id for s in catalogue.report_sets.values() if "year" in s.periods]
    forms = (f for s in sets for f in catalogue.forms_of(s, unit, YEAR.end))
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
                for column in section.columns or (Column("value", ""),):
                    spec = cell_spec(section, row, column)
                    if spec.is_input:
                        yield Cell(section.id, row.id, column.id), spec


def typed(forms: dict[str, Form], unit: Unit) -> dict[str, set[Cell]]:
    """Return the cells that nobody else fills, by form; last year's report is not there."""
    catalogue, found = shipped_catalogue(), {}
    for form in forms.values():
        opened = catalogue.opened(form, unit, YEAR)
        program = shipped_library().program(form, unit, YEAR)
        owners, said = owners_of(catalogue, form), plan_figures(catalogue, opened, unit, YEAR)
        shown = {c for c, places in owners.items() if any(p.form in forms for p in places)}
        for cell in program.optional:
            for ref in program.computed[cell].refs:
                planned = ref.where is NamePlace.PLANNED and ref.cell in said.planned
                own = ref.where is NamePlace.BASE and ref.cell in said.base
                if planned or own:
                    shown.add(cell)
            if {ref.where for ref in program.computed[cell].refs} == {NamePlace.THIS}:
                shown.add(cell)
        found[form.id] = {cell for cell, _ in inputs(opened)} - shown
    return found


def count(cells: dict[str, set[Cell]]) -> int:
    return sum(len(one) for one in cells.values())


@pytest.mark.parametrize(("code", "most", "saved"), [(COMMUNE, 3020, 120), (IN_A_PLAN, 3010, 140)])
def test_a_commune_types_fewer_cells_for_a_year(code: str, most: int, saved: int) -> None:
    unit = shipped_catalogue().unit_for(code, YEAR)
    forms = year_forms(unit)
    then, now = count(typed(before(forms), unit)), count(typed(forms, unit))
    print(code, len(forms), "forms:", then, "->", now)
    assert then - now >= saved
    assert now <= most


def test_rows_of_the_yearly_outcomes_are_typed_elsewhere() -> None:
    unit = shipped_catalogue().unit_for(COMMUNE, YEAR)
    forms = year_forms(unit)
    form = forms["lct-ket-qua-nam"]
    own = typed(forms, unit)[form.id]
    shown = {
        (section.id, row.id)
        for section in form.sections
        if section.id in REPEATED
        for row in section.rows
        if not any(Cell(section.id, row.id, column) in own for column in ("dat", "thuc_hien"))
    }
    assert len(shown) >= 27
