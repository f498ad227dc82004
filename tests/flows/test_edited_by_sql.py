"""Issue 12: whoever can write to a workspace's file, digests and all, is found and named."""

import os
import shutil
from random import Random

import pytest
from edited_by_sql import columns_of, edit
from shipped import shipped_catalogue, shipped_library

from ctmtqg_desktop.clock import system_clock
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import room_of
from ctmtqg_desktop.exchange.upkeep.doctor import doctor
from ctmtqg_desktop.exchange.upkeep.orders import Doctor
from ctmtqg_desktop.workspace.workspace import open_workspace

EDITS = int(os.environ.get("CTMTQG_FUZZ_RUNS", "1000")) // 100
"""Of each workspace: 10, and 100 where CI tries more."""
COUNTING = {
    "frozen_value": ("section", "row", "column", "num", "text"),
    "frozen_line": ("section", "row", "body"),
    "frozen_sheet": ("form", "version"),
    "frozen_justification": ("rule", "text"),
    "submission": ("unit", "period", "revision", "current", "content_sha256", "previous_sha256",
                   "signed_at", "received_at", "signer_sha256"),
    "report": ("unit", "period", "revision", "content_sha256"),
    "package": ("data", "size", "kind"),
    "package_place": ("unit", "period", "revision"),
    "receipt": ("package_sha256", "content_sha256", "previous_hash", "hash", "data"),
    "incoming_receipt": ("content_sha256", "receiver", "number", "data"),
    "signer": ("unit", "spki_sha256"),
    "own_card": ("unit", "authority_der"),
    "issue": ("number", "symbol", "dated"),
    "entry": ("section", "row", "column", "num", "text"),
    "change_cell": ("section", "row", "column", "after"),
    "sheet_row": ("row", "section"),
}  # fmt: skip
"""What decides which figure counts, whose it is, when it came and who may sign."""


@pytest.mark.parametrize("unit", ["106", "03424"])
def test_any_single_edit_of_what_counts_is_found(demo, tmp_path, unit):
    source, path = demo.root / "may-tinh" / unit / "so.ctmtqg", tmp_path / "so.ctmtqg"
    rng, tried = Random(f"{unit} 2026"), 0
    shutil.copy(source, path)
    assert _found(path) == []
    places = [(t, c) for t, c in columns_of(path) if c in COUNTING.get(t, ())]
    while tried < EDITS:
        shutil.copy(source, path)
        table, column = rng.choice(places)
        done = edit(path, table, column, rng)
        if done is None:
            continue
        tried += 1
        assert _found(path), (table, column, *(str(one)[:80] for one in done))


def _found(path):
    workspace = open_workspace(path)
    try:
        room = room_of(Program(shipped_catalogue, system_clock), workspace, shipped_library())
        return [problem.code for problem in doctor(room, Doctor()).found]
    except WorkspaceError as error:  # what the catalogue in force is read from is damaged
        return [error.code]
    finally:
        workspace.close()
