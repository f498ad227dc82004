"""The certificates above a signer's: picked out of a heap, in order, whole or not at all."""

from collections.abc import Iterable
from itertools import pairwise

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.signature.cms import MAX_CERTIFICATES
from ctmtqg_desktop.trust.x509.certificate import is_issued_by, spki_of


def chain_above(certificate_der: bytes, heap: Iterable[bytes]) -> tuple[bytes, ...]:
    """Return the issuers of a certificate, nearest first, up to a self-signed one.

    Empty when the heap does not hold all of them: a signature carries a whole chain or none,
    since nothing would prove the bytes of the last certificate of a broken one.

    Args:
        certificate_der: the signer's certificate.
        heap: DER, in any order; what is unreadable or unrelated is passed over.
    """
    rest = [one for one in dict.fromkeys(heap) if one != certificate_der and _is_readable(one)]
    path = [certificate_der]
    while not is_issued_by(path[-1], path[-1]):
        above = next((one for one in rest if is_issued_by(path[-1], one)), None)
        if above is None or len(path) == MAX_CERTIFICATES:
            return ()
        rest.remove(above)
        path.append(above)
    return tuple(path[1:])


def is_whole_chain(certificate_der: bytes, chain: tuple[bytes, ...]) -> bool:
    """Say whether each certificate signed the one below it, and the last one itself.

    Without a chain there is nothing to hold a certificate of an authority against.
    """
    path = (certificate_der, *chain)
    if not all(_is_readable(one) for one in path):
        return False
    steps = all(is_issued_by(below, above) for below, above in pairwise(path))
    return steps and (not chain or is_issued_by(path[-1], path[-1]))


def _is_readable(certificate_der: bytes) -> bool:
    try:
        spki_of(certificate_der)
    except TrustError:
        return False
    return True
