"""Read a package and believe nothing: container, signature, digests, manifest, content.

The order is that of the contract: limits before parsing, parsing before mathematics, the
signature before anything it covers. Who signed is not known here: whoever does know is asked as
soon as the signature is found right, so that a stranger's file is looked into no further.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from ctmtqg_desktop.errors import CtmtqgError, PackageError, TrustError
from ctmtqg_desktop.package import asic, canonical, manifest, names
from ctmtqg_desktop.package.asic import ObjectReference, load_asic, references, second_references
from ctmtqg_desktop.package.container import Container
from ctmtqg_desktop.package.issue import Issued, check_issued, load_issue
from ctmtqg_desktop.package.manifest import LARGEST, Manifest, PartRole, load_manifest
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
        package_sha256: hex digest of the file: of these bytes, not of what they say.
        signed_sha256: hex digest of the list that is signed: which package this is, however it
            is spelled. An issued one keeps it; ``issued`` has a second one of its own.
        data: the file itself.
        issued: number, date and seal, when the clerk has issued it.
    """

    manifest: Manifest
    parts: Mapping[str, bytes]
    facts: SignatureFacts
    package_sha256: str
    signed_sha256: str
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


Ask = Callable[[SignatureFacts, Mapping[str, int]], None]
"""Asked of whoever signed, and how long each entry is, before anything else is read.

Raises a ``CtmtqgError`` where no more is to be read.
"""


def unseal(data: bytes, ask: Ask | None = None) -> Opened:
    """Read a package.

    Raises:
        PackageError: the container, a digest, the manifest or a canonical text is wrong.
        TrustError: the signature is wrong.
        CtmtqgError: what ``ask`` raises.
    """
    found = inspect(data, ask)
    if found.opened is None:
        raise found.error or PackageError("package.not-a-package")
    return found.opened


def inspect(data: bytes, ask: Ask | None = None) -> Inspection:
    """Say what a file is worth; a bad one is an answer here, never an exception."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        box = Container(data)
        _check_present(box.sizes)
        entries = box.read(None if ask is None else _FRAME_LIMITS)
    except PackageError as error:
        return Inspection(False, None, error, None, None, digest)
    try:
        facts, second = _verified(entries)
    except TrustError as error:
        return Inspection(False, False, error, None, None, digest)
    if ask is not None:
        try:
            ask(facts, box.sizes)
        except CtmtqgError as error:
            whole = _is_whole(box, entries[names.ASIC_MANIFEST])
            return Inspection(whole, True, error, facts, None, digest)
    try:
        opened = _covered(data, box, facts, second)
    except PackageError as error:
        return Inspection(False, True, error, facts, None, digest)
    return Inspection(True, True, None, facts, opened, digest)


def _is_whole(box: Container, listed: bytes) -> bool:
    """Say whether all is as it was signed; one file at a time, and none is looked into."""
    try:
        signed = {one.path: one.sha256 for one in load_asic(listed)}
        loose = set(box.sizes) - {*signed, *_FRAME_LIMITS, names.MIMETYPE, *names.SECOND}
        return not loose and all(
            hashlib.sha256(box.read([path])[path]).hexdigest() == digest
            for path, digest in signed.items()
        )
    except (PackageError, KeyError):
        return False


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


def _check_present(sizes: Mapping[str, int]) -> None:
    for name in names.RESERVED:
        if name not in sizes:
            raise PackageError("package.entry-missing", name=name)
    added = [name for name in names.SECOND if name in sizes]
    if added and len(added) != len(names.SECOND):
        raise PackageError("package.not-signed", name=added[0])
    for name, limit in _FRAME_LIMITS.items():
        if sizes.get(name, 0) > limit:
            raise PackageError("package.zip-entry-too-big", name=name, limit=limit)


def _covered(
    data: bytes, box: Container, facts: SignatureFacts, second: SignatureFacts | None
) -> Opened:
    entries = box.read()
    first = {name: entries[name] for name in entries if second is None or name not in names.SECOND}
    manifest = _content(first)
    if manifest.profile > 1:
        _check_spelling(box, facts, second)
    return Opened(
        manifest=manifest,
        parts={file.path: entries[file.path] for file in manifest.files},
        facts=facts,
        package_sha256=hashlib.sha256(data).hexdigest(),
        signed_sha256=hashlib.sha256(entries[names.ASIC_MANIFEST]).hexdigest(),
        data=data,
        issued=None if second is None else _issued(entries, manifest, second),
    )


def _check_spelling(box: Container, first: SignatureFacts, second: SignatureFacts | None) -> None:
    """Refuse what could be spelled otherwise without any key."""
    if not box.is_plain:
        raise PackageError("package.spelled-otherwise", name=names.MIMETYPE)
    for name, facts in ((names.SIGNATURE, first), (names.SIGNATURE_2, second)):
        if facts is not None and not facts.is_strict:
            raise PackageError("package.spelled-otherwise", name=name)


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
    digest = hashlib.sha256(entries[names.ASIC_MANIFEST_2]).hexdigest()
    issued = Issued(issue, entries[names.ISSUED_PRINT], facts, digest)
    check_issued(issued, manifest, entries)
    return issued


def _content(entries: Mapping[str, bytes]) -> Manifest:
    """Check everything the signature covers against the list that is signed."""
    signed = load_asic(entries[names.ASIC_MANIFEST])
    _check_digests(entries, signed)
    with _naming(names.MANIFEST):
        manifest = load_manifest(entries[names.MANIFEST])
    _check_listed(entries, signed, manifest)
    size, limit = sum(map(len, entries.values())), LARGEST[manifest.header.kind]
    if size > limit:
        raise PackageError("package.too-big", size=size, limit=limit)
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
