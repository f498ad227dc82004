"""Approve enrolments at the receiver: what the request proves, who decides, what comes of it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import CtmtqgError, FormError, TrustError
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.keys.keys import certificate_record, enrolled, open_authority
from ctmtqg_desktop.exchange.keys.office_certificate import vouched
from ctmtqg_desktop.exchange.keys.orders import Approve
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
from ctmtqg_desktop.package.enrolment import MAX_BYTES, EnrolmentRequest, card_parts, read_request
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.certificate.details import demand_valid
from ctmtqg_desktop.trust.certificate.outside import is_renewal, issuer_key
from ctmtqg_desktop.trust.registry import OWN, ROTATION, TOKEN, Entitlement, entitlement
from ctmtqg_desktop.workspace.records import Outcome, SignerRecord

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.records import PackageRecord
    from ctmtqg_desktop.workspace.workspace import Workspace

APPROVED = "enrolment-approved"
WAITING = "exchange.enrolment-waiting"
"""Code under which a request waits in the inbox."""
_EARLY = timedelta(days=1)
"""Clocks of two offices may differ by so much."""


class Way(StrEnum):
    """How a request comes: for the first time, vouched for by the old key, or renewed."""

    NEW = "new"
    ROTATION = "rotation"
    RENEWAL = "renewal"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the enrolments let the program propose; a person approves.

    Attributes:
        unit: code; empty when nothing is known and the thirty digits must be compared.
        old: digest of the key that vouches, or whose certificate is renewed.
    """

    way: Way
    unit: str = ""
    old: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the officer decided.

    Attributes:
        unit: chosen from our own catalogue.
        slip: number of the paper slip; may be empty.
    """

    unit: Unit
    slip: str = ""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An approved key."""

    card: Path
    unit: Unit
    fingerprint: str
    way: Way = Way.NEW


def open_request(path: Path) -> EnrolmentRequest:
    """Read an enrolment package, so that the officer can compare its digits.

    Raises:
        PackageError: the file is no enrolment.
        TrustError: the request is not signed by its own key.
    """
    return read_request(unseal(read_limited(path, MAX_BYTES)))


def waiting(workspace: "Workspace") -> "tuple[tuple[PackageRecord, EnrolmentRequest], ...]":
    """Return the requests that came in and were neither approved nor put aside, newest first."""
    known = {signer.spki_sha256 for signer in workspace.signers.enrolled()}
    found = []
    for record in workspace.packages.inbox(Outcome.HELD):
        if record.kind != Kind.ENROLMENT or not record.kept:
            continue
        try:
            asked = read_request(unseal(workspace.packages.read(record.sha256)))
        except CtmtqgError:
            continue
        if asked.spki_sha256 not in known:
            found.append((record, asked))
    return tuple(found)


def propose(site: Site, asked: EnrolmentRequest) -> Proposal:
    """Say what is known of who asks.

    A rotation is proposed only for a key that may sign today for exactly one unit and is not
    under suspicion; a renewal only under the same authority, by key, and the same subject.
    """
    if asked.is_rotation:
        units = _signs_for(site, asked.signed_by)
        if len(units) == 1:
            return Proposal(Way.ROTATION, units[0], asked.signed_by)
    elif asked.certificate_der:
        return _renewal(site, asked)
    return Proposal(Way.NEW)


def _renewal(site: Site, asked: EnrolmentRequest) -> Proposal:
    known = [one.certificate_der for one in site.workspace.trust.trusted_authorities()]
    above = issuer_key(asked.certificate_der, known)
    for record in site.workspace.trust.certificates() if above else ():
        before = record.certificate_der
        is_other = before != asked.certificate_der and issuer_key(before, known) == above
        if is_other and is_renewal(asked.certificate_der, before):
            units = _was_enrolled(site, record.spki_sha256)
            if len(units) == 1:
                return Proposal(Way.RENEWAL, units[0], record.spki_sha256)
    return Proposal(Way.NEW)


def _signs_for(site: Site, spki_sha256: str) -> list[str]:
    """Return the units a key may sign for now, beyond suspicion."""
    signers = enrolled(site.workspace)
    units = {s.unit for s in signers if s.spki_sha256 == spki_sha256 and not s.suspected_at}
    good = Entitlement.KNOWN_ENTITLED
    return sorted(
        unit
        for unit in units
        if entitlement(signers, unit, spki_sha256=spki_sha256, at=site.at) is good
    )


