"""The command line in this process: real workspaces, keys and packages, --json and text."""

import json
import logging
import shutil

import pytest

from ctmtqg_desktop.cli import main
from ctmtqg_desktop.cli.tools import PASSWORD_VARIABLE, Tools
from ctmtqg_desktop.exchange.room import Program

CODE = "03394"
PASSWORD = "mật khẩu thử"  # noqa: S105  of the keys that the tests make


@pytest.fixture
def tools(declared, world):
    return Tools(Program(lambda: declared, world.clock), lambda *_: [])


@pytest.fixture
def run(tools, capsys, caplog, monkeypatch):
    """Run a verb with --json as the program would; return exit code and document."""
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    caplog.set_level(logging.ERROR)

    def call(*argv):
        code = main.run([*(str(part) for part in argv), "--json"], tools)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        assert not caplog.records, caplog.text
        return code, json.loads(out)

    return call


@pytest.fixture
def told(run, tools, capsys):
    """Run a verb that is refused, as JSON and as text; return its code and words."""

    def call(*argv, exit_code=1):
        code, document = run(*argv)
        assert code == exit_code, document
        assert main.run([str(part) for part in argv], tools) == exit_code
        out, err = capsys.readouterr()
        assert out == ""
        assert document["message"] in err
        assert document["message"].endswith(f"[{document['code']}]")
        assert "{" not in document["message"]
        return document["code"], document["message"]

    return call


@pytest.fixture
def sender(world, mail):
    return shutil.copyfile(mail[CODE].workspace, world.root / "gui.ctmtqg")


@pytest.fixture
def draft(run, world):
    """A new workspace of a unit, made by the verb."""
    path = world.root / "moi.ctmtqg"
    assert run("init", path, "--unit", CODE, "--date", "2024-12-31")[0] == 0
    return path


@pytest.fixture
def ready(world):
    """A unit's workspace whose report is complete and not signed."""
    desk = world.open_desk(CODE)
    world.fill(desk)
    desk.workspace.close()
    return world.root / f"{CODE}.ctmtqg"


@pytest.fixture
def receiver(office, world):
    office.workspace.close()
    return world.root / "office.ctmtqg"


@pytest.fixture
def packages(mail, tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    for one in mail.sent.values():
        (folder / f"{one.code}.asice").write_bytes(one.data)
    return folder
