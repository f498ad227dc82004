"""A file of cells brought by a person: JSON, or a workbook with one table per sheet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from ctmtqg_desktop.catalogue.records.labels import workbook_words
from ctmtqg_desktop.entries.typed import MET, NOT_MET
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.plain_json import load_json
from ctmtqg_desktop.intake.workbook import open_book
from ctmtqg_desktop.text import format_date, format_number, nfc

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
LARGEST_EXPONENT = 30
"""A figure with more digits is nobody's figure; written out, it could fill the memory."""


class Figure(str):
    """A number of the file in an officer's writing: nobody need ask what its comma means."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class EntryFile:
    """What a file wants typed, as texts; what was a number in it is a ``Figure``.

    Attributes:
        cells: (``section.row.column``, text) in the order of the file.
        rows: roster section -> rows, each column -> text; they are added at the end.
        reasons: (rule id, cell) -> why a finding stands.
    """

    cells: tuple[tuple[str, str], ...] = ()
    rows: dict[str, tuple[dict[str, str], ...]] = field(default_factory=dict)
    reasons: dict[tuple[str, str], str] = field(default_factory=dict)


def read_entry_file(path: Path) -> EntryFile:
    """Read a file by its ending.

    Raises:
        IntakeError: ``intake.missing``, ``intake.too-big``, ``intake.kind``, ``intake.json``,
            ``intake.shape``, ``intake.workbook``, ``intake.too-many-rows``; see ``open_book``.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise IntakeError("intake.missing", file=path.name) from error
    if size > MAX_BYTES:
        raise IntakeError("intake.too-big", file=path.name, limit=MAX_BYTES // 1024 // 1024)
    readers = {".json": _read_json, ".xlsx": _read_workbook}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise IntakeError("intake.kind", file=path.name)
    return reader(path)


def _read_json(path: Path) -> EntryFile:
    raw = load_json(path)
    if not isinstance(raw, dict) or not set(raw) <= {"cells", "rows", "reasons"}:
        raise IntakeError("intake.shape", file=path.name, where="cells, rows, reasons")
    return EntryFile(
        tuple(_pairs(raw.get("cells", {}), path, "cells")),
        {
            nfc(section): tuple(_json_rows(rows, path, f"rows.{section}"))
            for section, rows in _object(raw.get("rows", {}), path, "rows").items()
        },
        {_reason(key): text for key, text in _pairs(raw.get("reasons", {}), path, "reasons")},
    )


def _json_rows(raw: object, path: Path, where: str) -> Iterator[dict[str, str]]:
    if not isinstance(raw, list):
        raise IntakeError("intake.shape", file=path.name, where=where)
    for row in raw:
        yield dict(_pairs(row, path, where))


def _object(raw: object, path: Path, where: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise IntakeError("intake.shape", file=path.name, where=where)
    return raw


def _pairs(raw: object, path: Path, where: str) -> Iterator[tuple[str, str]]:
    for name, value in _object(raw, path, where).items():
        text = as_typed(value)
        if text is None:
            raise IntakeError("intake.shape", file=path.name, where=f"{where}.{name}")
        yield nfc(name), text


def _reason(key: str) -> tuple[str, str]:
    rule, _, cell = key.partition("@")
    return rule, cell


def as_typed(value: object) -> str | None:
    """Return a value of a file as the text an officer would type; None when it is no value.

    A float of a workbook is taken at its shortest decimal writing, which is what was typed.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return MET if value else NOT_MET
    if isinstance(value, datetime | date):
        return format_date(value)
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, int | Decimal):
        number = Decimal(value)
        if not number.is_finite() or abs(number.adjusted()) > LARGEST_EXPONENT:
            return None
        return Figure(format_number(number))
    return nfc(value) if isinstance(value, str) else None


def _read_workbook(path: Path) -> EntryFile:
    """Read every sheet: "Ô | Giá trị" sets cells; any other is a roster named by its sheet."""
    book = open_book(path.read_bytes(), path.name)
    try:
        tables = [(sheet.title, _table(sheet)) for sheet in book]
        book.close()
    except Exception as error:  # the library raises whatever a broken file makes it raise
        raise IntakeError("intake.workbook", file=path.name) from error
    for title, table in tables:
        if len(table) > MAX_ROWS:
            facts = {"file": path.name, "sheet": title, "limit": MAX_ROWS}
            raise IntakeError("intake.too-many-rows", **facts)
    return _entries(tables, path)


_Table = list[tuple[int, tuple[Any, ...]]]


def _table(sheet: Any) -> _Table:  # noqa: ANN401  openpyxl's read-only sheet
    """Return the numbered rows that hold something, at most one more than the limit."""
    rows = enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1)
    filled = ((at, row) for at, row in rows if any(value is not None for value in row))
    return list(islice(filled, MAX_ROWS + 1))


def _entries(tables: list[tuple[str, _Table]], path: Path) -> EntryFile:
    cells: list[tuple[str, str]] = []
    rows: dict[str, tuple[dict[str, str], ...]] = {}
    words = workbook_words()["headings"]
    for title, table in tables:
        if not table:
            continue
        heading = [as_typed(value) or "" for value in table[0][1]]
        if heading[:2] == [words["cell"], words["value"]]:
            cells.extend(_cell_rows(table[1:], path, title))
        else:
            rows[nfc(title)] = tuple(_roster_rows(heading, table[1:], path, title))
    return EntryFile(tuple(cells), rows)


def _cell_rows(table: _Table, path: Path, title: str) -> Iterator[tuple[str, str]]:
    for number, row in table:
        name, text = as_typed(row[0]), as_typed(row[1] if len(row) > 1 else None)
        if name is None or text is None:
            raise IntakeError("intake.shape", file=path.name, where=f"{title}!{number}")
        if name:
            yield name, text


def _roster_rows(
    heading: list[str], table: _Table, path: Path, title: str
) -> Iterator[dict[str, str]]:
    for number, row in table:
        found = {}
        for name, value in zip(heading, row, strict=False):
            text = as_typed(value)
            if text is None:
                raise IntakeError("intake.shape", file=path.name, where=f"{title}!{number}")
            if name and text:
                found[name] = text
        if found:
            yield found
