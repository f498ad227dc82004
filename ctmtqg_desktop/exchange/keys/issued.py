"""The certificates of enrolled keys that are kept here."""

from typing import TYPE_CHECKING

from ctmtqg_desktop.package.enrolment import read_card
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.x509.certificate import spki_of

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


def issued_certificates(workspace: "Workspace") -> dict[str, bytes]:
    """Return the latest certificate of every enrolled key, by the digest of the key."""
    by_key = {one.spki_sha256: one.certificate_der for one in workspace.trust.certificates()}
    return {**_from_cards(workspace), **by_key}


def _from_cards(workspace: "Workspace") -> dict[str, bytes]:
    """Return the certificates of cards written before certificates were kept by themselves."""
    found: dict[str, bytes] = {}
    for sha256 in workspace.packages.written(Kind.UNIT_CARD.value):
        card = read_card(unseal(workspace.packages.read(sha256)))
        found[spki_of(card.certificate_der)] = card.certificate_der
    return found
