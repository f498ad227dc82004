"""Remarks a receiver has noted upon a revision and not sent back yet; they survive a restart."""

import json
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.exchange.post.revisions import subject_of
from ctmtqg_desktop.package.returns import Asked

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

NOTED = "noted"
"""What the journal calls a remark that was written down."""


def notes_of(workspace: "Workspace", submission: Submission) -> tuple[Asked, ...]:
    """Return the remarks noted upon a revision, in the order they were made."""
    kept = workspace.settings.get(_name(submission))
    found = json.loads(kept) if kept else []
    return tuple(
        Asked(one["cell"], one["text"], date.fromisoformat(one["due"]) if one["due"] else None)
        for one in found
    )


def add_note(
    workspace: "Workspace", submission: Submission, asked: Asked, *, at: datetime
) -> tuple[Asked, ...]:
    """Note a remark; another one upon the same cell takes its place."""
    others = [one for one in notes_of(workspace, submission) if one.cell != asked.cell]
    notes = (*others, replace(asked, text=" ".join(asked.text.split())))
    with workspace.transaction():
        _keep(workspace, submission, notes)
        subject = f"{subject_of(submission.key, submission.revision)} {asked.cell}".rstrip()
        workspace.journal.add(at, NOTED, subject, asked.text)
    return notes


def clear_notes(workspace: "Workspace", submission: Submission) -> None:
    """Forget the notes upon a revision: they were sent, or are no longer wanted."""
    _keep(workspace, submission, ())


def _keep(workspace: "Workspace", submission: Submission, notes: tuple[Asked, ...]) -> None:
    listed = [
        {"cell": n.cell, "text": n.text, "due": n.due.isoformat() if n.due else None}
        for n in notes
    ]
    workspace.settings.put(_name(submission), json.dumps(listed, ensure_ascii=False))


def _name(submission: Submission) -> str:
    return f"notes {subject_of(submission.key, submission.revision)}"
