"""What was known of packages: the revision each is, its number, its envelope, what was decided."""

import json
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from sqlalchemy import Connection, column, select, table

from ctmtqg_desktop.workspace.opening.migrations.v0003 import old

_PACKAGE = table("package", *map(column, ("sha256", "data", "verdict_json", "at")))
_SUBMISSION = table(
    "submission", *map(column, ("unit", "report_set", "period", "revision", "package_sha256"))
)


def move_packages(connection: Connection) -> None:
    """Move what verdicts, settings and the journal told of each package."""
    _places(connection)
    _issues(connection)
    _envelopes(connection)
    _decisions(connection)
    _confirmations(connection)


def _places(connection: Connection) -> None:
    its = _PACKAGE.c
    asked = select(its.sha256, its.verdict_json).where(its.verdict_json != "")
    found: dict[str, dict[str, Any]] = {}
    for sha256, verdict in connection.execute(asked):
        subject = json.loads(verdict).get("facts", {}).get("place")
        if subject:
            found[sha256] = {"package_sha256": sha256, **old.place(subject)}
    for row in connection.execute(select(_SUBMISSION)).mappings():
        found.setdefault(row["package_sha256"], dict(row))
    old.put(connection, "package_place", (dict(sorted(row.items())) for row in found.values()))


def _issues(connection: Connection) -> None:
    rows = []
    for content, package in old.take(connection, "issued:").items():
        if package:
            old.know_package(connection, package, "")
            its = _PACKAGE.c
            asked = select(its.data, its.at).where(its.sha256 == package)
            data, at = connection.execute(asked).one()
            said = _issue(data, at)
            rows.append({"content_sha256": content, "package_sha256": package, **said})
    old.put(connection, "issue", rows)


def _issue(data: bytes | None, at: str) -> dict[str, Any]:
    """Read number and date out of a package; one that cannot be read has no number."""
    try:
        with ZipFile(BytesIO(data or b"")) as held:
            said = json.loads(held.read("issue.json"))
        return {"number": int(said["number"]), "symbol": str(said["symbol"]),
                "dated": str(said["date"])}  # fmt: skip
    except (BadZipFile, KeyError, ValueError):
        return {"number": 0, "symbol": "", "dated": at[:10]}


def _envelopes(connection: Connection) -> None:
    pairs = [(p, e) for p, e in old.take(connection, "envelope-of:").items() if e]
    for pair in pairs:
        for sha256 in pair:
            old.know_package(connection, sha256, "")
    rows = ({"package_sha256": p, "envelope_sha256": e} for p, e in pairs)
    old.put(connection, "envelope", rows)


def _decisions(connection: Connection) -> None:
    lines = [
        (line, int(what == "conflict-taken"))
        for what in ("conflict-kept", "conflict-taken")
        for line in old.lines(connection, what)
    ]
    rows = []
    for line, taken in sorted(lines, key=lambda pair: pair[0].id):
        package = line.subject.rpartition(" ")[2]
        old.know_package(connection, package, line.at)
        rows.append({"package_sha256": package, "taken": taken, "reason": line.detail,
                     "at": line.at})  # fmt: skip
    old.put(connection, "conflict_decision", rows)


def _confirmations(connection: Connection) -> None:
    rows = {}
    for line in old.lines(connection, "submission-confirmed"):
        package = line.subject.rpartition(" ")[2]
        old.know_package(connection, package, line.at)
        rows[package] = {"package_sha256": package, "reason": line.detail, "at": line.at}
    old.put(connection, "confirmation", rows.values())
