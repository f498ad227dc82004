"""Which digests, keys and signature methods are accepted, and the mathematics of checking one.

The list is closed: SHA-256/384/512 with ECDSA on P-256/384/521 or RSA of 2048 bits and more
(PKCS#1 v1.5 and PSS). Everything is compared as DER bytes, so there is one spelling of each.
"""

import hashlib
from dataclasses import dataclass

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.libraries import ec, exceptions, hashes, padding, rsa, x509
from ctmtqg_desktop.trust.x509 import der
from ctmtqg_desktop.trust.x509.der import NULL, OID, SEQUENCE, Node

MIN_RSA_BITS = 2048
MAX_RSA_BITS = 8192
"""A larger key only makes the check slow; nobody issues one."""

MIN_SALT_BYTES, MAX_SALT_BYTES = 20, 512
DEFAULT_SALT_BYTES = 20
"""What RSASSA-PSS-params mean where they name no salt."""

_DIGESTS = {
    "608648016503040201": "sha256",
    "608648016503040202": "sha384",
    "608648016503040203": "sha512",
}
_ECDSA = {
    "2a8648ce3d040302": "sha256",
    "2a8648ce3d040303": "sha384",
    "2a8648ce3d040304": "sha512",
}
_RSA = {
    "2a864886f70d01010b": "sha256",
    "2a864886f70d01010c": "sha384",
    "2a864886f70d01010d": "sha512",
}
_RSA_PLAIN = "2a864886f70d010101"
_PSS = "2a864886f70d01010a"
_MGF1 = bytes.fromhex("06092a864886f70d010108")
_SALT_TAG = 0xA2
_CURVES = {"secp256r1", "secp384r1", "secp521r1"}


def digest_name(node: Node) -> str:
    """Return "sha256", "sha384" or "sha512" for an AlgorithmIdentifier.

    Raises:
        TrustError: ``trust.algorithm-refused``.
    """
    oid, parameters = _identifier(node)
    name = _DIGESTS.get(oid)
    if name is None or parameters not in {b"", b"\x05\x00"}:
        raise TrustError("trust.algorithm-refused", oid=oid)
    return name


def digest(name: str, data: bytes) -> bytes:
    """Return the digest of ``data`` under an accepted name."""
    return hashlib.new(name, data).digest()


@dataclass(frozen=True, slots=True)
class Method:
    """How a signature was made: "ecdsa", "rsa" (PKCS#1 v1.5) or "pss" with its salt's length."""

    name: str
    salt_bytes: int = 0


def signature_method(node: Node, digest_algorithm: str) -> Method:
    """Return the method of an AlgorithmIdentifier used with that digest.

    Raises:
        TrustError: ``trust.algorithm-refused``, also when it names another digest.
    """
    oid, parameters = _identifier(node)
    if _ECDSA.get(oid) == digest_algorithm and parameters == b"":
        return Method("ecdsa")
    if (_RSA.get(oid) == digest_algorithm or oid == _RSA_PLAIN) and parameters == b"\x05\x00":
        return Method("rsa")
    if oid == _PSS and len(node.children) == 2:
        return Method("pss", _pss_salt(node.children[1], digest_algorithm))
    raise TrustError("trust.algorithm-refused", oid=oid)


def digest_identifier(name: str) -> bytes:
    """Return the AlgorithmIdentifier (DER) of an accepted digest, as we write it."""
    return der.encode(SEQUENCE, _oid(_DIGESTS, name))


def signature_identifier(method: Method, digest_algorithm: str) -> bytes:
    """Return the AlgorithmIdentifier (DER) of an accepted method, as we write it."""
    if method.name == "ecdsa":
        return der.encode(SEQUENCE, _oid(_ECDSA, digest_algorithm))
    null = bytes([NULL, 0])
    if method.name == "rsa":
        return der.encode(SEQUENCE, _oid(_RSA, digest_algorithm) + null)
    parameters = _pss_parameters(digest_algorithm, null, method.salt_bytes)
    return der.encode(SEQUENCE, der.encode(OID, bytes.fromhex(_PSS)) + parameters)


def _oid(table: dict[str, str], digest_algorithm: str) -> bytes:
    found = next(oid for oid, name in table.items() if name == digest_algorithm)
    return der.encode(OID, bytes.fromhex(found))


