"""Revoke keys, ask again about what came under suspicion, publish and take in the list."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.errors import FormError, PackageError, TrustError, WorkspaceError
from ctmtqg_desktop.exchange.keys.keys import open_authority
from ctmtqg_desktop.exchange.keys.office_certificate import vouched
from ctmtqg_desktop.exchange.keys.outside_authorities import put_crl
from ctmtqg_desktop.exchange.post.envelope import (
    SUFFIX,
    Author,
    Envelope,
    Site,
    keep_taken,
    sealed,
    write_kept,
)
from ctmtqg_desktop.package.enrolment import read_card
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.revocations import (
    AUTHORITY,
    CRL,
    REASONS,
    ROWS,
    KeyList,
    KeyRow,
    read_revocations,
    revocation_parts,
    rows_json,
)
from ctmtqg_desktop.package.unseal import Opened, unseal
from ctmtqg_desktop.trust.certificate.authority import unit_of
from ctmtqg_desktop.trust.certificate.crl import (
    RevocationFacts,
    Revoked,
    make_crl,
    read_crl,
    serial_of,
)
from ctmtqg_desktop.trust.keys.keys import fingerprint_digits
from ctmtqg_desktop.trust.x509.certificate import is_issued_by, spki_of
from ctmtqg_desktop.workspace.records import Confirmation, Role, SignerRecord
from ctmtqg_desktop.workspace.trust_records import RevocationList, RevocationRecord, RevokedKey

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

REVOKED, CONFIRMED, PUBLISHED = "key-revoked", "submission-confirmed", "revocations-published"
"""What the journal calls these deeds."""
_X509 = {
    "key-lost": "keyCompromise",
    "key-stolen": "keyCompromise",
    "left-office": "affiliationChanged",
    "replaced": "superseded",
}
_LEAST_NAMED = 8
"""So many signs of a key's digest or digits name it on the command line."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What is known of a key that must not sign any more.

    Attributes:
        reason: one of ``package.revocations.REASONS``.
        since: when it may have come into other hands; None is not said.
    """

    reason: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A report that came after its key may have been lost and before that was known."""

    submission: Submission
    suspected_at: datetime
    revoked_at: datetime


def find_signer(workspace: "Workspace", unit: str, key: str = "") -> SignerRecord:
    """Return the enrolment meant by a unit and the first signs of its key's digest or digits.

    Raises:
        WorkspaceError: ``exchange.signer-not-one``: none, or more than one.
    """
    bare = "".join(key.split()).lower()
    rows = {row.spki_sha256: row for row in workspace.signers.enrolled(unit)}
    found = [
        row
        for spki, row in rows.items()
        if not bare
        or (len(bare) >= _LEAST_NAMED and spki.startswith(bare))
        or (len(bare) >= _LEAST_NAMED and _bare_digits(spki).startswith(bare))
    ]
    if not bare:
        found = [row for row in found if row.revoked_at is None]
    if len(found) != 1:
        raise WorkspaceError("exchange.signer-not-one", unit=unit, count=len(found))
    return found[0]


def _bare_digits(spki: str) -> str:
    return fingerprint_digits(spki).replace(" ", "")


def revoke(site: Site, signer: SignerRecord, loss: Loss, *, by: str) -> tuple[Doubtful, ...]:
    """Revoke a key for its unit from now on; return what must be confirmed again.

    Raises:
        FormError: ``exchange.revoke-reason``, ``exchange.revoke-since``.
    """
    if loss.reason not in REASONS:
        raise FormError("exchange.revoke-reason", given=loss.reason, known=", ".join(REASONS))
    if loss.since is not None and loss.since > site.at:
        raise FormError("exchange.revoke-since", day=loss.since.date())
    record = RevocationRecord(
        signer.unit, signer.spki_sha256, site.at, loss.since, loss.reason, by
    )
    with site.workspace.transaction():
        site.workspace.trust.add_revocation(record)
        subject = f"{signer.unit} {signer.spki_sha256}"
        site.workspace.journal.add(site.at, REVOKED, subject, loss.reason)
    listed = doubtful(site.workspace)
    return tuple(d for d in listed if d.submission.signer_sha256 == signer.spki_sha256)


def doubtful(workspace: "Workspace") -> tuple[Doubtful, ...]:
    """Return every report that must still be confirmed by a person, oldest first."""
    return tuple(_doubtful(workspace))


