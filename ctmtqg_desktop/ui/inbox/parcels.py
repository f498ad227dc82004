"""What the board of a receiving unit shows: files that came, and where each unit stands."""

from dataclasses import dataclass
from datetime import date, datetime

from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.revision import RevisionKey
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.exchange.receiver.board.concerns import BoardConcern
from ctmtqg_desktop.ui.inbox.verdict_card import Answer

WAITING = "waiting"
CHECKING = "checking"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file in the inbox.

    Attributes:
        outcome: of ``Received``; ``waiting`` or ``checking`` while it is on its way.
        about: report, period and revision in words; empty where it is no report.
        report: which revision of which report it is; None where it is none, or is not readable.
        is_request: it asks for an enrolment.
        answers: the verdict as ``Verdict.to_json``; empty before there is one.
        grounds: (what, value) of what the verdict rests on.
        cautions: sentences of what a person should know.
        message: why, and what to do; empty when it was taken in.
    """

    file: str
    outcome: str
    at: datetime | None = None
    message: str = ""
    unit: str = ""
    about: str = ""
    sha256: str = ""
    answers: tuple[tuple[str, Answer], ...] = ()
    grounds: tuple[tuple[str, str], ...] = ()
    cautions: tuple[str, ...] = ()
    report: RevisionKey | None = None
    is_request: bool = False

    @property
    def bottom_line(self) -> str:
        """Return the conclusion; empty before there is one."""
        return str(dict(self.answers).get("bottom_line") or "")


@dataclass(frozen=True, slots=True)
class BoardPlace:
    """Where one unit stands with one report set.

    Attributes:
        status: None while nothing has come.
        days_late: of what came, or of what has not come yet; None while there is time.
        bottom_line: conclusion about the package that counts; empty where none is.
        is_owed: False where the unit does not report with this set.
        concerns: why an officer looks at it.
        back_by: last day of what was returned and has not come again; None for any other.
    """

    set_id: str
    deadline: date
    status: Status | None = None
    days_late: int | None = None
    revision: int = 0
    signed_at: datetime | None = None
    received_at: datetime | None = None
    package_sha256: str = ""
    bottom_line: str = ""
    is_owed: bool = True
    concerns: frozenset[BoardConcern] = frozenset()
    back_by: date | None = None


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """One unit and where it stands with each report set that it owes, in their order."""

    unit: Unit
    places: tuple[BoardPlace, ...]

    def place(self, set_id: str) -> BoardPlace | None:
        """Return where the unit stands with a report set, None where it does not owe it."""
        return next((place for place in self.places if place.set_id == set_id), None)


@dataclass(frozen=True, slots=True)
class SetColumn:
    """A report set as a column of the board."""

    id: str
    short: str
    title: str
