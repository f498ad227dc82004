"""The frame: tree with states by icon and word, keys, period, search without accents.

Requirements: DESIGN section 8 (tree with state badges, keyboard first, search, names for all).
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QSpinBox

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.ui.frame.keys_card import KeyCard
from ctmtqg_desktop.ui.frame.tree import ENTRY
from ctmtqg_desktop.ui.parts.badges import form_badge
from ctmtqg_desktop.ui.sender_window import Sender


@pytest.mark.parametrize(
    ("counts", "icon", "word"),
    [
        ((0, 9, 0), "circle", "chưa nhập"),
        ((3, 9, 0), "circle-dot", "đang nhập"),
        ((9, 9, 0), "circle-check", "đủ"),
        ((9, 9, 2), "circle-x", "2 lỗi"),
    ],
)
def test_state_of_a_form_is_told_by_icon_and_word(counts, icon, word):
    badge = form_badge(*counts)
    assert badge.icon == icon
    assert word in badge.words


def test_tree_lists_every_form_of_the_report_set_with_its_state(sender, desk):
    nav = sender.shell.nav
    kind = sender.period.kind.value
    sets = [s.id for s in desk.report_sets() if kind in s.periods]
    assert sets[0] == "ctmtqg-xa"
    forms = [form.id for s in sets for form in desk.forms(s, sender.period)]
    assert [name for name in nav.entries.ids() if name.startswith("form:")] == [
        f"form:{form}" for form in forms
    ]
    spoken = nav.entries.find(f"form:{forms[0]}").data(Qt.ItemDataRole.AccessibleTextRole)
    assert "chưa nhập" in spoken


def test_headings_of_the_tree_cannot_be_chosen(sender):
    nav = sender.shell.nav
    heading = nav.entries.find("set:ctmtqg-xa")
    assert heading.data(ENTRY).is_heading
    assert not nav.entries.flags(heading) & Qt.ItemFlag.ItemIsSelectable


@pytest.mark.parametrize("typed", ["giao thong", "Giao thông", "GIAO THONG"])
def test_search_finds_an_indicator_with_or_without_accents(sender, typed):
    box = sender.shell.header.search
    box.setText(typed)
    assert any("Giao thông" in words for words in box.matches())


def test_enter_takes_the_first_that_is_found(sender, qtbot):
    box = sender.shell.header.search
    picked = []
    box.picked.connect(picked.append)
    box.setFocus()
    qtbot.keyClicks(box, "nguon luc")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert len(picked) == 1
    assert box.text() == ""
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert len(picked) == 1


def test_enter_begins_the_work_from_the_first_moment(sender, qtbot):
    assert sender.shell.focusWidget() is sender.home.due
    opened = []
    sender.home.due_opened.connect(opened.append)
    sender.home.due.selectRow(0)
    qtbot.keyClick(sender.home.due, Qt.Key.Key_Return)
    assert len(opened) == 1


def test_enter_closes_the_card_of_keys(sender, qtbot):
    card = KeyCard([], sender.shell)
    qtbot.addWidget(card)
    card.show()
    qtbot.waitUntil(lambda: card.focusWidget() is not None)
    qtbot.keyClick(card.focusWidget(), Qt.Key.Key_Return)
    assert not card.isVisible()


def test_search_finds_nothing_where_nothing_is(sender):
    box = sender.shell.header.search
    box.setText("khong co chi tieu nay dau")
    assert box.matches() == ()


def test_choosing_what_was_found_opens_its_form(sender):
    box = sender.shell.header.search
    box.setText("von su nghiep")
    box._pick(box.matches()[0])
    assert sender.shell.page_id == "entry"
    assert sender.entry.page.sheet.form.id == "ntm-nguon-luc"


def test_another_year_shows_another_period(sender, qtbot):
    box = sender.shell.header.period
    with qtbot.waitSignal(box.picked):
        box._year.setValue(2023)
    assert sender.period == Period.parse("2023")


def test_deadline_of_the_period_is_shown(sender):
    assert sender.shell.header._deadline.text() == "Hạn 10/01/2025 (còn 2 ngày)"


@pytest.mark.parametrize(
    ("keys", "page"),
    [("Alt+1", "home"), ("Alt+2", "sign"), ("Alt+3", "keys"), ("Alt+4", "life"), ("F7", "sign")],
)
def test_every_page_has_a_key(sender, keys, page):
    actions = {
        shortcut.toString(): action
        for action in sender.shell.actions()
        for shortcut in action.shortcuts()
    }
    actions[keys].trigger()
    assert sender.shell.page_id == page


def test_no_key_of_the_window_is_also_a_key_of_the_form(sender, desk):
    sender.open_form(desk.forms("ctmtqg-xa", sender.period)[0].id)

    def keys(widget):
        actions = [a for a in widget.actions() if isinstance(a, QAction)]
        return {s.toString() for a in actions for s in a.shortcuts()}

    assert not keys(sender.shell) & keys(sender.entry.page)


def test_next_form_is_one_key_away(sender, desk):
    forms = [form.id for form in desk.forms("ctmtqg-xa", sender.period)]
    sender.open_form(forms[0])
    sender._turn(1)
    assert sender.entry.page.sheet.form.id == forms[1]


def test_every_control_of_a_reporting_unit_has_a_name(sender):
    for page in ("home", "form:ntm-nguon-luc", "sign:ctmtqg-xa", "keys", "catalogue"):
        sender.go(page)
        assert unnamed(sender.shell) == [], page


def test_every_control_of_a_receiving_unit_has_a_name(filled_receiver):
    for page in ("board", "matrix", "consolidated", "track", "approve", "catalogue", "keeper"):
        filled_receiver.go(page)
        assert unnamed(filled_receiver.shell) == [], page


def unnamed(window):
    kinds = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QSpinBox)
    found = [w for kind in kinds for w in window.findChildren(kind)]
    inner = {"qt_spinbox_lineedit"}
    return [
        f"{type(w).__name__} {w.objectName()}"
        for w in found
        if w.isVisible()
        and w.focusPolicy() != Qt.FocusPolicy.NoFocus
        and w.objectName() not in inner
        and not (w.accessibleName() or getattr(w, "text", str)())
    ]


# -- the tree folds by report


@pytest.fixture
def of_two_sets(desk, opened, qtbot):
    """Open the window of a unit that reports two sets."""
    choose(desk.workspace, ("ctmtqg-xa", "ntm-ban"))
    made = Sender(desk, Period.parse("2024"))
    opened[0].append(made.shell)
    made.shell.show()
    qtbot.waitUntil(lambda: made.home.due.records.rowCount() > 1)
    return made


def unfolded(window):
    nav = window.shell.nav
    headings = [nav.entries.find(name) for name in ("set:ctmtqg-xa", "set:ntm-ban")]
    return [at.data(ENTRY).id for at in headings if nav.isExpanded(at)]


def test_only_the_report_that_is_open_is_unfolded(of_two_sets, desk):
    assert unfolded(of_two_sets) == ["set:ctmtqg-xa"]
    of_two_sets.open_form(desk.forms("ntm-ban", of_two_sets.period)[0].id)
    assert unfolded(of_two_sets) == ["set:ntm-ban"]
    assert of_two_sets.shell.nav.visualRect(of_two_sets.shell.nav.currentIndex()).isValid()


def test_there_is_one_entry_to_sign_however_many_reports_there_are(of_two_sets):
    nav = of_two_sets.shell.nav
    titles = [nav.entries.find(name).data() for name in nav.entries.ids()]
    assert titles.count("Ký và đóng gói") == 1


def test_signing_from_a_form_is_about_the_report_of_that_form(of_two_sets, desk):
    """It was about the report that was signed last, whichever form stood on screen."""
    of_two_sets.open_form(desk.forms("ntm-ban", of_two_sets.period)[0].id)
    of_two_sets.check()
    assert "Thôn, bản" in of_two_sets.sign.heading.text()
    assert of_two_sets.shell.header.set.currentData() == "ntm-ban"


def test_another_report_is_chosen_on_top_and_the_page_follows(of_two_sets):
    of_two_sets.go("sign")
    before = of_two_sets.sign.heading.text()
    header = of_two_sets.shell.header
    header.set.setCurrentIndex(1)
    header.set_picked.emit(header.set.currentData())
    assert of_two_sets.sign.heading.text() != before
    assert unfolded(of_two_sets) == ["set:ntm-ban"]


def test_a_folded_report_tells_its_state_and_a_click_or_enter_unfolds_it(of_two_sets, qtbot):
    nav = of_two_sets.shell.nav
    qtbot.waitUntil(lambda: not of_two_sets.is_opening)
    at = nav.entries.find("set:ntm-ban")
    assert at.data(ENTRY).badge.words in at.data(Qt.ItemDataRole.AccessibleTextRole)
    was = nav.current_id()
    qtbot.mouseClick(nav.viewport(), Qt.MouseButton.LeftButton, pos=nav.visualRect(at).center())
    assert len(unfolded(of_two_sets)) == 2
    assert (nav.current_id(), of_two_sets.shell.page_id) == (was, "home")
    nav.setCurrentIndex(at)
    qtbot.keyClick(nav, Qt.Key.Key_Return)
    assert unfolded(of_two_sets) == ["set:ctmtqg-xa"]
