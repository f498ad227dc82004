"""``manifest.json``: whose package this is, for whom, about what, and which files it holds.

A contract with every other reader and writer of packages: fields may be added under ``ext``
only; any other change is a new ``format_version``.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.canonical import Json
from ctmtqg_desktop.package.fields import CODE, SHA256, Fields
from ctmtqg_desktop.package.names import RESERVED, SECOND, check_name, media_type

FORMAT, FORMAT_VERSION = "ntm-package", 1
MAX_BYTES = 256 * 1024
_PACKAGE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}", re.ASCII)
_PERIOD = re.compile(r"[0-9A-Za-z][0-9A-Za-z/_.-]{0,31}", re.ASCII)
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,31}", re.ASCII)
_MAX_ORIGINAL_NAME = 255


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


class Role(StrEnum):
    """What a file of a package is for; only ``data`` is ever imported."""

    DATA = "data"
    PRINT = "print"
    TABLE = "table"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class UnitRef:
    """The sending unit as it names itself."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class FormRef:
    """The form or report set, at one version, and the digest of its declaration."""

    id: str
    version: str
    schema_sha256: str


@dataclass(frozen=True, slots=True)
class AppRef:
    """The program that wrote the package."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class SignerClaim:
    """Who says to have signed; for people to read, never for deciding."""

    name: str
    title: str


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

    path: str
    role: Role
    media_type: str
    size: int
    sha256: str
    original_name: str = ""


@dataclass(frozen=True, slots=True)
class Header:
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
    package_id: str
    unit: UnitRef
    recipient: tuple[str, ...]
    sequence: int
    created: datetime
    app: AppRef
    signer_claim: SignerClaim
    form: FormRef | None = None
    period: str | None = None
    revision: int | None = None
    previous_content_sha256: str | None = None
    ext: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole manifest.

    Attributes:
        header: what the sender says.
        files: in the order they stand in the container.
        content_sha256: digest of the ``data`` files alone; equal content, equal digest,
            whatever the print, the signature or the moment.
    """

    header: Header
    files: tuple[FileRef, ...]
    content_sha256: str


def content_digest(files: tuple[FileRef, ...]) -> str:
    """Return the digest of the ``data`` files: SHA-256 of canonical JSON {path: sha256}."""
    listed = {file.path: file.sha256 for file in files if file.role is Role.DATA}
    return hashlib.sha256(canonical.dump(listed)).hexdigest()


def dump_manifest(manifest: Manifest) -> bytes:
    """Return ``manifest.json``.

    Raises:
        PackageError: a text that canonical JSON refuses.
    """
    head = manifest.header
    document: dict[str, object] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "kind": head.kind.value,
        "package_id": head.package_id,
        "unit": {"code": head.unit.code, "name": head.unit.name},
        "recipient": list(head.recipient),
        "form": _form_json(head.form),
        "period": head.period,
        "revision": head.revision,
        "previous_content_sha256": head.previous_content_sha256,
        "content_sha256": manifest.content_sha256,
        "sequence": head.sequence,
        "created": head.created.isoformat(timespec="seconds"),
        "app": {"name": head.app.name, "version": head.app.version},
        "signer_claim": {"name": head.signer_claim.name, "title": head.signer_claim.title},
        "files": [_file_json(file) for file in manifest.files],
    }
    if head.ext:
        document["ext"] = dict(head.ext)
    return canonical.dump(document)


def _form_json(form: FormRef | None) -> dict[str, str] | None:
    if form is None:
        return None
    return {"id": form.id, "version": form.version, "schema_sha256": form.schema_sha256}


def _file_json(file: FileRef) -> dict[str, object]:
    document: dict[str, object] = {
        "path": file.path,
        "role": file.role.value,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }
    if file.original_name:
        document["original_name"] = file.original_name
    return document


