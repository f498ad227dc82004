"""Publish the list of revoked keys: signed by the office, its X.509 list by the authority."""

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.keys.issued import issued_certificates
from ctmtqg_desktop.exchange.keys.keys import open_authority
from ctmtqg_desktop.exchange.keys.office_certificate import vouched
from ctmtqg_desktop.exchange.keys.orders import PublishRevocations
from ctmtqg_desktop.exchange.keys.revoke import revocation_facts
from ctmtqg_desktop.exchange.post.envelope import SUFFIX, Envelope, Site, sealed, write_kept
from ctmtqg_desktop.exchange.post.signers import author_of
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.revocations import KeyList, revocation_parts, rows_json
from ctmtqg_desktop.package.seal import PackagePart
from ctmtqg_desktop.trust.certificate.authority import Authority
from ctmtqg_desktop.trust.certificate.crl import RevokedCertificate, make_crl, serial_of
from ctmtqg_desktop.trust.x509.certificate import is_issued_by

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

LIST_PUBLISHED = "revocations-published"
"""What the journal calls it."""
_X509 = {
    "key-lost": "keyCompromise",
    "key-stolen": "keyCompromise",
    "left-office": "affiliationChanged",
    "replaced": "superseded",
}


def publish_revocations(room: Room, order: PublishRevocations, _: Step = no_step) -> Done:
    """Sign the list of every key revoked so far; the authority is opened first.

    Raises:
        FormError: ``exchange.folder``.
        TrustError: wrong password or PIN; ``exchange.authority-missing``.
        PackageError, WorkspaceError: nothing was published.
    """
    site, signing, workspace = room.site(), order.signing, room.workspace
    out_dir = made_folder(signing.out_dir)
    authority = open_authority(workspace, signing.opens_authority)  # else it would cost a PIN
    number = workspace.trust.last_published() + 1
    with author_of(signing, unit=site.unit, at=site.at) as author:
        parts = _parts(site, authority, number)
        signed = vouched(site, author, authority)
        made = sealed(site, Envelope(Kind.REVOCATIONS, ()), parts, author=signed)
    name = f"thuhoi_{site.unit.code}_so{number:04d}{SUFFIX}"
    with workspace.transaction():
        path = write_kept(site, made, out_dir / name)
        workspace.trust.note_published(number, made.package_sha256, site.at)
        workspace.journal.add(site.at, LIST_PUBLISHED, str(number), made.package_sha256)
    facts = {**revocation_facts(workspace), "package": path, "number": number}
    return Done("done.publish-revocations", facts, (path,))


def _parts(site: Site, authority: Authority, number: int) -> tuple[PackagePart, ...]:
    """Return the rows, and the authority's list that names their digest."""
    workspace = site.workspace
    keys = workspace.trust.revocations()
    rows = rows_json(KeyList(number, site.at.replace(microsecond=0), site.unit.code, keys))
    digest = hashlib.sha256(rows).hexdigest()
    lines = tuple(_certificates(workspace, authority.certificate_der))
    crl_der = make_crl(authority, lines, number=number, at=site.at, rows_sha256=digest)
    return revocation_parts(rows, crl_der, authority.certificate_der)


def _certificates(workspace: "Workspace", authority_der: bytes) -> Iterator[RevokedCertificate]:
    """Yield the certificates of our authority whose keys are revoked, each once."""
    issued = issued_certificates(workspace)
    done: set[str] = set()
    for line in workspace.trust.revocations():
        found = issued.get(line.spki_sha256)
        if found is None or line.spki_sha256 in done or not is_issued_by(found, authority_der):
            continue
        done.add(line.spki_sha256)
        yield RevokedCertificate(
            serial_of(found), line.revoked_at, line.suspected_at, _X509.get(line.reason, "")
        )
