"""How a workspace is used: what it works with, who signed last, which day it pretends."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select

from ctmtqg_desktop.workspace.file.database import WorkspacePart
from ctmtqg_desktop.workspace.records import LastSigner
from ctmtqg_desktop.workspace.schema import tables

_PRETENDED = "demonstration"

_setting, _edition = tables.setting.c, tables.installed_edition.c
_signer, _chosen = tables.last_signer.c, tables.chosen_set.c


class SettingStore(WorkspacePart):
    """Remember settings."""

    def installed(self) -> str:
        """Return the digest of the catalogue package in force; empty before the first."""
        latest = select(_edition.package_sha256).order_by(_edition.id.desc()).limit(1)
        with self._db.read() as connection:
            return connection.scalar(latest) or ""

    def install(self, package_sha256: str, at: datetime) -> None:
        """Put a kept catalogue package in force."""
        row = {"package_sha256": package_sha256, "at": at}
        with self._db.write() as connection:
            connection.execute(insert(tables.installed_edition), row)

    def chosen_sets(self) -> frozenset[str]:
        """Return the report sets that were chosen; none is all."""
        with self._db.read() as connection:
            return frozenset(connection.scalars(select(_chosen.report_set)))

    def choose_sets(self, set_ids: Sequence[str]) -> None:
        """Choose report sets in the place of those before."""
        rows = [{"report_set": set_id} for set_id in dict.fromkeys(set_ids)]
        with self._db.write() as connection:
            connection.execute(delete(tables.chosen_set))
            if rows:
                connection.execute(insert(tables.chosen_set), rows)

    def last_signer(self, role: str) -> LastSigner | None:
        """Return with what somebody signed last in a role; None before the first time."""
        asked = select(_signer.way, _signer.path).where(_signer.role == role)
        with self._db.read() as connection:
            found = connection.execute(asked).one_or_none()
        return None if found is None else LastSigner(*found)

    def remember_signer(self, role: str, signer: LastSigner) -> None:
        """Remember with what somebody signed."""
        row = {"role": role, "way": signer.way, "path": signer.path}
        with self._db.write() as connection:
            connection.execute(self._db.upsert(tables.last_signer, "way", "path"), row)

    def pretended(self) -> datetime | None:
        """Return the moment a demonstration was set to; a real workspace has none."""
        with self._db.read() as connection:
            value = connection.scalar(select(_setting.value).where(_setting.name == _PRETENDED))
        return datetime.fromisoformat(value) if value else None

    def pretend(self, at: datetime | None) -> None:
        """Set a demonstration to a moment, or back to the real time."""
        row = {"name": _PRETENDED, "value": at.isoformat() if at is not None else ""}
        with self._db.write() as connection:
            connection.execute(self._db.upsert(tables.setting, "value"), row)
