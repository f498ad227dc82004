"""Who is asked first: a stranger's file is looked into only where it may be one of his."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.post.who_signed import TrustAsker
from ctmtqg_desktop.exchange.words import claimed
from ctmtqg_desktop.package import names
from ctmtqg_desktop.package.enrolment import MAX_BYTES, REQUEST
from ctmtqg_desktop.package.revocations import AUTHORITY, CRL, ROWS
from ctmtqg_desktop.package.unseal import Ask
from ctmtqg_desktop.trust.certificate.authority import unit_of
from ctmtqg_desktop.trust.certificate.details import shown_name
from ctmtqg_desktop.trust.chain import judge_chain
from ctmtqg_desktop.trust.signature.cms import SignatureFacts

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

STRANGER = "exchange.signer-unknown"
_OF_STRANGERS = frozenset({*names.RESERVED, REQUEST, ROWS, CRL, AUTHORITY})
"""In a request to be enrolled, and in a list of revoked keys."""


def ask_office(asker: TrustAsker) -> Ask:
    """Return what a receiver asks of a signer: enrolled, or of an authority known here?"""
    enrolled = {one.spki_sha256 for one in asker.signers}
    roots = [one for one in (asker.own_authority, *asker.former, *asker.authorities) if one]

    def ask(facts: SignatureFacts, sizes: Mapping[str, int]) -> None:
        is_small = set(sizes) <= _OF_STRANGERS and sum(sizes.values()) <= MAX_BYTES
        if facts.spki_sha256 in enrolled or is_small:
            return
        if judge_chain(facts, roots, at=asker.now).root_der is None:
            raise TrustError(STRANGER, unit=_claim(facts))

    return ask


def ask_unit(workspace: "Workspace") -> Ask:
    """Return what a reporting unit asks: is it of an authority of one of our cards?

    Whatever is as small as a card is looked into: the first card comes from a stranger.
    """
    roots = [card.authority_der for card in workspace.signers.own_cards()]

    def ask(facts: SignatureFacts, sizes: Mapping[str, int]) -> None:
        if sum(sizes.values()) <= MAX_BYTES:
            return
        if judge_chain(facts, roots, at=facts.claimed_at).root_der is None:
            raise TrustError("exchange.catalogue-unknown-signer")

    return ask


def _claim(facts: SignatureFacts) -> str:
    """Return whom a certificate names for which nobody vouches."""
    return claimed(f"{shown_name(facts.subject_common_name)} ({unit_of(facts.certificate_der)})")
