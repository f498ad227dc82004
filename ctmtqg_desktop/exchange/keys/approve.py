"""Approve enrolments at the receiver: an officer decides, the key is enrolled, its card made."""

from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import FormError, TrustError
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.keys.keys import certificate_record, open_authority
from ctmtqg_desktop.exchange.keys.office_certificate import vouched
from ctmtqg_desktop.exchange.keys.orders import Approve
from ctmtqg_desktop.exchange.keys.requests import (
    RequestWay,
    authority_digits,
    propose,
    settle_request,
)
from ctmtqg_desktop.exchange.post.envelope import (
    SUFFIX,
    Author,
    Envelope,
    Site,
    sealed,
    write_kept,
)
from ctmtqg_desktop.exchange.post.reading_keys import ensure_reading_key
from ctmtqg_desktop.exchange.post.signers import author_of
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.package.enrolment import EnrolmentRequest, card_parts, read_request
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.certificate.details import demand_valid
from ctmtqg_desktop.trust.registry import OWN, ROTATION, TOKEN, UnitSigner

APPROVED = "enrolment-approved"
"""What the journal calls the decision upon a request."""
_EARLY = timedelta(days=1)
"""Clocks of two offices may differ by so much."""


def approve(room: Room, order: Approve, _: Step = no_step) -> Done:
    """Enrol a key as an officer decided; the authority is opened first, then whoever signs.

    The officer has compared the digits, or the old key vouches; the unit comes from the
    catalogue, never from the file. A key with an outside certificate gets none from us.

    Raises:
        FormError: ``form.unit-unknown``, ``exchange.folder``, ``exchange.not-our-unit``.
        PackageError: the request is no enrolment; the card cannot be written.
        TrustError: ``exchange.authority-missing``, ``exchange.key-revoked``, ``trust.*``: wrong
            password or PIN.
        WorkspaceError: ``workspace.signer-known``.
    """
    site, signing = room.site(), order.signing
    unit = room.catalogue.units.at(order.unit, room.workspace.identity.at)
    sealed_request = unseal(order.request)
    request = read_request(sealed_request)
    _check_may_approve(site, request, unit)
    out_dir, password = made_folder(signing.out_dir), signing.opens_authority
    authority = open_authority(site.workspace, password)  # a wrong one must cost no PIN
    ensure_reading_key(site, password)  # an authority from before there were any gets its own
    with author_of(signing, unit=site.unit, at=site.at) as author:
        card, way = _enrol(site, _Decision(unit, order.slip, request), author, authority, out_dir)
    settle_request(site.workspace, sealed_request.package_sha256, request)
    facts = {
        "card": card, "unit": unit.code, "fingerprint": request.fingerprint, "way": way,
        "unit_name": unit.name, "authority_fingerprint": authority_digits(site.workspace),
    }  # fmt: skip
    return Done("done.approve", facts, (card,))


class _Decision(NamedTuple):
    """What the officer decided: for which unit of our own catalogue, by which slip."""

    unit: Unit
    slip: str
    asked: EnrolmentRequest


def _enrol(
    site: Site,
    decision: _Decision,
    author: Author,
    authority: certificates.Authority,
    out_dir: Path,
) -> tuple[Path, RequestWay]:
    """Enrol the key and write its card, both or neither; the key that vouched for it ends."""
    workspace, unit, asked = site.workspace, decision.unit, decision.asked
    given = _certificate(site, asked, authority, unit)
    proposal = propose(site, asked)
    way = proposal.way if proposal.unit == unit.code else RequestWay.NEW
    parts = card_parts(
        unit.code, unit.name, certificate_der=given, authority_der=authority.certificate_der,
        is_outside=bool(asked.certificate_der),
    )  # fmt: skip
    record = _record(site, decision, given, author, way)
    signed = vouched(site, author, authority)
    made = sealed(site, Envelope(Kind.UNIT_CARD, (unit.code,)), parts, author=signed)
    name = f"the_don_vi_{unit.code}_{asked.fingerprint[:5]}{SUFFIX}"
    with workspace.transaction():  # a card that cannot be written enrols nobody
        workspace.signers.add(record)
        workspace.trust.keep_certificate(certificate_record(given, site))
        if way is RequestWay.ROTATION:
            workspace.signers.end(unit.code, proposal.old, site.at)
        workspace.journal.add(site.at, APPROVED, f"{unit.code} {asked.spki_sha256}", way.value)
        return write_kept(site, made, out_dir / name), way


def _check_may_approve(site: Site, asked: EnrolmentRequest, unit: Unit) -> None:
    if unit.parent != site.unit.code:
        raise FormError("exchange.not-our-unit", unit=unit.name, us=site.unit.name)
    rows = site.workspace.signers.enrolled(unit.code)
    if any(s.spki_sha256 == asked.spki_sha256 and s.revoked_at for s in rows):
        raise TrustError("exchange.key-revoked", unit=unit.name)


def _certificate(
    site: Site, asked: EnrolmentRequest, authority: certificates.Authority, unit: Unit
) -> bytes:
    """Return the outside certificate as it is, or a new one of ours."""
    if asked.certificate_der:
        demand_valid(asked.certificate_der, site.at)
        return asked.certificate_der
    return certificates.issue_certificate(
        authority, asked.request_der, unit_code=unit.code,
        serial=site.workspace.signers.next_serial(), at=site.at,
    )  # fmt: skip


def _record(
    site: Site, decision: _Decision, certificate_der: bytes, author: Author, way: RequestWay
) -> UnitSigner:
    asked = decision.asked
    first, last = certificates.validity(certificate_der)
    source = TOKEN if asked.certificate_der else ROTATION if way is RequestWay.ROTATION else OWN
    if source == TOKEN:
        first = max(first, site.at - _EARLY)
    return UnitSigner(
        decision.unit.code, asked.spki_sha256, first, last, None, source, author.title,
        decision.slip.strip(),
    )  # fmt: skip
