"""How many facts of each kind there are, asked where they lay and where they lie now."""

from typing import NamedTuple

from sqlalchemy import Connection, text


class Fact(NamedTuple):
    """A kind of fact, and the two questions how many there are."""

    name: str
    there: str
    here: str


def _as_number(setting: str) -> str:
    return f"SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM setting WHERE name = '{setting}'"  # noqa: S608


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
    Fact("reading_key", "SELECT (SELECT count(*) FROM setting WHERE name = 'reading_key' AND"
         " value <> '') + (SELECT count(*) FROM setting WHERE name LIKE 'reading-key-sealed:%')",
         "SELECT count(*) FROM reading_key"),
    Fact("known_reading_key", "SELECT count(*) FROM setting WHERE name LIKE 'reading-key-of:%'"
         " AND value <> ''", "SELECT count(*) FROM known_reading_key"),
    Fact("published_revocations", "SELECT count(DISTINCT subject) FROM journal"
         " WHERE what = 'revocations-published'", "SELECT count(*) FROM published_revocations"),
    Fact("last number of a list", _as_number("revocations-number"),
         "SELECT coalesce(max(number), 0) FROM published_revocations"),
    Fact("last number of a package", _as_number("package-sequence"),
         "SELECT coalesce(max(value), 0) FROM counter WHERE name = 'package-sequence'"),
    Fact("installed_edition", "SELECT count(*) FROM setting WHERE name = 'catalogue-package'"
         " AND value <> ''", "SELECT count(*) FROM installed_edition"),
    Fact("chosen set", "SELECT count(*) FROM setting WHERE name = 'report-sets' AND value <> ''",
         "SELECT CASE WHEN count(*) > 0 THEN 1 ELSE 0 END FROM chosen_set"),
    Fact("last_signer", "SELECT count(*) FROM setting WHERE value <> ''"
         " AND name IN ('signer', 'seal-signer')", "SELECT count(*) FROM last_signer"),
    Fact("noted report", "SELECT count(*) FROM setting WHERE name LIKE 'notes %'"
         " AND value <> '[]'", "SELECT count(DISTINCT submission_id) FROM note"),
    Fact("picture", "SELECT count(*) FROM setting WHERE value <> '' AND name IN"
         " ('signature-image', 'seal-image')", "SELECT count(*) FROM picture"),
)  # fmt: skip


def count_before(connection: Connection) -> dict[str, int]:
    """Return how many facts lie in settings and in the journal, by kind."""
    return {fact.name: connection.scalar(text(fact.there)) or 0 for fact in _FACTS}


def count_after(connection: Connection) -> dict[str, int]:
    """Return how many facts lie in their tables, by kind."""
    return {fact.name: connection.scalar(text(fact.here)) or 0 for fact in _FACTS}
