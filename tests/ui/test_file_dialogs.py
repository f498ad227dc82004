"""Issue 11, points 3 and 9: one dialog for files; each kind begins where it was last."""

import ast
import json
from datetime import datetime
from os import utime
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QFileSystemModel,
    QListView,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from ctmtqg_desktop.ui.parts.fields import PathBox
from ctmtqg_desktop.ui.parts.files import dialog as looks
from ctmtqg_desktop.ui.parts.files import memory as memories
from ctmtqg_desktop.ui.parts.files.ask import Ask, ask_path, ask_paths
from ctmtqg_desktop.ui.parts.files.dialog import FileDialog
from ctmtqg_desktop.ui.parts.files.drives import Stick, is_hung_up, stick_name
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.files.memory import keep_folder, last_folder

UI = Path(__file__).resolve().parents[2] / "ctmtqg_desktop" / "ui"


class Kept(dict):
    def recalled(self, name):
        return self.get(name, "")

    def keep(self, name, words):
        self[name] = words


@pytest.fixture
def papers(tmp_path, monkeypatch):
    """The user's documents, in a folder of the test's own."""
    folder = tmp_path / "Tài liệu"
    folder.mkdir()
    for module in (looks, memories):
        monkeypatch.setattr(module, "documents", lambda: folder)
    monkeypatch.setattr("ctmtqg_desktop.ui.parts.fields.documents", lambda: folder)
    plug(monkeypatch)
    return folder


def plug(monkeypatch, *sticks):
    for module in (looks, memories):
        monkeypatch.setattr(module, "sticks", lambda: sticks)


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.memory = Kept()
    return made


def seen(ask, window, kind, look, **more):
    """Ask, look at the dialog that opens, and give it up."""
    found = []

    def go():
        dialog = QApplication.activeModalWidget()
        try:
            found.append(look(dialog))
        finally:
            dialog.reject()

    QTimer.singleShot(0, go)
    assert ask_paths(ask, "Chọn tệp", window, kind, **more) == ()
    return found[0]


def test_no_page_opens_a_file_dialog_by_itself():
    wrong = [
        str(path.relative_to(UI))
        for path in UI.rglob("*.py")
        if UI / "parts" / "files" not in path.parents
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Name) and node.id == "QFileDialog")
        or (isinstance(node, ast.alias) and node.name in {"QFileDialog", "FileDialog"})
        or (isinstance(node, ast.Attribute) and node.attr == "QFileDialog")
    ]
    assert wrong == []


def test_it_begins_where_this_kind_was_last(papers, window, tmp_path):
    (tmp_path / "goi").mkdir()
    keep_folder(window.memory, FileKind.MAIL, tmp_path / "goi")

    def where(dialog):
        return Path(dialog.directory().absolutePath())

    assert seen(Ask.FILES, window, FileKind.MAIL, where) == tmp_path / "goi"
    assert seen(Ask.FILE, window, FileKind.BOOKS_IN, where) == papers


def test_what_was_chosen_is_where_the_next_begins(papers, window, tmp_path, monkeypatch):
    folder = tmp_path / "bảng số liệu"
    folder.mkdir()
    monkeypatch.setattr(FileDialog, "chosen", lambda _: (folder / "a.xlsx",))
    assert ask_path(Ask.FILE, "Nhận", window, FileKind.BOOKS_IN) == folder / "a.xlsx"
    assert last_folder(window.memory, FileKind.BOOKS_OUT).path == folder
    monkeypatch.setattr(FileDialog, "chosen", lambda _: ())
    assert ask_path(Ask.FILE, "Nhận", window, FileKind.KEYS) is None
    assert last_folder(window.memory, FileKind.KEYS).path is None


def test_a_new_file_has_a_name_and_gets_its_ending(papers, window):
    def look(dialog):
        names = [Path(name) for name in dialog.selectedFiles()]
        return names, dialog.defaultSuffix(), dialog.nameFilters()

    kind = FileKind.EXPORTS
    names, suffix, filters = seen(Ask.NEW_FILE, window, kind, look, proposed="nhat-ky.xlsx")
    assert (names, suffix) == ([papers / "nhat-ky.xlsx"], "xlsx")
    assert filters == ["Excel (*.xlsx)", "PDF (*.pdf)"]

    def choose_pdf(dialog):
        dialog.filterSelected.emit("PDF (*.pdf)")
        return dialog.defaultSuffix()

    assert seen(Ask.NEW_FILE, window, kind, choose_pdf) == "pdf"
    assert FileKind.KEYS.filters(is_new=False)[-1] == "Mọi tệp (*)"


def test_sticks_stand_first_under_their_names(papers, window, tmp_path, monkeypatch):
    stick = tmp_path / "media" / "lan" / "KINGSTON"
    (stick / "goi").mkdir(parents=True)
    plug(monkeypatch, Stick("KINGSTON", stick))
    keep_folder(window.memory, FileKind.PACKAGES, stick / "goi")

    def places(dialog):
        beside = dialog.findChild(QListView, "sidebar")
        rows = range(beside.model().rowCount())
        words = []
        for row in rows:
            option = QStyleOptionViewItem()
            index = beside.model().index(row, 0)
            beside.itemDelegateForIndex(index).initStyleOption(option, index)
            words.append(option.text)
        return words

    shown = seen(Ask.FOLDER, window, FileKind.PACKAGES, places)
    assert shown == ["USB KINGSTON", "Lần trước: goi", "Tài liệu", "Màn hình nền", "Máy tính"]


