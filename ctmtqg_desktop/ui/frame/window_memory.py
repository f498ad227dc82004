"""What a window remembers: in its workspace's settings, never in what is signed."""

import logging

from PySide6.QtCore import QObject

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.workspace.parts.settings import SettingStore

_log = logging.getLogger(__name__)


class WindowMemory(QObject):
    """Keep words under names; what comes while a worker may be writing waits for it.

    That something could not be remembered stops nobody: it is asked for the next time.
    """

    def __init__(self, settings: SettingStore, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._settings, self._jobs = settings, jobs
        self._waiting: dict[str, str] = {}
        jobs.busy.connect(self._hear_busy)

    def recalled(self, name: str) -> str:
        """Return what was kept under a name; empty for nothing."""
        if name in self._waiting:
            return self._waiting[name]
        try:
            return self._settings.recalled(name)
        except WorkspaceError as error:
            _log.warning("not recalled: %s", error.code)
            return ""

    def keep(self, name: str, words: str) -> None:
        """Keep words under a name in the place of those before."""
        if self.recalled(name) != words:
            self._waiting[name] = words
        if not self._jobs.is_busy:
            self.settle()

    def settle(self) -> None:
        """Write what waits; call it before the workspace is closed."""
        waiting, self._waiting = self._waiting, {}
        try:
            for name, words in waiting.items():
                self._settings.keep(name, words)
        except WorkspaceError as error:
            _log.warning("not remembered: %s", error.code)

    def _hear_busy(self, busy: bool) -> None:
        if not busy:
            self.settle()
