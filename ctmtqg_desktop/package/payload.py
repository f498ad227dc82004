"""``data.json`` of a report: what a unit wrote down, in a format of its own.

Shares nothing with the database tables, so that a package of today is readable in ten years.
Numbers are canonical decimal texts (money in đồng), never JSON numbers; the computed figures
travel along for readers without the program and are recomputed by every receiver.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE, Value
from ctmtqg_desktop.entries.change import EntryValue, Refused
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package.canonical import Json
from ctmtqg_desktop.package.wire import (
    OMITTED,
    Count,
    Head,
    Line,
    Misfit,
    Sha256,
    Spelling,
    Wire,
    many,
    match,
    read_day,
    spelled,
    text,
)
from ctmtqg_desktop.text import canonical_number, nfc

PATH = "data.json"
MAX_CELLS = 200_000
MAX_TEXT = 4000
_ID = match(re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII))
_PERIOD = re.compile(r"\d{4}(?:-(?:M\d{2}|Q\d|H\d))?", re.ASCII)
_CODE = re.compile(r"[0-9]{1,12}", re.ASCII)
_CELL = re.compile(r"[^\W\d]\w*\.[^\W\d]\w*\.[^\W\d]\w*")
_LIST = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)?")
_ROWS = range(MAX_CELLS + 1)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", re.ASCII)
_ROW = re.compile(r"r[1-9]\d{0,6}", re.ASCII)


def _number(value: Json) -> Value:
    if not isinstance(value, str) or len(value) > 24 or not _NUMBER.fullmatch(value):
        return EMPTY
    number = Decimal(value)
    return number if canonical_number(number) == value else EMPTY


def _text(value: Json) -> Value:
    fits = isinstance(value, str) and 0 < len(value) <= MAX_TEXT and nfc(value) == value
    return value if fits and isinstance(value, str) else EMPTY


def _met(value: Json) -> Value:
    return value if isinstance(value, bool) else EMPTY


def _date(value: Json) -> Value:
    try:
        return read_day(value)
    except Misfit:
        return EMPTY


def _table(read: Callable[[Json], Value]) -> Spelling:
    """Return how cells of one kind are spelled: an object of values by cell."""

    def read_all(value: Json) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for cell, one in _object(value).items():
            found[cell] = parsed = read(one)
            if parsed is EMPTY or not _CELL.fullmatch(cell):
                raise Misfit(cell[:80])
        return found

    return Spelling(read_all)


def _cells(value: Json) -> list[str]:
    if not isinstance(value, list):
        raise Misfit
    found = [cell for cell in value if isinstance(cell, str) and _CELL.fullmatch(cell)]
    if len(found) != len(value):
        raise Misfit
    return found


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise Misfit
    return value


@dataclass(frozen=True, slots=True)
class _Figures:
    """The values of a form, apart by their kinds."""

    numbers: Annotated[dict[str, Any], _table(_number)] = field(default_factory=dict)
    texts: Annotated[dict[str, Any], _table(_text)] = field(default_factory=dict)
    met: Annotated[dict[str, Any], _table(_met)] = field(default_factory=dict)
    dates: Annotated[dict[str, Any], _table(_date)] = field(default_factory=dict)
    not_applicable: Annotated[list[str], Spelling(_cells)] = field(default_factory=list)


_FIGURES = spelled(_Figures)


def _values(held: Json) -> dict[Cell, Value]:
    said: _Figures = _FIGURES.read(held)
    found: dict[Cell, Value] = {}
    for table in (said.numbers, said.texts, said.met, said.dates):
        for name, value in table.items():
            _keep(found, name, value)
    for name in said.not_applicable:
        _keep(found, name, NOT_APPLICABLE)
    return found


def _keep(found: dict[Cell, Value], name: str, value: Value) -> None:
    cell = Cell.parse(name)
    if cell in found or len(found) >= MAX_CELLS:
        raise Misfit(name)
    found[cell] = value


def _values_json(values: Mapping[Cell, EntryValue]) -> object:
    said = _Figures()
    for cell, value in values.items():
        name = str(cell)
        if isinstance(value, Refused):
            raise PackageError("package.payload-refused", cell=name)
        if value is NOT_APPLICABLE:
            said.not_applicable.append(name)
        elif isinstance(value, bool):
            said.met[name] = value
        elif isinstance(value, Decimal):
            said.numbers[name] = canonical_number(value)
        elif isinstance(value, date):
            said.dates[name] = value.isoformat()
        elif isinstance(value, str):
            said.texts[name] = value
    said.not_applicable.sort()
    return _FIGURES.write(said)


def _rows(held: Json) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for section, keys in _object(held).items():
        if not isinstance(keys, list):
            raise Misfit(section[:80])
        texts = tuple(key for key in keys if isinstance(key, str) and _ROW.fullmatch(key))
        if len(set(texts)) != len(keys):
            raise Misfit(section[:80])
        found[section] = texts
    return found


def _withheld(held: Json) -> dict[str, int]:
    """Read which personal lists stayed at home, and how many rows each has."""
    found: dict[str, int] = {}
    for name, rows in _object(held).items():
        if not isinstance(rows, int) or isinstance(rows, bool) or rows not in _ROWS:
            raise Misfit(name[:80])
        if not _LIST.fullmatch(name):
            raise Misfit(name[:80])
        found[name] = rows
    if not found:
        raise Misfit
    return found


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why a finding of a rule stands, at a cell or, empty, in the whole form."""

    rule: Line
    cell: Annotated[str, text(may_be_empty=True)]
    text: Annotated[str, text(limit=MAX_TEXT)]


