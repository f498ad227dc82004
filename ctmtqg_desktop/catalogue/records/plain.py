"""Records as JSON values and back, by the types of their fields.

What JSON already says (texts, whole numbers, yes and no) passes as it is; a field that holds its
default is left out, so that sparse rows stay small.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Build = Callable[[Any], Any]

_AS_IS = frozenset({str, int, bool, float, NoneType})
_ORIGINS: dict[type, Build] = {date: date.fromisoformat, Decimal: Decimal}


def to_plain(value: object) -> Any:  # noqa: ANN401  any JSON value
    """Return a value as JSON can say it.

    Raises:
        TypeError: it is of a type that ``builder`` could not read back.
    """
    if type(value) in _AS_IS:
        return value
    if is_dataclass(value):
        return _record_to_plain(value)
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(to_plain(item) for item in value)
    return _scalar_to_plain(value)


def _scalar_to_plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value))


def _record_to_plain(record: Any) -> dict[str, Any]:  # noqa: ANN401  any record
    held = {f: getattr(record, f.name) for f in fields(record)}
    return {f.name: to_plain(value) for f, value in held.items() if value != _default(f)}


def _default(field: Field[Any]) -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()


@cache
def builder(kind: Any) -> Build | None:  # noqa: ANN401  any type form
    """Return what makes a value of a type from its JSON, or None where the JSON is the value.

    Raises:
        TypeError: the type is none of those that records are made of.
    """
    if kind in _AS_IS:
        return None
    if hasattr(kind, "__dataclass_fields__"):
        return partial(_record, kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    if kind in _ORIGINS:
        return _ORIGINS[kind]
    return _composed(get_origin(kind), get_args(kind))


def _composed(origin: Any, args: tuple[Any, ...]) -> Build:  # noqa: ANN401  any type form
    if origin is frozenset or (origin is tuple and args[1:] == (...,)):
        return partial(_many, origin, builder(args[0]))
    if origin in {dict, Mapping}:
        return partial(_by_key, builder(args[1]))
    rest = [arg for arg in args if arg is not NoneType]
    if origin in {UnionType, Union} and len(rest) == 1:
        return partial(_optional, builder(rest[0]))
    raise TypeError(origin, args)


@cache
def record_builder(kind: Any) -> Build:  # noqa: ANN401  any record
    """Return what makes a record from its JSON object, which is used up.

    Raises:
        TypeError: a field is of none of the types that records are made of.
    """
    made = {name: builder(hint) for name, hint in field_types(kind).items()}
    special = tuple((name, build) for name, build in made.items() if build is not None)

    def build(raw: dict[str, Any]) -> Any:  # noqa: ANN401
        for name, of_field in special:
            if name in raw:
                raw[name] = of_field(raw[name])
        return kind(**raw)

    return build


def field_types(kind: Any) -> dict[str, Any]:  # noqa: ANN401  any record
    """Return field -> type; what is written as text costs time to resolve, so only that is."""
    types = {f.name: f.type for f in fields(kind)}
    if any(isinstance(of_field, str) for of_field in types.values()):
        hints = get_type_hints(kind)
        return {name: hints[name] for name in types}
    return types


def _record(kind: Any, raw: dict[str, Any]) -> Any:  # noqa: ANN401  any record
    """Make a record inside another; what makes it is made when the first one is met."""
    return record_builder(kind)(raw)


def _many(origin: Callable[[Any], Any], build: Build | None, raw: list[Any]) -> Any:  # noqa: ANN401
    return origin(raw if build is None else [build(item) for item in raw])


def _by_key(build: Build | None, raw: dict[str, Any]) -> dict[str, Any]:
    return raw if build is None else {key: build(item) for key, item in raw.items()}


def _optional(build: Build | None, raw: Any) -> Any:  # noqa: ANN401
    return raw if raw is None or build is None else build(raw)
