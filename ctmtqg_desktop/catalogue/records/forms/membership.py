"""Which report sets a form belongs to."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Membership:
    """That a form belongs to a report set, and for which kinds of unit.

    Attributes:
        required: false where only units that strive for it send it; nobody is missing then.
        under: codes of the only units at and below which it belongs; empty is everywhere.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
    id: str
    order: int
    unit_kinds: tuple[str, ...] = ()
    required: bool = True
    under: tuple[str, ...] = ()
