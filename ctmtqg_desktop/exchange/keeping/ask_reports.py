"""Ask units for reports beside the regular ones, change what was asked, or take it back."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from ctmtqg_desktop.catalogue.profiles import ReportRequest
from ctmtqg_desktop.catalogue.read.toml_writer import requests_to_toml
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.mistakes import nearest_spelling
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.keeping.orders import AskReports, WithdrawRequest
from ctmtqg_desktop.exchange.keeping.own_records import our_unit, own_requests
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.files import write_durably


def ask_reports(room: Room, order: AskReports, _: Step = no_step) -> Done:
    """Write requests as a file to be published; units see them once they took the package in.

    Raises:
        FormError: ``exchange.request-what``, ``exchange.request-one``, ``exchange.request-why``,
            ``exchange.request-deadline``, ``exchange.request-twice``,
            ``exchange.request-unknown``, ``exchange.unit-elsewhere``, ``form.no-forms``,
            ``form.period-unknown``, ``form.report-set-unknown``, ``form.unknown``,
            ``exchange.folder``, ``exchange.own-file``.
        PackageError: the file cannot be written.
    """
    period, today = Period.parse(order.period), room.clock().date()
    _demand(order, period, today)
    units = tuple(our_unit(room, one, period.end) for one in order.units)
    path = made_folder(order.folder) / _name(room)
    known = own_requests(room.workspace, path)
    made: list[ReportRequest] = []
    for set_id in dict.fromkeys(order.report_sets):
        _demand_forms(room, set_id, order.forms, units, period)
        request = _request(room, order, set_id, units, known)
        known, made = {**known, request.id: request}, [*made, request]
    _write(path, known)
    names = ", ".join(unit.name for unit in units) or say("asked.all-units", {})
    facts = {
        "path": path, "requests": [one.id for one in made], "count": len(made),
        "units": [unit.code for unit in units], "period": period.code,
        "deadline": order.deadline, "names": names,
        "listed": ", ".join(room.catalogue.report_set(one.report_set).short for one in made),
    }  # fmt: skip
    return Done("done.ask-reports", facts, (path,), tuple(made))


def withdraw_request(room: Room, order: WithdrawRequest, _: Step = no_step) -> Done:
    """Write that nobody owes a request any more, as a file to be published.

    Raises:
        FormError: ``exchange.request-unknown``, ``exchange.request-withdrawn``,
            ``exchange.folder``, ``exchange.own-file``.
        PackageError: the file cannot be written.
    """
    path = made_folder(order.folder) / _name(room)
    known = own_requests(room.workspace, path)
    old = _known(known, order.request)
    if old.is_withdrawn:
        raise FormError("exchange.request-withdrawn", given=old.id)
    why = order.why.strip() or old.why
    new = replace(old, is_withdrawn=True, version=old.version + 1, why=why)
    _write(path, {**known, new.id: new})
    facts = {"path": path, "request": new.id, "report_set": new.report_set, "period": new.period}
    return Done("done.withdraw-request", facts, (path,), new)


def _name(room: Room) -> str:
    return f"yeu-cau-{room.unit.code}.toml"


def _write(path: Path, requests: Mapping[str, ReportRequest]) -> None:
    write_durably(path, requests_to_toml(requests.values()).encode("utf-8"))


def _known(requests: Mapping[str, ReportRequest], given: str) -> ReportRequest:
    if given not in requests:
        suggestion = nearest_spelling(given, requests)
        raise FormError("exchange.request-unknown", given=given, suggestion=suggestion)
    return requests[given]


def _demand(order: AskReports, period: Period, today: date) -> None:
    if not order.report_sets:
        raise FormError("exchange.request-what")
    if order.changes and len(set(order.report_sets)) > 1:
        raise FormError("exchange.request-one", given=order.changes)
    if not order.why.strip():
        raise FormError("exchange.request-why")
    if order.deadline < max(today, period.start):
        facts = {"deadline": order.deadline, "today": today, "begins": period.start}
        raise FormError("exchange.request-deadline", **facts)


def _demand_forms(
    room: Room, set_id: str, forms: Iterable[str], units: Iterable[Unit], period: Period
) -> None:
    """Refuse what nobody could fill in: a set, or a form of it, that had none in the period."""
    catalogue, report_set = room.catalogue, room.catalogue.report_set(set_id)
    asked = tuple(units) or catalogue.units.children(room.unit.code, period.end)
    heads = {unit: catalogue.heads_of(set_id, unit, period.end) for unit in asked}
    nobody = next((unit for unit, found in heads.items() if not found), None)
    is_short = nobody is not None if units else not any(heads.values())
    if is_short:
        named = nobody.name if nobody is not None else room.unit.name
        raise FormError("form.no-forms", report_set=report_set.title, unit=named)
    known = {form.id for found in heads.values() for form in found}
    for form in forms:
        if form not in known:
            suggestion = nearest_spelling(form, sorted(known))
            raise FormError("form.unknown", given=form, suggestion=suggestion)


def _request(
    room: Room, order: AskReports, set_id: str, units: tuple[Unit, ...],
    known: Mapping[str, ReportRequest],
) -> ReportRequest:  # fmt: skip
    period = Period.parse(order.period).code
    changed = _known(known, order.changes) if order.changes else None
    name = changed.id if changed else _new_id(room, known)
    made = ReportRequest(
        name, room.unit.code, set_id, period, order.deadline, room.clock().date(),
        order.why.strip(), order.source.strip() or order.why.strip(), Confidence.UNVERIFIED,
        tuple(unit.code for unit in units), order.forms,
        version=changed.version + 1 if changed else 1,
    )  # fmt: skip
    twin = next((one for one in known.values() if _is_same(one, made)), None)
    if twin is not None:
        raise FormError("exchange.request-twice", given=twin.id)
    return made


def _is_same(old: ReportRequest, new: ReportRequest) -> bool:
    return replace(new, id=old.id, version=old.version, asked_on=old.asked_on) == old


def _new_id(room: Room, known: Iterable[str]) -> str:
    start = f"yc-{room.unit.code}-{room.clock().date():%Y}-"
    taken = [int(one.removeprefix(start)) for one in known if one.removeprefix(start).isdigit()]
    return f"{start}{max(taken, default=0) + 1}"
