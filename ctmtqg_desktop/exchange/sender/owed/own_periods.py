"""Which periods a reporting unit has something to do for."""

from datetime import date

from ctmtqg_desktop.catalogue.owing import owes
from ctmtqg_desktop.catalogue.records.declared import ReportSet
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import EDITABLE, Status
from ctmtqg_desktop.exchange.answers.open_periods import MOST_PERIODS, OpenPeriod, open_periods
from ctmtqg_desktop.exchange.sender.desk import Desk


def own_periods(desk: Desk, day: date, most: int = MOST_PERIODS) -> tuple[OpenPeriod, ...]:
    """Return the periods of reports that are owed and not sent, the nearest deadline first.

    A unit that no longer exists is asked about as on its last day.
    """
    unit = desk.unit
    day = min(day, unit.valid_to) if unit.valid_to else day

    def is_open(report_set: ReportSet, period: Period) -> bool:
        if not unit.is_valid(period.end) or not owes(desk.catalogue, report_set.id, unit, period):
            return False
        status = desk.report(report_set.id, period).status
        return status in EDITABLE or status is Status.RETURNED

    return open_periods(desk.report_sets(), day, desk.deadline, is_open, most)
