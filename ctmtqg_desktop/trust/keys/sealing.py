"""Secrets under a password: a few bytes in a small JSON text, as key files are sealed.

Used for the key of an encrypted workspace and for a unit's reading key; signing keys have a
file format of their own in ``keys``.
"""

import base64
import binascii
import json
import os
from dataclasses import asdict, dataclass

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.keys import Cost, derive_key

MAX_BYTES = 16 * 1024
_FORMAT, _VERSION = "ctmtqg-sealed", 1
_SALT_BYTES, _NONCE_BYTES = 16, 12


@dataclass(frozen=True, slots=True)
class _Sealed:
    purpose: str
    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes


def seal_secret(secret: bytes, password: str, *, purpose: str) -> bytes:
    """Return a secret under a password.

    Args:
        secret: any bytes.
        password: its NFC form counts.
        purpose: what the secret is for; opening it for something else fails.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    cost = keys.DEFAULT_COST
    derived = derive_key(password, salt, cost)
    sealed = AESGCM(derived).encrypt(nonce, secret, _bound(purpose, cost))
    document = {
        "format": _FORMAT,
        "format_version": _VERSION,
        "purpose": purpose,
        "kdf": "argon2id",
        "cost": asdict(cost),
        "cipher": "aes-256-gcm",
        "salt": _text(salt),
        "nonce": _text(nonce),
        "sealed": _text(sealed),
    }
    return json.dumps(document, indent=1).encode() + b"\n"


def open_secret(data: bytes, password: str, *, purpose: str) -> bytes:
    """Return the secret again.

    Raises:
        TrustError: ``trust.sealed-unreadable``, ``trust.key-file-cost``,
            ``trust.sealed-password-wrong`` (also when the text was changed).
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    file = _read(data)
    if file.purpose != purpose:
        raise TrustError("trust.sealed-unreadable", where="purpose")
    derived = derive_key(password, file.salt, file.cost)
    try:
        return AESGCM(derived).decrypt(file.nonce, file.sealed, _bound(purpose, file.cost))
    except InvalidTag as error:
        raise TrustError("trust.sealed-password-wrong") from error


def _bound(purpose: str, cost: Cost) -> bytes:
    """Return what the cipher binds to the secret although it stands in the open."""
    price = f"{cost.memory_kib}/{cost.iterations}/{cost.lanes}"
    return f"{_FORMAT}/{_VERSION}/{purpose}/{price}".encode()


def _read(data: bytes) -> _Sealed:
    if len(data) > MAX_BYTES:
        raise TrustError("trust.sealed-unreadable", where="size")
    try:
        document = json.loads(data)
        if document["format"] != _FORMAT or document["format_version"] != _VERSION:
            raise TrustError("trust.sealed-unreadable", where="format")
        file = _Sealed(
            purpose=str(document["purpose"]),
            cost=Cost(**{name: int(value) for name, value in document["cost"].items()}),
            salt=_bytes(document["salt"]),
            nonce=_bytes(document["nonce"]),
            sealed=_bytes(document["sealed"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise TrustError("trust.sealed-unreadable", where="content") from error
    if len(file.salt) < _SALT_BYTES or len(file.nonce) != _NONCE_BYTES:
        raise TrustError("trust.sealed-unreadable", where="salt")
    return file


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("base64") from error
