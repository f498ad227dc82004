"""Covers: undo and redo across everything; saving; what could not be saved stays on screen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.ui.form.states import State

CTRL = Qt.KeyboardModifier.ControlModifier


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def test_undo_and_redo_save_too_and_go_to_the_cell(grid, page, sheet, store, at):
    page.editing.type_texts([(at("von.b.ke_hoach"), "5")])
    page.editing.type_texts([(at("von.b.ke_hoach"), "6")])
    grid.go_to(at("von.c.luy_ke"))
    press(Qt.Key.Key_Z, CTRL)
    assert sheet.text(at("von.b.ke_hoach")) == "5"
    assert grid.current_cell() == at("von.b.ke_hoach")
    press(Qt.Key.Key_Y, CTRL)
    assert sheet.text(at("von.b.ke_hoach")) == "6"
    assert [c.cells[0].after for c in store.changes] == [
        5_000_000,
        6_000_000,
        5_000_000,
        6_000_000,
    ]


def test_undo_goes_back_to_the_section_of_the_change(page, at):
    page.editing.type_texts([(at("chung.so_ho"), "5")])
    page.show_section(1)
    page.editing.stack.undo()
    assert page.stack.currentIndex() == 0
    assert page.view().current_cell() == at("chung.so_ho")


def test_ctrl_z_while_typing_takes_back_only_the_typing(grid, page, sheet, at):
    page.editing.type_texts([(at("von.a.ke_hoach"), "5")])
    grid.go_to(at("von.b.ke_hoach"))
    press(Qt.Key.Key_7)
    press(Qt.Key.Key_Z, CTRL)
    assert sheet.text(at("von.a.ke_hoach")) == "5"
    assert sheet.text(at("von.b.ke_hoach")) == ""
    assert grid.table.hasFocus()


def test_ctrl_z_in_an_untouched_editor_undoes_the_last_change(grid, page, sheet, at):
    page.editing.type_texts([(at("von.a.ke_hoach"), "5")])
    grid.go_to(at("von.a.ke_hoach"))
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Z, CTRL)
    assert sheet.text(at("von.a.ke_hoach")) == ""


def test_saved_is_said_only_after_the_store_returned(page, at):
    assert page.detail.saved.text() == ""
    page.editing.type_texts([(at("von.a.ke_hoach"), "5")])
    assert page.detail.saved.text() == "Đã lưu 14:32:07"


def test_what_could_not_be_saved_stays_and_is_saved_with_the_next(page, sheet, store, at):
    store.error = WorkspaceError("workspace.disk-full")
    page.editing.type_texts([(at("chung.so_ho"), "5")])
    assert sheet.text(at("chung.so_ho")) == "5"
    assert page.alarm.isVisible()
    assert "Chưa lưu" in page.detail.saved.text()
    assert not page.editing.is_saved
    store.error = None
    page.editing.type_texts([(at("chung.ho_ngheo"), "1")])
    assert [c.cells[0].cell for c in store.changes] == [at("chung.so_ho"), at("chung.ho_ngheo")]
    assert not page.alarm.isVisible()
    assert page.editing.is_saved


def test_save_again_saves_what_waits(page, store, at):
    store.error = WorkspaceError("workspace.disk-full")
    page.editing.type_texts([(at("chung.so_ho"), "5")])
    store.error = None
    page.editing.save_again()
    assert len(store.changes) == 1
    assert not page.alarm.isVisible()


def test_a_signed_report_takes_the_change_back(page, sheet, store, at):
    facts = {"status": "đã ký", "revision": 1}
    store.error = WorkspaceError("workspace.report-locked", **facts)
    page.editing.type_texts([(at("chung.so_ho"), "5")])
    assert sheet.text(at("chung.so_ho")) == ""
    assert page.editing.stack.count() == 0
    assert page.view().field(at("chung.so_ho")).typed() == ""


def test_a_locked_page_changes_nothing_and_says_why(open_page, sheet, store, at):
    page = open_page(sheet, locked="Báo cáo đã ký, chỉ xem.")
    page.show_section(1)
    page.view().go_to(at("von.a.ke_hoach"))
    press(Qt.Key.Key_5)
    assert sheet.text(at("von.a.ke_hoach")) == ""
    assert page.detail.said.text() == "Báo cáo đã ký, chỉ xem."
    assert store.changes == []


@pytest.mark.parametrize("text", ["abc", "12"])
def test_a_refused_text_comes_back_by_redo_too(editing, at, text):
    cell = at("von.a.ke_hoach")
    editing.type_texts([(cell, text)])
    editing.stack.undo()
    editing.stack.redo()
    assert editing.sheet.text(cell) == text
    assert editing.state(cell) is (State.REFUSED if text == "abc" else State.TYPED)


def test_a_page_is_locked_when_its_report_is_signed_and_opened_again_when_returned(
    page, sheet, at
):
    page.lock("Báo cáo đã ký, chỉ xem.")
    assert page.view().field(at("chung.so_ho")).box.isReadOnly()
    assert "chỉ xem" in page.subtitle.text()
    page.lock("")
    page.go_to(at("chung.so_ho"))
    press(Qt.Key.Key_5)
    press(Qt.Key.Key_Return)
    assert sheet.text(at("chung.so_ho")) == "5"
