"""``data.json`` of a report: what a unit wrote down, in a format of its own.

Shares nothing with the database tables, so that a package of today is readable in ten years.
Numbers are canonical decimal texts (money in đồng), never JSON numbers; the computed figures
travel along for readers without the program and are recomputed by every receiver.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE, Value
from ctmtqg_desktop.entries.change import EntryValue, Refused
from ctmtqg_desktop.entries.sheet import Content
from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.canonical import Json
from ctmtqg_desktop.package.fields import SHA256, Fields
from ctmtqg_desktop.text import canonical_number, nfc

PATH = "data.json"
FORMAT, FORMAT_VERSION = "ctmtqg-report", 1
MAX_CELLS = 200_000
MAX_TEXT = 4000
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_PERIOD = re.compile(r"\d{4}(?:-(?:M\d{2}|Q\d|H\d))?", re.ASCII)
_CODE = re.compile(r"[0-9]{1,12}", re.ASCII)
_CELL = re.compile(r"[^\W\d]\w*\.[^\W\d]\w*\.[^\W\d]\w*")
_LIST = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)?")
_ROWS = range(MAX_CELLS + 1)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ROW = re.compile(r"r[1-9]\d{0,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class FormData:
    """One form of a report.

    Attributes:
        sha256: of the form's declaration.
        content: typed cells, rows and reasons.
        computed: what the sender's program computed; empties are left out.
    """

    id: str
    version: int
    sha256: str
    content: Content
    computed: Mapping[Cell, Value]


@dataclass(frozen=True, slots=True)
class ReportData:
    """A whole report.

    Attributes:
        reason: why it replaces the revision before; empty for the first.
    """

    unit: str
    report_set: str
    version: int
    period: str
    revision: int
    forms: tuple[FormData, ...]
    reason: str = ""


def dump_report(report: ReportData) -> bytes:
    """Return ``data.json``.

    Raises:
        PackageError: ``package.payload-refused`` for a refused text, which must not travel.
    """
    document: dict[str, object] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "unit": report.unit,
        "report_set": {"id": report.report_set, "version": report.version},
        "period": report.period,
        "revision": report.revision,
        "forms": [_form_json(form) for form in report.forms],
    }
    if report.reason:
        document["reason"] = report.reason
    return canonical.dump(document)


def _form_json(form: FormData) -> dict[str, object]:
    reasons = [
        {"rule": rule, "cell": cell, "text": text}
        for (rule, cell), text in sorted(form.content.reasons.items())
    ]
    document: dict[str, object] = {
        "id": form.id,
        "version": form.version,
        "sha256": form.sha256,
        "typed": _values_json(form.content.entries),
        "rows": {section: list(keys) for section, keys in form.content.rows.items()},
        "reasons": reasons,
        "computed": _values_json(form.computed),
    }
    if form.content.withheld:
        document["withheld"] = dict(form.content.withheld)
    return document


def _values_json(values: Mapping[Cell, EntryValue]) -> dict[str, object]:
    numbers: dict[str, str] = {}
    texts: dict[str, str] = {}
    met: dict[str, bool] = {}
    dates: dict[str, str] = {}
    absent: list[str] = []
    for cell, value in values.items():
        name = str(cell)
        if isinstance(value, Refused):
            raise PackageError("package.payload-refused", cell=name)
        if value is NOT_APPLICABLE:
            absent.append(name)
        elif isinstance(value, bool):
            met[name] = value
        elif isinstance(value, Decimal):
            numbers[name] = canonical_number(value)
        elif isinstance(value, date):
            dates[name] = value.isoformat()
        elif isinstance(value, str):
            texts[name] = value
    return {"numbers": numbers, "texts": texts, "met": met, "dates": dates,
            "not_applicable": sorted(absent)}  # fmt: skip


def load_report(data: bytes) -> ReportData:
    """Read ``data.json``; shape and kinds are checked here, meaning by the forms.

    Raises:
        PackageError: ``package.json-…``, ``package.payload-format``, ``package.payload-field``.
    """
    fields = Fields(canonical.load(data), prefix="package.payload")
    if fields.take("format") != FORMAT or fields.number("format_version", least=1) != 1:
        raise PackageError("package.payload-format")
    report_set = fields.inner("report_set")
    report = ReportData(
        unit=fields.match("unit", _CODE),
        report_set=report_set.match("id", _ID),
        version=report_set.number("version", least=1),
        period=fields.match("period", _PERIOD),
        revision=fields.number("revision", least=1),
        forms=tuple(_form(form) for form in fields.objects("forms")),
        reason=fields.text("reason", limit=MAX_TEXT) if fields.has("reason") else "",
    )
    report_set.end()
    fields.end()
    return report


def _form(fields: Fields) -> FormData:
    typed = _values(fields.inner("typed"))
    computed = _values(fields.inner("computed"))
    withheld = _withheld(fields) if fields.has("withheld") else {}
    content = Content(typed, _rows(fields), _reasons(fields), withheld=withheld)
    form = FormData(
        id=fields.match("id", _ID),
        version=fields.number("version", least=1),
        sha256=fields.match("sha256", SHA256),
        content=content,
        computed=computed,
    )
    fields.end()
    return form


def _values(fields: Fields) -> dict[Cell, Value]:
    found: dict[Cell, Value] = {}
    for name, read in _READERS.items():
        held = fields.take(name)
        if not isinstance(held, dict):
            raise fields.wrong(name)
        for cell, value in held.items():
            parsed = read(value)
            if parsed is EMPTY or not _CELL.fullmatch(cell):
                raise fields.wrong(f"{name}.{cell[:80]}")
            _keep(fields, found, cell, parsed)
    for item in fields.items("not_applicable"):
        if not isinstance(item, str) or not _CELL.fullmatch(item):
            raise fields.wrong("not_applicable")
        _keep(fields, found, item, NOT_APPLICABLE)
    fields.end()
    return found


def _keep(fields: Fields, found: dict[Cell, Value], name: str, value: Value) -> None:
    cell = Cell.parse(name)
    if cell in found or len(found) >= MAX_CELLS:
        raise fields.wrong(name)
    found[cell] = value


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
    """Read ``2024-12-31``; Python also reads a week's day and a date without dashes."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return EMPTY
    try:
        return date.fromisoformat(value)
    except ValueError:
        return EMPTY


