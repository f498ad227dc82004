"""Requirements: the catalogue in the window: lists, confidence, history, units, keeping it.

Issue 3: the count by confidence is shown in the program; a form from Excel with mistakes by sheet
and cell; a folder checked and published; units of the national table, old and new.
"""

from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.lint.vouching import counts_by_level
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.keeping.browse import Sort, find_units
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.text import format_number
from ctmtqg_desktop.ui.catalogue.catalogue_page import PUBLISHED
from ctmtqg_desktop.ui.opening.workspace_dialog import WorkspaceDialog
from ctmtqg_desktop.ui.sender_window import Sender
from ctmtqg_desktop.workspace.workspace import open_workspace

from .conftest import NOW, YEAR

MEASURE = 'kind = "measures"\nmeasures = [\n  {{ id = "{id}", label = "{id}" }},\n]\n'


def settle(owner, qtbot):
    qtbot.waitUntil(lambda: not owner.jobs.is_busy)


def rows(table):
    return [table.records.record(row) for row in range(table.records.rowCount())]


def texts(table):
    model = table.records
    columns = range(model.columnCount())
    return [
        [model.data(model.index(row, c), Qt.ItemDataRole.DisplayRole) for c in columns]
        for row in range(model.rowCount())
    ]


@pytest.fixture
def page(receiver, qtbot):
    receiver.go("catalogue")
    settle(receiver, qtbot)
    return receiver.cataloguing.page


def look_for(owner, page, text, qtbot):
    page.search.setText(text)
    qtbot.waitUntil(lambda: not page._typing.isActive())
    settle(owner, qtbot)


# -- what there is


