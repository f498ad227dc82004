"""What makes two rows of a roster the same: the keys that its section declares.

A key is compared as it is spoken: case, blanks, signs and the place of a tone mark do not matter
("HOÀ - Bản 1" is "Hòa bản 1"), accents do, for Hà and Hạ are two persons. Of an identity number
only the digits count, and noughts that a table has eaten at its front.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from heapq import nsmallest

from ctmtqg_desktop.catalogue.records.form import Column, Section
from ctmtqg_desktop.catalogue.records.values import Blank, PersonKind
from ctmtqg_desktop.entries.change import EntryValue, Refused
from ctmtqg_desktop.entries.rosters.identity import DIGITS, LEAST_DIGITS
from ctmtqg_desktop.text import clean

_TONE_WITHIN = re.compile("([\u0300\u0301\u0303\u0309\u0323])([\\w\u0302\u0306\u031b]+)")
_GAP = re.compile("[^\\w\u0300-\u036f]+")
_NOT_A_DIGIT = re.compile("[^0-9]")

RowKey = tuple[str, ...]
Held = Callable[[str], EntryValue]
RowKeys = tuple[RowKey | None, ...]
"""One for each key that the section declares, in its order; None where a row lacks a part."""


def key_reader(section: Section) -> Callable[[Held], RowKeys]:
    """Return what reads the keys of a roster's rows; of a row it is told what a column holds."""
    names = {name for key in section.keys for name in key}
    columns = [column for column in section.columns if column.id in names]

    def read(held: Held) -> RowKeys:
        parts = {column.id: key_part(column, held(column.id)) for column in columns}
        found = (tuple(parts[name] for name in key) for key in section.keys)
        return tuple(key if all(key) else None for key in found)

    return read


def key_part(column: Column, value: EntryValue) -> str:
    """Return a value as keys compare it; empty where there is nothing to compare."""
    if isinstance(value, Refused | Blank):
        return ""
    if column.kind is PersonKind.IDENTITY_NUMBER:
        return _number(str(value))
    return spoken(value) if isinstance(value, str) else str(value)


def spoken(text: str) -> str:
    """Return a text as it is said: without case, signs and double blanks, tones at word ends."""
    apart = unicodedata.normalize("NFD", clean(text).casefold())
    return _GAP.sub(" ", _TONE_WITHIN.sub(r"\2\1", apart)).strip()


def _number(text: str) -> str:
    digits = _NOT_A_DIGIT.sub("", unicodedata.normalize("NFKC", text))
    return digits.zfill(DIGITS) if len(digits) >= LEAST_DIGITS else digits


class KnownRows:
    """Rows by their keys; whoever asks gets those that are the same, in the order of places.

    Two rows are the same by the first key that both have whole: namesakes with two different
    identity numbers are not, and neither are a name with one year of birth and with another.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[int, RowKey], dict[int, list[int]]] = defaultdict(dict)

    def add(self, place: int, keys: RowKeys) -> None:
        """Take a row; places come in rising order."""
        for at, key, surer in surer_keys(keys):
            self._found[at, key].setdefault(surer, []).append(place)

    def same(self, keys: RowKeys, most: int = 1) -> tuple[int, tuple[int, ...]]:
        """Return which key says so and the first places of rows that are the same; -1 for none."""
        for at, key, surer in surer_keys(keys):
            groups = self._found.get((at, key), {})
            fitting = [p for other, places in groups.items() if not other & surer
                       for p in places[:most]]  # fmt: skip
            if fitting:
                return at, tuple(nsmallest(most, fitting))
        return -1, ()


def surer_keys(keys: RowKeys) -> Iterator[tuple[int, RowKey, int]]:
    """Yield the keys a row has: number, key, and the numbers of its surer ones as bits."""
    before = 0
    for at, key in enumerate(keys):
        if key is not None:
            yield at, key, before
            before |= 1 << at
