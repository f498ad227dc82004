"""Issue 9, hands: no word is lost with a real ibus-unikey on a real (virtual) screen."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "tests" / "shared" / "under_ibus.py"
NEEDED = ("Xvfb", "xdotool", "ibus-daemon", "ibus", "dbus-run-session")
ENGINES = (Path("/usr/libexec/ibus-engine-unikey"), Path("/usr/lib/ibus/ibus-engine-unikey"))

pytestmark = pytest.mark.skipif(
    os.environ.get("CTMTQG_IBUS") != "1"
    or not all(map(shutil.which, NEEDED))
    or not any(path.exists() for path in ENGINES),
    reason="CTMTQG_IBUS=1 asks for it; needs Xvfb, xdotool, ibus and ibus-unikey",
)
"""Hands are slower than programs: it waits by the clock, so it runs only where it is asked for."""


@pytest.fixture
def display():
    """Start a screen of its own and give its name."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24"],
        pass_fds=(writing,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


def test_words_composed_by_unikey_stay_in_their_cells(display, tmp_path):
    own = {
        "DISPLAY": display, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_RUNTIME_DIR": str(tmp_path), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    tmp_path.chmod(0o700)
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, str(SCRIPT)],
        env=os.environ | own, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "ct.r1.ten": "Nguyễn Văn",
        "ct.r2.ten": "Lò Thị",
        "ct.r3.ten": "Đường",
        "ct.r4.ten": "Kênh",
    }
