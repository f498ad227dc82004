"""The tables of version 3."""

from typing import Any

from alembic.operations import Operations
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
)


def make_tables(op: Operations) -> None:
    """Make the new tables; those there already stay as they are."""
    _revisions(op)
    _packages(op)
    _papers(op)
    _keys(op)
    _choices(op)
    op.add_column("incoming_receipt", Column("read_at", Text()))


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


_REVISION = ("unit", "report_set", "period", "revision")


def _of_revision(parent: str = "") -> tuple[Any, ...]:
    parents = [f"{parent}.{name}" for name in _REVISION]
    link = (ForeignKeyConstraint(_REVISION, parents),) if parent else ()
    return (
        _words("unit"), _words("report_set"), _words("period"),
        Column("revision", Integer, nullable=False), *link,
    )  # fmt: skip


def _package(
    name: str = "package_sha256", *, in_key: bool = False, unique: bool | None = None
) -> Column[str]:
    parent = ForeignKey("package.sha256")
    return Column(name, Text(), parent, primary_key=in_key, nullable=False, unique=unique)


def _revisions(op: Operations) -> None:
    _table(
        op, "report_revision", _key("unit"), _key("report_set"), _key("period"),
        Column("revision", Integer, primary_key=True, autoincrement=False),
        Column("opened_at", Text()), _words("reason"), _flag("encloses_lists"),
    )  # fmt: skip
    _table(
        op, "unlocked_place", _id(), *_of_revision("report_revision"), _words("place"),
        _words("reason"), _words("at"),
        rowid=True,
    )  # fmt: skip
    _table(
        op, "taken_return", _id(), _package(unique=True), *_of_revision("submission"),
        _words("at"), Column("answered_in", Integer), Column("read_at", Text()),
        rowid=True,
    )  # fmt: skip
    _table(
        op, "handed_out_print", _id(), *_of_revision(), _words("sha256"), _whole("size"),
        rowid=True,
    )  # fmt: skip


def _packages(op: Operations) -> None:
    _table(op, "package_place", _package(in_key=True), *_of_revision(), rowid=True)
    op.create_index("package_place_of_report", "package_place", ["unit", "report_set", "period"])
    _table(
        op, "issue", _key("content_sha256"), _package(),
        Column("number", Integer, nullable=False), _words("symbol"), _words("dated"),
    )  # fmt: skip
    _table(op, "envelope", _package(in_key=True), _package("envelope_sha256"))
    _table(
        op, "conflict_decision", _id(), _package(), _flag("taken"), _words("reason"),
        _words("at"),
        rowid=True,
    )  # fmt: skip
    _table(op, "confirmation", _package(in_key=True), _words("reason"), _words("at"))


def _papers(op: Operations) -> None:
    _table(
        op, "export", _id(), _words("at"), _words("what"), _words("path"), _words("sha256"),
        _whole("size"), _flag("personal"), _words("signer"), _words("user"),
        rowid=True,
    )  # fmt: skip
    _table(op, "picture", _key("name"), _whole("width_mm"), _bytes("png"), rowid=True)


def _keys(op: Operations) -> None:
    _table(
        op, "note", _id(),
        Column("submission_id", _number(), ForeignKey("submission.id"), nullable=False),
        _words("cell"), _words("text"), Column("due", Text()),
        UniqueConstraint("submission_id", "cell"),
        rowid=True,
    )  # fmt: skip
    _table(
        op, "reading_key", _key("public"), _bytes("sealed"), Column("retired_at", Text()),
    )  # fmt: skip
    _table(op, "known_reading_key", _key("unit"), _words("public"))
    _table(
        op, "published_revocations",
        Column("number", _number(), primary_key=True, autoincrement=False), _package(),
        _words("at"),
        rowid=True,
    )  # fmt: skip


def _choices(op: Operations) -> None:
    _table(op, "installed_edition", _id(), _package(), _words("at"), rowid=True)
    _table(op, "chosen_set", _key("report_set"))
    _table(op, "last_signer", _key("role"), _words("way"), _words("path"))
