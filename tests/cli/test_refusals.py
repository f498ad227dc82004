"""DESIGN 7, issue 2 (bad input): exit 1 or 2 with words and a code, never a traceback."""

import errno
import json
import os
import sqlite3
import subprocess
import sys

import pytest

from ctmtqg_desktop.cli import main
from ctmtqg_desktop.cli.tools import PASSWORD_VARIABLE
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.package import files
from ctmtqg_desktop.workspace.parts.sheets import SheetStore
from ctmtqg_desktop.workspace.workspace import open_workspace

CODE, SET = "03394", "ctmtqg-xa"
PASSWORD = "mật khẩu thử"  # noqa: S105  of the keys that the tests make


@pytest.mark.parametrize("argv", [
    (), ("bay",), ("--la",), ("init",), ("init", "a", "--unit"), ("enter", "a", "b"),
    ("check", "a", "b", "c"), ("print", "a"), ("verify",), ("submit", "a", "b", "2024"),
    ("track", "a", "--plan", "x"), ("consolidate", "a"), ("demo",), ("demo", "a", "--manh"),
    ("print", "a", "--period", "2024"),
])  # fmt: skip
def test_a_wrong_call_is_told_in_vietnamese_with_exit_2(told, argv):
    code, message = told(*argv, exit_code=2)
    assert code == "exchange.usage"
    assert "--help" in message
    for english in ("argument", "required", "invalid", "unrecognized", "expected"):
        assert english not in message, message


def test_help_is_no_refusal(tools, capsys):
    for argv in (["--help"], ["submit", "--help"], ["--version"]):
        with pytest.raises(SystemExit) as left:
            main.run(argv, tools)
        assert left.value.code == 0
    assert "ctmtqg" in capsys.readouterr().out


WORKSPACE_VERBS = [
    ("check", "{ws}", "--period", "2024"), ("enter", "{ws}", "ntm-nguon-luc", "2024", "{file}"),
    ("submit", "{ws}", SET, "2024", "--key", "{key}"), ("doctor", "{ws}"),
    ("receive", "{ws}", "{file}"), ("consolidate", "{ws}", SET, "2024"),
    ("track", "{ws}", "--plan", "x", "--period", "2024"), ("backup", "{ws}", "{new}"),
    ("print", "{ws}", "--period", "2024", "--pdf", "{new}"), ("keygen", "{ws}", "--key", "{new}"),
    ("enrol", "{ws}", "--key", "{key}"), ("approve", "{ws}", "{file}", "--unit", "1", "--key",
                                          "{key}"),
    ("verify", "{file}", "--workspace", "{ws}"), ("export", "{ws}", SET, "2024"),
    ("reopen", "{ws}", SET, "2024", "--reason", "x"),
]  # fmt: skip


@pytest.fixture
def with_workspace(world, tmp_path):
    """Fill in the places of a call."""
    file = tmp_path / "a.json"
    file.write_text("{}", "utf-8")
    key = world.key_file(world.signer(CODE))

    def fill(argv, workspace):
        places = {"ws": workspace, "file": file, "key": key, "new": tmp_path / "moi"}
        return [part.format_map(places) for part in argv]

    return fill


@pytest.mark.parametrize("argv", WORKSPACE_VERBS, ids=lambda argv: argv[0])
def test_a_missing_workspace(told, with_workspace, tmp_path, argv):
    call = with_workspace(argv, tmp_path / "khong-co.ctmtqg")
    assert told(*call)[0] == "workspace.missing"


def folder(path):
    path.mkdir()


@pytest.mark.parametrize(("make", "code"), [
    (folder, "workspace.missing"),
    (lambda path: path.write_bytes(b""), "workspace.not-a-workspace"),
    (lambda path: path.write_bytes(b"%PDF" * 1000), "workspace.not-a-workspace"),
    (lambda path: path.write_bytes(b"SQLite format 3\0" + b"\1" * 5000),
     "workspace.not-a-workspace"),
])  # fmt: skip
@pytest.mark.parametrize("argv", [WORKSPACE_VERBS[0], WORKSPACE_VERBS[3], WORKSPACE_VERBS[4]],
                         ids=lambda argv: argv[0])  # fmt: skip
def test_what_is_no_workspace(told, with_workspace, tmp_path, make, code, argv):
    path = tmp_path / "la.ctmtqg"
    make(path)
    assert told(*with_workspace(argv, path))[0] in {code, "workspace.damaged"}


