"""What a later catalogue may not do to an earlier one: change or lose what was published.

A record may be added. A record that is there may gain items and an end day; one with a version
may say more under a higher one, and a plan anything: what it said stands in the package that
brought it. A form never changes within its version, because old reports are read with it. What a
receiver has decided of its units it may decide anew.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, TypeVar

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.profiles import Profile, ReportRequest
from ctmtqg_desktop.catalogue.records.declared import Plan
from ctmtqg_desktop.catalogue.records.units import Unit

_Key = TypeVar("_Key", bound=Hashable)

_DECISIONS = (Profile, ReportRequest, Plan)
"""Under a higher version they may say anything; the package before keeps what they said."""
_COMMENTS = frozenset({"source", "confidence", "note"})
"""What a record says of itself; it may be corrected under a higher version."""
_ANSWERED = frozenset({"judged", "measure"})
"""How a content was answered is said of its older wording when a newer one changes that."""
_SAID = _COMMENTS | _ANSWERED
_FREE = frozenset({"forms", "digests", "awaited"})
"""What is looked at by itself; and texts that are waited for, until a package brings them."""


def rewritten(before: Catalogue, after: Catalogue) -> tuple[str, ...]:
    """Return what was published before and is changed or lost after, e.g. "dtts-da1.v1"."""
    return tuple(_rewritten(before, after))


def _rewritten(before: Catalogue, after: Catalogue) -> Iterator[str]:
    for name, digest in before.digests.items():
        if after.digests.get(name) != digest:
            yield name
    for field in fields(Catalogue):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if isinstance(old, Mapping) and field.name not in _FREE:
            yield from (str(name) for name in _changed(old, new))
    old_units, new_units = _units(before), _units(after)
    for key in _changed(old_units, new_units):
        yield f"{old_units[key].code} {old_units[key].name}"


def _changed(old: Mapping[_Key, object], new: Mapping[_Key, object]) -> Iterator[_Key]:
    """Yield the keys of records that are gone or no longer say what they said."""
    return (key for key, record in old.items() if key not in new or not extends(record, new[key]))


def _units(catalogue: Catalogue) -> dict[tuple[str, date], Unit]:
    return {(unit.code, unit.valid_from): unit for unit in catalogue.units}


def extends(old: object, new: object, *, free: bool = False) -> bool:
    """Say whether a record says all that it said before.

    Args:
        old: the record as it was.
        new: as it is to be.
        free: it is part of a record whose version has risen: plain texts may change.
    """
    if old == new:
        return True
    if not is_dataclass(old) or type(old) is not type(new):
        return False
    if isinstance(old, _DECISIONS) and isinstance(new, _DECISIONS) and new.version > old.version:
        return True
    free = free or getattr(new, "version", 0) > getattr(old, "version", 0)
    return all(
        _field_extends(f.name, getattr(old, f.name), getattr(new, f.name), free=free)
        for f in fields(old)
    )


def _field_extends(name: str, old: Any, new: Any, *, free: bool) -> bool:  # noqa: ANN401
    if old == new or (name == "valid_to" and old is None):
        return True
    if name == "version":
        return bool(new > old)
    if isinstance(old, frozenset):
        return isinstance(new, frozenset) and old <= new
    if isinstance(old, tuple) and isinstance(new, tuple):
        return _items_extend(old, new, free=free)
    return free


def _items_extend(old: Iterable[object], new: Iterable[object], *, free: bool) -> bool:
    found = {_key(item): item for item in new}
    return all(_key(item) in found and extends(item, found[_key(item)], free=free) for item in old)


def _key(item: object) -> object:
    """Return what an item is known by: its id or code, or all it says but its comments."""
    if not is_dataclass(item):
        return item
    for name in ("id", "code"):
        if hasattr(item, name):
            return getattr(item, name)
    return tuple(str(getattr(item, f.name)) for f in fields(item) if f.name not in _SAID)
