"""A token signs for the office: units know only what the office's own authority has issued.

A unit recognises its receiver by the authority of its card. So the key of a token, or of an
outside authority's file, gets a certificate of ours when it signs while the authority is open;
from then on everything it signs for the units carries that one.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.keys.keys import certificate_record, short
from ctmtqg_desktop.exchange.post.envelope import Author, Site
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.certificate.details import details_of
from ctmtqg_desktop.trust.registry import TOKEN, UnitSigner
from ctmtqg_desktop.trust.x509.certificate import is_issued_by

if TYPE_CHECKING:
    from ctmtqg_desktop.trust.certificate.authority import Authority

VOUCHED = "own-key-vouched"


def vouched(site: Site, author: Author, authority: "Authority | None" = None) -> Author:
    """Return the author under a certificate of our own authority, once that is made.

    Args:
        site: the receiving unit.
        author: who signs, under whatever certificate.
        authority: opened, to issue one; None uses only what was issued before.

    Raises:
        TrustError: ``exchange.signer-not-vouched``: no unit would take what it signs;
            ``trust.key-refused``, ``trust.name-refused``.
    """
    signer, own = author.signer, site.workspace.signers.authority()
    if own is None or is_issued_by(signer.certificate_der, own.certificate_der):
        return author
    known = next(
        (
            one.certificate_der
            for one in site.workspace.trust.certificates()
            if one.spki_sha256 == signer.spki_sha256
            and is_issued_by(one.certificate_der, own.certificate_der)
        ),
        b"",
    )
    given = known or (_issued(site, author, authority) if authority is not None else b"")
    if not given:
        name = details_of(signer.certificate_der).subject
        raise TrustError("exchange.signer-not-vouched", name=name)
    return replace(author, signer=signer.under(given, (own.certificate_der,)))


def _issued(site: Site, author: Author, authority: "Authority") -> bytes:
    """Issue the certificate and list the key among our own, so that it can be revoked."""
    workspace, signer, unit = site.workspace, author.signer, site.unit
    given = certificates.reissue(
        authority, signer.certificate_der, unit_code=unit.code,
        serial=workspace.signers.next_serial(), at=site.at,
    )  # fmt: skip
    first, last = certificates.validity(given)
    spki, title = signer.spki_sha256, short(author.title)
    with workspace.transaction():
        if not any(row.spki_sha256 == spki for row in workspace.signers.enrolled(unit.code)):
            workspace.signers.add(UnitSigner(unit.code, spki, first, last, None, TOKEN, title, ""))
        workspace.trust.keep_certificate(certificate_record(given, site))
        workspace.journal.add(site.at, VOUCHED, f"{unit.code} {spki}", title)
    return given