def test_the_page_is_reached_by_key_and_lists_every_version_of_every_form(receiver, qtbot):
    QTest.keyClick(receiver.shell, Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    settle(receiver, qtbot)
    page, forms = receiver.cataloguing.page, receiver.office.catalogue.forms
    assert receiver.shell.page_id == "catalogue"
    assert {(i.id, i.version) for i in rows(page.items)} == set(forms)
    assert {len(line) for line in texts(page.items)} == {6}


def test_the_count_by_confidence_is_shown(page, receiver):
    for count in counts_by_level(receiver.office.catalogue).values():
        assert format_number(Decimal(count)) in page.counts.text()


@pytest.mark.parametrize("sort", [s for s in Sort if s is not Sort.UNIT])
def test_each_sort_is_listed_with_validity_source_and_confidence(page, sort):
    page.choose_sort(sort.value)
    assert rows(page.items)
    facts = dict(page.facts.facts())
    assert {"Mã", "Tên", "Nguồn", "Độ tin cậy"} <= set(facts)
    assert all(facts.values())


def test_a_list_is_sifted_by_typing_without_accents(page, receiver, qtbot):
    look_for(receiver, page, "nguon luc", qtbot)
    assert {i.id for i in rows(page.items)} == {"ntm-nguon-luc"}
    look_for(receiver, page, "không có gì như thế", qtbot)
    assert page._stack.currentWidget() is page._empty


def test_a_form_tells_its_versions_and_where_each_comes_from(page, receiver, qtbot):
    look_for(receiver, page, "lct-von", qtbot)
    facts = dict(page.facts.facts())
    assert {"Bản 1", "Bản 2"} <= set(facts)
    assert "cài sẵn theo chương trình" in facts["Bản 1"]
    QTest.keyClick(page.items, Qt.Key.Key_Down)
    assert dict(page.facts.facts())["Phiên bản"] == "2"


def test_sources_and_notes_are_told_whole_only_here(page, receiver, qtbot):
    page.choose_sort("criteria-set")
    look_for(receiver, page, "nâng cao 2021", qtbot)
    told = page.facts.facts()
    sources = [text for word, text in told if word == "Theo báo, đài †"]
    assert any(text.startswith("3.4, 8.4") and "hatinhtv.vn" in text for text in sources)
    assert any("trí nhớ người soạn" in text for word, text in told if word == "Chưa đối chiếu *")
    assert dict(told)["Ghi chú 14.4"].startswith("Sửa bởi QĐ 211")


def test_units_old_and_new_tell_what_became_of_them(page, receiver, qtbot):
    page.choose_sort("unit")
    page.day.setText("31/12/2025")
    look_for(receiver, page, "binh lu", qtbot)
    assert rows(page.items)[0].id == "03390"
    made_of = [text for word, text in page.facts.facts() if word == "Lập từ"]
    assert len(made_of) == 3
    assert any("Xã Sơn Bình, mã 03413 (toàn bộ)" in text for text in made_of)
    page.day.setText("31/12/2024")
    look_for(receiver, page, "03400", qtbot)
    became = [text for word, text in page.facts.facts() if word == "Chuyển thành"]
    assert became == ["Xã Tả Lèng, mã 03405 (toàn bộ), ngày 01/07/2025; tài liệu dẫn lại ‡"]


def test_nothing_published_says_so(page):
    page.choose_sort(PUBLISHED)
    assert page._stack.currentWidget() is page._empty
    assert "chưa ban hành" in page._empty._what.text()
    assert not page.search.isEnabled()


# -- keeping


@pytest.fixture
def keeper(receiver, tmp_path):
    receiver.go("keeper")
    made = receiver.cataloguing.keeper
    made.folder.set_path(tmp_path / "moi")
    (tmp_path / "moi").mkdir()
    return made


def press(page, words):
    (found,) = [b for b in page.findChildren(QPushButton) if b.accessibleName() == words]
    found.click()


def test_a_form_goes_out_to_excel_and_comes_back_as_a_file(receiver, keeper, tmp_path, qtbot):
    path = tmp_path / "mau.xlsx"
    keeper.form.setCurrentIndex(keeper.form.findData("ntm-nguon-luc v1"))
    keeper.template_path.set_path(path)
    press(keeper, "Ghi sổ mẫu")
    settle(receiver, qtbot)
    assert path.is_file()
    keeper.workbook.set_path(path)
    press(keeper, "Đọc biểu")
    settle(receiver, qtbot)
    assert "Đã ghi biểu" in receiver.shell.notice.text(), texts(keeper.faults)
    assert [p.name for p in (tmp_path / "moi").iterdir()] == ["ntm-nguon-luc.v1.toml"]
    assert rows(keeper.faults) == []


def test_mistakes_of_a_workbook_stand_in_the_table_by_sheet_and_cell(
    receiver, keeper, tmp_path, qtbot
):
    path = tmp_path / "mau.xlsx"
    keeper.form.setCurrentIndex(keeper.form.findData("ntm-nguon-luc v1"))
    keeper.template_path.set_path(path)
    press(keeper, "Ghi sổ mẫu")
    settle(receiver, qtbot)
    book = load_workbook(path)
    spoiled = [
        (sheet.title, cell.coordinate, setattr(cell, "value", "trieu-dongg"))[:2]
        for sheet in book
        for line in sheet.iter_rows()
        for cell in line
        if cell.value == "trieu-dong"
    ][:1]
    book.save(path)
    keeper.workbook.set_path(path)
    press(keeper, "Đọc biểu")
    settle(receiver, qtbot)
    (sheet, cell) = spoiled[0]
    assert f"{sheet}!{cell}" in {fault.place for fault in rows(keeper.faults)}
    assert list((tmp_path / "moi").iterdir()) == []
    assert keeper.explained.text().startswith(rows(keeper.faults)[0].place)


def test_what_is_missing_is_named_before_anything_runs(keeper, receiver):
    keeper.workbook.set_path(None)
    press(keeper, "Đọc biểu")
    assert "Sổ Excel" in keeper.notice.text()
    keeper.folder.set_path(None)
    press(keeper, "Kiểm tra")
    assert "Thư mục biên soạn" in keeper.notice.text()
    assert not receiver.jobs.is_busy


def test_an_xlsform_asks_for_what_it_does_not_say(keeper):
    assert not keeper.source.isVisibleTo(keeper)
    keeper.is_xlsform.setChecked(True)
    assert keeper.source.isVisibleTo(keeper)
    keeper.workbook.set_path("x.xlsx")
    press(keeper, "Đọc biểu")
    assert "Nguồn" in keeper.notice.text()


def test_every_mistake_of_a_folder_is_listed_by_file_and_line(receiver, keeper, tmp_path, qtbot):
    (tmp_path / "moi" / "a.toml").write_text('kind = "measures"\nmeasures = [{}]\n', "utf-8")
    (tmp_path / "moi" / "b.toml").write_text('kind = "la"\n', "utf-8")
    press(keeper, "Kiểm tra")
    settle(receiver, qtbot)
    places = {fault.place.split(":")[0].split("/")[-1] for fault in rows(keeper.faults)}
    assert places == {"a.toml", "b.toml"}
    assert all(fault.is_error for fault in rows(keeper.faults))
    for path in (tmp_path / "moi").iterdir():
        path.unlink()
    (tmp_path / "moi" / "c.toml").write_text(MEASURE.format(id="thung"), "utf-8")
    press(keeper, "Kiểm tra")
    settle(receiver, qtbot)
    assert "không có lỗi nào" in receiver.shell.notice.text()
    assert rows(keeper.faults) == []


def publish(receiver, keeper, world, folder, qtbot):
    dialog = receiver.cataloguing.ask_publish(receiver.office, keeper, folder)
    dialog.key.set_path(world.key("106"))
    dialog.password.setText(world.password)
    dialog.out_dir.set_path(folder.parent / "usb")
    dialog.accept()
    settle(receiver, qtbot)


def test_a_folder_is_published_and_the_commune_sees_what_changed(
    receiver, keeper, world, tmp_path, qtbot, opened
):
    (tmp_path / "usb").mkdir()
    for number, name in enumerate(("thung", "bao"), 1):
        (tmp_path / "moi" / f"{name}.toml").write_text(MEASURE.format(id=name), "utf-8")
        publish(receiver, keeper, world, tmp_path / "moi", qtbot)
        assert f"phiên bản {number}" in receiver.shell.notice.text()
    receiver.go("catalogue")
    settle(receiver, qtbot)
    page = receiver.cataloguing.page
    page.choose_sort(PUBLISHED)
    assert [(h.edition.version, h.is_installed) for h in rows(page.held)] == [
        (2, True),
        (1, False),
    ]
    facts = page.facts.facts()
    assert ("Thêm", "Đơn vị tính\n(bao.toml)") in facts
    assert dict(facts)["Người ký"].endswith("Huyện Tam Đường")
    first, second = sorted((tmp_path / "usb").glob("*.asice"))
    store = open_workspace(world.workspace("03412"))
    opened[1].append(store)
    desk = desk_of(Program(lambda: world.catalogue, lambda: NOW), store)
    (taken,) = take_in(desk, TakeIn((second,))).found
    assert taken.outcome == "accepted"
    (refused,) = take_in(desk, TakeIn((first,))).found
    assert refused.code == "exchange.catalogue-older"
    assert "Không quay về danh mục cũ" in refused.message
    sender = Sender(desk, YEAR)
    opened[0].append(sender.shell)
    sender.go("catalogue")
    settle(sender, qtbot)
    sender.cataloguing.page.choose_sort(PUBLISHED)
    (held,) = rows(sender.cataloguing.page.held)
    assert sorted(one.name for one in held.brought) == ["bao.toml", "thung.toml"]


def test_a_wrong_password_publishes_nothing(receiver, keeper, world, tmp_path, qtbot):
    (tmp_path / "usb").mkdir()
    (tmp_path / "moi" / "x.toml").write_text(MEASURE.format(id="thung"), "utf-8")
    dialog = receiver.cataloguing.ask_publish(receiver.office, keeper, tmp_path / "moi")
    dialog.key.set_path(world.key("106"))
    dialog.password.setText("sai")
    dialog.out_dir.set_path(tmp_path / "usb")
    dialog.accept()
    settle(receiver, qtbot)
    assert list((tmp_path / "usb").iterdir()) == []
    assert "khẩu" in receiver.shell.notice.text()


def test_a_reporting_unit_has_the_lists_and_no_tools_of_the_keeper(sender):
    ids = sender.shell.nav.entries.ids()
    assert "catalogue" in ids
    assert "keeper" not in ids


# -- a unit of the national table for a new workspace


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def ask(catalogue: Catalogue, folder, day, parent):
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=VIETNAM)
    return WorkspaceDialog(Program(lambda: catalogue, lambda: noon), folder, parent=parent)


