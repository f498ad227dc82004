"""A receiving unit's day: dropped packages, verdicts, board, totals down to the signed cell.

Requirements: DESIGN section 8 (receiver's home, every total drills down), screens: verdict.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.exchange.keys.requests import KeyRequest, RequestWay
from ctmtqg_desktop.exchange.receiver.board.concerns import BoardConcern
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.ui.inbox.board_words import place_words
from ctmtqg_desktop.ui.inbox.parcels import BoardPlace
from ctmtqg_desktop.ui.inbox.verdict_card import Facts, VerdictCard, question_line
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.notice import Tone
from ctmtqg_desktop.ui.receiver_window import Receiver
from ctmtqg_desktop.ui.totals.matrix_page import mark

# -- the verdict


@pytest.mark.parametrize(
    ("line", "colour"),
    [("valid", COLOURS.ok), ("warning", COLOURS.reason_edge), ("invalid", COLOURS.error)],
)
def test_edge_has_the_colour_of_the_bottom_line_and_words_say_it_too(qtbot, line, colour):
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    card = VerdictCard(parent)
    card.resize(330, 500)
    card.show_verdict({"bottom_line": line, "intact": True}, Facts("Xã Bình Lư"))
    picture = card.grab().toImage()
    assert picture.pixelColor(3, picture.height() // 2).name() == colour.lower()
    assert "hợp lệ" in card.accessibleName().lower()


@pytest.mark.parametrize(
    ("question", "answer", "icon", "words"),
    [
        ("intact", True, "check", "Gói nguyên vẹn"),
        ("intact", False, "x", "Gói đã bị sửa hoặc hỏng"),
        ("signer_known", None, "minus", "Người ký đã đăng ký: chưa xét"),
        ("revision", "new", "check", "Lần gửi mới"),
        ("revision", "stale", "triangle-alert", "Lần gửi cũ hơn bản đang dùng"),
    ],
)
def test_each_question_is_answered_by_sign_and_words(question, answer, icon, words):
    sign, said = question_line(question, answer)
    assert (sign.icon, said) == (icon, words)


# -- inbox and board


def test_board_shows_who_has_not_sent(receiver):
    assert receiver.board._inbox_stack.currentIndex() == 1
    records = receiver.board.board.records
    assert records.rowCount() == 13
    assert {records.index(row, 1).data() for row in range(13)} == {"Chưa nộp"}


def test_header_names_the_deadline_of_what_is_owed(office, world, opened):
    """Where the first unit owes nothing of the first set, it said 31/12/9999."""
    choose(office.workspace, ("ntm-ban", "lien-chuong-trinh-xa"))
    made = Receiver(office, world.period)
    opened[0].append(made.shell)
    owed = [p.deadline for s in _standings(made) for p in s.places if p.is_owed]
    assert f"{owed[0]:%d/%m/%Y}" in made.shell.header._deadline.text()
    assert not _standings(made)[0].places[0].is_owed


def test_dropped_folder_is_received_and_the_altered_package_stays_with_its_reason(
    receiver, world, qtbot
):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(world.packages))])
    receiver.board.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip
    qtbot.waitUntil(lambda: receiver.board.inbox.records.rowCount() >= 3)
    rows = receiver.board.inbox.records
    first = rows.record(0)
    assert first.outcome == "refused"
    assert first.file.endswith("_bi-sua.asice")
    assert "data.json" in first.message
    assert receiver.board.verdict.accessibleName().startswith("Không hợp lệ")
    accepted = {rows.record(row).unit for row in range(1, rows.rowCount())}
    assert {"Xã Thèn Sin", "Xã Bình Lư"} <= accepted
    assert "đã nhập 2 (Báo cáo CTMTQG năm 2024: 2), không nhận 1" in receiver.shell.notice.text()


def test_the_board_says_in_few_words_what_matters():
    due, late = date(2025, 1, 10), frozenset({BoardConcern.LATE})
    in_time = BoardPlace("ctmtqg-xa", due, Status.ACCEPTED, days_late=-4, revision=1)
    tardy = replace(in_time, days_late=3, revision=2, concerns=late)
    missing = BoardPlace("ctmtqg-xa", due, days_late=689, concerns=late | {BoardConcern.MISSING})
    assert place_words(in_time) == "Đã nhận"
    assert place_words(replace(in_time, revision=2)) == "Đã nhận lần 2"
    assert place_words(tardy) == "Đã nhận lần 2, muộn 3 ngày"
    assert place_words(missing) == "Muộn 689 ngày"
    assert place_words(replace(missing, concerns=frozenset({BoardConcern.MISSING}))) == "Chưa nộp"
    assert place_words(replace(tardy, status=Status.RETURNED, revision=1)) == "Bị trả lại"


def test_board_counts_what_has_come(filled_receiver):
    office, period = filled_receiver.office, filled_receiver.period
    sets = [s.id for s in office.report_sets() if period.kind.value in s.periods]
    owing = sum(len(office.board(set_id, period).units) for set_id in sets)
    note = filled_receiver.board.card.note.text()
    assert note.startswith(f"2/{owing} báo cáo đã nộp, ")


def test_verdict_of_an_accepted_package_names_the_key_and_the_times(filled_receiver):
    board = filled_receiver.board
    row = next(
        r for r in range(board.board.records.rowCount())
        if board.board.records.record(r).unit.code == "03412"
    )  # fmt: skip
    board.board.selectRow(row)
    assert board.verdict.accessibleName().startswith("Hợp lệ")
    told = {what.text(): value.text() for what, value in board.verdict._facts if what.text()}
    assert told["Nhận lần đầu"] == "09:30 08/01/2025"
    assert len(told["Khóa ký"]) == 16


def test_empty_folder_is_said_in_words(receiver, tmp_path, qtbot):
    empty = tmp_path / "usb"
    empty.mkdir()
    receiver.inbox.take((empty,))
    qtbot.waitUntil(lambda: bool(receiver.shell.notice.text()))
    assert receiver.shell.notice.text().startswith("Không thấy gói báo cáo nào.")
    assert receiver.shell.notice._tone is Tone.WARN


# -- totals


@pytest.mark.parametrize(
    ("value", "sign"), [(True, "✓"), (False, "✗"), (NOT_APPLICABLE, "–"), (EMPTY, ""), (None, "")]
)
def test_marks_of_the_matrix(value, sign):
    assert mark(value) == sign


def test_matrix_adds_up_by_unit_and_by_criterion(filled_receiver):
    matrix = next(iter(filled_receiver.totals.whole.matrices.values()))
    records = filled_receiver.matrix.table.records
    assert records.columnCount() == 1 + 19 + 1
    last = records.rowCount() - 1
    assert records.index(last, 0).data() == "Số đơn vị đạt"
    for column, criterion in enumerate(matrix.criteria, 1):
        ticks = sum(records.index(row, column).data() == "✓" for row in range(last))
        assert records.index(last, column).data() == str(ticks) == str(
            matrix.per_criterion(criterion.code)
        )  # fmt: skip
    assert "bình quân" in filled_receiver.matrix._card.note.text()


def choose_total(receiver, row_label, column):
    page = receiver.consolidated
    page.show_form("ntm-nguon-luc")
    records = page.table.records
    row = next(r for r in range(records.rowCount()) if records.record(r).label == row_label)
    at = next(i for i, c in enumerate(page._columns) if c.column and c.column.id == column)
    page.table.setCurrentIndex(records.index(row, at))
    return page


def test_a_total_is_the_sum_of_the_parts_it_shows(filled_receiver):
    page = choose_total(filled_receiver, "Vốn sự nghiệp", "ke_hoach")
    parts = [page.sources.table.records.record(r) for r in range(2)]
    assert sum(part.value for part in parts) == page._shown.total(page._cell).value > Decimal(0)
    assert {part.content_sha256 for part in parts} == {
        s.content_sha256 for s in filled_receiver.totals.whole.submissions
    }


def test_a_part_opens_the_signed_cell_and_nothing_can_be_changed_there(filled_receiver):
    page = choose_total(filled_receiver, "Vốn sự nghiệp", "ke_hoach")
    part = page.sources.table.records.record(1)
    page.sources.table.opened.emit(part)
    assert filled_receiver.shell.page_id == "sheet"
    opened = filled_receiver.sheet.page
    assert opened.sheet.unit.code == part.unit.code
    assert opened.view().current_cell() == page._cell
    before = opened.sheet.text(page._cell)
    opened.editing.type_texts([(page._cell, "1")])
    assert opened.sheet.text(page._cell) == before
    filled_receiver._back()
    assert filled_receiver.shell.page_id == "consolidated"


def test_every_form_and_section_of_the_totals_can_be_shown(filled_receiver):
    page = filled_receiver.consolidated
    for form in range(page.forms.count()):
        page.forms.setCurrentIndex(form)
        for section in range(page.sections.count()):
            page.sections.setCurrentIndex(section)
            assert page.table.records.columnCount() == len(page._columns) > 1
            page.table.setCurrentIndex(
                page.table.records.index(0, page.table.records.columnCount() - 1)
            )


def test_missing_units_are_named(filled_receiver):
    assert "Xã Tả Lèng" in filled_receiver.consolidated._card.note.text()


def test_targets_are_counted_and_sifted_by_state(filled_receiver, qtbot):
    filled_receiver.go("track")
    track = filled_receiver.track
    qtbot.waitUntil(lambda: track.list.table.records.rowCount() > 0)
    every = track.list.table.records.rowCount()
    track.state.setCurrentIndex(track.state.findData("unknown"))
    track.state.activated.emit(track.state.currentIndex())
    rows = track.list.table.records
    assert 0 < rows.rowCount() < every
    assert {rows.record(r).state for r in range(rows.rowCount())} == {"unknown"}
    assert {rows.record(r).coverage for r in range(rows.rowCount())} >= {"", "0/13 đơn vị"}
    assert track.list.quote.text().startswith("“")


def test_targets_of_several_communes_do_not_read_the_same(filled_receiver, qtbot):
    filled_receiver.go("track")
    page = filled_receiver.track
    qtbot.waitUntil(lambda: page.list.table.records.rowCount() > 0)
    rows = [page.list.table.records.record(r) for r in range(page.list.table.records.rowCount())]
    villages = [r.indicator for r in rows if "Số bản được công nhận" in r.indicator]
    assert len(villages) == 5
    assert len(set(villages)) == 5
    assert "Xã Tả Lèng: Số bản được công nhận đạt chuẩn NTM" in villages


def test_new_packages_make_the_totals_anew(receiver, world, qtbot):
    receiver.go("matrix")
    qtbot.waitUntil(lambda: receiver.totals.whole is not None)
    assert receiver.matrix._stack.currentIndex() == 0
    receiver.inbox.take((world.packages,))
    qtbot.waitUntil(lambda: receiver.totals.whole is None)
    receiver.go("matrix")
    qtbot.waitUntil(lambda: receiver.matrix._stack.currentIndex() == 1)


def test_looking_says_nothing_and_leaves_what_was_said(receiver, world, qtbot):
    receiver.inbox.take((world.packages,))
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    said = receiver.shell.notice.text()
    receiver.go("consolidated")
    receiver.go("track")
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    assert receiver.totals.whole is not None
    assert receiver.track.list.table.records.rowCount() > 0
    assert receiver.shell.notice.isVisible()
    assert receiver.shell.notice.text() == said


def test_another_plan_is_answered_by_what_is_put_together(filled_receiver, qtbot):
    filled_receiver.go("track")
    page = filled_receiver.track
    qtbot.waitUntil(lambda: page.list.table.records.rowCount() > 0)
    (first, *others) = [page.plan.itemData(i) for i in range(page.plan.count())]
    for plan_id in (*others, first):
        page.plan.setCurrentIndex(page.plan.findData(plan_id))
        page.plan.activated.emit(page.plan.currentIndex())
        assert not filled_receiver.jobs.is_busy
        shown = {item.target.id for item in page._tracked}
        assert shown == {t.id for t in filled_receiver.office.catalogue.plan(plan_id).targets}


# -- enrolments


def asked(code, name):
    return KeyRequest(b"", "dangky.asice", code, name, "Chủ tịch", "1 " * 6, False, RequestWay.NEW)


def test_nothing_is_approved_before_the_digits_were_compared(receiver):
    page = receiver.approve
    receiver.go("approve")
    assert page.obstacle() == "Mở gói đăng ký trước."
    page.show_request(asked("03412", "Xã Bình Lư"))
    assert page.units.unit.code == "03412"
    assert page.obstacle() == "So đủ 30 số rồi đánh dấu xác nhận."


def test_the_unit_comes_from_our_own_list_not_from_the_claim(receiver):
    page = receiver.approve
    receiver.go("approve")
    page.show_request(asked("99999", "đơn vị lạ"))
    assert page.units.unit is None
    page.units.search.setText("binh lu")
    assert page.units.unit.name == "Xã Bình Lư"


def test_opened_enrolment_shows_its_digits_and_is_approved(receiver, world, tmp_path, qtbot):
    from ctmtqg_desktop.exchange.acts import do
    from ctmtqg_desktop.exchange.keys.orders import Enrol, MakeKey, ShowRequests
    from ctmtqg_desktop.exchange.post.signing import KeyFile, Signing
    from ctmtqg_desktop.workspace.workspace import open_workspace

    with open_workspace(world.workspace("03412")) as store:
        desk = desk_of(Program(lambda: world.catalogue, receiver.office.clock), store)
        key = tmp_path / "moi.ntmkey"
        do(desk, MakeKey(key, "mat-khau-dai", "Phó Chủ tịch"))
        signing = Signing(KeyFile(key, "mat-khau-dai"), tmp_path, "Phó Chủ tịch")
        done = do(desk, Enrol(signing))
    page = receiver.approve
    page.wanted.emit(ShowRequests(done.paths))
    qtbot.waitUntil(lambda: page.digits.digits() == done.facts["fingerprint"])
    before = page.signers.records.rowCount()
    page.compared.setChecked(True)
    page.key.set_path(world.key("106"))
    page.password.setText(world.password)
    page.out_dir.set_path(tmp_path)
    assert page.obstacle() == ""
    page._approve()
    qtbot.waitUntil(lambda: page.signers.records.rowCount() == before + 1)
    assert list(tmp_path.glob("the_don_vi_03412*.asice"))


def test_cell_of_a_target_is_found_in_the_signed_sheet(filled_receiver):
    whole = filled_receiver.totals.whole
    assert filled_receiver.totals.open_sheet(
        "ntm-nguon-luc", "03412", Cell("nguon_luc", "tong", "ke_hoach")
    )
    assert filled_receiver.sheet.page.sheet is whole.sources["ntm-nguon-luc"][1].sheet
    assert not filled_receiver.totals.open_sheet("ntm-nguon-luc", "03400", None)


# -- several report sets


@pytest.fixture
def wide(office, world, opened, qtbot):
    """The office of the demonstration, working with every report set it is offered."""
    choose(office.workspace, ("ctmtqg-xa", "ntm-ban"))
    made = Receiver(office, world.period)
    opened[0].append(made.shell)
    made.shell.show()
    made.inbox.take((world.packages,))
    qtbot.waitUntil(lambda: not made.jobs.is_busy)
    return made


def test_totals_of_any_report_set_can_be_asked_for(wide, qtbot):
    box = wide.shell.header.set
    assert box.isVisible()
    assert [box.itemData(i) for i in range(box.count())] == ["ctmtqg-xa", "ntm-ban"]
    wide.go("consolidated")
    qtbot.waitUntil(lambda: wide.totals.whole is not None)
    assert (wide.totals.whole.set_id, len(wide.totals.whole.submissions)) == ("ctmtqg-xa", 2)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    qtbot.waitUntil(lambda: wide.totals.whole is not None)
    assert (wide.totals.whole.set_id, wide.totals.whole.submissions) == ("ntm-ban", ())


def test_a_place_on_the_board_opens_the_report_of_its_own_set(wide, qtbot):
    wide.totals.sets.choose("ntm-ban")
    standing = next(s for s in _standings(wide) if s.unit.code == "03412")
    place = standing.place("ctmtqg-xa")
    wide.board.place_opened.emit(standing, place)
    qtbot.waitUntil(lambda: wide.shell.page_id == "sheet")
    assert wide.shell.header.set.currentData() == "ctmtqg-xa"
    assert wide.sheet.page.sheet.unit.code == "03412"


def test_reports_without_criteria_are_not_taken_for_none(receiver):
    receiver.matrix.show_matrix(None, has_reports=True)
    assert "không có bảng tiêu chí" in receiver.matrix._empty._what.text()
    receiver.matrix.show_matrix(None)
    assert "Chưa có báo cáo nào" in receiver.matrix._empty._what.text()


def test_one_report_set_alone_needs_no_choice(filled_receiver):
    assert not filled_receiver.shell.header.set.isVisible()


def _standings(receiver):
    records = receiver.board.board.records
    return [records.record(row) for row in range(records.rowCount())]
