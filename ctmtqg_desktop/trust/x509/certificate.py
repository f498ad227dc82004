"""Read one certificate: its fields as they are written, its key, its name, who issued it.

Strict DER and version 3 only. A certificate says who somebody claims to be; ``registry`` decides
what its key may sign.
"""

from functools import lru_cache

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.libraries import exceptions, x509
from ctmtqg_desktop.trust.x509 import algorithms, der
from ctmtqg_desktop.trust.x509.der import INTEGER, SEQUENCE, Node

_KEPT = 256
"""The same few certificates are asked again and again: of the office, of who signs."""


def certificate_fields(node: Node) -> tuple[Node, ...]:
    """Return serial, algorithm, issuer, validity, subject, key… of a version 3 certificate."""
    body, algorithm, signature = node.expect(SEQUENCE, SEQUENCE, SEQUENCE, der.BIT_STRING).children
    if signature.body[0]:  # "unused bits": libraries ignore it, so it could be changed
        raise _structure("certificate-signature")
    if len(body.children) < 7 or body.children[0].raw != b"\xa0\x03\x02\x01\x02":
        raise _structure("certificate")
    serial = int.from_bytes(body.children[1].expect(INTEGER).body, "big", signed=True)
    if serial <= 0:
        raise _structure("certificate-serial")
    if body.children[2].raw != algorithm.raw:
        raise _structure("certificate-algorithm")
    return body.children[1:]


def is_issued_by(certificate_der: bytes, issuer_der: bytes) -> bool:
    """Say whether the issuer's key signed the certificate under its name, by accepted means."""
    child, issuer = load_certificate(certificate_der), load_certificate(issuer_der)
    try:
        algorithms.accepted_key(issuer)
        hashed = child.signature_hash_algorithm
        child.verify_directly_issued_by(issuer)
    except (
        exceptions.InvalidSignature,
        exceptions.UnsupportedAlgorithm,
        ValueError,
        TypeError,
        TrustError,
    ):
        return False
    return hashed is not None and hashed.name in {"sha256", "sha384", "sha512"}


@lru_cache(maxsize=_KEPT)
def load_certificate(certificate_der: bytes) -> "x509.Certificate":
    """Load a certificate.

    Raises:
        TrustError: ``trust.certificate-unreadable``, ``trust.der``, ``trust.cms-structure``.
    """
    certificate_fields(der.read_der(certificate_der))
    try:
        return x509.load_der_x509_certificate(certificate_der)
    except ValueError as error:
        raise TrustError("trust.certificate-unreadable") from error


@lru_cache(maxsize=_KEPT)
def spki_of(certificate_der: bytes) -> str:
    """Return the hex SHA-256 of the public key in a certificate, as it is written there."""
    return algorithms.digest(
        "sha256", certificate_fields(der.read_der(certificate_der))[5].raw
    ).hex()


def names_in(certificate: "x509.Certificate") -> "tuple[x509.Name, x509.Name]":
    """Return whom a certificate names, and who issued it; the library reads them only when asked.

    Raises:
        TrustError: ``trust.certificate-unreadable``.
    """
    try:
        return certificate.subject, certificate.issuer
    except ValueError as error:
        raise TrustError("trust.certificate-unreadable") from error


def common_name(certificate: "x509.Certificate") -> str:
    """Return the common name a certificate claims; empty when it has none or an unreadable one."""
    try:
        names = names_in(certificate)[0].get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    except TrustError:
        return ""
    return str(names[0].value) if names else ""


def _structure(where: str) -> TrustError:
    return TrustError("trust.cms-structure", where=where)
