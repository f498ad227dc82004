"""The journal of exports: every file that was written for somebody."""

from dataclasses import asdict

from sqlalchemy import insert, select

from ctmtqg_desktop.workspace.file.database import WorkspacePart
from ctmtqg_desktop.workspace.records import Export
from ctmtqg_desktop.workspace.schema import tables


class ExportStore(WorkspacePart):
    """Note exports; none is ever changed or left out."""

    def add(self, line: Export) -> None:
        """Note a file that was written."""
        with self._db.write() as connection:
            connection.execute(insert(tables.export), asdict(line))

    def latest(self, limit: int = 1000) -> tuple[Export, ...]:
        """Return the latest exports, newest first."""
        its = tables.export.c
        asked = select(*(column for column in its if column is not its.id))
        with self._db.read() as connection:
            rows = connection.execute(asked.order_by(its.id.desc()).limit(limit))
            return tuple(Export(*row) for row in rows)
