"""A workspace of the demonstration pretends that it is a day of its own."""

from typing import TYPE_CHECKING

from ctmtqg_desktop.clock import Clock

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


def clock_of(workspace: "Workspace", clock: Clock) -> Clock:
    """Return the clock to use with a workspace: the real one, but for a demonstration.

    Deadlines of 2024 would all be long past by the real clock. The pretended one starts at the
    demonstration's moment and runs at the real pace.
    """
    moment = workspace.settings.pretended()
    if moment is None:
        return clock
    offset = moment - clock()
    return lambda: clock() + offset
