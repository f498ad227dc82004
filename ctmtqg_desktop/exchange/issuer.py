"""Is a package from the receiving unit that gave us our unit card?"""

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.packing import Site
from ctmtqg_desktop.exchange.standing import first_seen
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.trust.certificates import unit_of
from ctmtqg_desktop.trust.cms import is_issued_by, spki_of
from ctmtqg_desktop.trust.crl import serial_of


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
    card, signer = site.workspace.own_card(), opened.facts.certificate_der
    is_pinned = card is not None and is_issued_by(signer, card.authority_der)
    signed_for = {unit_of(signer), opened.manifest.header.unit.code} if is_pinned else set()
    if signed_for != {site.unit.parent}:
        raise TrustError(code)
    _check_revoked(site, opened)


def _check_revoked(site: Site, opened: Opened) -> None:
    """Ask both lists: of keys, and of certificates of the pinned authority."""
    workspace, facts, card = site.workspace, opened.facts, site.workspace.own_card()
    seen = first_seen(workspace, opened.package_sha256, site.at)
    moments = [line.revoked_at for line in workspace.revoked_keys(facts.spki_sha256)]
    if card is not None:
        issuer, serial = spki_of(card.authority_der), serial_of(facts.certificate_der)
        line = workspace.revoked_certificate(issuer, serial)
        moments += [line.revoked_at] if line is not None else []
    if any(moment <= seen for moment in moments):
        raise TrustError("exchange.issuer-revoked", day=min(moments))
