"""What the workspace keeps about revocations and outside authorities: plain frozen records."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    """The certificate an enrolled key came with, or was given.

    Attributes:
        subject, issuer: names for people; never for deciding.
        issuer_sha256: digest of the key of the authority that signed it; empty when unknown.
    """

    spki_sha256: str
    certificate_der: bytes
    subject: str
    issuer: str
    issuer_sha256: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TrustedAuthority:
    """An outside authority that this office has chosen to trust, known by its key."""

    spki_sha256: str
    certificate_der: bytes
    subject: str
    added_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CrlRecord:
    """Which revocation list of an authority is in force here.

    Attributes:
        issuer_sha256: digest of the authority's key.
        number: CRLNumber in decimal; empty when the list has none.
        entries: how many certificates it revokes.
        sha256: of the list's bytes.
        at: when it was taken in.
    """

    issuer_sha256: str
    number: str
    this_update: datetime
    next_update: datetime | None
    entries: int
    sha256: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RevocationList:
    """Which list of revoked keys of a receiving unit is in force here."""

    issuer_sha256: str
    number: int
    unit: str
    issued_at: datetime
    package_sha256: str
    at: datetime
