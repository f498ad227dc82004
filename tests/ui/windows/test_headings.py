"""Every page says of which report, period, revision and unit it speaks, and forgets the former.

Requirements: DESIGN section 8; one subject at a time, on all pages of both windows.
"""

import pytest
from PySide6.QtWidgets import QLabel, QTableView

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.ui.pages import RECEIVER_PAGES, SENDER_PAGES
from ctmtqg_desktop.ui.receiver_window import Receiver
from ctmtqg_desktop.ui.sender_window import Sender

NOW, BEFORE = Period.parse("2024"), Period.parse("2023")
OF_A_REPORT = {"sign", "papers", "life"}
OF_A_PERIOD = {"home", *OF_A_REPORT}
OFFICE_OF_A_PERIOD = {"board", "matrix", "consolidated", "track", "duties"}
OFFICE_OF_A_SET = {"matrix", "consolidated", "history"}


def heading(window):
    """Return what the page on screen says it speaks of."""
    shell = window.shell
    if not shell.heading.isHidden():
        return shell.about.text()
    return window.sign.heading.text() if shell.page_id == "sign" else ""


def visible_words(window):
    """Return every word that the page on screen shows, but for what is chosen from."""
    page = window.shell.stack.currentWidget().widget()
    found = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    for view in page.findChildren(QTableView):
        model = view.model()
        if view.isVisible():
            cells = (
                model.index(row, column).data()
                for row in range(min(model.rowCount(), 200))
                for column in range(model.columnCount())
            )
            found += [str(cell) for cell in cells if cell is not None]
    return found


@pytest.fixture
def unit(desk, opened, qtbot):
    choose(desk.workspace, ("ctmtqg-xa", "ntm-ban"))
    made = Sender(desk, NOW)
    opened[0].append(made.shell)
    made.shell.show()
    qtbot.waitUntil(lambda: not made.is_opening)
    return made


@pytest.fixture
def two_sets(office, world, opened, qtbot):
    choose(office.workspace, ("ctmtqg-xa", "ntm-ban"))
    made = Receiver(office, NOW)
    opened[0].append(made.shell)
    made.shell.show()
    made.inbox.take((world.packages,))
    qtbot.waitUntil(lambda: not made.jobs.is_busy)
    return made


def still(window, qtbot):
    qtbot.waitUntil(lambda: not window.jobs.is_busy)


@pytest.mark.parametrize("page", [spec.id for spec in SENDER_PAGES])
def test_each_page_of_a_unit_says_what_it_speaks_of(unit, page, qtbot):
    unit.go(page)
    still(unit, qtbot)
    said = heading(unit)
    assert "Xã Bình Lư" in said
    assert ("năm 2024" in said) is (page in OF_A_PERIOD)
    assert ("lần 1" in said) is (page in OF_A_REPORT)
    assert ("Báo cáo CTMTQG" in said) is (page in {*OF_A_REPORT, "history"})


@pytest.mark.parametrize("page", [*sorted(OF_A_REPORT), "history", "entry"])
def test_a_page_of_a_unit_follows_the_report_that_is_chosen(unit, page, qtbot):
    unit.go(page if page != "entry" else "form:ntm-nguon-luc")
    still(unit, qtbot)
    unit.shell.header.set_picked.emit("ntm-ban")
    still(unit, qtbot)
    said = heading(unit) or unit.entry.page.subtitle.text()
    assert "Thôn, bản NTM" in said
    assert not [words for words in visible_words(unit) if "Báo cáo CTMTQG" in words]


@pytest.mark.parametrize("page", sorted(OF_A_PERIOD))
def test_a_page_of_a_unit_forgets_the_former_period(unit, page, qtbot):
    unit.go(page)
    still(unit, qtbot)
    unit.show_period(BEFORE)
    qtbot.waitUntil(lambda: not unit.is_opening)
    unit.go(page)
    still(unit, qtbot)
    assert "năm 2023" in heading(unit)
    kept = [words for words in visible_words(unit) if "năm 2024" in words]
    assert not kept


def test_a_form_says_of_which_report_and_revision_it_is(unit):
    unit.open_form("ntm-nguon-luc")
    said = unit.entry.page.subtitle.text()
    for part in ("Báo cáo CTMTQG", "năm 2024", "lần 1", "Xã Bình Lư", "đã nhập"):
        assert part in said


def test_the_life_that_is_picked_is_the_report_of_every_page(unit, qtbot):
    unit.go("life")
    keys = [told.key for told in unit.telling.page._reports]
    other = next(key for key in keys if key.report_set == "ntm-ban")
    unit.telling.page.report_picked.emit(other)
    still(unit, qtbot)
    assert "Thôn, bản NTM" in heading(unit)
    unit.go("papers")
    assert "Thôn, bản NTM" in heading(unit)


@pytest.mark.parametrize("page", [spec.id for spec in RECEIVER_PAGES])
def test_each_page_of_an_office_says_what_it_speaks_of(two_sets, page, qtbot):
    two_sets.go(page)
    still(two_sets, qtbot)
    said = heading(two_sets)
    assert said
    if page in OFFICE_OF_A_PERIOD | {"life"}:
        assert "năm 2024" in said
    if page in OFFICE_OF_A_SET | {"life"}:
        assert "Báo cáo CTMTQG" in said
    if page == "life":
        assert "lần 1" in said
        assert "Xã " in said
    elif page != "history":
        assert "Huyện Tam Đường" in said


@pytest.mark.parametrize("page", sorted(OFFICE_OF_A_PERIOD | {"life"}))
def test_a_page_of_an_office_forgets_the_former_period(two_sets, page, qtbot):
    """In 2023 nothing came: no unit, figure or word of 2024 may stand there."""
    two_sets.go(page)
    still(two_sets, qtbot)
    two_sets.show_period(BEFORE)
    still(two_sets, qtbot)
    assert "năm 2023" in heading(two_sets)
    shown = visible_words(two_sets)
    if page == "board":
        shown = [two_sets.board.card._title.text(), two_sets.board.card.note.text()]
    kept = [words for words in shown if "năm 2024" in words and not words.startswith("Nguồn: ")]
    assert not kept
    if page in {"matrix", "consolidated"}:
        assert not [words for words in shown if words.startswith("Xã ")]


@pytest.mark.parametrize("page", sorted(OFFICE_OF_A_SET))
def test_a_page_of_an_office_follows_the_report_that_is_chosen(two_sets, page, qtbot):
    two_sets.go(page)
    still(two_sets, qtbot)
    before = visible_words(two_sets)
    two_sets.shell.header.set.setCurrentIndex(1)
    two_sets.shell.header.set_picked.emit("ntm-ban")
    still(two_sets, qtbot)
    assert "Thôn, bản NTM" in heading(two_sets)
    assert page == "history" or visible_words(two_sets) != before


def test_a_signed_sheet_says_whose_it_is(two_sets, qtbot):
    two_sets.go("consolidated")
    qtbot.waitUntil(lambda: two_sets.totals.whole is not None)
    assert two_sets.totals.open_sheet("ntm-nguon-luc", "03412", None)
    said = two_sets.sheet.page.subtitle.text()
    for part in ("Báo cáo CTMTQG", "năm 2024", "lần 1", "Xã Bình Lư"):
        assert part in said
