"""Open an Excel workbook brought by a person; what could harm is refused before it is parsed.

Only values are ever read: a formula counts for what it last came to, a link to another file is
not followed, a macro never runs because no workbook with one is opened.
"""

import zipfile
import zlib
from io import BytesIO

from openpyxl import Workbook, load_workbook

from ctmtqg_desktop.errors import IntakeError

MAX_PARTS = 500
MAX_SHEETS = 60
MAX_UNPACKED = 120 * 1024 * 1024
"""Twenty thousand rows of two hundred columns come to some fifty million bytes."""
_MACROS = ("vbaproject", "macrosheets", "activex")
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_BLOCK = 1024 * 1024
_OVERLAP = 16
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


def open_book(data: bytes, name: str) -> "Workbook":
    """Open a workbook for reading its values, sheet by sheet.

    Args:
        data: the file.
        name: what the person calls it.

    Raises:
        IntakeError: ``intake.workbook``, ``intake.workbook-too-big``, ``intake.workbook-macros``,
            ``intake.workbook-entities``.
    """
    check_book(data, name)
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # the library raises whatever a broken file makes it raise
        raise IntakeError("intake.workbook", file=name) from error
    if len(book.worksheets) > MAX_SHEETS:
        raise _too_big(name)
    return book


def check_book(data: bytes, name: str) -> None:
    """Refuse a workbook that would fill the memory, run something or reach for other files.

    Raises:
        IntakeError: see ``open_book``.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_parts(parts, name)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_text(archive, part, name)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise IntakeError("intake.workbook", file=name) from error


def _check_parts(parts: list[zipfile.ZipInfo], name: str) -> None:
    names = [part.filename.lower() for part in parts]
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _too_big(name)
    if len(set(names)) != len(names):  # readers do not agree which of two counts
        raise IntakeError("intake.workbook", file=name)
    if any(word in part for part in names for word in _MACROS):
        raise IntakeError("intake.workbook-macros", file=name)


def _check_text(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """Look for declarations, with which a few bytes of XML become billions."""
    with archive.open(part) as stream:
        tail = b""
        while block := stream.read(_BLOCK):
            if not tail and block.startswith(_WIDE):
                raise IntakeError("intake.workbook-entities", file=name)
            seen = tail + block
            if any(word in seen for word in _DECLARATIONS):
                raise IntakeError("intake.workbook-entities", file=name)
            tail = seen[-_OVERLAP:]


def _too_big(name: str) -> IntakeError:
    limit = MAX_UNPACKED // 1024 // 1024
    return IntakeError("intake.workbook-too-big", file=name, limit=limit)
