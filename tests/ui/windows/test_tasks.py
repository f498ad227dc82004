"""Issue 10, point 5: tasks on a unit's first page and in its list, and at the office's plan."""

import pytest
from accepted import accept

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period

MODEL, FORM, SET = "N003-060", "lct-nhiem-vu", "nhiem-vu-ke-hoach"


@pytest.fixture
def listed(sender, desk):
    from ctmtqg_desktop.exchange.keeping.chosen_sets import choose

    choose(desk.workspace, ["ctmtqg-xa", SET])
    sender.show_period(Period.parse("2024"))
    return sender


def row_of(table, words):
    rows = table.records
    return next(r for r in range(rows.rowCount()) if words in rows.index(r, 0).data())


def test_first_page_counts_tasks_and_leads_to_the_row(listed, desk, qtbot):
    card = listed.home.tasks
    listed.go("home")
    assert card.isVisible()
    assert card.note.text() == "0/47 xong, 47 quá hạn"
    at = row_of(card.table, "Chọn 01 bản làm điển hình")
    assert card.table.records.index(at, 1).data() == "31/12/2024, quá hạn"
    card.table.opened.emit(card.table.records.record(at))
    assert listed.shell.page_id == "entry"
    page = listed.entry.page
    assert page.sheet.form.id == FORM
    view = page.view()
    assert view.model.section.id == "nhiem_vu"


def test_what_is_typed_is_counted(listed, desk):
    period = Period.parse("2024")
    sheet = desk.sheet(FORM, period)
    row = next(
        r for r in sheet.rows("nhiem_vu") if sheet.value(Cell("nhiem_vu", r, "ma")) == MODEL
    )  # fmt: skip
    step = sheet.set_texts([(Cell("nhiem_vu", row, "trang_thai"), "xong")])
    desk.commit(sheet, step.change)
    listed.go_home()
    assert listed.home.tasks.note.text() == "1/47 xong, 46 quá hạn"


def test_nobody_adds_or_removes_the_rows_of_a_plan(listed, desk):
    listed.open_form(FORM)
    view = listed.entry.page.view()
    before = view.model.rowCount()
    assert view.bar is None
    view.add_row()
    view.table.selectAll()
    view.remove_rows()
    assert view.model.rowCount() == before == 47
    frozen = [one.column.id for one in view.model.columns if one.is_frozen and one.column]
    assert frozen == ["ma", "noi_dung"]


def test_who_has_no_task_has_no_card(sender, desk):
    sender.show_period(Period.parse("2023"))
    sender.go("home")
    assert not sender.home.tasks.isVisible()


def test_office_turns_to_the_tasks_and_opens_the_signed_row(filled_receiver, world, qtbot):
    office, at = filled_receiver.totals._office, filled_receiver.totals._office.clock()
    cells = {
        Cell("nhiem_vu", "r1", "ma"): MODEL, Cell("nhiem_vu", "r1", "trang_thai"): "xong",
    }  # fmt: skip
    accept(office.workspace, "03394", "2024", at, report=(SET, FORM), cells=cells,
           rows=[("nhiem_vu", ("r1",))])  # fmt: skip
    filled_receiver.go("track")
    page = filled_receiver.track
    qtbot.waitUntil(lambda: page.list.table.records.rowCount() > 0)
    page.what.setCurrentIndex(1)
    page.what.activated.emit(1)
    assert page._note.text().startswith("64 nhiệm vụ: quá hạn 64")
    records = page.list.table.records
    at = next(r for r in range(64) if records.record(r).id == MODEL)
    page.list.table.selectRow(at)
    assert page.list.table.records.index(at, 3).data() == "1/12"
    assert page.list.table.records.index(at, 0).data() == "Quá hạn\n1/12 đơn vị"
    part = next(p for p in map(page.sources.table.records.record, range(12)) if p.revision)
    assert (part.unit.code, part.value) == ("03394", "Xong")
    page.sources.opened.emit(part)
    assert filled_receiver.shell.page_id == "sheet"
    page.state.setCurrentIndex(page.state.findData("task.done"))
    page.state.activated.emit(page.state.currentIndex())
    assert page.list.table.records.rowCount() == 0
