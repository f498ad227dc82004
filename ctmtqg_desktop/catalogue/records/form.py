"""Forms: declared layouts, as frozen records in the shape of their TOML files."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, NamedTuple, TypeVar

from ctmtqg_desktop.catalogue.records.forms.membership import Membership
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.values import PersonKind, TaskPart

_T = TypeVar("_T")

STRICT: dict[str, str] = {"extra": "forbid"}
"""Read by the reader's validator: a key the record does not know is a mistake."""


class CellType(StrEnum):
    """What may be typed into a cell."""

    MONEY = "money"
    NUMBER = "number"
    INTEGER = "integer"
    PERCENT = "percent"
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    MET = "met"

    @property
    def is_number(self) -> bool:
        """Say whether the value is a Decimal."""
        return self in {CellType.MONEY, CellType.NUMBER, CellType.INTEGER, CellType.PERCENT}


class Aggregate(StrEnum):
    """How a column of numbers is consolidated over units.

    ``formula``: recomputed from consolidated operands (every percentage); ``count``: how many
    units met it (verdict columns only).
    """

    SUM = "sum"
    FORMULA = "formula"
    LAST = "last"
    MAX = "max"
    NONE = "none"
    COUNT = "count"


class SectionKind(StrEnum):
    """The three shapes of a section; a fourth needs a recorded decision."""

    FIELDS = "fields"
    GRID = "grid"
    ROSTER = "roster"


class Severity(StrEnum):
    """What a broken rule does: stop signing, demand a written reason, or tell."""

    ERROR = "error"
    JUSTIFY = "justify"
    WARNING = "warning"
    INFO = "info"


class Missing(StrEnum):
    """What a rule does when an operand is missing."""

    SKIP = "skip"
    ZERO = "zero"
    FAIL = "fail"


class Cell(NamedTuple):
    """A cell of a form; ``row`` is a declared row, the key of a roster row, or ``*`` for all."""

    section: str
    row: str
    column: str

    def __str__(self) -> str:
        return ".".join(self)

    @classmethod
    def parse(cls, text: str) -> "Cell":
        """Read ``section.row.column``, or ``section.row`` for a field.

        Raises:
            ValueError: neither two nor three parts.
        """
        parts = text.split(".")
        if len(parts) == 2:
            return cls(parts[0], parts[1], VALUE)
        section, row, column = parts
        return cls(section, row, column)


TYPED_IN = "nơi_nhập"
"""Begins the name of a cell as it stands where its indicator is typed."""
VALUE = "value"
"""The one column of a ``fields`` section."""
ANY_ROW = "*"


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed answer of a choice cell."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class CellSpec:
    """What one cell is.

    ``derived`` fills it where that gives something, else it is typed; one that is ``given`` is
    filled from a plan, and kept as if typed.
    """

    type: CellType
    measure: str = ""
    decimals: int | None = None
    choices: tuple[Choice, ...] = ()
    formula: str = ""
    locked: bool = False
    not_applicable: bool = False
    aggregate: Aggregate = Aggregate.NONE
    derived: str = ""
    indicator: str = ""
    given: bool = False

    @property
    def is_input(self) -> bool:
        """Say whether a person types into the cell."""
        return not self.formula and not self.locked


