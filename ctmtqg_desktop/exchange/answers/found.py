"""What a way to answer is asked, and what it finds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from ctmtqg_desktop.catalogue.records.declared import Measure, Plan, Target
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period, PeriodKind
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE, Value
from ctmtqg_desktop.entries.consolidate import Part, Source
from ctmtqg_desktop.entries.overview import is_begun, is_filled
from ctmtqg_desktop.exchange.answers.land import AnsweringLand, UnitKey, unit_key
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.rules.names import spec_of
from ctmtqg_desktop.targets.progress import Figure, Unheard

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.answers.kept_reports import KeptReports

Sentence = tuple[str, dict[str, object]]
"""A code of the messages and its facts."""


class Reported(Protocol):
    """What was reported in a period, to whoever asks: an office's reports, a desk's sheets."""

    @property
    def period(self) -> Period:
        """Return the period."""

    @property
    def unit(self) -> Unit:
        """Return who asks."""

    @property
    def sources(self) -> Mapping[str, tuple[Source, ...]]:
        """Return form id -> the units' sheets."""

    @property
    def archive(self) -> "KeptReports | None":
        """Return the reports of other periods; None where there are none to ask."""

    @property
    def excused(self) -> frozenset[str]:
        """Return the codes of units that were told they need not report."""


@dataclass(frozen=True, slots=True)
class AskedTarget:
    """A target, and the sheets that can answer it.

    Attributes:
        meant: the land it speaks of.
        sources: the sheets of its form, of the units of that land.
        land_in: whose figures answered in another period.
    """

    library: Library
    plan: Plan
    target: Target
    whole: Reported
    meant: AnsweringLand
    sources: tuple[Source, ...]
    land_in: Callable[[Period], AnsweringLand]

    @property
    def measure(self) -> Measure | None:
        """Return the measure the target counts in."""
        return self.library.catalogue.measures.get(self.target.measure)

    @property
    def owing(self) -> frozenset[UnitKey]:
        """Return the units that owe the figure, without those that were excused by name."""
        excused = self.whole.excused
        owing = {unit_key(unit) for unit in self.meant.units} | unit_keys(self.sources)
        return frozenset(key for key in owing if key[0] not in excused)

    @property
    def is_part_year(self) -> bool:
        """Say whether the period is shorter than a year, so that figures may be of it alone."""
        return self.whole.period.kind is not PeriodKind.YEAR

    @property
    def cell(self) -> Cell:
        """Return the cell, or the column, that answers."""
        return Cell.parse(self.target.answer.cell)


@dataclass(frozen=True, slots=True)
class AnswerFound:
    """What answers a target.

    Attributes:
        parts: the signed cells behind it.
        reported: units whose own figure is there, whole.
        missing: what the figures of the others can do to it.
        count: what is shown where the judged figure is another (how many reach it).
        words: code and facts of the text that shows it; plain figures show themselves.
        basis: code and facts of a sentence on what it was computed from.
        came, owed: how many of how many where that is not the number of units.
        is_so_far: the figure is known to count all that was reached by now.
    """

    figure: Figure | None
    parts: tuple[Part, ...] = ()
    reported: frozenset[UnitKey] = frozenset()
    missing: Unheard = Unheard.TURN
    count: Decimal | None = None
    words: Sentence | None = None
    basis: Sentence | None = None
    came: int | None = None
    owed: int | None = None
    is_so_far: bool = True


NOTHING = AnswerFound(None)


def as_measured(value: Value, measure: Measure | None) -> Figure | None:
    """Return a value as the target counts it: đồng in its money measure, verdicts as they are."""
    if isinstance(value, bool):
        return value
    if not isinstance(value, Decimal):
        return None
    return value / Decimal(measure.factor) if measure is not None and measure.money else value


def part_of(source: Source, value: Value) -> Part:
    """Return what one unit gives to an answer."""
    return Part(source.unit, source.revision, source.content_sha256, value)


def entered(source: Source, cell: Cell) -> Value:
    """Return a unit's figure; one that is computed of nothing entered is empty."""
    if spec_of(source.sheet.form, cell) is None:
        return EMPTY
    value = source.sheet.value(cell)
    return value if value is EMPTY or is_begun(source.sheet, cell) else EMPTY


def is_answered(source: Source, cell: Cell) -> bool:
    """Say whether a unit has entered all that its figure is made of."""
    if spec_of(source.sheet.form, cell) is None:
        return False
    value = entered(source, cell)
    is_said = isinstance(value, bool) or value is NOT_APPLICABLE
    return is_said or is_filled(source.sheet, cell)


def unit_keys(sources: Iterable[Source]) -> frozenset[UnitKey]:
    """Return the units of sheets."""
    return frozenset(unit_key(source.unit) for source in sources)


def reported_of(sources: Sequence[Source], cell: Cell) -> frozenset[UnitKey]:
    """Return the units that have reported a cell; "not applicable" is an answer."""
    return unit_keys(source for source in sources if is_answered(source, cell))
