"""Issue 4 point 8: an encrypted workspace opens only with its key, and is kept like any other."""

import shutil
import subprocess
import sys
from decimal import Decimal

import pytest
import sqlalchemy as sa

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.file import cipher
from ctmtqg_desktop.workspace.file.cipher import ring_of
from ctmtqg_desktop.workspace.opening.migrations import LATEST
from ctmtqg_desktop.workspace.opening.opening import open_file
from ctmtqg_desktop.workspace.records import Secret
from ctmtqg_desktop.workspace.workspace import create, is_locked, open_workspace, restore_workspace

pytest.importorskip("sqlcipher3", reason="the encryption extra is not installed")

CELL = Cell("chung", "ten", "value")
KEY, OTHER = bytes(range(32)), bytes(32)
NAME = "Lò Thị Mẩy"


@pytest.fixture
def secret():
    return Secret(KEY, b"a wrapped key")


@pytest.fixture
def closed(ws, path, set_cell):
    set_cell(CELL, NAME)
    ws.close()
    return path


def _code(act, *more, **named):
    with pytest.raises(WorkspaceError) as refused:
        act(*more, **named)
    return refused.value.code


def _name(path, key, file_key=KEY):
    with open_workspace(path, key=file_key) as ws:
        assert ws.upkeep.doctor() == []
        return ws.sheets.load(key).entries.get(CELL)


def test_nothing_of_it_can_be_read_without_the_key(closed, ws, set_cell):
    for file in closed.parent.iterdir():
        data = file.read_bytes()
        assert NAME.encode() not in data
        assert b"SQLite format" not in data
    assert is_locked(closed)


def test_key_opens_it_and_nothing_else_does(closed, key):
    assert _name(closed, key) == NAME
    assert _code(open_workspace, closed) == "workspace.locked"
    assert _code(open_workspace, closed, key=OTHER) == "workspace.key-wrong"
    assert _name(closed, key) == NAME


def test_wrong_key_says_nothing_on_standard_error(closed, capfd):
    _code(open_workspace, closed, key=OTHER)
    assert capfd.readouterr() == ("", "")


def test_key_file_that_is_gone_is_missed_and_the_key_still_opens_it(closed, key):
    ring_of(closed).unlink()
    assert is_locked(closed)
    assert _code(open_workspace, closed) == "workspace.ring-missing"
    assert _name(closed, key) == NAME


@pytest.mark.parametrize("content", [b"x" * 8192, b"xin chao " * 4096, bytes(4096), b"a"])
def test_what_is_no_noise_is_no_encrypted_workspace(tmp_path, content):
    path = tmp_path / "x.ctmtqg"
    path.write_bytes(content)
    assert not is_locked(path)
    assert _code(open_workspace, path) == "workspace.not-a-workspace"


def test_plain_workspace_does_without_the_key_that_is_offered(tmp_path, identity):
    path = tmp_path / "plain.ctmtqg"
    create(path, identity).close()
    assert not is_locked(path)
    with open_workspace(path, key=KEY) as ws:
        assert ws.identity == identity


def test_every_connection_is_as_durable_as_a_plain_one(ws):
    with ws._db.write() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    assert found == ["wal", 2, 1, 5000]


def test_second_opening_is_refused(ws, path):
    assert _code(open_workspace, path, key=KEY) == "workspace.in-use"


def test_creation_never_overwrites_a_key_file(closed, identity, secret):
    closed.unlink()
    assert _code(create, closed, identity, secret=secret) == "workspace.exists"
    assert ring_of(closed).read_bytes() == secret.ring


