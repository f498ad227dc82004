"""A receiving unit's authority is lost: make a new one, and new cards for the same enrolled keys.

Who may sign stays as the table of enrolments has it. The certificate of the authority before is
kept, so that what was signed under it can still be checked; its key is used no more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.units import UnitTree
from ctmtqg_desktop.errors import FormError, TrustError
from ctmtqg_desktop.exchange.keys.keys import (
    MadeKey,
    certificate_record,
    check_new,
    list_own,
    short,
    written,
)
from ctmtqg_desktop.exchange.keys.revoke import issued_certificates
from ctmtqg_desktop.exchange.post.envelope import (
    SUFFIX,
    Author,
    Envelope,
    Site,
    sealed,
    write_kept,
)
from ctmtqg_desktop.exchange.post.reading_keys import renew_reading_key
from ctmtqg_desktop.package.enrolment import card_parts
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner
from ctmtqg_desktop.trust.registry import TOKEN
from ctmtqg_desktop.trust.x509.certificate import spki_of

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.records import SignerRecord

REPLACED = "authority-replaced"
"""What the journal calls it; the reason beside it."""
NameOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a person asked for.

    Attributes:
        path: where the office's new key file goes.
        password: of the new authority, and of that file.
        title: of who will sign with it.
        reason: why the authority is replaced; it is written down.
        out_dir: where the new unit cards go.
    """

    path: Path
    password: str
    title: str
    reason: str
    out_dir: Path


@dataclass(frozen=True, slots=True)
class Replaced:
    """What came of it.

    Attributes:
        key: the office's new key file.
        authority: the thirty digits of the new authority, to be told to every unit.
        cards: the new unit cards.
        without: codes of units with a key whose certificate is not here: they enrol anew.
    """

    key: MadeKey
    authority: str
    cards: tuple[Path, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _New:
    """The new authority, and the office's own key that it vouches for."""

    authority: certificates.Authority
    signer: KeyFileSigner
    key: MadeKey


def name_of_unit(units: UnitTree, day: date, code: str) -> str:
    """Return a unit's name on a day; its code where the catalogue does not know it then."""
    found = units.find(code, day)
    return found.name if found is not None else code


def replace_authority(site: Site, order: Replacement, name_of: NameOf) -> Replaced:
    """Replace the authority; write a card for every key that is enrolled today.

    All of it or nothing: when a card cannot be written, the authority before stays.

    Args:
        site: the receiving unit.
        order: what was asked for.
        name_of: a unit's name by its code.

    Raises:
        FormError: ``exchange.replace-reason``.
        TrustError: ``exchange.authority-missing``, ``exchange.key-exists``,
            ``exchange.password-short``.
        PackageError: a file cannot be written.
    """
    if not order.reason.strip():
        raise FormError("exchange.replace-reason")
    check_new(order.path, order.password)
    before = site.workspace.signers.authority()
    if before is None:
        raise TrustError("exchange.authority-missing")
    issued = issued_certificates(site.workspace)
    rows = _enrolled_today(site)
    new = _made(site, order)
    cards: list[Path] = []
    try:
        with site.workspace.transaction():
            _put(site, order, new, before=spki_of(before.certificate_der))
            for row in (row for row in rows if row.spki_sha256 in issued):
                held, name = issued[row.spki_sha256], name_of(row.unit)
                cards.append(_card(site, order, new, row, held, name))
    except BaseException:
        for path in (order.path, *cards):  # they speak for an authority that never was
            path.unlink(missing_ok=True)
        raise
    without = sorted({row.unit for row in rows if row.spki_sha256 not in issued})
    digits = keys.fingerprint_digits(spki_of(new.authority.certificate_der))
    return Replaced(new.key, digits, tuple(cards), tuple(without))


def _enrolled_today(site: Site) -> "tuple[SignerRecord, ...]":
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


def _made(site: Site, order: Replacement) -> _New:
    """Make both keys and write the office's key file."""
    unit, at, name = site.unit, site.at, short(site.unit.agency)
    authority = certificates.new_authority(keys.generate_key(), unit.code, name=name, at=at)
    key = keys.generate_key()
    request = certificates.make_request(key, unit.code, name=short(order.title))
    serial = site.workspace.signers.next_serial()
    issued = certificates.issue_certificate(
        authority, request, unit_code=unit.code, serial=serial, at=at
    )
    chain = (issued, authority.certificate_der)
    made = written(order.path, keys.seal_key(key, order.password, certificates=chain))
    return _New(authority, KeyFileSigner(key, issued, chain[1:]), made)


def _put(site: Site, order: Replacement, new: _New, *, before: str) -> None:
    """Put the new authority in force, and our own new key among the enrolments."""
    workspace, authority = site.workspace, new.authority
    sealed_key = keys.seal_key(authority.key, order.password)
    workspace.signers.set_authority(authority.certificate_der, sealed_key, site.at)
    renew_reading_key(site, order.password)
    list_own(site, new.signer.certificate_der, new.key, order.title)
    subject = f"{before} {spki_of(authority.certificate_der)}"
    workspace.journal.add(site.at, REPLACED, subject, order.reason.strip())


def _card(
    site: Site, order: Replacement, new: _New, row: "SignerRecord", held: bytes, name: str
) -> Path:
    """Write the new card of an enrolled key; a key with an outside certificate keeps that."""
    is_outside, authority = row.source == TOKEN, new.authority
    given = held if is_outside else _reissued(site, new, row, held)
    parts = card_parts(
        row.unit, name, certificate_der=given, authority_der=authority.certificate_der,
        is_outside=is_outside,
    )  # fmt: skip
    author = Author(new.signer, order.title)
    made = sealed(site, Envelope(Kind.UNIT_CARD, (row.unit,)), parts, author=author)
    site.workspace.trust.keep_certificate(certificate_record(given, site))
    own, above = keys.fingerprint_digits(row.spki_sha256), spki_of(authority.certificate_der)
    named = f"the_don_vi_{row.unit}_{own[:5]}_{keys.fingerprint_digits(above)[:5]}{SUFFIX}"
    return write_kept(site, made, order.out_dir / named)


def _reissued(site: Site, new: _New, row: "SignerRecord", held: bytes) -> bytes:
    """Return a certificate of the new authority for the same key, not longer than it may sign."""
    serial = site.workspace.signers.next_serial()
    return certificates.reissue(
        new.authority, held, unit_code=row.unit, serial=serial, at=site.at, until=row.valid_to
    )
