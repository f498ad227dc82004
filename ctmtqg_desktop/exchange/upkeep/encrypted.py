"""An encrypted workspace: its key is made, wrapped under a password, and put on a paper slip.

The slip holds the key itself, so that it opens the workspace even when the password is forgotten
and the key file beside the workspace is gone. Whoever has neither has lost the figures.
"""

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import TrustError, WorkspaceError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.post.export_journal import Exported, note_export
from ctmtqg_desktop.exchange.room import Program, Room
from ctmtqg_desktop.exchange.upkeep.orders import Recover
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.files import read_limited, write_durably, write_new
from ctmtqg_desktop.reports.page.page import (
    Document,
    HeaderCell,
    PageCell,
    PageColumn,
    PageTable,
    Paragraph,
    TableRow,
    Title,
)
from ctmtqg_desktop.text import as_seen, format_date
from ctmtqg_desktop.trust.keys.recovery import read_recovery, recovery_lines
from ctmtqg_desktop.trust.keys.sealing import MAX_BYTES, open_secret, seal_secret
from ctmtqg_desktop.workspace.file.cipher import KEY_BYTES, ring_of
from ctmtqg_desktop.workspace.file.place import read_header
from ctmtqg_desktop.workspace.records import Identity, Secret
from ctmtqg_desktop.workspace.workspace import create

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

MIN_PASSWORD = 8
_PURPOSE = "workspace"


def make_secret(password: str) -> Secret:
    """Return a new key for a workspace, and the key file that wraps it.

    Raises:
        TrustError: ``exchange.password-short``.
    """
    _check_password(password)
    key = os.urandom(KEY_BYTES)
    return Secret(key, seal_secret(key, password, purpose=_PURPOSE))


def unlock_workspace(path: Path, password: str) -> bytes:
    """Return the key of an encrypted workspace or backup.

    Raises:
        TrustError: ``trust.sealed-password-wrong``, ``trust.sealed-unreadable``.
        PackageError: the key file cannot be read.
        WorkspaceError: ``workspace.ring-missing``.
    """
    if not ring_of(path).is_file():
        raise WorkspaceError("workspace.ring-missing", place=str(path), ring=ring_of(path).name)
    return open_secret(read_limited(ring_of(path), MAX_BYTES), password, purpose=_PURPOSE)


def recover(_: Room | Program, order: Recover, __: Step = no_step) -> Done:
    """Wrap the key of a typed recovery slip under a new password; ``found`` is the key.

    Raises:
        TrustError: ``trust.recovery-…``, ``exchange.password-short``.
        WorkspaceError: ``exchange.recovery-other`` when the slip is of another workspace, and
            what reading the file raises; the key file is then as it was.
    """
    _check_password(order.password)
    key, path = read_recovery(order.code), order.place
    try:
        read_header(path, key)
    except WorkspaceError as error:
        if error.code != "workspace.key-wrong":
            raise
        raise WorkspaceError("exchange.recovery-other", place=str(path)) from error
    write_durably(ring_of(path), seal_secret(key, order.password, purpose=_PURPOSE))
    return Done("done.recover", {"workspace": path, "ok": True}, found=key)


def slip_beside(path: Path) -> Path:
    """Return where the recovery slip of a workspace goes unless told otherwise."""
    return path.with_name(f"phieu-khoi-phuc_{path.stem}.pdf")


def _check_password(password: str) -> None:
    if len(as_seen(password)) < MIN_PASSWORD:
        raise TrustError("exchange.password-short", least=MIN_PASSWORD)


def create_encrypted(
    path: Path, identity: Identity, secret: Secret, *, slip: Path, unit: Unit
) -> "Workspace":
    """Make and open an encrypted workspace, and its recovery slip as a PDF: both or neither.

    Raises:
        PackageError: the slip cannot be written, or another file lies there.
        WorkspaceError: see ``workspace.create``; there is no slip then either.
    """
    from ctmtqg_desktop.exchange.paper.write import pdf_bytes

    at = identity.created
    write_new(slip, pdf_bytes(slip_document(secret.key, place=path, unit=unit, at=at))[0])
    try:
        workspace = create(path, identity, secret=secret)
    except BaseException:
        slip.unlink(missing_ok=True)
        raise
    note_export(workspace, at, Exported.SLIP, slip)
    return workspace


def slip_document(key: bytes, *, place: Path, unit: Unit, at: datetime) -> Document:
    """Return the recovery slip of a workspace."""
    lines = recovery_lines(key)
    rows = tuple(
        TableRow(
            (PageCell(str(number), align="centre"), PageCell(line, align="centre", bold=True))
        )
        for number, line in enumerate(lines, 1)
    )
    day = format_date(at.date())
    named = {"name": unit.name, "code": unit.code, "place": place.name,
             "day": day, "time": f"{at:%H:%M}"}  # fmt: skip
    table = PageTable(
        columns=(PageColumn(align="centre"), PageColumn(align="centre")),
        header=((HeaderCell(say("recovery.line", {})), HeaderCell(say("recovery.code", {}))),),
        rows=rows,
        leading=1,
    )
    return Document(
        title=say("recovery.document", {}),
        unit=unit.agency,
        period=say("recovery.day", named),
        created=at,
        blocks=(
            Title(say("recovery.title", {}), say("recovery.subtitle", {})),
            Paragraph(say("recovery.unit", named)),
            Paragraph(say("recovery.file", named)),
            table,
            *(Paragraph(say(f"recovery.{part}", {})) for part in ("use", "keep", "lost")),
        ),
    )
