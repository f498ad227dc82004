"""Read a package and believe nothing: container, signature, digests, manifest, content.

The order is that of the contract: limits before parsing, parsing before mathematics, the
signature before anything it covers. Who signed is not asked here: ``trust.registry`` knows.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from ctmtqg_desktop.errors import CtmtqgError, PackageError, TrustError
from ctmtqg_desktop.package import asic, canonical, manifest, names
from ctmtqg_desktop.package.asic import ObjectReference, load_asic, references, second_references
from ctmtqg_desktop.package.container import read_container
from ctmtqg_desktop.package.issue import Issued, check_issued, load_issue
from ctmtqg_desktop.package.manifest import Manifest, PartRole, load_manifest
from ctmtqg_desktop.trust.signature import cms
from ctmtqg_desktop.trust.signature.cms import SignatureFacts

_FRAME_LIMITS = {
    names.MANIFEST: manifest.MAX_BYTES,
    names.ASIC_MANIFEST: asic.MAX_BYTES,
    names.SIGNATURE: cms.MAX_BYTES,
    names.ASIC_MANIFEST_2: asic.MAX_BYTES,
    names.SIGNATURE_2: cms.MAX_BYTES,
}
"""Asked before any of it is hashed, parsed or checked."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A package that is whole, rightly signed and canonical.

    Attributes:
        manifest: as signed.
        parts: every file of the manifest by path, in its order.
        facts: about the signature.
        package_sha256: hex digest of the file.
        data: the file itself.
        issued: number, date and seal, when the clerk has issued it.
    """

    manifest: Manifest
    parts: Mapping[str, bytes]
    facts: SignatureFacts
    package_sha256: str
    data: bytes
    issued: Issued | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """What can be said of any file without knowing who is entitled.

    Attributes:
        intact: proved to be as it was signed; False too when the signature that would prove
            it is not right.
        signature_valid: the signature is right; None when the file is too broken to ask.
        error: what was found first; None when nothing was.
        facts: about the signature when it is right, even if a file it covers is not.
        opened: the package when all is right.
        package_sha256: hex digest of the file.
    """

    intact: bool
    signature_valid: bool | None
    error: CtmtqgError | None
    facts: SignatureFacts | None
    opened: Opened | None
    package_sha256: str

    @property
    def code(self) -> str | None:
        """Return the code of what was found; None when nothing was."""
        return None if self.error is None else self.error.code


def unseal(data: bytes) -> Opened:
    """Read a package.

    Raises:
        PackageError: the container, a digest, the manifest or a canonical text is wrong.
        TrustError: the signature is wrong.
    """
    entries = read_container(data)
    _check_present(entries)
    facts, second = _verified(entries)
    return _covered(data, entries, facts, second)


def inspect(data: bytes) -> Inspection:
    """Say what a file is worth; a bad one is an answer here, never an exception."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        entries = read_container(data)
        _check_present(entries)
    except PackageError as error:
        return Inspection(False, None, error, None, None, digest)
    try:
        facts, second = _verified(entries)
    except TrustError as error:
        return Inspection(False, False, error, None, None, digest)
    try:
        opened = _covered(data, entries, facts, second)
    except PackageError as error:
        return Inspection(False, True, error, facts, None, digest)
    return Inspection(True, True, None, facts, opened, digest)


def _verified(entries: Mapping[str, bytes]) -> tuple[SignatureFacts, SignatureFacts | None]:
    """Check the signature, and the second one of an issued package."""
    first = _signed(entries, names.SIGNATURE, names.ASIC_MANIFEST)
    if names.SIGNATURE_2 not in entries:
        return first, None
    return first, _signed(entries, names.SIGNATURE_2, names.ASIC_MANIFEST_2)


def _signed(entries: Mapping[str, bytes], signature: str, listed: str) -> SignatureFacts:
    """Check one signature; the error names the file that is wrong."""
    try:
        return cms.verify_cms(entries[signature], entries[listed])
    except TrustError as error:
        name = listed if error.code == "trust.content-differs" else signature
        raise TrustError(error.code, **{**error.facts, "name": name}) from error


