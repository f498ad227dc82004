"""Reading keys: a unit's own, those of others it has learned, and what is encrypted to them.

A reading key is not a signing key: it only opens. Its public half stands in the signed manifest
of every package its unit writes; whoever has checked such a package has learned the key.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.errors import PackageError, TrustError
from ctmtqg_desktop.exchange.post.envelope import READING_KEY, Site
from ctmtqg_desktop.trust.keys import age
from ctmtqg_desktop.trust.keys.sealing import open_secret, seal_secret
from ctmtqg_desktop.workspace.records import ReadingKey

if TYPE_CHECKING:
    from ctmtqg_desktop.package.unseal import Opened
    from ctmtqg_desktop.workspace.workspace import Workspace

SUFFIX = ".age"
_PURPOSE = "reading-key"
_CHANGED, _RENEWED = "reading-key-changed", "reading-key-renewed"
_ZIP = b"PK\x03\x04"


def is_envelope(path: Path) -> bool:
    """Say whether a file is named as an encrypted one."""
    return path.name.endswith(SUFFIX)


def ensure_reading_key(site: Site, password: str) -> str:
    """Return the public half of the unit's reading key, made and sealed if there is none."""
    keys = site.workspace.reading_keys
    known = keys.own()
    if known is None:
        public, secret = age.new_reading_key()
        known = ReadingKey(public, seal_secret(secret, password, purpose=_PURPOSE))
        keys.add(known)
    return known.public


def renew_reading_key(site: Site, password: str) -> str:
    """Return the public half of a reading key that the password opens, a new one if need be.

    One that does not open any more stays as it is sealed, under its own name: files that were
    encrypted to it can be read should its password be found.
    """
    workspace = site.workspace
    own = workspace.reading_keys.own()
    if own is not None:
        try:
            open_reading_key(workspace, password)
        except TrustError:
            with workspace.transaction():
                workspace.reading_keys.retire(own.public, site.at)
                workspace.journal.add(site.at, _RENEWED, own.public)
    return ensure_reading_key(site, password)


def open_reading_key(workspace: "Workspace", password: str) -> bytes:
    """Return the secret half of the unit's reading key.

    Raises:
        TrustError: ``exchange.reading-key-missing``, ``trust.sealed-password-wrong``.
    """
    own = workspace.reading_keys.own()
    if own is None:
        raise TrustError("exchange.reading-key-missing")
    return open_secret(own.sealed, password, purpose=_PURPOSE)


def reseal_reading_key(workspace: "Workspace", password: str, new: str) -> None:
    """Put the reading key under a new password, if it lies under the old one."""
    own = workspace.reading_keys.own()
    if own is None:
        return
    try:
        secret = open_secret(own.sealed, password, purpose=_PURPOSE)
    except TrustError:
        return
    sealed = seal_secret(secret, new, purpose=_PURPOSE)
    workspace.reading_keys.reseal(ReadingKey(own.public, sealed))


def learn(site: Site, opened: "Opened") -> None:
    """Remember the reading key of a unit, from a package of its that has been checked."""
    held = opened.manifest.header.ext.get(READING_KEY)
    if not isinstance(held, str) or not age.is_recipient(held):
        return
    code = opened.manifest.header.unit.code
    known = site.workspace.reading_keys.of(code)
    if known == held:
        return
    with site.workspace.transaction():
        if known:
            site.workspace.journal.add(site.at, _CHANGED, code, held)
        site.workspace.reading_keys.learn(code, held)


def reading_key_of(workspace: "Workspace", code: str) -> str:
    """Return the public reading key of another unit; empty while it is not known."""
    return workspace.reading_keys.of(code)


def enclose(workspace: "Workspace", data: bytes, receiver: str) -> bytes:
    """Encrypt a package to its receiver, and to ourselves if we have a reading key.

    Raises:
        TrustError: ``exchange.reading-key-unknown``, ``trust.recipient-unreadable``.
    """
    key = reading_key_of(workspace, receiver)
    if not key:
        raise TrustError("exchange.reading-key-unknown")
    own = workspace.reading_keys.own()
    return age.encrypt(data, (key, own.public) if own is not None else (key,))


def enclose_to_self(workspace: "Workspace", data: bytes) -> bytes:
    """Encrypt a package so that only this unit can read it.

    Raises:
        TrustError: ``exchange.reading-key-missing``.
    """
    own = workspace.reading_keys.own()
    if own is None:
        raise TrustError("exchange.reading-key-missing")
    return age.encrypt(data, (own.public,))


def plain(data: bytes, secret: bytes | None) -> bytes:
    """Return a file as it is, or what is in it when it is encrypted to us.

    Encryption proves no sender: what comes out is judged like any other file.

    Raises:
        TrustError: ``exchange.envelope-closed`` without a key, ``trust.envelope-…``.
        PackageError: ``exchange.envelope-content`` when no package is in it.
    """
    if not age.is_age_encrypted(data):
        return data
    if secret is None:
        raise TrustError("exchange.envelope-closed")
    inner = age.decrypt(data, secret)
    if not inner.startswith(_ZIP):
        raise PackageError("exchange.envelope-content")
    return inner
