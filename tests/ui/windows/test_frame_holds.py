"""The frame holds: no page and no dialog is larger than a small screen, whatever is said in it.

Requirements: DESIGN section 8 (1366 x 768), at 100 % and at 125 % of Windows' scale.
"""

import importlib
import os
import pkgutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import Workbook
from PySide6.QtWidgets import QAbstractButton, QDialog, QScrollArea, QTabBar, QWidget

import ctmtqg_desktop.ui
from ctmtqg_desktop.catalogue.lint.vouching import counts_by_level
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.sender.orders import ImportTable, TakeBack
from ctmtqg_desktop.exchange.steps.next_step import NextStep, StepState, WorkSteps
from ctmtqg_desktop.intake.entry_file import read_entry_file
from ctmtqg_desktop.ui.catalogue.calendar_dialog import CalendarDialog
from ctmtqg_desktop.ui.catalogue.profile_dialog import ProfileDialog
from ctmtqg_desktop.ui.catalogue.request_dialog import RequestDialog
from ctmtqg_desktop.ui.fill.map_dialog import MapDialog
from ctmtqg_desktop.ui.fill.return_dialog import ReturnDialog
from ctmtqg_desktop.ui.frame.about import AboutDialog, licences
from ctmtqg_desktop.ui.frame.keys_card import KeyCard
from ctmtqg_desktop.ui.inbox.conflict_dialog import ConflictDialog
from ctmtqg_desktop.ui.inbox.reading_dialog import ReadingDialog
from ctmtqg_desktop.ui.opening.unlock_dialog import RecoverDialog, UnlockDialog
from ctmtqg_desktop.ui.opening.workspace_dialog import WorkspaceDialog
from ctmtqg_desktop.ui.pages import RECEIVER_PAGES, SENDER_PAGES
from ctmtqg_desktop.ui.paper.export_dialog import ExportChoice, ExportDialog
from ctmtqg_desktop.ui.parts.files.dialog import FileDialog
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.parts.key import Key
from ctmtqg_desktop.ui.parts.left_aside import LeftDialog, LeftFile
from ctmtqg_desktop.ui.parts.notice import Tone
from ctmtqg_desktop.ui.parts.reason_dialog import ReasonDialog
from ctmtqg_desktop.ui.receiver_window import Receiver
from ctmtqg_desktop.ui.sender_window import Sender
from ctmtqg_desktop.ui.sign.last_look import LastLook
from ctmtqg_desktop.ui.sign.signing_dialog import SigningDialog
from ctmtqg_desktop.ui.trust.another_dialog import AnotherKeyDialog
from ctmtqg_desktop.ui.trust.password_dialog import PasswordDialog
from ctmtqg_desktop.ui.trust.replace_dialog import ReplaceDialog

SCREEN, SCALED = (1366, 728), (1092, 582)
"""What a screen of 1366 x 768 leaves beside the task bar: at 100 %, and at 125 % of that."""
LONG = "Xã có tên rất dài " * 7
NOW = datetime(2025, 1, 8, 9, 30, tzinfo=VIETNAM)
CHILD = "CTMTQG_FRAME_CHILD"

# -- pages


def settle(window, qtbot):
    qtbot.waitUntil(lambda: not window.jobs.is_busy)


def too_large(window, pages, qtbot):
    """Return the pages that do not fit, with a message standing: least size, or cut at a side."""
    shell = window.shell
    shell.resize(*SCALED)
    found = {}
    for name in pages:
        window.go(name)
        settle(window, qtbot)
        shell.notice.say(Tone.WARN, LONG, LONG, offer="Làm ngay việc này")
        least, room = shell.minimumSizeHint(), shell.stack.currentWidget()
        if least.width() > SCALED[0] or least.height() > SCALED[1]:
            found[name] = least.toTuple()
        inside = room.widget().minimumSizeHint().width() if isinstance(room, QScrollArea) else 0
        if inside > SCALED[0] - shell.nav.width() - room.verticalScrollBar().sizeHint().width():
            found[name] = f"{inside} wide inside"
    return found


