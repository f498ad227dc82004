"""Walk through the cells of an OpenDocument workbook; what is repeated is not unrolled in vain."""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.limits import MAX_CELLS, MAX_SHEET_COLUMNS
from ctmtqg_desktop.intake.books.markup import local_name
from ctmtqg_desktop.intake.books.ods_styles import OdsStyles
from ctmtqg_desktop.intake.given import Span

_ASIDE = ("annotation", "shapes", "frame", "custom-shape", "dde-links", "tracked-changes")
"""What may stand in a sheet without being in its cells."""
_CELLS = ("table-cell", "covered-table-cell")
_VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")
_CALC_KIND = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
"""Calc's own word for the type of a cell, which knows errors."""
_EMPTY = ("", "string", "void")
"""Types of a cell that need no value."""
_MOST_SPACES = 1_000_000


class OdsCell(NamedTuple):
    """A cell that holds something, as it says itself.

    Attributes:
        kind: its type; empty where it says none.
        value: of its type.
        text: as it is shown.
        style: name of its style.
        has_formula: it is computed.
        has_text: it has a text, be it an empty one.
        is_error: it says so.
    """

    kind: str
    value: str
    text: str
    style: str
    has_formula: bool
    has_text: bool
    is_error: bool


@dataclass(slots=True)
class OdsTable:
    """A sheet: its rows by number, each column -> cell; both count from 0."""

    name: str
    style: str
    rows: dict[int, dict[int, OdsCell]] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    @property
    def last(self) -> tuple[int, int]:
        """Return the lowest row and the rightmost column that hold something."""
        return max(self.rows, default=0), max(map(max, self.rows.values()), default=0)


class OdsContent:
    """The workbook as it is walked through.

    Attributes:
        tables: the sheets so far.
        count: cells that hold something; of too many none is held any more.
        styles: how cells look.
    """

    def __init__(self, name: str) -> None:
        self.tables: list[OdsTable] = []
        self.count = 0
        self.styles = OdsStyles()
        self._name = name
        self._names: dict[str, str] = {}
        self._aside = 0
        self._spaces = _MOST_SPACES
        self._row = self._column = 0
        self._cells: dict[int, OdsCell] = {}
        self._row_repeats = 1
        self._columns: list[tuple[int, str]] = []
        self._row_style = ""
        self._is_hidden = False
        self._given: dict[str, str] | None = None
        self._lines: list[list[str]] = []
        self._is_error = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element."""
        name = self._local(tag)
        if self._aside or name in _ASIDE:
            self._aside += 1
            return
        is_error = attributes.pop(_CALC_KIND, "") == "error"
        given = {self._local(key): value for key, value in attributes.items()}
        if self._given is not None:
            self._within(name, given)
        elif name in _CELLS:
            self._given, self._lines, self._is_error = given, [], is_error
        elif name == "table-row":
            self._cells, self._column = {}, 0
            self._row_repeats = self._repeats(given, "number-rows-repeated")
            self._is_hidden = given.get("visibility", "visible") != "visible"
            self._row_style = given.get("default-cell-style-name", "")
        elif name == "table":
            self._open(given)
        elif name == "table-column":
            self._add_columns(given)
        else:
            self.styles.start(name, given)

    def end(self, tag: str) -> None:
        """Leave an element."""
        name = self._local(tag)
        if self._aside:
            self._aside -= 1
        elif name in _CELLS:
            self._end_cell()
        elif name == "table-row":
            self._end_row()
        elif self._given is None:
            self.styles.end(name)

    def text(self, text: str) -> None:
        """Take a text, where one is wanted."""
        if self._lines and not self._aside:
            self._lines[-1].append(text)

    def _local(self, tag: str) -> str:
        name = self._names.get(tag)
        if name is None:
            name = self._names[tag] = local_name(tag)
        return name

    def _open(self, given: dict[str, str]) -> None:
        self.tables.append(OdsTable(given.get("name", ""), given.get("style-name", "")))
        self._row, self._columns = 0, []

    def _add_columns(self, given: dict[str, str]) -> None:
        until = self._columns[-1][0] if self._columns else 0
        first, until = until, until + self._repeats(given, "number-columns-repeated")
        if self.tables and given.get("visibility", "visible") != "visible":
            seen = range(first, min(until, MAX_SHEET_COLUMNS))
            self.tables[-1].hidden_columns.update(seen)
        self._columns.append((until, given.get("default-cell-style-name", "")))

    def _repeats(self, given: dict[str, str], name: str) -> int:
        count = int(given.get(name, 1))
        if count < 1:
            raise self._broken()
        return count

    def _within(self, name: str, given: dict[str, str]) -> None:
        """Take what stands in a cell: paragraphs, and spaces that are counted."""
        if name == "p":
            self._lines.append([])
        elif name == "table":  # a table in a cell would be taken for rows of the sheet
            raise self._broken()
        elif self._lines and name in {"s", "tab", "line-break"}:
            count = self._repeats(given, "c")
            self._spaces -= count
            if self._spaces < 0:
                raise self._broken()
            sign = {"s": " ", "tab": "\t", "line-break": "\n"}[name]
            self._lines[-1].append(sign * count)

    def _end_cell(self) -> None:
        given, self._given = self._given or {}, None
        repeats = self._repeats(given, "number-columns-repeated")
        text = "\n".join("".join(line) for line in self._lines)
        value = next((given[name] for name in _VALUES if given.get(name)), "")
        has_formula = "formula" in given
        kind = given.get("value-type", "")
        if text or value or has_formula or kind not in _EMPTY:
            style = given.get("style-name") or self._row_style or self._column_style()
            has_text = bool(self._lines)
            cell = OdsCell(
                kind, value, text or value if kind == "string" else text, style, has_formula,
                has_text, self._is_error,
            )  # fmt: skip
            self._hold(cell, repeats)
        self._span(given)
        self._column += repeats
        self._lines = []

    def _hold(self, cell: OdsCell, repeats: int) -> None:
        self.count += repeats * self._row_repeats
        if self.count <= MAX_CELLS:
            self._cells.update(dict.fromkeys(range(self._column, self._column + repeats), cell))

    def _span(self, given: dict[str, str]) -> None:
        down = self._repeats(given, "number-rows-spanned")
        right = self._repeats(given, "number-columns-spanned")
        if self.tables and (down > 1 or right > 1):
            bottom, end = self._row + down - 1, self._column + right - 1
            self.tables[-1].spans.append(Span(self._row, self._column, bottom, end))

    def _column_style(self) -> str:
        at = bisect_right(self._columns, (self._column, "\U0010ffff"))
        return self._columns[at][1] if at < len(self._columns) else ""

    def _end_row(self) -> None:
        if not self.tables:
            raise self._broken()
        if self._cells:
            for at in range(self._row, self._row + self._row_repeats):
                self.tables[-1].rows[at] = self._cells
                if self._is_hidden:
                    self.tables[-1].hidden_rows.add(at)
        self._row += self._row_repeats

    def _broken(self) -> IntakeError:
        return IntakeError("intake.workbook", file=self._name)
