"""Reading keys, the unit's own and those it has learned, and the lists of revoked keys."""

from typing import Any

from sqlalchemy import Connection

from ctmtqg_desktop.workspace.opening.migrations.v0003 import old


def move_keys(connection: Connection) -> None:
    """Move reading keys and the numbers of published lists."""
    _own(connection)
    known = old.take(connection, "reading-key-of:")
    rows = ({"unit": unit, "public": public} for unit, public in known.items() if public)
    old.put(connection, "known_reading_key", rows)
    _lists(connection)


def _own(connection: Connection) -> None:
    public = old.one(connection, "reading_key")
    renewed = {line.subject: line.at for line in old.lines(connection, "reading-key-renewed")}
    rows: list[dict[str, Any]] = [
        {"public": one, "sealed": sealed.encode(), "retired_at": renewed.get(one, "")}
        for one, sealed in old.take(connection, "reading-key-sealed:").items()
    ]
    sealed = old.one(connection, "reading-key-sealed")
    if public:
        rows.append({"public": public, "sealed": sealed.encode(), "retired_at": None})
    old.put(connection, "reading_key", rows)


def _lists(connection: Connection) -> None:
    rows: dict[int, dict[str, Any]] = {}
    for line in old.lines(connection, "revocations-published"):
        old.know_package(connection, line.detail, line.at)
        number = int(line.subject)
        rows[number] = {"number": number, "package_sha256": line.detail, "at": line.at}
    old.put(connection, "published_revocations", rows.values())
    old.one(connection, "revocations-number")
