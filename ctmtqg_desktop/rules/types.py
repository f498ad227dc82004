"""The kinds of value a formula may speak of, and what it needs to know of its surroundings."""

from collections.abc import Iterable
from enum import Enum
from typing import Protocol

from ctmtqg_desktop.catalogue.records.values import Value

Operand = Value | tuple[Value, ...]
"""What a name stands for when a formula runs: one value, or a column of them."""


class ValueKind(Enum):
    """Name a kind of value; ANY is for parameters that take them all."""

    NUMBER = "number"
    TEXT = "text"
    LOGIC = "logic"
    DATE = "date"
    NUMBERS = "numbers"
    TEXTS = "texts"
    LOGICS = "logics"
    ANY = "any"

    @property
    def words(self) -> str:
        """Return the key under which ``messages/vi/rules.toml`` names this kind."""
        return f"rules.kind-{self.value}"


SINGLE = frozenset({ValueKind.NUMBER, ValueKind.TEXT, ValueKind.LOGIC, ValueKind.DATE})
ORDERED = frozenset({ValueKind.NUMBER, ValueKind.DATE})
ELEMENT = {
    ValueKind.NUMBERS: ValueKind.NUMBER,
    ValueKind.TEXTS: ValueKind.TEXT,
    ValueKind.LOGICS: ValueKind.LOGIC,
}
"""What a list is a list of."""


class Scope(Protocol):
    """Tell a formula which names it may use."""

    def kind_of(self, name: str) -> ValueKind | None:
        """Return the kind of a name, None when there is no such name."""

    def names(self) -> Iterable[str]:
        """Return every name, for suggestions."""
