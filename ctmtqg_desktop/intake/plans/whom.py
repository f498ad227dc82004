"""Whom a sentence concerns: units by the names that the catalogue has for them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ctmtqg_desktop.catalogue.records.labels import national_names
from ctmtqg_desktop.catalogue.records.units import Unit, UnitTree, search_text
from ctmtqg_desktop.intake.plans.outline import Outline
from ctmtqg_desktop.intake.plans.sentences import Stretch
from ctmtqg_desktop.intake.plans.vocabulary import looked_for

_WORD = r"[^\W\d_][\w'’]*"
_MOST_WORDS = 5
_NAME = re.compile(rf"{_WORD}(?: {_WORD}){{0,{_MOST_WORDS - 1}}}")
_IN_TITLE = 20
_DATES = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_SIGNED = re.compile(r"ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})")


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit by its name in a text.

    Attributes:
        words: as the text writes it, "xã Bản Bo".
        unit: None where the catalogue has none of the name.
    """

    start: int
    end: int
    words: str
    unit: Unit | None


@dataclass(frozen=True)
class PlaceNames:
    """The units of a day, asked by name.

    Attributes:
        own: code of the plan's own unit; those below it are meant first.
    """

    units: UnitTree
    day: date
    own: str = ""
    _known: dict[str, tuple[Unit, ...]] = field(default_factory=dict)

    @cached_property
    def _shape(self) -> re.Pattern[str]:
        kinds = sorted(national_names()["kinds"], key=len, reverse=True)
        named = "|".join(
            f"[{kind[0].upper()}{kind[0].lower()}]{kind[1:]}|{kind.upper()}" for kind in kinds
        )
        return re.compile(rf"(?<!\w)({named}) (?=\w)")

    def named_in(self, text: str, start: int = 0, end: int | None = None) -> Iterator[NamedUnit]:
        """Yield the units that a part of a text names."""
        for found in self._shape.finditer(text, start, len(text) if end is None else end):
            following = _NAME.match(text, found.end())
            words = _capitalised(following[0].split()) if following else []
            if words:
                yield self._longest(found, words)

    def _longest(self, found: re.Match[str], words: list[str]) -> NamedUnit:
        """Return the unit of the most words that have one; a sentence may go on in capitals."""
        for count in range(len(words), 0, -1):
            name = " ".join([found[1], *words[:count]])
            unit = self.find(name)
            if unit is not None:
                return NamedUnit(found.start(), found.start() + len(name), name, unit)
        name = " ".join([found[1], *words])
        return NamedUnit(found.start(), found.start() + len(name), name, None)

    def find(self, name: str) -> Unit | None:
        """Return the one unit of a name: among ours if there, else where only one has it."""
        if name not in self._known:
            self._known[name] = self._of_name(name)
        units = self._known[name]
        if self.own:
            below = [one for one in units if self._is_ours(one)]
            units = tuple(below) or units
        return units[0] if len(units) == 1 else None

    def _of_name(self, name: str) -> tuple[Unit, ...]:
        """Return the units of a name with its accents; where none has them, without."""
        found = self.units.search(name, self.day, 40)
        same = tuple(one for one in found if one.name.casefold() == name.casefold())
        key = search_text(name)
        return same or tuple(one for one in found if search_text(one.name) == key)

    def _is_ours(self, unit: Unit) -> bool:
        return self.own == unit.code or self.own in self.units.above(unit, self.day)


def _capitalised(words: list[str]) -> list[str]:
    found = []
    for word in words:
        if not word[:1].isupper():
            break
        found.append(word)
    return found


def signed_on(plain: str, head: int) -> date | None:
    """Return the day of a document: when it was signed, or the last day its head names."""
    for shape, place in ((_SIGNED, head), (_DATES, head)):
        days = [_date(*map(int, found.groups())) for found in shape.finditer(plain, 0, place)]
        known = [day for day in days if day is not None]
        if known:
            return max(known)
    return None


def _date(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def own_unit(gazetteer: PlaceNames, outline: Outline, title: Stretch) -> Unit | None:
    """Return the unit whose plan it is: the one named most, of the level it speaks for."""
    weights: Counter[str] = Counter()
    units: dict[str, Unit] = {}
    for named in gazetteer.named_in(outline.document.text):
        if named.unit is not None:
            units[named.unit.code] = named.unit
            is_in_title = title.start <= named.start < title.end
            weights[named.unit.code] += _IN_TITLE if is_in_title else 1
    level = _level(outline.plain)
    of_level = [code for code in weights if search_text(units[code].name).startswith(f"{level} ")]
    ranked = sorted(of_level if level and of_level else weights, key=lambda code: -weights[code])
    return units[ranked[0]] if ranked else None


def _level(plain: str) -> str:
    """Return the kind word that "trên địa bàn …" and the like are followed by most."""
    kinds = "|".join(search_text(kind) for kind in national_names()["kinds"])
    shape = rf"\b<sections.here>\s+({kinds})\b"
    found = Counter(match[1] for match in looked_for(shape).finditer(plain))
    return found.most_common(1)[0][0] if found else ""
