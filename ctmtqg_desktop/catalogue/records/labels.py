"""The Vietnamese names of what declared files are made of."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ctmtqg_desktop import assets

Labels = Mapping[str, Mapping[str, str]]


def labels() -> Labels:
    """Return record or enumeration -> field or value -> its name."""
    return _read(assets.resource("labels", "records.toml"))


@cache
def _read(path: Path) -> Labels:
    """Read the file once; it is part of the program and never changes."""
    found: Labels = tomllib.loads(path.read_text(encoding="utf-8"))
    return found
