"""Rows that come in from a file, held against those a roster has: the same, changed, or new.

Nothing is changed here: whoever asks types what is told, as one step.
"""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ctmtqg_desktop.catalogue.records.form import Cell, Section, cell_spec
from ctmtqg_desktop.catalogue.records.values import EMPTY, PersonKind
from ctmtqg_desktop.entries.change import EntryValue
from ctmtqg_desktop.entries.rosters.same_rows import KnownRows, RowKeys, key_part, key_reader
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.typed import read_entry, show_entry

MOST_RIVALS = 20
"""Of so many rows that are the same, which one is meant is asked and not looked for."""

Typed = Mapping[str, EntryValue]


class CellUpdate(NamedTuple):
    """A column that a row brings another value for, as shown before and as it came.

    Both in clear: whoever shows them elsewhere than on the entry screen masks them.
    """

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SameRow:
    """A row that is there already, and the columns it changes; none when nothing is new.

    Attributes:
        place: of the row among those that came in, from 0.
        row: key of the roster's row.
        key: columns by which they are the same; empty when all that came is equal.
    """

    place: int
    row: str
    key: tuple[str, ...] = ()
    changes: tuple[CellUpdate, ...] = ()


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row that is not there yet.

    Attributes:
        twin: place of an earlier row of the file that is the same; None for most. Both may be
            taken, and the sheet then finds that they stand there twice.
    """

    place: int
    twin: int | None = None


@dataclass(frozen=True, slots=True)
class DoubledRow:
    """A row that several rows could be, or that several rows of the file want to be: to be asked.

    Attributes:
        rows: keys of the roster's rows it could be, at most ``MOST_RIVALS``.
        places: of other rows of the file that are the same as one of these.
    """

    place: int
    rows: tuple[str, ...]
    key: tuple[str, ...]
    places: tuple[int, ...] = ()


@dataclass(slots=True)
class Arrivals:
    """What became of every row that came in; each stands in one list, in the file's order."""

    updated: list[SameRow] = field(default_factory=list)
    new: list[NewRow] = field(default_factory=list)
    same: list[SameRow] = field(default_factory=list)
    doubled: list[DoubledRow] = field(default_factory=list)

    @property
    def is_nothing_new(self) -> bool:
        """Say whether everything that came in is there already."""
        return not (self.updated or self.new or self.doubled)


def match_rows(sheet: Sheet, section: str, rows: Sequence[Mapping[str, str]]) -> Arrivals:
    """Say of each row that comes in which row of a roster it is, and what it changes there.

    A row is one that is there by a key of the roster, or, where it has none, when all that it
    brings is there in one row; every row that is there is taken once. A blank cell, and a column
    that is not typed into, says nothing: what is there stays, and so do the noughts of an identity
    number that has lost them on its way. Rows that are equal as a whole are
    found first, so that a file brought twice brings nothing the second time, doubles and all.

    Args:
        sheet: is not changed.
        section: a roster; of any other section every row is new.
        rows: column -> text as typed, in the order of the file.
    """
    found = sheet.form.section(section)
    if found is None:
        return Arrivals(new=[NewRow(place) for place in range(len(rows))])
    return _Matching(sheet, found, rows).run()


