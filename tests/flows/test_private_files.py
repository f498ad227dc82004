"""Issue 8: what the program writes is its user's alone; several officers share a computer."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ctmtqg_desktop.package.files import write_durably
from ctmtqg_desktop.workspace.records import Secret
from ctmtqg_desktop.workspace.workspace import create

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows keeps files apart by folder")
ROOT = Path(__file__).resolve().parents[2]
VERBS = (
    ("init", "so/a.ctmtqg", "--unit", "03394", "--date", "2024-12-31"),
    ("init", "so/b.ctmtqg", "--unit", "03394", "--date", "2024-12-31", "--encrypt"),
    ("keygen", "so/a.ctmtqg", "--key", "a.ntmkey"),
    ("change-password", "so/a.ctmtqg", "--key", "a.ntmkey", "--new-password-file", "moi.txt"),
    ("enrol", "so/a.ctmtqg", "--key", "a.ntmkey", "--title", "Chủ tịch", "--out", "usb",
     "--password-file", "moi.txt"),
    ("print", "so/a.ctmtqg", "--form", "ntm-xa-tu-danh-gia", "--period", "2024",
     "--pdf", "a.pdf", "--xlsx", "a.xlsx"),
    ("backup", "so/a.ctmtqg", "luu/a.ctmtqg"),
    ("restore", "so/a.ctmtqg", "luu/a.ctmtqg", "--replace"),
    ("life", "so/a.ctmtqg", "ctmtqg-xa", "2024", "--out", "vong-doi"),
    ("form-template", "mau.xlsx", "--form", "dtts-da1"),
    ("form-import", "mau.xlsx", "--out", "bieu"),
    ("form-schema", "--out", "bieu.json"),
)  # fmt: skip


SCRIPT = """
import json, sys
from ctmtqg_desktop.app import run
for verb in json.loads(sys.argv[1]):
    assert run(verb) == 0, verb
"""


def call(words, place):
    """Run Python in a folder, with the program's own files below it."""
    environment = {**os.environ, "XDG_DATA_HOME": str(place / "nha"), "PYTHONPATH": str(ROOT),
                   "CTMTQG_PASSWORD": "mật khẩu thử 1"}  # fmt: skip
    done = subprocess.run(
        [sys.executable, *words], cwd=place, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.fixture
def open_to_all():
    """The mask of most systems: others may read what is new."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def readable_by_others(folder):
    found = [folder, *folder.rglob("*")] if folder.exists() else []
    modes = {path.name: stat.S_IMODE(path.lstat().st_mode) for path in found}
    return {name: oct(mode) for name, mode in modes.items() if mode & 0o077}


def test_everything_the_verbs_write_is_private(tmp_path, open_to_all):
    place, home = tmp_path / "viec", tmp_path / "viec" / "nha"
    place.mkdir()
    (place / "moi.txt").write_text("mật khẩu khác 1", "utf-8")
    call(["-c", SCRIPT, json.dumps(VERBS)], place)
    (place / "moi.txt").unlink()
    place.chmod(0o700)
    written = {path.name for path in place.rglob("*")}
    assert {"a.ctmtqg", "b.ctmtqg.khoa", "a.ntmkey", "a.pdf", "a.xlsx", "mau.xlsx"} <= written
    assert (home / "ctmtqg" / "cache").is_dir()
    assert readable_by_others(place) == {}


@pytest.mark.parametrize("key", [None, bytes(range(32))], ids=["plain", "encrypted"])
def test_a_live_workspace_is_private_whoever_opens_it(world, tmp_path, open_to_all, key):
    secret = Secret(key, b"a wrapped key") if key else None
    place = tmp_path / "so"
    place.mkdir(mode=0o700)
    with create(place / "a.ctmtqg", world.identity("03394", "sender"), secret=secret) as made:
        made.settings.choose_sets(["a"])
        made.upkeep.backup(place / "luu.ctmtqg")
        assert {"a.ctmtqg-wal", "a.ctmtqg-shm"} <= {path.name for path in place.iterdir()}
        assert readable_by_others(place) == {}


def test_a_written_file_is_private_even_where_a_package_is_written(tmp_path, open_to_all):
    write_durably(tmp_path / "a.asice", b"x")
    assert stat.S_IMODE((tmp_path / "a.asice").stat().st_mode) == 0o600


TRACES = """
import logging
from pathlib import Path
from ctmtqg_desktop import app, paths
from ctmtqg_desktop.clock import system_clock
app.run(["form-schema", "--out", "bieu.json"])
from ctmtqg_desktop.ui.frame.crash import write_crash
from ctmtqg_desktop.ui.opening import known
logging.getLogger("x").warning("x")
known.remember(Path("so.ctmtqg"))
write_crash(paths.home_dir(), system_clock, "x")
"""


def test_log_settings_and_crash_are_private(tmp_path, open_to_all):
    home = tmp_path / "nha" / "ctmtqg"
    call(["-c", TRACES], tmp_path)
    assert {"ctmtqg.log", "cua-so.ini"} <= {path.name for path in home.iterdir()}
    assert len(list(home.glob("loi-*.txt"))) == 1
    assert readable_by_others(home) == {}
