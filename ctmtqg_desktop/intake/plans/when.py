"""For when a sentence promises something: the period it names, its heading's, or the plan's."""

import re
from dataclasses import dataclass

from ctmtqg_desktop.intake.plans.vocabulary import looked_for

_YEAR = r"(?P<year>(?:19|20)\d{2})"
_BASE = r"\b<periods.base>\s*(?:dau )?(?:ky )?(?:cuoi )?$"
_RANGE = (
    r"(?:\b<periods.range>\s+)(?:tu\s+)?(?:nam\s+)?(?P<from>(?:19|20)\d{2})"
    r"\s*(?:-|–|den|toi)\s*(?:nam\s+)?(?P<to>(?:19|20)\d{2})"
)
_BARE_RANGE = r"\b(?P<from>20\d{2})\s*[-–]\s*(?P<to>20\d{2})\b"
_PARTS = (
    (rf"\b<periods.month>\s+(?P<part>\d{{1,2}})(?:/|\s+nam\s+){_YEAR}", "M"),
    (rf"\b<periods.quarter>\s+(?P<part>[1-4]|i{{1,3}}|iv)(?:/|\s+(?:nam\s+)?){_YEAR}", "Q"),
    (rf"\b<periods.half_first>\s+(?:nam\s+)?{_YEAR}", "H1"),
    (rf"\b<periods.half_last>\s+(?:nam\s+)?{_YEAR}", "H2"),
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_ONE = rf"\b<periods.year>\s+{_YEAR}\b"


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """A period that a text names.

    Attributes:
        at: its place.
        since: the first year, of a range.
    """

    at: int
    code: str
    since: str = ""


def moments_of(plain: str, start: int, end: int) -> list[NamedPeriod]:
    """Return the periods that a part of a text names, in order; what it compares with is none."""
    found: dict[int, NamedPeriod] = {}
    for shape, letter in _PARTS:
        for one in looked_for(shape).finditer(plain, start, end):
            found[one.start("year")] = NamedPeriod(one.start(), _part(one, letter))
    for shape in (_RANGE, _BARE_RANGE):
        for one in looked_for(shape).finditer(plain, start, end):
            found.setdefault(one.start("from"), NamedPeriod(one.start(), one["to"], one["from"]))
            found.setdefault(one.start("to"), NamedPeriod(one.start(), one["to"], one["from"]))
    for one in looked_for(_ONE).finditer(plain, start, end):
        found.setdefault(one.start("year"), NamedPeriod(one.start(), one["year"]))
    kept = {moment.at: moment for moment in found.values() if not _is_base(plain, moment.at)}
    return sorted(kept.values(), key=lambda moment: moment.at)


def _part(found: re.Match[str], letter: str) -> str:
    if letter.startswith("H"):
        return f"{found['year']}-{letter}"
    number = _ROMAN.get(found["part"]) or int(found["part"])
    if not 1 <= number <= (12 if letter == "M" else 4):
        return found["year"]
    return (
        f"{found['year']}-{letter}{number:02d}" if letter == "M" else f"{found['year']}-Q{number}"
    )


def _is_base(plain: str, at: int) -> bool:
    """Say whether a period is only what is compared with, or where something came from."""
    return looked_for(_BASE).search(plain[max(at - 30, 0) : at]) is not None


def chosen(moments: list[NamedPeriod], start: int, end: int) -> NamedPeriod | None:
    """Return the period of a clause: its own last one, else the last one named before it."""
    inside = [moment for moment in moments if start <= moment.at < end]
    before = [moment for moment in moments if moment.at < start]
    return inside[-1] if inside else before[-1] if before else None


def years_of_plan(plain: str, start: int, end: int) -> NamedPeriod | None:
    """Return the time a plan is for, by its title."""
    found = moments_of(plain, start, end)
    ranges = [moment for moment in found if moment.since]
    return (ranges or found)[-1] if found else None
