"""Read a form that was written in the Excel template, and say of every value where it stood.

What comes out are raw values in the shape of our TOML files, for the one reader of the
catalogue; the places make its mistakes point to sheet and cell.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ctmtqg_desktop.catalogue.records.form import Choice
from ctmtqg_desktop.catalogue.records.labels import workbook_words
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, SourceFile, nearest_spelling
from ctmtqg_desktop.catalogue.records.mistakes import Path as Where
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake import form_sheets as sheets
from ctmtqg_desktop.intake.books.book import read_book
from ctmtqg_desktop.intake.entry_file import MAX_BYTES
from ctmtqg_desktop.intake.form_sheets import SheetEntry, SheetTable, same
from ctmtqg_desktop.intake.given import Given, GivenKind
from ctmtqg_desktop.text import canonical_number, clean, fold, format_date, parse_date

Cells = list[tuple[Any, ...]]
Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RawForm:
    """A form as a workbook says it.

    Attributes:
        raw: in the shape of a TOML file.
        source: knows sheet and cell of every path.
        mistakes: of the sheets themselves: a heading, a sheet or an id that names nothing.
    """

    raw: Raw
    source: SourceFile
    mistakes: tuple[Mistake, ...]


@dataclass(slots=True)
class _Gathered:
    """What has been read of a workbook so far."""

    file: str
    raw: Raw = field(default_factory=lambda: {"kind": "form"})
    places: dict[Where, str] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, place: str, code: str, **facts: object) -> None:
        """Note a mistake of the sheets."""
        row = int("".join(filter(str.isdigit, place.rpartition("!")[2])) or 1)
        self.mistakes.append(Mistake(self.file, row, code, {"where": place, **facts}, place))


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a sheet.

    Attributes:
        values: field -> (raw value, place); None is an empty cell.
        keys: what stands in the key columns, with places.
        place: of its first cell.
    """

    values: dict[str, tuple[object, str]]
    keys: tuple[tuple[str, str], ...]
    place: str


def read_form_workbook(path: Path) -> RawForm:
    """Read a workbook.

    Raises:
        IntakeError: ``intake.missing``, ``intake.too-big``, ``intake.workbook``.
    """
    data = file_bytes(path)
    found = _Gathered(path.name)
    book = load_sheets(data, path.name)
    names = [*(table.name for table in sheets.TABLES), sheets.GUIDE, sheets.LISTS]
    known = [sheets.sheet_title(name) for name in names]
    for title in book:
        if not any(same(title, name) for name in known):
            suggestion = nearest_spelling(title, known)
            found.wrong(f"{title}!A1", "form.sheet-unknown", given=title, suggestion=suggestion)
    _gather(book, found)
    digest = hashlib.sha256(data).hexdigest()
    source = SourceFile(path.name, "", digest, found.places)
    return RawForm(found.raw, source, tuple(found.mistakes))


