"""Dialogs: workspace, print and export, about, keys.

Requirements: DESIGN section 8 (decisions only), section 2 (a unit is code and day).
"""

from datetime import date, datetime

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from ctmtqg_desktop.catalogue.records.legal import LEVELS
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.upkeep.orders import Init
from ctmtqg_desktop.ui.frame.about import AboutDialog
from ctmtqg_desktop.ui.frame.keys_card import KeyCard
from ctmtqg_desktop.ui.opening.workspace_dialog import WorkspaceDialog
from ctmtqg_desktop.ui.paper.export_dialog import ExportChoice, ExportDialog
from ctmtqg_desktop.ui.parts.files import memory as memories
from ctmtqg_desktop.workspace.records import Role


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def program(built):
    return Program(lambda: built.catalogue, lambda: datetime(2024, 12, 1, 9, tzinfo=VIETNAM))


@pytest.fixture
def ask(program, tmp_path, parent):
    return WorkspaceDialog(program, tmp_path, parent=parent)


def test_unit_is_found_without_accents_and_proposes_a_file(ask, tmp_path):
    ask.units.search.setText("ban giang")
    assert ask.units.unit.name == "Xã Bản Giang"
    choice = ask.choice
    assert choice == Init(
        tmp_path / "03418.ctmtqg", "03418", Role.SENDER, date(2024, 12, 1)
    )  # fmt: skip


def test_units_are_those_of_the_day_typed(ask):
    ask.units.search.setText("binh lu")
    ask.day.setText("01/07/2099")
    assert ask.units.unit is None
    ask.day.setText("1/7/99")
    assert ask.obstacle() == "Gõ ngày theo dạng 05/03/2024."


def test_an_existing_workspace_is_not_made_again(ask, tmp_path):
    (tmp_path / "03418.ctmtqg").write_bytes(b"")
    ask.units.search.setText("ban giang")
    assert ask.choice is None
    assert ask.obstacle() == "Đã có sổ ở đường dẫn này."


def test_a_workspace_that_is_not_there_cannot_be_opened(ask, tmp_path):
    ask.tabs.setCurrentIndex(0)
    ask.open_path.set_path(tmp_path / "khong-co.ctmtqg")
    assert ask.choice is None
    there = tmp_path / "so.ctmtqg"
    there.write_bytes(b"")
    ask.open_path.set_path(there)
    assert ask.choice == there


def test_known_workspace_is_proposed(program, tmp_path, parent):
    known = tmp_path / "so.ctmtqg"
    known.write_bytes(b"")
    dialog = WorkspaceDialog(program, tmp_path, known=(known,), parent=parent)
    assert dialog.choice == known


def test_several_people_on_one_computer_choose_among_their_workspaces(program, tmp_path, parent):
    known = tuple(tmp_path / name for name in ("a.ctmtqg", "b.ctmtqg"))
    for path in known:
        path.write_bytes(b"")
    dialog = WorkspaceDialog(program, tmp_path, known=known, parent=parent)
    dialog.known.setCurrentIndex(dialog.known.model().index(1, 0))
    assert dialog.choice == known[1]


def test_export_writes_both_formats_beside_each_other(tmp_path, parent, monkeypatch):
    monkeypatch.setattr(memories, "documents", lambda: tmp_path)
    dialog = ExportDialog((ExportChoice("*", "Cả bộ", "03412_2024"),), parent)
    dialog.xlsx.setChecked(True)
    assert dialog.order.paths == (tmp_path / "03412_2024.pdf", tmp_path / "03412_2024.xlsx")
    dialog.path.set_path(tmp_path / "khac.pdf")
    assert dialog.order.xlsx == tmp_path / "khac.xlsx"


def test_export_without_a_format_is_no_order_overwriting_is_said(tmp_path, parent, monkeypatch):
    monkeypatch.setattr(memories, "documents", lambda: tmp_path)
    dialog = ExportDialog((ExportChoice("*", "Cả bộ", "03412.x_2024"),), parent)
    (tmp_path / "03412.x_2024.pdf").write_bytes(b"")
    dialog._enable()
    assert dialog._note.text() == "Sẽ ghi đè tệp đã có: 03412.x_2024.pdf."
    dialog.pdf.setChecked(False)
    assert dialog.order is None
    assert not dialog._buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()


def test_about_counts_what_is_unverified(tmp_path, parent):
    licence = tmp_path / "LICENSE.txt"
    licence.write_text("Apache License", encoding="utf-8")
    counts = {"portal": 3, "seed": 5, "unverified": 7}
    dialog = AboutDialog(counts, {"CTMTQG": licence}, parent)
    from PySide6.QtWidgets import QPlainTextEdit, QTableView

    table = dialog.findChild(QTableView)
    told = [table.model().index(row, 1).data() for row in range(table.model().rowCount())]
    assert told == [str(counts.get(level, 0)) for level in LEVELS]
    assert dialog.findChild(QPlainTextEdit).toPlainText() == "Apache License"


def test_card_of_keys_lists_the_window_and_the_form(sender):
    sender.shell.show_keys()
    card = sender.shell.findChild(KeyCard)
    from PySide6.QtWidgets import QTableView

    models = [table.model() for table in card.findChildren(QTableView)]
    keys = {model.index(row, 0).data() for model in models for row in range(model.rowCount())}
    assert {"F1", "F7", "F9", "Ctrl+P", "F5, F6", "Ctrl+G"} <= keys
    card.reject()


def test_about_of_the_window_counts_the_catalogue_and_brings_every_licence(sender):
    sender.shell.show_about(sender.desk.catalogue)
    dialog = sender.shell.findChild(AboutDialog)
    from PySide6.QtWidgets import QListView, QTableView

    table = dialog.findChild(QTableView)
    assert sum(int(table.model().index(row, 1).data()) for row in range(3)) > 100
    names = dialog.findChild(QListView).model()
    assert {names.index(r, 0).data() for r in range(names.rowCount())} >= {
        "CTMTQG Desktop",
        "Lucide",
    }
    dialog.reject()
