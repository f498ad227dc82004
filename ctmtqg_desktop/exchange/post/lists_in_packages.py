"""Whether a report's personal lists go along, and the file that leaves: plain, or encrypted."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.personal import lists_of
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import EDITABLE, Report, ReportKey, Submission
from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.post.export_journal import Exported, note_export
from ctmtqg_desktop.exchange.post.personal_lists import without_lists
from ctmtqg_desktop.exchange.post.reading_keys import (
    SUFFIX,
    enclose,
    enclose_to_self,
    reading_key_of,
)
from ctmtqg_desktop.exchange.post.revisions import subject_of
from ctmtqg_desktop.exchange.post.sent_packages import latest_package
from ctmtqg_desktop.package.files import write_new
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.workspace.records import Direction, PackageRecord

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.sender.desk import Desk
    from ctmtqg_desktop.workspace.workspace import Workspace

_CHOSEN, _ENVELOPE = "lists-enclosed:", "envelope-of:"
_YES, _NO = "1", ""


def has_lists(desk: "Desk", set_id: str, period: Period) -> bool:
    """Say whether a report has personal lists with anybody in them."""
    return any(_listed(sheet) for sheet in desk.sheets(set_id, period))


def _listed(sheet: Sheet) -> bool:
    return any(sheet.rows(name.partition(".")[0]) for name in lists_of(sheet.form))


def choose_lists(desk: "Desk", report: Report, *, enclosed: bool) -> None:
    """Remember whether this revision's lists go along; they do not unless it is asked for.

    Of a revision that is signed the choice stands: its lists are in the kept package or not.

    Raises:
        TrustError: ``exchange.reading-key-unknown``: nobody could be given them in secret.
    """
    if report.status not in EDITABLE:
        return
    if enclosed and not reading_key_of(desk.workspace, desk.unit.parent):
        raise TrustError("exchange.reading-key-unknown")
    name = _CHOSEN + subject_of(report.key, report.revision)
    desk.workspace.set_setting(name, _YES if enclosed else _NO)


def is_enclosed(workspace: "Workspace", key: ReportKey, revision: int) -> bool:
    """Say whether the lists of a revision go, or went, along."""
    return workspace.setting(_CHOSEN + subject_of(key, revision)) == _YES


def remember_lists(
    workspace: "Workspace", key: ReportKey, revision: int, sheets: Sequence[Sheet]
) -> None:
    """Remember at the receiver that lists came along, so that they do not leave it in the open."""
    if any(_listed(sheet) for sheet in sheets):
        workspace.set_setting(_CHOSEN + subject_of(key, revision), _YES)


def is_closed(workspace: "Workspace", key: ReportKey, revision: int, package: str) -> bool:
    """Say whether a kept package may leave the workspace again only encrypted: it has lists."""
    record = workspace.package_seen(package)
    is_report = record is not None and record.kind == Kind.REPORT
    return is_report and is_enclosed(workspace, key, revision)


def as_carried(workspace: "Workspace", package: str, *, closed: bool) -> bytes:
    """Return a kept package as it may leave again; a closed one as sent, or encrypted to us.

    Raises:
        TrustError: ``exchange.reading-key-missing``: we have no key to encrypt it to.
        WorkspaceError: the bytes cannot be read.
    """
    data = workspace.package(package)
    if not closed:
        return data
    kept = workspace.setting(_ENVELOPE + package)
    return workspace.package(kept) if kept else enclose_to_self(workspace, data)


def as_sent(desk: "Desk", report: Report, sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Return the sheets of a report as they travel."""
    if is_enclosed(desk.workspace, report.key, report.revision):
        return tuple(sheets)
    return without_lists(desk.library, sheets)


def write_out(desk: "Desk", sent: Submission, path: Path) -> Path:
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
        write_new(path, workspace.package(digest))
        note_export(workspace, now, Exported.REPORT, path, signer=sent.signer_sha256)
        return path
    path = path.with_name(path.name + SUFFIX)
    write_new(path, _envelope(desk, digest, path.name))
    note_export(workspace, now, Exported.ENVELOPE, path, personal=True, signer=sent.signer_sha256)
    return path


def _envelope(desk: "Desk", package_sha256: str, name: str) -> bytes:
    """Return the encrypted package; the same bytes each time, as of any package of ours."""
    workspace, setting = desk.workspace, _ENVELOPE + package_sha256
    kept = workspace.setting(setting)
    if kept:
        return workspace.package(kept)
    data = enclose(workspace, workspace.package(package_sha256), desk.unit.parent)
    digest = sha256(data).hexdigest()
    record = PackageRecord(
        sha256=digest,
        size=len(data),
        kind=Exported.ENVELOPE.value,
        direction=Direction.OUT.value,
        outcome="written",
        at=desk.clock(),
        source_name=name,
    )
    with workspace.transaction():
        workspace.keep_package(record, data)
        workspace.set_setting(setting, digest)
    return data
