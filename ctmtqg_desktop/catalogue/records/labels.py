"""The Vietnamese names of what declared files, national tables and workbooks are made of."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ctmtqg_desktop import assets

Labels = Mapping[str, Mapping[str, str]]


def labels() -> Labels:
    """Return record or enumeration -> field or value -> its name."""
    return _read(assets.resource("labels", "records.toml"))


def national_names() -> Labels:
    """Return ``kinds``: how a unit's name begins -> its kind; ``agency``: how one is named."""
    return _read(assets.resource("labels", "national-tables.toml"))


def workbook_words() -> Labels:
    """Return what the sheets, headings and answers of workbooks are called; read back by them."""
    return _read(assets.resource("labels", "workbooks.toml"))


@cache
def _read(path: Path) -> Labels:
    """Read the file once; it is part of the program and never changes."""
    found: Labels = tomllib.loads(path.read_text(encoding="utf-8"))
    return found
