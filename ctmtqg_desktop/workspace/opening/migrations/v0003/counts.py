"""How many facts of each kind there are, asked where they lay and where they lie now."""

from typing import NamedTuple

from sqlalchemy import Connection, text


class Fact(NamedTuple):
    """A kind of fact, and the two questions how many there are."""

    name: str
    there: str
    here: str


_FACTS = (
    Fact("report_revision", "SELECT count(DISTINCT subject) FROM journal WHERE what = 'reopen'",
         "SELECT count(*) FROM report_revision WHERE reason <> ''"),
    Fact("enclosed lists", "SELECT count(*) FROM setting WHERE name LIKE 'lists-enclosed:%'"
         " AND value = '1'", "SELECT count(*) FROM report_revision WHERE encloses_lists = 1"),
    Fact("unlocked_place", "SELECT count(*) FROM journal WHERE what = 'unlock'",
         "SELECT count(*) FROM unlocked_place"),
    Fact("taken_return", "SELECT count(DISTINCT detail) FROM journal WHERE what = 'return-got'",
         "SELECT count(*) FROM taken_return"),
    Fact("answered return", "SELECT count(DISTINCT detail) FROM journal"
         " WHERE what = 'return-taken'",
         "SELECT count(*) FROM taken_return WHERE answered_in IS NOT NULL"),
    Fact("read letter", "SELECT count(DISTINCT subject) FROM journal WHERE what = 'read'",
         "SELECT (SELECT count(*) FROM taken_return WHERE read_at IS NOT NULL)"
         " + (SELECT count(*) FROM incoming_receipt WHERE read_at IS NOT NULL)"),
    Fact("package_place", """SELECT count(*) FROM package WHERE verdict_json LIKE '%"place": "%'"""
         " OR sha256 IN (SELECT package_sha256 FROM submission)",
         "SELECT count(*) FROM package_place"),
    Fact("issue", "SELECT count(*) FROM setting WHERE name LIKE 'issued:%' AND value <> ''",
         "SELECT count(*) FROM issue"),
    Fact("envelope", "SELECT count(*) FROM setting WHERE name LIKE 'envelope-of:%'"
         " AND value <> ''", "SELECT count(*) FROM envelope"),
    Fact("conflict_decision", "SELECT count(*) FROM journal"
         " WHERE what IN ('conflict-kept', 'conflict-taken')",
         "SELECT count(*) FROM conflict_decision"),
    Fact("confirmation", "SELECT count(DISTINCT subject) FROM journal"
         " WHERE what = 'submission-confirmed'", "SELECT count(*) FROM confirmation"),
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
