"""People with computers of their own, and a stick that goes between them."""

import os
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import shiboken6
from hands import Files, Hands, Tally
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from shipped import shipped_catalogue

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.ui.opening.begin import begin
from ctmtqg_desktop.ui.window import window_of

NOW = datetime(2025, 1, 6, 8, 0, tzinfo=VIETNAM)


@dataclass
class Computer:
    """One person's computer: a home, its documents, and the window that is open on it.

    Attributes:
        stick: the folder that stands for the USB stick, the same for all.
    """

    name: str
    home: Path
    stick: Path
    bot: object
    tally: Tally
    files: Files
    clock: object
    shell: object = None
    place: object = None
    hands: Hands = None
    pictures: Path | None = None

    @property
    def documents(self):
        return self.home / "Documents"

    def sit_down(self):
        """Make this the computer that is worked at."""
        self.documents.mkdir(parents=True, exist_ok=True)
        os.environ["HOME"] = str(self.home)
        os.environ["XDG_DATA_HOME"] = str(self.home / "data")
        if self.shell is not None:
            self.shell.activateWindow()
            self.bot.waitUntil(self.shell.isActiveWindow)
        return self.hands

    def start(self, choose):
        """Start the program; ``choose(hands)`` answers the first dialog."""
        self.sit_down()
        went_wrong = []

        def answer():
            dialog = QApplication.activeModalWidget()
            try:
                choose(Hands(self.bot, self.tally, self.files, dialog))
            except BaseException as error:
                went_wrong.append(error)
                dialog.reject()

        QTimer.singleShot(0, answer)
        program = Program(shipped_catalogue, self.clock)
        self.place = begin(program, None, self.home / "data" / "ctmtqg")
        if went_wrong:
            raise went_wrong[0]
        self.shell = window_of(self.place)
        self.shell.show()
        self.hands = Hands(self.bot, self.tally, self.files, self.shell)
        self.hands.still()
        self.sit_down()
        return self.hands

    def restart(self):
        """Close the window and open the program again, on the workspace used last."""
        self.close()
        return self.start(lambda hands: hands.click("Đồng ý"))

    def snap(self, name):
        """Keep a picture, where somebody wants to look at them."""
        if self.pictures is not None:
            self.hands.picture(self.pictures / f"{name}-{self.name}.png")

    def close(self):
        if self.shell is not None:
            self.shell.close()
            shiboken6.delete(self.shell)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self.place.workspace.close()
            self.shell = None


@dataclass
class Town:
    """All that take part: two communes, their office, one stick, one clock."""

    root: Path
    bot: object
    files: Files
    tally: Tally = field(default_factory=Tally)
    at: datetime = NOW
    computers: dict = field(default_factory=dict)

    @property
    def stick(self):
        made = self.root / "USB"
        made.mkdir(exist_ok=True)
        return made

    def clock(self):
        self.at += timedelta(seconds=1)
        return self.at

    def computer(self, name):
        if name not in self.computers:
            wanted = os.environ.get("CTMTQG_PICTURES")
            self.computers[name] = Computer(
                name, self.root / name, self.stick, self.bot, self.tally, self.files, self.clock,
                pictures=Path(wanted) if wanted else None,
            )  # fmt: skip
        return self.computers[name]


def _know_stick(monkeypatch, stick):
    """Let the system say of one folder that it is a stick, wherever that is asked."""

    def stick_of(path):
        return stick.name if Path(path).is_relative_to(stick) else ""

    for name, module in list(sys.modules.items()):
        if name.startswith("ctmtqg_desktop.") and hasattr(module, "stick_of"):
            monkeypatch.setattr(module, "stick_of", stick_of)


@pytest.fixture
def town(tmp_path, qtbot, monkeypatch):
    for name in ("HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    made = Town(tmp_path, qtbot, Files(monkeypatch))
    _know_stick(monkeypatch, made.stick)
    yield made
    if os.environ.get("CTMTQG_PICTURES"):
        print("TALLY", made.tally.table())
    for computer in made.computers.values():
        computer.close()
