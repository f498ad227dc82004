"""Put a block on the clipboard: as text for every program, as typed HTML for spreadsheets."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from ctmtqg_desktop.intake.clipboard.tab_text import tab_text
from ctmtqg_desktop.intake.clipboard.typed_html import CopiedCell, copied_number, typed_html
from ctmtqg_desktop.text import parse_number


def copy_block(block: Sequence[Sequence[CopiedCell]]) -> None:
    """Put cells on the clipboard."""
    mime = QMimeData()
    mime.setText(tab_text([cell.text for cell in row] for row in block))
    mime.setHtml(typed_html(block))
    QGuiApplication.clipboard().setMimeData(mime)


def copied_shown(text: str, *, is_number: bool) -> CopiedCell:
    """Return a cell of which only what is shown is at hand, in our own way of writing."""
    typed = parse_number(text) if is_number else None
    if typed is None:
        return CopiedCell(text)
    return copied_number(text, typed.value, len(text.partition(",")[2]))
