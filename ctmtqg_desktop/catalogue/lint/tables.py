"""What is wrong in the national tables of units, line by line.

Reading fourteen thousand rows is no work for every start, so only ``check-forms`` asks.
"""

import re
from collections.abc import Iterator, Sequence

from ctmtqg_desktop.catalogue.records.gazetteer import (
    UNIT_HEADER,
    SuccessionTable,
    UnitTable,
    row_of,
)
from ctmtqg_desktop.catalogue.records.lineage import SHARES, SUCCESSION_HEADER
from ctmtqg_desktop.catalogue.records.mistakes import Mistake
from ctmtqg_desktop.catalogue.records.tables import TableFile
from ctmtqg_desktop.text import nfc

_CODE = re.compile(r"\d{2}|\d{3}|\d{5}")
_MARKS = frozenset({"", "?"})


def lint_tables(tables: Sequence[TableFile]) -> Iterator[Mistake]:
    """Yield the mistakes of every table."""
    for file in tables:
        if isinstance(file.table, UnitTable):
            yield from _units(file, _lines(file))
        else:
            yield from _successions(file, file.table, tables)


def _lines(file: TableFile) -> list[str]:
    return file.load().splitlines()


def _units(file: TableFile, lines: list[str]) -> Iterator[Mistake]:
    yield from _header(file, lines, UNIT_HEADER)
    codes = {line.partition(",")[0] for line in lines[1:]}
    seen: set[str] = set()
    for number, line in enumerate(lines[1:], 2):
        row = row_of(line)
        has_shape = _CODE.fullmatch(row.code) and row.name and row.mark in _MARKS
        if not has_shape or line.count(",") > UNIT_HEADER.count(","):
            yield _mistake(file, number, "form.table-row", given=line, header=UNIT_HEADER)
        elif nfc(line) != line:
            yield _mistake(file, number, "form.table-not-nfc", given=row.code)
        elif row.code in seen:
            yield _mistake(file, number, "form.table-code-twice", given=row.code)
        elif row.parent and row.parent not in codes:
            yield _mistake(file, number, "form.table-parent", given=row.parent, unit=row.code)
        seen.add(row.code)


def _successions(
    file: TableFile, table: SuccessionTable, tables: Sequence[TableFile]
) -> Iterator[Mistake]:
    lines = _lines(file)
    yield from _header(file, lines, SUCCESSION_HEADER)
    before, after = _codes_around(table, tables)
    followed = set()
    for number, line in enumerate(lines[1:], 2):
        old, new, share, mark = (line.split(",") + [""] * 3)[:4]
        followed.add(old)
        if share not in SHARES or mark not in _MARKS or line.count(",") > 3:
            yield _mistake(file, number, "form.table-row", given=line, header=SUCCESSION_HEADER)
        elif old not in before:
            yield _mistake(file, number, "form.lineage-unknown", given=old, day=table.day)
        elif new not in after:
            yield _mistake(file, number, "form.lineage-unknown", given=new, day=table.day)
    yield from _orphans(file, table, tables, followed)


def _codes_around(
    table: SuccessionTable, tables: Sequence[TableFile]
) -> tuple[set[str], set[str]]:
    """Return the codes of the tables that end before the day and of those that begin on it."""
    before: set[str] = set()
    after: set[str] = set()
    for file in tables:
        if isinstance(file.table, UnitTable):
            codes = {line.partition(",")[0] for line in _lines(file)[1:]}
            (before if file.table.valid_from < table.day else after).update(codes)
    return before, after


def _orphans(
    file: TableFile, table: SuccessionTable, tables: Sequence[TableFile], followed: set[str]
) -> Iterator[Mistake]:
    """Yield the units without units below that nothing says the end of."""
    for other in tables:
        if isinstance(other.table, UnitTable) and other.table.valid_from < table.day:
            rows = [row_of(line) for line in _lines(other)[1:]]
            above = {row.parent for row in rows}
            for row in rows:
                if row.code not in above and row.code not in followed:
                    yield _mistake(file, 1, "form.lineage-missing", given=row.code, name=row.name)


def _header(file: TableFile, lines: list[str], header: str) -> Iterator[Mistake]:
    if lines[:1] != [header]:
        yield _mistake(file, 1, "form.table-header", header=header)


def _mistake(file: TableFile, line: int, code: str, **facts: object) -> Mistake:
    return Mistake(file.name, line, code, dict(facts))