_REASONS = many(spelled(_Reason))


def _reasons(held: Json) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for number, one in enumerate(_REASONS.read(held)):
        if (one.rule, one.cell) in found:
            raise Misfit(f"[{number}].rule")
        found[(one.rule, one.cell)] = one.text
    return found


def _reasons_json(reasons: Mapping[tuple[str, str], str]) -> object:
    listed = (_Reason(rule, cell, text) for (rule, cell), text in sorted(reasons.items()))
    return _REASONS.write(listed)


_VALUES = Spelling(_values, _values_json)
_Id = Annotated[str, _ID]


@dataclass(frozen=True, slots=True)
class FormData:
    """One form of a report.

    Attributes:
        sha256: of the form's declaration.
        typed: the cells that were filled in.
        rows: per roster section, its row keys in order.
        reasons: (rule id, cell as text) -> why a finding stands.
        computed: what the sender's program computed; empties are left out.
        withheld: personal lists that did not come along -> how many rows they have.
    """

    id: _Id
    version: Count
    sha256: Sha256
    typed: Annotated[Mapping[Cell, EntryValue], _VALUES]
    rows: Annotated[Mapping[str, tuple[str, ...]], Spelling(_rows)]
    reasons: Annotated[Mapping[tuple[str, str], str], Spelling(_reasons, _reasons_json)]
    computed: Annotated[Mapping[Cell, Value], _VALUES]
    withheld: Annotated[Mapping[str, int], Spelling(_withheld), OMITTED] = field(
        default_factory=dict
    )

    @property
    def content(self) -> Content:
        """Return what a sheet takes up."""
        return Content(
            self.typed, self.rows, self.reasons, withheld=self.withheld, version=self.version
        )


@dataclass(frozen=True, slots=True)
class SetRef:
    """The report set, at one version."""

    id: _Id
    version: Count


@dataclass(frozen=True, slots=True)
class ReportData:
    """A whole report.

    Attributes:
        reason: why it replaces the revision before; empty for the first.
    """

    unit: Annotated[str, match(_CODE)]
    report_set: SetRef
    period: Annotated[str, match(_PERIOD)]
    revision: Count
    forms: tuple[FormData, ...]
    reason: Annotated[str, text(limit=MAX_TEXT), OMITTED] = ""


def _refused(_: object, __: int) -> PackageError:
    return PackageError("package.payload-format")


_WIRE = Wire(ReportData, "package.payload", head=Head("ctmtqg-report", 1, _refused))
dump_report, load_report = _WIRE.dump, _WIRE.load
