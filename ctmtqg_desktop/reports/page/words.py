"""The phrases of an official document, put together as NĐ 30/2020/NĐ-CP, Phụ lục I, writes them.

The words themselves are in ``forms/layout``, and in ``resources/messages`` what no law gives.
"""

from collections.abc import Sequence
from datetime import date

from ctmtqg_desktop.messages import phrase


def date_words(day: date) -> str:
    """Write a date in words: a day under 10 and the months 1 and 2 get a zero in front.

    Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II, khoản 4.
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return phrase("paper.date", day=f"{day.day:02d}", month=month, year=day.year)


def place_date(place: str, day: date | None) -> str:
    """Write place and date; without a date, leave room to write it by hand."""
    if day is None:
        return phrase("paper.place-no-date", place=place)
    return phrase("paper.place-date", place=place, date=date_words(day))


def document_number(number: int | None, kind: str, agency: str) -> str:
    """Write number and sign, "Số: 05/BC-UBND"; without a number, leave room for it.

    The office's document system gives the number, never this program.
    Source: NĐ 30/2020/NĐ-CP, Điều 15 and Phụ lục I, mục II, khoản 3.
    """
    shown = "      " if number is None else f"{number:02d}"
    return phrase("paper.number", number=shown, kind=kind, agency=agency)


def joined(names: Sequence[str]) -> str:
    """Write several names as one, with "and" between them."""
    return f" {phrase('paper.and')} ".join(names)


def lower_first(text: str) -> str:
    """Write a title so that it can stand within a sentence."""
    return text[:1].lower() + text[1:]


def roman(number: int) -> str:
    """Write a positive number in Roman digits.

    Raises:
        ValueError: zero, negative or above 3999.
    """
    if not 0 < number < 4000:
        raise ValueError(number)
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    signs = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
    written = ""
    for value, sign in zip(values, signs, strict=True):
        written += sign * (number // value)
        number %= value
    return written


def appendix_label(index: int, total: int) -> str:
    """Name an appendix: "Phụ lục" alone, or with a Roman number when there are several."""
    if total < 2:
        return phrase("paper.appendix")
    return phrase("paper.appendix-of", number=roman(index))


def recipients_lines(recipients: tuple[str, ...]) -> tuple[str, ...]:
    """Write the list of recipients: a dash before each, ";" after each, "." after the last."""
    last = len(recipients) - 1
    return tuple(f"- {name}{'.' if i == last else ';'}" for i, name in enumerate(recipients))


def addressee_lines(names: tuple[str, ...]) -> tuple[str, ...]:
    """Write who a report is for: one on the line itself, several below it with dashes."""
    if len(names) == 1:
        return (phrase("paper.addressee", name=names[0]),)
    return (phrase("paper.addressees"), *recipients_lines(names))


def agency_lines(agency: str, unit_name: str) -> tuple[str, ...]:
    """Write an agency in capitals, its unit on a line of its own: "ỦY BAN NHÂN DÂN", "XÃ X"."""
    body = _without_end(agency, unit_name)
    if body == agency:
        return (agency.upper(),)
    return (body.upper(), unit_name.upper())


def authority_lines(agency: str, unit_name: str, title: str) -> tuple[str, ...]:
    """Write in whose name someone signs; a deputy signs for the head ("KT.").

    "Phó Chủ tịch UBND xã X" gives "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH".
    Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II, khoản 7.
    """
    body = _without_end(agency, unit_name)
    office = _without_end(_without_end(title, unit_name), body)
    office = _without_end(office, "UBND").upper()
    on_behalf = f"TM. {body.upper()}"
    deputy = f"{phrase('paper.deputy')} "
    if office.startswith(deputy):
        return (on_behalf, f"KT. {office.removeprefix(deputy)}", office)
    return (on_behalf, office)


def _without_end(text: str, end: str) -> str:
    """Give the text without its last words, compared without case; the text if they differ."""
    if text.casefold().endswith(" " + end.casefold()):
        return text[: -len(end)].rstrip()
    return text
