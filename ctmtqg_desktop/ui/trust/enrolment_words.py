"""What the approving page shows: requests, the officer's decision, enrolments in words."""

from ctmtqg_desktop.exchange.keys.requests import KeyRequest, RequestWay
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.trust.registry import OWN, ROTATION, TOKEN, UnitSigner
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.table import Sign

_SOURCES = {
    OWN: "enrolled.own", TOKEN: "enrolled.from-outside", ROTATION: "enrolled.rotation",
}  # fmt: skip
_WAYS = {
    RequestWay.NEW: "enrolled.new",
    RequestWay.ROTATION: "enrolled.rotation",
    RequestWay.RENEWAL: "enrolled.renewal",
}


def signer_words(signer: UnitSigner) -> str:
    """Say until when a key may sign."""
    if signer.revoked_at is not None:
        return say("enrolled.revoked", {"day": signer.revoked_at.date()})
    if signer.valid_to is None:
        return say("enrolled.without-end", {})
    return say("enrolled.until", {"day": signer.valid_to.date()})


def signer_sign(signer: UnitSigner) -> Sign:
    """Return the sign of an enrolment."""
    if signer.revoked_at is not None:
        return Sign("shield-x", COLOURS.error)
    return Sign("shield-check", COLOURS.ok)


def source_words(signer: UnitSigner) -> str:
    """Say how a key came, and the number of its slip."""
    code = _SOURCES.get(signer.source)
    source = say(code, {}) if code else signer.source
    return f"{source}, {signer.note}" if signer.note else source


def way_words(asked: KeyRequest) -> str:
    """Say how a request comes."""
    if asked.way is RequestWay.NEW and asked.subject:
        return say("enrolled.from-outside", {})
    return say(_WAYS[asked.way], {})


def way_sign(asked: KeyRequest) -> Sign:
    """Return the sign of a request."""
    return Sign("refresh-cw" if asked.way is not RequestWay.NEW else "key-round", COLOURS.accent)
