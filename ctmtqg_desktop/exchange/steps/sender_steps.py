"""The steps of a reporting unit: key, enrolment, card, then each report there and back."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import EDITABLE, Report, Status
from ctmtqg_desktop.exchange.sender.letters import Letter
from ctmtqg_desktop.exchange.sender.owed.due import Due, NextTurn, all_due
from ctmtqg_desktop.exchange.sender.pack import sent_name
from ctmtqg_desktop.exchange.sender.returned.open_remarks import asked_back
from ctmtqg_desktop.exchange.steps.next_step import (
    LeadsTo,
    NextStep,
    StepPlace,
    StepState,
    WorkSteps,
)
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.trust.certificate.details import details_of

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.sender.desk import Desk

_KEYS, _MAIL = LeadsTo(StepPlace.KEYS), LeadsTo(StepPlace.MAIL)
_FIRST = (NextTurn.ANSWER, NextTurn.BEGIN, NextTurn.FILL, NextTurn.MEND, NextTurn.SIGN,
          NextTurn.WRITE)  # fmt: skip
"""What a report may need of its unit while it is here; a file that only has to be carried is
last, since nothing tells that it was."""


def sender_steps(desk: "Desk", period: Period, due: Sequence[Due] | None = None) -> WorkSteps:
    """Return the steps of a unit for a period.

    Args:
        desk: of the unit.
        period: that is shown; what came back of others is among its reports.
        due: what ``all_due`` gives, where it is known already.
    """
    reports = all_due(desk, period) if due is None else due
    trust = _trust_steps(desk)
    done = {one.id for one in trust if one.state is StepState.DONE}
    sent = _sent_reports(desk, period)
    first = _first(reports, has_card="card" in done)
    steps = (
        *trust, _fill_step(reports), _mend_step(reports),
        _sign_step(reports, has_card="card" in done),
        _carry_step(desk, sent), _receipt_step(desk, sent), _answer_step(reports),
    )  # fmt: skip
    is_set = len(done) == len(trust)
    went_round = any(desk.workspace.receipts.incoming())
    is_back = any(one.turn is NextTurn.ANSWER for one in reports)
    return WorkSteps(period, tuple(_with_now(steps, first)), is_set and went_round and not is_back)


def _with_now(steps: Iterable[NextStep], first: str) -> Iterable[NextStep]:
    """Yield the steps with the first that is to be done as the present one."""
    known = tuple(steps)
    open_ones = [one.id for one in known if one.state is StepState.OPEN]
    setting_up = [one for one in open_ones if one in {"key", "enrol", "card"}]
    now = setting_up[0] if setting_up and first != "answer" else first
    now = now if now in open_ones else next(iter(open_ones), "")
    for one in known:
        yield one if one.id != now else _present(one)


def _present(one: NextStep) -> NextStep:
    return NextStep(one.id, StepState.NOW, one.code, one.facts, one.leads)


_STEP_OF = {
    NextTurn.ANSWER: "answer", NextTurn.BEGIN: "fill", NextTurn.FILL: "fill",
    NextTurn.MEND: "mend", NextTurn.SIGN: "sign", NextTurn.WRITE: "carry",
}  # fmt: skip


def _first(reports: Sequence[Due], *, has_card: bool) -> str:
    """Return the step of the report that comes first: what came back, then by deadline."""
    here = [one for one in reports if one.turn in _FIRST]
    here.sort(key=lambda one: (one.turn is not NextTurn.ANSWER, one.deadline))
    ready = [one for one in here if has_card or one.turn is not NextTurn.SIGN]
    return _STEP_OF[ready[0].turn] if ready else ""


# -- once: key, enrolment, card


def _trust_steps(desk: "Desk") -> tuple[NextStep, ...]:
    workspace = desk.workspace
    facts: dict[str, object] = {"office": _office_name(desk)}
    asked = workspace.packages.written(Kind.ENROLMENT)
    found = workspace.packages.find(asked[-1]) if asked else None
    if found is not None:
        facts |= {"file": found.source_name, "day": found.at.date()}
    cards = workspace.signers.own_cards()
    if cards:
        last = max(details_of(card.certificate_der).last for card in cards)
        card = "over" if last <= desk.clock() else "done"
        facts["last"] = last.date()
    else:
        card = "waiting" if found is not None else "later"
    has_asked = found is not None or bool(cards)
    has_key = has_asked or workspace.settings.last_signer("signer") is not None
    enrol = "done" if has_asked else "open" if has_key else "later"
    return (
        _once("key", "done" if has_key else "open", facts, _KEYS),
        _once("enrol", enrol if found is not None or enrol != "done" else "known", facts, _KEYS),
        _once("card", card, facts, _KEYS if card == "over" else _MAIL),
    )


_ONCE = {"over": StepState.OPEN, "known": StepState.DONE}


def _once(step: str, how: str, facts: dict[str, object], leads: LeadsTo) -> NextStep:
    state = _ONCE.get(how) or StepState(how)
    return NextStep(step, state, f"way.{step}-{how}", facts, leads)


def _office_name(desk: "Desk") -> str:
    above = desk.catalogue.units.find(desk.unit.parent, desk.workspace.identity.at)
    return above.name if above is not None else say("way.office", {})


# -- each report


def _about(due: Due, count: int) -> dict[str, object]:
    return {
        "report": due.report_set.short, "period": due.period.label, "count": count,
        "filled": due.filled, "total": due.total, "deadline": due.deadline,
        "blocking": due.blocking, "remarks": due.asked.count if due.asked else 0,
        "others": count - 1,
    }  # fmt: skip


def leads_of(due: Due) -> LeadsTo:
    """Return where what comes next for a report is done."""
    asked, at_forms = due.asked, {NextTurn.ANSWER, NextTurn.BEGIN, NextTurn.FILL}
    is_open = due.report.status in EDITABLE and due.turn in at_forms
    place = StepPlace.FORM if is_open else StepPlace.SIGN
    form, at = (asked.form, asked.place) if asked is not None else ("", "")
    return LeadsTo(place, due.report_set.id, due.period.code, form, at)


def open_return(desk: "Desk", letter: Letter) -> LeadsTo | None:
    """Return where the first open remark of a return is met; None where none of it is open."""
    period = Period.parse(letter.sent.key.period)
    report = desk.report(letter.sent.key.report_set, period)
    if letter.number or report.revision != letter.sent.revision + 1:
        return None
    asked = asked_back(desk, report)
    if asked is None or not asked.count:
        return None
    key = report.key
    return LeadsTo(StepPlace.FORM, key.report_set, key.period, asked.form, asked.place)


def todo_of(due: Due) -> str:
    """Return the word for what comes next for a report."""
    return say(f"way.turn-{due.turn}", {})


def _of_reports(step: str, reports: Sequence[Due]) -> NextStep | None:
    """Return the step of reports that need the same; it leads to the first of them."""
    if not reports:
        return None
    first = min(reports, key=lambda one: one.deadline)
    how = "many" if len(reports) > 1 else "one"
    facts = _about(first, len(reports))
    return NextStep(step, StepState.OPEN, f"way.{step}-{how}", facts, leads_of(first))


def _fill_step(reports: Sequence[Due]) -> NextStep:
    left = [one for one in reports if one.turn in {NextTurn.BEGIN, NextTurn.FILL}]
    found = _of_reports("fill", left)
    if found is None:
        how = "done" if reports else "none"
        return NextStep("fill", StepState.DONE if reports else StepState.LATER, f"way.fill-{how}")
    first = min(left, key=lambda one: one.deadline)
    if first.turn is NextTurn.BEGIN:
        return NextStep("fill", found.state, f"{found.code}-begin", found.facts, found.leads)
    return found


def _mend_step(reports: Sequence[Due]) -> NextStep:
    found = _of_reports("mend", _at(reports, NextTurn.MEND))
    return found or _after(reports, "mend", {NextTurn.SIGN})


def _sign_step(reports: Sequence[Due], *, has_card: bool) -> NextStep:
    found = _of_reports("sign", _at(reports, NextTurn.SIGN))
    if found is not None and not has_card:
        return NextStep("sign", StepState.LATER, "way.sign-card", found.facts, found.leads)
    return found or _after(reports, "sign", set())


def _after(reports: Sequence[Due], step: str, further: set[NextTurn]) -> NextStep:
    """Return a step that no report stands at: done where some have passed it, else later."""
    passed = {NextTurn.WRITE, NextTurn.CARRY, NextTurn.NOTHING} | further
    has_passed = bool(reports) and all(one.turn in passed for one in reports)
    state = StepState.DONE if has_passed else StepState.LATER
    return NextStep(step, state, f"way.{step}-{state}")


def _at(reports: Sequence[Due], turn: NextTurn) -> list[Due]:
    return [one for one in reports if one.turn is turn]


def _answer_step(reports: Sequence[Due]) -> NextStep:
    found = _of_reports("answer", _at(reports, NextTurn.ANSWER))
    return found or NextStep("answer", StepState.LATER, "way.answer-later")


# -- on the way


def _sent_reports(desk: "Desk", period: Period) -> list[Report]:
    """Return the reports that were signed and not acknowledged, of this year and the last."""
    known = desk.workspace.reports.all()
    years = {period.year - 1, period.year}
    return [
        one for one in known
        if one.status in {Status.SIGNED, Status.EXPORTED} and one.key.unit == desk.unit.code
        and one.key.report_set in desk.catalogue.report_sets
        and (one.key.period == period.code or Period.parse(one.key.period).year in years)
    ]  # fmt: skip


def _carry_step(desk: "Desk", sent: Sequence[Report]) -> NextStep:
    if not sent:
        state = StepState.DONE if any(desk.workspace.receipts.incoming()) else StepState.LATER
        return NextStep("carry", state, f"way.carry-{state}")
    unwritten = [one for one in sent if one.status is Status.SIGNED]
    first = (unwritten or sorted(sent, key=lambda one: one.key.period, reverse=True))[0]
    facts = {
        "file": sent_name(desk, first), "office": _office_name(desk),
        "count": len(sent), "others": len(sent) - 1,
        "period": Period.parse(first.key.period).label,
        "report": desk.catalogue.report_set(first.key.report_set).short,
    }  # fmt: skip
    how = "write" if unwritten else "many" if len(sent) > 1 else "one"
    leads = LeadsTo(StepPlace.SIGN, first.key.report_set, first.key.period)
    return NextStep("carry", StepState.OPEN, f"way.carry-{how}", facts, leads)


def _receipt_step(desk: "Desk", sent: Sequence[Report]) -> NextStep:
    away = [one for one in sent if one.status is Status.EXPORTED]
    if away:
        facts = {"count": len(away)}
        return NextStep("receipt", StepState.WAITING, "way.receipt-waiting", facts, _MAIL)
    if any(desk.workspace.receipts.incoming()):
        return NextStep("receipt", StepState.DONE, "way.receipt-done", {}, _MAIL)
    return NextStep("receipt", StepState.LATER, "way.receipt-later", {}, _MAIL)
