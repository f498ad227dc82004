"""A receiving unit's authority is lost: make a new one, and new cards for the same enrolled keys.

Who may sign stays as the table of enrolments has it. The certificate of the authority before is
kept, so that what was signed under it can still be checked; its key is used no more.
"""

from dataclasses import dataclass
from pathlib import Path

from ctmtqg_desktop.errors import FormError, TrustError
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.keys.issued import issued_certificates
from ctmtqg_desktop.exchange.keys.keys import (
    OfficeKey,
    all_or_nothing,
    certificate_record,
    check_new,
    office_key,
    put_office_key,
    short,
)
from ctmtqg_desktop.exchange.keys.orders import ReplaceAuthority
from ctmtqg_desktop.exchange.post.envelope import (
    SUFFIX,
    Author,
    Envelope,
    Site,
    sealed,
    write_kept,
)
from ctmtqg_desktop.exchange.post.reading_keys import renew_reading_key
from ctmtqg_desktop.exchange.post.signers import chairman
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.package.enrolment import card_parts
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.registry import TOKEN, UnitSigner
from ctmtqg_desktop.trust.x509.certificate import spki_of

REPLACED = "authority-replaced"
"""What the journal calls it; the reason beside it."""


@dataclass(frozen=True, slots=True)
class _New:
    """The new authority, and the office's own key that it vouches for."""

    authority: certificates.Authority
    key: OfficeKey
    title: str

    @property
    def spki_sha256(self) -> str:
        """Return the digest of the authority's key."""
        return spki_of(self.authority.certificate_der)


def replace_authority(room: Room, order: ReplaceAuthority, _: Step = no_step) -> Done:
    """Replace the authority; write a card for every key that is enrolled today.

    All of it or nothing: when a card cannot be written, the authority before stays.

    Raises:
        FormError: ``exchange.replace-reason``, ``exchange.folder``.
        TrustError: ``exchange.authority-missing``, ``exchange.key-exists``,
            ``exchange.password-short``.
        PackageError: a file cannot be written.
    """
    if not order.reason.strip():
        raise FormError("exchange.replace-reason")
    check_new(order.path, order.password)
    site, workspace, out_dir = room.site(), room.workspace, made_folder(order.out_dir)
    before = workspace.signers.authority()
    if before is None:
        raise TrustError("exchange.authority-missing")
    issued, rows = issued_certificates(workspace), _enrolled_today(site)
    new = _made(site, order)
    with all_or_nothing(workspace) as files:
        files.append(order.path)
        _put(site, order, new, before=spki_of(before.certificate_der))
        for row in (row for row in rows if row.spki_sha256 in issued):
            name = _name(room, row.unit)
            files.append(_card(site, out_dir, new, row, issued[row.spki_sha256], name))
    without = sorted({row.unit for row in rows if row.spki_sha256 not in issued})
    return _done(room, new, files, without)


def _done(room: Room, new: _New, files: list[Path], without: list[str]) -> Done:
    facts = {
        **new.key.made.facts(),
        "authority_fingerprint": keys.fingerprint_digits(new.spki_sha256),
        "cards": files[1:], "without_card": without, "count": len(files) - 1,
        "folder": files[1].parent if len(files) > 1 else None, "file": new.key.made.path.name,
        "without_names": [_name(room, code) for code in without],
    }  # fmt: skip
    code = "done.replace-authority-without" if without else "done.replace-authority"
    return Done(code, facts, tuple(files))


def _name(room: Room, code: str) -> str:
    """Return a unit's name; its code where the catalogue does not know it on our day."""
    found = room.catalogue.units.find(code, room.workspace.identity.at)
    return found.name if found is not None else code


def _enrolled_today(site: Site) -> "tuple[UnitSigner, ...]":
    """Return the rows of other units under which a key may sign now, one for each key."""
    found = {
        (row.unit, row.spki_sha256): row
        for row in site.workspace.signers.enrolled()
        if row.unit != site.unit.code
        and row.revoked_at is None
        and row.valid_from <= site.at
        and (row.valid_to is None or site.at <= row.valid_to)
    }
    return tuple(found.values())


def _made(site: Site, order: ReplaceAuthority) -> _New:
    """Make the authority's key and the office's; nothing is written yet."""
    name, title = short(site.unit.agency), order.title or chairman(site.unit)
    authority = certificates.new_authority(
        keys.generate_key(), site.unit.code, name=name, at=site.at
    )
    key = office_key(site, authority, order.path, order.password, title=title)
    return _New(authority, key, title)


def _put(site: Site, order: ReplaceAuthority, new: _New, *, before: str) -> None:
    """Put the new authority in force, and our own new key among the enrolments."""
    workspace, authority = site.workspace, new.authority
    sealed_key = keys.seal_key(authority.key, order.password)
    workspace.signers.set_authority(authority.certificate_der, sealed_key, site.at)
    renew_reading_key(site, order.password)
    put_office_key(site, new.key, new.title)
    subject = f"{before} {new.spki_sha256}"
    workspace.journal.add(site.at, REPLACED, subject, order.reason.strip())


def _card(site: Site, out_dir: Path, new: _New, row: "UnitSigner", held: bytes, name: str) -> Path:
    """Write the new card of an enrolled key; a key with an outside certificate keeps that."""
    is_outside, authority = row.source == TOKEN, new.authority
    given = held if is_outside else _reissued(site, new, row, held)
    parts = card_parts(
        row.unit, name, certificate_der=given, authority_der=authority.certificate_der,
        is_outside=is_outside,
    )  # fmt: skip
    author = Author(new.key.signer, new.title)
    made = sealed(site, Envelope(Kind.UNIT_CARD, (row.unit,)), parts, author=author)
    site.workspace.trust.keep_certificate(certificate_record(given, site))
    own, above = (keys.fingerprint_digits(s)[:5] for s in (row.spki_sha256, new.spki_sha256))
    return write_kept(site, made, out_dir / f"the_don_vi_{row.unit}_{own}_{above}{SUFFIX}")


def _reissued(site: Site, new: _New, row: "UnitSigner", held: bytes) -> bytes:
    """Return a certificate of the new authority for the same key, not longer than it may sign."""
    serial = site.workspace.signers.next_serial()
    return certificates.reissue(
        new.authority, held, unit_code=row.unit, serial=serial, at=site.at, until=row.valid_to
    )
