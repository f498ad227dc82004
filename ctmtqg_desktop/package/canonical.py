"""JSON with one spelling (RFC 8785): written so, and accepted only so.

A text is read if and only if writing what was read gives back the same bytes. Numbers with a
fraction travel as text; binary floats do not exist here.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NoReturn

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.text import canonical_number

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1
_REFUSED = re.compile(
    # Controls but the line feed; what turns the direction of writing; half of a pair.
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BRACKETS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)

_ASTRAL = re.compile(rb"[\xf0-\xf4]")

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


def dump(value: object) -> bytes:
    """Write records of plain values as canonical JSON.

    Args:
        value: None, bool, int, str, Decimal (written as text), lists and mappings of them.

    Raises:
        PackageError: a text that ``load`` would refuse, e.g. ``package.json-control``.
        TypeError: a float or any other kind of value.
        ValueError: a whole number beyond 2**53 - 1; such a one travels as a Decimal.
    """
    plain = _plain(value)
    _check(plain)
    return _spelled(plain)


def load(data: bytes, *, limit: int = MAX_BYTES) -> Json:
    """Read canonical JSON.

    Raises:
        PackageError: ``package.json-too-big``, ``-encoding``, ``-depth``, ``-syntax``,
            ``-duplicate-key``, ``-number``, ``-control``, ``-not-nfc``, ``-not-canonical``.
    """
    if len(data) > limit:
        raise PackageError("package.json-too-big", size=len(data), limit=limit)
    _check_depth(data)
    value = _parse(data)
    _check(value)
    if _spelled(value) != data:
        raise PackageError("package.json-not-canonical")
    return value


def _spelled(value: Json) -> bytes:
    """Write plain values as RFC 8785 says.

    The standard library spells the same, four times faster, but sorts keys by code point and
    not by UTF-16 unit; that differs only where a letter needs four bytes in UTF-8.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    data = text.encode("utf-8")
    if _ASTRAL.search(data) is None:
        return data
    import rfc8785

    return rfc8785.dumps(value)


def _plain(value: object) -> Json:
    if isinstance(value, int) and abs(value) > MAX_INTEGER:
        raise ValueError(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return canonical_number(value)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(inner) for inner in value]
    raise TypeError(type(value).__name__)


def _parse(data: bytes) -> Json:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PackageError("package.json-encoding", offset=error.start) from error
    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=_pairs,
            parse_constant=_refuse_number,
            parse_float=_refuse_number,
            parse_int=_integer,
        )
    except (ValueError, RecursionError) as error:
        raise PackageError("package.json-syntax") from error
    return value


def _pairs(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise PackageError("package.json-duplicate-key", key=twice[:80])
    return made


def _refuse_number(text: str) -> NoReturn:
    raise PackageError("package.json-number", number=text[:40])


def _integer(text: str) -> int:
    if len(text) > 17 or text == "-0" or abs(int(text)) > MAX_INTEGER:
        _refuse_number(text)
    return int(text)


def _check_depth(data: bytes) -> None:
    """Count brackets outside strings before a parser recurses into them."""
    depth = 0
    for found in _BRACKETS.finditer(data):
        token = found.group()
        if token in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise PackageError("package.json-depth", limit=MAX_DEPTH)
        elif token in b"]}":
            depth -= 1


def _check(value: Json) -> None:
    for text in set(_texts(value)):
        if _REFUSED.search(text):
            raise PackageError("package.json-control", text=_shown(text))
        if not unicodedata.is_normalized("NFC", text):
            raise PackageError("package.json-not-nfc", text=_shown(text))


def _texts(value: Json) -> Iterator[str]:
    """Yield every key and every text; ``_check_depth`` or the writer bounds the recursion."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _shown(text: str) -> str:
    return _REFUSED.sub("?", text[:40])
