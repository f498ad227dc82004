"""``catalogue.json``: which files of the catalogue a unit has published so far."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package.container import MAX_ENTRIES
from ctmtqg_desktop.package.names import RESERVED
from ctmtqg_desktop.package.wire import SHA256, Code, Count, Moment, Sha256, Wire, match, text

PATH, FOLDER = "catalogue.json", "data/"
MAX_FILES = MAX_ENTRIES - len(RESERVED) - 1
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
class _File:
    """A file by its name and digest; its bytes are a part of the package."""

    name: Annotated[str, text(limit=80)]
    sha256: Sha256


@dataclass(frozen=True, slots=True)
class _Listed:
    """``catalogue.json``."""

    version: Count
    previous_sha256: Annotated[str, match(_PREVIOUS)]
    issued: Moment
    issuer: Code
    files: tuple[_File, ...]


_WIRE = Wire(_Listed, "package.catalogue")


def edition_json(edition: Edition) -> bytes:
    """Return ``catalogue.json``."""
    files = (_File(name, hashlib.sha256(data).hexdigest()) for name, data in edition.files.items())
    return _WIRE.dump(
        _Listed(
            edition.version, edition.previous_sha256, edition.issued, edition.issuer, tuple(files)
        )
    )


def read_edition(parts: Mapping[str, bytes]) -> Edition:
    """Read an edition from the parts of a package, whose signature is another question.

    Raises:
        PackageError: ``package.entry-missing``, ``package.digest-differs``,
            ``package.not-signed``, ``package.catalogue-field``.
    """
    if PATH not in parts:
        raise PackageError("package.entry-missing", name=PATH)
    said = _WIRE.load(parts[PATH])
    files = {file.name: _content(file, parts) for file in said.files}
    for name in parts:
        if name.startswith(FOLDER) and name.removeprefix(FOLDER) not in files:
            raise PackageError("package.not-signed", name=name)
    return Edition(said.version, said.previous_sha256, said.issued, said.issuer, files)


def _content(file: _File, parts: Mapping[str, bytes]) -> bytes:
    name = FOLDER + file.name
    if name not in parts:
        raise PackageError("package.entry-missing", name=name)
    if hashlib.sha256(parts[name]).hexdigest() != file.sha256:
        raise PackageError("package.digest-differs", name=name)
    return parts[name]