def load_manifest(data: bytes) -> Manifest:
    """Read ``manifest.json``.

    Raises:
        PackageError: ``package.json-…``, ``package.manifest-format``,
            ``package.manifest-version``, ``package.manifest-field``,
            ``package.manifest-unknown-field``, ``package.manifest-file``,
            ``package.content-digest-differs``.
    """
    fields = Fields(canonical.load(data, limit=MAX_BYTES))
    if fields.take("format") != FORMAT:
        raise PackageError("package.manifest-format")
    version = fields.number("format_version", least=1)
    if version != FORMAT_VERSION:
        raise PackageError("package.manifest-version", version=version)
    files = _files(fields)
    content_sha256 = fields.match("content_sha256", SHA256)
    header = _header(fields)
    fields.end()
    if content_digest(files) != content_sha256:
        raise PackageError("package.content-digest-differs")
    return Manifest(header, files, content_sha256)


def _header(fields: Fields) -> Header:
    kinds = re.compile("|".join(kind.value for kind in Kind))
    ext = fields.take("ext") if fields.has("ext") else {}
    if not isinstance(ext, dict):
        raise fields.wrong("ext")
    return Header(
        kind=Kind(fields.match("kind", kinds)),
        package_id=fields.match("package_id", _PACKAGE_ID),
        unit=_unit(fields.inner("unit")),
        recipient=_recipient(fields),
        sequence=fields.number("sequence", least=1),
        created=fields.moment("created"),
        app=_app(fields.inner("app")),
        signer_claim=_claim(fields.inner("signer_claim")),
        form=None if fields.is_null("form") else _form(fields.inner("form")),
        period=None if fields.is_null("period") else fields.match("period", _PERIOD),
        revision=None if fields.is_null("revision") else fields.number("revision", least=1),
        previous_content_sha256=None
        if fields.is_null("previous_content_sha256")
        else fields.match("previous_content_sha256", SHA256),
        ext=ext,
    )


def _unit(fields: Fields) -> UnitRef:
    made = UnitRef(fields.match("code", CODE), fields.text("name"))
    fields.end()
    return made


def _app(fields: Fields) -> AppRef:
    made = AppRef(fields.text("name"), fields.match("version", _VERSION))
    fields.end()
    return made


def _claim(fields: Fields) -> SignerClaim:
    made = SignerClaim(fields.text("name"), fields.text("title", may_be_empty=True))
    fields.end()
    return made


def _form(fields: Fields) -> FormRef:
    made = FormRef(
        fields.match("id", CODE),
        fields.match("version", _VERSION),
        fields.match("schema_sha256", SHA256),
    )
    fields.end()
    return made


def _recipient(fields: Fields) -> tuple[str, ...]:
    codes = []
    for code in fields.items("recipient"):
        if not isinstance(code, str) or not CODE.fullmatch(code) or code in codes:
            raise fields.wrong("recipient")
        codes.append(code)
    return tuple(codes)


def _files(fields: Fields) -> tuple[FileRef, ...]:
    files = tuple(_file(one) for one in fields.objects("files"))
    paths = [file.path for file in files]
    if not any(file.role is Role.DATA for file in files) or len(set(paths)) != len(paths):
        raise fields.wrong("files")
    return files


def _file(fields: Fields) -> FileRef:
    path = fields.text("path", limit=80)
    roles = re.compile("|".join(role.value for role in Role))
    file = FileRef(
        path=path,
        role=Role(fields.match("role", roles)),
        media_type=fields.text("media_type", limit=100),
        size=fields.number("size", least=0),
        sha256=fields.match("sha256", SHA256),
        original_name=_original_name(fields),
    )
    fields.end()
    check_file(file)
    return file


def check_file(file: FileRef) -> None:
    """Refuse a file that stands in the wrong place or is not what its ending says.

    Raises:
        PackageError: ``package.zip-name…``, ``package.manifest-file`` with the path.
    """
    check_name(file.path)
    is_attached = file.path.startswith("attachments/")
    misplaced = file.path in (*RESERVED, *SECOND) or file.path.startswith("META-INF/")
    misplaced = misplaced or is_attached != (file.role is Role.ATTACHMENT)
    if misplaced or media_type(file.path) != file.media_type:
        raise PackageError("package.manifest-file", name=file.path)


def _original_name(fields: Fields) -> str:
    if not fields.has("original_name"):
        return ""
    name = fields.text("original_name", limit=_MAX_ORIGINAL_NAME)
    if not name.isprintable() or set(name) & set('/\\:*?"<>|'):
        raise fields.wrong("original_name")
    return name
