"""Write declared records as the TOML file a person would have written: one row, one line.

What equals its default is left out, so that reading the text again gives an equal record.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from ctmtqg_desktop.catalogue.profiles import Profile, ReportRequest
from ctmtqg_desktop.catalogue.records.declared import Plan
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.periods import Calendar

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TABLES = ("sections", "rules")
"""Each item gets a heading of its own."""
_LINES = ("columns", "rows", "targets", "tasks")
"""Each item gets a line of its own."""


def form_to_toml(form: Form) -> str:
    """Return the file of a form."""
    lines = _assignments(form)
    for name in _TABLES:
        for item in getattr(form, name):
            lines.extend(["", f"[[{name}]]", *_assignments(item)])
    return "\n".join(lines) + "\n"


def plan_to_toml(plan: Plan) -> str:
    """Return the file of a plan: one target, one line."""
    return "\n".join(_assignments(plan)) + "\n"


def calendar_to_toml(calendar: Calendar) -> str:
    """Return a file with one calendar."""
    return _list_to_toml("calendars", (calendar,))


def profiles_to_toml(profiles: Iterable[Profile]) -> str:
    """Return a file of profiles."""
    return _list_to_toml("profiles", profiles)


def requests_to_toml(requests: Iterable[ReportRequest]) -> str:
    """Return a file of requests."""
    return _list_to_toml("requests", requests)


def _list_to_toml(kind: str, records: Iterable[object]) -> str:
    lines = "".join(f"  {_inline(record)},\n" for record in records)
    return f'kind = "{kind}"\n\n{kind} = [\n{lines}]\n'


def _assignments(record: Any) -> list[str]:  # noqa: ANN401  any record
    lines: list[str] = []
    for name, value in told_fields(record).items():
        if isinstance(record, Form) and name in _TABLES:
            continue
        if name in _LINES and isinstance(value, tuple):
            lines.extend([f"{name} = [", *(f"  {_inline(item)}," for item in value), "]"])
        else:
            lines.append(f"{name} = {_inline(value)}")
    return lines


def told_fields(record: Any) -> dict[str, Any]:  # noqa: ANN401  any record
    """Return the fields of a record that differ from their defaults, in the record's order."""
    found = {field.name: getattr(record, field.name) for field in fields(record)}
    return {f.name: found[f.name] for f in fields(record) if found[f.name] != default_of(f)}


def default_of(field: "Field[Any]") -> object:
    """Return what a field is when nothing is said; ``MISSING`` for one that must be said."""
    return field.default if field.default_factory is MISSING else field.default_factory()


def _inline(value: object) -> str:
    """Write a value on one line."""
    if isinstance(value, tuple):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    if isinstance(value, Mapping):
        return _table(value.items())
    if is_dataclass(value):
        return _table(told_fields(value).items())
    return _plain(value)


def _plain(value: object) -> str:
    """Write a value that has no parts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return _text(str(value.value if isinstance(value, Enum) else value))


def _table(items: Iterable[tuple[str, object]]) -> str:
    listed = ", ".join(f"{_key(name)} = {_inline(value)}" for name, value in items)
    return "{ " + listed + " }" if listed else "{}"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    """Write a basic string; JSON escapes the same marks, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
