"""What is wrong with indicators: names nobody knows, figures shown twice, measures that differ."""

import re
from collections.abc import Iterator, Mapping

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.counted import counted_section
from ctmtqg_desktop.catalogue.records.form import (
    VALUE,
    Aggregate,
    Cell,
    CellSpec,
    Column,
    Form,
    Section,
    SectionKind,
    cell_spec,
)
from ctmtqg_desktop.catalogue.records.forms.indicators import FormCell, GoodDirection, Indicator
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, Path, SourceFile, nearest_spelling

Found = Iterator[Mistake]
_OF_TARGET = re.compile(r"tỷ_lệ\(\s*\w+\s*,\s*muc_tieu\s*\)")
"""More is better: what is reached, in percent of the target."""


def lint_indicators(catalogue: Catalogue, files: Mapping[str, SourceFile]) -> Found:
    """Yield what is wrong with the indicators and with the cells that show them."""
    for place, indicator in _placed(catalogue, files):
        yield from _indicator(indicator, catalogue, files[f"indicators:{indicator.id}"], place)
    for place, one in enumerate(catalogue.lists.values()):
        if not any(counted_section(form, one) for form in _versions(catalogue, one.cell)):
            source = files[f"lists:{one.id}"]
            yield source.mistake("form.counted-place", ("lists", place), given=one.id)
    for form in catalogue.forms.values():
        source = files[f"form:{form.id}.v{form.version}"]
        yield from _form(form, catalogue, source)
    for plan in catalogue.plans.values():
        for at, target in enumerate(plan.targets):
            base = target.answer.base
            if base and _spec(catalogue, base) is None:
                where = ("targets", at)
                yield files[f"plan:{plan.id}"].mistake("form.indicator-place", where, given=base)


def _placed(
    catalogue: Catalogue, files: Mapping[str, SourceFile]
) -> Iterator[tuple[int, Indicator]]:
    """Yield every indicator and where it stands in its file."""
    met: dict[str, int] = {}
    for indicator in catalogue.indicators.values():
        name = files[f"indicators:{indicator.id}"].name
        yield met.setdefault(name, 0), indicator
        met[name] += 1


def _indicator(
    indicator: Indicator, catalogue: Catalogue, source: SourceFile, place: int
) -> Found:
    where: Path = ("indicators", place)
    if indicator.measure not in catalogue.measures:
        suggestion = nearest_spelling(indicator.measure, catalogue.measures)
        facts = {"given": indicator.measure, "suggestion": suggestion}
        yield source.mistake("form.measure-unknown", where, **facts)
    if not indicator.source:
        yield source.mistake("form.source-missing", where)
    seen: set[str] = set()
    for named in indicator.cells:
        form_id = named.partition(".")[0]
        if form_id in seen:
            facts = {"given": indicator.id, "form": form_id}
            yield source.mistake("form.indicator-twice", where, **facts)
        seen.add(form_id)
        spec = _spec(catalogue, named, any_version=named in indicator.beside)
        if spec is None:
            yield source.mistake("form.indicator-place", where, given=named)
        else:
            yield from _same(indicator, spec, named, source, where)
    for named in indicator.beside:
        spec = _spec(catalogue, named, any_version=True)
        if named not in indicator.cells[1:] or (spec is not None and not _is_free(spec)):
            facts = {"given": indicator.id, "cell": named}
            yield source.mistake("form.indicator-beside", where, **facts)


def _is_free(spec: CellSpec) -> bool:
    """Say whether a form leaves it to others to fill a cell."""
    return spec.is_input and not spec.indicator


def _same(
    indicator: Indicator, spec: CellSpec, named: str, source: SourceFile, where: Path
) -> Found:
    for code, wanted, found in (
        ("form.indicator-measure", indicator.measure, spec.measure),
        ("form.indicator-aggregate", indicator.aggregate.value, spec.aggregate.value),
    ):
        recomputed = (wanted, found) == (Aggregate.NONE.value, Aggregate.FORMULA.value)
        if wanted != found and not recomputed:
            facts = {"given": indicator.id, "cell": named, "wanted": wanted, "found": found}
            yield source.mistake(code, where, **facts)


