"""What a person can ask for at a receiving unit: one order an act. Light, for pages and options.

Periods are written as their code (``2024``, ``2024-H1``); the act refuses what is none. A
submission is named by number, digest, ``UNIT/SET/PERIOD``, or unit where one fits.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ctmtqg_desktop.exchange.post.signing import Signing


@dataclass(frozen=True, slots=True)
class Verify:
    """Say of every file whether it is intact and rightly signed; who signed stays open.

    Attributes:
        files: paths; each is told of as it is written here.
    """

    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judge:
    """Say of every file what this office would say of it; nothing is taken in.

    Attributes:
        files: paths; each is told of as it is written here.
        reading_password: opens encrypted packages; empty leaves them closed.
    """

    files: tuple[str, ...]
    reading_password: str = ""


@dataclass(frozen=True, slots=True)
class Receive:
    """Take in files and folders of packages.

    Attributes:
        reading_password: opens encrypted packages; empty leaves them closed, or open where the
            reading key is open already.
        signing: who signs a receipt for everything that was accepted; None gives none yet.
    """

    paths: tuple[Path, ...]
    reading_password: str = ""
    signing: Signing | None = None


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Write a receipt for everything that came and has none."""

    signing: Signing


@dataclass(frozen=True, slots=True)
class AddRemark:
    """Note what is to be corrected, to be sent back later.

    Attributes:
        cell: ``form/section.row.column``, or wider; empty for the whole report.
        due: last day for this one; None when it has none of its own.
    """

    submission: str
    cell: str
    text: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class DropRemark:
    """Forget what was noted upon a place."""

    submission: str
    cell: str


@dataclass(frozen=True, slots=True)
class SendBack:
    """Write a signed return of a report.

    Attributes:
        remarks: a file of them, JSON or XLSX; None takes what was noted.
        due: last day to correct; None takes the latest of the remarks, or a week.
    """

    submission: str
    signing: Signing
    remarks: Path | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ShowConflicts:
    """Set two contents of one revision side by side, cell by cell.

    Attributes:
        package: sha256 of the one that came second; empty shows all that wait for a decision.
    """

    package: str = ""


@dataclass(frozen=True, slots=True)
class Decide:
    """Keep the content that came first, or let the second take its place.

    Attributes:
        package: sha256 of the one that came second.
    """

    package: str
    take: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Consolidate:
    """Add up the accepted reports of a report set.

    Attributes:
        at: code of the unit that adds up; empty is our own, and no other is taken.
    """

    report_set: str
    period: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """Set every target of a plan against what was reported.

    Attributes:
        report_set: the only one that answers; empty lets all of the period answer.
    """

    plan: str
    period: str
    report_set: str = ""


@dataclass(frozen=True, slots=True)
class PrintConsolidated:
    """Print the consolidated report.

    Attributes:
        report_set: whose totals; empty takes the first that has the period.
        plan: whose targets follow, answered as ``Track`` answers them; empty prints none.
    """

    period: str
    report_set: str = ""
    plan: str = ""
    pdf: Path | None = None
    xlsx: Path | None = None


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """Set the figures of a land side by side over the years, whatever it was called.

    Attributes:
        unit: code of the unit of today.
        report_set: whose forms; empty takes the first that some unit owes.
        form: the only one to show; empty shows every form that was reported.
    """

    unit: str
    report_set: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class ShowDuties:
    """Show who owes what for a period, and why."""

    period: str
