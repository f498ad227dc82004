"""Keys: make one, ask to be enrolled with it; who may sign for whom."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.post.envelope import (
    SUFFIX,
    Author,
    Envelope,
    Site,
    sealed,
    write_kept,
)
from ctmtqg_desktop.exchange.post.reading_keys import ensure_reading_key
from ctmtqg_desktop.package.enrolment import outside_parts, request_parts
from ctmtqg_desktop.package.files import read_limited, write_durably
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.certificate.details import details_of
from ctmtqg_desktop.trust.certificate.outside import issuer_key
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner, Signer, open_signer
from ctmtqg_desktop.trust.registry import OWN, UnitSigner
from ctmtqg_desktop.workspace.records import SignerRecord
from ctmtqg_desktop.workspace.trust_records import CertificateRecord

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

MAX_KEY_FILE = 64 * 1024


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A new key file and the thirty digits that name its key."""

    path: Path
    fingerprint: str
    spki_sha256: str


def make_key(path: Path, password: str, *, unit: Unit, title: str, at: datetime) -> MadeKey:
    """Make a key file with a certificate the key signed itself, good for enrolling.

    Raises:
        TrustError: ``exchange.key-exists``, ``exchange.password-short``.
        PackageError: the file cannot be written.
    """
    check_new(path, password)
    key = keys.generate_key()
    own = certificates.self_certificate(key, unit.code, name=short(title), at=at)
    return written(path, keys.seal_key(key, password, certificates=(own,)))


def make_authority(site: Site, path: Path, password: str, *, title: str) -> MadeKey:
    """Make a receiving unit's authority and its own signing key, both under one password.

    The authority's key stays sealed in the workspace; the file holds the key that signs
    receipts and cards, with a certificate of the authority.

    Raises:
        TrustError: as ``make_key``; ``exchange.authority-exists``.
    """
    check_new(path, password)
    workspace, unit, at = site.workspace, site.unit, site.at
    if workspace.signers.authority() is not None:
        raise TrustError("exchange.authority-exists")
    root_key = keys.generate_key()
    authority = certificates.new_authority(root_key, unit.code, name=short(unit.agency), at=at)
    workspace.signers.set_authority(
        authority.certificate_der, keys.seal_key(root_key, password), at
    )
    key = keys.generate_key()
    request = certificates.make_request(key, unit.code, name=short(title))
    issued = certificates.issue_certificate(
        authority, request, unit_code=unit.code, serial=workspace.signers.next_serial(), at=at
    )
    ensure_reading_key(site, password)
    chain = (issued, authority.certificate_der)
    made = written(path, keys.seal_key(key, password, certificates=chain))
    list_own(site, issued, made, title)
    return made


def another_key(site: Site, path: Path, password: str, *, title: str) -> MadeKey:
    """Make a further signing key of a receiving unit, when one was lost or another person signs.

    Args:
        site: the receiving unit.
        path: where the key file goes.
        password: of the authority, and of the new file.
        title: of who will sign with it.

    Raises:
        TrustError: as ``make_key``; ``exchange.authority-missing``, ``trust.password-wrong``.
    """
    check_new(path, password)
    authority = open_authority(site.workspace, password)
    key = keys.generate_key()
    request = certificates.make_request(key, site.unit.code, name=short(title))
    serial = site.workspace.signers.next_serial()
    issued = certificates.issue_certificate(
        authority, request, unit_code=site.unit.code, serial=serial, at=site.at
    )
    chain = (issued, authority.certificate_der)
    made = written(path, keys.seal_key(key, password, certificates=chain))
    list_own(site, issued, made, title)
    return made


def list_own(site: Site, issued: bytes, made: MadeKey, title: str) -> None:
    """List our own signing key among the enrolments, so that it can be revoked as they are."""
    first, last = certificates.validity(issued)
    record = SignerRecord(
        site.unit.code, made.spki_sha256, first, last, None, OWN, short(title), ""
    )
    with site.workspace.transaction():
        site.workspace.signers.add(record)
        site.workspace.trust.keep_certificate(certificate_record(issued, site))


