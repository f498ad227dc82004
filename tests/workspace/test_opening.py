"""Opening: what is not ours, in use, newer, damaged or missing is refused with its own code."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path, PurePosixPath

import pytest

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.file.place import APPLICATION_ID, is_remote_mount
from ctmtqg_desktop.workspace.opening.migrations import LATEST
from ctmtqg_desktop.workspace.workspace import Workspace, create, open_workspace


def _code(location, act=open_workspace, *more):
    with pytest.raises(WorkspaceError) as refused:
        act(location, *more)
    return refused.value.code


def test_identity_comes_back(ws, path, identity):
    assert ws.identity == identity
    ws.close()
    ws.close()
    with open_workspace(str(path)) as again:
        assert again.identity == identity
        assert isinstance(again, Workspace)


def test_unknown_role_is_a_bug(identity):
    with pytest.raises(ValueError, match="boss"):
        type(identity)(identity.unit_code, identity.at, "boss", identity.created)


def test_file_says_what_it_is_and_how_it_is_kept(ws):
    with closing(sqlite3.connect(ws.place)) as connection:
        found = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "journal_mode")
        ]
        loose = connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' "
                                   "AND type = 'table' AND NOT strict "
                                   "AND name NOT LIKE 'sqlite_%'").fetchall()  # fmt: skip
        cascades = [
            row
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type='table'")
            for row in connection.execute("SELECT * FROM pragma_foreign_key_list(?)", (name,))
            if row[6] != "NO ACTION"
        ]
    assert found == [APPLICATION_ID, LATEST, "wal"]
    assert (loose, cascades) == ([], [])


def test_every_connection_is_durable(ws):
    with ws._db.write() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                 for name in ("synchronous", "foreign_keys", "busy_timeout")]  # fmt: skip
    assert found == [2, 1, 5000]


def test_create_over_a_workspace_is_refused(ws, path, identity):
    ws.settings.choose_sets(["a"])
    ws.close()
    assert _code(path, create, identity) == "workspace.exists"
    with open_workspace(path) as again:
        assert again.settings.chosen_sets() == {"a"}


def test_create_over_any_other_file_is_refused(tmp_path, identity):
    other = tmp_path / "báo cáo.docx"
    other.write_bytes(b"quan trong")
    assert _code(other, create, identity) == "workspace.exists"
    assert other.read_bytes() == b"quan trong"


def test_failed_creation_leaves_no_litter(tmp_path, identity, monkeypatch):
    monkeypatch.setattr("ctmtqg_desktop.workspace.file.place.os.fsync", _no_space)
    with pytest.raises(OSError, match="No space"):
        create(tmp_path / "ws.db", identity)
    assert [item.name for item in tmp_path.iterdir()] == ["ws.db.lock"]


def _no_space(_):
    raise OSError(28, "No space left on device")


def test_missing_workspace_is_told_and_not_made(tmp_path):
    assert _code(tmp_path / "none.db") == "workspace.missing"
    assert _code(tmp_path) == "workspace.missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"xin chao" * 100])
def test_other_file_is_not_a_workspace(tmp_path, content):
    other = tmp_path / "x.db"
    other.write_bytes(content)
    assert _code(other) == "workspace.not-a-workspace"
    assert other.read_bytes() == content


def test_database_of_another_program_is_not_a_workspace(tmp_path):
    other = tmp_path / "x.db"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE t (x)")
    assert _code(other) == "workspace.not-a-workspace"


def test_newer_workspace_is_refused_untouched(ws, path):
    ws.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {LATEST + 1}")
    before = path.read_bytes()
    assert _code(path) == "workspace.newer-program"
    assert path.read_bytes() == before


@pytest.mark.parametrize(("start", "length"), [(100, 3996), (4096, 200_000)])
def test_damaged_workspace_is_told(ws, path, start, length):
    ws.close()
    whole = path.read_bytes()
    length = min(length, len(whole) - start)
    path.write_bytes(whole[:start] + b"\xff" * length + whole[start + length :])
    assert _code(path) == "workspace.damaged"


def test_truncated_workspace_is_told(ws, path):
    ws.close()
    path.write_bytes(path.read_bytes()[:5000])
    assert _code(path) == "workspace.damaged"


def test_second_opening_is_refused_until_the_first_is_closed(ws, path):
    assert _code(path) == "workspace.in-use"
    ws.close()
    with open_workspace(path):
        pass


def test_refused_opening_does_not_keep_the_lock(ws, path):
    ws.close()
    kept = path.with_name("kept.db")
    shutil.move(path, kept)
    path.write_bytes(b"other")
    assert _code(path) == "workspace.not-a-workspace"
    path.unlink()
    shutil.move(kept, path)
    with open_workspace(path):
        pass


HOLDER = """
import sys
from ctmtqg_desktop.workspace.workspace import open_workspace
open_workspace(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


def test_lock_of_another_program_holds_and_dies_with_it(ws, path):
    ws.close()
    child = subprocess.Popen([sys.executable, "-c", HOLDER, path], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True)  # fmt: skip
    with child:
        assert child.stdout.readline() == "open\n"
        assert _code(path) == "workspace.in-use"
        child.kill()
    with open_workspace(path):
        pass


@pytest.mark.skipif(os.name == "nt", reason="a POSIX place that nobody can write")
def test_place_that_takes_no_files_is_read_only(identity):
    for place in (Path("/proc/ws.db"), Path("/proc/none/ws.db")):
        assert _code(place, create, identity) == "workspace.read-only"


def test_refusal_of_the_file_system_to_write_is_read_only(ws):
    with ws._db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(WorkspaceError) as refused:
        ws.settings.choose_sets(["a"])
    assert refused.value.code == "workspace.read-only"


@pytest.mark.parametrize(("path", "remote"), [
    ("/mnt/share/a.db", True), ("/mnt/share", True), ("/mnt/shared/a.db", False),
    ("/data/a.db", False), ("/mnt/of fice/a.db", True), ("/mnt/share/local/a.db", False),
])  # fmt: skip
def test_network_share_is_known_by_its_mount(path, remote):
    mounts = (
        "/dev/sda / ext4 rw 0 0\n//s/x /mnt/share cifs rw 0 0\nodd\n"
        "s:/y /mnt/of\\040fice nfs4 rw 0 0\n/dev/sdb /mnt/share/local ext4 rw 0 0\n"
    )
    assert is_remote_mount(PurePosixPath(path), mounts) is remote


@pytest.mark.parametrize("address", [
    "mysql://root:secret@host/db", "sqlite:///x.db", "://", "http://secret@host/",
])  # fmt: skip
def test_address_of_another_kind_of_server_is_refused_without_its_password(address, identity):
    for act in (lambda: create(address, identity), lambda: open_workspace(address)):
        with pytest.raises(WorkspaceError) as refused:
            act()
        assert refused.value.code == "workspace.address"
        assert "secret" not in str(refused.value)


LIGHT = """
import sys
import ctmtqg_desktop.workspace.workspace as face
assert "sqlalchemy" not in sys.modules
face.open_workspace(sys.argv[1]).close()
assert "sqlalchemy" in sys.modules
assert not {"alembic", "cryptography", "openpyxl"} & set(sys.modules)
"""


def test_room_is_light_to_import_and_opening_needs_no_alembic(ws, path):
    ws.close()
    subprocess.run([sys.executable, "-c", LIGHT, path], check=True)
