"""Show who owes what for a period and why: an office's units, or a unit's own duties."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.owing import Cause, cause_of, has_period, profile_of
from ctmtqg_desktop.catalogue.profiles import Profile, ReportRequest, request_for
from ctmtqg_desktop.catalogue.records.declared import ReportSet
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.submission import EDITABLE, ReportKey, Status
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.keeping.duty_words import profile_days, profile_words, why_owed
from ctmtqg_desktop.exchange.receiver.board.concerns import BoardConcern, concerns_of, watched
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import ShowDuties
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.owed.due import Due, all_due


@dataclass(frozen=True, slots=True)
class OwedReport:
    """One report that is owed, or was begun or sent though it is not.

    Attributes:
        status: None while nothing is here.
        days_late: of the arrival, or until today; not positive is in time.
        cause: None where it is not owed.
        concerns: why an office looks at it; a unit's own have none.
    """

    unit: Unit
    report_set: ReportSet
    period: Period
    deadline: date
    status: Status | None
    days_late: int
    cause: Cause | None
    concerns: frozenset[BoardConcern] = frozenset()


@dataclass(frozen=True, slots=True)
class UnitDuties:
    """What was decided of a unit for a period, and the reports it owes."""

    unit: Unit
    profile: Profile | None
    owed: tuple[OwedReport, ...]


@dataclass(frozen=True, slots=True)
class RequestStanding:
    """A request, and how many of those it is for have sent the report."""

    request: ReportRequest
    report_set: ReportSet
    units: tuple[Unit, ...]
    came: int


@dataclass(frozen=True, slots=True)
class Duties:
    """Who owes what for a period; requests of every period."""

    units: tuple[UnitDuties, ...]
    requests: tuple[RequestStanding, ...]


def show_duties(place: Office | Desk, order: ShowDuties, step: Step = no_step) -> Done:
    """Return who owes what for a period, and why.

    Raises:
        FormError: ``form.period-unknown``, ``exchange.land-…``: our code was another unit's.
    """
    period = Period.parse(order.period)
    duties = (
        _of_office(place, period, step) if isinstance(place, Office) else _of_desk(place, period)
    )
    catalogue = place.catalogue
    owed = [_owed_facts(catalogue, one) for unit in duties.units for one in unit.owed]
    facts = {
        "owed": owed,
        "profiles": [_profile_facts(catalogue, one) for one in duties.units],
        "requests": [_request_facts(one) for one in duties.requests],
        "count": sum(bool(one["why"]) for one in owed),
        "missing": sum(one["status"] is None and bool(one["why"]) for one in owed),
        "undecided": sum(one.profile is None for one in duties.units),
        "period": period.code,
    }
    return Done("done.show-duties", facts, found=duties)


def _of_desk(desk: Desk, period: Period) -> Duties:
    owed = tuple(_own(desk, one) for one in all_due(desk, period))
    profile = profile_of(desk.catalogue, desk.unit, period.end)
    return Duties((UnitDuties(desk.unit, profile, owed),), ())


def _own(desk: Desk, due: Due) -> OwedReport:
    is_sent = due.report.status not in EDITABLE
    status = due.report.status if is_sent or due.filled else None
    late = 0 if is_sent else -due.days_left
    return OwedReport(desk.unit, due.report_set, due.period, due.deadline, status, late, due.cause)


def _of_office(office: Office, period: Period, step: Step) -> Duties:
    catalogue = office.catalogue
    found: dict[str, list[OwedReport]] = {}
    sets = [s for s in office.report_sets() if has_period(catalogue, s, period)]
    seen = watched(office.workspace, office.inbox())
    for number, one in enumerate(sets):
        step(number, len(sets), one.short)
        for row in office.board(one.id, period).units:
            cause = cause_of(catalogue, one.id, row.unit, period)
            key = ReportKey(row.unit.code, one.id, period.code)
            owed = OwedReport(
                row.unit, one, period, row.deadline, row.status, row.days_late, cause,
                concerns_of(row, key, seen),
            )  # fmt: skip
            found.setdefault(row.unit.code, []).append(owed)
    units = tuple(
        UnitDuties(unit, profile_of(catalogue, unit, period.end), tuple(found.get(unit.code, ())))
        for unit in catalogue.units.children(office.unit.code, period.end)
    )
    return Duties(units, tuple(_requests(office)))


def _requests(office: Office) -> Iterator[RequestStanding]:
    """Yield our own requests, the last asked first."""
    catalogue = office.catalogue
    ours = [r for r in catalogue.requests.values() if r.receiver == office.unit.code]
    for request in sorted(ours, key=lambda one: (one.asked_on, one.id), reverse=True):
        period = Period.parse(request.period)
        current = office.workspace.submissions.current(request.report_set, request.period)
        came = {report.key.unit for report in current}
        units = tuple(_asked(catalogue, request, period, office.unit.code))
        report_set = catalogue.report_set(request.report_set)
        yield RequestStanding(request, report_set, units, sum(u.code in came for u in units))


def _asked(
    catalogue: Catalogue, request: ReportRequest, period: Period, receiver: str
) -> Iterator[Unit]:
    """Yield the units that a request counts for: a later one may have taken its place."""
    for unit in catalogue.senders(request.report_set, receiver, period):
        known = catalogue.requests.values()
        if request_for(known, request.report_set, unit, period.code) == request:
            yield unit


def _owed_facts(catalogue: Catalogue, one: OwedReport) -> dict[str, object]:
    cause = one.cause
    return {
        "unit": one.unit.code, "name": one.unit.name, "report_set": one.report_set.id,
        "short": one.report_set.short, "period": one.period.code, "deadline": one.deadline,
        "days_late": one.days_late, "status": one.status,
        "why": why_owed(catalogue, cause) if cause is not None else None,
        "request": cause.request.id if cause is not None and cause.request else None,
        "concerns": sorted(one.concerns),
    }  # fmt: skip


def _profile_facts(catalogue: Catalogue, one: UnitDuties) -> dict[str, object]:
    profile = one.profile
    return {
        "unit": one.unit.code, "name": one.unit.name, "profile": profile.id if profile else None,
        "says": profile_words(catalogue, profile),
        "days": profile_days(profile) if profile else None,
        "source": profile.source if profile else None,
    }  # fmt: skip


def _request_facts(one: RequestStanding) -> dict[str, object]:
    request = one.request
    return {
        "id": request.id, "report_set": request.report_set, "short": one.report_set.short,
        "period": request.period, "deadline": request.deadline, "why": request.why,
        "source": request.source, "units": [unit.code for unit in one.units],
        "forms": list(request.forms), "came": one.came, "is_withdrawn": request.is_withdrawn,
    }  # fmt: skip
