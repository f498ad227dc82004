"""Requests to be enrolled, at the receiver: what each proves, and which wait for a decision."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from ctmtqg_desktop.clock import in_vietnam
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.keys.orders import ShowRequests
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.exchange.post.kept_verdict import dump_verdict, kept_verdict
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.enrolment import MAX_BYTES, EnrolmentRequest, read_request
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.trust.certificate.details import details_of
from ctmtqg_desktop.trust.certificate.outside import is_renewal, issuer_key
from ctmtqg_desktop.trust.keys.keys import fingerprint_digits
from ctmtqg_desktop.trust.registry import Entitlement, entitlement
from ctmtqg_desktop.trust.verdict import Verdict
from ctmtqg_desktop.trust.x509.certificate import spki_of
from ctmtqg_desktop.workspace.records import Outcome

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.records import PackageRecord
    from ctmtqg_desktop.workspace.workspace import Workspace


REVOKED = "exchange.enrolment-revoked"
"""What is said of a request whose key may sign no more."""


class RequestWay(StrEnum):
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

    way: RequestWay
    unit: str = ""
    old: str = ""


@dataclass(frozen=True, slots=True)
class KeyRequest:
    """An enrolment as the officer compares it; all but the digits is a claim.

    Attributes:
        data: the package.
        file: its name.
        unit, unit_name: as it claims.
        is_rotation: another key vouches for the new one.
        way, proposed: as the program proposes it; the unit is empty for none.
        subject, issuer: of a certificate of an outside authority; empty without one.
    """

    data: bytes
    file: str
    unit: str
    unit_name: str
    title: str
    fingerprint: str
    is_rotation: bool
    way: RequestWay
    proposed: str = ""
    subject: str = ""
    issuer: str = ""


def show_requests(room: Room, order: ShowRequests, _: Step = no_step) -> Done:
    """Show enrolment packages, so that the officer can compare their digits.

    Raises:
        PackageError: a file is no enrolment.
        TrustError: a request is not signed by its own key.
    """
    site, packages = room.site(), room.workspace.packages
    given = [(path.name, read_limited(path, MAX_BYTES)) for path in order.files]
    if not order.files:
        waits = waiting(room.workspace)
        given = [(record.source_name, packages.read(record.sha256)) for record, _ in waits]
    found = tuple(_shown(room, site, name, data) for name, data in given)
    facts = {
        "requests": [_facts(one) for one in found],
        "authority_fingerprint": authority_digits(room.workspace),
    }
    return Done("done.show-requests", facts, found=found)


def authority_digits(workspace: "Workspace") -> str:
    """Return the thirty digits that a unit compares when its first card comes; else nothing."""
    own = workspace.signers.authority()
    return fingerprint_digits(spki_of(own.certificate_der)) if own is not None else ""


def _shown(room: Room, site: Site, name: str, data: bytes) -> KeyRequest:
    asked = read_request(unseal(data))
    claimed = room.catalogue.units.find(asked.unit_code, room.workspace.identity.at)
    told = details_of(asked.certificate_der) if asked.certificate_der else None
    proposal = propose(site, asked)
    named = claimed.name if claimed else say("enrolling.unknown-unit", {})
    return KeyRequest(
        data, name, asked.unit_code, named, asked.title, asked.fingerprint, asked.is_rotation,
        proposal.way, proposal.unit,
        subject=told.subject if told else "", issuer=told.issuer if told else "",
    )  # fmt: skip


def _facts(one: KeyRequest) -> dict[str, object]:
    return {
        "file": one.file, "unit": one.unit, "unit_name": one.unit_name, "title": one.title,
        "fingerprint": one.fingerprint, "way": one.way, "proposed": one.proposed,
        "subject": one.subject, "issuer": one.issuer,
    }  # fmt: skip


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


def known_request(workspace: "Workspace", asked: EnrolmentRequest) -> tuple[str, date] | None:
    """Return what is said of a request whose key was decided upon, and that day; else None."""
    rows = [s for s in workspace.signers.enrolled() if s.spki_sha256 == asked.spki_sha256]
    if not rows:
        return None
    good = [one for one in rows if not one.revoked_at]
    if not good:
        days = [one.revoked_at for one in rows if one.revoked_at]
        return REVOKED, in_vietnam(max(days)).date()
    kept = [
        one.at for one in workspace.trust.certificates() if one.spki_sha256 == asked.spki_sha256
    ]
    return "exchange.enrolment-known", in_vietnam(kept[-1] if kept else good[-1].valid_from).date()


def settle_request(workspace: "Workspace", package_sha256: str, asked: EnrolmentRequest) -> None:
    """Let the inbox say of a request that it was decided; nothing where it did not come there."""
    record, known = workspace.packages.find(package_sha256), known_request(workspace, asked)
    kept = kept_verdict(record)
    if record is None or kept is None or known is None or record.outcome is not Outcome.HELD:
        return
    code, day = known
    facts = {**kept.facts, "day": format_date(day)}
    verdict = known_verdict(kept.verdict, code)
    told = dump_verdict(verdict, facts=facts, papers=kept.papers)
    outcome = Outcome.DUPLICATE
    workspace.packages.keep(replace(record, outcome=outcome, code=code, verdict_json=told))


def known_verdict(verdict: Verdict, code: str) -> Verdict:
    """Return the verdict on a request whose key was decided upon: who signed it is known."""
    is_good = code != REVOKED
    return replace(verdict, signer_known=True, signer_entitled=is_good, cautions=())


def propose(site: Site, asked: EnrolmentRequest) -> Proposal:
    """Say what is known of who asks.

    A rotation is proposed only for a key that may sign today for exactly one unit and is not
    under suspicion; a renewal only under the same authority, by key, and the same subject.
    """
    if asked.is_rotation:
        units = _signs_for(site, asked.signed_by)
        if len(units) == 1:
            return Proposal(RequestWay.ROTATION, units[0], asked.signed_by)
    elif asked.certificate_der:
        return _renewal(site, asked)
    return Proposal(RequestWay.NEW)


def _renewal(site: Site, asked: EnrolmentRequest) -> Proposal:
    known = [one.certificate_der for one in site.workspace.trust.trusted_authorities()]
    above = issuer_key(asked.certificate_der, known)
    for record in site.workspace.trust.certificates() if above else ():
        before = record.certificate_der
        is_other = before != asked.certificate_der and issuer_key(before, known) == above
        if is_other and is_renewal(asked.certificate_der, before):
            units = _was_enrolled(site, record.spki_sha256)
            if len(units) == 1:
                return Proposal(RequestWay.RENEWAL, units[0], record.spki_sha256)
    return Proposal(RequestWay.NEW)


def _signs_for(site: Site, spki_sha256: str) -> list[str]:
    """Return the units a key may sign for now, beyond suspicion."""
    signers = site.workspace.signers.enrolled()
    units = {s.unit for s in signers if s.spki_sha256 == spki_sha256 and not s.suspected_at}
    good = Entitlement.KNOWN_ENTITLED
    return sorted(
        unit
        for unit in units
        if entitlement(signers, unit, spki_sha256=spki_sha256, at=site.at) is good
    )


def _was_enrolled(site: Site, spki_sha256: str) -> list[str]:
    """Return the units a key was enrolled for and not revoked; it may have expired since."""
    rows = [s for s in site.workspace.signers.enrolled() if s.spki_sha256 == spki_sha256]
    return [] if any(s.revoked_at for s in rows) else sorted({s.unit for s in rows})
