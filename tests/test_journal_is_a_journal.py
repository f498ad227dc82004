"""Issue 8, Build 3: nothing is decided by what the journal says; only what shows it reads it."""

import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "ctmtqg_desktop"
SHOWN = {"exchange/life.py"}


def test_only_what_shows_the_journal_reads_it():
    reads = re.compile(r"\bjournal\.(?:of|latest)\(")
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if reads.search(path.read_text("utf-8"))
    }
    assert found == SHOWN
