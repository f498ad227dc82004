"""How a reporting unit's sheets stand, and what came back: from the desk to the pages."""

from collections.abc import Iterable

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import EDITABLE, Report, Status
from ctmtqg_desktop.exchange.post.revisions import Correction, correction
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.letters import Letter, letters
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.ui.fill.entry_page import Standing
from ctmtqg_desktop.ui.fill.home_page import Arrival
from ctmtqg_desktop.ui.form.remarks import Said
from ctmtqg_desktop.workspace.records import Remark

_SENT = frozenset({Status.EXPORTED, Status.RECEIVED, Status.ACCEPTED, Status.RETURNED})


def standing(desk: Desk, sheet: Sheet) -> Standing:
    """Return whether a sheet may be changed, and what the receiver wrote about it."""
    period = Period.parse(sheet.key.period)
    ids = [m.id for m in sheet.form.report_sets if m.id in desk.catalogue.report_sets]
    remarks: list[Remark] = []
    asked: list[Correction] = []
    for set_id in ids:
        report = desk.report(set_id, period)
        remarks += _in_force(desk, report)
        marks, said = _marks(sheet, remarks)
        if report.status not in EDITABLE:
            return Standing(locked_words(report), remarks=marks, said=said, offer=offer_of(report))
        asked += [found] if (found := correction(desk.workspace, report)) else []
    marks, said = _marks(sheet, remarks)
    form_id = sheet.form.id
    may_change = (lambda cell: all(a.is_open(form_id, cell) for a in asked)) if asked else None
    return Standing(
        banner=_banner(remarks, marks), remarks=marks, said=said, may_change=may_change
    )


def offer_of(report: Report) -> str:
    """Return the word of the button that opens the next revision; empty where there is none."""
    return say("standing.amend", {}) if report.status in _SENT else ""


def locked_words(report: Report) -> str:
    """Return why the figures of a report cannot be changed."""
    facts = {
        "revision": report.revision, "status": say(f"status.{report.status}", {}).lower(),
        "digest": report.content_sha256[:16],
    }  # fmt: skip
    if report.changed_at is None:
        return say("standing.locked", facts)
    return say("standing.locked-since", {**facts, "day": report.changed_at.date()})


def _in_force(desk: Desk, report: Report) -> list[Remark]:
    """Return the remarks that still ask for something: upon the last revision that was sent."""
    last = report.revision - 1 if report.status in EDITABLE else report.revision
    return [r for r in desk.workspace.reports.remarks(report.key) if r.revision == last]


def _marks(sheet: Sheet, remarks: Iterable[Remark]) -> tuple[dict[Cell, str], tuple[Said, ...]]:
    """Return the remarks upon single cells of a sheet, and the list for its panel."""
    marks: dict[Cell, str] = {}
    said = []
    for remark in remarks:
        form_id, _, rest = remark.cell.partition("/")
        if form_id not in {"", sheet.form.id}:
            continue
        cell = Cell.parse(rest) if "." in rest else None
        where = say("standing.whole-form" if form_id else "standing.whole-report", {})
        if cell is not None and is_there(sheet, cell):
            marks[cell] = remark.text
            where = sheet.label(cell)
        elif rest:
            section = sheet.form.section(rest.partition(".")[0])
            where, cell = (section.title or where) if section else where, None
        facts = {"text": remark.text, "due": remark.due}
        words = say("standing.remark-due", facts) if remark.due else remark.text
        said.append(Said(cell, where, words))
    return marks, tuple(said)


def is_there(sheet: Sheet, cell: Cell) -> bool:
    """Say whether a sheet has a cell."""
    return cell.row in sheet.rows(cell.section) and cell.column in sheet.columns(cell.section)


def _banner(remarks: list[Remark], marks: dict[Cell, str]) -> str:
    if not remarks:
        return ""
    days = [r.due for r in remarks if r.due]
    facts: dict[str, object] = {"count": len(remarks), "here": len(marks)}
    if not days:
        return say("standing.returned", facts)
    return say("standing.returned-due", {**facts, "due": max(days)})


# -- what came back


def arrivals(desk: Desk) -> list[Arrival]:
    """Return the receipts and returns that came, as the first page lists them."""
    return [_arrival(desk, letter) for letter in letters(desk)]


def _arrival(desk: Desk, letter: Letter) -> Arrival:
    key = letter.sent.key
    report_set = desk.catalogue.report_set(key.report_set).short
    first = letter.remarks[0] if letter.remarks else None
    form, _, cell = first.cell.partition("/") if first and not letter.number else ("", "", "")
    title = say(
        _title_of(letter),
        {
            "report_set": report_set, "period": Period.parse(key.period).label,
            "revision": letter.sent.revision, "number": letter.number, "days": letter.days_late,
            "count": len(letter.remarks), "due": letter.due, "first": first.text if first else "",
        },
    )  # fmt: skip
    return Arrival(
        not letter.number, title, letter.at, is_unread=not letter.is_read,
        report_set=key.report_set, form=form, cell=cell if "." in cell else "",
        letter=letter,
    )  # fmt: skip


def _title_of(letter: Letter) -> str:
    if letter.number:
        return "letter.receipt-late" if letter.days_late > 0 else "letter.receipt"
    return "letter.return-due" if letter.due else "letter.return"
