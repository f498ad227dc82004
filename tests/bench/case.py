"""What is held against what; and a workspace to measure in."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.clock import system_clock
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.workspace.records import Identity, Role
from ctmtqg_desktop.workspace.workspace import create

UNIT, PERIOD = "03394", Period.parse("2024")


@dataclass(frozen=True)
class Case:
    """Two pieces of work.

    Attributes:
        times: how often a piece of work does the thing that is measured.
        turns: how often it is measured.
    """

    name: str
    ours: Callable[[], object]
    against: str
    other: Callable[[], object]
    times: int = 1
    close: Callable[[], object] = lambda: None
    turns: int = 7


def open_desk(folder: Path) -> Desk:
    """Return the desk of a commune with an empty workspace."""
    identity = Identity(UNIT, PERIOD.end, Role.SENDER.value, system_clock())
    workspace = create(folder / "bench.ctmtqg", identity)
    shipped = Program(lambda: read_catalogue(assets.forms_dir()).catalogue, system_clock)
    return desk_of(shipped, workspace)
