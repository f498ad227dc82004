"""What whoever keeps a catalogue can ask for: one order an act. Light, for pages and options."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Roll
from ctmtqg_desktop.entries.plan_sheet import PlanSheet
from ctmtqg_desktop.exchange.post.signing import Signing
from ctmtqg_desktop.intake.xlsform_given import SurveyGiven

MOST_DAYS = 366
"""No report is due later than a year after its data window."""


@dataclass(frozen=True, slots=True)
class CheckForms:
    """Look for every mistake of a whole catalogue.

    Attributes:
        folder: None takes the catalogue that comes with the program.
        freeze: where there is none, write down what may never change from now on.
    """

    folder: Path | None = None
    freeze: bool = False


@dataclass(frozen=True, slots=True)
class CheckEdition:
    """Look for every mistake that the files of a folder make beside all published before."""

    folder: Path


@dataclass(frozen=True, slots=True)
class FormTemplate:
    """Write an Excel workbook to write a form in.

    Attributes:
        form: id of the form it begins with; empty for none.
        version: None is the newest.
    """

    path: Path
    form: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class FormImport:
    """Read a form from a workbook, and write it as a file of the catalogue.

    Attributes:
        folder: where the file goes.
        replace: also over a file that says something else.
        xlsform: None for a workbook of our own template.
    """

    file: Path
    folder: Path
    replace: bool = False
    xlsform: SurveyGiven | None = None


@dataclass(frozen=True, slots=True)
class FormSchema:
    """Tell the JSON Schema of the catalogue's files; written where there is a path."""

    path: Path | None = None


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """Write a calendar of our own, for reports to us and to all below us, to be published.

    Attributes:
        folder: where the file goes, among those to be published.
        instead_of: id of the declared calendar it stands for.
        deadline_days: from the end of the data window to the deadline.
        source: the text that sets the days.
        valid_from: it stands for periods that end on this day or later; None for all.
        first_day: of the data window; None as the calendar it stands for.
        roll: where a deadline on a day off goes; None as the calendar it stands for.
        title: empty names the unit and the calendar.
    """

    folder: Path
    instead_of: str
    deadline_days: int
    source: str
    valid_from: date | None = None
    first_day: int | None = None
    roll: Roll | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class SetProfile:
    """Decide the profiles of units that report to us, to be published.

    Attributes:
        folder: where the file goes, among those to be published.
        units: codes or names.
        valid_from: the first day for which it holds; what held before keeps its days.
        source: what it was decided by.
        programmes, areas, aims: ids or names.
        excused: ids or names of report sets that the units need not send.
        valid_to: the last day; None until another is decided.
        book: a table with a line a unit; what a line leaves blank is as said here.
    """

    folder: Path
    units: tuple[str, ...] = ()
    valid_from: date | None = None
    source: str = ""
    programmes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    valid_to: date | None = None
    confidence: Confidence = Confidence.UNVERIFIED
    book: Path | None = None


@dataclass(frozen=True, slots=True)
class AskReports:
    """Ask units for reports beside the regular ones, to be published.

    Attributes:
        folder: where the file goes, among those to be published.
        report_sets: ids; one request is made of each.
        deadline: last day on which the report is in time.
        why: what it is for.
        source: the document that asks; empty where there is none.
        units: codes or names; empty is all that report to us.
        forms: ids of the forms that are wanted; empty is the whole set.
        changes: id of the request that this one takes the place of; empty for a new one.
    """

    folder: Path
    report_sets: tuple[str, ...]
    period: str
    deadline: date
    why: str
    source: str = ""
    units: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    changes: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawRequest:
    """Take a request back, to be published.

    Attributes:
        folder: where the file goes, among those to be published.
        request: its id.
        why: the reason, which travels with it.
    """

    folder: Path
    request: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Publish:
    """Sign the TOML files of a folder, with all published before, as the next package.

    Attributes:
        folder: what is new; a file named as a published one takes its place.
        number: of the edition, higher than the last; None is the next.
    """

    folder: Path
    signing: Signing
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """Read a plan document for what it promises; nothing becomes a target by that.

    Attributes:
        unit: code of whose plan it is; empty looks for it in the document.
    """

    file: Path
    unit: str = ""


@dataclass(frozen=True, slots=True)
class WritePlan:
    """Write a plan as a workbook to work in.

    Attributes:
        path: of the workbook.
        plan: id of a plan that is declared; empty where ``document`` is to be read.
        document: a plan document: what it promises stands in the rows, none of it confirmed.
        unit: code of whose plan the document is; empty looks for it there.
        folder: of plans that are worked on: one of the same id there goes before the declared.
    """

    path: Path
    plan: str = ""
    document: Path | None = None
    unit: str = ""
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class TakePlan:
    """Take a plan back from its workbook, as a file among those to be published.

    Attributes:
        folder: where the file of the plan is, or goes.
    """

    file: Path
    folder: Path


@dataclass(frozen=True, slots=True)
class KeepPlan:
    """Keep a plan as a page shows it, as a file among those to be published."""

    sheet: PlanSheet
    folder: Path
