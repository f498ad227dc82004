"""Version 1: the first tables.

Self-contained: it says what the file was on that day, whatever ``tables`` says now.
"""

from typing import Any

from alembic.operations import Operations
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)

_KINDS = "('n','t','b','d','a','r')"


def upgrade(op: Operations) -> None:
    """Make the tables and indexes."""
    _own(op)
    _drafts(op)
    _reports(op)
    _frozen(op)
    _trust(op)
    op.create_index("change_of_sheet", "change", ["sheet_id"])
    op.create_index("remark_of_report", "remark", ["unit", "report_set", "period"])
    op.create_index(
        "submission_current", "submission", ["report_set", "period", "unit"], unique=True,
        sqlite_where=text("current = 1"), postgresql_where=text("current = 1"),
    )  # fmt: skip


def _table(op: Operations, name: str, *parts: Any, rowid: bool = False) -> None:  # noqa: ANN401  as alembic takes them
    op.create_table(name, *parts, sqlite_strict=True, sqlite_with_rowid=rowid)


def _whole() -> Any:  # noqa: ANN401  a type per database
    return BigInteger().with_variant(Integer(), "sqlite")


def _key(name: str, *, parent: str = "") -> Column[Any]:
    kind: Any = _whole() if parent or name == "id" else Text()
    parents = (ForeignKey(parent),) if parent else ()
    return Column(name, kind, *parents, primary_key=True)


def _words(name: str) -> Column[str]:
    return Column(name, Text(), nullable=False)


def _moment(name: str = "at") -> Column[str]:
    return Column(name, Text(), nullable=False)


def _value_columns() -> tuple[Any, ...]:
    return (
        Column("kind", Text(), CheckConstraint(f"kind IN {_KINDS}"), nullable=False),
        Column("num", _whole()),
        Column("text", Text()),
        Column("code", Text()),
    )  # fmt: skip


