"""Which periods a receiving unit awaits reports of."""

from datetime import date

from ctmtqg_desktop.catalogue.owing import owes
from ctmtqg_desktop.catalogue.records.declared import ReportSet
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.answers.open_periods import MOST_PERIODS, OpenPeriod, open_periods
from ctmtqg_desktop.exchange.receiver.office import Office


def awaited_periods(office: Office, day: date, most: int = MOST_PERIODS) -> tuple[OpenPeriod, ...]:
    """Return the periods some unit owes a report of that has not come, the nearest first."""
    catalogue, unit = office.catalogue, office.unit
    day = min(day, unit.valid_to) if unit.valid_to else day

    def is_open(report_set: ReportSet, period: Period) -> bool:
        came = office.workspace.submissions.latest_by_unit(report_set.id, period.code)
        senders = catalogue.senders(report_set.id, unit.code, period)
        return any(
            one.code not in came and owes(catalogue, report_set.id, one, period) for one in senders
        )

    return open_periods(office.report_sets(), day, office.deadline, is_open, most)
