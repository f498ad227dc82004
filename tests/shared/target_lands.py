"""A target's whole land with its forms filled in: the first unit decides, the others are neutral.

Real sheets of the shipped forms. A verdict or a count that follows from dozens of cells is set
where it is computed, over cells that are filled; a ratio is always computed from its own.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from shipped import shipped_library

from ctmtqg_desktop.catalogue.expand import criterion_rows
from ctmtqg_desktop.catalogue.records.declared import Plan, Target
from ctmtqg_desktop.catalogue.records.form import Aggregate, Cell, CellType, SectionKind
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.change import SheetKey
from ctmtqg_desktop.entries.consolidate import Source
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.overview import input_cells, leaves_of
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.exchange.answers.criteria import criteria_section
from ctmtqg_desktop.exchange.answers.land import asking, land_of
from ctmtqg_desktop.exchange.answers.track import Tracked, targets_against
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.receiver.consolidate import Consolidation
from ctmtqg_desktop.rules.engine import Surroundings

_FEW, _NOW = 5, "2025"
_COUNTED = frozenset({"all-met", "count-met", "reports"})
FIRST_YEAR = 2022
MEET, LOWER, HIGHER = "meet", "lower", "higher"
_ROWS = ("r1",)


@dataclass(frozen=True)
class TargetLand:
    """A target, its time, the units that owe its figure, and those excused by name.

    A province has too many units for a quick test, so all but a few are excused.
    """

    plan: Plan
    target: Target
    period: Period
    us: Unit
    units: tuple[Unit, ...]
    excused: frozenset[str] = frozenset()


def bound_targets() -> dict[str, TargetLand]:
    """Return every target that a form or a receipt answers, in its own period."""
    return {
        target.id: _land(plan, target)
        for plan in shipped_library().catalogue.plans.values()
        for target in plan.targets
        if target.answer.by and not plan.everywhere
    }


def _land(plan: Plan, target: Target) -> TargetLand:
    """Return the land when the target is due; the year before where it has nobody left then.

    The wards that followed the communes of a city send no form of communes.
    """
    due = Period.parse(_NOW if target.kind == "baseline" else target.period)
    found = _land_in(plan, target, due)
    return found if found.units else _land_in(plan, target, due.last_year())


def _land_in(plan: Plan, target: Target, period: Period) -> TargetLand:
    """Return the land as the unit of the plan sees it; where that has ended, the province."""
    catalogue, answer = shipped_library().catalogue, target.answer
    day = plan.day_of(target)
    meant = catalogue.units.at(target.unit, day)
    receiver = (
        meant if meant.is_valid(period.end) else catalogue.units.at(meant.parent, period.end)
    )

    owing = owing_units(plan, target, receiver, period)
    few = _FEW if answer.by not in _COUNTED else len(owing)
    excused = frozenset(unit.code for unit in owing[few:])
    return TargetLand(plan, target, period, receiver, owing[:few], excused)


def owing_units(plan: Plan, target: Target, us: Unit, period: Period) -> tuple[Unit, ...]:
    catalogue, answer, day = shipped_library().catalogue, target.answer, plan.day_of(target)

    def asks(unit: Unit) -> bool:
        if answer.sets:
            return any(catalogue.concerns(one, unit, period.end) for one in answer.sets)
        return asking(catalogue, answer.form, period)(unit)

    codes = answer.among or (target.unit,)
    lands = [land_of(catalogue, catalogue.units.at(c, day), us, period.end, asks) for c in codes]
    return tuple(dict.fromkeys(unit for land in lands for unit in land.units))


def track_one(land: TargetLand, sources: list[Source], archive: object = None) -> Tracked:
    """Return what is said of the target when these sheets have been accepted."""
    kept = {land.target.answer.form: tuple(sources)} if sources else {}
    whole = Consolidation(
        "", land.period, land.us, (), {}, kept, (), (), archive=archive,  # type: ignore[arg-type]
        excused=land.excused,
    )  # fmt: skip
    (found,) = targets_against(_library_of(land), land.plan.id, whole, every=True)
    return found


def _library_of(land: TargetLand) -> Library:
    """Return the shipped library whose only target is this one."""
    library = shipped_library()
    plan = replace(land.plan, targets=(land.target,))
    return replace(library, catalogue=replace(library.catalogue, plans={plan.id: plan}))


def blank(land: TargetLand) -> list[Source]:
    """Return the sheets of all units with nothing in them."""
    return [source_of(land, unit, Content()) for unit in land.units]


def filled(land: TargetLand, way: str, *, beside: bool = False) -> list[Source]:
    """Return the sheets of all units: together they meet the target, or stay under or go over it.

    Args:
        land: of the target.
        way: MEET, LOWER or HIGHER.
        beside: put a figure into every cell that the answer does not look at.
    """
    sources = [source_of(land, unit, content_of(land, beside=beside)) for unit in land.units]
    for place, source in enumerate(sources):
        _WAYS[land.target.answer.by](land, source.sheet, way, place)
    return sources


def source_of(land: TargetLand, unit: Unit, content: Content) -> Source:
    library = shipped_library()
    form = library.catalogue.form_at(land.target.answer.form, land.period.end)
    program = library.program(form, unit, land.period)
    sheet = Sheet(
        key=SheetKey(form.id, form.version, unit.code, land.period.code), program=program,
        unit=unit, period=land.period, wording=library.wording, around=Surroundings(),
    )  # fmt: skip
    sheet.load(content)
    return Source(unit, 1, unit.code * 12, sheet)


def content_of(land: TargetLand, *, beside: bool) -> Content:
    sheet = source_of(land, land.units[0], Content(rows=_rosters(land))).sheet
    cells = [cell for section in sheet.form.sections for cell in input_cells(sheet, section.id)]
    typed = [cell for cell in cells if sheet.spec(cell).is_input]
    looked_at = {leaf for cell in _looked_at(land, sheet) for leaf in leaves_of(sheet, cell)}
    wanted = [c for c in typed if beside and c not in looked_at]
    entries = {cell: v for cell in wanted if (v := _any(sheet, cell, 7)) is not None}
    neutral = {cell: v for cell in looked_at if (v := _any(sheet, cell, 0)) is not None}
    return Content(entries | neutral, _rosters(land))


def _rosters(land: TargetLand) -> dict[str, tuple[str, ...]]:
    form = shipped_library().catalogue.form_at(land.target.answer.form, land.period.end)
    return {s.id: _ROWS for s in form.sections if s.kind is SectionKind.ROSTER}


def _looked_at(land: TargetLand, sheet: Sheet) -> list[Cell]:
    answer = land.target.answer
    cell = Cell.parse(answer.cell)
    beside = [answer.of, *answer.plus, answer.than if answer.by == "not-below" else ""]
    cells = [cell, *(Cell.parse(name) for name in beside if name)]
    section = criteria_section(sheet.form)
    if cell.row == "*" and section is not None and section.id == cell.section:
        return _verdicts(sheet, cell)
    if cell.row == "*":
        columns = {cell.column, *answer.where}
        return [Cell(cell.section, row, c) for row in sheet.rows(cell.section) for c in columns]
    return cells


def _verdicts(sheet: Sheet, cell: Cell) -> list[Cell]:
    section = criteria_section(sheet.form)
    assert section is not None
    criteria = shipped_library().catalogue.criteria_sets[section.criteria]
    return [Cell(section.id, row, cell.column) for row, _ in criterion_rows(criteria)]


def _any(sheet: Sheet, cell: Cell, number: int) -> object:
    if cell.row == "*" or cell in sheet.program.computed.keys() - sheet.program.optional:
        return None
    spec = sheet.spec(cell)
    if not spec.is_input:
        return None
    if spec.type.is_number:
        return Decimal(number)
    if spec.type is CellType.MET:
        return bool(number)
    if spec.type is CellType.CHOICE and spec.choices:
        return spec.choices[-1].id
    return "x" if spec.type is CellType.TEXT else None


def _put(sheet: Sheet, cell: Cell, value: object) -> None:
    """Type a value, or set what a formula has made of filled cells."""
    if sheet.spec(cell).is_input:
        sheet.set_entries([(cell, value)])  # type: ignore[list-item]
    else:
        sheet.cells.compute(cell, value)  # type: ignore[arg-type]


def _wanted(target: Target, way: str) -> Decimal:
    """Return a figure that meets a target, or is on the worse or on the other side of it."""
    figure = Decimal(target.figure or 1)
    better = Decimal(1) if target.operator in {">=", ">", "met", "="} else Decimal(-1)
    if way == LOWER:
        return figure + 1 if target.operator == "=" and not figure else figure - better
    if way == HIGHER and target.operator != "=":
        return figure + better
    return figure + better if target.operator in {">", "<"} else figure


def _operands(sheet: Sheet, ratio: Cell) -> list[Cell]:
    """Return the two typed cells of a ratio, the upper one first."""
    return sorted(leaves_of(sheet, ratio), key=lambda cell: cell.column != "dat")


def _by_cell(land: TargetLand, sheet: Sheet, way: str, place: int) -> None:
    target, cell = land.target, Cell.parse(land.target.answer.cell)
    spec = sheet.spec(cell)
    if spec.type is CellType.MET:
        _put(sheet, cell, way != LOWER)
    elif cell.column == "khong_tang":
        now = {MEET: 5, HIGHER: 4, LOWER: 6}[way] if place == 0 else 0
        for column, value in (("nam_truoc", 5 if place == 0 else 0), ("nam_nay", now)):
            _put(sheet, cell._replace(column=column), Decimal(value))
    elif spec.aggregate is Aggregate.FORMULA and len(land.units) > 0 and not spec.is_input:
        over, *under = _operands(sheet, cell)
        base = Decimal(1000) if place == 0 else Decimal(0)
        _put(sheet, over, _wanted(target, way) * base / 100)
        _put(sheet, next(c for c in under if c.column != over.column), base)
    elif place == 0:
        measure = shipped_library().catalogue.measures[target.measure]
        factor = Decimal(measure.factor) if measure.money else Decimal(1)
        value = _wanted(target, way) if target.figure else Decimal(way != LOWER)
        _put(sheet, cell, value * factor)
    elif not sheet.spec(cell).is_input:
        _put(sheet, cell, Decimal(0))


def _by_fall(land: TargetLand, sheet: Sheet, way: str, place: int) -> None:
    cell = Cell.parse(land.target.answer.cell)
    base = Decimal(1000) if place == 0 else Decimal(0)
    left = (100 - _wanted(land.target, way)) * base / 100
    _put(sheet, Cell(cell.section, cell.row, "goc"), base)
    _put(sheet, Cell(cell.section, cell.row, "thuc_hien"), left)


def _by_average(land: TargetLand, sheet: Sheet, way: str, place: int) -> None:
    cell = Cell.parse(land.target.answer.cell)
    _put(sheet, Cell(cell.section, cell.row, "goc"), Decimal(1))
    _put(sheet, Cell(cell.section, cell.row, "thuc_hien"), _wanted(land.target, way))


def _by_each(land: TargetLand, sheet: Sheet, way: str, place: int) -> None:
    cell = Cell.parse(land.target.answer.cell)
    value = _wanted(land.target, MEET if place and way == LOWER else way)
    _put(sheet, cell if cell.row != "*" else Cell(cell.section, _ROWS[0], cell.column), value)


def _by_count_met(land: TargetLand, sheet: Sheet, way: str, place: int) -> None:
    cell = Cell.parse(land.target.answer.cell)
    _put(sheet, cell, place < min(_wanted(land.target, way), len(land.units)))


def _by_share_met(land: TargetLand, sheet: Sheet, way: str, place: int) -> None:
    del place
    _put(sheet, Cell.parse(land.target.answer.cell), way != LOWER)


def _by_not_below(land: TargetLand, sheet: Sheet, way: str, place: int) -> None:
    """Put a ratio of 50 % against a part of 50, 40 or 60 % into the first unit's sheet."""
    answer, base = land.target.answer, Decimal(1000 if place == 0 else 0)
    over, under = sorted(
        leaves_of(sheet, Cell.parse(answer.cell)), key=lambda c: c.column != "dat"
    )
    part = {MEET: 5, HIGHER: 4, LOWER: 6}[way]
    for cell, tenths in ((over, 5), (under, 10), (Cell.parse(answer.of), 10)):
        _put(sheet, cell, base * tenths / 10)
    _put(sheet, Cell.parse(answer.than), base * part / 10)


