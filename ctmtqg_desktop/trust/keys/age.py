"""Reading keys: what is encrypted to a unit, by age (X25519), apart from any signing key.

An encrypted file proves nothing about its sender: what is inside is always verified.
"""

import re

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.libraries import pyrage

MAGIC = b"age-encryption.org/v1\n"
MAX_HEADER_BYTES, MAX_STANZAS = 8 * 1024, 20
"""A file of ours is for two readers; the library's time grows with the square of what it reads."""
_STANZA, _END = b"\n-> ", b"\n--- "
_RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}", re.ASCII)


def is_age_encrypted(data: bytes) -> bool:
    """Say whether a file is encrypted by age."""
    return data.startswith(MAGIC)


def is_recipient(text: str) -> bool:
    """Say whether a text is the public half of a reading key."""
    if not _RECIPIENT.fullmatch(text):
        return False
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def new_reading_key() -> tuple[str, bytes]:
    """Make a reading key: its public half, and the secret one to be sealed."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity.to_public()), str(identity).encode("ascii")


def encrypt(data: bytes, recipients: tuple[str, ...]) -> bytes:
    """Return the data encrypted, so that each of the recipients alone can read it.

    Raises:
        TrustError: ``trust.recipient-unreadable``.
    """
    try:
        keys = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    except pyrage.RecipientError as error:
        raise TrustError("trust.recipient-unreadable") from error
    if not keys:
        raise TrustError("trust.recipient-unreadable")
    return bytes(pyrage.encrypt(data, keys))


def decrypt(data: bytes, secret: bytes) -> bytes:
    """Return what was encrypted.

    Args:
        data: an age file.
        secret: the secret half of a reading key.

    Raises:
        TrustError: ``trust.envelope-other-key`` when it is not for this key,
            ``trust.envelope-damaged`` when it was changed or cut, ``trust.envelope-header`` when
            it is for more readers than anybody needs.
    """
    _check_header(data)
    identity = pyrage.x25519.Identity.from_str(secret.decode("ascii"))
    try:
        return bytes(pyrage.decrypt(data, [identity]))
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise TrustError("trust.envelope-other-key") from error
        raise TrustError("trust.envelope-damaged") from error


def _check_header(data: bytes) -> None:
    """Read the header ourselves: it must end soon, and name few readers, before age sees it."""
    head = data[:MAX_HEADER_BYTES]
    end = head.find(_END)
    if end < 0 and len(data) < MAX_HEADER_BYTES:
        raise TrustError("trust.envelope-damaged")
    if end < 0 or head.count(_STANZA, 0, end) > MAX_STANZAS:
        raise TrustError("trust.envelope-header")
