"""Change the password of a key file, and of the authority that is opened with it."""

from typing import TYPE_CHECKING

from ctmtqg_desktop.errors import CtmtqgError, TrustError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.keys.keys import MAX_KEY_FILE, MIN_KEY_PASSWORD
from ctmtqg_desktop.exchange.keys.orders import ChangePassword
from ctmtqg_desktop.exchange.post.reading_keys import reseal_reading_key
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.package.files import read_limited, write_durably
from ctmtqg_desktop.text import as_seen
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.pkcs12 import is_pkcs12

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


def change_password(room: Room, order: ChangePassword, _: Step = no_step) -> Done:
    """Put a key file under a new password; a receiving unit's authority goes with it.

    A receiving unit opens its authority, sealed in its workspace, with the password of its key
    file; both change together or neither does. Copies made before keep the old password.

    Raises:
        TrustError: ``exchange.password-short``, ``exchange.password-same``,
            ``exchange.password-not-ours``, ``trust.password-wrong``, ``trust.key-file-…``.
        PackageError: the file cannot be read or written; the old one is untouched.
        WorkspaceError: the workspace cannot be written; the file is as before.
    """
    path, password, new = order.key, order.password, order.new
    _check(password, new)
    old = read_limited(path, MAX_KEY_FILE)
    if is_pkcs12(old):
        raise TrustError("exchange.password-not-ours", path=path.name)
    resealed = keys.with_password(old, password, new)
    authority = _authority(room.workspace, password, new)
    write_durably(path, resealed)
    if authority is not None:
        _put(room.workspace, authority, order, old)
    has_both = authority is not None
    code = "done.change-password-authority" if has_both else "done.change-password"
    return Done(code, {"key": path, "authority": has_both}, (path,))


def _put(workspace: "Workspace", authority: bytes, order: ChangePassword, old: bytes) -> None:
    """Put the authority under the new password, or the key file back as it was."""
    try:
        with workspace.transaction():
            workspace.signers.reseal_authority(authority)
            reseal_reading_key(workspace, order.password, order.new)
    except CtmtqgError:
        write_durably(order.key, old)
        raise


def _check(password: str, new: str) -> None:
    if len(as_seen(new)) < MIN_KEY_PASSWORD:
        raise TrustError("exchange.password-short", least=MIN_KEY_PASSWORD)
    if as_seen(password) == as_seen(new):
        raise TrustError("exchange.password-same")


def _authority(workspace: "Workspace", password: str, new: str) -> bytes | None:
    """Return the authority's key under the new password; None if another one opens it."""
    record = workspace.signers.authority()
    if record is None:
        return None
    try:
        return keys.with_password(record.sealed_key, password, new)
    except TrustError as error:
        if error.code != "trust.password-wrong":
            raise
        return None
