"""What signs: a key from a file of ours or of an authority, held in memory, or a token.

Nothing above this room knows how a signature is made; it holds a ``Signer`` and asks.
``token`` gives one whose key never leaves the device.
"""

from copy import copy
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.signature import cades
from ctmtqg_desktop.trust.signature.issuers import is_whole_chain
from ctmtqg_desktop.trust.signature.schemes import scheme_for, sign_with
from ctmtqg_desktop.trust.x509.certificate import load_certificate, spki_of

if TYPE_CHECKING:
    from ctmtqg_desktop.trust.signature.schemes import SoftwareKey


class Signer(Protocol):
    """Whoever can sign.

    Attributes:
        certificate_der: the signer's certificate.
        chain_der: those above it, nearest first, up to and with the self-signed one; may be empty.
        spki_sha256: hex digest of the public key: what is enrolled.
    """

    @property
    def certificate_der(self) -> bytes:
        """Return the signer's certificate."""

    @property
    def chain_der(self) -> tuple[bytes, ...]:
        """Return the certificates above it."""

    @property
    def spki_sha256(self) -> str:
        """Return the digest of the public key."""

    def sign_cades(self, data: bytes, at: datetime | None) -> bytes:
        """Return a detached CAdES-B-B signature (DER) over ``data``, claiming ``at`` if given."""

    def under(self, certificate_der: bytes, chain_der: tuple[bytes, ...]) -> "Signer":
        """Return the same key under another certificate."""


class KeyFileSigner:
    """Sign with a key held in memory, as opened from a key file or a PKCS#12 file."""

    def __init__(
        self,
        key: "SoftwareKey",
        certificate_der: bytes,
        chain_der: tuple[bytes, ...] = (),
        *,
        pss: bool = True,
    ) -> None:
        self._key = key
        self.certificate_der = certificate_der
        self.chain_der = chain_der
        self.spki_sha256 = spki_of(certificate_der)
        self._scheme = scheme_for(certificate_der, pss=pss)
        if load_certificate(certificate_der).public_key() != key.public_key():
            raise TrustError("trust.certificate-of-another-key")

    def sign_cades(self, data: bytes, at: datetime | None) -> bytes:
        """Return a detached CAdES-B-B signature (DER) over ``data``, claiming ``at`` if given.

        Args:
            data: exactly what is signed.
            at: with an offset; whole seconds count. None claims nothing, as inside a PDF.
        """
        return cades.build_signature(
            data,
            at=at,
            scheme=self._scheme,
            raw_sign=lambda signed: sign_with(self._key, self._scheme, signed),
            certificates=(self.certificate_der, *self.chain_der),
        )

    def under(self, certificate_der: bytes, chain_der: tuple[bytes, ...]) -> "KeyFileSigner":
        """Return the same key under another certificate.

        Raises:
            TrustError: ``trust.certificate-of-another-key``.
        """
        return renamed(self, certificate_der, chain_der)


class _Named(Protocol):
    certificate_der: bytes
    chain_der: tuple[bytes, ...]
    spki_sha256: str


_AnySigner = TypeVar("_AnySigner", bound=_Named)


def renamed(
    signer: _AnySigner, certificate_der: bytes, chain_der: tuple[bytes, ...]
) -> _AnySigner:
    """Return a copy of a signer under another certificate of the same key.

    Raises:
        TrustError: ``trust.certificate-of-another-key``.
    """
    if spki_of(certificate_der) != signer.spki_sha256:
        raise TrustError("trust.certificate-of-another-key")
    made = copy(signer)
    made.certificate_der, made.chain_der = certificate_der, chain_der
    return made


def open_signer(data: bytes, password: str) -> KeyFileSigner:
    """Return the signer of a key file that holds its certificates.

    Raises:
        TrustError: ``trust.key-without-certificate``, ``trust.key-file-unreadable`` also when a
            certificate was changed, and what ``keys.open_key`` raises.
    """
    certificates = keys.certificates_of(data)
    if not certificates:
        raise TrustError("trust.key-without-certificate")
    if not is_whole_chain(certificates[0], certificates[1:]):
        raise TrustError("trust.key-file-unreadable", where="certificates")
    return KeyFileSigner(keys.open_key(data, password), certificates[0], certificates[1:])
