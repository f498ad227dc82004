"""What fills a cell that is not typed: the form where its figure is typed, and what plans say."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.declared import Plan, Target
from ctmtqg_desktop.catalogue.records.form import VALUE, Cell, CellType, Form
from ctmtqg_desktop.catalogue.records.forms.indicators import FormCell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import Value
from ctmtqg_desktop.entries.typed import factor_of
from ctmtqg_desktop.rules.beside import shown_beside
from ctmtqg_desktop.rules.names import spec_of

BASELINE = "baseline"
Owners = Mapping[Cell, tuple[FormCell, ...]]
"""Cell -> where its figure is typed instead, the first that the unit fills."""


def owners_of(catalogue: Catalogue, form: Form) -> Owners:
    """Return the cells of a form whose figure may be typed elsewhere, each with the places."""
    shown = {**dict(indicator_cells(form)), **shown_beside(form, catalogue.indicators.values())}
    return {
        cell: places
        for cell, name in shown.items()
        if name in catalogue.indicators
        and (places := catalogue.indicators[name].before(form.id, cell))
    }


def indicator_cells(form: Form) -> Iterator[tuple[Cell, str]]:
    """Yield the cells of a form that name an indicator, with its id."""
    for section in form.sections:
        for row in section.rows:
            if row.indicator:
                yield Cell(section.id, row.id, VALUE), row.indicator
            for column, over in row.cells.items():
                if over.indicator:
                    yield Cell(section.id, row.id, column), over.indicator


def owners_first(forms: Iterable[Form]) -> list[Form]:
    """Return forms with those that show figures of others last: then these are open already."""
    return sorted(forms, key=lambda form: any(indicator_cells(form)))


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """What plans say of a form's figures, in đồng where they are money.

    Attributes:
        planned: cell -> what is to be reached, for the nearest year that is not over.
        base: cell -> what stood in the year it is measured from.
    """

    planned: Mapping[Cell, Value]
    base: Mapping[Cell, Value]


def plan_figures(catalogue: Catalogue, form: Form, unit: Unit, period: Period) -> PlanFigures:
    """Return what plans say of the figures of an opened form for a unit.

    A share asked of a unit above holds for each unit below it; what is counted, and what stood
    in the base year, is said of the unit itself.
    """
    planned: dict[Cell, tuple[int, str, Value]] = {}
    base: dict[Cell, Value] = {}
    for plan, target, distance in _concerning(catalogue, unit, period):
        named = target.answer.base if target.kind == BASELINE else ""
        form_id, _, place = (named or _answered(target)).partition(".")
        if form_id != form.id:
            continue
        cell = Cell.parse(place)
        if target.kind == BASELINE:
            if distance == 0:
                base[cell] = _figure(catalogue, form, cell, target)
            continue
        spec = spec_of(form, cell)
        is_share = spec is not None and spec.type is CellType.PERCENT
        if spec is not None and (distance == 0 or is_share) and _holds(plan, target, period):
            found = (distance, target.period, _figure(catalogue, form, cell, target))
            planned[cell] = min(planned.get(cell, found), found, key=lambda one: one[:2])
    return PlanFigures({cell: found[2] for cell, found in planned.items()}, base)


def _answered(target: Target) -> str:
    """Return the one cell that answers a target, with its form; nothing for other answers."""
    answer = target.answer
    return f"{answer.form}.{answer.cell}" if answer.by == "cell" and not answer.plus else ""


def _concerning(
    catalogue: Catalogue, unit: Unit, period: Period
) -> Iterator[tuple[Plan, Target, int]]:
    """Yield the targets with a figure of a unit and of those above, and how far above."""
    codes = (unit.code, *catalogue.units.above(unit, period.end))
    found = {code: catalogue.units.find(code, period.end) for code in codes}
    for plan in catalogue.plans.values():
        for target in plan.targets:
            if target.unit not in found or not target.figure:
                continue
            meant, now = catalogue.units.find(target.unit, plan.day_of(target)), found[target.unit]
            if meant is not None and now is not None and meant.valid_from == now.valid_from:
                yield plan, target, codes.index(target.unit)


def _holds(plan: Plan, target: Target, period: Period) -> bool:
    """Say whether a period lies in the time in which a target is to be reached."""
    return plan.begin_of(target) <= period.end <= Period.parse(target.period).end


def _figure(catalogue: Catalogue, form: Form, cell: Cell, target: Target) -> Value:
    spec = spec_of(form, cell)
    factor = factor_of(spec, catalogue.measures) if spec is not None else Decimal(1)
    return Decimal(target.figure) * factor
