"""Let a consolidated form answer as a sheet does, so that the same tables print it."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.form import (
    PRINTED_ROLES,
    Aggregate,
    Cell,
    CellSpec,
    CellType,
    Column,
    Form,
    Row,
    Section,
    SectionKind,
)
from ctmtqg_desktop.catalogue.records.values import Value
from ctmtqg_desktop.entries.consolidate import Consolidated
from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.rules.names import spec_of

NOT_TOTALLED = "x"


class TotalFigures:
    """Answer for a consolidated form; columns that cannot be consolidated are left out.

    Attributes:
        form: the form with the columns that are printed.
        measures: by id.
    """

    def __init__(self, whole: Consolidated, measures: Mapping[str, Measure]) -> None:
        self.measures = measures
        self._whole = whole
        sections = tuple(_printed(section, whole) for section in whole.form.sections)
        self.form: Form = replace(whole.form, sections=sections)

    def rows(self, section: str) -> tuple[str, ...]:
        """Return the declared rows of a section, or the lines of all units."""
        found = self.form.section(section)
        if found is not None and found.kind is not SectionKind.ROSTER:
            return tuple(row.id for row in found.rows)
        return self._whole.rows(section)

    def spec(self, cell: Cell) -> CellSpec:
        """Return what a cell is; a counted verdict is a whole number."""
        if self._is_left_out(cell):
            return CellSpec(CellType.TEXT)
        spec = spec_of(self._whole.form, cell) or CellSpec(CellType.TEXT)
        if spec.type is CellType.MET and isinstance(self._whole.value(cell), Decimal):
            return replace(spec, type=CellType.INTEGER)
        return spec

    def entry(self, cell: Cell) -> Value:
        """Return the consolidated value; a field that has none by its nature says so."""
        return NOT_TOTALLED if self._is_left_out(cell) else self._whole.value(cell)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what must be said below the tables about the way they were consolidated."""
        fields = (s for s in self.form.sections if s.kind is SectionKind.FIELDS)
        crossed = any(_is_crossed(row) for s in fields for row in s.rows)
        return (phrase("paper.not-totalled"),) if crossed else ()

    def _is_left_out(self, cell: Cell) -> bool:
        section = self.form.section(cell.section)
        if section is None or section.kind is not SectionKind.FIELDS:
            return False
        row = section.row(cell.row)
        return row is not None and _is_crossed(row)

    def label(self, cell: Cell) -> str:
        """Return the words for a cell."""
        section = self.form.section(cell.section)
        row = section.row(cell.row) if section else None
        column = section.column(cell.column) if section else None
        return ", ".join(part.label for part in (row, column) if part)


def _printed(section: Section, whole: Consolidated) -> Section:
    if section.kind is SectionKind.FIELDS:
        return replace(section, rows=tuple(_counted(row) for row in section.rows))
    if section.kind is not SectionKind.GRID:
        return section
    kept = (c for c in section.columns if _is_printed(c) or _is_said(section, c, whole))
    return replace(section, columns=tuple(_named(column) for column in kept))


def _is_crossed(row: Row) -> bool:
    return not row.heading and (row.aggregate or Aggregate.NONE) is Aggregate.NONE


def _counted(row: Row) -> Row:
    if row.aggregate is not Aggregate.COUNT:
        return row
    return replace(row, label=phrase("paper.counted", label=row.label))


def _is_said(section: Section, column: Column, whole: Consolidated) -> bool:
    """Say whether a plan says something in a column that is not added up."""
    cells = (Cell(section.id, row.id, column.id) for row in section.rows)
    return bool(column.derived) and any(isinstance(whole.value(c), Decimal) for c in cells)


def _is_printed(column: Column) -> bool:
    return column.aggregate is not Aggregate.NONE or column.role in PRINTED_ROLES


def _named(column: Column) -> Column:
    if column.aggregate is not Aggregate.COUNT:
        return column
    return replace(column, label=phrase("paper.counted", label=column.label))
