"""From settings and journal lines to rows, one function for each kind of fact."""

import base64
import binascii
import json
from decimal import Decimal

from sqlalchemy import Connection

from ctmtqg_desktop.workspace.opening.migrations.v0003 import old
from ctmtqg_desktop.workspace.opening.migrations.v0003.choices import move_choices
from ctmtqg_desktop.workspace.opening.migrations.v0003.keys import move_keys
from ctmtqg_desktop.workspace.opening.migrations.v0003.packages import move_packages
from ctmtqg_desktop.workspace.opening.migrations.v0003.revisions import move_revisions


def move_all(connection: Connection) -> int:
    """Move every fact; return how many settings are gone."""
    before = old.count_settings(connection)
    for move in (move_revisions, move_packages, move_keys, move_choices, _exports, _pictures):
        move(connection)
    return before - old.count_settings(connection)


def _exports(connection: Connection) -> None:
    names = ("what", "sha256", "size", "personal", "signer", "user")
    rows = []
    for line in old.lines(connection, "exported"):
        held = json.loads(line.detail)
        said = {name: held[name] for name in names} | {"personal": int(held["personal"])}
        rows.append({"at": line.at, "path": line.subject, **said})
    old.put(connection, "export", rows)


def _pictures(connection: Connection) -> None:
    rows = []
    for name in ("signature-image", "seal-image"):
        width, _, held = old.one(connection, name).partition(" ")
        if width:
            thousandths = int(Decimal(width) * 1000)
            rows.append({"name": name, "width_mm": thousandths, "png": _bytes(held)})
    old.put(connection, "picture", rows)


def _bytes(held: str) -> bytes:
    try:
        return base64.b64decode(held, validate=True)
    except binascii.Error:  # damaged: whoever reads the picture is told so, as before
        return held.encode()
