"""A file of remarks brought by a person: a JSON list, or a workbook with one table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ctmtqg_desktop.catalogue.records.labels import workbook_words
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.plain_json import load_json
from ctmtqg_desktop.intake.workbook import open_book
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
    """Read a file by its ending.

    Raises:
        IntakeError: ``intake.missing``, ``intake.too-big``, ``intake.kind``, ``intake.json``,
            ``intake.remarks-shape``, ``intake.workbook`` and see ``open_book``.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise IntakeError("intake.missing", file=path.name) from error
    if size > MAX_BYTES:
        raise IntakeError("intake.too-big", file=path.name, limit=MAX_BYTES // 1024 // 1024)
    readers = {".json": _json_rows, ".xlsx": _workbook_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise IntakeError("intake.kind", file=path.name)
    return tuple(_line(row, path, at) for at, row in enumerate(reader(path), 1))


def _json_rows(path: Path) -> Iterable[dict[str, Any]]:
    raw = load_json(path)
    if not isinstance(raw, list) or len(raw) > MAX_ROWS:
        raise IntakeError("intake.remarks-shape", file=path.name, where="[]")
    for at, row in enumerate(raw, 1):
        if not isinstance(row, dict) or not set(row) <= {"cell", "text", "due"}:
            raise IntakeError("intake.remarks-shape", file=path.name, where=str(at))
        yield row


def _workbook_rows(path: Path) -> Iterator[dict[str, Any]]:
    book = open_book(path.read_bytes(), path.name)
    try:
        table = list(book.worksheets[0].iter_rows(max_col=20, max_row=MAX_ROWS, values_only=True))
        book.close()
    except Exception as error:  # the library raises whatever a broken file makes it raise
        raise IntakeError("intake.workbook", file=path.name) from error
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


def _line(row: dict[str, Any], path: Path, at: int) -> RemarkLine:
    cell, text = row.get("cell") or "", row.get("text") or ""
    if not isinstance(cell, str) or not isinstance(text, str):
        raise IntakeError("intake.remarks-shape", file=path.name, where=str(at))
    return RemarkLine(clean(cell).strip(), clean(text).strip(), _day(row.get("due"), path, at))


def _day(given: object, path: Path, at: int) -> date | None:
    if given is None or given == "":
        return None
    if isinstance(given, datetime):
        return given.date()
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
