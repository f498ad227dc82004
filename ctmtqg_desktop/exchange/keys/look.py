"""Look at what may sign: the tokens that are in, and the certificate of a key."""

from datetime import datetime
from typing import TYPE_CHECKING

from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.keys.orders import ShowKey, ShowTokens
from ctmtqg_desktop.exchange.post.signers import find_tokens, look_into, opened
from ctmtqg_desktop.exchange.post.signing import KeyFile
from ctmtqg_desktop.exchange.room import Program, Room
from ctmtqg_desktop.trust.certificate.details import CertificateDetails, details_of

if TYPE_CHECKING:
    from ctmtqg_desktop.trust.token.token import TokenFacts


def show_tokens(place: Program | Room, order: ShowTokens, _: Step = no_step) -> Done:
    """Tell which tokens are in, with their certificates; no PIN is used.

    Raises:
        TrustError: see ``find_tokens``.
    """
    found, now = find_tokens(order.libraries), place.clock()
    return Done("done.show-tokens", {"tokens": [_token(one, now) for one in found]}, found=found)


def show_key(place: Program | Room, order: ShowKey, _: Step = no_step) -> Done:
    """Show the certificate that would sign, valid or not.

    Raises:
        TrustError: wrong password or PIN; ``trust.key-without-certificate``.
        PackageError: the file cannot be read.
    """
    if isinstance(order.source, KeyFile):
        found = look_into(order.source.path, order.source.password)
    else:
        with opened(order.source, at=None) as signer:
            found = details_of(signer.certificate_der)
    return Done("done.show-key", _certificate(found, place.clock()), found=found)


def _token(token: "TokenFacts", now: datetime) -> dict[str, object]:
    return {
        "library": token.library, "label": token.label, "serial": token.serial,
        "maker": token.maker, "model": token.model, "pin": token.pin,
        "pin_pad": token.has_pin_pad,
        "certificates": [_certificate(one.details, now) for one in token.certificates],
    }  # fmt: skip


def _certificate(found: CertificateDetails, now: datetime) -> dict[str, object]:
    return {
        "subject": found.subject, "organization": found.organization, "issuer": found.issuer,
        "valid_from": found.first, "valid_to": found.last, "expired": found.has_expired(now),
        "key": found.key, "spki_sha256": found.spki_sha256, "fingerprint": found.fingerprint,
    }  # fmt: skip