def test_a_workspace_of_a_newer_program(told, sender):
    connection = sqlite3.connect(sender)
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()
    code, message = told("check", sender, "--period", "2024")
    assert code == "workspace.newer-program"
    assert str(sender) in message


def test_a_workspace_in_use(told, sender):
    holder = subprocess.Popen(
        [sys.executable, "-c",
         ("import fcntl, os, sys; f = os.open(sys.argv[1] + '.lock', os.O_RDWR | os.O_CREAT);"
         "fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()"),
         str(sender)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert holder.stdout.readline() == b"held\n"
        assert told("check", sender, "--period", "2024")[0] == "workspace.in-use"
    finally:
        holder.communicate()


def test_one_workspace_after_another_in_one_process(run, sender):
    for _ in range(2):
        assert run("check", sender, "--report-set", SET, "--period", "2024")[0] == 0
    open_workspace(sender).close()


def test_init_where_something_is(told, sender):
    assert told("init", sender, "--unit", CODE, "--date", "2024-12-31")[0] == "workspace.exists"


@pytest.mark.parametrize(("argv", "code"), [
    (("--unit", "99999", "--date", "2024-12-31"), "form.unit-unknown"),
    (("--unit", CODE, "--date", "31/12/2024"), "exchange.date"),
    (("--unit", "106", "--date", "2026-01-01"), "form.unit-unknown"),
])  # fmt: skip
def test_init_of_no_unit(told, world, argv, code):
    assert told("init", world.root / "b.ctmtqg", *argv)[0] == code
    assert not (world.root / "b.ctmtqg").exists()


@pytest.mark.parametrize(("argv", "code"), [
    (("ntm-nguon", "2024"), "form.unknown"), (("ntm-nguon-luc", "nam"), "form.period-unknown"),
    (("", "2024"), "form.unknown"), (("../../etc", "2024"), "form.unknown"),
])  # fmt: skip
def test_enter_into_nothing(told, draft, tmp_path, argv, code):
    path = tmp_path / "a.json"
    path.write_text("{}", "utf-8")
    assert told("enter", draft, *argv, path)[0] == code


@pytest.mark.parametrize(("name", "content", "code"), [
    ("a.json", b"{", "intake.json"), ("a.csv", b"a;b", "intake.no-sheet-for-it"),
    ("a.xlsx", b"PK", "intake.workbook"), ("a.json", b"[]", "intake.shape"),
])  # fmt: skip
def test_enter_of_a_bad_file(told, draft, tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    assert told("enter", draft, "ntm-nguon-luc", "2024", tmp_path / name)[0] == code
    missing = told("enter", draft, "ntm-nguon-luc", "2024", tmp_path / "khong-co.json")
    assert missing[0] == "intake.missing"


def test_sets_plans_and_units_that_there_are_not(told, receiver, tmp_path):
    pdf = tmp_path / "a.pdf"
    asked = {
        ("consolidate", receiver, "khac", "2024"): "form.report-set-unknown",
        ("consolidate", receiver, SET, "2024", "--at", "12"): "exchange.not-here",
        ("track", receiver, "--plan", "khac", "--period", "2024"): "form.plan-unknown",
        ("print", receiver, "--period", "2024", "--pdf", pdf): "exchange.nothing-to-consolidate",
    }
    for argv, code in asked.items():
        assert told(*argv)[0] == code
    assert not pdf.exists()


def test_the_wrong_side(told, receiver, sender):
    assert told("reopen", receiver, SET, "2024", "--reason", "x")[0] == "exchange.wrong-role"
    assert told("submit", receiver, SET, "2024", "--key", "x")[0] == "exchange.wrong-role"
    assert told("consolidate", sender, SET, "2024")[0] == "exchange.wrong-role"


def test_keys_and_passwords(told, run, ready, world, tmp_path, monkeypatch):
    key = world.key_file(world.signer(CODE))
    submit = ("submit", ready, SET, "2024", "--out", tmp_path / "usb", "--key")
    bad = tmp_path / "hong.key"
    bad.write_bytes(b"{}")
    assert told(*submit, bad)[0] == "trust.key-file-unreadable"
    code, words = told(*submit, tmp_path / "khong-co.key")
    assert code == "package.read-failed"
    assert "No such" not in words, "what the system says in English is not for users"
    monkeypatch.setenv(PASSWORD_VARIABLE, "sai")
    assert told(*submit, key)[0] == "trust.password-wrong"
    assert told("keygen", ready, "--key", tmp_path / "k.key")[0] == "exchange.password-short"
    from_file = (*submit, key, "--password-file", tmp_path / "mk.txt")
    (tmp_path / "mk.txt").write_bytes(b"\xff\xfe")
    assert told(*from_file)[0] == "exchange.file-missing"
    (tmp_path / "mk.txt").write_bytes(PASSWORD.encode() + b"\r\n")
    assert run(*from_file)[0] == 0
    monkeypatch.delenv(PASSWORD_VARIABLE)
    monkeypatch.setattr(sys, "stdin", None)
    assert told(*submit, key)[0] == "exchange.password-missing"


# -- places that cannot be written


@pytest.fixture
def blocked(tmp_path):
    """A path below a file, where no folder can be made: not even by root."""
    (tmp_path / "tep").write_text("x")
    return tmp_path / "tep" / "usb"


def test_places_that_cannot_be_written(told, blocked, sender, mail, receiver, packages):
    key = mail.world.key_file(mail[CODE].signer)
    asked = {
        ("demo", blocked): "exchange.folder",
        ("export", sender, SET, "2024", "--out", blocked): "exchange.folder",
        ("enrol", sender, "--key", key, "--out", blocked): "exchange.folder",
        ("receive", receiver, packages, "--key", key, "--out", blocked): "exchange.folder",
        ("init", blocked / "a.ctmtqg", "--unit", CODE, "--date", "2024-12-31"):
            "workspace.read-only",
        ("print", sender, "--period", "2024", "--pdf", blocked / "a.pdf"):
            "package.folder-missing",
        ("backup", sender, blocked / "a.bak"): "workspace.read-only",
    }  # fmt: skip
    for argv, code in asked.items():
        assert told(*argv)[0] == code, argv


def test_demo_does_not_write_over_anything(told, tmp_path):
    (tmp_path / "x").write_text("x")
    assert told("demo", tmp_path)[0] == "exchange.folder-not-empty"
    assert told("demo", tmp_path / "x")[0] == "exchange.folder"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(told, sender):
    sender.parent.chmod(0o500)
    try:
        assert told("check", sender, "--period", "2024")[0] == "workspace.read-only"
    finally:
        sender.parent.chmod(0o700)


def test_a_full_disk_stores_nothing(told, draft, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "_write_synced", full)
    code, message = told("print", draft, "--period", "2024", "--pdf", tmp_path / "a.pdf")
    assert code == "package.disk-full"
    assert "USB" in message or "đầy" in message.casefold() or "trống" in message.casefold()
    assert not list(tmp_path.glob("*a.pdf*"))


def test_a_full_disk_under_the_workspace(told, draft, tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    path.write_text('{"cells": {"nguon_luc.nsdp.ke_hoach": 5}}', "utf-8")

    def full(*_):
        raise WorkspaceError("workspace.disk-full", place="x")

    with monkeypatch.context() as broken:
        broken.setattr(SheetStore, "save", full)
        assert told("enter", draft, "ntm-nguon-luc", "2024", path)[0] == "workspace.disk-full"


def test_a_bug_is_told_without_a_traceback_and_logged(tools, draft, capsys, monkeypatch, caplog):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("ctmtqg_desktop.exchange.sender.desk.Desk.findings", broken)
    assert main.run(["check", str(draft), "--period", "2024", "--json"], tools) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["code"] == "exchange.unexpected"
    assert "Traceback" not in out + err
    assert "ZeroDivisionError" in caplog.text


@pytest.fixture
def small_stick(tmp_path):
    """A file system of 200 KB; only root may make one."""
    folder = tmp_path / "usb-nho"
    folder.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(made, capture_output=True, check=False).returncode:
        pytest.skip("no small file system can be made here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_stick_that_is_really_full(run, told, sender, small_stick, tmp_path, mail):
    (small_stick / "phim.avi").write_bytes(b"x" * 150_000)
    asked = ("export", sender, SET, "2024", "--out")
    assert told(*asked, small_stick)[0] == "package.disk-full"
    assert [p.name for p in small_stick.iterdir()] == ["phim.avi"]
    assert run(*asked, tmp_path)[0] == 0
    assert (tmp_path / f"{CODE}_{SET}_2024_r01.asice").read_bytes() == mail[CODE].data
    new = small_stick / "so.ctmtqg"
    assert told("init", new, "--unit", CODE, "--date", "2024-12-31")[0] == "workspace.disk-full"
    assert told("backup", sender, small_stick / "a.bak")[0] == "workspace.disk-full"
    assert not list(small_stick.glob("a.bak*"))
    assert not new.exists()
