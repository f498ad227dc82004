"""``manifest.json``: whose package this is, for whom, about what, and which files it holds.

A contract with every other reader and writer of packages: fields may be added under ``ext``
only; any other change is a new ``format_version``.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, cast

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.canonical import Json
from ctmtqg_desktop.package.names import RESERVED, SECOND, check_name, media_type
from ctmtqg_desktop.package.wire import (
    CODE,
    INLINE,
    OMITTED,
    Code,
    Count,
    Head,
    Line,
    Misfit,
    Moment,
    Sha256,
    Spelling,
    Wire,
    match,
    text,
    whole_number,
)

MIB = 1024 * 1024
MAX_BYTES = MIB // 4
PROFILE = 2
"""What is written; every earlier one is read for ever."""
_FORMAT = "ntm-package"
_PACKAGE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}", re.ASCII)
_PERIOD = re.compile(r"[0-9A-Za-z][0-9A-Za-z/_.-]{0,31}", re.ASCII)
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,31}", re.ASCII)
_MAX_ORIGINAL_NAME = 255

_CODE = match(CODE)
_Version = Annotated[str, match(_VERSION)]


def _is_a_name(name: str) -> bool:
    return name.isprintable() and not set(name) & set('/\\:*?"<>|')


def _codes(value: Json) -> tuple[str, ...]:
    codes = [_CODE.read(one) for one in value] if isinstance(value, list) else None
    if codes is None or len(set(codes)) != len(codes):
        raise Misfit
    return tuple(codes)


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise Misfit
    return value


class Kind(StrEnum):
    """What a package is for."""

    REPORT = "report"
    RECEIPT = "receipt"
    RETURN = "return"
    TARGETS = "targets"
    CATALOGUE = "catalogue"
    ENROLMENT = "enrolment"
    UNIT_CARD = "unit-card"
    REVOCATIONS = "revocations"


LARGEST = dict.fromkeys(Kind, 16 * MIB) | {
    Kind.REPORT: 200 * MIB,
    Kind.RETURN: 4 * MIB,
    Kind.RECEIPT: MIB // 4,
    Kind.UNIT_CARD: MIB // 16,
    Kind.ENROLMENT: MIB // 16,
}
"""How much may be in a package of each kind, in bytes."""


class PartRole(StrEnum):
    """What a file of a package is for; only ``data`` is ever imported."""

    DATA = "data"
    PRINT = "print"
    TABLE = "table"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class UnitRef:
    """The sending unit as it names itself."""

    code: Code
    name: Line


@dataclass(frozen=True, slots=True)
class FormRef:
    """The form or report set, at one version, and the digest of its declaration."""

    id: Code
    version: _Version
    schema_sha256: Sha256


@dataclass(frozen=True, slots=True)
class AppRef:
    """The program that wrote the package."""

    name: Line
    version: _Version


@dataclass(frozen=True, slots=True)
class SignerClaim:
    """Who says to have signed; for people to read, never for deciding."""

    name: Line
    title: Annotated[str, text(may_be_empty=True)]


@dataclass(frozen=True, slots=True)
class FileRef:
    """One file of the package.

    Attributes:
        path: name in the container.
        role: what it is for.
        media_type: follows from the ending of ``path``.
        size: in bytes.
        sha256: hex digest.
        original_name: what the sender called an attachment; empty when not said.
    """

    path: Annotated[str, text(limit=80)]
    role: PartRole
    media_type: Annotated[str, text(limit=100)]
    size: Annotated[int, whole_number(least=0)]
    sha256: Sha256
    original_name: Annotated[str, text(limit=_MAX_ORIGINAL_NAME, fits=_is_a_name), OMITTED] = ""


@dataclass(frozen=True, slots=True)
class PackageHeader:
    """What the sender says about a package before its files are known.

    Attributes:
        kind: what it is for.
        package_id: new for every package (a UUID).
        unit: the sender.
        recipient: codes of the units it is for; empty only when it is for whoever reads it.
        sequence: grows with every package of one key, from 1.
        created: with an offset.
        app: the writing program.
        signer_claim: name and title of who signs.
        form, period, revision, previous_content_sha256: None where the kind has none.
        ext: room for later fields, plain JSON values; empty is not written.
    """

    kind: Kind
    package_id: Annotated[str, match(_PACKAGE_ID)]
    unit: UnitRef
    recipient: Annotated[tuple[str, ...], Spelling(_codes, list)]
    sequence: Count
    created: Moment
    app: AppRef
    signer_claim: SignerClaim
    form: FormRef | None = None
    period: Annotated[str, match(_PERIOD)] | None = None
    revision: Count | None = None
    previous_content_sha256: Sha256 | None = None
    ext: Annotated[Mapping[str, Json], Spelling(_object, dict), OMITTED] = field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True)
class _Written:
    """A manifest as it stands in JSON, beside format and version."""

    header: Annotated[PackageHeader, INLINE]
    files: tuple[FileRef, ...]
    content_sha256: Sha256


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole manifest.

    Attributes:
        header: what the sender says.
        files: in the order they stand in the container.
        content_sha256: digest of the ``data`` files alone; equal content, equal digest,
            whatever the print, the signature or the moment.
        profile: which rules the container keeps (``format_version``); from 2 on a package has
            one spelling only.
    """

    header: PackageHeader
    files: tuple[FileRef, ...]
    content_sha256: str
    profile: int = PROFILE


