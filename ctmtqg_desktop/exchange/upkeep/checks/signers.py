"""Enrolments against certificates and cards, and the pinned authority against the card."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.post.envelope import READING_KEY
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.upkeep.checks.told import differing, lost_line, unproved_line
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.enrolment import UnitCard, read_card
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import Opened, unseal
from ctmtqg_desktop.trust.certificate.authority import unit_of
from ctmtqg_desktop.trust.certificate.details import details_of
from ctmtqg_desktop.trust.registry import TOKEN, UnitSigner
from ctmtqg_desktop.trust.x509.certificate import is_issued_by, spki_of
from ctmtqg_desktop.workspace.records import Direction, Outcome, OwnCard, PackageRecord, Problem

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


_FROM_ABOVE = frozenset({Kind.RECEIPT.value, Kind.RETURN.value})


class _Right(NamedTuple):
    """What one of our authorities, or a card of ours, says: this key is this unit's."""

    unit: str
    spki_sha256: str


def check_enrolments(room: Room) -> Iterator[Problem]:
    """Yield enrolments that neither a certificate of ours nor a card of ours stands behind."""
    workspace = room.workspace
    cards = [c for c in map(partial(_card, workspace), _written_cards(workspace)) if c]
    carded: dict[_Right, list[UnitCard]] = {}
    for card in cards:
        key = _Right(card.unit_code, spki_of(card.certificate_der))
        carded.setdefault(key, []).append(card)
    rights = {*_by_certificates(workspace), *carded}
    revoked = {(one.unit, one.spki_sha256): one for one in workspace.trust.revocations()}
    for row in workspace.signers.enrolled():
        subject = say("proof.enrolment", {"unit": row.unit, "key": row.spki_sha256[:12]})
        key = _Right(row.unit, row.spki_sha256)
        if key not in rights:
            yield unproved_line(subject)
        yield from _span(row, carded.get(key, ()), subject)
        known = revoked.get((row.unit, row.spki_sha256))
        if known is not None:
            yield from differing(subject, ("revoked", row.revoked_at, known.revoked_at))
    listed = {_Right(row.unit, row.spki_sha256) for row in workspace.signers.enrolled()}
    for unit, spki in sorted({*carded} - listed):
        yield lost_line(say("proof.enrolment", {"unit": unit, "key": spki[:12]}))


def _written_cards(workspace: "Workspace") -> tuple[str, ...]:
    return workspace.packages.written(Kind.UNIT_CARD.value)


def _span(row: UnitSigner, cards: Sequence[UnitCard], subject: str) -> Iterator[Problem]:
    """Ask that a key of ours holds no longer than a card says; another may have ended it.

    One key may have several cards: a renewed one, or one by the authority that came after.
    """
    if not cards or row.source == TOKEN:
        return
    card = next((one for one in cards if one.valid_from == row.valid_from), cards[0])
    yield from differing(subject, ("valid-from", row.valid_from, card.valid_from))
    if row.valid_to is None or row.valid_to > card.valid_to:
        yield from differing(subject, ("valid-to", row.valid_to, card.valid_to))


def check_certificates(room: Room) -> Iterator[Problem]:
    """Yield kept certificates that are not what their line says."""
    for kept in room.workspace.trust.certificates():
        subject = say("proof.certificate", {"key": kept.spki_sha256[:12]})
        try:
            told = details_of(kept.certificate_der)
        except CtmtqgError:
            yield unproved_line(subject)
            continue
        yield from differing(
            subject,
            ("key", kept.spki_sha256, told.spki_sha256),
            ("subject", kept.subject, told.subject),
            ("issuer", kept.issuer, told.issuer),
        )


def _by_certificates(workspace: "Workspace") -> Iterator[_Right]:
    own = [one.certificate_der for one in workspace.signers.authorities()]
    for kept in workspace.trust.certificates():
        if any(_is_issued(kept.certificate_der, authority) for authority in own):
            yield _Right(unit_of(kept.certificate_der), spki_of(kept.certificate_der))


def _is_issued(certificate_der: bytes, authority_der: bytes) -> bool:
    try:
        return is_issued_by(certificate_der, authority_der)
    except CtmtqgError:
        return False


def _card(workspace: "Workspace", sha256: str) -> UnitCard | None:
    try:
        return read_card(unseal(workspace.packages.read(sha256)))
    except CtmtqgError:
        return None


def check_own_cards(room: Room) -> Iterator[Problem]:
    """Yield cards that are not pinned as they were signed: the authority above all.

    A card that was taken before cards were kept is asked of itself and of all that came since.
    """
    workspace = room.workspace
    pinned = workspace.signers.own_cards()
    records = [one for one in workspace.packages.every() if one.direction is Direction.IN]
    papers = [one for one in records if one.kind == Kind.UNIT_CARD.value]
    cards = [_card(workspace, one.sha256) for one in papers]
    kept = {(c.unit_code, c.certificate_der, c.authority_der) for c in cards if c is not None}
    since = min((one.at for one in papers), default=None)
    for one in pinned:
        is_kept = (one.unit, one.certificate_der, one.authority_der) in kept
        is_older = since is None or one.at < since
        if not is_kept and not (is_older and _fits(one)):
            yield unproved_line(say("proof.card", {"unit": one.unit}))
    authorities = [one.authority_der for one in pinned]
    for record in records:
        if record.kind in _FROM_ABOVE and not _from_one_of(workspace, record.sha256, authorities):
            yield unproved_line(say("proof.card", {"unit": room.unit.code}))
            return


def check_reading_keys(room: Room) -> Iterator[Problem]:
    """Yield reading keys of others that none of their signed packages names."""
    workspace, named = room.workspace, dict[str, set[str]]()
    for record in workspace.packages.every():
        opened = _opened(workspace, record) if record.direction is Direction.IN else None
        if opened is not None:
            header = opened.manifest.header
            if said := header.ext.get(READING_KEY):
                named.setdefault(header.unit.code, set()).add(str(said))
    for unit, public in workspace.reading_keys.known():
        if public not in named.get(unit, {public}):
            yield unproved_line(say("proof.reading-key", {"unit": unit}))


def _opened(workspace: "Workspace", record: PackageRecord) -> Opened | None:
    if not record.kept or record.outcome is not Outcome.ACCEPTED:
        return None
    try:
        return unseal(workspace.packages.read(record.sha256))
    except CtmtqgError:
        return None


def _fits(card: OwnCard) -> bool:
    """Say whether a pinned card goes together: its key is its unit's, by its authority.

    An outside certificate names another issuer.
    """
    try:
        told, above = details_of(card.certificate_der), details_of(card.authority_der)
        if is_issued_by(card.certificate_der, card.authority_der):
            return unit_of(card.certificate_der) == card.unit
        return told.issuer != above.subject
    except CtmtqgError:
        return False


def _from_one_of(workspace: "Workspace", sha256: str, authorities: Sequence[bytes]) -> bool:
    """Say whether what came from above was signed under a pinned authority."""
    try:
        signer = unseal(workspace.packages.read(sha256)).facts.certificate_der
    except CtmtqgError:
        return True  # the plain check of bytes tells of it
    return any(_is_issued(signer, authority) for authority in authorities)
