"""Issue 10, point 3: the targets of a form stand beside its cells and follow what is typed."""

from decimal import Decimal

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.ui.fill.targets_panel import TargetsPanel

SELF = "ntm-xa-tu-danh-gia"
VILLAGES = Cell("chung", "so_ban_dat", "value")


def opened(sender, cell):
    sender.open_form(SELF, cell)
    page = sender.entry.page
    return page, page.side.findChild(TargetsPanel)


def lines(panel):
    return [panel.list.item(at).text() for at in range(panel.list.count())]


def test_the_strip_and_the_list_say_what_is_asked_of_whom(sender):
    page, panel = opened(sender, Cell("bo_tieu_chi", "tc16", "dat"))
    assert panel.title.text() == f"Chỉ tiêu của biểu ({panel.list.count()})"
    assert "Huyện Tam Đường: " in page.detail.beside.text()
    assert "đơn vị mình: chưa nhập" in page.detail.beside.text()
    assert "Huyện Tam Đường" in panel.list.currentItem().text()
    assert panel.quote.text().startswith("“")


def test_the_list_follows_what_is_typed(sender, qtbot):
    page, panel = opened(sender, VILLAGES)
    before = lines(panel)
    page.editing.type_texts([(VILLAGES, "3")])
    qtbot.waitUntil(lambda: lines(panel) != before)
    assert page.sheet.value(VILLAGES) == Decimal(3)
    assert page.editing.targets == sender.desk.targets.beside(page.sheet)


def test_a_click_goes_to_the_cell(sender):
    page, panel = opened(sender, VILLAGES)
    wanted = next(one for one in page.editing.targets if one.at and one.section == "bo_tieu_chi")
    panel.list.itemClicked.emit(panel.list.item(page.editing.targets.index(wanted)))
    assert page.view().current_cell() == wanted.at


def test_a_form_without_targets_has_no_list(sender):
    sender.open_form("ntm-nguon-luc")
    page = sender.entry.page
    panel = page.side.findChild(TargetsPanel)
    assert panel.isHidden() is (not page.editing.targets)


def test_home_says_which_form_answers_when_this_period_has_none(sender, qtbot):
    sender.show_period(Period.parse("2024-M05"))
    qtbot.waitUntil(lambda: not sender.is_opening)
    sender.home.targets.others.click()
    rows = sender.home.progress.table.records

    def is_said(words):  # the page is filled anew between two events
        return any(words in rows.record(at).note for at in range(rows.rowCount()))

    qtbot.waitUntil(lambda: is_said("không nhập trong kỳ này"))
    qtbot.waitUntil(lambda: is_said("Đơn vị mình: chưa nhập"))