def _by_count_units(land: TargetLand, sheet: Sheet, way: str, place: int) -> None:
    answer, figure = land.target.answer, land.target.figure
    reaches = (place == 0 and way != LOWER) if not figure else (way == LOWER and place == 0)
    cell = Cell.parse(answer.cell)
    if sheet.spec(cell).type is CellType.MET:
        _put(sheet, cell, (answer.than == "met") == reaches)
    else:
        others = [c.id for c in sheet.spec(cell).choices if c.id != answer.than]
        _put(sheet, cell, answer.than if reaches else others[-1])


def _by_criteria(land: TargetLand, sheet: Sheet, way: str, place: int) -> None:
    answer, units = land.target.answer, len(land.units)
    figure = _wanted(land.target, way)
    cells = _verdicts(sheet, Cell.parse(answer.cell))
    met = len(cells)
    if answer.by == "average-met":
        met = int(min(figure, met)) if way == LOWER else met
    elif answer.by == "count-fewer":
        met = int(answer.than) - 1 if way == LOWER and place == 0 else met
    elif answer.by == "share-all-met":
        met = met - 1 if way == LOWER and place == 0 else met
    elif place >= min(figure, units):
        met -= 1
    for number, cell in enumerate(cells):
        _put(sheet, cell, number < met)


