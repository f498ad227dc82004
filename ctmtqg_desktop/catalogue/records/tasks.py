"""Tasks of a plan (nhiệm vụ): what is to be done, who leads it, who reports it, and by when."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ctmtqg_desktop.catalogue.records.form import STRICT
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Period, PeriodKind, period_holding


@dataclass(frozen=True, slots=True)
class PlanTask:
    """An activity that a plan demands, and the paragraph that demands it.

    Attributes:
        brief: the task in a few words; ``quote`` is what the plan says.
        owner: who leads it, as the plan names it; empty where the plan names nobody.
        partners: who takes part, as the plan names them.
        unit: code of the unit it is given to.
        kinds: kinds of the units below ``unit`` that each report it; without any, the unit does.
        among: codes of the units that alone report it, instead of all of ``kinds``.
        period: the time of the plan it belongs to; its end is the last day of a task without
            a day of its own.
        due: the day the plan names; None where it names none.
        recurs: "month", "quarter", "half" or "year" where it is to be done again in each; empty
            where it is done once.
        operator, figure, measure: what it must reach, where the paragraph says a figure.
        targets: ids of the plan's targets that measure the same.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    quote: str
    brief: str
    unit: str
    period: str
    source: str
    confidence: Confidence
    owner: str = ""
    partners: str = ""
    kinds: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    due: date | None = None
    recurs: str = ""
    operator: str = ""
    figure: str = ""
    measure: str = ""
    targets: tuple[str, ...] = ()
    note: str = ""

    @property
    def last_day(self) -> date:
        """Return the last day of its time.

        Raises:
            FormError: ``form.period-unknown``.
        """
        return self.due or Period.parse(self.period).end

    def round_in(self, period: Period) -> Period | None:
        """Return the turn of a recurring task that a period ends in; None for one done once."""
        if not self.recurs:
            return None
        return period_holding(period.end, PeriodKind(self.recurs))

    def due_in(self, period: Period) -> date:
        """Return the day it must be done by, as it stands in a period.

        Raises:
            FormError: ``form.period-unknown``.
        """
        turn = self.round_in(period)
        return self.last_day if turn is None else min(turn.end, self.last_day)
