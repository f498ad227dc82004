"""The payloads about keys: a request to be enrolled, and the unit card that answers it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package.manifest import LARGEST, Kind, PartRole, UnitRef
from ctmtqg_desktop.package.seal import PackagePart
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.package.wire import (
    OMITTED,
    Base64,
    Code,
    Flag,
    Line,
    Moment,
    Sha256,
    Wire,
    text,
)
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys.keys import fingerprint_digits
from ctmtqg_desktop.trust.x509 import certificate as x509

MAX_BYTES = LARGEST[Kind.ENROLMENT]
"""Of a file that asks to be enrolled."""
REQUEST = "request.json"
CARD = "card.json"
CERTIFICATE = "data/certificate.cer"
AUTHORITY = "data/authority.cer"
_PREFIX = "package.enrolment"


@dataclass(frozen=True, slots=True)
class _Asked:
    """``request.json``: a PKCS#10 request, or the certificate of an outside authority."""

    unit_code: Code
    name: Annotated[str, text(limit=certificates.MAX_NAME)]
    title: Annotated[str, text(may_be_empty=True)]
    fingerprint: Line
    request: Annotated[Base64, OMITTED] = b""
    certificate: Annotated[Base64, OMITTED] = b""


@dataclass(frozen=True, slots=True)
class _Card:
    """``card.json``: whose card it is, and the two certificates beside it by their digests."""

    unit: UnitRef
    certificate_spki_sha256: Sha256
    certificate_fingerprint: Line
    authority_spki_sha256: Sha256
    authority_fingerprint: Line
    valid_from: Moment
    valid_to: Moment
    outside: Annotated[Flag, OMITTED] = False


_REQUEST, _CARD = Wire(_Asked, _PREFIX), Wire(_Card, _PREFIX)


@dataclass(frozen=True, slots=True)
class EnrolmentRequest:
    """A key that asks to sign for a unit; all but the key and its proof is a claim.

    Attributes:
        unit_code: the unit it claims.
        name: of the person, at most 64 characters.
        title: of the office; may be empty.
        request_der: PKCS#10 by the key.
        spki_sha256: hex digest of the key.
        fingerprint: the thirty digits to compare by telephone.
        signed_by: digest of the key that signed the package: the same key, or, when a known
            signer changes keys, the old one.
        certificate_der: of an outside authority, when the key has one; the signature of the
            package by that key is then the proof, and ``request_der`` is empty.
        chain_der: the certificates above it that came along.
    """

    unit_code: str
    name: str
    title: str
    request_der: bytes
    spki_sha256: str
    fingerprint: str
    signed_by: str
    certificate_der: bytes = b""
    chain_der: tuple[bytes, ...] = ()

    @property
    def is_rotation(self) -> bool:
        """Say whether another key vouches for the new one."""
        return self.signed_by != self.spki_sha256


@dataclass(frozen=True, slots=True)
class UnitCard:
    """What a unit gets back: its certificate and that of the authority to recognise.

    Attributes:
        unit_code, unit_name: the unit the officer chose.
        certificate_der: for the enrolled key.
        authority_der: the receiver's own, by which its packages are recognised.
        valid_from, valid_to: of the certificate.
        is_outside: the certificate was issued by an outside authority, not by the receiver.
    """

    unit_code: str
    unit_name: str
    certificate_der: bytes
    authority_der: bytes
    valid_from: datetime
    valid_to: datetime
    is_outside: bool = False


def request_parts(
    request_der: bytes, *, unit_code: str, name: str, title: str
) -> tuple[PackagePart, ...]:
    """Return the parts of an enrolment package.

    Raises:
        TrustError: ``trust.request-refused``, ``trust.key-refused``.
    """
    digits = fingerprint_digits(certificates.check_request(request_der).spki_sha256)
    asked = _Asked(unit_code, name, title, digits, request=request_der)
    return (PackagePart(REQUEST, PartRole.DATA, _REQUEST.dump(asked)),)


def outside_parts(
    certificate_der: bytes, *, unit_code: str, name: str, title: str
) -> tuple[PackagePart, ...]:
    """Return the parts of an enrolment package for a key with an outside certificate.

    The package must be signed by that key: this is its proof.

    Raises:
        TrustError: ``trust.certificate-unreadable``.
    """
    digits = fingerprint_digits(x509.spki_of(certificate_der))
    asked = _Asked(unit_code, name, title, digits, certificate=certificate_der)
    return (PackagePart(REQUEST, PartRole.DATA, _REQUEST.dump(asked)),)


