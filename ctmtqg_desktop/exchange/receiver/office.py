"""The office of a receiving unit: inbox, board, totals and targets, as screens need them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.owing import has_period, is_decided, owes
from ctmtqg_desktop.catalogue.records.declared import ReportSet
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import ReportKey, Status, Submission
from ctmtqg_desktop.exchange.answers.kept_reports import KeptReports
from ctmtqg_desktop.exchange.answers.land import concerned
from ctmtqg_desktop.exchange.keeping.chosen_sets import handled, worked_days
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.post.reading_keys import open_reading_key, plain
from ctmtqg_desktop.exchange.post.revisions import due_back
from ctmtqg_desktop.exchange.proof.signed import signed_sheets
from ctmtqg_desktop.exchange.receiver.consolidate import Consolidation, consolidate_set
from ctmtqg_desktop.exchange.receiver.judge import Bench, Judged, judge
from ctmtqg_desktop.exchange.receiver.own_forms import own_sources
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.package.found.folders import any_encrypted
from ctmtqg_desktop.workspace.records import PackageRecord

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit on the board.

    Attributes:
        days_late: of the arrival, or until today while nothing has come; not positive is in time.
        back_by: last day of what was returned and has not come again; None for any other.
    """

    unit: Unit
    submission: Submission | None
    status: Status | None
    deadline: date
    days_late: int
    back_by: date | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """Units against one report set and period."""

    report_set: ReportSet
    period: Period
    units: tuple[BoardRow, ...]


