"""Version 2: revocations, certificates of outside authorities, their revocation lists.

Self-contained: it says what was added on that day, whatever ``tables`` says now.
"""

from typing import Any

from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text


def upgrade(op: Operations) -> None:
    """Make the new tables; those there already stay as they are."""
    _revoked(op)
    _outside(op)
    _taken_in(op)


def _table(op: Operations, name: str, *parts: Any) -> None:  # noqa: ANN401  as alembic takes them
    op.create_table(name, *parts, sqlite_strict=True, sqlite_with_rowid=False)


def _key(name: str) -> Column[str]:
    return Column(name, Text(), primary_key=True)


def _words(name: str) -> Column[str]:
    return Column(name, Text(), nullable=False)


def _whole(name: str) -> Column[int]:
    return Column(name, BigInteger().with_variant(Integer(), "sqlite"), nullable=False)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


def _revoked(op: Operations) -> None:
    _table(
        op, "revocation", _key("unit"), _key("spki_sha256"), _words("revoked_at"),
        Column("suspected_at", Text()), _words("reason"), _words("revoked_by"),
    )  # fmt: skip


def _outside(op: Operations) -> None:
    _table(
        op, "signer_certificate", _key("spki_sha256"), _bytes("certificate_der"),
        _words("subject"), _words("issuer"), _words("issuer_sha256"), _words("at"),
    )  # fmt: skip
    _table(
        op, "trusted_authority", _key("spki_sha256"), _bytes("certificate_der"),
        _words("subject"), _words("added_by"), _words("at"),
    )  # fmt: skip
    _table(
        op, "crl", _key("issuer_sha256"), _words("number"), _words("this_update"),
        Column("next_update", Text()), _whole("entries"), _words("sha256"), _words("at"),
    )  # fmt: skip
    _table(
        op, "revoked_certificate", _key("issuer_sha256"), _key("serial"), _words("revoked_at"),
        Column("suspected_at", Text()), _words("reason"),
    )  # fmt: skip


def _taken_in(op: Operations) -> None:
    _table(
        op, "revocation_list", _key("issuer_sha256"), _whole("number"), _words("unit"),
        _words("issued_at"), _words("package_sha256"), _words("at"),
    )  # fmt: skip
    _table(
        op, "revoked_key", _key("issuer_sha256"), _key("spki_sha256"), _key("unit"),
        _words("revoked_at"), Column("suspected_at", Text()), _words("reason"),
    )  # fmt: skip
