"""Change the password of a key file, and of the authority that is opened with it."""

from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.errors import CtmtqgError, TrustError
from ctmtqg_desktop.exchange.keys.keys import MAX_KEY_FILE, MIN_PASSWORD
from ctmtqg_desktop.exchange.post.reading_keys import reseal_reading_key
from ctmtqg_desktop.package.files import read_limited, write_durably
from ctmtqg_desktop.text import nfc
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.pkcs12 import is_pkcs12

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


def change_password(
    path: Path, password: str, new: str, *, workspace: "Workspace | None" = None
) -> bool:
    """Put a key file under a new password; say whether the authority's key went with it.

    A receiving unit opens its authority, sealed in its workspace, with the password of its key
    file; both change together or neither does. Copies made before keep the old password.

    Args:
        path: a key file of ours.
        password: the old one.
        new: at least as long as for a new key.
        workspace: the receiving unit's, where there is one.

    Raises:
        TrustError: ``exchange.password-short``, ``exchange.password-same``,
            ``exchange.password-not-ours``, ``trust.password-wrong``, ``trust.key-file-…``.
        PackageError: the file cannot be read or written; the old one is untouched.
        WorkspaceError: the workspace cannot be written; the file is as before.
    """
    _check(password, new)
    old = read_limited(path, MAX_KEY_FILE)
    if is_pkcs12(old):
        raise TrustError("exchange.password-not-ours", path=path.name)
    resealed = keys.with_password(old, password, new)
    authority = _authority(workspace, password, new)
    write_durably(path, resealed)
    if workspace is None or authority is None:
        return False
    try:
        with workspace.transaction():
            workspace.signers.reseal_authority(authority)
            reseal_reading_key(workspace, password, new)
    except CtmtqgError:
        write_durably(path, old)
        raise
    return True


def _check(password: str, new: str) -> None:
    if len(new) < MIN_PASSWORD:
        raise TrustError("exchange.password-short", least=MIN_PASSWORD)
    if nfc(password) == nfc(new):
        raise TrustError("exchange.password-same")


def _authority(workspace: "Workspace | None", password: str, new: str) -> bytes | None:
    """Return the authority's key under the new password; None if another one opens it."""
    record = workspace.signers.authority() if workspace is not None else None
    if record is None:
        return None
    try:
        return keys.with_password(record.sealed_key, password, new)
    except TrustError as error:
        if error.code != "trust.password-wrong":
            raise
        return None