class Office:
    """A receiving unit at work.

    Attributes:
        room: what it stands in; its parts are at hand as attributes.
        secret: the reading key, once it was opened.
    """

    def __init__(self, room: Room) -> None:
        self.room, self.workspace, self.clock = room, room.workspace, room.clock
        self._seen, self.unit = room.library, room.unit
        self.secret: bytes | None = None

    @property
    def library(self) -> Library:
        """Return the library, with what was published last."""
        found = self.room.library
        if found is not self._seen:
            self._seen, self.unit = found, self.room.unit
        return found

    @property
    def catalogue(self) -> Catalogue:
        """Return the catalogue."""
        return self.library.catalogue

    def report_sets(self) -> tuple[ReportSet, ...]:
        """Return the report sets that some unit may send this one, of those it works with.

        What was decided of some unit is among them, though it was not chosen.
        """
        days = worked_days(self.workspace.identity.at, self.clock().date())
        below = {day: self.catalogue.units.children(self.unit.code, day) for day in days}
        kinds = {(unit.kind, day): unit for day, units in below.items() for unit in units}

        def is_owed(one: ReportSet) -> bool:
            pairs = ((unit, day.year) for day in days[1:] for unit in below[day])
            return any(is_decided(self.catalogue, one.id, *pair) for pair in pairs)

        offered = [
            s
            for s in self.catalogue.report_sets.values()
            if any(self.catalogue.concerns(s.id, unit, day) for (_, day), unit in kinds.items())
            or is_owed(s)
        ]
        return handled(self.workspace, offered, is_owed)

    def bench(self) -> Bench:
        """Return what judging needs, as it stands now."""
        own = [one.certificate_der for one in self.workspace.signers.authorities()]
        kept = self.workspace.trust.trusted_authorities()
        return Bench(
            self.library, self.workspace, self.unit, self.workspace.signers.enrolled(),
            self.clock(), self.secret, own_authority=own[-1] if own else b"",
            former=tuple(own[:-1]), authorities=tuple(one.certificate_der for one in kept),
        )  # fmt: skip

    def open_reading(self, paths: Sequence[Path], password: str) -> None:
        """Open the reading key where a password was given and some of the files need it.

        Raises:
            TrustError: see ``unlock_reading``.
        """
        if password and any_encrypted(paths):
            self.unlock_reading(password)

    def unlock_reading(self, password: str) -> None:
        """Open packages that are encrypted to this unit, from now until it is closed.

        Raises:
            TrustError: ``exchange.reading-key-missing``, ``trust.sealed-password-wrong``.
        """
        self.secret = open_reading_key(self.workspace, password)

    def judge(self, data: bytes) -> Judged:
        """Judge a package without taking it in.

        Raises:
            TrustError, PackageError: an encrypted one cannot be opened; see ``secrecy.plain``.
        """
        return judge(self.bench(), plain(data, self.secret))

    def inbox(self) -> tuple[PackageRecord, ...]:
        """Return every package that came in, newest first."""
        return self.workspace.packages.inbox()

    def board(self, set_id: str, period: Period) -> Board:
        """Return units against a report set."""
        report_set = self.catalogue.report_set(set_id)
        latest = self.workspace.submissions.latest_by_unit(set_id, period.code)
        rows = tuple(
            self._board_row(unit, latest.get(unit.code), report_set, period)
            for unit in self.catalogue.senders(set_id, self.unit.code, period)
            if unit.code in latest or owes(self.catalogue, set_id, unit, period)
        )
        return Board(report_set, period, rows)

    def deadline(self, report_set: ReportSet, period: Period) -> date:
        """Return the last day on which reports of a set are due here: by our own calendar."""
        receivers = (self.unit.code, *self.catalogue.units.above(self.unit, period.end))
        return self.catalogue.calendar(report_set, receivers, period.end).deadline(period)

    def latest(self, key: ReportKey) -> Submission | None:
        """Return the last revision of a report that came, returned or not; None before any."""
        known = self.workspace.submissions.of(key)
        return known[-1] if known else None

    def _board_row(
        self, unit: Unit, submission: Submission | None, report_set: ReportSet, period: Period
    ) -> BoardRow:
        deadline = self.catalogue.deadline(report_set, unit, period)
        arrived = submission.received_at if submission else None
        day = arrived.date() if arrived else self.clock().date()
        status = submission.status if submission else None
        is_back = submission is not None and status is Status.RETURNED
        back_by = due_back(self.workspace, submission) if submission and is_back else None
        return BoardRow(unit, submission, status, deadline, (day - deadline).days, back_by)

    def sheets_of(self, submission: Submission) -> dict[str, Sheet]:
        """Return the sheets of a submission by form id, computed as they were judged.

        Raises:
            FormError: ``form.unknown``.
            WorkspaceError: ``exchange.report-unproved``.
        """
        period = Period.parse(submission.key.period)
        unit = self.catalogue.unit_for(submission.key.unit, period)
        forms = signed_sheets(self.library, self.workspace, unit, submission)
        return self.library.sheets(forms, unit, period)

    def consolidate(self, set_id: str, period: Period) -> Consolidation:
        """Consolidate the accepted reports.

        Raises:
            FormError: see ``consolidate_set``.
        """
        return consolidate_set(self.library, self.workspace, self.unit, set_id, period)

    def sets_of(self, period: Period, named: str = "") -> tuple[str, ...]:
        """Return the report sets that answer for a period: all that have it, or the named one.

        Where none has the period the first stands for all, so that the refusal has a name.
        """
        sets = self.report_sets()
        having = tuple(s.id for s in sets if has_period(self.catalogue, s, period))
        return (named,) if named else having or tuple(s.id for s in sets[:1]) or ("",)

    def together(self, period: Period, named: str = "") -> Consolidation:
        """Consolidate the report sets that answer for a period, with what we fill in ourselves.

        Raises:
            FormError: see ``consolidate_set``.
        """
        wholes = [self.consolidate(one, period) for one in self.sets_of(period, named)]
        sources = own_sources(self.library, self.workspace, self.unit, period)
        for whole in reversed(wholes):
            sources |= whole.sources
        forms = tuple(form for whole in wholes for form in whole.forms)
        archive = KeptReports(self.library, self.workspace, self.unit)
        return replace(wholes[0], sources=sources, forms=forms, archive=archive)

    def plans(self) -> tuple[str, ...]:
        """Return the plans that assign to this unit or below it, or did to whom it followed.

        Goals of the nation are everybody's from the day their time begins.
        """
        at, today = self.workspace.identity.at, self.clock().date()
        return tuple(
            plan.id
            for plan in self.catalogue.plans.values()
            if (plan.everywhere and Period.parse(plan.since).start <= max(at, today))
            or self.unit.code in concerned(self.catalogue, plan, at)
        )