def _check_present(entries: Mapping[str, bytes]) -> None:
    for name in names.RESERVED:
        if name not in entries:
            raise PackageError("package.entry-missing", name=name)
    added = [name for name in names.SECOND if name in entries]
    if added and len(added) != len(names.SECOND):
        raise PackageError("package.not-signed", name=added[0])
    for name, limit in _FRAME_LIMITS.items():
        if len(entries.get(name, b"")) > limit:
            raise PackageError("package.zip-entry-too-big", name=name, limit=limit)


def _covered(
    data: bytes,
    entries: Mapping[str, bytes],
    facts: SignatureFacts,
    second: SignatureFacts | None,
) -> Opened:
    first = {name: entries[name] for name in entries if second is None or name not in names.SECOND}
    manifest = _content(first)
    return Opened(
        manifest=manifest,
        parts={file.path: entries[file.path] for file in manifest.files},
        facts=facts,
        package_sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        issued=None if second is None else _issued(entries, manifest, second),
    )


def _issued(entries: Mapping[str, bytes], manifest: Manifest, facts: SignatureFacts) -> Issued:
    """Check all that the second signature covers: every file of the package, and the issue."""
    if tuple(entries)[-len(names.SECOND) :] != names.SECOND:
        raise PackageError("package.order")
    signed = load_asic(entries[names.ASIC_MANIFEST_2], names.SIGNATURE_2)
    wanted = second_references(entries)
    for want, have in zip(wanted, signed, strict=False):
        if want.path != have.path:
            raise PackageError("package.not-signed", name=want.path)
        if want != have:
            raise PackageError("package.digest-differs", name=want.path)
    if len(signed) != len(wanted):
        raise PackageError("package.not-signed", name=names.ASIC_MANIFEST_2)
    with _naming(names.ISSUE):
        issue = load_issue(entries[names.ISSUE])
    issued = Issued(issue, entries[names.ISSUED_PRINT], facts)
    check_issued(issued, manifest, entries)
    return issued


def _content(entries: Mapping[str, bytes]) -> Manifest:
    """Check everything the signature covers against the list that is signed."""
    signed = load_asic(entries[names.ASIC_MANIFEST])
    _check_digests(entries, signed)
    with _naming(names.MANIFEST):
        manifest = load_manifest(entries[names.MANIFEST])
    _check_listed(entries, signed, manifest)
    for file in manifest.files:
        if file.role is PartRole.DATA and file.path.endswith(".json"):
            with _naming(file.path):
                canonical.load(entries[file.path])
    return manifest


def _check_digests(entries: Mapping[str, bytes], signed: tuple[ObjectReference, ...]) -> None:
    covered = {one.path for one in signed}
    for name in entries:
        is_frame = name in {names.MIMETYPE, names.ASIC_MANIFEST, names.SIGNATURE}
        if is_frame == (name in covered):
            raise PackageError("package.not-signed", name=name)
    for one in signed:
        if one.path not in entries:
            raise PackageError("package.entry-missing", name=one.path)
        if hashlib.sha256(entries[one.path]).hexdigest() != one.sha256:
            raise PackageError("package.digest-differs", name=one.path)


def _check_listed(
    entries: Mapping[str, bytes], signed: tuple[ObjectReference, ...], manifest: Manifest
) -> None:
    """Demand that manifest, signed list and container name the same files in the same order."""
    listed = references(manifest, entries[names.MANIFEST])
    for want, have in zip(listed, signed, strict=False):
        if want != have:
            raise PackageError("package.manifest-differs", name=have.path)
    if len(signed) != len(listed):
        raise PackageError("package.manifest-differs", name=names.MANIFEST)
    for file in manifest.files:
        if len(entries[file.path]) != file.size:
            raise PackageError("package.manifest-differs", name=file.path)
    paths = [one.path for one in signed]
    if list(entries) != [names.MIMETYPE, *paths, names.ASIC_MANIFEST, names.SIGNATURE]:
        raise PackageError("package.order")


@contextmanager
def _naming(path: str) -> Iterator[None]:
    """Add the file to what is found wrong inside it."""
    try:
        yield
    except PackageError as error:
        raise PackageError(error.code, **{"name": path, **error.facts}) from error
