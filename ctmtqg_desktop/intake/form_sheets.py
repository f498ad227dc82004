"""The sheets of a workbook that holds a form: which record each holds, and its columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_type_hints

from ctmtqg_desktop.catalogue.records.form import (
    CellOverride,
    Choice,
    Column,
    Form,
    Row,
    Rule,
    Section,
)
from ctmtqg_desktop.catalogue.records.forms.membership import Membership
from ctmtqg_desktop.catalogue.records.labels import labels, workbook_words
from ctmtqg_desktop.text import fold

GUIDE, LISTS = "guide", "lists"
"""Sheets that are only read by people."""


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One column of a sheet (or line of the first one): a field of the record.

    Attributes:
        kind: what the cell holds: a plain type, an Enum, ``Choice``, or ``tuple``, ``list`` and
            ``dict`` for one text, texts with commas, or one pair per line of the cell.
    """

    name: str
    heading: str
    kind: type

    @property
    def words(self) -> Mapping[str, str]:
        """Return value -> its Vietnamese name, for an Enum."""
        return labels().get(self.kind.__name__, {}) if issubclass(self.kind, Enum) else {}


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet with one record per line.

    Attributes:
        name: of the sheet, in ``workbook_words``.
        belongs: what the record belongs to; its ids stand before the record's own columns.
        left_out: fields that have a sheet of their own.
    """

    name: str
    record: type
    belongs: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """Return what the sheet is called."""
        return sheet_title(self.name)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the headings before the record's own."""
        return tuple(map(heading_of, self.belongs))

    @property
    def entries(self) -> tuple[SheetEntry, ...]:
        """Return the record's columns in order."""
        return tuple(_entries(self.record, self.left_out))


FORM = SheetTable("form", Form, left_out=frozenset({"kind", "sections", "report_sets", "rules"}))
MEMBERSHIPS = SheetTable("report_sets", Membership)
SECTIONS = SheetTable("sections", Section, left_out=frozenset({"columns", "rows"}))
COLUMNS = SheetTable("columns", Column, belongs=("section",))
ROWS = SheetTable("rows", Row, belongs=("section",), left_out=frozenset({"cells"}))
CELLS = SheetTable("cells", CellOverride, belongs=("section", "row", "column"))
RULES = SheetTable("rules", Rule)
TABLES = (FORM, MEMBERSHIPS, SECTIONS, COLUMNS, ROWS, CELLS, RULES)


def sheet_title(name: str) -> str:
    """Return what a sheet is called."""
    return workbook_words()["sheets"][name]


def heading_of(name: str) -> str:
    """Return the heading of a column that is no field of a record."""
    return workbook_words()["headings"][name]


def yes_or_no(answer: bool) -> str:
    """Return how a cell answers a question."""
    return workbook_words()["answers"]["yes" if answer else "no"]


def _entries(record: type, left_out: frozenset[str]) -> Iterator[SheetEntry]:
    hints = get_type_hints(record)
    words = labels().get(record.__name__, {})
    for field in fields(record):
        if field.name not in left_out:
            heading = words.get(field.name, field.name)
            yield SheetEntry(field.name, heading, _kind(hints[field.name]))


def _kind(hint: Any) -> type:  # noqa: ANN401  whatever a field is annotated with
    """Return what a cell of a field holds; an optional field holds the same."""
    parts = [part for part in get_args(hint) if part is not NoneType]
    origin = getattr(hint, "__origin__", None)
    if origin is None and parts:
        return _kind(parts[0])
    if origin is tuple:
        several = list if getattr(parts[0], "__origin__", None) is tuple else tuple
        return Choice if parts[0] is Choice else several
    if origin is dict:
        return dict
    return hint if hint in {int, bool, date} or issubclass(hint, Enum) else str


def same(one: str, other: str) -> bool:
    """Say whether two headings or sheet names mean the same; accents and case do not matter."""
    return fold(one) == fold(other)
