"""The values of submitted revisions: written once, in bulk, and proved on every reading.

Numbers lie one per row, so that SQL can sum them; all else of a roster record lies in one JSON
row. Each value lies in exactly one place.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.change import EntryValue
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.schema import tables
from ctmtqg_desktop.workspace.schema.codec import from_columns, from_token, to_columns, to_token

_AT_ONCE = 400
"""Keys per query: well under what either database takes."""

_NO_ROW, _WITHHELD = "", "withheld"
"""A list that did not come along has one line without a row key, which says how long it is."""

_frozen, _value, _line = tables.frozen_sheet.c, tables.frozen_value.c, tables.frozen_line.c
_reason = tables.frozen_justification.c


@dataclass
class _Bulk:
    """Rows on their way into the tables, gathered so that each table takes them at once."""

    values: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    reasons: list[dict[str, Any]] = field(default_factory=list)


def digest_sheet(form: str, sheet: Content) -> str:
    """Return the sha256 over everything a frozen sheet says, in one order."""
    cells = sorted((*cell, to_token(value)) for cell, value in sheet.entries.items())
    said = [
        form,
        sheet.version,
        [cell for cell in cells if cell[3]],  # an empty one has no token, and no row
        sorted((section, keys) for section, keys in sheet.rows.items() if keys),
        sorted((rule, cell, text) for (rule, cell), text in sheet.reasons.items()),
    ]
    if sheet.withheld:  # older digests know nothing of it
        said.append(sorted(sheet.withheld.items()))
    return _digest(said)


def digest_forms(sheets: Iterable[tuple[str, int, str]]) -> str:
    """Return the sha256 over (form, version, digest) of a submission's sheets."""
    return _digest(sorted(tuple(sheet) for sheet in sheets))


def _digest(said: object) -> str:
    return sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def write_sheets(
    connection: Connection,
    submission_id: int,
    sheets: Mapping[str, Content],
    *,
    digests: Mapping[str, str],
) -> None:
    """Write the sheets of a new submission, a statement per table.

    Args:
        connection: within the transaction that wrote the submission.
        submission_id: of the new one.
        sheets: by form id.
        digests: ``digest_sheet`` of each, by form id.
    """
    if not sheets:
        return
    made = connection.scalars(
        insert(tables.frozen_sheet).returning(_frozen.id, sort_by_parameter_order=True),
        [
            {"submission_id": submission_id, "form": form, "version": sheet.version,
             "values_sha256": digests[form]}
            for form, sheet in sheets.items()
        ],
    )  # fmt: skip
    bulk = _Bulk()
    for sheet_id, sheet in zip(made, sheets.values(), strict=True):
        _gather(bulk, sheet_id, sheet)
    for table, rows in (
        (tables.frozen_value, bulk.values), (tables.frozen_line, bulk.lines),
        (tables.frozen_justification, bulk.reasons),
    ):  # fmt: skip
        if rows:
            connection.execute(insert(table), rows)


def remove_sheets(connection: Connection, submission_id: int) -> None:
    """Take the sheets of a submission away, so that others can be written in their place."""
    of_sheet = select(_frozen.id).where(_frozen.submission_id == submission_id)
    for table in (tables.frozen_value, tables.frozen_line, tables.frozen_justification):
        connection.execute(delete(table).where(table.c.sheet_id.in_(of_sheet)))
    connection.execute(delete(tables.frozen_sheet).where(_frozen.submission_id == submission_id))


def _gather(bulk: _Bulk, sheet_id: int, sheet: Content) -> None:
    bodies: dict[tuple[str, str], dict[str, str]] = {
        (section, key): {} for section, keys in sheet.rows.items() for key in keys
    }
    for cell, value in sheet.entries.items():
        if value is EMPTY:
            continue
        body = bodies.get((cell.section, cell.row))
        if body is not None and not isinstance(value, Decimal):
            body[cell.column] = to_token(value)
            continue
        parts = to_columns(value)
        if parts is not None:
            bulk.values.append({
                "sheet_id": sheet_id, "section": cell.section, "row": cell.row,
                "column": cell.column, **parts._asdict(),
            })  # fmt: skip
    for section, keys in sheet.rows.items():
        bulk.lines.extend(
            {"sheet_id": sheet_id, "section": section, "position": position, "row": key,
             "body": json.dumps(bodies[section, key], ensure_ascii=False, sort_keys=True)}
            for position, key in enumerate(keys)
        )  # fmt: skip
    bulk.lines.extend(
        {"sheet_id": sheet_id, "section": name, "position": 0, "row": _NO_ROW,
         "body": json.dumps({_WITHHELD: rows})}
        for name, rows in sheet.withheld.items()
    )  # fmt: skip
    bulk.reasons.extend(
        {"sheet_id": sheet_id, "rule": rule, "cell": cell, "text": text}
        for (rule, cell), text in sheet.reasons.items()
    )


