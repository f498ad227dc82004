"""A step of the work: where it stands, what is said of it, where its button leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.words import sentence


class StepState(StrEnum):
    """Where a step stands."""

    DONE = "done"
    NOW = "now"
    """The one to be done first."""
    OPEN = "open"
    """It can be done, but something else comes first."""
    WAITING = "waiting"
    """Somebody else's turn."""
    LATER = "later"


class StepPlace(StrEnum):
    """Where the button of a step leads."""

    KEYS = "keys"
    MAIL = "mail"
    """Ask for the files that came from the receiver."""
    FORM = "form"
    SIGN = "sign"
    APPROVE = "approve"
    IMPORT = "import"
    """Ask for the folder of packages."""
    PARCEL = "parcel"
    REPORT = "report"
    """A signed report that was remarked upon."""
    BOARD = "board"
    RECEIPTS = "receipts"
    TOTALS = "totals"


@dataclass(frozen=True, slots=True)
class LeadsTo:
    """Where a step is done.

    Attributes:
        report_set, period: of a report; empty for none.
        form: that is opened; empty lets the first unfinished one be.
        at: place within the form: ``section`` or ``section.row.column``; or digest of a package.
        unit: of the report, at an office.
    """

    place: StepPlace
    report_set: str = ""
    period: str = ""
    form: str = ""
    at: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step.

    Attributes:
        id: its name is said by ``way.ID``.
        state: where it stands.
        code: of the sentence; its way on is the word of the button.
        facts: of the sentence.
        leads: None where there is nothing to go to.
    """

    id: str
    state: StepState
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    leads: LeadsTo | None = None

    @property
    def name(self) -> str:
        """Return what the step is called."""
        return sentence(f"way.{self.id}", {}).what

    @property
    def words(self) -> str:
        """Return the sentence about it."""
        return sentence(self.code, self.facts).what

    @property
    def todo(self) -> str:
        """Return the word of its button; empty for none."""
        return sentence(self.code, self.facts).todo if self.leads is not None else ""

    @property
    def until(self) -> date | None:
        """Return the day it is to be done by; None where none is set."""
        day = self.facts.get("deadline")
        return day if isinstance(day, date) else None


@dataclass(frozen=True, slots=True)
class WorkSteps:
    """The steps of one side for a period, in their order.

    Attributes:
        is_routine: the first round is over and nothing came back: a line is enough.
    """

    period: Period
    steps: tuple[NextStep, ...]
    is_routine: bool

    @property
    def now(self) -> NextStep | None:
        """Return what comes first; None where all that is left is others' turn."""
        return next((one for one in self.steps if one.state is StepState.NOW), None)

    @property
    def waiting(self) -> tuple[NextStep, ...]:
        """Return what others are to do."""
        return tuple(one for one in self.steps if one.state is StepState.WAITING)


def steps_facts(found: WorkSteps) -> dict[str, object]:
    """Return steps as they are told."""
    now = found.now
    return {
        "period": found.period.code,
        "now": now.id if now is not None else None,
        "is_routine": found.is_routine,
        "steps": [_step_facts(one) for one in found.steps],
        "words": now.words if now is not None else "",
    }


def _step_facts(one: NextStep) -> dict[str, object]:
    leads = one.leads
    goes = {
        "place": leads.place, "report_set": leads.report_set or None,
        "period": leads.period or None, "form": leads.form or None, "at": leads.at or None,
        "unit": leads.unit or None,
    } if leads is not None else None  # fmt: skip
    return {
        "id": one.id, "name": one.name, "state": one.state, "words": one.words,
        "todo": one.todo or None, "deadline": one.until, "count": one.facts.get("count", 0),
        "leads": goes,
    }  # fmt: skip
