"""The next step over the first page: the same facts as the command's, and where it leads.

Requirements: issue 11, build point 1 (steps) and 5 (answers to a return).
"""

import json

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli import main
from ctmtqg_desktop.cli.tools import Tools
from ctmtqg_desktop.exchange.act import to_json
from ctmtqg_desktop.exchange.keys.orders import MakeKey
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.exchange.steps.next_step import steps_facts
from ctmtqg_desktop.ui.frame.keys_card import KeyCard

SELF, HOUSEHOLDS = "ntm-xa-tu-danh-gia", Cell("chung", "so_ho", "value")


def states(window):
    return {one.id: one.state.value for one in window.home.steps.found.steps}


def now_of(panel):
    now = panel.found.now
    return (now.id if now else "", panel.words.text(), panel.go.text())


def asked_by_command(place, path, capsys):
    """Return what the command says of the same workspace."""
    program = Program(lambda: place.catalogue, place.clock)
    place.workspace.close()
    words = ["steps", str(path), "--period", "2024", "--json"]
    assert main.run(words, Tools(program, list)) == 0
    return json.loads(capsys.readouterr().out)


def test_the_first_day_begins_with_the_key_and_goes_on_to_the_card(sender, tmp_path, qtbot):
    panel = sender.home.steps
    assert now_of(panel)[::2] == ("key", "Tạo khóa ký")
    assert not panel.fold.isHidden()
    assert panel.fold.isChecked()
    panel.go.click()
    assert sender.shell.page_id == "keys"
    order = MakeKey(tmp_path / "khoa.ntmkey", "mật khẩu thử", "Chủ tịch", is_demonstration=True)
    sender.shell.acting.do(order, sender.keys)
    qtbot.waitUntil(lambda: not sender.jobs.is_busy)
    sender.go("home")
    assert now_of(panel)[0] == "enrol"
    assert states(sender)["key"] == "done"
    sender.keys.password.setText("mật khẩu thử")
    sender.keys.out_dir.set_path(tmp_path)
    sender.keys._enrol()
    qtbot.waitUntil(lambda: not sender.jobs.is_busy)
    sender.go("home")
    assert now_of(panel)[0] == "fill"
    assert states(sender)["card"] == "waiting"
    assert "dangky_03412" in panel.others.text()
    assert "Huyện Tam Đường" in panel.others.text()


def test_a_returned_report_says_so_with_the_day_of_the_return_and_leads_to_the_cell(returned):
    due = returned.home.due.records
    shown = [due.data(due.index(0, at)) for at in range(due.columnCount())]
    assert shown[1].startswith("20/01/2025")
    assert shown[2] == "Bị trả lại, 1 góp ý"
    assert shown[5] == "Sửa theo góp ý"
    panel = returned.home.steps
    step, words, todo = now_of(panel)
    assert (step, todo) == ("answer", "Sửa theo góp ý")
    assert "bị trả lại, 1 góp ý, hạn 20/01/2025" in words
    assert panel.fold.isChecked()
    panel.go.click()
    assert returned.entry.page.sheet.form.id == SELF
    assert returned.entry.cell == HOUSEHOLDS
    returned.go("home")
    returned.home.due.setFocus()
    returned.home.due.opened.emit(due.record(0))
    assert returned.entry.cell == HOUSEHOLDS


def test_when_every_remark_is_met_the_report_is_offered_for_signing(returned):
    returned.open_form(SELF, HOUSEHOLDS)
    returned.entry.page.editing.type_texts([(HOUSEHOLDS, "1.001")])
    returned.go("home")
    due = returned.home.due.records
    assert due.data(due.index(0, 2)) == "Bị trả lại, đã sửa (lần 2)"
    step, _, todo = now_of(returned.home.steps)
    found = due.record(0)
    wanted = ("mend", "Xem lỗi") if found.blocking else ("sign", "Ký")
    assert (step, todo) == wanted
    assert due.data(due.index(0, 5)) == todo
    returned.home.steps.go.click()
    assert returned.shell.page_id == "sign"


def test_the_deadline_on_top_is_the_returns(returned):
    returned.forms.opened.emit()
    assert "20/01/2025" in returned.shell.header._deadline.text()


