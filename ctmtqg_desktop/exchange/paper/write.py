"""Write a document as PDF and as XLSX, and say what is printed around the figures of a unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.post.export_journal import Exported, note_export
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.files import write_durably
from ctmtqg_desktop.reports.documents.sheet import Cover
from ctmtqg_desktop.reports.page.page import Document
from ctmtqg_desktop.reports.page.words import authority_lines

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Written:
    """A printed file and its pages; 0 pages where the format has none."""

    path: Path
    pages: int


def write_document(document: Document, *, pdf: Path | None, xlsx: Path | None) -> list[Written]:
    """Write a document in the asked formats.

    Raises:
        PackageError: a file cannot be written.
    """
    written = []
    if pdf is not None:
        data, pages = pdf_bytes(document)
        write_durably(pdf, data)
        written.append(Written(pdf, pages))
    if xlsx is not None:
        from ctmtqg_desktop.reports.excel.excel import write_xlsx

        write_durably(xlsx, write_xlsx(document))
        written.append(Written(xlsx, 0))
    return written


def print_noted(
    workspace: "Workspace",
    document: Document,
    *,
    pdf: Path | None,
    xlsx: Path | None,
    at: datetime,
) -> list[Written]:
    """Write a document out of a workspace, and note it in the journal of exports.

    Raises:
        PackageError: a file cannot be written.
        WorkspaceError: it cannot be noted.
    """
    written = write_document(document, pdf=pdf, xlsx=xlsx)
    for one in written:
        what = Exported.PRINT if one.path == pdf else Exported.TABLE
        note_export(workspace, at, what, one.path, personal=document.personal)
    return written


def printed_facts(written: Sequence[Written]) -> dict[str, object]:
    """Return what is told of printed files."""
    paths = [one.path for one in written]
    pages = max((one.pages for one in written), default=0)
    return {"path": paths[0] if paths else None, "paths": paths, "pages": pages}


def pdf_bytes(document: Document, data: bytes | None = None) -> tuple[bytes, int]:
    """Return a document as PDF/A-3b with the data it was printed from inside, and its pages.

    With data it is a document to be signed: number and date become fields to be filled in later.
    """
    from ctmtqg_desktop.reports.page.layout import read_layout
    from ctmtqg_desktop.reports.pdf.pdf import write_pdf
    from ctmtqg_desktop.reports.pdf.pdfa import About, to_pdfa

    printed = write_pdf(document, read_layout(), fillable=data is not None)
    about = About(document.title, document.unit, document.created)
    return to_pdfa(printed.data, about, data=data, spots=printed.spots), printed.pages


def cover_of(
    library: Library, unit: Unit, period: Period, *, at: datetime, title: str = "",
    digest: str = "",
) -> Cover:  # fmt: skip
    """Return what is printed around the figures of a unit."""
    parent = library.catalogue.units.find(unit.parent, period.end)
    return Cover(
        unit=unit,
        period=period,
        at=at,
        addressees=(parent.agency,) if parent else (),
        authority=authority_lines(unit.agency, unit.name, title or say("signer.head", {})),
        digest=digest,
    )
