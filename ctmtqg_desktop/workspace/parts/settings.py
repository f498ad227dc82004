"""What a workspace remembers of how it is used."""

from sqlalchemy import select

from ctmtqg_desktop.workspace.file.database import Part
from ctmtqg_desktop.workspace.schema import tables


class SettingStore(Part):
    """Remember settings."""

    def get(self, name: str) -> str | None:
        """Return a setting; None when it was never set."""
        table = tables.setting.c
        with self._db.read() as connection:
            return connection.scalar(select(table.value).where(table.name == name))

    def put(self, name: str, value: str) -> None:
        """Remember a setting."""
        with self._db.write() as connection:
            connection.execute(
                self._db.upsert(tables.setting, "value"), {"name": name, "value": value}
            )
