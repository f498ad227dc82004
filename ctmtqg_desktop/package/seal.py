"""Write a package: manifest, digests, one signature, one container."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import names
from ctmtqg_desktop.package.asic import dump_asic, references, second_references
from ctmtqg_desktop.package.container import read_container, write_container
from ctmtqg_desktop.package.issue import Issue, dump_issue
from ctmtqg_desktop.package.manifest import (
    FileRef,
    Manifest,
    PackageHeader,
    PartRole,
    check_file,
    content_digest,
    dump_manifest,
)
from ctmtqg_desktop.package.unseal import Opened, unseal
from ctmtqg_desktop.trust.keys.signer import Signer


@dataclass(frozen=True, slots=True)
class PackagePart:
    """A file to put into a package.

    Attributes:
        path: name in the container; its ending says the media type.
        role: what it is for.
        data: its bytes; canonical JSON for a ``data`` part that ends in ``.json``.
        original_name: what the sender calls an attachment; empty when not needed.
    """

    path: str
    role: PartRole
    data: bytes
    original_name: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A finished package.

    Attributes:
        data: the bytes of the file.
        manifest: as written.
        package_sha256: hex digest of ``data``.
        signed_sha256: which package it is; see ``Opened``.
        issue_sha256: which issue of it, see ``Issued``; empty before it is issued.
    """

    data: bytes
    manifest: Manifest
    package_sha256: str
    signed_sha256: str
    issue_sha256: str = ""

    @property
    def content_sha256(self) -> str:
        """Return the digest of the content alone."""
        return self.manifest.content_sha256


def seal(
    parts: Sequence[PackagePart], header: PackageHeader, *, signer: Signer, at: datetime
) -> Sealed:
    """Sign parts into one package, and read it back as a stranger would before handing it out.

    Args:
        parts: at least one with the role ``data``; they stand in this order.
        header: what the sender says.
        signer: signs once.
        at: the claimed moment of signing, with an offset.

    Raises:
        PackageError: a name, a size or a text that the format refuses.
        TrustError: the signature that came back is not right.
    """
    files = tuple(_file(part) for part in parts)
    manifest = Manifest(header, files, content_digest(files))
    manifest_data = dump_manifest(manifest)
    asic_data = dump_asic(references(manifest, manifest_data))
    entries = [
        (names.MANIFEST, manifest_data),
        *((part.path, part.data) for part in parts),
        (names.ASIC_MANIFEST, asic_data),
        (names.SIGNATURE, signer.sign_cades(asic_data, at)),
    ]
    opened = unseal(write_container(entries))
    return _sealed(opened)


def seal_issue(
    opened: Opened, issue: Issue, pdf: bytes, *, signer: Signer, at: datetime
) -> Sealed:
    """Put number, date and the unit's seal on a sealed package: its first signature stays.

    Args:
        opened: as the leader signed it; not issued yet.
        issue: number, sign, date.
        pdf: the print with number, date and seal: begins with the package's own print.
        signer: holds the unit's seal.
        at: the claimed moment, with an offset.

    Raises:
        PackageError: ``package.already-issued``, ``package.issue-differs``.
        TrustError: the signature that came back is not right.
    """
    if opened.issued is not None:
        raise PackageError("package.already-issued")
    entries = dict(read_container(opened.data))
    entries[names.ISSUE] = dump_issue(issue)
    entries[names.ISSUED_PRINT] = pdf
    listed = dump_asic(second_references(entries), names.SIGNATURE_2)
    entries[names.ASIC_MANIFEST_2] = listed
    entries[names.SIGNATURE_2] = signer.sign_cades(listed, at)
    del entries[names.MIMETYPE]
    made = unseal(write_container(entries.items()))
    return _sealed(made)


def _sealed(made: Opened) -> Sealed:
    issue = made.issued.signed_sha256 if made.issued else ""
    return Sealed(made.data, made.manifest, made.package_sha256, made.signed_sha256, issue)


def _file(part: PackagePart) -> FileRef:
    kind = names.media_type(part.path)
    if kind is None:
        raise PackageError("package.manifest-file", name=names.printable_name(part.path))
    file = FileRef(
        path=part.path,
        role=part.role,
        media_type=kind,
        size=len(part.data),
        sha256=hashlib.sha256(part.data).hexdigest(),
        original_name=part.original_name,
    )
    check_file(file)
    return file
