"""NFC, numbers and dates as Vietnamese readers write them, folding for search, natural order.

Every number that a person types or reads passes through here; nothing else parses or prints one.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ctmtqg_desktop.letters.spoiled import legacy_of, looks_garbled

NBSP = "\u00a0"
_SPACES = re.compile(r"\s+")
_BLANKS = "".join(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
_UNSEEN = "\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff"
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("\u00d0\u0189", "Đ"),
        **dict.fromkeys("\u00f0\u0256", "đ"),
        **dict.fromkeys(_BLANKS, " "),
        **dict.fromkeys(_UNSEEN, ""),
    }
)
"""Letters that look like ours, marks that nobody sees, blanks that only look like one."""
_TO_FOLD = re.compile(f"[{''.join(map(chr, _FOLDED))}]")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_GROUPED = {
    ".": re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?"),
    ",": re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"),
}
_LONE_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
"""Thousands or decimals: nothing in the text itself says which."""
_SPACED = re.compile(r"([+-]?) ?([1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?)")
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks by their category that nobody sees."""
_TURNING = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_HALVES = re.compile(r"[\ud800-\udfff]")
"""Halves of a pair, as Python puts them for bytes of a file's name that are no text."""
_CHUNK = re.compile(r"(\d+)")
MAX_DIGITS = 18
"""More digits than a 64-bit scaled integer can hold are refused at the door."""


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number read from text.

    Attributes:
        value: exact.
        other: what the text means where dot and comma have changed places, in an English sheet
            ("1.234" as 1,234; "1,234" as 1234); None where it can mean one thing only.
        sign: the decimal sign, where the text proves which one it is; else empty.
    """

    value: Decimal
    other: Decimal | None = None
    sign: str = ""

    @property
    def ambiguous(self) -> bool:
        """Say whether the text could also have meant something else."""
        return self.other is not None


def nfc(text: str) -> str:
    """Return the text in NFC without outer blanks: what packages and the catalogue are held to.

    What people bring goes through ``clean``.
    """
    return unicodedata.normalize("NFC", text).strip()


def readable(name: str) -> str:
    """Return a file's name as text that can be written anywhere; what is no text becomes "�".

    On Linux a name is bytes; one from an old stick need not be UTF-8.
    """
    return _HALVES.sub("\ufffd", name)


def clean(text: str) -> str:
    """Return a text from outside as it is kept: every door calls this, and compares with it.

    Letters that only look like Đ become it; blanks of every width become plain ones; marks that
    nobody sees or that turn the writing go. A text in an old encoding, or one that was read as
    the wrong code, stays as it is: there the same marks are letters, and a finding tells of it.
    """
    if text.isascii():
        return text.strip()
    one_form = nfc(_TURNING.sub("", text))
    if not _TO_FOLD.search(one_form) or legacy_of(one_form) or looks_garbled(one_form):
        return one_form
    return nfc(one_form.translate(_FOLDED))


def as_seen(secret: str) -> str:
    """Return a password as whoever types it sees it: letters that look alike are the same.

    Blanks at its ends stay: they may be meant.
    """
    return unicodedata.normalize("NFC", _TURNING.sub("", secret).translate(_FOLDED))


def harmless(text: str) -> str:
    """Return a text from outside as it may be shown: what is seen is what is there.

    Left out is what has no shape of its own: controls but the line feed, marks that turn the
    direction of writing, joiners, letters of no alphabet. Other blanks become plain ones.
    """
    one_form = unicodedata.normalize("NFC", text)
    if one_form.isprintable() and _FILLERS.isdisjoint(one_form):
        return one_form  # nearly every text, and a catalogue has a hundred thousand
    return unicodedata.normalize("NFC", "".join(_seen(mark) for mark in one_form))


def _seen(mark: str) -> str:
    if mark == "\n":
        return mark
    category = unicodedata.category(mark)
    if mark.isspace():
        return NBSP if mark == NBSP else " "
    is_hidden = category in {"Cc", "Cf", "Cs", "Co", "Cn"} or mark in _FILLERS
    return "" if is_hidden else mark


def has_odd_letters(text: str) -> bool:
    """Say whether a name has letters of another alphabet, which may only look like ours."""
    return any(mark.isalpha() and not _is_latin(mark) for mark in text)


def _is_latin(mark: str) -> bool:
    return unicodedata.name(mark, "").startswith("LATIN ")


def fold(text: str) -> str:
    """Return the text without accents and case, for search: "Đường" -> "duong".

    What looks the same is the same here too.
    """
    if text.isascii():
        return _SPACES.sub(" ", text.casefold()).strip()
    return _SPACES.sub(" ", text.translate(_BARE)).strip()


class _BareLetters(dict[int, str]):
    """Every letter without accents and case, as it is met; a list of thousands has but a few."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFD", chr(code).translate(_FOLDED))
        bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
        found = bare.replace("đ", "d").replace("Đ", "D").casefold()
        if code <= _LAST_KEPT:
            self[code] = found
        return found


