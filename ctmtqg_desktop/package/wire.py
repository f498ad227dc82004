"""How a record travels as JSON: said once, beside each of its fields.

A field's type names its spelling (``Sha256``, ``Moment``, ``Annotated[str, text(limit=80)]``);
``Wire`` makes a plan of them once and both writes and reads by it. Reading is strict: every
field is named, typed and bounded, and nothing is left over.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Generic, NamedTuple, TypeVar, Union, get_args, get_origin

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.canonical import Json

SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", re.ASCII)
MAX_TEXT, MAX_BASE64 = 500, 8000
FIRST_YEAR, LAST_YEAR = 1970, 2199

T = TypeVar("T")


class Misfit(Exception):  # noqa: N818  # never leaves ``Wire``, which makes a PackageError of it
    """A value that is not as its field says.

    Attributes:
        where: the field, from the record being read downwards; empty for the value itself.
        is_unknown: no field has this name.
    """

    def __init__(self, where: str = "", *, is_unknown: bool = False) -> None:
        super().__init__(where)
        self.where, self.is_unknown = where, is_unknown

    def put_under(self, name: str) -> None:
        """Name the place as seen from one record or list further out."""
        joint = "." if self.where and not self.where.startswith("[") else ""
        self.where = f"{name}{joint}{self.where}"


def _same(value: Any) -> Any:  # noqa: ANN401  # whatever it is
    return value


class Spelling(NamedTuple):
    """How one value stands in JSON.

    Attributes:
        read: takes what JSON gave; raises ``Misfit``.
        write: gives what ``canonical.dump`` takes.
    """

    read: Callable[[Json], Any]
    write: Callable[[Any], object] = _same


class WireKey(NamedTuple):
    """The name of a field in JSON, where it is not the record's."""

    name: str


OMITTED = object()
"""Marks a field that stands in JSON only where it is not what it is by default."""
INLINE = object()
"""Marks a record whose fields stand among those of the record that holds it."""


def text(
    *, limit: int = MAX_TEXT, may_be_empty: bool = False,
    fits: Callable[[str], bool] | None = None,
) -> Spelling:  # fmt: skip
    """Return how a text of one line is spelled."""

    def read(value: Json) -> str:
        if not isinstance(value, str) or len(value) > limit or "\n" in value:
            raise Misfit
        if value != value.strip() or not (value or may_be_empty):
            raise Misfit
        if fits is not None and not fits(value):
            raise Misfit
        return value

    return Spelling(read)


def match(form: re.Pattern[str]) -> Spelling:
    """Return how a text of that form is spelled."""

    def read(value: Json) -> str:
        if not isinstance(value, str) or not form.fullmatch(value):
            raise Misfit
        return value

    return Spelling(read)


def whole_number(*, least: int, most: int = canonical.MAX_INTEGER) -> Spelling:
    """Return how a whole number within bounds is spelled."""

    def read(value: Json) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Misfit
        return value

    return Spelling(read)


def many(inner: Spelling, *, least: int = 0, most: int | None = None) -> Spelling:
    """Return how a list is spelled; its values become a tuple."""
    read_one, write_one = inner

    def read(value: Json) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) < least:
            raise Misfit
        if most is not None and len(value) > most:
            raise Misfit
        found = []
        for one in value:
            try:
                found.append(read_one(one))
            except Misfit as misfit:
                misfit.put_under(f"[{len(found)}]")
                raise
        return tuple(found)

    return Spelling(read, lambda held: [write_one(one) for one in held])


def _moment(value: Json) -> datetime:
    """Read a moment with its offset (RFC 3339, whole seconds), of our times."""
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        raise Misfit
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise Misfit from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:  # at the ends of the calendar sums overflow
        raise Misfit
    return moment


def read_day(value: Json) -> date:
    """Read ``2024-12-31``; Python also reads a week's day and a date without dashes."""
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise Misfit
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise Misfit from error


