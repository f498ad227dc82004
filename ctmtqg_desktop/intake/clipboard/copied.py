"""Choose among the forms in which a clipboard holds one block the one that says most."""

from collections.abc import Iterable, Mapping

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.clipboard.html import HtmlBlock, read_html
from ctmtqg_desktop.intake.clipboard.plain import read_plain
from ctmtqg_desktop.intake.clipboard.progress import Report, no_report
from ctmtqg_desktop.intake.clipboard.spreadsheet_xml import read_spreadsheet_xml
from ctmtqg_desktop.intake.given import GivenTable

HTML, SPREADSHEET_XML, PLAIN = "text/html", "XML Spreadsheet", "text/plain"
FORMATS = (HTML, SPREADSHEET_XML, PLAIN)
"""What is looked for, as ``read_clipboard`` calls it."""
MAX_BYTES = 64 * 1024 * 1024
MAX_PLAIN_BYTES = 32 * 1024 * 1024
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def read_clipboard(formats: Mapping[str, bytes], report: Report = no_report) -> GivenTable:
    """Return the block that a clipboard holds.

    HTML is asked first, then XML Spreadsheet, then the text. HTML that shows rounded figures
    only gives way to exact ones, and HTML that is of another block than the text to the text.

    Args:
        formats: bytes by ``FORMATS``; texts in UTF-8.
        report: told how far the reading is.

    Raises:
        IntakeError: ``intake.clipboard-too-big``, ``intake.clipboard-too-many-cells``,
            ``intake.clipboard-empty``.
    """
    for known, most in ((HTML, MAX_BYTES), (SPREADSHEET_XML, MAX_BYTES), (PLAIN, MAX_PLAIN_BYTES)):
        if len(formats.get(known, b"")) > most:
            raise IntakeError("intake.clipboard-too-big", limit=most // 1024 // 1024)
    table = _best(formats, report)
    if not any(not given.is_blank for row in table.rows for given in row):
        raise IntakeError("intake.clipboard-empty")
    return table


def _best(formats: Mapping[str, bytes], report: Report) -> GivenTable:
    block = read_html(_text(formats[HTML]), report) if formats.get(HTML) else None
    if block is None or not block.is_exact:
        exact = read_spreadsheet_xml(formats.get(SPREADSHEET_XML, b""))
        if exact is not None:
            return exact
    plain = read_plain(_text(formats.get(PLAIN, b"")))
    return plain if block is None or _is_other(block, plain) else block.table


def _text(data: bytes) -> str:
    code = "utf-16" if data.startswith(_WIDE) else "utf-8-sig"
    return data.decode(code, "replace")


def _is_other(block: HtmlBlock, plain: GivenTable) -> bool:
    """Say whether HTML and text differ both in shape and in letters: one of them is stale."""
    rows = plain.rows
    if not rows or _shape(block.table) == _shape(plain):
        return False
    return _letters(block.table) != _letters(plain)


def _shape(table: GivenTable) -> tuple[int, int]:
    return len(table.rows), table.width


def _letters(table: GivenTable) -> str:
    return "".join(_bare(given.text for row in table.rows for given in row))


def _bare(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        yield "".join(text.replace('"', "").split())
