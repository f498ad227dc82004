"""What a clipboard holds for a form: a block, or one text for a cell that is being typed."""

from collections.abc import Mapping

from PySide6.QtCore import QMimeData

from ctmtqg_desktop.catalogue.records.form import CellSpec, CellType
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.clipboard.copied import (
    HTML,
    PLAIN,
    SPREADSHEET_XML,
    read_clipboard,
)
from ctmtqg_desktop.intake.desk.column import read_column

Formats = Mapping[str, bytes]
_WORDS = frozenset({CellType.TEXT, CellType.CHOICE, CellType.MET})


def clipboard_formats(mime: QMimeData) -> Formats:
    """Return what a clipboard holds, in the forms that are read; files are none of them."""
    found: dict[str, bytes] = {}
    for name in mime.formats():
        if SPREADSHEET_XML in name:
            found[SPREADSHEET_XML] = bytes(mime.data(name).data())
    if mime.hasHtml():
        found[HTML] = mime.html().encode("utf-8", "replace")
    is_files = mime.hasUrls() and all(url.isLocalFile() for url in mime.urls())
    if mime.hasText() and not is_files:
        found[PLAIN] = mime.text().encode("utf-8", "replace")
    return found


def lone_text(mime: QMimeData, spec: CellSpec) -> str | None:
    """Return what a clipboard gives a cell that is being typed; None where it is a block.

    A spreadsheet's figure comes as an officer would type it; lines without a table are a text.
    """
    plain = mime.text()
    try:
        table = read_clipboard(clipboard_formats(mime))
    except IntakeError:
        return ""
    cells = [given for row in table.rows for given in row if not given.is_blank]
    if len(cells) == 1:
        read = read_column([(cells[0], spec)]).reads[0]
        return read.text if read.is_taken else cells[0].text
    is_prose = spec.type in _WORDS and "\t" not in plain and "<table" not in mime.html()
    return " ".join(plain.split()) if is_prose else None
