"""A board to read: units in view, due reports, few words, filters with counts, hundreds of units.

Requirements: DESIGN section 8 (the receiver's home is a matrix of units and report sets).
"""

import time
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from ctmtqg_desktop.entries.submission import ReportKey, Status
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.exchange.receiver.board.concerns import BoardConcern, concerns_of, watched
from ctmtqg_desktop.exchange.receiver.orders import ShowDuties
from ctmtqg_desktop.exchange.receiver.show_duties import show_duties
from ctmtqg_desktop.ui.inbox.board_card import BoardCard
from ctmtqg_desktop.ui.inbox.board_words import place_words
from ctmtqg_desktop.ui.inbox.parcels import BoardPlace, SetColumn, UnitStanding
from ctmtqg_desktop.ui.receiver_window import Receiver

DUE = date(2025, 1, 10)
KINDS = (
    (None, 689, {BoardConcern.MISSING, BoardConcern.LATE}),
    (None, None, {BoardConcern.MISSING}),
    (Status.ACCEPTED, 3, {BoardConcern.LATE}),
    (Status.ACCEPTED, -2, set()),
    (Status.ACCEPTED, -2, {BoardConcern.FAULTY}),
    (Status.RETURNED, -2, {BoardConcern.RETURNED}),
    (Status.ACCEPTED, -2, {BoardConcern.WAITING}),
)


def standings(unit, units, sets, *, not_due=0):
    """Return a board of any size on which every state occurs; the last sets are owed by nobody."""

    def place(at, number):
        status, late, concerns = KINDS[(at + number) % len(KINDS)]
        return BoardPlace(
            f"s{number}", DUE, status, late, revision=2 if status else 0,
            is_owed=number < sets - not_due, concerns=frozenset(concerns),
        )  # fmt: skip

    return [
        UnitStanding(
            replace(unit, code=f"{at:05d}", name=f"Xã Thử Nghiệm {at}"),
            tuple(place(at, number) for number in range(sets)),
        )
        for at in range(units)
    ]


@pytest.fixture
def board(qtbot, bench):
    """Open a board of three hundred units and twenty reports, two of which nobody owes."""
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    columns = [SetColumn(f"s{n}", f"Bộ báo cáo {n}", f"Bộ báo cáo số {n}") for n in range(20)]
    card = BoardCard(columns, parent)
    card.unit = bench.sheet().unit
    card.resize(900, 420)
    parent.resize(920, 440)
    parent.show()
    card.show_board(standings(card.unit, 300, 20, not_due=2))
    card.room = parent  # what holds it lives as long
    return card


def test_three_hundred_units_and_twenty_reports_are_shown_at_once(board):
    begun = time.process_time()
    board.show_board(standings(board.unit, 300, 20))
    board.filters.text.setText("nghiem 29")
    board.grab()
    assert time.process_time() - begun < 1.5
    assert 10 <= board.table.records.rowCount() < 20


def test_no_word_of_the_board_is_cut(board):
    measured, table = QFontMetrics(board.table.font()), board.table
    for one in standings(board.unit, 7, 18):
        for at, place in enumerate(one.places, 1):
            beside = 16 + 6 + 12  # the sign, and what is kept free around
            assert measured.horizontalAdvance(place_words(place)) + beside <= table.columnWidth(at)


def test_the_units_stay_in_view_when_the_board_is_scrolled_sideways(board):
    table, pinned = board.table, board.table._pinned
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    assert table.horizontalScrollBar().value() > 0
    assert pinned.isVisible()
    assert (pinned.x(), pinned.width()) == (table.frameWidth(), table.columnWidth(0))
    table.verticalScrollBar().setValue(500)
    assert pinned.verticalScrollBar().value() == table.verticalScrollBar().value()
    assert pinned.visualRect(table.records.index(20, 0)).top() == (
        table.visualRect(table.records.index(20, 0)).top()
    )


def test_keys_never_bring_a_cell_under_the_units(board, qtbot):
    table = board.table
    table.setCurrentIndex(table.records.index(0, 18))
    for _ in range(17):
        qtbot.keyClick(table, Qt.Key.Key_Left)
        assert table.visualRect(table.currentIndex()).left() >= table.columnWidth(0)


def test_only_due_reports_have_a_column_the_others_on_request(board, qtbot):
    assert [one.id for one in board.columns] == [f"s{n}" for n in range(18)]
    qtbot.mouseClick(board.filters.all_sets, Qt.MouseButton.LeftButton)
    assert len(board.columns) == 20
    assert board.table.records.index(0, 20).data() == ""


def choose_concern(board, concern):
    box = board.filters.concern
    box.setCurrentIndex(box.findData(concern))
    box.activated.emit(box.currentIndex())


