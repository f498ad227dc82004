"""Which packages have personal lists in them, and how those may leave a workspace again."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.personal import lists_of
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.exchange.post.reading_keys import enclose_to_self
from ctmtqg_desktop.package.manifest import Kind

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


def is_listed(sheet: Sheet) -> bool:
    """Say whether a sheet has personal lists with anybody in them."""
    return any(sheet.rows(name.partition(".")[0]) for name in lists_of(sheet.form))


def remember_choice(
    workspace: "Workspace", key: ReportKey, revision: int, *, enclosed: bool
) -> None:
    """Remember whether the lists of a revision go along."""
    workspace.revisions.enclose_lists(key, revision, enclosed=enclosed)


def is_enclosed(workspace: "Workspace", key: ReportKey, revision: int) -> bool:
    """Say whether the lists of a revision go, or went, along."""
    return workspace.revisions.encloses_lists(key, revision)


def remember_lists(
    workspace: "Workspace", key: ReportKey, revision: int, sheets: Sequence[Sheet]
) -> None:
    """Remember at the receiver that lists came along, so that they do not leave it in the open."""
    if any(is_listed(sheet) for sheet in sheets):
        remember_choice(workspace, key, revision, enclosed=True)


def is_closed(workspace: "Workspace", key: ReportKey, revision: int, package: str) -> bool:
    """Say whether a kept package may leave the workspace again only encrypted: it has lists."""
    record = workspace.packages.find(package)
    is_report = record is not None and record.kind == Kind.REPORT
    return is_report and is_enclosed(workspace, key, revision)


def as_carried(workspace: "Workspace", package: str, *, closed: bool) -> bytes:
    """Return a kept package as it may leave again; a closed one as sent, or encrypted to us.

    Raises:
        TrustError: ``exchange.reading-key-missing``: we have no key to encrypt it to.
        WorkspaceError: the bytes cannot be read.
    """
    data = workspace.packages.read(package)
    if not closed:
        return data
    kept = workspace.packages.envelope(package)
    return workspace.packages.read(kept) if kept else enclose_to_self(workspace, data)