@dataclass(frozen=True, slots=True)
class CellOverride:
    """What a row changes of a column, for the cell where they meet."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    type: CellType | None = None
    measure: str | None = None
    decimals: int | None = None
    choices: tuple[Choice, ...] | None = None
    formula: str | None = None
    locked: bool | None = None
    not_applicable: bool | None = None
    text: str | None = None
    derived: str | None = None
    indicator: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid or roster.

    Attributes:
        header: group labels above the label, outermost first; equal neighbours are merged.
        number: what the "A B 1 2 3=1+2" line shows under it.
        aggregate: demanded of every number column.
        formula: the cell is computed along its row; it wins over a row's formula.
        role: what a criteria grid puts there: "result", "judgement", "verdict", "requirement";
            "baseline" (met in the year before) and "status", which only criteria answer;
            or "requirement"/"measure" in any grid, printed from the row and never typed.
        derived: fills the cells of the column where it gives something; see ``CellSpec``.
        personal: it names or describes a person; see ``catalogue.personal``.
        mask: how it is shown where it is not being typed: "id" hides the middle of a number.
        kind, task: what it says of a person, or of a task of a plan, in a roster of those.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    label: str
    type: CellType = CellType.TEXT
    measure: str = ""
    header: tuple[str, ...] = ()
    number: str = ""
    aggregate: Aggregate = Aggregate.NONE
    formula: str = ""
    decimals: int | None = None
    choices: tuple[Choice, ...] = ()
    not_applicable: bool = False
    required: bool = False
    width: int = 0
    role: str = ""
    source: str = ""
    confidence: Confidence | None = None
    personal: bool = False
    mask: str = ""
    kind: PersonKind | None = None
    derived: str = ""
    task: TaskPart | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A declared row of a grid, or one field.

    Attributes:
        no: printed number.
        requirement: printed threshold or rule the row is judged by.
        level: indent; 0 is a heading.
        heading: nothing is typed in the row but what ``cells`` opens.
        derived, indicator: of a field; a grid's cells say theirs in ``cells``.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    label: str
    no: str = ""
    measure: str = ""
    requirement: str = ""
    level: int = 1
    heading: bool = False
    formula: str = ""
    type: CellType | None = None
    decimals: int | None = None
    choices: tuple[Choice, ...] | None = None
    aggregate: Aggregate | None = None
    not_applicable: bool = False
    required: bool = False
    help: str = ""
    cells: dict[str, CellOverride] = field(default_factory=dict)
    source: str = ""
    confidence: Confidence | None = None
    requirement_confidence: Confidence | None = None
    derived: str = ""
    indicator: str = ""


@dataclass(frozen=True)  # it finds a row by a table of its own
class Section:
    """A part of a form; see ``SectionKind``.

    Attributes:
        criteria: id of the criteria set whose rows the grid shows; ``rows`` is then empty in
            the file and filled by ``expand_form``.
        row_label: heading of the row-name column of a grid.
        personal: a list of persons or households, left out of packages unless asked for.
        keys: what makes two rows of a roster the same, the surest first, each a list of columns;
            the first key that both rows have whole decides.
        excludes: rosters with the same keys, none of whose rows may stand in this one.
        tasks: its rows are the tasks that plans give to the unit; nobody adds or removes one.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    kind: SectionKind
    title: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    criteria: str = ""
    row_label: str = "Nội dung"
    no_label: str = "TT"
    personal: bool = False
    keys: tuple[tuple[str, ...], ...] = ()
    excludes: tuple[str, ...] = ()
    tasks: bool = False

    def row(self, row_id: str) -> Row | None:
        """Return a declared row."""
        return self._rows.get(row_id)

    def column(self, column_id: str) -> Column | None:
        """Return a column; a ``fields`` section has none but ``value``."""
        return next((c for c in self.columns if c.id == column_id), None)

    @cached_property
    def _rows(self) -> dict[str, Row]:
        return {row.id: row for row in reversed(self.rows)}


