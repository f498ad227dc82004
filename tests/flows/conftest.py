"""The demonstration, built once by the command as a person runs it."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from once import built_once

ROOT = Path(__file__).resolve().parents[2]
CHEAPLY = """
from ctmtqg_desktop.trust.keys import box
box.DEFAULT_COST = box.Cost(memory_kib=8, iterations=1, lanes=1)
from ctmtqg_desktop.__main__ import main
raise SystemExit(main())
"""


@dataclass(frozen=True)
class Demo:
    """Where it was built and what the command answered."""

    root: Path
    told: dict
    answers: dict = field(default_factory=dict)

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

    def tracked(self, office, plan, period):
        """Return what an office is told of a plan; nothing changes in it, so it is asked once."""
        asked = (office, plan, period)
        if asked not in self.answers:
            place = self.root / "may-tinh" / office / "so.ctmtqg"
            code, said = self.ctmtqg("track", place, "--plan", plan, "--period", period)
            assert code == 0
            self.answers[asked] = said
        return self.answers[asked]

    def track(self, office, plan, period):
        """Return the targets of a plan by id, as an office sees them."""
        return {t["id"]: t for t in self.tracked(office, plan, period)["targets"]}

    @property
    def targets(self):
        """Return the targets of Tam Đường's plan by id, as the office sees them."""
        return self.track("106", "003-tam-duong-2024", "2024")

    @property
    def tasks(self):
        """Return the tasks of that plan by id, as the office sees them."""
        told = self.tracked("106", "003-tam-duong-2024", "2024")
        return {t["id"]: t for t in told["tasks"]}


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The command as a person runs it, once; only its keys are sealed cheaply."""

    def build(folder):
        argv = (sys.executable, "-c", CHEAPLY, "demo", folder / "moi", "--no-screens", "--json")
        done = subprocess.run(
            argv, cwd=ROOT, capture_output=True, text=True, check=False,
            env={**os.environ, "XDG_DATA_HOME": str(folder)},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stderr == ""
        (folder / "noi.json").write_text(done.stdout, "utf-8")

    folder = built_once(tmp_path_factory, "trinh-dien", build)
    told = json.loads((folder / "noi.json").read_text("utf-8"))
    own = tmp_path_factory.mktemp("trinh-dien") / "moi"
    return Demo(shutil.copytree(folder / "moi", own), told)
