"""The small authority of a receiving unit: requests in, certificates out.

One authority per receiving unit, two levels, no more: its own certificate (path length 0) and
one per enrolled key. A certificate never decides who may sign; ``registry`` does.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.text import clean
from ctmtqg_desktop.trust.keys.keys import spki_sha256
from ctmtqg_desktop.trust.libraries import ec, exceptions, hashes, rsa, serialization, x509
from ctmtqg_desktop.trust.signature.schemes import scheme_for
from ctmtqg_desktop.trust.x509 import algorithms
from ctmtqg_desktop.trust.x509.certificate import load_certificate, names_in

AUTHORITY_YEARS = 10
CERTIFICATE_YEARS = 3
MAX_NAME = 64
"""Longest name a certificate holds, in characters (X.520 ub-common-name)."""
_URN = "urn:ctmtqg:don-vi:"
_EARLY = timedelta(days=1)
"""A certificate starts a day early: clocks of offline computers are wrong by hours."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A receiving unit's right to issue: its key and its certificate (DER)."""

    key: "ec.EllipticCurvePrivateKey"
    certificate_der: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """What a right PKCS#10 request says; all but the key is a claim."""

    unit_code: str
    name: str
    spki_sha256: str


def new_authority(
    key: "ec.EllipticCurvePrivateKey", unit_code: str, *, name: str, at: datetime
) -> Authority:
    """Make the authority of a receiving unit, valid for ten years.

    Args:
        key: its own key, used for nothing else.
        unit_code: code of the receiving unit.
        name: shown as the issuer, e.g. "Sở Nông nghiệp và Môi trường".
        at: from when.

    Raises:
        TrustError: ``trust.name-refused``.
    """
    subject = _subject(name, unit_code)
    builder = _builder(subject, subject, key.public_key(), at=at, years=AUTHORITY_YEARS)
    builder = builder.serial_number(_own_serial(key))
    builder = _extended(builder, key.public_key(), key.public_key(), unit_code, is_authority=True)
    return Authority(key, _signed(builder, key))


def self_certificate(
    key: "ec.EllipticCurvePrivateKey", unit_code: str, *, name: str, at: datetime
) -> bytes:
    """Return a certificate the key signed itself, so that it can sign its own enrolment.

    Raises:
        TrustError: ``trust.name-refused``.
    """
    subject = _subject(name, unit_code)
    builder = _builder(subject, subject, key.public_key(), at=at, years=CERTIFICATE_YEARS)
    builder = builder.serial_number(_own_serial(key))
    builder = _extended(builder, key.public_key(), key.public_key(), unit_code, is_authority=False)
    return _signed(builder, key)


def make_request(key: "ec.EllipticCurvePrivateKey", unit_code: str, *, name: str) -> bytes:
    """Return a PKCS#10 request (DER): proof that the asker holds the private key.

    Raises:
        TrustError: ``trust.name-refused``.
    """
    builder = x509.CertificateSigningRequestBuilder().subject_name(_subject(name, unit_code))
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def check_request(request_der: bytes) -> Request:
    """Check that a request is signed by the key it names, and say what it claims.

    Raises:
        TrustError: ``trust.request-refused``, ``trust.key-refused``.
    """
    return _checked(request_der)[0]


def issue_certificate(
    authority: Authority, request_der: bytes, *, unit_code: str, serial: int, at: datetime
) -> bytes:
    """Return a certificate (DER) for the key of a request, valid for three years.

    Args:
        authority: the issuer.
        request_der: PKCS#10; only its key and the person's name are taken from it.
        unit_code: chosen by the approving officer from the catalogue, never from the file.
        serial: never used before by this authority; positive.
        at: from when.

    Raises:
        TrustError: what ``check_request`` raises; ``trust.name-refused``.
    """
    asked, public = _checked(request_der)
    issuer = x509.load_der_x509_certificate(authority.certificate_der)
    subject = _subject(asked.name, unit_code)
    builder = _builder(subject, issuer.subject, public, at=at, years=CERTIFICATE_YEARS)
    builder = builder.serial_number(serial)
    builder = _extended(builder, public, authority.key.public_key(), unit_code, is_authority=False)
    return _signed(builder, authority.key)


def reissue(
    authority: Authority,
    certificate_der: bytes,
    *,
    unit_code: str,
    serial: int,
    at: datetime,
    until: datetime | None = None,
) -> bytes:
    """Return a certificate (DER) for the key of one that another authority has issued.

    Args:
        authority: the issuer.
        certificate_der: its key was proved when it was issued; key and name are taken from it.
        unit_code: as enrolled.
        serial: never used before; positive.
        at: from when.
        until: no longer than that; None is three years.

    Raises:
        TrustError: ``trust.certificate-unreadable``, ``trust.key-refused``,
            ``trust.name-refused``.
    """
    public, held = _signing_key(certificate_der), load_certificate(certificate_der)
    names = names_in(held)[0].get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    subject = _subject(str(names[0].value) if names else unit_code, unit_code)
    above = x509.load_der_x509_certificate(authority.certificate_der).subject
    builder = _builder(subject, above, public, at=at, years=CERTIFICATE_YEARS, until=until)
    builder = builder.serial_number(serial)
    builder = _extended(builder, public, authority.key.public_key(), unit_code, is_authority=False)
    return _signed(builder, authority.key)


