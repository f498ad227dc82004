"""package_and_signing 3: what the program seals costs what was decided; tests seal cheaply."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ctmtqg_desktop.trust.keys import box
from ctmtqg_desktop.workspace.workspace import open_workspace

ROOT = Path(__file__).resolve().parents[2]
DECIDED = {"memory_kib": 65536, "iterations": 3, "lanes": 4}


@pytest.fixture
def ctmtqg(tmp_path):
    """Run a verb in a process of its own, where no test has changed anything."""
    (tmp_path / "mat-khau.txt").write_text("mật khẩu thử", "utf-8")

    def run(*argv):
        words = (*argv, "--password-file", tmp_path / "mat-khau.txt")
        subprocess.run(
            [sys.executable, "-m", "ctmtqg_desktop", *map(str, words)],
            cwd=ROOT, check=True, capture_output=True,
            env={**os.environ, "XDG_DATA_HOME": str(tmp_path)},
        )  # fmt: skip

    return run


def cost_of(sealed):
    return json.loads(sealed)["cost"]


def test_an_offices_keys_cost_what_was_decided(ctmtqg, tmp_path, world):
    book, key = tmp_path / "so.ctmtqg", tmp_path / "khoa.key"
    world.open_office("so").workspace.close()
    ctmtqg("keygen", book, "--key", key)
    assert cost_of(key.read_bytes()) == DECIDED
    with open_workspace(book, clock=world.clock) as workspace:
        assert cost_of(workspace.signers.authority().sealed_key) == DECIDED
        assert cost_of(workspace.reading_keys.own().sealed) == DECIDED


def test_an_encrypted_workspaces_key_costs_what_was_decided(ctmtqg, tmp_path):
    pytest.importorskip("sqlcipher3", reason="the encryption extra is not installed")
    ctmtqg("init", tmp_path / "so.ctmtqg", "--unit", "106", "--date", "2024-12-31", "--encrypt")
    (ring,) = tmp_path.glob("so*.khoa")
    assert cost_of(ring.read_bytes()) == DECIDED


def test_what_tests_seal_costs_the_least_that_is_permitted():
    cost = box.DEFAULT_COST
    assert cost.is_bounded()
    assert not box.Cost(cost.memory_kib - 1, cost.iterations, cost.lanes).is_bounded()