def read_request(opened: Opened) -> EnrolmentRequest:
    """Read an enrolment package.

    Raises:
        PackageError: ``package.enrolment-…``.
        TrustError: the request is not signed by its own key.
    """
    asked = _REQUEST.load(_document(opened, Kind.ENROLMENT, REQUEST))
    if asked.certificate and asked.request:
        raise _REQUEST.unknown("request")
    return _outside(opened, asked) if asked.certificate else _of_a_key(opened, asked)


def _of_a_key(opened: Opened, asked: _Asked) -> EnrolmentRequest:
    if not asked.request:
        raise _REQUEST.wrong("request")
    checked = certificates.check_request(asked.request)
    _check_fingerprint(asked, checked.spki_sha256)
    if {checked.unit_code, opened.manifest.header.unit.code} != {asked.unit_code}:
        raise _REQUEST.wrong("unit_code")
    if asked.name != checked.name:
        raise _REQUEST.wrong("name")
    return EnrolmentRequest(
        unit_code=asked.unit_code,
        name=asked.name,
        title=asked.title,
        request_der=asked.request,
        spki_sha256=checked.spki_sha256,
        fingerprint=asked.fingerprint,
        signed_by=opened.facts.spki_sha256,
    )


def _outside(opened: Opened, asked: _Asked) -> EnrolmentRequest:
    """Read the request of a key with an outside certificate; the signature is its proof."""
    facts = opened.facts
    if asked.certificate != facts.certificate_der:
        raise _REQUEST.wrong("certificate")
    _check_fingerprint(asked, facts.spki_sha256)
    if asked.unit_code != opened.manifest.header.unit.code:
        raise _REQUEST.wrong("unit_code")
    return EnrolmentRequest(
        unit_code=asked.unit_code,
        name=asked.name,
        title=asked.title,
        request_der=b"",
        spki_sha256=facts.spki_sha256,
        fingerprint=asked.fingerprint,
        signed_by=facts.spki_sha256,
        certificate_der=asked.certificate,
        chain_der=facts.chain_der,
    )


def _check_fingerprint(asked: _Asked, spki_sha256: str) -> None:
    if fingerprint_digits(spki_sha256) != asked.fingerprint:
        raise _REQUEST.wrong("fingerprint")


def card_parts(
    unit_code: str,
    unit_name: str,
    *,
    certificate_der: bytes,
    authority_der: bytes,
    is_outside: bool = False,
) -> tuple[PackagePart, ...]:
    """Return the parts of a unit card; the certificates also as files that openssl reads.

    Raises:
        TrustError: ``trust.certificate-unreadable``.
    """
    card = _Card(
        UnitRef(unit_code, unit_name),
        *_named(certificate_der),
        *_named(authority_der),
        *certificates.validity(certificate_der),
        is_outside,
    )
    return (
        PackagePart(CARD, PartRole.DATA, _CARD.dump(card)),
        PackagePart(CERTIFICATE, PartRole.DATA, certificate_der),
        PackagePart(AUTHORITY, PartRole.DATA, authority_der),
    )


def _named(certificate_der: bytes) -> tuple[str, str]:
    """Return digest and fingerprint of a certificate's key."""
    spki = x509.spki_of(certificate_der)
    return spki, fingerprint_digits(spki)


def read_card(opened: Opened) -> UnitCard:
    """Read a unit card.

    Raises:
        PackageError: ``package.enrolment-…``: also when the certificates do not belong together.
        TrustError: a certificate is unreadable.
    """
    card = _CARD.load(_document(opened, Kind.UNIT_CARD, CARD))
    certificate_der, authority_der = _part(opened, CERTIFICATE), _part(opened, AUTHORITY)
    _check_key(card, "certificate", certificate_der)
    _check_key(card, "authority", authority_der)
    span = card.valid_from, card.valid_to
    if span != certificates.validity(certificate_der):
        raise _CARD.wrong("valid_from")
    if card.outside == x509.is_issued_by(certificate_der, authority_der):
        raise PackageError(f"{_PREFIX}-certificate")
    unit = card.unit
    return UnitCard(unit.code, unit.name, certificate_der, authority_der, *span, card.outside)


def _check_key(card: _Card, which: str, certificate_der: bytes) -> None:
    for name, wanted in zip(("spki_sha256", "fingerprint"), _named(certificate_der), strict=True):
        if getattr(card, f"{which}_{name}") != wanted:
            raise _CARD.wrong(f"{which}_{name}")


def _document(opened: Opened, kind: Kind, path: str) -> bytes:
    if opened.manifest.header.kind is not kind:
        raise PackageError(f"{_PREFIX}-kind", kind=opened.manifest.header.kind.value)
    return _part(opened, path)


def _part(opened: Opened, path: str) -> bytes:
    data = opened.parts.get(path)
    if data is None:
        raise PackageError("package.entry-missing", name=path)
    return data
