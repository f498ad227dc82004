"""Real workspaces for the windows: two communes of the demonstration and an office."""

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
import shiboken6
from blank import blank_workspace
from PySide6.QtCore import QCoreApplication, QEvent
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli.demo import demo
from ctmtqg_desktop.cli.demo.reports import filled
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of, office_of
from ctmtqg_desktop.ui.receiver_window import Receiver
from ctmtqg_desktop.ui.sender_window import Sender
from ctmtqg_desktop.workspace.records import Identity
from ctmtqg_desktop.workspace.workspace import open_workspace

YEAR = Period.parse("2024")
NOW = datetime(2025, 1, 8, 9, 30, tzinfo=VIETNAM)
CODES = ("03394", "03412")


@dataclass(frozen=True)
class World:
    """What the windows are opened on."""

    root: Path
    catalogue: object
    data: list
    codes: tuple[str, str] = CODES
    password: str = demo.PASSWORD
    period: Period = YEAR

    @property
    def packages(self):
        return self.root / "usb-gui-len"

    def key(self, code):
        return self.root / "may-tinh" / code / "khoa.key"

    def workspace(self, code):
        return self.root / "may-tinh" / code / "so.ctmtqg"

    def fill(self, desk, code):
        demo.fill(desk, [r for r in self.data if r.unit == code])


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    root = tmp_path_factory.mktemp("demo")
    catalogue = shipped_catalogue()
    data = [r for r in filled() if r.set_id == demo.SET and r.unit in CODES]
    stage = demo.Stage(root, Library(catalogue), demo.ticking(demo.START))
    for folder in (stage.carried_up, stage.carried_down, stage.reports):
        folder.mkdir(parents=True)
    office, author = demo.make_office(stage)
    for report in data:
        demo.open_unit(stage, office, author, [report])
        demo.send(stage, report.unit, [report])
    demo.spoil(stage, list(CODES))
    office.workspace.close()
    return World(root, catalogue, data)


@pytest.fixture
def world(built, tmp_path):
    """Give a test its own copy, so that it may receive and sign."""
    root = tmp_path / "world"
    shutil.copytree(built.root, root)
    return World(root, built.catalogue, built.data)


@pytest.fixture
def opened():
    """Keep windows and workspaces, and delete both for real."""
    windows, stores = [], []
    yield windows, stores
    for window in windows:
        window.close()
        shiboken6.delete(window)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for store in stores:
        store.close()


@pytest.fixture
def office(world, opened):
    store = open_workspace(world.workspace("106"))
    opened[1].append(store)
    return office_of(Program(lambda: world.catalogue, lambda: NOW), store)


@pytest.fixture
def receiver(office, opened):
    made = Receiver(office, YEAR)
    opened[0].append(made.shell)
    made.shell.show()
    return made


@pytest.fixture
def filled_receiver(receiver, world, qtbot):
    """Open the receiver's window with both communes' packages taken in and totals made."""
    receiver.inbox.take((world.packages,))
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    receiver.go("consolidated")
    qtbot.waitUntil(lambda: receiver.totals.whole is not None)
    return receiver


@pytest.fixture
def desk(world, tmp_path, opened):
    store = blank_workspace(
        tmp_path / "so.ctmtqg", Identity(CODES[1], date(2024, 12, 1), "sender", NOW)
    )
    opened[1].append(store)
    choose(store, [demo.SET])
    return desk_of(Program(lambda: world.catalogue, lambda: NOW), store)


@pytest.fixture
def sender(desk, opened, qtbot):
    made = Sender(desk, YEAR)
    opened[0].append(made.shell)
    made.shell.show()
    qtbot.waitUntil(lambda: made.home.due.records.rowCount() > 0)
    return made
