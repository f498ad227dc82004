"""Of the two signatures that ECDSA allows for one content, the one with the lower s.

From (r, s) anybody computes (r, n - s), which is as right: so a signature alone is no identity.
What we write has the lower half of the two, whoever made it, and a package of profile 2 is
refused with the other. RSA knows one spelling only.
"""

from ctmtqg_desktop.trust.libraries import ec
from ctmtqg_desktop.trust.x509 import der
from ctmtqg_desktop.trust.x509.certificate import load_certificate
from ctmtqg_desktop.trust.x509.der import INTEGER, OCTET_STRING, SEQUENCE, SET

_ORDERS = {
    "secp256r1": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "secp384r1": int(
        "ffffffffffffffffffffffffffffffffffffffffffffffff"
        "c7634d81f4372ddf581a0db248b0a77aecec196accc52973",
        16,
    ),
    "secp521r1": int(
        "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
        "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
        16,
    ),
}
"""The number of points of each accepted curve (SEC 2)."""


def lowered(signature: bytes, curve: str, *, is_low: bool = True) -> bytes:
    """Return a signature with the lower s, or with the higher.

    Args:
        signature: what CMS holds: the DER pair (r, s), or RSA's number, which stays.
        curve: of the key; empty for RSA.
        is_low: False for the other half.

    Raises:
        TrustError: the signature is no pair of numbers.
    """
    if not curve:
        return signature
    order = _ORDERS[curve]
    pair = der.read_der(signature).expect(SEQUENCE, INTEGER, INTEGER)
    r, s = (int.from_bytes(number.body, "big") for number in pair.children)
    if (s <= order // 2) is is_low:
        return signature
    return der.encode(SEQUENCE, _integer(r), _integer(order - s))


def is_low(signature: bytes, certificate_der: bytes) -> bool:
    """Say whether a right signature by that certificate's key has the lower s."""
    return lowered(signature, _curve_of(certificate_der)) == signature


def respelled(p7s: bytes, *, is_low: bool = True) -> bytes:
    """Return a right CMS signature with the lower s in it, or with the higher; no key is needed.

    Args:
        p7s: as ``cms.verify_cms`` has found it right.
        is_low: False for the other half.
    """
    kind, wrapped = der.read_der(p7s).children
    *before, bag, signers = wrapped.children[0].children
    *fields, value = signers.children[0].children
    issuer, serial = fields[1].children
    own = next(one for one in bag.children if _is_of(one, issuer.raw, serial.raw))
    signed = der.encode(OCTET_STRING, lowered(value.body, _curve_of(own.raw), is_low=is_low))
    signer = der.encode(SEQUENCE, *(one.raw for one in fields), signed)
    body = (*(one.raw for one in before), bag.raw, der.encode(SET, signer))
    return der.encode(SEQUENCE, kind.raw, der.encode(0xA0, der.encode(SEQUENCE, *body)))


def _is_of(certificate: der.Node, issuer: bytes, serial: bytes) -> bool:
    fields = certificate.children[0].children
    return (fields[3].raw, fields[1].raw) == (issuer, serial)


def _curve_of(certificate_der: bytes) -> str:
    key = load_certificate(certificate_der).public_key()
    return key.curve.name if isinstance(key, ec.EllipticCurvePublicKey) else ""


def _integer(number: int) -> bytes:
    return der.encode(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))
