"""How a reporting unit's sheets stand, and what came back: from the desk to the pages."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ctmtqg_desktop.catalogue.records.form import Cell, SectionKind
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import EDITABLE, Report, Status
from ctmtqg_desktop.exchange.keeping.turn_of_year import TurnOfYear, turn_of_year
from ctmtqg_desktop.exchange.post.revisions import Correction, correction
from ctmtqg_desktop.exchange.sender.cell_list import write_cell_list
from ctmtqg_desktop.exchange.sender.check import worked_with
from ctmtqg_desktop.exchange.sender.desk import Desk, while_filling
from ctmtqg_desktop.exchange.sender.letters import Letter, letters
from ctmtqg_desktop.exchange.sender.owed.own_periods import own_periods
from ctmtqg_desktop.exchange.sender.targets.target_at_cell import OwnTarget
from ctmtqg_desktop.exchange.words import say, sentence
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.ui.fill.duty_words import duty_words
from ctmtqg_desktop.ui.fill.entry_page import SheetStanding
from ctmtqg_desktop.ui.fill.home_page import Arrival, HomePage
from ctmtqg_desktop.ui.form.editing import Doors
from ctmtqg_desktop.ui.form.remarks import Said
from ctmtqg_desktop.ui.frame.header import Header
from ctmtqg_desktop.ui.parts.progress import Progress
from ctmtqg_desktop.ui.sign.subject import SignSubject
from ctmtqg_desktop.workspace.records import Remark

translate = QCoreApplication.translate
_SENT = frozenset({Status.EXPORTED, Status.RECEIVED, Status.ACCEPTED, Status.RETURNED})


def doors_of(desk: Desk) -> Doors:
    """Return what the forms of a reporting unit call outside."""
    return Doors(
        desk.commit, desk.justify, say, partial(write_cell_list, desk),
        partial(_beside, desk), partial(while_filling, desk),
    )  # fmt: skip


def _beside(desk: Desk, sheet: Sheet) -> Sequence[OwnTarget]:
    """Return how the targets stand that a sheet answers, as they are assigned now."""
    return desk.targets.beside(sheet)


def standing(desk: Desk, sheet: Sheet) -> SheetStanding:
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
            return SheetStanding(
                locked_words(report), remarks=marks, said=said, offer=offer_of(report)
            )
        asked += [found] if (found := correction(desk.workspace, report)) else []
    marks, said = _marks(sheet, remarks)
    form_id = sheet.form.id
    may_change = (lambda cell: all(a.is_open(form_id, cell) for a in asked)) if asked else None
    return SheetStanding(
        banner=_banner(sheet, remarks, marks), remarks=marks, said=said, may_change=may_change
    )


def offer_of(report: Report) -> str:
    """Return the word of the button that opens the next revision; empty where there is none."""
    return translate("Standing", "Lập lần gửi bổ sung…") if report.status in _SENT else ""


def locked_words(report: Report) -> str:
    """Return why the figures of a report cannot be changed."""
    status = say(f"status.{report.status}", {}).lower()
    if report.changed_at:
        dated = translate("Standing", "{status} ngày {day}")
        status = dated.format(status=status, day=format_date(report.changed_at.date()))
    words = translate(
        "Standing",
        "Báo cáo lần {revision}: {status}. Số liệu đã khóa, chỉ xem và in. Mã nội dung: {sha}",
    )
    return words.format(revision=report.revision, status=status, sha=report.content_sha256[:16])


def _in_force(desk: Desk, report: Report) -> list[Remark]:
    """Return the remarks that still ask for something: upon the last revision that was sent."""
    last = report.revision - 1 if report.status in EDITABLE else report.revision
    return [r for r in desk.workspace.reports.remarks(report.key) if r.revision == last]


def _marks(sheet: Sheet, remarks: Iterable[Remark]) -> tuple[dict[Cell, str], tuple[Said, ...]]:
    """Return the remarks upon single cells of a sheet, and the list for its panel."""
    marks: dict[Cell, str] = {}
    said = []
    whole = translate("Standing", "Cả báo cáo")
    for remark in remarks:
        form_id, _, rest = remark.cell.partition("/")
        if form_id not in {"", sheet.form.id}:
            continue
        cell = Cell.parse(rest) if "." in rest else None
        where = translate("Standing", "Cả biểu") if form_id else whole
        if cell is not None and is_there(sheet, cell):
            marks[cell] = remark.text
            where = sheet.label(cell)
        elif rest:
            section = sheet.form.section(rest.partition(".")[0])
            where, cell = (section.title or where) if section else where, None
        said.append(Said(cell, where, _with_due(remark)))
    return marks, tuple(said)


def _with_due(remark: Remark) -> str:
    if not remark.due:
        return remark.text
    words = translate("Standing", "{text} (hạn {day})")
    return words.format(text=remark.text, day=format_date(remark.due))


def is_there(sheet: Sheet, cell: Cell) -> bool:
    """Say whether a sheet has a cell."""
    return cell.row in sheet.rows(cell.section) and cell.column in sheet.columns(cell.section)


def _banner(sheet: Sheet, remarks: list[Remark], marks: dict[Cell, str]) -> str:
    """Say what was asked; a field has no corner, it says itself that it has a remark."""
    if not remarks:
        return ""
    days = [r.due for r in remarks if r.due]
    asked = translate("Standing", "Nơi nhận góp ý {count} điểm")
    if days:
        asked = translate("Standing", "Nơi nhận góp ý {count} điểm, hạn gửi lại {day}")
    fields = {s.id for s in sheet.form.sections if s.kind is SectionKind.FIELDS}
    words = translate("Standing", "{asked}. Sửa xong thì ký và gửi lại.")
    if marks:
        words = translate("Standing", "{asked}; {cells} ô ở biểu này. Sửa xong thì ký và gửi lại.")
    if any(cell.section not in fields for cell in marks):
        words = translate(
            "Standing", "{asked}; {cells} ô ở biểu này (góc xanh). Sửa xong thì ký và gửi lại."
        )
    asked = asked.format(count=len(remarks), day=format_date(max(days)) if days else "")
    return words.format(asked=asked, cells=len(marks))


# -- what came back


def arrivals(desk: Desk) -> list[Arrival]:
    """Return the receipts and returns that came, as the first page lists them."""
    return [_arrival(desk, letter) for letter in letters(desk)]


def _arrival(desk: Desk, letter: Letter) -> Arrival:
    key = letter.sent.key
    report_set = desk.catalogue.report_set(key.report_set).short
    about = translate("Standing", "{report_set}, {period}, lần {revision}").format(
        report_set=report_set, period=Period.parse(key.period).label,
        revision=letter.sent.revision,
    )  # fmt: skip
    first = letter.remarks[0] if letter.remarks else None
    form, _, cell = first.cell.partition("/") if first else ("", "", "")
    title = _receipt_words(letter, about) if letter.number else _return_words(letter, about)
    return Arrival(
        not letter.number, title, letter.at, is_unread=not letter.is_read,
        report_set=key.report_set, form=form, cell=cell if "." in cell else "",
        letter=letter,
    )  # fmt: skip


def _receipt_words(letter: Letter, about: str) -> str:
    words = translate("Standing", "Biên nhận số {number}, đúng hạn: {about}")
    if letter.days_late > 0:
        words = translate("Standing", "Biên nhận số {number}, muộn {days} ngày: {about}")
    return words.format(number=letter.number, days=letter.days_late, about=about)


def _return_words(letter: Letter, about: str) -> str:
    words = translate("Standing", "Phiếu trả lại: {about}, {count} góp ý.")
    if letter.due:
        words = translate("Standing", "Phiếu trả lại: {about}, {count} góp ý, hạn {day}.")
    day = format_date(letter.due) if letter.due else ""
    title = words.format(about=about, count=len(letter.remarks), day=day)
    return f"{title} {letter.remarks[0].text}" if letter.remarks else title


def land_words(desk: Desk, period: Period) -> tuple[str, str]:
    """Return what is said where the code was another unit's in a period, and what to do."""
    other = desk.other_land(period)
    said = sentence(other.code, other.facts) if other else None
    return (said.what, said.todo) if said else ("", "")


