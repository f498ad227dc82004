"""Certificates of outside authorities: read from a file, told apart by their keys alone."""

from collections.abc import Iterable

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.certificate.details import CertificateDetails, details_of
from ctmtqg_desktop.trust.libraries import serialization, x509
from ctmtqg_desktop.trust.x509.algorithms import accepted_key
from ctmtqg_desktop.trust.x509.certificate import is_issued_by, load_certificate, spki_of

MAX_FILE_BYTES = 64 * 1024
_PEM = b"-----BEGIN CERTIFICATE-----"


def read_certificate(data: bytes) -> bytes:
    """Return the certificate (DER) of a file in DER or PEM.

    Raises:
        TrustError: ``trust.certificate-unreadable``.
    """
    if len(data) > MAX_FILE_BYTES:
        raise TrustError("trust.certificate-unreadable")
    try:
        if data.lstrip().startswith(_PEM):
            data = x509.load_pem_x509_certificate(data).public_bytes(serialization.Encoding.DER)
        details_of(data)
    except (ValueError, TrustError) as error:
        raise TrustError("trust.certificate-unreadable") from error
    return data


def read_authority(data: bytes) -> tuple[bytes, CertificateDetails]:
    """Return the certificate (DER) of an authority from a file, and what it says.

    Raises:
        TrustError: ``trust.certificate-unreadable``, ``trust.not-an-authority``,
            ``trust.key-refused``.
    """
    certificate_der = read_certificate(data)
    told = details_of(certificate_der)
    if not _is_authority(certificate_der):
        raise TrustError("trust.not-an-authority", name=told.subject)
    accepted_key(load_certificate(certificate_der))
    return certificate_der, told


def _is_authority(certificate_der: bytes) -> bool:

    one = load_certificate(certificate_der)
    try:
        return one.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (
        ValueError, x509.ExtensionNotFound, x509.DuplicateExtension,
        x509.UnsupportedGeneralNameType,
    ):  # fmt: skip
        return False


def issuer_key(certificate_der: bytes, authorities: Iterable[bytes]) -> str:
    """Return the digest of the key, among these authorities', that signed a certificate.

    Empty when none of them did.
    """
    found = (one for one in authorities if is_issued_by(certificate_der, one))
    return next((spki_of(one) for one in found), "")


def is_renewal(certificate_der: bytes, before_der: bytes) -> bool:
    """Say whether two certificates name the same subject, to the byte; who issued is not asked."""
    one, before = load_certificate(certificate_der), load_certificate(before_der)
    return one.subject.public_bytes() == before.subject.public_bytes()
