"""Send back: a signed return with remarks on cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.clock import in_vietnam
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import Status, Submission
from ctmtqg_desktop.errors import FormError, WorkspaceError
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
from ctmtqg_desktop.exchange.post.revisions import subject_of
from ctmtqg_desktop.package.manifest import Kind, PartRole
from ctmtqg_desktop.package.returns import (
    CELL,
    MAX_REMARKS,
    MAX_TEXT,
    PATH,
    Asked,
    Return,
    dump_return,
)
from ctmtqg_desktop.package.seal import PackagePart, Sealed
from ctmtqg_desktop.text import clean, harmless, nfc

SENT = "return-sent"
"""What the journal calls a return at the receiver that wrote it."""
TIME_TO_CORRECT = timedelta(days=7)
"""Offered where nobody says a day; no rule of law sets one."""
_RETURNABLE = frozenset({Status.RECEIVED, Status.ACCEPTED, Status.RETURNED})


@dataclass(frozen=True, slots=True)
class Returned:
    """A return that was written.

    Attributes:
        path: of the package.
        package_sha256: of its bytes, which are kept.
    """

    path: Path
    package_sha256: str


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
    report = site.workspace.reports.find(submission.key)
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
    if sheet is None or not CELL.fullmatch(place):
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
    part = PackagePart(PATH, PartRole.DATA, dump_return(note))
    envelope = Envelope(Kind.RETURN, (note.unit,), period=note.period, revision=note.revision)
    return sealed(site, envelope, (part,), author=vouched(site, author))


def settle_sent(site: Site, note: Return, package_sha256: str) -> None:
    """Note at the receiver that a revision was returned; totals no longer count it."""
    workspace = site.workspace
    sent = workspace.submissions.find(note.content_sha256)
    if sent is None:
        raise WorkspaceError("exchange.return-late", revision=note.revision)
    with workspace.transaction():
        workspace.reports.mark(sent.key, note.revision, Status.RETURNED, site.at)
        workspace.reports.add_remarks(sent.key, note.revision, note.dated())
        workspace.journal.add(site.at, SENT, subject_of(sent.key, note.revision), package_sha256)
