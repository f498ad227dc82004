"""What a reporting unit has to send: a report, its deadline, why it is owed, what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.owing import Cause, cause_of
from ctmtqg_desktop.catalogue.records.declared import ReportSet
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.overview import progress
from ctmtqg_desktop.entries.submission import EDITABLE, Report, Status
from ctmtqg_desktop.exchange.post.revisions import correction
from ctmtqg_desktop.exchange.sender.returned.open_remarks import AskedBack, asked_back

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.sender.desk import Desk


class NextTurn(StrEnum):
    """What is to be done next with a report."""

    ANSWER = "answer"
    """Its return has remarks that are open."""
    BEGIN = "begin"
    FILL = "fill"
    MEND = "mend"
    """Nothing is missing, but something found stands in the way."""
    SIGN = "sign"
    WRITE = "write"
    """It is signed and in no file."""
    CARRY = "carry"
    """Its file is on its way; nothing proves that it arrived."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Due:
    """A report that is owed.

    Attributes:
        deadline: of the report; of a draft that answers a return, what the return sets.
        filled, total: input cells over all its forms.
        days_left: until the deadline; negative when late.
        cause: why it is owed; None for one that was begun though it is not.
        asked: what its return still asks; None for a report that answers none.
        blocking: how much found stands in the way; counted only of what is filled in.
    """

    report_set: ReportSet
    period: Period
    deadline: date
    days_left: int
    report: Report
    filled: int
    total: int
    cause: Cause | None = None
    asked: AskedBack | None = None
    blocking: int = 0

    @property
    def turn(self) -> NextTurn:
        """Return what is to be done next."""
        if self.report.status not in EDITABLE:
            return _SENT.get(self.report.status, NextTurn.NOTHING)
        if self.asked is not None:
            return self._answering(self.asked)
        if not self.filled or self.filled < self.total:
            return NextTurn.FILL if self.filled else NextTurn.BEGIN
        return NextTurn.MEND if self.blocking else NextTurn.SIGN

    def _answering(self, asked: AskedBack) -> NextTurn:
        if asked.count:
            return NextTurn.ANSWER
        return NextTurn.MEND if self.blocking else NextTurn.SIGN


_SENT = {
    Status.SIGNED: NextTurn.WRITE,
    Status.EXPORTED: NextTurn.CARRY,
    Status.RETURNED: NextTurn.ANSWER,
}


def due_of(desk: "Desk", report_set: ReportSet, period: Period) -> Due:
    """Return where a report stands that a unit has to send, or has begun."""
    report, sheets = desk.report(report_set.id, period), desk.sheets(report_set.id, period)
    asked = asked_back(desk, report)
    deadline = (asked.due if asked else None) or desk.deadline(report_set, period)
    counts = [progress(sheet) for sheet in sheets]
    filled, total = sum(one for one, _ in counts), sum(of for _, of in counts)
    is_ready = report.status in EDITABLE and (
        not asked.count if asked is not None else bool(filled) and filled >= total
    )
    found = desk.findings(report_set.id, period) if is_ready else ()
    return Due(
        report_set, period, deadline, (deadline - desk.clock().date()).days, report, filled, total,
        cause_of(desk.catalogue, report_set.id, desk.unit, period), asked,
        sum(finding.blocks for finding in found),
    )  # fmt: skip


def all_due(desk: "Desk", period: Period) -> tuple[Due, ...]:
    """Return what is due for a period, what was asked for or came back of others, by deadline."""
    found = {(due.report_set.id, due.period.code): due for due in desk.due(period)}
    for due in (*asked_besides(desk, period), *_back_besides(desk, period)):
        found.setdefault((due.report_set.id, due.period.code), due)
    return tuple(sorted(found.values(), key=lambda due: due.deadline))


def _back_besides(desk: "Desk", period: Period) -> Iterator[Due]:
    """Yield the reports of other periods that came back and were not sent again."""
    for report in desk.workspace.reports.all():
        key, code = report.key, period.code
        is_known = key.unit == desk.unit.code and key.report_set in desk.catalogue.report_sets
        if key.period == code or not is_known or correction(desk.workspace, report) is None:
            continue
        other = Period.parse(key.period)
        if not desk.other_land(other):
            yield due_of(desk, desk.catalogue.report_set(key.report_set), other)


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
