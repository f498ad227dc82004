"""Every act by three doors on equal workspaces: the function, the command, the page.

Issue 8: the answers are equal, refusals too, and so are the files that are written and what
the workspace holds afterwards. What is random in them (keys, digests, signatures, ids) is
compared by its place, not by its value; a print without a signature byte for byte.
"""

import hashlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from ctmtqg_desktop.cli import main
from ctmtqg_desktop.cli.tools import PASSWORD_VARIABLE, Tools
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import to_json
from ctmtqg_desktop.exchange.acts import act_of, do
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import place_of
from ctmtqg_desktop.workspace.records import Role
from ctmtqg_desktop.workspace.workspace import open_workspace

PASSWORD = "mật khẩu thử"  # noqa: S105  of the keys that the tests make
_RANDOM = (
    (re.compile(r"\b[0-9a-f]{64}\b"), "SHA256"),
    (re.compile(r"\bage1[0-9a-z]+"), "AGE"),
    (re.compile(r"(?<![0-9])(?:[0-9]{5}[ -]?){6}(?![0-9])"), "30-DIGITS"),
    (re.compile(r"_[0-9a-f]{6,12}(?=[._])"), "_DIGEST"),
    (re.compile(r"_[0-9]{5}(?=[._])"), "_DIGITS"),
    (re.compile(r"\b[0-9a-f]{12}\b"), "DIGEST"),
)


@pytest.fixture(scope="session", autouse=True)
def themed(qapp):
    from ctmtqg_desktop.ui.look.theme import apply_theme

    apply_theme(qapp)
    return qapp


@dataclass(frozen=True)
class Scene:
    """A folder of equal workspaces and files, copied for each door.

    Attributes:
        root: everything lies below it.
        workspace: in which the act is done; None for one that needs none.
        facts: what the scene's maker wants to tell: names of files below ``root``.
    """

    root: Path
    workspace: str = ""
    facts: dict = field(default_factory=dict)

    def path(self, name):
        return self.root / self.facts.get(name, name)

    def copied(self, root):
        return Scene(Path(shutil.copytree(self.root, root)), self.workspace, self.facts)


@dataclass(frozen=True)
class Case:
    """One act.

    Attributes:
        scene: name of the fixture that makes it.
        order: the order, from a scene.
        argv: the command's words, from a scene; None where the act has no verb.
        page: drives a window until it asks for the act; None where no page does. Without a
            workspace: returns, from a program and a scene, the dialog that acts when it goes.
        code: of the refusal; empty where the act is done.
        exact: endings of files that are the same byte for byte.
        about: tells several cases of one act apart.
    """

    act: str
    scene: str
    order: Callable
    argv: Callable | None = None
    page: Callable | None = None
    code: str = ""
    exact: tuple[str, ...] = ()
    about: str = ""

    def __str__(self):
        return "-".join(part for part in (self.act, self.about, self.code) if part)


@dataclass
class Answer:
    """What a door gave."""

    facts: object
    refused: bool
    files: dict
    rows: dict


@pytest.fixture
def answer_of(declared, request, tmp_path, capsys, monkeypatch):
    """Return a function that does a case by one door and returns the Answer."""
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    clock = request.getfixturevalue("world").clock

    def by(case, door):
        scene = request.getfixturevalue(case.scene).copied(tmp_path / door)
        now = clock.now + timedelta(hours=1)
        before = set(scene.root.rglob("*"))
        program = Program(lambda: declared, lambda: now)
        run = {"function": _by_function, "command": _by_command, "page": _by_page}[door]
        try:
            facts, refused = run(case, scene, program, request)
        except CtmtqgError as error:
            facts, refused = {"code": error.code}, True
        assert not case.code or facts == {"code": case.code}
        files = written(scene, before, case.exact)
        return Answer(settled(facts, scene), refused, files, rows_of(scene))

    return by


def assert_one_answer(case, answer_of):
    """Do a case by every door it has, and find the answers equal."""
    doors = ["function", *(["command"] * bool(case.argv)), *(["page"] * bool(case.page))]
    answers = {door: answer_of(case, door) for door in doors}
    for door in doors[1:]:
        assert answers[door] == answers["function"], door