def _bytes(value: Json) -> bytes:
    try:
        return base64.b64decode(_LINES.read(value), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Misfit from error


def _flag(value: Json) -> bool:
    if not isinstance(value, bool):
        raise Misfit
    return value


_LINES = text(limit=MAX_BASE64)

Line = Annotated[str, text()]
Sha256 = Annotated[str, match(SHA256)]
Code = Annotated[str, match(CODE)]
Count = Annotated[int, whole_number(least=1)]
Flag = Annotated[bool, Spelling(_flag)]
Day = Annotated[date, Spelling(read_day, date.isoformat)]
Moment = Annotated[datetime, Spelling(_moment, lambda at: at.isoformat(timespec="seconds"))]
Base64 = Annotated[bytes, Spelling(_bytes, lambda data: base64.b64encode(data).decode("ascii"))]


_AS_IT_IS = Spelling(_same)


class _Field(NamedTuple):
    """One field of a plan; ``key`` is empty for the fields of an inlined record."""

    name: str
    key: str
    spelling: Spelling
    is_omitted: bool
    default: object
    inlined: "_Plan | None"


class _Plan(NamedTuple):
    """A record and all its fields."""

    record: type
    fields: tuple[_Field, ...]

    def write(self, held: Any) -> dict[str, object]:  # noqa: ANN401  # of ``record``
        """Return the fields of a record as JSON has them."""
        document: dict[str, object] = {}
        for field in self.fields:
            value = getattr(held, field.name)
            if field.inlined is not None:
                document.update(field.inlined.write(value))
            elif not (field.is_omitted and value == field.default):
                document[field.key] = field.spelling.write(value)
        return document

    def read(self, value: Json) -> Any:  # noqa: ANN401  # of ``record``
        """Return a record; nothing may be left over."""
        if not isinstance(value, dict):
            raise Misfit
        left = dict(value)
        made = self.taken(left)
        if left:
            raise Misfit(min(left), is_unknown=True)
        return made

    def taken(self, left: dict[str, Json]) -> Any:  # noqa: ANN401  # of ``record``
        """Return a record made of what is taken out of an object."""
        found: dict[str, object] = {}
        for name, key, spelling, is_omitted, _, inlined in self.fields:
            if inlined is not None:
                found[name] = inlined.taken(left)
            elif key in left:
                try:
                    found[name] = spelling.read(left.pop(key))
                except Misfit as misfit:
                    misfit.put_under(key)
                    raise
            elif not is_omitted:
                raise Misfit(key)
        return self.record(**found)


def spelled(record: type, **said: object) -> Spelling:
    """Return how a record in a field or a list is spelled.

    Args:
        record: its fields say how they are spelled.
        said: what they would say, by field, where the record is of a room further down.
    """
    plan = _made(record, said) if said else _plan(record)
    return Spelling(plan.read, plan.write)


@cache
def _plan(record: type) -> _Plan:
    return _made(record, {})


def _made(record: type, said: Mapping[str, object]) -> _Plan:
    if not is_dataclass(record):
        raise TypeError(record)
    planned = (_planned(field, said.get(field.name, field.type)) for field in fields(record))
    return _Plan(record, tuple(planned))


def _planned(field: Field[Any], hint: Any) -> _Field:  # noqa: ANN401  # any type
    marks = getattr(hint, "__metadata__", ())
    key = next((mark.name for mark in marks if isinstance(mark, WireKey)), field.name)
    factory = field.default_factory
    default = field.default if factory is MISSING else factory()
    is_omitted = OMITTED in marks
    if INLINE in marks:
        return _Field(field.name, "", _AS_IT_IS, is_omitted, default, _plan(get_args(hint)[0]))
    spelling = _spelling(hint, may_be_null=not is_omitted)
    return _Field(field.name, key, spelling, is_omitted, default, None)


def _spelling(hint: Any, *, may_be_null: bool = True) -> Spelling:  # noqa: ANN401  # any type
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        said = next((mark for mark in hint.__metadata__ if isinstance(mark, Spelling)), None)
        return said or _spelling(parts[0], may_be_null=may_be_null)
    if origin in {Union, UnionType}:
        inner = _spelling(next(part for part in parts if part is not NoneType))
        return _or_null(inner) if may_be_null else inner
    if origin is tuple:
        return many(_spelling(parts[0]))
    return _one_of(hint) if issubclass(hint, StrEnum) else spelled(hint)


def _or_null(inner: Spelling) -> Spelling:
    read, write = inner
    return Spelling(
        lambda value: None if value is None else read(value),
        lambda held: None if held is None else write(held),
    )


def _one_of(kinds: type[StrEnum]) -> Spelling:
    known = {kind.value: kind for kind in kinds}

    def read(value: Json) -> StrEnum:
        if not isinstance(value, str) or value not in known:
            raise Misfit
        return known[value]

    return Spelling(read, lambda kind: kind.value)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a document says it is."""

    format: Annotated[object, _AS_IT_IS]
    format_version: Count


_HEAD = _plan(_Said)


class Head(NamedTuple):
    """The two fields that say what a document is, before any other is looked at.

    Attributes:
        refuse: makes the error for another format or version; None names the field.
    """

    format: str
    version: int
    refuse: Callable[[object, int], PackageError] | None = None


class Wire(Generic[T]):
    """The way of one kind of record to bytes and back.

    Errors have the codes ``<prefix>-field`` and ``<prefix>-unknown-field`` and the fact
    ``where``, e.g. ``package.manifest-field(where='files[0].role')``.
    """

    def __init__(self, record: type[T], prefix: str, *, head: Head | None = None) -> None:
        whole: type = record
        self._plan = _plan(whole)
        self._prefix, self._head = prefix, head

    def dump(self, record: T) -> bytes:
        """Return a record as canonical JSON.

        Raises:
            PackageError: a text that canonical JSON refuses.
        """
        document = self._plan.write(record)
        if self._head is not None:
            document |= {"format": self._head.format, "format_version": self._head.version}
        return canonical.dump(document)

    def load(self, data: bytes, *, limit: int = canonical.MAX_BYTES) -> T:
        """Read a record.

        Raises:
            PackageError: ``package.json-…``, ``<prefix>-field``, ``<prefix>-unknown-field``,
                or what the head refuses with.
        """
        document = canonical.load(data, limit=limit)
        try:
            if self._head is not None:
                document = self._without_head(document, self._head)
            made: T = self._plan.read(document)
        except Misfit as misfit:
            raise self._error(misfit) from misfit
        return made

    def wrong(self, where: str) -> PackageError:
        """Return the error that names a field."""
        return PackageError(f"{self._prefix}-field", where=where)

    def unknown(self, where: str) -> PackageError:
        """Return the error that names a field nobody knows."""
        return PackageError(f"{self._prefix}-unknown-field", where=where[:80])

    def _error(self, misfit: Misfit) -> PackageError:
        if misfit.is_unknown:
            return self.unknown(misfit.where)
        return self.wrong(misfit.where or "$")

    def _without_head(self, document: Json, head: Head) -> dict[str, Json]:
        if not isinstance(document, dict):
            raise Misfit
        left = dict(document)
        said: _Said = _HEAD.taken(left)
        if (said.format, said.format_version) == (head.format, head.version):
            return left
        if head.refuse is None:
            raise self.wrong("format")
        raise head.refuse(said.format, said.format_version)
