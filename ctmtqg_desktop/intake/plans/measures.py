"""What a figure counts: the words behind it, and the catalogue's measure where it has one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.intake.plans.numbers import Figure
from ctmtqg_desktop.intake.plans.operators import Around, is_fall
from ctmtqg_desktop.intake.plans.vocabulary import bare, looked_for

SHARE, POINTS, YEARLY, TIMES = "phan-tram", "diem-phan-tram", "phan-tram-nam", "lan"
_IN_WORDS = re.compile(r"\([^()\d]{2,20}\)\s*")
"""A number once more, in words: "02 (hai) mô hình"."""
_PER_MILLE = "‰"
_RAW = re.compile(r"\s*((?:[^\W\d_]+(?:/[^\W\d_]+)*)(?:\s+[^\W\d_]+)?(?:\s?/\s?[^\W\d_]+)*)")
_MONEY = re.compile(r"dong\b")


@dataclass(frozen=True, slots=True)
class Counted:
    """A measure as it was found.

    Attributes:
        id: of the catalogue; empty where it has none.
        words: as the document writes it.
        is_money: whatever the measure is written in.
    """

    id: str
    words: str
    is_money: bool = False


@dataclass(frozen=True)
class MeasureWords:
    """The measures of a catalogue, by the words they are written with."""

    measures: Mapping[str, Measure]

    @cached_property
    def _by_words(self) -> list[tuple[str, str]]:
        """Return words -> id, the longest first; with accents: "bản" is not "bán"."""
        found = {one.label.casefold(): one.id for one in self.measures.values()}
        for words, measure in assets.words("labels", "plans.toml")["measures"].items():
            if measure in self.measures:
                found.setdefault(words.casefold(), measure)
        return sorted(found.items(), key=lambda pair: -len(pair[0]))

    def behind(self, text: str, figure: Figure, words: Around) -> Counted | None:
        """Return what a figure counts; None where nothing behind it can be counted."""
        if figure.is_word and not figure.is_share:
            return Counted(TIMES, text[figure.start : figure.end])
        if figure.is_share:
            return Counted(self._of_share(words), "%" if not figure.is_word else "")
        rest = " ".join(text[figure.end : figure.end + min(len(words.behind), 60)].split())
        rest = _IN_WORDS.sub("", rest, count=1) if rest.startswith("(") else rest
        if rest.startswith(_PER_MILLE):
            return Counted("", _PER_MILLE)
        return self.leading(rest) or _raw(rest)

    def leading(self, text: str) -> Counted | None:
        """Return the measure that a text begins with ("xã đặc biệt khó khăn")."""
        low = text.casefold().lstrip()
        for name, measure in self._by_words:
            if low.startswith(name) and not low[len(name) : len(name) + 1].isalpha():
                return Counted(measure, text.lstrip()[: len(name)], self.measures[measure].money)
        return None

    def named(self, words: str) -> Counted:
        """Return the measure that a cell of a table names."""
        low = words.casefold().strip()
        found = next((measure for name, measure in self._by_words if name == low), "")
        is_money = self.measures[found].money if found else False
        return Counted(found, words, is_money)

    def _of_share(self, words: Around) -> str:
        """A rate that falls by some percent falls by points; a number falls by a share of it."""
        is_rate = looked_for(r"\b(?:ty|ti) le\b").search(words.before) is not None
        if is_fall(words) and is_rate:
            return POINTS
        is_yearly = re.match(r"\s*%\s*/\s*nam\b", words.behind) is not None
        return YEARLY if is_yearly and YEARLY in self.measures else SHARE


def _raw(rest: str) -> Counted | None:
    """Return the words behind a figure as they stand: any noun may be counted."""
    found = _RAW.match(rest)
    if found is None:
        return None
    return Counted("", found[1], _MONEY.search(bare(found[1])) is not None)