def _doubtful(workspace: "Workspace") -> Iterator[Doubtful]:
    confirmed = workspace.decisions.confirmed()
    for line in workspace.trust.revocations():
        if line.suspected_at is None:
            continue
        for one in workspace.submissions.of_signer(line.unit, line.spki_sha256):
            seen = one.received_at
            if seen is None or not line.suspected_at <= seen < line.revoked_at:
                continue
            if one.package_sha256 not in confirmed:
                yield Doubtful(one, line.suspected_at, line.revoked_at)


def confirm(site: Site, submission: Submission, *, reason: str) -> None:
    """Write down that the unit itself stands by a report that came under suspicion.

    Raises:
        FormError: ``exchange.confirm-reason``.
    """
    if not reason.strip():
        raise FormError("exchange.confirm-reason")
    package, why = submission.package_sha256, reason.strip()
    with site.workspace.transaction():
        site.workspace.decisions.confirm(Confirmation(package, why, site.at))
        site.workspace.journal.add(site.at, CONFIRMED, f"{CONFIRMED} {package}", why)


# -- publishing


def publish_revocations(
    site: Site, *, author: Author, password: str, out_dir: Path
) -> tuple[Path, KeyList]:
    """Sign the list of every key revoked so far, with the authority's X.509 list beside it.

    Args:
        site: the receiving unit.
        author: whose key signs the package.
        password: of the authority, whose key signs the X.509 list.
        out_dir: where it goes.

    Raises:
        TrustError, PackageError, WorkspaceError: nothing was published.
    """
    workspace = site.workspace
    authority = open_authority(workspace, password)
    number = workspace.trust.last_published() + 1
    keys = tuple(
        KeyRow(r.spki_sha256, r.unit, r.revoked_at, r.suspected_at, r.reason)
        for r in workspace.trust.revocations()
    )
    listed = KeyList(number, site.at.replace(microsecond=0), site.unit.code, keys)
    rows = rows_json(listed)
    digest = hashlib.sha256(rows).hexdigest()
    lines = tuple(_certificates(workspace, authority.certificate_der))
    crl_der = make_crl(authority, lines, number=number, at=site.at, rows_sha256=digest)
    parts = revocation_parts(rows, crl_der, authority.certificate_der)
    signed = vouched(site, author, authority)
    made = sealed(site, Envelope(Kind.REVOCATIONS, ()), parts, author=signed)
    name = f"thuhoi_{site.unit.code}_so{number:04d}{SUFFIX}"
    with workspace.transaction():
        path = write_kept(site, made, out_dir / name)
        workspace.trust.note_published(number, made.package_sha256, site.at)
        workspace.journal.add(site.at, PUBLISHED, str(number), made.package_sha256)
    return path, listed


def _certificates(workspace: "Workspace", authority_der: bytes) -> Iterator[Revoked]:
    """Yield the certificates of our authority whose keys are revoked, each once."""
    issued = issued_certificates(workspace)
    done: set[str] = set()
    for line in workspace.trust.revocations():
        found = issued.get(line.spki_sha256)
        if found is None or line.spki_sha256 in done or not is_issued_by(found, authority_der):
            continue
        done.add(line.spki_sha256)
        yield Revoked(
            serial_of(found), line.revoked_at, line.suspected_at, _X509.get(line.reason, "")
        )


def issued_certificates(workspace: "Workspace") -> dict[str, bytes]:
    """Return the latest certificate of every enrolled key, by the digest of the key."""
    by_key = {one.spki_sha256: one.certificate_der for one in workspace.trust.certificates()}
    return {**_from_cards(workspace), **by_key}


def _from_cards(workspace: "Workspace") -> dict[str, bytes]:
    """Return the certificates of cards written before certificates were kept by themselves."""
    found: dict[str, bytes] = {}
    for sha256 in workspace.packages.written(Kind.UNIT_CARD.value):
        card = read_card(unseal(workspace.packages.read(sha256)))
        found[spki_of(card.certificate_der)] = card.certificate_der
    return found


# -- taking in


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
    return any(
        one.issuer_sha256 == issuer and one.package_sha256 == opened.package_sha256
        for one in site.workspace.trust.revocation_lists()
    )


def _put(site: Site, opened: Opened, listed: KeyList, facts: RevocationFacts) -> None:
    issuer = facts.issuer_sha256
    kept = RevocationList(
        issuer, listed.number, listed.unit, listed.issued_at, opened.package_sha256, site.at
    )
    rows = [
        RevokedKey(issuer, r.spki_sha256, r.unit, r.revoked_at, r.suspected_at, r.reason)
        for r in listed.keys
    ]
    with site.workspace.transaction():
        site.workspace.trust.take_list(kept, rows)
        put_crl(site, facts)
        keep_taken(site, opened)
