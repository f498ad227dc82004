"""Backup is whole and refuses to overwrite; restore keeps what was there; words for each code."""

import os
import sqlite3
import sys
import tomllib
from contextlib import closing
from decimal import Decimal

import pytest

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.workspace import open_workspace, restore_workspace

CELL = Cell("chung", "dan-so", "value")


def _value(path, key):
    with open_workspace(path) as ws:
        return ws.sheets.load(key).entries.get(CELL)


def test_backup_is_a_whole_workspace_as_of_that_moment(ws, key, set_cell, tmp_path, identity):
    set_cell(CELL, Decimal(1))
    target = tmp_path / "sao lưu" / "ngày 1.ctmtqg"
    ws.upkeep.backup(target)
    set_cell(CELL, Decimal(2), Decimal(1))
    assert [item.name for item in target.parent.iterdir()] == [target.name]
    with open_workspace(target) as copy:
        assert copy.identity == identity
        assert copy.upkeep.doctor() == []
    assert _value(target, key) == 1


def test_backup_never_overwrites(ws, tmp_path):
    target = tmp_path / "x"
    target.write_bytes(b"old")
    with pytest.raises(WorkspaceError) as refused:
        ws.upkeep.backup(target)
    assert refused.value.code == "workspace.exists"
    assert target.read_bytes() == b"old"


def test_restore_keeps_what_was_there(ws, path, key, set_cell, tmp_path, now):
    set_cell(CELL, Decimal(1))
    backup = tmp_path / "b.ctmtqg"
    ws.upkeep.backup(backup)
    set_cell(CELL, Decimal(2), Decimal(1))
    ws.close()
    with pytest.raises(WorkspaceError) as refused:
        restore_workspace(backup, path, at=now)
    assert refused.value.code == "workspace.exists"
    aside = restore_workspace(backup, path, at=now, replace=True)
    assert aside.name == "ws.before-restore-20260401-083000.ctmtqg"
    assert (_value(path, key), _value(aside, key), _value(backup, key)) == (1, 2, 1)


def test_restore_puts_the_old_log_aside_too(ws, path, key, set_cell, tmp_path, now):
    """A killed program leaves its newest saves in the write-ahead log."""
    set_cell(CELL, Decimal(1))
    backup = tmp_path / "b.ctmtqg"
    ws.upkeep.backup(backup)
    set_cell(CELL, Decimal(2), Decimal(1))
    killed = tmp_path / "killed.ctmtqg"
    for ending in ("", "-wal"):
        killed.with_name(killed.name + ending).write_bytes(
            path.with_name(path.name + ending).read_bytes()
        )
    aside = restore_workspace(backup, killed, at=now, replace=True)
    assert (_value(killed, key), _value(aside, key)) == (1, 2)


def test_restore_to_a_new_place(ws, key, set_cell, tmp_path, now):
    set_cell(CELL, Decimal(1))
    ws.upkeep.backup(tmp_path / "b")
    assert restore_workspace(tmp_path / "b", tmp_path / "mới" / "ws", at=now) is None
    assert _value(tmp_path / "mới" / "ws", key) == 1


def test_restore_is_refused_while_the_workspace_is_open(ws, path, tmp_path, now):
    ws.upkeep.backup(tmp_path / "b")
    with pytest.raises(WorkspaceError) as refused:
        restore_workspace(tmp_path / "b", path, at=now, replace=True)
    assert refused.value.code == "workspace.in-use"


def test_restore_of_a_damaged_backup_touches_nothing(ws, path, key, set_cell, tmp_path, now):
    set_cell(CELL, Decimal(1))
    backup = tmp_path / "b"
    ws.upkeep.backup(backup)
    ws.close()
    whole = backup.read_bytes()
    backup.write_bytes(whole[:8192] + b"\xff" * 8192 + whole[16384:])
    with pytest.raises(WorkspaceError) as refused:
        restore_workspace(backup, path, at=now, replace=True)
    assert refused.value.code == "workspace.damaged"
    assert _value(path, key) == 1


def test_doctor_tells_of_a_lost_parent(ws, set_cell):
    set_cell(CELL, Decimal(1))
    with closing(sqlite3.connect(ws.place)) as connection, connection:
        connection.execute("UPDATE entry SET sheet_id = 99")
    assert [p.code for p in ws.upkeep.doctor()] == ["workspace.lost-parent"]


def test_every_code_of_the_room_has_words(request):
    root = request.config.rootpath
    source = "".join(
        file.read_text("utf-8") for file in (root / "ctmtqg_desktop/workspace").rglob("*.py")
    )
    codes = {part.split('"')[0] for part in source.split('"workspace.')[1:]}
    words = {}
    for file in sorted((root / "resources/messages/vi").glob("*.toml")):
        held = tomllib.loads(file.read_text("utf-8"))
        words |= {code: said for code, said in held.items() if code.startswith("workspace.")}
    assert {f"workspace.{code}" for code in codes} <= set(words)
    assert all(entry["what"] and entry["todo"] for entry in words.values())


@pytest.mark.skipif(sys.platform == "win32", reason="a name that is not UTF-8")
def test_a_copy_may_have_a_name_that_is_no_text(ws, tmp_path):
    target = tmp_path / os.fsdecode(b"sao l\xfdu.ctmtqg")
    ws.upkeep.backup(target)
    with open_workspace(target) as copy:
        assert copy.identity == ws.identity
