"""What became of a unit: the units that followed it, and those it was made of.

A unit is a pair of code and day, as everywhere: 03405 is the commune Giang Ma until 30/6/2025
and the commune Tả Lèng from the day after.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from ctmtqg_desktop.catalogue.records.gazetteer import DOUBTED, SuccessionTable
from ctmtqg_desktop.catalogue.records.legal import Confidence

SUCCESSION_HEADER = "old,new,share,mark"


class Share(StrEnum):
    """How much of a unit went over to its successor.

    How big a part is nobody has said, so figures of a divided unit cannot be given to its
    successors; ``main`` is the part with the seat.
    """

    WHOLE = "whole"
    MAIN = "main"
    PART = "part"


SHARES = frozenset({"", *Share})
"""What the column ``share`` may say; empty is the whole."""


@dataclass(frozen=True, slots=True)
class Succession:
    """That a unit, or a part of it, became another (or stayed itself) on a day.

    Attributes:
        old: code until the day before.
        new: code from that day on.
    """

    old: str
    new: str
    day: date
    share: Share
    source: str
    confidence: Confidence

    @property
    def is_split(self) -> bool:
        """Say whether only a part of the old unit went over."""
        return self.share is not Share.WHOLE


class Lineage:
    """All successions, looked up both ways; tables are read at the first question."""

    def __init__(self, *sources: Callable[[], Iterable[Succession]]) -> None:
        self._sources: Sequence[Callable[[], Iterable[Succession]]] = sources

    def successors(self, code: str, at: date) -> tuple[Succession, ...]:
        """Return what the unit of that day became at the next change; empty when nothing."""
        known = self._by_old.get(code, ())
        day = min((s.day for s in known if s.day > at), default=None)
        return tuple(s for s in known if s.day == day)

    def predecessors(self, code: str, at: date) -> tuple[Succession, ...]:
        """Return what the unit of that day was made of at the last change; empty when nothing."""
        known = self._by_new.get(code, ())
        day = max((s.day for s in known if s.day <= at), default=None)
        return tuple(s for s in known if s.day == day)

    def origins(self, code: str, at: date, back_to: date) -> tuple[Succession, ...]:
        """Return the units that on an earlier day were the land of a unit, through all changes.

        Empty when no change lies between the days: the unit is its own origin.
        """
        found: list[Succession] = []
        for step in self.predecessors(code, at):
            if step.day <= back_to:
                return ()
            before = self.origins(step.old, step.day - timedelta(days=1), back_to)
            found.extend(_through(before, step) if before else (step,))
        return tuple(found)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Return the days on which units changed, the first first."""
        return tuple(sorted({s.day for s in self._all}))

    @cached_property
    def _all(self) -> tuple[Succession, ...]:
        return tuple(s for source in self._sources for s in source())

    @cached_property
    def _by_old(self) -> dict[str, list[Succession]]:
        return _grouped((s.old, s) for s in self._all)

    @cached_property
    def _by_new(self) -> dict[str, list[Succession]]:
        return _grouped((s.new, s) for s in self._all)


def successions(table: SuccessionTable, text: str) -> Iterator[Succession]:
    """Yield what a table says, line by line; lines that cannot be read are left to the linter."""
    for line in text.splitlines()[1:]:
        old, new, share, mark = (line.split(",") + [""] * 3)[:4]
        if share not in SHARES:
            continue
        doubted = mark == DOUBTED
        yield Succession(
            old,
            new,
            table.day,
            Share(share or Share.WHOLE),
            table.source,
            Confidence.UNVERIFIED if doubted else table.confidence,
        )


def _grouped(pairs: Iterable[tuple[str, Succession]]) -> dict[str, list[Succession]]:
    groups: dict[str, list[Succession]] = {}
    for code, succession in pairs:
        groups.setdefault(code, []).append(succession)
    return groups


def _through(before: Sequence[Succession], step: Succession) -> Iterator[Succession]:
    """Yield earlier successions as ones that lead to the end: a part of a part is a part."""
    for early in before:
        split = early if early.is_split else step
        sure = early.confidence if early.confidence is Confidence.UNVERIFIED else step.confidence
        yield Succession(early.old, step.new, step.day, split.share, step.source, sure)
