"""Covers: a block from Excel: previewed when something is refused, one change, rows grow."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ctmtqg_desktop.ui.form.paste import Trouble, plan_paste, read_block


def test_a_quoted_cell_may_hold_a_line_break():
    assert read_block('a\t"b\nc"\r\nd\te\r\n\r\n') == [["a", "b\nc"], ["d", "e"]]


def test_a_clean_block_goes_in_at_once_as_one_change(grid, page, sheet, store, at):
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("1.234,5\t1\n2\t2")
    assert sheet.text(at("von.a.ke_hoach")) == "1.234,5"
    assert sheet.text(at("von.b.luy_ke")) == "2"
    assert len(store.changes) == 1
    assert not grid.pane.isVisible()
    assert "4 ô" in page.detail.said.text()
    assert grid.table.hasFocus()


def test_refused_cells_are_shown_before_anything_is_changed(grid, sheet, store, at):
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("1\tabc\n2\t2")
    assert grid.pane.isVisible()
    assert store.changes == []
    assert "1 ô không đúng kiểu" in grid.pane.title.text()
    assert "abc" in grid.pane.problems.item(0).text()
    grid.pane.all.click()
    assert sheet.text(at("von.a.luy_ke")) == "abc"
    assert len(store.changes) == 1
    assert not grid.pane.isVisible()


def test_only_the_good_cells_can_be_taken(grid, sheet, at):
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("1\tabc")
    grid.pane.good.click()
    assert sheet.text(at("von.a.ke_hoach")) == "1"
    assert sheet.text(at("von.a.luy_ke")) == ""


def test_escape_leaves_everything_and_gives_the_focus_back(grid, store, at):
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("abc")
    grid.take_block("1\tabc")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert len(store.changes) == 1
    assert grid.table.hasFocus()


def test_locked_cells_are_passed_over_and_told(grid, at):
    top, left = grid.model.place(at("von.b.ke_hoach"))
    plan = plan_paste(grid.model, top, left, [["1"], ["9"], ["3"]])
    assert [i.text for i in plan.items] == ["1", "3"]
    assert [p.trouble for p in plan.problems] == [Trouble.SHUT]


def test_copying_a_block_onto_itself_is_no_trouble(grid, page, at):
    page.editing.type_texts([(at("von.a.ke_hoach"), "10"), (at("von.a.luy_ke"), "5")])
    top, left = grid.model.place(at("von.a.ke_hoach"))
    plan = plan_paste(grid.model, top, left, [["10", "5", "50"]])
    assert plan.problems == ()


def test_what_hangs_over_the_edge_is_told(grid, at):
    top, left = grid.model.place(at("von.c.ghi_chu"))
    plan = plan_paste(grid.model, top, left, [["x", "y"], ["z", ""]])
    assert [p.trouble for p in plan.problems] == [Trouble.OUTSIDE, Trouble.OUTSIDE]


def test_a_roster_grows_and_one_undo_takes_all_of_it_back(roster, page, sheet, store):
    roster.take_block("Đường\t100\t05/03/2024\nKênh\t200\t06/03/2024")
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
    QTest.keyClick(grid.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    grid.take_block("7")
    assert [sheet.text(at(f"von.{r}.ke_hoach")) for r in "ab"] == ["7", "7"]


def test_a_thousand_rows_are_pasted_removed_and_brought_back(roster, page, sheet):
    block = "\n".join(f"Công trình {i}\t{i}\t05/03/2024" for i in range(1000))
    roster.take_block(block)
    page.editing.remove_rows("ct", sheet.rows("ct"))
    page.editing.stack.undo()
    assert len(sheet.rows("ct")) == 1000
    assert roster.model.face(999, 1).text == "Công trình 999"


def test_pasted_figures_that_could_mean_something_else_are_told(grid, page, at):
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("1.234\t5\n6\t7")
    assert "1 số như “1.234”" in page.detail.said.text()


def test_a_comma_in_the_block_shows_that_it_is_vietnamese(grid, page, at):
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("1.234\t5,5\n6\t7")
    assert page.detail.said.text() == "Đã dán 4 ô. Ctrl+Z để hoàn tác."


def test_pasted_commas_that_could_group_thousands_are_told(exact_page, at):
    grid = exact_page.view()
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("28,113\t5\n3,016\t1.234")
    said = exact_page.detail.said.text()
    assert "2 số như “28,113” được hiểu là số lẻ 28,113" in said
    assert "1 số như “1.234” được hiểu là 1234" in said
    assert said.endswith("Đã dán 4 ô. Ctrl+Z để hoàn tác.")


def test_a_single_pasted_figure_with_two_meanings_is_told(exact_page, at):
    grid = exact_page.view()
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("28,113")
    assert "“28,113” được hiểu là số lẻ 28,113" in exact_page.detail.said.text()


def test_an_english_figure_in_the_block_leaves_the_doubt(exact_page, at):
    grid = exact_page.view()
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("28,113\t5,5\n1,234,567\t7")
    assert "1 số như “28,113”" in exact_page.detail.said.text()


def test_a_comma_that_can_only_start_decimals_settles_the_block(exact_page, at):
    grid = exact_page.view()
    grid.go_to(at("von.a.ke_hoach"))
    grid.take_block("28,113\t5,5\n1.234.567\t7")
    assert exact_page.detail.said.text() == "Đã dán 4 ô. Ctrl+Z để hoàn tác."
