"""What stands where in a table: leading columns, merged headers, the number line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.form import CellType, Column, Row, Section
from ctmtqg_desktop.catalogue.records.values import TaskPart
from ctmtqg_desktop.entries.table_layout import (
    Lead,
    leading_columns,
    number_line,
    says_measure,
)

PRINTED_ROLES = frozenset({"requirement", "measure"})
WIDTHS = {
    CellType.MONEY: 116, CellType.NUMBER: 92, CellType.INTEGER: 84, CellType.PERCENT: 78,
    CellType.TEXT: 190, CellType.CHOICE: 140, CellType.DATE: 98, CellType.MET: 98,
}  # fmt: skip
"""Pixels at 100 % where the form does not say."""


class ShownPart(StrEnum):
    """What a shown column holds."""

    NO = "no"
    LABEL = "label"
    MEASURE = "measure"
    REQUIREMENT = "requirement"
    CELL = "cell"


PIXELS_PER_MM = 3.8
"""A form declares the width of a column in millimetres of paper."""
WIDEST = 280
PRINTED_WIDTHS = {ShownPart.REQUIREMENT: 118, ShownPart.MEASURE: 74}
NAMING_WIDTHS = {TaskPart.ID: 84, TaskPart.BRIEF: 290}
"""What names the task of a row stays when the table is scrolled sideways."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One column on screen.

    Attributes:
        title: header texts, outermost first.
        number: its place in the "A B 1 2" line.
        column: the declared column, None for what the row prints.
        is_frozen: it stays when the table is scrolled sideways.
    """

    part: ShownPart
    title: tuple[str, ...]
    number: str
    width: int
    column: Column | None = None
    is_frozen: bool = False


def shown_columns(section: Section, measures: Mapping[str, Measure]) -> tuple[Shown, ...]:
    """Return the columns of a grid or roster as shown, the frozen ones first."""
    leading = [_lead(section, lead) for lead in leading_columns(section)]
    shown = [*leading, *(_shown(column, measures) for column in section.columns)]
    line = number_line(section.columns, len(leading))
    if not line:
        return tuple(shown)
    return tuple(replace(one, number=number) for one, number in zip(shown, line, strict=True))


def _lead(section: Section, lead: Lead) -> Shown:
    if lead is Lead.NO:
        width = 14 + 8 * max((len(row.no) for row in section.rows), default=2)
        return Shown(ShownPart.NO, (section.no_label,), "", max(38, width), is_frozen=True)
    if lead is Lead.LABEL:
        return Shown(ShownPart.LABEL, (section.row_label,), "", 330, is_frozen=True)
    return Shown(ShownPart.MEASURE, (tr_measure(),), "", 84, is_frozen=True)


def tr_measure() -> str:
    """Return the heading of the column of measures."""
    return QCoreApplication.translate("FormTable", "ĐVT")


def _shown(column: Column, measures: Mapping[str, Measure]) -> Shown:
    label = column.label
    measure = measures.get(column.measure)
    if measure is not None and not says_measure(label, measure.label):
        label = f"{label}\n({measure.label})"
    part = ShownPart(column.role) if column.role in PRINTED_ROLES else ShownPart.CELL
    least = PRINTED_WIDTHS.get(part, WIDTHS[column.type])
    width = max(least, min(round(column.width * PIXELS_PER_MM), WIDEST))
    is_name = column.task in NAMING_WIDTHS
    if is_name and column.task is not None:
        width = NAMING_WIDTHS[column.task]
    return Shown(part, (*column.header, label), column.number, width, column, is_frozen=is_name)


def titles_of(columns: Sequence[Shown]) -> list[tuple[str, ...]]:
    """Return the header texts of columns, for the layout of their header."""
    return [column.title for column in columns]


def row_text(shown: Shown, row: Row, measures: Mapping[str, Measure]) -> str:
    """Return what a declared row prints in a column that nobody types in."""
    if shown.part is ShownPart.NO:
        return row.no
    if shown.part is ShownPart.LABEL:
        return row.label
    if shown.part is ShownPart.MEASURE:
        measure = measures.get(row.measure)
        return measure.label if measure else row.measure
    return row.requirement
