"""Break every import contract once on purpose, in a copy, and see it caught.

Requirements: DESIGN section 3 ("break each contract once on purpose before believing it").
"""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# contract id -> where, and the import that must not be there
OFFENCES = {
    "layers": ("catalogue/records/legal.py", "import ctmtqg_desktop.workspace"),
    "workspace": ("workspace/records.py", "import ctmtqg_desktop.workspace.store"),
    "trust": ("trust/x509/der.py", "import ctmtqg_desktop.trust.keys.keys"),
    "catalogue": ("catalogue/records/legal.py", "import ctmtqg_desktop.catalogue.read.reader"),
    "intake": ("intake/clipboard/plain.py", "import ctmtqg_desktop.intake.desk.column"),
    "reports": ("reports/page/page.py", "import ctmtqg_desktop.reports.pdf.pdf"),
    "exchange": ("exchange/post/revisions.py", "import ctmtqg_desktop.exchange.sender.desk"),
    "ui": ("ui/parts/key.py", "import ctmtqg_desktop.ui.frame.frame"),
    "cli": ("cli/keys.py", "import ctmtqg_desktop.cli.trust"),
    "qt": ("exchange/words.py", "import PySide6.QtCore"),
    "sql": ("package/names.py", "import sqlalchemy"),
    "cryptography": ("package/names.py", "import cryptography.x509"),
    "print": ("exchange/words.py", "import reportlab.pdfgen"),
    "excel": ("exchange/words.py", "import openpyxl"),
    "offline": ("clock.py", "import urllib.request"),
}


def contracts() -> dict[str, str]:
    """Return id -> name of every contract the project declares."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {one["id"]: one["name"] for one in declared["tool"]["importlinter"]["contracts"]}


@pytest.fixture
def copied(tmp_path):
    """Return a copy of the package that may be spoilt."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "ctmtqg_desktop", tmp_path / "ctmtqg_desktop", ignore=leave)
    return tmp_path


def lint(folder: Path) -> tuple[int, str]:
    """Run lint-imports there; its exit code and its words in single spaces."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, re.sub(r"\s+", " ", done.stdout + done.stderr)


def test_every_contract_has_its_offence():
    assert set(contracts()) == set(OFFENCES)


@pytest.mark.parametrize("contract", OFFENCES)
def test_contract_is_broken_by_one_import(copied, contract):
    where, offence = OFFENCES[contract]
    spoilt = copied / "ctmtqg_desktop" / where
    spoilt.write_text(f"{spoilt.read_text('utf-8')}\n{offence}\n", "utf-8")

    code, words = lint(copied)

    assert code == 1
    assert f"{contracts()[contract]} BROKEN" in words
    assert "1 broken" in words


def test_room_that_no_layer_names_is_caught(copied):
    (copied / "ctmtqg_desktop" / "loft.py").write_text('"""Belong nowhere."""\n', "utf-8")

    code, words = lint(copied)

    assert code == 1
    assert f"{contracts()['layers']} BROKEN" in words
    assert "loft" in words
