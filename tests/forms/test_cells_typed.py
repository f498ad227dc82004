"""Issue 10, Build 2: how many cells a commune types for a year, before and now."""

import pytest
from cells_typed import asked, asked_forms, before, count, typed
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period

YEAR = Period.parse("2024")
COMMUNE, IN_A_PLAN = "03400", "03403"
REPEATED = ("bao_hiem", "giao_duc", "ha_tang", "thong_tin_van_hoa", "ngheo", "so_luong")


@pytest.mark.parametrize(("code", "most", "saved"), [(COMMUNE, 2500, 650), (IN_A_PLAN, 2470, 650)])
def test_a_commune_types_fewer_cells_for_a_year(code: str, most: int, saved: int) -> None:
    unit = shipped_catalogue().unit_for(code, YEAR)
    forms = asked_forms(unit, YEAR)
    then, now = count(asked(before(forms), unit, YEAR)), count(typed(forms, unit, YEAR))
    print(code, len(forms), "forms:", then, "->", now)
    assert then - now >= saved
    assert now <= most


def test_rows_of_the_yearly_outcomes_are_typed_elsewhere() -> None:
    unit = shipped_catalogue().unit_for(COMMUNE, YEAR)
    forms = asked_forms(unit, YEAR)
    form = forms["lct-ket-qua-nam"]
    own = typed(forms, unit, YEAR)[form.id]
    shown = {
        (section.id, row.id)
        for section in form.sections
        if section.id in REPEATED
        for row in section.rows
        if not any(Cell(section.id, row.id, column) in own for column in ("dat", "thuc_hien"))
    }
    assert len(shown) >= 27