def test_days_sizes_and_kinds_are_vietnamese(papers, window, qtbot):
    (papers / "03424_2024_r01.asice").write_bytes(b"x" * 12345)
    (papers / "con").mkdir()
    day = datetime(2026, 11, 30, 8, 5).timestamp()
    utime(papers / "03424_2024_r01.asice", (day, day))

    def words(dialog):
        tree = dialog.findChild(QTreeView, "treeView")
        model = tree.model()
        assert isinstance(model, QFileSystemModel)
        qtbot.waitUntil(lambda: model.rowCount(tree.rootIndex()) == 2)
        found = set()
        for row in range(2):
            for column in range(4):
                index: QModelIndex = model.index(row, column, tree.rootIndex())
                option = QStyleOptionViewItem()
                tree.itemDelegateForIndex(index).initStyleOption(option, index)
                found.add(option.text)
        return found

    found = seen(Ask.FILE, window, FileKind.MAIL, words)
    assert {"30/11/2026 08:05", "12,1 kB", "Gói đã ký", "Thư mục"} <= found
    assert not any("Folder" in one or "File" in one for one in found)


# -- what is remembered


def test_without_a_folder_for_documents_a_file_is_proposed_where_one_is(papers, window):
    papers.rmdir()
    box = PathBox(Ask.NEW_FILE, "Chọn", window, FileKind.KEYS)
    box.propose("khoa.ntmkey")
    assert box.path.parent == Path.home()


def test_two_workspaces_remember_differently(papers, tmp_path):
    one, other = Kept(), Kept()
    for memory, name in ((one, "a"), (other, "b")):
        (tmp_path / name).mkdir()
        keep_folder(memory, FileKind.PACKAGES, tmp_path / name)
    assert last_folder(one, FileKind.PACKAGES).path == tmp_path / "a"
    assert last_folder(other, FileKind.PACKAGES).path == tmp_path / "b"


def test_a_folder_that_is_gone_is_not_proposed(papers, window, tmp_path):
    folder = tmp_path / "cũ"
    folder.mkdir()
    keep_folder(window.memory, FileKind.PACKAGES, folder)
    folder.rmdir()
    box = PathBox(Ask.FOLDER, "Chọn", window, FileKind.PACKAGES)
    assert (box.path, box.line.placeholderText()) == (papers, "")


def test_a_stick_that_was_pulled_is_named_and_waited_for(papers, window, tmp_path, monkeypatch):
    root = tmp_path / "media" / "KINGSTON"
    (root / "goi").mkdir(parents=True)
    stick = Stick("KINGSTON", root)
    plug(monkeypatch, stick)
    keep_folder(window.memory, FileKind.ANSWERS, root / "goi")
    plug(monkeypatch)
    root.rename(tmp_path / "rút")
    box = PathBox(Ask.FOLDER, "Chọn", window, FileKind.ANSWERS)
    assert box.path is None
    assert "USB “KINGSTON”" in box.line.placeholderText()
    title = seen(Ask.FILES, window, FileKind.ANSWERS, lambda dialog: dialog.windowTitle())
    assert title == "Chọn tệp (chưa cắm USB “KINGSTON”)"
    (tmp_path / "rút").rename(root)
    plug(monkeypatch, stick)
    window.show()
    assert box.path == root / "goi"
    assert box.line.placeholderText() == ""


def test_a_folder_gone_from_a_stick_that_is_in_is_just_gone(papers, window, tmp_path, monkeypatch):
    root = tmp_path / "media" / "KINGSTON"
    (root / "goi").mkdir(parents=True)
    plug(monkeypatch, Stick("KINGSTON", root))
    keep_folder(window.memory, FileKind.ANSWERS, root / "goi")
    (root / "goi").rmdir()
    assert last_folder(window.memory, FileKind.ANSWERS).missing == ""


@pytest.mark.parametrize(
    "words",
    [
        "{", "[]", "7", "null", '"x"', '{"path": 7, "stick": ""}', '{"path": "", "stick": ""}',
        '{"path": "tương/đối", "stick": "A"}', '{"path": "/a\\u0000b", "stick": "A"}',
        '{"path": "/a", "stick": null}', json.dumps({"path": "/" + "a" * 5000, "stick": ""}),
    ],
)  # fmt: skip
def test_what_is_damaged_is_nothing(papers, window, words):
    window.memory["folder.packages"] = words
    box = PathBox(Ask.FOLDER, "Chọn", window, FileKind.PACKAGES)
    assert box.path == papers


def test_without_a_workspace_nothing_is_remembered_and_all_works(papers, qtbot, monkeypatch):
    lone = QWidget()
    qtbot.addWidget(lone)
    monkeypatch.setattr(FileDialog, "chosen", lambda _: (papers / "a.ctmtqg",))
    assert ask_path(Ask.FILE, "Chọn", lone, FileKind.WORKSPACES) == papers / "a.ctmtqg"


def test_what_hangs_where_a_desktop_hangs_sticks_is_one():
    assert is_hung_up(Path("/media/lan/KINGSTON"))
    assert is_hung_up(Path("/run/media/lan/KINGSTON"))
    assert not is_hung_up(Path("/media"))
    assert not is_hung_up(Path("/srv/media/x"))
    both = (Stick("A", Path("/media/a")), Stick("B", Path("/media/a/b")))
    assert stick_name(Path("/media/a/b/c"), both) == "B"
    assert stick_name(Path("/media/ab"), both) == ""
