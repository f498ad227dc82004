"""Open the workspace a verb names, as the room it is; loaded when a verb runs, not for help."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.cli.tools import Tools, read_password
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.rooms import place_of
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.upkeep import location
from ctmtqg_desktop.workspace.workspace import is_locked

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


def open_workspace_at(name: str, tools: Tools) -> "Workspace":
    """Open a workspace named on the command line.

    Raises:
        WorkspaceError: see ``open_workspace``.
        TrustError: the password of an encrypted one is wrong.
    """
    password = workspace_password(name, tools.workspace_password_file)
    return location.open_at(name, tools.clock, password=password)


def workspace_password(name: Path | str, file: str) -> str | None:
    """Return the password of an encrypted workspace; None for any other, or where none is given.

    Args:
        name: where the workspace is.
        file: where its password stands; empty asks whoever sits at a terminal.

    Raises:
        FormError: ``exchange.file-missing``.
    """
    if not is_locked(location.location_of(name)):
        return None
    if file:
        return read_password(file)
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass(tr("Mật khẩu sổ làm việc: "))
    return None


@contextmanager
def open_place(name: str, tools: Tools) -> "Iterator[Desk | Office]":
    """Open a workspace as what it is: a reporting unit's desk or a receiving unit's office."""
    with open_workspace_at(name, tools) as workspace:
        yield place_of(tools.program, workspace)
