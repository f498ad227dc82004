"""What was known of revisions, of the returns they answer and of the letters that were read."""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, column, select, table, update

from ctmtqg_desktop.workspace.opening.migrations.v0003 import old

_RECEIPT = table("incoming_receipt", column("id"), column("data"), column("read_at"))


def move_revisions(connection: Connection) -> None:
    """Move what the journal and the settings told of each revision."""
    _revisions(connection)
    _returns(connection)
    _receipts(connection)
    _prints(connection)


def _revisions(connection: Connection) -> None:
    found: dict[str, dict[str, Any]] = {}
    for line in old.lines(connection, "reopen"):
        _known(found, line.subject).update(opened_at=line.at, reason=line.detail)
    for subject, value in old.take(connection, "lists-enclosed:").items():
        _known(found, subject)["encloses_lists"] = int(value == "1")
    unlocked = []
    for line in old.lines(connection, "unlock"):
        subject, _, place = line.subject.partition(" ")
        _known(found, subject)
        unlocked.append(
            {**old.place(subject), "place": place, "reason": line.detail, "at": line.at}
        )
    old.put(connection, "report_revision", found.values())
    old.put(connection, "unlocked_place", unlocked)


def _known(found: dict[str, dict[str, Any]], subject: str) -> dict[str, Any]:
    blank = {"opened_at": None, "reason": "", "encloses_lists": 0}
    return found.setdefault(subject, {**old.place(subject), **blank})


def _returns(connection: Connection) -> None:
    answers = {
        line.detail: old.place(line.subject)["revision"]
        for line in old.lines(connection, "return-taken")
    }
    read, found = _read(connection), dict[str, dict[str, Any]]()
    for line in old.lines(connection, "return-got"):
        digest = line.detail
        old.know_package(connection, digest, line.at)
        row = {**old.place(line.subject), "package_sha256": digest, "at": line.at}
        row |= {"answered_in": answers.get(digest), "read_at": read.get(digest)}
        found.setdefault(digest, row)
    old.put(connection, "taken_return", found.values())


def _read(connection: Connection) -> dict[str, str]:
    """Return when each letter was read first, by the digest of its package."""
    lines: Iterable[old.Line] = reversed(list(old.lines(connection, "read")))
    return {line.subject.removeprefix("read "): line.at for line in lines}


def _receipts(connection: Connection) -> None:
    its, read = _RECEIPT.c, _read(connection)
    for number, data in connection.execute(select(its.id, its.data)).all() if read else ():
        at = read.get(sha256(data).hexdigest())
        if at is not None:
            connection.execute(update(_RECEIPT).where(its.id == number).values(read_at=at))


def _prints(connection: Connection) -> None:
    old.put(connection, "handed_out_print", [
        {**old.place(subject), "sha256": digest, "size": size}
        for subject, kept in old.take(connection, "handed-out:").items()
        for digest, size in reversed(json.loads(kept))
    ])  # fmt: skip
