"""Private keys: made, kept in a file under a password, told apart by thirty digits.

A key file is JSON: PKCS#8 under AES-256-GCM, the key derived from the password by Argon2id
with the cost written beside it, and, in the open, the certificates that belong to the key.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.keys.box import Bound, Box, BoxFile, Cost, from_base64, seal_box
from ctmtqg_desktop.trust.libraries import ec, serialization
from ctmtqg_desktop.trust.x509.certificate import spki_of

MAX_FILE_BYTES = 64 * 1024
_FILE = BoxFile("ntm-key", 1, MAX_FILE_BYTES, "trust.key-file-unreadable", "trust.password-wrong")
_FINGERPRINT_GROUPS, _GROUP_DIGITS, _FINGERPRINT_BITS = 6, 5, 99


@dataclass(frozen=True, slots=True)
class _KeyFile:
    """A key file as read; the password proves ``spki_sha256``."""

    box: Box
    spki_sha256: str
    certificates: tuple[bytes, ...]


def generate_key() -> "ec.EllipticCurvePrivateKey":
    """Make a new P-256 key."""
    return ec.generate_private_key(ec.SECP256R1())


def spki_sha256(key: "ec.EllipticCurvePrivateKey") -> str:
    """Return the hex SHA-256 of the key's public half (SubjectPublicKeyInfo)."""
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
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
    key: "ec.EllipticCurvePrivateKey",
    password: str,
    *,
    certificates: tuple[bytes, ...] = (),
    cost: Cost | None = None,
) -> bytes:
    """Return a key file.

    Args:
        key: the private key.
        password: any text; its NFC form counts, so the keyboard's way of composing does not.
        certificates: DER, the key's own first, then its issuer's; none before enrolment.
        cost: of a guess of the password; None is what everybody's keys are sealed at.
    """
    plain = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    spki = spki_sha256(key)
    return _write(_KeyFile(seal_box(plain, password, _bound(spki), cost), spki, certificates))


def open_key(data: bytes, password: str) -> "ec.EllipticCurvePrivateKey":
    """Return the private key of a key file.

    Raises:
        TrustError: ``trust.key-file-unreadable``, ``trust.key-file-cost``,
            ``trust.password-wrong`` (also when the file was changed).
    """
    file = _read(data)
    plain = _FILE.open(file.box, password, _bound(file.spki_sha256))
    key = serialization.load_der_private_key(plain, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise _FILE.refused("key")
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
    return _write(replace(file, certificates=certificates))


def _bound(spki: str) -> Bound:
    return lambda cost: f"{_FILE.head}/{cost}/{spki}"


def _write(file: _KeyFile) -> bytes:
    more = {"spki_sha256": file.spki_sha256, "certificates": file.certificates}
    return _FILE.write(file.box, more)


def _read(data: bytes) -> _KeyFile:
    box, (spki, certificates) = _FILE.read(data, _in_the_open)
    return _KeyFile(box, spki, certificates)


def _in_the_open(document: dict[str, Any]) -> tuple[str, tuple[bytes, ...]]:
    certificates = tuple(from_base64(one) for one in document["certificates"])
    return bytes.fromhex(document["spki_sha256"]).hex(), certificates
