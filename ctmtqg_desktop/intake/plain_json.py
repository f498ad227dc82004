"""A JSON file brought by a person: not canonical, but nothing in it may count twice."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from ctmtqg_desktop.errors import IntakeError


def load_json(path: Path) -> Any:  # noqa: ANN401  whatever the file holds; callers look at it
    """Return what a file holds; numbers with a fraction as Decimal.

    Raises:
        IntakeError: ``intake.json``, ``intake.json-twice``.
    """

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(found)
        if len(made) != len(found):
            keys = [key for key, _ in found]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise IntakeError("intake.json-twice", file=path.name, key=twice[:80])
        return made

    try:
        text = path.read_text(encoding="utf-8-sig")
        return json.loads(text, parse_float=Decimal, object_pairs_hook=pairs)
    except (ValueError, RecursionError, OSError) as error:
        raise IntakeError("intake.json", file=path.name, what=str(error)[:200]) from error
