"""How the tables of strangers' workbooks were mapped, by what stands over their columns."""

from datetime import datetime

from sqlalchemy import delete, select

from ctmtqg_desktop.workspace.file.database import WorkspacePart
from ctmtqg_desktop.workspace.records import KeptMap
from ctmtqg_desktop.workspace.schema import tables

_map = tables.book_map.c
_FIELDS = ("form", "headings", "section", "columns", "answers")


class BookMapStore(WorkspacePart):
    """Keep one mapping for each form and each line of headings."""

    def of(self, form: str) -> dict[str, KeptMap]:
        """Return the mappings for a form by the digest of their headings."""
        asked = select(*(_map[name] for name in _FIELDS)).where(_map.form == form)
        with self._db.read() as connection:
            found = [KeptMap(*row) for row in connection.execute(asked)]
        return {one.headings: one for one in found}

    def keep(self, one: KeptMap, at: datetime) -> None:
        """Keep a mapping in the place of the one before."""
        row = {name: getattr(one, name) for name in _FIELDS} | {"at": at}
        with self._db.write() as connection:
            upsert = self._db.upsert(tables.book_map, "section", "columns", "answers", "at")
            connection.execute(upsert, row)

    def drop(self, form: str, headings: str) -> None:
        """Forget a mapping."""
        gone = delete(tables.book_map).where(_map.form == form, _map.headings == headings)
        with self._db.write() as connection:
            connection.execute(gone)
