"""What acts about keys have in common: opening the authority, writing key files, listing them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.package.files import read_limited, write_durably
from ctmtqg_desktop.text import as_seen
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.certificate.details import details_of
from ctmtqg_desktop.trust.certificate.outside import issuer_key
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner, Signer, open_signer
from ctmtqg_desktop.trust.registry import OWN, UnitSigner
from ctmtqg_desktop.workspace.trust_records import CertificateRecord

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

MAX_KEY_FILE = 64 * 1024
MIN_KEY_PASSWORD = 8


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A new key file and the thirty digits that name its key."""

    path: Path
    fingerprint: str
    spki_sha256: str

    def facts(self) -> dict[str, object]:
        """Return what an act that makes a key answers."""
        return {
            "key": self.path, "fingerprint": self.fingerprint, "spki_sha256": self.spki_sha256,
        }  # fmt: skip


def check_new(path: Path, password: str) -> None:
    """Demand a new file and a password that is long enough.

    Raises:
        TrustError: ``exchange.key-exists``, ``exchange.password-short``.
    """
    if path.exists():
        raise TrustError("exchange.key-exists", path=path.name)
    if len(as_seen(password)) < MIN_KEY_PASSWORD:
        raise TrustError("exchange.password-short", least=MIN_KEY_PASSWORD)


def short(name: str) -> str:
    """Return a name as long as a certificate can hold it."""
    return name[: certificates.MAX_NAME].strip()


def made_key(path: Path, sealed: bytes) -> MadeKey:
    """Say what is in a key file that is to be written."""
    spki = keys.spki_of_file(sealed)
    return MadeKey(path, keys.fingerprint_digits(spki), spki)


@dataclass(frozen=True, slots=True)
class OfficeKey:
    """A signing key that the office's authority vouches for; its file is not written yet."""

    made: MadeKey
    sealed: bytes
    signer: KeyFileSigner


def office_key(
    site: Site, authority: certificates.Authority, path: Path, password: str, *, title: str
) -> OfficeKey:
    """Make a signing key of the office under its authority."""
    key, unit = keys.generate_key(), site.unit.code
    request = certificates.make_request(key, unit, name=short(title))
    serial = site.workspace.signers.next_serial()
    issued = certificates.issue_certificate(
        authority, request, unit_code=unit, serial=serial, at=site.at
    )
    chain = (issued, authority.certificate_der)
    sealed = keys.seal_key(key, password, certificates=chain)
    return OfficeKey(made_key(path, sealed), sealed, KeyFileSigner(key, issued, chain[1:]))


def put_office_key(site: Site, key: OfficeKey, title: str) -> None:
    """List our own signing key among the enrolments, as they can be revoked; write its file.

    Raises:
        PackageError: it cannot be written.
    """
    made, issued = key.made, key.signer.certificate_der
    first, last = certificates.validity(issued)
    record = UnitSigner(site.unit.code, made.spki_sha256, first, last, None, OWN, short(title), "")
    with site.workspace.transaction():
        site.workspace.signers.add(record)
        site.workspace.trust.keep_certificate(certificate_record(issued, site))
        write_durably(made.path, key.sealed)


@contextmanager
def all_or_nothing(workspace: "Workspace") -> Iterator[list[Path]]:
    """Undo what the block wrote into the workspace, and the files it listed, when it fails."""
    files: list[Path] = []
    try:
        with workspace.transaction():
            yield files
    except BaseException:
        for path in files:
            path.unlink(missing_ok=True)
        raise


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


def certificate_record(certificate_der: bytes, site: Site) -> CertificateRecord:
    """Return a certificate as it is kept beside its enrolment."""
    own = site.workspace.signers.authority()
    known = [one.certificate_der for one in site.workspace.trust.trusted_authorities()]
    told = details_of(certificate_der)
    above = issuer_key(certificate_der, [*([own.certificate_der] if own else []), *known])
    return CertificateRecord(
        told.spki_sha256, certificate_der, told.subject, told.issuer, above, site.at
    )


def load_signer(path: Path, password: str) -> Signer:
    """Open a key file once for several acts.

    Raises:
        TrustError: ``trust.password-wrong``, ``trust.key-file-unreadable``.
        PackageError: the file cannot be read.
    """
    return open_signer(read_limited(path, MAX_KEY_FILE), password)
