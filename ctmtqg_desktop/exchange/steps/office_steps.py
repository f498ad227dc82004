"""The steps of a receiving unit: authority, enrolments, packages, the way back, totals."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.owing import has_period, owes
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import Status, Submission
from ctmtqg_desktop.exchange.keys.requests import waiting
from ctmtqg_desktop.exchange.post.revisions import due_back
from ctmtqg_desktop.exchange.receiver.conflicts import undecided
from ctmtqg_desktop.exchange.receiver.remarks import returned_file
from ctmtqg_desktop.exchange.steps.next_step import (
    LeadsTo,
    NextStep,
    StepPlace,
    StepState,
    WorkSteps,
)
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.workspace.records import Outcome, PackageRecord

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.receiver.office import BoardRow, Office

_APPROVE, _IMPORT = LeadsTo(StepPlace.APPROVE), LeadsTo(StepPlace.IMPORT)
_RECEIPTS, _TOTALS = LeadsTo(StepPlace.RECEIPTS), LeadsTo(StepPlace.TOTALS)
_ORDER = ("authority", "requests", "judge", "remarks", "receipts", "import", "totals")
"""What comes first where several can be done."""


def office_steps(office: "Office", period: Period) -> WorkSteps:
    """Return the steps of an office for a period."""
    rows = tuple(_owed_rows(office, period))
    came = [one.submission for one in rows if one.submission is not None]
    trust = (_authority_step(office), _request_step(office))
    steps: tuple[NextStep, ...] = (
        *trust, _import_step(len(came), rows, period), _judge_step(office),
        _remark_step(office, came), _receipt_step(office), _total_step(came, rows, period),
    )  # fmt: skip
    if trust[0].state is not StepState.DONE:
        steps = (trust[0], *(_held_up(one) for one in steps[1:]))
    open_ones = {one.id for one in steps if one.state is StepState.OPEN}
    now = next((name for name in _ORDER if name in open_ones), "")
    shown = tuple(_present(one) if one.id == now else one for one in steps)
    went_round = bool(office.workspace.receipts.all())
    return WorkSteps(period, shown, went_round and now in {"import", "totals", ""})


def _present(one: NextStep) -> NextStep:
    return NextStep(one.id, StepState.NOW, one.code, one.facts, one.leads)


def _held_up(one: NextStep) -> NextStep:
    """Return a step that has to wait for the authority; what only reads does not."""
    if one.id in {"import", "totals", "judge"} or one.state is not StepState.OPEN:
        return one
    return NextStep(one.id, StepState.LATER, one.code, one.facts, one.leads)


def _owed_rows(office: "Office", period: Period) -> Iterator["BoardRow"]:
    """Yield the lines of the board that somebody owes in a period."""
    for report_set in office.report_sets():
        if has_period(office.catalogue, report_set, period):
            for row in office.board(report_set.id, period).units:
                if owes(office.catalogue, report_set.id, row.unit, period):
                    yield row


def _authority_step(office: "Office") -> NextStep:
    has_one = office.workspace.signers.authority() is not None
    state = StepState.DONE if has_one else StepState.OPEN
    return NextStep("authority", state, f"way.authority-{state}", {}, _APPROVE)


def _request_step(office: "Office") -> NextStep:
    asked = waiting(office.workspace)
    if asked:
        found = office.catalogue.units.find(asked[0][1].unit_code, office.workspace.identity.at)
        facts: dict[str, object] = {
            "count": len(asked), "others": len(asked) - 1,
            "unit": found.name if found is not None else asked[0][1].unit_code,
        }  # fmt: skip
        how = "many" if len(asked) > 1 else "one"
        return NextStep("requests", StepState.OPEN, f"way.requests-{how}", facts, _APPROVE)
    known = {one.unit for one in office.workspace.signers.enrolled()} - {office.unit.code}
    below = office.catalogue.units.children(office.unit.code, office.workspace.identity.at)
    facts = {"count": 0, "known": len(known), "units": len(below)}
    if known:
        return NextStep("requests", StepState.DONE, "way.requests-done", facts, _APPROVE)
    return NextStep("requests", StepState.WAITING, "way.requests-waiting", facts, _APPROVE)


def _import_step(came: int, rows: Sequence["BoardRow"], period: Period) -> NextStep:
    facts = {
        "came": came, "count": len(rows) - came, "owed": len(rows), "period": period.label,
        "deadline": min((one.deadline for one in rows if one.submission is None), default=None),
    }  # fmt: skip
    if not rows:
        return NextStep("import", StepState.OPEN, "way.import-none", facts, _IMPORT)
    if came >= len(rows):
        return NextStep("import", StepState.DONE, "way.import-done", facts, _IMPORT)
    how = "more" if came else "first"
    return NextStep("import", StepState.OPEN, f"way.import-{how}", facts, _IMPORT)


def _judge_step(office: "Office") -> NextStep:
    """Return the step of packages in conflict, or that wait for an earlier revision."""
    conflicts = undecided(office.workspace)
    held = [
        one for one in office.workspace.packages.inbox(Outcome.HELD) if one.kind == Kind.REPORT
    ]
    if conflicts:
        return _about_parcels("judge", "conflict", conflicts, StepState.OPEN)
    if held:
        return _about_parcels("judge", "held", held, StepState.WAITING)
    any_came = bool(office.workspace.packages.inbox())
    state = StepState.DONE if any_came else StepState.LATER
    return NextStep("judge", state, f"way.judge-{state}")


def _about_parcels(
    step: str, how: str, records: Sequence[PackageRecord], state: StepState
) -> NextStep:
    facts = {"count": len(records), "file": records[0].source_name}
    leads = LeadsTo(StepPlace.PARCEL, at=records[0].sha256)
    return NextStep(step, state, f"way.{step}-{how}", facts, leads)


def _remark_step(office: "Office", came: Sequence[Submission]) -> NextStep:
    """Return the step of what was remarked and not sent back, or was and is awaited again."""
    noted = [office.workspace.submissions.get(one) for one in office.workspace.notes.noted()]
    noted = [one for one in noted if one.current or one.status is Status.RETURNED]
    if noted:
        return _about_reports(office, "noted", noted, StepState.OPEN)
    back = [one for one in came if one.status is Status.RETURNED]
    if back:
        return _about_reports(office, "waiting", back, StepState.WAITING)
    return NextStep("remarks", StepState.LATER, "way.remarks-later")


def _about_reports(
    office: "Office", how: str, reports: Sequence[Submission], state: StepState
) -> NextStep:
    key = reports[0].key
    period = Period.parse(key.period)
    facts = {
        "count": len(reports), "unit": office.catalogue.unit_for(key.unit, period).name,
        "others": len(reports) - 1, "period": period.label,
        "deadline": due_back(office.workspace, reports[0]) or say("way.no-day", {}),
        "file": returned_file(office.workspace, reports[0]),
        "report": office.catalogue.report_set(key.report_set).short,
    }  # fmt: skip
    many = "-many" if len(reports) > 1 else ""
    leads = LeadsTo(StepPlace.REPORT, key.report_set, key.period, unit=key.unit)
    return NextStep("remarks", state, f"way.remarks-{how}{many}", facts, leads)


def _receipt_step(office: "Office") -> NextStep:
    left = office.workspace.submissions.without_receipt()
    if left:
        facts = {"count": len(left)}
        return NextStep("receipts", StepState.OPEN, "way.receipts-open", facts, _RECEIPTS)
    given = bool(office.workspace.receipts.all())
    state = StepState.DONE if given else StepState.LATER
    return NextStep("receipts", state, f"way.receipts-{state}")


def _total_step(
    came: Sequence[Submission], rows: Sequence["BoardRow"], period: Period
) -> NextStep:
    counted = [one for one in came if one.current]
    facts = {"count": len(counted), "owed": len(rows), "period": period.label}
    if not counted:
        return NextStep("totals", StepState.LATER, "way.totals-later", facts)
    return NextStep("totals", StepState.OPEN, "way.totals-open", facts, _TOTALS)
