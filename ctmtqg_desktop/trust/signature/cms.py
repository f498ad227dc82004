"""Check a detached CAdES-B-B signature: every byte of it is either proved or prescribed.

Proved: the signed attributes and the content by the signature, the signer's certificate by
signing-certificate-v2, each further certificate by the key of the next up to a self-signed
one; that none was left out, in what we write, by the same attribute, which names all of them.
Prescribed: all the rest (versions, algorithm lists, no CRLs, no unsigned attributes). So no
byte can change unnoticed. The one freedom left is of ECDSA itself (see ``low_s``), and what
others write may leave certificates or algorithms unnamed: ``is_strict`` says where neither is so.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.signature.low_s import is_low
from ctmtqg_desktop.trust.signature.timestamp import stamped_at
from ctmtqg_desktop.trust.x509 import algorithms, der, oids
from ctmtqg_desktop.trust.x509.algorithms import Method
from ctmtqg_desktop.trust.x509.certificate import (
    certificate_fields,
    common_name,
    is_issued_by,
    load_certificate,
    names_in,
    spki_of,
)
from ctmtqg_desktop.trust.x509.der import INTEGER, OCTET_STRING, OID, SEQUENCE, SET, Node

MAX_BYTES = 64 * 1024
MAX_CERTIFICATES = 6
FIRST_GENERALIZED_YEAR, LAST_YEAR = 2050, 2199
"""At the very end of the calendar sums with times overflow."""

_CONTEXT_0, _CONTEXT_1 = 0xA0, 0xA1


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """What a right signature says, and nothing about who may say it.

    Attributes:
        spki_sha256: hex digest of the signer's public key: the identity that is enrolled.
        subject_common_name: as the certificate claims; empty when it has none.
        certificate_der: the signer's certificate.
        chain_der: the certificates above it, nearest first; empty or ending self-signed.
        claimed_at: signing time by the signer's own clock, with offset: a claim, not a proof.
        digest_algorithm: "sha256", "sha384" or "sha512".
        method: "ecdsa", "rsa" or "pss".
        stamped_at: when a time-stamp beside it says that it existed; None without one. Whose
            time-stamp it is was not judged.
        is_strict: nobody could spell it otherwise without the key: the lower s, and every
            certificate and the algorithms named in what is signed.
    """

    spki_sha256: str
    subject_common_name: str
    certificate_der: bytes
    chain_der: tuple[bytes, ...]
    claimed_at: datetime
    digest_algorithm: str
    method: str
    stamped_at: datetime | None = None
    is_strict: bool = True


@dataclass(frozen=True, slots=True)
class _Signed:
    """The parts of a SignedData that are still to be checked."""

    certificates: tuple[Node, ...]
    signer: Node
    signer_certificate: Node
    attributes: dict[str, Node]
    digest_algorithm: str
    method: Method


def verify_cms(
    p7s: bytes, content: bytes, *, claimed_at: datetime | None = None, foreign: bool = False
) -> SignatureFacts:
    """Check that ``p7s`` is one right CAdES-B-B signature over exactly ``content``.

    Args:
        p7s: the signature (DER).
        content: what it must cover.
        claimed_at: the time that a signed PDF claims beside its signature, which then need not
            state one itself (ETSI EN 319 142-1); None where the signature must.
        foreign: take what other programs write into PDFs too: a time-stamp, certificates that
            lead nowhere, none named by signing-certificate-v2. Only where something else
            covers every byte, as the package around a print does.

    Raises:
        TrustError: ``trust.cms-…``, ``trust.der``, ``trust.algorithm-refused``,
            ``trust.key-refused``, ``trust.content-differs``, ``trust.signature-wrong``,
            ``trust.certificate-unreadable``.
    """
    if len(p7s) > MAX_BYTES:
        raise TrustError("trust.cms-too-big", size=len(p7s), limit=MAX_BYTES)
    signed = _parse(der.read_der(p7s), foreign=foreign)
    claimed = _claim(signed.attributes.get(oids.SIGNING_TIME), claimed_at)
    certificate = load_certificate(signed.signer_certificate.raw)
    # The signature first: only then does a digest that differs speak of the content.
    algorithms.check_signature(
        certificate,
        signed.signer.children[5].body,
        bytes([SET]) + signed.signer.children[3].raw[1:],
        method=signed.method,
        digest_algorithm=signed.digest_algorithm,
    )
    _check_attributes(signed, content)
    if not foreign:  # what we write has names that can be read; they are shown and compared
        for node in signed.certificates:
            names_in(load_certificate(node.raw))
    chain = _chain(signed.certificates, signed.signer_certificate, foreign=foreign)
    return _facts(signed, chain, claimed)


def _facts(signed: _Signed, chain: tuple[Node, ...], claimed_at: datetime) -> SignatureFacts:
    certificate_der = signed.signer_certificate.raw
    signature, rest = signed.signer.children[5].body, signed.signer.children[6:]
    return SignatureFacts(
        spki_sha256=spki_of(certificate_der),
        subject_common_name=common_name(load_certificate(certificate_der)),
        certificate_der=certificate_der,
        chain_der=tuple(node.raw for node in chain),
        claimed_at=claimed_at,
        digest_algorithm=signed.digest_algorithm,
        method=signed.method.name,
        stamped_at=stamped_at(rest[0], signature) if rest else None,
        is_strict=_is_strict(signed),
    )


def _is_strict(signed: _Signed) -> bool:
    certificate = signed.signer_certificate.raw
    named = signed.attributes.get(oids.SIGNING_CERTIFICATE)
    count = 0 if named is None else len(named.children[0].children)
    is_fixed = count == len(signed.certificates) and oids.PROTECTION in signed.attributes
    return is_fixed and is_low(signed.signer.children[5].body, certificate)


def _parse(root: Node, *, foreign: bool) -> _Signed:
    """Take a ContentInfo apart; every field that no signature covers must be as prescribed."""
    kind, wrapped = root.expect(SEQUENCE, OID, _CONTEXT_0).children
    if kind.body.hex() != oids.SIGNED_DATA or len(wrapped.children) != 1:
        raise _structure("content-type")
    fields = wrapped.children[0].expect(SEQUENCE, INTEGER, SET, SEQUENCE, _CONTEXT_0, SET)
    version, digests, encapsulated, bag, signers = fields.children
    inner = encapsulated.expect(SEQUENCE, OID).children[0]
    if version.raw != oids.VERSION_1 or inner.body.hex() != oids.DATA:
        raise _structure("version")
    if len(signers.children) != 1:
        raise TrustError("trust.cms-signers", count=len(signers.children))
    is_sorted = foreign or der.is_sorted(bag.children)
    if not 1 <= len(bag.children) <= MAX_CERTIFICATES or not is_sorted:
        raise TrustError("trust.cms-certificates", count=len(bag.children))
    signer = _signer(signers.children[0], foreign=foreign)
    if [node.raw for node in digests.children] != [signer.children[2].raw]:
        raise _structure("digest-algorithms")
    digest_algorithm = algorithms.digest_name(signer.children[2])
    return _Signed(
        certificates=bag.children,
        signer=signer,
        signer_certificate=_find(bag.children, signer.children[1]),
        attributes=_attributes(signer.children[3], foreign=foreign),
        digest_algorithm=digest_algorithm,
        method=algorithms.signature_method(signer.children[4], digest_algorithm),
    )


def _structure(where: str) -> TrustError:
    return TrustError("trust.cms-structure", where=where)


def _signer(node: Node, *, foreign: bool) -> Node:
    more: tuple[int, ...] = ()
    if node.children and node.children[-1].tag == _CONTEXT_1:
        if not foreign:
            raise TrustError("trust.cms-unsigned-attributes")
        more = (_CONTEXT_1,)
    node.expect(SEQUENCE, INTEGER, SEQUENCE, SEQUENCE, _CONTEXT_0, SEQUENCE, OCTET_STRING, *more)
    if node.children[0].raw != oids.VERSION_1:
        raise _structure("signer-version")
    return node


def _find(bag: tuple[Node, ...], sid: Node) -> Node:
    """Return the certificate with that issuer and serial number."""
    issuer, serial = sid.expect(SEQUENCE, SEQUENCE, INTEGER).children
    for node in bag:
        fields = certificate_fields(node)
        if fields[2].raw == issuer.raw and fields[0].raw == serial.raw:
            return node
    raise TrustError("trust.cms-signer-certificate")


def _attributes(node: Node, *, foreign: bool) -> dict[str, Node]:
    """Return the one value of each signed attribute by its OID in hex."""
    if not der.is_sorted(node.children):
        raise _structure("attributes")
    found: dict[str, Node] = {}
    for child in node.children:
        name, values = child.expect(SEQUENCE, OID, SET).children
        if len(values.children) != 1 or name.body.hex() in found:
            raise _structure("attribute")
        found[name.body.hex()] = values.children[0]
    needed = (oids.CONTENT_TYPE, oids.MESSAGE_DIGEST, oids.SIGNING_CERTIFICATE)
    for oid in needed[:2] if foreign else needed:
        if oid not in found:
            raise TrustError("trust.cms-attribute-missing", oid=oid)
    return found


def _check_attributes(signed: _Signed, content: bytes) -> None:
    found = signed.attributes
    if found[oids.CONTENT_TYPE].expect(OID).body.hex() != oids.DATA:
        raise _structure("content-type-attribute")
    computed = algorithms.digest(signed.digest_algorithm, content)
    if found[oids.MESSAGE_DIGEST].expect(OCTET_STRING).body != computed:
        raise TrustError("trust.content-differs")
    named = found.get(oids.SIGNING_CERTIFICATE)
    if named is not None:
        _check_signing_certificate(named, signed.signer_certificate, signed.certificates)
    protection = found.get(oids.PROTECTION)
    if protection is not None:
        digest_raw = signed.signer.children[2].raw
        method_raw = b"\xa1" + signed.signer.children[4].raw[1:]
        if protection.expect(SEQUENCE).body != digest_raw + method_raw:
            raise _structure("algorithm-protection")


def _check_signing_certificate(node: Node, signer: Node, bag: tuple[Node, ...]) -> None:
    """Demand the signer's certificate first; who names more of them names all that came along."""
    fields = node.expect(SEQUENCE).children
    named = fields[0].expect(SEQUENCE).children if fields else ()
    if not named:
        raise _structure("signing-certificate")
    if not _names(named[0], signer.raw):
        raise TrustError("trust.signing-certificate-differs")
    others = [node.raw for node in bag if node.raw != signer.raw]
    if len(named) > 1 and len(named) - 1 != len(others):
        raise TrustError("trust.signing-certificate-differs")
    for one in named[1:]:
        if not any(_names(one, certificate) for certificate in others):
            raise TrustError("trust.signing-certificate-differs")


