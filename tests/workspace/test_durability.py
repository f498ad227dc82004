"""Saved means saved: kill -9 loses nothing acknowledged, a full disk leaves nothing half done."""

import signal
import subprocess
import sys
import threading
from decimal import Decimal

import pytest

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.change import CellChange, Change
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.workspace import open_workspace

CELL = Cell("chung", "dan-so", "value")

WRITER = """
import sys
from datetime import datetime
from decimal import Decimal
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.change import CellChange, Change, SheetKey
from ctmtqg_desktop.workspace.workspace import open_workspace

ws = open_workspace(sys.argv[1], key=bytes.fromhex(sys.argv[3]) or None)
key, now = SheetKey("f", 1, "u", sys.argv[2]), datetime(2026, 1, 1, tzinfo=VIETNAM)
for number in range(100_000):
    a, b = (Cell("s", f"{number}{side}", "value") for side in "ab")
    value = Decimal(number)
    ws.sheets.save(key, Change((CellChange(a, EMPTY, value), CellChange(b, EMPTY, value))), now)
    print(number, flush=True)
"""


@pytest.mark.parametrize("after", [1, 7, 40])
def test_kill_loses_nothing_that_was_acknowledged(ws, path, key, after, file_key):
    ws.close()
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, path, key.period, (file_key or b"").hex()],
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        for _ in range(after):
            child.stdout.readline()
        child.send_signal(signal.SIGKILL)
        told = child.stdout.read().split("\n")
    last = max(int(line) for line in [str(after - 1), *told[:-1]] if line)
    with open_workspace(path, key=file_key) as again:
        entries = again.sheets.load(type(key)("f", 1, "u", key.period)).entries
        assert again.upkeep.doctor() == []
    for number in range(last + 1):
        for side in "ab":
            assert entries[Cell("s", f"{number}{side}", "value")] == number
    assert len(entries) in {2 * (last + 1), 2 * (last + 2)}  # one may be saved and not yet told


def _fill_disk(ws, spare):
    """Let the database grow by so many pages and no more, as a full disk would."""
    with ws._db.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + spare}")


def _free_disk(ws):
    with ws._db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")


def test_full_disk_loses_only_what_was_not_acknowledged(ws, key, set_cell):
    _fill_disk(ws, 3)
    saved = 0

    def save_until_full():
        nonlocal saved
        for number in range(1000):
            set_cell(Cell("s", str(number), "value"), "x" * 500)
            saved = number + 1

    with pytest.raises(WorkspaceError) as refused:
        save_until_full()
    assert refused.value.code == "workspace.disk-full"
    assert 0 < saved < 1000
    assert len(ws.sheets.load(key).entries) == saved
    assert len(ws.sheets.history(key, Cell("s", str(saved), "value"))) == 0
    _free_disk(ws)
    set_cell(CELL, Decimal(1))
    assert len(ws.sheets.load(key).entries) == saved + 1
    assert ws.upkeep.doctor() == []


def test_full_disk_while_freezing_leaves_no_trace_and_it_works_afterwards(ws, submit, report_key):
    submission, package = submit()
    sheet = Content({Cell("s", str(n), "value"): "x" * 400 for n in range(500)})
    _fill_disk(ws, 5)
    with pytest.raises(WorkspaceError) as refused:
        ws.submissions.freeze(submission, {"f": sheet}, package)
    assert refused.value.code == "workspace.disk-full"
    assert ws.submissions.of(report_key) == ()
    assert ws.reports.find(report_key) is None
    assert ws.packages.find(submission.package_sha256) is None
    _free_disk(ws)
    stored = ws.submissions.freeze(submission, {"f": sheet}, package)
    assert ws.submissions.values(stored.id, "f") == sheet


def test_threads_may_save_at_once_and_lose_nothing(ws, key, now):
    failures = []

    def work(column):
        try:
            for number in range(25):
                cell = Cell("s", str(number), column)
                ws.sheets.save(key, Change((CellChange(cell, EMPTY, Decimal(number)),)), now)
        except WorkspaceError as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(column,)) for column in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(ws.sheets.load(key).entries) == 75


def test_reader_sees_the_last_saved_while_a_writer_is_at_work(ws, key, set_cell):
    set_cell(CELL, Decimal(1))
    seen = []
    with ws.transaction():
        set_cell(CELL, Decimal(2))
        reader = threading.Thread(target=lambda: seen.append(ws.sheets.load(key).entries[CELL]))
        reader.start()
        reader.join()
    assert seen == [Decimal(1)]
    assert ws.sheets.load(key).entries[CELL] == 2
