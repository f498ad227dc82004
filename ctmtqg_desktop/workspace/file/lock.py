"""One program at a time: an operating-system lock on a small file beside the workspace.

The system drops the lock when the program ends, however it ends, so nothing stale can stay.
"""

import os
import sys
from pathlib import Path
from typing import Self

from ctmtqg_desktop.errors import WorkspaceError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def _hold(descriptor: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """Hold the right to open one workspace, until closed."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    @classmethod
    def take(cls, workspace: Path) -> Self:
        """Take the lock of a workspace file.

        Raises:
            WorkspaceError: ``workspace.in-use``, ``workspace.read-only``.
        """
        path = workspace.with_name(workspace.name + ".lock")
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError as error:
            raise WorkspaceError("workspace.read-only", place=str(workspace)) from error
        try:
            _hold(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise WorkspaceError("workspace.in-use", place=str(workspace)) from error
        return cls(descriptor)

    def close(self) -> None:
        """Let go; the small file stays, since removing it would race with the next program."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
