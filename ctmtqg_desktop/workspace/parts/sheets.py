"""Drafts: sheets as they are now, and every change that made them so."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import (
    Connection,
    Insert,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.change import CellChange, Change, EntryValue, RowChange, SheetKey
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.row_order import RowOrder
from ctmtqg_desktop.workspace.file.database import Row, WorkspacePart, execute_many, made_id
from ctmtqg_desktop.workspace.records import HistoryItem
from ctmtqg_desktop.workspace.schema import tables
from ctmtqg_desktop.workspace.schema.codec import (
    from_columns,
    from_token,
    scaled,
    to_columns,
    to_token,
)

_LAST_NUMBER = re.compile(r"\d{1,15}$")

_sheet, _entry, _row = tables.sheet.c, tables.entry.c, tables.sheet_row.c
_change, _cell = tables.change.c, tables.change_cell.c
_FIND_SHEET = select(_sheet.id, _sheet.next_row).where(
    _sheet.form == bindparam("form"), _sheet.version == bindparam("version"),
    _sheet.unit == bindparam("unit"), _sheet.period == bindparam("period"),
)  # fmt: skip
_DROP_ENTRY = delete(tables.entry).where(
    _entry.sheet_id == bindparam("of_sheet"), _entry.section == bindparam("of_section"),
    _entry.row == bindparam("of_row"), _entry.column == bindparam("of_column"),
)  # fmt: skip
_THIS_ROW = and_(
    _row.sheet_id == bindparam("of_sheet"), _row.section == bindparam("of_section"),
    _row.row == bindparam("of_row"),
)  # fmt: skip
_DROP_ROW = delete(tables.sheet_row).where(_THIS_ROW)
_MOVE_ROW = update(tables.sheet_row).where(_THIS_ROW).values(position=bindparam("at"))
_PUT_ROW = insert(tables.sheet_row)
_OF_ROW = ("of_sheet", "of_section", "of_row")
_ENTRY = ("sheet_id", "section", "row", "column", "kind", "num", "text", "code")
_CHANGE_CELL = ("change_id", "ordinal", "section", "row", "column", "before", "after")
_CHANGE_ROW = ("change_id", "ordinal", "section", "row", "position", "added")
_ByRow = dict[tuple[str, str], set[Cell]]
"""Section and key of a row -> cells."""
_AT_ONCE = 500
"""Rows named in one statement."""
_ADD_CHANGE = insert(tables.change)
_ADD_CHANGE_CELL = insert(tables.change_cell)
_ADD_CHANGE_ROW = insert(tables.change_row)


class SheetStore(WorkspacePart):
    """Load and change sheets, one durable transaction per change."""

    def load(self, key: SheetKey) -> Content:
        """Return a sheet as it was last saved; an untouched one is empty."""
        with self._db.read() as connection:
            found = connection.execute(_FIND_SHEET, _named(key)).one_or_none()
            if found is None:
                return Content(version=key.version)
            return Content(
                entries=_entries(connection, found.id),
                rows=_rows(connection, found.id),
                next_row=found.next_row,
                reasons=_justifications(connection, found.id),
                version=key.version,
            )

    def versions(self, form: str, unit: str, period: str) -> tuple[int, ...]:
        """Return the versions of a form in which a unit has begun a sheet for a period."""
        asked = select(_sheet.version).where(
            _sheet.form == form, _sheet.unit == unit, _sheet.period == period
        )
        with self._db.read() as connection:
            return tuple(connection.scalars(asked.order_by(_sheet.version)))

    def periods(self, form: str, unit: str) -> tuple[str, ...]:
        """Return the periods for which a unit has begun a sheet of a form."""
        asked = select(_sheet.period).where(_sheet.form == form, _sheet.unit == unit).distinct()
        with self._db.read() as connection:
            return tuple(connection.scalars(asked.order_by(_sheet.period)))

    def begun(self, unit: str, period: str) -> frozenset[str]:
        """Return the forms into which a unit has typed something for a period."""
        asked = (
            select(_sheet.form)
            .join_from(tables.sheet, tables.entry, _entry.sheet_id == _sheet.id)
            .where(_sheet.unit == unit, _sheet.period == period)
            .distinct()
        )
        with self._db.read() as connection:
            return frozenset(connection.scalars(asked))

    def save(self, key: SheetKey, change: Change, at: datetime) -> None:
        """Save one step of a person; when this returns, a power cut does not lose it.

        A removed row takes the cells it still has with it, and they are in the history.

        Raises:
            WorkspaceError: disk full, or a number that cannot be kept exactly; nothing of the
                step is then saved.
        """
        if not change:
            return
        with self._db.write() as connection:
            sheet_id = _sheet_id(connection, key)
            cells = {item.cell: item for item in change.cells}
            gone: _ByRow = {(r.section, r.key): set() for r in change.rows if not r.added}
            put = self._db.upsert(tables.entry, "kind", "num", "text", "code")
            _put(connection, sheet_id, _without(cells.values(), gone), put)
            left = tuple(_move_rows(connection, sheet_id, change.rows, gone))
            _record(connection, sheet_id, Change(change.cells + left, change.rows), at)

    def history(self, key: SheetKey, cell: Cell) -> tuple[HistoryItem, ...]:
        """Return every change of one cell, oldest first."""
        asked = (
            select(_change.at, _cell.before, _cell.after)
            .join_from(tables.change, tables.change_cell)
            .join(tables.sheet, _sheet.id == _change.sheet_id)
            .where(_sheet.form == key.form, _sheet.version == key.version,
                   _sheet.unit == key.unit, _sheet.period == key.period,
                   _cell.section == cell.section, _cell.row == cell.row,
                   _cell.column == cell.column)
            .order_by(_cell.change_id, _cell.ordinal)
        )  # fmt: skip
        with self._db.read() as connection:
            return tuple(
                HistoryItem(at, from_token(before), from_token(after))
                for at, before, after in connection.execute(asked)
            )

    def every(self) -> tuple[SheetKey, ...]:
        """Return every sheet that was begun."""
        asked = select(_sheet.form, _sheet.version, _sheet.unit, _sheet.period)
        with self._db.read() as connection:
            return tuple(SheetKey(*row) for row in connection.execute(asked.order_by(_sheet.id)))

    def changes(self, key: SheetKey) -> tuple[Change, ...]:
        """Return every change of a sheet, oldest first."""
        at_sheet = (_sheet.form == key.form, _sheet.version == key.version,
                    _sheet.unit == key.unit, _sheet.period == key.period)  # fmt: skip
        its = tables.change_row.c
        ids = select(_change.id).join(tables.sheet, _sheet.id == _change.sheet_id).where(*at_sheet)
        cells = select(tables.change_cell).where(_cell.change_id.in_(ids))
        rows = select(tables.change_row).where(its.change_id.in_(ids))
        made: dict[int, tuple[list[CellChange], list[RowChange]]] = {}
        with self._db.read() as connection:
            for number in connection.scalars(ids.order_by(_change.id)):
                made[number] = ([], [])
            for one in connection.execute(cells.order_by(_cell.change_id, _cell.ordinal)):
                cell = Cell(one.section, one.row, one.column)
                change = CellChange(cell, from_token(one.before), from_token(one.after))
                made[one.change_id][0].append(change)
            for one in connection.execute(rows.order_by(its.change_id, its.ordinal)):
                change_row = RowChange(one.section, one.row, one.position, one.added == 1)
                made[one.change_id][1].append(change_row)
        return tuple(Change(tuple(cells), tuple(rows)) for cells, rows in made.values())

    def justifications(self, key: SheetKey) -> dict[tuple[str, str], str]:
        """Return the written reasons of a sheet, by rule id and cell text."""
        with self._db.read() as connection:
            found = connection.execute(_FIND_SHEET, _named(key)).one_or_none()
            return {} if found is None else _justifications(connection, found.id)

    def justify(self, key: SheetKey, rule_id: str, cell: str, text: str, at: datetime) -> None:
        """Save a written reason; an empty text takes it away.

        Args:
            key: the sheet.
            rule_id: the rule it answers.
            cell: ``section.row.column``, or empty for the whole form.
            text: the reason.
            at: now.
        """
        table = tables.justification
        with self._db.write() as connection:
            sheet_id = _sheet_id(connection, key)
            named = {"sheet_id": sheet_id, "rule": rule_id, "cell": cell}
            if text:
                statement = self._db.upsert(table, "text", "at")
                connection.execute(statement, named | {"text": text, "at": at})
            else:
                same = (table.c[name] == value for name, value in named.items())
                connection.execute(delete(table).where(*same))


def _named(key: SheetKey) -> dict[str, object]:
    return {"form": key.form, "version": key.version, "unit": key.unit, "period": key.period}


def _sheet_id(connection: Connection, key: SheetKey) -> int:
    found = connection.execute(_FIND_SHEET, _named(key)).one_or_none()
    if found is not None:
        return int(found.id)
    made = connection.execute(insert(tables.sheet), _named(key) | {"next_row": 1})
    return made_id(made)


def _entries(connection: Connection, sheet_id: int) -> dict[Cell, EntryValue]:
    asked = select(
        _entry.section, _entry.row, _entry.column,
        _entry.kind, _entry.num, _entry.text, _entry.code,
    ).where(_entry.sheet_id == sheet_id)  # fmt: skip
    return {
        Cell(section, row, column): from_columns(kind, num, text, code)
        for section, row, column, kind, num, text, code in connection.execute(asked)
    }


def _rows(connection: Connection, sheet_id: int) -> dict[str, tuple[str, ...]]:
    asked = select(_row.section, _row.row).where(_row.sheet_id == sheet_id)
    by_section: dict[str, list[str]] = {}
    for section, row in connection.execute(asked.order_by(_row.section, _row.position)):
        by_section.setdefault(section, []).append(row)
    return {section: tuple(keys) for section, keys in by_section.items()}


def _justifications(connection: Connection, sheet_id: int) -> dict[tuple[str, str], str]:
    table = tables.justification.c
    asked = select(table.rule, table.cell, table.text).where(table.sheet_id == sheet_id)
    return {(rule, cell): text for rule, cell, text in connection.execute(asked)}


def _without(cells: Iterable[CellChange], gone: _ByRow) -> Iterator[CellChange]:
    """Yield the cells but those that are emptied because their row goes; note these by row."""
    for item in cells:
        row = gone.get(item.cell[:2]) if item.after is EMPTY else None
        if row is None:
            yield item
        elif item.before is not EMPTY:
            row.add(item.cell)


def _put(connection: Connection, sheet_id: int, cells: Iterable[CellChange], put: Insert) -> None:
    gone: list[Row] = []
    kept: list[Row] = []
    for item in cells:
        parts = to_columns(item.after)
        if parts is None:
            gone.append((sheet_id, *item.cell))
        else:
            kind, num, text, code = parts
            number = None if num is None else scaled(num)
            kept.append((sheet_id, *item.cell, kind, number, text, code))
    execute_many(connection, _DROP_ENTRY, (*_OF_ROW, "of_column"), gone)
    execute_many(connection, put, _ENTRY, kept)


def _move_rows(
    connection: Connection, sheet_id: int, rows: Sequence[RowChange], emptied: _ByRow
) -> Iterator[CellChange]:
    """Add rows where they belong, take others away, and say which more cells went with these."""
    _reserve_numbers(connection, sheet_id, [row.key for row in rows if row.added])
    for section in dict.fromkeys(row.section for row in rows):
        of_section = [row for row in rows if row.section == section]
        gone = _place_rows(connection, (sheet_id, section), of_section)
        for at in range(0, len(gone), _AT_ONCE):
            keys = gone[at : at + _AT_ONCE]
            yield from _remove_cells(connection, (sheet_id, section), keys, emptied)


def _place_rows(
    connection: Connection, place: tuple[int, str], rows: Iterable[RowChange]
) -> list[str]:
    """Write where the rows of a roster stand after a change; return which are gone."""
    sheet_id, section = place
    asked = select(_row.row).where(_row.sheet_id == sheet_id, _row.section == section)
    before = list(connection.scalars(asked.order_by(_row.position)))
    after = RowOrder(before)
    for row in sorted(rows, key=lambda row: not row.added):  # as a sheet makes a change
        if row.added:
            after.insert(row.index, row.key)
        else:
            after.remove(row.index, row.key)
    known = {key: at for at, key in enumerate(before)}
    new: list[Row] = []
    moved: list[Row] = []
    for at, key in enumerate(after.all()):
        if known.get(key) != at:
            (moved if key in known else new).append((sheet_id, section, key, at))
    gone = [key for key in before if key not in after]
    execute_many(connection, _DROP_ROW, _OF_ROW, [(sheet_id, section, key) for key in gone])
    execute_many(connection, _MOVE_ROW, (*_OF_ROW, "at"), moved)
    execute_many(connection, _PUT_ROW, ("sheet_id", "section", "row", "position"), new)
    return gone


def _reserve_numbers(connection: Connection, sheet_id: int, keys: Iterable[str]) -> None:
    """Keep the numbers of keys from being given again."""
    numbers = [int(found[0]) for key in keys if (found := _LAST_NUMBER.search(key))]
    if numbers:
        after = max(numbers) + 1
        later = and_(_sheet.id == sheet_id, _sheet.next_row < after)
        connection.execute(update(tables.sheet).where(later).values(next_row=after))


def _remove_cells(
    connection: Connection, place: tuple[int, str], keys: Sequence[str], emptied: _ByRow
) -> Iterator[CellChange]:
    sheet_id, section = place
    here = and_(_entry.sheet_id == sheet_id, _entry.section == section, _entry.row.in_(keys))
    known = set().union(*(emptied[section, key] for key in keys))
    if connection.scalar(select(func.count()).select_from(tables.entry).where(here)) != len(known):
        asked = select(
            _entry.row, _entry.column, _entry.kind, _entry.num, _entry.text, _entry.code
        )
        for row, column, *parts in connection.execute(asked.where(here)).all():
            cell = Cell(section, row, column)
            if cell not in known:
                yield CellChange(cell, from_columns(*parts), EMPTY)
    connection.execute(delete(tables.entry).where(here))


def _record(connection: Connection, sheet_id: int, change: Change, at: datetime) -> None:
    made = connection.execute(_ADD_CHANGE, {"sheet_id": sheet_id, "at": at})
    change_id = made_id(made)
    execute_many(connection, _ADD_CHANGE_CELL, _CHANGE_CELL, [
        (change_id, ordinal, *item.cell, to_token(item.before), to_token(item.after))
        for ordinal, item in enumerate(change.cells)
    ])  # fmt: skip
    execute_many(connection, _ADD_CHANGE_ROW, _CHANGE_ROW, [
        (change_id, ordinal, row.section, row.key, row.index, int(row.added))
        for ordinal, row in enumerate(change.rows)
    ])  # fmt: skip
