"""A file of remarks brought by a person: a JSON list, or a book with one table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ctmtqg_desktop.catalogue.records.labels import workbook_words
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.book import read_book
from ctmtqg_desktop.intake.desk.decoding import decoded_book
from ctmtqg_desktop.intake.given import Given, GivenKind
from ctmtqg_desktop.intake.plain_json import load_json
from ctmtqg_desktop.text import clean, parse_date

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 2000


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """One remark as the file has it.

    Attributes:
        cell: ``form/section.row.column`` or wider; empty for the whole report.
        due: last day; None when the file sets none.
    """

    cell: str
    text: str
    due: date | None


def read_remark_file(path: Path) -> tuple[RemarkLine, ...]:
    """Read a JSON file by its ending, any other by what it is.

    Raises:
        IntakeError: ``intake.missing``, ``intake.too-big``, ``intake.json``,
            ``intake.remarks-shape``, ``intake.sheet-too-long`` and see ``read_book``.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise IntakeError("intake.missing", file=path.name) from error
    if size > MAX_BYTES:
        raise IntakeError("intake.too-big", file=path.name, limit=MAX_BYTES // 1024 // 1024)
    reader = _json_rows if path.suffix.lower() == ".json" else _book_rows
    return tuple(_line(row, path, at) for at, row in enumerate(reader(path), 1))


def _json_rows(path: Path) -> Iterable[dict[str, Any]]:
    raw = load_json(path)
    if not isinstance(raw, list) or len(raw) > MAX_ROWS:
        raise IntakeError("intake.remarks-shape", file=path.name, where="[]")
    for at, row in enumerate(raw, 1):
        if not isinstance(row, dict) or not set(row) <= {"cell", "text", "due"}:
            raise IntakeError("intake.remarks-shape", file=path.name, where=str(at))
        yield row


def _book_rows(path: Path) -> Iterator[dict[str, Any]]:
    tables = decoded_book(read_book(path.read_bytes(), path.name)).tables
    table = [[_held(given) for given in row] for row in tables[0].rows] if tables else []
    if len(table) > MAX_ROWS:
        facts = {"file": path.name, "sheet": tables[0].name, "found": len(table)}
        raise IntakeError("intake.sheet-too-long", **facts, limit=MAX_ROWS)
    words = workbook_words()["remarks"]
    named = {**{word: name for name, word in words.items()}, **{name: name for name in words}}
    top = table[0] if table else ()
    heading = [named.get(clean(str(name or "")).strip().lower(), "") for name in top]
    if "text" not in heading:
        where = " | ".join(word.capitalize() for word in words.values())
        raise IntakeError("intake.remarks-shape", file=path.name, where=where)
    for row in table[1:]:
        if any(value is not None for value in row):
            yield {name: value for name, value in zip(heading, row, strict=False) if name}


def _held(given: Given) -> object:
    """Return what a cell holds, where that is a text or a day; else the cell."""
    if given.kind is GivenKind.TEXT:
        return given.text
    return None if given.is_blank else given.day or given


def _line(row: dict[str, Any], path: Path, at: int) -> RemarkLine:
    cell, text = row.get("cell") or "", row.get("text") or ""
    if not isinstance(cell, str) or not isinstance(text, str):
        raise IntakeError("intake.remarks-shape", file=path.name, where=str(at))
    return RemarkLine(clean(cell).strip(), clean(text).strip(), _day(row.get("due"), path, at))


def _day(given: object, path: Path, at: int) -> date | None:
    if given is None or given == "":
        return None
    if isinstance(given, date):
        return given
    found = None
    if isinstance(given, str):
        try:
            found = date.fromisoformat(given.strip())
        except ValueError:
            found = parse_date(given.strip())
    if found is None:
        raise IntakeError("intake.remarks-shape", file=path.name, where=f"{at}: due")
    return found
