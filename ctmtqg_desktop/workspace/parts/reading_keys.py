"""Reading keys: the unit's own with their sealed halves, and those of others."""

from datetime import datetime

from sqlalchemy import insert, select, update

from ctmtqg_desktop.workspace.file.database import WorkspacePart
from ctmtqg_desktop.workspace.records import ReadingKey
from ctmtqg_desktop.workspace.schema import tables

_key, _known = tables.reading_key.c, tables.known_reading_key.c


class ReadingKeyStore(WorkspacePart):
    """Keep reading keys; one that is no longer used stays, for old files."""

    def own(self) -> ReadingKey | None:
        """Return the unit's own reading key in use; None while it has none."""
        asked = select(_key.public, _key.sealed).where(_key.retired_at.is_(None))
        with self._db.read() as connection:
            found = connection.execute(asked).one_or_none()
        return None if found is None else ReadingKey(*found)

    def retired(self) -> tuple[ReadingKey, ...]:
        """Return the unit's own reading keys that are no longer used."""
        asked = select(_key.public, _key.sealed).where(_key.retired_at.is_not(None))
        with self._db.read() as connection:
            rows = connection.execute(asked.order_by(_key.retired_at, _key.public))
            return tuple(ReadingKey(*row) for row in rows)

    def add(self, key: ReadingKey) -> None:
        """Keep a new reading key as the one in use; the one before was retired."""
        row = {"public": key.public, "sealed": key.sealed}
        with self._db.write() as connection:
            connection.execute(insert(tables.reading_key), row)

    def reseal(self, key: ReadingKey) -> None:
        """Keep a reading key under another password."""
        here = _key.public == key.public
        with self._db.write() as connection:
            connection.execute(update(tables.reading_key).where(here).values(sealed=key.sealed))

    def retire(self, public: str, at: datetime) -> None:
        """Use a reading key no longer."""
        here = _key.public == public
        with self._db.write() as connection:
            connection.execute(update(tables.reading_key).where(here).values(retired_at=at))

    def of(self, unit: str) -> str:
        """Return the public reading key of another unit; empty while it is not known."""
        with self._db.read() as connection:
            return connection.scalar(select(_known.public).where(_known.unit == unit)) or ""

    def known(self) -> tuple[tuple[str, str], ...]:
        """Return the units whose reading key is known, each with it."""
        with self._db.read() as connection:
            rows = connection.execute(select(_known.unit, _known.public).order_by(_known.unit))
            return tuple((row.unit, row.public) for row in rows)

    def learn(self, unit: str, public: str) -> None:
        """Remember the reading key of another unit, in the place of the one before."""
        put = self._db.upsert(tables.known_reading_key, "public")
        with self._db.write() as connection:
            connection.execute(put, {"unit": unit, "public": public})
