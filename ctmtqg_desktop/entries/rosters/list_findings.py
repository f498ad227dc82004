"""Rows of rosters that are there twice, and identity numbers that cannot be right.

Only rows that changed are read again, however long a list is. A number belongs to one person, so
a second row with it stops the signing; a code, or a name that stands alone, asks for a reason; a
name with a village warns, for there are namesakes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from typing import NamedTuple

from ctmtqg_desktop.catalogue.records.form import (
    Cell,
    Column,
    Form,
    Section,
    SectionKind,
    Severity,
)
from ctmtqg_desktop.catalogue.records.personal import Hidden
from ctmtqg_desktop.catalogue.records.values import PersonKind, Value
from ctmtqg_desktop.entries.cells import Cells
from ctmtqg_desktop.entries.rosters.identity import IdentityFault, identity_fault, person_of
from ctmtqg_desktop.entries.rosters.same_rows import Held, RowKey, RowKeys, key_reader, surer_keys
from ctmtqg_desktop.rules.finding import Finding

Say = Callable[[str, Mapping[str, object]], str]


class _Row(NamedTuple):
    section: str
    key: str


class _Group(NamedTuple):
    """Rows that may be the same: of all lists with the same keys, by one of them."""

    keys: tuple[tuple[str, ...], ...]
    at: int
    key: RowKey


@dataclass(frozen=True, slots=True)
class _Watched:
    """A roster that is watched.

    Attributes:
        order: its place in the form.
        section: with the keys that can be compared here.
        keys_of: reads them.
        excludes: lists of which no row may stand here.
        numbers: columns of identity numbers.
        persons: columns that say something else of whose number it is.
        columns: those of which a change matters.
    """

    order: int
    section: Section
    keys_of: Callable[[Held], RowKeys]
    excludes: frozenset[str]
    numbers: tuple[Column, ...]
    persons: tuple[Column, ...]
    columns: frozenset[str]


class ListFindings:
    """Know which rows of a sheet are the same and which numbers are at fault.

    At first every row waits to be read; see ``KeptFindings``.

    Args:
        form: whose rosters.
        cells: of the sheet.
        year: of the period.
        hidden: columns that stayed at home: no key is compared from there on.
    """

    def __init__(
        self, form: Form, cells: Cells, *, year: int, say: Say, hidden: Hidden = frozenset()
    ) -> None:
        self._form, self._cells, self._year, self._say = form.id, cells, year, say
        self._lists = {one.section.id: one for one in _watched(form, hidden)}
        self._keys: dict[_Row, RowKeys] = {}
        self._groups: dict[_Group, dict[_Row, int]] = {}
        self._crowded: dict[_Group, tuple[_Double, ...] | None] = {}
        self._faults: dict[_Row, tuple[_Fault, ...]] = {}
        self._said: dict[_Double | _Fault, tuple[tuple[int, int], Finding]] = {}
        self._unread = {_Row(name, key): None for name in self._lists for key in cells.rows(name)}

    def follow(self, new_rows: Mapping[str, Collection[str]], typed: Iterable[Cell]) -> None:
        """Let wait what a change can turn.

        Args:
            new_rows: rosters whose rows came or went -> the rows that came.
            typed: cells that were typed into.
        """
        for section in self._lists.keys() & new_rows.keys():
            gone = [row for row in self._keys if row.section == section and self._at(row) is None]
            came = [_Row(section, key) for key in new_rows[section]]
            self._unread.update(dict.fromkeys([*gone, *came]))
        for cell in typed:
            known = self._lists.get(cell.section)
            if known is not None and cell.column in known.columns:
                self._unread[_Row(cell.section, cell.row)] = None

    def look(self, most: int | None = None) -> bool:
        """Read rows that wait, no more than so many; return whether none waits any more."""
        for row in list(islice(self._unread, most)):
            del self._unread[row]
            self._forget(row)
            if self._at(row) is not None:
                self._learn(row)
        return not self._unread

    def all(self) -> list[Finding]:
        """Return what is found in the rows that were read, list by list and row by row."""
        found: list[_Double | _Fault] = [*self._doubles()]
        found += (f for faults in self._faults.values() for f in faults)
        there = [one for one in found if self._at(one.row) is not None]
        self._said = {one: self._finding(one) for one in sorted(there, key=self._order)}
        return [finding for _, finding in self._said.values()]

    def _order(self, one: "_Double | _Fault") -> tuple[int, int]:
        return self._rank(one.row)

    def _finding(self, one: "_Double | _Fault") -> tuple[tuple[int, int], Finding]:
        """Return what is told, said anew only where a row stands elsewhere than before."""
        other = one.other if isinstance(one, _Double) else one.row
        places = self._number(one.row), self._number(other)
        known = self._said.get(one)
        if known is not None and known[0] == places:
            return known
        return places, (self._told(one) if isinstance(one, _Double) else self._fault(one))

    def _at(self, row: _Row) -> int | None:
        return self._cells.place(row.section, row.key)

    def _number(self, row: _Row) -> int:
        return (self._at(row) or 0) + 1

    def _rank(self, row: _Row) -> tuple[int, int]:
        return self._lists[row.section].order, self._number(row)

    # -- what is known of the rows

    def _forget(self, row: _Row) -> None:
        self._faults.pop(row, None)
        keys = self._lists[row.section].section.keys
        for at, key, _ in surer_keys(self._keys.pop(row, ())):
            group = _Group(keys, at, key)
            del self._groups[group][row]
            self._regroup(group)

    def _learn(self, row: _Row) -> None:
        known = self._lists[row.section]
        held = {name: self._cells.value(Cell(*row, name)) for name in known.columns}
        self._keys[row] = keys = known.keys_of(held.__getitem__)
        for at, key, surer in surer_keys(keys):
            group = _Group(known.section.keys, at, key)
            self._groups.setdefault(group, {})[row] = surer
            self._regroup(group)
        faults = tuple(self._faults_of(row, held))
        if faults:
            self._faults[row] = faults

    def _regroup(self, group: _Group) -> None:
        """Let the pairs of a group be looked for again; rows never change places in a list."""
        rows = self._groups[group]
        if not rows:
            del self._groups[group]
        if len(rows) > 1:
            self._crowded[group] = None
        else:
            self._crowded.pop(group, None)

    def _faults_of(self, row: _Row, held: Mapping[str, Value]) -> Iterator["_Fault"]:
        known = self._lists[row.section]
        for column in known.numbers:
            number = held[column.id]
            if isinstance(number, str):
                person = person_of((c, held[c.id]) for c in known.persons)
                fault = identity_fault(number, person, self._year)
                if fault is not None:
                    yield _Fault(row, column.id, fault)

    # -- what is told of them

    def _doubles(self) -> Iterator["_Double"]:
        """Tell of each row once what it repeats in its own list, once what in another."""
        told: set[tuple[_Row, bool]] = set()
        for group, known in sorted(self._crowded.items(), key=lambda item: item[0].at):
            pairs = known if known is not None else tuple(self._pairs(group))
            self._crowded[group] = pairs
            for double in pairs:
                kind = (double.row, double.row.section == double.other.section)
                if kind not in told:
                    told.add(kind)
                    yield double

    def _pairs(self, group: _Group) -> Iterator["_Double"]:
        """Yield each later row with the first one that it repeats, of either list."""
        firsts: dict[tuple[str, int], _Row] = {}
        rows = self._groups[group]
        there = [row for row in rows if self._at(row) is not None]
        for row in sorted(there, key=self._rank):
            excluded = self._lists[row.section].excludes
            same = [first for (_, surer), first in firsts.items() if not surer & rows[row]]
            own = [first for first in same if first.section == row.section]
            others = [first for first in same if first.section in excluded]
            for found in (own, others):
                if found:
                    yield _Double(row, min(found, key=self._rank), group.at)
            firsts.setdefault((row.section, rows[row]), row)

    def _told(self, double: "_Double") -> Finding:
        row, other, at = double
        section = self._lists[row.section].section
        columns = [c for name in section.keys[at] if (c := section.column(name)) is not None]
        severity, what = _weight(columns)
        is_own = row.section == other.section
        facts = {
            "other": self._number(other), "other_list": self._lists[other.section].section.title,
            "columns": "; ".join(c.label for c in columns),
        }  # fmt: skip
        code = f"entries.{what}-twice" if is_own else f"entries.{what}-in-both-lists"
        return self._say_of(row, columns[0].id, IdentityFault(severity, code), facts)

    def _fault(self, found: "_Fault") -> Finding:
        column = self._lists[found.row.section].section.column(found.column)
        label = column.label if column else ""
        return self._say_of(found.row, found.column, found.fault, {"column": label})

    def _say_of(
        self, row: _Row, column: str, fault: IdentityFault, facts: Mapping[str, object]
    ) -> Finding:
        title = self._lists[row.section].section.title
        said = self._say(fault.code, {**facts, "row": self._number(row), "list": title})
        return Finding(fault.severity, fault.code, self._form, Cell(*row, column), said)


class _Double(NamedTuple):
    """A row and the earlier one that it repeats, by which key."""

    row: _Row
    other: _Row
    at: int


class _Fault(NamedTuple):
    """A number that cannot be right, by its column."""

    row: _Row
    column: str
    fault: IdentityFault


def _weight(columns: list[Column]) -> tuple[Severity, str]:
    """Return what becomes of two rows with one key, and the word for it in the codes."""
    if all(column.kind is PersonKind.IDENTITY_NUMBER for column in columns):
        return Severity.ERROR, "number"
    return (Severity.JUSTIFY if len(columns) == 1 else Severity.WARNING), "row"


def _watched(form: Form, hidden: Hidden) -> Iterator[_Watched]:
    for order, section in enumerate(form.sections):
        here = [c for c in section.columns if (section.id, c.id) not in hidden]
        names = {column.id for column in here}
        keys = tuple(takewhile(names.issuperset, section.keys))
        numbers = tuple(c for c in here if c.kind is PersonKind.IDENTITY_NUMBER)
        persons = tuple(c for c in here if c.kind is not None and c not in numbers)
        if section.kind is SectionKind.ROSTER and (keys or numbers):
            others = {s.id for s in form.sections if section.id in s.excludes}
            excludes = frozenset({*section.excludes, *others})
            columns = {name for key in keys for name in key}
            columns |= {column.id for column in (*numbers, *persons)}
            known = replace(section, keys=keys)
            yield _Watched(
                order, known, key_reader(known), excludes, numbers,
                persons if len(numbers) == 1 else (), frozenset(columns),
            )  # fmt: skip
