"""The journal of what was done."""

from datetime import datetime

from sqlalchemy import insert, or_, select

from ctmtqg_desktop.workspace.file.database import WorkspacePart
from ctmtqg_desktop.workspace.records import JournalItem
from ctmtqg_desktop.workspace.schema import tables


class JournalStore(WorkspacePart):
    """Write down what was done."""

    def add(self, at: datetime, what: str, subject: str = "", detail: str = "") -> None:
        """Add a line: what was done, to which thing, and anything worth keeping."""
        row = {"at": at, "what": what, "subject": subject, "detail": detail}
        with self._db.write() as connection:
            connection.execute(insert(tables.journal), row)

    def latest(self, limit: int = 200, *, what: str = "") -> tuple[JournalItem, ...]:
        """Return the latest lines, newest first; all, or those of one kind."""
        table = tables.journal.c
        asked = select(table.at, table.what, table.subject, table.detail)
        if what:
            asked = asked.where(table.what == what)
        with self._db.read() as connection:
            rows = connection.execute(asked.order_by(table.id.desc()).limit(limit))
            return tuple(JournalItem(*row) for row in rows)

    def of(self, subject: str) -> tuple[JournalItem, ...]:
        """Return the lines of a subject and of what is written under it, oldest first.

        What stands under a subject begins with it and a blank: a report, then a cell of it.
        """
        table = tables.journal.c
        under = table.subject.startswith(f"{subject} ", autoescape=True)
        asked = select(table.at, table.what, table.subject, table.detail)
        with self._db.read() as connection:
            rows = connection.execute(
                asked.where(or_(table.subject == subject, under)).order_by(table.id)
            )
            return tuple(JournalItem(*row) for row in rows)
