"""What fills cells of a form although its published file does not say so.

An indicator may name cells of forms that were published before it was; and where a period begins
its year, what is counted from the start of the year is what the period says.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.form import (
    TYPED_IN,
    VALUE,
    Cell,
    CellOverride,
    Form,
    Row,
    Section,
    SectionKind,
)
from ctmtqg_desktop.catalogue.records.forms.indicators import Indicator
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.rules.cumulative import parts_counted_on
from ctmtqg_desktop.rules.names import spec_of

Beside = Mapping[Cell, CellOverride]
"""Cell -> what fills it beside what its form says."""


def shown_beside(form: Form, indicators: Iterable[Indicator]) -> dict[Cell, str]:
    """Return the cells that show an indicator which their form does not name, with its id."""
    return {
        place.cell: indicator.id
        for indicator in indicators
        for place in indicator.places_beside()
        if place.form == form.id and _is_typed(form, place.cell)
    }


def filled_beside(form: Form, catalogue: Catalogue, period: Period) -> Beside:
    """Return what fills cells of an opened form in a period beside what the form says."""
    shown = shown_beside(form, catalogue.indicators.values())
    derived = dict(_derived(form, catalogue))
    if period.previous().year != period.year:
        derived |= _counted_on(form)
    return {
        cell: CellOverride(indicator=shown.get(cell), derived=derived.get(cell))
        for cell in (*shown, *(cell for cell in derived if cell not in shown))
    }


def with_beside(form: Form, beside: Beside) -> Form:
    """Return a form that says itself what fills its cells beside it."""
    if not beside:
        return form
    sections = tuple(_section(section, beside) for section in form.sections)
    return replace(form, sections=sections)


def _derived(form: Form, catalogue: Catalogue) -> Iterator[tuple[Cell, str]]:
    for derivation in catalogue.derivations.values():
        place = derivation.place()
        if place is not None and place.form == form.id and _is_free(form, place.cell):
            yield place.cell, derivation.derived


def _counted_on(form: Form) -> Iterator[tuple[Cell, str]]:
    """Yield the typed cells that are counted from the start of the year, with their part."""
    for section in form.sections:
        if section.kind is not SectionKind.GRID:
            continue
        for cell, part in parts_counted_on(form, section):
            if _is_free(form, cell):
                yield cell, part


def _is_free(form: Form, cell: Cell) -> bool:
    """Say whether nothing but an indicator fills a typed cell."""
    spec = spec_of(form, cell)
    alone = spec is not None and (not spec.derived or spec.derived == f"{TYPED_IN}.{cell}")
    return alone and _is_typed(form, cell)


def _is_typed(form: Form, cell: Cell) -> bool:
    spec = spec_of(form, cell)
    return spec is not None and spec.is_input


def _section(section: Section, beside: Beside) -> Section:
    if not any(cell.section == section.id for cell in beside):
        return section
    return replace(section, rows=tuple(_row(section, row, beside) for row in section.rows))


def _row(section: Section, row: Row, beside: Beside) -> Row:
    own = {c.column: over for c, over in beside.items() if c[:2] == (section.id, row.id)}
    if VALUE in own:
        over = own[VALUE]
        return replace(
            row, indicator=over.indicator or row.indicator, derived=over.derived or row.derived
        )
    cells = dict(row.cells)
    for column, over in own.items():
        known = cells.get(column, CellOverride())
        cells[column] = replace(
            known, derived=over.derived or known.derived,
            indicator=over.indicator or known.indicator,
        )  # fmt: skip
    return replace(row, cells=cells)