def _spec(catalogue: Catalogue, named: str, *, any_version: bool = False) -> CellSpec | None:
    """Return what the cell of a place is in the newest version of its form, or that has it."""
    form_id, _, cell = named.partition(".")
    versions = sorted((v for known, v in catalogue.forms if known == form_id), reverse=True)
    if cell.count(".") != 2:
        return None
    place = Cell.parse(cell)
    for version in versions if any_version else versions[:1]:
        section = catalogue.forms[form_id, version].section(place.section)
        row = section.row(place.row) if section is not None else None
        if section is None or row is None:
            continue
        columns = (c for c in section.columns or (Column(VALUE, ""),) if c.id == place.column)
        found = (cell_spec(section, row, column) for column in columns)
        if (spec := next(found, None)) is not None:
            return spec
    return None


def _versions(catalogue: Catalogue, named: str) -> list[Form]:
    """Return the versions of the form that a place begins with."""
    form_id = named.partition(".")[0]
    return [form for (known, _), form in catalogue.forms.items() if known == form_id]


def _cells(form: Form) -> Iterator[tuple[Cell, CellSpec, Path]]:
    """Yield the declared cells of a form in rows that show an indicator."""
    for at, section in enumerate(form.sections):
        for row_at, row in enumerate(section.rows):
            if not row.indicator and not any(over.indicator for over in row.cells.values()):
                continue
            for column in section.columns or (Column(VALUE, ""),):
                cell = Cell(section.id, row.id, column.id)
                yield cell, cell_spec(section, row, column), ("sections", at, "rows", row_at)


def _form(form: Form, catalogue: Catalogue, source: SourceFile) -> Found:
    shown: set[str] = set()
    for cell, spec, where in _cells(form):
        if not spec.indicator:
            continue
        facts = {"given": spec.indicator, "form": form.id}
        if spec.indicator in shown:
            yield source.mistake("form.indicator-twice", where, **facts)
        shown.add(spec.indicator)
        indicator = catalogue.indicators.get(spec.indicator)
        if indicator is None:
            suggestion = nearest_spelling(spec.indicator, catalogue.indicators)
            yield source.mistake("form.indicator-unknown", where, **facts, suggestion=suggestion)
        else:
            for code, more in _shown(FormCell(form.id, cell), spec, indicator):
                yield source.mistake(code, where, **facts, cell=str(cell), **more)
    for at, section in enumerate(form.sections):
        yield from _section(section, catalogue, source, ("sections", at))


def _shown(
    place: FormCell, spec: CellSpec, indicator: Indicator
) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the code and facts of what is wrong with a cell that shows an indicator."""
    if place not in tuple(indicator.places()):
        yield "form.indicator-unordered", {}
    if spec.measure != indicator.measure:
        yield "form.indicator-measure", {"wanted": indicator.measure, "found": spec.measure}
    if (spec.formula or spec.locked) and indicator.before(*place):
        yield "form.indicator-shut", {}


def _section(section: Section, catalogue: Catalogue, source: SourceFile, where: Path) -> Found:
    is_roster = section.kind is SectionKind.ROSTER
    for at, column in enumerate(section.columns):
        if column.derived and (is_roster or column.formula):
            yield source.mistake("form.derived-place", (*where, "columns", at), given=column.id)
    for at, row in enumerate(section.rows):
        named = [cell.indicator for cell in row.cells.values() if cell.indicator]
        known = (catalogue.indicators[name] for name in named if name in catalogue.indicators)
        if not any(indicator.direction is GoodDirection.DOWN for indicator in known):
            continue
        for column in section.columns:
            if _OF_TARGET.fullmatch(cell_spec(section, row, column).formula):
                facts = {"given": f"{row.id}.{column.id}"}
                yield source.mistake("form.ceiling", (*where, "rows", at), **facts)
