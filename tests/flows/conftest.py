"""The demonstration, built once by the command as a person runs it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Demo:
    """Where it was built and what the command answered."""

    root: Path
    told: dict

    def package(self, code):
        return self.root / "usb-gui-len" / f"{code}_ctmtqg-xa_2024_r01.asice"

    def ctmtqg(self, *argv):
        """Run a verb and return its code and document."""
        done = subprocess.run(
            [sys.executable, "-m", "ctmtqg_desktop", *map(str, argv), "--json"],
            cwd=ROOT, capture_output=True, text=True, check=False,
            env={**os.environ, "XDG_DATA_HOME": str(self.root.parent)},
        )  # fmt: skip
        assert "Traceback" not in done.stdout + done.stderr
        return done.returncode, json.loads(done.stdout)

    def track(self):
        """Return the targets of the plan by id, as the office sees them."""
        office = self.root / "may-tinh" / "106" / "so.ctmtqg"
        plan = ("--plan", "003-tam-duong-2024", "--period", "2024")
        code, said = self.ctmtqg("track", office, *plan)
        assert code == 0
        return {t["id"]: t for t in said["targets"]}


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The command as a person runs it, once."""
    root = tmp_path_factory.mktemp("trinh-dien") / "moi"
    done = subprocess.run(
        [sys.executable, "-m", "ctmtqg_desktop", "demo", str(root), "--no-screens", "--json"],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "XDG_DATA_HOME": str(root.parent)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return Demo(root, json.loads(done.stdout))
