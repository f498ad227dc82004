"""One subject at a time: verdict and buttons are about the report that is chosen, and name it."""

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.ui.receiver_window import Receiver


def choose_parcel(receiver, wanted):
    records = receiver.board.inbox.records
    row = next(r for r in range(records.rowCount()) if wanted(records.record(r)))
    receiver.board.inbox.selectRow(row)
    return records.record(row)


def test_the_buttons_act_on_the_report_that_the_verdict_shows(filled_receiver):
    """Not on whatever line the other table stands on."""
    board, asked = filled_receiver.board, []
    filled_receiver.go("board")
    board.life_wanted.connect(asked.append)
    board.board.clicked.emit(board.board.records.index(0, 0))  # a unit that has sent nothing
    assert not board.send_back.isEnabled()
    assert "chưa nộp" in board.send_back.toolTip()
    parcel = choose_parcel(filled_receiver, lambda p: p.outcome == "accepted")
    assert board.send_back.isEnabled()
    board.life.click()
    assert asked == [parcel.report.report]
    assert filled_receiver.telling.key == parcel.report.report


def test_a_file_that_was_refused_is_no_report_to_answer(filled_receiver):
    choose_parcel(filled_receiver, lambda p: p.outcome == "refused")
    assert not filled_receiver.board.send_back.isEnabled()
    assert "không được tiếp nhận" in filled_receiver.board.life.toolTip()


def test_a_file_says_its_report_period_and_revision_and_whether_it_came_in_time(
    filled_receiver, office
):
    filled_receiver.show_period(Period.parse("2023"))
    parcel = choose_parcel(filled_receiver, lambda p: p.outcome == "accepted")
    assert parcel.about == "Báo cáo CTMTQG, năm 2024, lần 1"
    assert parcel.unit.startswith("Xã ")
    filled_receiver.show_period(Period.parse("2024"))
    choose_parcel(filled_receiver, lambda p: p.outcome == "accepted")
    told = [value.text() for _, value in filled_receiver.board.verdict._facts]
    assert "10/01/2025, đúng hạn" in told


def test_what_came_for_another_period_leads_there(receiver, world, qtbot):
    receiver.show_period(Period.parse("2023"))
    receiver.inbox.take((world.packages,))
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    notice = receiver.shell.notice
    said = "4 tệp: đã nhập 2 (Báo cáo CTMTQG năm 2024: 2), không nhận 1, trùng 1."
    assert notice.text().startswith(said)
    assert notice.offer.text() == "Xem năm 2024"
    notice.offer.click()
    assert receiver.period.code == "2024"
    assert not notice.isVisible()


def shown_sets(receiver):
    return [column.id for column in receiver.board.card.columns]


def test_the_board_shows_the_sets_that_somebody_reports_in_the_period(office, world, opened):
    """What has ended, or is not of this length of period, takes no room."""
    choose(office.workspace, ("ctmtqg-xa", "ntm-ban", "ket-qua-nam-xa"))
    made = Receiver(office, world.period)
    opened[0].append(made.shell)
    made.shell.show()
    assert shown_sets(made) == ["ctmtqg-xa", "ntm-ban"]
    made.show_period(Period.parse("2024-M03"))
    assert shown_sets(made) == ["ctmtqg-xa"]