def test_failed_creation_leaves_no_litter(tmp_path, identity, secret, monkeypatch):
    def no_space(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ctmtqg_desktop.workspace.file.place.os.fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        create(tmp_path / "ws.db", identity, secret=secret)
    assert [item.name for item in tmp_path.iterdir()] == ["ws.db.lock"]


def test_backup_is_encrypted_and_has_the_key_file_beside_it(ws, set_cell, key, tmp_path, secret):
    set_cell(CELL, NAME)
    target = tmp_path / "sao lưu" / "b.ctmtqg"
    ws.upkeep.backup(target)
    assert sorted(item.name for item in target.parent.iterdir()) == [
        "b.ctmtqg", "b.ctmtqg.khoa",
    ]  # fmt: skip
    assert ring_of(target).read_bytes() == secret.ring
    assert NAME.encode() not in target.read_bytes()
    assert _name(target, key) == NAME


@pytest.fixture
def backup(ws, set_cell, tmp_path):
    set_cell(CELL, NAME)
    target = tmp_path / "b.ctmtqg"
    ws.upkeep.backup(target)
    ws.close()
    return target


def test_restore_needs_the_key_and_keeps_what_was_there(backup, key, tmp_path, now, identity):
    place = tmp_path / "here.ctmtqg"
    create(place, identity, secret=Secret(OTHER, b"another")).close()
    assert _code(restore_workspace, backup, place, at=now, replace=True) == "workspace.locked"
    assert (
        _code(restore_workspace, backup, place, at=now, replace=True, key=OTHER)
        == "workspace.key-wrong"
    )
    aside = restore_workspace(backup, place, at=now, replace=True, key=KEY)
    assert _name(place, key) == NAME
    assert ring_of(aside).read_bytes() == b"another"
    with open_workspace(aside, key=OTHER) as kept:
        assert kept.identity == identity


def test_plain_backup_in_place_of_an_encrypted_workspace(closed, key, tmp_path, now, identity):
    plain = tmp_path / "plain.ctmtqg"
    create(plain, identity).close()
    aside = restore_workspace(plain, closed, at=now, replace=True)
    assert not ring_of(closed).exists()
    assert _name(closed, key, None) is None
    assert _name(aside, key) == NAME


def test_migration_of_an_encrypted_file_is_backed_up_encrypted(closed, key, now):
    def add(op):
        with op.batch_alter_table("sheet", recreate="always") as batch:
            batch.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))

    steps = {"latest": LATEST + 1, "steps": lambda _: (add,)}
    with open_file(closed, lambda: now, key=KEY, **steps) as ws:
        assert ws.sheets.load(key).entries == {CELL: NAME}
    backup = next(closed.parent.glob("ws.v*.ctmtqg"))
    assert _name(backup, key) == NAME
    assert NAME.encode() not in backup.read_bytes()


def _told(path):
    """Return what is said of a file, at opening or by the doctor."""
    try:
        with open_workspace(path, key=KEY) as ws:
            return {problem.code for problem in ws.upkeep.doctor()}
    except WorkspaceError as error:
        return {error.code}


@pytest.mark.parametrize("page", range(0, 60, 7))
def test_any_changed_byte_of_any_page_is_told(closed, page):
    """Every page carries its own HMAC, so that nothing slips through as it may in plain SQLite."""
    whole = closed.read_bytes()
    at = (page * 4096 + 1234) % len(whole)
    closed.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    told = _told(closed)
    assert told & {"workspace.damaged", "workspace.damaged-part", "workspace.key-wrong"}


def test_without_the_extra_it_is_said_and_nothing_is_made(tmp_path, identity, secret, monkeypatch):
    monkeypatch.setattr(cipher, "_DRIVER", "sqlcipher3_is_not_there")
    path = tmp_path / "x.ctmtqg"
    assert _code(create, path, identity, secret=secret) == "workspace.no-cipher"
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_an_encrypted_workspace_says_what_is_missing(closed, monkeypatch):
    monkeypatch.setattr(cipher, "_DRIVER", "sqlcipher3_is_not_there")
    assert _code(open_workspace, closed, key=KEY) == "workspace.no-cipher"


def test_plain_workspace_loads_no_cipher(tmp_path, identity):
    path = tmp_path / "x.ctmtqg"
    create(path, identity).close()
    program = (
        "import sys; from ctmtqg_desktop.workspace.workspace import open_workspace;"
        "open_workspace(sys.argv[1]).close(); assert 'sqlcipher3' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program, path], check=True)


def test_copied_file_with_its_key_file_is_the_same_workspace(closed, key, tmp_path):
    copy = tmp_path / "elsewhere.ctmtqg"
    shutil.copy(closed, copy)
    shutil.copy(ring_of(closed), ring_of(copy))
    assert is_locked(copy)
    assert _name(copy, key) == NAME


def test_numbers_are_exact_in_it(ws, set_cell, key):
    set_cell(CELL, Decimal("12345678901234.567"))
    assert ws.sheets.load(key).entries[CELL] == Decimal("12345678901234.567")
