"""Remarks a receiver has noted upon a revision and not sent back yet; they survive a restart."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.errors import CtmtqgError, FormError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.post.revisions import named_submission, subject_of
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import AddRemark, DropRemark
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.returns import CELL, MAX_TEXT, Asked, read_return
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.text import clean, harmless
from ctmtqg_desktop.workspace.records import Note

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

NOTED = "noted"
"""What the journal calls a remark that was written down."""
SENT = "return-sent"
"""What the journal calls a return at the receiver that wrote it."""
TIME_TO_CORRECT = timedelta(days=7)
"""Offered where nobody says a day; no rule of law sets one."""


def notes_of(workspace: "Workspace", submission: Submission) -> tuple[Asked, ...]:
    """Return the remarks noted upon a revision, in the order they were made."""
    return tuple(Asked(one.cell, one.text, one.due) for one in workspace.notes.of(submission.id))


def add_remark(office: Office, order: AddRemark, _: Step = no_step) -> Done:
    """Note a remark; another one upon the same place goes.

    Raises:
        FormError: see ``checked``.
        WorkspaceError: ``workspace.submission-unknown``.
    """
    submission = named_submission(office.workspace, order.submission)
    asked = checked_remarks(Asked(order.cell, order.text, order.due), office.sheets_of(submission))
    with office.workspace.transaction():
        office.workspace.notes.add(submission.id, Note(asked.cell, asked.text, asked.due))
        subject = f"{subject_of(submission.key, submission.revision)} {asked.cell}".rstrip()
        office.workspace.journal.add(office.clock(), NOTED, subject, asked.text)
    return Done("done.add-remark", _facts(office.workspace, submission, asked.cell))


def drop_remark(office: Office, order: DropRemark, _: Step = no_step) -> Done:
    """Forget what was noted upon a place.

    Raises:
        WorkspaceError: ``workspace.submission-unknown``.
    """
    submission = named_submission(office.workspace, order.submission)
    office.workspace.notes.drop(submission.id, order.cell)
    return Done("done.drop-remark", _facts(office.workspace, submission, order.cell))


def _facts(workspace: "Workspace", submission: Submission, cell: str) -> dict[str, object]:
    return {"cell": cell, "remarks": len(notes_of(workspace, submission))}


def clear_notes(workspace: "Workspace", submission: Submission) -> None:
    """Forget the notes upon a revision: they were sent, or are no longer wanted."""
    workspace.notes.clear(submission.id)


def checked_remarks(asked: Asked, sheets: Mapping[str, Sheet]) -> Asked:
    """Return a remark as it is kept and sent: one line, upon a place that the report has.

    Raises:
        FormError: ``exchange.remark-text``, ``exchange.remark-place``.
    """
    text = " ".join(harmless(clean(asked.text)).split())[:MAX_TEXT]
    if not text:
        raise FormError("exchange.remark-text", cell=asked.cell)
    place = clean(asked.cell)
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


def returned_file(workspace: "Workspace", sent: Submission) -> str:
    """Return the name of the file that returns a revision, the last of them; empty for none."""
    for sha256 in reversed(workspace.packages.written(Kind.RETURN.value)):
        try:
            note = read_return(unseal(workspace.packages.read(sha256)))
        except CtmtqgError:
            continue  # the doctor tells of a package that is not whole
        if (note.content_sha256, note.revision) == (sent.content_sha256, sent.revision):
            record = workspace.packages.find(sha256)
            return record.source_name if record is not None else ""
    return ""
