"""A JSON Schema of the declared files, made from the records, for editors that complete and check.

The schema knows shapes only; ids, formulas and sources are for the linter.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import TypeAdapter

from ctmtqg_desktop.assets import Words
from ctmtqg_desktop.catalogue.read.file import KINDS
from ctmtqg_desktop.catalogue.records.labels import labels

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REF = "#/$defs/{model}"


def catalogue_schema() -> dict[str, Any]:
    """Return the schema of one file of the catalogue, of whatever kind its ``kind`` says."""
    adapters: list[tuple[str, Literal["validation"], TypeAdapter[Any]]] = [
        (kind, "validation", TypeAdapter(record)) for kind, record in KINDS.items()
    ]
    made, shared = TypeAdapter.json_schemas(adapters, ref_template=_REF)
    words = labels()
    definitions: dict[str, Any] = shared.get("$defs", {})
    for name, definition in definitions.items():
        _name(definition, words.get(name, {}))
    kinds = [kind for kind, _ in made]
    return {
        "$schema": DIALECT,
        "title": words["schema"]["title"],
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"title": words["Form"]["kind"], "enum": kinds}},
        "allOf": [_when(kind, schema, words) for (kind, _), schema in made.items()],
        "$defs": definitions,
    }


def _when(kind: str, schema: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Return what holds for files of one kind."""
    title = words.get("kinds", {}).get(kind, kind)
    return {
        "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
        "then": {"title": title, **schema},
    }


def _name(definition: dict[str, Any], words: Mapping[str, str]) -> None:
    """Give a definition's fields, or an enumeration's values, their Vietnamese names."""
    doc = definition.pop("description", "")
    if "enum" in definition:
        listed = [f"{value}: {words[value]}" for value in definition["enum"] if value in words]
        if listed:
            definition["description"] = "; ".join(listed)
        return
    if doc:
        definition["description"] = doc.partition("\n\n")[0]
    for name, field in definition.get("properties", {}).items():
        if name in words:
            field["title"] = words[name]
