"""Read what is called .xls and is text: a page, an XML Spreadsheet, a flat OpenDocument.

Many systems of the state give out such files; they are what a clipboard holds, in a file.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from lxml import etree

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.limits import check_extent, check_sheets
from ctmtqg_desktop.intake.books.ods import read_documents
from ctmtqg_desktop.intake.books.shape import merged_table, trimmed_table
from ctmtqg_desktop.intake.clipboard.html import read_html
from ctmtqg_desktop.intake.clipboard.spreadsheet_xml import spreadsheet_xml_tables
from ctmtqg_desktop.intake.given import GivenBook, GivenTable

_EXCEL = "urn:schemas-microsoft-com:office:spreadsheet"
_CALC = "urn:oasis:names:tc:opendocument"
_PAGE = ("<html", "<table", "<!doctype html")
_HEAD = 8192


def read_disguised(text: str, name: str) -> GivenBook | None:
    """Read such a text; None where it is another.

    Raises:
        IntakeError: ``intake.workbook``, ``intake.workbook-entities``,
            ``intake.page-too-many-cells``, and those of ``limits``.
    """
    head = text.lstrip()[:_HEAD]
    if not head.startswith("<"):
        return None
    if _is_root(head, "Workbook"):
        return _book(lambda: list(spreadsheet_xml_tables(_utf8(text))), name)
    if _CALC in head:
        return read_documents([_utf8(text)], name)
    if any(sign in head.lower() for sign in _PAGE):
        return _book(lambda: _page(text, name), name)
    return None


def _is_root(head: str, element: str) -> bool:
    return f"<{element}" in head and _EXCEL in head and "<html" not in head.lower()


def _utf8(text: str) -> bytes:
    """Return XML without the declaration of what it was encoded in."""
    bare = text.strip("\ufeff\0 \r\n\t")
    if bare.startswith("<?xml"):
        bare = bare.partition("?>")[2]
    return bare.encode()


def _page(text: str, name: str) -> list[GivenTable]:
    block = read_html(text)
    if block is None:
        raise IntakeError("intake.workbook", file=name)
    return [block.table]


def _book(read: Callable[[], Iterable[GivenTable]], name: str) -> GivenBook:
    try:
        tables = list(read())
    except etree.LxmlError as error:
        raise IntakeError("intake.workbook", file=name) from error
    except IntakeError as error:
        if error.code != "intake.clipboard-too-many-cells":
            raise
        raise IntakeError("intake.page-too-many-cells", file=name, **error.facts) from error
    if not tables:
        raise IntakeError("intake.workbook", file=name)
    check_sheets(len(tables), name)
    return GivenBook(tuple(_shaped(table, name) for table in tables))


def _shaped(table: GivenTable, name: str) -> GivenTable:
    trimmed = trimmed_table(table.name, table.rows, is_hidden=table.is_hidden)
    filled = sum(map(bool, trimmed.rows))
    check_extent(filled, (len(trimmed.rows) - 1, trimmed.width - 1), name, table.name or name)
    return merged_table(replace(table, rows=trimmed.rows, spans=()), table.spans, name)