@pytest.mark.parametrize("concern", list(BoardConcern))
def test_each_filter_shows_as_many_reports_as_it_says(board, concern):
    choose_concern(board, concern.value)
    shown = [board.table.records.record(row) for row in range(board.table.records.rowCount())]
    places = [p for one in shown for p in one.places if p.is_owed and concern in p.concerns]
    assert f"({len(places)})" in board.filters.concern.currentText()
    assert all(any(concern in p.concerns for p in one.places) for one in shown)


@pytest.mark.parametrize("typed", ["THU NGHIEM 29", "thử nghiệm 29", "  29 xa ", "00029"])
def test_units_are_found_without_accents_and_by_code(board, typed):
    board.filters.text.setText(typed)
    names = [
        board.table.records.record(r).unit.name for r in range(board.table.records.rowCount())
    ]
    assert "Xã Thử Nghiệm 29" in names
    assert len(names) < 300


def test_a_key_goes_to_the_search_and_another_back_to_the_board(board, qtbot):
    board.room.activateWindow()
    qtbot.keyClick(board.table, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(board.filters.text.hasFocus)
    qtbot.keyClick(board.filters.text, Qt.Key.Key_Down)
    assert board.table.hasFocus()


@pytest.mark.parametrize("typed", ["không có đâu", "%", "*", "\\", "(" * 500])
def test_what_is_nowhere_says_so_and_escape_shows_all_again(board, qtbot, typed):
    board.filters.text.setText(typed)
    assert board.stack.currentIndex() == 1
    assert "lọc" in board._empty._what.text()
    qtbot.keyClick(board.filters.text, Qt.Key.Key_Escape)
    assert board.table.records.rowCount() == 300
    assert board.stack.currentIndex() == 0


def test_the_filters_work_together_and_their_counts_follow(board):
    board.filters.text.setText("nghiem 1")
    box = board.filters.set
    box.setCurrentIndex(box.findData("s3"))
    box.activated.emit(0)
    choose_concern(board, "returned")
    shown = [board.table.records.record(row) for row in range(board.table.records.rowCount())]
    assert shown
    assert all(BoardConcern.RETURNED in one.place("s3").concerns for one in shown)
    assert f"({len(shown)})" in board.filters.concern.currentText()
    assert "đang xem" in board.note.text()


def test_the_report_chosen_on_top_is_marked_and_brought_into_view(board):
    board.mark_set("s17")
    table = board.table
    assert table.currentIndex().column() == 18
    assert table.visualRect(table.currentIndex()).right() <= table.viewport().width()
    assert table.records.headerData(18, Qt.Orientation.Horizontal, 0).startswith("▸")
    chosen = board.current_place()
    assert chosen.set_id == "s17"


def test_the_cursor_stays_at_its_unit_and_report_when_the_board_is_read_again(board):
    table = board.table
    table.setCurrentIndex(table.records.index(41, 7))
    board.show_board(standings(board.unit, 300, 20, not_due=2)[5:])
    assert table.current().unit.code == "00041"
    assert board.current_place().set_id == "s6"


def test_choosing_on_top_moves_the_board_of_the_window(office, world, opened):
    choose(office.workspace, ("ctmtqg-xa", "ntm-ban"))
    made = Receiver(office, world.period)
    opened[0].append(made.shell)
    made.shell.show()
    made.shell.header.set_picked.emit("ntm-ban")
    assert made.board.card.current_place().set_id == "ntm-ban"


def test_the_command_tells_the_same_of_a_report_as_the_board(filled_receiver, office):
    """Two doors, one answer: what is missing, late or waits comes from one function."""
    told = show_duties(office, ShowDuties("2024")).facts["owed"]
    table = filled_receiver.board.card.table.records
    shown = {
        (one.unit.code, place.set_id): sorted(place.concerns)
        for one in map(table.record, range(table.rowCount()))
        for place in one.places
        if place.is_owed
    }
    assert {(o["unit"], o["report_set"]): o["concerns"] for o in told} == shown


def test_a_refused_revision_is_a_concern_until_it_has_come_well(filled_receiver, office):
    period = filled_receiver.period
    seen = watched(office.workspace, office.inbox())
    row = next(r for r in office.board("ctmtqg-xa", period).units if r.unit.code == "03394")
    key = ReportKey("03394", "ctmtqg-xa", period.code)
    assert BoardConcern.FAULTY not in concerns_of(row, key, replace(seen, refused={key: 1}))
    assert BoardConcern.FAULTY in concerns_of(row, key, replace(seen, refused={key: 2}))
    assert BoardConcern.WAITING in concerns_of(row, key, replace(seen, waiting=frozenset({key})))
