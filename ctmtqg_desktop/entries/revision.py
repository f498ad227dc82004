"""One revision of a report: why it was opened, what it answers, what was unlocked in it."""

from dataclasses import dataclass
from datetime import datetime

from ctmtqg_desktop.entries.submission import ReportKey


@dataclass(frozen=True, slots=True)
class RevisionKey:
    """Which revision of which report."""

    report: ReportKey
    number: int

    def __str__(self) -> str:
        """Return it as the journal calls it: ``03405/ctmtqg-xa/2024/r01``."""
        key = self.report
        return f"{key.unit}/{key.report_set}/{key.period}/r{self.number:02d}"


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A place that somebody let be changed in a draft that answers a return.

    Attributes:
        place: ``form``, ``form/section`` or ``form/section.row.column``.
    """

    place: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportRevision:
    """A revision as its unit opened it, a draft or sent since.

    Attributes:
        number: 1 is the first.
        opened_at: None for the first, which nobody opens.
        reason: why it was opened; empty for the first.
        encloses_lists: whether its lists of persons go, or went, along.
        answers: digests of the returns it answers, in the order they came.
        unlocked: beside what those returns ask.
    """

    key: ReportKey
    number: int
    opened_at: datetime | None = None
    reason: str = ""
    encloses_lists: bool = False
    answers: tuple[str, ...] = ()
    unlocked: tuple[Unlocked, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnRecord:
    """A return that came to the unit whose report it is.

    Attributes:
        package_sha256: of the return's own package.
        revision: the one returned.
        answered_in: the revision opened for it, or open already; None where the report had
            gone on.
        read_at: when a person opened it; None until then.
    """

    package_sha256: str
    key: ReportKey
    revision: int
    at: datetime
    answered_in: int | None = None
    read_at: datetime | None = None
