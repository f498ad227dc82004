"""The catalogue a workspace works with: what comes with the program, and what was published since.

One package is installed at a time; it carries everything its issuer has published, so that a
unit that missed some has lost nothing.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.kept.amend import rewritten
from ctmtqg_desktop.catalogue.kept.store import load_catalogue
from ctmtqg_desktop.catalogue.read.reader import Reading, read_catalogue
from ctmtqg_desktop.catalogue.records.mistakes import Mistake
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.keeping.check_forms import checked_catalogue
from ctmtqg_desktop.exchange.room import Program, Room
from ctmtqg_desktop.exchange.words import of_mistake
from ctmtqg_desktop.package.container import read_container
from ctmtqg_desktop.package.edition import MAX_FILES, Edition, read_edition
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.package.spelling import identity_of

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

MAX_FILE = 4 * 1024 * 1024
_TOLD = 20


@dataclass(frozen=True, slots=True)
class Installed:
    """The edition a workspace works with, where its package is kept, and which one it is."""

    edition: Edition
    package_sha256: str
    signed_sha256: str


def installed(workspace: "Workspace") -> Installed | None:
    """Return the edition a workspace works with; None before the first.

    Raises:
        WorkspaceError: ``workspace.package-damaged``, ``workspace.package-unknown``.
    """
    digest = workspace.settings.installed()
    if not digest:
        return None
    data = workspace.packages.read(digest)
    return Installed(read_edition(read_container(data)), digest, identity_of(data))


def catalogue_of(
    workspace: "Workspace", base: Callable[[], Catalogue], *, cache_dir: Path | None = None
) -> Catalogue:
    """Return the catalogue of a workspace.

    Args:
        workspace: whose installed package counts.
        base: gives the program's own catalogue; asked only where no package is installed.
        cache_dir: where what was read is kept for the next start; None keeps nothing.

    Raises:
        WorkspaceError: see ``installed``.
    """
    now = installed(workspace)
    if now is None:
        return base()
    own, files = assets.forms_dir(), now.edition.files
    if cache_dir is None:
        return read_catalogue(own, extra=files).catalogue
    return load_catalogue(own, cache_dir=cache_dir, extra=files)


def catalogue_at(place: Room | Program) -> Catalogue:
    """Return the catalogue in force: of a workspace, else the one that comes with the program."""
    return place.catalogue if isinstance(place, Room) else place.catalogue()


def reading_of(place: Room | Program) -> Reading:
    """Return everything declared as it was read: for a workspace with what was published too.

    Raises:
        WorkspaceError: see ``installed``.
    """
    now = installed(place.workspace) if isinstance(place, Room) else None
    return read_catalogue(assets.forms_dir(), extra=now.edition.files if now else None)


def files_with(
    before: Installed | None, folder: Path
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the TOML files of a folder by name, and the same after all published before.

    Raises:
        FormError: ``exchange.catalogue-empty``, ``exchange.catalogue-name-twice``,
            ``exchange.catalogue-too-many``.
        PackageError: a file is too large.
    """
    new: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*.toml")):
        if path.name in new:
            raise FormError("exchange.catalogue-name-twice", name=path.name)
        new[path.name] = read_limited(path, MAX_FILE)
    if not new:
        raise FormError("exchange.catalogue-empty", path=str(folder))
    files = {**(before.edition.files if before else {}), **new}
    if len(files) > MAX_FILES:
        raise FormError("exchange.catalogue-too-many", count=len(files), limit=MAX_FILES)
    return new, files


def are_plans(files: Iterable[bytes]) -> bool:
    """Say whether files are plans and nothing else."""
    return all(_kind_of(data) == "plan" for data in files)


def _kind_of(data: bytes) -> str:
    """Return the kind a file declares; one that cannot be read is refused elsewhere."""
    try:
        return str(tomllib.loads(data.decode("utf-8-sig")).get("kind", ""))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return ""


def demand_sound(
    files: Mapping[str, bytes], before: Installed | None
) -> tuple[Catalogue, Catalogue]:
    """Check the catalogue that files make with the program's own, as a whole.

    Returns the catalogue before, and with the files.

    Raises:
        FormError: ``exchange.catalogue-mistakes``, ``exchange.catalogue-changes-published``.
    """
    own = assets.forms_dir()
    catalogue, mistakes = checked_catalogue(own, extra=files)
    if mistakes:
        listed = "\n".join(_line(mistake) for mistake in mistakes[:_TOLD])
        raise FormError("exchange.catalogue-mistakes", count=len(mistakes), listed=listed)
    earlier = read_catalogue(own, extra=before.edition.files if before else None).catalogue
    changed = rewritten(earlier, catalogue)
    if changed:
        raise FormError("exchange.catalogue-changes-published", names=", ".join(changed[:_TOLD]))
    return earlier, catalogue


def _line(mistake: Mistake) -> str:
    return f"{mistake.file}:{mistake.place or mistake.line}: {of_mistake(mistake)}"
