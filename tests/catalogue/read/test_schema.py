"""Requirements: a JSON Schema for editors is generated from the records."""

import tomllib

import pytest

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.read.file import IGNORED_KINDS, KINDS
from ctmtqg_desktop.catalogue.read.schema import catalogue_schema

SCHEMA = catalogue_schema()
FILES = [
    path
    for path in sorted(forms_dir().rglob("*.toml"))
    if tomllib.loads(path.read_text("utf-8")).get("kind") not in IGNORED_KINDS | {None}
]


def resolved(schema):
    return SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")] if "$ref" in schema else schema


def refused(value, schema):
    """Yield what a schema forbids; as much of JSON Schema as our records give rise to."""
    schema = resolved(schema)
    if "anyOf" in schema:
        if all(list(refused(value, one)) for one in schema["anyOf"]):
            yield f"{value!r} is none of {schema['anyOf']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{value!r} not in {schema['enum']}"
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool,
             "null": type(None)}  # fmt: skip
    text = value.isoformat() if schema.get("format") == "date" and value else value
    if "type" in schema and not isinstance(text, kinds[schema["type"]]):
        yield f"{value!r} is no {schema['type']}"
        return
    if isinstance(value, dict):
        yield from refused_keys(value, schema)
    for item in value if isinstance(value, list) else ():
        yield from refused(item, schema.get("items", {}))


def refused_keys(value, schema):
    known = schema.get("properties", {})
    more = schema.get("additionalProperties", True)
    yield from (f"{name} missing" for name in schema.get("required", ()) if name not in value)
    for name, item in value.items():
        if name in known:
            yield from refused(item, known[name])
        elif more is False:
            yield f"{name} unknown"
        elif isinstance(more, dict):
            yield from refused(item, more)


def of_kind(kind):
    return next(
        rule["then"]
        for rule in SCHEMA["allOf"]
        if rule["if"]["properties"]["kind"]["const"] == kind
    )


def test_every_kind_has_its_schema():
    assert SCHEMA["properties"]["kind"]["enum"] == list(KINDS)
    assert len(SCHEMA["allOf"]) == len(KINDS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_of_the_catalogue_fits(path):
    raw = tomllib.loads(path.read_text("utf-8"))
    assert not list(refused(raw, of_kind(raw["kind"])))


@pytest.mark.parametrize(
    "change",
    [{"titel": "x"}, {"confidence": "sure"}, {"version": "one"}, {"sections": [{"id": "a"}]}],
)
def test_a_wrong_file_does_not_fit(change):
    path = next(p for p in FILES if p.name == "dtts-da1.v1.toml")
    raw = tomllib.loads(path.read_text("utf-8")) | change
    assert list(refused(raw, of_kind("form")))


def test_fields_and_values_are_named_in_vietnamese():
    form = resolved(of_kind("form"))
    assert form["properties"]["title"]["title"] == "Tên biểu"
    assert "tiền" in SCHEMA["$defs"]["CellType"]["description"]