class _Matching:
    """One comparison of a file's rows with a roster's."""

    def __init__(self, sheet: Sheet, section: Section, rows: Sequence[Mapping[str, str]]) -> None:
        self._sheet, self._section = sheet, section
        self._there = sheet.rows(section.id)
        specs = {column.id: cell_spec(section, None, column) for column in section.columns}
        names = {name for key in section.keys for name in key}
        self._specs = {
            name: spec
            for name, spec in specs.items()
            if spec.is_input or (spec.given and name in names)
        }
        self._read_keys = key_reader(section)
        if not self._there:  # nothing can change: only what makes rows the same is read
            self._specs = {name: spec for name, spec in self._specs.items() if name in names}
        self._came = [dict(self._read(row)) for row in rows]
        self._held = [dict(self._holds(row)) for row in self._there]
        self._taken: dict[int, int] = {}
        self._told = Arrivals()
        blank = [n for n, row in enumerate(rows) if not any(text.strip() for text in row.values())]
        self._told.same.extend(SameRow(place, "") for place in blank)
        self._left = sorted(set(range(len(rows))).difference(blank))

    def _read(self, row: Mapping[str, str]) -> Iterator[tuple[str, EntryValue]]:
        for column, text in row.items():
            spec = self._specs.get(column)
            value = read_entry(text, spec, self._sheet.measures) if spec else EMPTY
            if value is not EMPTY:
                yield column, value

    def _holds(self, row: str) -> Iterator[tuple[str, EntryValue]]:
        for column in self._specs:
            value = self._sheet.entry(Cell(self._section.id, row, column))
            if value is not EMPTY:
                yield column, value

    def run(self) -> Arrivals:
        """Find equal rows, then those with a key, then those that bring less than is there."""
        self._take_equal()
        keys = {place: self._keys(self._came[place]) for place in self._left}
        known = KnownRows()
        for at, held in enumerate(self._held):
            known.add(at, self._keys(held))
        found = {place: known.same(keys[place], MOST_RIVALS) for place in self._left}
        rivals = {place: rows for place, (_, rows) in found.items()}
        self._take_contained(rivals, [n for n in self._left if not any(keys[n])])
        by = {n: self._section.keys[at] for n, (at, _) in found.items() if at >= 0}
        self._settle(rivals, by)
        self._begin([place for place in self._left if not rivals[place]], keys)
        for told in (self._told.same, self._told.updated, self._told.doubled):
            told.sort(key=lambda one: one.place)
        return self._told

    def _keys(self, values: Typed) -> RowKeys:
        return self._read_keys(lambda column: values.get(column, EMPTY))

    def _take(self, place: int, at: int, key: tuple[str, ...] = ()) -> None:
        self._taken[at] = place
        changes = tuple(self._changes(place, at))
        told = self._told.updated if changes else self._told.same
        told.append(SameRow(place, self._there[at], key, changes))

    def _changes(self, place: int, at: int) -> Iterator[CellUpdate]:
        for column, after in self._came[place].items():
            before = self._held[at].get(column, EMPTY)
            if after != before and not self._says_less(column, before, after):
                texts = (show_entry(v, self._specs[column], self._sheet.measures)
                         for v in (before, after))  # fmt: skip
                yield CellUpdate(column, *texts)

    def _says_less(self, column: str, before: EntryValue, after: EntryValue) -> bool:
        """Say whether an identity number is the one that is there, without its noughts."""
        known = self._section.column(column)
        if known is None or known.kind is not PersonKind.IDENTITY_NUMBER or before is EMPTY:
            return False
        is_same = key_part(known, after) == key_part(known, before)
        return is_same and _digits(after) <= _digits(before)

    def _take_equal(self) -> None:
        whole: dict[frozenset[tuple[str, EntryValue]], deque[int]] = defaultdict(deque)
        for at, held in enumerate(self._held):
            whole[frozenset(held.items())].append(at)
        for place in self._left:
            free = whole.get(frozenset(self._came[place].items()))
            if free and self._came[place]:
                self._take(place, free.popleft())
        self._leave()

    def _leave(self) -> None:
        taken = set(self._taken.values())
        self._left = [place for place in self._left if place not in taken]

    def _take_contained(self, rivals: Mapping[int, Sequence[int]], keyless: list[int]) -> None:
        """Take the rows of which all that came stands in one row: a rival, or any without keys."""
        anywhere = _Holders(self._held) if keyless else None
        without_key = set(keyless)
        for place in self._left:
            came = self._came[place]
            within = rivals[place]
            if anywhere is not None and place in without_key:
                within = anywhere.of(came, self._taken)
            at = next((n for n in within if n not in self._taken
                       and _contains(self._held[n], came)), None)  # fmt: skip
            if at is not None:
                self._take(place, at)
        self._leave()

    def _settle(
        self, rivals: Mapping[int, Sequence[int]], key: Mapping[int, tuple[str, ...]]
    ) -> None:
        """Change the row that only one wants; of others ask."""
        wanted: dict[int, list[int]] = defaultdict(list)
        for place in self._left:
            for at in rivals[place]:
                wanted[at].append(place)
        for place in [n for n in self._left if rivals[n]]:
            free = [at for at in rivals[place] if at not in self._taken]
            if len(free) == 1 and len(wanted[free[0]]) == 1:
                self._take(place, free[0], key[place])
                continue
            others = {n for at in rivals[place][:1] for n in wanted[at][:MOST_RIVALS]}
            others |= {self._taken[at] for at in rivals[place] if at in self._taken}
            rows = tuple(self._there[at] for at in rivals[place])
            places = tuple(sorted(others - {place}))
            self._told.doubled.append(DoubledRow(place, rows, key[place], places))

    def _begin(self, places: list[int], keys: Mapping[int, RowKeys]) -> None:
        known = KnownRows()
        for place in places:
            _, twins = known.same(keys[place])
            self._told.new.append(NewRow(place, twins[0] if twins else None))
            known.add(place, keys[place])


class _Holders:
    """Which rows hold a value in a column."""

    def __init__(self, held: Sequence[Typed]) -> None:
        self._rows: dict[tuple[str, EntryValue], deque[int]] = defaultdict(deque)
        for at, row in enumerate(held):
            for item in row.items():
                self._rows[item].append(at)

    def of(self, came: Typed, taken: Mapping[int, int]) -> Sequence[int]:
        """Return the rows that hold the rarest of some values; those at the front are free."""
        rarest = min((self._rows.get(i, _NONE) for i in came.items()), key=len, default=_NONE)
        while rarest and rarest[0] in taken:
            rarest.popleft()
        return rarest


_NONE: deque[int] = deque()


def _digits(number: EntryValue) -> int:
    return sum(mark.isdecimal() for mark in str(number))


def _contains(held: Typed, came: Typed) -> bool:
    return all(held.get(column, EMPTY) == value for column, value in came.items())
