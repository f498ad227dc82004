"""What a number format says a number is: a number, a day or a time; and the day it means."""

import re
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from ctmtqg_desktop.intake.given import Given, GivenKind, given_number
from ctmtqg_desktop.text import format_date

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm",
    37: "#,##0;(#,##0)", 38: "#,##0;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)", 41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""Formats that a workbook need not declare; those from 27 to 36 and 50 to 58 are days."""
_DAYS = (*range(27, 37), *range(50, 59))
_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]|am/pm|a/p')
_NO_DAY = 60
"""Spreadsheets believe in 29 February 1900, for the sake of one that did."""
_LAST = 2_958_466
"""1 January 10000."""
_1904 = 1462
"""Days between the two beginnings."""
_DAY_SECONDS = 86_400
_OUTSIDE = "#####"


class ShownAs(StrEnum):
    """What a format shows."""

    NUMBER = "number"
    DAY = "day"
    TIME = "time"
    DURATION = "duration"


def built_in_format(number: int) -> str:
    """Return the code of a format that is known by its number alone; "" where none is."""
    return "dd/mm/yyyy" if number in _DAYS else BUILT_IN.get(number, "")


@lru_cache(maxsize=1024)
def shown_as(code: str) -> ShownAs:
    """Return what a number format shows a number as."""
    shown = _ASIDE.sub("", code.lower()).partition(";")[0]
    if "general" in shown:
        return ShownAs.NUMBER
    if "[" in shown:
        return ShownAs.DURATION
    if re.search("[yd]", shown):
        return ShownAs.DAY
    if re.search("[hs]", shown):
        return ShownAs.TIME
    return ShownAs.DAY if "m" in shown else ShownAs.NUMBER


def given_serial(number: Decimal, code: str, *, is_1904: bool = False) -> Given:
    """Return a number as its format has it: a number, a day, or the writing of a time.

    Args:
        number: as the file has it.
        code: its number format.
        is_1904: its days are counted from 1 January 1904.
    """
    shown = shown_as(code)
    if shown is ShownAs.NUMBER:
        return given_number(number, number_format=code)
    seconds = round(number * _DAY_SECONDS)
    days, rest = divmod(seconds, _DAY_SECONDS)
    if not 0 <= days < _LAST - (_1904 if is_1904 else 0):
        return Given(GivenKind.ERROR, _OUTSIDE, number_format=code)
    if shown is ShownAs.DURATION:
        return Given(GivenKind.TEXT, _clock(seconds), number_format=code)
    if shown is ShownAs.TIME or (days == 0 and not is_1904):
        return Given(GivenKind.TEXT, _clock(rest), number_format=code)
    if days == _NO_DAY and not is_1904:
        return Given(GivenKind.TEXT, "29/02/1900", number_format=code)
    day = _day(days, is_1904=is_1904)
    text = f"{format_date(day)} {_clock(rest)}" if rest else format_date(day)
    return Given(GivenKind.DATE, text, day=day, number_format=code)


def given_boolean(*, is_true: bool) -> Given:
    """Return a yes or no, as a spreadsheet writes it."""
    return Given(GivenKind.BOOLEAN, "TRUE" if is_true else "FALSE", Decimal(is_true))


def _day(days: int, *, is_1904: bool) -> date:
    if is_1904:
        return date(1904, 1, 1) + timedelta(days)
    return date(1899, 12, 31 if days < _NO_DAY else 30) + timedelta(days)


def _clock(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}"
