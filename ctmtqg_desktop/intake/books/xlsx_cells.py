"""Walk through a sheet of an .xlsx for what the reader of values does not tell of its cells."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from string import digits
from typing import NamedTuple

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.limits import MAX_CELLS
from ctmtqg_desktop.intake.books.markup import local_name, walk
from ctmtqg_desktop.intake.books.runs import Runs
from ctmtqg_desktop.intake.given import Span

_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384
UNCOMPUTED = "uncomputed"
_Starter = Callable[[dict[str, str]], None]
_YES = ("1", "true")
_TEXTS = ("s", "str", "inlineStr")


class Seen(NamedTuple):
    """A cell that holds something.

    Attributes:
        kind: as the file has it ("n", "s", "str", "inlineStr", "b", "e", "d"), or UNCOMPUTED.
        style: number of its style.
        raw: as the file has it: a number, the place of a shared text; empty for a text within.
        font: of a text within, where it may be legacy.
    """

    kind: str
    style: int
    raw: str
    font: str = ""


@dataclass(slots=True)
class SheetCells:
    """What was seen of a sheet: the cells that hold something, by row and column from 0."""

    rows: dict[int, dict[int, Seen]] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    count: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    @property
    def last(self) -> tuple[int, int]:
        """Return the lowest row and the rightmost column that hold something."""
        return max(self.rows, default=0), max(map(max, self.rows.values()), default=0)


def scan_cells(data: bytes, name: str, *, is_uncomputed: bool, held: int = 0) -> SheetCells:
    """Walk through the part of a sheet.

    Args:
        data: the part.
        name: of the file, for the refusal.
        is_uncomputed: a formula that came to 0 was never computed, for the book says so.
        held: cells of the book that are held already; of too many none is held any more.

    Raises:
        IntakeError: ``intake.workbook``, ``intake.workbook-entities``,
            ``intake.workbook-disputed`` where cells lie on each other or in no place.
    """
    scan = _Scan(name, is_uncomputed=is_uncomputed, room=MAX_CELLS - held)
    walk(data, name, scan.start, scan.end, scan.text)
    return scan.cells


class _Scan:
    """The cell that is being walked through, and those that were; called a million times."""

    def __init__(self, name: str, *, is_uncomputed: bool, room: int) -> None:
        self.cells = SheetCells()
        self._name = name
        self._is_uncomputed = is_uncomputed
        self._room = room
        self._row = self._column = -1
        self._row_number = ""
        self._columns: dict[str, int] = {}
        self._kind, self._style, self._raw = "n", 0, ""
        self._has_formula = self._has_value = False
        self._within: Runs | None = None
        self._held: list[str] | None = None
        self._starts: dict[str, _Starter | None] = {}
        self._ends: dict[str, Callable[[], None] | None] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element."""
        if tag not in self._starts:
            self._meet(tag)
        starter = self._starts[tag]
        if starter is not None:
            starter(attributes)
        elif self._within is not None:
            self._within.start(local_name(tag), attributes)

    def end(self, tag: str) -> None:
        """Leave an element."""
        ender = self._ends[tag]
        if ender is not None:
            ender()
        elif self._within is not None:
            self._within.end(local_name(tag))

    def text(self, text: str) -> None:
        """Take a text, where one is wanted."""
        if self._held is not None:
            self._held.append(text)
        elif self._within is not None:
            self._within.text(text)

    def _meet(self, tag: str) -> None:
        """Learn what an element is, whatever its prefix."""
        starters: dict[str, _Starter] = {
            "row": self._start_row, "c": self._start_cell, "v": self._start_value,
            "f": self._start_formula, "is": self._start_text, "mergeCell": self._span,
            "col": self._columns_seen,
        }  # fmt: skip
        name = local_name(tag)
        self._starts[tag] = starters.get(name)
        self._ends[tag] = {"c": self._end_cell, "v": self._end_value}.get(name)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self._row = self._row + 1 if number is None else int(number) - 1
        self._row_number = str(self._row + 1)
        self._column = -1
        if not 0 <= self._row < _MAX_ROW:
            raise self._refused()
        if attributes.get("hidden") in _YES:
            self.cells.hidden_rows.add(self._row)

    def _columns_seen(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in _YES:
            first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
            self.cells.hidden_columns.update(range(max(0, first - 1), min(last, _MAX_COLUMN)))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        self._column = self._column + 1 if place is None else self._column_of(place)
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s", 0))
        self._raw = ""
        self._has_formula = self._has_value = False
        self._within = None

    def _column_of(self, place: str) -> int:
        letters = place.rstrip(digits)
        if place[len(letters) :] != self._row_number:
            raise self._refused()
        column = self._columns.get(letters)
        if column is None:
            if not _PLACE.fullmatch(place) or _column_number(letters) >= _MAX_COLUMN:
                raise self._refused()
            column = self._columns[letters] = _column_number(letters)
        return column

    def _start_formula(self, _attributes: dict[str, str]) -> None:
        self._has_formula = True

    def _start_value(self, _attributes: dict[str, str]) -> None:
        if self._has_value:
            raise self._refused()
        self._has_value = True
        self._held = []

    def _end_value(self) -> None:
        self._raw = "".join(self._held or ())
        self._held = None

    def _start_text(self, _attributes: dict[str, str]) -> None:
        self._within = Runs()

    def _end_cell(self) -> None:
        kind = self._kind
        if self._has_formula and not self._is_computed():
            kind = UNCOMPUTED
        elif not self._raw and not (self._within and self._within.has_text):
            return
        self.cells.count += 1
        if self.cells.count > self._room:
            return
        row = self.cells.rows.setdefault(self._row, {})
        if self._column in row:
            raise self._refused()
        font = self._within.font if self._within else ""
        row[self._column] = Seen(kind, self._style, self._raw, font)
        self._within = None

    def _is_computed(self) -> bool:
        """Say whether the file has what the formula came to."""
        if self._kind in _TEXTS:  # it may have come to an empty text
            return self._has_value
        return bool(self._raw) and not (self._is_uncomputed and self._raw == "0")

    def _span(self, attributes: dict[str, str]) -> None:
        ends = [_PLACE.fullmatch(end) for end in attributes.get("ref", "").split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:
            top, left = int(ends[0][2]) - 1, _column_number(ends[0][1])
            bottom, right = int(ends[1][2]) - 1, _column_number(ends[1][1])
            self.cells.spans.append(Span(top, left, bottom, right))

    def _refused(self) -> IntakeError:
        return IntakeError("intake.workbook-disputed", file=self._name)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
