"""Entry values as database columns and as text, exactly, both ways."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE, Blank
from ctmtqg_desktop.entries.change import EntryValue, Refused
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.text import canonical_number

SCALE = 3
"""Decimals kept: what the forms' finest measures (km, triệu đồng) need, down to 0.001."""
_UNIT = 10**SCALE
LIMIT = 2**63 - 1
"""A signed 64-bit integer: numbers up to 9,223,372,036,854,775.807, nine times what is typed."""


class Columns(NamedTuple):
    """How one value lies in a table.

    Attributes:
        kind: ``n`` number, ``t`` text, ``b`` met or not, ``d`` date, ``a`` not applicable,
            ``r`` refused.
        num: a number, or 1 / 0 for met / not met, so that a sum counts what is met.
        text: of a text, a date (ISO) or a refused entry.
        code: why it was refused.
    """

    kind: str
    num: Decimal | None = None
    text: str | None = None
    code: str | None = None


def scaled(number: Decimal) -> int:
    """Return a number in thousandths, exactly.

    Raises:
        WorkspaceError: ``workspace.too-many-decimals`` or ``workspace.number-too-large``; it
            is never rounded.
    """
    if not number.is_finite() or number.adjusted() > 18:
        raise WorkspaceError("workspace.number-too-large", number=str(number))
    if number and number.adjusted() < -SCALE:  # before a huge exponent is spelt out
        raise WorkspaceError("workspace.too-many-decimals", number=str(number), decimals=SCALE)
    if not number:
        return 0
    top, bottom = number.as_integer_ratio()
    thousandths: int
    thousandths, rest = divmod(top * _UNIT, bottom)
    if rest:
        raise WorkspaceError(
            "workspace.too-many-decimals", number=canonical_number(number), decimals=SCALE
        )
    if not -LIMIT <= thousandths <= LIMIT:
        raise WorkspaceError("workspace.number-too-large", number=canonical_number(number))
    return thousandths


def unscaled(thousandths: int) -> Decimal:
    """Return the number again, without trailing zeros or exponent."""
    whole, rest = divmod(thousandths, _UNIT)
    if not rest:
        return Decimal(whole)
    return Decimal(canonical_number(Decimal(thousandths).scaleb(-SCALE)))


def to_columns(value: EntryValue) -> Columns | None:
    """Take a value apart; None for an empty cell, which has no row in a table."""
    if isinstance(value, str):
        return Columns("t", text=value)
    if isinstance(value, Blank):
        return None if value is EMPTY else Columns("a")
    if isinstance(value, Refused):
        return Columns("r", text=value.text, code=value.code)
    if isinstance(value, bool):
        return Columns("b", num=Decimal(int(value)))
    if isinstance(value, Decimal):
        return Columns("n", num=value)
    return Columns("d", text=value.isoformat())


def from_columns(kind: str, num: Decimal | None, text: str | None, code: str | None) -> EntryValue:
    """Put a value together again."""
    if kind == "n":
        return num or Decimal(0)
    if kind == "t":
        return text or ""
    if kind == "b":
        return num == 1
    if kind == "d":
        return date.fromisoformat(text or "")
    return NOT_APPLICABLE if kind == "a" else Refused(text or "", code or "")


def to_token(value: EntryValue) -> str:
    """Write a value as one text: its kind, then the value; an empty cell is an empty text."""
    if isinstance(value, str):
        return f"t{value}"
    if isinstance(value, bool):
        return "b1" if value else "b0"
    found = to_columns(value)
    if found is None:
        return ""
    if found.kind == "r":
        return f"r{found.code}|{found.text}"
    return found.kind + (found.text or "" if found.num is None else _number(found.num))


def _number(number: Decimal) -> str:
    scaled(number)  # refuses what has no short exact form
    return canonical_number(number)


def from_token(token: str) -> EntryValue:
    """Read what ``to_token`` wrote."""
    if not token:
        return EMPTY
    kind, rest = token[0], token[1:]
    if kind == "n":
        return Decimal(rest)
    if kind == "b":
        return rest == "1"
    if kind == "r":
        code, _, text = rest.partition("|")
        return Refused(text, code)
    return from_columns(kind, None, rest, None)