def certificate_record(certificate_der: bytes, site: Site) -> CertificateRecord:
    """Return a certificate as it is kept beside its enrolment."""
    own = site.workspace.signers.authority()
    known = [one.certificate_der for one in site.workspace.trust.trusted_authorities()]
    told = details_of(certificate_der)
    above = issuer_key(certificate_der, [*([own.certificate_der] if own else []), *known])
    return CertificateRecord(
        told.spki_sha256, certificate_der, told.subject, told.issuer, above, site.at
    )


def open_authority(workspace: "Workspace", password: str) -> certificates.Authority:
    """Open the receiving unit's own authority.

    Raises:
        TrustError: ``exchange.authority-missing``, ``trust.password-wrong``.
    """
    record = workspace.signers.authority()
    if record is None:
        raise TrustError("exchange.authority-missing")
    return certificates.Authority(
        keys.open_key(record.sealed_key, password), record.certificate_der
    )


def check_new(path: Path, password: str) -> None:
    """Demand a new file and a password that is long enough.

    Raises:
        TrustError: ``exchange.key-exists``, ``exchange.password-short``.
    """
    if path.exists():
        raise TrustError("exchange.key-exists", path=path.name)
    if len(password) < MIN_PASSWORD:
        raise TrustError("exchange.password-short", least=MIN_PASSWORD)


MIN_PASSWORD = 8


def short(name: str) -> str:
    """Return a name as long as a certificate can hold it."""
    return name[: certificates.MAX_NAME].strip()


def written(path: Path, data: bytes) -> MadeKey:
    """Write a key file and say what is in it."""
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
    site: Site,
    key_file: Path,
    password: str,
    *,
    title: str,
    out_dir: Path,
    old: Signer | None = None,
) -> tuple[Path, str]:
    """Write an enrolment package; return it and the digits to read out by telephone.

    Args:
        site: the reporting unit.
        key_file: with the key to be enrolled.
        password: of that file.
        title: of the office that signs.
        out_dir: where the package goes.
        old: the key enrolled now, which vouches for the new one; None for a first enrolment,
            and after a loss.

    Raises:
        TrustError, PackageError: see ``load_signer``.
    """
    unit, data = site.unit, read_limited(key_file, MAX_KEY_FILE)
    key = keys.open_key(data, password)
    own = keys.certificates_of(data)
    if not own:
        raise TrustError("trust.key-without-certificate")
    signer = KeyFileSigner(key, own[0], own[1:])
    name = short(title)
    request = certificates.make_request(key, unit.code, name=name)
    parts = request_parts(request, unit_code=unit.code, name=name, title=title)
    envelope = Envelope(Kind.ENROLMENT, (unit.parent,))
    made = sealed(site, envelope, parts, author=Author(old or signer, title))
    digits = keys.fingerprint_digits(signer.spki_sha256)
    return write_kept(site, made, out_dir / _request_name(unit, digits)), digits


def _request_name(unit: Unit, digits: str) -> str:
    """Name a request by unit and key: several people of a unit may ask with one USB stick."""
    return f"dangky_{unit.code}_{digits[:5]}{SUFFIX}"


def enrol_outside(
    site: Site, signer: Signer, *, title: str, name: str = "", out_dir: Path
) -> tuple[Path, str]:
    """Write an enrolment package for a token or PKCS#12 file of an outside authority.

    Args:
        site: the reporting unit.
        signer: whose certificate the authority has issued; it signs the package as its proof.
        title: of the office that signs.
        name: of the person; empty takes it from the certificate.
        out_dir: where the package goes.

    Raises:
        TrustError, PackageError: the signer or the folder refuses.
    """
    unit, told = site.unit, details_of(signer.certificate_der)
    person = short(name or told.subject or title)
    parts = outside_parts(
        signer.certificate_der, unit_code=unit.code, name=person, title=short(title)
    )
    made = sealed(
        site, Envelope(Kind.ENROLMENT, (unit.parent,)), parts, author=Author(signer, title)
    )
    path = write_kept(site, made, out_dir / _request_name(unit, told.fingerprint))
    return path, told.fingerprint


def enrolled(workspace: "Workspace") -> tuple[UnitSigner, ...]:
    """Return who may sign for whom, as ``trust`` asks it."""
    return tuple(UnitSigner(**asdict(record)) for record in workspace.signers.enrolled())
