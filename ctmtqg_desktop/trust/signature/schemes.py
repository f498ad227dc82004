"""How a key of ours signs: digest, method, and the two AlgorithmIdentifiers that say so.

``algorithms`` checks what others signed by the same closed list. Elliptic keys sign with the
digest of their size; RSA keys sign with SHA-256 and RSASSA-PSS where they can, else PKCS#1 v1.5.
The salt of PSS is as long as the digest: GnuTLS checks no other.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.libraries import ec, padding, rsa
from ctmtqg_desktop.trust.x509 import algorithms
from ctmtqg_desktop.trust.x509.algorithms import Method
from ctmtqg_desktop.trust.x509.certificate import load_certificate

if TYPE_CHECKING:
    SoftwareKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_OF_CURVE = {"secp256r1": "sha256", "secp384r1": "sha384", "secp521r1": "sha512"}
PSS_ONLY = "1.2.840.113549.1.1.10"
"""A key that its certificate reserves for RSASSA-PSS."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way to sign.

    Attributes:
        method: "ecdsa", "rsa" or "pss" with its salt.
        digest: "sha256", "sha384" or "sha512".
    """

    method: Method
    digest: str

    @property
    def curve(self) -> str:
        """Return the curve of the keys that sign so; empty for RSA."""
        known = {digest: curve for curve, digest in _OF_CURVE.items()}
        return known[self.digest] if self.method.name == "ecdsa" else ""

    @property
    def digest_identifier(self) -> bytes:
        """Return the AlgorithmIdentifier (DER) of the digest."""
        return algorithms.digest_identifier(self.digest)

    @property
    def signature_identifier(self) -> bytes:
        """Return the AlgorithmIdentifier (DER) of the signature."""
        return algorithms.signature_identifier(self.method, self.digest)


ECDSA_P256 = Scheme(Method("ecdsa"), "sha256")
RSA_PKCS1 = Scheme(Method("rsa"), "sha256")
RSA_PSS = Scheme(Method("pss", 32), "sha256")


def scheme_for(certificate_der: bytes, *, pss: bool = True) -> Scheme:
    """Return how the key of a certificate signs.

    Args:
        certificate_der: the signer's certificate.
        pss: whether RSASSA-PSS may be used with an RSA key.

    Raises:
        TrustError: ``trust.key-refused``: kind, curve or size; or a key for PSS alone where that
            cannot be used.
    """
    certificate = load_certificate(certificate_der)
    key = algorithms.accepted_key(certificate)
    if isinstance(key, ec.EllipticCurvePublicKey):
        return Scheme(Method("ecdsa"), _OF_CURVE[key.curve.name])
    if certificate.public_key_algorithm_oid.dotted_string == PSS_ONLY and not pss:
        raise TrustError("trust.key-refused", kind="RSASSA-PSS")
    return RSA_PSS if pss else RSA_PKCS1


def sign_with(key: "SoftwareKey", scheme: Scheme, data: bytes) -> bytes:
    """Return the signature over ``data`` by a key held in memory."""
    hashed = algorithms.hash_of(scheme.digest)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(hashed))
    pss = padding.PSS(padding.MGF1(hashed), scheme.method.salt_bytes)
    return key.sign(data, pss if scheme.method.name == "pss" else padding.PKCS1v15(), hashed)
