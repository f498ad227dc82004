"""Issue 8: the series of a land across mergers has a page; every figure opens what it is made of.

Real units of Lai Châu: the commune Bình Lư of 2025 is the town Tam Đường, Bình Lư and Sơn Bình.
"""

from datetime import datetime

import pytest
from accepted import PLANNED, three_became_one

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import office_of
from ctmtqg_desktop.ui.receiver_window import Receiver
from ctmtqg_desktop.workspace.records import Identity
from ctmtqg_desktop.workspace.workspace import create

NOW = datetime(2027, 1, 5, 8, 0, tzinfo=VIETNAM)


@pytest.fixture
def province(declared, tmp_path, opened, qtbot):
    """The window of a province, on the page, with a commune that three became."""
    identity = Identity("12", NOW.date(), "receiver", NOW, "Tỉnh Lai Châu")
    store = create(tmp_path / "tinh.ctmtqg", identity)
    opened[1].append(store)
    three_became_one(store, NOW)
    made = Receiver(office_of(Program(lambda: declared, lambda: NOW), store))
    opened[0].append(made.shell)
    made.shell.show()
    made.totals.sets.choose("ctmtqg-xa")
    choose(made, "03390", qtbot)
    return made


def choose(window, code, qtbot):
    page = window.history.page
    page.unit.setCurrentIndex(page.unit.findData(code))
    if window.shell.page_id == "history":
        page.unit_picked.emit(code)
    window.go("history")
    qtbot.waitUntil(lambda: not window.jobs.is_busy)


def row_of(page, cell):
    records = page.table.records
    return next(r for r in range(records.rowCount()) if records.record(r).cell == cell)


def shown(table, row):
    records = table.records
    return [records.index(row, column).data() for column in range(records.columnCount())]


def test_every_year_says_who_the_land_was_and_who_reported(province):
    lands = province.history.page.lands
    old = "Thị trấn Tam Đường, Xã Bình Lư, Xã Sơn Bình"
    assert [shown(lands, row) for row in range(lands.records.rowCount())] == [
        ["năm 2023", old, "1/3 đơn vị"],
        ["năm 2024", old, "3/3 đơn vị"],
        ["năm 2026", "Xã Bình Lư", "1/1 đơn vị"],
    ]


def test_a_figure_is_made_of_its_parts_or_says_why_there_is_none(province):
    page = province.history.page
    row = row_of(page, PLANNED)
    assert shown(page.table, row)[1:] == ["triệu đồng", "thiếu", "60", "70"]
    page.table.setCurrentIndex(page.table.records.index(row, 3))
    sources = page.sources.table.records
    assert [sources.record(r).unit.name for r in range(sources.rowCount())] == [
        "Thị trấn Tam Đường", "Xã Bình Lư", "Xã Sơn Bình",
    ]  # fmt: skip
    assert page.sources._total.text() == "60"
    page.table.setCurrentIndex(page.table.records.index(row, 2))
    assert page.sources._total.text() == "Thiếu báo cáo của một đơn vị cũ, không cộng."


def test_a_part_opens_the_signed_cell_of_its_year(province):
    page = province.history.page
    page.table.setCurrentIndex(page.table.records.index(row_of(page, PLANNED), 3))
    page.sources.table.opened.emit(page.sources.table.records.record(2))
    sheet = province.sheet.page.sheet
    assert (sheet.unit.name, sheet.period.code) == ("Xã Sơn Bình", "2024")
    assert province.sheet.cell == PLANNED
    province._back()
    assert province.shell.page_id == "history"


def test_a_land_that_never_reported_says_so(province, qtbot):
    choose(province, "03405", qtbot)
    page = province.history.page
    assert page._stack.currentIndex() == 0
    assert page._empty._what.text() == "Chưa có báo cáo nào của địa bàn này được tiếp nhận."
