"""Today's tables. What an older file looks like is known to ``migrations`` alone.

No foreign key cascades: a parent with children cannot be deleted, and nothing here deletes one.
"""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    text,
)

from ctmtqg_desktop.workspace.schema.columns import (
    Bytes,
    Day,
    Flag,
    Moment,
    Number,
    Words,
    whole,
)

metadata = MetaData()
_KINDS = "('n','t','b','d','a','r')"


def _table(name: str, *parts: Any, rowid: bool = False) -> Table:  # noqa: ANN401  as Table takes them
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=rowid)


def _key(name: str, *, parent: str = "") -> Column[Any]:
    kind: Any = whole() if parent or name == "id" else Words()
    parents = (ForeignKey(parent),) if parent else ()
    return Column(name, kind, *parents, primary_key=True)


def _words(name: str) -> Column[str]:
    return Column(name, Words(), nullable=False)


def _moment(name: str = "at") -> Column[Any]:
    return Column(name, Moment(), nullable=False)


def _flag(name: str) -> Column[Any]:
    return Column(name, Flag(), CheckConstraint(f"{name} IN (0, 1)"), nullable=False)


def _value_columns() -> tuple[Any, ...]:
    return (
        Column("kind", Words(), CheckConstraint(f"kind IN {_KINDS}"), nullable=False),
        Column("num", Number()),
        Column("text", Words()),
        Column("code", Words()),
    )  # fmt: skip