_READERS = {"numbers": _number, "texts": _text, "met": _met, "dates": _date}


def _rows(fields: Fields) -> dict[str, tuple[str, ...]]:
    held = fields.take("rows")
    if not isinstance(held, dict):
        raise fields.wrong("rows")
    found: dict[str, tuple[str, ...]] = {}
    for section, keys in held.items():
        if not isinstance(keys, list):
            raise fields.wrong(f"rows.{section[:80]}")
        texts = tuple(key for key in keys if isinstance(key, str) and _ROW.fullmatch(key))
        if len(set(texts)) != len(keys):
            raise fields.wrong(f"rows.{section[:80]}")
        found[section] = texts
    return found


def _withheld(fields: Fields) -> dict[str, int]:
    """Read which personal lists stayed at home, and how many rows each has."""
    held = fields.take("withheld")
    if not isinstance(held, dict) or not held:
        raise fields.wrong("withheld")
    found: dict[str, int] = {}
    for name, rows in held.items():
        if not isinstance(rows, int) or isinstance(rows, bool) or rows not in _ROWS:
            raise fields.wrong(f"withheld.{name[:80]}")
        if not _LIST.fullmatch(name):
            raise fields.wrong(f"withheld.{name[:80]}")
        found[name] = rows
    return found


def _reasons(fields: Fields) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for item in fields.objects("reasons"):
        rule, cell = item.text("rule"), item.text("cell", may_be_empty=True)
        if (rule, cell) in found:
            raise item.wrong("rule")
        found[(rule, cell)] = item.text("text", limit=MAX_TEXT)
        item.end()
    return found
