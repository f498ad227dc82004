"""Whether a report's personal lists go along, and the file that leaves: plain, or encrypted."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.post.export_journal import Exported, note_export
from ctmtqg_desktop.exchange.post.lists_in_packages import (
    is_enclosed,
    is_listed,
)
from ctmtqg_desktop.exchange.post.personal_lists import without_lists
from ctmtqg_desktop.exchange.post.reading_keys import SUFFIX, enclose, reading_key_of
from ctmtqg_desktop.exchange.post.sent_packages import latest_package
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.package.files import write_new
from ctmtqg_desktop.workspace.records import Direction, Outcome, PackageRecord


def has_lists(desk: Desk, set_id: str, period: Period) -> bool:
    """Say whether a report has personal lists with anybody in them."""
    return any(is_listed(sheet) for sheet in desk.sheets(set_id, period))


def as_sent(desk: Desk, sheets: Sequence[Sheet], *, enclosed: bool) -> tuple[Sheet, ...]:
    """Return the sheets of a report as they travel; personal lists stay unless it is asked for.

    Raises:
        TrustError: ``exchange.reading-key-unknown``: nobody could be given them in secret.
    """
    if not enclosed:
        return without_lists(desk.library, sheets)
    if not reading_key_of(desk.workspace, desk.unit.parent):
        raise TrustError("exchange.reading-key-unknown")
    return tuple(sheets)


def write_out(desk: Desk, sent: Submission, path: Path) -> Path:
    """Write the kept bytes of a signed report, encrypted if its lists are in it; note the export.

    Returns:
        Where it was written; an encrypted one has ``.age`` after its name.

    Raises:
        PackageError: the file cannot be written, or another lies there.
        TrustError: ``exchange.reading-key-unknown``.
        WorkspaceError: the bytes cannot be read or kept.
    """
    workspace, now = desk.workspace, desk.clock()
    digest = latest_package(workspace, sent)
    if not is_enclosed(workspace, sent.key, sent.revision):
        write_new(path, workspace.packages.read(digest))
        note_export(workspace, now, Exported.REPORT, path, signer=sent.signer_sha256)
        return path
    path = path.with_name(path.name + SUFFIX)
    write_new(path, _envelope(desk, digest, path.name))
    note_export(workspace, now, Exported.ENVELOPE, path, personal=True, signer=sent.signer_sha256)
    return path


def _envelope(desk: Desk, package_sha256: str, name: str) -> bytes:
    """Return the encrypted package; the same bytes each time, as of any package of ours."""
    workspace = desk.workspace
    kept = workspace.packages.envelope(package_sha256)
    if kept:
        return workspace.packages.read(kept)
    data = enclose(workspace, workspace.packages.read(package_sha256), desk.unit.parent)
    digest = sha256(data).hexdigest()
    record = PackageRecord(
        sha256=digest,
        size=len(data),
        kind=Exported.ENVELOPE.value,
        direction=Direction.OUT,
        outcome=Outcome.WRITTEN,
        at=desk.clock(),
        source_name=name,
    )
    with workspace.transaction():
        workspace.packages.keep(record, data)
        workspace.packages.note_envelope(package_sha256, digest)
    return data