identity = _table(
    "identity",
    Column("id", whole(), CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("schema_version", Integer, nullable=False),
    _words("unit_code"),
    Column("at", Day(), nullable=False),
    _words("role"),
    _moment("created"),
    _words("title"),
    rowid=True,
)
setting = _table("setting", _key("name"), _words("value"))
counter = _table("counter", _key("name"), Column("value", whole(), nullable=False))
journal = _table(
    "journal", _key("id"), _moment(), _words("what"), _words("subject"), _words("detail"),
    rowid=True,
)  # fmt: skip

sheet = _table(
    "sheet", _key("id"), _words("form"), Column("version", Integer, nullable=False),
    _words("unit"), _words("period"), Column("next_row", whole(), nullable=False),
    UniqueConstraint("form", "version", "unit", "period"),
    rowid=True,
)  # fmt: skip
entry = _table(
    "entry", _key("sheet_id", parent="sheet.id"), _key("section"), _key("row"), _key("column"),
    *_value_columns(),
)  # fmt: skip
sheet_row = _table(
    "sheet_row", _key("sheet_id", parent="sheet.id"), _key("section"), _key("row"),
    Column("position", Integer, nullable=False),
)  # fmt: skip
justification = _table(
    "justification", _key("sheet_id", parent="sheet.id"), _key("rule"), _key("cell"),
    _words("text"), _moment(),
)  # fmt: skip
change = _table(
    "change", _key("id"), Column("sheet_id", whole(), ForeignKey("sheet.id"), nullable=False),
    _moment(), Index("change_of_sheet", "sheet_id"),
    rowid=True,
)  # fmt: skip
change_cell = _table(
    "change_cell", _key("change_id", parent="change.id"),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    _words("section"), _words("row"), _words("column"), _words("before"), _words("after"),
)  # fmt: skip
change_row = _table(
    "change_row", _key("change_id", parent="change.id"),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    _words("section"), _words("row"), Column("position", Integer, nullable=False),
    Column("added", Integer, nullable=False),
)  # fmt: skip

report = _table(
    "report", _key("unit"), _key("report_set"), _key("period"),
    Column("version", Integer, nullable=False), Column("revision", Integer, nullable=False),
    _words("status"), _words("content_sha256"), Column("changed_at", Moment()),
)  # fmt: skip
remark = _table(
    "remark", _key("id"), _words("unit"), _words("report_set"), _words("period"),
    Column("revision", Integer, nullable=False), _words("cell"), _words("text"),
    Column("due", Day()), Index("remark_of_report", "unit", "report_set", "period"),
    rowid=True,
)  # fmt: skip

package = _table(
    "package", _key("sha256"), Column("size", whole(), nullable=False), Column("data", Bytes),
    _words("kind"), _words("direction"), _words("outcome"), _words("code"),
    _words("verdict_json"), _words("source_name"), _moment(),
    rowid=True,
)  # fmt: skip
submission = _table(
    "submission", _key("id"), _words("unit"), _words("report_set"), _words("period"),
    Column("version", Integer, nullable=False), Column("revision", Integer, nullable=False),
    _words("status"), Column("current", Integer, nullable=False), _words("content_sha256"),
    _words("previous_sha256"),
    Column("package_sha256", Words(), ForeignKey("package.sha256"), nullable=False),
    _moment("signed_at"), Column("received_at", Moment()), _words("signer_sha256"),
    _words("values_sha256"),
    UniqueConstraint("unit", "report_set", "period", "revision"),
    rowid=True,
)  # fmt: skip
Index(
    "submission_current", submission.c.report_set, submission.c.period, submission.c.unit,
    unique=True, sqlite_where=text("current = 1"), postgresql_where=text("current = 1"),
)  # fmt: skip
frozen_sheet = _table(
    "frozen_sheet", _key("id"),
    Column("submission_id", whole(), ForeignKey("submission.id"), nullable=False),
    _words("form"), Column("version", Integer, nullable=False), _words("values_sha256"),
    UniqueConstraint("submission_id", "form"),
    rowid=True,
)  # fmt: skip
frozen_value = _table(
    "frozen_value", _key("sheet_id", parent="frozen_sheet.id"), _key("section"), _key("row"),
    _key("column"), *_value_columns(),
)  # fmt: skip
frozen_line = _table(
    "frozen_line", _key("sheet_id", parent="frozen_sheet.id"), _key("section"),
    Column("position", Integer, primary_key=True, autoincrement=False), _words("row"),
    _words("body"),
)  # fmt: skip
frozen_justification = _table(
    "frozen_justification", _key("sheet_id", parent="frozen_sheet.id"), _key("rule"),
    _key("cell"), _words("text"),
)  # fmt: skip

signer = _table(
    "signer", _key("unit"), _key("spki_sha256"),
    Column("valid_from", Moment(), primary_key=True), Column("valid_to", Moment()),
    Column("revoked_at", Moment()), _words("source"), _words("approved_by"), _words("note"),
)  # fmt: skip
authority = _table(
    "authority", _key("id"), Column("certificate_der", Bytes, nullable=False),
    Column("sealed_key", Bytes, nullable=False), _moment(),
    rowid=True,
)  # fmt: skip
own_card = _table(
    "own_card", _key("id"), _words("unit"), Column("certificate_der", Bytes, nullable=False),
    Column("authority_der", Bytes, nullable=False), _moment(),
    rowid=True,
)  # fmt: skip
receipt = _table(
    "receipt", Column("number", whole(), primary_key=True, autoincrement=False), _moment(),
    _words("package_sha256"), _words("content_sha256"), _words("outcome"),
    _words("previous_hash"), Column("hash", Words(), nullable=False, unique=True),
    Column("data", Bytes, nullable=False),
    rowid=True,
)  # fmt: skip
incoming_receipt = _table(
    "incoming_receipt", _key("id"), _words("content_sha256"), _words("receiver"),
    Column("number", whole(), nullable=False), _moment(), _words("outcome"),
    Column("data", Bytes, nullable=False), Column("read_at", Moment()),
    UniqueConstraint("receiver", "number"),
    rowid=True,
)  # fmt: skip

revocation = _table(
    "revocation", _key("unit"), _key("spki_sha256"), _moment("revoked_at"),
    Column("suspected_at", Moment()), _words("reason"), _words("revoked_by"),
)  # fmt: skip
signer_certificate = _table(
    "signer_certificate", _key("spki_sha256"), Column("certificate_der", Bytes, nullable=False),
    _words("subject"), _words("issuer"), _words("issuer_sha256"), _moment(),
)  # fmt: skip
trusted_authority = _table(
    "trusted_authority", _key("spki_sha256"), Column("certificate_der", Bytes, nullable=False),
    _words("subject"), _words("added_by"), _moment(),
)  # fmt: skip
crl = _table(
    "crl", _key("issuer_sha256"), _words("number"), _moment("this_update"),
    Column("next_update", Moment()), Column("entries", whole(), nullable=False),
    _words("sha256"), _moment(),
)  # fmt: skip
revoked_certificate = _table(
    "revoked_certificate", _key("issuer_sha256"), _key("serial"), _moment("revoked_at"),
    Column("suspected_at", Moment()), _words("reason"),
)  # fmt: skip
revocation_list = _table(
    "revocation_list", _key("issuer_sha256"), Column("number", whole(), nullable=False),
    _words("unit"), _moment("issued_at"), _words("package_sha256"), _moment(),
)  # fmt: skip
revoked_key = _table(
    "revoked_key", _key("issuer_sha256"), _key("spki_sha256"), _key("unit"),
    _moment("revoked_at"), Column("suspected_at", Moment()), _words("reason"),
)  # fmt: skip

_REVISION = ("unit", "report_set", "period", "revision")


def _of_revision(parent: str = "") -> tuple[Any, ...]:
    parents = [f"{parent}.{name}" for name in _REVISION]
    link = (ForeignKeyConstraint(_REVISION, parents),) if parent else ()
    return (
        _words("unit"), _words("report_set"), _words("period"),
        Column("revision", Integer, nullable=False), *link,
    )  # fmt: skip


def _package(*, in_key: bool = True) -> Column[Any]:
    parent = ForeignKey("package.sha256")
    return Column("package_sha256", Words(), parent, primary_key=in_key, nullable=False)


report_revision = _table(
    "report_revision", _key("unit"), _key("report_set"), _key("period"),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("opened_at", Moment()), _words("reason"), _flag("encloses_lists"),
)  # fmt: skip
unlocked_place = _table(
    "unlocked_place", _key("id"), *_of_revision("report_revision"), _words("place"),
    _words("reason"), _moment(),
    rowid=True,
)  # fmt: skip
taken_return = _table(
    "taken_return", _key("id"),
    Column("package_sha256", Words(), ForeignKey("package.sha256"), nullable=False, unique=True),
    *_of_revision("submission"), _moment(), Column("answered_in", Integer),
    Column("read_at", Moment()),
    rowid=True,
)  # fmt: skip
handed_out_print = _table(
    "handed_out_print", _key("id"), *_of_revision(), _words("sha256"),
    Column("size", whole(), nullable=False),
    rowid=True,
)  # fmt: skip
package_place = _table(
    "package_place", _package(), *_of_revision(),
    Index("package_place_of_report", "unit", "report_set", "period"),
    rowid=True,
)  # fmt: skip
issue = _table(
    "issue", _key("content_sha256"), _package(in_key=False),
    Column("number", Integer, nullable=False), _words("symbol"),
    Column("dated", Day(), nullable=False),
)  # fmt: skip
envelope = _table(
    "envelope", _package(),
    Column("envelope_sha256", Words(), ForeignKey("package.sha256"), nullable=False),
)  # fmt: skip
conflict_decision = _table(
    "conflict_decision", _key("id"), _package(in_key=False), _flag("taken"), _words("reason"),
    _moment(),
    rowid=True,
)  # fmt: skip
confirmation = _table("confirmation", _package(), _words("reason"), _moment())
export = _table(
    "export", _key("id"), _moment(), _words("what"), _words("path"), _words("sha256"),
    Column("size", whole(), nullable=False), _flag("personal"), _words("signer"), _words("user"),
    rowid=True,
)  # fmt: skip
picture = _table(
    "picture", _key("name"), Column("width_mm", Number(), nullable=False),
    Column("png", Bytes, nullable=False),
    rowid=True,
)  # fmt: skip

note = _table(
    "note", _key("id"),
    Column("submission_id", whole(), ForeignKey("submission.id"), nullable=False), _words("cell"),
    _words("text"), Column("due", Day()), UniqueConstraint("submission_id", "cell"),
    rowid=True,
)  # fmt: skip
reading_key = _table(
    "reading_key", _key("public"), Column("sealed", Bytes, nullable=False),
    Column("retired_at", Moment()),
)  # fmt: skip
known_reading_key = _table("known_reading_key", _key("unit"), _words("public"))
published_revocations = _table(
    "published_revocations",
    Column("number", whole(), primary_key=True, autoincrement=False), _package(in_key=False),
    _moment(),
    rowid=True,
)  # fmt: skip
installed_edition = _table(
    "installed_edition", _key("id"), _package(in_key=False), _moment(),
    rowid=True,
)  # fmt: skip
chosen_set = _table("chosen_set", _key("report_set"))
last_signer = _table("last_signer", _key("role"), _words("way"), _words("path"))
book_map = _table(
    "book_map", _key("form"), _key("headings"), _words("section"), _words("columns"),
    _words("answers"), _moment(),
)  # fmt: skip