def _signing_key(certificate_der: bytes) -> "ec.EllipticCurvePublicKey | rsa.RSAPublicKey":
    """Return the key of a certificate, if it is strong enough to sign."""
    scheme_for(certificate_der)
    public = load_certificate(certificate_der).public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        raise TrustError("trust.key-refused", kind=type(public).__name__)
    return public


def validity(certificate_der: bytes) -> tuple[datetime, datetime]:
    """Return the first and the last moment of a certificate, in UTC.

    Raises:
        TrustError: ``trust.certificate-unreadable``.
    """
    certificate = load_certificate(certificate_der)
    return certificate.not_valid_before_utc, certificate.not_valid_after_utc


def unit_of(certificate_der: bytes) -> str:
    """Return the code of the unit a certificate of ours was issued for; empty if it has none.

    Only the issuer's word: worth as much as the issuer.

    Raises:
        TrustError: ``trust.certificate-unreadable``.
    """
    subject, _ = names_in(load_certificate(certificate_der))
    found = subject.get_attributes_for_oid(x509.NameOID.ORGANIZATIONAL_UNIT_NAME)
    return str(found[0].value) if len(found) == 1 else ""


def _checked(request_der: bytes) -> "tuple[Request, ec.EllipticCurvePublicKey]":

    try:
        request = x509.load_der_x509_csr(request_der)
        public = request.public_key()
        is_proved = request.is_signature_valid
        names = {part.oid.dotted_string: str(part.value) for part in request.subject}
    except (ValueError, TypeError, exceptions.UnsupportedAlgorithm) as error:
        raise TrustError("trust.request-refused", where="content") from error
    if not isinstance(public, ec.EllipticCurvePublicKey) or public.curve.name != "secp256r1":
        raise TrustError("trust.key-refused", kind=type(public).__name__)
    if not is_proved:
        raise TrustError("trust.request-refused", where="signature")
    spki = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    claimed = Request(
        unit_code=names.get("2.5.4.11", ""),
        name=names.get("2.5.4.3", ""),
        spki_sha256=algorithms.digest("sha256", spki).hex(),
    )
    return claimed, public


def _subject(name: str, unit_code: str) -> "x509.Name":

    person, code = clean(name), clean(unit_code)
    wrong = not person.isprintable() or not code.isascii() or not code.isprintable()
    if wrong or not 1 <= len(person) <= MAX_NAME or not 1 <= len(code) <= MAX_NAME:
        raise TrustError("trust.name-refused", name=person, limit=MAX_NAME)
    return x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(x509.NameOID.ORGANIZATIONAL_UNIT_NAME, code),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, person),
        ]
    )


def _builder(
    subject: "x509.Name",
    issuer: "x509.Name",
    public: "ec.EllipticCurvePublicKey | rsa.RSAPublicKey",
    *,
    at: datetime,
    years: int,
    until: datetime | None = None,
) -> "x509.CertificateBuilder":

    start = at.astimezone(UTC).replace(microsecond=0)
    day = 28 if (start.month, start.day) == (2, 29) else start.day
    last = start.replace(year=start.year + years, day=day)
    if until is not None:
        last = min(last, until.astimezone(UTC).replace(microsecond=0))
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .not_valid_before(start - _EARLY)
        .not_valid_after(last)
    )


def _own_serial(key: "ec.EllipticCurvePrivateKey") -> int:
    """Return a positive serial number that differs from key to key and needs no counter."""
    return int.from_bytes(hashlib.sha256(spki_sha256(key).encode()).digest()[:8], "big") >> 1 | 1


def _extended(
    builder: "x509.CertificateBuilder",
    public: "ec.EllipticCurvePublicKey | rsa.RSAPublicKey",
    issuer: "ec.EllipticCurvePublicKey",
    unit_code: str,
    *,
    is_authority: bool,
) -> "x509.CertificateBuilder":

    limit = 0 if is_authority else None
    unit = x509.UniformResourceIdentifier(_URN + clean(unit_code))
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer)
    return (
        builder.add_extension(x509.BasicConstraints(is_authority, limit), critical=True)
        .add_extension(_usage(is_authority=is_authority), critical=True)
        .add_extension(x509.SubjectAlternativeName([unit]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(above, critical=False)
    )


def _usage(*, is_authority: bool) -> "x509.KeyUsage":

    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )


def _signed(builder: "x509.CertificateBuilder", key: "ec.EllipticCurvePrivateKey") -> bytes:

    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
