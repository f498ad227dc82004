"""Write a document as XLSX: for people who calculate on.

No text ever becomes a formula, a number stays a number, and the same document gives the same
bytes.
"""

from __future__ import annotations

import re
import zipfile
from datetime import UTC
from io import BytesIO

from openpyxl import Workbook

from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.reports.excel.excel_sheet import fill_sheet
from ctmtqg_desktop.reports.excel.marks import MarkedTable, identity_lines, write_book_identity
from ctmtqg_desktop.reports.page.page import Document, PageSection, sections

_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(?=<)")


def write_xlsx(document: Document) -> bytes:
    """Write one worksheet for the document and one for each appendix."""
    book, _ = filled_book(document)
    return same_every_time(book, document)


def filled_book(document: Document) -> tuple[Workbook, list[MarkedTable]]:
    """Return a document as an open workbook, and where the tables of forms stand in it."""
    book, tables = Workbook(), []
    del book[book.sheetnames[0]]
    book.properties.title, book.properties.creator = document.title, document.unit
    for index, section in enumerate(sections(document)):
        tables += fill_sheet(book.create_sheet(_sheet_name(section, index)), section, document)
    if not book.worksheets:
        book.create_sheet(phrase("paper.sheet-report"))
    if document.origin is not None:
        write_book_identity(book, identity_lines(document.origin, tables))
    return book, tables


def _sheet_name(section: PageSection, index: int) -> str:
    if section.appendix:
        return phrase("paper.appendix-of", number=index)
    return phrase("paper.sheet-report")


def _saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def same_every_time(book: Workbook, document: Document) -> bytes:
    """Return a workbook as bytes: the document's time in place of the present one.

    openpyxl writes it in several places.
    """
    stamp = document.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(_saved(book))) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + stamp, content)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return target.getvalue()
