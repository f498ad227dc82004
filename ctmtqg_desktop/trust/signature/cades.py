"""Write a detached CAdES-B-B signature; whoever holds the key only signs a few bytes.

Written out here rather than with pyHanko: its signer needs an event loop, which opens a pair
of sockets (on Windows over the network stack), and half a second to import. pyHanko, openssl
and certtool check what is written here in the tests.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from ctmtqg_desktop.trust.signature.low_s import lowered
from ctmtqg_desktop.trust.signature.schemes import Scheme
from ctmtqg_desktop.trust.x509 import algorithms, der, oids
from ctmtqg_desktop.trust.x509.certificate import certificate_fields
from ctmtqg_desktop.trust.x509.der import (
    OCTET_STRING,
    OID,
    SEQUENCE,
    SET,
    UTC_TIME,
    encode,
    encode_set,
)

RawSign = Callable[[bytes], bytes]
"""Sign these bytes by the scheme; return what CMS holds: the DER pair (r, s), or RSA's number."""


def build_signature(
    data: bytes,
    *,
    at: datetime | None,
    scheme: Scheme,
    raw_sign: RawSign,
    certificates: tuple[bytes, ...],
) -> bytes:
    """Return a CMS SignedData (DER) over ``data`` without ``data`` in it, in its one spelling.

    Args:
        data: exactly what is signed.
        at: the claimed signing time, with an offset, between 1950 and 2049; whole seconds count.
            None leaves it out: a signed PDF claims its time in the signature dictionary instead
            (ETSI EN 319 142-1).
        scheme: digest and method that ``raw_sign`` uses.
        raw_sign: signs with the key of the first certificate.
        certificates: DER; the signer's own first, then those above it.
    """
    attributes = _attributes(data, at, certificates, scheme)
    signature = lowered(raw_sign(encode_set(SET, *attributes)), scheme.curve)
    fields = certificate_fields(der.read_der(certificates[0]))
    signer = encode(
        SEQUENCE,
        oids.VERSION_1,
        encode(SEQUENCE, fields[2].raw, fields[0].raw),
        scheme.digest_identifier,
        encode_set(0xA0, *attributes),
        scheme.signature_identifier,
        encode(OCTET_STRING, signature),
    )
    signed = encode(
        SEQUENCE,
        oids.VERSION_1,
        encode(SET, scheme.digest_identifier),
        encode(SEQUENCE, _oid(oids.DATA)),
        encode_set(0xA0, *certificates),
        encode(SET, signer),
    )
    return encode(SEQUENCE, _oid(oids.SIGNED_DATA), encode(0xA0, signed))


def _attributes(
    data: bytes, at: datetime | None, certificates: tuple[bytes, ...], scheme: Scheme
) -> list[bytes]:
    # Every certificate is named, not only the signer's: none can be left out unnoticed then.
    digests = (hashlib.sha256(certificate).digest() for certificate in certificates)
    listed = [encode(SEQUENCE, encode(OCTET_STRING, digest)) for digest in digests]
    protection = scheme.digest_identifier + b"\xa1" + scheme.signature_identifier[1:]
    digest = algorithms.digest(scheme.digest, data)
    return [
        _attribute(oids.CONTENT_TYPE, _oid(oids.DATA)),
        *([] if at is None else [_attribute(oids.SIGNING_TIME, _moment(at))]),
        _attribute(oids.MESSAGE_DIGEST, encode(OCTET_STRING, digest)),
        _attribute(oids.SIGNING_CERTIFICATE, encode(SEQUENCE, encode(SEQUENCE, *listed))),
        _attribute(oids.PROTECTION, encode(SEQUENCE, protection)),
    ]


def _moment(at: datetime) -> bytes:
    return encode(UTC_TIME, at.astimezone(UTC).strftime("%y%m%d%H%M%SZ").encode())


def _attribute(oid: str, value: bytes) -> bytes:
    return encode(SEQUENCE, _oid(oid), encode(SET, value))


def _oid(oid: str) -> bytes:
    return encode(OID, bytes.fromhex(oid))
