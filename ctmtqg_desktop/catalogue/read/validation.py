"""Raw values made into records by pydantic, which a start of the program does without."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError


def validated(record: type, raw: object) -> tuple[Any, Sequence[Any]]:
    """Return the record that raw values make, or None and all that is wrong with their shape."""
    try:
        return _adapter(record).validate_python(raw), ()
    except ValidationError as error:
        return None, error.errors(include_url=False)


@cache
def _adapter(record: type) -> TypeAdapter[Any]:
    return TypeAdapter(record)