def file_bytes(path: Path) -> bytes:
    """Read a file that a person brought.

    Raises:
        IntakeError: ``intake.missing``, ``intake.too-big``.
    """
    try:
        size, data = path.stat().st_size, b""
        if size <= MAX_BYTES:
            data = path.read_bytes()
    except OSError as error:
        raise IntakeError("intake.missing", file=path.name) from error
    if size > MAX_BYTES:
        raise IntakeError("intake.too-big", file=path.name, limit=MAX_BYTES // 1024 // 1024)
    return data


def load_sheets(data: bytes, name: str) -> dict[str, Cells]:
    """Return every sheet's values by title.

    Raises:
        IntakeError: ``intake.workbook``, and see ``read_book``.
    """
    tables = read_book(data, name).tables
    if not any(table.name for table in tables):  # text: a form has sheets
        raise IntakeError("intake.workbook", file=name)
    return {clean(table.name): [tuple(map(_held, row)) for row in table.rows] for table in tables}


def _held(given: Given) -> object:
    """Return what a cell holds; None where that is nothing, or was never computed."""
    if given.kind is GivenKind.BOOLEAN:
        return bool(given.number)
    if given.number is not None:
        return given.number
    return given.day or given.text or None


def _gather(book: dict[str, Cells], found: _Gathered) -> None:
    """Put the lines of the sheets where they belong in the form."""
    for line in _pairs(book, found):
        _put(line, found.raw, (), found)
    for table, key in ((sheets.MEMBERSHIPS, "report_sets"), (sheets.SECTIONS, "sections"),
                       (sheets.RULES, "rules")):  # fmt: skip
        for line in _lines(book, table, found):
            _append(line, found.raw, key, (), found)
    for table, key in ((sheets.COLUMNS, "columns"), (sheets.ROWS, "rows")):
        for line in _lines(book, table, found):
            at = _named(found.raw, "sections", line.keys[0], found, "form.section-unknown")
            if at is not None:
                section = found.raw["sections"][at]
                _append(line, section, key, ("sections", at), found)
    for line in _lines(book, sheets.CELLS, found):
        _put_cell(line, found)


def _append(line: _Line, owner: Raw, key: str, path: Where, found: _Gathered) -> None:
    items = owner.setdefault(key, [])
    item: Raw = {}
    items.append(item)
    _put(line, item, (*path, key, len(items) - 1), found)


def _put(line: _Line, item: Raw, path: Where, found: _Gathered) -> None:
    found.places.setdefault(path, line.place)
    for name, (value, place) in line.values.items():
        found.places[(*path, name)] = place
        if value is not None:
            item[name] = value


def _put_cell(line: _Line, found: _Gathered) -> None:
    at = _named(found.raw, "sections", line.keys[0], found, "form.section-unknown")
    if at is None:
        return
    section = found.raw["sections"][at]
    row = _named(section, "rows", line.keys[1], found, "form.row-unknown")
    if row is not None:
        column = line.keys[2][0]
        item: Raw = {}
        section["rows"][row].setdefault("cells", {})[column] = item
        _put(line, item, ("sections", at, "rows", row, "cells", column), found)


def _named(
    owner: Raw, key: str, wanted: tuple[str, str], found: _Gathered, code: str
) -> int | None:
    """Return the index of the item with an id; none is a mistake at the place of the id."""
    text, place = wanted
    ids = [str(item.get("id", "")) for item in owner.get(key, [])]
    if text in ids:
        return ids.index(text)
    found.wrong(place, code, given=text, suggestion=nearest_spelling(text, ids))
    return None


def _pairs(book: dict[str, Cells], found: _Gathered) -> Iterator[_Line]:
    """Read the first sheet: one field per line."""
    cells = _sheet(book, sheets.FORM, found)
    by_heading = _by_heading(sheets.FORM)
    found.places[()] = f"{sheets.FORM.title}!A1"
    for number, row in enumerate(cells[1:], 2):
        heading, value = _text(row[0]) if row else "", row[1] if len(row) > 1 else None
        place = f"{sheets.FORM.title}!A{number}"
        entry = by_heading.get(fold(heading))
        if heading and entry is None:
            _unknown_heading(heading, sheets.FORM, place, found)
        elif entry is not None:
            at = f"{sheets.FORM.title}!B{number}"
            yield _Line({entry.name: (_raw(value, entry), at)}, (), place)


def _lines(book: dict[str, Cells], table: SheetTable, found: _Gathered) -> Iterator[_Line]:
    """Read a sheet with one record per line."""
    cells = _sheet(book, table, found)
    if not cells:
        return
    heads = _headings(cells[0], table, found)
    root = table.name if table in _ROOTS else table.title
    found.places.setdefault((root,), f"{table.title}!A1")
    for number, row in enumerate(cells[1:], 2):
        if not any(_text(value) for value in row):
            continue
        values: dict[str, tuple[object, str]] = {}
        keys = dict.fromkeys(table.keys, ("", f"{table.title}!A{number}"))
        for at, value in enumerate(row):
            place, head = f"{table.title}!{_letters(at)}{number}", heads.get(at)
            if isinstance(head, SheetEntry):
                values[head.name] = (_raw(value, head), place)
            elif isinstance(head, str):
                keys[head] = (_text(value), place)
        yield _Line(values, tuple(keys.values()), f"{table.title}!A{number}")


_ROOTS = (sheets.SECTIONS, sheets.RULES, sheets.MEMBERSHIPS)
"""Sheets whose records stand under their name in a TOML file."""


def _sheet(book: dict[str, Cells], table: SheetTable, found: _Gathered) -> Cells:
    cells = next((c for title, c in book.items() if same(title, table.title)), None)
    if cells is None and table in {sheets.FORM, sheets.SECTIONS}:
        found.wrong(f"{table.title}!A1", "form.sheet-missing", given=table.title)
    return cells or []


def _by_heading(table: SheetTable) -> dict[str, SheetEntry]:
    """Return folded heading -> column; the name in TOML files is understood too."""
    named = {fold(entry.name): entry for entry in table.entries}
    return named | {fold(entry.heading): entry for entry in table.entries}


def _headings(
    row: tuple[Any, ...], table: SheetTable, found: _Gathered
) -> dict[int, SheetEntry | str]:
    """Return column number -> what stands in it; key columns come first in the sheet."""
    known = _by_heading(table)
    heads: dict[int, SheetEntry | str] = {}
    for at, value in enumerate(row):
        heading = _text(value)
        key = table.keys[at] if at < len(table.keys) else ""
        if key and same(heading, key):
            heads[at] = key
        elif fold(heading) in known:
            heads[at] = known[fold(heading)]
        elif heading:
            _unknown_heading(heading, table, f"{table.title}!{_letters(at)}1", found)
    for key in table.keys:
        if key not in heads.values():
            found.wrong(f"{table.title}!A1", "form.heading-missing", given=key)
    return heads


def _unknown_heading(heading: str, table: SheetTable, place: str, found: _Gathered) -> None:
    known = [*table.keys, *(entry.heading for entry in table.entries)]
    suggestion = nearest_spelling(heading, known)
    found.wrong(place, "form.heading-unknown", given=heading, suggestion=suggestion)


def _letters(at: int) -> str:
    """Return the name of a column counted from 0; a form has fewer than 702."""
    high, low = divmod(at, 26)
    return (chr(64 + high) if high else "") + chr(65 + low)


def _raw(value: object, entry: SheetEntry) -> object:
    """Return a cell as a TOML file would hold it; what does not fit is left to the reader."""
    if not _text(value):
        return None
    readers: dict[type, Callable[[object], object]] = {
        bool: _truth, int: _whole, date: _day, tuple: _several, list: _listed, dict: _mapping,
        Choice: _choices,
    }  # fmt: skip
    if entry.words:
        text = _text(value)
        return next((k for k, name in entry.words.items() if same(name, text)), text)
    return readers.get(entry.kind, _text)(value)


def _text(value: object) -> str:
    """Return a cell as text; a number as it was typed, without a trailing ".0"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return workbook_words()["answers"]["true" if value else "false"]
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Decimal):
        return canonical_number(value)
    return clean(str(value))


def _truth(value: object) -> object:
    if isinstance(value, bool):
        return value
    said = workbook_words()["truths"].get(_text(value).lower())
    return _text(value) if said is None else said == "true"


def _whole(value: object) -> object:
    text = _text(value)
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 10 else text


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    return parse_date(_text(value)) or _text(value)


def _several(value: object) -> list[str]:
    return [clean(line) for line in _text(value).splitlines() if line.strip()]


def _listed(value: object) -> list[list[str]]:
    return [[clean(name) for name in line.split(",") if name.strip()] for line in _several(value)]


def _mapping(value: object) -> dict[str, str]:
    pairs = (line.partition("=") for line in _several(value))
    return {clean(name): clean(text) for name, _, text in pairs}


def _choices(value: object) -> list[dict[str, str]]:
    pairs = (line.partition(":") for line in _several(value))
    return [{"id": clean(name), "label": clean(text)} for name, _, text in pairs]
