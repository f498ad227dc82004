"""Real workspaces for the windows: two communes of the demonstration and an office."""

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
import shiboken6
from blank import blank_workspace
from doing import receive, send_back
from PySide6.QtCore import QCoreApplication, QEvent
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli.demo import demo
from ctmtqg_desktop.cli.demo.reports import filled
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.exchange.keys.keys import load_signer
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.receiver.acknowledge import give_receipts
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of, office_of
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.package.returns import Asked
from ctmtqg_desktop.ui.receiver_window import Receiver
from ctmtqg_desktop.ui.sender_window import Sender
from ctmtqg_desktop.workspace.records import Identity
from ctmtqg_desktop.workspace.workspace import open_workspace

AFTER = datetime(2025, 1, 9, 8, 0, tzinfo=VIETNAM)
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


# -- a report that was sent, acknowledged and returned


@pytest.fixture
def received(office, world):
    """The office with both units' reports taken in."""
    receive(office, [world.packages])
    return office


def office_author(world):
    return Author(load_signer(world.key("106"), world.password), "Chủ tịch")


@pytest.fixture
def letters(received, world, tmp_path):
    """A receipt and a return for one unit, as files."""
    out = tmp_path / "ve"
    out.mkdir()
    last = received.latest(ReportKey(CODES[1], demo.SET, "2024"))
    site = received.room.site()
    receipts = give_receipts(site, [last], author=office_author(world), out_dir=out)
    remarks = [
        Asked("ntm-xa-tu-danh-gia/chung.so_ho.value", "Số hộ chưa khớp niên giám thống kê.")
    ]
    due = date(2025, 1, 20)
    back = send_back(received, last, remarks, author=office_author(world), out_dir=out, due=due)
    return [*receipts, back]


@pytest.fixture
def sent(world, opened, qtbot):
    """The window of a unit that has sent its report."""
    store = open_workspace(world.workspace(CODES[1]))
    opened[1].append(store)
    desk = desk_of(Program(lambda: world.catalogue, demo.ticking(AFTER)), store)
    made = Sender(desk, world.period)
    opened[0].append(made.shell)
    made.shell.resize(1366, 768)
    made.shell.show()
    qtbot.waitUntil(lambda: made.home.due.records.rowCount() > 0)
    return made


@pytest.fixture
def returned(sent, letters):
    """The same window after the receipt and the return were taken in."""
    results = take_in(sent.desk, TakeIn(tuple(letters))).found
    assert [r.code for r in results] == ["exchange.receipt-taken", "exchange.return-taken"]
    sent.news.tell("reports")
    return sent
