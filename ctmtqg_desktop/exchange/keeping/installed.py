"""The catalogue a workspace works with: what comes with the program, and what was published since.

One package is installed at a time; it carries everything its issuer has published, so that a
unit that missed some has lost nothing.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.kept.amend import rewritten
from ctmtqg_desktop.catalogue.kept.store import load_catalogue
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.catalogue.records.mistakes import Mistake
from ctmtqg_desktop.errors import FormError, PackageError
from ctmtqg_desktop.exchange.keeping.check_forms import check_forms
from ctmtqg_desktop.exchange.words import of_mistake
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.container import MAX_ENTRIES, read_container
from ctmtqg_desktop.package.fields import CODE, SHA256, Fields
from ctmtqg_desktop.package.names import RESERVED

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

PATH, FOLDER = "catalogue.json", "data/"
SETTING = "catalogue-package"
"""Holds the sha256 of the installed package; its bytes are among the kept ones."""
MAX_FILES = MAX_ENTRIES - len(RESERVED) - 1
_TOLD = 20
_PREFIX = "package.catalogue"
_PREVIOUS = re.compile(rf"(?:{SHA256.pattern})?")


@dataclass(frozen=True, slots=True)
class Edition:
    """What a catalogue package says.

    Attributes:
        version: grows with every package of an issuer, from 1.
        previous_sha256: digest of the package before; empty for the first.
        issuer: code of the publishing unit.
        files: name -> content of every TOML file published so far.
    """

    version: int
    previous_sha256: str
    issued: datetime
    issuer: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Installed:
    """The edition a workspace works with, and the digest of its package."""

    edition: Edition
    package_sha256: str


def edition_json(edition: Edition) -> bytes:
    """Return ``catalogue.json``."""
    listed = [
        {"name": name, "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in edition.files.items()
    ]
    return canonical.dump(
        {
            "version": edition.version,
            "previous_sha256": edition.previous_sha256,
            "issued": edition.issued.isoformat(timespec="seconds"),
            "issuer": edition.issuer,
            "files": listed,
        }
    )


def read_edition(parts: Mapping[str, bytes]) -> Edition:
    """Read an edition from the parts of a package, whose signature is another question.

    Raises:
        PackageError: ``package.entry-missing``, ``package.digest-differs``,
            ``package.not-signed``, ``package.catalogue-field``.
    """
    if PATH not in parts:
        raise PackageError("package.entry-missing", name=PATH)
    fields = Fields(canonical.load(parts[PATH]), prefix=_PREFIX)
    edition = Edition(
        version=fields.number("version", least=1),
        previous_sha256=fields.match("previous_sha256", _PREVIOUS),
        issued=fields.moment("issued"),
        issuer=fields.match("issuer", CODE),
        files=dict(_file(one, parts) for one in fields.objects("files")),
    )
    fields.end()
    for name in parts:
        if name.startswith(FOLDER) and name.removeprefix(FOLDER) not in edition.files:
            raise PackageError("package.not-signed", name=name)
    return edition


def _file(fields: Fields, parts: Mapping[str, bytes]) -> tuple[str, bytes]:
    name, digest = fields.text("name", limit=80), fields.match("sha256", SHA256)
    fields.end()
    data = parts.get(FOLDER + name)
    if data is None:
        raise PackageError("package.entry-missing", name=FOLDER + name)
    if hashlib.sha256(data).hexdigest() != digest:
        raise PackageError("package.digest-differs", name=FOLDER + name)
    return name, data


def installed(workspace: "Workspace") -> Installed | None:
    """Return the edition a workspace works with; None before the first.

    Raises:
        WorkspaceError: ``workspace.package-damaged``, ``workspace.package-unknown``.
    """
    digest = workspace.settings.get(SETTING)
    if not digest:
        return None
    return Installed(read_edition(read_container(workspace.packages.read(digest))), digest)


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


def check_edition(
    files: Mapping[str, bytes], before: Installed | None, own: Path | None = None
) -> Catalogue:
    """Return the catalogue that files make with the program's own, checked as a whole.

    Raises:
        FormError: ``exchange.catalogue-mistakes``, ``exchange.catalogue-changes-published``.
    """
    own = own or assets.forms_dir()
    catalogue, mistakes = check_forms(own, extra=files)
    if mistakes:
        listed = "\n".join(_line(mistake) for mistake in mistakes[:_TOLD])
        raise FormError("exchange.catalogue-mistakes", count=len(mistakes), listed=listed)
    earlier = read_catalogue(own, extra=before.edition.files if before else None).catalogue
    changed = rewritten(earlier, catalogue)
    if changed:
        raise FormError("exchange.catalogue-changes-published", names=", ".join(changed[:_TOLD]))
    return catalogue


def _line(mistake: Mistake) -> str:
    return f"{mistake.file}:{mistake.place or mistake.line}: {of_mistake(mistake)}"
