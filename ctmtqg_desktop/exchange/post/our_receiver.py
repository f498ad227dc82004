"""Is a package from the receiving unit that gave us our unit card?"""

from collections.abc import Iterator

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.exchange.post.who_signed import first_seen
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import Opened, unseal
from ctmtqg_desktop.trust.certificate.authority import unit_of
from ctmtqg_desktop.trust.certificate.crl import serial_of
from ctmtqg_desktop.trust.x509.certificate import is_issued_by, spki_of


def check_issuer(site: Site, opened: Opened, code: str) -> None:
    """Demand the receiver's own key, issued by the authority pinned with our unit card.

    The same authority issues the cards of all its units, so it alone proves no receiver.

    Args:
        site: a reporting unit.
        opened: a package that is whole and rightly signed.
        code: of the refusal.

    Raises:
        TrustError: with ``code``; ``exchange.issuer-revoked`` when the receiver has published
            that this key is lost, and the package was first seen here after that.
    """
    signer, header = opened.facts.certificate_der, opened.manifest.header
    root = next((one for one in _roots(site, opened) if is_issued_by(signer, one)), None)
    signed_for = {unit_of(signer), header.unit.code} if root is not None else set()
    if root is None or signed_for != {site.unit.parent}:
        raise TrustError(code)
    _check_revoked(site, opened, root)


def _roots(site: Site, opened: Opened) -> Iterator[bytes]:
    """Yield the authority of our latest card; for some packages also those it replaced.

    A receipt or return that was signed before the receiver lost its authority may come after
    the new card. It counts when its key has signed a receipt that we hold: whoever has stolen
    the old authority can make new keys, but not sign with that one.
    """
    cards = site.workspace.signers.own_cards()
    if cards:
        yield cards[-1].authority_der
    is_answer = opened.manifest.header.kind in {Kind.RECEIPT, Kind.RETURN}
    if is_answer and len({card.authority_der for card in cards}) > 1 and _is_met(site, opened):
        yield from (card.authority_der for card in reversed(cards))


def _is_met(site: Site, opened: Opened) -> bool:
    held = (unseal(one.data) for one in site.workspace.receipts.incoming())
    return any(one.facts.spki_sha256 == opened.facts.spki_sha256 for one in held)


def _check_revoked(site: Site, opened: Opened, root: bytes) -> None:
    """Ask both lists: of keys, and of certificates of the pinned authority."""
    workspace, facts = site.workspace, opened.facts
    seen = first_seen(workspace, opened.package_sha256, site.at)
    moments = [line.revoked_at for line in workspace.trust.revoked_keys(facts.spki_sha256)]
    line = workspace.trust.revoked_certificate(spki_of(root), serial_of(facts.certificate_der))
    moments += [line.revoked_at] if line is not None else []
    if any(moment <= seen for moment in moments):
        raise TrustError("exchange.issuer-revoked", day=min(moments))
