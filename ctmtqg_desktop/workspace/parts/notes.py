"""Remarks that a receiver has noted upon submissions and not sent back yet."""

from dataclasses import asdict

from sqlalchemy import delete, func, insert, select

from ctmtqg_desktop.workspace.file.database import WorkspacePart
from ctmtqg_desktop.workspace.records import Note
from ctmtqg_desktop.workspace.schema import tables

_note = tables.note.c


class NoteStore(WorkspacePart):
    """Keep one note for each cell of a submission."""

    def of(self, submission_id: int) -> tuple[Note, ...]:
        """Return the notes upon a submission, in the order they were made."""
        asked = select(_note.cell, _note.text, _note.due).where(
            _note.submission_id == submission_id
        )
        with self._db.read() as connection:
            return tuple(Note(*row) for row in connection.execute(asked.order_by(_note.id)))

    def noted(self) -> tuple[int, ...]:
        """Return the submissions that notes are upon, the first remarked first."""
        asked = select(_note.submission_id).group_by(_note.submission_id)
        with self._db.read() as connection:
            return tuple(connection.scalars(asked.order_by(func.min(_note.id))))

    def add(self, submission_id: int, note: Note) -> None:
        """Add a note; another one upon the same cell makes room."""
        here = (_note.submission_id == submission_id, _note.cell == note.cell)
        with self._db.write() as connection:
            connection.execute(delete(tables.note).where(*here))
            row = {"submission_id": submission_id, **asdict(note)}
            connection.execute(insert(tables.note), row)

    def drop(self, submission_id: int, cell: str) -> None:
        """Forget the note upon a cell of a submission."""
        here = (_note.submission_id == submission_id, _note.cell == cell)
        with self._db.write() as connection:
            connection.execute(delete(tables.note).where(*here))

    def clear(self, submission_id: int) -> None:
        """Forget the notes upon a submission."""
        with self._db.write() as connection:
            connection.execute(delete(tables.note).where(_note.submission_id == submission_id))