def found(dialog, text, qtbot):
    dialog.units.search.setText(text)
    qtbot.waitUntil(lambda: not dialog.units._typing.isActive() and not dialog.units.jobs.is_busy)
    model = dialog.units.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_a_commune_of_today_is_chosen_by_the_name_it_had(built, tmp_path, parent, qtbot):
    dialog = ask(built.catalogue, tmp_path, date(2026, 1, 10), parent)
    shown = found(dialog, "son binh", qtbot)
    (line,) = [words for words in shown if "03413" in words]
    assert line.startswith("Xã Bình Lư")
    assert "gồm toàn bộ Xã Sơn Bình (03413)" in line
    assert "Tỉnh Lai Châu" in line
    dialog.units.list.setCurrentIndex(dialog.units.list.model().index(shown.index(line), 0))
    assert dialog.choice.unit == "03390"
    assert dialog.choice.place == tmp_path / "03390.ctmtqg"
    dialog.reject()


def test_the_day_decides_which_unit_a_code_means(built, tmp_path, parent, qtbot):
    dialog = ask(built.catalogue, tmp_path, date(2024, 12, 31), parent)
    assert found(dialog, "03405", qtbot)[0].startswith("Xã Giang Ma")
    dialog.day.setText("10/01/2026")
    assert found(dialog, "03405 ", qtbot)[0].startswith("Xã Tả Lèng")
    dialog.reject()


def test_an_answer_that_comes_too_late_is_let_go(built, tmp_path, parent, qtbot):
    dialog = ask(built.catalogue, tmp_path, date(2026, 1, 10), parent)
    found(dialog, "tan phong", qtbot)
    before = dialog.units._asked
    dialog.units.search.setText("khong co don vi nao")
    dialog.units._add(before, find_units(built.catalogue, "tan phong", date(2026, 1, 10)))
    assert dialog.units.list.model().rowCount() == 0
    dialog.reject()
