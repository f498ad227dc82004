"""What whoever keeps a catalogue can ask for: one order an act. Light, for pages and options."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ctmtqg_desktop.catalogue.records.periods import Roll
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