def _names(entry: Node, certificate_der: bytes) -> bool:
    """Say whether an ESSCertIDv2 is of that certificate."""
    fields = list(entry.expect(SEQUENCE).children)
    name = "sha256"  # the default of RFC 5035, which DER leaves out
    if fields and fields[0].tag == SEQUENCE:
        name = algorithms.digest_name(fields.pop(0))
    digest = algorithms.digest(name, certificate_der)
    return bool(fields) and fields[0].expect(OCTET_STRING).body == digest


def _chain(bag: tuple[Node, ...], signer: Node, *, foreign: bool) -> tuple[Node, ...]:
    """Return the certificates above the signer's, nearest first.

    A certificate that proves nothing could be changed without notice: each must have signed
    the one below it and the last one itself.
    """
    rest = [node for node in bag if node.raw != signer.raw]
    if len(rest) != len(bag) - 1:
        raise TrustError("trust.cms-certificates", count=len(bag))
    path: list[Node] = []
    current = signer
    while rest:
        issuer = certificate_fields(current)[2].raw
        above = [node for node in rest if certificate_fields(node)[4].raw == issuer]
        if len(above) != 1 or not is_issued_by(current.raw, above[0].raw):
            if foreign:
                return tuple(path)
            raise TrustError("trust.cms-certificate-loose")
        current = above[0]
        rest.remove(current)
        path.append(current)
    if _is_self_named(current) and not is_issued_by(current.raw, current.raw):
        raise TrustError("trust.cms-certificate-loose")
    if path and not _is_self_named(current) and not foreign:
        raise TrustError("trust.cms-certificate-loose")
    return tuple(path)


def _is_self_named(node: Node) -> bool:
    fields = certificate_fields(node)
    return fields[2].raw == fields[4].raw


def _claim(stated: Node | None, beside: datetime | None) -> datetime:
    """Return the time the signature states, else the one that stands beside it."""
    if stated is not None:
        return _time(stated)
    if beside is None:
        raise TrustError("trust.cms-attribute-missing", oid=oids.SIGNING_TIME)
    return beside


def _time(node: Node) -> datetime:
    """Read a moment in the one spelling of CMS: UTCTime until 2049, GeneralizedTime after."""
    text = node.body.decode("ascii", "replace")
    forms = {der.UTC_TIME: ("%y%m%d%H%M%SZ", 12), der.GENERALIZED_TIME: ("%Y%m%d%H%M%SZ", 14)}
    form, digits = forms.get(node.tag, ("", 0))
    try:
        if not form or not re.fullmatch(rf"[0-9]{{{digits}}}Z", text):
            raise _structure("signing-time")
        moment = datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError as error:
        raise _structure("signing-time") from error
    if node.tag == der.GENERALIZED_TIME and not FIRST_GENERALIZED_YEAR <= moment.year <= LAST_YEAR:
        raise _structure("signing-time")
    return moment