@pytest.fixture
def long_sender(desk, opened, qtbot):
    """Open the window of a unit with a long name that reports several sets."""
    choose(desk.workspace, ("ctmtqg-xa", "ntm-ban"))
    desk.unit = replace(desk.unit, name=LONG, agency=LONG)
    made = Sender(desk)
    opened[0].append(made.shell)
    made.shell.show()
    qtbot.waitUntil(lambda: not made.is_opening)
    return made


@pytest.fixture
def long_receiver(office, opened, world, qtbot):
    """Open the window of an office with a long name; eleven units have sent nothing."""
    office.unit = replace(office.unit, name=LONG, agency=LONG)
    made = Receiver(office, world.period)
    opened[0].append(made.shell)
    made.shell.show()
    made.inbox.take((world.packages,))
    settle(made, qtbot)
    return made


def test_no_page_of_a_unit_outgrows_the_screen(long_sender, qtbot):
    forms = [name for name in long_sender.shell.nav.entries.ids() if name.startswith("form:")]
    pages = [*(spec.id for spec in SENDER_PAGES), *forms]
    assert too_large(long_sender, pages, qtbot) == {}


def test_no_page_of_an_office_outgrows_the_screen(long_receiver, qtbot):
    pages = [spec.id for spec in RECEIVER_PAGES]
    assert too_large(long_receiver, pages, qtbot) == {}
    assert set(pages) <= set(long_receiver.shell.page_ids)


# -- dialogs


def _conflict():
    first = SimpleNamespace(revision=1, received_at=NOW)
    record = SimpleNamespace(source_name=f"{LONG}.asice", at=NOW)
    one = SimpleNamespace(where=LONG, first=LONG, second=LONG)
    return SimpleNamespace(first=first, record=record, differences=(one,) * 30)


def _last_look():
    figure = {"label": LONG, "text": "1", "measure": "ha", "before": "2", "target": "3"}
    change = {"title": LONG, "label": LONG, "before": LONG, "now": LONG}
    part = {"title": LONG, "total": 9, "filled": 1, "lines": None}
    return {
        "title": LONG, "period_label": "năm 2024", "empty": 8, "total": 99, "revision": 2,
        "days_left": -3,
        "deadline": date(2025, 1, 10), "unit": LONG, "receiver": {"name": LONG}, "blocking": 1,
        "changes": [change] * 40, "explanations": [{"message": LONG, "reason": LONG}] * 40,
        "signer": {"title": LONG, "name": LONG, "key": LONG, "fingerprint": "1" * 35},
        "lists": {"there": True, "with": True}, "figures": [figure] * 20,
        "forms": [{"title": LONG, "parts": [part] * 9}] * 9,
    }  # fmt: skip


DIALOGS = {
    AboutDialog: lambda s: AboutDialog(counts_by_level(s.catalogue), licences(), s.parent),
    AnotherKeyDialog: lambda s: AnotherKeyDialog(s.parent, title=LONG),
    CalendarDialog: lambda s: CalendarDialog(s.calendars, s.folder, s.parent),
    ConflictDialog: lambda s: ConflictDialog(_conflict(), LONG, s.parent),
    ExportDialog: lambda s: ExportDialog([ExportChoice("x", LONG, LONG)], s.parent),
    FileDialog: lambda s: FileDialog(LONG, s.parent, s.folder),
    KeyCard: lambda s: KeyCard([Key("Ctrl+X", LONG, "x") for _ in range(60)], s.parent, s.steps),
    LastLook: lambda s: LastLook(_last_look(), s.parent),
    LeftDialog: lambda s: LeftDialog([LeftFile(LONG, LONG)] * 40, s.parent),
    MapDialog: lambda s: MapDialog(ImportTable("ntm-cong-trinh", "2024", s.file), s.parent),
    PasswordDialog: lambda s: PasswordDialog(s.parent, least=8),
    ProfileDialog: lambda s: ProfileDialog(s.catalogue, s.units, s.folder, s.parent),
    ReadingDialog: lambda s: ReadingDialog(s.parent, TrustError("trust.sealed-password-wrong")),
    ReasonDialog: lambda s: ReasonDialog(LONG, LONG * 5, s.parent, hint=LONG),
    RecoverDialog: lambda s: RecoverDialog(s.program, s.folder / LONG, s.parent),
    ReplaceDialog: lambda s: ReplaceDialog(s.parent, title=LONG),
    RequestDialog: lambda s: RequestDialog(s.sets, s.units, s.period, s.folder, s.parent),
    ReturnDialog: lambda s: ReturnDialog(TakeBack(s.book), s.parent),
    SigningDialog: lambda s: SigningDialog(
        LONG, LONG * 5, s.parent, signer=LONG, jobs=s.jobs, clock=lambda: NOW
    ),
    UnlockDialog: lambda s: UnlockDialog(s.program, s.folder / LONG, s.parent),
    WorkspaceDialog: lambda s: WorkspaceDialog(
        s.program, s.folder, known=(s.folder / LONG,) * 9, parent=s.parent
    ),
}
"""Every dialog of both windows, full of long words; a new one is one line here."""


