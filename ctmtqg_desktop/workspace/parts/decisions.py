"""What a person decided where the program may not: conflicts, and reports under suspicion."""

from dataclasses import asdict

from sqlalchemy import insert, select

from ctmtqg_desktop.workspace.file.database import WorkspacePart
from ctmtqg_desktop.workspace.records import Confirmation, ConflictDecision
from ctmtqg_desktop.workspace.schema import tables

_decision, _confirmation = tables.conflict_decision.c, tables.confirmation.c


class DecisionStore(WorkspacePart):
    """Keep decisions with their reasons; a conflict can be decided again."""

    def decide(self, decision: ConflictDecision) -> None:
        """Keep what was decided of a package that came second."""
        with self._db.write() as connection:
            connection.execute(insert(tables.conflict_decision), asdict(decision))

    def decided(self) -> frozenset[str]:
        """Return the digests of the packages of which it was decided."""
        with self._db.read() as connection:
            return frozenset(connection.scalars(select(_decision.package_sha256)))

    def confirm(self, confirmation: Confirmation) -> None:
        """Keep that a unit stands by a report; a later word takes the place of the first."""
        with self._db.write() as connection:
            put = self._db.upsert(tables.confirmation, "reason", "at")
            connection.execute(put, asdict(confirmation))

    def confirmed(self) -> frozenset[str]:
        """Return the digests of the packages that were confirmed."""
        with self._db.read() as connection:
            return frozenset(connection.scalars(select(_confirmation.package_sha256)))
