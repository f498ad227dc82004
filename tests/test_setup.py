"""From a clone to a running program: what can be decided without a network or apt.

Requirements: issue 2, README's two commands, on a bare Debian 12, as root or not.
"""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from ctmtqg_desktop import setup
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.cli.demo import demo
from ctmtqg_desktop.clock import system_clock

ROOT = Path(setup.__file__).resolve().parent.parent
KNOWN = ("3.11", "3.12", "3.13", "3.14")


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
def test_supported_python_goes_on(version):
    setup.check_python(version)


@pytest.mark.parametrize("version", [(3, 6), (3, 10), (3, 15), (4, 0)])
def test_other_python_is_refused_in_both_languages(version, capsys):
    with pytest.raises(SystemExit) as left:
        setup.check_python(version)

    assert left.value.code == 1
    told = capsys.readouterr().err
    assert f"Cần Python 3.11, 3.12, 3.13 hoặc 3.14; máy đang chạy Python {version[0]}." in told
    assert "Python 3.11, 3.12, 3.13 or 3.14 is needed" in told
    assert "-m ctmtqg_desktop.setup run" in told


def test_every_place_names_the_same_pythons():
    """What pip takes, what setup takes and what README says."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest, too_new = (".".join(map(str, v)) for v in (setup.OLDEST, setup.TOO_NEW))
    assert declared["requires-python"] == f">={oldest},<{too_new}"
    assert "with Python 3.11, 3.12, 3.13 or 3.14 (" in (ROOT / "README.md").read_text("utf-8")


def test_a_python_that_will_do_is_named_as_it_is_called(monkeypatch):
    monkeypatch.setattr(setup.shutil, "which", {"python3.12": "x"}.get)
    assert setup.command_of(list(KNOWN), "posix") == "python3.12"
    monkeypatch.setattr(setup.shutil, "which", lambda _: None)
    assert setup.command_of(list(KNOWN), "posix") == "python3.14"
    assert setup.command_of(list(KNOWN), "nt") == "py -3.14"


@pytest.mark.parametrize("minor", range(6, 11))
def test_an_old_python_says_so_in_words(minor):
    old = shutil.which(f"python3.{minor}")
    if old is None or subprocess.run([old, "-c", ""], capture_output=True, check=False).returncode:
        pytest.skip(f"no Python 3.{minor} here")
    done = subprocess.run(
        [old, "-B", "-m", "ctmtqg_desktop.setup", "run"], cwd=ROOT, capture_output=True,
        check=False, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 1
    assert f"máy đang chạy Python 3.{minor}." in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_only_the_standard_library_is_imported():
    tree = ast.parse(Path(setup.__file__).read_text("utf-8"))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_file_still_parses_on_an_old_python():
    for path in (Path(setup.__file__), Path(setup.__file__).with_name("__init__.py")):
        tree = ast.parse(path.read_text("utf-8"), feature_version=(3, 7))
        assert not [n for n in ast.walk(tree) if getattr(n, "module", "") == "__future__"]


@pytest.mark.parametrize("arguments", [[], ["install"], ["--help"]])
def test_usage_is_shown_for_anything_else(arguments, capsys):
    assert setup.main(arguments) == 2
    assert "setup run | test" in capsys.readouterr().err


def test_python_of_venv_is_where_each_system_puts_it():
    assert setup.venv_python(Path("v"), "posix") == Path("v/bin/python")
    assert setup.venv_python(Path("v"), "nt") == Path("v/Scripts/python.exe")


@pytest.mark.parametrize(
    ("system", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ("win32", {}, True),
    ],
)
def test_display_is_seen_in_the_environment(system, environment, expected):
    assert setup.has_display(system, environment) is expected


def test_fingerprint_changes_with_pyproject_only(tmp_path):
    declared = tmp_path / "pyproject.toml"
    declared.write_text("a = 1")
    before = setup.fingerprint_of(tmp_path)
    (tmp_path / "README.md").write_text("other")
    assert setup.fingerprint_of(tmp_path) == before
    declared.write_text("a = 2")
    assert setup.fingerprint_of(tmp_path) != before


@pytest.mark.parametrize("spoilt", [None, "", "{", "[]", '{"fingerprint": "x"}'])
def test_spoilt_stamp_means_nothing_installed(tmp_path, spoilt):
    stamp = tmp_path / setup.STAMP
    if spoilt is not None:
        stamp.write_text(spoilt)
    assert setup.read_stamp(stamp) == setup.Stamp("", ())


class FakePip:
    """Stand for ``subprocess.call``: note the commands, answer with a code."""

    def __init__(self, code=0):
        self.code = code
        self.commands = []

    def __call__(self, command, **_):
        self.commands.append(command)
        return self.code


@pytest.fixture
def clone(tmp_path):
    (tmp_path / ".venv").mkdir()
    (tmp_path / "pyproject.toml").write_text("a = 1")
    return tmp_path


def test_pip_runs_only_when_something_changed(clone, monkeypatch):
    pip = FakePip()
    monkeypatch.setattr(subprocess, "call", pip)

    setup.install(clone, Path("python"), ())
    setup.install(clone, Path("python"), ())
    assert [command[-1] for command in pip.commands] == ["."]

    setup.install(clone, Path("python"), ("dev",))
    setup.install(clone, Path("python"), ())
    assert [command[-1] for command in pip.commands] == [".", ".[dev]"]

    (clone / "pyproject.toml").write_text("a = 2")
    setup.install(clone, Path("python"), ())
    assert [command[-1] for command in pip.commands] == [".", ".[dev]", ".[dev]"]


def test_failed_installation_is_tried_again(clone, monkeypatch):
    monkeypatch.setattr(subprocess, "call", FakePip(code=1))
    with pytest.raises(SystemExit):
        setup.install(clone, Path("python"), ())
    pip = FakePip()
    monkeypatch.setattr(subprocess, "call", pip)
    setup.install(clone, Path("python"), ())
    assert len(pip.commands) == 1


def test_library_that_does_not_load_names_its_package(monkeypatch):
    monkeypatch.setattr(setup, "BASE", {"libnever-there.so.9": "libnever9", "libc.so.6": "libc6"})
    monkeypatch.setattr(sys, "platform", "linux")
    assert setup.missing_packages(screen=False, make_venv=False) == ["libnever9"]


@pytest.mark.parametrize(
    ("programs", "line"),
    [
        ({"apt-get"}, "su -c 'apt-get update && apt-get install -y --no-install-recommends liba'"),
        (
            {"apt-get", "sudo"},
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends liba",
        ),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="apt is Debian's")
def test_without_root_the_exact_line_is_printed(programs, line, monkeypatch, capsys):
    monkeypatch.setattr(setup.shutil, "which", lambda name: name if name in programs else None)
    monkeypatch.setattr(setup.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(setup, "_succeeds", lambda _command: False)

    with pytest.raises(SystemExit) as left:
        setup.add_debian_packages(["liba"])

    assert left.value.code == 1
    assert line in capsys.readouterr().err.splitlines()


def test_nothing_missing_asks_for_nothing(monkeypatch):
    monkeypatch.setattr(subprocess, "call", FakePip(code=99))
    setup.add_debian_packages([])


def test_interrupted_demonstration_is_built_again(tmp_path, monkeypatch):
    folder = tmp_path / "demo"

    def breaks_off(command, **_):
        Path(command[-1]).mkdir()
        (folder / "half").touch()
        return 1

    monkeypatch.setattr(subprocess, "call", breaks_off)
    with pytest.raises(SystemExit):
        setup.build_demo(Path("python"), folder)

    def builds(command, **_):
        Path(command[-1]).mkdir()
        return 0

    monkeypatch.setattr(subprocess, "call", builds)
    setup.build_demo(Path("python"), folder)
    assert list(tmp_path.rglob("*")) == [folder]


def test_window_opens_on_the_workspace_the_demonstration_makes(tmp_path):
    stage = demo.Stage(tmp_path, Catalogue(), system_clock)
    assert stage.workspace(demo.RECEIVER) == tmp_path / setup.WORKSPACE


def test_demonstration_that_is_there_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(subprocess, "call", FakePip(code=99))
    setup.build_demo(Path("python"), tmp_path)