def home_of(
    desk: Desk,
    period: Callable[[], Period],
    progress: Callable[[Desk, Period], Sequence[Progress]],
    parent: QWidget,
) -> HomePage:
    """Return the first page of a desk, which shows the period that is chosen."""
    return HomePage(
        duty_words(desk, period),
        lambda: progress(desk, period()),
        lambda: arrivals(desk),
        lambda: land_words(desk, period()),
        parent,
        lambda: turn_here(desk, period()),
    )


def turn_here(desk: Desk, period: Period) -> TurnOfYear | None:
    """Return how our forms stand in a period; None where our code was another unit's."""
    if desk.other_land(period):
        return None
    return turn_of_year(desk.catalogue, desk.unit, period, worked_with(desk))


def why_locked(desk: Desk, report: Report) -> str:
    """Return why a report cannot be signed now; empty where it can."""
    if report.status not in EDITABLE:
        return locked_words(report)
    return " ".join(filter(None, land_words(desk, Period.parse(report.key.period))))


def about_report(desk: Desk, set_id: str, period: Period) -> tuple[str, ...]:
    """Return a report in words: its set, period, revision and unit."""
    found = desk.catalogue.report_sets.get(set_id)
    if found is None:
        return period.label, desk.unit.name
    number = desk.report(set_id, period).revision
    revision = translate("SignSubject", "lần {revision}").format(revision=number)
    return found.short, period.label, revision, desk.unit.name


def report_to_sign(desk: Desk, set_id: str, period: Period) -> SignSubject:
    """Return what the page of signing is to say of a report."""
    report = desk.report(set_id, period)
    *about, own = about_report(desk, set_id, period)
    above = desk.catalogue.units.find(desk.unit.parent, desk.workspace.identity.at)
    to = translate("SignSubject", "{own} gửi {unit}")
    parts = (*about, to.format(own=own, unit=above.name) if above else own)
    return SignSubject(
        set_id, period.code, report.revision, " · ".join(parts),
        locked=why_locked(desk, report), offer=offer_of(report),
        is_signed=report.status not in EDITABLE,
    )  # fmt: skip


def show_deadlines(header: Header, desk: Desk, period: Period) -> None:
    """Show in the header what of a period is due first, and the periods there is work for."""
    due = (d for d in desk.due(period) if d.report.status in EDITABLE)
    first = next(due, None)
    header.show_deadline(*(first.deadline, first.days_left) if first else (None, 0))
    header.offer_periods(own_periods(desk, desk.clock().date()))
