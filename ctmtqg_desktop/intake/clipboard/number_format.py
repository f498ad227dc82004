"""Number formats of spreadsheets: what is a date, which day it is, what a shown figure is."""

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from ctmtqg_desktop.intake.given import Given, GivenKind, given_number

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|AM/PM|A/P', re.IGNORECASE)
_SHOWN_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-[^\]]*)?\]')
_WORD = re.compile(r"[^\W\d_]+")
_DATE_MARKS = frozenset("DTJGPMKYAVNQWHSE")
"""Letters of days, months, years and times in the formats of English and its translations."""
_DAYS, _MONTHS, _YEARS = frozenset("DTGPJ"), frozenset("MK"), frozenset("YJAV")
_NAMED_DATES = frozenset({"short date", "medium date", "long date", "general date"})
_PLACEHOLDER = re.compile(r"[0#?]")
_SCALED = re.compile(r"[0#?][.,](?![0#?])")
_CURRENCY = "₫$€£¥"
_DASHES = frozenset("-–—−")
_TEN_THOUSANDS_YEAR = 2958466
_FIRST_DAY = date(1899, 12, 30)
_MAC_DAYS = 1462
"""Days between the two calendars of Excel: a book may count from 1904."""
_FAULT = re.compile(r"#{2,}|#DIV/0!|#N/[AV]|#NV|#[^\W\d_]+[!?]|Err:5\d{2}", re.IGNORECASE)
_OWN_FAULT = re.compile(r"[^\W\d_]+:5\d{2}")
"""How Calc says "Err:502" in other languages."""
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:E[+-]?\d+)?", re.IGNORECASE)
_EXACT_DIGITS = 15
_LEAST_GROUPS = 3


@lru_cache(maxsize=1024)
def bare_format(number_format: str) -> str:
    """Return a format without what it only prints: quoted words, colours, spaces."""
    return _LITERAL.sub("", number_format)


@lru_cache(maxsize=1024)
def is_date_format(number_format: str) -> bool:
    """Say whether a format shows a number as a day, in whichever language its letters are."""
    if number_format.casefold() in _NAMED_DATES:
        return True
    first = bare_format(number_format.partition(";")[0]).upper()
    runs: set[str] = set()
    for word in _WORD.findall(first):
        if not _DATE_MARKS.issuperset(word):
            return False
        runs.update(word)
    has_day_or_year = bool(runs & (_DAYS | _YEARS))
    return bool(runs & _MONTHS) and has_day_or_year


def is_figure_format(number_format: str) -> bool:
    """Say whether a format shows a number by digits; a date's and "General" do not count."""
    bare = bare_format(number_format)
    return bool(_PLACEHOLDER.search(bare)) and not is_date_format(number_format)


def is_fault(shown: str) -> bool:
    """Say whether a cell shows that its formula failed, or that its column is too narrow."""
    return bool(_FAULT.fullmatch(shown.strip()))


def stored_number(text: str) -> Decimal | None:
    """Return a number that a spreadsheet wrote for machines, exact in its 15 digits.

    Calc writes the decimal sign of its locale; thousands are never grouped.
    """
    bare = text.strip()
    if not _NUMBER.fullmatch(bare):
        return None
    exact = Decimal(bare.replace(",", "."))
    if len(exact.as_tuple().digits) > _EXACT_DIGITS and abs(exact.adjusted()) < _MOST_EXPONENT:
        return Decimal(f"{float(exact):.{_EXACT_DIGITS}g}")
    return exact


_MOST_EXPONENT = 300


def given_value(number: Decimal, shown: str, number_format: str) -> Given:
    """Return the cell of a stored number: a day, an answer or a figure, by its format.

    A formula that failed is stored as a zero; of a number with more digits than a spreadsheet
    keeps, the last ones are made up, so that it is only what it shows.
    """
    if number.adjusted() >= _EXACT_DIGITS:
        return Given(GivenKind.TEXT, shown, number_format=number_format)
    if is_fault(shown) or (not number and _OWN_FAULT.fullmatch(shown.strip())):
        return Given(GivenKind.ERROR, shown)
    if is_date_format(number_format):
        return _given_day(number, shown, number_format)
    letters = shown.strip()
    bare = bare_format(number_format)
    is_answer = letters.isalpha() and bare.isalpha() and len(letters) > 1
    if number in {0, 1} and is_answer:
        return Given(GivenKind.BOOLEAN, shown, number, number_format=number_format)
    return given_number(number, shown, number_format)


