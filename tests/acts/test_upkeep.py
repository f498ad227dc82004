"""Acts about a workspace itself, by three doors."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from ctmtqg_desktop.cli import main
from ctmtqg_desktop.cli.tools import Tools
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import place_of
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.upkeep.location import open_at, pointer_to
from ctmtqg_desktop.exchange.upkeep.orders import (
    Backup,
    Doctor,
    Encryption,
    Init,
    Journal,
    Recover,
    Restore,
)
from ctmtqg_desktop.trust.keys.recovery import recovery_lines
from ctmtqg_desktop.ui.opening import begin
from ctmtqg_desktop.ui.opening.known import known_workspaces
from ctmtqg_desktop.ui.opening.restore_box import RestoreBox
from ctmtqg_desktop.ui.opening.unlock_dialog import RecoverDialog
from ctmtqg_desktop.ui.opening.workspace_dialog import WorkspaceDialog
from ctmtqg_desktop.workspace.file.cipher import can_encrypt
from ctmtqg_desktop.workspace.records import Role
from ctmtqg_desktop.workspace.workspace import create, open_workspace

from .conftest import PASSWORD, Case, Scene, assert_one_answer, opened

CODE, DAY = "03394", "31/12/2024"
ciphers = pytest.mark.skipif(not can_encrypt(), reason="the encryption extra is not installed")


@pytest.fixture
def empty(world, tmp_path):
    """A computer without a workspace."""
    (tmp_path / "scene").mkdir()
    (tmp_path / "scene" / "taken.pdf").write_bytes(b"old")
    return Scene(tmp_path / "scene")


@pytest.fixture
def locked(world, declared, tmp_path):
    """An encrypted workspace, and what its recovery slip says."""
    (tmp_path / "scene").mkdir()
    how = Encryption("a password that is forgotten", tmp_path / "scene" / "slip.pdf")
    order = Init(tmp_path / "scene" / "locked.ctmtqg", CODE, encryption=how)
    done = do(Program(lambda: declared, world.clock), order)
    (tmp_path / "scene" / "code.txt").write_text("\n".join(recovery_lines(done.found)), "utf-8")
    return Scene(tmp_path / "scene", facts={"code": (tmp_path / "scene" / "code.txt").read_text()})


@pytest.fixture
def desk(world, declared, tmp_path):
    """A unit's workspace out of which something was written, and a copy of it."""
    (tmp_path / "scene").mkdir()
    world.open_desk(CODE).workspace.close()
    shutil.copy(world.root / f"{CODE}.ctmtqg", tmp_path / "scene" / "desk.ctmtqg")
    scene = Scene(tmp_path / "scene", "desk.ctmtqg")
    room = opened(Program(lambda: declared, world.clock), scene)
    with room.workspace:
        do(room, Backup(scene.path("copy.ctmtqg")))
    return scene


@pytest.fixture
def damaged(desk):
    """The same, with a package whose bytes are no longer what they were."""
    with closing(sqlite3.connect(desk.path("desk.ctmtqg"))) as held:
        held.execute("PRAGMA foreign_keys = OFF")
        names = [row[1] for row in held.execute("PRAGMA table_info(package)")]
        given = {"sha256": "0" * 64, "data": b"not these bytes"}
        kinds = {row[1]: row[2] for row in held.execute("PRAGMA table_info(package)")}
        values = [given.get(n, "" if kinds[n] == "TEXT" else 0) for n in names]
        marks = ", ".join("?" for _ in names)
        held.execute(f"INSERT INTO package VALUES ({marks})", values)  # noqa: S608  ours
        held.commit()
    return desk


def words(*argv):
    """Return a command's words; those that begin with @ are files of the scene."""
    return lambda scene: [scene.path(a[1:]) if a.startswith("@") else a for a in argv]


# -- doors of the page and of the dialogs


def _init_by_dialog(program, scene, *, receiver=False, slip=""):
    dialog = WorkspaceDialog(program, scene.root)
    dialog.tabs.setCurrentIndex(1)
    dialog.day.setText(DAY)
    dialog.units.choose("106" if receiver else CODE)
    dialog.as_receiver.setChecked(receiver)
    dialog.new_path.set_path(scene.path("new.ctmtqg"))
    if slip:
        dialog.cipher.box.setChecked(True)
        dialog.cipher.password.setText(PASSWORD)
        dialog.cipher.again.setText(PASSWORD)
        dialog.cipher.slip.set_path(scene.path(slip))
    return dialog


