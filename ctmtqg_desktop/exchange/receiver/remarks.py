"""Remarks a receiver has noted upon a revision and not sent back yet; they survive a restart."""

from datetime import datetime
from typing import TYPE_CHECKING

from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.exchange.post.revisions import subject_of
from ctmtqg_desktop.package.returns import Asked
from ctmtqg_desktop.workspace.records import Note

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

NOTED = "noted"
"""What the journal calls a remark that was written down."""


def notes_of(workspace: "Workspace", submission: Submission) -> tuple[Asked, ...]:
    """Return the remarks noted upon a revision, in the order they were made."""
    return tuple(Asked(one.cell, one.text, one.due) for one in workspace.notes.of(submission.id))


def add_note(
    workspace: "Workspace", submission: Submission, asked: Asked, *, at: datetime
) -> tuple[Asked, ...]:
    """Note a remark; another one upon the same cell takes its place."""
    note = Note(asked.cell, " ".join(asked.text.split()), asked.due)
    with workspace.transaction():
        workspace.notes.add(submission.id, note)
        subject = f"{subject_of(submission.key, submission.revision)} {asked.cell}".rstrip()
        workspace.journal.add(at, NOTED, subject, asked.text)
    return notes_of(workspace, submission)


def clear_notes(workspace: "Workspace", submission: Submission) -> None:
    """Forget the notes upon a revision: they were sent, or are no longer wanted."""
    workspace.notes.clear(submission.id)
