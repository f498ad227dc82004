"""What a file is, by its first bytes; and which names belong to the system, not to a person."""

from enum import StrEnum

from ctmtqg_desktop.package.container import MIMETYPE_CONTENT
from ctmtqg_desktop.package.names import MIMETYPE
from ctmtqg_desktop.package.zip_records import END, LOCAL, LOCAL_FORM, STORED
from ctmtqg_desktop.trust.keys.age import is_age_encrypted


class Looks(StrEnum):
    """What a file's first bytes say that it is."""

    PACKAGE = "package"
    ENCRYPTED = "encrypted"
    ZIP = "zip"
    PDF = "pdf"
    ARCHIVE = "archive"
    EMPTY = "empty"
    OTHER = "other"

    @property
    def code(self) -> str:
        """Return the code of why such a file is left aside."""
        return f"left.{self.value}"


_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0")
_TAR_AT, _TAR = 257, b"ustar"
_DOCUMENT_FIRST = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"META-INF/MANIFEST.MF",
                   b"AndroidManifest.xml")  # fmt: skip
_DOCUMENT_TYPES = (b"application/vnd.oasis", b"application/epub")
_DOCUMENTS = (".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".xltx", ".xlsb", ".pptx", ".pptm",
              ".ppsx", ".odt", ".ods", ".odp", ".odg", ".ott", ".ots", ".epub", ".jar", ".apk",
              ".kmz", ".vsdx", ".xpi", ".whl", ".msix", ".appx")  # fmt: skip
_PACKAGE_NAMES = (".asice", ".asice.age")
_HIDDEN, _SYSTEM = 0x2, 0x4
"""Of Windows' file attributes."""
_RECYCLED = frozenset({"$recycle.bin", "recycler", "recycled", ".trashes", ".trash"})
_SYSTEMS = frozenset({
    "system volume information", "__macosx", ".fseventsd", ".spotlight-v100",
    ".temporaryitems", ".documentrevisions-v100", "lost+found", "lost.dir", "thumbs.db",
    "ehthumbs.db", "desktop.ini", ".ds_store",
})  # fmt: skip


def looks_of(head: bytes) -> Looks:
    """Say what a file is that begins with these bytes."""
    if not head:
        return Looks.EMPTY
    if is_age_encrypted(head):
        return Looks.ENCRYPTED
    if head.startswith(LOCAL):
        return _looks_of_zip(head)
    if head.startswith(END):
        return Looks.ZIP
    if head.startswith(b"%PDF-"):
        return Looks.PDF
    is_tar = head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR
    return Looks.ARCHIVE if is_tar or head.startswith(_ARCHIVES) else Looks.OTHER


def _looks_of_zip(head: bytes) -> Looks:
    if len(head) < LOCAL_FORM.size:
        return Looks.ZIP
    fields = LOCAL_FORM.unpack_from(head)
    method, name_length, extra = fields[3], fields[9], fields[10]
    name = head[LOCAL_FORM.size :][:name_length]
    content = head[LOCAL_FORM.size + name_length + extra :]
    if name == MIMETYPE.encode() and method == STORED:
        if content.startswith(MIMETYPE_CONTENT):
            return Looks.PACKAGE
        if content.startswith(_DOCUMENT_TYPES):
            return Looks.OTHER
    return Looks.OTHER if name.startswith(_DOCUMENT_FIRST) else Looks.ZIP


def is_called_package(name: str) -> bool:
    """Say whether a file is named as a package: it is then judged, whatever its bytes say."""
    return name.casefold().endswith(_PACKAGE_NAMES)


def is_called_encrypted(name: str) -> bool:
    """Say whether a file is named as an encrypted package."""
    return name.casefold().endswith(".age")


def is_document(name: str) -> bool:
    """Say whether a zip is named as the document of a program, not as a parcel of files."""
    return name.casefold().endswith(_DOCUMENTS)


def passed_over(name: str, attributes: int = 0) -> str:
    """Return the code of why a file or folder of that name is nobody's; empty where it is.

    The attributes are Windows' own, where the system tells them.
    """
    folded = name.casefold()
    if folded in _RECYCLED or folded.startswith(".trash-"):
        return "left.recycled"
    if folded in _SYSTEMS:
        return "left.system"
    if name.startswith("~$"):
        return "left.office-lock"
    return "left.hidden" if name.startswith(".") or attributes & (_HIDDEN | _SYSTEM) else ""


def passed_over_path(path: str) -> str:
    """Return the code of why a file at a path in a zip is nobody's; empty where it is."""
    return next((code for part in path.split("/") if (code := passed_over(part))), "")
