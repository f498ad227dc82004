"""What a reporting unit has to send: a report with its deadline, and why it is owed."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.owing import Cause, cause_of
from ctmtqg_desktop.catalogue.records.declared import ReportSet
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.overview import progress
from ctmtqg_desktop.entries.submission import EDITABLE, Report

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.sender.desk import Desk


@dataclass(frozen=True, slots=True)
class Due:
    """A report that is owed.

    Attributes:
        filled, total: input cells over all its forms.
        days_left: until the deadline; negative when late.
        cause: why it is owed; None for one that was begun though it is not.
    """

    report_set: ReportSet
    period: Period
    deadline: date
    days_left: int
    report: Report
    filled: int
    total: int
    cause: Cause | None = None


def due_of(desk: "Desk", report_set: ReportSet, period: Period) -> Due:
    """Return where a report stands that a unit has to send, or has begun."""
    deadline = desk.deadline(report_set, period)
    counts = [progress(sheet) for sheet in desk.sheets(report_set.id, period)]
    return Due(
        report_set,
        period,
        deadline,
        (deadline - desk.clock().date()).days,
        desk.report(report_set.id, period),
        sum(filled for filled, _ in counts),
        sum(total for _, total in counts),
        cause_of(desk.catalogue, report_set.id, desk.unit, period),
    )


def all_due(desk: "Desk", period: Period) -> tuple[Due, ...]:
    """Return what is due for a period, and what was asked for of others, by deadline."""
    found = (*desk.due(period), *asked_besides(desk, period))
    return tuple(sorted(found, key=lambda due: due.deadline))


def asked_besides(desk: "Desk", period: Period) -> tuple[Due, ...]:
    """Return what was asked for of other periods and is not sent, the earliest deadline first."""
    catalogue = desk.catalogue
    requests = catalogue.requests.values()
    asked = {(one.report_set, one.period) for one in requests if one.period != period.code}
    found = []
    for set_id, code in sorted(asked):
        other = Period.parse(code)
        cause = cause_of(catalogue, set_id, desk.unit, other)
        is_ours = cause is not None and cause.request is not None and not desk.other_land(other)
        if is_ours and desk.report(set_id, other).status in EDITABLE:
            found.append(due_of(desk, catalogue.report_set(set_id), other))
    return tuple(sorted(found, key=lambda due: due.deadline))
