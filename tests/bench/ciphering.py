"""The same workspace encrypted and plain: committing, opening cold, reading everything."""

import os
from collections.abc import Callable, Iterator
from decimal import Decimal
from hashlib import sha256
from itertools import count
from pathlib import Path

from case import PERIOD, UNIT, Case

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.clock import system_clock
from ctmtqg_desktop.entries.change import CellChange, Change, SheetKey
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.submission import ReportKey, Status, Submission
from ctmtqg_desktop.workspace.records import Identity, Role, Secret
from ctmtqg_desktop.workspace.workspace import Workspace, create, open_workspace

COMMITS, UNITS, VALUES, TURNS = 50, 60, 400, 5
KEY = bytes(range(32))


def cases(folder: Path) -> Iterator[Case]:
    """Hold SQLCipher against plain SQLite, both through the same code."""
    paths = {key: _filled(folder / name, key) for name, key in (("c.db", KEY), ("p.db", None))}
    yield _case("encrypted: commit a cell", lambda key: _committing(paths[key], key), COMMITS)
    yield _case("encrypted: open cold, read a sheet", lambda key: _cold(paths[key], key), TURNS)
    yield _case("encrypted: read all submissions, hot", lambda key: _scan(paths[key], key), TURNS)


def _case(name: str, make: Callable[[bytes | None], Callable[[], None]], times: int) -> Case:
    return Case(name, make(KEY), "the same, plain", make(None), times)


def _filled(path: Path, key: bytes | None) -> Path:
    identity = Identity(UNIT, PERIOD.end, Role.RECEIVER.value, system_clock())
    with create(path, identity, secret=Secret(key, b"x") if key else None) as workspace:
        for number in range(UNITS):
            _freeze(workspace, number)
    return path


def _freeze(workspace: Workspace, number: int) -> None:
    entries = {Cell("s", f"r{n}", "value"): Decimal(n * number) for n in range(VALUES)}
    package = f"PK{number}".encode()
    now, digest = system_clock(), sha256(package).hexdigest()
    sent = Submission(ReportKey(f"{number:05d}", "set", "2024"), 1, 1, Status.ACCEPTED, digest, "",
                      digest, now, now, "f" * 64, current=True)  # fmt: skip
    workspace.submissions.freeze(sent, {"form": Content(entries)}, package=package)


def _committing(path: Path, key: bytes | None) -> Callable[[], None]:
    numbers = count(1)
    sheet, cell = SheetKey("form", 1, UNIT, "2024"), Cell("s", "a", "value")

    def work() -> None:
        with open_workspace(path, key=key) as workspace:
            for _ in range(COMMITS):
                change = CellChange(cell, EMPTY, Decimal(next(numbers)))
                workspace.sheets.save(sheet, Change((change,)), system_clock())

    return work


def _cold(path: Path, key: bytes | None) -> Callable[[], None]:
    def work() -> None:
        for _ in range(TURNS):
            _forget(path)
            with open_workspace(path, key=key) as workspace:
                workspace.submissions.sheets_of(UNITS)

    return work


def _forget(path: Path) -> None:
    """Ask the system to drop the file's pages, so that the disk is read."""
    if hasattr(os, "posix_fadvise"):
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(handle)


def _scan(path: Path, key: bytes | None) -> Callable[[], None]:
    def work() -> None:
        with open_workspace(path, key=key) as workspace:
            for _ in range(TURNS):
                for number in range(1, UNITS + 1):
                    workspace.submissions.sheets_of(number)

    return work
