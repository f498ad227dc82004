"""Read a file of tables by what its bytes are, whatever it is called."""

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.archive import Archive, open_archive
from ctmtqg_desktop.intake.books.disguised import read_disguised
from ctmtqg_desktop.intake.books.encoding import decoded_text
from ctmtqg_desktop.intake.books.limits import check_size
from ctmtqg_desktop.intake.books.ods import read_ods
from ctmtqg_desktop.intake.books.separated import read_separated
from ctmtqg_desktop.intake.books.xls import read_xls
from ctmtqg_desktop.intake.books.xlsx import read_xlsx
from ctmtqg_desktop.intake.given import GivenBook

_ZIP = b"PK"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_BINARY = (b"\xd0\xcf\x11\xe0", *(bytes((9, kind)) for kind in (0, 2, 4, 8)))
"""How an .xls begins: in its envelope, or before there was one."""


def read_book(data: bytes, name: str) -> GivenBook:
    """Read every table of a file.

    Args:
        data: the file.
        name: what the person calls it.

    Raises:
        IntakeError: ``intake.too-big``, ``intake.workbook``, ``intake.workbook-too-big``,
            ``intake.workbook-macros``, ``intake.workbook-entities``,
            ``intake.workbook-encrypted``, ``intake.workbook-binary``,
            ``intake.workbook-disputed``, ``intake.text-binary``, ``intake.text-encoding``;
            see ``limits``.
    """
    check_size(data, name)
    if data.startswith(_ZIP):
        return _read_archive(open_archive(data, name))
    if data.startswith(_BINARY):
        return read_xls(data, name)
    if not data.strip():
        raise IntakeError("intake.workbook", file=name)
    text = decoded_text(data, name)
    return read_disguised(text, name) or read_separated(text, name)


def _read_archive(archive: Archive) -> GivenBook:
    if "xl/workbook.bin" in archive:
        raise IntakeError("intake.workbook-binary", file=archive.name)
    is_open_document = "mimetype" in archive and archive.read("mimetype").startswith(_ODS)
    return read_ods(archive) if is_open_document else read_xlsx(archive)
