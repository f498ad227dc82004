"""Issue 8: the page of a workspace itself: copied, brought back, looked over, in both windows."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ctmtqg_desktop.paths import home_dir
from ctmtqg_desktop.ui.opening.known import known_workspaces
from ctmtqg_desktop.workspace.workspace import open_workspace


@pytest.fixture(params=["sender", "receiver"])
def owner(request, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return request.getfixturevalue(request.param)


@pytest.fixture
def page(owner):
    owner.go("workspace")
    return owner.upkeep.page


def settle(owner, qtbot):
    qtbot.waitUntil(lambda: not owner.jobs.is_busy)


def place_of(owner):
    return Path(owner.shell.place.workspace.place)


def test_the_page_is_reached_by_its_key_and_tells_which_workspace(owner):
    ctrl = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(owner.shell, Qt.Key.Key_B, ctrl)
    assert owner.shell.page_id == "workspace"
    facts = dict(owner.upkeep.page.facts.facts())
    assert facts["Tệp"] == str(place_of(owner))
    assert facts["Mã hóa"] == "Không"
    assert facts["Sao lưu"] == "Chưa sao lưu lần nào"


def test_a_copy_is_whole_and_the_page_remembers_it(owner, page, tmp_path, qtbot):
    page.target.set_path(tmp_path / "copy.ctmtqg")
    page.copy.click()
    settle(owner, qtbot)
    assert "Đã sao lưu" in owner.shell.notice.text()
    assert "copy.ctmtqg" in dict(page.facts.facts())["Sao lưu"]
    assert page.target.path != tmp_path / "copy.ctmtqg"
    with open_workspace(tmp_path / "copy.ctmtqg") as copied:
        assert copied.identity == owner.shell.place.workspace.identity
        assert copied.upkeep.doctor() == []
    owner.go("exports")
    assert owner.exports.page.lines.current().what == "backup"


def test_a_copy_is_brought_back_as_another_workspace_and_offered_next_time(
    owner, page, tmp_path, qtbot
):
    home_dir().mkdir(parents=True)
    page.target.set_path(tmp_path / "copy.ctmtqg")
    page.copy.click()
    settle(owner, qtbot)
    page.back.source.set_path(tmp_path / "copy.ctmtqg")
    page.back.place.set_path(place_of(owner))
    assert not page.bring.isEnabled()  # never over the one that is open, or another
    page.back.place.set_path(tmp_path / "back.ctmtqg")
    page.bring.click()
    settle(owner, qtbot)
    open_workspace(tmp_path / "back.ctmtqg").close()
    assert known_workspaces() == [place_of(owner), tmp_path / "back.ctmtqg"]


def test_what_is_damaged_is_listed_with_what_to_do(owner, page, qtbot):
    page.look.click()
    settle(owner, qtbot)
    assert "lành lặn" in owner.shell.notice.text()
    assert page._stack.currentWidget() is page._empty
    damage(place_of(owner))
    page.look.click()
    settle(owner, qtbot)
    assert "chỗ hỏng" in owner.shell.notice.text()
    assert page._stack.currentWidget() is page.damage
    found = page.damage.current()
    assert found.code == "workspace.package-damaged"
    assert found.what


def damage(path):
    """Put a package into the file whose bytes are not those of its digest."""
    with closing(sqlite3.connect(path)) as held:
        table = held.execute("PRAGMA table_info(package)").fetchall()
        kinds = {row[1]: row[2] for row in table}
        given = {"sha256": "0" * 64, "data": b"not these bytes"}
        values = [given.get(name, "" if kinds[name] == "TEXT" else 0) for name in kinds]
        marks = ", ".join("?" for _ in values)
        held.execute(f"INSERT INTO package VALUES ({marks})", values)  # noqa: S608  ours
        held.commit()
