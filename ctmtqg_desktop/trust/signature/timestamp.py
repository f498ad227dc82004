"""Check a signature time-stamp (RFC 3161) that another program put beside a PDF's signature.

The token's signature and what it stamps are checked, so a wrong one is refused. Whether its
authority can be trusted is not judged: the moment is shown and decides nothing. The token's
certificates are only a help to find its key; the package around the print covers their bytes.
"""

from datetime import UTC, datetime

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.x509 import algorithms, der, oids
from ctmtqg_desktop.trust.x509.certificate import certificate_fields, load_certificate
from ctmtqg_desktop.trust.x509.der import INTEGER, OCTET_STRING, OID, SEQUENCE, SET, Node

TOKEN = "2a864886f70d010910020e"  # noqa: S105  id-aa-signatureTimeStampToken
_TST_INFO = "2a864886f70d0109100104"
MAX_BYTES = 32 * 1024


def stamped_at(unsigned: Node, signature: bytes) -> datetime:
    """Return when the one time-stamp among the unsigned attributes says a signature existed.

    Args:
        unsigned: the attributes; nothing but one time-stamp is allowed.
        signature: what must be stamped.

    Raises:
        TrustError: ``trust.timestamp-wrong``; ``trust.cms-unsigned-attributes``.
    """
    if len(unsigned.raw) > MAX_BYTES or len(unsigned.children) != 1:
        raise TrustError("trust.cms-unsigned-attributes")
    name, values = unsigned.children[0].expect(SEQUENCE, OID, SET).children
    if name.body.hex() != TOKEN or len(values.children) != 1:
        raise TrustError("trust.cms-unsigned-attributes")
    try:
        return _token(values.children[0], signature)
    except (IndexError, ValueError) as error:
        raise TrustError("trust.timestamp-wrong") from error


def _token(root: Node, signature: bytes) -> datetime:
    kind, wrapped = root.expect(SEQUENCE, OID, 0xA0).children
    if kind.body.hex() != oids.SIGNED_DATA:
        raise TrustError("trust.timestamp-wrong")
    parts = wrapped.children[0].expect(SEQUENCE).children
    encapsulated, bag, signers = parts[2], parts[3], parts[-1]
    inner, content = encapsulated.expect(SEQUENCE, OID, 0xA0).children
    if inner.body.hex() != _TST_INFO or bag.tag != 0xA0 or len(signers.children) != 1:
        raise TrustError("trust.timestamp-wrong")
    stamped = content.children[0].expect(OCTET_STRING).body
    _check_signer(signers.children[0], bag, stamped)
    return _moment(der.read_der(stamped), signature)


def _check_signer(signer: Node, bag: Node, content: bytes) -> None:
    _, sid, digests, attributes, method, value = signer.children[:6]
    name = algorithms.digest_name(digests)
    issuer, serial = sid.expect(SEQUENCE, SEQUENCE, INTEGER).children
    held = next(
        (
            one
            for one in bag.children
            if (certificate_fields(one)[2].raw, certificate_fields(one)[0].raw)
            == (issuer.raw, serial.raw)
        ),
        None,
    )
    if held is None or attributes.tag != 0xA0:
        raise TrustError("trust.timestamp-wrong")
    found = {
        one.children[0].body.hex(): one.children[1].children[0] for one in attributes.children
    }
    kind, digest = found.get(oids.CONTENT_TYPE), found.get(oids.MESSAGE_DIGEST)
    is_right = kind is not None and kind.body.hex() == _TST_INFO
    if not is_right or digest is None or digest.body != algorithms.digest(name, content):
        raise TrustError("trust.timestamp-wrong")
    try:
        algorithms.check_signature(
            load_certificate(held.raw),
            value.expect(OCTET_STRING).body,
            bytes([SET]) + attributes.raw[1:],
            method=algorithms.signature_method(method, name),
            digest_algorithm=name,
        )
    except TrustError as error:
        raise TrustError("trust.timestamp-wrong") from error


def _moment(info: Node, signature: bytes) -> datetime:
    """Return the stamped moment, if the stamp is upon this signature."""
    fields = info.expect(SEQUENCE).children
    imprint = fields[2].expect(SEQUENCE, SEQUENCE, OCTET_STRING)
    name = algorithms.digest_name(imprint.children[0])
    if imprint.children[1].body != algorithms.digest(name, signature):
        raise TrustError("trust.timestamp-wrong")
    if fields[4].tag != der.GENERALIZED_TIME:
        raise TrustError("trust.timestamp-wrong")
    text = fields[4].body.decode("ascii", "replace").rstrip("Z").partition(".")[0]
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
