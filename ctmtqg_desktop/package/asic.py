"""``META-INF/ASiCManifest.xml``: the list of digests that is really signed.

ETSI EN 319 162-1. Read without an XML parser: the text is accepted only if it equals, byte
for byte, what we would write for the references found in it, so nothing can hide in it.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import names
from ctmtqg_desktop.package.manifest import Manifest
from ctmtqg_desktop.package.names import MANIFEST, MEDIA_TYPES, SIGNATURE

MAX_BYTES = 200 * 1000
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#"'
    ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\n'
)
_SIGNED_BY = '<asic:SigReference URI="{name}" MimeType="application/pkcs7-signature"/>\n'

_TAIL = "</asic:ASiCManifest>\n"
_REFERENCE = re.compile(
    r'^<asic:DataObjectReference URI="([A-Za-z0-9_./-]{1,80})"'
    r' MimeType="([A-Za-z0-9+./-]{1,100})"( Rootfile="true")?>'
    r'<ds:DigestMethod Algorithm="[^"<>&]{1,60}"/>'
    r"<ds:DigestValue>([A-Za-z0-9+/]{43}=)</ds:DigestValue></asic:DataObjectReference>$",
    re.MULTILINE | re.ASCII,
)
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


@dataclass(frozen=True, slots=True)
class ObjectReference:
    """One signed file.

    Attributes:
        path: name in the container; needs no percent-encoding by the rules for names.
        media_type: of its content.
        sha256: hex digest of its bytes.
        is_root: the file to open first (the manifest).
    """

    path: str
    media_type: str
    sha256: str
    is_root: bool = False


def references(manifest: Manifest, manifest_data: bytes) -> tuple[ObjectReference, ...]:
    """Return what the signature must cover: the manifest, then every file in its order.

    Args:
        manifest: as read or to be written.
        manifest_data: its bytes.
    """
    digest = hashlib.sha256(manifest_data).hexdigest()
    root = ObjectReference(MANIFEST, MEDIA_TYPES["json"], digest, is_root=True)
    return (
        root,
        *(ObjectReference(one.path, one.media_type, one.sha256) for one in manifest.files),
    )


def second_references(entries: Mapping[str, bytes]) -> tuple[ObjectReference, ...]:
    """Return what the second signature must cover: all before it, the first signature included.

    Args:
        entries: the whole container, in its order.
    """
    frame = {names.MIMETYPE, names.ASIC_MANIFEST_2, names.SIGNATURE_2}
    return tuple(
        ObjectReference(path, _kind(path), hashlib.sha256(data).hexdigest(), path == MANIFEST)
        for path, data in entries.items()
        if path not in frame
    )


def _kind(path: str) -> str:
    return names.FRAME_TYPES.get(path) or names.media_type(path) or ""


def dump_asic(references: tuple[ObjectReference, ...], signature: str = SIGNATURE) -> bytes:
    """Return the XML, one reference a line, and which file signs it."""
    lines = [_line(one) for one in references]
    head = _HEAD + _SIGNED_BY.format(name=signature)
    return (head + "".join(lines) + _TAIL).encode("ascii")


def _line(one: ObjectReference) -> str:
    digest = base64.b64encode(bytes.fromhex(one.sha256)).decode("ascii")
    root = ' Rootfile="true"' if one.is_root else ""
    return (
        f'<asic:DataObjectReference URI="{one.path}" MimeType="{one.media_type}"{root}>'
        f'<ds:DigestMethod Algorithm="{_SHA256}"/>'
        f"<ds:DigestValue>{digest}</ds:DigestValue></asic:DataObjectReference>\n"
    )


def load_asic(data: bytes, signature: str = SIGNATURE) -> tuple[ObjectReference, ...]:
    """Return the references in their order, at least one, of the list which that file signs.

    Raises:
        PackageError: ``package.asic-too-big``, ``package.asic-not-canonical``,
            ``package.asic-duplicate``, ``package.asic-empty``.
    """
    if len(data) > MAX_BYTES:
        raise PackageError("package.asic-too-big", size=len(data), limit=MAX_BYTES)
    if b"<!" in data or not data.isascii():
        raise PackageError("package.asic-not-canonical")
    found = tuple(_reference(match) for match in _REFERENCE.finditer(data.decode("ascii")))
    if dump_asic(found, signature) != data:
        raise PackageError("package.asic-not-canonical")
    if not found:
        raise PackageError("package.asic-empty")
    paths = [one.path for one in found]
    if len(set(paths)) != len(paths):
        raise PackageError("package.asic-duplicate")
    return found


def _reference(match: re.Match[str]) -> ObjectReference:
    path, media_type, root, digest = match.groups()
    try:
        raw = base64.b64decode(digest, validate=True)
    except binascii.Error as error:
        raise PackageError("package.asic-not-canonical") from error
    return ObjectReference(path, media_type, raw.hex(), root is not None)
