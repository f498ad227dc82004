"""The tables of version 3."""

from typing import Any

from alembic.operations import Operations
from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, LargeBinary, Text


def make_tables(op: Operations) -> None:
    """Make the new tables; those there already stay as they are."""
    _papers(op)


def _table(op: Operations, name: str, *parts: Any, rowid: bool = False) -> None:  # noqa: ANN401  as alembic takes them
    op.create_table(name, *parts, sqlite_strict=True, sqlite_with_rowid=rowid)


def _number() -> Any:  # noqa: ANN401  a type per database
    return BigInteger().with_variant(Integer(), "sqlite")


def _id() -> Column[int]:
    return Column("id", _number(), primary_key=True)


def _key(name: str) -> Column[str]:
    return Column(name, Text(), primary_key=True)


def _words(name: str) -> Column[str]:
    return Column(name, Text(), nullable=False)


def _whole(name: str) -> Column[int]:
    return Column(name, _number(), nullable=False)


def _flag(name: str) -> Column[int]:
    return Column(name, Integer, CheckConstraint(f"{name} IN (0, 1)"), nullable=False)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


def _papers(op: Operations) -> None:
    _table(
        op, "export", _id(), _words("at"), _words("what"), _words("path"), _words("sha256"),
        _whole("size"), _flag("personal"), _words("signer"), _words("user"),
        rowid=True,
    )  # fmt: skip
    _table(op, "picture", _key("name"), _whole("width_mm"), _bytes("png"), rowid=True)
