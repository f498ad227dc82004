"""Open remarks: what a return asks is changed, or answered in words, before the report goes again.

The answer is a reason like any other: it is kept, travels and is printed. It belongs to the
revision it was written in; a later return asks anew.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.form import Cell, Severity
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.change import EntryValue
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.overview import content_with_filled, leaves_of
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import Report
from ctmtqg_desktop.entries.watch import explained
from ctmtqg_desktop.exchange.post.revisions import correction
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.workspace.records import Remark

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.sender.desk import Desk

REMARK = "remark."
"""What the code of such a finding begins with; the revision that answers it follows."""
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class AskedBack:
    """What a return still asks of the draft that answers it.

    Attributes:
        count: remarks that are open: neither met nor answered in words.
        due: last day that the return sets; None where it sets none.
        form: of the first open remark; empty where none is open.
        place: of the first within its form: ``section`` or ``section.row.column``; empty for the
            whole form.
    """

    count: int
    due: date | None
    form: str = ""
    place: str = ""


def asked_back(desk: "Desk", report: Report) -> AskedBack | None:
    """Return what is asked of a draft that answers a return; None for any other report."""
    asked = correction(desk.workspace, report)
    if asked is None:
        return None
    period, left = Period.parse(report.key.period), dict[tuple[str, str], tuple[str, str]]()
    for sheet in desk.sheets(report.key.report_set, period):
        for remark in _left_of(desk, sheet, report):
            (found,) = explained((_asked(sheet, report, remark),), sheet.reasons)
            if found.blocks:  # the same remark of two returns is one
                place = _place_in(sheet, remark)
                left.setdefault((found.code, remark.cell), (sheet.form.id, place))
    due = max((r.due for r in asked.remarks if r.due), default=None)
    form, place = next(iter(left.values()), ("", ""))
    return AskedBack(len(left), due, form, place)


def _place_in(sheet: Sheet, remark: Remark) -> str:
    """Return where in a form a remark is met; of a cell that is gone its section."""
    rest = remark.cell.partition("/")[2]
    return rest if _cell_of(sheet, remark) is not None else rest.partition(".")[0]


def open_remarks(desk: "Desk", sheet: Sheet) -> tuple[Finding, ...]:
    """Return the remarks upon a form that nothing has been done about yet.

    A remark upon a part, a form or the whole report is met by any change within it; one upon
    the whole report is asked of its first form.
    """
    period = Period.parse(sheet.key.period)
    found: dict[tuple[str, Cell | None], Finding] = {}
    for membership in sheet.form.report_sets:
        if membership.id in desk.catalogue.report_sets:
            report = desk.report(membership.id, period)
            for remark in _left_of(desk, sheet, report):
                one = _asked(sheet, report, remark)
                found.setdefault((one.code, one.cell), one)
    return explained(tuple(found.values()), sheet.reasons)


def _left_of(desk: "Desk", sheet: Sheet, report: Report) -> Iterator[Remark]:
    """Yield the remarks upon a form of a report that no change has met."""
    asked = correction(desk.workspace, report)
    if asked is None:
        return
    mine = [r for r in asked.remarks if r.cell.partition("/")[0] == sheet.form.id]
    whole = [r for r in asked.remarks if not r.cell]
    if whole and _is_first(desk, sheet, report):
        mine += [] if _any_change(desk, report) else whole
    before = _sent_before(desk, report, sheet.form.id)
    for remark in mine:
        if not _is_met(sheet, before, remark.cell):
            yield remark


def _asked(sheet: Sheet, report: Report, remark: Remark) -> Finding:
    """Return what is found of a remark; its code tells it from every other one of the revision.

    An answer to one remark is none to another, though it may be upon the same place.
    """
    told = hashlib.sha256(f"{remark.cell} {remark.text}".encode()).hexdigest()[:_DIGITS]
    code, cell = f"{REMARK}{report.revision}.{told}", _cell_of(sheet, remark)
    where = sheet.label(cell) if cell is not None else sheet.form.short
    words = "entries.remark-open" if cell is not None else "entries.remark-open-part"
    said = say(words, {"where": where, "text": remark.text})
    return Finding(Severity.JUSTIFY, code, sheet.form.id, cell, said)


def _is_first(desk: "Desk", sheet: Sheet, report: Report) -> bool:
    forms = desk.forms(report.key.report_set, Period.parse(report.key.period))
    return bool(forms) and forms[0].id == sheet.form.id


def _any_change(desk: "Desk", report: Report) -> bool:
    """Say whether anything in a report differs from what was sent before."""
    sheets = desk.sheets(report.key.report_set, Period.parse(report.key.period))
    return any(
        not _is_same(sheet, _sent_before(desk, report, sheet.form.id), lambda _: True)
        for sheet in sheets
    )


def _sent_before(desk: "Desk", report: Report, form_id: str) -> Content:
    """Return a form as it was in the revision that was returned."""
    versions = desk.workspace.submissions.of(report.key)
    sent = [one for one in versions if one.revision < report.revision]
    frozen = desk.workspace.submissions.sheets_of(sent[-1].id) if sent else {}
    return frozen.get(form_id, Content())


def _cell_of(sheet: Sheet, remark: Remark) -> Cell | None:
    """Return the cell of a remark; None for a part, and for a cell that is gone."""
    rest = remark.cell.partition("/")[2]
    if rest.count(".") != 2:
        return None
    cell = Cell.parse(rest)
    is_there = cell.row in sheet.rows(cell.section) and cell.column in sheet.columns(cell.section)
    return cell if is_there else None


def _is_met(sheet: Sheet, before: Content, place: str) -> bool:
    """Say whether something was changed where a remark points, or in what feeds that cell."""
    rest = place.partition("/")[2]
    if not place:
        return False  # the whole report was asked about already
    if not rest:
        return not _is_same(sheet, before, lambda _: True)
    section, *inner = rest.split(".")
    if not inner:
        return not _is_same(sheet, before, lambda cell: cell.section == section)
    named = Cell.parse(rest)
    is_there = named.row in sheet.rows(named.section)
    around = frozenset(leaves_of(sheet, named)) if is_there else frozenset[Cell]()
    inside = around | {named}
    return not _is_same(sheet, before, lambda cell: cell in inside)


def _is_same(sheet: Sheet, before: Content, inside: Callable[[Cell], bool]) -> bool:
    now = content_with_filled(sheet)
    return _within(now.entries, inside) == _within(before.entries, inside)


def _within(
    entries: Mapping[Cell, EntryValue], inside: Callable[[Cell], bool]
) -> Mapping[Cell, EntryValue]:
    return {cell: held for cell, held in entries.items() if inside(cell)}
