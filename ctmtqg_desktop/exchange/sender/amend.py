"""Amend: open the next revision of a report that was sent, unlock cells of one that came back."""

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import Report
from ctmtqg_desktop.errors import FormError, WorkspaceError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.post.revisions import (
    correction,
    open_revision,
    unlock_place,
    written,
)
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import Reopen, Unlock


def reopen(desk: Desk, order: Reopen, _: Step = no_step) -> Done:
    """Open the next revision of a report that was sent, to amend it.

    The figures stay as they were; the revision sent before stays frozen, and the new one
    will name it.

    Raises:
        FormError: ``exchange.reason-missing``, ``form.report-set-unknown``.
        WorkspaceError: ``workspace.step-refused``: the report was never sent;
            ``workspace.revision-refused``: it was never begun.
    """
    text, now = written(order.reason), desk.clock()
    before = desk.report(order.report_set, Period.parse(order.period))
    number = before.revision + 1
    opened = open_revision(desk.workspace, before.key, number, reason=text, at=now)
    facts = {
        "revision": opened.revision, "status": opened.status,
        "report_set": order.report_set, "period": opened.key.period,
    }  # fmt: skip
    return Done("done.reopen", facts, found=opened)


def unlock(desk: Desk, order: Unlock, _: Step = no_step) -> Done:
    """Let a cell without a remark be changed in a draft that answers a return.

    A form may stand in several reports of a period: whichever of them answers a return is
    unlocked with the one that is named, since a cell is open only where all of them are.

    Raises:
        FormError: ``exchange.reason-missing``, ``form.report-set-unknown``, ``form.unknown``,
            ``form.section-unknown``, ``form.cell-unknown``.
        WorkspaceError: ``exchange.nothing-locked``: no draft of the form answers a return.
    """
    text, period, now = written(order.reason), Period.parse(order.period), desk.clock()
    form_id, _slash, rest = order.place.partition("/")
    if form_id not in {form.id for form in desk.forms(order.report_set, period)}:
        raise FormError("form.unknown", given=form_id, suggestion="")
    sheet = desk.sheet(form_id, period)
    where = _label(sheet, rest)
    answering = _answering(desk, sheet, period)
    if not answering:
        raise WorkspaceError("exchange.nothing-locked", where=where)
    with desk.workspace.transaction():
        for report in answering:
            unlock_place(desk.workspace, report, order.place, reason=text, at=now)
    facts = {
        "place": order.place, "where": where, "form": form_id,
        "report_sets": [report.key.report_set for report in answering],
    }  # fmt: skip
    return Done("done.unlock", facts)


def _answering(desk: Desk, sheet: Sheet, period: Period) -> list[Report]:
    """Return the drafts with this form that answer a return."""
    ids = [m.id for m in sheet.form.report_sets if m.id in desk.catalogue.report_sets]
    reports = [desk.report(set_id, period) for set_id in ids]
    return [report for report in reports if correction(desk.workspace, report)]


def _label(sheet: Sheet, place: str) -> str:
    """Return the words for a cell, a section or the whole form.

    Raises:
        FormError: there is no such place.
    """
    if not place:
        return sheet.form.title
    section = sheet.form.section(place)
    if section is not None:
        return section.title or section.id
    if "." not in place:
        raise FormError("form.section-unknown", given=place, suggestion="")
    try:
        cell = Cell.parse(place)
    except ValueError as error:
        raise FormError("form.cell-unknown", cell=place, form=sheet.form.id) from error
    sheet.spec(cell)
    return sheet.label(cell)