def _was_enrolled(site: Site, spki_sha256: str) -> list[str]:
    """Return the units a key was enrolled for and not revoked; it may have expired since."""
    rows = [s for s in enrolled(site.workspace) if s.spki_sha256 == spki_sha256]
    return [] if any(s.revoked_at for s in rows) else sorted({s.unit for s in rows})


def approve(room: Room, order: Approve, _: Step = no_step) -> Done:
    """Enrol a key as an officer decided; the authority is opened first, then whoever signs.

    Raises:
        FormError: ``form.unit-unknown``, ``exchange.folder``; and as ``enrol_for``.
        PackageError: the request is no enrolment.
        TrustError: wrong password or PIN: nothing was written.
    """
    site, signing = room.site(), order.signing
    unit = room.catalogue.units.at(order.unit, room.workspace.identity.at)
    request = read_request(unseal(order.request))
    out_dir, password = made_folder(signing.out_dir), signing.opens_authority
    open_authority(site.workspace, password)  # a wrong one must cost no PIN
    with author_of(signing, unit=site.unit, at=site.at) as author:
        done = enrol_for(
            site, request, Decision(unit, order.slip),
            author=author, password=password, out_dir=out_dir,
        )  # fmt: skip
    facts = {
        "card": done.card, "unit": unit.code, "fingerprint": done.fingerprint, "way": done.way,
        "unit_name": unit.name,
    }  # fmt: skip
    return Done("done.approve", facts, (done.card,))


def enrol_for(
    site: Site,
    asked: EnrolmentRequest,
    decision: Decision,
    *,
    author: Author,
    password: str,
    out_dir: Path,
) -> Enrolled:
    """Enrol a key for a unit of our own list, and write its unit card.

    The officer has compared the digits, or the old key vouches; the unit comes from the
    catalogue, never from the file. A key with an outside certificate gets none from us.

    Raises:
        PackageError: the card cannot be written.
        TrustError: ``exchange.authority-missing``, ``exchange.key-revoked``, ``trust.*``.
        WorkspaceError: ``workspace.signer-known``.
        FormError: ``exchange.not-our-unit``.
    """
    workspace, unit = site.workspace, decision.unit
    _check_may_approve(site, asked, unit)
    authority = _opened(site, password)
    certificate_der = _certificate(site, asked, authority, unit)
    proposal = propose(site, asked)
    way = proposal.way if proposal.unit == unit.code else Way.NEW
    parts = card_parts(
        unit.code, unit.name, certificate_der=certificate_der,
        authority_der=authority.certificate_der, is_outside=bool(asked.certificate_der),
    )  # fmt: skip
    record = _record(site, asked, certificate_der, decision, author, way)
    signed = vouched(site, author, authority)
    made = sealed(site, Envelope(Kind.UNIT_CARD, (unit.code,)), parts, author=signed)
    name = f"the_don_vi_{unit.code}_{asked.fingerprint[:5]}{SUFFIX}"
    with workspace.transaction():  # a card that cannot be written enrols nobody
        _enrol(site, record, certificate_der, ends=proposal.old if way is Way.ROTATION else "")
        workspace.journal.add(site.at, APPROVED, f"{unit.code} {asked.spki_sha256}", way.value)
        path = write_kept(site, made, out_dir / name)
    return Enrolled(path, unit, asked.fingerprint, way)


def _opened(site: Site, password: str) -> certificates.Authority:
    """Open the authority; one from before reading keys were made gets its own now."""
    authority = open_authority(site.workspace, password)
    ensure_reading_key(site, password)
    return authority


def _enrol(site: Site, record: SignerRecord, certificate_der: bytes, *, ends: str) -> None:
    """Write the enrolment down; the key that vouched for it ends."""
    site.workspace.signers.add(record)
    site.workspace.trust.keep_certificate(certificate_record(certificate_der, site))
    if ends:
        site.workspace.signers.end(record.unit, ends, site.at)


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
    site: Site,
    asked: EnrolmentRequest,
    certificate_der: bytes,
    decision: Decision,
    author: Author,
    way: Way,
) -> SignerRecord:
    first, last = certificates.validity(certificate_der)
    source = TOKEN if asked.certificate_der else ROTATION if way is Way.ROTATION else OWN
    if source == TOKEN:
        first = max(first, site.at - _EARLY)
    return SignerRecord(
        decision.unit.code, asked.spki_sha256, first, last, None, source, author.title,
        decision.slip.strip(),
    )  # fmt: skip