def _by_rows(land: TargetLand, sheet: Sheet, way: str, place: int) -> None:
    """Put as many rows as are asked for into the first unit's roster; the others have one row."""
    answer, target = land.target.answer, land.target
    cell = Cell.parse(answer.cell)
    is_count = answer.by == "count-rows"
    wanted = int(_wanted(target, way)) if is_count else 1
    rows = list(sheet.rows(cell.section))
    while place == 0 and len(rows) < wanted:
        rows.append(sheet.add_row(cell.section).change.rows[0].key)
    for number, row in enumerate(rows):
        fits = place == 0 and (number < wanted or not is_count)
        for column, value in answer.where.items():
            _put_choice(sheet, Cell(cell.section, row, column), value, fits=fits)
    if not is_count and place == 0:
        measure = shipped_library().catalogue.measures[target.measure]
        amount = _wanted(target, way) * Decimal(measure.factor)
        _put(sheet, Cell(cell.section, rows[0], cell.column), amount)


def _put_choice(sheet: Sheet, cell: Cell, value: str, *, fits: bool) -> None:
    spec = sheet.spec(cell)
    if spec.type is CellType.MET:
        _put(sheet, cell, (value == "met") == fits)
    elif spec.type is CellType.CHOICE:
        others = [c.id for c in spec.choices if c.id != value]
        _put(sheet, cell, value if fits else others[-1])
    else:
        _put(sheet, cell, value if fits else "tên khác")


