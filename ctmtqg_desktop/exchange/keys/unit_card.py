"""The unit card at the reporting unit: what it pins, and what may change it."""

from pathlib import Path

from ctmtqg_desktop.errors import PackageError, TrustError
from ctmtqg_desktop.exchange.keys.keys import MAX_KEY_FILE
from ctmtqg_desktop.exchange.keys.make_keys import BY_KEY, SIGNER
from ctmtqg_desktop.exchange.post.envelope import Site, keep_taken
from ctmtqg_desktop.package.enrolment import UnitCard, read_card
from ctmtqg_desktop.package.files import read_limited, write_durably
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.trust.certificate.authority import unit_of
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.x509.certificate import is_issued_by, spki_of
from ctmtqg_desktop.workspace.records import LastSigner


def take_card(site: Site, opened: Opened, key: Path | None, *, confirmed: str = "") -> str:
    """Put the certificate of a unit card into the key file; return the authority's digits.

    The first card pins the receiver's authority; one by another authority is taken only when
    a person has compared the thirty digits of the new one.

    Args:
        site: the reporting unit.
        opened: the card.
        key: the key file it is for; None for a key with an outside certificate.
        confirmed: the new authority's digits as compared; empty for none.

    Raises:
        PackageError: ``exchange.card-of-another-unit``, ``exchange.card-needs-key``; the card
            is not whole.
        TrustError: ``exchange.card-unknown-signer``, ``exchange.card-other-authority``; the
            card is for another key; ``exchange.card-former-authority``: it was replaced.
    """
    card = read_card(opened)
    if card.unit_code != site.unit.code:
        raise PackageError("exchange.card-of-another-unit", unit=card.unit_name, us=site.unit.name)
    _check_authority(site, opened, card, confirmed)
    if not card.is_outside:
        if key is None:
            raise PackageError("exchange.card-needs-key")
        data = read_limited(key, MAX_KEY_FILE)
        chain = (card.certificate_der, card.authority_der)
        write_durably(key, keys.with_certificates(data, chain))
    with site.workspace.transaction():
        keep_taken(site, opened)
        site.workspace.signers.set_own_card(
            card.certificate_der, card.authority_der, unit=card.unit_code, at=site.at
        )
        if key is not None and not card.is_outside:  # what has a card signs from now on
            used = LastSigner(BY_KEY, str(key.absolute()))
            site.workspace.settings.remember_signer(SIGNER, used)
    return keys.fingerprint_digits(spki_of(card.authority_der))


def _check_authority(site: Site, opened: Opened, card: UnitCard, confirmed: str) -> None:
    signer = opened.facts.certificate_der
    if not is_issued_by(signer, card.authority_der) or unit_of(signer) != site.unit.parent:
        raise TrustError("exchange.card-unknown-signer", file="")
    pinned = [spki_of(one.authority_der) for one in site.workspace.signers.own_cards()]
    brought = spki_of(card.authority_der)
    digits = keys.fingerprint_digits(brought)
    if pinned and brought != pinned[-1] and _bare(confirmed) != _bare(digits):
        is_former = brought in pinned
        code = "exchange.card-former-authority" if is_former else "exchange.card-other-authority"
        raise TrustError(code, fingerprint=digits)


def _bare(digits: str) -> str:
    return "".join(sign for sign in digits if sign.isdigit())
