"""Secrets under a password: a few bytes in a small JSON text.

Used for the key of an encrypted workspace and for a unit's reading key; signing keys have a
file format of their own in ``keys``.
"""

from ctmtqg_desktop.trust.keys.box import Bound, BoxFile, seal_box

MAX_BYTES = 16 * 1024
_FILE = BoxFile(
    "ctmtqg-sealed", 1, MAX_BYTES, "trust.sealed-unreadable", "trust.sealed-password-wrong"
)


def seal_secret(secret: bytes, password: str, *, purpose: str) -> bytes:
    """Return a secret under a password.

    Args:
        secret: any bytes.
        password: its NFC form counts.
        purpose: what the secret is for; opening it for something else fails.
    """
    return _FILE.write(seal_box(secret, password, _bound(purpose)), {"purpose": purpose})


def open_secret(data: bytes, password: str, *, purpose: str) -> bytes:
    """Return the secret again.

    Raises:
        TrustError: ``trust.sealed-unreadable``, ``trust.key-file-cost``,
            ``trust.sealed-password-wrong`` (also when the text was changed).
    """
    box, said = _FILE.read(data, lambda document: str(document["purpose"]))
    if said != purpose:
        raise _FILE.refused("purpose")
    return _FILE.open(box, password, _bound(purpose))


def _bound(purpose: str) -> Bound:
    return lambda cost: f"{_FILE.head}/{purpose}/{cost}"
