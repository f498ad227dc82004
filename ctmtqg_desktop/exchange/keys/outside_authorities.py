"""Outside authorities a receiving unit trusts, and their revocation lists."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ctmtqg_desktop.errors import TrustError, WorkspaceError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.keys.orders import (
    ForgetAuthority,
    ListAuthorities,
    TakeCrl,
    TrustAuthority,
)
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.exchange.post.signers import chairman
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.trust.certificate.crl import MAX_BYTES, RevocationFacts, read_crl
from ctmtqg_desktop.trust.certificate.outside import MAX_FILE_BYTES, read_authority
from ctmtqg_desktop.trust.keys.keys import fingerprint_digits
from ctmtqg_desktop.workspace.trust_records import (
    CrlRecord,
    TrustedAuthority,
)

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

ADDED, REMOVED, LISTED = "authority-added", "authority-removed", "crl-taken"
"""What the journal calls these deeds."""


@dataclass(frozen=True, slots=True)
class KnownAuthority:
    """A trusted authority and the list of it that is in force; None before the first came."""

    spki_sha256: str
    fingerprint: str
    subject: str
    added_at: datetime
    listed: CrlRecord | None = None


def trust_authority(room: Room, order: TrustAuthority, _: Step = no_step) -> Done:
    """Trust an authority by its key, which a person has compared.

    Raises:
        TrustError: ``exchange.digits-differ`` and what reading raises.
        PackageError: the file cannot be read.
    """
    certificate_der, told = read_authority(read_limited(order.file, MAX_FILE_BYTES))
    if _bare(order.digits) != _bare(told.fingerprint):
        raise TrustError("exchange.digits-differ", given=order.digits, found=told.fingerprint)
    site, by = room.site(), order.by or chairman(room.unit)
    record = TrustedAuthority(told.spki_sha256, certificate_der, told.subject, by, site.at)
    with site.workspace.transaction():
        site.workspace.trust.trust_authority(record)
        site.workspace.journal.add(site.at, ADDED, told.spki_sha256, told.subject)
    return _done("done.trust-authority", site, name=told.subject, fingerprint=told.fingerprint)


def _bare(digits: str) -> str:
    return "".join(sign for sign in digits if sign.isdigit())


def forget_authority(room: Room, order: ForgetAuthority, _: Step = no_step) -> Done:
    """Trust an authority no longer.

    Raises:
        WorkspaceError: ``workspace.authority-unknown``.
    """
    site, bare = room.site(), "".join(order.authority.split()).lower()
    known = known_authorities(site.workspace)
    named = [one for one in known if bare in {one.spki_sha256, _bare(one.fingerprint)}]
    if not named:
        raise WorkspaceError("workspace.authority-unknown", fingerprint=order.authority)
    (one,) = named
    with site.workspace.transaction():
        site.workspace.trust.forget_authority(one.spki_sha256)
        site.workspace.journal.add(site.at, REMOVED, one.spki_sha256)
    return _done("done.forget-authority", site, name=one.subject, fingerprint=one.fingerprint)


def take_crl(room: Room, order: TakeCrl, _: Step = no_step) -> Done:
    """Check a revocation list once, and keep what it says as rows.

    Raises:
        TrustError: see ``trust.crl.read_crl``.
        PackageError: the file cannot be read.
        WorkspaceError: ``workspace.crl-older``.
    """
    site = room.site()
    kept = site.workspace.trust.trusted_authorities()
    data = read_limited(order.file, MAX_BYTES)
    facts = read_crl(data, tuple(one.certificate_der for one in kept))
    put_crl(site, facts)
    return _done("done.take-crl", site, number=facts.number or "–", count=len(facts.revoked))


def list_authorities(room: Room, _: ListAuthorities, __: Step = no_step) -> Done:
    """Tell which authorities are trusted, and how old their lists are."""
    return _done("done.list-authorities", room.site())


def _done(code: str, site: Site, **facts: object) -> Done:
    """Answer with all authorities as they stand now, and what else the sentence names."""
    known = known_authorities(site.workspace)
    return Done(code, {"authorities": [_facts(one, site.at) for one in known], **facts})


def _facts(one: KnownAuthority, now: datetime) -> dict[str, object]:
    crl = one.listed and {
        "number": one.listed.number or None,
        "this_update": one.listed.this_update,
        "entries": one.listed.entries,
        "age_days": (now - one.listed.this_update).days,
    }
    return {
        "spki_sha256": one.spki_sha256, "fingerprint": one.fingerprint, "subject": one.subject,
        "crl": crl,
    }  # fmt: skip


def known_authorities(workspace: "Workspace") -> tuple[KnownAuthority, ...]:
    """Return the trusted authorities, each with its list."""
    return tuple(
        KnownAuthority(
            one.spki_sha256, fingerprint_digits(one.spki_sha256), one.subject, one.at,
            workspace.trust.crl(one.spki_sha256),
        )
        for one in workspace.trust.trusted_authorities()
    )  # fmt: skip


def put_crl(site: Site, facts: RevocationFacts) -> None:
    """Keep a list whose signature was checked.

    Raises:
        WorkspaceError: ``workspace.crl-older``.
    """
    record = CrlRecord(
        facts.issuer_sha256, facts.number, facts.this_update, facts.next_update,
        len(facts.revoked), facts.sha256, site.at,
    )  # fmt: skip
    with site.workspace.transaction():
        site.workspace.trust.take_crl(record, facts.revoked)
        site.workspace.journal.add(site.at, LISTED, facts.issuer_sha256, facts.number)
