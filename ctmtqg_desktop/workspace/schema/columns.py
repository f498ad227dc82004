"""Column types that mean the same on SQLite (STRICT) and on PostgreSQL."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, LargeBinary, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

from ctmtqg_desktop.workspace.schema.codec import scaled, unscaled

Bytes = LargeBinary
Words = Text


def whole() -> TypeEngine[int]:
    """Return a 64-bit integer: BIGINT, but INTEGER where STRICT knows no other."""
    return BigInteger().with_variant(Integer(), "sqlite")


class Number(TypeDecorator[Decimal]):
    """Keep an exact decimal as a 64-bit integer of thousandths; sums and compares in SQL.

    ``column + column`` loses the type: use ``type_coerce``.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Pick the integer the database knows."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Scale, or refuse what does not fit."""
        del dialect
        return None if value is None else scaled(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:  # noqa: ANN401  what a driver returns: int, or Decimal for a PostgreSQL sum
        """Unscale."""
        del dialect
        return None if value is None else unscaled(int(value))


class Flag(TypeDecorator[bool]):
    """Keep yes or no as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """Write."""
        del dialect
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """Read."""
        del dialect
        return None if value is None else bool(value)


class Day(TypeDecorator[date]):
    """Keep a day as ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Write."""
        del dialect
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Read."""
        del dialect
        return None if value is None else date.fromisoformat(value)


class Moment(TypeDecorator[datetime]):
    """Keep a moment as RFC 3339 text with its offset; one without an offset is a bug."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a moment needs an offset"
            raise ValueError(msg)
        return value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read."""
        del dialect
        return None if value is None else datetime.fromisoformat(value)
