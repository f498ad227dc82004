"""How many facts of each kind there are, asked where they lay and where they lie now."""

from typing import NamedTuple

from sqlalchemy import Connection, text


class Fact(NamedTuple):
    """A kind of fact, and the two questions how many there are."""

    name: str
    there: str
    here: str


_FACTS = (
    Fact("export", "SELECT count(*) FROM journal WHERE what = 'exported'",
         "SELECT count(*) FROM export"),
    Fact("picture", "SELECT count(*) FROM setting WHERE value <> '' AND name IN"
         " ('signature-image', 'seal-image')", "SELECT count(*) FROM picture"),
)  # fmt: skip


def count_before(connection: Connection) -> dict[str, int]:
    """Return how many facts lie in settings and in the journal, by kind."""
    return {fact.name: connection.scalar(text(fact.there)) or 0 for fact in _FACTS}


def count_after(connection: Connection) -> dict[str, int]:
    """Return how many facts lie in their tables, by kind."""
    return {fact.name: connection.scalar(text(fact.here)) or 0 for fact in _FACTS}