def written(scene, before, exact):
    """Return the files that were written: their names, and the digests of those that are exact."""
    found = {}
    for path in sorted(set(scene.root.rglob("*")) - before):
        name = settled(str(path.relative_to(scene.root)), scene)
        is_exact = path.is_file() and bool(exact) and name.endswith(exact)
        if not name.endswith(("-shm", "-wal", ".lock")):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest() if is_exact else ""
    return found


def rows_of(scene):
    """Return how many rows each table of the workspace has, but for what a window remembers."""
    path = scene.root / scene.workspace
    if not path.is_file():
        return {}
    with closing(sqlite3.connect(path)) as held:
        named = held.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: held.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608  ours
            for (name,) in named
            if name != "last_signer"
        }


def settled(value, scene):
    """Put names in place of what differs from door to door."""
    if isinstance(value, dict):
        return {name: settled(one, scene) for name, one in value.items()}
    if isinstance(value, list):
        return [settled(one, scene) for one in value]
    if isinstance(value, str):
        value = value.replace(str(scene.root), "ROOT")
        for pattern, name in _RANDOM:
            value = pattern.sub(name, value)
    return value


def opened(program, scene):
    """Open the room of a scene."""
    return place_of(program, open_workspace(scene.root / scene.workspace))


def _by_function(case, scene, program, request):
    order = case.order(scene)
    assert act_of(order).name == case.act
    if not scene.workspace:
        done = do(program, order)
    else:
        room = opened(program, scene)
        try:
            done = do(room, order)
        finally:
            room.workspace.close()
    return to_json(done.facts), done.is_refused


def _by_command(case, scene, program, request):
    tools = Tools(program, lambda *_: [])
    code = main.run([*(str(part) for part in case.argv(scene)), "--json"], tools)
    out, err = request.getfixturevalue("capsys").readouterr()
    assert "Traceback" not in out + err
    facts = json.loads(out)
    return ({"code": facts["code"]} if set(facts) == {"code", "message"} else facts), bool(code)


def _by_page(case, scene, program, request):
    qtbot = request.getfixturevalue("qtbot")
    by = _by_window if scene.workspace else _by_dialog
    done = by(case, scene, program, qtbot)
    if isinstance(done, Exception):
        raise done
    return to_json(done.facts), done.is_refused


def _by_dialog(case, scene, program, qtbot):
    """Let a dialog act that has no window yet."""
    heard, dialog = [], case.page(program, scene)
    qtbot.addWidget(dialog)
    dialog.busy.done.connect(heard.append)
    dialog.busy.refused.connect(heard.append)
    dialog.show()
    dialog.ok.click()
    qtbot.waitUntil(lambda: bool(heard))
    dialog.close()
    return heard[0]


def _by_window(case, scene, program, qtbot):
    import shiboken6

    from ctmtqg_desktop.ui.receiver_window import Receiver
    from ctmtqg_desktop.ui.sender_window import Sender

    room = opened(program, scene)
    is_receiver = room.workspace.identity.role == Role.RECEIVER
    window = (Receiver if is_receiver else Sender)(room)
    heard = []
    window.shell.acting.acted.connect(lambda order, done: heard.append((order, done)))
    window.shell.acting.failed.connect(lambda order, error: heard.append((order, error)))
    try:
        window.shell.show()
        qtbot.waitUntil(lambda: not window.jobs.is_busy)
        case.page(window, scene, qtbot)
        qtbot.waitUntil(lambda: any(act_of(o).name == case.act for o, _ in heard))
    finally:
        window.jobs.close()
        window.shell.close()
        shiboken6.delete(window.shell)
        room.workspace.close()
    return next(done for order, done in heard if act_of(order).name == case.act)


from .key_scenes import (  # noqa: E402, F401  fixtures, made of what stands above
    bureau,
    bureau_files,
    bureau_with_token,
    fresh_office,
    key_files,
    suspecting,
    token,
    unit,
)
