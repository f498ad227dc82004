"""The two meanings that one text can have, and which of them a column of texts proves."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ctmtqg_desktop import text as words
from ctmtqg_desktop.catalogue.records.form import CellSpec, CellType
from ctmtqg_desktop.entries.typed import read_figure
from ctmtqg_desktop.intake.desk.readings import ANSWERS, Answers, Question

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Options:
    """A text and what it means under each of two answers.

    Attributes:
        text: as it came.
        meanings: as an officer would type them; None where it has no meaning under an answer.
    """

    text: str
    meanings: tuple[str | None, str | None]

    @property
    def proved(self) -> int | None:
        """Return which answer the text proves, having no meaning under the other; else None."""
        first, second = self.meanings
        if (first is None) == (second is None):
            return None
        return 0 if second is None else 1

    @property
    def is_open(self) -> bool:
        """Say whether the two answers give two meanings."""
        first, second = self.meanings
        return first is not None and second is not None and first != second

    @property
    def sure(self) -> str | None:
        """Return the one meaning it has under any answer; None where there are two, or none."""
        known = {meaning for meaning in self.meanings if meaning is not None}
        return known.pop() if len(known) == 1 else None

    def under(self, answer: int | None) -> str | None:
        """Return what it means under an answer, or without one; None where that is open."""
        meaning = None if answer is None else self.meanings[answer]
        return self.sure if meaning is None else meaning


@dataclass(frozen=True, slots=True)
class Settled:
    """How a question came out for a column.

    Attributes:
        answer: which of the two ``ANSWERS``; None while it is open.
        proof: the text that proves it; empty where a person said so, or nothing did.
        is_contradicted: the column has proofs of both.
    """

    answer: int | None = None
    proof: str = ""
    is_contradicted: bool = False


def settle_question(question: Question, found: Iterable[Options], answers: Answers) -> Settled:
    """Say how a column answers a question: as a person said, else as its texts prove."""
    proofs: dict[int, str] = {}
    for options in found:
        if options.proved is not None:
            proofs.setdefault(options.proved, options.text)
    both = len(proofs) > 1
    if question in answers:
        return Settled(ANSWERS[question].index(answers[question]), is_contradicted=both)
    if len(proofs) != 1:
        return Settled(is_contradicted=both)
    answer, proof = next(iter(proofs.items()))
    return Settled(answer, proof)


def number_options(text: str, spec: CellSpec) -> Options | None:
    """Return what a written number means with a comma and with a dot before its decimals.

    None where it is no number.
    """
    typed = read_figure(words.clean(text), spec)
    if typed is None:
        return None
    first = typed.value if typed.sign != "." else None
    second = typed.value if typed.other is None else typed.other
    return Options(text, (_figure(first), _figure(second if typed.sign != "," else None)))


def only_whole(options: Options, spec: CellSpec) -> Options:
    """Leave a number of a column of whole numbers the meaning that is whole."""
    if spec.type is not CellType.INTEGER:
        return options
    first, second = (
        meaning if meaning is not None and "," not in meaning else None
        for meaning in options.meanings
    )
    return Options(options.text, (first, second))


def date_options(text: str) -> Options | None:
    """Return what a written date means with the day first and with the month first."""
    bare = words.clean(text)
    iso = _ISO.fullmatch(bare)
    if iso:
        day = _date(*(int(part) for part in iso.groups()))
        return Options(text, (day, day))
    found = _DAY.fullmatch(bare)
    if not found:
        return None
    one, other, year = (int(part) for part in found.groups())
    return Options(text, (_date(year, other, one), _date(year, one, other)))


def swapped_options(day: date) -> Options:
    """Return what a date of a spreadsheet means if it read its text the other way round."""
    shown = words.format_date(day)
    return Options(shown, (shown, _date(day.year, day.day, day.month)))


def share_options(text: str, number: Decimal) -> Options:
    """Return what a bare number of a percentage column means: per cent, or a share of one.

    More than one is no share; nothing is nothing either way.
    """
    shown = words.format_number(number)
    if abs(number) > 1:
        return Options(text, (shown, None))
    return Options(text, (shown, words.format_number(number * 100)))


def has_share(numbers: Sequence[Decimal]) -> bool:
    """Say whether there is anything between nothing and one."""
    return any(0 < abs(number) < 1 for number in numbers)


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else words.format_number(value)


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return words.format_date(date(year, month, day))
    except ValueError:
        return None