def _identifier(node: Node) -> tuple[str, bytes]:
    """Return the OID in hex and the raw parameters; empty when there are none."""
    node.expect(SEQUENCE)
    if not 1 <= len(node.children) <= 2:
        raise TrustError("trust.cms-structure", expected=OID, found=len(node.children))
    oid = node.children[0].expect(OID).body.hex()
    return oid, node.children[1].raw if len(node.children) == 2 else b""


def _pss_salt(node: Node, digest_algorithm: str) -> int:
    """Return the salt's length if all else is as it must be: MGF1, and the same digest twice."""
    last = node.children[-1] if node.children else node
    length = DEFAULT_SALT_BYTES
    if last.tag == _SALT_TAG and len(last.children) == 1:
        length = int.from_bytes(last.children[0].body, "big")
    for null in (b"", bytes([NULL, 0])):
        if node.raw == _pss_parameters(digest_algorithm, null, length):
            if MIN_SALT_BYTES <= length <= MAX_SALT_BYTES:
                return length
            break
    raise TrustError("trust.algorithm-refused", oid=_PSS)


def _pss_parameters(digest_algorithm: str, null: bytes, salt_bytes: int) -> bytes:
    """Return RSASSA-PSS-params (DER); what stands for the default is left out."""
    hashed = der.encode(SEQUENCE, _oid(_DIGESTS, digest_algorithm) + null)
    masked = der.encode(SEQUENCE, _MGF1 + hashed)
    salt = b"" if salt_bytes == DEFAULT_SALT_BYTES else _raw_salt(salt_bytes)
    return der.encode(SEQUENCE, der.encode(0xA0, hashed) + der.encode(0xA1, masked) + salt)


def _raw_salt(length: int) -> bytes:
    size = length.bit_length() // 8 + 1
    return der.encode(_SALT_TAG, der.encode(der.INTEGER, length.to_bytes(size, "big")))


def check_signature(
    certificate: "x509.Certificate",
    signature: bytes,
    data: bytes,
    *,
    method: Method,
    digest_algorithm: str,
) -> None:
    """Check that the certificate's key signed ``data``.

    Raises:
        TrustError: ``trust.key-refused`` (kind or size), ``trust.signature-wrong``.
    """
    key = accepted_key(certificate)
    hashed = hash_of(digest_algorithm)
    try:
        if isinstance(key, ec.EllipticCurvePublicKey) and method.name == "ecdsa":
            key.verify(signature, data, ec.ECDSA(hashed))
        elif isinstance(key, rsa.RSAPublicKey) and method.name in {"rsa", "pss"}:
            _check_rsa(key, signature, data, method=method, hashed=hashed)
        else:
            raise TrustError("trust.key-refused", kind=type(key).__name__, method=method.name)
    except (exceptions.InvalidSignature, ValueError) as error:
        raise TrustError("trust.signature-wrong") from error


def _check_rsa(
    key: "rsa.RSAPublicKey",
    signature: bytes,
    data: bytes,
    *,
    method: Method,
    hashed: "hashes.HashAlgorithm",
) -> None:

    pss = padding.PSS(padding.MGF1(hashed), method.salt_bytes)
    key.verify(signature, data, pss if method.name == "pss" else padding.PKCS1v15(), hashed)


def hash_of(name: str) -> "hashes.HashAlgorithm":
    """Return the digest of an accepted name as ``cryptography`` wants it."""
    known: dict[str, type[hashes.SHA256 | hashes.SHA384 | hashes.SHA512]] = {
        "sha256": hashes.SHA256,
        "sha384": hashes.SHA384,
        "sha512": hashes.SHA512,
    }
    return known[name]()


def accepted_key(certificate: "x509.Certificate") -> object:
    """Return the certificate's public key if its kind and size are accepted.

    Raises:
        TrustError: ``trust.key-refused``.
    """
    try:
        key = certificate.public_key()
    except (ValueError, exceptions.UnsupportedAlgorithm) as error:
        raise TrustError("trust.key-refused", kind="unknown") from error
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        return key
    if isinstance(key, rsa.RSAPublicKey) and MIN_RSA_BITS <= key.key_size <= MAX_RSA_BITS:
        return key
    raise TrustError("trust.key-refused", kind=type(key).__name__)
