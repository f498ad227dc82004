"""Take in a receiving unit's list of revoked keys."""

import hashlib

from ctmtqg_desktop.errors import PackageError, TrustError
from ctmtqg_desktop.exchange.keys.outside_authorities import put_crl
from ctmtqg_desktop.exchange.post.envelope import Site, keep_taken
from ctmtqg_desktop.package.revocations import AUTHORITY, CRL, ROWS, KeyList, read_revocations
from ctmtqg_desktop.package.spelling import identity_of
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.trust.certificate.authority import unit_of
from ctmtqg_desktop.trust.certificate.crl import RevocationFacts, read_crl
from ctmtqg_desktop.trust.x509.certificate import is_issued_by, spki_of
from ctmtqg_desktop.workspace.records import Role
from ctmtqg_desktop.workspace.trust_records import RevocationList


def take_revocations(site: Site, opened: Opened) -> dict[str, object]:
    """Take in the list of a receiving unit whose authority is pinned or trusted here.

    Raises:
        TrustError: ``exchange.revocations-unknown-signer``, ``exchange.issuer-revoked``.
        PackageError: ``package.revocations-…``; the X.509 list does not belong to the rows.
        WorkspaceError: ``workspace.revocations-older``.
    """
    listed = read_revocations(opened)
    root = _pinned(site, opened)
    facts = read_crl(opened.parts[CRL], [root])
    digest = hashlib.sha256(opened.parts[ROWS]).hexdigest()
    if facts.rows_sha256 != digest or facts.number != str(listed.number):
        raise PackageError("package.revocations-differ")
    if any(row.spki_sha256 == opened.facts.spki_sha256 for row in listed.keys):
        raise TrustError("exchange.issuer-revoked", day=listed.issued_at)
    told: dict[str, object] = {
        "number": listed.number, "count": len(listed.keys), "unit": listed.unit
    }  # fmt: skip
    if _is_here(site, spki_of(root), opened):
        return told
    _put(site, opened, listed, facts)
    return told


def _pinned(site: Site, opened: Opened) -> bytes:
    """Return the authority of our unit card, or one of those we trust, that vouches for it."""
    workspace, header = site.workspace, opened.manifest.header
    if workspace.identity.role == Role.SENDER.value:
        card = workspace.signers.own_card()
        roots = [card.authority_der] if card and header.unit.code == site.unit.parent else []
    else:
        roots = [one.certificate_der for one in workspace.trust.trusted_authorities()]
    signer = opened.facts.certificate_der
    for root in roots:
        same_key = spki_of(root) == spki_of(opened.parts[AUTHORITY])
        if same_key and is_issued_by(signer, root) and unit_of(signer) == header.unit.code:
            return root
    raise TrustError("exchange.revocations-unknown-signer", unit=header.unit.name)


def _is_here(site: Site, issuer: str, opened: Opened) -> bool:
    packages = site.workspace.packages
    held = site.workspace.trust.revocation_lists()
    return any(
        one.package_sha256 == opened.package_sha256
        or identity_of(packages.read(one.package_sha256)) == opened.signed_sha256
        for one in held
        if one.issuer_sha256 == issuer
    )


def _put(site: Site, opened: Opened, listed: KeyList, facts: RevocationFacts) -> None:
    issuer = facts.issuer_sha256
    kept = RevocationList(
        issuer, listed.number, listed.unit, listed.issued_at, opened.package_sha256, site.at
    )
    with site.workspace.transaction():
        site.workspace.trust.take_list(kept, listed.keys)
        put_crl(site, facts)
        keep_taken(site, opened)
