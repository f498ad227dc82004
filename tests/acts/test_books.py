"""Acts on workbooks that are handed out and taken back, by three doors."""

import pytest
from held_book import Held

from ctmtqg_desktop.exchange.sender.books.fill_in import fill_in
from ctmtqg_desktop.exchange.sender.orders import FillIn, LeftLine, SaveList, ShowBook, TakeBack
from ctmtqg_desktop.intake.desk.readings import Fate

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


LINE = LeftLine("Trang 1", "B7", "=1+1", Fate.REFUSED, "Không phải là số.")


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


CASES = (
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
