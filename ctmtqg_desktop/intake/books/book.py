"""Read a file of tables by what its bytes are, whatever it is called."""

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.archive import open_archive
from ctmtqg_desktop.intake.books.limits import check_size
from ctmtqg_desktop.intake.books.separated import read_separated
from ctmtqg_desktop.intake.books.xls import read_xls
from ctmtqg_desktop.intake.books.xlsx import read_xlsx
from ctmtqg_desktop.intake.given import GivenBook

_ZIP = b"PK"
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
        archive = open_archive(data, name)
        if "xl/workbook.bin" in archive:
            raise IntakeError("intake.workbook-binary", file=name)
        return read_xlsx(archive)
    if data.startswith(_BINARY):
        return read_xls(data, name)
    if not data.strip():
        raise IntakeError("intake.workbook", file=name)
    return read_separated(data, name)
