"""Covers: the page: sections built on first visit, findings, reasons, going to an indicator."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ctmtqg_desktop.catalogue.records.form import Row
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.overview import progress
from ctmtqg_desktop.rules.engine import Surroundings
from ctmtqg_desktop.ui.form.find import places_of, search
from ctmtqg_desktop.ui.form.states import State


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def over_plan(page, at, row="a"):
    page.editing.type_texts([(at(f"von.{row}.ke_hoach"), "10"), (at(f"von.{row}.luy_ke"), "12")])
    page.editing.look_again()


def test_sections_are_built_on_their_first_visit(page):
    assert list(page._views) == [0]
    page.show_section(2)
    assert list(page._views) == [0, 2]


def test_ctrl_page_down_turns_to_the_next_section(page):
    press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert page.tabs.currentIndex() == 1
    assert page.view().table.hasFocus()


def test_the_head_counts_what_is_filled(page, at):
    page.editing.type_texts([(at("chung.so_ho"), "5")])
    page.editing.look_again()
    filled, total = progress(page.sheet)
    assert filled == 1
    assert f"đã nhập 1/{total}" in page.subtitle.text()
    assert "Xã Sơn Bình · năm 2024" in page.subtitle.text()


def test_findings_are_listed_the_gravest_first_and_a_click_goes_there(page, at):
    over_plan(page, at)
    page.editing.type_texts([(at("chung.so_ho"), "5"), (at("chung.ho_ngheo"), "9")])
    page.editing.look_again()
    assert page.findings.title.text() == "Phát hiện: 1 lỗi · 1 cần lý do"
    assert [f.cell for f in page.findings.model.findings] == [
        at("chung.ho_ngheo"), at("von.a.luy_ke"),
    ]  # fmt: skip
    page.findings.list.clicked.emit(page.findings.model.index(1))
    assert page.view().current_cell() == at("von.a.luy_ke")
    assert page.view().table.hasFocus()


def test_f8_goes_round_the_findings(page, at):
    over_plan(page, at, "a")
    over_plan(page, at, "b")
    seen = []
    for _ in range(3):
        press(Qt.Key.Key_F8)
        seen.append(str(page.view().current_cell()))
    assert seen == ["von.a.luy_ke", "von.b.luy_ke", "von.a.luy_ke"]


def test_tabs_count_what_blocks_signing(page, at):
    over_plan(page, at)
    assert page.tabs.tabText(1) == "II. Vốn  (1 ✗)"


def test_a_reason_is_written_beside_and_the_focus_returns(page, sheet, at):
    over_plan(page, at)
    page.go_to(at("von.a.luy_ke"))
    assert page.findings.reason.isVisible()
    assert not page.findings.reason.button.isEnabled()
    page.findings.reason.text.setPlainText("Vốn bổ sung cuối năm")
    page.findings.reason.button.click()
    assert sheet.reasons == {("qua-ke-hoach", "von.a.luy_ke"): "Vốn bổ sung cuối năm"}
    assert page.editing.state(at("von.a.luy_ke")) is State.EXPLAINED
    assert page.view().table.hasFocus()
    assert page.findings.title.text() == "Phát hiện"


def test_half_a_reason_survives_another_finding_coming(page, at):
    over_plan(page, at)
    page.go_to(at("von.a.luy_ke"))
    page.findings.reason.text.setPlainText("Vốn bổ")
    page.editing.look_again()
    over_plan(page, at, "b")
    assert page.findings.reason.text.toPlainText() == "Vốn bổ"


def test_the_strip_shows_wording_requirement_source_and_earlier_figures(bench, open_page, at):
    earlier = bench.sheet()
    earlier.load(Content({at("von.a.ke_hoach"): 7_000_000}, {}, {}))
    earlier.set_texts([(at("von.a.ke_hoach"), "7")])
    page = open_page(bench.sheet(around=Surroundings(previous=earlier)))
    page.editing.type_texts([(at("von.a.ke_hoach"), "3,5")])
    page.go_to(at("von.a.ke_hoach"))
    assert page.detail.wording.text().startswith("1  Đường giao thông")
    said = page.detail.beside.text()
    for words in ("Yêu cầu", "≥ 80", "Kỳ trước", "văn bản chính thức"):
        assert words in said


def test_the_strip_says_what_is_wrong_with_a_refused_text(page, at):
    page.editing.type_texts([(at("von.a.ke_hoach"), "abc")])
    page.go_to(at("von.a.ke_hoach"))
    assert "không phải là số" in page.detail.wording.text()
    assert "không nhận" in page.detail.beside.text()


def test_remarks_of_the_receiver_are_seen_in_the_cell(open_page, sheet, at):
    page = open_page(sheet, remarks={at("von.a.ke_hoach"): "Đối chiếu lại với kho bạc"})
    page.show_section(1)
    model = page.view().model
    assert model.face(*model.place(at("von.a.ke_hoach"))).has_remark
    assert "Đối chiếu lại" in model.tooltip(*model.place(at("von.a.ke_hoach")))


def test_ctrl_g_finds_by_number_and_by_words_without_accents(page, at):
    press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert page.finder.box.hasFocus()
    QTest.keyClicks(page.finder.box, "thuy loi")
    press(Qt.Key.Key_Return)
    assert page.view().current_cell() == at("von.b.ke_hoach")
    assert page.view().table.hasFocus()
    assert not page.finder.isVisible()


def test_escape_from_finding_gives_the_focus_back(page, at):
    press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.view().field(at("chung.so_ho")).box


def test_search_ranks_the_exact_number_first(sheet):
    found = search(places_of(sheet), "2")
    assert [p.number for p in found[:3]] == ["2", "2", "2.1"]
    assert search(places_of(sheet), "khong co gi") == []


def test_unverified_rows_have_a_legend(page):
    assert "* chưa đối chiếu" in page.legend.text()
    assert page.legend.isVisible()


def test_commit_typing_takes_what_is_half_typed(page, sheet, at):
    page.go_to(at("von.a.ke_hoach"))
    press(Qt.Key.Key_7)
    page.commit_typing()
    assert sheet.text(at("von.a.ke_hoach")) == "7"


def test_the_cursor_starts_on_the_first_input_cell_of_a_grid(page, at):
    page.show_section(1)
    assert page.view().current_cell() == at("von.a.ke_hoach")


def test_whole_names_make_rows_twice_as_high_in_both_halves(page):
    page.show_section(1)
    page.whole_names.click()
    view = page.view()
    assert view.table.rowHeight(0) == view.frozen.rowHeight(0) == 44
    page.whole_names.click()
    assert view.table.rowHeight(0) == view.frozen.rowHeight(0) == 26


def test_both_halves_stay_level_when_scrolled_to_the_end(bench, open_page):
    rows = tuple(Row(f"r{i}", f"Dòng {i}") for i in range(60))
    section = replace(bench.grid(), rows=rows)
    page = open_page(bench.sheet(replace(bench.form(), sections=(section,), rules=())))
    view = page.view()
    bar = view.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert view.table.horizontalScrollBar().isVisible()
    assert view.frozen.rowViewportPosition(59) == view.table.rowViewportPosition(59)
    assert view.frozen.viewport().height() == view.table.viewport().height()


def test_a_change_of_another_form_is_shown_after_refresh(page, at, qtbot):
    page.editing.type_texts([(at("von.a.ke_hoach"), "10"), (at("von.a.luy_ke"), "12")])
    with qtbot.waitSignal(page.editing.found):
        page.editing.refresh()
    assert [f.code for f in page.editing.findings] == ["qua-ke-hoach"]


def test_steps_of_an_import_are_saved_and_undone_as_one(page, sheet, store, at):
    steps = [
        sheet.set_texts([(at("chung.so_ho"), "5")]), sheet.add_row("ct"),
        sheet.set_texts([(at("ct.r1.ten"), "Kênh")]),
    ]  # fmt: skip
    page.editing.take_steps(steps, "nhập từ Excel")
    assert page.view().field(at("chung.so_ho")).typed() == "5"
    assert len(store.changes) == 1
    page.editing.stack.undo()
    assert sheet.text(at("chung.so_ho")) == ""
    assert sheet.rows("ct") == ()


def test_what_stands_beside_a_cell_is_counted_where_it_has_no_room(page, qtbot):
    """It was cut in the middle of a word at the right."""
    beside = page.detail.beside
    beside.show_parts([f"<b>phần {n} rất dài để không đủ chỗ</b>" for n in range(12)])
    assert 1 <= beside.fitting() < 12
    assert "phần 11" in beside.toolTip()
    beside.show_parts(["ngắn", "gọn"])
    assert beside.fitting() == 2
    qtbot.keyClick(page, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
