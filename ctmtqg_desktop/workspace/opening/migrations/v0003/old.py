"""What version 2 kept in settings and in the journal, as the moves read and write it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, column, delete, insert, select, table

_SETTING = table("setting", column("name"), column("value"))
_JOURNAL = table(
    "journal", column("id"), column("at"), column("what"), column("subject"), column("detail")
)

_BLANK = {"sha256": "", "size": 0, "kind": "", "direction": "out", "outcome": "written",
          "code": "", "verdict_json": "", "source_name": "", "at": ""}  # fmt: skip


class Line(NamedTuple):
    """A line of the journal."""

    id: int
    at: str
    subject: str
    detail: str


def lines(connection: Connection, what: str) -> Iterator[Line]:
    """Yield the lines of one kind, oldest first."""
    its = _JOURNAL.c
    asked = (
        select(its.id, its.at, its.subject, its.detail).where(its.what == what).order_by(its.id)
    )
    return (Line(*row) for row in connection.execute(asked).all())


def take(connection: Connection, prefix: str, *, whole: bool = False) -> dict[str, str]:
    """Return the settings whose name begins with a prefix, by the rest, and remove them.

    Args:
        connection: within the transaction.
        prefix: of the name.
        whole: True takes only the setting of exactly this name.
    """
    name = _SETTING.c.name
    here = name == prefix if whole else name.startswith(prefix, autoescape=True)
    found = connection.execute(select(name, _SETTING.c.value).where(here).order_by(name)).all()
    connection.execute(delete(_SETTING).where(here))
    return {key.removeprefix(prefix): value for key, value in found}


def one(connection: Connection, name: str) -> str:
    """Return a setting and remove it; empty when there is none."""
    return take(connection, name, whole=True).get("", "")


def put(connection: Connection, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows into a table; all have the same columns."""
    listed: Sequence[Mapping[str, Any]] = list(rows)
    if listed:
        its = table(name, *(column(key) for key in listed[0]))
        connection.execute(insert(its), listed)


def count_settings(connection: Connection) -> int:
    """Return how many settings there are."""
    return len(connection.execute(select(_SETTING.c.name)).all())


def know_package(connection: Connection, sha256: str, at: str) -> None:
    """Make sure that a package is known at least by its digest, so that a fact can name it."""
    its = table("package", *map(column, _BLANK))
    if not connection.scalar(select(its.c.sha256).where(its.c.sha256 == sha256)):
        connection.execute(insert(its), {**_BLANK, "sha256": sha256, "at": at})


def place(subject: str) -> dict[str, Any]:
    """Read what the journal called a revision: ``03405/ctmtqg-xa/2024/r01``."""
    unit, report_set, period, revision = subject.split("/")
    return {"unit": unit, "report_set": report_set, "period": period,
            "revision": int(revision.removeprefix("r"))}  # fmt: skip