def test_window_and_command_say_the_same_of_a_unit(returned, world, capsys):
    told = to_json(steps_facts(returned.home.steps.found))
    assert asked_by_command(returned.desk, world.workspace("03412"), capsys) == told


def test_window_and_command_say_the_same_of_an_office(filled_receiver, world, capsys):
    told = to_json(steps_facts(filled_receiver.board.steps.found))
    assert asked_by_command(filled_receiver.office, world.workspace("106"), capsys) == told


def test_what_has_arrived_is_told_at_the_office_in_turn(receiver, world, qtbot):
    panel = receiver.board.steps
    assert now_of(panel)[::2] == ("import", "Nhập thư mục…")
    receiver.inbox.take((world.packages,))
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    step, words, todo = now_of(panel)
    assert (step, todo) == ("receipts", "Cấp biên nhận…")
    assert "2 báo cáo" in words


def test_f1_begins_with_the_steps_and_leads_there(sender, qtbot):
    sender.shell.show_keys()
    card = sender.shell.findChild(KeyCard)
    assert card.steps.isVisible()
    assert card.steps.records.rowCount() == 9
    card.steps.selectRow(0)
    qtbot.keyClick(card.steps, Qt.Key.Key_Return)
    assert sender.shell.page_id == "keys"
    assert not card.isVisible()


def test_a_line_is_enough_once_the_first_round_is_over(sent, received, letters, qtbot):
    sent.shell.acting.do(TakeIn(tuple(letters[:1])))
    qtbot.waitUntil(lambda: sent.home.arrivals.records.rowCount() == 1)
    panel = sent.home.steps
    assert panel.found.is_routine
    panel.fold.setChecked(False)
    assert panel.sizeHint().height() <= 50


def test_every_step_is_a_button_for_the_keyboard(sender, qtbot):
    panel = sender.home.steps
    chips = [b for b in panel._way.findChildren(QToolButton) if not b.isHidden()]
    assert len(chips) == 9
    key = next(b for b in chips if b.text() == "Khóa ký")
    key.setFocus()
    qtbot.keyClick(key, Qt.Key.Key_Space)
    assert sender.shell.page_id == "keys"


def test_the_button_of_what_comes_next_is_reached_by_the_keyboard_from_the_start(sender, qtbot):
    panel, shell = sender.home.steps, sender.shell
    shell.activateWindow()
    sender.home.due.setFocus()
    for _ in range(16):
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Backtab)
        if shell.focusWidget() is panel.go:
            break
    assert shell.focusWidget() is panel.go
    qtbot.keyClick(panel.go, Qt.Key.Key_Return)
    assert shell.page_id == "keys"


def test_a_file_that_was_written_is_named_with_whom_it_goes_to(sent):
    panel = sent.home.steps
    step, words, todo = now_of(panel)
    assert (step, todo) == ("carry", "Xem tệp")
    assert words == "Giao tệp 03412_ctmtqg-xa_2024_r01.asice cho Huyện Tam Đường."
    assert panel.others.text() == "Chờ biên nhận của 1 báo cáo."
    panel.go.click()
    assert sent.shell.page_id == "sign"


def scrolls(window, page):
    return window.shell._rooms[page].verticalScrollBar().maximum()


def test_the_first_page_of_either_side_fits_with_all_its_steps(returned, receiver, qtbot):
    for window, page in ((returned, "home"), (receiver, "board")):
        window.shell.resize(1366, 728)
        window.go(page)
        panel = window.home.steps if page == "home" else window.board.steps
        panel.fold.setChecked(True)
        QApplication.processEvents()
        assert scrolls(window, page) == 0


def test_a_letter_about_another_period_opens_its_own_report(sent, letters, qtbot):
    sent.shell.acting.do(TakeIn(tuple(letters[:1])))
    qtbot.waitUntil(lambda: sent.home.arrivals.records.rowCount() == 1)
    sent.show_period(Period.parse("2025-H1"))
    qtbot.waitUntil(lambda: sent.home.arrivals.records.rowCount() == 1)
    arrival = sent.home.arrivals.records.record(0)
    sent.home.arrival_opened.emit(arrival)
    assert sent.period.code == "2024"
    assert sent.telling.key == arrival.letter.sent.key
