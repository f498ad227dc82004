"""Revocation lists (X.509 CRL) of authorities: checked once, then kept as plain rows.

Only complete lists are read: a delta or a list for part of the certificates would make silence
look like innocence.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.text import harmless
from ctmtqg_desktop.trust.certificate.authority import Authority
from ctmtqg_desktop.trust.libraries import exceptions, hashes, serialization, x509
from ctmtqg_desktop.trust.x509 import algorithms
from ctmtqg_desktop.trust.x509.certificate import load_certificate, spki_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPublicKeyTypes

MAX_BYTES = 64 * 1024 * 1024
MAX_ENTRIES = 2_000_000
NEXT_UPDATE = timedelta(days=90)
"""How long our own list says it is good for: an office hands one on with every quarter's mail."""
ROWS = "2.25.126433646592006912714400697235803183633"
"""OID of our extension (from a UUID): SHA-256 of the list of keys published with this list."""
_ROWS_HEAD = b"\x04\x20"
_PEM = b"-----BEGIN X509 CRL-----"
_HASHES = frozenset({"sha256", "sha384", "sha512"})


@dataclass(frozen=True, slots=True)
class RevokedCertificate:
    """One revoked certificate.

    Attributes:
        serial: in hex, as ``serial_of`` writes it.
        suspected_at: since when its key may have been in other hands; None is not said.
        reason: of RFC 5280, such as "keyCompromise"; empty when not said.
    """

    serial: str
    revoked_at: datetime
    suspected_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RevocationFacts:
    """What a list says whose signature is right.

    Attributes:
        issuer_sha256: digest of the authority's key.
        number: CRLNumber in decimal; empty when the list has none.
        sha256: of the list's bytes.
        rows_sha256: digest of the list of keys that a receiving unit publishes beside it; empty
            in others' lists.
    """

    issuer_sha256: str
    number: str
    this_update: datetime
    next_update: datetime | None
    sha256: str
    revoked: tuple[RevokedCertificate, ...]
    rows_sha256: str = ""


def serial_of(certificate_der: bytes) -> str:
    """Return the serial number of a certificate in hex, as lists are asked for it.

    Raises:
        TrustError: ``trust.certificate-unreadable``.
    """
    return f"{load_certificate(certificate_der).serial_number:x}"