def _given_day(number: Decimal, shown: str, number_format: str) -> Given:
    for days in (0, _MAC_DAYS):
        found = _day(number, days)
        if found is not None and _shows(found, shown):
            return Given(GivenKind.DATE, shown, day=found, number_format=number_format)
    return Given(GivenKind.TEXT, shown, number_format=number_format)


def _day(number: Decimal, more: int) -> date | None:
    if not 1 <= number < _TEN_THOUSANDS_YEAR - more:
        return None
    return _FIRST_DAY + timedelta(days=int(number) + more)


def _shows(day: date, shown: str) -> bool:
    """Compare the year with the one that is shown, if one is."""
    groups = re.findall(r"\d+", shown)
    whole = [group for group in groups if len(group) == len("2024")]
    if whole:
        return str(day.year) in whole
    short = len(groups) >= _LEAST_GROUPS
    return not short or f"{day.year % 100:02d}" in groups


def shown_value(shown: str, number_format: str, signs: tuple[str, str]) -> Given:
    """Return the cell of a figure of which only what is shown is known.

    Args:
        shown: as the source shows it.
        number_format: how.
        signs: before decimals and between thousands, as the source says.
    """
    if is_date_format(number_format):
        return _shown_day(shown, number_format)
    if _is_dash(shown, number_format):
        return given_number(Decimal(0), shown, number_format)
    number = _shown_number(shown, number_format, signs)
    if number is None:
        return Given(GivenKind.TEXT, shown, number_format=number_format)
    if _SCALED.search(bare_format(number_format)):
        return Given(GivenKind.ERROR, shown, number_format=number_format)
    return given_number(number, shown, number_format)


def _is_dash(shown: str, number_format: str) -> bool:
    sections = number_format.split(";")
    return len(sections) > len("+-") and "-" in sections[2] and shown.strip() in _DASHES


def _shown_number(shown: str, number_format: str, signs: tuple[str, str]) -> Decimal | None:
    text = shown
    for literal in _SHOWN_LITERAL.findall(number_format):
        word = "".join(literal).strip()
        text = text.replace(word, "") if word and word not in "-()%" else text
    text = "".join(text.split()).strip(_CURRENCY)
    scale = 2 if text.endswith("%") else 0
    text = text.removesuffix("%")
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    decimal, group = (re.escape(sign) for sign in signs)
    whole = rf"\d{{1,3}}(?:{group}\d{{3}})+" if _is_grouped(number_format) else r"\d+"
    if not re.fullmatch(rf"-?(?:{whole}|\d+)(?:{decimal}\d+)?", text):
        return None
    plain = text.replace(signs[1], "") if signs[1] else text
    return Decimal(plain.replace(signs[0], ".")).scaleb(-scale)


def _is_grouped(number_format: str) -> bool:
    """Say whether a format, written the English way, groups thousands."""
    return "," in bare_format(number_format)


def _shown_day(shown: str, number_format: str) -> Given:
    """Read a shown date in the order of a format that spells it: "dd/mm/yyyy"."""
    order = re.fullmatch(r"(d{1,2})\W+(m{1,2})\W+y{4}|(m{1,2})\W+(d{1,2})\W+y{4}",
                         number_format.replace("\\", "").partition(";")[0].lower())  # fmt: skip
    parts = [int(part) for part in re.findall(r"\d+", shown)]
    if order and len(parts) == _LEAST_GROUPS:
        day, month = (parts[0], parts[1]) if order[1] else (parts[1], parts[0])
        try:
            found = date(parts[2], month, day)
        except ValueError:
            found = None
        if found is not None:
            return Given(GivenKind.DATE, shown, day=found, number_format=number_format)
    return Given(GivenKind.TEXT, shown, number_format=number_format)
