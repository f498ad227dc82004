"""Open the archive that a workbook is; what could harm is refused before it is parsed.

Only the parts that are read are judged: what else an office program keeps in its file is left
alone. A macro never runs because no workbook with one is opened, a link is not followed.
"""

import zipfile
import zlib
from io import BytesIO

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.limits import check_size

MAX_PARTS = 500
MAX_UNPACKED = 120 * 1024 * 1024
"""Twenty thousand rows of two hundred columns come to some fifty million bytes."""
_MACROS = ("vbaproject", "macrosheets", "activex")
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError)


class Archive:
    """The parts of a workbook, by their names.

    Attributes:
        name: what the person calls the file.
    """

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self._archive = archive
        self._parts = {part.filename.lower(): part for part in archive.infolist()}

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._parts

    def has_folder(self, folder: str) -> bool:
        """Say whether anything lies in a folder."""
        return any(part.startswith(f"{folder}/") for part in self._parts)

    def read(self, part: str) -> bytes:
        """Return the bytes of a part, unjudged.

        Raises:
            IntakeError: ``intake.workbook``.
        """
        try:
            return self._archive.read(self._parts[part.lower()])
        except (*_BROKEN, KeyError) as error:
            raise IntakeError("intake.workbook", file=self.name) from error

    def read_markup(self, part: str) -> bytes:
        """Return a part of UTF-8 XML without declarations, with which few bytes become billions.

        Raises:
            IntakeError: ``intake.workbook``, ``intake.workbook-entities``.
        """
        data = self.read(part)
        if data.startswith(_WIDE) or any(word in data for word in _DECLARATIONS):
            raise IntakeError("intake.workbook-entities", file=self.name)
        return data


def open_archive(data: bytes, name: str) -> Archive:
    """Open the archive of a workbook.

    Args:
        data: the file.
        name: what the person calls it.

    Raises:
        IntakeError: ``intake.too-big``, ``intake.workbook``, ``intake.workbook-too-big``,
            ``intake.workbook-macros``.
    """
    check_size(data, name)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _BROKEN as error:
        raise IntakeError("intake.workbook", file=name) from error
    _check_parts(archive.infolist(), name)
    return Archive(archive, name)


def _check_parts(parts: list[zipfile.ZipInfo], name: str) -> None:
    names = [part.filename.lower() for part in parts]
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        limit = MAX_UNPACKED // 1024 // 1024
        raise IntakeError("intake.workbook-too-big", file=name, limit=limit)
    if len(set(names)) != len(names):  # readers do not agree which of two counts
        raise IntakeError("intake.workbook", file=name)
    if any(part.flag_bits & 1 for part in parts):
        raise IntakeError("intake.workbook-encrypted", file=name)
    if any(word in part for part in names for word in _MACROS):
        raise IntakeError("intake.workbook-macros", file=name)
