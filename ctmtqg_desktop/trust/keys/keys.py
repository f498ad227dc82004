"""Private keys: made, kept in a file under a password, told apart by thirty digits.

A key file is JSON: PKCS#8 under AES-256-GCM, the key derived from the password by Argon2id
with the cost written beside it, and, in the open, the certificates that belong to the key.
"""

import base64
import binascii
import hashlib
import json
import os
import unicodedata
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.x509.certificate import spki_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

MAX_FILE_BYTES = 64 * 1024
_FORMAT, _VERSION = "ntm-key", 1
_SALT_BYTES, _NONCE_BYTES, _KEY_BYTES = 16, 12, 32
_FINGERPRINT_GROUPS, _GROUP_DIGITS, _FINGERPRINT_BITS = 6, 5, 99


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of a password costs.

    Attributes:
        memory_kib: memory in KiB; 64 MiB by default.
        iterations: passes over it.
        lanes: parallel lanes.
    """

    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 4

    def is_bounded(self) -> bool:
        """Say whether it may be used: a file must not make us allocate what it likes."""
        return (
            1 <= self.lanes <= 8
            and 8 * self.lanes <= self.memory_kib <= 1024 * 1024
            and 1 <= self.iterations <= 16
        )


DEFAULT_COST = Cost()
"""What everything is sealed at that this program seals."""


@dataclass(frozen=True, slots=True)
class _KeyFile:
    """A key file as read; ``spki_sha256`` and ``cost`` are proved by the password."""

    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes
    spki_sha256: str
    certificates: tuple[bytes, ...]


def generate_key() -> "EllipticCurvePrivateKey":
    """Make a new P-256 key."""
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP256R1())


def spki_sha256(key: "EllipticCurvePrivateKey") -> str:
    """Return the hex SHA-256 of the key's public half (SubjectPublicKeyInfo)."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(public).hexdigest()


def fingerprint_digits(spki: str | bytes) -> str:
    """Return a public key's digest as people compare it by telephone: six groups of five digits.

    The first 99 bits of the SHA-256 as one decimal number, zeros in front.

    Args:
        spki: the SHA-256 of the public key, 32 bytes or 64 hex digits.
    """
    raw = bytes.fromhex(spki) if isinstance(spki, str) else spki
    if len(raw) != hashlib.sha256().digest_size:
        raise ValueError(len(raw))
    number = int.from_bytes(raw, "big") >> (len(raw) * 8 - _FINGERPRINT_BITS)
    digits = f"{number:0{_FINGERPRINT_GROUPS * _GROUP_DIGITS}d}"
    return " ".join(digits[i : i + _GROUP_DIGITS] for i in range(0, len(digits), _GROUP_DIGITS))


