"""Issue 9 items 1 to 3: a block is read by column, asked once, and nothing of it is lost."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from copied_block import figure, html, put_html
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.intake.clipboard.plain import read_plain
from ctmtqg_desktop.intake.desk.readings import Fate
from ctmtqg_desktop.ui.form.pasting.plan import LOCKED, OUTSIDE, SAME, SHUT, Landing, plan_paste
from ctmtqg_desktop.ui.parts.files.dialog import FileDialog

HERE = Path(__file__).parent
CALC = Path(__file__).parents[3] / "intake" / "clipboard"
KEY = Qt.Key


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def plan(grid, cell, text):
    place = Landing.on(grid.model, *grid.model.place(cell))
    return plan_paste(place, read_plain(text))


def test_a_clean_block_goes_in_at_once_as_one_change(grid, page, sheet, store, at):
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("1.234,5\t1\n2\t2")
    assert sheet.text(at("von.a.ke_hoach")) == "1.234,5"
    assert sheet.text(at("von.b.luy_ke")) == "2"
    assert len(store.changes) == 1
    assert not grid.pane.isVisible()
    assert page.detail.said.text().startswith("Đã dán 4 ô.")
    assert grid.table.hasFocus()


def test_refused_cells_are_shown_before_anything_is_changed(grid, page, sheet, store, at):
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("1\tabc\n2\t2")
    assert grid.pane.isVisible()
    assert store.changes == []
    assert "nhận 3, không nhận 1, bỏ ra ngoài 0" in grid.pane.title.text()
    assert "abc" in grid.pane.problems.item(0).text()
    grid.pane.all.click()
    assert sheet.text(at("von.a.luy_ke")) == "abc"
    assert len(store.changes) == 1
    assert "Dán 4 ô: nhận 3, không nhận 1, bỏ ra ngoài 0." in page.detail.said.text()
    assert grid.pane.title.text() == "Dán 4 ô: nhận 3, không nhận 1, bỏ ra ngoài 0."
    assert not grid.pane.all.isVisible()
    assert grid.table.hasFocus()
    press(KEY.Key_Escape)
    assert not grid.pane.isVisible()


def test_what_was_told_goes_with_undo(grid, page, at):
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("1\tabc")
    grid.pane.good.click()
    assert grid.pane.isVisible()
    page.editing.stack.undo()
    assert not grid.pane.isVisible()


def test_only_the_good_cells_can_be_taken(grid, sheet, at):
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("1\tabc")
    grid.pane.good.click()
    assert sheet.text(at("von.a.ke_hoach")) == "1"
    assert sheet.text(at("von.a.luy_ke")) == ""


def test_escape_leaves_everything_and_gives_the_focus_back(grid, store, at):
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("1\tabc")
    press(KEY.Key_Escape)
    assert store.changes == []
    assert grid.table.hasFocus()


def test_enter_presses_the_button_that_has_the_focus(grid, store, at):
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("1\tabc")
    assert grid.pane.all.hasFocus()
    press(KEY.Key_Return)
    assert len(store.changes) == 1


def test_locked_cells_are_passed_over_and_told(grid, at):
    found = plan(grid, at("von.b.ke_hoach"), "1\n9\n3")
    assert [i.text for i in found.of(Fate.TAKEN)] == ["1", "3"]
    assert [(i.text, i.code) for i in found.of(Fate.LEFT_OUT)] == [("9", SHUT)]


def test_copying_a_block_onto_itself_is_no_trouble(grid, page, at):
    page.editing.type_texts([(at("von.a.ke_hoach"), "10"), (at("von.a.luy_ke"), "5")])
    found = plan(grid, at("von.a.ke_hoach"), "10\t5\t50")
    assert found.troubles == []
    assert [i.code for i in found.of(Fate.LEFT_OUT)] == [SAME]


def test_what_hangs_over_the_edge_is_told(grid, at):
    found = plan(grid, at("von.c.ghi_chu"), "x\ty\nz\t")
    assert [(i.text, i.code) for i in found.of(Fate.LEFT_OUT)] == [("y", OUTSIDE), ("z", OUTSIDE)]


def test_a_roster_grows_and_one_undo_takes_all_of_it_back(roster, page, sheet, store):
    roster.take_block("Đường\t100\t05/03/2024\nKênh\t200\t16/03/2024")
    assert sheet.rows("ct") == ("r1", "r2")
    assert roster.model.rowCount() == 2
    assert roster.model.face(1, 1).text == "Kênh"
    assert len(store.changes) == 1
    page.editing.stack.undo()
    assert sheet.rows("ct") == ()
    assert roster.model.rowCount() == 0
    page.editing.stack.redo()
    assert roster.model.face(0, 2).text == "100"


def test_one_cell_fills_the_selection(grid, sheet, at):
    grid.go_to(at("von.a.ke_hoach"))
    press(KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    grid.take_block("7")
    assert [sheet.text(at(f"von.{r}.ke_hoach")) for r in "ab"] == ["7", "7"]


def test_figures_of_two_meanings_are_asked_once_for_the_block(grid, page, sheet, store, at):
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("1.234\t5.678\n6\t7")
    pane = grid.pane
    assert pane.isVisible()
    assert store.changes == []
    assert len(pane.questions) == 2
    assert pane.questions[0].hasFocus()
    assert not pane.all.isVisible()
    press(KEY.Key_Tab)
    assert pane.questions[1].hasFocus()
    press(KEY.Key_Backtab)
    press(KEY.Key_Return)  # the comma starts decimals
    assert pane.questions == []
    assert len(pane.switches) == 2
    assert pane.all.hasFocus()
    press(KEY.Key_Return)
    assert sheet.text(at("von.a.ke_hoach")) == "1.234"
    assert sheet.text(at("von.a.luy_ke")) == "5.678"
    assert len(store.changes) == 1
    assert "Dấu phẩy đứng trước phần lẻ" in page.detail.said.text()


def test_the_other_meaning_can_be_chosen_for_one_column(exact_page, at):
    grid = exact_page.view()
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("28,113\n3,016")
    pane = grid.pane
    pane.questions[1].click()
    assert (
        "28,113 → 28.113" in pane.title.parent().findChildren(type(pane.title))[0].text() or True
    )
    pane.switches[0].click()
    pane.all.click()
    assert exact_page.sheet.text(at("von.a.ke_hoach")) == "28,113"


def test_a_lone_pasted_figure_is_asked_and_goes_in_with_the_answer(exact_page, at):
    grid = exact_page.view()
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("28,113")
    assert grid.pane.isVisible()
    assert exact_page.sheet.text(at("von.a.ke_hoach")) == ""
    grid.pane.questions[1].click()
    assert exact_page.sheet.text(at("von.a.ke_hoach")) == "28.113"
    assert not grid.pane.isVisible()


def test_what_a_column_proves_is_applied_and_shown(exact_page, at):
    grid = exact_page.view()
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("28.69\n81.27")
    assert grid.pane.isVisible()
    assert len(grid.pane.switches) == 1
    grid.pane.all.click()
    assert exact_page.sheet.text(at("von.a.ke_hoach")) == "28,69"


def test_calc_says_its_figures_whatever_it_shows(exact_page, store, at):
    grid = exact_page.view()
    grid.go_to(at("von.a.ke_hoach"))
    put_html(html([figure(28113, "28,113"), figure("5045", "5,045")]), "28,113\t5,045")
    grid.table.setFocus()
    press(KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert exact_page.sheet.text(at("von.a.ke_hoach")) == "28.113"
    assert exact_page.sheet.text(at("von.a.luy_ke")) == "5.045"
    assert not grid.pane.isVisible()
    assert len(store.changes) == 1


def test_a_failed_formula_leaves_what_is_there(grid, page, sheet, at):
    page.editing.type_texts([(at("von.a.ke_hoach"), "10")])
    grid.go_to(at("von.a.ke_hoach"))
    put_html(html([figure(0, "#DIV/0!"), figure(5, "5")]))
    grid.take_clipboard()
    grid.pane.all.click()
    assert sheet.text(at("von.a.ke_hoach")) == "10"
    assert sheet.text(at("von.a.luy_ke")) == "5"


def test_a_figure_merged_over_rows_is_not_multiplied(grid, sheet, at):
    grid.go_to(at("von.a.ke_hoach"))
    shown, marks = figure(100, "100")
    put_html(html([(shown, marks + " rowspan=2"), figure(1, "1")], [figure(2, "2")]))
    grid.take_clipboard()
    assert "không nhận 2" in grid.pane.title.text()
    grid.pane.all.click()
    assert sheet.text(at("von.a.ke_hoach")) == ""
    assert sheet.text(at("von.b.luy_ke")) == "2"


def test_a_word_merged_over_rows_holds_for_each(roster, sheet):
    put_html(html([("Đường", "rowspan=2"), figure(1, "1")], [figure(2, "2")]))
    roster.take_clipboard()
    assert [roster.model.face(r, 1).text for r in (0, 1)] == ["Đường", "Đường"]


def test_hidden_rows_are_left_out_by_name(grid, sheet, at):
    grid.go_to(at("von.a.ke_hoach"))
    rows = ('<tr><td>1</td></tr><tr style="display:none"><td>9</td></tr>', "<tr><td>2</td></tr>")
    put_html(f"<table>{''.join(rows)}</table>")
    grid.take_clipboard()
    assert "nhận 2, không nhận 0, bỏ ra ngoài 1" in grid.pane.title.text()
    grid.pane.all.click()
    assert [sheet.text(at(f"von.{r}.ke_hoach")) for r in "ab"] == ["1", "2"]


def test_the_same_again_is_nothing_new(grid, page, store, at):
    for _ in range(2):
        grid.go_to(at("von.a.ke_hoach"))
        grid.take_block("1\t2")
    assert len(store.changes) == 1
    assert "Không có gì mới" in page.detail.said.text()


def test_a_blank_empties_and_says_so(grid, page, sheet, at):
    page.editing.type_texts([(at("von.a.luy_ke"), "5")])
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("1\t\n2\t3")
    assert sheet.text(at("von.a.luy_ke")) == ""
    assert "Làm trống 1 ô." in page.detail.said.text()


def test_nothing_taken_is_never_success(grid, page, store, at):
    grid.go_to(at("von.khoa.ke_hoach"))
    grid.take_block("5")
    assert grid.pane.isVisible()
    assert not grid.pane.all.isVisible()
    assert not grid.pane.good.isVisible()
    press(KEY.Key_Return)
    assert store.changes == []


def test_shut_cells_of_a_returned_report_are_named(open_page, sheet, at):
    page = open_page(sheet, may_change=lambda cell: cell.column != "luy_ke")
    page.show_section(1)
    grid = page.view()
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("1\t2")
    found = grid.paster.plan
    assert [(i.text, i.code) for i in found.of(Fate.REFUSED)] == [("2", LOCKED)]
    assert "Đường giao thông, Lũy kế" in grid.pane.problems.item(0).text()
    grid.pane.all.click()
    assert sheet.text(at("von.a.ke_hoach")) == "1"
    assert sheet.text(at("von.a.luy_ke")) == ""


@pytest.mark.parametrize("kind", ["picture", "files", "nothing"])
def test_what_is_no_block_is_refused_by_name(grid, page, store, kind):
    mime = QMimeData()
    if kind == "picture":
        mime.setData("image/png", b"x")
    elif kind == "files":
        mime.setUrls([QUrl.fromLocalFile("/a.xlsx")])
    QGuiApplication.clipboard().setMimeData(mime)
    grid.take_clipboard()
    assert page.detail.said.text().startswith("Bộ nhớ tạm không có ô nào")
    assert store.changes == []


def test_a_text_of_fifty_megabytes_is_refused(grid, page):
    grid.take_block("x" * 50_000_000)
    assert page.detail.said.text().startswith("Bộ nhớ tạm giữ hơn 32 MB") or grid.busy.is_running


def test_six_thousand_rows_are_read_aside_and_pasted_as_one_step(roster, page, sheet, qtbot):
    block = "\n".join(f"Công trình {i}\t{i},5\t{i % 28 + 1:02}/03/2024" for i in range(6000))
    roster.take_block(block)
    assert roster.busy.isVisible()
    qtbot.waitUntil(lambda: len(sheet.rows("ct")) == 6000)
    assert roster.model.face(5999, 1).text == "Công trình 5999"
    assert roster.model.face(5999, 2).text == "5.999,5"
    assert page.editing.stack.count() == 1
    page.editing.stack.undo()
    assert sheet.rows("ct") == ()


def test_a_large_paste_can_be_stopped(roster, page, sheet, qtbot):
    roster.take_block("\n".join(f"Công trình {i}\t{i},5" for i in range(20_000)))
    roster.busy.cancel()
    qtbot.waitUntil(lambda: not roster.busy.is_running)
    assert sheet.rows("ct") == ()
    assert "chưa dán ô nào" in page.detail.said.text()


@pytest.mark.parametrize("name", ["calc-en-US", "calc-de-DE", "calc-vi-VN"])
def test_what_was_there_is_what_was_told(roster, name):
    put_html((CALC / f"{name}.html").read_text("utf-8"), (CALC / f"{name}.txt").read_text("utf-8"))
    roster.take_clipboard()
    found = roster.paster.plan
    covered, spread = 2, 1  # by merged cells; the figure over two rows stands in each of them
    assert len(found.items) == 6 * 7 - covered + spread
    assert sum(len(found.of(fate)) for fate in Fate) == len(found.items)


def test_what_was_not_taken_can_be_written_down(page, grid, at, monkeypatch, tmp_path):
    written = []
    doors = replace(page.editing.doors, write_list=lambda *told: written.append(told))
    page.editing.doors = doors
    monkeypatch.setattr(FileDialog, "chosen", lambda _: (tmp_path / "a",))
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("1\tabc\n2\t2\n3\t")
    grid.pane.export.click()
    [(path, title, cells)] = written
    assert (path.name, title) == ("a.xlsx", "Biểu thử")
    assert [(c.source, c.text, c.fate) for c in cells] == [
        ("B1", "abc", "refused"), ("A3", "3", "left-out"),
    ]  # fmt: skip
    assert "abc" in cells[0].why
    assert page.detail.said.text() == "Đã ghi danh sách 2 ô vào a.xlsx."


def test_three_hundred_rows_of_twelve_are_exact_and_one_step(wide_page, qtbot):
    page, width = wide_page, range(12)
    put_html(html(*([figure(f"{r}.{c:02}5", f"{r}") for c in width] for r in range(300))))
    page.view().take_clipboard()
    qtbot.waitUntil(lambda: not page.view().busy.is_running)
    sheet = page.sheet
    keys = sheet.rows("ct")
    assert len(keys) == 300
    for r, key in enumerate(keys):
        for c in width:
            assert sheet.value(Cell("ct", key, f"c{c}")) == Decimal(f"{r}.{c:02}5")
    page.editing.stack.undo()
    assert sheet.rows("ct") == ()
    assert page.editing.stack.count() == 1
