"""What the checks of a sheet found, kept by check and row: only what a change touched is judged.

A check that reads another form is judged again when what it reads there has changed; earlier
periods and targets do not change under an open sheet.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Protocol

from ctmtqg_desktop.catalogue.records.form import ANY_ROW, Cell
from ctmtqg_desktop.rules.engine import Engine, Show
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.rules.names import HERE, NamePlace, Ref, replace_row
from ctmtqg_desktop.rules.program import Changed
from ctmtqg_desktop.rules.types import Operand

_WHOLE = ""
"""What stands for the row of a check that is not repeated over a roster."""


class RosterRows(Protocol):
    """Where the rows of rosters stand."""

    def rows(self, section: str) -> Collection[str]:
        """Return the keys of a roster's rows."""

    def place(self, section: str, row: str) -> int | None:
        """Return where a row stands, from 0; None when it is gone."""


class KeptFindings:
    """Hold what every check found; at first all of them wait to be judged."""

    def __init__(self, engine: Engine, rosters: RosterRows, show: Show) -> None:
        self._engine, self._rosters, self._show = engine, rosters, show
        self._sections = [check.per_row for check in engine.program.checks]
        self._found: list[dict[str, tuple[int, Finding]]] = [{} for _ in self._sections]
        self._waiting: dict[int, set[str]] = {}
        self._readers: dict[Cell, list[tuple[int, bool]]] = {}
        self._abroad: dict[Ref, Operand] = {}
        self._abroad_readers: dict[Ref, set[int]] = {}
        self._is_looking = False
        self._read_references()
        for check in range(len(self._sections)):
            self._wait_everywhere(check)

    def _read_references(self) -> None:
        for number, check in enumerate(self._engine.program.checks):
            for ref in check.bound.refs:
                moving = ref.cell.row == HERE
                if ref.where is NamePlace.THIS:
                    node = replace_row(ref.cell, ANY_ROW) if moving else ref.cell
                    self._readers.setdefault(node, []).append((number, moving))
                elif ref.where is NamePlace.FORM:
                    self._abroad_readers.setdefault(ref, set()).add(number)

    # -- what must be judged again

    def follow(self, changed: Changed, new_rows: Mapping[str, Collection[str]]) -> None:
        """Let wait what a change can turn.

        Args:
            changed: cells that have other values.
            new_rows: rosters whose rows came or went -> the rows that came.
        """
        for node, rows in changed.items():
            for check, moving in self._readers.get(node, ()):
                if moving:
                    self._wait(check, rows)
                else:
                    self._wait_everywhere(check)
        for check, section in enumerate(self._sections):
            if section in new_rows:
                self._follow_rows(check, new_rows[section])

    def _follow_rows(self, check: int, new: Collection[str]) -> None:
        """Judge new rows, and those with a finding that stand elsewhere: it names their place."""
        section, found = self._sections[check], self._found[check]
        places = {row: self._rosters.place(section, row) for row in found}
        self._wait(check, (row for row, at in places.items() if at != found[row][0]))
        self._wait(check, new)

    def _wait(self, check: int, rows: Iterable[str]) -> None:
        waiting = set(rows)
        if waiting:
            self._waiting.setdefault(check, set()).update(waiting)

    def _wait_everywhere(self, check: int) -> None:
        section = self._sections[check]
        self._wait(check, self._rosters.rows(section) if section else (_WHOLE,))

    def _look_abroad(self) -> None:
        for ref, checks in self._abroad_readers.items():
            held = self._engine.operand(ref)
            if ref not in self._abroad or self._abroad[ref] != held:
                self._abroad[ref] = held
                for check in checks:
                    self._wait_everywhere(check)

    # -- judging

    def look(self, most: int) -> bool:
        """Judge what waits, but no more than so many; return whether nothing waits any more."""
        if not self._is_looking:
            self._look_abroad()
            self._is_looking = True
        while self._waiting and most > 0:
            check, rows = next(iter(self._waiting.items()))
            for _ in range(min(most, len(rows))):
                self._judge(check, rows.pop())
                most -= 1
            if not rows:
                del self._waiting[check]
        self._is_looking = bool(self._waiting)
        return not self._waiting

    def _judge(self, number: int, row: str) -> None:
        section, found = self._sections[number], self._found[number]
        at = self._rosters.place(section, row) if section else 0
        check = self._engine.program.checks[number]
        finding = self._engine.judge(check, row, at, self._show) if at is not None else None
        if finding is None or at is None:
            found.pop(row, None)
        else:
            found[row] = (at, finding)

    def all(self) -> Iterator[Finding]:
        """Yield what is found as far as it was judged, in the order of the rules and rows."""
        for found in self._found:
            for _, finding in sorted(found.values(), key=itemgetter(0)):
                yield finding
