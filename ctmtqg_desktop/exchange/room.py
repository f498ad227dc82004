"""The room that a desk and an office have in common, and what the program brings into each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.clock import Clock
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.workspace.records import Role

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Program:
    """What the program brings into every room.

    Attributes:
        catalogue: gives the catalogue that comes with the program.
        clock: the real one.
        cache_dir: where a catalogue that was read is kept for the next start; None keeps nothing.
    """

    catalogue: Callable[[], Catalogue]
    clock: Clock
    cache_dir: Path | None = None


class Room:
    """A workspace with everything it is judged by. Only ``rooms`` makes one.

    Attributes:
        clock: the workspace's own; a demonstration's pretends.
    """

    def __init__(
        self,
        workspace: "Workspace",
        unit: Unit,
        clock: Clock,
        library: Library,
        reread: Callable[[Library], Library] | None = None,
    ) -> None:
        self.workspace, self.clock = workspace, clock
        self._unit, self._library, self._reread = unit, library, reread
        self._is_old = False

    @property
    def library(self) -> Library:
        """Return the program's catalogue with all that was published into the workspace.

        It holds what has been compiled of it too; units of one catalogue may share it.
        """
        if self._is_old and self._reread is not None:
            self._library, self._is_old = self._reread(self._library), False
            identity = self.workspace.identity
            self._unit = self._library.catalogue.units.at(identity.unit_code, identity.at)
        return self._library

    @property
    def unit(self) -> Unit:
        """Return what the workspace's code means on the workspace's day."""
        _ = self.library  # it may have been published anew
        return self._unit

    @property
    def catalogue(self) -> Catalogue:
        """Return the catalogue the library was compiled from."""
        return self.library.catalogue

    def renew(self) -> None:
        """Look again at what was published into the workspace, when somebody next asks for it."""
        self._is_old = True

    def site(self) -> Site:
        """Return where and when something is done now."""
        return Site(self.workspace, self.unit, self.clock(), self.deadline_of)

    def deadline_of(self, key: ReportKey) -> date | None:
        """Return the last day of a report, by its receiver's calendar; None for an unknown one."""
        report_set = self.catalogue.report_sets.get(key.report_set)
        if report_set is None:
            return None
        period, units = Period.parse(key.period), self.catalogue.units
        own = self.unit if key.unit == self.unit.code else None
        unit = units.find(key.unit, period.end) or own
        return self.catalogue.deadline(report_set, unit, period) if unit is not None else None


ROLE_WORDS = {Role.SENDER: "role.sender", Role.RECEIVER: "role.receiver"}
"""What is said of a workspace's side; the words are found by code."""


def demand_role(workspace: "Workspace", role: Role) -> None:
    """Refuse a workspace of the other side.

    Raises:
        WorkspaceError: ``exchange.wrong-role``.
    """
    given = Role(workspace.identity.role)
    if given is not role:
        words = {"needed": ROLE_WORDS[role], "given": ROLE_WORDS[given]}
        raise WorkspaceError("exchange.wrong-role", **words)