def content_digest(files: tuple[FileRef, ...]) -> str:
    """Return the digest of the ``data`` files: SHA-256 of canonical JSON {path: sha256}."""
    listed = {file.path: file.sha256 for file in files if file.role is PartRole.DATA}
    return hashlib.sha256(canonical.dump(listed)).hexdigest()


def _refused(name: object, version: int) -> PackageError:
    if name != _FORMAT:
        return PackageError("package.manifest-format")
    return PackageError("package.manifest-version", version=version)


_WIRES = {
    number: Wire(_Written, "package.manifest", head=Head(_FORMAT, number, _refused))
    for number in range(PROFILE, 0, -1)
}


def dump_manifest(manifest: Manifest) -> bytes:
    """Return ``manifest.json``.

    Raises:
        PackageError: a text that canonical JSON refuses.
    """
    written = _Written(manifest.header, manifest.files, manifest.content_sha256)
    return _WIRES[manifest.profile].dump(written)


def load_manifest(data: bytes) -> Manifest:
    """Read ``manifest.json``.

    Raises:
        PackageError: ``package.json-…``, ``package.manifest-format``,
            ``package.manifest-version``, ``package.manifest-field``,
            ``package.manifest-unknown-field``, ``package.manifest-file``,
            ``package.content-digest-differs``.
    """
    manifest = _loaded(data)
    for file in manifest.files:
        check_file(file)
    paths = [file.path for file in manifest.files]
    has_data = any(file.role is PartRole.DATA for file in manifest.files)
    if not has_data or len(set(paths)) != len(paths):
        raise _WIRES[manifest.profile].wrong("files")
    if content_digest(manifest.files) != manifest.content_sha256:
        raise PackageError("package.content-digest-differs")
    return manifest


def _loaded(data: bytes, profile: int = PROFILE) -> Manifest:
    try:
        read = _WIRES[profile].load(data, limit=MAX_BYTES)
    except PackageError as error:
        older = error.facts.get("version")
        if error.code != "package.manifest-version" or older not in range(1, profile):
            raise
        return _loaded(data, cast("int", older))
    return Manifest(read.header, read.files, read.content_sha256, profile)


def check_file(file: FileRef) -> None:
    """Refuse a file that stands in the wrong place or is not what its ending says.

    Raises:
        PackageError: ``package.zip-name…``, ``package.manifest-file`` with the path.
    """
    check_name(file.path)
    is_attached = file.path.startswith("attachments/")
    misplaced = file.path in (*RESERVED, *SECOND) or file.path.startswith("META-INF/")
    misplaced = misplaced or is_attached != (file.role is PartRole.ATTACHMENT)
    if misplaced or media_type(file.path) != file.media_type:
        raise PackageError("package.manifest-file", name=file.path)
