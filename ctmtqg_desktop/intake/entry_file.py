"""A file of cells brought by a person: JSON, or any book of tables."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.book import read_book
from ctmtqg_desktop.intake.desk.decoding import decoded_book
from ctmtqg_desktop.intake.desk.plain import LARGEST_EXPONENT
from ctmtqg_desktop.intake.desk.readings import AS_TYPED, Answers
from ctmtqg_desktop.intake.given import (
    BLANK,
    Given,
    GivenBook,
    GivenKind,
    given_number,
    given_text,
)
from ctmtqg_desktop.intake.plain_json import load_json
from ctmtqg_desktop.text import clean

MAX_BYTES = 20 * 1024 * 1024
_NOTHING = GivenBook(())


@dataclass(frozen=True, slots=True)
class EntryFile:
    """What a file holds for a form, as it came.

    Attributes:
        cells: (``section.row.column``, what it holds) in the order of the file.
        rows: roster section -> rows, each column -> what it holds.
        reasons: (rule id, cell) -> why a finding stands.
        book: tables, of which the form says what they are; none in a JSON file.
        is_typed: written by hand or by another program as an officer types: a figure of two
            meanings is taken as typing takes it, and told.
        answers: how all of it is to be read; what is not answered is proved or asked.
        name: of the file.
    """

    cells: tuple[tuple[str, Given], ...] = ()
    rows: Mapping[str, tuple[Mapping[str, Given], ...]] = field(default_factory=dict)
    reasons: Mapping[tuple[str, str], str] = field(default_factory=dict)
    book: GivenBook = _NOTHING
    is_typed: bool = False
    answers: Answers = field(default_factory=dict)
    name: str = ""


def typed_file(
    cells: Iterable[tuple[str, object]],
    rows: Mapping[str, Iterable[Mapping[str, object]]] = MappingProxyType({}),
    reasons: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> EntryFile:
    """Return texts and values as an officer types them: of one meaning.

    Raises:
        ValueError: a value no file can hold.
    """
    return EntryFile(
        tuple((clean(name), _certain(value)) for name, value in cells),
        {
            section: tuple({c: _certain(v) for c, v in row.items()} for row in of)
            for section, of in rows.items()
        },
        reasons,
        is_typed=True,
        answers=AS_TYPED,
    )


def _certain(value: object) -> Given:
    held = as_given(value)
    if held is None:
        raise ValueError(value)
    return held


def read_entry_file(path: Path) -> EntryFile:
    """Read a JSON file of cells, or a book by its bytes.

    Raises:
        IntakeError: ``intake.missing``, ``intake.too-big``, ``intake.json``, ``intake.shape``
            and see ``read_book``.
    """
    data = read_bytes(path, MAX_BYTES)
    if path.suffix.lower() == ".json":
        return _read_json(path)
    return EntryFile(book=decoded_book(read_book(data, path.name)), name=path.name)


def read_bytes(path: Path, limit: int) -> bytes:
    """Return what a file holds.

    Raises:
        IntakeError: ``intake.missing``, ``intake.too-big``.
    """
    try:
        if path.stat().st_size > limit:
            raise IntakeError("intake.too-big", file=path.name, limit=limit // 1024 // 1024)
        return path.read_bytes()
    except OSError as error:
        raise IntakeError("intake.missing", file=path.name) from error


def _read_json(path: Path) -> EntryFile:
    raw = load_json(path)
    if not isinstance(raw, dict) or not set(raw) <= {"cells", "rows", "reasons"}:
        raise IntakeError("intake.shape", file=path.name, where="cells, rows, reasons")
    reasons = _object(raw.get("reasons", {}), path, "reasons")
    rows = _object(raw.get("rows", {}), path, "rows")
    return EntryFile(
        tuple(_pairs(raw.get("cells", {}), path, "cells")),
        {clean(name): tuple(_json_rows(of, path, f"rows.{name}")) for name, of in rows.items()},
        {_reason(key): _reason_text(text, path, key) for key, text in reasons.items()},
        is_typed=True,
        name=path.name,
    )


def _json_rows(raw: object, path: Path, where: str) -> Iterator[dict[str, Given]]:
    if not isinstance(raw, list):
        raise IntakeError("intake.shape", file=path.name, where=where)
    for row in raw:
        yield dict(_pairs(row, path, where))


def _object(raw: object, path: Path, where: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise IntakeError("intake.shape", file=path.name, where=where)
    return raw


def _pairs(raw: object, path: Path, where: str) -> Iterator[tuple[str, Given]]:
    for name, value in _object(raw, path, where).items():
        held = as_given(value)
        if held is None:
            raise IntakeError("intake.shape", file=path.name, where=f"{where}.{name}")
        yield clean(name), held


def _reason(key: str) -> tuple[str, str]:
    rule, _, cell = clean(key).partition("@")
    return rule, cell


def _reason_text(text: object, path: Path, key: str) -> str:
    if not isinstance(text, str):
        raise IntakeError("intake.shape", file=path.name, where=f"reasons.{key}")
    return clean(text)


def as_given(value: object) -> Given | None:
    """Return a value of a JSON or TOML file as a given cell; None when it is no value."""
    if value is None:
        return BLANK
    if isinstance(value, bool):
        return Given(GivenKind.BOOLEAN, number=Decimal(value))
    if isinstance(value, str):
        return given_text(value)
    if isinstance(value, int | float | Decimal):
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        is_figure = number.is_finite() and abs(number.adjusted()) <= LARGEST_EXPONENT
        return given_number(number) if is_figure else None
    return None