_LAST_KEPT = 0x3000
_BARE = _BareLetters()


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key in which "2" precedes "10" and accents do not scatter words."""
    parts = _CHUNK.split(fold(text))
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts if p)


def parse_number(text: str) -> TypedNumber | None:
    """Read a number as a Vietnamese officer types it; None when it is not one.

    The dot groups thousands and the comma starts decimals ("1.234,5"). A dot that cannot be
    grouping is taken as the decimal sign ("1.5", "0.125"), and a text grouped the English way
    is understood where it can mean nothing else ("1,234.5", "1,234,567"). Blanks may group
    thousands too. "1.234" is 1234 and "1,234" is 1,234; both say that they are ambiguous.
    Exponents, letters, raised digits and more than 18 digits are refused.
    """
    if any(unicodedata.category(mark) == "No" for mark in text):
        return None
    bare = _ungrouped(_SPACES.sub(" ", unicodedata.normalize("NFKC", clean(text))).strip())
    sign = -1 if bare.startswith("-") else 1
    digits = bare[1:] if bare[:1] in {"-", "+"} else bare
    if not digits.isascii() or sum(c.isdigit() for c in digits) > MAX_DIGITS:
        return None
    found = _unsigned(digits)
    if found is None:
        return None
    other = None if found.other is None else sign * found.other
    return TypedNumber(sign * found.value, other, found.sign)


def _ungrouped(text: str) -> str:
    """Return the text without blanks between its thousands; other blanks stay and spoil it."""
    plain = text.replace("−", "-")
    found = _SPACED.fullmatch(plain)
    return found[1] + found[2].replace(" ", "") if found else re.sub(r"^([+-]) ", r"\1", plain)


def _unsigned(digits: str) -> TypedNumber | None:
    if _LONE_GROUP.fullmatch(digits):
        grouped = Decimal(re.sub("[.,]", "", digits))
        decimal = Decimal(digits.replace(",", "."))
        dotted = "." in digits
        return TypedNumber(grouped, decimal) if dotted else TypedNumber(decimal, grouped)
    if _GROUPED["."].fullmatch(digits):
        return TypedNumber(Decimal(digits.replace(".", "").replace(",", ".")), sign=",")
    if _PLAIN.fullmatch(digits):
        sign = next((mark for mark in ".," if mark in digits), "")
        return TypedNumber(Decimal(digits.replace(",", ".")), sign=sign)
    if _GROUPED[","].fullmatch(digits):
        return TypedNumber(Decimal(digits.replace(",", "")), sign=".")
    return None


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round once, the way the forms say: half away from zero."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def format_number(value: Decimal, decimals: int | None = None) -> str:
    """Write a number for Vietnamese readers: "1.234,5".

    Args:
        value: exact.
        decimals: how many to show, rounding half up; None shows what there is.
    """
    shown = value if decimals is None else round_half_up(value, decimals)
    text = f"{shown:f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, _, fraction = text.lstrip("-").partition(".")
    grouped = f"{int(whole or '0'):,}".replace(",", ".")
    sign = "-" if text.startswith("-") and shown != 0 else ""
    return sign + grouped + ("," + fraction if fraction else "")


def canonical_number(value: Decimal) -> str:
    """Write a number for machines: no exponent, no trailing zeros, no minus zero."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def parse_date(text: str) -> date | None:
    """Read ``dd/mm/yyyy`` (also with dots or dashes); a two-digit year is refused."""
    found = _DATE.fullmatch(clean(text))
    if not found:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def format_date(value: date) -> str:
    """Write a date as ``dd/mm/yyyy``."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
