"""Issue 11, point 3: a window opens where one stood, at first on what is due."""

from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from blank import blank_workspace
from PySide6.QtWidgets import QDialog

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.submission import ReportKey, Status
from ctmtqg_desktop.exchange.receiver.board.awaited_periods import awaited_periods
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of, office_of
from ctmtqg_desktop.exchange.sender.owed.own_periods import own_periods
from ctmtqg_desktop.paths import home_dir
from ctmtqg_desktop.ui.frame.window_memory import (
    PERIOD,
    REPORT_SET,
    WindowMemory,
    window_settings,
)
from ctmtqg_desktop.ui.opening.begin import begin
from ctmtqg_desktop.ui.opening.first_period import opening_period
from ctmtqg_desktop.ui.opening.known import remember
from ctmtqg_desktop.ui.opening.workspace_dialog import WorkspaceDialog
from ctmtqg_desktop.ui.parts.files import memory as memories
from ctmtqg_desktop.ui.receiver_window import Receiver
from ctmtqg_desktop.ui.sender_window import Sender
from ctmtqg_desktop.ui.sign.sign_page import SignPage
from ctmtqg_desktop.ui.window import build_window
from ctmtqg_desktop.workspace.records import Identity, LastSigner

YEAR = Period.parse("2024")
LATER = datetime(2026, 12, 1, 9, 0, tzinfo=VIETNAM)


@pytest.fixture
def places(built, tmp_path, opened):
    """Make a workspace of a unit, as of a day, on a computer whose clock says another."""

    def made(name="so", code="03424", at=date(2024, 12, 31), role="sender", now=LATER):
        store = blank_workspace(tmp_path / f"{name}.ctmtqg", Identity(code, at, role, now))
        opened[1].append(store)
        program = Program(lambda: built.catalogue, lambda: now)
        return desk_of(program, store) if role == "sender" else office_of(program, store)

    return made


def due_of(made):
    model = made.home.due.model()
    return [model.record(row) for row in range(model.rowCount())]


@pytest.fixture
def window(opened, qtbot):
    def made(place, period=None):
        one = (Sender if hasattr(place, "filling") else Receiver)(place, period)
        opened[0].append(one.shell)
        return one

    return made


def test_the_first_start_opens_on_what_was_due_at_the_chosen_day(places):
    desk, office = places(), places("nhan", "106", role="receiver")
    assert opening_period(desk, partial(own_periods, desk)) == YEAR
    assert opening_period(office, partial(awaited_periods, office)) == YEAR
    later = places("nay", "03394", at=LATER.date())
    first = opening_period(later, partial(own_periods, later))
    assert first.end >= date(2026, 6, 30)


def test_the_next_start_opens_where_one_stood(places, window, qtbot):
    desk = places()
    one = window(desk)
    assert one.period == YEAR
    chosen = one.shell.header.set
    other = chosen.itemData(chosen.count() - 1)
    one.shell.header.set_picked.emit(other)
    one.shell.header.period_picked.emit(Period.parse("2023"))
    again = window(desk)
    assert again.period == Period.parse("2023")
    assert again.forms.set_id == one.forms.set_id == other


def test_two_workspaces_stand_where_each_was_left(places, window):
    one, two = places("a"), places("b")
    window(one).show_period(Period.parse("2023"))
    assert window(two).period == YEAR
    assert window(one).period == Period.parse("2023")


def test_an_office_opens_where_one_stood(places, window, qtbot):
    office = places("nhan", "106", role="receiver")
    made = window(office)
    assert made.period == YEAR
    made.shell.header.period_picked.emit(Period.parse("2023"))
    chosen = made.shell.header.set
    made.shell.header.set_picked.emit(chosen.itemData(chosen.count() - 1))
    again = window(office)
    assert (again.period, again.totals.sets.id) == (Period.parse("2023"), made.totals.sets.id)


@pytest.mark.parametrize("kept", ["", "2024-X9", "hôm qua", "9999999-M01", "\0", "2024-Q1"])
def test_a_period_that_is_none_is_forgotten(places, kept, monkeypatch):
    desk = places()
    WindowMemory(desk.workspace.place).keep(PERIOD, kept)
    sets = tuple(one for one in desk.report_sets() if "quarter" not in one.periods)
    monkeypatch.setattr(desk, "report_sets", lambda *_: sets)
    assert opening_period(desk, partial(own_periods, desk)) == YEAR


def test_a_report_set_that_is_gone_is_forgotten(places, window):
    desk = places()
    memory = WindowMemory(desk.workspace.place)
    memory.keep(REPORT_SET, "khong-con")
    assert window(desk).forms.set_id == desk.report_sets()[0].id


