"""Which figures are counted from the start of the year, as the rules of a form tell.

A column that may not fall below its figure of the period before in the same year is counted on;
one that may not exceed it is its part of one period. Of other columns nothing is known.
"""

import re
from collections.abc import Iterator

from ctmtqg_desktop.catalogue.records.form import Cell, Form, Section
from ctmtqg_desktop.rules.names import NamePlace

_NAME = r"([^\W\d]\w*)"
_COUNTED_ON = re.compile(rf"{_NAME}\s*>=\s*{NamePlace.IN_YEAR.value}\.{_NAME}")
_PART = re.compile(rf"{_NAME}\s*>=\s*{_NAME}")


def is_cumulative(form: Form, cell: Cell) -> bool:
    """Say whether a cell's figure is known to be counted from the start of the year."""
    return cell.column in set(_cumulative(form, cell))


def year_so_far(form: Form, cell: Cell) -> Cell:
    """Return the cell that counts on what a cell says of one period; itself where none does."""
    counted_on = set(_cumulative(form, cell))
    if cell.column in counted_on:
        return cell
    for whole, part in _pairs(form, cell, _PART):
        if part == cell.column and whole in counted_on:
            return cell._replace(column=whole)
    return cell


def parts_counted_on(form: Form, section: Section) -> Iterator[tuple[Cell, str]]:
    """Yield the cells of a section that are counted from the start of the year, with their part.

    The part is the column of the same row that says what one period adds.
    """
    for row in section.rows:
        at = Cell(section.id, row.id, "")
        counted_on = set(_cumulative(form, at))
        for whole, part in _pairs(form, at, _PART) if counted_on else ():
            if whole in counted_on:
                yield at._replace(column=whole), part


def _cumulative(form: Form, cell: Cell) -> Iterator[str]:
    return (now for now, before in _pairs(form, cell, _COUNTED_ON) if now == before)


def _pairs(form: Form, cell: Cell, way: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield the columns that the rules of a cell's row set against each other."""
    for rule in form.rules:
        is_here = rule.section == cell.section and rule.each == "row"
        found = way.fullmatch(rule.check.strip()) if is_here else None
        if found is not None and (not rule.only or cell.row in rule.only):
            yield found[1], found[2]