def _own(op: Operations) -> None:
    _table(
        op,
        "identity",
        Column("id", _whole(), CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
        Column("schema_version", Integer, nullable=False),
        _words("unit_code"),
        Column("at", Text(), nullable=False),
        _words("role"),
        _moment("created"),
        _words("title"),
        rowid=True,
    )
    _table(op, "setting", _key("name"), _words("value"))
    _table(op, "counter", _key("name"), Column("value", _whole(), nullable=False))
    _table(
        op, "journal", _key("id"), _moment(), _words("what"), _words("subject"), _words("detail"),
        rowid=True,
    )  # fmt: skip


def _drafts(op: Operations) -> None:
    _table(
        op, "sheet", _key("id"), _words("form"), Column("version", Integer, nullable=False),
        _words("unit"), _words("period"), Column("next_row", _whole(), nullable=False),
        UniqueConstraint("form", "version", "unit", "period"),
        rowid=True,
    )  # fmt: skip
    _table(
        op, "entry",
        _key("sheet_id", parent="sheet.id"), _key("section"), _key("row"), _key("column"),
        *_value_columns(),
    )  # fmt: skip
    _table(
        op, "sheet_row", _key("sheet_id", parent="sheet.id"), _key("section"), _key("row"),
        Column("position", Integer, nullable=False),
    )  # fmt: skip
    _table(
        op, "justification", _key("sheet_id", parent="sheet.id"), _key("rule"), _key("cell"),
        _words("text"), _moment(),
    )  # fmt: skip
    _table(
        op, "change",
        _key("id"), Column("sheet_id", _whole(), ForeignKey("sheet.id"), nullable=False),
        _moment(),
        rowid=True,
    )  # fmt: skip
    _table(
        op, "change_cell", _key("change_id", parent="change.id"),
        Column("ordinal", Integer, primary_key=True, autoincrement=False),
        _words("section"), _words("row"), _words("column"), _words("before"), _words("after"),
    )  # fmt: skip
    _table(
        op, "change_row", _key("change_id", parent="change.id"),
        Column("ordinal", Integer, primary_key=True, autoincrement=False),
        _words("section"), _words("row"), Column("position", Integer, nullable=False),
        Column("added", Integer, nullable=False),
    )  # fmt: skip


def _reports(op: Operations) -> None:
    _table(
        op, "report", _key("unit"), _key("report_set"), _key("period"),
        Column("version", Integer, nullable=False), Column("revision", Integer, nullable=False),
        _words("status"), _words("content_sha256"), Column("changed_at", Text()),
    )  # fmt: skip
    _table(
        op, "remark", _key("id"), _words("unit"), _words("report_set"), _words("period"),
        Column("revision", Integer, nullable=False), _words("cell"), _words("text"),
        Column("due", Text()),
        rowid=True,
    )  # fmt: skip
    _table(
        op, "package",
        _key("sha256"), Column("size", _whole(), nullable=False), Column("data", LargeBinary),
        _words("kind"), _words("direction"), _words("outcome"), _words("code"),
        _words("verdict_json"), _words("source_name"), _moment(),
        rowid=True,
    )  # fmt: skip
    _table(
        op, "submission", _key("id"), _words("unit"), _words("report_set"), _words("period"),
        Column("version", Integer, nullable=False), Column("revision", Integer, nullable=False),
        _words("status"), Column("current", Integer, nullable=False), _words("content_sha256"),
        _words("previous_sha256"),
        Column("package_sha256", Text(), ForeignKey("package.sha256"), nullable=False),
        _moment("signed_at"), Column("received_at", Text()), _words("signer_sha256"),
        _words("values_sha256"),
        UniqueConstraint("unit", "report_set", "period", "revision"),
        rowid=True,
    )  # fmt: skip


def _frozen(op: Operations) -> None:
    _table(
        op, "frozen_sheet", _key("id"),
        Column("submission_id", _whole(), ForeignKey("submission.id"), nullable=False),
        _words("form"), Column("version", Integer, nullable=False), _words("values_sha256"),
        UniqueConstraint("submission_id", "form"),
        rowid=True,
    )  # fmt: skip
    _table(
        op, "frozen_value",
        _key("sheet_id", parent="frozen_sheet.id"), _key("section"), _key("row"),
        _key("column"), *_value_columns(),
    )  # fmt: skip
    _table(
        op, "frozen_line", _key("sheet_id", parent="frozen_sheet.id"), _key("section"),
        Column("position", Integer, primary_key=True, autoincrement=False), _words("row"),
        _words("body"),
    )  # fmt: skip
    _table(
        op, "frozen_justification", _key("sheet_id", parent="frozen_sheet.id"), _key("rule"),
        _key("cell"), _words("text"),
    )  # fmt: skip


def _trust(op: Operations) -> None:
    _table(
        op, "signer", _key("unit"), _key("spki_sha256"),
        Column("valid_from", Text(), primary_key=True), Column("valid_to", Text()),
        Column("revoked_at", Text()), _words("source"), _words("approved_by"), _words("note"),
    )  # fmt: skip
    _table(
        op, "authority", _key("id"), Column("certificate_der", LargeBinary, nullable=False),
        Column("sealed_key", LargeBinary, nullable=False), _moment(),
        rowid=True,
    )  # fmt: skip
    _table(
        op, "own_card",
        _key("id"), _words("unit"), Column("certificate_der", LargeBinary, nullable=False),
        Column("authority_der", LargeBinary, nullable=False), _moment(),
        rowid=True,
    )  # fmt: skip
    _table(
        op, "receipt",
        Column("number", _whole(), primary_key=True, autoincrement=False), _moment(),
        _words("package_sha256"), _words("content_sha256"), _words("outcome"),
        _words("previous_hash"), Column("hash", Text(), nullable=False, unique=True),
        Column("data", LargeBinary, nullable=False),
        rowid=True,
    )  # fmt: skip
    _table(
        op, "incoming_receipt", _key("id"), _words("content_sha256"), _words("receiver"),
        Column("number", _whole(), nullable=False), _moment(), _words("outcome"),
        Column("data", LargeBinary, nullable=False), UniqueConstraint("receiver", "number"),
        rowid=True,
    )  # fmt: skip
