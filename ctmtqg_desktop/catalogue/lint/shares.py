"""Percentages that would be added, and totals that count a row twice."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.form import (
    Aggregate,
    CellSpec,
    CellType,
    Column,
    Form,
    Row,
    Section,
    SectionKind,
    cell_spec,
)
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, Path, SourceFile

ADDS = re.compile(r"\s*tổng\(([^()]*)\)\s*")
"""A formula that does nothing but add."""
_PERCENT = "%"

Found = Iterator[Mistake]


def lint_shares(
    forms: Iterable[Form], measures: Mapping[str, Measure], files: Mapping[str, SourceFile]
) -> Found:
    """Yield the cells whose percentages are added, down the rows, along one, or over units."""
    for form in forms:
        source = files[f"form:{form.id}.v{form.version}"]
        for at, section in enumerate(form.sections):
            where = ("sections", at)
            if section.kind is SectionKind.GRID and not section.criteria:
                yield from _grid(section, measures, source, where)
            elif section.kind is SectionKind.FIELDS:
                for place, row in enumerate(section.rows):
                    spec = cell_spec(section, row, Column("value", ""))
                    here = (*where, "rows", place)
                    yield from _added(row.id, spec, measures, source, here)
            for place, row in enumerate(section.rows):
                yield from _twice(section, row, source, (*where, "rows", place))


def _grid(
    section: Section, measures: Mapping[str, Measure], source: SourceFile, where: Path
) -> Found:
    for column in section.columns:
        wants_formula = column.aggregate is Aggregate.FORMULA and not column.formula
        is_summed = column.type is CellType.PERCENT and column.aggregate is Aggregate.SUM
        if wants_formula or is_summed:
            continue  # told of the column itself
        for place, row in enumerate(section.rows):
            spec = cell_spec(section, row, column)
            here = (*where, "rows", place)
            yield from _added(f"{row.id}.{column.id}", spec, measures, source, here)


def _added(
    given: str, spec: CellSpec, measures: Mapping[str, Measure], source: SourceFile, where: Path
) -> Found:
    measure = measures.get(spec.measure)
    is_share = spec.type is CellType.PERCENT or (
        spec.type.is_number and measure is not None and measure.label.startswith(_PERCENT)
    )
    is_told = spec.type is CellType.PERCENT and "." not in given  # a field, by the linter
    summed = spec.aggregate is Aggregate.SUM and not is_told
    if is_share and not spec.locked and (summed or ADDS.fullmatch(spec.formula)):
        yield source.mistake("form.percent-added", where, given=given)


def _twice(section: Section, row: Row, source: SourceFile, where: Path) -> Found:
    """Yield the rows a total counts although a row above them, which it counts, holds them."""
    found = ADDS.fullmatch(row.formula)
    if found is None:
        return
    names = {name.strip() for name in found.group(1).split(",")}
    held = {
        name
        for place, one in enumerate(section.rows)
        if one.id in names and one.id != row.id
        for name in _within(section.rows, place)
    }
    if held & names:
        twice = ", ".join(sorted(held & names))
        yield source.mistake("form.total-doubles", where, given=row.id, twice=twice)


def _within(rows: Sequence[Row], place: int) -> Iterator[str]:
    """Yield the ids of what a row is made of: what it adds, and what stands below it."""
    adds = ADDS.fullmatch(rows[place].formula)
    if adds is not None:
        yield from (name.strip() for name in adds.group(1).split(","))
    for row in rows[place + 1 :]:
        if row.level <= rows[place].level:
            return
        yield row.id