@dataclass
class _Reading:
    """A frozen sheet being put together again."""

    submission_id: int
    form: str
    version: int
    values_sha256: str
    entries: dict[Cell, EntryValue] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)
    reasons: dict[tuple[str, str], str] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=dict)

    def finish(self) -> Content:
        """Return the sheet, or refuse one that is not what was frozen."""
        rows = {section: tuple(keys) for section, keys in self.rows.items()}
        sheet = Content(
            self.entries, rows, self.reasons, withheld=self.withheld, version=self.version
        )  # fmt: skip
        if digest_sheet(self.form, sheet) != self.values_sha256:
            raise _damaged(self.submission_id, self.form)
        return sheet


def read_sheets(
    connection: Connection, submission_ids: Sequence[int], form: str | None = None
) -> dict[int, dict[str, Content]]:
    """Return the sheets of many submissions in few queries, every one proved.

    Args:
        connection: within a transaction.
        submission_ids: those asked for; one without the form has no such key in its sheets.
        form: only this one; None is all.

    Raises:
        WorkspaceError: ``workspace.submission-damaged``.
    """
    found: dict[int, dict[str, Content]] = {number: {} for number in submission_ids}
    for ids in _parts(submission_ids):
        for reading in _read_some(connection, ids, form):
            found[reading.submission_id][reading.form] = _finish(reading)
    return found


def _finish(reading: _Reading) -> Content:
    try:
        return reading.finish()
    except (ValueError, ArithmeticError) as error:  # a date or token that cannot be read
        raise _damaged(reading.submission_id, reading.form) from error


def _read_some(
    connection: Connection, submission_ids: Sequence[int], form: str | None
) -> Iterable[_Reading]:
    asked = select(
        _frozen.id, _frozen.submission_id, _frozen.form, _frozen.version, _frozen.values_sha256
    ).where(_frozen.submission_id.in_(submission_ids))
    sheets = connection.execute(asked.order_by(_frozen.id)).all()
    _check_forms(connection, submission_ids, sheets)
    readings = {row.id: _Reading(*row[1:]) for row in sheets if form in {None, row.form}}
    for ids in _parts(tuple(readings)):
        _fill(connection, ids, readings)
    return readings.values()


def _check_forms(
    connection: Connection, submission_ids: Sequence[int], sheets: Sequence[Any]
) -> None:
    """Refuse a submission that lost a sheet, or won one."""
    submission = tables.submission.c
    listed: dict[int, list[tuple[str, int, str]]] = {number: [] for number in submission_ids}
    for row in sheets:
        listed[row.submission_id].append((row.form, row.version, row.values_sha256))
    asked = select(submission.id, submission.values_sha256).where(
        submission.id.in_(submission_ids)
    )
    for number, digest in connection.execute(asked):
        if digest_forms(listed[number]) != digest:
            raise _damaged(number, "")


def _fill(connection: Connection, ids: Sequence[int], readings: dict[int, _Reading]) -> None:
    values = select(
        _value.sheet_id, _value.section, _value.row, _value.column,
        _value.kind, _value.num, _value.text, _value.code,
    ).where(_value.sheet_id.in_(ids))  # fmt: skip
    for sheet_id, section, row, column, *parts in connection.execute(values):
        readings[sheet_id].entries[Cell(section, row, column)] = _decoded(
            readings[sheet_id], parts
        )
    lines = select(_line.sheet_id, _line.section, _line.row, _line.body)
    in_order = lines.where(_line.sheet_id.in_(ids)).order_by(
        _line.sheet_id, _line.section, _line.position
    )
    for sheet_id, section, row, body in connection.execute(in_order):
        _fill_line(readings[sheet_id], section, row, body=body)
    reasons = select(_reason.sheet_id, _reason.rule, _reason.cell, _reason.text)
    for sheet_id, rule, cell, text in connection.execute(reasons.where(_reason.sheet_id.in_(ids))):
        readings[sheet_id].reasons[rule, cell] = text


def _decoded(reading: _Reading, parts: Sequence[Any]) -> EntryValue:
    try:
        return from_columns(*parts)
    except ValueError as error:
        raise _damaged(reading.submission_id, reading.form) from error


def _fill_line(reading: _Reading, section: str, row: str, *, body: str) -> None:
    if row == _NO_ROW:
        _fill_withheld(reading, section, body)
        return
    reading.rows.setdefault(section, []).append(row)
    try:
        for column, token in json.loads(body).items():
            reading.entries[Cell(section, row, column)] = from_token(token)
    except (ValueError, ArithmeticError, AttributeError) as error:
        raise _damaged(reading.submission_id, reading.form) from error


def _fill_withheld(reading: _Reading, name: str, body: str) -> None:
    try:
        reading.withheld[name] = int(json.loads(body)[_WITHHELD])
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged(reading.submission_id, reading.form) from error


def _damaged(submission_id: int, form: str) -> WorkspaceError:
    return WorkspaceError("workspace.submission-damaged", submission=submission_id, form=form)


def _parts(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    return (numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE))
