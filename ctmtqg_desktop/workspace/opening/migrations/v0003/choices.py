"""What a workspace works with: its edition, its report sets, its numbers, who signed last."""

import json
from typing import Any

from sqlalchemy import Connection, column, select, table

from ctmtqg_desktop.workspace.opening.migrations.v0003 import old

_PACKAGE = table("package", column("sha256"), column("at"))
_SUBMISSION = table("submission", *map(column, ("id", "unit", "report_set", "period", "revision")))


def move_choices(connection: Connection) -> None:
    """Move what was chosen, counted and noted."""
    _edition(connection)
    chosen = dict.fromkeys(old.one(connection, "report-sets").split())
    old.put(connection, "chosen_set", ({"report_set": name} for name in chosen))
    number = int(old.one(connection, "package-sequence") or "0")
    if number:
        old.put(connection, "counter", [{"name": "package-sequence", "value": number}])
    _signers(connection)
    _notes(connection)


def _edition(connection: Connection) -> None:
    package = old.one(connection, "catalogue-package")
    if package:
        old.know_package(connection, package, "")
        at = connection.scalar(select(_PACKAGE.c.at).where(_PACKAGE.c.sha256 == package))
        old.put(connection, "installed_edition", [{"package_sha256": package, "at": at}])


def _signers(connection: Connection) -> None:
    rows = []
    for role in ("signer", "seal-signer"):
        way, _, path = old.one(connection, role).partition("\n")
        if way:
            rows.append({"role": role, "way": way, "path": path})
    old.put(connection, "last_signer", rows)


def _notes(connection: Connection) -> None:
    rows = []
    for subject, kept in old.take(connection, "notes ").items():
        number = _submission(connection, old.place(subject))
        for one in json.loads(kept) if number is not None else ():
            said = {"cell": one["cell"], "text": one["text"], "due": one["due"] or None}
            rows.append({"submission_id": number, **said})
    old.put(connection, "note", rows)


def _submission(connection: Connection, place: dict[str, Any]) -> int | None:
    its = _SUBMISSION.c
    here = (its[name] == value for name, value in place.items())
    return connection.scalar(select(its.id).where(*here))