@pytest.mark.parametrize(
    "junk",
    [b"", b"\0\xff\xfe" * 40, b"[memory\n=\n", b"[memory]\nx=@Variant(\\0\\0)\n", b"%" * 9999],
)
def test_a_damaged_file_of_settings_stops_nothing(places, window, junk):
    path = home_dir() / "cua-so.ini"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(junk)
    desk = places()
    made = window(desk)
    assert made.period == YEAR
    made.show_period(Period.parse("2023"))
    assert window(desk).period == Period.parse("2023")


def test_what_is_kept_of_one_workspace_is_bounded_and_never_in_it(places, window):
    desk = places()
    before = Path(desk.workspace.place).read_bytes()
    window(desk).show_period(Period.parse("2023"))
    assert Path(desk.workspace.place).read_bytes() == before
    for number in range(60):
        WindowMemory(f"/so/{number}").keep(PERIOD, "2024")
    settings = window_settings()
    settings.beginGroup("memory")
    assert len(settings.childKeys()) <= 24


# -- the list of periods


def test_the_list_offers_first_what_is_to_be_done(places, window, qtbot):
    made = window(places(now=datetime(2024, 12, 31, tzinfo=VIETNAM)))
    qtbot.waitUntil(lambda: not made.forms.is_opening)
    box = made.shell.header.period
    qtbot.waitUntil(lambda: "hạn" in box._part.itemText(0))
    words = [box._part.itemText(at) for at in range(3)]
    assert words[0] == "Năm 2024, hạn 10/01/2025"
    assert box.period == YEAR
    picked = []
    box.picked.connect(picked.append)
    at = next(a for a in range(6) if "tháng 11/2024" in box._part.itemText(a).lower())
    box._part.setCurrentIndex(at)
    box._part.activated.emit(at)
    assert picked == [Period.parse("2024-M11")] == [box.period]


def test_what_was_sent_is_no_longer_offered(places):
    desk = places()
    assert own_periods(desk, YEAR.end)[0].period == YEAR
    for one in desk.report_sets():
        key = ReportKey("03424", one.id, "2024")
        for status in (Status.SIGNED, Status.EXPORTED):
            desk.workspace.reports.set_status(key, status, desk.clock())
    assert YEAR not in {one.period for one in own_periods(desk, YEAR.end)}


def test_a_unit_that_ended_is_asked_about_its_last_day(places):
    found = own_periods(places(), LATER.date())
    assert found
    assert all(one.period.end <= date(2025, 6, 30) for one in found)


def test_nothing_of_the_old_period_stands_while_the_new_is_read(places, window, qtbot):
    made = window(places())
    qtbot.waitUntil(lambda: bool(due_of(made)))
    made.show_period(Period.parse("2023"))
    assert not due_of(made)
    assert made.home._due_card_made.note.text() == "Đang đọc báo cáo của năm 2023…"
    assert not made.shell.header._deadline.isVisibleTo(made.shell.header)
    qtbot.waitUntil(lambda: bool(due_of(made)))
    assert {one.period.label for one in due_of(made)} == {"năm 2023"}


# -- the workspace


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Count the times somebody is asked which workspace, and give it up each time."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "nha"))
    found = []

    def gives_up(dialog):
        found.append(dialog)
        return QDialog.DialogCode.Rejected

    monkeypatch.setattr(WorkspaceDialog, "exec", gives_up)
    monkeypatch.setattr("ctmtqg_desktop.ui.opening.begin.refuse", found.append)
    return found


@pytest.fixture
def program(built):
    return Program(lambda: built.catalogue, lambda: LATER)


def made_at(path):
    blank_workspace(path, Identity("03424", date(2024, 12, 31), "sender", LATER)).close()
    remember(path)
    return path


def test_the_last_workspace_opens_without_a_question(asked, program, tmp_path, qtbot):
    made_at(tmp_path / "a.ctmtqg")
    last = made_at(tmp_path / "b.ctmtqg")
    place = begin(program, None, tmp_path)
    assert (Path(place.workspace.place), asked) == (last, [])
    place.workspace.close()


def test_another_is_asked_for_where_it_is_wanted(asked, program, tmp_path, qtbot):
    known = [made_at(tmp_path / name) for name in ("a.ctmtqg", "b.ctmtqg")]
    assert begin(program, None, tmp_path, asks=True) is None
    assert [dialog.open_path.path for dialog in asked] == [known[1]]


def test_a_workspace_that_is_gone_or_broken_is_asked_for(asked, program, tmp_path, qtbot):
    assert begin(program, None, tmp_path) is None
    first, last = made_at(tmp_path / "a.ctmtqg"), made_at(tmp_path / "b.ctmtqg")
    last.unlink()
    place = begin(program, None, tmp_path)
    assert Path(place.workspace.place) == first
    place.workspace.close()
    first.write_bytes(b"no workspace")
    del asked[:]
    assert begin(program, None, tmp_path) is None
    assert len(asked) == 2  # why not, then which


