"""Write a block for other programs: HTML in which Calc and Excel find figures as figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape

from ctmtqg_desktop.text import canonical_number

DATE_FORMAT = "dd/mm/yyyy"
_TEXT_FORMAT = "@"
_FIRST_DAY = date(1899, 12, 30)
_ENGLISH = "1033;0;"
"""The language in which Calc is to read figure and format."""
_HEAD = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
    '<meta http-equiv="content-type" content="text/html; charset=utf-8">'
    "<style>br{mso-data-placement:same-cell}</style></head><body><table>"
)


@dataclass(frozen=True, slots=True)
class CopiedCell:
    """A cell that is copied out.

    Attributes:
        text: as it is shown.
        number: what a spreadsheet is to hold; a percentage of 86 is 0.86.
        day: the same.
        number_format: how it is to show the number, as written in English.
    """

    text: str = ""
    number: Decimal | None = None
    day: date | None = None
    number_format: str = ""


def copied_percent(text: str, value: Decimal, decimals: int) -> CopiedCell:
    """Return a percentage as spreadsheets keep it: a share of one."""
    fraction = f".{'0' * decimals}" if decimals else ""
    return CopiedCell(text, value / 100, number_format=f"0{fraction}%")


def copied_number(text: str, value: Decimal, decimals: int) -> CopiedCell:
    """Return a figure that is shown with its thousands grouped."""
    fraction = f".{'0' * decimals}" if decimals else ""
    return CopiedCell(text, value, number_format=f"#,##0{fraction}")


def typed_html(rows: Iterable[Sequence[CopiedCell]]) -> str:
    """Return a block as HTML: figures exact, days as days, all else as text.

    Excel reads ``x:num`` and ``mso-number-format``, Calc ``sdval`` and ``sdnum``. A text is
    marked as one, so that "00123" keeps its zeros and "=1+1" is no formula.
    """
    lines = ("".join(("<tr>", *map(_cell, row), "</tr>\n")) for row in rows)
    return "".join((_HEAD, *lines, "</table></body></html>"))


def _cell(cell: CopiedCell) -> str:
    shown = escape(cell.text).replace("\n", "<br>")
    if cell.day is not None:
        days = str((cell.day - _FIRST_DAY).days)
        return _figure(days, DATE_FORMAT, shown)
    if cell.number is not None:
        return _figure(canonical_number(cell.number), cell.number_format, shown)
    if not cell.text:
        return "<td></td>"
    marks = f'x:str sdnum="{_ENGLISH}{_TEXT_FORMAT}"'
    return f"<td {marks} style='mso-number-format:\"\\{_TEXT_FORMAT}\"'>{shown}</td>"


def _figure(value: str, number_format: str, shown: str) -> str:
    excel = "".join(mark if mark.isalnum() else f"\\{mark}" for mark in number_format)
    return (
        f'<td align=right x:num="{value}" sdval="{value}" sdnum="{_ENGLISH}{number_format}"'
        f" style='mso-number-format:\"{excel}\"'>{shown}</td>"
    )
