"""Certificates of outside authorities, as a person reads them: whose, by whom, how long.

Names are shown, never compared: an authority is known by its key alone.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.cms import common_name, is_issued_by, load_certificate, spki_of
from ctmtqg_desktop.trust.keys import fingerprint_digits

if TYPE_CHECKING:
    from cryptography import x509

MAX_FILE_BYTES = 64 * 1024
_PEM = b"-----BEGIN CERTIFICATE-----"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says.

    Attributes:
        name: common name of the subject; empty when it has none.
        subject, issuer: whole names for people.
        subject_der: the subject exactly as written, for telling a renewal.
    """

    spki_sha256: str
    name: str
    subject: str
    issuer: str
    subject_der: bytes
    valid_from: datetime
    valid_to: datetime
    is_authority: bool

    @property
    def fingerprint(self) -> str:
        """Return the thirty digits of the key."""
        return fingerprint_digits(self.spki_sha256)


def describe(certificate_der: bytes) -> CertificateFacts:
    """Say what a certificate says.

    Raises:
        TrustError: ``trust.certificate-unreadable``.
    """
    from cryptography import x509

    one = load_certificate(certificate_der)
    try:
        basic = one.extensions.get_extension_for_class(x509.BasicConstraints).value
        is_authority = basic.ca
    except (x509.ExtensionNotFound, ValueError, x509.DuplicateExtension,
            x509.UnsupportedGeneralNameType):  # fmt: skip
        is_authority = False
    return CertificateFacts(
        spki_sha256=spki_of(certificate_der),
        name=_shown(common_name(one)),
        subject=plain_name(one.subject),
        issuer=plain_name(one.issuer),
        subject_der=one.subject.public_bytes(),
        valid_from=one.not_valid_before_utc,
        valid_to=one.not_valid_after_utc,
        is_authority=is_authority,
    )


def plain_name(name: "x509.Name") -> str:
    """Return a name as it can be shown: its parts in order, nothing invisible in it."""
    try:
        parts = [str(part.value) for part in reversed(list(name))]
    except ValueError:
        return ""
    return _shown(", ".join(parts))


def _shown(text: str) -> str:
    plain = unicodedata.normalize("NFC", text)[:_LONGEST]
    return "".join(sign if sign.isprintable() else "?" for sign in plain)


def read_certificate(data: bytes) -> bytes:
    """Return the certificate (DER) of a file in DER or PEM.

    Raises:
        TrustError: ``trust.certificate-unreadable``.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    if len(data) > MAX_FILE_BYTES:
        raise TrustError("trust.certificate-unreadable")
    try:
        if data.lstrip().startswith(_PEM):
            data = x509.load_pem_x509_certificate(data).public_bytes(Encoding.DER)
    except ValueError as error:
        raise TrustError("trust.certificate-unreadable") from error
    try:
        load_certificate(data)
    except TrustError as error:
        raise TrustError("trust.certificate-unreadable") from error
    return data


def read_authority(data: bytes) -> bytes:
    """Return the certificate (DER) of an authority from a file.

    Raises:
        TrustError: ``trust.certificate-unreadable``, ``trust.not-an-authority``,
            ``trust.key-refused``.
    """
    from ctmtqg_desktop.trust.algorithms import accepted_key

    certificate_der = read_certificate(data)
    facts = describe(certificate_der)
    if not facts.is_authority:
        raise TrustError("trust.not-an-authority", name=facts.name or facts.subject)
    accepted_key(load_certificate(certificate_der))
    return certificate_der


def issuer_key(certificate_der: bytes, authorities: tuple[bytes, ...]) -> str:
    """Return the digest of the key, among these authorities', that signed a certificate.

    Empty when none of them did.
    """
    found = (one for one in authorities if is_issued_by(certificate_der, one))
    return next((spki_of(one) for one in found), "")
