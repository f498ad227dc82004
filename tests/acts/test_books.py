"""Acts on workbooks that are handed out and taken back, by three doors."""

import pytest
from held_book import Held
from openpyxl import Workbook

from ctmtqg_desktop.exchange.sender.books.fill_in import fill_in
from ctmtqg_desktop.exchange.sender.books.import_table import import_table
from ctmtqg_desktop.exchange.sender.cell_list import ListedCell
from ctmtqg_desktop.exchange.sender.orders import (
    FillIn,
    ForgetMap,
    ImportTable,
    SaveList,
    ShowBook,
    ShowImport,
    TakeBack,
)
from ctmtqg_desktop.intake.desk.readings import MapWish
from ctmtqg_desktop.intake.entry_file import read_entry_file

from .conftest import Case, assert_one_answer
from .test_sender import FUNDS, SELF, WORKSPACE, YEAR, desk_in, draft, filled, still

__all__ = ["draft", "filled"]


@pytest.fixture
def handed_out(world, draft):
    """A draft and a workbook of one of its forms, in which somebody has typed."""
    desk = desk_in(world, draft)
    path = draft.root / "handed.xlsx"
    fill_in(desk, FillIn(FUNDS, YEAR, path))
    desk.workspace.close()
    held = Held(path)
    held.put("nguon_luc.nsdp.ke_hoach", 123.5)
    held.put("nguon_luc.nsdp.luy_ke", "nhiều")
    held.save()
    return draft


@pytest.fixture
def strange(draft):
    """A draft and a workbook of somebody who has never seen the form."""
    book = Workbook()
    book.active.title = "Sheet1"
    for row in (
        ["BÁO CÁO"],
        ["STT", "Nội dung", "Kế hoạch"],
        [1, "Vốn ngân sách địa phương", 5],
        [2, "Khác", "x"],
    ):
        book.active.append(row)
    book.save(draft.root / "la.xlsx")
    return draft


def import_strange(scene):
    wish = MapWish("Sheet1", "nguon_luc", 2, {"C": "ke_hoach"})
    file = read_entry_file(scene.path("la.xlsx"))
    return ImportTable(FUNDS, YEAR, file, wish=wish, partial=True)


LINE = ListedCell("B7", "", "=1+1", "refused", "Không phải là số.", "Trang 1")


def form_shown(window, qtbot):
    still(window, qtbot)
    window.open_form(FUNDS)


def hand_out_by_page(window, scene, qtbot):
    form_shown(window, qtbot)
    window.books.hand_out(scene.root / "handed.xlsx")


def show_by_page(window, scene, qtbot):
    form_shown(window, qtbot)
    window.books.take(scene.path("handed.xlsx"))
    qtbot.waitUntil(lambda: window.books.dialog is not None)


def take_by_page(window, scene, qtbot):
    show_by_page(window, scene, qtbot)
    window.books.dialog.take.click()


def save_list_by_page(window, scene, qtbot):
    form_shown(window, qtbot)
    window.books.save_list((LINE,), "Tệp thử", scene.root / "left.xlsx")


def show_import_by_page(window, scene, qtbot):
    form_shown(window, qtbot)
    window.books.take(scene.path("la.xlsx"))
    qtbot.waitUntil(lambda: window.books.mapping is not None and not window.jobs.is_busy)


def chosen(combo, data, window, qtbot):
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(lambda: not window.jobs.is_busy)


def import_by_page(window, scene, qtbot):
    show_import_by_page(window, scene, qtbot)
    dialog = window.books.mapping
    chosen(dialog.section, "nguon_luc", window, qtbot)
    dialog.heading.setValue(2)
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    chosen(dialog.columns.combos[2], "ke_hoach", window, qtbot)
    dialog.take.click()


@pytest.fixture
def remembered(world, strange):
    """A draft in which a mapping of the strange workbook has been accepted."""
    desk = desk_in(world, strange)
    import_table(desk, import_strange(strange))
    (strange.facts["headings"],) = desk.workspace.book_maps.of(FUNDS)
    desk.workspace.close()
    return strange


def forget_by_page(window, scene, qtbot):
    show_import_by_page(window, scene, qtbot)
    window.books.mapping.known.offer.click()


CASES = (
    Case(
        "forget-map",
        "remembered",
        lambda s: ForgetMap(FUNDS, s.facts["headings"]),
        page=forget_by_page,
    ),
    Case(
        "import",
        "strange",
        import_strange,
        lambda s: [
            "import",
            s.path(WORKSPACE),
            FUNDS,
            YEAR,
            s.path("la.xlsx"),
            "--sheet",
            "Sheet1",
            "--section",
            "nguon_luc",
            "--heading",
            "2",
            "--column",
            "C=ke_hoach",
            "--partial",
        ],
        import_by_page,
    ),
    Case(
        "show-import",
        "strange",
        lambda s: ShowImport(
            ImportTable(FUNDS, YEAR, read_entry_file(s.path("la.xlsx")), partial=True)
        ),
        page=show_import_by_page,
    ),
    Case(
        "fill-in",
        "draft",
        lambda s: FillIn(FUNDS, YEAR, s.root / "handed.xlsx"),
        lambda s: ["fill-in", s.path(WORKSPACE), FUNDS, YEAR, "--xlsx", s.root / "handed.xlsx"],
        hand_out_by_page,
        exact=(".xlsx",),
    ),
    Case(
        "take-back",
        "handed_out",
        lambda s: TakeBack(s.path("handed.xlsx"), FUNDS, YEAR),
        lambda s: ["enter", s.path(WORKSPACE), FUNDS, YEAR, s.path("handed.xlsx"), "--partial"],
        take_by_page,
    ),
    Case(
        "take-back",
        "handed_out",
        lambda s: TakeBack(s.path("handed.xlsx"), SELF, YEAR),
        lambda s: ["enter", s.path(WORKSPACE), SELF, YEAR, s.path("handed.xlsx"), "--partial"],
        code="intake.book-other-form",
    ),
    Case(
        "show-book",
        "handed_out",
        lambda s: ShowBook(TakeBack(s.path("handed.xlsx"), FUNDS, YEAR)),
        page=show_by_page,
    ),
    Case(
        "take-back",
        "handed_out",
        lambda s: TakeBack(s.path("handed.xlsx"), FUNDS, YEAR, left=s.root / "left.xlsx"),
        lambda s: [
            "enter",
            s.path(WORKSPACE),
            FUNDS,
            YEAR,
            s.path("handed.xlsx"),
            "--partial",
            "--left",
            s.root / "left.xlsx",
        ],
        about="with-list",
    ),
    Case(
        "save-list",
        "draft",
        lambda s: SaveList((LINE,), s.root / "left.xlsx", "Tệp thử"),
        page=save_list_by_page,
        exact=(".xlsx",),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_three_doors_give_one_answer_of_books(case, answer_of):
    assert_one_answer(case, answer_of)
