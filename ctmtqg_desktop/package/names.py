"""Which names a file inside a package may have, and what kind of content each ending means."""

import re

from ctmtqg_desktop.errors import PackageError

MIMETYPE = "mimetype"
MANIFEST = "manifest.json"
ASIC_MANIFEST = "META-INF/ASiCManifest.xml"
SIGNATURE = "META-INF/signature001.p7s"
RESERVED = (MIMETYPE, MANIFEST, ASIC_MANIFEST, SIGNATURE)
"""Entries that the container itself needs, in no part list."""

ISSUE, ISSUED_PRINT = "issue.json", "issued.pdf"
ASIC_MANIFEST_2 = "META-INF/ASiCManifest002.xml"
SIGNATURE_2 = "META-INF/signature002.p7s"
SECOND = (ISSUE, ISSUED_PRINT, ASIC_MANIFEST_2, SIGNATURE_2)
"""What the clerk's issuing adds at the end: all of it or none, in this order."""

MEDIA_TYPES = {
    "json": "application/json",
    "toml": "application/toml",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "cer": "application/pkix-cert",
    "crl": "application/pkix-crl",
    "csr": "application/pkcs10",
}
"""The closed list of endings; whatever a package brings opens as what it is called."""

FRAME_TYPES = {
    ASIC_MANIFEST: "application/xml",
    SIGNATURE: "application/pkcs7-signature",
}
"""Of the first pair, which the second signature covers too."""

_NAME = re.compile(r"(?:(?:attachments|data|META-INF)/)?[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in range(10)]
)


def check_name(name: str) -> None:
    """Refuse a name that could leave its folder or mean something else elsewhere.

    Raises:
        PackageError: ``package.zip-name``, ``package.zip-name-reserved``.
    """
    if not _NAME.fullmatch(name) or name.endswith("."):
        raise PackageError("package.zip-name", name=printable_name(name))
    if name.rsplit("/", 1)[-1].split(".", 1)[0].casefold() in _DEVICES:
        raise PackageError("package.zip-name-reserved", name=name)


def media_type(name: str) -> str | None:
    """Return the media type that a name's ending stands for; None when it is not allowed."""
    return MEDIA_TYPES.get(name.rpartition(".")[2]) if "." in name else None


def printable_name(name: str) -> str:
    """Return a name from outside as it can be shown: short, and without invisible letters."""
    return "".join(c if c.isprintable() else "?" for c in name[:80])
