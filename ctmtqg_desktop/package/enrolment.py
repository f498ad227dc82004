"""The payloads about keys: a request to be enrolled, and the unit card that answers it."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.fields import CODE, SHA256, Fields
from ctmtqg_desktop.package.manifest import Kind, Role
from ctmtqg_desktop.package.seal import Part
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys.keys import fingerprint_digits
from ctmtqg_desktop.trust.x509 import certificate as x509

MAX_BYTES = 1024 * 1024
"""Of a file that asks to be enrolled."""
REQUEST = "request.json"
CARD = "card.json"
CERTIFICATE = "data/certificate.cer"
AUTHORITY = "data/authority.cer"
_PREFIX = "package.enrolment"
_MAX_NAME = certificates.MAX_NAME


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
) -> tuple[Part, ...]:
    """Return the parts of an enrolment package.

    Raises:
        TrustError: ``trust.request-refused``, ``trust.key-refused``.
    """
    checked = certificates.check_request(request_der)
    document = {
        "unit_code": unit_code,
        "name": name,
        "title": title,
        "request": base64.b64encode(request_der).decode("ascii"),
        "fingerprint": fingerprint_digits(checked.spki_sha256),
    }
    return (Part(REQUEST, Role.DATA, canonical.dump(document)),)


def outside_parts(
    certificate_der: bytes, *, unit_code: str, name: str, title: str
) -> tuple[Part, ...]:
    """Return the parts of an enrolment package for a key with an outside certificate.

    The package must be signed by that key: this is its proof.

    Raises:
        TrustError: ``trust.certificate-unreadable``.
    """
    document = {
        "unit_code": unit_code,
        "name": name,
        "title": title,
        "certificate": base64.b64encode(certificate_der).decode("ascii"),
        "fingerprint": fingerprint_digits(x509.spki_of(certificate_der)),
    }
    return (Part(REQUEST, Role.DATA, canonical.dump(document)),)


def read_request(opened: Opened) -> EnrolmentRequest:
    """Read an enrolment package.

    Raises:
        PackageError: ``package.enrolment-…``.
        TrustError: the request is not signed by its own key.
    """
    fields = _fields(opened, Kind.ENROLMENT, REQUEST)
    if fields.has("certificate"):
        return _outside(opened, fields)
    request_der = _decoded(fields, "request")
    fingerprint = fields.text("fingerprint")
    unit_code, name = fields.match("unit_code", CODE), fields.text("name", limit=_MAX_NAME)
    title = fields.text("title", may_be_empty=True)
    fields.end()
    checked = certificates.check_request(request_der)
    if fingerprint_digits(checked.spki_sha256) != fingerprint:
        raise fields.wrong("fingerprint")
    if unit_code != checked.unit_code or unit_code != opened.manifest.header.unit.code:
        raise fields.wrong("unit_code")
    if name != checked.name:
        raise fields.wrong("name")
    return EnrolmentRequest(
        unit_code=unit_code,
        name=name,
        title=title,
        request_der=request_der,
        spki_sha256=checked.spki_sha256,
        fingerprint=fingerprint,
        signed_by=opened.facts.spki_sha256,
    )


def _outside(opened: Opened, fields: Fields) -> EnrolmentRequest:
    """Read the request of a key with an outside certificate; the signature is its proof."""
    certificate_der = _decoded(fields, "certificate")
    fingerprint = fields.text("fingerprint")
    unit_code, name = fields.match("unit_code", CODE), fields.text("name", limit=_MAX_NAME)
    title = fields.text("title", may_be_empty=True)
    fields.end()
    if certificate_der != opened.facts.certificate_der:
        raise fields.wrong("certificate")
    if fingerprint_digits(opened.facts.spki_sha256) != fingerprint:
        raise fields.wrong("fingerprint")
    if unit_code != opened.manifest.header.unit.code:
        raise fields.wrong("unit_code")
    return EnrolmentRequest(
        unit_code=unit_code,
        name=name,
        title=title,
        request_der=b"",
        spki_sha256=opened.facts.spki_sha256,
        fingerprint=fingerprint,
        signed_by=opened.facts.spki_sha256,
        certificate_der=certificate_der,
        chain_der=opened.facts.chain_der,
    )


def card_parts(
    unit_code: str,
    unit_name: str,
    *,
    certificate_der: bytes,
    authority_der: bytes,
    is_outside: bool = False,
) -> tuple[Part, ...]:
    """Return the parts of a unit card; the certificates also as files that openssl reads.

    Raises:
        TrustError: ``trust.certificate-unreadable``.
    """
    first, last = certificates.validity(certificate_der)
    document: dict[str, object] = {
        "unit": {"code": unit_code, "name": unit_name},
        "certificate_spki_sha256": x509.spki_of(certificate_der),
        "certificate_fingerprint": fingerprint_digits(x509.spki_of(certificate_der)),
        "authority_spki_sha256": x509.spki_of(authority_der),
        "authority_fingerprint": fingerprint_digits(x509.spki_of(authority_der)),
        "valid_from": first.isoformat(timespec="seconds"),
        "valid_to": last.isoformat(timespec="seconds"),
    }
    if is_outside:
        document["outside"] = True
    return (
        Part(CARD, Role.DATA, canonical.dump(document)),
        Part(CERTIFICATE, Role.DATA, certificate_der),
        Part(AUTHORITY, Role.DATA, authority_der),
    )


def read_card(opened: Opened) -> UnitCard:
    """Read a unit card.

    Raises:
        PackageError: ``package.enrolment-…``: also when the certificates do not belong together.
        TrustError: a certificate is unreadable.
    """
    fields = _fields(opened, Kind.UNIT_CARD, CARD)
    unit = fields.inner("unit")
    code, name = unit.match("code", CODE), unit.text("name")
    unit.end()
    certificate_der = _part(opened, CERTIFICATE)
    authority_der = _part(opened, AUTHORITY)
    _check_key(fields, "certificate", certificate_der)
    _check_key(fields, "authority", authority_der)
    span = fields.moment("valid_from"), fields.moment("valid_to")
    is_outside = fields.has("outside") and fields.take("outside") is True
    fields.end()
    if span != certificates.validity(certificate_der):
        raise fields.wrong("valid_from")
    if is_outside == x509.is_issued_by(certificate_der, authority_der):
        raise PackageError(f"{_PREFIX}-certificate")
    return UnitCard(code, name, certificate_der, authority_der, *span, is_outside)


def _check_key(fields: Fields, which: str, certificate_der: bytes) -> None:
    spki = x509.spki_of(certificate_der)
    if fields.match(f"{which}_spki_sha256", SHA256) != spki:
        raise fields.wrong(f"{which}_spki_sha256")
    if fields.text(f"{which}_fingerprint") != fingerprint_digits(spki):
        raise fields.wrong(f"{which}_fingerprint")


def _fields(opened: Opened, kind: Kind, path: str) -> Fields:
    if opened.manifest.header.kind is not kind:
        raise PackageError(f"{_PREFIX}-kind", kind=opened.manifest.header.kind.value)
    return Fields(canonical.load(_part(opened, path)), prefix=_PREFIX)


def _part(opened: Opened, path: str) -> bytes:
    data = opened.parts.get(path)
    if data is None:
        raise PackageError("package.entry-missing", name=path)
    return data


def _decoded(fields: Fields, name: str) -> bytes:
    try:
        return base64.b64decode(fields.text(name, limit=8000), validate=True)
    except (binascii.Error, ValueError) as error:
        raise fields.wrong(name) from error