def read_crl(data: bytes, authorities: Sequence[bytes]) -> RevocationFacts:
    """Check a list by the authority that signed it, and return what it says.

    Args:
        data: DER or PEM.
        authorities: certificates (DER) of the authorities that are trusted here.

    Raises:
        TrustError: ``trust.crl-unreadable``, ``trust.crl-too-big``, ``trust.crl-partial``,
            ``trust.crl-unknown-issuer``: none of the authorities signed it.
    """
    if len(data) > MAX_BYTES:
        raise TrustError("trust.crl-too-big", limit=MAX_BYTES // 1024 // 1024)
    unreadable = (
        ValueError, TypeError, IndexError, exceptions.UnsupportedAlgorithm, x509.InvalidVersion,
        x509.DuplicateExtension, x509.UnsupportedGeneralNameType,
    )  # fmt: skip
    try:
        crl = _loaded(data)
        issuer = _issuer(crl, authorities)
        number = _checked_number(crl)
        facts = RevocationFacts(
            issuer_sha256=spki_of(issuer),
            number=number,
            this_update=crl.last_update_utc,
            next_update=crl.next_update_utc,
            sha256=hashlib.sha256(data).hexdigest(),
            revoked=tuple(_entries(crl)),
            rows_sha256=_rows_digest(crl),
        )
    except unreadable as error:
        raise TrustError("trust.crl-unreadable") from error
    if len({one.serial for one in facts.revoked}) != len(facts.revoked):
        raise TrustError("trust.crl-unreadable")
    return facts


def _loaded(data: bytes) -> "x509.CertificateRevocationList":

    if data.lstrip().startswith(_PEM):
        return x509.load_pem_x509_crl(data)
    return x509.load_der_x509_crl(data)


def _issuer(crl: "x509.CertificateRevocationList", authorities: Sequence[bytes]) -> bytes:
    """Return the authority whose name and key the list bears."""
    for one in authorities:
        certificate = load_certificate(one)
        try:
            accepted = algorithms.accepted_key(certificate)
            public = cast("CertificateIssuerPublicKeyTypes", accepted)
            hashed = crl.signature_hash_algorithm
            if crl.issuer != certificate.subject or hashed is None:
                continue
            if hashed.name in _HASHES and crl.is_signature_valid(public):
                return one
        except (TrustError, TypeError):
            continue
    raise TrustError("trust.crl-unknown-issuer", issuer=harmless(crl.issuer.rfc4514_string()))


def _checked_number(crl: "x509.CertificateRevocationList") -> str:
    """Return the list's number; refuse what is not a complete list of its authority."""
    number = ""
    for one in crl.extensions:
        value = one.value
        if isinstance(value, x509.CRLNumber):
            number = str(value.crl_number)
        elif isinstance(value, x509.IssuingDistributionPoint):
            if _is_partial(value):
                raise TrustError("trust.crl-partial")
        elif one.critical:  # a delta list, or something nobody here understands
            raise TrustError("trust.crl-partial")
    return number


def _rows_digest(crl: "x509.CertificateRevocationList") -> str:

    for one in crl.extensions:
        if one.oid.dotted_string == ROWS and isinstance(one.value, x509.UnrecognizedExtension):
            raw = one.value.value
            return raw[2:].hex() if raw[:2] == _ROWS_HEAD and len(raw) == 34 else ""
    return ""


def _is_partial(point: "x509.IssuingDistributionPoint") -> bool:
    return bool(
        point.only_contains_user_certs
        or point.only_contains_ca_certs
        or point.only_contains_attribute_certs
        or point.indirect_crl
        or point.only_some_reasons
    )


def _entries(crl: "x509.CertificateRevocationList") -> Iterator[RevokedCertificate]:

    for count, entry in enumerate(crl):
        if count >= MAX_ENTRIES:
            raise TrustError("trust.crl-too-big", limit=MAX_BYTES // 1024 // 1024)
        suspected, reason = None, ""
        for one in entry.extensions:
            if isinstance(one.value, x509.InvalidityDate):
                suspected = one.value.invalidity_date_utc
            elif isinstance(one.value, x509.CRLReason):
                reason = one.value.reason.value
            elif one.critical:
                raise TrustError("trust.crl-partial")
        yield RevokedCertificate(
            f"{entry.serial_number:x}", entry.revocation_date_utc, suspected, reason
        )


def make_crl(
    authority: Authority,
    revoked: Sequence[RevokedCertificate],
    *,
    number: int,
    at: datetime,
    rows_sha256: str = "",
) -> bytes:
    """Return the list (DER) of a receiving unit's own authority.

    Args:
        authority: who signs.
        revoked: every certificate ever revoked.
        number: higher than that of the list before.
        at: the moment of the list.
        rows_sha256: digest of the list of keys published with it; empty when there is none.
    """
    issuer = load_certificate(authority.certificate_der)
    start = at.astimezone(UTC).replace(microsecond=0)
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(start)
        .next_update(start + NEXT_UPDATE)
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(above, critical=False)
    )
    if rows_sha256:
        raw = _ROWS_HEAD + bytes.fromhex(rows_sha256)
        tied = x509.UnrecognizedExtension(x509.ObjectIdentifier(ROWS), raw)
        builder = builder.add_extension(tied, critical=False)
    for one in revoked:
        builder = builder.add_revoked_certificate(_entry(one))
    return builder.sign(authority.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _entry(one: RevokedCertificate) -> "x509.RevokedCertificate":

    made = (
        x509.RevokedCertificateBuilder()
        .serial_number(int(one.serial, 16))
        .revocation_date(one.revoked_at.astimezone(UTC).replace(microsecond=0))
    )
    if one.reason:
        made = made.add_extension(x509.CRLReason(x509.ReasonFlags(one.reason)), critical=False)
    if one.suspected_at is not None:
        since = one.suspected_at.astimezone(UTC).replace(microsecond=0)
        made = made.add_extension(x509.InvalidityDate(since), critical=False)
    return made.build()
