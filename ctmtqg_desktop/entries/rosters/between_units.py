"""One person in the lists of two units, which no unit can see for itself."""

from collections.abc import Iterator
from typing import NamedTuple

from ctmtqg_desktop.catalogue.records.form import Column, Section
from ctmtqg_desktop.catalogue.records.values import EMPTY, PersonKind
from ctmtqg_desktop.entries.consolidate import Consolidated, Line
from ctmtqg_desktop.entries.rosters.same_rows import key_part


class Stated(NamedTuple):
    """A row of one unit's list, and where it stands in it, from 1."""

    section: Section
    line: Line
    number: int


class SamePerson(NamedTuple):
    """A row and the first one of another unit with its identity number, by which column."""

    row: Stated
    other: Stated
    column: Column


def persons_twice(whole: Consolidated) -> Iterator[SamePerson]:
    """Yield persons who stand in the lists of two units, by their identity numbers alone.

    A name and a village say nothing across units, for villages of one name are many.
    """
    sections = {section.id: section for section in whole.form.sections}
    firsts: dict[tuple[str, str, str], Stated] = {}
    for name in whole.lines:
        section = sections[name]
        excluded = {s.id for s in whole.form.sections if name in s.excludes} | {*section.excludes}
        for column, number, row in _numbers(whole, section):
            known = (firsts.get((other, column.id, number)) for other in (name, *sorted(excluded)))
            other = next((o for o in known if o and o.line.unit.code != row.line.unit.code), None)
            if other is not None:
                yield SamePerson(row, other, column)
            firsts.setdefault((name, column.id, number), row)


def _numbers(whole: Consolidated, section: Section) -> Iterator[tuple[Column, str, Stated]]:
    sure = [key[0] for key in section.keys if len(key) == 1]
    columns = [c for c in section.columns if c.id in sure and c.kind is PersonKind.IDENTITY_NUMBER]
    counted: dict[str, int] = {}
    for line in whole.lines[section.id] if columns else ():
        counted[line.unit.code] = number = counted.get(line.unit.code, 0) + 1
        for column in columns:
            part = key_part(column, line.values.get(column.id, EMPTY))
            if part:
                yield column, part, Stated(section, line, number)
