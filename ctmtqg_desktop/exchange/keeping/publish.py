"""Publish: new forms, thresholds, targets or units as one signed package, and taking one in."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.records.mistakes import Mistake
from ctmtqg_desktop.errors import FormError, PackageError
from ctmtqg_desktop.exchange.keeping.check_forms import check_forms
from ctmtqg_desktop.exchange.keeping.installed import SETTING, Installed, check_edition, installed
from ctmtqg_desktop.exchange.keys.office_certificate import vouched
from ctmtqg_desktop.exchange.post.envelope import (
    SUFFIX,
    Author,
    Envelope,
    Site,
    keep_taken,
    sealed,
    write_kept,
)
from ctmtqg_desktop.exchange.post.our_receiver import check_issuer
from ctmtqg_desktop.package.edition import (
    FOLDER,
    MAX_FILES,
    PATH,
    Edition,
    edition_json,
    read_edition,
)
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.package.manifest import Kind, PartRole
from ctmtqg_desktop.package.seal import PackagePart
from ctmtqg_desktop.package.unseal import Opened

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

MAX_FILE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Published:
    """A catalogue package that has been written and installed here."""

    path: Path
    edition: Edition
    package_sha256: str


def publish(
    site: Site,
    folder: Path,
    *,
    author: Author,
    out_dir: Path,
    version: int | None = None,
    own: Path | None = None,
) -> Published:
    """Sign the TOML files of a folder, with all published before, and install them here.

    Args:
        site: the publishing unit.
        folder: what is new; a file named as a published one takes its place.
        author: who signs.
        out_dir: where the package goes.
        version: higher than the last; None is the next.
        own: the program's own files; None is where they are.

    Raises:
        FormError: ``exchange.catalogue-empty``, ``exchange.catalogue-name-twice``,
            ``exchange.catalogue-too-many``; see ``check_edition``.
        PackageError: ``exchange.catalogue-older``; a name or size the format refuses.
    """
    before = installed(site.workspace)
    last = before.edition.version if before else 0
    number = last + 1 if version is None else version
    if number <= last:
        raise PackageError("exchange.catalogue-older", version=number, ours=last)
    files = {**(before.edition.files if before else {}), **files_in(folder)}
    if len(files) > MAX_FILES:
        raise FormError("exchange.catalogue-too-many", count=len(files), limit=MAX_FILES)
    check_edition(files, before, own)
    previous = before.package_sha256 if before else ""
    edition = Edition(number, previous, site.at, site.unit.code, dict(sorted(files.items())))
    envelope, by = Envelope(Kind.CATALOGUE, ()), vouched(site, author)
    made = sealed(site, envelope, _parts(edition), author=by)
    path = write_kept(site, made, out_dir / f"danhmuc_{site.unit.code}_v{number:03d}{SUFFIX}")
    site.workspace.settings.put(SETTING, made.package_sha256)
    return Published(path, edition, made.package_sha256)


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the TOML files of a folder by name.

    Raises:
        FormError: ``exchange.catalogue-empty``, ``exchange.catalogue-name-twice``.
        PackageError: a file is too large.
    """
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*.toml")):
        if path.name in found:
            raise FormError("exchange.catalogue-name-twice", name=path.name)
        found[path.name] = read_limited(path, MAX_FILE)
    if not found:
        raise FormError("exchange.catalogue-empty", path=str(folder))
    return found


def _parts(edition: Edition) -> list[PackagePart]:
    files = (
        PackagePart(FOLDER + name, PartRole.DATA, data) for name, data in edition.files.items()
    )
    return [PackagePart(PATH, PartRole.DATA, edition_json(edition)), *files]


def examine(workspace: "Workspace", folder: Path, *, own: Path | None = None) -> list[Mistake]:
    """Return every mistake that the files of a folder make beside all published before.

    Raises:
        FormError: see ``files_in``.
    """
    before = installed(workspace)
    files = {**(before.edition.files if before else {}), **files_in(folder)}
    return list(check_forms(own or assets.forms_dir(), extra=files)[1])


def take_edition(site: Site, opened: Opened, *, own: Path | None = None) -> tuple[str, Edition]:
    """Check a catalogue package and install it; return what to tell, and the edition.

    Raises:
        TrustError: ``exchange.catalogue-unknown-signer``: not by the receiver of our unit card.
        PackageError: ``exchange.catalogue-older``, ``exchange.catalogue-fork``; see
            ``read_edition``.
        FormError: see ``check_edition``.
    """
    check_issuer(site, opened, "exchange.catalogue-unknown-signer")
    edition, before = read_edition(opened.parts), installed(site.workspace)
    if edition.issuer != opened.manifest.header.unit.code:
        raise PackageError("package.catalogue-field", where="issuer")
    if before is not None and before.package_sha256 == opened.package_sha256:
        return "exchange.catalogue-known", edition
    _check_order(edition, before)
    check_edition(edition.files, before, own)
    with site.workspace.transaction():
        keep_taken(site, opened)
        site.workspace.settings.put(SETTING, opened.package_sha256)
    return "exchange.catalogue-taken", edition


def _check_order(edition: Edition, before: Installed | None) -> None:
    """Refuse to go back, and two different packages after the same one."""
    if before is None:
        return
    ours = before.edition.version
    if edition.version <= ours:
        raise PackageError("exchange.catalogue-older", version=edition.version, ours=ours)
    if edition.version == ours + 1 and edition.previous_sha256 != before.package_sha256:
        raise PackageError("exchange.catalogue-fork", version=edition.version, ours=ours)