def _recover_by_dialog(program, scene):
    dialog = RecoverDialog(program, scene.path("locked.ctmtqg"))
    dialog.code.setPlainText(scene.facts["code"])
    dialog.password.setText(PASSWORD)
    dialog.again.setText(PASSWORD)
    return dialog


def _backup_by_page(window, scene, qtbot):
    window.go("workspace")
    page = window.upkeep.page
    page.target.set_path(scene.path("new.ctmtqg"))
    page.copy.click()


def _restore_by_page(window, scene, qtbot):
    window.go("workspace")
    page = window.upkeep.page
    page.back.source.set_path(scene.path("copy.ctmtqg"))
    page.back.place.set_path(scene.path("new.ctmtqg"))
    page.bring.click()


def _doctor_by_page(window, scene, qtbot):
    window.go("workspace")
    window.upkeep.page.look.click()


def _journal_by_page(window, scene, qtbot):
    window.go("exports")
    window.exports.write(scene.path("journal.pdf"))


INIT = ("init", "@new.ctmtqg", "--date", "2024-12-31")
LOCK = ("--encrypt", "--recovery-slip")


def _init(**given):
    def order(scene):
        named = dict(given)
        slip = named.pop("slip", "")
        if slip:
            named["encryption"] = Encryption(PASSWORD, scene.path(slip))
        return Init(scene.path("new.ctmtqg"), at=date(2024, 12, 31), **named)

    return order


CASES = (
    Case(
        "init", "empty", _init(unit=CODE), words(*INIT, "--unit", CODE), _init_by_dialog,
    ),
    Case(
        "init", "empty", _init(unit="106", role=Role.RECEIVER),
        words(*INIT, "--unit", "106", "--receiver"),
        lambda program, scene: _init_by_dialog(program, scene, receiver=True), about="receiver",
    ),
    Case(
        "init", "empty", _init(unit=CODE, report_sets=("ctmtqg-xa",)),
        words(*INIT, "--unit", CODE, "--report-set", "ctmtqg-xa"), about="chosen sets",
    ),
    Case("init", "empty", _init(unit="99999"), words(*INIT, "--unit", "99999"),
         code="form.unit-unknown"),
    Case(
        "recover", "locked", lambda s: Recover(s.path("locked.ctmtqg"), s.facts["code"], PASSWORD),
        words("recover", "@locked.ctmtqg", "--code-file", "@code.txt"), _recover_by_dialog,
    ),
    Case(
        "backup", "desk", lambda s: Backup(s.path("new.ctmtqg")),
        words("backup", "@desk.ctmtqg", "@new.ctmtqg"), _backup_by_page, exact=("new.ctmtqg",),
    ),
    Case(
        "backup", "desk", lambda s: Backup(s.path("copy.ctmtqg")),
        words("backup", "@desk.ctmtqg", "@copy.ctmtqg"), code="workspace.exists",
    ),
    Case(
        "restore", "desk", lambda s: Restore(s.path("new.ctmtqg"), s.path("copy.ctmtqg")),
        words("restore", "@new.ctmtqg", "@copy.ctmtqg"), _restore_by_page, exact=("new.ctmtqg",),
    ),
    Case(
        "restore", "desk", lambda s: Restore(s.path("copy.ctmtqg"), s.path("copy.ctmtqg")),
        words("restore", "@copy.ctmtqg", "@copy.ctmtqg"), code="workspace.exists",
    ),
    Case("doctor", "desk", lambda _: Doctor(), words("doctor", "@desk.ctmtqg"), _doctor_by_page),
    Case(
        "doctor", "damaged", lambda _: Doctor(), words("doctor", "@desk.ctmtqg"), _doctor_by_page,
        about="damaged",
    ),
    Case(
        "journal", "desk", lambda s: Journal(pdf=s.path("journal.pdf")),
        words("journal", "@desk.ctmtqg", "--pdf", "@journal.pdf"), _journal_by_page,
        exact=(".pdf",),
    ),
)  # fmt: skip
ENCRYPTED = (
    Case(
        "init", "empty", _init(unit=CODE, slip="slip.pdf"),
        words(*INIT, "--unit", CODE, *LOCK, "@slip.pdf"),
        lambda program, scene: _init_by_dialog(program, scene, slip="slip.pdf"),
        about="encrypted",
    ),
    Case(
        "init", "empty", _init(unit=CODE, slip="taken.pdf"),
        words(*INIT, "--unit", CODE, *LOCK, "@taken.pdf"), code="workspace.exists",
    ),
)  # fmt: skip


