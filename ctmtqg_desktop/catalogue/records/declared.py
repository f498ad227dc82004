"""The other declared things: measures, programmes, report sets, plans and their targets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from ctmtqg_desktop.catalogue.records.form import STRICT
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.tasks import PlanTask


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit of measure (đơn vị tính).

    Attributes:
        factor: for money, how many đồng one of it is ("1000000" for triệu đồng); else "1".
        decimals: how many decimals are typed and shown when a column does not say.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    label: str
    factor: str = "1"
    decimals: int = 0
    money: bool = False


@dataclass(frozen=True, slots=True)
class ProjectContent:
    """A numbered content (nội dung) of a project or sub-project."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    code: str
    name: str
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who leads a project centrally or carries it out where a plan says so.

    Attributes:
        role: "lead" (cơ quan chủ trì) or "implementer" (đơn vị thực hiện).
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    role: str
    name: str
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Project:
    """A project or sub-project of a programme."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    code: str
    name: str
    source: str
    confidence: Confidence
    parent: str = ""
    contents: tuple[ProjectContent, ...] = ()
    responsible: tuple[Responsible, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal text a programme rests upon."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    name: str
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a programme's time (giai đoạn)."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    title: str
    valid_from: date
    valid_to: date
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Programme:
    """A national target programme.

    Attributes:
        formerly: ids by which older files call it.
        succeeds: ids of the programmes whose place it took when they ended.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    id: str
    title: str
    short: str
    valid_from: date
    source: str
    confidence: Confidence
    valid_to: date | None = None
    projects: tuple[Project, ...] = ()
    bases: tuple[Basis, ...] = ()
    phases: tuple[Phase, ...] = ()
    formerly: tuple[str, ...] = ()
    succeeds: tuple[str, ...] = ()
    note: str = ""


def programme_of(programmes: Mapping[str, Programme], programme_id: str) -> Programme | None:
    """Return a programme by its id or by one that it had before; None for an unknown one."""
    known = programmes.get(programme_id)
    if known is not None:
        return known
    return next((one for one in programmes.values() if programme_id in one.formerly), None)


@dataclass(frozen=True, slots=True)
class ReportSet:
    """The forms that go together to one receiver for one period.

    Which forms belong to it is said by the forms themselves (``Form.report_sets``), so that a
    new form is one file.

    Attributes:
        tasks: its forms list the tasks that plans give to whoever reports.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    id: str
    version: int
    title: str
    short: str
    document_kind: str
    document_code: str
    summary: str
    periods: tuple[str, ...]
    calendar: str
    source: str
    confidence: Confidence
    valid_from: date
    valid_to: date | None = None
    tasks: bool = False


@dataclass(frozen=True, slots=True)
class TargetAnswer:
    """What answers a target.

    Attributes:
        by: ``cell`` (a consolidated or own figure), ``count-met`` (units whose verdict cell is
            met), ``average-met`` (verdict cells met over all units, divided by their number),
            ``all-met`` (units that meet every criterion; with ``unit`` of the target a single
            one is judged), ``count-rows`` / ``sum-rows`` (roster rows that fit ``where``),
            ``average`` (a figure's mean over units, or over the roster rows that fit ``where``),
            ``fall`` (100 less a percentage of the base year), ``share-all-met`` (units that meet
            every criterion, in percent of all that owe the form), ``count-fewer`` (units that meet
            fewer criteria than ``than``), ``count-units`` (units whose cell holds ``than``),
            ``share-met`` (units whose verdict cell is met, in percent of all that owe the form),
            ``not-below`` (a ratio against the part that the total ``than`` is of ``of``),
            ``each`` (every unit, or every roster row that fits ``where``, must reach the figure),
            ``rate-points`` / ``rate-share`` (how far the rate ``cell`` / ``of`` has fallen since
            the first year reported: points a year, or in percent of the first rate),
            ``reports`` (receipts of report sets: those owed in the target's period).
        form, cell: where; ``cell`` is ``section.row.column`` (``section.*.column`` in a roster).
        where: column -> choice id or text that a roster row must have; of a verdict "met" or
            "not-met".
        than: what the cells are held against: a number, a choice id, "met" or "not-met",
            or a cell.
        plus: other cells of the form that are added to ``cell``.
        beside: a cell whose total is told beside the answer and decides nothing.
        of: the cell a rate, or a part, is divided by.
        since: the first year whose rate may be the base.
        base: of a baseline, the figure it tells of the base year ("form-id.section.row.column"),
            where that is not the cell it is held against.
        among: codes of the units whose land alone answers; empty is all of the target's unit.
        sets, periods: of ``reports``: ids of report sets, kinds of periods ("month", "quarter").
        why_not: for a target nothing answers yet, the reason.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    by: str = ""
    form: str = ""
    cell: str = ""
    where: dict[str, str] = field(default_factory=dict)
    than: str = ""
    plus: tuple[str, ...] = ()
    beside: str = ""
    of: str = ""
    since: str = ""
    base: str = ""
    among: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """An assigned figure and the sentence that assigns it.

    Attributes:
        unit: code of the unit it is assigned to.
        operator: one of ``>= <= = > <``, or ``met``.
        figure: exact text in the target's measure; empty for ``met``.
        exactly: why more than the figure would be as wrong as less, where ``=`` is meant so.
        baseline: what there was before, in the target's measure; empty where nobody says.
        responsible: who carries it out, as the plan names them.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    quote: str
    unit: str
    period: str
    indicator: str
    operator: str
    figure: str
    measure: str
    kind: str
    source: str
    confidence: Confidence
    answer: TargetAnswer
    note: str = ""
    exactly: str = ""
    baseline: str = ""
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan document, and the targets and tasks it assigns.

    Attributes:
        units_at: a day on which its codes of units mean what the plan says; without one, the
            end of each target's period. A plan of 2022 speaks of a town gone before its 2025.
        since: the period in which its time begins; without one, each target's own period.
        everywhere: its targets name no unit and are goals of the nation: whoever asks holds
            them against its own land.
        version: rises with every change: only then may a target be changed or dropped.
        withdrawn: the text that took the plan back; it assigns nothing any more.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    id: str
    title: str
    issuer: str
    source: str
    confidence: Confidence
    targets: tuple[Target, ...]
    units_at: date | None = None
    since: str = ""
    everywhere: bool = False
    version: int = 1
    withdrawn: str = ""
    tasks: tuple[PlanTask, ...] = ()

    def begin_of(self, target: Target | PlanTask) -> date:
        """Return the first day of the time of a target, or of a task.

        Raises:
            FormError: ``form.period-unknown``.
        """
        return Period.parse(self.since or target.period).start

    def covers(self, target: Target, period: Period) -> bool:
        """Say whether a period lies in a target's time: from its begin to its due day.

        Raises:
            FormError: ``form.period-unknown``.
        """
        return self.begin_of(target) <= period.end <= Period.parse(target.period).end

    def day_of(self, target: Target | PlanTask) -> date:
        """Return the day on which the code of unit of a target, or of a task, is meant.

        Raises:
            FormError: ``form.period-unknown``.
        """
        return self.units_at or Period.parse(target.period).end


@dataclass(frozen=True, slots=True)
class Region:
    """A region whose thresholds differ."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    label: str