@dataclass(frozen=True, slots=True)
class Rule:
    """A check, as data.

    Attributes:
        section: id of the section it speaks of; empty for the whole form.
        each: ``form`` (names are ``section.row.column``), ``row`` (names are columns, once per
            row) or ``column`` (names are rows, once per number column).
        only: rows (or columns) the rule is limited to; empty means all.
        cell: where a finding points; within ``row`` a column, within ``column`` a row.
        check: formula of kind logic; true is well.
        message: shown when false; ``{name}`` is a value of the check, ``{row}``/``{column}``
            the label.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    check: str
    severity: Severity
    message: str
    missing: Missing
    section: str = ""
    each: str = "form"
    only: tuple[str, ...] = ()
    cell: str = ""
    source: str = ""
    confidence: Confidence = Confidence.UNVERIFIED


@dataclass(frozen=True, slots=True)
class Form:
    """A declared layout; ``id`` never changes, and a published version never changes.

    Attributes:
        uses: alias -> form id; the alias starts the names of that form's cells in rules.
        paper: "portrait" or "landscape".
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    id: str
    version: int
    title: str
    short: str
    programme: str
    source: str
    confidence: Confidence
    valid_from: date
    sections: tuple[Section, ...]
    valid_to: date | None = None
    project: str = ""
    paper: str = "portrait"
    number: str = ""
    note: str = ""
    uses: dict[str, str] = field(default_factory=dict)
    report_sets: tuple[Membership, ...] = ()
    rules: tuple[Rule, ...] = ()

    def section(self, section_id: str) -> Section | None:
        """Return a section."""
        return next((s for s in self.sections if s.id == section_id), None)


PRINTED_ROLES = frozenset({"requirement", "measure"})
"""Columns that show what the row declares, so that nothing is typed."""


_AS_DECLARED = CellOverride()


def cell_spec(section: Section, row: Row | None, column: Column) -> CellSpec:
    """Return what the cell is where a row and a column meet; ``row`` None is a roster row.

    A column's formula wins over a row's; a row's ``cells`` entry wins over both.
    """
    if section.kind is SectionKind.FIELDS and row is not None:
        return _field_spec(section, row)
    is_given = column.task is not None and column.task.is_given
    base = CellSpec(
        type=column.type, measure=column.measure, decimals=column.decimals, choices=column.choices,
        formula=column.formula, not_applicable=column.not_applicable, aggregate=column.aggregate,
        locked=column.role in PRINTED_ROLES or is_given, given=is_given, derived=column.derived,
    )  # fmt: skip
    return base if row is None else _with_row(base, Cell(section.id, row.id, column.id), row)


def _field_spec(section: Section, row: Row) -> CellSpec:
    return CellSpec(
        type=row.type or CellType.TEXT, measure=row.measure, decimals=row.decimals,
        choices=row.choices or (), formula=row.formula, not_applicable=row.not_applicable,
        aggregate=row.aggregate or Aggregate.NONE, locked=row.heading, indicator=row.indicator,
        derived=_filling(Cell(section.id, row.id, VALUE), row.indicator, row.derived),
    )  # fmt: skip


def _with_row(base: CellSpec, cell: Cell, row: Row) -> CellSpec:
    over = row.cells.get(cell.column, _AS_DECLARED)
    runs_down = base.type.is_number and not base.formula
    indicator = over.indicator or ""
    of_column = "" if row.heading else base.derived
    derived = _filling(cell, indicator, _pick(over.derived, of_column))
    return CellSpec(
        type=_pick(over.type, base.type),
        measure=_pick(over.measure, base.measure or row.measure),
        decimals=_pick(over.decimals, _pick(row.decimals, base.decimals)),
        choices=_pick(over.choices, base.choices),
        formula=_pick(over.formula, base.formula or (row.formula if runs_down else "")),
        locked=base.locked or _pick(over.locked, row.heading),
        not_applicable=_pick(over.not_applicable, base.not_applicable or row.not_applicable),
        aggregate=base.aggregate, derived=derived, indicator=indicator,
    )  # fmt: skip


def _filling(cell: Cell, indicator: str, derived: str) -> str:
    """Return what fills a cell: where its indicator is typed, before its own formula."""
    shown = f"{TYPED_IN}.{cell}" if indicator else ""
    return f"trống_thì({shown}, {derived})" if shown and derived else shown or derived


def _pick(own: _T | None, inherited: _T) -> _T:
    return inherited if own is None else own
