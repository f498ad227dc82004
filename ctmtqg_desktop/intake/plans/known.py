"""What is known of a plan as a whole while its sentences are read."""

from dataclasses import dataclass
from datetime import date

from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.intake.plans.measures import MeasureWords
from ctmtqg_desktop.intake.plans.numbers import Masks
from ctmtqg_desktop.intake.plans.outline import Outline
from ctmtqg_desktop.intake.plans.when import NamedPeriod
from ctmtqg_desktop.intake.plans.whom import PlaceNames


@dataclass(frozen=True)
class KnownPlan:
    """A document with what is known of it as a whole.

    Attributes:
        years: the plan's time, by its title.
        own: the plan's unit; None where its name was not found.
        begin: where its first section begins: before it stand title and grounds.
        day: on which it was signed, as far as it says.
    """

    outline: Outline
    masks: Masks
    gazetteer: PlaceNames
    measures: MeasureWords
    years: NamedPeriod | None
    own: Unit | None
    begin: int
    day: date | None

    @property
    def period(self) -> str:
        """Return the period the plan is for, or the last of them."""
        return self.years.code if self.years else ""

    @property
    def first_year(self) -> str:
        """Return the year from which a sentence may promise something."""
        if self.years is None:
            return ""
        if self.years.since:
            return self.years.since
        signed = f"{self.day.year:04d}" if self.day else ""
        return min(signed, self.years.code[:4]) if signed else self.years.code[:4]
