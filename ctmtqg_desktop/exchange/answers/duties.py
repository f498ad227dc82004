"""Answers from receipts: the reports that a plan asks for, of those that were owed."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ctmtqg_desktop.catalogue.owing import expects
from ctmtqg_desktop.catalogue.records.periods import Period, periods_of
from ctmtqg_desktop.entries.consolidate import Part
from ctmtqg_desktop.exchange.answers.found import AnswerFound, AskedTarget
from ctmtqg_desktop.exchange.answers.kept_reports import KeptReport, KeptReports
from ctmtqg_desktop.exchange.answers.land import unit_key
from ctmtqg_desktop.targets.progress import MET_OPERATOR, Unheard


class _Round(NamedTuple):
    """One set and period: how many owe its report, and which came."""

    owed: int
    came: tuple[KeptReport, ...]

    @property
    def is_kept(self) -> bool:
        """Say whether all came, and in time."""
        return self.owed == sum(arrival.in_time for arrival in self.came)


def by_reports(asked: AskedTarget) -> AnswerFound:
    """Return whether every report that was owed came in time, or in how many periods all did.

    Periods of which nobody's report came stand open: the office may not have kept them here.
    """
    archive = asked.whole.archive
    rounds = list(_rounds(asked, archive)) if archive is not None else []
    owed, came = sum(one.owed for one in rounds), [a for one in rounds for a in one.came]
    if not came:
        return AnswerFound(None, came=0, owed=owed)
    in_time = sum(arrival.in_time for arrival in came)
    kept = sum(one.is_kept for one in rounds)
    begun = [one for one in rounds if one.came]
    has_failed = any(not one.is_kept for one in begun)
    figure = not has_failed if asked.target.operator == MET_OPERATOR else Decimal(kept)
    facts: dict[str, object] = {"came": len(came), "owed": owed, "in_time": in_time}
    return AnswerFound(
        figure,
        tuple(_part(arrival) for arrival in came),
        missing=Unheard.LOWER,
        words=("target.reports", facts),
        came=len(came),
        owed=owed,
    )


def _rounds(asked: AskedTarget, archive: KeptReports) -> Iterator[_Round]:
    answer, catalogue = asked.target.answer, asked.library.catalogue
    for period in _periods(asked):
        land = asked.land_in(period)
        for set_id in answer.sets:
            due = {
                unit_key(unit)
                for unit in land.units
                if unit.code not in asked.whole.excused
                and expects(catalogue, set_id, unit, period)
            }
            came = archive.arrivals(set_id, period)
            yield _Round(len(due), tuple(a for a in came if unit_key(a.unit) in due))


def _periods(asked: AskedTarget) -> Iterator[Period]:
    """Yield the periods of the target's time that are over."""
    time, over = Period.parse(asked.target.period), asked.whole.period.end
    for period in periods_of(time.year):
        wanted = period.kind.value in asked.target.answer.periods
        if wanted and time.start <= period.start and period.end <= min(time.end, over):
            yield period


def _part(arrival: KeptReport) -> Part:
    report = arrival.report
    return Part(arrival.unit, report.revision, report.content_sha256, arrival.in_time)