def _by_rate(land: TargetLand, sheet: Sheet, way: str, place: int) -> None:
    """Put this year's rate against 60 % three years before; see ``target_archives``."""
    wanted = _wanted(land.target, way)
    years = land.period.year - FIRST_YEAR
    now = 60 - wanted * years if land.target.answer.by == "rate-points" else 60 - wanted * 60 / 100
    base = Decimal(1000) if place == 0 else Decimal(0)
    put_rate(land, sheet, now * base / 100, base)


def put_rate(land: TargetLand, sheet: Sheet, over: Decimal, under: Decimal) -> None:
    answer = land.target.answer
    for name, value in ((answer.cell, over), (answer.of, under)):
        cell = Cell.parse(name)
        _put(sheet, Cell(cell.section, cell.row, "ho_kinh"), Decimal(0))
        _put(sheet, Cell(cell.section, cell.row, "ho_dtts"), value)


_WAYS = {
    "cell": _by_cell,
    "fall": _by_fall,
    "average": _by_average,
    "each": _by_each,
    "count-met": _by_count_met,
    "count-units": _by_count_units,
    "share-met": _by_share_met,
    "not-below": _by_not_below,
    "average-met": _by_criteria,
    "all-met": _by_criteria,
    "share-all-met": _by_criteria,
    "count-fewer": _by_criteria,
    "count-rows": _by_rows,
    "sum-rows": _by_rows,
    "rate-points": _by_rate,
    "rate-share": _by_rate,
}