def test_a_window_is_closed_for_another_workspace(places, window):
    made = window(places())
    made.go("workspace")
    made.upkeep.page.another.click()
    assert made.shell.wants_another
    assert not made.shell.isVisible()


def test_a_double_click_opens_a_workspace_that_is_known(program, tmp_path, qtbot):
    known = tmp_path / "a.ctmtqg"
    known.write_bytes(b"")
    dialog = WorkspaceDialog(program, tmp_path, known=[known])
    qtbot.addWidget(dialog)
    index = dialog.known.model().index(0, 0)
    dialog.known.setCurrentIndex(index)
    dialog.known.doubleClicked.emit(index)
    assert dialog.place == known


# -- keys, titles, passwords

WORD = "mat-khau-dai"


def make_key(made, path, qtbot):
    made.go("keys")
    made.keys.make_path.set_path(path)
    for field in (made.keys.make_password, made.keys.make_again):
        field.setText(WORD)
    made.keys._make()
    qtbot.waitUntil(lambda: not made.jobs.is_busy)


def test_a_key_has_a_name_that_is_free(places, window, monkeypatch, tmp_path):
    monkeypatch.setattr(memories, "documents", lambda: tmp_path)
    (tmp_path / "khoa_03424.ntmkey").write_bytes(b"")
    assert window(places()).keys.make_path.path == tmp_path / "khoa_03424-2.ntmkey"


def test_the_key_just_made_is_enrolled_without_its_password_again(places, window, qtbot, tmp_path):
    made = window(places())
    made.shell.show()
    make_key(made, tmp_path / "khoa.ntmkey", qtbot)
    keys = made.keys
    assert (keys.key.path, keys.password.text()) == (tmp_path / "khoa.ntmkey", WORD)
    keys.out_dir.set_path(tmp_path / "ra")
    keys._enrol()
    qtbot.waitUntil(lambda: not made.jobs.is_busy)
    assert list((tmp_path / "ra").glob("dangky_03424_*.asice"))
    assert keys.password.text() == ""


def test_a_password_is_not_carried_away_from_its_page(places, window, qtbot, tmp_path):
    made = window(places())
    made.shell.show()
    make_key(made, tmp_path / "khoa.ntmkey", qtbot)
    made.go("home")
    assert made.keys.password.text() == ""


def test_the_key_just_made_is_what_signs_also_after_the_next_start(
    places, window, qtbot, tmp_path
):
    desk = places()
    made = window(desk)
    made.shell.show()
    made.sign.signer.remember_in(desk.workspace.settings)
    make_key(made, tmp_path / "khoa.ntmkey", qtbot)
    made.go("sign:" + made.forms.set_id)
    assert made.sign.key.path == tmp_path / "khoa.ntmkey"
    made.shell.close()
    again = build_window(desk)
    assert again.findChild(SignPage).key.path == tmp_path / "khoa.ntmkey"
    again.close()


def test_a_key_file_that_is_gone_is_named_and_not_proposed(places, window, qtbot, tmp_path):
    desk = places()
    path = tmp_path / "usb" / "khoa.ntmkey"
    desk.workspace.settings.remember_signer("signer", LastSigner("KEY", str(path)))
    made = window(desk)
    made.sign.signer.remember_in(desk.workspace.settings)
    assert made.sign.key.path is None
    assert str(path) in made.sign.key.line.placeholderText()
    assert made.keys.key.path is None
    path.parent.mkdir()
    path.write_bytes(b"")
    made.shell.show()
    made.go("sign:" + made.forms.set_id)
    assert made.sign.key.path == path


def test_title_and_name_are_as_last_time_and_of_each_workspace(places, window):
    one, two = places("a"), places("b")
    made = window(one)
    for field, words in ((made.sign.title, "Phó Chủ tịch"), (made.sign.name, "Lò Văn A")):
        field.setText(words)
        field.editingFinished.emit()
    again, other = window(one), window(two)
    assert (again.sign.title.text(), again.sign.name.text()) == ("Phó Chủ tịch", "Lò Văn A")
    assert again.keys.name.text() == "Lò Văn A"
    assert other.sign.title.text().startswith("Chủ tịch")
    assert other.sign.name.text() == ""
    again.sign.title.clear()
    again.sign.title.editingFinished.emit()
    assert window(one).sign.title.text().startswith("Chủ tịch")


def test_receipts_go_where_the_last_went(places, window, tmp_path):
    office = places("nhan", "106", role="receiver")
    made = window(office)
    dialog = made.answering._signing("Cấp biên nhận", "1 báo cáo")
    dialog.out_dir.set_path(tmp_path)
    dialog.title.setText("Phó Chủ tịch huyện")
    dialog.buttons.accepted.emit()
    again = window(office).answering._signing("Trả lại báo cáo", "1 góp ý")
    assert (again.out_dir.path, again.title.text()) == (tmp_path, "Phó Chủ tịch huyện")
