"""What a certificate says, for a person to read before signing with it."""

from dataclasses import dataclass
from datetime import datetime

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.text import format_date, harmless, nfc
from ctmtqg_desktop.trust.keys.keys import fingerprint_digits
from ctmtqg_desktop.trust.libraries import ec, exceptions, rsa, x509
from ctmtqg_desktop.trust.x509.certificate import load_certificate, names_in, spki_of

_MAX_SHOWN = 120


@dataclass(frozen=True, slots=True)
class CertificateDetails:
    """One certificate in plain words; every name in it is its issuer's word only.

    Attributes:
        subject: whom it names; empty when it names nobody.
        organization: the subject's organisation; may be empty.
        issuer: who issued it; the subject itself where it is self-signed.
        first: valid from, UTC.
        last: valid until, UTC.
        spki_sha256: hex digest of the public key: what is enrolled.
        key: kind and size of the key ("ECDSA P-256", "RSA 2048").
    """

    subject: str
    organization: str
    issuer: str
    first: datetime
    last: datetime
    spki_sha256: str
    key: str

    @property
    def fingerprint(self) -> str:
        """Return the key's thirty digits."""
        return fingerprint_digits(self.spki_sha256)

    def has_expired(self, at: datetime) -> bool:
        """Say whether its last moment is past."""
        return at > self.last

    def has_begun(self, at: datetime) -> bool:
        """Say whether its first moment has come."""
        return at >= self.first


def details_of(certificate_der: bytes) -> CertificateDetails:
    """Return what a certificate says.

    Raises:
        TrustError: ``trust.certificate-unreadable``, ``trust.der``, ``trust.cms-structure``.
    """
    certificate = load_certificate(certificate_der)
    subject, issuer = names_in(certificate)
    return CertificateDetails(
        subject=_name(subject, x509.NameOID.COMMON_NAME.dotted_string),
        organization=_name(subject, x509.NameOID.ORGANIZATION_NAME.dotted_string),
        issuer=_name(issuer, x509.NameOID.COMMON_NAME.dotted_string)
        or _name(issuer, x509.NameOID.ORGANIZATION_NAME.dotted_string),
        first=certificate.not_valid_before_utc,
        last=certificate.not_valid_after_utc,
        spki_sha256=spki_of(certificate_der),
        key=_key(certificate_der),
    )


def demand_valid(certificate_der: bytes, at: datetime) -> None:
    """Refuse a certificate that must not sign at this moment.

    Source: Thông tư 15/2025/TT-BKHCN (kiểm tra hiệu lực chứng thư trước khi ký).

    Raises:
        TrustError: ``trust.certificate-expired``, ``trust.certificate-not-begun``.
    """
    found = details_of(certificate_der)
    if found.has_expired(at):
        raise TrustError(
            "trust.certificate-expired", name=found.subject, last=_day(found.last, at)
        )
    if not found.has_begun(at):
        raise TrustError(
            "trust.certificate-not-begun",
            name=found.subject,
            first=_day(found.first, at),
            today=format_date(at.date()),
        )


def _day(moment: datetime, at: datetime) -> str:
    return format_date(moment.astimezone(at.tzinfo).date())


def _name(name: "x509.Name", oid: str) -> str:
    found = [part.value for part in name if part.oid.dotted_string == oid]
    return shown_name(str(found[0])) if found else ""


def shown_name(text: str) -> str:
    """Return a name from a certificate or token as it may be shown: on one short line."""
    kept = nfc(harmless(text).replace("\n", " "))
    return kept if len(kept) <= _MAX_SHOWN else f"{kept[:_MAX_SHOWN]}…"


def _key(certificate_der: bytes) -> str:

    try:
        key = load_certificate(certificate_der).public_key()
    except (ValueError, exceptions.UnsupportedAlgorithm):
        return ""
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"ECDSA {key.curve.name.replace('secp', 'P-').removesuffix('r1')}"
    return f"RSA {key.key_size}" if isinstance(key, rsa.RSAPublicKey) else type(key).__name__
