"""Write a block for other programs: HTML in which Calc and Excel find figures as figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape

from ctmtqg_desktop.text import canonical_number

_DATE_FORMAT, _TEXT_FORMAT = "dd/mm/yyyy", "@"
_FIRST_DAY = date(1899, 12, 30)
_ENGLISH = "1033;0;"
"""The language in which Calc is to read figure and format."""
_CALC_WHOLE, _CALC_FRACTION, _CALC_PERCENT, _CALC_DATE = (
    "#,##0", "#,##0.00", "0.00%", "YYYY-MM-DD",
)  # fmt: skip
"""Calc takes the formats it was born with under its locale; a second one that it was not born
with becomes some format of its own."""
_CALC_DECIMALS = 2
_COLUMN_WIDTH = 96
"""Pixels in which a day is not shown as "###"."""
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
    return CopiedCell(text, value / 100, number_format=f"0{_fraction(decimals)}%")


def copied_number(text: str, value: Decimal, decimals: int) -> CopiedCell:
    """Return a figure that is shown with its thousands grouped."""
    return CopiedCell(text, value, number_format=f"#,##0{_fraction(decimals)}")


def _fraction(decimals: int) -> str:
    return f".{'0' * decimals}" if decimals else ""


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
        return _figure(days, (_DATE_FORMAT, _CALC_DATE), shown)
    if cell.number is not None:
        formats = (cell.number_format, _calc_format(cell.number_format))
        return _figure(canonical_number(cell.number), formats, shown)
    if not cell.text:
        return "<td></td>"
    marks = f'x:str sdnum="{_ENGLISH}{_TEXT_FORMAT}"'
    return f"<td {marks} style='mso-number-format:\"\\{_TEXT_FORMAT}\"'>{shown}</td>"


def _calc_format(number_format: str) -> str:
    """Return a format of Calc's own that hides no decimal; a general one where it has none."""
    if number_format.endswith("%"):
        return _CALC_PERCENT
    decimals = len(number_format.partition(".")[2])
    if decimals > _CALC_DECIMALS:
        return ""
    return _CALC_FRACTION if decimals else _CALC_WHOLE


def _figure(value: str, formats: tuple[str, str], shown: str) -> str:
    excel = "".join(mark if mark.isalnum() else f"\\{mark}" for mark in formats[0])
    return (
        f'<td align=right width={_COLUMN_WIDTH} x:num="{value}" sdval="{value}"'
        f' sdnum="{_ENGLISH}{formats[1]}"'
        f" style='mso-number-format:\"{excel}\"'>{shown}</td>"
    )
