"""The keys that declared files may have, to tell the nearest one to a misspelt one."""

from dataclasses import fields, is_dataclass
from functools import cache
from types import ModuleType

from ctmtqg_desktop.catalogue import profiles
from ctmtqg_desktop.catalogue.lint import vouching
from ctmtqg_desktop.catalogue.records import (
    criteria,
    declared,
    form,
    gazetteer,
    periods,
    units,
)
from ctmtqg_desktop.catalogue.records.mistakes import Path, nearest_spelling

_ROOMS: tuple[ModuleType, ...] = (
    criteria, declared, form, gazetteer, periods, profiles, units, vouching,
)  # fmt: skip


@cache
def known_keys() -> frozenset[str]:
    """Return every key of every record of a declared file."""
    records = (part for room in _ROOMS for part in vars(room).values() if is_dataclass(part))
    return frozenset(field.name for record in records for field in fields(record))


def nearest_key(where: Path) -> str:
    """Return the key that somebody meant at a place, or nothing."""
    given = next((part for part in reversed(where) if isinstance(part, str)), "")
    return nearest_spelling(given, sorted(known_keys()))
