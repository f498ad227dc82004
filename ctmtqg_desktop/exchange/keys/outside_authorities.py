"""Outside authorities a receiving unit trusts, and their revocation lists."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.trust.certificate.crl import RevocationFacts, read_crl
from ctmtqg_desktop.trust.certificate.details import CertificateDetails
from ctmtqg_desktop.trust.certificate.outside import read_authority
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
class Known:
    """A trusted authority and the list of it that is in force; None before the first came."""

    spki_sha256: str
    fingerprint: str
    subject: str
    added_at: datetime
    listed: CrlRecord | None = None


def trust_authority(site: Site, data: bytes, *, by: str, digits: str = "") -> CertificateDetails:
    """Trust an authority by its key.

    Args:
        site: the receiving unit.
        data: certificate file, DER or PEM.
        by: the officer who compared the digits.
        digits: as they were compared; empty where the window showed them.

    Raises:
        TrustError: ``exchange.digits-differ`` and what reading raises.
    """
    certificate_der, facts = read_authority(data)
    if digits and _bare(digits) != _bare(facts.fingerprint):
        raise TrustError("exchange.digits-differ", given=digits, found=facts.fingerprint)
    record = TrustedAuthority(facts.spki_sha256, certificate_der, facts.subject, by, site.at)
    with site.workspace.transaction():
        site.workspace.trust.trust_authority(record)
        site.workspace.journal.add(site.at, ADDED, facts.spki_sha256, facts.subject)
    return facts


def _bare(digits: str) -> str:
    return "".join(sign for sign in digits if sign.isdigit())


def forget_authority(site: Site, spki_sha256: str) -> None:
    """Trust an authority no longer.

    Raises:
        WorkspaceError: ``workspace.authority-unknown``.
    """
    with site.workspace.transaction():
        site.workspace.trust.forget_authority(spki_sha256)
        site.workspace.journal.add(site.at, REMOVED, spki_sha256)


def known_authorities(workspace: "Workspace") -> tuple[Known, ...]:
    """Return the trusted authorities, each with its list."""
    return tuple(
        Known(
            one.spki_sha256, fingerprint_digits(one.spki_sha256), one.subject, one.at,
            workspace.trust.crl(one.spki_sha256),
        )
        for one in workspace.trust.trusted_authorities()
    )  # fmt: skip


def take_crl(site: Site, data: bytes) -> RevocationFacts:
    """Check a revocation list once, and keep what it says as rows.

    Raises:
        TrustError: see ``trust.crl.read_crl``.
        WorkspaceError: ``workspace.crl-older``.
    """
    kept = site.workspace.trust.trusted_authorities()
    facts = read_crl(data, tuple(one.certificate_der for one in kept))
    put_crl(site, facts)
    return facts


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
