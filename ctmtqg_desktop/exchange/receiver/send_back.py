"""Send back: a signed return with remarks on cells."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.clock import in_vietnam
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import Status, Submission
from ctmtqg_desktop.errors import FormError, WorkspaceError
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
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
from ctmtqg_desktop.exchange.post.revisions import named_submission, subject_of
from ctmtqg_desktop.exchange.post.sent_packages import signed_of
from ctmtqg_desktop.exchange.post.signers import author_of
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import SendBack
from ctmtqg_desktop.exchange.receiver.remarks import (
    SENT,
    TIME_TO_CORRECT,
    checked_remarks,
    clear_notes,
    notes_of,
)
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.remark_file import read_remark_file
from ctmtqg_desktop.package.manifest import Kind, PartRole
from ctmtqg_desktop.package.returns import (
    MAX_REMARKS,
    PATH,
    Asked,
    Return,
    dump_return,
)
from ctmtqg_desktop.package.seal import PackagePart, Sealed

_RETURNABLE = frozenset({Status.RECEIVED, Status.ACCEPTED, Status.RETURNED})


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
    asked = tuple(checked_remarks(one, sheets) for one in remarks)
    if not asked or len(asked) > MAX_REMARKS:
        raise FormError("exchange.return-empty", limit=MAX_REMARKS)
    key = submission.key
    day = _last_day(site, asked, due)
    return Return(
        key.unit, key.report_set, key.period, submission.revision, submission.package_sha256,
        submission.content_sha256, site.at, day, asked, signed_of(site.workspace, submission),
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


def send_back(office: Office, order: SendBack, step: Step = no_step) -> Done:
    """Sign a return with a file's remarks, or those that were noted, and write its package.

    What was noted upon the revision is forgotten: it was sent, or others took its place.

    Raises:
        WorkspaceError: ``workspace.submission-unknown``; see ``compose``; nothing was written.
        FormError: ``exchange.folder``; see ``compose``.
        IntakeError: the file of remarks cannot be read.
        TrustError: the key cannot sign.
        PackageError: the file cannot be written; its bytes are kept and the report is returned.
    """
    submission = named_submission(office.workspace, order.submission)
    remarks = _of_file(order.remarks) if order.remarks else notes_of(office.workspace, submission)
    site, sheets = office.room.site(), office.sheets_of(submission)
    note = compose(site, submission, remarks, sheets=sheets, due=order.due)
    out_dir = made_folder(order.signing.out_dir)
    step(1, 2, say("step.sign", {}))
    with author_of(order.signing, unit=office.unit, at=site.at) as author:
        made = _sealed(site, note, author)
    path = _written(site, note, made, out_dir)
    unit = office.catalogue.unit_for(note.unit, Period.parse(note.period))
    return Done("done.send-back", {**_facts(note, made, path), "unit_name": unit.name}, (path,))


def _of_file(path: Path) -> tuple[Asked, ...]:
    return tuple(Asked(line.cell, line.text, line.due) for line in read_remark_file(path))


def _written(site: Site, note: Return, made: Sealed, out_dir: Path) -> Path:
    sha256 = made.package_sha256
    name = f"tralai_{note.unit}_{note.period}_r{note.revision:02d}_{sha256[:6]}{SUFFIX}"
    with site.workspace.transaction():
        settle_sent(site, note, sha256)
        keep(site, made, name)
    return write_noted(site, made, out_dir / name)


def _facts(note: Return, made: Sealed, path: Path) -> dict[str, object]:
    return {
        "package": path,
        "package_sha256": made.package_sha256,
        "signed_sha256": made.signed_sha256,
        "unit": note.unit,
        "report_set": note.report_set,
        "period": note.period,
        "revision": note.revision,
        "content_sha256": note.content_sha256,
        "remarks": len(note.remarks),
        "due": note.due,
    }


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
        clear_notes(workspace, sent)
        workspace.journal.add(site.at, SENT, subject_of(sent.key, note.revision), package_sha256)
