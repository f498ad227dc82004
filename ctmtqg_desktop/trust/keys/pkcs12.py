"""Open the PKCS#12 files (.p12, .pfx) that authorities issue, the old ciphers among them.

The ciphers only protect the file on its way; a signature made with the key inside is as good
as any. A file cannot make us spend what it likes: its size and its iterations are limited
before the password is tried.
"""

import unicodedata
from collections.abc import Iterator

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.text import as_seen
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner
from ctmtqg_desktop.trust.libraries import (
    asn1_pkcs12,
    ec,
    exceptions,
    pkcs12,
    rsa,
    serialization,
    x509,
)
from ctmtqg_desktop.trust.signature.issuers import chain_above

MAX_FILE_BYTES = 256 * 1024
MAX_ITERATIONS = 5_000_000
"""Some seconds of work; issuers use 2,000 to 600,000."""
_MAX_CERTIFICATES = 20
_BROKEN = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)


def is_pkcs12(data: bytes) -> bool:
    """Say whether a file looks like PKCS#12: the first bytes decide, not the name."""
    return data[:1] == b"\x30"


def open_pkcs12(
    data: bytes, password: str, *, heap: tuple[bytes, ...] = (), pss: bool = True
) -> KeyFileSigner:
    """Return the signer of a PKCS#12 file; its chain is put in order.

    Args:
        data: the file.
        password: its NFC form is tried first, then as typed, then NFD: whoever made the file may
            have composed letters the other way, and a file counts no wrong tries.
        heap: further certificates (DER) that may complete the chain.
        pss: whether an RSA key signs with RSASSA-PSS.

    Raises:
        TrustError: ``trust.p12-unreadable``, ``trust.p12-cost``, ``trust.p12-password``,
            ``trust.p12-without-key``, ``trust.p12-without-certificate``, ``trust.key-refused``.
    """
    _check_cost(data)
    bag = _opened(data, password)
    if bag.key is None:
        raise TrustError("trust.p12-without-key")
    if not isinstance(bag.key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise TrustError("trust.key-refused", kind=type(bag.key).__name__)
    inside = _certificates(bag)
    own = next((c for c in inside if _public(c) == bag.key.public_key()), None)
    if own is None:
        raise TrustError("trust.p12-without-certificate")
    listed = tuple(_der(one) for one in inside)
    chain = chain_above(_der(own), (*listed, *heap))
    return KeyFileSigner(bag.key, _der(own), chain, pss=pss)


def _opened(data: bytes, password: str) -> "pkcs12.PKCS12KeyAndCertificates":

    for tried in _spellings(password):
        try:
            return pkcs12.load_pkcs12(data, tried)
        except ValueError:
            continue
    raise TrustError("trust.p12-password")


def _spellings(password: str) -> Iterator[bytes | None]:
    forms = (unicodedata.normalize(form, password) for form in ("NFC", "NFD"))
    composed, taken_apart = forms
    seen = as_seen(password)
    spelled = (composed, password, taken_apart, seen or composed, seen.strip() or composed)
    yield from dict.fromkeys(one.encode() for one in spelled)
    if not password:
        yield None


def _certificates(bag: "pkcs12.PKCS12KeyAndCertificates") -> "list[x509.Certificate]":
    own = [bag.cert.certificate] if bag.cert is not None else []
    return [*own, *(one.certificate for one in bag.additional_certs)][:_MAX_CERTIFICATES]


def _public(certificate: "x509.Certificate") -> object:

    try:
        return certificate.public_key()
    except (ValueError, exceptions.UnsupportedAlgorithm):
        return None


def _der(certificate: "x509.Certificate") -> bytes:

    return certificate.public_bytes(serialization.Encoding.DER)


def _check_cost(data: bytes) -> None:
    """Refuse what is no PKCS#12 or asks for too much work, before any cryptography."""
    if len(data) > MAX_FILE_BYTES:
        raise TrustError("trust.p12-unreadable", where="size")
    try:
        counts = list(_iterations(data))
    except _BROKEN as error:
        raise TrustError("trust.p12-unreadable", where="content") from error
    if any(not 1 <= count <= MAX_ITERATIONS for count in counts):
        raise TrustError("trust.p12-cost", limit=MAX_ITERATIONS)


def _iterations(data: bytes) -> Iterator[int]:
    """Return every number of iterations that stands in the open."""
    whole = asn1_pkcs12.Pfx.load(data, strict=True)
    if whole["version"].native != "v3" or whole["auth_safe"]["content_type"].native != "data":
        raise ValueError("kind")
    if whole["mac_data"].native is not None:
        yield whole["mac_data"]["iterations"].native
    for part in whole.authenticated_safe:
        if part["content_type"].native == "encrypted_data":
            sealed = part["content"]["encrypted_content_info"]
            yield sealed["content_encryption_algorithm"].kdf_iterations
        elif part["content_type"].native == "data":
            for bag in asn1_pkcs12.SafeContents.load(part["content"].native):
                if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
                    yield bag["bag_value"]["encryption_algorithm"].kdf_iterations
