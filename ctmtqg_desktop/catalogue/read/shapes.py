"""What a file should have been like where its shape is wrong, as codes that have words."""

from collections.abc import Mapping
from typing import Any

from ctmtqg_desktop.catalogue.read.keys import nearest_key
from ctmtqg_desktop.catalogue.records.mistakes import Path, nearest_spelling

_KEYS = {
    "missing": "form.key-missing",
    "unexpected_keyword_argument": "form.key-unknown",
    "extra_forbidden": "form.key-unknown",
}
_EXPECTED = {
    "string_type": "form.expects-text",
    "int_type": "form.expects-whole",
    "int_parsing": "form.expects-whole",
    "int_from_float": "form.expects-whole",
    "bool_type": "form.expects-yes-no",
    "bool_parsing": "form.expects-yes-no",
    "date_type": "form.expects-day",
    "date_parsing": "form.expects-day",
    "date_from_datetime_parsing": "form.expects-day",
    "date_from_datetime_inexact": "form.expects-day",
    "tuple_type": "form.expects-list",
    "list_type": "form.expects-list",
    "dict_type": "form.expects-table",
    "dataclass_type": "form.expects-table",
    "dataclass_exact_type": "form.expects-table",
}
_SYNTAX = (
    ("Cannot overwrite", "form.toml-twice"),
    ("Cannot declare", "form.toml-twice"),
    ("Duplicate inline", "form.toml-twice"),
    ("Unclosed", "form.toml-unclosed"),
    ("Unterminated", "form.toml-quote"),
    ("Illegal character", "form.toml-quote"),
    ("Expected '='", "form.toml-equals"),
    ("Expected newline", "form.toml-rest"),
    ("Expected ']", "form.toml-header"),
    ("Invalid initial character", "form.toml-key"),
    ("Invalid date", "form.toml-day"),
    ("Unescaped '\\'", "form.toml-escape"),
    ("Invalid value", "form.toml-value"),
    ("Invalid statement", "form.toml-key"),
)


def wrong_shape(item: Mapping[str, Any], where: Path) -> tuple[str, dict[str, object]]:
    """Return the code and the facts of what a validator found at a place."""
    kind = item["type"]
    code = _KEYS.get(kind, "form.value")
    if code == "form.key-unknown":
        return code, {"suggestion": nearest_key(where)}
    facts: dict[str, object] = {"what": _EXPECTED.get(kind, item["msg"])}
    if kind == "enum":
        known = str(item.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
        known = known.replace("'", "")
        suggestion = nearest_spelling(str(item.get("input")), known.split(", "))
        facts |= {"what": "form.expects-one-of", "known": known, "suggestion": suggestion}
    return code, facts


def wrong_syntax(error: Exception) -> object:
    """Return what is wrong with a text that is no TOML: a code, or what the parser says."""
    said = str(error)
    return next((code for start, code in _SYNTAX if said.startswith(start)), said)