def dialogs_of_the_house():
    """Return every dialog that a class of the house makes, found by loading all of ui."""
    for found in pkgutil.walk_packages(ctmtqg_desktop.ui.__path__, "ctmtqg_desktop.ui."):
        importlib.import_module(found.name)
    made, known = set(), [QDialog]
    while known:
        below = known.pop().__subclasses__()
        made |= {one for one in below if one.__module__.startswith("ctmtqg_desktop.ui.")}
        known.extend(below)
    return {one for one in made if not any(other.__base__ is one for other in made)}


def test_every_dialog_is_measured():
    missing = sorted(one.__name__ for one in dialogs_of_the_house() ^ set(DIALOGS))
    assert missing == [], "give each dialog a line in DIALOGS"


@pytest.fixture
def scene(built, tmp_path, qtbot):
    """Hold what the dialogs are made of."""
    parent = QWidget()
    qtbot.addWidget(parent)
    book = tmp_path / f"{LONG}.xlsx"
    made = Workbook()
    made.active.append([LONG] * 40)
    made.save(book)
    catalogue = built.catalogue
    steps = tuple(NextStep("key", StepState.LATER, "way.key") for _ in range(10))
    return SimpleNamespace(
        parent=parent, catalogue=catalogue, folder=tmp_path, book=book, jobs=Jobs(parent),
        file=read_entry_file(book), sets=list(catalogue.report_sets.values()),
        units=catalogue.units.children("106", date(2024, 12, 1)), period=built.period,
        calendars=[c for c in catalogue.calendars.values() if not c.receiver],
        program=Program(lambda: catalogue, lambda: NOW),
        steps=WorkSteps(built.period, steps, is_routine=False),
    )  # fmt: skip


@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
def test_no_dialog_outgrows_the_screen(kind, scene):
    dialog = DIALOGS[kind](scene)
    dialog.show()
    for _ in open_all(dialog):
        for least in (dialog.minimumSizeHint(), dialog.minimumSize(), dialog.size()):
            assert least.width() <= SCALED[0], least
            assert least.height() <= SCALED[1], least
    dialog.close()


def open_all(dialog):
    """Turn every tab and switch of a dialog, so that all it can show has been shown."""
    yield
    for tabs in dialog.findChildren(QTabBar):
        for at in range(tabs.count()):
            tabs.setCurrentIndex(at)
            yield
    for switch in dialog.findChildren(QAbstractButton):
        if switch.isCheckable() and switch.isEnabled():
            switch.toggle()
            yield


# -- the same at 125 %


def test_the_frame_holds_at_125_percent():
    """Measured in a process of its own that Windows' scale is set for."""
    if CHILD in os.environ:
        pytest.skip("the child itself")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", __file__],
        env={**os.environ, "QT_SCALE_FACTOR": "1.25", CHILD: "1"},
        cwd=Path(__file__).parents[3], capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-4000:]
