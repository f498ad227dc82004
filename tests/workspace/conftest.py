"""A real workspace per test, on both engines where it matters, and what tests speak with."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from blank import blank_workspace

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.change import CellChange, Change, SheetKey
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.submission import ReportKey, Status, Submission
from ctmtqg_desktop.workspace.records import Identity, Secret
from ctmtqg_desktop.workspace.workspace import Workspace

BOTH_ENGINES = {
    "test_durability", "test_hidden_values", "test_registers", "test_reports", "test_sheets",
    "test_submissions",
}  # fmt: skip
"""Test files that run on plain SQLite and on SQLCipher."""
NOW = datetime(2026, 4, 1, 8, 30, tzinfo=VIETNAM)


def pytest_generate_tests(metafunc):
    name = metafunc.module.__name__.rpartition(".")[2]
    if "secret" in metafunc.fixturenames and name in BOTH_ENGINES:
        metafunc.parametrize("secret", ["sqlite", "sqlcipher"], indirect=True)


@pytest.fixture
def secret(request):
    """Say what encrypts the test's workspace; None on plain SQLite."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return None
    pytest.importorskip("sqlcipher3", reason="the encryption extra is not installed")
    return Secret(bytes(range(32)), b"a wrapped key")


@pytest.fixture
def file_key(secret):
    return secret.key if secret else None


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def identity():
    return Identity("03424", date(2026, 4, 1), "sender", NOW, "Xã thử")


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "số liệu" / "ws.ctmtqg"


@pytest.fixture
def ws(path, identity, secret) -> Iterator[Workspace]:
    with blank_workspace(path, identity, secret) as workspace:
        yield workspace


@pytest.fixture
def key():
    return SheetKey("ntm-01", 2, "03424", "2024-H1")


@pytest.fixture
def set_cell(ws, key, now):
    def put(cell, after, before=EMPTY):
        ws.sheets.save(key, Change((CellChange(cell, before, after),)), now)

    return put


@pytest.fixture
def report_key():
    return ReportKey("03424", "ntm", "2024-H1")


@pytest.fixture
def submit(report_key, now):
    """Make a submission and the package bytes it names."""

    def make(revision=1, *, status=Status.SIGNED, unit="", content="", came=False):
        key = ReportKey(unit, report_key.report_set, report_key.period) if unit else report_key
        content_sha256 = sha256(f"{key}{revision}{content}".encode()).hexdigest()
        package = b"PK" + content_sha256.encode()
        return Submission(
            key, 1, revision, status, content_sha256, "", sha256(package).hexdigest(),
            now, now if came else None, "f" * 64,
        ), package  # fmt: skip

    return make


@pytest.fixture
def filled():
    return Content(
        entries={
            Cell("chung", "dan-so", "value"): Decimal(1234),
            Cell("chung", "ten", "value"): "Xã Bản Bo",
            Cell("tieu-chi", "tc-1", "verdict"): True,
            Cell("works", "r1", "name"): "Cầu Nà Khuy",
            Cell("works", "r1", "money"): Decimal("1500000000"),
            Cell("works", "r3", "money"): Decimal("0.125"),
            Cell("works", "r3", "done"): date(2024, 6, 30),
        },
        rows={"works": ("r3", "r1")},
        reasons={("tong", "chung.dan-so.value"): "Theo niên giám thống kê."},
        version=2,
    )
