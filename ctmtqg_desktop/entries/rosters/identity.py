"""What a typed identity number says of itself, and whether that fits the row it stands in.

Source: NĐ 137/2015/NĐ-CP, Điều 13; TT 07/2016/TT-BCA, Điều 7 và Phụ lục 1 (read in copies of the
circular, not in the gazette): twelve digits; three for the province or country where the birth
was registered, one for century and sex, two for the year, six at random. Nothing here stops a
signing: no figure is made of these digits, and papers themselves disagree.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ctmtqg_desktop.catalogue.records.form import Column, Severity
from ctmtqg_desktop.catalogue.records.values import Blank, PersonKind, Value
from ctmtqg_desktop.text import fold

PROVINCES = frozenset((
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37,
    38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77,
    79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
))  # fmt: skip
"""Where a birth may have been registered; whoever was born abroad has the code of a country."""
DIGITS, OLD_DIGITS, LEAST_DIGITS = 12, 9, 10
"""Of a number, of the card before 2016, and of a number whose noughts a table has eaten: no
province begins with three."""
_BETWEEN = re.compile(r"[\s.\-]")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|2[0-3])\d\d(?!\d)")
_MALE, _FEMALE = "nam", "nu"
_SEXES = {_MALE: 0, _FEMALE: 1}
_FIRST_CENTURY = 1900


@dataclass(frozen=True, slots=True)
class IdentityFault:
    """Why a number cannot be right, or not that of this person; never the number itself."""

    severity: Severity
    code: str


_LETTERS = IdentityFault(Severity.WARNING, "entries.identity-letters")
_LENGTH = IdentityFault(Severity.WARNING, "entries.identity-length")
_NOUGHTS = IdentityFault(Severity.WARNING, "entries.identity-noughts-lost")
_OLD = IdentityFault(Severity.INFO, "entries.identity-old")
_PLACE = IdentityFault(Severity.WARNING, "entries.identity-place")
_CENTURY = IdentityFault(Severity.WARNING, "entries.identity-century")
_BIRTH = IdentityFault(Severity.WARNING, "entries.identity-birth")
_SEX = IdentityFault(Severity.WARNING, "entries.identity-sex")


@dataclass(frozen=True, slots=True)
class Person:
    """What other columns of a row say of the person.

    Attributes:
        born: year; None where nothing says it.
        sex: 0 for a man, 1 for a woman, as the fourth digit counts; None where nothing says it.
    """

    born: int | None = None
    sex: int | None = None


def person_of(cells: Iterable[tuple[Column, Value]]) -> Person:
    """Read what a row says of its person; two columns that disagree say nothing."""
    years: set[int] = set()
    sexes: set[int] = set()
    for column, value in cells:
        if isinstance(value, Blank):
            continue
        if column.kind is PersonKind.SEX:
            sexes.update({_SEXES[s] for s in (fold(str(value)),) if s in _SEXES})
        elif column.kind in _BIRTHS:
            years.update(int(year) for year in _YEAR.findall(str(value)))
            sexes.update(_BIRTHS[column.kind])
    return Person(_only(years), _only(sexes))


_BIRTHS: dict[PersonKind | None, tuple[int, ...]] = {
    PersonKind.BIRTH: (),
    PersonKind.BIRTH_MALE: (_SEXES[_MALE],),
    PersonKind.BIRTH_FEMALE: (_SEXES[_FEMALE],),
}


def _only(found: set[int]) -> int | None:
    return found.pop() if len(found) == 1 else None


def identity_fault(number: str, person: Person, year: int) -> IdentityFault | None:
    """Return the first thing that is wrong with a number; None when it can be right, or is a dash.

    Args:
        number: as typed; blanks, dots and dashes between the digits do not matter.
        person: whose.
        year: of the period; nobody in a list is born after it.
    """
    digits = _BETWEEN.sub("", number)
    if not (digits.isascii() and digits.isdecimal()):
        return _LETTERS if digits else None
    if len(digits) != DIGITS:
        return _of_length(len(digits))
    if int(digits[:3]) not in PROVINCES:
        return _PLACE
    century, sex = divmod(int(digits[3]), 2)
    born = _FIRST_CENTURY + 100 * century + int(digits[4:6])
    if born > year:
        return _CENTURY
    if person.born not in {None, born}:
        return _BIRTH
    return _SEX if person.sex not in {None, sex} else None


def _of_length(count: int) -> IdentityFault:
    if count == OLD_DIGITS:
        return _OLD
    return _NOUGHTS if LEAST_DIGITS <= count < DIGITS else _LENGTH