def seal_key(
    key: "EllipticCurvePrivateKey",
    password: str,
    *,
    certificates: tuple[bytes, ...] = (),
) -> bytes:
    """Return a key file.

    Args:
        key: the private key.
        password: any text; its NFC form counts, so the keyboard's way of composing does not.
        certificates: DER, the key's own first, then its issuer's; none before enrolment.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    spki = spki_sha256(key)
    cost = DEFAULT_COST
    derived = derive_key(password, salt, cost)
    sealed = AESGCM(derived).encrypt(nonce, plain, _bound(cost, spki))
    return _write(_KeyFile(cost, salt, nonce, sealed, spki, certificates))


def open_key(data: bytes, password: str) -> "EllipticCurvePrivateKey":
    """Return the private key of a key file.

    Raises:
        TrustError: ``trust.key-file-unreadable``, ``trust.key-file-cost``,
            ``trust.password-wrong`` (also when the file was changed).
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    file = _read(data)
    derived = derive_key(password, file.salt, file.cost)
    try:
        plain = AESGCM(derived).decrypt(
            file.nonce, file.sealed, _bound(file.cost, file.spki_sha256)
        )
    except InvalidTag as error:
        raise TrustError("trust.password-wrong") from error
    key = load_der_private_key(plain, None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise TrustError("trust.key-file-unreadable", where="key")
    return key


def with_password(data: bytes, password: str, new: str) -> bytes:
    """Return the key file under a new password; key and certificates stay.

    Raises:
        TrustError: what ``open_key`` raises.
    """
    key = open_key(data, password)
    return seal_key(key, new, certificates=certificates_of(data))


def spki_of_file(data: bytes) -> str:
    """Return the hex SHA-256 of the public key of a key file; the password proves it later.

    Raises:
        TrustError: ``trust.key-file-unreadable``, ``trust.key-file-cost``.
    """
    return _read(data).spki_sha256


def certificates_of(data: bytes) -> tuple[bytes, ...]:
    """Return the certificates (DER) kept in a key file, the key's own first; () when none.

    Raises:
        TrustError: ``trust.key-file-unreadable``, ``trust.key-file-cost``.
    """
    return _read(data).certificates


def with_certificates(data: bytes, certificates: tuple[bytes, ...]) -> bytes:
    """Return the key file with these certificates instead; no password is needed.

    Args:
        data: a key file.
        certificates: DER, the key's own first, then its issuer's.

    Raises:
        TrustError: ``trust.certificate-of-another-key`` and what reading raises.
    """
    file = _read(data)
    if certificates and spki_of(certificates[0]) != file.spki_sha256:
        raise TrustError("trust.certificate-of-another-key")
    return _write(
        _KeyFile(file.cost, file.salt, file.nonce, file.sealed, file.spki_sha256, certificates)
    )


def derive_key(password: str, salt: bytes, cost: Cost) -> bytes:
    """Return the 32-byte key that a password and a salt come to, by Argon2id.

    Raises:
        TrustError: ``trust.key-file-cost``.
    """
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    if not cost.is_bounded():
        raise TrustError("trust.key-file-cost", memory_kib=cost.memory_kib)
    kdf = Argon2id(
        salt=salt,
        length=_KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return kdf.derive(unicodedata.normalize("NFC", password).encode())


def _bound(cost: Cost, spki: str) -> bytes:
    """Return what the cipher binds to the key although it stands in the open."""
    return f"{_FORMAT}/{_VERSION}/{cost.memory_kib}/{cost.iterations}/{cost.lanes}/{spki}".encode()


def _write(file: _KeyFile) -> bytes:
    document = {
        "format": _FORMAT,
        "format_version": _VERSION,
        "kdf": "argon2id",
        "cost": asdict(file.cost),
        "cipher": "aes-256-gcm",
        "salt": _text(file.salt),
        "nonce": _text(file.nonce),
        "sealed": _text(file.sealed),
        "spki_sha256": file.spki_sha256,
        "certificates": [_text(one) for one in file.certificates],
    }
    return json.dumps(document, indent=1).encode() + b"\n"


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _read(data: bytes) -> _KeyFile:
    if len(data) > MAX_FILE_BYTES:
        raise TrustError("trust.key-file-unreadable", where="size")
    try:
        document = json.loads(data)
        if document["format"] != _FORMAT or document["format_version"] != _VERSION:
            raise TrustError("trust.key-file-unreadable", where="format")
        cost = Cost(**{name: int(value) for name, value in document["cost"].items()})
        file = _KeyFile(
            cost=cost,
            salt=_bytes(document["salt"]),
            nonce=_bytes(document["nonce"]),
            sealed=_bytes(document["sealed"]),
            spki_sha256=bytes.fromhex(document["spki_sha256"]).hex(),
            certificates=tuple(_bytes(one) for one in document["certificates"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise TrustError("trust.key-file-unreadable", where="content") from error
    if not cost.is_bounded():
        raise TrustError("trust.key-file-cost", memory_kib=cost.memory_kib)
    if len(file.salt) < _SALT_BYTES or len(file.nonce) != _NONCE_BYTES:
        raise TrustError("trust.key-file-unreadable", where="salt")
    return file


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("base64") from error
