"""The door for packages of profile 1: whatever its spelling, a package is taken as it is kept."""

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from ctmtqg_desktop.package.spelling import spellings
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.workspace.records import Outcome

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


def as_kept(workspace: "Workspace", opened: Opened) -> Opened:
    """Return a package in the spelling in which it is kept here, else in ours.

    So a copy that somebody has written anew is the same package: it is stored, found and
    quoted under one digest. From profile 2 on there is nothing to choose.
    """
    if opened.manifest.profile > 1 or _is_kept(workspace, opened.package_sha256):
        return opened
    known = [(hashlib.sha256(data).hexdigest(), data) for data in spellings(opened.data)]
    found = next((one for one in known if _is_kept(workspace, one[0])), known[0])
    return replace(opened, package_sha256=found[0], data=found[1])


def _is_kept(workspace: "Workspace", package_sha256: str) -> bool:
    seen = workspace.packages.find(package_sha256)
    return seen is not None and seen.kept and seen.outcome is not Outcome.REFUSED
