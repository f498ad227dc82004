"""Does a signer's certificate lead to an authority this office has chosen to trust?

A chain that is good is never enough: the enrolment decides who may sign. A chain that leads to
a trusted authority and is bad there (expired, unfit, revoked) does count; see ``standing``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ctmtqg_desktop.trust.libraries import x509
from ctmtqg_desktop.trust.signature.cms import SignatureFacts
from ctmtqg_desktop.trust.x509.certificate import is_issued_by, load_certificate

_MAX_PATH = 6


class ChainState(StrEnum):
    """What was found when following a certificate upwards."""

    TRUSTED = "trusted"
    NO_ROOT = "no-root"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    NOT_FIT = "not-fit"


@dataclass(frozen=True, slots=True)
class ChainJudgement:
    """What was found.

    Attributes:
        root_der: the root it leads to; None unless it leads to one.
        path: signer, intermediates, root; empty without a root.
        until: last moment at which all of the path are valid; None without a root.
    """

    state: ChainState
    root_der: bytes | None = None
    path: tuple[bytes, ...] = ()
    until: datetime | None = None


def judge_chain(facts: SignatureFacts, roots: Sequence[bytes], *, at: datetime) -> ChainJudgement:
    """Follow the signer's certificate to one of the roots, judged at one moment.

    Args:
        facts: of a right signature.
        roots: certificates (DER) of the authorities this office trusts.
        at: when the package was first seen here; the signer's own clock proves nothing.
    """
    path = _path(facts, roots)
    if path is None:
        return ChainJudgement(ChainState.NO_ROOT)
    certificates = [load_certificate(one) for one in path]
    until = min(one.not_valid_after_utc for one in certificates)
    state = ChainState.TRUSTED
    if not all(_is_fit(one, level) for level, one in enumerate(certificates)):
        state = ChainState.NOT_FIT
    elif any(at < one.not_valid_before_utc for one in certificates):
        state = ChainState.NOT_YET_VALID
    elif at > until:
        state = ChainState.EXPIRED
    return ChainJudgement(state, path[-1], tuple(path), until)


def _path(facts: SignatureFacts, roots: Sequence[bytes]) -> list[bytes] | None:
    """Return signer, intermediates, root; a root sent along is only a help, never trusted."""
    path = [facts.certificate_der]
    above = iter(facts.chain_der)
    while len(path) <= _MAX_PATH:
        found = next((root for root in roots if is_issued_by(path[-1], root)), None)
        if found is not None and found != path[-1]:
            return [*path, found]
        step = next(above, None)
        if step is None:
            return None
        path.append(step)
    return None


def _is_fit(certificate: "x509.Certificate", level: int) -> bool:
    """Say whether a certificate may stand there: level 0 signs documents, others certificates."""
    known = {
        x509.BasicConstraints.oid,
        x509.KeyUsage.oid,
        x509.ExtendedKeyUsage.oid,
        x509.SubjectAlternativeName.oid,
        x509.CertificatePolicies.oid,
    }
    try:
        listed = {one.oid: one for one in certificate.extensions}
    except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        return False
    if any(one.critical and oid not in known for oid, one in listed.items()):
        return False
    usage = listed.get(x509.KeyUsage.oid)
    if usage is not None and not _may(usage.value, level):
        return False
    if level == 0:
        return True
    basic = listed.get(x509.BasicConstraints.oid)
    if basic is None or not basic.value.ca:
        return False
    return basic.value.path_length is None or basic.value.path_length >= level - 1


def _may(usage: "x509.KeyUsage", level: int) -> bool:
    if level == 0:
        return usage.digital_signature or usage.content_commitment
    return usage.key_cert_sign
