"""Send back: a signed return with remarks on cells; and what a sender does with one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.clock import in_vietnam
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import EDITABLE, Report, Status, Submission
from ctmtqg_desktop.errors import FormError, PackageError, WorkspaceError
from ctmtqg_desktop.exchange.keys.office_certificate import vouched
from ctmtqg_desktop.exchange.post.envelope import (
    SUFFIX,
    Author,
    Envelope,
    Site,
    keep,
    sealed,
    write_noted,
)
from ctmtqg_desktop.exchange.post.our_receiver import check_issuer
from ctmtqg_desktop.exchange.post.revisions import ANSWERS, REOPENED, subject_of
from ctmtqg_desktop.exchange.post.sent_packages import is_about
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.fields import SHA256, Fields
from ctmtqg_desktop.package.manifest import Kind, Role
from ctmtqg_desktop.package.seal import Part, Sealed
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.text import clean, format_date, harmless, nfc
from ctmtqg_desktop.workspace.records import Direction, PackageRecord

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

PATH = "return.json"
SENT, GOT = "return-sent", "return-got"
"""What the journal calls a return at the receiver that wrote it, and at the sender."""
MAX_REMARKS, MAX_TEXT = 500, 1000
TIME_TO_CORRECT = timedelta(days=7)
"""Offered where nobody says a day; no rule of law sets one."""
_PREFIX = "package.return"
_CELL = re.compile(r"[a-z0-9-]{1,64}(?:/[^\W\d]\w*(?:\.[^\W\d]\w*\.[^\W\d]\w*)?)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_RETURNABLE = frozenset({Status.RECEIVED, Status.ACCEPTED, Status.RETURNED})


@dataclass(frozen=True, slots=True)
class Asked:
    """One remark of a return.

    Attributes:
        cell: ``form/section.row.column``, ``form/section``, ``form``; empty for the whole report.
        due: last day for this one; None when it has none of its own.
    """

    cell: str
    text: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """What a return says.

    Attributes:
        due: last day for the corrected report; None when none was set.
    """

    unit: str
    report_set: str
    period: str
    revision: int
    package_sha256: str
    content_sha256: str
    returned_at: datetime
    due: date | None
    remarks: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """A return that was written.

    Attributes:
        path: of the package.
        package_sha256: of its bytes, which are kept.
    """

    path: Path
    package_sha256: str


def _json(note: Return) -> dict[str, object]:
    return {
        "unit": note.unit,
        "report_set": note.report_set,
        "period": note.period,
        "revision": note.revision,
        "package_sha256": note.package_sha256,
        "content_sha256": note.content_sha256,
        "returned_at": note.returned_at.isoformat(timespec="seconds"),
        "due": _day_json(note.due),
        "remarks": [
            {"cell": one.cell, "text": one.text, "due": _day_json(one.due)} for one in note.remarks
        ],
    }


def _day_json(day: date | None) -> str | None:
    return day.isoformat() if day else None


# -- at the receiver


def compose(
    site: Site,
    submission: Submission,
    remarks: Sequence[Asked],
    *,
    sheets: Mapping[str, Sheet],
    due: date | None,
) -> Return:
    """Return what would be sent back, every remark checked against the report.

    Args:
        site: the receiver.
        submission: the revision that counts.
        remarks: at least one; their texts become one line each.
        sheets: of the submission, by form id.
        due: last day; None takes the latest of the remarks, or else ``TIME_TO_CORRECT``.

    Raises:
        FormError: ``exchange.return-empty``, ``exchange.remark-place``,
            ``exchange.return-due-past``.
        WorkspaceError: ``exchange.return-late``: a later revision is here already, or this one
            does not count.
    """
    report = site.workspace.report(submission.key)
    if report is None or report.revision != submission.revision:
        raise WorkspaceError("exchange.return-late", revision=submission.revision)
    if submission.status not in _RETURNABLE:
        raise WorkspaceError("exchange.return-late", revision=submission.revision)
    clean = tuple(_clean(one, sheets) for one in remarks)
    if not clean or len(clean) > MAX_REMARKS:
        raise FormError("exchange.return-empty", limit=MAX_REMARKS)
    key = submission.key
    day = _last_day(site, clean, due)
    return Return(
        key.unit, key.report_set, key.period, submission.revision, submission.package_sha256,
        submission.content_sha256, site.at, day, clean,
    )  # fmt: skip


def _last_day(site: Site, remarks: Sequence[Asked], due: date | None) -> date:
    """Return the day a correction is due: every return has one, and none is over already."""
    today = in_vietnam(site.at).date()
    days = [one.due for one in remarks if one.due]
    last = due or max(days, default=today + TIME_TO_CORRECT)
    past = [day for day in (last, *days) if day < today]
    if past:
        raise FormError("exchange.return-due-past", due=past[0])
    return last


def _clean(asked: Asked, sheets: Mapping[str, Sheet]) -> Asked:
    text = " ".join(harmless(clean(asked.text)).split())[:MAX_TEXT]
    if not text:
        raise FormError("exchange.remark-text", cell=asked.cell)
    place = nfc(asked.cell.strip())
    form, _, rest = place.partition("/")
    if rest.count(".") == 1:  # a field, as people write it
        place = f"{form}/{Cell.parse(rest)}"
    if place and not _is_there(place, sheets):
        raise FormError("exchange.remark-place", cell=asked.cell)
    return Asked(place, text, asked.due)


def _is_there(place: str, sheets: Mapping[str, Sheet]) -> bool:
    form, _, rest = place.partition("/")
    sheet = sheets.get(form)
    if sheet is None or not _CELL.fullmatch(place):
        return False
    section, *inner = rest.split(".")
    if not rest or not inner:
        return not rest or sheet.form.section(section) is not None
    cell = Cell.parse(rest)
    is_row = sheet.form.section(section) is not None and cell.row in sheet.rows(section)
    return is_row and cell.column in sheet.columns(section)


def send_back(site: Site, note: Return, *, author: Author, out_dir: Path) -> Returned:
    """Sign a return, note it, and write its package into a folder.

    Raises:
        PackageError: the file cannot be written; its bytes are kept and the report is returned.
        TrustError: the key cannot sign.
        WorkspaceError: nothing was written.
    """
    made = _sealed(site, note, author)
    sha256 = made.package_sha256
    name = f"tralai_{note.unit}_{note.period}_r{note.revision:02d}_{sha256[:6]}{SUFFIX}"
    with site.workspace.transaction():
        settle_sent(site, note, sha256)
        keep(site, made, name)
    write_noted(site, made, out_dir / name)
    return Returned(out_dir / name, sha256)


def _sealed(site: Site, note: Return, author: Author) -> Sealed:
    part = Part(PATH, Role.DATA, canonical.dump(_json(note)))
    envelope = Envelope(Kind.RETURN, (note.unit,), period=note.period, revision=note.revision)
    return sealed(site, envelope, (part,), author=vouched(site, author))


def settle_sent(site: Site, note: Return, package_sha256: str) -> None:
    """Note at the receiver that a revision was returned; totals no longer count it."""
    workspace = site.workspace
    sent = workspace.find_content(note.content_sha256)
    if sent is None:
        raise WorkspaceError("exchange.return-late", revision=note.revision)
    with workspace.transaction():
        workspace.mark(sent.key, note.revision, Status.RETURNED, site.at)
        _add_remarks(workspace, sent, note)
        workspace.log(site.at, SENT, subject_of(sent.key, note.revision), package_sha256)


def _add_remarks(workspace: "Workspace", sent: Submission, note: Return) -> None:
    listed = ((one.cell, one.text, one.due or note.due) for one in note.remarks)
    workspace.add_remarks(sent.key, note.revision, listed)


# -- at the sender


def read_return(opened: Opened) -> Return:
    """Read a return package.

    Raises:
        PackageError: ``package.return-field``, ``package.entry-missing``.
    """
    if opened.manifest.header.kind is not Kind.RETURN or PATH not in opened.parts:
        raise PackageError("package.entry-missing", name=PATH)
    fields = Fields(canonical.load(opened.parts[PATH]), prefix=_PREFIX)
    note = Return(
        unit=fields.text("unit"),
        report_set=fields.text("report_set"),
        period=fields.text("period"),
        revision=fields.number("revision", least=1),
        package_sha256=fields.match("package_sha256", SHA256),
        content_sha256=fields.match("content_sha256", SHA256),
        returned_at=fields.moment("returned_at"),
        due=_day(fields, "due"),
        remarks=tuple(_remark(one) for one in fields.objects("remarks")),
    )
    fields.end()
    if not 1 <= len(note.remarks) <= MAX_REMARKS:
        raise fields.wrong("remarks")
    return note


def _remark(fields: Fields) -> Asked:
    cell = fields.text("cell", may_be_empty=True)
    if cell and not _CELL.fullmatch(cell):
        raise fields.wrong("cell")
    asked = Asked(cell, fields.text("text", limit=MAX_TEXT), _day(fields, "due"))
    fields.end()
    return asked


def _day(fields: Fields, name: str) -> date | None:
    if fields.is_null(name):
        return None
    try:
        return date.fromisoformat(fields.match(name, _DAY))
    except ValueError as error:
        raise fields.wrong(name) from error


@dataclass(frozen=True, slots=True)
class TakenReturn:
    """A return that was taken in.

    Attributes:
        opens: the revision it opened or joined; 0 where the report had gone on already, or
            where the same return was here before.
    """

    note: Return
    opens: int


def take_return(site: Site, opened: Opened) -> TakenReturn:
    """Match a return to the report it answers, and open the next revision for it.

    Raises:
        TrustError: ``exchange.receipt-unknown-signer``: not by the receiver of our unit card.
        PackageError: ``exchange.return-not-ours``, ``exchange.return-matches-nothing``.
    """
    check_issuer(site, opened, "exchange.receipt-unknown-signer")
    note = read_return(opened)
    record = PackageRecord(
        opened.package_sha256, len(opened.data), Kind.RETURN.value, Direction.IN.value,
        "accepted", site.at,
    )  # fmt: skip
    with site.workspace.transaction():
        taken = settle_return(site, note, opened.package_sha256)
        site.workspace.keep_package(record, opened.data)
    return taken


def settle_return(site: Site, note: Return, package_sha256: str) -> TakenReturn:
    """Do what a return asks whose signature was found right, in whatever order it comes.

    The same return twice is one. A report that has gone on keeps the remarks as history.

    Raises:
        PackageError: ``exchange.return-not-ours``, ``exchange.return-matches-nothing``.
    """
    workspace = site.workspace
    if note.unit != site.unit.code:
        raise PackageError("exchange.return-not-ours", unit=note.unit, us=site.unit.name)
    sent = workspace.find_content(note.content_sha256)
    if sent is None or not is_about(workspace, note, sent):
        raise PackageError("exchange.return-matches-nothing", period=note.period)
    about = subject_of(sent.key, note.revision)
    lines = workspace.journal_of(about)
    if any((line.what, line.detail) == (GOT, package_sha256) for line in lines):
        return TakenReturn(note, 0)
    with workspace.transaction():
        workspace.log(site.at, GOT, about, package_sha256)
        _add_remarks(workspace, sent, note)
        workspace.mark(sent.key, note.revision, Status.RETURNED, site.at)
        return TakenReturn(note, _opened_for(site, sent, note, package_sha256))


def _opened_for(site: Site, sent: Submission, note: Return, package_sha256: str) -> int:
    """Open the next revision for a return, or let a draft that is open already answer it."""
    workspace, follows = site.workspace, note.revision + 1
    report = workspace.report(sent.key)
    if report is None:
        return 0
    subject = subject_of(sent.key, follows)
    if report.revision == note.revision:
        workspace.open_revision(sent.key, follows, site.at)
        why = say("exchange.return-reason", {"day": format_date(note.returned_at.date())})
        workspace.log(site.at, REOPENED, subject, why)
    elif not _is_draft(report, follows) or not _answers(workspace, subject):
        return 0
    workspace.log(site.at, ANSWERS, subject, package_sha256)
    return follows


def _is_draft(report: Report, revision: int) -> bool:
    return report.revision == revision and report.status in EDITABLE


def _answers(workspace: "Workspace", subject: str) -> bool:
    """Say whether a draft was opened by a return: only then are its other cells locked."""
    return any(line.what == ANSWERS for line in workspace.journal_of(subject))