def needs_cipher(case):
    return case in ENCRYPTED or case.scene == "locked"


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=ciphers) if needs_cipher(case) else case
        for case in (*CASES, *ENCRYPTED)
    ],
    ids=str,
)
def test_three_doors_give_one_answer(case, answer_of):
    assert_one_answer(case, answer_of)


# -- where the window and the command line gave two answers


@pytest.fixture
def program(declared, world, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return Program(lambda: declared, world.clock)


@pytest.fixture
def refusals(monkeypatch):
    """What the boxes before a window would have said."""
    told = []
    monkeypatch.setattr(begin, "refuse", lambda error: told.append(error.code))
    return told


def test_a_pointer_to_a_server_is_followed_by_every_door(program, refusals, capsys, tmp_path):
    """The window said of the file that ``init --url`` writes that it is no workspace."""
    place = tmp_path / "office.ctmtqg"
    place.write_bytes(pointer_to("postgresql://127.0.0.1:9/none"))
    assert begin.opened_workspace(program, place) is None
    assert main.run(["doctor", str(place), "--json"], Tools(program, lambda *_: [])) == 1
    assert refusals == [json.loads(capsys.readouterr().out)["code"]]
    assert refusals != ["workspace.not-a-workspace"]


def test_a_unit_that_is_not_known_is_said_and_the_file_let_go(program, refusals, world, tmp_path):
    """The window ended with a traceback where the command said ``form.unit-unknown``."""
    place = tmp_path / "x.ctmtqg"
    create(place, world.identity("99999", "sender")).close()
    assert begin.opened_workspace(program, place) is None
    assert refusals == ["form.unit-unknown"]
    open_workspace(place).close()


def test_the_right_room_is_opened_and_offered_first_next_time(program, desk, world):
    place = begin.opened_workspace(program, desk.path("desk.ctmtqg"))
    with place.workspace:
        assert (type(place), place.clock()) == (Desk, world.clock.now)
    assert known_workspaces() == [desk.path("desk.ctmtqg")]


def test_a_refusal_leaves_the_dialog_with_what_was_typed(empty, program, qtbot):
    """A workspace that could not be made took all that was typed with it."""
    dialog = _init_by_dialog(program, empty)
    dialog.new_path.set_path(empty.path("taken.pdf") / "new.ctmtqg")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.ok.click()
    qtbot.waitUntil(lambda: not dialog.jobs.is_busy)
    assert dialog.isVisible()
    assert dialog.notice.text()
    assert dialog.units.unit.code == CODE
    assert dialog.ok.isEnabled()


def test_a_backup_is_brought_back_before_there_is_a_window(desk, program, qtbot):
    """Who could not open a damaged workspace could not reach what brings a copy back."""
    dialog = WorkspaceDialog(program, desk.root)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.tabs.setCurrentIndex(2)
    place = desk.path("desk.ctmtqg")
    dialog.back.source.set_path(desk.path("copy.ctmtqg"))
    dialog.back.place.set_path(place)
    assert dialog.choice is None
    dialog.back.replace.setChecked(True)
    with qtbot.waitSignal(dialog.accepted):
        dialog.ok.click()
    assert dialog.place == place
    assert dialog.done_act.facts["kept"].is_file()
    open_workspace(place).close()


@ciphers
def test_an_encrypted_copy_asks_for_its_password(locked, program, qtbot):
    code = locked.facts["code"]
    do(program, Recover(locked.path("locked.ctmtqg"), code, PASSWORD))
    with open_at(locked.path("locked.ctmtqg"), program.clock, password=PASSWORD) as workspace:
        do(place_of(program, workspace), Backup(locked.path("copy.ctmtqg")))
    box = RestoreBox(None, may_replace=False)
    qtbot.addWidget(box)
    box.source.set_path(locked.path("copy.ctmtqg"))
    box.place.set_path(locked.path("back.ctmtqg"))
    assert box.order is None
    assert not box.password.isHidden()
    box.password.setText(PASSWORD)
    done = do(program, box.order)
    open_at(done.paths[0], program.clock, password=PASSWORD).close()


def test_a_restore_never_writes_to_a_server(program, desk, tmp_path):
    place = tmp_path / "office.ctmtqg"
    place.write_bytes(pointer_to("postgresql://me:secret@127.0.0.1:9/none"))
    for where in (place, "postgresql://me:secret@127.0.0.1:9/none"):
        with pytest.raises(WorkspaceError, match="backup-by-server") as caught:
            do(program, Restore(where, desk.path("copy.ctmtqg"), replace=True))
        assert "secret" not in str(caught.value.facts)
