"""Is a package from the receiving unit that gave us our unit card?"""

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.packing import Site
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.trust.certificates import unit_of
from ctmtqg_desktop.trust.cms import is_issued_by


def check_issuer(site: Site, opened: Opened, code: str) -> None:
    """Demand the receiver's own key, issued by the authority pinned with our unit card.

    The same authority issues the cards of all its units, so it alone proves no receiver.

    Args:
        site: a reporting unit.
        opened: a package that is whole and rightly signed.
        code: of the refusal.

    Raises:
        TrustError: with ``code``.
    """
    card, signer = site.workspace.own_card(), opened.facts.certificate_der
    is_pinned = card is not None and is_issued_by(signer, card.authority_der)
    signed_for = {unit_of(signer), opened.manifest.header.unit.code} if is_pinned else set()
    if signed_for != {site.unit.parent}:
        raise TrustError(code)
