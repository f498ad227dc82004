"""Keys and who may sign: make a key, ask to be enrolled, approve, take in the card."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.units import Unit
from ctmtqg_desktop.errors import FormError, PackageError, TrustError
from ctmtqg_desktop.exchange.packing import SUFFIX, Author, Envelope, Site, sealed, write_kept
from ctmtqg_desktop.exchange.secrecy import ensure_reading_key
from ctmtqg_desktop.package.enrolment import (
    EnrolmentRequest,
    card_parts,
    read_card,
    read_request,
    request_parts,
)
from ctmtqg_desktop.package.files import read_limited, write_durably
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import Opened, unseal
from ctmtqg_desktop.trust import certificates, keys
from ctmtqg_desktop.trust.cms import spki_of
from ctmtqg_desktop.trust.registry import UnitSigner
from ctmtqg_desktop.trust.signer import KeyFileSigner, Signer, open_signer
from ctmtqg_desktop.workspace.records import SignerRecord

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

MAX_KEY_FILE = 64 * 1024
MAX_CARD = 1024 * 1024


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A new key file and the thirty digits that name its key."""

    path: Path
    fingerprint: str
    spki_sha256: str


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An approved key."""

    card: Path
    unit: Unit
    fingerprint: str


def make_key(path: Path, password: str, *, unit: Unit, title: str, at: datetime) -> MadeKey:
    """Make a key file with a certificate the key signed itself, good for enrolling.

    Raises:
        TrustError: ``exchange.key-exists``, ``exchange.password-short``.
        PackageError: the file cannot be written.
    """
    _check_new(path, password)
    key = keys.generate_key()
    own = certificates.self_certificate(key, unit.code, name=_short(title), at=at)
    return _written(path, keys.seal_key(key, password, certificates=(own,)))


def make_authority(site: Site, path: Path, password: str, *, title: str) -> MadeKey:
    """Make a receiving unit's authority and its own signing key, both under one password.

    The authority's key stays sealed in the workspace; the file holds the key that signs
    receipts and cards, with a certificate of the authority.

    Raises:
        TrustError: as ``make_key``; ``exchange.authority-exists``.
    """
    _check_new(path, password)
    workspace, unit, at = site.workspace, site.unit, site.at
    if workspace.authority() is not None:
        raise TrustError("exchange.authority-exists")
    root_key = keys.generate_key()
    authority = certificates.make_authority(root_key, unit.code, name=_short(unit.agency), at=at)
    workspace.set_authority(authority.certificate_der, keys.seal_key(root_key, password), at)
    key = keys.generate_key()
    request = certificates.make_request(key, unit.code, name=_short(title))
    issued = certificates.issue(
        authority, request, unit_code=unit.code, serial=workspace.next_serial(), at=at
    )
    ensure_reading_key(site, password)
    chain = (issued, authority.certificate_der)
    return _written(path, keys.seal_key(key, password, certificates=chain))


def _check_new(path: Path, password: str) -> None:
    if path.exists():
        raise TrustError("exchange.key-exists", path=path.name)
    if len(password) < MIN_PASSWORD:
        raise TrustError("exchange.password-short", least=MIN_PASSWORD)


MIN_PASSWORD = 8


def _short(name: str) -> str:
    return name[: certificates.MAX_NAME].strip()


def _written(path: Path, data: bytes) -> MadeKey:
    write_durably(path, data)
    spki = keys.spki_of_file(data)
    return MadeKey(path, keys.fingerprint_digits(spki), spki)


def load_signer(path: Path, password: str) -> Signer:
    """Open a key file for signing.

    Raises:
        TrustError: ``trust.password-wrong``, ``trust.key-file-unreadable``.
        PackageError: the file cannot be read.
    """
    return open_signer(read_limited(path, MAX_KEY_FILE), password)


def enrol(
    site: Site, key_file: Path, password: str, *, title: str, out_dir: Path
) -> tuple[Path, str]:
    """Write an enrolment package; return it and the digits to read out by telephone.

    Raises:
        TrustError, PackageError: see ``load_signer``.
    """
    unit, data = site.unit, read_limited(key_file, MAX_KEY_FILE)
    key = keys.open_key(data, password)
    own = keys.certificates_of(data)
    if not own:
        raise TrustError("trust.key-without-certificate")
    signer = KeyFileSigner(key, own[0], own[1:])
    name = _short(title)
    request = certificates.make_request(key, unit.code, name=name)
    parts = request_parts(request, unit_code=unit.code, name=name, title=title)
    envelope = Envelope(Kind.ENROLMENT, (unit.parent,))
    made = sealed(site, envelope, parts, author=Author(signer, title))
    path = write_kept(site, made, out_dir / f"dangky_{unit.code}{SUFFIX}")
    return path, keys.fingerprint_digits(signer.spki_sha256)


def open_request(path: Path) -> EnrolmentRequest:
    """Read an enrolment package, so that the officer can compare its digits.

    Raises:
        PackageError: the file is no enrolment.
        TrustError: the request is not signed by its own key.
    """
    return read_request(unseal(read_limited(path, MAX_CARD)))


def approve(
    site: Site,
    asked: EnrolmentRequest,
    unit: Unit,
    *,
    author: Author,
    password: str,
    out_dir: Path,
) -> Enrolled:
    """Enrol a key for a unit of our own list, and write its unit card.

    The officer has compared the digits; the unit comes from the catalogue, never from the file.

    Raises:
        PackageError: the card cannot be written.
        TrustError: ``exchange.authority-missing``, ``trust.*``.
        WorkspaceError: ``workspace.signer-known``.
        FormError: ``exchange.not-our-unit``.
    """
    workspace, at = site.workspace, site.at
    if unit.parent != site.unit.code:
        raise FormError("exchange.not-our-unit", unit=unit.name, us=site.unit.name)
    authority = _authority(site, password)
    issued = certificates.issue(
        authority,
        asked.request_der,
        unit_code=unit.code,
        serial=workspace.next_serial(),
        at=at,
    )
    first, last = certificates.validity(issued)
    workspace.add_signer(
        SignerRecord(unit.code, asked.spki_sha256, first, last, None, "own", author.title, "")
    )
    parts = card_parts(
        unit.code, unit.name, certificate_der=issued, authority_der=authority.certificate_der
    )
    made = sealed(site, Envelope(Kind.UNIT_CARD, (unit.code,)), parts, author=author)
    path = write_kept(site, made, out_dir / f"the_don_vi_{unit.code}{SUFFIX}")
    return Enrolled(path, unit, asked.fingerprint)


def _authority(site: Site, password: str) -> certificates.Authority:
    """Open the authority; one from before reading keys were made gets its own now."""
    record = site.workspace.authority()
    if record is None:
        raise TrustError("exchange.authority-missing")
    opened = keys.open_key(record.sealed_key, password)
    ensure_reading_key(site, password)
    return certificates.Authority(opened, record.certificate_der)


def take_card(site: Site, opened: Opened, key: Path) -> str:
    """Put the certificate of a unit card into the key file; return the authority's digits.

    Raises:
        PackageError: ``exchange.card-of-another-unit``; the card is not whole.
        TrustError: the card is for another key.
    """
    card = read_card(opened)
    if card.unit_code != site.unit.code:
        raise PackageError("exchange.card-of-another-unit", unit=card.unit_name, us=site.unit.name)
    data = read_limited(key, MAX_KEY_FILE)
    chain = (card.certificate_der, card.authority_der)
    write_durably(key, keys.with_certificates(data, chain))
    site.workspace.set_own_card(
        card.certificate_der, card.authority_der, unit=card.unit_code, at=site.at
    )
    return keys.fingerprint_digits(spki_of(card.authority_der))


def enrolled(workspace: "Workspace") -> tuple[UnitSigner, ...]:
    """Return who may sign for whom, as ``trust`` asks it."""
    return tuple(UnitSigner(**asdict(record)) for record in workspace.unit_signers())
